//! The scanner for personal data (`ejournal.md` §7).
//!
//! The one rule: it looks at the members whose pattern leaves room for a number or a text; all others are held by their pattern.
//! A false alarm is possible with ten-digit registration numbers: the sender writes them with separators. Of foreign reference numbers
//! that are random UUIDs about four in a thousand hold ten digits that check, and are refused.

use kernel::personal_number::{ForeignerNumber, PersonalNumber};
use kernel::reference_number::Reference;

use crate::event::{Event, RelatedReference};
use crate::refusal::{Class, Refusal};

/// What a text seems to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// Ten digits that check as ЕГН or ЛНЧ.
    PersonalNumber,
    /// An e-mail address.
    Email,
    /// A telephone number of Bulgaria.
    Telephone,
}

/// What the text seems to hold, when it does: tested as written and with single spaces, dots and hyphens between digits removed.
pub fn scan(text: &str) -> Option<Finding> {
    if has_email(text) {
        return Some(Finding::Email);
    }
    let symbols: Vec<char> = text.chars().collect();
    scan_digits(&symbols).or_else(|| scan_digits(&without_separators(&symbols)))
}

/// Refuses an event that holds personal data or free text, and names the first member at fault.
pub fn check(event: &Event) -> Result<(), Refusal> {
    let data = &event.data;
    let subject = match &event.subject {
        Reference::Own(_) => None,
        Reference::External(text) => Some(text.as_str()),
    };
    let related = data.related_rnu.as_ref().map(RelatedReference::as_str);
    let related_kind = related.map(|text| Reference::parse(text, false));
    let related_foreign = related.filter(|_| !matches!(related_kind, Some(Ok(Reference::Own(_)))));
    let members = [
        ("/subject", subject),
        ("/data/registration/number", data.registration.as_ref().map(|registration| registration.number.as_str())),
        ("/data/relatedRnu", related_foreign),
        ("/data/unit", data.unit.as_ref().map(|unit| unit.as_str())),
        ("/data/stage/code", data.stage.as_ref().map(|stage| stage.code.as_str())),
        ("/data/reason", data.reason.as_ref().map(|reason| reason.as_str())),
    ];
    if let Some((pointer, _)) = members.iter().find(|(_, text)| text.is_some_and(|text| scan(text).is_some())) {
        return Err(Refusal::at(Class::Privacy, *pointer));
    }
    // The schema leaves this member without a pattern; what is no reference number is a free text and may be a name.
    if matches!(related_kind, Some(Err(_))) {
        return Err(Refusal::at(Class::Privacy, "/data/relatedRnu"));
    }
    Ok(())
}

fn has_email(text: &str) -> bool {
    let part = |c: char| !c.is_whitespace() && c != '@';
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(part);
        let domain = text[at + 1..].split(|c: char| !part(c)).next().unwrap_or_default().trim_end_matches('.');
        let dotted =
            domain.rsplit_once('.').is_some_and(|(name, zone)| !name.is_empty() && zone.chars().filter(|c| c.is_alphabetic()).count() >= 2);
        before && dotted
    })
}

/// The text without single separators that stand between two digits.
fn without_separators(symbols: &[char]) -> Vec<char> {
    let digit = |at: usize| symbols.get(at).is_some_and(char::is_ascii_digit);
    let separates = |at: usize| matches!(symbols[at], ' ' | '.' | '-') && at > 0 && digit(at - 1) && digit(at + 1);
    (0..symbols.len()).filter(|at| !separates(*at)).map(|at| symbols[at]).collect()
}

/// Looks at every maximal run of digits.
fn scan_digits(symbols: &[char]) -> Option<Finding> {
    let mut at = 0;
    while at < symbols.len() {
        let length = symbols[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if length > 0 {
            let run: String = symbols[at..at + length].iter().collect();
            let plus = at > 0 && symbols[at - 1] == '+';
            if let Some(finding) = scan_run(&run, plus) {
                return Some(finding);
            }
        }
        at += length.max(1);
    }
    None
}

fn scan_run(run: &str, plus: bool) -> Option<Finding> {
    if run.len() == 10 && (PersonalNumber::parse(run).is_ok() || ForeignerNumber::parse(run).is_ok()) {
        return Some(Finding::PersonalNumber);
    }
    let mobile = run.len() == 10 && ["087", "088", "089"].iter().any(|code| run.starts_with(code));
    let foreign = |digits: &str| digits.strip_prefix("359").is_some_and(|local| matches!(local.len(), 8 | 9));
    let international = (plus && foreign(run)) || run.strip_prefix("00").is_some_and(foreign);
    (mobile || international).then_some(Finding::Telephone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_texts() {
        use Finding::{Email, PersonalNumber, Telephone};
        for (text, finding) in [
            ("94-00-9932310120", Some(PersonalNumber)),
            ("7501010010", Some(PersonalNumber)),
            ("75-01.01 0010", Some(PersonalNumber)),
            ("7-5-0-1-0-1-0-0-1-0", Some(PersonalNumber)),
            ("А7501010010Б", Some(PersonalNumber)),
            ("7111042925/2025", Some(PersonalNumber)),
            ("75--01010010", None),
            ("75/01010010", None),
            ("17501010010", None),
            ("7501010011", None),
            ("94-00-117/14.03.2025", None),
            ("ivan@example.bg", Some(Email)),
            ("до ivan@example.bg.", Some(Email)),
            ("@example.bg", None),
            ("a@b", None),
            ("+359 88 812 3456", Some(Telephone)),
            ("+35921234567", Some(Telephone)),
            ("0035921234567", Some(Telephone)),
            ("35921234567", None),
            ("0888123456", Some(Telephone)),
            ("0888-123-456", Some(Telephone)),
            ("0868123457", None),
            ("", None),
        ] {
            assert_eq!(scan(text), finding, "{text}");
        }
    }
}

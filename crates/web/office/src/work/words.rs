//! Words for what kits and answers hold as codes, and days as people write them.
//!
//! The one rule: a code becomes words here and nowhere else in this part of the desk.

use forms::SummaryRow;
use jiff::civil::Date;
use services::kit::Speed;
use web::{Language, Texts, format};

/// The order in which speeds are shown.
pub const SPEEDS: [Speed; 3] = [Speed::Ordinary, Speed::Fast, Speed::Express];

/// LIMIT: longest free text of a clerk, characters; longer texts belong in a document.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// How something was paid.
pub fn payment_way(t: Texts, code: &str) -> String {
    t.get(&format!("work-pay-{code}")).into_owned()
}

/// A sum, or that nothing is owed.
pub fn sum(t: Texts, cents: i64) -> String {
    if cents == 0 { t.get("work-fee-free").into_owned() } else { format::money(cents, t.language()) }
}

/// A title and the rows of answers under it.
pub type Section = (String, Vec<SummaryRow>);

/// Rows of answers under the titles of their pages; without `whole`, personal numbers show their last four symbols only.
pub fn sections(rows: Vec<SummaryRow>, whole: bool) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    let mut last = String::new();
    for mut row in rows {
        if !whole && row.answered && row.personal.as_deref() == Some("identifier") {
            row.value = format::masked(&row.value);
        }
        if out.is_empty() || last != row.page {
            last.clone_from(&row.page);
            out.push((row.page_title.clone(), Vec::new()));
        }
        if let Some((_, rows)) = out.last_mut() {
            rows.push(row);
        }
    }
    out
}

/// Reads a day as people write it: `5.3.2026`, `05.03.2026 г.`, `05/03/2026`, `2026-03-05`.
pub fn date_parse(text: &str) -> Option<Date> {
    let text = text.trim().trim_end_matches("г.").trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let mut parts = text.split(['.', '/', '-']).map(str::trim).filter(|part| !part.is_empty());
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if parts.next().is_some() || !(1000..=9999).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

/// A day for an input: `05.03.2026` in both languages, because that is what is read back.
pub fn date_input(date: Date) -> String {
    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
}

/// Cuts a text at the limit of free texts.
pub fn cut(text: &str) -> String {
    text.trim().chars().take(TEXT_CHARS_MAX).collect()
}

/// Chooses between the texts of a kit.
pub fn pick(t: Texts, text: &services::kit::Bilingual) -> String {
    match t.language() {
        Language::English if !text.en.is_empty() => text.en.clone(),
        _ => text.bg.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_common_spelling() {
        let day = jiff::civil::date(2026, 3, 5);
        for text in ["5.3.2026", "05.03.2026 г.", "05/03/2026", "2026-03-05", " 5. 3. 2026 "] {
            assert_eq!(date_parse(text), Some(day), "{text}");
        }
        for text in ["31.02.2026", "5.3.26", "вчера", "", "1.2.2026.4"] {
            assert_eq!(date_parse(text), None, "{text}");
        }
        assert_eq!(date_parse(&date_input(day)), Some(day));
    }
}

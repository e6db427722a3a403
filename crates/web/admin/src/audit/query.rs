//! The conditions of an inquiry, as the address, the forms and a saved inquiry carry them.
//!
//! The one rule: a saved inquiry keeps „the last month“ as such, so that it asks about another month next time.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use web::{Pairs, Texts};

use crate::period::{Period, address};

/// Inquiries there are.
pub const WHATS: [&str; 6] = ["reads", "exports", "rights", "hours", "many", "foreign"];
/// Periods there are.
pub const SPANS: [&str; 4] = ["week", "month", "quarter", "given"];

/// Beginning and end of working time unless others are asked for.
const HOURS: (i8, i8) = (8, 18);
/// Looks of one person on one day above which it is unusual, unless another number is asked for.
const MANY: usize = 40;

/// The conditions as they were typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AuditQuery {
    #[serde(default)]
    pub what: String,
    #[serde(default)]
    pub span: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub who: String,
    #[serde(default)]
    pub case: String,
    #[serde(default)]
    pub begin: String,
    #[serde(default)]
    pub end: String,
    #[serde(default)]
    pub many: String,
    #[serde(default, skip_serializing)]
    pub page: String,
}

impl AuditQuery {
    /// The same conditions with the usual ones where none were typed; nothing for an inquiry that is not there.
    pub fn known(mut self) -> Option<AuditQuery> {
        if !WHATS.contains(&self.what.as_str()) {
            return None;
        }
        if !SPANS.contains(&self.span.as_str()) {
            self.span = if self.from.is_empty() && self.until.is_empty() { "month" } else { "given" }.to_owned();
        }
        Some(self)
    }

    /// The conditions of a form.
    pub fn typed(pairs: &Pairs) -> Option<AuditQuery> {
        let text = |name: &str| pairs.get(name).to_owned();
        AuditQuery {
            what: text("what"),
            span: text("span"),
            from: text("from"),
            until: text("until"),
            who: text("who"),
            case: text("case"),
            begin: text("begin"),
            end: text("end"),
            many: text("many"),
            page: String::new(),
        }
        .known()
    }

    /// Names and values as forms and addresses carry them.
    pub fn fields(&self) -> [(&'static str, String); 9] {
        let text = String::clone;
        [
            ("what", text(&self.what)),
            ("span", text(&self.span)),
            ("from", text(&self.from)),
            ("until", text(&self.until)),
            ("who", text(&self.who)),
            ("case", text(&self.case)),
            ("begin", text(&self.begin)),
            ("end", text(&self.end)),
            ("many", text(&self.many)),
        ]
    }

    /// The address of the inquiry.
    pub fn address(&self, path: &str, page: &str) -> String {
        let fields = self.fields();
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).chain([("page", page)]).collect();
        address(path, &pairs)
    }

    /// The period asked about, and the field that cannot be read.
    pub fn period(&self, today: Date) -> Result<Period, &'static str> {
        let back = match self.span.as_str() {
            "week" => 7.days(),
            "month" => 30.days(),
            "quarter" => 91.days(),
            _ => return Period::parse(&self.from, &self.until),
        };
        Ok(Period { from: today.checked_sub(back).ok(), until: Some(today) })
    }

    /// Hours between which people work.
    pub fn hours(&self) -> Result<(i8, i8), &'static str> {
        let hour = |text: &str, usual: i8, field| match text.trim() {
            "" => Ok(usual),
            text => text.parse::<i8>().ok().filter(|hour| (0..=24).contains(hour)).ok_or(field),
        };
        let (begin, end) = (hour(&self.begin, HOURS.0, "begin")?, hour(&self.end, HOURS.1, "end")?);
        if begin < end { Ok((begin, end)) } else { Err("end") }
    }

    /// Looks on one day that are many.
    pub fn many(&self) -> Result<usize, &'static str> {
        match self.many.trim() {
            "" => Ok(MANY),
            text => text.parse().ok().filter(|many| (1..=100_000).contains(many)).ok_or("many"),
        }
    }

    /// The conditions in words.
    pub fn words(&self, t: Texts) -> Vec<(String, String)> {
        let span = match self.span.as_str() {
            "given" => Period::parse(&self.from, &self.until).unwrap_or_default().words(t.language()),
            span => t.find(&format!("admin-audit-span-{span}")).unwrap_or_default().into_owned(),
        };
        let what = t.find(&format!("admin-audit-{}", self.what)).unwrap_or_default().into_owned();
        let hours = match (self.what.as_str(), self.hours()) {
            ("hours", Ok((begin, end))) => format!("{begin}:00 – {end}:00"),
            _ => String::new(),
        };
        let many = match (self.what.as_str(), self.many()) {
            ("many", Ok(many)) => many.to_string(),
            _ => String::new(),
        };
        let all = [
            ("admin-audit-what", what),
            ("admin-period", span),
            ("admin-log-who", self.who.clone()),
            ("admin-log-case", self.case.clone()),
            ("admin-audit-work-hours", hours),
            ("admin-audit-many-label", many),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (t.get(key).into_owned(), value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_saved_month_moves_with_the_day() {
        let query = AuditQuery { what: "reads".to_owned(), span: "month".to_owned(), ..AuditQuery::default() };
        let saved: AuditQuery = serde_json::from_str(&serde_json::to_string(&query).unwrap()).unwrap();
        assert_eq!(saved.period(date(2026, 3, 31)).unwrap().from, Some(date(2026, 3, 1)));
        assert_eq!(saved.period(date(2026, 4, 30)).unwrap().from, Some(date(2026, 3, 31)));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let query = |begin: &str, end: &str, many: &str| AuditQuery {
            begin: begin.to_owned(),
            end: end.to_owned(),
            many: many.to_owned(),
            ..AuditQuery::default()
        };
        assert_eq!(query("", "", "").hours(), Ok((8, 18)));
        assert_eq!(query("x", "", "").hours(), Err("begin"));
        assert_eq!(query("18", "8", "").hours(), Err("end"));
        assert_eq!(query("", "", "0").many(), Err("many"));
        assert!(AuditQuery { what: "../etc".to_owned(), ..AuditQuery::default() }.known().is_none());
    }
}

//! The draft of a decision: what its fields hold at first.
//!
//! The one rule: a default is read from what the applicant said; the officer has the last word.

use serde_json::Value;

use super::form_index::Field;
use super::manifest::{ApplicantFact, DraftDefault, DraftField, FieldKind};
use super::{Kit, answer};

impl Kit {
    /// What `field` holds before the officer writes: the first of its defaults that says something. Options are given by their
    /// Bulgarian labels, dates in ISO form, repeating groups one row per line with the columns divided by semicolons.
    pub fn draft_default(&self, field: &DraftField, answers: &Value) -> Option<String> {
        field.defaults.iter().find_map(|default| {
            let text = match default {
                DraftDefault::Answer(path) => self.answer_text(path, answers)?,
                DraftDefault::Applicant(fact) => {
                    let facts = self.applicant(answers);
                    match fact {
                        ApplicantFact::Name => facts.display_name(),
                        ApplicantFact::Identifier => facts.identifier?,
                        ApplicantFact::Address => facts.address?,
                        ApplicantFact::Email => facts.email?,
                        ApplicantFact::Phone => facts.phone?,
                    }
                }
            };
            let text = if field.kind == FieldKind::Date { iso_date(&text)? } else { text };
            (!text.is_empty()).then_some(text)
        })
    }

    fn answer_text(&self, path: &str, answers: &Value) -> Option<String> {
        let value = answer(answers, path)?;
        let field = self.index.field(path);
        match value {
            Value::Array(rows) => {
                let columns = field.map(|field| field.columns.as_slice()).unwrap_or_default();
                let lines = rows.iter().map(|row| {
                    let cells = columns.iter().map(|column| {
                        let cell = row.get(column).unwrap_or(&Value::Null);
                        plain(cell, self.index.field(&format!("{path}.{column}")))
                    });
                    cells.collect::<Vec<_>>().join("; ").trim_end_matches([';', ' ']).to_owned()
                });
                Some(lines.collect::<Vec<_>>().join("\n"))
            }
            value => Some(plain(value, field)),
        }
    }
}

/// One value as text, an option by its label.
fn plain(value: &Value, field: Option<&Field>) -> String {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return String::new(),
    };
    field.and_then(|field| field.labels.get(&text)).cloned().unwrap_or(text)
}

/// A date of a form (`14/03/2026`, day first, or ISO) as ISO.
fn iso_date(text: &str) -> Option<String> {
    let day = text.split('T').next()?;
    if let Ok(date) = day.parse::<jiff::civil::Date>() {
        return Some(date.to_string());
    }
    let mut parts = day.split('/');
    let (day, month, year) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    jiff::civil::Date::new(year, month, day).ok().map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::iso_date;

    #[test]
    fn dates_of_forms_become_iso() {
        for (written, iso) in [("14/03/2026", Some("2026-03-14")), ("2026-03-14", Some("2026-03-14")), ("31/02/2026", None)] {
            assert_eq!(iso_date(written).as_deref(), iso, "{written}");
        }
    }
}

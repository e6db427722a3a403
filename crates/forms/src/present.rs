//! Answers as people read and type them.
//!
//! The one rule: what cannot be read as its kind is shown as it was typed.

use crate::component::{Component, Kind};
use crate::condition::{is_empty, text_of};
use crate::dates;
use crate::definition::Definition;
use crate::number;
use crate::texts;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

/// A file of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileView {
    /// Name the person gave it.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Type of the content.
    pub media_type: String,
    /// Reference in the document store, when it is already there.
    pub reference: Option<String>,
    /// Path of the file itself, for its removal: `otherDocuments[0]`.
    pub path: String,
}

/// A date in three fields, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// Day.
    pub day: String,
    /// Month.
    pub month: String,
    /// Year.
    pub year: String,
    /// Time of day, for dates with time.
    pub time: String,
}

impl Definition {
    /// An answer for reading. Empty when there is none.
    pub(crate) fn shown(&self, component: &Component, value: Option<&Value>, language: &str) -> String {
        let Some(value) = value.filter(|value| !is_empty(Some(value))) else {
            return if matches!(component.kind, Kind::Checkbox) { texts::sentence(language, "forms-no", &[]) } else { String::new() };
        };
        match (&component.kind, value) {
            (Kind::SelectBoxes { options }, Value::Object(boxes)) => {
                let chosen = options.iter().filter(|option| boxes.get(&option.value) == Some(&Value::Bool(true)));
                chosen.map(|option| self.text(&option.label, language).0).collect::<Vec<_>>().join(", ")
            }
            (Kind::File { .. }, _) => files(value, "")
                .into_iter()
                .map(|file| format!("{} ({})", file.name, crate::number::bytes_shown(file.size, language)))
                .collect::<Vec<_>>()
                .join(", "),
            (_, Value::Array(items)) => items.iter().map(|item| self.shown_one(component, item, language)).collect::<Vec<_>>().join(", "),
            _ => self.shown_one(component, value, language),
        }
    }

    fn shown_one(&self, component: &Component, value: &Value, language: &str) -> String {
        match (&component.kind, value) {
            (Kind::Checkbox, value) => texts::sentence(language, if value == &Value::Bool(true) { "forms-yes" } else { "forms-no" }, &[]),
            (Kind::Number { currency: Some(currency), .. }, Value::Number(_)) => {
                let amount = number::shown(value.as_f64().unwrap_or(0.0), component.places(), language);
                format!("{amount}\u{a0}{}", currency_sign(currency))
            }
            (Kind::Number { .. }, Value::Number(_)) => {
                let amount = number::shown(value.as_f64().unwrap_or(0.0), None, language);
                match &component.suffix {
                    Some(suffix) => format!("{amount}\u{a0}{}", self.text(suffix, language).0),
                    None => amount,
                }
            }
            (Kind::Radio { .. } | Kind::Select { .. }, _) => {
                let text = text_of(value);
                match self.choices(component).iter().find(|choice| choice.value == text) {
                    Some(choice) => self.text(&choice.label, language).0,
                    None => text,
                }
            }
            (Kind::Date, Value::String(text)) => dates::civil(text).map_or_else(|| text.clone(), |date| date_shown(date, language)),
            (Kind::Day { day_first }, Value::String(text)) => {
                dates::day_value(text, *day_first).map_or_else(|| text.clone(), |date| date_shown(date, language))
            }
            (Kind::DateTime, Value::String(text)) => match dates::instant(text) {
                Some(at) if language == "bg" => kernel::bulgarian::date_time(at.datetime()),
                Some(at) => format!("{}, {:02}:{:02}", date_shown(at.date(), language), at.hour(), at.minute()),
                None => text.clone(),
            },
            (_, value) => text_of(value),
        }
    }

    /// The answer as it stands in its input.
    pub(crate) fn typed(&self, component: &Component, value: &Value, language: &str) -> String {
        match (&component.kind, value) {
            (Kind::Number { currency, .. }, Value::Number(_)) => {
                let places = currency.as_ref().and(component.places());
                number::input(value.as_f64().unwrap_or(0.0), places, language)
            }
            (_, value) => text_of(value),
        }
    }
}

fn date_shown(date: Date, language: &str) -> String {
    if language == "bg" { kernel::bulgarian::date(date) } else { kernel::bulgarian::date_english(date) }
}

/// Sign of a currency.
pub(crate) fn currency_sign(code: &str) -> &str {
    match code {
        "EUR" | "" => "€",
        other => other,
    }
}

/// The three fields of a date, whether it exists or not.
pub(crate) fn date_view(component: &Component, value: Option<&Value>) -> DateView {
    let Some(text) = value.and_then(Value::as_str).filter(|text| !text.is_empty()) else { return DateView::default() };
    let (date, separator) = match component.kind {
        Kind::Day { day_first } => (dates::day_value(text, day_first), '/'),
        _ => (dates::civil(text), '.'),
    };
    if let Some(date) = date {
        let time = match component.kind {
            Kind::DateTime if text.contains('T') => dates::instant(text).map(|at| format!("{:02}:{:02}", at.hour(), at.minute())),
            _ => None,
        };
        return DateView {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
            time: time.unwrap_or_default(),
        };
    }
    let (text, time) = match component.kind {
        Kind::DateTime => text.split_once(' ').unwrap_or((text, "")),
        _ => (text, ""),
    };
    let mut parts = text.splitn(3, separator).map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    let (first, second, year) = (next(), next(), next());
    let month_first = matches!(component.kind, Kind::Day { day_first: false });
    let (day, month) = if month_first { (second, first) } else { (first, second) };
    DateView { day, month, year, time: time.to_owned() }
}

/// Files of an answer.
pub(crate) fn files(value: &Value, path: &str) -> Vec<FileView> {
    let text = |file: &Value, name: &str| file.get(name).and_then(Value::as_str).map(str::to_owned);
    value
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, file)| FileView {
            name: text(file, "originalName").or_else(|| text(file, "name")).unwrap_or_default(),
            size: file.get("size").and_then(Value::as_u64).unwrap_or(0),
            media_type: text(file, "type").unwrap_or_default(),
            reference: text(file, "ref"),
            path: format!("{path}[{index}]"),
        })
        .collect()
}

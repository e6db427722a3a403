//! Published numbers in words: shown, hidden, or at least so many.
//!
//! The one rule: each number stands beside what it means, in the words of the definitions that go with the files.

use std::collections::BTreeMap;

use ejournal::nomenclature::Nomenclature;
use ejournal::publication::Line;
use ejournal::statistics::definitions;
use web::{Texts, format};

/// The status that opens a case file.
const REGISTERED: &str = "intake.registered";

/// The numbers of one place, by figure and detail.
pub struct Numbers<'l>(BTreeMap<(&'l str, &'l str), &'l Line>);

impl<'l> Numbers<'l> {
    /// Those of some lines.
    pub fn of(lines: impl IntoIterator<Item = &'l Line>) -> Numbers<'l> {
        Numbers(lines.into_iter().map(|line| ((line.figure.as_str(), line.detail.as_deref().unwrap_or_default()), line)).collect())
    }

    /// The number as far as it is known; none when all of it is hidden.
    pub fn known(&self, figure: &str, detail: &str) -> Option<i64> {
        self.0.get(&(figure, detail)).map_or(Some(0), |line| line.value)
    }

    /// The parts of a figure that were told, with their numbers; none where it is hidden.
    pub fn parts(&self, figure: &'l str) -> Vec<(&'l str, Option<i64>)> {
        let of_figure = self.0.range((figure, "")..).take_while(|((one, _), _)| *one == figure);
        of_figure.map(|((_, detail), line)| (*detail, line.value)).collect()
    }

    /// Registered applications, as far as they are known.
    pub fn registered(&self) -> i64 {
        self.known("status", REGISTERED).unwrap_or(0)
    }

    /// A count in words.
    fn count(&self, t: Texts, figure: &str, detail: &str) -> String {
        match self.0.get(&(figure, detail)) {
            None => format::number(0, t.language()),
            Some(Line { value: None, .. }) => t.get("portal-statistics-hidden").into_owned(),
            Some(Line { value: Some(value), hidden: 0, .. }) => format::number(*value, t.language()),
            Some(Line { value: Some(value), .. }) => t.with1("portal-statistics-at-least", "number", format::number(*value, t.language())),
        }
    }

    /// How long facts take to reach the journal, in words: seconds, or minutes from two on.
    fn delay(&self, t: Texts, detail: &str) -> Option<String> {
        let is_long = self.0.get(&("reporting_delay", detail))?.value.is_some_and(|seconds| seconds >= 120);
        if !is_long {
            return self.measure(t, "reporting_delay", detail, "portal-statistics-seconds");
        }
        let seconds = self.known("reporting_delay", detail)?;
        Some(t.count("portal-statistics-minutes", (seconds + 30) / 60))
    }

    /// A share or a time in words; nothing when there is none.
    fn measure(&self, t: Texts, figure: &str, detail: &str, unit: &str) -> Option<String> {
        Some(match self.0.get(&(figure, detail))?.value {
            None => t.get("portal-statistics-hidden").into_owned(),
            Some(value) => t.count(unit, value),
        })
    }
}

/// The numbers of each place.
pub fn by<'l>(lines: &'l [Line], place: impl Fn(&'l Line) -> Option<&'l String>) -> BTreeMap<&'l str, Numbers<'l>> {
    let mut places: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        if let Some(place) = place(line) {
            places.entry(place).or_default().push(line);
        }
    }
    places.into_iter().map(|(place, lines)| (place, Numbers::of(lines))).collect()
}

/// A figure with its number and what it means.
pub struct KeyRow {
    pub name: String,
    pub value: String,
    pub meaning: String,
}

/// Counts of statuses that people ask for, and figures with a name of their own, in the order of a life.
const KEY: [(&str, &str); 13] = [
    ("registered", REGISTERED),
    ("granted", "decision.granted"),
    ("refusals", ""),
    ("tacit_refusals", ""),
    ("withdrawn", "applicant.withdrawn"),
    ("closed", "case.closed"),
    ("extensions", ""),
    ("suspensions", ""),
    ("deficiencies", ""),
    ("data_failures", ""),
    ("appeals_filed", "appeal.filed"),
    ("appeals_decided", "appeal.decided"),
    ("breached", "term.breached"),
];

/// The table of figures: how fast and how well first, then how many.
pub fn key_rows(t: Texts, numbers: &Numbers<'_>) -> Vec<KeyRow> {
    let name = |key: &str| t.get(&format!("portal-statistics-{}", key.replace('_', "-"))).into_owned();
    let mut rows = Vec::new();
    let counted = KEY.map(|(key, status)| {
        if status.is_empty() {
            KeyRow { name: name(key), value: numbers.count(t, key, ""), meaning: meaning(t, key) }
        } else {
            let meaning = t.with1("portal-statistics-status-meaning", "status", status_text(t, status));
            KeyRow { name: name(key), value: numbers.count(t, "status", status), meaning }
        }
    });
    let mut counted = counted.into_iter();
    rows.extend(counted.next());
    for figure in ["within_term", "to_decision", "to_delivery", "electronic", "full_minimum"] {
        let parts: &[(&str, &str, &str)] = if figure.starts_with("to_") {
            &[("-median", "median_working_days", "portal-statistics-days"), ("-p90", "p90_working_days", "portal-statistics-days")]
        } else {
            &[("", "percent", "portal-statistics-percent")]
        };
        for (ending, detail, unit) in parts {
            if let Some(value) = numbers.measure(t, figure, detail, unit) {
                rows.push(KeyRow { name: name(&format!("{figure}{ending}")), value, meaning: meaning(t, figure) });
            }
        }
    }
    for (ending, detail) in [("-median", "median_seconds"), ("-p95", "p95_seconds")] {
        if let Some(value) = numbers.delay(t, detail) {
            rows.push(KeyRow { name: name(&format!("reporting_delay{ending}")), value, meaning: meaning(t, "reporting_delay") });
        }
    }
    rows.extend(counted);
    for outcome in ["upheld", "set-aside", "changed", "inadmissible"] {
        if let Some(value) = numbers.measure(t, "appeals", outcome, "portal-statistics-percent") {
            rows.push(KeyRow { name: name(&format!("appeals-{outcome}")), value, meaning: meaning(t, "appeals") });
        }
    }
    rows
}

/// What a figure means.
fn meaning(t: Texts, figure: &str) -> String {
    let found = definitions().iter().find(|definition| definition.figure == figure);
    found.map(|definition| if t.language().code() == "en" { &definition.en } else { &definition.bg }).cloned().unwrap_or_default()
}

fn status_text(t: Texts, code: &str) -> String {
    let found = Nomenclature::shipped().statuses().iter().find(|status| status.code.as_str() == code);
    found.map(|status| if t.language().code() == "en" { &status.en } else { &status.bg }).cloned().unwrap_or_else(|| code.to_owned())
}

/// How often a status was reached.
pub struct StatusRow {
    pub name: String,
    pub code: String,
    pub value: String,
}

/// Every status that was reached, in the order of the nomenclature.
pub fn statuses(t: Texts, numbers: &Numbers<'_>) -> Vec<StatusRow> {
    let statuses = Nomenclature::shipped().statuses().iter().map(|status| status.code.as_str());
    let reached = statuses.filter(|code| numbers.0.contains_key(&("status", *code)));
    reached.map(|code| StatusRow { name: status_text(t, code), code: code.to_owned(), value: numbers.count(t, "status", code) }).collect()
}

/// A row of a table by service or by administration.
pub struct PlaceRow {
    pub name: String,
    pub href: String,
    pub registered: String,
    pub granted: String,
    pub refused: String,
    pub within: String,
    pub days: String,
}

/// The numbers of a place as a row.
pub fn place_row(t: Texts, name: String, href: String, numbers: &Numbers<'_>) -> PlaceRow {
    let none = || "–".to_owned();
    PlaceRow {
        name,
        href,
        registered: numbers.count(t, "status", REGISTERED),
        granted: numbers.count(t, "status", "decision.granted"),
        refused: numbers.count(t, "refusals", ""),
        within: numbers.measure(t, "within_term", "percent", "portal-statistics-percent").unwrap_or_else(none),
        days: numbers.measure(t, "to_decision", "median_working_days", "portal-statistics-days").unwrap_or_else(none),
    }
}

/// What a figure is called and means.
pub struct Meaning {
    pub figure: String,
    pub words: String,
}

/// The definitions of all figures.
pub fn meanings(t: Texts) -> Vec<Meaning> {
    let words = |figure: &str| Meaning { figure: figure.to_owned(), words: meaning(t, figure) };
    definitions().iter().map(|definition| words(&definition.figure)).collect()
}

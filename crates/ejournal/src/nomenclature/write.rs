//! A version of the nomenclature as the file it is read from.
//!
//! The one rule: what is written reads back as the same version.

use std::fmt::{Display, Write as _};

use jiff::civil::Date;

use super::{Nomenclature, NomenclatureError, ReasonEntry, StatusEntry, Version};

/// A text as TOML writes it on one line.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list<T: Display>(items: &[T]) -> String {
    format!("[{}]", items.iter().map(|item| quoted(&item.to_string())).collect::<Vec<_>>().join(", "))
}

struct Row(Vec<String>);

impl Row {
    fn put(&mut self, key: &str, value: impl Display) {
        self.0.push(format!("{key} = {value}"));
    }

    fn days(&mut self, from: Option<Date>, until: Option<Date>) {
        for (key, day) in [("from", from), ("until", until)] {
            if let Some(day) = day {
                self.put(key, day);
            }
        }
    }

    fn end(self, out: &mut String) {
        let _ = writeln!(out, "  {{ {} }},", self.0.join(", "));
    }
}

fn status(entry: &StatusEntry, out: &mut String) {
    let mut row = Row(Vec::new());
    row.put("id", entry.id);
    row.put("code", quoted(entry.code.as_str()));
    if let Some(phase) = entry.phase {
        row.put("phase", quoted(phase.name()));
    }
    for (key, is_set) in [("public", entry.public), ("end", entry.end)] {
        if is_set {
            row.put(key, "true");
        }
    }
    if let Some(part) = entry.minimum {
        row.put("minimum", quoted(part.name()));
    }
    let older: Vec<&str> = entry.older.iter().map(|older| older.name()).collect();
    let lists = [("needs", list(&entry.needs)), ("returns", list(&entry.returns)), ("older", list(&older)), ("inner", list(&entry.inner))];
    for (key, items) in lists.into_iter().filter(|(_, items)| items != "[]") {
        row.put(key, items);
    }
    row.put("reporter", quoted(&entry.reporter));
    row.put("bg", quoted(&entry.bg));
    row.put("en", quoted(&entry.en));
    row.days(entry.from, entry.until);
    row.end(out);
}

fn reason(entry: &ReasonEntry, out: &mut String) {
    let mut row = Row(Vec::new());
    row.put("code", quoted(entry.code.as_str()));
    if let Some(ground) = &entry.ground {
        row.put("ground", quoted(ground));
    }
    row.put("bg", quoted(&entry.bg));
    row.put("en", quoted(&entry.en));
    row.days(entry.from, entry.until);
    row.end(out);
}

impl Nomenclature {
    /// The version as its file.
    pub fn to_toml(&self) -> String {
        let mut out = format!("version = {}\nfrom = {}\n\nstatus = [\n", quoted(&self.version.to_string()), self.from);
        self.statuses.iter().for_each(|entry| status(entry, &mut out));
        out.push_str("]\n\nreason = [\n");
        self.reasons.iter().for_each(|entry| reason(entry, &mut out));
        out.push_str("]\n");
        out
    }

    /// The same version with other statuses; all mistakes are reported at once.
    pub fn with_statuses(&self, statuses: Vec<StatusEntry>) -> Result<Nomenclature, NomenclatureError> {
        Self::load(&Nomenclature { statuses, ..self.clone() }.to_toml())
    }

    /// The same entries under another version, in force from another day.
    pub fn as_version(&self, version: Version, from: Date) -> Nomenclature {
        Nomenclature { version, from, ..self.clone() }
    }
}

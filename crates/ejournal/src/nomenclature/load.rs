//! Reading and checking a version of the nomenclature that an administrator publishes.

use std::collections::BTreeSet;
use std::fmt::Display;

use jiff::civil::Date;
use serde::Deserialize;

use super::{MinimumPart, Nomenclature, OlderType, Phase, ReasonEntry, StatusEntry, Version, codes};
use crate::event::{Need, Reason, Status};
use crate::limits::NOMENCLATURE_BYTES_MAX;

/// Why a version cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NomenclatureError {
    /// The file is too large.
    #[error("the nomenclature has more than {NOMENCLATURE_BYTES_MAX} bytes")]
    TooLarge,
    /// Not TOML, or a key or a word that the nomenclature does not know; the message names line and column.
    #[error("the nomenclature cannot be read: {0}")]
    Syntax(String),
    /// The entries do not fit together; all findings at once.
    #[error("the nomenclature has {} mistake(s), first: {}", .0.len(), .0[0])]
    Content(Vec<Problem>),
}

/// One mistake in a nomenclature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Two statuses have one number.
    #[error("the number {id} stands at `{first}` and at `{second}`")]
    IdTwice {
        /// The number.
        id: u16,
        /// The first status.
        first: String,
        /// The second status.
        second: String,
    },
    /// The number 0 stands for „none“ in the log.
    #[error("the status `{code}` has the number 0")]
    IdZero {
        /// The status.
        code: String,
    },
    /// A code stands twice.
    #[error("the code `{code}` stands twice")]
    CodeTwice {
        /// The code.
        code: String,
    },
    /// Two statuses claim one older event type or one inner code.
    #[error("`{word}` is mapped to `{first}` and to `{second}`")]
    MappedTwice {
        /// The older type or inner code.
        word: String,
        /// The first status.
        first: String,
        /// The second status.
        second: String,
    },
    /// A text for people is empty.
    #[error("`{code}` has no text in both languages")]
    NoText {
        /// The entry.
        code: String,
    },
    /// The validity ends before it begins.
    #[error("the validity of `{code}` ends before it begins")]
    Validity {
        /// The entry.
        code: String,
    },
    /// An end without a phase, or a status that ends a track beside the main line.
    #[error("`{code}` ends the service but has no phase on the main line")]
    EndWithoutPhase {
        /// The status.
        code: String,
    },
    /// A status of the journal's own rules is missing.
    #[error("the status `{code}`, on which rules of the journal rest, is missing")]
    Missing {
        /// The status.
        code: String,
    },
    /// An entry of the earlier version is gone.
    #[error("`{code}` of the earlier version is gone; end its validity instead")]
    Dropped {
        /// The entry.
        code: String,
    },
    /// An entry means something else than in the earlier version.
    #[error("`{code}` has another {what} than in the earlier version; add a new code instead")]
    Changed {
        /// The entry.
        code: String,
        /// What changed.
        what: &'static str,
    },
    /// The version does not say that something changed.
    #[error("the version must be at least {least}")]
    Version {
        /// The least version that says enough.
        least: Version,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Version,
    from: toml::value::Datetime,
    status: Vec<StatusRow>,
    reason: Vec<ReasonRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusRow {
    id: u16,
    code: Status,
    phase: Option<Phase>,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    end: bool,
    #[serde(default)]
    needs: Vec<Need>,
    #[serde(default)]
    returns: Vec<Phase>,
    minimum: Option<MinimumPart>,
    #[serde(default)]
    older: Vec<OlderType>,
    #[serde(default)]
    inner: Vec<String>,
    reporter: String,
    bg: String,
    en: String,
    from: Option<toml::value::Datetime>,
    until: Option<toml::value::Datetime>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonRow {
    code: Reason,
    ground: Option<String>,
    bg: String,
    en: String,
    from: Option<toml::value::Datetime>,
    until: Option<toml::value::Datetime>,
}

fn day(at: toml::value::Datetime, code: &dyn Display) -> Result<Date, NomenclatureError> {
    let text = at.to_string();
    text.parse::<Date>()
        .ok()
        .filter(|_| at.time.is_none())
        .ok_or_else(|| NomenclatureError::Syntax(format!("`{code}`: {text} is not a day")))
}

impl Nomenclature {
    /// Reads a version in TOML and checks it. All mistakes of the content are reported at once.
    pub fn load(text: &str) -> Result<Self, NomenclatureError> {
        if text.len() > NOMENCLATURE_BYTES_MAX {
            return Err(NomenclatureError::TooLarge);
        }
        let file: File = toml::from_str(text).map_err(|error| NomenclatureError::Syntax(error.to_string()))?;
        let from = day(file.from, &file.version)?;
        let mut statuses = file.status.into_iter().map(status_entry).collect::<Result<Vec<_>, _>>()?;
        statuses.sort_by_key(|entry| entry.id);
        let reasons = file.reason.into_iter().map(reason_entry).collect::<Result<Vec<_>, _>>()?;
        let problems = problems(&statuses, &reasons);
        if !problems.is_empty() {
            return Err(NomenclatureError::Content(problems));
        }
        let status_by_code = statuses.iter().enumerate().map(|(at, entry)| (entry.code.clone(), at)).collect();
        let reason_by_code = reasons.iter().enumerate().map(|(at, entry)| (entry.code.clone(), at)).collect();
        Ok(Self { version: file.version, from, statuses, reasons, status_by_code, reason_by_code })
    }
}

fn status_entry(row: StatusRow) -> Result<StatusEntry, NomenclatureError> {
    Ok(StatusEntry {
        from: row.from.map(|at| day(at, &row.code)).transpose()?,
        until: row.until.map(|at| day(at, &row.code)).transpose()?,
        id: row.id,
        code: row.code,
        phase: row.phase,
        public: row.public,
        end: row.end,
        needs: row.needs,
        returns: row.returns,
        minimum: row.minimum,
        older: row.older,
        inner: row.inner,
        reporter: row.reporter,
        bg: row.bg,
        en: row.en,
    })
}

fn reason_entry(row: ReasonRow) -> Result<ReasonEntry, NomenclatureError> {
    Ok(ReasonEntry {
        from: row.from.map(|at| day(at, &row.code)).transpose()?,
        until: row.until.map(|at| day(at, &row.code)).transpose()?,
        code: row.code,
        ground: row.ground,
        bg: row.bg,
        en: row.en,
    })
}

fn problems(statuses: &[StatusEntry], reasons: &[ReasonEntry]) -> Vec<Problem> {
    const NEEDED: [&str; 7] =
        [codes::REGISTERED, codes::FORWARDED, codes::CLOSED, codes::REOPENED, codes::APPEAL_DECIDED, codes::CORRECTED, codes::RETRACTED];
    let mut found = Vec::new();
    let mut mapped: Vec<(&str, &str)> = Vec::new();
    for (at, entry) in statuses.iter().enumerate() {
        let code = || entry.code.to_string();
        if entry.id == 0 {
            found.push(Problem::IdZero { code: code() });
        }
        if let Some(earlier) = statuses[..at].iter().find(|earlier| earlier.id == entry.id) {
            found.push(Problem::IdTwice { id: entry.id, first: earlier.code.to_string(), second: code() });
        }
        if entry.end && entry.phase.is_none_or(|phase| phase.track() != super::Track::Main) {
            found.push(Problem::EndWithoutPhase { code: code() });
        }
        for word in entry.older.iter().map(|older| older.name()).chain(entry.inner.iter().map(String::as_str)) {
            match mapped.iter().find(|(known, _)| *known == word) {
                Some((_, first)) => found.push(Problem::MappedTwice { word: word.to_owned(), first: (*first).to_owned(), second: code() }),
                None => mapped.push((word, entry.code.as_str())),
            }
        }
    }
    let mut seen = BTreeSet::new();
    let rows = statuses.iter().map(|s| (s.code.as_str(), &s.bg, &s.en, s.from, s.until));
    for (code, bg, en, from, until) in rows.chain(reasons.iter().map(|r| (r.code.as_str(), &r.bg, &r.en, r.from, r.until))) {
        if !seen.insert(code) {
            found.push(Problem::CodeTwice { code: code.to_owned() });
        }
        if bg.trim().is_empty() || en.trim().is_empty() {
            found.push(Problem::NoText { code: code.to_owned() });
        }
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            found.push(Problem::Validity { code: code.to_owned() });
        }
    }
    let missing = NEEDED.into_iter().filter(|code| !seen.contains(code));
    found.extend(missing.map(|code| Problem::Missing { code: code.to_owned() }));
    found
}

//! What was checked of a log last, when, and what was found: the start-up check and the walk over all its files.
//!
//! The one rule: a check that was begun leaves a row; one without an end still goes on, or was interrupted.

use serde::{Deserialize, Serialize};

use super::scrub::{Fault, Finding, scrub};
use super::shelf::keys;
use super::{LogId, int, uint};
use crate::tx::Tx;
use crate::{Error, Result, Store, params};

const LAST: &str = "SELECT started_at, ended_at, size, findings, failure FROM log_check
    WHERE log = $1 AND kind = $2";
const BEGIN: &str = "INSERT INTO log_check (log, kind, started_at, size, findings)
    VALUES ($1, $2, $3, 0, '[]')
    ON CONFLICT (log, kind) DO UPDATE SET
        started_at = excluded.started_at, ended_at = NULL, size = 0, findings = excluded.findings, failure = NULL";
const END: &str = "UPDATE log_check SET ended_at = $4, size = $5, findings = $6, failure = $7
    WHERE log = $1 AND kind = $2 AND started_at = $3";

pub(super) const STATEMENTS: &[&str] = &[LAST, BEGIN, END];

/// LIMIT: a check that has no end after this was interrupted, ms; a walk over 100 million entries takes some hours.
const RUNNING_MAX_MS: i64 = 12 * 3_600_000;
/// LIMIT: findings that are kept; whoever has more repairs from a copy.
const FINDINGS_MAX: usize = 200;

/// A kind of check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// Before the log grows and signs (`journal-log.md` §8.4).
    Start,
    /// Over every tile, bundle and row.
    Walk,
}

impl CheckKind {
    fn word(self) -> &'static str {
        match self {
            CheckKind::Start => "start",
            CheckKind::Walk => "walk",
        }
    }
}

/// Something that was found wrong, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The file, below the place of the log.
    pub path: String,
    /// `missing`, `damaged`, `root` or `rows`.
    pub fault: String,
}

impl From<&Finding> for Found {
    fn from(finding: &Finding) -> Found {
        Found { path: finding.path.clone(), fault: finding.fault.word().to_owned() }
    }
}

/// The last check of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// When it began, ms since 1970.
    pub started_at: i64,
    /// When it ended; nothing while it goes on or when it was interrupted.
    pub ended_at: Option<i64>,
    /// Size of the log that was compared.
    pub size: u64,
    /// What was wrong.
    pub findings: Vec<Found>,
    /// Why it could not be done.
    pub failure: Option<String>,
}

impl Checked {
    /// Whether it still goes on.
    pub fn is_running(&self, now_ms: i64) -> bool {
        self.ended_at.is_none() && now_ms - self.started_at < RUNNING_MAX_MS
    }

    /// Whether it came to its end and found nothing wrong.
    pub fn is_good(&self) -> bool {
        self.ended_at.is_some() && self.findings.is_empty() && self.failure.is_none()
    }
}

/// The outcome of a check.
#[derive(Debug, Clone, Default)]
pub struct CheckOutcome {
    /// Size of the log that was compared.
    pub size: u64,
    /// What was wrong.
    pub findings: Vec<Found>,
    /// Why it could not be done.
    pub failure: Option<String>,
}

/// Walks over every tile, bundle and row of a log and only looks. For threads that may block.
pub fn walk(store: &Store, log: LogId) -> CheckOutcome {
    let scrubbed = store.shelf().place(log).and_then(|place| {
        let keys = store.read_blocking(|tx| keys(tx, log))?;
        scrub(&place, &keys, Some((store, log)), false)
    });
    match scrubbed {
        Ok(scrubbed) => CheckOutcome { size: scrubbed.size, findings: scrubbed.findings.iter().map(Found::from).collect(), failure: None },
        // There is no good checkpoint to begin with.
        Err(Error::LogDamaged { what, .. }) => {
            CheckOutcome { findings: vec![Found { path: what, fault: Fault::Damaged.word().to_owned() }], ..CheckOutcome::default() }
        }
        Err(error) => CheckOutcome { failure: Some(error.to_string()), ..CheckOutcome::default() },
    }
}

/// The last check of a kind, if there was one.
pub fn check_last(tx: &Tx<'_>, log: LogId, kind: CheckKind) -> Result<Option<Checked>> {
    let row = tx.query_row(LAST, &params![log, kind.word()], |row| {
        Ok((row.get::<i64>(0)?, row.get::<Option<i64>>(1)?, row.get::<i64>(2)?, row.get::<String>(3)?, row.get::<Option<String>>(4)?))
    })?;
    row.map(|(started_at, ended_at, size, findings, failure)| {
        Ok(Checked { started_at, ended_at, size: uint(size), findings: serde_json::from_str(&findings)?, failure })
    })
    .transpose()
}

/// Writes down that a check begins; answers no when one of the kind still goes on.
pub fn check_begin(tx: &mut Tx<'_>, log: LogId, kind: CheckKind, now_ms: i64) -> Result<bool> {
    tx.lock(kernel::ids::AdministrationId(0), &format!("check {log}"))?;
    if check_last(tx, log, kind)?.is_some_and(|last| last.is_running(now_ms)) {
        return Ok(false);
    }
    tx.execute(BEGIN, &params![log, kind.word(), now_ms])?;
    Ok(true)
}

/// Writes down how the check that began at `started_at` ended; one that began later is left alone.
pub fn check_end(tx: &mut Tx<'_>, log: LogId, kind: CheckKind, started_at: i64, now_ms: i64, outcome: &CheckOutcome) -> Result<()> {
    let kept = &outcome.findings[..outcome.findings.len().min(FINDINGS_MAX)];
    let findings = serde_json::to_string(kept)?;
    tx.execute(END, &params![log, kind.word(), started_at, now_ms, int(outcome.size), findings, outcome.failure.as_deref()])?;
    Ok(())
}

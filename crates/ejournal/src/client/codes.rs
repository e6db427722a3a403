//! Status codes on their way to the journal: keyed hashes of the nine digits with which an applicant inquires there (`ejournal.md` §6.4).
//!
//! The one rule: a code is due as long as the journal does not have it as it is now; the hash leaves apart from the events, and the code
//! itself never.

use kernel::ids::{AdministrationId, CaseId};
use store::{Tx, params};

/// LIMIT: codes told in one round.
const CODES_MAX: i64 = 64;

const DUE: &str = "SELECT case_id, due_at FROM status_code_due
    WHERE administration_id = $1 AND due_at <= $2
    ORDER BY due_at LIMIT $3";
const BEGIN: &str = "INSERT INTO status_code_due (administration_id, case_id, due_at)
    SELECT administration_id, case_id, $3 FROM case_report
    WHERE administration_id = $1 AND id = $2 AND rnuseq = 1
    ON CONFLICT (administration_id, case_id) DO NOTHING";
const CHANGED: &str = "INSERT INTO status_code_due (administration_id, case_id, due_at)
    SELECT administration_id, case_id, $3 FROM case_report
    WHERE administration_id = $1 AND case_id = $2 AND rnuseq = 1 AND state = 'sent'
    ON CONFLICT (administration_id, case_id) DO UPDATE SET due_at = excluded.due_at";
const TOLD: &str = "DELETE FROM status_code_due
    WHERE administration_id = $1 AND case_id = $2 AND due_at = $3";
const LATER: &str = "UPDATE status_code_due SET due_at = $4
    WHERE administration_id = $1 AND case_id = $2 AND due_at = $3";

pub(super) const STATEMENTS: &[&str] = &[DUE, BEGIN, CHANGED, TOLD, LATER];

/// A case whose code is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeDue {
    /// The case.
    pub case: CaseId,
    /// Since when, ms since 1970.
    pub due_ms: i64,
}

/// The cases whose codes are due, the longest due first.
pub fn codes_due(tx: &Tx<'_>, administration: AdministrationId, now_ms: i64) -> store::Result<Vec<CodeDue>> {
    tx.query(DUE, &params![administration, now_ms, CODES_MAX], |row| Ok(CodeDue { case: row.get(0)?, due_ms: row.get(1)? }))
}

/// The journal has the first event of a case: from now on it takes its code. `event` is any event; only the first one of a case counts.
pub(super) fn code_begin(tx: &mut Tx<'_>, administration: AdministrationId, event: &str, now_ms: i64) -> store::Result<()> {
    tx.execute(BEGIN, &params![administration, event, now_ms]).map(drop)
}

/// A case got another code; nothing to do unless the journal knows the case.
pub fn code_changed(tx: &mut Tx<'_>, administration: AdministrationId, case: CaseId, now_ms: i64) -> store::Result<()> {
    tx.execute(CHANGED, &params![administration, case, now_ms]).map(drop)
}

/// Writes down that the journal has a code. One that was replaced meanwhile stays due.
pub fn code_told(tx: &mut Tx<'_>, administration: AdministrationId, code: CodeDue) -> store::Result<()> {
    tx.execute(TOLD, &params![administration, code.case, code.due_ms]).map(drop)
}

/// Puts a code off.
pub fn code_later(tx: &mut Tx<'_>, administration: AdministrationId, code: CodeDue, due_ms: i64) -> store::Result<()> {
    tx.execute(LATER, &params![administration, code.case, code.due_ms, due_ms]).map(drop)
}

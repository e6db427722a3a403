//! What the log of an administration holds of its history: one leaf for what a command wrote about one case.
//!
//! The one rule: the payload names places and hashes of the chain and nothing else. A hash stands for all that came before it, so one
//! proof of inclusion speaks for every fact of the command; what the facts say stays in the history.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::secret::hex;
use serde_json::json;
use tlog::Kind;

use crate::log::{self, Leaf, LogId};
use crate::tx::Tx;
use crate::{Result, params};

/// The number under which a case is tagged.
pub(super) const REFERENCE_NUMBER: &str = "SELECT rnu FROM case_file
    WHERE administration_id = $1 AND id = $2";

/// A leaf of a command that is not finished yet.
pub(crate) struct Logged {
    ctx: Ctx,
    case_id: Option<CaseId>,
    records: Vec<(i64, String)>,
}

impl Logged {
    fn is_of(&self, administration: AdministrationId, case_id: Option<CaseId>) -> bool {
        self.ctx.administration_id == administration && self.case_id == case_id
    }
}

/// Notes down that a command has something to say about a case.
pub(super) fn note(tx: &mut Tx<'_>, ctx: &Ctx, case_id: Option<CaseId>) {
    if !tx.logged.iter().any(|leaf| leaf.is_of(ctx.administration_id, case_id)) {
        tx.logged.push(Logged { ctx: ctx.clone(), case_id, records: Vec::new() });
    }
}

/// Adds a fact that got its place in the chain.
pub(super) fn record(tx: &mut Tx<'_>, administration: AdministrationId, case_id: Option<CaseId>, seq: i64, hash: &[u8]) {
    if let Some(leaf) = tx.logged.iter_mut().find(|leaf| leaf.is_of(administration, case_id)) {
        leaf.records.push((seq, hex(hash)));
    }
}

/// Leaves what a finished command wrote to the logs of its administrations.
pub(super) fn pend(tx: &mut Tx<'_>) -> Result<()> {
    for Logged { ctx, case_id, records } in std::mem::take(&mut tx.logged) {
        let administration = ctx.administration_id;
        let number = match case_id {
            Some(case) => tx.query_row(REFERENCE_NUMBER, &params![administration, case], |row| row.get::<String>(0))?,
            None => None,
        };
        let records: Vec<_> = records.iter().map(|(seq, hash)| json!({ "seq": seq, "hash": hash })).collect();
        let payload = serde_json::to_vec(&json!({ "case": case_id, "records": records }))?;
        let leaf = Leaf::own(&ctx, Kind::History, number.as_deref(), payload);
        log::pend(tx, LogId::of(administration), ctx.now_ms(), &leaf.seal())?;
    }
    Ok(())
}

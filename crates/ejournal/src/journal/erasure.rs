//! Erasure: salt and payload go, a notice of kind 3 with ground and authority comes (`ejournal.md` §7, `journal-log.md` §1).
//!
//! The one rule: entries, their proofs and the counted figures stay; what is gone is what the event said.

use kernel::entity_number::EntityNumber;
use kernel::reference_number::Reference;
use serde_json::json;
use store::log::{self, Payload};
use store::{Tx, params};
use tlog::{Extension, Kind};

use super::access::require_operator;
use super::notice::own_leaf;
use super::recent::rewrote;
use super::rows::of_subject;
use super::source::find as source_find;
use super::subject::find;
use super::{Ctx, Error, LOG, Result, lock};
use crate::event::{EventKey, Reason};

const ERASED: &str = "UPDATE journal_subject SET erased_at = $2
    WHERE id = $1";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[ERASED];

/// What is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// All events of a service.
    Service(Reference),
    /// One event.
    Event(EventKey),
}

/// An order to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erase {
    /// What.
    pub target: Target,
    /// Code of the ground, such as `retention.ended` or `authority.order`; never text.
    pub ground: Reason,
    /// ЕИК of the authority that ordered it; none when a rule of the journal did.
    pub authority: Option<EntityNumber>,
}

/// Erases payloads; answers the indexes of the entries that lost theirs. What was erased before stays so, without a second notice.
///
/// Fails with [`Error::Denied`] unless the operator asks, with [`Error::Unknown`] when there is no such service or event.
pub fn erase(tx: &mut Tx<'_>, ctx: &Ctx, order: &Erase) -> Result<Vec<u64>> {
    require_operator(tx, ctx)?;
    lock(tx)?;
    let (subject, indexes) = match &order.target {
        Target::Service(number) => {
            let id = find(tx, number)?.ok_or(Error::Unknown)?;
            (Some(id), of_subject(tx, id)?.into_iter().map(|row| row.index).collect::<Vec<_>>())
        }
        Target::Event(key) => {
            let source = source_find(tx, &key.source)?.ok_or(Error::Unknown)?;
            let index = log::index_of(tx, LOG, source.number, tlog::EventId(key.id.bytes()))?;
            (None, vec![index.ok_or(Error::Unknown)?])
        }
    };
    let mut erased = Vec::new();
    for index in indexes {
        if payload_erase(tx, ctx, index, order)? {
            erased.push(index);
        }
    }
    if let Some(id) = subject {
        tx.execute(ERASED, &params![id, ctx.now_ms()])?;
    }
    Ok(erased)
}

/// Erases what one entry commits to; false when it is gone already.
pub(super) fn payload_erase(tx: &mut Tx<'_>, ctx: &Ctx, index: u64, order: &Erase) -> Result<bool> {
    if !matches!(log::payload(tx, LOG, index)?, Payload::Present { .. }) {
        return Ok(false);
    }
    let authority = order.authority.as_ref().map(EntityNumber::as_str);
    let too_long = |_| Error::Field { field: "ground" };
    let mut extension = Extension::new().with(Extension::GROUND, order.ground.as_str()).map_err(too_long)?;
    if let Some(eik) = authority {
        extension = extension.with(Extension::AUTHORITY, eik).map_err(too_long)?;
    }
    let text = json!({"notice": "erasure", "of": index, "ground": order.ground, "authority": authority});
    let leaf = own_leaf(ctx, Kind::Erasure { of: index }, text.to_string().into_bytes(), extension);
    rewrote(tx)?;
    Ok(log::erase(tx, LOG, ctx.now_ms(), &leaf)?)
}

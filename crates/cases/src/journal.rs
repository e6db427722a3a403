//! Statuses for еЖурнал: outbox rows in the order of the case, written with the command that made them true.

use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use serde_json::{Value as Json, json};
use store::{Tx, outbox, params};

use crate::case_file::CaseFile;
use crate::error::Error;

/// Kind of outbox row that the journal's sender takes.
pub const OUTBOX_KIND: &str = "journal";

/// Puts a status of `ejournal.md` §4 into the outbox under the case's service reference number.
pub(crate) fn status(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, code: &str, extra: Json) -> Result<(), Error> {
    let payload = json!({
        "subject": case.rnu,
        "status": code,
        "time": ctx.now.to_string(),
        "service": { "number": case.service_number, "channel": channel(&case.channel), "mode": mode(&case.speed) },
        "actor": actor(ctx),
        "extra": extra,
    });
    outbox::push(tx, ctx, Some(case.id), OUTBOX_KIND, &payload)?;
    Ok(())
}

fn channel(word: &str) -> &str {
    match word {
        "web" => "portal",
        "counter" => "desk",
        other => other,
    }
}

fn mode(word: &str) -> &str {
    if word == "ordinary" { "normal" } else { word }
}

fn actor(ctx: &Ctx) -> &'static str {
    match ctx.actor.class() {
        "staff" => "employee",
        "system" => "system",
        _ => "applicant",
    }
}

const OF_CASE: &str = "SELECT payload FROM outbox
    WHERE administration_id = $1 AND case_id = $2 AND kind = 'journal'
    ORDER BY number";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[OF_CASE];

/// Codes of the statuses of a case in the order they were put into the outbox.
pub fn statuses_of(tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> Result<Vec<String>, Error> {
    Ok(tx.query(OF_CASE, &params![administration, case], |row| Ok(row.get::<Json>(0)?["status"].as_str().unwrap_or_default().to_owned()))?)
}

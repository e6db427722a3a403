//! What the figures need beforehand: an application, a signed-in clerk, and a store full of cases.

use std::path::Path;

use anyhow::{Context, Result};
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, uuid_v7};
use serde_json::{Value as Json, json};
use services::kit::Kit;
use store::params;

use crate::runtime::Installation;
use crate::sample::{self, Sample};

/// Rows written by one command: each statement of it looks through what its savepoint has kept so far, so more would cost more.
const BATCH: usize = 250;

/// Copies one real case under new numbers; state, age and channel vary.
const COPY: &str = "INSERT INTO case_file
    (administration_id, id, rnu, uri, incoming_number, registered_on, service_code, service_number, kit_hash, channel, speed,
     delivery, delivery_address, status, is_open, stage, unit_id, assignee_id, applicant_name, applicant_identifier,
     applicant_identifier_kind, email, phone, address, fee_cents, deadline_on, term_paused, term_extended, has_unread,
     answers, code_generation, status_code_hash, access_code_hash, track_token_hash, filed_at, decided_at, revision)
    SELECT administration_id, $3, $4, $5, $6, registered_on, service_code, service_number, kit_hash, $7, speed,
     delivery, delivery_address, $8, $9, stage, unit_id, assignee_id, applicant_name, applicant_identifier,
     applicant_identifier_kind, email, phone, address, fee_cents, $10, term_paused, term_extended, has_unread,
     answers, code_generation, $4, $4, $4, $11, $12, revision
    FROM case_file WHERE administration_id = $1 AND id = $2";

/// An application for the address certificate, as its own first test files it.
pub(super) fn application() -> Result<Json> {
    let kits = sample::kits();
    let files = kits.get("address-certificate").context("the product has no address certificate")?;
    let kit = Kit::parse(files).map_err(|findings| anyhow::anyhow!("{} finding(s) in the kit", findings.len()))?;
    let test = kit.tests.first().context("the kit has no test")?;
    Ok(json!({ "service": kit.code(), "speed": "ordinary", "delivery": "online", "answers": test.filing.answers }))
}

/// Signs a clerk in and answers with the token of the session.
pub(super) fn staff_session(installation: &Installation, people: &Sample) -> Result<String> {
    let ctx = sample::system(installation, "");
    let clerk = people.people.get("delovoditel").context("the sample has no registrar")?.id;
    let token = installation.store.write_blocking(move |tx| identity::session_open(tx, &ctx, clerk, "bench", "127.0.0.1"))?;
    Ok(token.as_str().to_owned())
}

/// The token that the QR code of a case's slip carries.
pub(super) fn track_token(folder: &Path, case: &str) -> Result<String> {
    let id: CaseId = case.parse().map_err(|_| anyhow::anyhow!("the receipt names no case"))?;
    let key = crate::runtime::key_of(folder)?;
    Ok(cases::codes::codes_of(&key, sample::ADMINISTRATION, id, 1).track)
}

/// Fills the store with `count` cases.
pub(super) fn cases(installation: &Installation, count: usize) -> Result<()> {
    let ctx = sample::system(installation, "");
    let context = ctx.clone();
    let first = installation.store.read_blocking(|tx| cases::list::case_list(tx, &context, &Default::default(), None))?;
    let template = first.rows.first().context("no case was filed before the load")?.id;
    let channels = ["web", "counter", "post", "email"];
    let statuses = ["Completed", "Completed", "Completed", "Completed", "InProgress", "RegularityCheck", "Refused", "ReadyForDelivery"];
    let mut done = 0;
    while done < count {
        let until = (done + BATCH).min(count);
        let ctx: Ctx = ctx.clone();
        installation.store.write_blocking(move |tx| -> Result<(), store::Error> {
            for number in done..until {
                let id = uuid_v7(ctx.now, ctx.random.as_ref()).to_string();
                let status = statuses[number % statuses.len()];
                let is_open = matches!(status, "InProgress" | "RegularityCheck" | "ReadyForDelivery");
                let filed_at = ctx.now_ms() - i64::try_from(number).unwrap_or(0) * 60_000;
                let deadline = kernel::clock::sofia_date(jiff::Timestamp::from_millisecond(filed_at).unwrap_or(ctx.now));
                tx.execute(
                    COPY,
                    &params![
                        ctx.administration_id,
                        template,
                        &id,
                        format!("load-{number}"),
                        format!("1-{}-01.01.2001", number + 1_000_000),
                        format!("load-{number}"),
                        channels[number % channels.len()],
                        status,
                        is_open,
                        deadline,
                        filed_at,
                        (!is_open).then_some(filed_at)
                    ],
                )?;
            }
            Ok(())
        })?;
        done = until;
    }
    Ok(())
}

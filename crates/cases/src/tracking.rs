//! What the outside sees of a case: by the nine-digit code or its QR only stages and dates; with number and access code the official section.

mod kept;

use std::sync::Arc;

use jiff::civil::Date;
use kernel::access_code::AccessCode;
use kernel::ctx::Ctx;
use kernel::document_uri::DocumentUri;
use kernel::ids::CaseId;
use kernel::reference_number::Reference;
use kernel::status_code::StatusCode;
use process::Visibility;
use services::kit::Kit;
use store::{Tx, history, params};

use crate::case_file::{self, CaseFile};
use crate::codes;
use crate::error::Error;
use crate::journal::{self, PublicReport};
use crate::status::Status;
use crate::{task, term};
use kept::Stamp;

const STAMP_BY_TRACK: &str = "SELECT c.id,
    (SELECT COALESCE(MAX(h.seq), 0) FROM history h WHERE h.administration_id = $1 AND h.case_id = c.id),
    (SELECT COALESCE(MAX(a.seq), 0) FROM history a WHERE a.administration_id = $1 AND a.case_id IS NULL)
    FROM case_file c
    WHERE c.administration_id = $1 AND c.track_token_hash = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[STAMP_BY_TRACK];

/// A stage as people see it.
#[derive(Debug, Clone)]
pub struct StageView {
    /// Code.
    pub code: String,
    /// Group: `accepting`, `merits`, `result`.
    pub group: String,
    /// Bulgarian name.
    pub name_bg: String,
    /// English name.
    pub name_en: String,
    /// `done`, `current`, `ahead`, `skipped`.
    pub state: &'static str,
    /// When it was entered for the last time, ms since 1970 UTC.
    pub entered_at: Option<i64>,
}

/// An event of the public timeline; labels in the text catalogue under `event-<kind>`.
#[derive(Debug, Clone)]
pub struct PublicEvent {
    /// Kind of the history event.
    pub kind: String,
    /// Status entered, for changes of status.
    pub status: Option<Status>,
    /// When, ms since 1970 UTC.
    pub at: i64,
}

/// The status page: no names, no documents.
#[derive(Debug, Clone)]
pub struct StatusView {
    /// The case, for the server's own use; never shown.
    pub case_id: CaseId,
    /// Incoming number.
    pub incoming_number: String,
    /// РНУ.
    pub rnu: String,
    /// УРИ.
    pub uri: String,
    /// Service code.
    pub service_code: String,
    /// Name of the service in both languages.
    pub service_bg: String,
    /// English name.
    pub service_en: String,
    /// Status.
    pub status: Status,
    /// Present stage, for its delivery wording.
    pub delivery: String,
    /// Accountable unit.
    pub unit_bg: String,
    /// Its English name.
    pub unit_en: String,
    /// Day of registration.
    pub registered_on: Date,
    /// Last day.
    pub deadline_on: Option<Date>,
    /// Stands still.
    pub term_paused: bool,
    /// Was extended.
    pub term_extended: bool,
    /// Days that remain, negative when overdue; nothing once decided.
    pub remaining_days: Option<i64>,
    /// Which days those are.
    pub term_kind: Option<kernel::term::Kind>,
    /// Last day for what is expected of the applicant.
    pub applicant_due_on: Option<Date>,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// Stages in order.
    pub stages: Vec<StageView>,
    /// Past events, oldest first.
    pub events: Vec<PublicEvent>,
    /// Statuses reported to the journal, oldest first.
    pub reports: Vec<PublicReport>,
    /// The token of the status page, for its address.
    pub track: String,
}

/// Stages from this place on lie beside the ordinary course (correction, refusal, termination) and show only once entered.
const SIDE_STAGES_FROM: u32 = 100;

/// Kinds of history events that the public timeline shows.
pub const PUBLIC_EVENTS: [&str; 11] = [
    "ApplicationRegistered",
    "StatusChanged",
    "NoticeSent",
    "CorrectionReceived",
    "PaymentRecorded",
    "CaseSuspended",
    "CaseResumed",
    "TermExtended",
    "DecisionSigned",
    "DeliveryRecorded",
    "DeadlineBreached",
];

fn view(tx: &Tx<'_>, ctx: &Ctx, case: &CaseFile) -> Result<StatusView, Error> {
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let unit = services::organisation::unit_get(tx, ctx.administration_id, case.unit_id)?;
    let entries = history::of_case(tx, ctx.administration_id, case.id)?;
    let events = entries
        .iter()
        .filter(|entry| PUBLIC_EVENTS.contains(&entry.kind.as_str()))
        .map(|entry| PublicEvent {
            kind: entry.kind.clone(),
            status: entry.data["to"].as_str().and_then(Status::from_identifier),
            at: entry.at,
        })
        .collect();
    let explained = if case.status.is_decided() || case.term_paused { None } else { Some(term::term_explain(tx, ctx, case)?) };
    let applicant_due_on = if case.status == Status::AwaitingCorrection {
        crate::notice::of_case(tx, ctx, case.id)?.into_iter().rev().find(|n| n.answered_at.is_none()).map(|n| n.due_on)
    } else {
        None
    };
    Ok(StatusView {
        case_id: case.id,
        incoming_number: case.incoming_number.clone(),
        rnu: case.rnu.clone(),
        uri: case.uri.clone(),
        service_code: case.service_code.clone(),
        service_bg: kit.manifest.name.bg.clone(),
        service_en: kit.manifest.name.en.clone(),
        status: case.status,
        delivery: case.delivery.clone(),
        unit_bg: unit.name_bg,
        unit_en: unit.name_en,
        registered_on: case.registered_on,
        deadline_on: case.deadline_on,
        term_paused: case.term_paused,
        term_extended: case.term_extended,
        remaining_days: explained.as_ref().map(|explained| explained.remaining_days),
        term_kind: explained.map(|explained| explained.term.kind),
        applicant_due_on,
        closed_at: case.closed_at,
        stages: stages(&kit, case, &stage_times(&entries)),
        events,
        reports: journal::public_reports(tx, ctx.administration_id, case.id)?,
        track: codes::codes_of(&ctx.key, ctx.administration_id, case.id, case.code_generation).track,
    })
}

/// When each stage was last entered: read from the records of the engine.
fn stage_times(entries: &[history::Entry]) -> Vec<(String, i64)> {
    let mut times = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == "ProcessAdvanced") {
        let Some(events) = entry.data["events"].as_array() else { continue };
        for event in events.iter().filter(|event| event["event"] == "entered") {
            if let Some(node) = event["node"].as_str() {
                times.push((node.to_owned(), entry.at));
            }
        }
    }
    times
}

fn stages(kit: &Kit, case: &CaseFile, nodes: &[(String, i64)]) -> Vec<StageView> {
    let entered = |code: &str| {
        let belongs =
            |node: &str| kit.process.node(node).and_then(|node| node.extensions.stage.as_ref()).is_some_and(|stage| stage.code == code);
        nodes.iter().rev().find(|(node, _)| belongs(node)).map(|(_, at)| *at)
    };
    kit.process
        .stages()
        .iter()
        .filter(|stage| stage.visibility == Visibility::Public)
        .map(|stage| (stage, entered(&stage.code)))
        .filter(|(stage, entered_at)| stage.order < SIDE_STAGES_FROM || entered_at.is_some())
        .map(|(stage, entered_at)| {
            let current = stage.code == case.stage && !case.status.is_final();
            let state = match (current, entered_at.is_some(), case.status.is_final()) {
                (true, ..) => "current",
                (false, true, _) => "done",
                (false, false, true) => "skipped",
                (false, false, false) => "ahead",
            };
            StageView {
                code: stage.code.clone(),
                group: stage.group.clone().unwrap_or_default(),
                name_bg: stage.name_bg.clone(),
                name_en: stage.name_en.clone(),
                state,
                entered_at,
            }
        })
        .collect()
}

/// The status page by the nine digits. Wrong and unknown codes give the same answer; the caller limits attempts.
pub fn status_by_code(tx: &Tx<'_>, ctx: &Ctx, code: &str) -> Result<StatusView, Error> {
    let code = StatusCode::parse(code).map_err(|_| Error::NotFound { what: "code" })?;
    let found = case_file::by_status_code(tx, ctx.administration_id, &codes::status_hash(&ctx.key, &code))?;
    view(tx, ctx, &found.ok_or(Error::NotFound { what: "code" })?)
}

/// The hash under which the case of a token is found; anything that is no token is like an unknown one.
fn hash_of_token(ctx: &Ctx, token: &str) -> Result<String, Error> {
    if token.len() == 24 && token.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Ok(codes::track_hash(&ctx.key, token))
    } else {
        Err(Error::NotFound { what: "code" })
    }
}

fn case_by_token(tx: &Tx<'_>, ctx: &Ctx, token: &str) -> Result<CaseFile, Error> {
    let found = case_file::by_track_token(tx, ctx.administration_id, &hash_of_token(ctx, token)?)?;
    found.ok_or(Error::NotFound { what: "code" })
}

/// The status page by the token of the QR code: one look-up when nothing has happened since it was last asked for.
pub fn status_by_token(tx: &Tx<'_>, ctx: &Ctx, token: &str) -> Result<Arc<StatusView>, Error> {
    let stamped = tx.query_row(STAMP_BY_TRACK, &params![ctx.administration_id, hash_of_token(ctx, token)?], |row| {
        Ok((row.get::<CaseId>(0)?, Stamp { case_seq: row.get(1)?, administration_seq: row.get(2)?, today: ctx.today() }))
    })?;
    let (id, stamp) = stamped.ok_or(Error::NotFound { what: "code" })?;
    if let Some(view) = kept::get(id, stamp) {
        return Ok(view);
    }
    let made = Arc::new(view(tx, ctx, &case_file::get(tx, ctx.administration_id, id)?)?);
    kept::keep(id, stamp, made.clone());
    Ok(made)
}

/// The status and the explanation of the term by the token of the QR code. The reasons in it are for the official section only.
pub fn term_by_token(tx: &Tx<'_>, ctx: &Ctx, token: &str) -> Result<(StatusView, term::TermExplanation), Error> {
    let case = case_by_token(tx, ctx, token)?;
    Ok((view(tx, ctx, &case)?, term::term_explain(tx, ctx, &case)?))
}

/// The status page of one's own case.
pub fn status_own(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<StatusView, Error> {
    ctx.require_own_case(id)?;
    view(tx, ctx, &case_file::get(tx, ctx.administration_id, id)?)
}

/// The same view for staff: what the applicant sees.
pub fn status_for_staff(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<StatusView, Error> {
    ctx.require(kernel::permission::Permission::CaseRead)?;
    view(tx, ctx, &case_file::get(tx, ctx.administration_id, id)?)
}

/// The case that document number (УРИ, incoming number or РНУ) and access code open, if both are right.
pub fn access_check(tx: &Tx<'_>, ctx: &Ctx, number: &str, code: &str) -> Result<Option<CaseId>, Error> {
    let case = case_by_number(tx, ctx, number)?;
    let given = AccessCode::parse(code).map(|code| codes::access_hash(&ctx.key, &code)).unwrap_or_default();
    // The stored hash is compared with a keyed hash of the input: nothing about the code can be learnt from the time it takes.
    let stored = match &case {
        Some(case) => case_file::access_hash(tx, ctx.administration_id, case.id)?.unwrap_or_default(),
        None => String::new(),
    };
    Ok(case.filter(|_| !stored.is_empty() && stored == given).map(|case| case.id))
}

/// Finds a case by any number a person may read off a paper.
pub(crate) fn case_by_number(tx: &Tx<'_>, ctx: &Ctx, text: &str) -> Result<Option<CaseFile>, Error> {
    let text = text.trim().replace(['–', '—', '‑'], "-");
    if let Ok(uri) = DocumentUri::parse(&text) {
        return case_file::by_uri(tx, ctx.administration_id, &uri.to_string());
    }
    let rnu = Reference::parse(&text, false).ok();
    if let Some(case) = rnu.map(|rnu| case_file::by_rnu(tx, ctx.administration_id, &rnu.to_string())).transpose()?.flatten() {
        return Ok(Some(case));
    }
    for spelling in incoming_spellings(&text) {
        if let Some(case) = case_file::by_incoming(tx, ctx.administration_id, &spelling)? {
            return Ok(Some(case));
        }
    }
    Ok(None)
}

/// How an incoming number may have been meant: as typed, without the day it is printed with („№ ВХ-2026-000123/25.11.2026 г.“), in
/// capitals, and with Cyrillic letters for the Latin ones that look the same.
fn incoming_spellings(text: &str) -> Vec<String> {
    let whole = text.trim_start_matches(|c: char| c == '№' || c.is_whitespace()).trim_end();
    let number = whole.split_once('/').map_or(whole, |(number, _)| number.trim_end());
    let mut spellings = Vec::new();
    for form in [whole, number] {
        let upper = form.to_uppercase();
        let cyrillic: String = upper.chars().map(cyrillic_look_alike).collect();
        for spelling in [form.to_owned(), upper, cyrillic] {
            if !spelling.is_empty() && !spellings.contains(&spelling) {
                spellings.push(spelling);
            }
        }
    }
    spellings
}

fn cyrillic_look_alike(symbol: char) -> char {
    match symbol {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        other => other,
    }
}

/// Whether the case has an open task for delivery, so that the result may be opened.
pub fn result_available(tx: &Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<bool, Error> {
    ctx.require_own_case(id)?;
    let case = case_file::get(tx, ctx.administration_id, id)?;
    let waiting = task::of_case(tx, ctx.administration_id, id)?.iter().any(|task| task.kind == "deliver" && task.is_open());
    Ok(waiting || case.status == Status::Completed || case.status == Status::Refused)
}

#[cfg(test)]
mod tests {
    use super::incoming_spellings;

    #[test]
    fn an_incoming_number_is_found_as_printed_in_small_letters_and_on_a_latin_keyboard() {
        for typed in
            ["ВХ-2026-000123", "№\u{a0}ВХ-2026-000123/25.11.2026\u{a0}г.", "вх-2026-000123", "BX-2026-000123", "bx-2026-000123/25.11.2026"]
        {
            assert!(incoming_spellings(typed).contains(&"ВХ-2026-000123".to_owned()), "{typed}");
        }
        assert_eq!(incoming_spellings(" "), Vec::<String>::new());
        assert!(incoming_spellings("12/4-A").contains(&"12/4-A".to_owned()), "a number of its own with a slash stays whole");
    }
}

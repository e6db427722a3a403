//! What a person decides about the whole proceeding, outside its ordinary course: withdrawal, suspension, extension, termination, forwarding.

use kernel::ctx::Ctx;
use kernel::entity_number::{EntityKind, EntityNumber};
use kernel::ids::CaseId;
use kernel::permission::Permission;
use kernel::term::{PauseReason, TermEvent};
use serde_json::{Value as Json, json};
use services::kit::Kit;
use store::{Tx, history};

use crate::access::{Looked, access_record};
use crate::case_file::{self, CaseFile};
use crate::document::{self, NewDocument, Section};
use crate::error::Error;
use crate::status::Status;
use crate::{engine, journal, letter, task, term};

type OpenCase = (CaseFile, std::sync::Arc<Kit>);

fn required<'a>(what: &'static str, text: &'a str) -> Result<&'a str, Error> {
    let text = text.trim();
    if text.is_empty() { Err(Error::Missing { what }) } else { Ok(text) }
}

fn done_before(tx: &Tx<'_>, ctx: &Ctx) -> Result<bool, Error> {
    Ok(store::command::command_outcome::<CaseId>(tx, ctx)?.is_some())
}

/// An open case with its kit; a suspended one only where the act makes sense there.
fn open(tx: &Tx<'_>, ctx: &Ctx, id: CaseId, even_suspended: bool) -> Result<OpenCase, Error> {
    let case = case_file::hold(tx, ctx.administration_id, id)?;
    if case.status.is_final() {
        return Err(Error::Closed);
    }
    if case.status == Status::Suspended && !even_suspended {
        return Err(Error::Suspended);
    }
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    Ok((case, kit))
}

fn finish(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, kind: &'static str, data: Json, reason: &str) -> Result<(), Error> {
    history::append(tx, ctx, history::Event::of_case(case.id, kind, data).because(reason))?;
    case_file::update(tx, ctx, case)?;
    store::command::command_record(tx, ctx, &case.id)?;
    Ok(())
}

/// Issues a letter of the built-in layout into the official section and tells the applicant.
fn letter_send(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, kind: &'static str, more: Json) -> Result<(), Error> {
    let letter = letter::built_in(tx, ctx, kit, case, kind, more)?;
    document::insert(
        tx,
        ctx,
        NewDocument {
            id: letter.id,
            case_id: case.id,
            section: Section::Official,
            kind: kind.to_owned(),
            title: letter.title,
            direction: "out",
            number: letter.number,
            file: None,
            data: letter.data,
        },
    )?;
    engine::write_to(tx, ctx, kit, case, kind, &case.email)
}

/// Whether the applicant may still withdraw online.
pub fn withdrawal_offered(kit: &Kit, case: &CaseFile) -> bool {
    let until = Status::from_identifier(&kit.manifest.withdrawal_until).map_or(Status::Decided.order(), Status::order);
    !case.status.is_decided() && case.status.order() < until
}

/// The applicant gives up the request before the act; the body must terminate (АПК чл. 56, ал. 1).
pub fn case_withdraw(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, reason: &str) -> Result<(), Error> {
    if ctx.actor.staff().is_some() {
        ctx.require(Permission::ApplicationIntake)?;
    } else {
        ctx.require_own_case(id)?;
    }
    if done_before(tx, ctx)? {
        return Ok(());
    }
    let (mut case, kit) = open(tx, ctx, id, true)?;
    if !withdrawal_offered(&kit, &case) {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    journal::status(tx, ctx, &case, "applicant.withdrawn", json!({}))?;
    end(tx, ctx, &kit, &mut case, Status::Terminated)?;
    finish(tx, ctx, &case, "CaseWithdrawn", json!({}), reason.trim())?;
    engine::write_to(tx, ctx, &kit, &case, "withdrawn", &case.email)
}

/// Ends the process and closes the case.
fn end(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile, status: Status) -> Result<(), Error> {
    engine::cancel(tx, ctx, kit, case)?;
    engine::set_status(tx, ctx, kit, case, status)?;
    journal::status(tx, ctx, case, "case.closed", json!({}))
}

/// Suspends the proceeding on a ground of АПК чл. 54; the term stops.
pub fn case_suspend(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, ground: &str, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::CaseSuspend)?;
    if done_before(tx, ctx)? {
        return Ok(());
    }
    let reason = required("reason", reason)?;
    let ground = required("ground", ground)?;
    let (mut case, kit) = open(tx, ctx, id, false)?;
    if case.status.is_decided() || case.status == Status::AwaitingCorrection {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    term::record(tx, ctx, &kit, &mut case, TermEvent::Paused { reason: PauseReason::Suspension }, reason)?;
    engine::set_status(tx, ctx, &kit, &mut case, Status::Suspended)?;
    journal::status(tx, ctx, &case, "term.suspended", json!({ "reason": "suspend.preliminary-question" }))?;
    letter_send(tx, ctx, &kit, &case, "suspension", json!({ "ground": ground, "text": reason, "legal": "чл. 54, ал. 1 АПК" }))?;
    finish(tx, ctx, &case, "CaseSuspended", json!({ "ground": ground }), reason)
}

/// Resumes a suspended proceeding; the term goes on with what was left (АПК чл. 55).
pub fn case_resume(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::CaseSuspend)?;
    if done_before(tx, ctx)? {
        return Ok(());
    }
    let (mut case, kit) = open(tx, ctx, id, true)?;
    if case.status != Status::Suspended {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    term::record(tx, ctx, &kit, &mut case, TermEvent::Resumed, reason.trim())?;
    let stage = kit.process.stages().iter().find(|stage| stage.code == case.stage);
    let status = stage.and_then(|stage| stage.status.as_deref()).and_then(Status::from_identifier).unwrap_or(Status::InProgress);
    engine::set_status(tx, ctx, &kit, &mut case, status)?;
    journal::status(tx, ctx, &case, "term.resumed", json!({ "due": case.deadline_on }))?;
    finish(tx, ctx, &case, "CaseResumed", json!({}), reason.trim())?;
    engine::write_to(tx, ctx, &kit, &case, "resumed", &case.email)
}

/// Extends the term within what the kit allows; the applicant learns the new date.
pub fn term_extend(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, by: u16, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::TermExtend)?;
    if done_before(tx, ctx)? {
        return Ok(());
    }
    let reason = required("reason", reason)?;
    let (mut case, kit) = open(tx, ctx, id, false)?;
    let allowed = kit.manifest.extension.as_ref().ok_or(Error::NotOffered { what: "extension" })?;
    let used: u16 = term::facts(tx, ctx.administration_id, id)?
        .iter()
        .filter_map(|fact| if let TermEvent::Extended { by } = fact.entry.event { Some(by) } else { None })
        .sum();
    if by == 0 || used + by > allowed.days_max {
        return Err(Error::NotOffered { what: "extension" });
    }
    if case.status.is_decided() || term::is_paused(tx, ctx, id)? {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    let previous_due = case.deadline_on;
    term::record(tx, ctx, &kit, &mut case, TermEvent::Extended { by }, reason)?;
    journal::status(tx, ctx, &case, "term.extended", json!({ "due": case.deadline_on, "reason": "extend.complex" }))?;
    let more = json!({ "previous_due": previous_due, "due": case.deadline_on, "text": reason, "legal": allowed.legal.bg });
    letter_send(tx, ctx, &kit, &case, "extension", more)?;
    finish(tx, ctx, &case, "TermExtended", json!({ "by": by, "due": case.deadline_on }), reason)
}

/// Terminates the proceeding without a decision on the merits (АПК чл. 56).
pub fn case_terminate(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, ground: &str, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::CaseEnd)?;
    if done_before(tx, ctx)? {
        return Ok(());
    }
    let reason = required("reason", reason)?;
    let ground = required("ground", ground)?;
    let (mut case, kit) = open(tx, ctx, id, true)?;
    if case.status.is_decided() {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    journal::status(tx, ctx, &case, "decision.terminated", json!({ "reason": "terminate.moot" }))?;
    end(tx, ctx, &kit, &mut case, Status::Terminated)?;
    let appeal = appeal_of(&kit);
    letter_send(tx, ctx, &kit, &case, "termination", json!({ "ground": ground, "text": reason, "legal": "чл. 56 АПК", "appeal": appeal }))?;
    finish(tx, ctx, &case, "CaseTerminated", json!({ "ground": ground }), reason)
}

fn appeal_of(kit: &Kit) -> Json {
    let appeal = &kit.manifest.appeal;
    json!({
        "authority": appeal.authority.as_ref().map(|text| text.bg.as_str()), "court": appeal.court.bg,
        "days": appeal.days, "legal": appeal.legal.bg,
    })
}

/// Forwards the application to the competent body and tells the applicant (АПК чл. 31).
pub fn case_forward(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, to: &str, reason: &str) -> Result<(), Error> {
    ctx.require(Permission::CaseEnd)?;
    if done_before(tx, ctx)? {
        return Ok(());
    }
    let to = required("recipient", to)?;
    let reason = required("reason", reason)?;
    let (mut case, kit) = open(tx, ctx, id, false)?;
    if case.status.is_decided() {
        return Err(Error::WrongStatus { status: case.status.identifier() });
    }
    journal::status(tx, ctx, &case, "intake.forwarded", json!({ "forwardedTo": eik_in(to) }))?;
    end(tx, ctx, &kit, &mut case, Status::Forwarded)?;
    letter_send(tx, ctx, &kit, &case, "forwarding", json!({ "to": to, "text": reason, "legal": "чл. 31, ал. 2 АПК" }))?;
    finish(tx, ctx, &case, "CaseForwarded", json!({ "to": to }), reason)
}

/// The ЕИК in the name of a recipient: "Община Друга, ЕИК 000696020". The journal knows bodies by it.
fn eik_in(recipient: &str) -> Option<String> {
    let mut words = recipient.split(|c: char| !c.is_ascii_digit());
    words.find(|word| EntityNumber::parse(word).is_ok_and(|number| number.kind() == EntityKind::Entity)).map(str::to_owned)
}

/// Writes to the history that a personal identifier was shown in full, and answers with it.
pub fn identifier_unmask(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId, reason: &str) -> Result<String, Error> {
    ctx.require(Permission::IdentifierUnmask)?;
    let reason = required("reason", reason)?;
    let case = case_file::get(tx, ctx.administration_id, id)?;
    access_record(tx, ctx, id, Looked::Identifier, reason)?;
    history::append(tx, ctx, history::Event::of_case(id, "IdentifierUnmasked", json!({})).because(reason))?;
    Ok(case.applicant_identifier)
}

/// A clerk opened the case: what the applicant added counts as seen.
pub fn case_seen(tx: &mut Tx<'_>, ctx: &Ctx, id: CaseId) -> Result<(), Error> {
    ctx.require(Permission::CaseRead)?;
    let mut case = case_file::hold(tx, ctx.administration_id, id)?;
    if case.has_unread {
        case.has_unread = false;
        case_file::update(tx, ctx, &case)?;
    }
    Ok(())
}

/// A timer of a case has come due: the process goes on, or people are warned. A timer taken before changes nothing.
pub fn timer_fire(tx: &mut Tx<'_>, ctx: &Ctx, due: &crate::timer::DueTimer) -> Result<(), Error> {
    let ctx = &Ctx { administration_id: due.administration_id, ..ctx.as_system() };
    let mut case = case_file::hold(tx, ctx.administration_id, due.case_id)?;
    if !crate::timer::take(tx, due)? {
        return Ok(());
    }
    if case.status.is_final() {
        return Ok(());
    }
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    if due.kind == crate::timer::PROCESS {
        let number = u32::try_from(due.number).map_err(|_| Error::NotFound { what: "timer" })?;
        engine::advance(tx, ctx, &kit, &mut case, process::Command::TimerDue { timer: number })?;
        return case_file::update(tx, ctx, &case);
    }
    warn(tx, ctx, &kit, &case, due.number)
}

/// Tells the accountable person, or on a breach the head of the unit; the public journal hears of a breach.
fn warn(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, number: i64) -> Result<(), Error> {
    let breach = number == crate::timer::BREACH;
    let kind = if breach { "DeadlineBreached" } else { "DeadlineWarned" };
    history::append(tx, ctx, history::Event::of_case(case.id, kind, json!({ "mark": number, "due": case.deadline_on })))?;
    if breach {
        journal::status(tx, ctx, case, "term.breached", json!({}))?;
    }
    let mut addressees = Vec::new();
    if let Some(assignee) = case.assignee_id {
        addressees.extend(identity::staff_get(tx, ctx.administration_id, assignee)?.map(|staff| staff.email));
    }
    if breach || addressees.is_empty() {
        for head in identity::staff_in_role(tx, ctx.administration_id, kernel::actor::Role::UnitHead, Some(case.unit_id))? {
            addressees.extend(identity::staff_get(tx, ctx.administration_id, head.id)?.map(|staff| staff.email));
        }
    }
    addressees.sort();
    addressees.dedup();
    let template = if breach { "deadline-breached" } else { "deadline-near" };
    for to in addressees {
        engine::write_to(tx, ctx, kit, case, template, &to)?;
    }
    Ok(())
}

/// Whether a task of a case is open for `kind`; used by screens that offer the next step.
pub fn task_open_of_kind(tx: &Tx<'_>, ctx: &Ctx, id: CaseId, kind: &str) -> Result<Option<task::Task>, Error> {
    ctx.require(Permission::CaseRead)?;
    Ok(task::of_case(tx, ctx.administration_id, id)?.into_iter().find(|task| task.kind == kind && task.is_open()))
}

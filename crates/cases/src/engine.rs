//! The process of a case: one command runs the pure engine and turns its effects into rows of the same transaction.

use std::collections::VecDeque;

use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::term::Ledger;
use process::{Command, Effect, Instance, StepEnv};
use serde_json::{Value as Json, json};
use services::kit::Kit;
use store::{Tx, history, params};

use crate::case_file::CaseFile;
use crate::error::Error;
use crate::status::Status;
use crate::{journal, message, opinion, task, term, timer, words};

const LOAD: &str = "SELECT state FROM process_instance
    WHERE administration_id = $1 AND case_id = $2";
const SAVE: &str = "INSERT INTO process_instance (administration_id, case_id, state, ended, revision)
    VALUES ($1, $2, $3, $4, 1)
    ON CONFLICT (administration_id, case_id)
    DO UPDATE SET state = excluded.state, ended = excluded.ended, revision = process_instance.revision + 1";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[LOAD, SAVE];

/// The process instance of a case.
pub(crate) fn load(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Instance, Error> {
    let text = tx.query_row(LOAD, &params![ctx.administration_id, case], |row| row.get::<String>(0))?;
    let text = text.ok_or(Error::NotFound { what: "process" })?;
    serde_json::from_str(&text).map_err(|error| store::Error::from(error).into())
}

fn save(tx: &mut Tx<'_>, ctx: &Ctx, case: CaseId, instance: &Instance) -> Result<(), Error> {
    let text = serde_json::to_string(instance).map_err(store::Error::from)?;
    tx.execute(SAVE, &params![ctx.administration_id, case, text, instance.has_ended()])?;
    Ok(())
}

/// Starts the process of a new case.
pub(crate) fn start(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile, variables: &Json) -> Result<(), Error> {
    let mut instance = Instance::new(&kit.process);
    run(tx, ctx, kit, case, &mut instance, Command::Start { variables: feel::Value::from_json(variables) })
}

/// Gives the process of a case one command and applies what follows to the case; the caller writes the case row.
pub(crate) fn advance(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile, command: Command) -> Result<(), Error> {
    let mut instance = load(tx, ctx, case.id)?;
    run(tx, ctx, kit, case, &mut instance, command)
}

/// Ends the process of a case from outside.
pub(crate) fn cancel(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile) -> Result<(), Error> {
    let mut instance = load(tx, ctx, case.id)?;
    if instance.has_ended() {
        return Ok(());
    }
    run(tx, ctx, kit, case, &mut instance, Command::Cancel)
}

fn run(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile, instance: &mut Instance, command: Command) -> Result<(), Error> {
    let mut commands = VecDeque::from([command]);
    let mut events = Vec::new();
    while let Some(command) = commands.pop_front() {
        let cancelled = matches!(command, Command::Cancel);
        let step = process::step(&kit.process, instance, &command, &StepEnv { now: ctx.now })
            .map_err(|error| Error::Process { reason: error.to_string() })?;
        events.extend(step.events);
        for effect in &step.effects {
            let follow_up = apply(tx, ctx, kit, case, instance, effect, cancelled)?;
            commands.extend(follow_up);
        }
    }
    save(tx, ctx, case.id, instance)?;
    let record = serde_json::to_value(&events).map_err(store::Error::from)?;
    history::append(tx, ctx, history::Event::of_case(case.id, "ProcessAdvanced", json!({ "events": record })))?;
    Ok(())
}

fn apply(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    kit: &Kit,
    case: &mut CaseFile,
    instance: &Instance,
    effect: &Effect,
    cancelled: bool,
) -> Result<Option<Command>, Error> {
    match effect {
        Effect::TaskOpened { activation, node } => task::open(tx, ctx, kit, case, *activation, node.as_str())?,
        Effect::TaskClosed { activation, cancelled: true, .. } => task::cancel(tx, ctx, case.id, *activation)?,
        Effect::TimerArmed { timer: number, node, due, .. } => {
            let due = due_of(tx, ctx, kit, node.as_str(), *due)?;
            timer::set(tx, ctx, case.id, timer::PROCESS, i64::from(*number), due.as_millisecond())?;
        }
        Effect::TimerDisarmed { timer: number } => {
            timer::clear(tx, ctx, case.id, timer::PROCESS, i64::from(*number))?;
        }
        Effect::StageEntered { code, status } => {
            case.stage.clone_from(code);
            if let Some(status) = status.as_deref().and_then(Status::from_identifier) {
                set_status(tx, ctx, kit, case, status)?;
            }
        }
        Effect::JournalStatus { code, fields, .. } => {
            let extra: serde_json::Map<String, Json> = fields.iter().map(|(name, value)| (name.clone(), value.to_json())).collect();
            journal::status(tx, ctx, case, code, Json::Object(extra))?;
        }
        Effect::Notify { template, .. } => notify(tx, ctx, kit, case, template)?,
        Effect::JobQueued { job, node, connector, .. } => return job_run(kit, ctx, instance, *job, node.as_str(), connector.as_str()),
        Effect::Incident { node, kind, text, .. } => {
            let data = json!({ "node": node.as_str(), "kind": kind.code(), "text": text });
            history::append(tx, ctx, history::Event::of_case(case.id, "IncidentRaised", data))?;
        }
        Effect::Ended { .. } if !cancelled => ended(tx, ctx, kit, case, instance)?,
        _ => {}
    }
    Ok(None)
}

/// The due time of a timer: moved to the working calendar when its node states the term in legal words.
fn due_of(tx: &Tx<'_>, ctx: &Ctx, kit: &Kit, node: &str, due: jiff::Timestamp) -> Result<jiff::Timestamp, Error> {
    let Some(rule) = kit.process.node(node).and_then(|node| node.extensions.deadline.as_ref()) else { return Ok(due) };
    let calendar = services::calendar::calendar(tx, ctx.administration_id)?;
    Ok(Ledger::started(ctx.now).deadline(task::deadline_term(rule), &calendar).ends_at)
}

/// Decisions are evaluated at once, inside the command; other connectors have no adapter in this release and become an incident.
fn job_run(kit: &Kit, ctx: &Ctx, instance: &Instance, job: u32, node: &str, connector: &str) -> Result<Option<Command>, Error> {
    let rule = kit.process.node(node).and_then(|node| node.extensions.decision.as_ref());
    let failed = |message: String| Some(Command::JobFailed { job, error_code: None, message });
    let (Some(rule), Some(model)) = (rule.filter(|_| connector == "decision"), kit.fees.as_ref()) else {
        return Ok(failed(format!("no connector {connector}")));
    };
    Ok(match model.evaluate(&rule.reference, instance.variables(), ctx.now) {
        Ok(outcome) => {
            let variables = json!({ rule.result.clone(): outcome.value.to_json() });
            Some(Command::JobCompleted { job, variables: feel::Value::from_json(&variables) })
        }
        Err(error) => failed(error.to_string()),
    })
}

/// Sets the status and what hangs on it; nothing when it is the same.
pub(crate) fn set_status(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile, status: Status) -> Result<(), Error> {
    if case.status == status {
        return Ok(());
    }
    let mut data = json!({ "from": case.status.identifier(), "to": status.identifier() });
    case.status = status;
    if status.is_decided() && case.decided_at.is_none() {
        case.decided_at = Some(ctx.now_ms());
        case.decided_in_term = case.deadline_on.map(|last| ctx.today() <= last);
        data["in_term"] = json!(case.decided_in_term);
        term::end(tx, ctx, kit, case)?;
    }
    if status.is_final() {
        case.closed_at = Some(ctx.now_ms());
        term::end(tx, ctx, kit, case)?;
        timer::clear_case(tx, ctx, case.id)?;
        opinion::cancel_of_case(tx, ctx, case.id)?;
    }
    history::append(tx, ctx, history::Event::of_case(case.id, "StatusChanged", data))?;
    Ok(())
}

/// A process that ran to its end closes the case: with the status its last stage named, else by the decision.
fn ended(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &mut CaseFile, instance: &Instance) -> Result<(), Error> {
    if case.status.is_final() {
        return Ok(());
    }
    let refused = instance.variable("decision").is_some_and(|value| value.to_json() == json!("refuse"));
    let status = if case.decided_at.is_none() {
        Status::Terminated
    } else if refused {
        Status::Refused
    } else {
        Status::Completed
    };
    set_status(tx, ctx, kit, case, status)
}

/// The values every letter to a person may use.
fn with_values<T>(ctx: &Ctx, kit: &Kit, case: &CaseFile, say: impl FnOnce(&[(&str, &str)]) -> T) -> T {
    let due = case.deadline_on.map(kernel::bulgarian::date).unwrap_or_default();
    let amount = kernel::money::Money::eur(case.fee_cents).shown();
    let track = crate::codes::codes_of(&ctx.key, ctx.administration_id, case.id, case.code_generation).track;
    let link = format!("{}/t/{track}", ctx.base_url);
    say(&[
        ("number", case.incoming_number.as_str()),
        ("service", kit.manifest.name.bg.as_str()),
        ("due", due.as_str()),
        ("amount", amount.as_str()),
        ("link", link.as_str()),
        ("applicant", case.applicant_name.as_str()),
    ])
}

/// Writes the applicant the kit's message `template`; a template the kit does not have is reported by `kit check`.
pub(crate) fn notify(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, template: &str) -> Result<(), Error> {
    if case.email.is_empty() {
        return Ok(());
    }
    let (subject, body) = with_values(ctx, kit, case, |values| {
        (kit.text("bg", &format!("{template}-subject"), values), kit.text("bg", &format!("{template}-body"), values))
    });
    message::mail(tx, ctx, Some(case.id), &case.email, &subject.unwrap_or_default(), &body.unwrap_or_default())
}

/// Writes `to` a letter of the product's own catalogue (`mail-<template>-…`).
pub(crate) fn write_to(tx: &mut Tx<'_>, ctx: &Ctx, kit: &Kit, case: &CaseFile, template: &str, to: &str) -> Result<(), Error> {
    let (subject, body) = with_values(ctx, kit, case, |values| {
        (words::text(&format!("mail-{template}-subject"), values), words::text(&format!("mail-{template}-body"), values))
    });
    message::mail(tx, ctx, Some(case.id), to, &subject.unwrap_or_default(), &body.unwrap_or_default())
}

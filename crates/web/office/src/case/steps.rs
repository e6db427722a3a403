//! What this clerk can do with a case now: the tasks first, then acts outside the course of the process, then prints.
//!
//! The one rule: what is offered here is a courtesy; the command behind it decides.

use cases::lifecycle::withdrawal_offered;
use cases::payment::obligation_list;
use cases::task::{Task, task_suits};
use cases::{CaseFile, Error, Status};
use kernel::ctx::Ctx;
use kernel::permission::Permission;
use services::kit::Kit;
use store::Tx;
use web::{Texts, format};

use crate::names::Names;

/// A link to an act.
#[derive(Debug, Clone)]
pub struct Step {
    /// Words.
    pub text: String,
    /// Address.
    pub href: String,
    /// Picture.
    pub icon: &'static str,
    /// Key of the keyboard; may be empty.
    pub key: &'static str,
}

/// An open task of the case.
#[derive(Debug, Clone)]
pub struct OpenTask {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Who has it; empty when nobody has.
    pub assignee: String,
    /// Unit whose people may take it.
    pub unit: String,
    /// Until when; may be empty.
    pub due: String,
    /// Whether this clerk has it or may take it.
    pub is_mine: bool,
    /// Whether this clerk has it already.
    pub is_taken: bool,
}

/// Everything on the right of a case.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// Open tasks, those of this clerk first.
    pub tasks: Vec<OpenTask>,
    /// Acts.
    pub acts: Vec<Step>,
    /// Prints.
    pub prints: Vec<Step>,
    /// Whose turn it is, in words.
    pub turn: String,
}

/// What the clerk of `ctx` can do.
pub fn steps(tx: &Tx<'_>, ctx: &Ctx, t: Texts, case: &CaseFile, kit: &Kit, tasks: &[Task], names: &Names) -> Result<Steps, Error> {
    let mut open = Vec::new();
    for task in tasks.iter().filter(|task| task.is_open()) {
        let me = ctx.actor.staff();
        let is_taken = me.is_some_and(|me| task.assignee_id == Some(me.id));
        let suits = match me {
            Some(me) if me.may(Permission::TaskWork) => task_suits(tx, ctx.administration_id, task, me)?,
            _ => false,
        };
        open.push(OpenTask {
            id: task.id.to_string(),
            name: task.name.clone(),
            assignee: names.person(task.assignee_id),
            unit: names.unit(task.unit_id),
            due: task.due_on.map(|day| format::date(day, t.language())).unwrap_or_default(),
            is_mine: suits && (is_taken || task.assignee_id.is_none()) && case.status != Status::Suspended,
            is_taken,
        });
    }
    open.sort_by_key(|task| (!task.is_mine, !task.is_taken));
    let owes = obligation_list(tx, ctx, case.id)?.iter().any(|due| due.state == "pending");
    Ok(Steps { turn: turn(t, case, &open), acts: acts(ctx, t, case, kit, owes), prints: prints(ctx, t, case), tasks: open })
}

fn turn(t: Texts, case: &CaseFile, open: &[OpenTask]) -> String {
    let key = match case.status {
        status if status.is_final() => "office-turn-closed",
        Status::Suspended => "office-turn-suspended",
        Status::AwaitingCorrection => "office-turn-applicant-correction",
        Status::AwaitingPayment => "office-turn-applicant-payment",
        Status::ReadyForDelivery => "office-turn-applicant-result",
        _ => match open.first() {
            Some(task) if task.is_taken => "office-turn-you",
            Some(task) if task.is_mine => "office-turn-free",
            Some(task) if !task.assignee.is_empty() => return t.with1("office-turn-person", "who", &task.assignee),
            Some(task) => return t.with1("office-turn-unit", "unit", &task.unit),
            None => "office-turn-nobody",
        },
    };
    t.get(key).into_owned()
}

fn acts(ctx: &Ctx, t: Texts, case: &CaseFile, kit: &Kit, owes: bool) -> Vec<Step> {
    let (is_final, is_decided) = (case.status.is_final(), case.status.is_decided());
    let is_suspended = case.status == Status::Suspended;
    let awaits_correction = case.status == Status::AwaitingCorrection;
    let extendable = kit.manifest.extension.is_some() && !is_decided && !case.term_paused && !is_suspended;
    let table: [(&str, &'static str, &'static str, Permission, bool); 11] = [
        ("correct", "pen", "", Permission::ApplicationIntake, awaits_correction),
        ("pay", "money", "", Permission::PaymentRecord, owes && !is_final && !is_suspended),
        ("document", "upload", "", Permission::DocumentAdd, !is_final),
        ("message", "mail", "m", Permission::DocumentAdd, true),
        ("opinion", "people", "", Permission::OpinionGive, !is_decided && !is_suspended),
        ("resume", "clock", "", Permission::CaseSuspend, is_suspended),
        ("suspend", "pause", "", Permission::CaseSuspend, !is_decided && !is_suspended && !awaits_correction),
        ("extend", "calendar", "", Permission::TermExtend, extendable),
        ("forward", "send", "", Permission::CaseEnd, !is_decided && !is_suspended),
        ("terminate", "cross", "", Permission::CaseEnd, !is_decided),
        ("withdraw", "archive", "", Permission::ApplicationIntake, withdrawal_offered(kit, case)),
    ];
    let offered = table.into_iter().filter(|(.., permission, possible)| *possible && ctx.may(*permission));
    offered
        .map(|(word, icon, key, ..)| Step {
            text: t.get(&format!("office-act-{word}")).into_owned(),
            href: format!("/office/cases/{}/acts/{word}", case.id),
            icon,
            key,
        })
        .collect()
}

fn prints(ctx: &Ctx, t: Texts, case: &CaseFile) -> Vec<Step> {
    let mut prints = Vec::new();
    let mut add = |word: &str, key: &'static str| {
        prints.push(Step {
            text: t.get(&format!("office-print-{word}")).into_owned(),
            href: format!("/office/cases/{}/{word}.pdf", case.id),
            icon: "print",
            key,
        });
    };
    if ctx.may(Permission::ApplicationIntake) {
        add("slip", "p");
        add("receipt", "");
    }
    add("cover", "");
    prints
}

//! Suspending, resuming, extending, terminating, forwarding, withdrawing, paying and replacing the codes: one page each.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::Error;
use cases::filing::codes_replace;
use cases::lifecycle::{case_forward, case_resume, case_suspend, case_terminate, case_withdraw, term_extend};
use cases::payment::{obligation_list, payment_record};
use kernel::permission::Permission;
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::{ActHead, CaseOfAct, load};
use crate::desk::Desk;
use crate::work::{filed, refused, words};

/// An act on a whole case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Спиране.
    Suspend,
    /// Възобновяване.
    Resume,
    /// Удължаване на срока.
    Extend,
    /// Прекратяване.
    Terminate,
    /// Препращане по компетентност.
    Forward,
    /// Оттегляне.
    Withdraw,
    /// Плащане.
    Pay,
    /// Нови кодове.
    Codes,
}

impl Act {
    /// The act of a part of an address.
    fn of(part: &str) -> Option<Act> {
        Some(match part {
            "suspend" => Act::Suspend,
            "resume" => Act::Resume,
            "extend" => Act::Extend,
            "terminate" => Act::Terminate,
            "forward" => Act::Forward,
            "withdraw" => Act::Withdraw,
            "pay" => Act::Pay,
            "codes" => Act::Codes,
            _ => return None,
        })
    }

    fn word(self) -> &'static str {
        match self {
            Act::Suspend => "suspend",
            Act::Resume => "resume",
            Act::Extend => "extend",
            Act::Terminate => "terminate",
            Act::Forward => "forward",
            Act::Withdraw => "withdraw",
            Act::Pay => "pay",
            Act::Codes => "codes",
        }
    }

    fn permission(self) -> Permission {
        match self {
            Act::Suspend | Act::Resume => Permission::CaseSuspend,
            Act::Extend => Permission::TermExtend,
            Act::Terminate | Act::Forward => Permission::CaseEnd,
            Act::Withdraw | Act::Codes => Permission::ApplicationIntake,
            Act::Pay => Permission::PaymentRecord,
        }
    }

    /// Whether it cannot be undone and has to be confirmed.
    fn is_final(self) -> bool {
        matches!(self, Act::Terminate | Act::Forward | Act::Withdraw | Act::Codes)
    }

    /// Codes of the grounds to choose from.
    fn grounds(self) -> &'static [&'static str] {
        match self {
            Act::Suspend => &["death", "proceeding", "law", "request"],
            Act::Terminate => &["withdrawn", "moot", "uncorrected", "unpaid", "death"],
            _ => &[],
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Typed {
    ground: String,
    reason: String,
    to: String,
    days: String,
    way: String,
    receipt: String,
}

#[derive(Template)]
#[template(path = "work/act.html")]
struct ActPage {
    page: Page,
    head: ActHead,
    act: &'static str,
    button: String,
    action: String,
    home: String,
    effects: Vec<String>,
    grounds: Vec<Choice>,
    ways: Vec<Choice>,
    amount: Option<i64>,
    days_max: u16,
    extension_legal: String,
    asks_reason: bool,
    reason_optional: bool,
    is_final: bool,
    typed: Typed,
}

fn effects(desk: &Desk, act: Act) -> Vec<String> {
    let numbered = (1..=5).map(|number| format!("work-act-{}-effect-{number}", act.word()));
    numbered.map_while(|key| desk.t.find(&key).map(|text| text.into_owned())).collect()
}

async fn show(desk: &Desk, of: &CaseOfAct, act: Act, errors: Errors, typed: Typed) -> Result<Response, PageError> {
    let t = desk.t;
    let case = of.case.id;
    let due = if act == Act::Pay {
        desk.read(move |tx, ctx| obligation_list(tx, ctx, case)).await?.into_iter().find(|due| due.state == "pending")
    } else {
        None
    };
    let extension = of.kit.manifest.extension.as_ref();
    if act == Act::Extend && extension.is_none() {
        return Err(PageError::conflict().with_text("work-act-extend-not-offered").with_way_on(of.home()));
    }
    if act == Act::Pay && due.is_none() {
        return Err(PageError::conflict().with_text("work-act-pay-nothing").with_way_on(of.home()));
    }
    let ground = |code: &&str| Choice::new(*code, t.get(&format!("work-ground-{}-{code}", act.word())));
    render(&ActPage {
        page: of.page(desk, &format!("work-act-{}-title", act.word())).with_errors(errors),
        head: of.head(desk),
        act: act.word(),
        button: t.get(&format!("work-act-{}-do", act.word())).into_owned(),
        action: of.at(act.word()),
        home: of.home(),
        effects: effects(desk, act),
        grounds: act.grounds().iter().map(ground).collect(),
        ways: if act == Act::Pay { filed::ways(t) } else { Vec::new() },
        amount: due.map(|due| due.amount_cents),
        days_max: extension.map_or(0, |rule| rule.days_max),
        extension_legal: extension.map(|rule| words::pick(t, &rule.legal)).unwrap_or_default(),
        asks_reason: act != Act::Pay,
        reason_optional: matches!(act, Act::Resume | Act::Withdraw),
        is_final: act.is_final(),
        typed,
    })
}

fn found(desk: &Desk, part: &str) -> Result<Act, PageError> {
    let act = Act::of(part).ok_or_else(PageError::not_found)?;
    desk.require(act.permission())?;
    Ok(act)
}

/// The page of an act.
pub async fn form(desk: Desk, Path((id, part)): Path<(String, String)>) -> Result<Response, PageError> {
    let act = found(&desk, &part)?;
    let of = load(&desk, &id).await?;
    let typed = Typed { way: "cash".to_owned(), ..Typed::default() };
    show(&desk, &of, act, Errors::new(), typed).await
}

fn mistakes(desk: &Desk, of: &CaseOfAct, act: Act, typed: &Typed, pairs: &Pairs) -> Errors {
    let t = desk.t;
    let mut errors = Errors::new();
    if act == Act::Pay {
        return filed::payment_errors(desk, &typed.way, &typed.receipt);
    }
    if !act.grounds().is_empty() && !act.grounds().contains(&typed.ground.as_str()) {
        errors.add("ground", t.get("work-act-ground-missing"));
    }
    if act == Act::Forward && typed.to.is_empty() {
        errors.add("to", t.get("work-act-to-missing"));
    }
    if act == Act::Extend {
        let max = of.kit.manifest.extension.as_ref().map_or(0, |rule| rule.days_max);
        if !typed.days.parse::<u16>().is_ok_and(|days| (1..=max).contains(&days)) {
            errors.add("days", t.with1("work-act-days-wrong", "max", u32::from(max)));
        }
    }
    if typed.reason.is_empty() && !matches!(act, Act::Resume | Act::Withdraw) {
        errors.add("reason", t.get("work-reason-missing"));
    }
    if act.is_final() && !pairs.has("confirm") {
        errors.add("confirm", t.get("work-act-confirm-missing"));
    }
    errors
}

/// Does the act.
pub async fn send(desk: Desk, Path((id, part)): Path<(String, String)>, pairs: Pairs) -> Result<Response, PageError> {
    let act = found(&desk, &part)?;
    let of = load(&desk, &id).await?;
    let text = |name: &str| words::cut(pairs.get(name));
    let typed = Typed {
        ground: text("ground"),
        reason: text("reason"),
        to: text("to"),
        days: text("days"),
        way: text("way"),
        receipt: text("receipt"),
    };
    let errors = mistakes(&desk, &of, act, &typed, &pairs);
    if !errors.is_empty() {
        return show(&desk, &of, act, errors, typed).await;
    }
    let (case, sent) = (of.case.id, typed.clone());
    // The letter to the applicant states the ground in the normative language.
    let ground = web::Texts::new(web::Language::Bulgarian).get(&format!("work-ground-{}-{}", act.word(), typed.ground)).into_owned();
    let done = refused::act(&desk, pairs.command()?, move |tx, ctx| -> Result<(), Error> {
        match act {
            Act::Suspend => case_suspend(tx, ctx, case, &ground, &sent.reason),
            Act::Resume => case_resume(tx, ctx, case, &sent.reason),
            Act::Extend => term_extend(tx, ctx, case, sent.days.parse().unwrap_or(0), &sent.reason),
            Act::Terminate => case_terminate(tx, ctx, case, &ground, &sent.reason),
            Act::Forward => case_forward(tx, ctx, case, &sent.to, &sent.reason),
            Act::Withdraw => case_withdraw(tx, ctx, case, &sent.reason),
            Act::Pay => payment_record(tx, ctx, case, &sent.way, &sent.receipt),
            Act::Codes => {
                // Replacing twice would kill the slip that the first click printed.
                if store::command::command_outcome::<kernel::ids::CaseId>(tx, ctx)?.is_some() {
                    return Ok(());
                }
                codes_replace(tx, ctx, case, &sent.reason)?;
                Ok(store::command::command_record(tx, ctx, &case)?)
            }
        }
    });
    match done.await {
        Ok(()) => {
            let mut notice = Notice::success(desk.t.get(&format!("work-act-{}-done", act.word())));
            if act == Act::Codes {
                notice = notice.with_link(format!("{}/slip.pdf", of.home()), desk.t.get("work-print-slip"));
            }
            Ok(redirect::with_notice(&desk, &of.home(), &notice))
        }
        Err(Error::NotOffered { what: "extension" }) => {
            let mut errors = Errors::new();
            errors.add("days", desk.t.get("work-act-days-used"));
            show(&desk, &of, act, errors, typed).await
        }
        Err(error) => refused::of_case(&desk, error, &pairs, &[], &of.home(), of.case.id).await,
    }
}

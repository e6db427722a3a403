//! Acts on a participant that have their own page before they are done: to stop and to let go on, to end a key, to take a certificate or
//! an administration away.
//!
//! The one rule: the page says what the act means and whether it can be taken back; the reason stands in the history.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use ejournal::event::Source;
use ejournal::journal::{self as role, Act, Fingerprint, Participant, grant_remove, key_end, scope_remove, source_resume, source_suspend};
use kernel::entity_number::EntityNumber;
use kernel::permission::Permission;
use serde::Deserialize;
use serde_json::json;
use store::Tx;
use web::{Errors, Notice, Page, PageError, Pairs, redirect};

use super::{fact, participant};
use crate::desk::Desk;

/// LIMIT: characters of a reason.
const REASON_CHARS_MAX: usize = 500;

/// What is going to be done, to something that is there.
#[derive(Clone)]
enum Deed {
    Suspend,
    Resume,
    KeyEnd(String),
    CertificateRemove(Fingerprint),
    ScopeRemove(EntityNumber),
}

impl Deed {
    /// Reads the act and what it is about; not there for what the participant does not have.
    fn parse(of: &Participant, word: &str, about: &str) -> Result<Deed, PageError> {
        let is_admitted = of.state == "admitted";
        let found = match word {
            "suspend" => is_admitted.then_some(Deed::Suspend),
            "resume" => (!is_admitted).then_some(Deed::Resume),
            "key-end" => of.keys.iter().find(|key| key.kid == about).map(|key| Deed::KeyEnd(key.kid.clone())),
            "certificate-remove" => {
                of.certificates.iter().find(|(one, _)| one.to_string() == about).map(|(one, _)| Deed::CertificateRemove(*one))
            }
            "scope-remove" => of.administrations.iter().find(|eik| eik.as_str() == about).map(|eik| Deed::ScopeRemove(eik.clone())),
            _ => None,
        };
        found.ok_or_else(PageError::not_found)
    }

    fn word(&self) -> &'static str {
        match self {
            Deed::Suspend => "suspend",
            Deed::Resume => "resume",
            Deed::KeyEnd(_) => "key-end",
            Deed::CertificateRemove(_) => "certificate-remove",
            Deed::ScopeRemove(_) => "scope-remove",
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Deed::Suspend => "JournalSourceSuspended",
            Deed::Resume => "JournalSourceResumed",
            Deed::KeyEnd(_) => "JournalKeyEnded",
            Deed::CertificateRemove(_) => "JournalCertificateRemoved",
            Deed::ScopeRemove(_) => "JournalScopeRemoved",
        }
    }

    fn about(&self) -> String {
        match self {
            Deed::Suspend | Deed::Resume => String::new(),
            Deed::KeyEnd(kid) => kid.clone(),
            Deed::CertificateRemove(of) => of.to_string(),
            Deed::ScopeRemove(eik) => eik.as_str().to_owned(),
        }
    }

    fn run(&self, tx: &mut Tx<'_>, operator: &role::Ctx, source: &Source, number: u32) -> role::Result<()> {
        match self {
            Deed::Suspend => source_suspend(tx, operator, source),
            Deed::Resume => source_resume(tx, operator, source),
            Deed::KeyEnd(kid) => key_end(tx, operator, source, kid, operator.now_ms()),
            Deed::CertificateRemove(of) => grant_remove(tx, operator, *of, &Act::Report(number)),
            Deed::ScopeRemove(eik) => scope_remove(tx, operator, source, eik),
        }
    }
}

#[derive(Template)]
#[template(path = "participant_confirm.html")]
struct ConfirmPage {
    page: Page,
    number: u32,
    name: String,
    word: &'static str,
    about: String,
    effect: String,
    act: String,
    is_warning: bool,
    reason: String,
}

/// What the act is about.
#[derive(Debug, Default, Deserialize)]
pub struct AboutQuery {
    #[serde(default)]
    of: String,
}

fn confirm_page(desk: &Desk, of: &Participant, deed: &Deed, reason: String, errors: Errors) -> Result<Response, PageError> {
    let failed = !errors.is_empty();
    let word = deed.word();
    let act = desk.t.get(&format!("admin-participant-{word}")).into_owned();
    let template = ConfirmPage {
        page: desk.page(act.clone()).with_errors(errors).with_back(format!("/admin/participants/{}", of.number)),
        number: of.number,
        name: of.name.clone(),
        word,
        about: deed.about(),
        effect: desk.t.get(&format!("admin-participant-{word}-effect")).into_owned(),
        act,
        is_warning: !matches!(deed, Deed::Resume),
        reason,
    };
    desk.form_answer(&template, failed)
}

/// What the act means.
pub async fn form(desk: Desk, Path((number, act)): Path<(String, String)>, Query(query): Query<AboutQuery>) -> Result<Response, PageError> {
    desk.require(Permission::JournalManage)?;
    let of = participant(&desk, &number).await?;
    let deed = Deed::parse(&of, &act, &query.of)?;
    confirm_page(&desk, &of, &deed, String::new(), Errors::new())
}

/// Does it.
pub async fn run(desk: Desk, Path((number, act)): Path<(String, String)>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::JournalManage)?;
    let (of, operator) = (participant(&desk, &number).await?, desk.operator()?);
    let deed = Deed::parse(&of, &act, pairs.get("of"))?;
    let reason = pairs.get("reason").to_owned();
    if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
        let errors = Errors::from_iter([("reason", desk.t.get("admin-participant-error-reason"))]);
        return confirm_page(&desk, &of, &deed, reason, errors);
    }
    let (number, word) = (of.number, deed.word());
    desk.attempt_once(pairs.command()?, move |tx, ctx| {
        deed.run(tx, &operator, &of.source, of.number)?;
        let mut facts = json!({ "name": of.name, "number": of.number });
        match &deed {
            Deed::KeyEnd(kid) => facts["kid"] = kid.as_str().into(),
            Deed::CertificateRemove(of) => facts["certificate"] = of.to_string().into(),
            Deed::ScopeRemove(eik) => facts["administrations"] = eik.as_str().into(),
            Deed::Suspend | Deed::Resume => {}
        }
        fact(tx, ctx, deed.kind(), &reason, facts)
    })
    .await?;
    let notice = Notice::success(desk.t.get(&format!("admin-participant-{word}-done")));
    Ok(redirect::with_notice(&desk, &format!("/admin/participants/{number}"), &notice))
}

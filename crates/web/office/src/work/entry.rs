//! Counter entry and intake by post and e-mail: one form, one page, from the first key to the register (D-07, D-08).
//!
//! The one rule: the same command files it as on the portal; a clerk only answers two questions more.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use cases::Error;
use cases::document::StoredFile;
use cases::draft::draft_discard;
use cases::filing::{Submit, application_submit, is_identifier_rule};
use cases::term::term_preview;
use forms::FieldError;
use kernel::reference_number::Reference;
use services::kit::{Channel, DeliveryWay, Speed};
use web::upload::{Limits, Received};
use web::{Choice, Errors, Notice, Page, PageError, redirect, render};

use super::draft_store::{Choices, OwnDraft, owner};
use super::duplicates::{self, Duplicate};
use super::form::{self, Section, Taken};
use super::{refused, words};
use crate::desk::Desk;
use crate::{names, term_text};

/// Ways in which a person at the counter proves who they are.
const IDENTITIES: [&str; 4] = ["card", "attorney", "parent", "representative"];

#[derive(Template)]
#[template(path = "work/entry.html")]
struct EntryPage {
    page: Page,
    action: String,
    is_counter: bool,
    channel: String,
    sections: Vec<Section>,
    speeds: Vec<Choice>,
    ways: Vec<Choice>,
    identities: Vec<Choice>,
    has_post: bool,
    choices: Choices,
    received_on: String,
    received_label: String,
    scan_hint: String,
    scan_types: String,
    price: String,
    due: String,
    asks_doubtful: bool,
    duplicates: Vec<Duplicate>,
    saved_at: i64,
    kept_until: i64,
}

/// What is wrong with an application besides its answers, and what has to be asked.
#[derive(Default)]
struct Findings {
    answers: Vec<FieldError>,
    files: Vec<(String, String)>,
    scans: Vec<String>,
    beside: Errors,
    asks_doubtful: bool,
    duplicates: Vec<Duplicate>,
}

fn speed_choice(own: &OwnDraft, code: Speed, due: Option<jiff::civil::Date>) -> Choice {
    let t = own.t;
    let term = own.kit.term(code).map(|term| term_text::term(t, term)).unwrap_or_default();
    let due = due.map(|day| web::format::date(day, t.language())).unwrap_or_default();
    let hint = t.with("work-entry-speed-line", &[("term", term.into()), ("due", due.into()), ("fee", fee(own, code).into())]);
    Choice::new(code.word(), names::speed(t, code.word())).with_hint(hint)
}

/// The fee of a speed for the answers so far, or a word that it cannot be told yet.
fn fee(own: &OwnDraft, code: Speed) -> String {
    fee_cents(own, code).map_or_else(|| own.t.get("work-fee-later").into_owned(), |cents| words::sum(own.t, cents))
}

fn fee_cents(own: &OwnDraft, code: Speed) -> Option<i64> {
    let data = own.kit.form.evaluate(&own.draft.answers, &form::env(own)).data;
    own.kit.fee(code, &data, own.app.clock.now()).ok().map(|fee| fee.cents)
}

async fn show(own: &OwnDraft, findings: Findings) -> Result<Response, PageError> {
    let t = own.t;
    let env = form::env(own);
    let choices = Choices::of(&own.draft, &own.kit);
    let kit = own.kit.clone();
    let dues = own
        .read(move |tx, ctx| {
            let rules = kit.manifest.speeds.iter();
            rules.map(|rule| Ok((rule.code, term_preview(tx, ctx, rule.term)?))).collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    let due_of = |code: Speed| dues.iter().find(|(speed, _)| *speed == code).map(|(_, day)| *day);
    let offered = words::SPEEDS.into_iter().filter(|code| own.kit.speed(*code).is_some());
    let speeds = offered.map(|code| speed_choice(own, code, due_of(code))).collect();
    let manifest = &own.kit.manifest;
    let ways = manifest.delivery.iter().map(|option| {
        let price = option.price_cents.filter(|cents| *cents > 0).map(|cents| web::format::money(cents, t.language()));
        let name = names::delivery(t, option.way.word());
        Choice::new(option.way.word(), price.map_or(name.clone(), |price| format!("{name} ({price})")))
    });
    let ways: Vec<Choice> = ways.collect();
    let mut errors = form::summary(&findings.answers, &findings.files, t.language().code());
    for (name, sentence) in findings.beside.iter() {
        errors.add(name, sentence);
    }
    for sentence in &findings.scans {
        errors.add("scans", sentence.clone());
    }
    let title = words::pick(t, &manifest.name);
    let channel = own.channel();
    let back = if channel == Channel::Counter { "/office/new" } else { "/office/intake" };
    let page = own.page(title).with_errors(errors).with_back(back);
    let chosen = choices.speed();
    let price = chosen.and_then(|code| fee_cents(own, code)).map(|cents| {
        let post = manifest.delivery.iter().find(|option| Some(option.way) == choices.delivery()).and_then(|option| option.price_cents);
        words::sum(t, cents + post.unwrap_or(0))
    });
    let identities = IDENTITIES.iter().map(|code| Choice::new(*code, t.get(&format!("work-identity-{code}")))).collect();
    let address = own.kit.applicant(&own.draft.answers).address.unwrap_or_default();
    let limits = Limits::any();
    let received_on = choices.received_on.parse().map_or_else(|_| choices.received_on.clone(), words::date_input);
    let mut shown = choices;
    if shown.delivery_address.is_empty() {
        shown.delivery_address = address;
    }
    render(&EntryPage {
        action: own.at(""),
        is_counter: channel == Channel::Counter,
        channel: names::channel(t, channel.word()),
        sections: form::sections(&page, &own.kit.form, &own.draft.answers, &env, &findings.answers, &findings.files),
        speeds,
        has_post: manifest.delivery.iter().any(|option| option.way == DeliveryWay::Post),
        ways,
        identities,
        received_on,
        received_label: t
            .get(if channel == Channel::Email { "work-entry-received-email" } else { "work-entry-received-post" })
            .into_owned(),
        scan_hint: limits.hint(t),
        scan_types: limits.accept(),
        price: price.unwrap_or_else(|| t.get("work-fee-later").into_owned()),
        due: chosen.and_then(due_of).map(|day| web::format::date(day, t.language())).unwrap_or_default(),
        asks_doubtful: findings.asks_doubtful || shown.doubtful,
        duplicates: findings.duplicates,
        choices: shown,
        saved_at: own.draft.updated_at,
        kept_until: own.draft.expires_at,
        page,
    })
}

/// The form of a draft.
pub async fn page(desk: Desk, Path(draft): Path<String>) -> Result<Response, PageError> {
    let own = OwnDraft::load(desk, &draft).await?;
    show(&own, Findings::default()).await
}

/// Keeps what was typed and does what the pressed button says.
pub async fn send(desk: Desk, Path(draft): Path<String>, received: Received) -> Result<Response, PageError> {
    let mut own = OwnDraft::load(desk, &draft).await?;
    let mut answers = own.draft.answers.clone();
    let taken = form::take(&own, &own.kit.form, &mut answers, &received).await?;
    let (scans, scans_refused) = form::scans(&own, &received, "scans").await?;
    let removes_scan = received.pairs.0.iter().any(|(name, _)| name.starts_with("remove-scan:"));
    let has_scans = !scans.is_empty();
    let mut choices = Choices::of(&own.draft, &own.kit);
    choices.take(&received.pairs);
    choices.scans.extend(scans);
    choices.duplicates_seen |= received.pairs.has("duplicates_seen");
    own.draft.answers = answers;
    choices.put(&mut own.draft);
    own.keep().await?;
    let act = received.pairs.get("act");
    if !taken.refused.is_empty() || !scans_refused.is_empty() {
        return show(&own, Findings { files: taken.refused, scans: scans_refused, ..Findings::default() }).await;
    }
    if act == "leave" {
        let notice = Notice::success(own.t.get("work-entry-left")).with_link(own.at(""), words::pick(own.t, &own.kit.manifest.name));
        return Ok(redirect::with_notice(&own, "/office/new", &notice));
    }
    if act != "register" {
        let only_kept = taken.had_files || has_scans || removes_scan;
        return Ok(redirect::to(&own.at(&anchor(&taken, only_kept))));
    }
    register(own, choices, &received).await
}

/// Where the page goes on after rows or files changed.
fn anchor(taken: &Taken, only_kept: bool) -> String {
    match &taken.bound.focus {
        Some(path) => format!("#{}", forms::field_id(path)),
        None if only_kept => "#scans".to_owned(),
        None => "#main".to_owned(),
    }
}

fn beside(own: &OwnDraft, choices: &Choices) -> Errors {
    let t = own.t;
    let mut errors = Errors::new();
    if choices.speed().filter(|code| own.kit.speed(*code).is_some()).is_none() {
        errors.add("speed", t.get("work-entry-speed-missing"));
    }
    let way = choices.delivery().filter(|way| own.kit.manifest.delivery.iter().any(|option| option.way == *way));
    if way.is_none() {
        errors.add("delivery", t.get("work-entry-delivery-missing"));
    }
    if way == Some(DeliveryWay::Post) && choices.delivery_address.trim().is_empty() {
        errors.add("delivery_address", t.get("work-entry-address-missing"));
    }
    if own.channel() == Channel::Counter {
        if !IDENTITIES.contains(&choices.identity.as_str()) {
            errors.add("identity", t.get("work-entry-identity-missing"));
        } else if choices.identity != "card" && choices.identity_note.trim().is_empty() {
            errors.add("identity_note", t.get("work-entry-identity-note-missing"));
        }
    } else {
        match choices.received_on.parse::<jiff::civil::Date>() {
            Err(_) if choices.received_on.is_empty() => errors.add("received_on", t.get("work-entry-received-missing")),
            Err(_) => errors.add("received_on", t.get("work-entry-received-wrong")),
            Ok(day) if day > own.ctx().today() => errors.add("received_on", t.get("work-entry-received-future")),
            Ok(_) => {}
        }
        if choices.sender.trim().is_empty() {
            errors.add("sender", t.get("work-entry-sender-missing"));
        }
        if !choices.reference.trim().is_empty() && Reference::parse(&choices.reference, false).is_err() {
            errors.add("reference", t.get("work-entry-reference-wrong"));
        }
        if choices.scans.is_empty() {
            errors.add("scans", t.get("work-entry-scans-missing"));
        }
    }
    errors
}

/// What the history keeps of the intake, in Bulgarian as everything in it.
fn intake_note(own: &OwnDraft, choices: &Choices) -> String {
    let t = web::Texts::new(web::Language::Bulgarian);
    let mut parts = Vec::new();
    if own.channel() == Channel::Counter {
        parts.push(t.get(&format!("work-identity-{}", choices.identity)).into_owned());
        parts.push(choices.identity_note.clone());
    } else {
        let day = web::format::date_text(&choices.received_on, t.language());
        let key = if own.channel() == Channel::Email { "work-intake-note-email" } else { "work-intake-note-post" };
        parts.push(t.with2(key, "date", day, "sender", choices.sender.as_str()));
    }
    parts.push(choices.note.clone());
    if choices.doubtful {
        parts.push(t.get("work-intake-note-doubtful").into_owned());
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

async fn register(own: OwnDraft, choices: Choices, received: &Received) -> Result<Response, PageError> {
    let evaluation = own.kit.form.evaluate(&own.draft.answers, &form::env(&own));
    let mut findings = Findings { beside: beside(&own, &choices), ..Findings::default() };
    let (doubtful, wrong): (Vec<_>, Vec<_>) = evaluation.errors.into_iter().partition(|error| is_identifier_rule(error.rule));
    findings.answers = wrong;
    if !doubtful.is_empty() && !choices.doubtful {
        findings.asks_doubtful = true;
        findings.beside.add("doubtful", own.t.get("work-entry-doubtful-missing"));
        findings.answers.extend(doubtful);
    }
    if !findings.answers.is_empty() || !findings.beside.is_empty() {
        return show(&own, findings).await;
    }
    if !choices.duplicates_seen {
        let found = duplicates::of(&own, &own.kit, &evaluation.data).await?;
        if !found.is_empty() {
            findings.beside.add("duplicates_seen", own.t.get("work-entry-duplicates-missing"));
            findings.duplicates = found;
            return show(&own, findings).await;
        }
    }
    let (Some(speed), Some(delivery)) = (choices.speed(), choices.delivery()) else { return show(&own, findings).await };
    let submit = Submit {
        service_code: own.draft.service_code.clone(),
        kit_hash: own.draft.kit_hash.clone(),
        answers: own.draft.answers.clone(),
        speed,
        delivery,
        delivery_address: if delivery == DeliveryWay::Post { choices.delivery_address.clone() } else { String::new() },
        channel: own.channel(),
        received_number: Reference::parse(&choices.reference, false).ok().filter(|_| own.channel() != Channel::Counter),
        draft: Some(own.draft.id),
        scans: choices.scans.iter().map(StoredFile::clone).collect(),
        intake_note: intake_note(&own, &choices),
        doubtful_identifiers: choices.doubtful,
    };
    let command = received.pairs.command()?;
    let filed = refused::act(&own, command, move |tx, ctx| application_submit(tx, ctx, submit)).await;
    match filed {
        Ok(_) => Ok(redirect::to(&own.at("/filed"))),
        Err(Error::Invalid { errors }) => show(&own, Findings { answers: errors, ..Findings::default() }).await,
        Err(Error::NotOffered { what: "channel" }) => {
            let mut findings = Findings::default();
            findings.beside.add("main", own.t.get("work-entry-channel"));
            show(&own, findings).await
        }
        Err(Error::NumberTaken { incoming }) => {
            let mut findings = Findings::default();
            findings.beside.add("reference", own.t.with1("work-entry-reference-taken", "number", incoming));
            show(&own, findings).await
        }
        Err(Error::Fee { .. }) => {
            let mut findings = Findings::default();
            findings.beside.add("speed", own.t.get("work-entry-fee"));
            show(&own, findings).await
        }
        Err(error) => Err(crate::desk::refused(own.t, error)),
    }
}

/// Keeps what is typed so far and says when.
pub async fn autosave(desk: Desk, Path(draft): Path<String>, headers: HeaderMap, mut received: Received) -> Result<Response, PageError> {
    let mut own = OwnDraft::load(desk, &draft).await?;
    // A button is never part of what is saved in passing.
    received.pairs.0.retain(|(name, _)| !name.starts_with("add:") && !name.starts_with("remove"));
    own.kit.form.bind(None, &received.pairs.0, &mut own.draft.answers);
    let mut choices = Choices::of(&own.draft, &own.kit);
    choices.take(&received.pairs);
    choices.put(&mut own.draft);
    own.keep().await?;
    if !form::is_autosave(&headers) {
        return Ok(redirect::to(&own.at("")));
    }
    let at = web::format::time(own.app.clock.now(), own.t.language());
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], own.t.with1("shell-saved-at", "time", at)).into_response())
}

/// Throws an unfinished application away.
pub async fn discard(desk: Desk, Path(draft): Path<String>) -> Result<Response, PageError> {
    let own = OwnDraft::load(desk, &draft).await?;
    let (id, owner) = (own.draft.id, owner(&own));
    own.write(move |tx, ctx| draft_discard(tx, ctx, id, &owner)).await?;
    Ok(redirect::with_notice(&own, "/office/new", &Notice::info(own.t.get("work-entry-discarded"))))
}

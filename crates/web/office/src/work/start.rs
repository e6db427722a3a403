//! Choosing the service for a new application, and going on with an unfinished one (D-07, D-08).

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::draft::{draft_create, draft_list};
use kernel::permission::Permission;
use kernel::search_text;
use serde::Deserialize;
use services::kit::{Channel, Kit};
use web::{Choice, Errors, Page, PageError, Pairs, redirect, render};

use super::draft_store::owner;
use super::words;
use crate::desk::Desk;
use crate::names;

/// A service on offer.
struct Offer {
    code: String,
    name: String,
    summary: String,
    number: String,
    fee: String,
}

/// An unfinished application.
struct Open {
    href: String,
    discard: String,
    name: String,
    applicant: String,
    channel: String,
    saved_at: i64,
    kept_until: i64,
}

#[derive(Template)]
#[template(path = "work/start.html")]
struct StartPage {
    page: Page,
    query: String,
    offers: Vec<Offer>,
    open: Vec<Open>,
}

#[derive(Template)]
#[template(path = "work/intake.html")]
struct IntakePage {
    page: Page,
    services: Vec<Choice>,
    channels: Vec<Choice>,
    service: String,
    channel: String,
    open: Vec<Open>,
}

/// What the address of the page says.
#[derive(Debug, Default, Deserialize)]
pub struct StartQuery {
    /// Words of the service.
    #[serde(default)]
    q: String,
}

fn fits(kit: &Kit, query: &str) -> bool {
    let manifest = &kit.manifest;
    let mut haystack = search_text::terms(&manifest.name.bg);
    haystack.extend(search_text::terms(&manifest.name.en));
    haystack.extend(manifest.keywords.bg.iter().chain(&manifest.keywords.en).flat_map(|word| search_text::terms(word)));
    haystack.push(manifest.number.clone());
    search_text::query_variants(query).iter().all(|variants| variants.iter().any(|word| haystack.iter().any(|term| term.starts_with(word))))
}

async fn kits(desk: &Desk) -> Result<Vec<std::sync::Arc<Kit>>, PageError> {
    desk.read(|tx, ctx| Ok(services::catalogue::service_list(tx, ctx.administration_id)?)).await
}

async fn open_drafts(desk: &Desk, at_counter: bool) -> Result<Vec<Open>, PageError> {
    let owner = owner(desk);
    let drafts = desk
        .read(move |tx, ctx| {
            let drafts = draft_list(tx, ctx, &owner)?;
            let known = drafts.into_iter().filter(|draft| (draft.channel == "counter") == at_counter && draft.channel != "correction");
            known
                .map(|draft| {
                    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &draft.kit_hash)?;
                    Ok((draft, kit))
                })
                .collect::<Result<Vec<_>, cases::Error>>()
        })
        .await?;
    let row = |(draft, kit): (cases::draft::Draft, std::sync::Arc<Kit>)| Open {
        href: format!("/office/new/{}", draft.id),
        discard: format!("/office/new/{}/discard", draft.id),
        name: words::pick(desk.t, &kit.manifest.name),
        applicant: kit.applicant(&draft.answers).display_name(),
        channel: names::channel(desk.t, &draft.channel),
        saved_at: draft.updated_at,
        kept_until: draft.expires_at,
    };
    Ok(drafts.into_iter().map(row).collect())
}

/// The services offered at the counter and the unfinished applications of this clerk.
pub async fn page(desk: Desk, Query(query): Query<StartQuery>) -> Result<Response, PageError> {
    desk.require(Permission::ApplicationIntake)?;
    let t = desk.t;
    let query = query.q.trim().to_owned();
    let kits = kits(&desk).await?;
    let at_counter = kits.iter().filter(|kit| kit.manifest.channels.contains(&Channel::Counter));
    let shown = at_counter.filter(|kit| query.is_empty() || fits(kit, &query));
    let offers = shown
        .map(|kit| {
            let fixed = kit.manifest.speeds.iter().filter_map(|rule| match rule.fee {
                services::kit::FeeRule::Fixed(cents) => Some(cents),
                services::kit::FeeRule::Decision(_) => None,
            });
            Offer {
                code: kit.code().to_owned(),
                name: words::pick(t, &kit.manifest.name),
                summary: words::pick(t, &kit.manifest.summary),
                number: kit.manifest.number.clone(),
                fee: fixed.min().map_or_else(|| t.get("work-fee-later").into_owned(), |cents| words::sum(t, cents)),
            }
        })
        .collect();
    let open = open_drafts(&desk, true).await?;
    render(&StartPage { page: desk.page_of("work-start-title"), query, offers, open })
}

async fn begin(desk: &Desk, service: &str, channel: Channel) -> Result<Response, PageError> {
    let (service, owner) = (service.to_owned(), owner(desk));
    let draft = desk
        .write(move |tx, ctx| {
            let mut draft = draft_create(tx, ctx, &service, channel.word(), &owner)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &draft.kit_hash)?;
            draft.answers = kit.form.defaults(&forms::Env::new(ctx.now, "bg"));
            cases::draft::draft_save(tx, ctx, &draft)?;
            Ok(draft)
        })
        .await?;
    Ok(redirect::to(&format!("/office/new/{}", draft.id)))
}

/// Begins an application at the counter.
pub async fn send(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::ApplicationIntake)?;
    begin(&desk, pairs.get("service"), Channel::Counter).await
}

async fn intake_show(desk: &Desk, service: &str, channel: &str, errors: Errors) -> Result<Response, PageError> {
    let t = desk.t;
    let written = [Channel::Post, Channel::Email];
    let kits = kits(desk).await?;
    let offered = kits.iter().filter(|kit| written.iter().any(|channel| kit.manifest.channels.contains(channel)));
    let services = offered.map(|kit| Choice::new(kit.code(), words::pick(t, &kit.manifest.name))).collect();
    let channels = written
        .iter()
        .map(|one| Choice::new(one.word(), names::channel(t, one.word())).with_hint(t.get(&format!("work-intake-{}-hint", one.word()))));
    render(&IntakePage {
        services,
        channels: channels.collect(),
        service: service.to_owned(),
        channel: channel.to_owned(),
        open: open_drafts(desk, false).await?,
        page: desk.page_of("work-intake-title").with_errors(errors),
    })
}

/// Intake of what came by post or e-mail.
pub async fn intake(desk: Desk) -> Result<Response, PageError> {
    desk.require(Permission::ApplicationIntake)?;
    intake_show(&desk, "", "post", Errors::new()).await
}

/// Begins the intake of what came by post or e-mail.
pub async fn intake_send(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::ApplicationIntake)?;
    let (service, word) = (pairs.get("service"), pairs.get("channel"));
    let mut errors = Errors::new();
    let channel = Channel::from_word(word).filter(|channel| matches!(channel, Channel::Post | Channel::Email));
    if channel.is_none() {
        errors.add("channel", desk.t.get("work-intake-channel-missing"));
    }
    let kit = kits(&desk).await?.into_iter().find(|kit| kit.code() == service);
    match (&kit, channel) {
        (None, _) => errors.add("service", desk.t.get("work-intake-service-missing")),
        (Some(kit), Some(channel)) if !kit.manifest.channels.contains(&channel) => {
            errors.add("channel", desk.t.get("work-intake-channel-not-offered"));
        }
        _ => {}
    }
    match channel {
        Some(channel) if errors.is_empty() => begin(&desk, service, channel).await,
        _ => intake_show(&desk, service, word, errors).await,
    }
}

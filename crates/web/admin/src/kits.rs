//! Installed services and their versions: what is offered, what a version says, what changed between two (A-05, read only).

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use kernel::permission::Permission;
use serde::Deserialize;
use services::Error;
use services::catalogue::{KitState, KitVersion, kit_by_hash, kit_files, kit_retire, kit_units_missing, kit_version_list};
use services::kit::{Change, ChangeKind, FeeRule};
use web::{Choice, Errors, Notice, Page, PageError, Pairs, Texts, redirect, render};

use crate::desk::{Desk, KITS};

/// LIMIT: changes shown of one comparison; a person cannot read more.
const CHANGES_MAX: usize = 500;

/// A version as a row.
struct Row {
    version: KitVersion,
    name: String,
    state: String,
    tone: &'static str,
    short: String,
}

fn row(t: Texts, version: KitVersion) -> Row {
    let tone = match version.state {
        KitState::Active => "good",
        KitState::Superseded => "neutral",
        KitState::Retired => "bad",
    };
    Row {
        name: version.name(t.language().code()).to_owned(),
        state: t.get(&format!("admin-kit-state-{}", version.state.word())).into_owned(),
        tone,
        short: version.hash.chars().take(12).collect(),
        version,
    }
}

#[derive(Template)]
#[template(path = "kits.html")]
struct KitsPage {
    page: Page,
    rows: Vec<Row>,
}

/// One row per service: the version on offer, or the latest one.
pub async fn list(desk: Desk) -> Result<Response, PageError> {
    desk.require_any(KITS)?;
    let versions = desk.read(|tx, ctx| Ok(kit_version_list(tx, ctx.administration_id)?)).await?;
    let mut shown: Vec<KitVersion> = Vec::new();
    for version in versions {
        match shown.iter_mut().find(|other| other.code == version.code) {
            None => shown.push(version),
            Some(other) if version.state == KitState::Active => *other = version,
            Some(_) => {}
        }
    }
    let mut rows: Vec<Row> = shown.into_iter().map(|version| row(desk.t, version)).collect();
    rows.sort_by_cached_key(|row| kernel::search_text::fold(&row.name));
    render(&KitsPage { page: desk.page_of("admin-kits-title"), rows })
}

#[derive(Template)]
#[template(path = "kit.html")]
struct KitPage {
    page: Page,
    code: String,
    rows: Vec<Row>,
    choices: Vec<Choice>,
    from: String,
    to: String,
    missing: Vec<(String, String)>,
    may_retire: bool,
}

async fn versions_of(desk: &Desk, code: &str) -> Result<Vec<KitVersion>, PageError> {
    let mut versions = desk.read(|tx, ctx| Ok(kit_version_list(tx, ctx.administration_id)?)).await?;
    versions.retain(|version| version.code == code);
    if versions.is_empty() { Err(PageError::not_found()) } else { Ok(versions) }
}

/// One service with all its versions.
pub async fn one(desk: Desk, Path(code): Path<String>) -> Result<Response, PageError> {
    desk.require_any(KITS)?;
    let (t, lang) = (desk.t, desk.lang());
    let versions = versions_of(&desk, &code).await?;
    let active = versions.iter().find(|version| version.state == KitState::Active).cloned();
    let title = active.as_ref().or(versions.first()).map(|version| version.name(lang).to_owned()).unwrap_or_default();
    let missing = match active.clone() {
        None => Vec::new(),
        Some(version) => {
            desk.read(move |tx, ctx| {
                let kit = kit_by_hash(tx, ctx.administration_id, &version.hash)?;
                let missing = kit_units_missing(tx, ctx.administration_id, &kit)?;
                Ok(missing.into_iter().map(|unit| (unit.code, unit.name.get(lang).to_owned())).collect())
            })
            .await?
        }
    };
    let choice = |version: &KitVersion| {
        let short: String = version.hash.chars().take(12).collect();
        let when = web::format::date_time(web::format::instant(version.installed_at), t.language());
        Choice::new(version.hash.clone(), format!("{} · {when} · {short}", version.version))
    };
    render(&KitPage {
        page: desk.page(title).with_crumb(t.get("admin-kits-title"), "/admin/kits"),
        choices: versions.iter().map(choice).collect(),
        from: versions.get(1).or(versions.first()).map(|version| version.hash.clone()).unwrap_or_default(),
        to: versions.first().map(|version| version.hash.clone()).unwrap_or_default(),
        rows: versions.into_iter().map(|version| row(t, version)).collect(),
        may_retire: active.is_some() && desk.may(Permission::KitManage),
        missing,
        code,
    })
}

#[derive(Template)]
#[template(path = "kit_version.html")]
struct VersionPage {
    page: Page,
    row: Row,
    summary: String,
    who: String,
    legal: Vec<String>,
    speeds: Vec<(String, String)>,
    units: Vec<String>,
    files: Vec<(String, u64)>,
}

/// What one version says of the service, and its files.
pub async fn version(desk: Desk, Path((code, hash)): Path<(String, String)>) -> Result<Response, PageError> {
    desk.require_any(KITS)?;
    let (t, lang) = (desk.t, desk.lang());
    let versions = versions_of(&desk, &code).await?;
    let version = versions.into_iter().find(|version| version.hash == hash).ok_or_else(PageError::not_found)?;
    let (kit, files) = desk
        .read(move |tx, ctx| Ok((kit_by_hash(tx, ctx.administration_id, &hash)?, kit_files(tx, ctx.administration_id, &hash)?)))
        .await?;
    let manifest = &kit.manifest;
    let speeds = manifest.speeds.iter().map(|speed| {
        let fee = match &speed.fee {
            FeeRule::Fixed(0) => t.get("admin-kit-free").into_owned(),
            FeeRule::Fixed(cents) => web::format::money(*cents, t.language()),
            FeeRule::Decision(name) => t.with1("admin-kit-fee-decision", "name", name.as_str()),
        };
        (t.get(&format!("admin-kit-speed-{}", speed.code.word())).into_owned(), format!("{} · {fee}", term_words(t, speed.term)))
    });
    render(&VersionPage {
        page: desk
            .page(format!("{} {}", version.name(lang), version.version))
            .with_crumb(t.get("admin-kits-title"), "/admin/kits")
            .with_crumb(version.name(lang).to_owned(), format!("/admin/kits/{code}")),
        summary: manifest.summary.get(lang).to_owned(),
        who: manifest.who.get(lang).to_owned(),
        legal: manifest.legal.iter().map(|text| text.get(lang).to_owned()).collect(),
        speeds: speeds.collect(),
        units: manifest.unit.named.iter().map(|unit| format!("{} ({})", unit.name.get(lang), unit.code)).collect(),
        files: files.into_iter().map(|(path, content)| (path, content.len() as u64)).collect(),
        row: row(t, version),
    })
}

/// A term in words: „7 работни дни“.
fn term_words(t: Texts, term: kernel::term::Term) -> String {
    use kernel::term::{Kind, Unit};
    let key = match (term.unit, term.kind) {
        (Unit::Day, Kind::Working) => "shell-working-days",
        (Unit::Day, Kind::Calendar) => "shell-calendar-days",
        (Unit::Hour, Kind::Working) => "admin-term-working-hours",
        (Unit::Hour, Kind::Calendar) => "admin-term-hours",
        (Unit::Month, _) => "admin-term-months",
    };
    t.count(key, u32::from(term.value))
}

/// What the address of a comparison says.
#[derive(Debug, Default, Deserialize)]
pub struct DiffQuery {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// Changes of one file.
struct FileChanges {
    file: String,
    changes: Vec<(String, Change)>,
}

#[derive(Template)]
#[template(path = "kit_diff.html")]
struct DiffPage {
    page: Page,
    from: Row,
    to: Row,
    files: Vec<FileChanges>,
    count: usize,
    is_cut: bool,
}

/// What changed from one version to another.
pub async fn diff(desk: Desk, Path(code): Path<String>, Query(query): Query<DiffQuery>) -> Result<Response, PageError> {
    desk.require_any(KITS)?;
    let t = desk.t;
    let versions = versions_of(&desk, &code).await?;
    let find = |hash: &str| versions.iter().find(|version| version.hash == hash).cloned().ok_or_else(PageError::not_found);
    let (from, to) = (find(&query.from)?, find(&query.to)?);
    let (old, new) = desk
        .read(move |tx, ctx| {
            let files = |hash: &str| kit_files(tx, ctx.administration_id, hash);
            Ok((files(&query.from)?, files(&query.to)?))
        })
        .await?;
    // Comparing long files line by line takes a moment; the threads that answer requests do not wait for it.
    let changes = tokio::task::spawn_blocking(move || services::kit::diff(&old, &new)).await.map_err(PageError::failure)?;
    let count = changes.len();
    let mut files: Vec<FileChanges> = Vec::new();
    for change in changes.into_iter().take(CHANGES_MAX) {
        let kind = match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Changed => "changed",
        };
        let words = t.get(&format!("admin-kit-change-{kind}")).into_owned();
        match files.last_mut().filter(|last| last.file == change.file) {
            Some(last) => last.changes.push((words, change)),
            None => files.push(FileChanges { file: change.file.clone(), changes: vec![(words, change)] }),
        }
    }
    let name = to.name(desk.lang()).to_owned();
    render(&DiffPage {
        page: desk
            .page_of("admin-kit-diff-title")
            .with_crumb(t.get("admin-kits-title"), "/admin/kits")
            .with_crumb(name, format!("/admin/kits/{code}")),
        from: row(t, from),
        to: row(t, to),
        files,
        count,
        is_cut: count > CHANGES_MAX,
    })
}

#[derive(Template)]
#[template(path = "kit_retire.html")]
struct RetirePage {
    page: Page,
    code: String,
    name: String,
    reason: String,
}

async fn retire_page(desk: &Desk, code: String, reason: String, errors: Errors) -> Result<Response, PageError> {
    let versions = versions_of(desk, &code).await?;
    let active = versions.iter().find(|version| version.state == KitState::Active).ok_or_else(PageError::not_found)?;
    let failed = !errors.is_empty();
    let template = RetirePage {
        page: desk.page_of("admin-kit-retire").with_errors(errors).with_back(format!("/admin/kits/{code}")),
        name: active.name(desk.lang()).to_owned(),
        reason,
        code,
    };
    desk.form_answer(&template, failed)
}

/// What it means to stop offering a service.
pub async fn retire_form(desk: Desk, Path(code): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::KitManage)?;
    retire_page(&desk, code, String::new(), Errors::new()).await
}

/// Stops offering a service.
pub async fn retire(desk: Desk, Path(code): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::KitManage)?;
    let reason = pairs.get("reason").to_owned();
    if reason.is_empty() {
        let errors = Errors::from_iter([("reason", desk.t.get("admin-kit-retire-reason-missing"))]);
        return retire_page(&desk, code, reason, errors).await;
    }
    let service = code.clone();
    let notice = match desk.attempt_once(pairs.command()?, move |tx, ctx| kit_retire(tx, ctx, &service, &reason)).await {
        Ok(()) => Notice::success(desk.t.get("admin-kit-retired")),
        Err(Error::KitUnknown) => return Err(PageError::not_found()),
        Err(error) => return Err(error.into()),
    };
    Ok(redirect::with_notice(&desk, &format!("/admin/kits/{code}"), &notice))
}

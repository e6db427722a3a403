//! One page of the form: question or small group, files, rows (P-09, P-10).
//!
//! The one rule: what was sent is saved first; then it is checked, and a page with mistakes comes back with every answer on it.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use cases::draft::{Draft, draft_create, draft_list};
use forms::{Env, FieldError, FileSlot};
use serde::Deserialize;
use serde_json::Value as Json;
use services::kit::Kit;
use web::visit::query_value;
use web::{Errors, Html, Page, PageError, Pairs, format, redirect, render};

use super::draft::{Choices, OwnDraft, explained};
use super::{page_key, page_part, visible_pages};
use crate::asked::{self, Asked};
use crate::files::{holds_files, kept, with_refused};
use crate::visitor::Visitor;
use web::upload::{Limits, Received};

#[derive(Template)]
#[template(path = "apply/question.html")]
struct QuestionPage {
    page: Page,
    caption: String,
    fields: Html,
    action: String,
    autosave: String,
    has_files: bool,
    return_to: String,
    overview: String,
    saved_at: Option<i64>,
    asked: String,
    again: String,
}

/// The questions of a page alone, for a script that shows what an answer opens.
#[derive(Template)]
#[template(path = "apply/fields.html")]
struct FieldsPart {
    fields: Html,
    asked: String,
}

/// What the address of a page says besides its key.
#[derive(Debug, Default, Deserialize)]
pub struct QuestionQuery {
    /// `review`: go back there after saving.
    #[serde(default, rename = "return")]
    return_to: String,
    /// The place of the first question that the answers of the page have opened.
    #[serde(default)]
    opened: String,
}

fn return_of(text: &str) -> &'static str {
    if text == "review" { "review" } else { "" }
}

/// Where a question page stands and what it sends to.
struct Place {
    frame: Page,
    action: String,
    autosave: String,
    back: String,
    overview: String,
    saved_at: Option<i64>,
    return_to: &'static str,
    /// Address that shows the questions again for the answers so far.
    again: String,
    /// The place of a question the person has not seen yet.
    opened: String,
}

fn show(
    visitor: &Visitor,
    kit: &Kit,
    key: &str,
    answers: &Json,
    errors: &[FieldError],
    more: Vec<(String, String)>,
    place: Place,
) -> Result<Response, PageError> {
    let env = Env::new(visitor.app.clock.now(), visitor.t.language().code());
    let view = kit.form.page_view(key, answers, &env, errors).filter(|view| view.visible).ok_or_else(PageError::not_found)?;
    let mut view = with_refused(view, &more);
    let asked = web::fields::asked(&view).join(" ");
    let mut frame = place.frame;
    if let Some(field) = asked::find(&mut view.fields, &place.opened).filter(|field| field.visible) {
        frame.notice = Some(asked::announced(visitor.t, field));
    }
    let mut shown = Errors::new();
    for link in forms::error_links(errors, &env.language) {
        shown.add(link.target, link.text);
    }
    for (path, sentence) in more {
        shown.add(forms::field_id(&path), sentence);
    }
    let pages = visible_pages(&kit.form, answers, &env);
    let number = pages.iter().position(|(page, _)| page == key).map_or(1, |index| index + 1);
    let caption = visitor.t.with2("portal-question-caption", "number", number, "count", pages.len());
    let mut page = frame.with_errors(shown).with_back(place.back);
    page.title = view.title.clone();
    let has_files = view.fields.iter().any(holds_files);
    let fields = web::fields::html(&page, &view.nested());
    render(&QuestionPage {
        page,
        caption,
        fields,
        action: place.action,
        autosave: place.autosave,
        has_files,
        return_to: place.return_to.to_owned(),
        overview: place.overview,
        saved_at: place.saved_at,
        asked,
        again: place.again,
    })
}

fn place_of(own: &OwnDraft, key: &str, return_to: &'static str) -> Place {
    let address = own.at(&format!("/{}", page_part(key)));
    let pages = visible_pages(&own.kit.form, &own.draft.answers, &own.env());
    let before = pages.iter().position(|(page, _)| page == key).and_then(|index| index.checked_sub(1)).map(|index| &pages[index].0);
    let back = match (return_to, before) {
        ("review", _) => own.at("/review"),
        (_, Some(before)) => own.at(&format!("/{}", page_part(before))),
        (_, None) => own.at(""),
    };
    Place {
        frame: own.frame(""),
        autosave: format!("{address}/autosave"),
        again: format!("{address}/fields"),
        opened: String::new(),
        action: address,
        back,
        overview: own.at(""),
        saved_at: Some(own.draft.updated_at),
        return_to,
    }
}

/// A page of a draft.
pub async fn page(
    own: OwnDraft,
    Path((_, part)): Path<(String, String)>,
    Query(query): Query<QuestionQuery>,
) -> Result<Response, PageError> {
    let key = page_key(&part);
    let place = Place { opened: query.opened, ..place_of(&own, key, return_of(&query.return_to)) };
    show(&own, &own.kit, key, &own.draft.answers, &[], Vec::new(), place)
}

/// The first page of an application nobody has begun yet: there is no draft until something is saved.
pub async fn first(visitor: Visitor, Path(code): Path<String>) -> Result<Response, PageError> {
    if let Some(draft) = open_draft(&visitor, &code).await? {
        return Ok(redirect::to(&format!("/apply/{}", draft.id)));
    }
    let kit = online_kit(&visitor, &code).await?;
    let env = Env::new(visitor.app.clock.now(), visitor.t.language().code());
    let answers = kit.form.defaults(&env);
    let key = first_page(&kit, &answers, &env)?;
    let place = Place {
        frame: visitor.page("").of_service(super::service_name(&kit, visitor.t.language().code())),
        action: format!("/services/{code}/start"),
        autosave: String::new(),
        back: format!("/services/{code}"),
        overview: String::new(),
        saved_at: None,
        return_to: "",
        again: format!("/services/{code}/start/fields"),
        opened: String::new(),
    };
    show(&visitor, &kit, &key, &answers, &[], Vec::new(), place)
}

fn first_page(kit: &Kit, answers: &Json, env: &Env) -> Result<String, PageError> {
    visible_pages(&kit.form, answers, env).into_iter().next().map(|(key, _)| key).ok_or_else(PageError::not_found)
}

async fn open_draft(visitor: &Visitor, code: &str) -> Result<Option<Draft>, PageError> {
    let (owner, code) = (visitor.owner().to_owned(), code.to_owned());
    if owner.is_empty() {
        return Ok(None);
    }
    visitor
        .read(move |tx, ctx| {
            Ok(draft_list(tx, ctx, &owner)?.into_iter().find(|draft| draft.service_code == code && draft.channel == "web"))
        })
        .await
}

async fn online_kit(visitor: &Visitor, code: &str) -> Result<std::sync::Arc<Kit>, PageError> {
    let kit = crate::catalogue::kit(visitor, code).await?;
    if !kit.manifest.channels.contains(&services::kit::Channel::Web) {
        return Err(PageError::not_found().with_text("portal-service-not-online").with_way_on(format!("/services/{code}")));
    }
    Ok(kit)
}

/// Saves the first page: this is what makes the draft. One draft per browser and service.
pub async fn begin(visitor: Visitor, Path(code): Path<String>, received: Received) -> Result<Response, PageError> {
    online_kit(&visitor, &code).await?;
    let (owner, cookie) = visitor.owner_or_new();
    let (asked, by) = (code.clone(), owner.clone());
    let id = visitor
        .write(move |tx, ctx| {
            let open = draft_list(tx, ctx, &by)?.into_iter().find(|draft| draft.service_code == asked && draft.channel == "web");
            match open {
                Some(draft) => Ok(draft.id),
                None => Ok(draft_create(tx, ctx, &asked, "web", &by).map_err(explained)?.id),
            }
        })
        .await?;
    let own = OwnDraft::load(visitor.owning(owner), id).await?;
    let env = own.env();
    let key = first_page(&own.kit, &own.kit.form.defaults(&env), &env)?;
    let response = save(own, &key, received).await?;
    Ok(Visitor::with_cookie(response, cookie))
}

/// Saves a page and goes on.
pub async fn send(own: OwnDraft, Path((_, part)): Path<(String, String)>, received: Received) -> Result<Response, PageError> {
    let key = page_key(&part).to_owned();
    save(own, &key, received).await
}

/// Files of a page: stored, and what is wrong with those that were not.
async fn files(own: &OwnDraft, slots: &[FileSlot], received: &Received) -> Result<(Vec<(String, Json)>, Vec<(String, String)>), PageError> {
    let (mut stored, mut refused) = (Vec::new(), Vec::new());
    for slot in slots {
        for file in received.files_of(&slot.path) {
            match kept(own, file, &Limits::of(slot)).await? {
                Ok(file) => stored.push((slot.path.clone(), file.answer())),
                Err(sentence) => refused.push((slot.path.clone(), sentence)),
            }
        }
    }
    Ok((stored, refused))
}

async fn save(own: OwnDraft, key: &str, received: Received) -> Result<Response, PageError> {
    let env = own.env();
    if own.kit.form.page_view(key, &own.draft.answers, &env, &[]).is_none() {
        return Err(PageError::not_found());
    }
    // Conditions on answers of this very page may open a place for files, so the slots are those after binding.
    let mut typed = own.draft.answers.clone();
    own.kit.form.bind(Some(key), &received.pairs.0, &mut typed);
    let slots = own.kit.form.attachments(&typed, &env);
    let (stored, refused) = files(&own, &slots, &received).await?;
    let (page, pairs) = (key.to_owned(), received.pairs.clone());
    let (draft, bound) = own
        .change(move |draft, kit| {
            let bound = kit.form.bind(Some(&page), &pairs.0, &mut draft.answers);
            for (path, file) in stored {
                kit.form.file_put(&mut draft.answers, &path, file);
            }
            let mut choices = Choices::of(draft, kit);
            if !bound.rows_changed {
                choices.mark_seen(&page);
            }
            draft.choices = choices.to_json();
            bound
        })
        .await?;
    let own = own.with_draft(draft);
    let return_to = return_of(received.pairs.get("return"));
    let here = own.at(&format!("/{}", page_part(key)));
    let query = if return_to.is_empty() { "" } else { "?return=review" };
    if !refused.is_empty() {
        let place = place_of(&own, key, return_to);
        return show(&own, &own.kit, key, &own.draft.answers, &[], refused, place);
    }
    let act = received.pairs.get("act");
    if bound.rows_changed || act == "upload" {
        let focus = bound.focus.map(|path| format!("#{}", forms::field_id(&path))).unwrap_or_default();
        return Ok(redirect::to(&format!("{here}{query}{focus}")));
    }
    if act == "exit" {
        return Ok(redirect::to(&own.at("/saved")));
    }
    let asked = Asked::of(&received.pairs);
    let errors = asked.errors(own.kit.form.validate_page(key, &own.draft.answers, &env).errors);
    if !errors.is_empty() {
        let place = place_of(&own, key, return_to);
        return show(&own, &own.kit, key, &own.draft.answers, &errors, Vec::new(), place);
    }
    let mut view = own.kit.form.page_view(key, &own.draft.answers, &env, &[]).filter(|view| view.visible);
    if let Some(view) = &mut view
        && let Some(opened) = asked.opened(view)
    {
        let target = asked::find(&mut view.fields, &opened).map(|field| asked::target(field)).unwrap_or_default();
        let joint = if query.is_empty() { "?" } else { "&" };
        return Ok(redirect::to(&format!("{here}{query}{joint}opened={}#{target}", query_value(&opened))));
    }
    Ok(redirect::to(&next(&own, key, return_to)))
}

/// The page after this one. After a change from the last look, back there – by way of pages the change has opened.
fn next(own: &OwnDraft, key: &str, return_to: &str) -> String {
    let pages = visible_pages(&own.kit.form, &own.draft.answers, &own.env());
    let choices = Choices::of(&own.draft, &own.kit);
    if return_to == "review" {
        let opened = pages.iter().find(|(page, _)| !choices.seen.contains(page));
        return match opened {
            Some((page, _)) => own.at(&format!("/{}?return=review", page_part(page))),
            None => own.at("/review"),
        };
    }
    match pages.iter().position(|(page, _)| page == key).and_then(|index| pages.get(index + 1)) {
        Some((after, _)) => own.at(&format!("/{}", page_part(after))),
        None => own.at("/delivery"),
    }
}

/// The questions of a page for the answers so far, which are not kept.
pub async fn fields(own: OwnDraft, Path((_, part)): Path<(String, String)>, pairs: Pairs) -> Result<Response, PageError> {
    again(&own, &own.kit, page_key(&part), own.draft.answers.clone(), pairs)
}

/// The questions of the first page for the answers so far, before there is a draft.
pub async fn first_fields(visitor: Visitor, Path(code): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    let kit = online_kit(&visitor, &code).await?;
    let env = Env::new(visitor.app.clock.now(), visitor.t.language().code());
    let answers = kit.form.defaults(&env);
    let key = first_page(&kit, &answers, &env)?;
    again(&visitor, &kit, &key, answers, pairs)
}

/// The questions of a page for these answers and what is typed, as a part of a page.
pub(crate) fn again(visitor: &Visitor, kit: &Kit, key: &str, mut answers: Json, pairs: Pairs) -> Result<Response, PageError> {
    kit.form.bind(Some(key), &without_buttons(pairs), &mut answers);
    let env = Env::new(visitor.app.clock.now(), visitor.t.language().code());
    let view = kit.form.page_view(key, &answers, &env, &[]).ok_or_else(PageError::not_found)?;
    let asked = web::fields::asked(&view).join(" ");
    render(&FieldsPart { fields: web::fields::html(&visitor.page(""), &view.nested()), asked })
}

/// A button is never part of what is read in passing.
fn without_buttons(pairs: Pairs) -> Vec<(String, String)> {
    pairs.0.into_iter().filter(|(name, _)| !name.starts_with("add:") && !name.starts_with("remove:")).collect()
}

/// Saves what is typed so far, checked or not, and says when.
pub async fn autosave(own: OwnDraft, Path((_, part)): Path<(String, String)>, pairs: Pairs) -> Result<Response, PageError> {
    let key = page_key(&part).to_owned();
    let pairs = without_buttons(pairs);
    own.change(move |draft, kit| {
        kit.form.bind(Some(&key), &pairs, &mut draft.answers);
    })
    .await?;
    let at = format::time(own.app.clock.now(), own.t.language());
    let text = own.t.with1("portal-autosave-done", "at", at);
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

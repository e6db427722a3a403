//! Drafting the decision: what is decided, on what grounds, and the document as it will look (D-25, D-28).
//!
//! The one rule: nothing typed is lost on a change of mind; fields of the other decisions stay in the draft until it is finished.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::Error;
use cases::decision::{DecisionDraft, decision_draft_finish, decision_preview};
use cases::document::Document;
use cases::render::document_render;
use cases::task::task_save;
use kernel::permission::Permission;
use services::kit::{DecisionKind, FieldKind, Kit};
use web::download::{Disposition, pdf};
use web::{Choice, Errors, Notice, Page, PageError, Pairs, redirect, render};

use super::merge::{self, Side};
use super::task_view::{Head, TaskView, load};
use super::{refused, regularity, task, words};
use crate::desk::Desk;

/// A field of the decision.
#[derive(Debug, Clone)]
struct Field {
    name: String,
    label: String,
    hint: String,
    kind: &'static str,
    is_optional: bool,
    value: String,
}

#[derive(Template)]
#[template(path = "work/decide.html")]
struct DecidePage {
    page: Page,
    head: Head,
    kinds: Vec<Choice>,
    kind: String,
    title: String,
    fields: Vec<Field>,
    grounds: Vec<Choice>,
    chosen_grounds: Vec<String>,
    appeal: String,
    returned: Option<(String, String)>,
    opinions: Vec<(String, String, String)>,
    has_preview: bool,
}

const KINDS: [DecisionKind; 3] = [DecisionKind::Grant, DecisionKind::Partial, DecisionKind::Refuse];

fn offered(kit: &Kit) -> impl Iterator<Item = DecisionKind> {
    KINDS.into_iter().filter(|kind| kit.outcome(*kind).is_some())
}

/// The draft as kept, else the decision that was sent back, else what the application already says.
fn kept(view: &TaskView) -> DecisionDraft {
    let own: Option<DecisionDraft> =
        serde_json::from_value(view.task.draft.clone()).ok().filter(|draft: &DecisionDraft| !draft.decision.is_empty());
    if let Some(draft) = own.or_else(|| view.decision.clone()) {
        return draft;
    }
    let first = offered(&view.kit).next().unwrap_or(DecisionKind::Grant);
    DecisionDraft::prefilled(&view.kit, &view.case, first)
}

/// Adds what the application says to fields that were never written to, so that a change of the kind finds them filled too.
fn completed(view: &TaskView, mut draft: DecisionDraft) -> DecisionDraft {
    if let Some(kind) = DecisionKind::from_word(&draft.decision) {
        for (key, value) in DecisionDraft::prefilled(&view.kit, &view.case, kind).fields {
            draft.fields.entry(key).or_insert(value);
        }
    }
    draft
}

/// Why the latest draft came back, and who sent it back.
fn returned(view: &TaskView) -> Option<(String, String)> {
    let last = view.tasks.iter().rev().find(|task| task.state == "done" && matches!(task.kind.as_str(), "review" | "sign"))?;
    let is_back = last.outcome["review"] == "rework" || last.outcome["signature"] == "returned";
    let remarks = last.outcome["remarks"].as_str().unwrap_or_default().to_owned();
    is_back.then(|| (last.finished_by_name.clone().unwrap_or_default(), remarks))
}

/// The opinions given so far: step, opinion, grounds.
pub fn opinions(desk: &Desk, view: &TaskView) -> Vec<(String, String, String)> {
    let given = view.tasks.iter().filter(|task| task.kind == "opinion" && task.state == "done");
    let row = |task: &cases::task::Task| {
        let word = task.outcome["opinion"].as_str().unwrap_or_default();
        let remarks = task.outcome["remarks"].as_str().unwrap_or_default().to_owned();
        (task.name.clone(), desk.t.get(&format!("work-outcome-opinion-{word}")).into_owned(), remarks)
    };
    given.map(row).collect()
}

fn label_of(desk: &Desk, kit: &Kit, key: &str) -> String {
    kit.manifest.fields.iter().find(|field| field.key == key).map(|field| words::pick(desk.t, &field.label)).unwrap_or_default()
}

/// The screen.
pub fn show(desk: &Desk, view: &TaskView, errors: Errors, typed: Option<DecisionDraft>) -> Result<Response, PageError> {
    let t = desk.t;
    let head = view.head(desk);
    let has_preview = view.task.draft["decision"].is_string();
    let draft = completed(view, typed.unwrap_or_else(|| kept(view)));
    let kind = DecisionKind::from_word(&draft.decision).filter(|kind| view.kit.outcome(*kind).is_some());
    let text = |key: &str| draft.fields.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let fields = kind.map(|kind| view.kit.fields(kind).collect::<Vec<_>>()).unwrap_or_default();
    let field = |field: &&services::kit::DraftField| Field {
        name: format!("field-{}", field.key),
        label: words::pick(t, &field.label),
        hint: field.hint.as_ref().map(|hint| words::pick(t, hint)).unwrap_or_default(),
        kind: match field.kind {
            FieldKind::Textarea => "textarea",
            FieldKind::Date => "date",
            FieldKind::Number => "number",
            FieldKind::Text => "text",
        },
        is_optional: !field.required,
        value: match field.kind {
            FieldKind::Date => text(&field.key).parse().map_or_else(|_| text(&field.key), words::date_input),
            _ => text(&field.key),
        },
    };
    let ground = |ground: &services::kit::Coded| {
        Choice::new(ground.code.clone(), words::pick(t, &ground.text)).with_hint(ground.legal.clone().unwrap_or_default())
    };
    let needs_grounds = kind.is_some_and(|kind| kind != DecisionKind::Grant);
    let kinds = offered(&view.kit).map(|kind| {
        let title = view.kit.outcome(kind).map(|outcome| words::pick(t, &outcome.title)).unwrap_or_default();
        Choice::new(kind.word(), t.get(&format!("work-outcome-decision-{}", kind.word()))).with_hint(title)
    });
    render(&DecidePage {
        kinds: kinds.collect(),
        title: kind.and_then(|kind| view.kit.outcome(kind)).map(|outcome| words::pick(t, &outcome.title)).unwrap_or_default(),
        kind: draft.decision.clone(),
        fields: fields.iter().map(field).collect(),
        grounds: if needs_grounds { view.kit.manifest.refusal_grounds.iter().map(ground).collect() } else { Vec::new() },
        chosen_grounds: draft.grounds.clone(),
        appeal: if needs_grounds { regularity::appeal(desk, view) } else { String::new() },
        returned: returned(view),
        opinions: opinions(desk, view),
        has_preview,
        page: view.page(desk, head.name.clone()).with_errors(errors),
        head,
    })
}

/// The draft as it was typed, on top of what was kept.
fn typed(view: &TaskView, pairs: &Pairs) -> DecisionDraft {
    let mut draft = kept(view);
    if pairs.has("decision") {
        draft.decision = pairs.get("decision").to_owned();
    }
    for field in &view.kit.manifest.fields {
        let name = format!("field-{}", field.key);
        if !pairs.has(&name) {
            continue;
        }
        let text = words::cut(pairs.get(&name));
        let text = match field.kind {
            FieldKind::Date => words::date_parse(&text).map_or(text, |day| day.to_string()),
            _ => text,
        };
        draft.fields.insert(field.key.clone(), serde_json::Value::String(text));
    }
    if pairs.has("grounds_shown") {
        draft.grounds = pairs.all("ground").map(str::to_owned).collect();
    }
    draft
}

/// What is kept of the draft beside what was typed.
fn sides(desk: &Desk, view: &TaskView, pairs: &Pairs) -> Vec<Side> {
    let t = desk.t;
    let (now, mine) = (kept(view), typed(view, pairs));
    let text = |draft: &DecisionDraft, key: &str| draft.fields.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let word = |word: &str| t.get(&format!("work-outcome-decision-{word}")).into_owned();
    let ground = |code: &str| {
        let known = view.kit.manifest.refusal_grounds.iter().find(|ground| ground.code == code);
        known.map_or_else(|| code.to_owned(), |ground| words::pick(t, &ground.text))
    };
    let mut sides =
        vec![Side::choice("decision", t.get("work-decide-legend"), vec![now.decision.clone()], vec![mine.decision.clone()], word)];
    for field in &view.kit.manifest.fields {
        let name = format!("field-{}", field.key);
        if !pairs.has(&name) {
            continue;
        }
        let said = |value: &str| match field.kind {
            FieldKind::Date => value.parse().map_or_else(|_| value.to_owned(), words::date_input),
            _ => value.to_owned(),
        };
        let label = words::pick(t, &field.label);
        sides.push(Side::choice(&name, label, vec![text(&now, &field.key)], vec![text(&mine, &field.key)], said));
    }
    if pairs.has("grounds_shown") {
        sides.push(Side::choice("ground", t.get("work-decide-grounds"), now.grounds, mine.grounds, ground));
    }
    sides
}

fn mistakes(desk: &Desk, view: &TaskView, draft: &DecisionDraft) -> Errors {
    let t = desk.t;
    let mut errors = Errors::new();
    for key in draft.missing(&view.kit) {
        match key.as_str() {
            "decision" => errors.add("decision", t.get("work-decide-missing")),
            "grounds" => errors.add("ground", t.get("work-decide-grounds-missing")),
            key => errors.add(format!("field-{key}"), t.with1("work-field-missing", "label", label_of(desk, &view.kit, key))),
        }
    }
    let Some(kind) = DecisionKind::from_word(&draft.decision) else { return errors };
    for field in view.kit.fields(kind) {
        let text = draft.fields.get(&field.key).and_then(serde_json::Value::as_str).unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        let label = words::pick(t, &field.label);
        match field.kind {
            FieldKind::Date if text.parse::<jiff::civil::Date>().is_err() => {
                errors.add(format!("field-{}", field.key), t.with1("work-field-date", "label", label));
            }
            FieldKind::Number if text.replace(',', ".").replace([' ', '\u{a0}'], "").parse::<f64>().is_err() => {
                errors.add(format!("field-{}", field.key), t.with1("work-field-number", "label", label));
            }
            _ => {}
        }
    }
    errors
}

/// Keeps the draft, shows it as a document, or finishes it.
pub async fn send(desk: Desk, Path(id): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::DecisionDraft)?;
    let pairs = merge::chosen(pairs);
    let view = load(&desk, &id).await?;
    if let Some(both) = merge::check(&desk, &view, &pairs, sides, "/draft")? {
        return Ok(both);
    }
    let draft = typed(&view, &pairs);
    let task_id = view.task.id;
    if pairs.get("act") == "finish" {
        let errors = mistakes(&desk, &view, &draft);
        if errors.is_empty() {
            return match refused::act(&desk, pairs.command()?, move |tx, ctx| decision_draft_finish(tx, ctx, task_id, draft)).await {
                Ok(()) => task::done(&desk, &view, "work-decide-done").await,
                Err(error) => merge::forestalled(&desk, &id, error, &pairs, sides).await,
            };
        }
        let stored = serde_json::to_value(&draft).map_err(store::Error::from)?;
        return match desk.attempt(move |tx, ctx| task_save(tx, ctx, task_id, &stored)).await {
            // The task was changed by keeping the draft; the page has to carry its new revision.
            Ok(()) => show(&desk, &load(&desk, &id).await?, errors, Some(draft)),
            Err(error) => merge::forestalled(&desk, &id, error, &pairs, sides).await,
        };
    }
    let stored = serde_json::to_value(&draft).map_err(store::Error::from)?;
    let saved: Result<(), Error> = desk.attempt(move |tx, ctx| task_save(tx, ctx, task_id, &stored)).await;
    match (saved, pairs.get("act")) {
        (Err(error), _) => merge::forestalled(&desk, &id, error, &pairs, sides).await,
        (Ok(()), "preview") => Ok(redirect::to(&view.at("/preview.pdf"))),
        (Ok(()), "kind") => Ok(redirect::to(&view.at("#fields"))),
        (Ok(()), _) => Ok(redirect::with_notice(&desk, &view.at(""), &Notice::success(desk.t.get("work-saved")))),
    }
}

/// The document of a decision as it would be issued, before it has a number.
pub async fn preview(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let view = load(&desk, &id).await?;
    let draft = if view.task.kind == "draft" && view.task.is_open() {
        completed(&view, kept(&view))
    } else {
        view.decision.clone().unwrap_or_default()
    };
    let case = view.case.id;
    let document = desk.read(move |tx, ctx| decision_preview(tx, ctx, case, &draft)).await?;
    drawn(&desk, &view, document).await
}

/// A document that is looked at before it is issued, as a PDF.
pub async fn drawn(desk: &Desk, view: &TaskView, document: Document) -> Result<Response, PageError> {
    let (engine, kit, base_url) = (desk.app.documents.clone(), view.kit.clone(), desk.app.config.base_url.clone());
    let made = tokio::task::spawn_blocking(move || document_render(&engine, &kit, &document, &base_url));
    let content = made.await.map_err(PageError::failure)?.map_err(PageError::failure)?;
    Ok(pdf(content, &format!("preview-{}.pdf", view.case.incoming_number), Disposition::Inline))
}

//! The last look at a correction, and sending it.

use askama::Template;
use axum::response::Response;
use cases::document::{AddDocument, document_add};
use cases::draft::draft_discard;
use cases::message::message_receive;
use cases::notice::correction_submit;
use forms::Env;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, CommandId};
use web::{Notice, Page, PageError, Pairs, redirect, render};

use super::form::show;
use super::{Change, Work, not_asked};
use crate::visitor::OwnCase;

#[derive(Template)]
#[template(path = "case/correct_check.html")]
struct CheckPage {
    page: Page,
    case: String,
    number: String,
    due: String,
    changes: Vec<Change>,
    reply: String,
    files: Vec<(String, u64)>,
}

/// The last look.
pub async fn look(own: OwnCase) -> Result<Response, PageError> {
    let work = Work::load(&own).await?;
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let (changes, reply) = (work.changes(&env), work.reply());
    if changes.is_empty() && reply.is_empty() {
        return Ok(redirect::to(&own.at("/correct")));
    }
    render(&CheckPage {
        page: own.page_of("portal-correct-check-title").of_service(work.service(&env)).with_back(own.at("/correct")),
        case: own.id.to_string(),
        number: work.number,
        due: work.due,
        changes,
        files: reply.names(),
        reply: reply.text,
    })
}

/// Sends the correction with the reply and its documents, once.
pub async fn submit(own: OwnCase, pairs: Pairs) -> Result<Response, PageError> {
    let work = match Work::load(&own).await {
        Ok(work) => work,
        // Sent before: a second click is answered like the first.
        Err(error) => return if was_sent(&own, pairs.command()?).await? { Ok(done(&own)) } else { Err(error) },
    };
    let env = Env::new(own.app.clock.now(), own.t.language().code());
    let reply = work.reply();
    if reply.is_empty() && work.changes(&env).is_empty() {
        return Ok(redirect::to(&own.at("/correct")));
    }
    let errors = work.errors(&env);
    if !errors.is_empty() {
        return show(&own, work, &errors, Vec::new());
    }
    let (id, draft) = (own.id, work.draft.clone());
    own.write_once(pairs.command()?, move |tx, ctx| {
        if store::command::command_outcome::<CaseId>(tx, ctx)?.is_some() {
            return Ok(());
        }
        // The correction is the act that the token stands for; words and documents belong to it.
        let part = Ctx { command_id: None, ..ctx.clone() };
        for file in reply.stored() {
            document_add(tx, &part, AddDocument { case_id: id, title: String::new(), file, official: true })?;
        }
        if !reply.text.is_empty() {
            message_receive(tx, &part, id, &reply.text)?;
        }
        correction_submit(tx, ctx, id, draft.answers.clone())?;
        draft_discard(tx, ctx, draft.id, &draft.owner)?;
        Ok(())
    })
    .await
    .map_err(|error| not_asked(&own, error))?;
    Ok(done(&own))
}

async fn was_sent(own: &OwnCase, command: CommandId) -> Result<bool, PageError> {
    own.read(move |tx, ctx| {
        let act = Ctx { command_id: Some(command), ..ctx.clone() };
        Ok(store::command::command_outcome::<CaseId>(tx, &act)?.is_some())
    })
    .await
}

fn done(own: &OwnCase) -> Response {
    redirect::with_notice(own, &own.at(""), &Notice::success(own.t.get("portal-correct-done")))
}

//! A correction brought on paper: the clerk enters what the applicant changed, on the same form (D-12, `domain.md` §6.4).
//!
//! The one rule: what is typed is kept in a draft of this clerk and this case until it is sent.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use cases::Error;
use cases::draft::{Draft, correction_draft_of_staff, draft_discard, draft_save};
use cases::notice::{Notice, correction_submit, notice_open};
use forms::FieldError;
use kernel::permission::Permission;
use web::upload::Received;
use web::{Page, PageError, redirect, render};

use super::{ActHead, CaseOfAct, load};
use crate::desk::Desk;
use crate::work::form::{self, Section};
use crate::work::refused;

#[derive(Template)]
#[template(path = "work/correct.html")]
struct CorrectPage {
    page: Page,
    head: ActHead,
    action: String,
    home: String,
    notice: Option<Notice>,
    sections: Vec<Section>,
}

async fn opened(desk: &Desk, id: &str) -> Result<(CaseOfAct, Draft, Option<Notice>), PageError> {
    desk.require(Permission::ApplicationIntake)?;
    let of = load(desk, id).await?;
    if of.case.status != cases::Status::AwaitingCorrection {
        return Err(PageError::conflict().with_text("work-correct-not-awaited").with_way_on(of.home()));
    }
    let case = of.case.id;
    let draft = desk.write(move |tx, ctx| correction_draft_of_staff(tx, ctx, case)).await?;
    let notice = desk.read(move |tx, ctx| notice_open(tx, ctx, case)).await?;
    Ok((of, draft, notice))
}

fn show(
    desk: &Desk,
    of: &CaseOfAct,
    draft: &Draft,
    notice: Option<Notice>,
    errors: &[FieldError],
    files: &[(String, String)],
) -> Result<Response, PageError> {
    let env = form::env(desk);
    let page = of.page(desk, "work-correct-title").with_errors(form::summary(errors, files, &env.language));
    render(&CorrectPage {
        head: of.head(desk),
        action: of.at("correct"),
        home: of.home(),
        notice,
        sections: form::sections(&page, &of.kit.form, &draft.answers, &env, errors, files),
        page,
    })
}

/// The form with the answers of the case.
pub async fn form(desk: Desk, Path(id): Path<String>) -> Result<Response, PageError> {
    let (of, draft, notice) = opened(&desk, &id).await?;
    show(&desk, &of, &draft, notice, &[], &[])
}

/// Keeps what was typed, or enters the correction.
pub async fn send(desk: Desk, Path(id): Path<String>, received: Received) -> Result<Response, PageError> {
    let (of, mut draft, notice) = match opened(&desk, &id).await {
        // A second click: the first one entered it and the case awaits nothing any more.
        Err(error) if error.status == axum::http::StatusCode::CONFLICT && received.pairs.get("act") == "send" => {
            return Ok(redirect::to(&format!("/office/cases/{id}")));
        }
        opened => opened?,
    };
    let mut answers = draft.answers.clone();
    let taken = form::take(&desk, &of.kit.form, &mut answers, &received).await?;
    draft.answers = answers;
    let kept = draft.clone();
    desk.write(move |tx, ctx| draft_save(tx, ctx, &kept)).await?;
    if !taken.refused.is_empty() {
        return show(&desk, &of, &draft, notice, &[], &taken.refused);
    }
    if received.pairs.get("act") != "send" || taken.bound.rows_changed {
        let focus = taken.bound.focus.map(|path| format!("#{}", forms::field_id(&path))).unwrap_or_default();
        return Ok(redirect::to(&format!("{}{focus}", of.at("correct"))));
    }
    let (case, answers, draft_id, owner) = (of.case.id, draft.answers.clone(), draft.id, draft.owner.clone());
    let sent = refused::act(&desk, received.pairs.command()?, move |tx, ctx| {
        correction_submit(tx, ctx, case, answers)?;
        match draft_discard(tx, ctx, draft_id, &owner) {
            Ok(()) | Err(Error::NotFound { .. } | Error::DraftGone) => Ok(()),
            Err(error) => Err(error),
        }
    });
    match sent.await {
        Ok(()) => Ok(redirect::with_notice(&desk, &of.home(), &web::Notice::success(desk.t.get("work-correct-done")))),
        Err(Error::Invalid { errors }) => show(&desk, &of, &draft, notice, &errors, &[]),
        Err(error) => refused::of_case(&desk, error, &received.pairs, &[], &of.home(), of.case.id).await,
    }
}

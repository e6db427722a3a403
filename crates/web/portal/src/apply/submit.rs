//! Filing the application (P-12 → P-17): once, however often the button is pressed.
//!
//! The one rule: the receipt opens for the browser that filed, in the transaction that filed.

use axum::extract::{Path, State};
use axum::response::Response;
use cases::Error;
use cases::draft::draft_get;
use cases::filing::{Submit, application_submit};
use identity::session::APPLICANT_SESSION_MS;
use identity::{SessionToken, applicant_session_open};
use kernel::ids::{CaseId, DraftId};
use services::kit::Channel;
use web::session::case_cookie;
use web::{App, PageError, Pairs, redirect};

use super::draft::{Choices, OwnDraft, explained, unknown};
use super::review;
use crate::visitor::Visitor;

enum Sent {
    Filed(CaseId, Option<SessionToken>),
    Incomplete,
}

/// Files the application and opens its receipt.
pub async fn send(State(app): State<App>, visitor: Visitor, Path(draft): Path<String>, pairs: Pairs) -> Result<Response, PageError> {
    let id: DraftId = draft.parse().map_err(|_| unknown())?;
    let command = pairs.command()?;
    let owner = visitor.owner().to_owned();
    let sent = visitor
        .write_once(command, move |tx, ctx| {
            let draft = draft_get(tx, ctx, id, &owner).map_err(explained)?;
            if let Some(case) = draft.case_id {
                // A second click: the browser may have dropped the first answer together with its cookie.
                let is_fresh = ctx.now_ms() - draft.updated_at < APPLICANT_SESSION_MS;
                let token = if is_fresh { Some(applicant_session_open(tx, ctx, case)?) } else { None };
                return Ok(Sent::Filed(case, token));
            }
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &draft.kit_hash)?;
            let choices = Choices::of(&draft, &kit);
            let (Some(speed), Some(delivery), true) = (choices.speed, choices.delivery, choices.is_complete()) else {
                return Ok(Sent::Incomplete);
            };
            let submit = Submit {
                service_code: draft.service_code.clone(),
                kit_hash: draft.kit_hash.clone(),
                answers: draft.answers.clone(),
                speed,
                delivery,
                delivery_address: if delivery == services::kit::DeliveryWay::Post { choices.address } else { String::new() },
                channel: Channel::Web,
                received_number: None,
                draft: Some(draft.id),
                scans: Vec::new(),
                intake_note: String::new(),
                doubtful_identifiers: false,
            };
            match application_submit(tx, ctx, submit) {
                Ok(receipt) => Ok(Sent::Filed(receipt.case_id, Some(applicant_session_open(tx, ctx, receipt.case_id)?))),
                Err(Error::Invalid { .. } | Error::Fee { .. }) => Ok(Sent::Incomplete),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match sent {
        Sent::Filed(case, token) => {
            let mut response = redirect::to(&format!("/receipt/{case}"));
            if let Some(token) = token {
                redirect::add(&mut response, case_cookie(&app, &token));
            }
            Ok(response)
        }
        Sent::Incomplete => review::show(&OwnDraft::load(visitor, id).await?, true).await,
    }
}

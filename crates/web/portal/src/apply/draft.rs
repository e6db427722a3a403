//! The draft of an address, for its owner only, and the choices kept beside its answers.
//!
//! The one rule: a draft of somebody else is unknown; one that was filed leads to its receipt.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use cases::Error;
use cases::draft::{Draft, draft_get, draft_save};
use forms::Env;
use kernel::ids::DraftId;
use serde_json::{Value as Json, json};
use services::kit::{DeliveryWay, Kit, Speed};
use web::{App, Page, PageError};

use crate::visitor::Visitor;

/// A visitor with one of their drafts and the kit it was begun with.
pub struct OwnDraft {
    visitor: Visitor,
    /// The draft.
    pub draft: Draft,
    /// Its kit.
    pub kit: Arc<Kit>,
}

impl Deref for OwnDraft {
    type Target = Visitor;
    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

/// The draft named in the address.
pub async fn draft_id(parts: &mut Parts, app: &App) -> Result<DraftId, PageError> {
    let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| PageError::not_found())?;
    let id = params.iter().find(|(name, _)| *name == "draft").and_then(|(_, text)| text.parse::<DraftId>().ok());
    id.ok_or_else(unknown)
}

/// No such draft, or not of this browser.
pub fn unknown() -> PageError {
    PageError::not_found().with_text("portal-draft-unknown").with_way_on("/drafts")
}

/// The draft's own refusals with a way on.
pub fn explained(error: Error) -> PageError {
    match error {
        Error::NotFound { .. } => unknown(),
        Error::DraftGone => PageError::from(Error::DraftGone).with_text("portal-draft-gone").with_way_on("/services"),
        error => error.into(),
    }
}

impl FromRequestParts<App> for OwnDraft {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, PageError> {
        let visitor = Visitor::from_request_parts(parts, app).await?;
        let id = draft_id(parts, app).await?;
        OwnDraft::load(visitor, id).await
    }
}

impl OwnDraft {
    /// Reads a draft of this visitor.
    pub async fn load(visitor: Visitor, id: DraftId) -> Result<OwnDraft, PageError> {
        let owner = visitor.owner().to_owned();
        let (draft, kit) = visitor
            .read(move |tx, ctx| {
                let draft = draft_get(tx, ctx, id, &owner).map_err(explained)?;
                let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &draft.kit_hash)?;
                Ok((draft, kit))
            })
            .await?;
        if let Some(case) = draft.case_id {
            return Err(PageError::redirect(format!("/receipt/{case}")));
        }
        Ok(OwnDraft { visitor, draft, kit })
    }

    /// The same visitor with the draft as it was just saved.
    pub fn with_draft(self, draft: Draft) -> OwnDraft {
        OwnDraft { draft, ..self }
    }

    /// Time and language for the form.
    pub fn env(&self) -> Env {
        Env::new(self.app.clock.now(), self.t.language().code())
    }

    /// Address of a page of this draft: `path` begins with a slash or is empty.
    pub fn at(&self, path: &str) -> String {
        format!("/apply/{}{path}", self.draft.id)
    }

    /// The frame of a page of this application.
    pub fn frame(&self, title: impl Into<String>) -> Page {
        self.page(title).of_service(super::service_name(&self.kit, self.t.language().code()))
    }

    /// Changes the draft as it stands in the store now, so that two open windows do not undo each other; answers with it and with
    /// what the change had to say.
    pub async fn change<T, F>(&self, change: F) -> Result<(Draft, T), PageError>
    where
        F: FnOnce(&mut Draft, &Kit) -> T + Clone + Send + 'static,
        T: Send + 'static,
    {
        let (id, owner, kit) = (self.draft.id, self.owner().to_owned(), self.kit.clone());
        self.write(move |tx, ctx| {
            let mut draft = draft_get(tx, ctx, id, &owner).map_err(explained)?;
            if let Some(case) = draft.case_id {
                return Err(PageError::redirect(format!("/receipt/{case}")));
            }
            let said = change(&mut draft, &kit);
            draft_save(tx, ctx, &draft).map_err(explained)?;
            Ok((draft, said))
        })
        .await
    }
}

/// What is chosen beside the answers of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// How quickly.
    pub speed: Option<Speed>,
    /// How the result is received.
    pub delivery: Option<DeliveryWay>,
    /// Address for delivery by post.
    pub address: String,
    /// Keys of the pages that were saved.
    pub seen: Vec<String>,
}

impl Choices {
    /// Reads the choices of a draft; what the service does not offer counts as not chosen, and what it leaves no choice about as chosen.
    pub fn of(draft: &Draft, kit: &Kit) -> Choices {
        let text = |key: &str| draft.choices[key].as_str().unwrap_or_default();
        let only_speed = if let [one] = kit.manifest.speeds.as_slice() { Some(one.code) } else { None };
        let only_way = if let [one] = kit.manifest.delivery.as_slice() { Some(one.way) } else { None };
        let speed = Speed::from_word(text("speed")).filter(|code| kit.speed(*code).is_some());
        let way = DeliveryWay::from_word(text("delivery")).filter(|way| kit.manifest.delivery.iter().any(|option| option.way == *way));
        let seen = draft.choices["seen"].as_array().into_iter().flatten().filter_map(|key| key.as_str().map(str::to_owned));
        Choices {
            speed: speed.or(only_speed),
            delivery: way.or(only_way),
            address: text("delivery_address").to_owned(),
            seen: seen.collect(),
        }
    }

    /// The choices as they are kept.
    pub fn to_json(&self) -> Json {
        json!({
            "speed": self.speed.map(Speed::word),
            "delivery": self.delivery.map(DeliveryWay::word),
            "delivery_address": self.address,
            "seen": self.seen,
        })
    }

    /// Remembers that a page was saved.
    pub fn mark_seen(&mut self, key: &str) {
        if !self.seen.iter().any(|seen| seen == key) {
            self.seen.push(key.to_owned());
        }
    }

    /// Whether speed, way and the address it needs are there.
    pub fn is_complete(&self) -> bool {
        self.speed.is_some() && self.delivery.is_some() && (self.delivery != Some(DeliveryWay::Post) || !self.address.trim().is_empty())
    }
}

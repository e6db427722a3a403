//! The unfinished application of a clerk: answers of the form and everything beside them.
//!
//! The one rule: what was typed is kept before anything is checked.

use std::ops::Deref;
use std::sync::Arc;

use cases::Error;
use cases::document::StoredFile;
use cases::draft::{Draft, draft_get, draft_save};
use kernel::ids::DraftId;
use kernel::permission::Permission;
use serde::{Deserialize, Serialize};
use services::kit::{Channel, DeliveryWay, Kit, Speed};
use web::{PageError, Pairs};

use super::words;
use crate::desk::Desk;

/// What is chosen and noted beside the answers of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Word of the speed.
    pub speed: String,
    /// Word of the way of delivery.
    pub delivery: String,
    /// Address for delivery by post.
    pub delivery_address: String,
    /// How the person at the counter proved who they are.
    pub identity: String,
    /// Number of the identity document or of the power of attorney.
    pub identity_note: String,
    /// Day of the postmark or of the message, ISO.
    pub received_on: String,
    /// Sender as written on the envelope or in the message.
    pub sender: String,
    /// The service reference number (РНУ) that the application brings along.
    pub reference: String,
    /// Envelope, number of the postal item, remarks.
    pub note: String,
    /// Scans and letters beside the form.
    pub scans: Vec<StoredFile>,
    /// The clerk confirmed identifiers with a wrong check digit.
    pub doubtful: bool,
    /// The clerk saw the open cases of the same applicant for the same service.
    pub duplicates_seen: bool,
}

impl Choices {
    /// The choices of a draft; what leaves no choice counts as chosen, the ordinary speed stands first.
    pub fn of(draft: &Draft, kit: &Kit) -> Choices {
        let mut choices: Choices = serde_json::from_value(draft.choices.clone()).unwrap_or_default();
        if choices.speed().filter(|code| kit.speed(*code).is_some()).is_none() {
            let first = words::SPEEDS.into_iter().find(|code| kit.speed(*code).is_some());
            choices.speed = first.map(Speed::word).unwrap_or_default().to_owned();
        }
        if choices.delivery.is_empty()
            && let [only] = kit.manifest.delivery.as_slice()
        {
            choices.delivery = only.way.word().to_owned();
        }
        choices
    }

    /// The speed.
    pub fn speed(&self) -> Option<Speed> {
        Speed::from_word(&self.speed)
    }

    /// The way of delivery.
    pub fn delivery(&self) -> Option<DeliveryWay> {
        DeliveryWay::from_word(&self.delivery)
    }

    /// Takes over what a post says; inputs that were not on the page stay as they are.
    pub fn take(&mut self, pairs: &Pairs) {
        let set = |name: &str, place: &mut String| {
            if pairs.has(name) {
                *place = words::cut(pairs.get(name));
            }
        };
        set("speed", &mut self.speed);
        set("delivery", &mut self.delivery);
        set("delivery_address", &mut self.delivery_address);
        set("identity", &mut self.identity);
        set("identity_note", &mut self.identity_note);
        set("sender", &mut self.sender);
        set("reference", &mut self.reference);
        set("note", &mut self.note);
        if pairs.has("received_on") {
            let text = pairs.get("received_on");
            // What is no day stays as it was typed, for the check to name it.
            self.received_on = words::date_parse(text).map_or_else(|| words::cut(text), |day| day.to_string());
        }
        for (name, _) in &pairs.0 {
            if let Some(index) = name.strip_prefix("remove-scan:").and_then(|text| text.parse::<usize>().ok())
                && index < self.scans.len()
            {
                self.scans.remove(index);
            }
        }
        self.doubtful = pairs.has("doubtful");
    }

    /// Takes the choices into a draft.
    pub fn put(&self, draft: &mut Draft) {
        draft.choices = serde_json::to_value(self).unwrap_or_default();
    }
}

/// A draft of this clerk with its kit.
pub struct OwnDraft {
    desk: Desk,
    /// The draft.
    pub draft: Draft,
    /// Its kit.
    pub kit: Arc<Kit>,
}

impl Deref for OwnDraft {
    type Target = Desk;
    fn deref(&self) -> &Desk {
        &self.desk
    }
}

/// The name under which drafts of a clerk are kept.
pub fn owner(desk: &Desk) -> String {
    desk.staff.id.to_string()
}

/// The page of a draft that is unknown, of somebody else or expired.
fn unknown(error: PageError) -> PageError {
    match error.status.as_u16() {
        404 | 410 => error.with_text("work-unknown-draft").with_way_on("/office/new"),
        _ => error,
    }
}

impl OwnDraft {
    /// Reads a draft of this clerk; a filed one leads to its result.
    pub async fn load(desk: Desk, id: &str) -> Result<OwnDraft, PageError> {
        let own = Self::load_any(desk, id).await?;
        if own.draft.case_id.is_some() {
            return Err(PageError::redirect(own.at("/filed")));
        }
        Ok(own)
    }

    /// Reads a draft of this clerk, filed or not.
    pub async fn load_any(desk: Desk, id: &str) -> Result<OwnDraft, PageError> {
        desk.require(Permission::ApplicationIntake)?;
        let id: DraftId = id.parse().map_err(|_| unknown(PageError::not_found()))?;
        let owner = owner(&desk);
        let found = desk.read(move |tx, ctx| {
            let draft = draft_get(tx, ctx, id, &owner)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &draft.kit_hash)?;
            Ok((draft, kit))
        });
        let (draft, kit) = found.await.map_err(unknown)?;
        Ok(OwnDraft { desk, draft, kit })
    }

    /// How the application came.
    pub fn channel(&self) -> Channel {
        Channel::from_word(&self.draft.channel).unwrap_or(Channel::Counter)
    }

    /// Address of a page of this draft.
    pub fn at(&self, path: &str) -> String {
        format!("/office/new/{}{path}", self.draft.id)
    }

    /// Keeps the draft as it stands.
    pub async fn keep(&self) -> Result<(), PageError> {
        let draft = self.draft.clone();
        let kept: Result<(), Error> = self.attempt(move |tx, ctx| draft_save(tx, ctx, &draft)).await;
        match kept {
            // It was filed in another window meanwhile.
            Err(Error::DraftGone) => Err(PageError::redirect(self.at("/filed"))),
            kept => kept.map_err(|error| crate::desk::refused(self.t, error)),
        }
    }
}

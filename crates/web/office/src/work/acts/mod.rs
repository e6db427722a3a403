//! Acts on a whole case outside its ordinary course (D-28 and the menu of D-13): each on its own page, with its effect and a reason.
//!
//! The one rule: an act that cannot be undone is confirmed with a tick, after its effect was told.

pub mod add;
pub mod correct;
pub mod opinion;
pub mod proceeding;

use std::sync::Arc;

use cases::CaseFile;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use services::kit::Kit;
use web::{Page, PageError};

use super::words;
use crate::desk::Desk;
use crate::due::Due;

/// A case as the pages of its acts show it.
pub struct CaseOfAct {
    /// The case.
    pub case: CaseFile,
    /// Its kit.
    pub kit: Arc<Kit>,
}

/// Reads the case of an act.
pub async fn load(desk: &Desk, id: &str) -> Result<CaseOfAct, PageError> {
    desk.require(Permission::CaseRead)?;
    let id: CaseId = id.parse().map_err(|_| PageError::not_found().with_text("work-unknown-case"))?;
    desk.read(move |tx, ctx| {
        let case = cases::case_get(tx, ctx, id)?;
        let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
        Ok(CaseOfAct { case, kit })
    })
    .await
}

/// The head over the form of an act.
pub struct ActHead {
    /// Incoming number with its day.
    pub number: String,
    /// Service.
    pub service: String,
    /// Applicant.
    pub applicant: String,
    /// Identifier of the status.
    pub status: &'static str,
    /// Term.
    pub due: Due,
}

impl CaseOfAct {
    /// Address of the case.
    pub fn home(&self) -> String {
        format!("/office/cases/{}", self.case.id)
    }

    /// Address of an act.
    pub fn at(&self, act: &str) -> String {
        format!("/office/cases/{}/acts/{act}", self.case.id)
    }

    /// The frame of a page of an act.
    pub fn page(&self, desk: &Desk, key: &str) -> Page {
        desk.page(desk.t.get(key)).of_service(words::pick(desk.t, &self.kit.manifest.name)).with_back(self.home())
    }

    /// The head over the form.
    pub fn head(&self, desk: &Desk) -> ActHead {
        let language = desk.t.language();
        ActHead {
            number: format!("{}/{}", self.case.incoming_number, web::format::date(self.case.registered_on, language)),
            service: words::pick(desk.t, &self.kit.manifest.name),
            applicant: self.case.applicant_name.clone(),
            status: self.case.status.identifier(),
            due: Due::of_case(desk.t, &self.case, desk.ctx().today()),
        }
    }
}

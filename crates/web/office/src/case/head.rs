//! The head of every page of a case: number, service, applicant, state, owner, term, flags, tabs, next steps.

use std::sync::Arc;

use cases::access::{Looked, access_is_new};
use cases::{CaseFile, Error, case_get};
use kernel::ctx::Ctx;
use kernel::ids::CaseId;
use kernel::permission::Permission;
use services::kit::Kit;
use store::Tx;
use web::{Page, PageError, Texts, format};

use crate::case::steps::{Steps, steps};
use crate::desk::{Desk, unknown};
use crate::due::Due;
use crate::names::Names;

/// A tab of the case: word of the key and ending of the address.
const TABS: [(&str, &str); 8] = [
    ("overview", ""),
    ("route", "/tasks"),
    ("documents", "/documents"),
    ("messages", "/messages"),
    ("payments", "/payments"),
    ("terms", "/terms"),
    ("public", "/public"),
    ("journal", "/journal"),
];

/// A tab as it is shown.
#[derive(Debug, Clone)]
pub struct CaseTab {
    /// Words.
    pub text: String,
    /// Address.
    pub href: String,
    /// Whether it is shown now.
    pub is_current: bool,
}

/// Everything the head shows.
#[derive(Debug, Clone)]
pub struct Head {
    /// Identifier of the case.
    pub id: String,
    /// Incoming number.
    pub number: String,
    /// РНУ.
    pub rnu: String,
    /// Service.
    pub service: String,
    /// Applicant.
    pub applicant: String,
    /// Kind and masked identifier; empty when there is none.
    pub identifier: String,
    /// Status.
    pub status: &'static str,
    /// Badge of the term.
    pub due: Due,
    /// Flags beside the status: words and tone.
    pub flags: Vec<(String, &'static str)>,
    /// Accountable unit.
    pub unit: String,
    /// Accountable person; may be empty.
    pub assignee: String,
    /// Day of registration.
    pub registered: String,
    /// Tabs.
    pub tabs: Vec<CaseTab>,
    /// What the clerk can do.
    pub steps: Steps,
    /// Something new from the applicant that nobody marked as seen.
    pub is_unread: bool,
}

impl Head {
    /// Address of a page of this case; `path` begins with a slash or is empty.
    pub fn at(&self, path: &str) -> String {
        format!("/office/cases/{}{path}", self.id)
    }
}

/// A case with its kit and its head.
pub struct Opened {
    /// The case.
    pub case: CaseFile,
    /// The version of the service it runs on.
    pub kit: Arc<Kit>,
    /// Names.
    pub names: Names,
    /// The head.
    pub head: Head,
}

/// „ЕГН ••••••1234“.
pub fn masked_identifier(t: Texts, case: &CaseFile) -> String {
    if case.applicant_identifier.is_empty() {
        return String::new();
    }
    format!("{} {}", identifier_kind(t, &case.applicant_identifier_kind), cases::mask(&case.applicant_identifier)).trim().to_owned()
}

/// „ЕГН“, „ЛНЧ“, „ЕИК“.
pub fn identifier_kind(t: Texts, kind: &str) -> String {
    t.find(&format!("office-identifier-{kind}")).map(|text| text.into_owned()).unwrap_or_default()
}

/// Reads a case with everything its head shows.
pub fn open(tx: &Tx<'_>, ctx: &Ctx, t: Texts, id: CaseId, tab: &str) -> Result<Opened, Error> {
    let case = case_get(tx, ctx, id)?;
    let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
    let tasks = cases::task::task_list_of_case(tx, ctx, id)?;
    let people = tasks.iter().filter_map(|task| task.assignee_id).chain(case.assignee_id);
    let names = Names::load(tx, ctx, t.language().code(), people)?;
    let steps = steps(tx, ctx, t, &case, &kit, &tasks, &names)?;
    let mut flags = Vec::new();
    if case.is_overdue(ctx.today()) {
        flags.push((t.get("flag-overdue").into_owned(), "bad"));
    }
    if case.term_extended {
        flags.push((t.get("flag-extended").into_owned(), "info"));
    }
    if case.has_unread {
        flags.push((t.get("flag-unread").into_owned(), "wait"));
    }
    if case.speed != "ordinary" {
        flags.push((crate::names::speed(t, &case.speed), "info"));
    }
    let head = Head {
        id: id.to_string(),
        number: case.incoming_number.clone(),
        rnu: case.rnu.clone(),
        service: kit.manifest.name.get(t.language().code()).to_owned(),
        applicant: case.applicant_name.clone(),
        identifier: masked_identifier(t, &case),
        status: case.status.identifier(),
        due: Due::of_case(t, &case, ctx.today()),
        flags,
        unit: names.unit(case.unit_id),
        assignee: names.person(case.assignee_id),
        registered: format::date(case.registered_on, t.language()),
        tabs: TABS
            .iter()
            .map(|(word, path)| CaseTab {
                text: t.get(&format!("office-case-tab-{word}")).into_owned(),
                href: format!("/office/cases/{id}{path}"),
                is_current: *word == tab,
            })
            .collect(),
        steps,
        is_unread: case.has_unread,
    };
    Ok(Opened { case, kit, names, head })
}

/// The identifier in the address; anything else is a page that does not exist.
pub fn case_id(text: &str) -> Result<CaseId, PageError> {
    text.parse().map_err(|_| PageError::not_found())
}

/// Opens a case for a tab and reads what the tab shows, all on one snapshot.
pub async fn opened<T, F>(desk: &Desk, id: &str, tab: &'static str, more: F) -> Result<(Opened, T), PageError>
where
    F: FnOnce(&Tx<'_>, &Ctx, &Opened) -> Result<T, Error> + Send + 'static,
    T: Send + 'static,
{
    desk.require(Permission::CaseRead)?;
    let (id, t) = (case_id(id)?, desk.t);
    if desk.read(move |tx, ctx| access_is_new(tx, ctx, id, Looked::Case)).await? {
        desk.looked(id).await.map_err(unknown)?;
    }
    desk.read(move |tx, ctx| {
        let opened = open(tx, ctx, t, id, tab)?;
        let rest = more(tx, ctx, &opened)?;
        Ok((opened, rest))
    })
    .await
    .map_err(unknown)
}

/// The frame of a page of a case.
pub fn page(desk: &Desk, head: &Head) -> Page {
    desk.page(desk.t.with1("office-case-title", "number", &head.number)).of_service(head.service.clone())
}

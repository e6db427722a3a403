//! The applicant's own case: where it stands and what can be done (P-19), and the explanation of its term (P-20).

use askama::Template;
use axum::response::Response;
use cases::message::{Message, message_list};
use cases::notice::{Notice, notice_open};
use cases::payment::obligation_list;
use cases::rating::rating_get;
use cases::{Status, case_get_own, lifecycle, term, tracking};
use web::{Page, PageError, format, render};

use crate::status::{Progress, term_page};
use crate::visitor::OwnCase;

/// One thing the applicant can do.
pub struct Act {
    /// Words.
    pub text: String,
    /// Address.
    pub href: String,
    /// Picture.
    pub icon: &'static str,
}

#[derive(Template)]
#[template(path = "case/overview.html")]
struct OverviewPage {
    page: Page,
    case: String,
    applicant: String,
    progress: Progress,
    notice: Option<Notice>,
    notice_due: String,
    unpaid: Option<i64>,
    has_result: bool,
    acts: Vec<Act>,
}

/// The case as its applicant sees it.
pub async fn page(own: OwnCase) -> Result<Response, PageError> {
    let id = own.id;
    let language = own.t.language().code();
    let (case, view, notice, unpaid, has_result, withdrawable, rated, messages) = own
        .read(move |tx, ctx| {
            let case = case_get_own(tx, ctx, id)?;
            let kit = services::catalogue::kit_by_hash(tx, ctx.administration_id, &case.kit_hash)?;
            let due = obligation_list(tx, ctx, id)?;
            let unpaid: i64 = due.iter().filter(|due| due.state == "pending").map(|due| due.amount_cents).sum();
            let messages = message_list(tx, ctx, id)?.iter().filter(|message| is_shown(message)).count();
            let withdrawable = lifecycle::withdrawal_offered(&kit, &case);
            let view = tracking::status_own(tx, ctx, id)?;
            let has_result = super::result::is_available(tx, ctx, id)?;
            let rated = rating_get(tx, ctx, id)?.is_some();
            let notice = notice_open(tx, ctx, id)?
                .map(|notice| Notice { items: super::correct::in_language(&kit, notice.items.clone(), language), ..notice });
            Ok((case, view, notice, unpaid, has_result, withdrawable, rated, messages))
        })
        .await?;
    let t = own.t;
    let act = |key: &str, path: &str, icon: &'static str| Act { text: t.get(key).into_owned(), href: own.at(path), icon };
    let mut acts = vec![act("portal-act-documents", "/documents", "document")];
    if !case.status.is_final() {
        acts.push(act("portal-act-add", "/add", "upload"));
    }
    let talk = act("portal-act-messages", "/messages", "mail");
    acts.push(if messages > 0 { Act { text: format!("{} ({messages})", talk.text), ..talk } } else { talk });
    acts.push(act("portal-act-receipt", "/receipt.pdf", "print"));
    acts.push(act("portal-act-reads", "/reads", "search"));
    if withdrawable {
        acts.push(act("portal-act-withdraw", "/withdraw", "cross"));
    }
    if !rated && (case.status.is_decided() || has_result) {
        acts.push(act("portal-act-rate", "/rate", "star"));
    }
    let progress = Progress::of(t, &view, own.at("/term"), true);
    let notice = notice.filter(|_| case.status == Status::AwaitingCorrection);
    render(&OverviewPage {
        page: own.page_of("portal-case-title").of_service(progress.service.clone()),
        case: id.to_string(),
        applicant: case.applicant_name,
        progress,
        notice_due: notice.as_ref().map(|notice| format::date(notice.due_on, t.language())).unwrap_or_default(),
        notice,
        unpaid: (unpaid > 0 && !case.status.is_final()).then_some(unpaid),
        has_result,
        acts,
    })
}

/// Whether a message belongs to the conversation on the portal: letters to the applicant, not to staff.
pub fn is_shown(message: &Message) -> bool {
    message.channel == "portal" || message.direction == "out"
}

/// The explanation of the term, with the reasons clerks gave.
pub async fn term(own: OwnCase) -> Result<Response, PageError> {
    let id = own.id;
    let (view, explanation) = own
        .read(move |tx, ctx| {
            let case = case_get_own(tx, ctx, id)?;
            Ok((tracking::status_own(tx, ctx, id)?, term::term_explain(tx, ctx, &case)?))
        })
        .await?;
    term_page(&own, &view, &explanation, own.at(""))
}

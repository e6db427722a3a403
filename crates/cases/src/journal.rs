//! Statuses for еЖурнал: reports in the order of the case, written with the command that made them true.

pub use ejournal::Language;
use ejournal::client::{self, Report};
pub use ejournal::client::{Reported, State, receipt_of};
use ejournal::event::{EventId, Need};
use ejournal::{Class, Nomenclature};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::permission::Permission;
use kernel::status_code::StatusCode;
use serde_json::{Value as Json, json};
use store::Tx;

use crate::case_file::{self, CaseFile};
use crate::codes;
use crate::error::Error;

/// Reports a status of `ejournal.md` §4 under the case's service reference number. What the status needs and the caller does not give is
/// taken from the case; `extra` has members of the event's `data`.
pub(crate) fn status(tx: &mut Tx<'_>, ctx: &Ctx, case: &CaseFile, code: &str, extra: Json) -> Result<(), Error> {
    let mut data = json!({
        "service": { "number": case.service_number, "channel": channel(&case.channel), "mode": mode(&case.speed) },
        "actor": actor(ctx),
    });
    let given = extra.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    given.for_each(|(name, value)| data[name] = value.clone());
    for need in needs_of(code) {
        let name = need.to_string();
        if let (true, Some(value)) = (data[&name].is_null(), of_case(case, need)) {
            data[&name] = value;
        }
    }
    client::report(tx, ctx, case.id, &Report { subject: &case.rnu, status: code, data })?;
    Ok(())
}

/// The service reference number of a case and the status code with which an applicant inquires about it, for the journal. For the program
/// itself: the journal gets a keyed hash only.
pub fn status_code_of(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<(String, StatusCode), Error> {
    let case = case_file::get(tx, ctx.administration_id, case)?;
    Ok((case.rnu, codes::codes_of(&ctx.key, ctx.administration_id, case.id, case.code_generation).status))
}

/// What a status of the nomenclature needs.
fn needs_of(code: &str) -> Vec<Need> {
    let status = code.parse().ok().and_then(|code| Nomenclature::shipped().status(&code));
    status.map(|status| status.needs.to_vec()).unwrap_or_default()
}

/// A registration number with its digits kept apart: "2026-000004" reads like a personal number when the hyphen is left out, and the journal
/// refuses those (`ejournal.md` §7).
fn apart(number: &str) -> String {
    let signs: Vec<char> = number.chars().collect();
    let is_digit = |place: usize| signs.get(place).is_some_and(char::is_ascii_digit);
    let apart =
        |(place, sign): (usize, &char)| if *sign == '-' && place > 0 && is_digit(place - 1) && is_digit(place + 1) { '/' } else { *sign };
    signs.iter().enumerate().map(apart).collect()
}

/// What a case itself tells.
fn of_case(case: &CaseFile, need: Need) -> Option<Json> {
    match need {
        Need::Registration => Some(json!({ "number": apart(&case.incoming_number), "date": case.registered_on })),
        Need::Due => case.deadline_on.map(|due| json!(due)),
        _ => None,
    }
}

fn channel(word: &str) -> &str {
    match word {
        "web" => "portal",
        "counter" => "desk",
        other => other,
    }
}

fn mode(word: &str) -> &str {
    if word == "ordinary" { "normal" } else { word }
}

fn actor(ctx: &Ctx) -> &'static str {
    match ctx.actor.class() {
        "staff" => "employee",
        "system" => "system",
        _ => "applicant",
    }
}

/// A status that was reported, as the applicant may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicReport {
    /// Id of the event: by it the proof is found.
    pub id: EventId,
    /// Code of the status.
    pub status: String,
    /// When, ms since 1970 UTC.
    pub at: i64,
    /// Whether the journal gave its receipt.
    pub has_receipt: bool,
}

/// The statuses of a case that its applicant may see, in their order.
pub(crate) fn public_reports(tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> Result<Vec<PublicReport>, Error> {
    let shown = |code: &str| code.parse().ok().and_then(|code| Nomenclature::shipped().status(&code)).is_some_and(|status| status.public);
    let reports = client::reports_of(tx, administration, case)?.into_iter();
    let provable = |state: State| matches!(state, State::Waiting | State::Formed | State::Sent);
    let reports = reports.filter(|report| provable(report.state) && shown(&report.status));
    let public = |report: Reported| PublicReport { id: report.id, status: report.status, at: report.at, has_receipt: report.has_receipt };
    Ok(reports.map(public).collect())
}

/// The reports of a case in their order, with what became of each; for staff.
pub fn reports(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Vec<Reported>, Error> {
    ctx.require(Permission::CaseRead)?;
    Ok(client::reports_of(tx, ctx.administration_id, case)?)
}

/// The Bulgarian and the English name of a status of the nomenclature.
pub fn status_names(code: &str) -> Option<(&'static str, &'static str)> {
    let status = Nomenclature::shipped().status(&code.parse().ok()?)?;
    Some((&status.bg, &status.en))
}

/// Why a report is wrong, for people: what the rule says, and the member it is about.
pub fn report_fault(report: &Reported, language: Language) -> Option<String> {
    let (class, pointer) = report.last_error.as_deref()?.split_once(' ')?;
    let class = Class::ALL.iter().find(|known| known.name() == class)?;
    Some(format!("{} {pointer}", class.sentence(language)).trim_end().to_owned())
}

/// Codes of the statuses of a case in the order they were reported.
pub fn statuses_of(tx: &Tx<'_>, administration: AdministrationId, case: CaseId) -> Result<Vec<String>, Error> {
    Ok(client::reports_of(tx, administration, case)?.into_iter().map(|report| report.status).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_a_registration_number_are_kept_apart() {
        assert_eq!(apart("ВХ-2026-000004"), "ВХ-2026/000004");
        assert_eq!((apart("94-00-17"), apart("1-2-3"), apart("РД-7-")), ("94/00/17".to_owned(), "1/2/3".to_owned(), "РД-7-".to_owned()));
    }

    #[test]
    fn a_status_says_what_it_needs() {
        assert_eq!(needs_of("intake.forwarded"), [Need::ForwardedTo]);
        assert!(needs_of("case.closed").is_empty() && needs_of("no.such").is_empty());
    }
}

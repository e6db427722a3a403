//! The codes of the status nomenclature of the event journal that a process may report (`ejournal.md` §4).
//!
//! The one rule: codes are sorted, so that looking one up is a binary search; a new code is a new version of the nomenclature.

/// Version of the nomenclature the codes come from.
pub const JOURNAL_NOMENCLATURE: &str = "1.0.0";

/// Every status code, sorted.
pub const JOURNAL_STATUSES: &[&str] = &[
    "appeal.decided",
    "appeal.filed",
    "appeal.forwarded",
    "applicant.supplemented",
    "applicant.withdrawn",
    "auth.attributes.received",
    "auth.attributes.requested",
    "auth.denied",
    "auth.received",
    "auth.succeeded",
    "authz.denied",
    "authz.requested",
    "authz.succeeded",
    "case.archived",
    "case.closed",
    "case.destroyed",
    "case.reopened",
    "decision.coordinated",
    "decision.drafted",
    "decision.granted",
    "decision.granted-partly",
    "decision.refused",
    "decision.signed",
    "decision.tacit-consent",
    "decision.tacit-refusal",
    "decision.terminated",
    "deficiency.answered",
    "deficiency.expired",
    "deficiency.notified",
    "delivery.deemed",
    "delivery.desk",
    "delivery.failed",
    "delivery.notified",
    "delivery.opened",
    "delivery.post.confirmed",
    "delivery.post.returned",
    "delivery.posted",
    "delivery.received",
    "form.abandoned",
    "form.invalid",
    "form.prefilled",
    "form.saved",
    "form.signed",
    "form.signing",
    "form.started",
    "form.submitted",
    "form.validated",
    "intake.forwarded",
    "intake.received",
    "intake.registered",
    "intake.rejected",
    "journal.corrected",
    "journal.retracted",
    "link.closed",
    "link.opened",
    "payment.authorised",
    "payment.cancelled",
    "payment.desk",
    "payment.exempt",
    "payment.expired",
    "payment.ordered",
    "payment.paid",
    "payment.processing",
    "payment.refund.ordered",
    "payment.refunded",
    "payment.registered",
    "payment.rejected",
    "payment.requested",
    "payment.suspended",
    "portal.auth.returned",
    "portal.auth.sent",
    "portal.service.opened",
    "result.ready",
    "result.sent",
    "term.breached",
    "term.extended",
    "term.resumed",
    "term.set",
    "term.suspended",
    "transport.failed",
    "transport.received",
    "transport.refused",
    "transport.registered",
    "transport.sent",
    "work.assigned",
    "work.data.received",
    "work.data.requested",
    "work.data.unavailable",
    "work.inspection.done",
    "work.inspection.scheduled",
    "work.opinion.received",
    "work.opinion.requested",
    "work.reassigned",
    "work.stage",
    "work.started",
];

/// Whether `code` is in the nomenclature.
pub(super) fn journal_status_known(code: &str) -> bool {
    JOURNAL_STATUSES.binary_search(&code).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_single() {
        assert!(JOURNAL_STATUSES.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(journal_status_known("intake.registered") && !journal_status_known("intake.registred"));
    }
}

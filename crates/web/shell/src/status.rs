//! Words, tones and pictures of the states of a case (`ux.md` §12). The labels live in `locales/*/status.ftl`:
//! `status-desk-<Identifier>` for staff and `status-public-<Identifier>` for the applicant.

use std::borrow::Cow;

use crate::texts::Texts;

/// Every identifier of a state, in the order of `domain.md` §6.1 and §6.2.
pub const ALL: [&str; 25] = [
    "Draft",
    "AwaitingSignature",
    "Signed",
    "Submitting",
    "SubmissionFailed",
    "Received",
    "Registered",
    "NotRegistered",
    "RegularityCheck",
    "AwaitingCorrection",
    "AwaitingPayment",
    "InProgress",
    "AwaitingInformation",
    "InApproval",
    "Suspended",
    "Decided",
    "ReadyForDelivery",
    "Completed",
    "Refused",
    "Terminated",
    "Forwarded",
    "SilentRefusal",
    "SilentConsent",
    "UnderAppeal",
    "Archived",
];

/// The label for staff.
pub fn desk(t: Texts, identifier: &str) -> Cow<'static, str> {
    t.get(&format!("status-desk-{identifier}"))
}

/// The label for the applicant.
pub fn public(t: Texts, identifier: &str) -> Cow<'static, str> {
    t.get(&format!("status-public-{identifier}"))
}

/// The tone of the tag: `neutral`, `info`, `good`, `wait`, `bad`, `done`.
pub fn tone(identifier: &str) -> &'static str {
    match identifier {
        "Draft" | "Signed" | "Submitting" | "Archived" => "neutral",
        "Received" | "Registered" | "RegularityCheck" | "InProgress" | "InApproval" | "UnderAppeal" => "info",
        "AwaitingSignature" | "AwaitingCorrection" | "AwaitingPayment" | "AwaitingInformation" | "Suspended" => "wait",
        "Decided" | "ReadyForDelivery" => "good",
        "Completed" | "SilentConsent" => "done",
        "Refused" | "SubmissionFailed" | "NotRegistered" | "SilentRefusal" => "bad",
        _ => "neutral",
    }
}

/// The picture beside the label.
pub fn icon(identifier: &str) -> &'static str {
    match identifier {
        "Draft" => "pen",
        "AwaitingSignature" | "Signed" | "InApproval" => "pen",
        "Submitting" | "Forwarded" => "send",
        "Received" | "Registered" => "inbox",
        "RegularityCheck" => "task",
        "AwaitingCorrection" => "warning",
        "AwaitingPayment" => "money",
        "InProgress" => "clock",
        "AwaitingInformation" => "building",
        "Suspended" => "pause",
        "Decided" | "ReadyForDelivery" => "document",
        "Completed" | "SilentConsent" => "check",
        "Refused" | "Terminated" | "SilentRefusal" | "NotRegistered" | "SubmissionFailed" => "cross",
        "UnderAppeal" => "flag",
        "Archived" => "archive",
        _ => "dot",
    }
}

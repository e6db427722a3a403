//! Words of roles, permissions, holidays and kinds of events, and the finished sentences of refusals.

use jiff::civil::Date;
use kernel::actor::Role;
use kernel::calendar::{Calendar, Reason};
use kernel::permission::Permission;
use web::{Texts, format};

/// The name of a role.
pub fn role(t: Texts, role: Role) -> String {
    t.get(&format!("role-{}", role.identifier())).into_owned()
}

/// What a role is for, in one sentence.
pub fn role_hint(t: Texts, role: Role) -> String {
    t.get(&format!("role-{}-hint", role.identifier())).into_owned()
}

/// Permissions that roles can hold, in the order in which they are shown, with the group each belongs to.
pub const PERMISSIONS: &[(&str, &[(Permission, &str)])] = &[
    (
        "intake",
        &[
            (Permission::ApplicationIntake, "application-intake"),
            (Permission::DocumentRegister, "document-register"),
            (Permission::DocumentAdd, "document-add"),
            (Permission::DeliveryRecord, "delivery-record"),
            (Permission::PaymentRecord, "payment-record"),
        ],
    ),
    (
        "case",
        &[
            (Permission::CaseRead, "case-read"),
            (Permission::IdentifierUnmask, "identifier-unmask"),
            (Permission::TaskWork, "task-work"),
            (Permission::TaskAssign, "task-assign"),
            (Permission::RegularityCheck, "regularity-check"),
            (Permission::OpinionGive, "opinion-give"),
            (Permission::DecisionDraft, "decision-draft"),
            (Permission::DecisionReview, "decision-review"),
            (Permission::DecisionSign, "decision-sign"),
            (Permission::CaseSuspend, "case-suspend"),
            (Permission::TermExtend, "term-extend"),
            (Permission::CaseEnd, "case-end"),
            (Permission::ReportView, "report-view"),
        ],
    ),
    (
        "system",
        &[
            (Permission::OrganisationManage, "organisation-manage"),
            (Permission::StaffManage, "staff-manage"),
            (Permission::CalendarManage, "calendar-manage"),
            (Permission::KitManage, "kit-manage"),
            (Permission::LogRead, "log-read"),
            (Permission::JournalManage, "journal-manage"),
        ],
    ),
];

/// Kinds of events by group, for the filter of the log.
pub const KINDS: &[(&str, &[&str])] = &[
    (
        "people",
        &[
            "StaffCreated",
            "StaffChanged",
            "StaffBlocked",
            "StaffUnblocked",
            "StaffRolesSet",
            "StaffPasswordSet",
            "OwnPasswordSet",
            "SignedIn",
            "SignedOut",
            "SignInLocked",
            "SessionsClosed",
        ],
    ),
    (
        "organisation",
        &[
            "AdministrationCreated",
            "AdministrationChanged",
            "UnitCreated",
            "UnitChanged",
            "UnitClosed",
            "UnitReopened",
            "PositionCreated",
            "PositionChanged",
            "PositionClosed",
            "CalendarDaySet",
            "CalendarDayRemoved",
        ],
    ),
    ("kits", &["KitInstalled", "KitRetired"]),
    (
        "journal",
        &[
            "LogCheckAsked",
            "LogChecked",
            "LogExtracted",
            "CasesExported",
            "AuditHandedOver",
            "AuditInquirySaved",
            "AuditInquiryRemoved",
            "JournalSourceAdmitted",
            "JournalSourceSuspended",
            "JournalSourceResumed",
            "JournalKeyAdded",
            "JournalKeyEnded",
            "JournalCertificateAdded",
            "JournalCertificateRemoved",
            "JournalScopeAdded",
            "JournalScopeRemoved",
            "JournalNomenclaturePublished",
        ],
    ),
    ("cases", &[]),
];

/// What happened, in words; the identifier when nobody wrote the words.
pub fn kind(t: Texts, kind: &str) -> String {
    t.find(&format!("log-{kind}")).map_or_else(|| kind.to_owned(), |text| text.into_owned())
}

/// The name of a fact of an event; the key itself when nobody wrote the words.
pub fn fact(t: Texts, key: &str) -> String {
    t.find(&format!("admin-fact-{key}")).map_or_else(|| key.to_owned(), |text| text.into_owned())
}

/// A value of a fact as people read it: roles by name, dates in their usual form, everything else unchanged.
pub fn value(t: Texts, text: &str) -> String {
    if let Some(one) = Role::from_identifier(text) {
        return role(t, one);
    }
    match text {
        "off" | "working" => t.get(&format!("admin-day-kind-{text}")).into_owned(),
        _ if text.len() == 10 => format::date_text(text, t.language()),
        _ => text.to_owned(),
    }
}

/// Who acted, when it was not a member of staff.
pub fn actor_class(t: Texts, class: &str) -> String {
    t.find(&format!("log-actor-{class}")).map_or_else(|| class.to_owned(), |text| text.into_owned())
}

/// Why a day is off, or that it was declared working; nothing for ordinary days and weekends.
pub fn day(t: Texts, calendar: &Calendar, day: Date) -> Option<String> {
    let holiday = |key: &str| t.get(&format!("admin-holiday-{key}")).into_owned();
    match calendar.non_working_reason(day) {
        None => calendar.overrides().get(&day).map(|declared| t.with1("admin-day-working", "note", declared.note.as_str())),
        Some(Reason::Weekend) => None,
        Some(Reason::Holiday(one)) => Some(holiday(one.key())),
        Some(Reason::Substitute { holiday: one, on }) => {
            Some(t.with2("admin-day-substitute", "name", holiday(one.key()), "date", format::date(on, t.language())))
        }
        Some(Reason::Declared(note)) => Some(t.with1("admin-day-off", "note", note)),
    }
}

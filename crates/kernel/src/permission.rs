//! What may be done and by whom: one table, checked as the first line of every command.

use crate::actor::Role;

/// An act that needs a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// File an application on the portal; open to everyone.
    ApplicationFile,
    /// Act in one's own case: add documents, correct, withdraw, download, rate.
    OwnCase,
    /// Enter an application on behalf of a person who stands at the counter or wrote by post.
    ApplicationIntake,
    /// Read case files with their internal section.
    CaseRead,
    /// See a personal identifier in full; every use is written to the history.
    IdentifierUnmask,
    /// Register incoming and outgoing documents.
    DocumentRegister,
    /// Put a document into a case.
    DocumentAdd,
    /// Assign and reassign tasks of others.
    TaskAssign,
    /// Claim and work one's own tasks.
    TaskWork,
    /// Check regularity and send notices of irregularity.
    RegularityCheck,
    /// Ask for and give opinions.
    OpinionGive,
    /// Draft a decision.
    DecisionDraft,
    /// Review a draft.
    DecisionReview,
    /// Sign a decision.
    DecisionSign,
    /// Suspend and resume the proceeding.
    CaseSuspend,
    /// Extend the term.
    TermExtend,
    /// Terminate the proceeding or forward it to the competent body.
    CaseEnd,
    /// Record a delivery.
    DeliveryRecord,
    /// Record a payment at the counter.
    PaymentRecord,
    /// See dashboards of the unit and of the administration.
    ReportView,
    /// Change data, units and positions of the administration.
    OrganisationManage,
    /// Manage users and their roles.
    StaffManage,
    /// Change the calendar of working days.
    CalendarManage,
    /// Install and retire kits.
    KitManage,
    /// Read the system log.
    LogRead,
    /// Operate the journal: let systems in and out, publish the list of statuses.
    JournalManage,
}

use Permission as P;
use Role as R;

impl Permission {
    /// The roles that hold this permission (`domain.md` §10). „Who administers does not read“: `admin` is in no case permission.
    pub fn roles(self) -> &'static [Role] {
        match self {
            P::ApplicationFile | P::OwnCase => &[],
            P::ApplicationIntake => &[R::FrontDesk, R::Registrar],
            P::CaseRead => &[
                R::FrontDesk,
                R::Registrar,
                R::CaseOfficer,
                R::Reviewer,
                R::UnitHead,
                R::Signatory,
                R::Cashier,
                R::Archivist,
                R::Commission,
            ],
            P::IdentifierUnmask => &[R::FrontDesk, R::Registrar, R::CaseOfficer, R::UnitHead, R::Signatory],
            P::DocumentRegister => &[R::FrontDesk, R::Registrar],
            P::DocumentAdd => &[R::FrontDesk, R::Registrar, R::CaseOfficer, R::UnitHead],
            P::TaskAssign => &[R::Registrar, R::UnitHead],
            P::TaskWork => &[R::FrontDesk, R::Registrar, R::CaseOfficer, R::Reviewer, R::UnitHead, R::Signatory, R::Cashier, R::Commission],
            P::RegularityCheck => &[R::FrontDesk, R::Registrar, R::CaseOfficer, R::UnitHead],
            P::OpinionGive => &[R::CaseOfficer, R::Reviewer, R::UnitHead, R::Commission],
            P::DecisionDraft => &[R::CaseOfficer, R::UnitHead],
            P::DecisionReview => &[R::Reviewer, R::UnitHead],
            P::DecisionSign => &[R::Signatory],
            P::CaseSuspend | P::TermExtend | P::CaseEnd => &[R::CaseOfficer, R::UnitHead, R::Signatory],
            P::DeliveryRecord => &[R::FrontDesk, R::Registrar],
            P::PaymentRecord => &[R::Cashier, R::FrontDesk],
            P::ReportView => {
                &[R::FrontDesk, R::Registrar, R::CaseOfficer, R::Reviewer, R::UnitHead, R::Signatory, R::Auditor, R::ServiceAdmin, R::Admin]
            }
            P::OrganisationManage | P::StaffManage | P::JournalManage => &[R::Admin],
            P::CalendarManage => &[R::Admin, R::ServiceAdmin],
            P::KitManage => &[R::ServiceAdmin],
            P::LogRead => &[R::Admin, R::Auditor],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_administers_does_not_read_cases() {
        for permission in [P::CaseRead, P::IdentifierUnmask, P::DecisionDraft, P::DecisionSign, P::TaskWork] {
            assert!(!permission.roles().contains(&R::Admin), "{permission:?}");
        }
    }
}

//! The status of a service request (`domain.md` §6.2): identifiers here, labels in the text catalogue under `status-desk-…` and `status-public-…`.

use serde::{Deserialize, Serialize};

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Регистрирано.
    Registered,
    /// Проверка за редовност.
    RegularityCheck,
    /// Върнато за отстраняване на нередовности.
    AwaitingCorrection,
    /// Чака плащане.
    AwaitingPayment,
    /// В изпълнение.
    InProgress,
    /// Чака сведения.
    AwaitingInformation,
    /// За съгласуване и подпис.
    InApproval,
    /// Спряно производство.
    Suspended,
    /// Решено.
    Decided,
    /// За връчване.
    ReadyForDelivery,
    /// Връчено, приключено.
    Completed,
    /// Отказано.
    Refused,
    /// Прекратено.
    Terminated,
    /// Препратено.
    Forwarded,
}

impl Status {
    /// Every status in the order of the life cycle.
    pub const ALL: [Status; 14] = [
        Status::Registered,
        Status::RegularityCheck,
        Status::AwaitingCorrection,
        Status::AwaitingPayment,
        Status::InProgress,
        Status::AwaitingInformation,
        Status::InApproval,
        Status::Suspended,
        Status::Decided,
        Status::ReadyForDelivery,
        Status::Completed,
        Status::Refused,
        Status::Terminated,
        Status::Forwarded,
    ];

    /// The stored identifier.
    pub fn identifier(self) -> &'static str {
        match self {
            Status::Registered => "Registered",
            Status::RegularityCheck => "RegularityCheck",
            Status::AwaitingCorrection => "AwaitingCorrection",
            Status::AwaitingPayment => "AwaitingPayment",
            Status::InProgress => "InProgress",
            Status::AwaitingInformation => "AwaitingInformation",
            Status::InApproval => "InApproval",
            Status::Suspended => "Suspended",
            Status::Decided => "Decided",
            Status::ReadyForDelivery => "ReadyForDelivery",
            Status::Completed => "Completed",
            Status::Refused => "Refused",
            Status::Terminated => "Terminated",
            Status::Forwarded => "Forwarded",
        }
    }

    /// The status of a stored identifier.
    pub fn from_identifier(text: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.identifier() == text)
    }

    /// Whether work on the request is over.
    pub fn is_final(self) -> bool {
        matches!(self, Status::Completed | Status::Refused | Status::Terminated | Status::Forwarded)
    }

    /// Whether the act is already issued.
    pub fn is_decided(self) -> bool {
        self.is_final() || matches!(self, Status::Decided | Status::ReadyForDelivery)
    }

    /// Whether the next step is the applicant's.
    pub fn awaits_applicant(self) -> bool {
        matches!(self, Status::AwaitingCorrection | Status::AwaitingPayment | Status::ReadyForDelivery)
    }

    /// Place in the life cycle, to compare with the status until which a withdrawal is offered.
    pub fn order(self) -> usize {
        Status::ALL.iter().position(|status| *status == self).expect("every status is in the list")
    }
}

//! What a process reports to the event journal, against the nomenclature of statuses (`ejournal.md` §4).

use ejournal::Nomenclature;
use ejournal::event::Need;

/// What a case tells of itself whenever a status needs it.
const OF_CASE: [Need; 2] = [Need::Registration, Need::Due];

/// Every status code.
pub(super) fn journal_statuses() -> impl Iterator<Item = &'static str> {
    Nomenclature::shipped().statuses().iter().map(|status| status.code.as_str())
}

/// Whether `code` is in the nomenclature.
pub(super) fn journal_status_known(code: &str) -> bool {
    journal_statuses().any(|known| known == code)
}

/// What a status needs that neither the case nor one of the `given` fields tells; nothing for an unknown status.
pub(super) fn journal_status_lacks<'g>(code: &str, given: impl Iterator<Item = &'g str> + Clone) -> Vec<Need> {
    let status = code.parse().ok().and_then(|code| Nomenclature::shipped().status(&code));
    let needs = status.map(|status| status.needs.to_vec()).unwrap_or_default();
    needs.into_iter().filter(|need| !OF_CASE.contains(need) && !given.clone().any(|name| name == need.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_what_it_lacks() {
        assert!(journal_status_known("intake.registered") && !journal_status_known("intake.registred"));
        let lacks = |code, given: &[&str]| journal_status_lacks(code, given.iter().copied());
        assert_eq!(lacks("decision.refused", &[]), [Need::Reason]);
        assert_eq!(lacks("decision.refused", &["reason"]), []);
        assert_eq!((lacks("intake.registered", &[]), lacks("term.set", &[])), (vec![], vec![]));
    }
}

//! The terms of a case in the words of [`web::term_text`].
//!
//! The one rule: there are no words here.

use cases::term::{TermExplanation, TermFact};
use web::Texts;
pub use web::term_text::{DayRow, FactRow, remaining, term};

/// The rows of the explanation, up to the last day.
pub fn rows(t: Texts, explanation: &TermExplanation) -> Vec<DayRow> {
    web::term_text::days(t, &explanation.days)
}

/// The events of a term.
pub fn facts(t: Texts, facts: &[TermFact]) -> Vec<FactRow> {
    facts.iter().map(|fact| web::term_text::fact(t, &fact.entry, &fact.reason)).collect()
}

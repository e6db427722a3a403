//! The page of a case (D-13…D-21): one head, one tab per question, and on the right what this clerk can do next.

mod documents;
mod head;
mod journal;
mod messages;
mod overview;
mod payments;
mod public;
mod route;
mod steps;
mod terms;

pub use documents::{application, list as documents, one as document};
pub use head::case_id;
pub use journal::page as journal;
pub use messages::page as messages;
pub use overview::{codes_new, page as overview, seen, unmask};
pub use payments::page as payments;
pub use public::page as public;
pub use route::page as route;
pub use terms::page as terms;

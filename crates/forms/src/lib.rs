//! Form.io definitions evaluated on the server.
//!
//! A [`Definition`] is read once and shared; evaluating, showing, binding and summarising a submission are pure functions of
//! it, of the data, and of an [`Env`] with the instant and the language. The one rule: no script of a form's author ever runs
//! anywhere; expressions are converted into a tree of our own that can only read.

mod bind;
mod check;
mod component;
mod condition;
mod dates;
mod definition;
mod error;
mod evaluate;
mod files;
mod hints;
mod import;
pub mod limits;
mod number;
mod outcome;
mod pages;
mod paper;
mod path;
mod pattern;
mod present;
mod problem;
mod sanitise;
mod script;
mod summary;
mod texts;
mod validator;
mod view;

pub use bind::Bound;
pub use component::{Choice, Prefill, PrefillMode};
pub use definition::{Definition, Env, SINGLE_PAGE};
pub use error::{EXTENSION_RULES, FieldError, Param, RULES, errors_shown};
pub use evaluate::{Discrepancy, Evaluation};
pub use files::FileSlot;
pub use outcome::form_check;
pub use paper::{PaperItem, PaperKind, PaperSection};
pub use path::{value_at, value_put, value_remove};
pub use present::{DateView, FileView};
pub use problem::{Problem, Report, ReportEntry, ReportExpression, Severity, Support};
pub use summary::SummaryRow;
pub use texts::{SOURCE_BG, SOURCE_EN};
pub use view::{ConditionalOn, ErrorLink, FieldKind, FieldView, OptionView, PageView, RowView, error_links, field_id};

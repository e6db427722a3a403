//! Documents on paper and screen: templates of services become PDF; slips, receipts, forms, envelopes and letters are printed; codes are drawn.
//!
//! The one rule: data never become template source. A template sees its data only as the values of `data.json`, so nothing a person writes
//! can be executed, and a template sees nothing else: no files, no network, no packages, no clock.
//!
//! Start at [`Engine`]. What a template of a service may use is written in `README.md` beside this crate; [`outcome::Facts`] is the shape
//! of its data. Every document is PDF/A-2a and PDF/UA-1: tagged, with language and title, fonts embedded, codes as vector pictures.

pub mod codes;
mod engine;
mod error;
mod fonts;
pub mod layout;
pub mod outcome;
mod problem;
mod scope;
pub mod texts;
mod world;

pub use codes::{code128_svg, qr_svg};
pub use engine::{Engine, Meta};
pub use error::Error;
pub use layout::{
    CaseCover, Envelope, InventoryRow, Letter, LetterKind, LetterSignature, Letterhead, PaperChoice, PaperField, PaperFieldKind, PaperForm,
    PaperSection, PostLabel, Print, Receipt, Recipient, ReturnReceipt, Slip, TermLine,
};
pub use problem::{Severity, TemplateProblem};
pub use texts::Language;

/// Limits on what a template may take. Compilation itself cannot be interrupted, so its inputs are bounded and its time is watched.
pub mod limits {
    use std::time::Duration;

    /// Longest template, bytes: an outcome of a service is a few kilobytes.
    pub const TEMPLATE_BYTES_MAX: usize = 256 * 1024;
    /// Largest data of one document, bytes of JSON.
    pub const DATA_BYTES_MAX: usize = 1024 * 1024;
    /// Most pages of one document: more belongs in an export, not in a letter.
    pub const PAGES_MAX: usize = 200;
    /// How long one document may take before its caller gets [`crate::Error::TooSlow`].
    pub const COMPILE_TIME_MAX: Duration = Duration::from_secs(15);
    /// Documents that ran out of time and still keep a thread busy; at this many the engine refuses new ones.
    pub const OVERDUE_MAX: usize = 2;
    /// Compilations after which an unused part of the engine's memory is dropped.
    pub const CACHE_AGE_MAX: usize = 12;
    /// Stack of the thread that compiles: nested content recurses.
    pub const STACK_BYTES: usize = 16 * 1024 * 1024;
}

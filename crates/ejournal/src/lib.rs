//! еЖурнал, the national journal of service statuses: the status event, its checks, the state it tells, the figures it gives.
//!
//! The rule kept here: what decides is pure. Bytes, facts, the clock and chance come in as arguments; only [`client`] – what an
//! installation reports –, [`journal`] – the role of the journal – and [`publication`] – what was published of both – read and write rows.
//!
//! ```text
//! bytes ─► batch ─► Event::parse ─► admit(event, facts) ─► Admission | Refusal
//!                                        set of events ─► state::derive ─► State ─► statistics
//! older SOAP message ─► legacy::read ─► Event            Status ─► legacy::write ─► older SOAP message
//! ```

pub mod admit;
pub mod batch;
pub mod client;
pub mod duty;
pub mod event;
pub mod flag;
pub mod hook;
pub mod journal;
mod json;
pub mod legacy;
pub mod limits;
pub mod monitor;
pub mod nomenclature;
pub mod privacy;
pub mod publication;
pub mod refusal;
pub mod sequence;
pub mod signature;
pub mod state;
pub mod statistics;
pub mod tracking;
mod words;

pub use admit::{Admission, Facts, admit};
pub use event::{Event, EventKey, Reading};
pub use flag::Flag;
pub use nomenclature::Nomenclature;
pub use refusal::{Class, Language, Refusal};

//! Documents as a person and a machine see them: text, tags, codes, sizes.
//!
//! Set `GISHE_DOCUMENTS` to a folder to keep the documents that the tests make.

mod layouts;
mod outcome;
mod paper;
mod samples;
mod speed;

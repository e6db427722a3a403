//! The published figures (`ejournal.md` §6.5): counts in a cube, measures over services, tables without small cells.
//!
//! The one rule: figures are computed from derived states, so that corrected events count as corrected; nothing is estimated.

mod cube;
mod measures;
mod publish;
mod suppress;

use std::sync::OnceLock;

use serde::Deserialize;

pub use cube::{CellKey, Cube, Grain, Period, PeriodError};
pub use measures::{AGE_BANDS_DAYS, Measures, ServiceFacts, Times, measure, quantile};
pub use publish::{ALL_SERVICES, Gathered, OTHER_SERVICES, PublishedFigure, Sums};
pub use suppress::{Published, SMALL_CELL, Table, TableError, suppress};

/// What a published figure means; part of every answer with figures.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Name of the figure in the data.
    pub figure: String,
    /// In Bulgarian.
    pub bg: String,
    /// In English.
    pub en: String,
}

/// The definitions of all figures.
pub fn definitions() -> &'static [Definition] {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        definition: Vec<Definition>,
    }
    static DEFINITIONS: OnceLock<Vec<Definition>> = OnceLock::new();
    DEFINITIONS.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../data/figures.toml")).expect("a test reads the shipped definitions");
        file.definition
    })
}

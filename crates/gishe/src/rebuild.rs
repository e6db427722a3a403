//! `gishe rebuild`: everything that follows the history, made anew, administration by administration.
//!
//! The one rule: it works in small transactions beside the people who work, and can be begun again at any time.

use std::sync::Arc;

use anyhow::Result;
use cases::rebuild::{Progress, Stage, rebuild_step};

use crate::runtime::Installation;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Cases gone through.
    pub cases: i64,
    /// Of them those whose row did not agree with the history.
    pub corrected: i64,
    /// Facts of the history counted.
    pub facts: i64,
}

/// Rebuilds every administration; `tell` hears of the progress after each step.
pub fn rebuild(installation: &Installation, mut tell: impl FnMut(&Rebuilt)) -> Result<Rebuilt> {
    let mut all = Rebuilt::default();
    for administration in installation.store.read_blocking(services::organisation::administration_list)? {
        let ctx = Arc::new(installation.system(administration.id));
        let before = all;
        let mut progress = Progress::default();
        while progress.stage != Stage::Done {
            let ctx = ctx.clone();
            progress = installation.store.write_blocking(move |tx| rebuild_step(tx, &ctx, progress))?;
            all = Rebuilt {
                cases: before.cases + progress.cases,
                corrected: before.corrected + progress.corrected,
                facts: before.facts + progress.facts,
            };
            tell(&all);
        }
    }
    Ok(all)
}

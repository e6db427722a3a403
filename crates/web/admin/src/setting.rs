//! What only the binary knows of the logs of the installation and the pages show: the witnesses of its configuration, the role of the
//! journal. It reaches the pages as an extension of the requests.
//!
//! The one rule: it is fixed when the server starts; whatever changes while it runs stands in the store.

use std::fmt;
use std::sync::Arc;

use tlog::{Policy, VerifierKey};

/// A witness of the configuration.
#[derive(Debug, Clone)]
pub struct Witness {
    /// Where it is asked.
    pub url: String,
    /// Its key.
    pub key: VerifierKey,
}

/// The role of the journal, where it is on.
#[derive(Clone)]
pub struct JournalRole {
    /// ЕИК of the administration whose administrators operate the journal; empty for the only one of the installation.
    pub operator: String,
    /// The secrets of the journal.
    pub keys: Arc<ejournal::journal::Keys>,
}

impl fmt::Debug for JournalRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JournalRole of {}", self.operator)
    }
}

/// What the binary says of the logs.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The witnesses in the order of the configuration.
    pub witnesses: Vec<Witness>,
    /// How many of them must have signed before a receipt is final.
    pub policy: Policy,
    /// The role of the journal, where it is on.
    pub journal: Option<JournalRole>,
}

impl Default for Setting {
    fn default() -> Setting {
        Setting { witnesses: Vec::new(), policy: Policy::NONE, journal: None }
    }
}

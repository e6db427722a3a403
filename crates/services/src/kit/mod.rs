//! A kit: the folder of text files that is one service. Reading it, checking it, comparing two of them.
//!
//! The one rule: everything here is a pure function of the files; only [`load_dir`] and [`check_dir`] touch a disk.

mod applicant;
mod check;
mod diff;
mod draft;
mod fee;
mod finding;
mod form_index;
mod journal_status;
mod life_event;
mod load;
mod manifest;
mod manifest_read;
mod nearest;
mod reader;
#[cfg(test)]
mod repository;
mod term;
mod test_case;
mod texts;

use std::collections::BTreeMap;

use kernel::secret::hex;
use sha2::{Digest, Sha256};

pub use applicant::{ApplicantFacts, IdentifierKind};
pub use check::{TemplateCheck, TemplateProblem, TemplateSample, check, check_with};
pub use diff::{Change, ChangeKind, diff};
pub use fee::FeeError;
pub use finding::{Finding, Rule, Severity};
pub use life_event::LifeEvent;
pub use load::{LoadError, check_dir, load_dir};
pub use manifest::*;
pub use manifest_read::{FORMAT, STATUSES};
pub use test_case::{Expectation, TestAction, TestCase, TestFiling, TestStep, answers_merge};
pub use texts::Texts;

/// The files of a kit by their path inside it, such as `texts/bg.ftl`.
pub type KitFiles = BTreeMap<String, Vec<u8>>;

/// A service, read and checked.
#[derive(Debug)]
pub struct Kit {
    /// Everything `kit.toml` says.
    pub manifest: Manifest,
    /// The application form.
    pub form: forms::Definition,
    /// All forms by file name, the application form included; tasks refer to them with `au:form`.
    pub forms: BTreeMap<String, forms::Definition>,
    /// The process.
    pub process: process::Definition,
    /// The decisions of `fees.dmn`.
    pub fees: Option<feel::decision::Model>,
    /// Templates of documents by file name.
    pub templates: BTreeMap<String, String>,
    /// Texts of letters and messages.
    pub texts: Texts,
    /// Tests, in the order of their file names.
    pub tests: Vec<TestCase>,
    index: form_index::FormIndex,
    hash: String,
}

impl Kit {
    /// Reads a kit. Fails with everything that is wrong; remarks alone do not make it fail.
    pub fn parse(files: &KitFiles) -> Result<Kit, Vec<Finding>> {
        check::read(files, None).into_kit()
    }

    /// The name of this content: SHA-256 over the files, whatever folder they lie in.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The code of the service.
    pub fn code(&self) -> &str {
        &self.manifest.code
    }

    /// The rule of a speed, if the service offers it.
    pub fn speed(&self, code: Speed) -> Option<&SpeedRule> {
        self.manifest.speeds.iter().find(|speed| speed.code == code)
    }

    /// The term of a speed, if the service offers it.
    pub fn term(&self, code: Speed) -> Option<kernel::term::Term> {
        self.speed(code).map(|speed| speed.term)
    }

    /// The outcome document of a decision, if the service knows that decision.
    pub fn outcome(&self, decision: DecisionKind) -> Option<&Outcome> {
        self.manifest.outcomes.iter().find(|outcome| outcome.decision == decision)
    }

    /// The fields the officer fills for a decision.
    pub fn fields(&self, decision: DecisionKind) -> impl Iterator<Item = &DraftField> {
        self.manifest.fields.iter().filter(move |field| field.decisions.contains(&decision))
    }

    /// A text of the kit with its arguments put in.
    pub fn text(&self, language: &str, key: &str, args: &[(&str, &str)]) -> Option<String> {
        self.texts.get(language, key, args)
    }
}

/// The name of a set of files: SHA-256 over path, length and content of each, in the order of the paths.
pub fn files_hash(files: &KitFiles) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"gishe kit 1\n");
    for (path, content) in files {
        hasher.update((path.len() as u64).to_be_bytes());
        hasher.update(path.as_bytes());
        hasher.update((content.len() as u64).to_be_bytes());
        hasher.update(content);
    }
    hex(&hasher.finalize())
}

/// The answer at `path`, such as `postal.settlement` or `heirs[0].name`; nothing when it is absent or null.
pub fn answer<'a>(answers: &'a serde_json::Value, path: &str) -> Option<&'a serde_json::Value> {
    let mut value = answers;
    for step in path.split('.') {
        let (name, index) = match step.split_once('[') {
            Some((name, rest)) => (name, rest.strip_suffix(']').and_then(|digits| digits.parse::<usize>().ok())),
            None => (step, None),
        };
        value = value.get(name)?;
        if let Some(index) = index {
            value = value.get(index)?;
        }
    }
    (!value.is_null()).then_some(value)
}

//! Decisions of DMN 1.1 to 1.5: read from XML once, evaluated over inputs, with the rules that matched as the reasoning.
//!
//! The one rule: what a model contains and we do not carry out is a [`Problem`] with element and line; nothing is skipped.

mod analysis;
mod boxed;
mod element;
mod read;
mod read_boxed;
mod session;
mod table;
mod types;
mod xml;

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::LimitError;
use crate::evaluate::Run;
use crate::limits::MODEL_OPERATIONS_MAX;
use crate::scope::Clock;
use crate::value::{Context, Value};
use element::{Kind, Package};
use session::Session;

pub use table::MatchedRule;

/// A compiled decision model. Cheap to copy, may be shared between threads.
#[derive(Clone)]
pub struct Model {
    package: Arc<Package>,
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    /// The model cannot be used.
    Error,
    /// The model can be used, and is probably not what was meant.
    Warning,
}

/// Something wrong with a model, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Line of the file, from 1.
    pub line: u32,
    /// Id of the element, or its tag when it has none.
    pub element: String,
    /// Code with a page of its own: `DMN-0004`.
    pub code: &'static str,
    /// Whether the model can be used at all.
    pub severity: Severity,
    /// What is wrong, in English, for the author of the model.
    pub message: String,
}

/// What a decision gave and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The value.
    pub value: Value,
    /// The rules of decision tables that led to it, in the order they were applied: the printable reasoning.
    pub matched_rules: Vec<MatchedRule>,
    /// Why parts of it are null, in English.
    pub notes: Vec<String>,
}

/// A decision, input or service that can be named to a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A decision was not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The model has no such decision or service.
    #[error("the model has no decision `{0}`")]
    Missing(String),
    /// The evaluation reached a limit.
    #[error("decision `{decision}` was given up")]
    Limit {
        /// The decision asked for.
        decision: String,
        /// The limit.
        #[source]
        source: LimitError,
    },
}

impl Model {
    /// Reads a model that stands alone.
    pub fn parse(xml: &str) -> Result<Self, Vec<Problem>> {
        Self::parse_with(xml, &[])
    }

    /// Reads a model and the models it imports, which are found by their namespaces.
    pub fn parse_with(xml: &str, imports: &[&str]) -> Result<Self, Vec<Problem>> {
        read::package(xml, imports).map(|package| Self { package: Arc::new(package) })
    }

    /// The decisions of the model itself, in the order of the file.
    pub fn decisions(&self) -> Vec<Named> {
        self.named(|kind| matches!(kind, Kind::Decision(_)))
    }

    /// The inputs of the model itself, in the order of the file.
    pub fn inputs(&self) -> Vec<Named> {
        self.named(|kind| matches!(kind, Kind::Input))
    }

    /// The decision services of the model itself, in the order of the file.
    pub fn services(&self) -> Vec<Named> {
        self.named(|kind| matches!(kind, Kind::Service(_)))
    }

    fn named(&self, wanted: impl Fn(&Kind) -> bool) -> Vec<Named> {
        let elements = self.package.elements.iter().filter(|element| element.model == 0 && wanted(&element.kind));
        elements.map(|element| Named { id: element.id.to_string(), name: element.name.to_string() }).collect()
    }

    /// Evaluates a decision, given by id or name, over a context of inputs.
    ///
    /// An input that is missing or not of its type is null. An input with the name of a decision without logic stands for it.
    pub fn evaluate(&self, decision: &str, inputs: &Value, now: Timestamp) -> Result<Outcome, Error> {
        let decides = |kind: &Kind| matches!(kind, Kind::Decision(_));
        let place = self.find(decision, decides).ok_or_else(|| Error::Missing(decision.to_owned()))?;
        self.run(decision, inputs, now, |session, run| session.value(place, run))
    }

    /// Calls a decision service, given by id or name, with a context of its input data and input decisions.
    pub fn evaluate_service(&self, service: &str, inputs: &Value, now: Timestamp) -> Result<Outcome, Error> {
        let serves = |kind: &Kind| matches!(kind, Kind::Service(_));
        let place = self.find(service, serves).ok_or_else(|| Error::Missing(service.to_owned()))?;
        self.run(service, inputs, now, |session, run| session.serve(place, run))
    }

    fn find(&self, wanted: &str, kind: impl Fn(&Kind) -> bool) -> Option<usize> {
        let fits = |element: &&element::Element| element.model == 0 && kind(&element.kind);
        let by = |matches: &dyn Fn(&element::Element) -> bool| self.package.elements.iter().position(|e| fits(&e) && matches(e));
        by(&|element| *element.id == *wanted).or_else(|| by(&|element| *element.name == *wanted))
    }

    fn run(
        &self,
        decision: &str,
        inputs: &Value,
        now: Timestamp,
        work: impl FnOnce(&mut Session, &mut Run) -> Value,
    ) -> Result<Outcome, Error> {
        let mut run = Run::new(Clock::new(now), MODEL_OPERATIONS_MAX);
        run.types = self.package.types.clone();
        let given = match inputs {
            Value::Context(context) => context.clone(),
            _ => Arc::new(Context::new()),
        };
        let value = work(&mut Session::new(self.package.clone(), given), &mut run);
        let matched_rules = std::mem::take(&mut run.matched);
        let evaluation = run.finish(value).map_err(|source| Error::Limit { decision: decision.to_owned(), source })?;
        Ok(Outcome { value: evaluation.value, matched_rules, notes: evaluation.notes })
    }

    /// Names that nothing provides, and rules of one table that contradict or repeat each other.
    pub fn check(&self) -> Vec<Problem> {
        analysis::package(&self.package)
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.package.elements.iter().map(|element| &element.name);
        f.debug_list().entries(names).finish()
    }
}

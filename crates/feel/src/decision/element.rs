//! The elements of a model once they are read.
//!
//! The one rule: elements name each other by place in one list, so that a compiled model holds no reference that leads nowhere.

use std::collections::HashMap;
use std::sync::Arc;

use super::boxed::Boxed;
use crate::function::Parameter;
use crate::types::Type;

/// A model with everything it imports.
pub(super) struct Package {
    pub(super) elements: Vec<Element>,
    /// The model itself comes first.
    pub(super) models: Vec<ModelNames>,
    pub(super) types: Arc<HashMap<Arc<str>, Type>>,
}

/// What one model calls itself and those it imports.
pub(super) struct ModelNames {
    pub(super) namespace: String,
    /// Name of the import and namespace.
    pub(super) imports: Vec<(Arc<str>, String)>,
}

/// One element of the requirements graph.
pub(super) struct Element {
    pub(super) id: Arc<str>,
    pub(super) name: Arc<str>,
    pub(super) line: u32,
    /// Place of its model in the package.
    pub(super) model: usize,
    pub(super) kind: Kind,
    /// Places of the elements it may use.
    pub(super) requires: Vec<usize>,
    /// Type of its value, or of the result of calling it.
    pub(super) result: Type,
}

pub(super) enum Kind {
    Input,
    /// A decision; without logic its value is given like an input.
    Decision(Option<Boxed>),
    Knowledge(Vec<Parameter>, Option<Boxed>),
    Service(Service),
}

/// A decision service: parameters are its input data and then its input decisions.
#[derive(Default)]
pub(super) struct Service {
    pub(super) parameters: Vec<Parameter>,
    pub(super) inputs: Vec<usize>,
    pub(super) outputs: Vec<usize>,
}

impl Package {
    /// The name an import of one model has in another; `None` within the same model.
    pub(super) fn import_name(&self, from: usize, to: usize) -> Option<&Arc<str>> {
        if from == to {
            return None;
        }
        let namespace = &self.models[to].namespace;
        self.models[from].imports.iter().find(|(_, other)| other == namespace).map(|(name, _)| name)
    }
}

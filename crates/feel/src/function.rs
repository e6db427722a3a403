//! Functions as values: built-in ones and those written by people.
//!
//! The one rule: calling a function costs operations of the run that calls it; a function never starts a run of its own.

use std::fmt;
use std::sync::Arc;

use crate::builtins::Builtin;
use crate::evaluate::Run;
use crate::types::Type;
use crate::value::Value;

/// A function.
#[derive(Clone)]
pub struct Function(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    Builtin(&'static Builtin),
    Written(Arc<dyn Callable>),
}

/// One parameter of a written function.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: Arc<str>,
    pub(crate) kind: Type,
}

/// What a written function must offer: its parameters and its body.
pub(crate) trait Callable: Send + Sync {
    fn name(&self) -> &str;
    fn parameters(&self) -> &[Parameter];
    /// The type of the result, when it is declared.
    fn result(&self) -> &Type {
        &Type::Any
    }
    /// Runs the body. The arguments match the parameters in number and type.
    fn call(&self, arguments: Vec<Value>, run: &mut Run) -> Value;
}

impl Function {
    pub(crate) fn written(callable: impl Callable + 'static) -> Self {
        Self(Kind::Written(Arc::new(callable)))
    }

    /// The name of a built-in function or knowledge model; `function` for one without a name.
    pub fn name(&self) -> &str {
        match &self.0 {
            Kind::Builtin(builtin) => builtin.name,
            Kind::Written(written) => written.name(),
        }
    }
}

/// Functions are equal when they are the same function: what two bodies compute cannot be compared.
impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::Builtin(a), Kind::Builtin(b)) => a.name == b.name,
            (Kind::Written(a), Kind::Written(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Function({})", self.name())
    }
}

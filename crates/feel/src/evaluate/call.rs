//! Calling functions, and making values fit types.
//!
//! The one rule: arguments are checked before a body runs, so that a body may rely on their types.

use std::sync::Arc;

use super::Run;
use crate::ast::Lambda;
use crate::builtins;
use crate::function::{Callable, Function, Kind, Parameter};
use crate::scope::Env;
use crate::types::Type;
use crate::value::Value;

impl Run {
    pub(crate) fn call(&mut self, function: &Function, arguments: Vec<Value>) -> Value {
        match &function.0 {
            Kind::Builtin(builtin) => {
                let value = builtins::call(self, builtin, arguments);
                self.sized(value)
            }
            Kind::Written(written) => {
                let written = written.clone();
                let parameters = written.parameters();
                if parameters.len() != arguments.len() {
                    return self.null(|| format!("`{}` takes {} arguments, not {}", written.name(), parameters.len(), arguments.len()));
                }
                let mut fitting = Vec::with_capacity(arguments.len());
                for (parameter, argument) in parameters.iter().zip(arguments) {
                    match self.fit(&parameter.kind, argument) {
                        Some(value) => fitting.push(value),
                        None => return self.null(|| format!("`{}` of `{}` is not of its type", parameter.name, written.name())),
                    }
                }
                let value = self.deeper(|run| written.call(fitting, run));
                self.fit(written.result(), value)
                    .unwrap_or_else(|| self.null(|| format!("the result of `{}` is not of its type", written.name())))
            }
        }
    }

    pub(crate) fn call_named(&mut self, function: &Function, arguments: Vec<(Arc<str>, Value)>) -> Value {
        match &function.0 {
            Kind::Builtin(builtin) => {
                let value = builtins::call_named(self, builtin, arguments);
                self.sized(value)
            }
            Kind::Written(written) => {
                let mut arguments = arguments;
                let mut positional = Vec::new();
                for parameter in written.parameters() {
                    match arguments.iter().position(|(name, _)| *name == parameter.name) {
                        Some(place) => positional.push(arguments.swap_remove(place).1),
                        None => return self.null(|| format!("`{}` of `{}` is missing", parameter.name, written.name())),
                    }
                }
                if let Some((extra, _)) = arguments.first() {
                    return self.null(|| format!("`{}` has no parameter `{extra}`", written.name()));
                }
                self.call(function, positional)
            }
        }
    }

    /// The value made to fit a type, with its allowed values.
    pub(crate) fn fit(&mut self, kind: &Type, value: Value) -> Option<Value> {
        let resolved;
        let kind = match kind {
            Type::Any => return Some(value),
            Type::Named(name) => {
                resolved = self.types.get(name)?.clone();
                &resolved
            }
            kind => kind,
        };
        let value = kind.coerce(value)?;
        self.allowed(kind, &value).then_some(value)
    }

    fn allowed(&mut self, kind: &Type, value: &Value) -> bool {
        match (kind, value) {
            (_, Value::Null) => true,
            (Type::Allowed(inner, tests), _) => self.allowed(inner, value) && tests.run(value, self, &Env::default()),
            (Type::List(item), Value::List(items)) => items.iter().all(|value| self.allowed(item, value)),
            (Type::Context(entries), Value::Context(context)) => {
                entries.iter().all(|(name, kind)| context.get(name).is_none_or(|value| self.allowed(kind, value)))
            }
            _ => true,
        }
    }

    /// The type with the names of the model resolved; `None` when there is no such type.
    pub(super) fn resolve(&self, kind: &Type) -> Option<Type> {
        match kind {
            Type::Named(name) => self.types.get(name).cloned(),
            Type::List(item) => self.resolve(item).map(|item| Type::List(Box::new(item))),
            _ => Some(kind.clone()),
        }
    }
}

/// The function a literal stands for where it is written.
pub(super) fn closure(lambda: &Arc<Lambda>, env: &Env) -> Value {
    Value::Function(Function::written(Closure { lambda: lambda.clone(), env: env.clone() }))
}

/// A function literal with the names it saw where it was written.
struct Closure {
    lambda: Arc<Lambda>,
    env: Env,
}

impl Callable for Closure {
    fn name(&self) -> &str {
        "function"
    }

    fn parameters(&self) -> &[Parameter] {
        &self.lambda.parameters
    }

    fn call(&self, arguments: Vec<Value>, run: &mut Run) -> Value {
        let mut env = self.env.clone();
        for (parameter, argument) in self.lambda.parameters.iter().zip(arguments) {
            env = env.with(parameter.name.clone(), argument);
        }
        run.evaluate(&self.lambda.body, &env)
    }
}

impl Function {
    /// Whether the function can be called with so many arguments.
    pub(crate) fn accepts(&self, count: usize) -> bool {
        match &self.0 {
            Kind::Builtin(builtin) => builtin.accepts(count),
            Kind::Written(written) => written.parameters().len() == count,
        }
    }
}

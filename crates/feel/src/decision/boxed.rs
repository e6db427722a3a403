//! Boxed expressions: the two-dimensional ones, down to the texts of FEEL in them.
//!
//! The one rule: a box means what the FEEL text of the same meaning means; there is one definition of each.

use std::sync::Arc;

use super::table::Table;
use crate::Expression;
use crate::ast::Quantifier;
use crate::evaluate::Run;
use crate::function::{Callable, Function, Parameter};
use crate::scope::Env;
use crate::types::Type;
use crate::value::{Context, Value};

/// A boxed expression.
pub(super) enum Boxed {
    /// A text of FEEL and the type its value must have.
    Literal(Expression, Type),
    Table(Box<Table>),
    Context(Vec<Entry>),
    List(Vec<Option<Boxed>>),
    Relation(Vec<Vec<Entry>>),
    Invocation(Box<Boxed>, Vec<Entry>),
    Function(Arc<(Vec<Parameter>, Option<Boxed>)>),
    Conditional(Box<[Boxed; 3]>),
    Filter(Box<[Boxed; 2]>),
    For(Arc<str>, Box<[Boxed; 2]>),
    Quantified(Quantifier, Arc<str>, Box<[Boxed; 2]>),
}

/// A named, typed value of a context, relation or invocation. A context entry without name is the result.
pub(super) struct Entry {
    pub(super) name: Option<Arc<str>>,
    pub(super) kind: Type,
    pub(super) value: Option<Boxed>,
}

impl Entry {
    fn run(&self, run: &mut Run, env: &Env) -> Value {
        let value = optional(self.value.as_ref(), run, env);
        let kind = value.type_name();
        run.fit(&self.kind, value)
            .unwrap_or_else(|| run.null(|| format!("`{}` is not of its type but a {kind}", self.name.as_deref().unwrap_or("result"))))
    }
}

/// An expression that may be missing, which is null.
pub(super) fn optional(boxed: Option<&Boxed>, run: &mut Run, env: &Env) -> Value {
    boxed.map_or(Value::Null, |boxed| boxed.run(run, env))
}

impl Boxed {
    /// The value in an environment.
    pub(super) fn run(&self, run: &mut Run, env: &Env) -> Value {
        if !run.charge(1) {
            return Value::Null;
        }
        run.deeper(|run| {
            let value = self.inner(run, env);
            run.sized(value)
        })
    }

    fn inner(&self, run: &mut Run, env: &Env) -> Value {
        match self {
            Self::Literal(expression, kind) => {
                let value = expression.run(run, env);
                let found = value.type_name();
                run.fit(kind, value).unwrap_or_else(|| run.null(|| format!("`{}` is not of its type but a {found}", expression.source())))
            }
            Self::Table(table) => table.run(run, env),
            Self::Context(entries) => context(entries, run, env),
            Self::List(items) => Value::list(items.iter().map(|item| optional(item.as_ref(), run, env)).collect()),
            Self::Relation(rows) => {
                let row = |cells: &Vec<Entry>, run: &mut Run| {
                    let cells = cells.iter().map(|cell| (cell.name.clone().unwrap_or_default(), cell.run(run, env)));
                    Value::from(cells.collect::<Context>())
                };
                Value::list(rows.iter().map(|cells| row(cells, run)).collect())
            }
            Self::Invocation(function, bindings) => {
                let arguments = bindings.iter().map(|binding| (binding.name.clone().unwrap_or_default(), binding.run(run, env))).collect();
                match function.run(run, env) {
                    Value::Function(function) => run.call_named(&function, arguments),
                    other => run.null(|| format!("a {} is not a function", other.type_name())),
                }
            }
            Self::Function(logic) => {
                run.count_function();
                Value::Function(Function::written(Written { logic: logic.clone(), env: env.clone() }))
            }
            Self::Conditional(parts) => {
                let [condition, then, otherwise] = &**parts;
                if condition.run(run, env).is_true() { then.run(run, env) } else { otherwise.run(run, env) }
            }
            Self::Filter(parts) => {
                let domain = parts[0].run(run, env);
                run.filter_with(domain, env, &mut |run, env| parts[1].run(run, env))
            }
            Self::For(name, parts) => {
                let domain = parts[0].run(run, env);
                let mut results: Vec<Value> = Vec::new();
                let walked = run.each(name, domain, env, &mut |run, env| {
                    // A copy of the results so far per turn makes the loop quadratic, so it is paid for.
                    run.charge(results.len() / 8);
                    let env = env.with("partial".into(), Value::list(results.clone()));
                    results.push(parts[1].run(run, &env));
                    !run.failed()
                });
                if walked.is_some() { Value::list(results) } else { Value::Null }
            }
            Self::Quantified(quantifier, name, parts) => {
                let domain = parts[0].run(run, env);
                run.quantify(*quantifier, &mut |run, visit| run.each(name, domain.clone(), env, visit), &mut |run, env| {
                    parts[1].run(run, env)
                })
            }
        }
    }
}

fn context(entries: &[Entry], run: &mut Run, env: &Env) -> Value {
    let mut context = Context::new();
    let mut env = env.clone();
    for entry in entries {
        let value = entry.run(run, &env);
        let Some(name) = &entry.name else { return value };
        env = env.with(name.clone(), value.clone());
        context.set(name.clone(), value);
    }
    context.into()
}

/// A function definition with the names it saw where it was written.
struct Written {
    logic: Arc<(Vec<Parameter>, Option<Boxed>)>,
    env: Env,
}

impl Callable for Written {
    fn name(&self) -> &str {
        "function"
    }

    fn parameters(&self) -> &[Parameter] {
        &self.logic.0
    }

    fn call(&self, arguments: Vec<Value>, run: &mut Run) -> Value {
        let mut env = self.env.clone();
        for (parameter, argument) in self.logic.0.iter().zip(arguments) {
            env = env.with(parameter.name.clone(), argument);
        }
        optional(self.logic.1.as_ref(), run, &env)
    }
}

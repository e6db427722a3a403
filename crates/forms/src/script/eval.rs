//! Running a converted expression.
//!
//! The one rule: every statement, call and round of a callback is counted, every created value is weighed, and the limit ends
//! the run with a fault instead of a delay.

use super::Role;
use super::builtins;
use super::methods;
use super::tree::{BinOp, Body, Expr, Function, Root, Step, Stmt};
use super::value::V;
use crate::limits;
use jiff::Timestamp;
use serde_json::Value;
use std::borrow::Cow;

/// What an expression reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// The whole submission.
    pub data: &'a Value,
    /// The object the component lies in.
    pub row: &'a Value,
    /// Number of the row of the innermost repeating group.
    pub row_index: Option<usize>,
    /// The component's own value.
    pub value: Option<&'a Value>,
    /// The component's key.
    pub key: &'a str,
    /// Title of the form.
    pub form_title: &'a str,
    /// The instant of the command.
    pub now: Timestamp,
}

/// Steps left for all expressions of one evaluation.
#[derive(Debug)]
pub(crate) struct Budget {
    pub steps: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: limits::EVALUATION_STEPS_MAX }
    }
}

/// Why a run ended without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// Too many steps.
    #[error("the expression takes too many steps")]
    Steps,
    /// Too large values.
    #[error("the expression makes too large values")]
    Memory,
}

/// Outcome of a statement.
enum Flow<'a> {
    Next,
    Return(V<'a>),
}

pub(super) fn run(body: &[Stmt], role: Role, scope: &Scope<'_>, budget: &mut Budget) -> Result<Option<Value>, Fault> {
    let name = role.result();
    let initial = match role {
        Role::Valid => V::Bool(true),
        Role::Value => scope.value.map_or(V::Undefined, V::of),
        Role::Show | Role::Bound => V::Undefined,
    };
    let mut run = Run {
        scope: *scope,
        variables: vec![(name, initial)],
        steps: limits::SCRIPT_STEPS_MAX.min(budget.steps),
        bytes: 0,
        assigned: false,
        last: V::Undefined,
    };
    let before = run.steps;
    let flow = run.block(body);
    budget.steps -= before - run.steps;
    let value = match flow? {
        Flow::Return(value) => value,
        Flow::Next if run.assigned => run.variables.swap_remove(0).1,
        Flow::Next => run.last,
    };
    Ok(value.json())
}

/// A run in progress.
pub(super) struct Run<'a> {
    pub scope: Scope<'a>,
    variables: Vec<(&'a str, V<'a>)>,
    steps: u32,
    bytes: usize,
    /// Whether the result variable was assigned.
    assigned: bool,
    /// Value of the last bare expression, the result when nothing was assigned.
    last: V<'a>,
}

impl<'a> Run<'a> {
    /// Counts one step.
    pub fn step(&mut self) -> Result<(), Fault> {
        self.steps = self.steps.checked_sub(1).ok_or(Fault::Steps)?;
        Ok(())
    }

    /// Weighs a created value.
    pub fn made(&mut self, value: V<'a>) -> Result<V<'a>, Fault> {
        self.weigh(value.size())?;
        Ok(value)
    }

    /// Weighs something before it is made.
    pub fn weigh(&mut self, bytes: usize) -> Result<(), Fault> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes > limits::SCRIPT_VALUE_BYTES_MAX { Err(Fault::Memory) } else { Ok(()) }
    }

    fn block(&mut self, body: &'a [Stmt]) -> Result<Flow<'a>, Fault> {
        for statement in body {
            if let Flow::Return(value) = self.statement(statement)? {
                return Ok(Flow::Return(value));
            }
        }
        Ok(Flow::Next)
    }

    fn statement(&mut self, statement: &'a Stmt) -> Result<Flow<'a>, Fault> {
        self.step()?;
        match statement {
            Stmt::Expr(expression) => self.last = self.value(expression)?,
            Stmt::Assign(name, operator, expression) => {
                let mut value = self.value(expression)?;
                if let Some(operator) = operator {
                    let old = self.variable(name);
                    value = self.operate(*operator, old, value)?;
                }
                self.assign(name, value);
            }
            Stmt::Declare(names) => {
                for (name, value) in names {
                    let value = value.as_ref().map_or(Ok(V::Undefined), |value| self.value(value))?;
                    self.variables.push((name, value));
                }
            }
            Stmt::If(test, yes, no) => {
                let branch = if self.value(test)?.truthy() { yes } else { no };
                return self.block(branch);
            }
            Stmt::Block(body) => return self.block(body),
            Stmt::Return(value) => {
                return Ok(Flow::Return(value.as_ref().map_or(Ok(V::Undefined), |value| self.value(value))?));
            }
        }
        Ok(Flow::Next)
    }

    fn assign(&mut self, name: &str, value: V<'a>) {
        if let Some(at) = self.variables.iter().rposition(|(known, _)| *known == name) {
            self.assigned |= at == 0;
            self.variables[at].1 = value;
        }
    }

    fn variable(&self, name: &str) -> V<'a> {
        self.variables.iter().rev().find(|(known, _)| *known == name).map_or(V::Undefined, |(_, value)| value.clone())
    }

    /// Value of an expression.
    pub fn value(&mut self, expression: &'a Expr) -> Result<V<'a>, Fault> {
        Ok(match expression {
            Expr::Undefined => V::Undefined,
            Expr::Null => V::Null,
            Expr::Bool(value) => V::Bool(*value),
            Expr::Number(number) => V::Number(*number),
            Expr::Text(text) => V::Text(Cow::Borrowed(text)),
            Expr::Template(parts) => {
                let mut out = String::new();
                for part in parts {
                    out.push_str(&self.value(part)?.string());
                    if out.len() > limits::SCRIPT_VALUE_BYTES_MAX {
                        return Err(Fault::Memory);
                    }
                }
                self.made(V::text(out))?
            }
            Expr::Regex(pattern) => V::Regex(pattern),
            Expr::Array(items) => {
                let items = self.values(items)?;
                self.made(V::list(items))?
            }
            Expr::Object(members) => {
                let mut out = Vec::with_capacity(members.len());
                for (name, value) in members {
                    out.push((Cow::Borrowed(name.as_str()), self.value(value)?));
                }
                self.made(V::Object(out.into()))?
            }
            Expr::Variable(name) => self.variable(name),
            Expr::Root(root) => self.root(*root),
            Expr::Not(inner) => V::Bool(!self.value(inner)?.truthy()),
            Expr::Minus(inner) => V::Number(-self.value(inner)?.number()),
            Expr::Plus(inner) => V::Number(self.value(inner)?.number()),
            Expr::TypeOf(inner) => V::text(self.value(inner)?.type_name()),
            Expr::Chain(first, rest) => self.chain(first, rest)?,
            Expr::Choice(test, yes, no) => {
                let branch = if self.value(test)?.truthy() { yes } else { no };
                self.value(branch)?
            }
            Expr::Access(base, steps) => self.access(base, steps)?,
            Expr::Call(name, args) => {
                self.step()?;
                let args = self.values(args)?;
                let value = builtins::call(self, name, &args)?;
                self.made(value)?
            }
            Expr::Function(function) => V::Function(function),
        })
    }

    fn values(&mut self, expressions: &'a [Expr]) -> Result<Vec<V<'a>>, Fault> {
        expressions.iter().map(|expression| self.value(expression)).collect()
    }

    fn root(&self, root: Root) -> V<'a> {
        match root {
            Root::Data => V::of(self.scope.data),
            Root::Row => V::of(self.scope.row),
            Root::RowIndex => self.scope.row_index.map_or(V::Undefined, |index| V::Number(index as f64)),
            Root::Value | Root::Input => self.scope.value.map_or(V::Undefined, V::of),
            Root::Instance => {
                let index = self.root(Root::RowIndex);
                V::Object(vec![(Cow::Borrowed("key"), V::text(self.scope.key)), (Cow::Borrowed("rowIndex"), index)].into())
            }
            Root::Form => V::Object(vec![(Cow::Borrowed("title"), V::text(self.scope.form_title))].into()),
            Root::User => V::Object(Vec::new().into()),
        }
    }

    fn chain(&mut self, first: &'a Expr, rest: &'a [(BinOp, Expr)]) -> Result<V<'a>, Fault> {
        let mut left = self.value(first)?;
        for (operator, expression) in rest {
            let skip = match operator {
                BinOp::Or => left.truthy(),
                BinOp::And => !left.truthy(),
                BinOp::Nullish => !left.is_nil(),
                _ => false,
            };
            if skip {
                continue;
            }
            let right = self.value(expression)?;
            left = self.operate(*operator, left, right)?;
        }
        Ok(left)
    }

    fn operate(&mut self, operator: BinOp, left: V<'a>, right: V<'a>) -> Result<V<'a>, Fault> {
        let compare = |wanted: fn(std::cmp::Ordering) -> bool| {
            let order = match (&left, &right) {
                (V::Text(a), V::Text(b)) => Some(a.encode_utf16().cmp(b.encode_utf16())),
                _ => left.number().partial_cmp(&right.number()),
            };
            V::Bool(order.is_some_and(wanted))
        };
        Ok(match operator {
            BinOp::Or | BinOp::And | BinOp::Nullish => right,
            BinOp::Equal => V::Bool(left.equal(&right)),
            BinOp::NotEqual => V::Bool(!left.equal(&right)),
            BinOp::Same => V::Bool(left.same(&right)),
            BinOp::NotSame => V::Bool(!left.same(&right)),
            BinOp::Less => compare(std::cmp::Ordering::is_lt),
            BinOp::LessEqual => compare(std::cmp::Ordering::is_le),
            BinOp::Greater => compare(std::cmp::Ordering::is_gt),
            BinOp::GreaterEqual => compare(std::cmp::Ordering::is_ge),
            BinOp::Add => {
                let plain = |value: &V<'_>| matches!(value, V::Undefined | V::Null | V::Bool(_) | V::Number(_));
                if plain(&left) && plain(&right) {
                    V::Number(left.number() + right.number())
                } else {
                    let (a, b) = (left.string(), right.string());
                    self.weigh(a.len() + b.len())?;
                    V::text(format!("{a}{b}"))
                }
            }
            BinOp::Subtract => V::Number(left.number() - right.number()),
            BinOp::Multiply => V::Number(left.number() * right.number()),
            BinOp::Divide => V::Number(left.number() / right.number()),
            BinOp::Remainder => V::Number(left.number() % right.number()),
            BinOp::Power => V::Number(left.number().powf(right.number())),
        })
    }

    fn access(&mut self, base: &'a Expr, steps: &'a [Step]) -> Result<V<'a>, Fault> {
        let mut at = self.value(base)?;
        for step in steps {
            at = match step {
                Step::Member { optional: true, .. } | Step::Index { optional: true, .. } | Step::Method { optional: true, .. }
                    if at.is_nil() =>
                {
                    return Ok(V::Undefined);
                }
                Step::Member { name, .. } => at.member(name),
                Step::Index { at: index, .. } => match self.value(index)? {
                    V::Number(number) if number >= 0.0 && number.fract() == 0.0 && at.list_len().is_some() => at.item(number as usize),
                    index => at.member(&index.string()),
                },
                Step::Method { name, args, .. } => {
                    self.step()?;
                    let args = self.values(args)?;
                    let value = methods::call(self, &at, name, &args)?;
                    self.made(value)?
                }
            };
        }
        Ok(at)
    }

    /// Calls a function literal. It reads and assigns the variables around it, as in the language.
    pub fn call(&mut self, function: &'a Function, args: &[V<'a>]) -> Result<V<'a>, Fault> {
        self.step()?;
        let outside = self.variables.len();
        for (index, param) in function.params.iter().enumerate() {
            self.variables.push((param, args.get(index).cloned().unwrap_or(V::Undefined)));
        }
        let last = std::mem::replace(&mut self.last, V::Undefined);
        let value = match &function.body {
            Body::Expr(expression) => self.value(expression),
            Body::Block(body) => self.block(body).map(|flow| match flow {
                Flow::Return(value) => value,
                Flow::Next => V::Undefined,
            }),
        };
        self.last = last;
        self.variables.truncate(outside);
        value
    }

    /// Calls what was given as a callback: a function, or the name of a member as the library allows.
    pub fn callback(&mut self, callback: Option<&V<'a>>, item: &V<'a>, index: usize, all: &V<'a>) -> Result<V<'a>, Fault> {
        match callback {
            Some(V::Function(function)) => self.call(function, &[item.clone(), V::Number(index as f64), all.clone()]),
            Some(V::Text(name)) => {
                self.step()?;
                Ok(item.member(name))
            }
            Some(pattern @ (V::Object(_) | V::Json(_))) => {
                self.step()?;
                Ok(V::Bool(pattern.members().iter().all(|(name, value)| item.member(name).deep_equal(value))))
            }
            _ => {
                self.step()?;
                Ok(item.clone())
            }
        }
    }
}

//! Walking the compiled tree.
//!
//! The one rule: every step costs one operation and the depth is counted, so that no text can take the machine for itself.

mod call;
mod walk;

use std::collections::HashMap;
use std::sync::Arc;

use crate::ast::{Arguments, Lambda, Node, Step, Test};
use crate::builtins;
use crate::error::LimitError;
use crate::expression::Evaluation;
use crate::function::{Function, Kind};
use crate::limits::{FUNCTIONS_MAX, LIST_ITEMS_MAX, NESTING_MAX, TEXT_BYTES_MAX, VALUE_PARTS_MAX};
use crate::operators;
use crate::properties;
use crate::scope::{Clock, Env};
use crate::types::Type;
use crate::value::{Context, Range, Value};

/// How many notes one evaluation keeps.
pub const NOTES_MAX: usize = 20;

/// Levels of the tree, through all function calls, that may be open at once. Bounds the stack.
const DEPTH_MAX: u32 = 400;

/// One evaluation under way: what it has used and what it has noticed.
pub(crate) struct Run {
    pub(crate) clock: Clock,
    pub(crate) types: Arc<HashMap<Arc<str>, Type>>,
    operations: u32,
    operations_max: u32,
    depth: u32,
    functions: u32,
    failure: Option<LimitError>,
    notes: Vec<String>,
    /// Rules of decision tables that matched, in order.
    pub(crate) matched: Vec<crate::decision::MatchedRule>,
}

impl Run {
    pub(crate) fn new(clock: Clock, operations_max: u32) -> Self {
        Self {
            clock,
            types: Arc::default(),
            operations: 0,
            operations_max,
            depth: 0,
            functions: 0,
            failure: None,
            notes: Vec::new(),
            matched: Vec::new(),
        }
    }

    pub(crate) fn finish(self, value: Value) -> Result<Evaluation, LimitError> {
        match self.failure {
            Some(limit) => Err(limit),
            None => Ok(Evaluation { value, notes: self.notes, operations: self.operations }),
        }
    }

    /// Pays for so many operations; false when the run is over.
    pub(crate) fn charge(&mut self, operations: usize) -> bool {
        if self.failure.is_some() {
            return false;
        }
        self.operations = self.operations.saturating_add(u32::try_from(operations).unwrap_or(u32::MAX));
        if self.operations > self.operations_max {
            self.fail(LimitError::Operations(self.operations_max));
        }
        self.failure.is_none()
    }

    fn fail(&mut self, limit: LimitError) {
        self.failure.get_or_insert(limit);
    }

    pub(crate) fn failed(&self) -> bool {
        self.failure.is_some()
    }

    /// Keeps a note and gives null.
    pub(crate) fn null(&mut self, note: impl FnOnce() -> String) -> Value {
        if self.failure.is_none() && self.notes.len() < NOTES_MAX {
            self.notes.push(note());
        }
        Value::Null
    }

    /// Runs `work` one level deeper.
    pub(crate) fn deeper(&mut self, work: impl FnOnce(&mut Self) -> Value) -> Value {
        if self.depth >= DEPTH_MAX {
            self.fail(LimitError::Nesting);
            return Value::Null;
        }
        self.depth += 1;
        let value = work(self);
        self.depth -= 1;
        value
    }

    /// Gives the value back unless it grew too large.
    pub(crate) fn sized(&mut self, value: Value) -> Value {
        let mut parts = 0;
        match measure(&value, NESTING_MAX, &mut parts) {
            Ok(()) if self.charge(parts / 64) => value,
            Ok(()) => Value::Null,
            Err(limit) => {
                self.fail(limit);
                Value::Null
            }
        }
    }

    /// The function a literal stands for, unless there are too many.
    fn closure(&mut self, lambda: &Arc<Lambda>, env: &Env) -> Value {
        self.count_function();
        call::closure(lambda, env)
    }

    /// Counts a function made by this run.
    pub(crate) fn count_function(&mut self) {
        self.functions += 1;
        if self.functions > FUNCTIONS_MAX {
            self.fail(LimitError::Size);
        }
    }

    pub(crate) fn evaluate(&mut self, node: &Node, env: &Env) -> Value {
        if !self.charge(1) {
            return Value::Null;
        }
        match node {
            Node::Literal(value) => value.clone(),
            Node::Name(name) => self.name(name, env),
            Node::Input => env.get("?").cloned().unwrap_or_default(),
            _ => self.deeper(|run| run.composed(node, env)),
        }
    }

    fn name(&mut self, name: &Arc<str>, env: &Env) -> Value {
        if let Some(value) = env.get(name) {
            return value.clone();
        }
        // A name with dots that nobody bound is the path it looks like.
        if let Some((first, rest)) = name.split_once('.')
            && let Some(value) = env.get(first)
        {
            let mut value = value.clone();
            for part in rest.split('.') {
                value = self.member(&value, &part.into());
            }
            return value;
        }
        match builtins::find(name) {
            Some(builtin) => Value::Function(Function(Kind::Builtin(builtin))),
            None => self.null(|| format!("there is no `{name}`")),
        }
    }

    fn composed(&mut self, node: &Node, env: &Env) -> Value {
        match node {
            Node::Literal(_) | Node::Name(_) | Node::Input => self.evaluate(node, env),
            Node::List(items) => {
                let items = items.iter().map(|item| self.evaluate(item, env)).collect();
                self.sized(Value::list(items))
            }
            Node::Context(entries) => self.context(entries, env),
            Node::Range { start, start_included, end, end_included } => {
                let (start, end) = (self.evaluate(start, env), self.evaluate(end, env));
                self.range(start, *start_included, end, *end_included)
            }
            Node::ComparisonRange(comparison, end) => {
                let end = self.evaluate(end, env);
                if !is_end(&end) {
                    return self.null(|| format!("a {} is not the end of a range", end.type_name()));
                }
                Range::from_comparison(*comparison, end).into()
            }
            Node::Postfix(base, steps) => {
                let mut value = self.evaluate(base, env);
                for step in steps {
                    value = self.step(value, step, env);
                }
                value
            }
            Node::Negate(operand) => {
                let value = self.evaluate(operand, env);
                operators::negate(&value).unwrap_or_else(|| self.null(|| format!("a {} has no negative", value.type_name())))
            }
            Node::Arithmetic(first, rest) => {
                let mut value = self.evaluate(first, env);
                for (operator, operand) in rest {
                    let operand = self.evaluate(operand, env);
                    let (a, b) = (&value, &operand);
                    value = match operators::arithmetic(*operator, a, b) {
                        Some(result) => self.sized(result),
                        None => self.null(|| format!("`{operator:?}` is not possible for {} and {}", a.type_name(), b.type_name())),
                    };
                }
                value
            }
            Node::Compare(comparison, a, b) => {
                let (a, b) = (self.evaluate(a, env), self.evaluate(b, env));
                self.charge(weight(&a).min(weight(&b)) / 8);
                match operators::compare(*comparison, &a, &b) {
                    Some(answer) => Value::Bool(answer),
                    None => self.null(|| format!("a {} does not compare with a {}", a.type_name(), b.type_name())),
                }
            }
            Node::Between(value, low, high) => {
                let (value, low, high) = (self.evaluate(value, env), self.evaluate(low, env), self.evaluate(high, env));
                if value.is_null() || low.is_null() || high.is_null() {
                    return Value::Null;
                }
                Range::new(low, true, high, true).contains(&value).into()
            }
            Node::In(value, tests) => {
                let value = self.evaluate(value, env);
                self.any_test(&value, tests, env)
            }
            Node::InstanceOf(value, kind) => {
                let value = self.evaluate(value, env);
                let resolved = self.resolve(kind);
                match resolved {
                    Some(kind) => Value::Bool(kind.has_instance(&value)),
                    None => self.null(|| format!("there is no type {kind:?}")),
                }
            }
            Node::All(parts) => self.logic(parts, false, env),
            Node::Any(parts) => self.logic(parts, true, env),
            Node::If(condition, then, otherwise) => {
                let chosen = if self.evaluate(condition, env).is_true() { then } else { otherwise };
                self.evaluate(chosen, env)
            }
            Node::For(iterations, body, partial) => {
                let mut results = Vec::new();
                match self.repeat(iterations, env, &mut |run, env| run.collect(&mut results, body, *partial, env)) {
                    Some(_) => self.sized(Value::list(results)),
                    None => Value::Null,
                }
            }
            Node::Quantified(quantifier, iterations, body) => self.quantified(*quantifier, iterations, body, env),
            Node::Function(lambda) => self.closure(lambda, env),
        }
    }

    fn context(&mut self, entries: &[(Arc<str>, Node)], env: &Env) -> Value {
        let mut context = Context::new();
        let mut env = env.clone();
        for (name, node) in entries {
            if context.get(name).is_some() {
                return self.null(|| format!("the context has two entries `{name}`"));
            }
            let value = self.evaluate(node, &env);
            env = env.with(name.clone(), value.clone());
            context.set(name.clone(), value);
        }
        self.sized(context.into())
    }

    fn range(&mut self, start: Value, start_included: bool, end: Value, end_included: bool) -> Value {
        let ordered = is_end(&start) && is_end(&end) && (start.is_null() || end.is_null() || start.compare(&end).is_some());
        if !ordered {
            return self.null(|| format!("a range cannot go from a {} to a {}", start.type_name(), end.type_name()));
        }
        Range::new(start, start_included, end, end_included).into()
    }

    /// Three-valued `and` (decided by false) and `or` (decided by true).
    fn logic(&mut self, parts: &[Node], deciding: bool, env: &Env) -> Value {
        let mut result = Value::Bool(!deciding);
        for part in parts {
            match self.evaluate(part, env).as_bool() {
                Some(answer) if answer == deciding => return Value::Bool(deciding),
                Some(_) => {}
                None => result = Value::Null,
            }
        }
        result
    }

    fn step(&mut self, value: Value, step: &Step, env: &Env) -> Value {
        match step {
            Step::Member(name) => self.member(&value, name),
            Step::Filter(filter) => self.filter(value, filter, env),
            Step::Call(arguments) => {
                let Value::Function(function) = &value else {
                    return self.null(|| format!("a {} is not a function", value.type_name()));
                };
                match arguments {
                    Arguments::Positional(nodes) => {
                        let values = nodes.iter().map(|node| self.evaluate(node, env)).collect();
                        self.call(function, values)
                    }
                    Arguments::Named(nodes) => {
                        let values = nodes.iter().map(|(name, node)| (name.clone(), self.evaluate(node, env))).collect();
                        self.call_named(function, values)
                    }
                }
            }
        }
    }

    fn member(&mut self, value: &Value, name: &Arc<str>) -> Value {
        match value {
            Value::Context(context) => match context.get(name) {
                Some(value) => value.clone(),
                None => self.null(|| format!("the context has no `{name}`")),
            },
            Value::List(items) => {
                if !self.charge(items.len()) {
                    return Value::Null;
                }
                Value::list(items.iter().map(|item| self.member(item, name)).collect())
            }
            Value::Null => Value::Null,
            _ => properties::property(value, name).unwrap_or_else(|| self.null(|| format!("a {} has no `{name}`", value.type_name()))),
        }
    }

    /// Whether the value passes any of the tests; null when none passes and one cannot be decided.
    pub(crate) fn any_test(&mut self, value: &Value, tests: &[Test], env: &Env) -> Value {
        let env = env.with("?".into(), value.clone());
        let mut result = Value::Bool(false);
        for test in tests {
            match self.test(value, test, &env) {
                Some(true) => return Value::Bool(true),
                Some(false) => {}
                None => result = Value::Null,
            }
        }
        result
    }

    fn test(&mut self, value: &Value, test: &Test, env: &Env) -> Option<bool> {
        match test {
            Test::Compare(comparison, node) => {
                let end = self.evaluate(node, env);
                operators::compare(*comparison, value, &end)
            }
            Test::Expression { node, mentions_input } => {
                let wanted = self.evaluate(node, env);
                match &wanted {
                    Value::Bool(answer) if *mentions_input => Some(*answer),
                    Value::Bool(true) if !matches!(value, Value::Bool(_) | Value::Null | Value::List(_)) => Some(true),
                    Value::Range(range) if !matches!(value, Value::Range(_)) => range.contains(value),
                    Value::List(items) => {
                        self.charge(items.len());
                        in_list(value, items)
                    }
                    _ => value.equals(&wanted),
                }
            }
        }
    }
}

/// Whether a value can be the end of a range: one that holds no others.
fn is_end(value: &Value) -> bool {
    !matches!(value, Value::List(_) | Value::Context(_) | Value::Range(_) | Value::Function(_))
}

/// Counts the parts of a value, and stops when they are too many or too deep.
fn measure(value: &Value, depth: u32, parts: &mut usize) -> Result<(), LimitError> {
    *parts += 1;
    let Some(deeper) = depth.checked_sub(1) else { return Err(LimitError::Nesting) };
    match value {
        Value::List(items) if items.len() > LIST_ITEMS_MAX => return Err(LimitError::Size),
        Value::List(items) => items.iter().try_for_each(|item| measure(item, deeper, parts))?,
        Value::Context(context) => context.iter().try_for_each(|(_, item)| measure(item, deeper, parts))?,
        Value::Text(text) if text.len() > TEXT_BYTES_MAX => return Err(LimitError::Size),
        Value::Text(text) => *parts += text.len() / 64,
        _ => {}
    }
    if *parts > VALUE_PARTS_MAX { Err(LimitError::Size) } else { Ok(()) }
}

fn weight(value: &Value) -> usize {
    match value {
        Value::List(items) => items.len(),
        Value::Context(context) => context.len(),
        Value::Text(text) => text.len() / 32,
        _ => 0,
    }
}

/// A list as a test: the value is the list, is in it, or is in a range of it.
fn in_list(value: &Value, items: &Arc<Vec<Value>>) -> Option<bool> {
    if matches!(value, Value::List(list) if list == items) {
        return Some(true);
    }
    let found = items.iter().any(|item| match item {
        Value::Range(range) if !matches!(value, Value::Range(_)) => range.contains(value) == Some(true),
        Value::List(inner) if !matches!(value, Value::List(_)) => inner.iter().any(|item| item.equals(value) == Some(true)),
        _ => item.equals(value) == Some(true),
    });
    Some(found)
}

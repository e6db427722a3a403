//! Going through lists and ranges: filters, loops, quantifiers.
//!
//! The one rule: every item visited is paid for before it is looked at.

use std::sync::Arc;

use super::Run;
use crate::ast::{Iteration, Node, Quantifier};
use crate::error::LimitError;
use crate::limits::LIST_ITEMS_MAX;
use crate::scope::Env;
use crate::value::{Range, Value};

/// Walks a domain, calling the visitor with each environment.
type Walk<'w> = dyn FnMut(&mut Run, &mut dyn FnMut(&mut Run, &Env) -> bool) -> Option<bool> + 'w;

impl Run {
    pub(super) fn filter(&mut self, value: Value, filter: &Node, env: &Env) -> Value {
        self.filter_with(value, env, &mut |run, env| run.evaluate(filter, env))
    }

    /// `list[1]`, `list[-1]` or `list[item > 1]`; anything but a list is a list of one.
    pub(crate) fn filter_with(&mut self, value: Value, env: &Env, filter: &mut dyn FnMut(&mut Self, &Env) -> Value) -> Value {
        let items = match value {
            Value::List(items) => items,
            Value::Null => Arc::new(Vec::new()),
            single => Arc::new(vec![single]),
        };
        let mut kept = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let mut inner = env.with("item".into(), item.clone());
            if let Value::Context(context) = item {
                inner = inner.with_context(context.clone());
            }
            match filter(self, &inner) {
                Value::Bool(true) => kept.push(item.clone()),
                Value::Bool(false) | Value::Null => {}
                Value::Number(index) if place == 0 => return pick(&items, index.to_i64()),
                other => return self.null(|| format!("a filter gives true or false, not a {}", other.type_name())),
            }
            if self.failed() {
                return Value::Null;
            }
        }
        if items.is_empty() && matches!(filter(self, env), Value::Number(_)) {
            return Value::Null;
        }
        Value::list(kept)
    }

    pub(super) fn collect(&mut self, results: &mut Vec<Value>, body: &Node, partial: bool, env: &Env) -> bool {
        if partial {
            // A copy per turn makes such a loop quadratic, so it is paid for.
            self.charge(results.len() / 8);
            let env = env.with("partial".into(), Value::list(results.clone()));
            results.push(self.evaluate(body, &env));
        } else {
            results.push(self.evaluate(body, env));
        }
        if results.len() > LIST_ITEMS_MAX {
            self.fail(LimitError::Size);
        }
        !self.failed()
    }

    /// Visits every combination until `visit` says to stop. `None` when a domain cannot be walked.
    pub(super) fn repeat(&mut self, iterations: &[Iteration], env: &Env, visit: &mut dyn FnMut(&mut Self, &Env) -> bool) -> Option<bool> {
        let Some((iteration, rest)) = iterations.split_first() else { return Some(visit(self, env)) };
        let mut domain = self.evaluate(&iteration.domain, env);
        if let Some(to) = &iteration.to {
            let to = self.evaluate(to, env);
            domain = self.walk(&domain, &to).map_or(Value::Null, Value::List);
        }
        let mut broken = false;
        let walked = self.each(&iteration.name, domain, env, &mut |run, env| match run.repeat(rest, env, visit) {
            Some(go_on) => go_on,
            None => {
                broken = true;
                false
            }
        });
        if broken { None } else { walked }
    }

    /// Visits every item of a list or range, bound to a name, until `visit` says to stop. `None` when there is nothing to walk.
    pub(crate) fn each(
        &mut self,
        name: &Arc<str>,
        domain: Value,
        env: &Env,
        visit: &mut dyn FnMut(&mut Self, &Env) -> bool,
    ) -> Option<bool> {
        let items = match domain {
            Value::List(items) => Some(items),
            Value::Range(range) => self.walk_range(&range),
            Value::Null => None,
            single => Some(Arc::new(vec![single])),
        };
        let Some(items) = items else {
            self.null(|| format!("`{name}` has nothing to go through"));
            return None;
        };
        for item in items.iter() {
            if !self.charge(1) || !visit(self, &env.with(name.clone(), item.clone())) {
                return Some(false);
            }
        }
        Some(true)
    }

    fn walk_range(&mut self, range: &Range) -> Option<Arc<Vec<Value>>> {
        let mut walked = self.walk(&range.start, &range.end)?;
        let items = Arc::make_mut(&mut walked);
        if !range.end_included && items.last() == Some(&range.end) {
            items.pop();
        }
        if !range.start_included && items.first() == Some(&range.start) {
            items.remove(0);
        }
        Some(walked)
    }

    /// Whole numbers or days from one end to the other, up or down.
    fn walk(&mut self, from: &Value, to: &Value) -> Option<Arc<Vec<Value>>> {
        let (first, last, day) = match (from, to) {
            (Value::Number(a), Value::Number(b)) => (a.to_i64()?, b.to_i64()?, false),
            (Value::Date(a), Value::Date(b)) => (a.epoch_days(), b.epoch_days(), true),
            _ => return None,
        };
        let count = usize::try_from(first.abs_diff(last)).unwrap_or(usize::MAX);
        if count >= LIST_ITEMS_MAX {
            self.fail(LimitError::Size);
            return None;
        }
        let step = if last >= first { 1 } else { -1 };
        let item = |place: i64| {
            let at = first + step * place;
            if day { crate::Date::from_epoch_days(at).into() } else { Value::from(at) }
        };
        Some(Arc::new((0..=count as i64).map(item).collect()))
    }

    pub(super) fn quantified(&mut self, quantifier: Quantifier, iterations: &[Iteration], body: &Node, env: &Env) -> Value {
        self.quantify(quantifier, &mut |run, visit| run.repeat(iterations, env, visit), &mut |run, env| run.evaluate(body, env))
    }

    /// `some` is decided by the first true, `every` by the first false; otherwise one null makes the answer null.
    pub(crate) fn quantify(
        &mut self,
        quantifier: Quantifier,
        walk: &mut Walk<'_>,
        body: &mut dyn FnMut(&mut Self, &Env) -> Value,
    ) -> Value {
        let deciding = quantifier == Quantifier::Some;
        let mut result = Value::Bool(!deciding);
        let walked = walk(self, &mut |run, env| match body(run, env) {
            Value::Bool(answer) if answer == deciding => {
                result = Value::Bool(deciding);
                false
            }
            Value::Bool(_) => true,
            Value::Null => {
                result = Value::Null;
                true
            }
            other => {
                result = run.null(|| format!("a condition is true or false, not a {}", other.type_name()));
                false
            }
        });
        if walked.is_none() { Value::Null } else { result }
    }
}

fn pick(items: &[Value], index: Option<i64>) -> Value {
    let place = match index {
        Some(index) if index > 0 => usize::try_from(index - 1).ok(),
        Some(index) if index < 0 => items.len().checked_sub(usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX)),
        _ => None,
    };
    place.and_then(|place| items.get(place)).cloned().unwrap_or_default()
}

//! The built-in functions: which there are, what they are called with.
//!
//! The one rule: a function given too few, too many or wrong arguments is null; it never panics and never looks outside the run.

mod context;
mod convert;
mod interval;
mod list;
mod number;
mod pattern;
mod text;
mod time;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::evaluate::Run;
use crate::number::Number;
use crate::value::{Context, Value};

pub(crate) use convert::at_literal;

/// A built-in function.
pub(crate) struct Builtin {
    pub(crate) name: &'static str,
    /// The ways to call it. A parameter that ends in `?` may be left out; one that ends in `…` takes all the rest.
    signatures: &'static [&'static [&'static str]],
    run: fn(&mut Call) -> Option<Value>,
}

/// One call: the arguments by position, and which way of calling it is.
struct Call<'r> {
    arguments: Vec<Value>,
    signature: usize,
    run: &'r mut Run,
}

const fn builtin(name: &'static str, signatures: &'static [&'static [&'static str]], run: fn(&mut Call) -> Option<Value>) -> Builtin {
    Builtin { name, signatures, run }
}

/// The built-in function with this name.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    static BY_NAME: OnceLock<HashMap<&'static str, &'static Builtin>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| {
        let all = [context::ALL, convert::ALL, interval::ALL, list::ALL, number::ALL, text::ALL, time::ALL];
        all.into_iter().flatten().map(|builtin| (builtin.name, builtin)).collect()
    });
    by_name.get(name).copied()
}

/// How many arguments a signature needs at least and takes at most.
fn arity(signature: &[&str]) -> (usize, usize) {
    let needed = signature.iter().filter(|name| !name.ends_with('?')).count();
    let most = if signature.last().is_some_and(|name| name.ends_with('…')) { usize::MAX } else { signature.len() };
    (needed, most)
}

impl Builtin {
    pub(crate) fn accepts(&self, count: usize) -> bool {
        self.signatures.iter().any(|signature| {
            let (least, most) = arity(signature);
            (least..=most).contains(&count)
        })
    }
}

pub(crate) fn call(run: &mut Run, builtin: &'static Builtin, arguments: Vec<Value>) -> Value {
    let count = arguments.len();
    let found = builtin.signatures.iter().position(|signature| {
        let (least, most) = arity(signature);
        (least..=most).contains(&count)
    });
    match found {
        Some(signature) => start(run, builtin, signature, arguments),
        None => run.null(|| format!("`{}` is not called with {count} arguments", builtin.name)),
    }
}

pub(crate) fn call_named(run: &mut Run, builtin: &'static Builtin, arguments: Vec<(Arc<str>, Value)>) -> Value {
    for (place, signature) in builtin.signatures.iter().enumerate() {
        if let Some(positional) = in_order(signature, &arguments) {
            return start(run, builtin, place, positional);
        }
    }
    run.null(|| format!("`{}` has no such parameters", builtin.name))
}

/// Named arguments in the order of the signature, when they fit it.
fn in_order(signature: &[&str], arguments: &[(Arc<str>, Value)]) -> Option<Vec<Value>> {
    let mut positional = Vec::new();
    let mut used = 0;
    for parameter in signature {
        let name = parameter.trim_end_matches(['?', '…']);
        match arguments.iter().find(|(given, _)| **given == *name) {
            Some((_, value)) => {
                positional.push(value.clone());
                used += 1;
            }
            // A gap can only be at the end or before an optional argument that is given: then null stands for it.
            None if parameter.ends_with('?') => positional.push(Value::Null),
            None => return None,
        }
    }
    let given_last = signature.iter().rposition(|parameter| {
        let name = parameter.trim_end_matches(['?', '…']);
        arguments.iter().any(|(given, _)| **given == *name)
    });
    positional.truncate(given_last.map_or(0, |place| place + 1));
    (used == arguments.len()).then_some(positional)
}

fn start(run: &mut Run, builtin: &'static Builtin, signature: usize, arguments: Vec<Value>) -> Value {
    let size = |value: &Value| match value {
        Value::List(items) => items.len() / 8,
        Value::Text(text) => text.len() / 256,
        _ => 0,
    };
    if !run.charge(arguments.iter().map(size).sum()) {
        return Value::Null;
    }
    let mut call = Call { arguments, signature, run };
    match (builtin.run)(&mut call) {
        Some(value) => value,
        None => run.null(|| format!("`{}` has no result for these arguments", builtin.name)),
    }
}

impl Call<'_> {
    fn has(&self, place: usize) -> bool {
        place < self.arguments.len()
    }

    fn value(&self, place: usize) -> &Value {
        self.arguments.get(place).unwrap_or(&Value::Null)
    }

    /// The argument as a single value: a list of one stands for its item.
    fn single(&self, place: usize) -> &Value {
        match self.value(place) {
            Value::List(items) if items.len() == 1 => &items[0],
            value => value,
        }
    }

    fn number(&self, place: usize) -> Option<Number> {
        self.single(place).as_number()
    }

    fn integer(&self, place: usize) -> Option<i64> {
        self.number(place)?.to_i64()
    }

    fn text(&self, place: usize) -> Option<&str> {
        self.single(place).as_str()
    }

    fn context(&self, place: usize) -> Option<&Context> {
        self.single(place).as_context()
    }

    /// The argument as a list: a single value stands for the list of it, null for nothing.
    fn list(&self, place: usize) -> Option<Arc<Vec<Value>>> {
        match self.value(place) {
            Value::List(items) => Some(items.clone()),
            Value::Null => None,
            single => Some(Arc::new(vec![single.clone()])),
        }
    }

    /// All arguments from a place on, for `sum(1, 2, 3)`; a single list stands for its items, as in `sum([1, 2, 3])`.
    fn rest(&self, from: usize) -> Option<Arc<Vec<Value>>> {
        match self.arguments.len().saturating_sub(from) {
            1 => self.list(from),
            _ => Some(Arc::new(self.arguments[from.min(self.arguments.len())..].to_vec())),
        }
    }
}

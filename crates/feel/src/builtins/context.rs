//! Functions on contexts, and `not`, `is`, `range`.
//!
//! The one rule: a context is never changed; a changed copy is made.

use std::sync::Arc;

use super::{Builtin, Call, builtin};
use crate::value::{Context, Value};

pub(super) const ALL: &[Builtin] = &[
    builtin("not", &[&["negand"]], |call| call.single(0).as_bool().map(|value| Value::Bool(!value))),
    builtin("is", &[&["value1?", "value2?"]], |call| Some(same(call.value(0), call.value(1)).into())),
    builtin("get value", &[&["m", "key"], &["context", "key"]], |call| {
        let context = call.context(0)?;
        match call.value(1) {
            Value::List(path) => {
                let mut value = call.single(0);
                for name in path.iter() {
                    value = value.as_context()?.get(name.as_str()?)?;
                }
                Some(value.clone())
            }
            _ => context.get(call.text(1)?).cloned(),
        }
    }),
    builtin("get entries", &[&["m"], &["context"]], |call| {
        let entry = |(key, value): (&str, &Value)| Value::context([("key", Value::text(key)), ("value", value.clone())]);
        Some(Value::list(call.context(0)?.iter().map(entry).collect()))
    }),
    builtin("context", &[&["entries"]], from_entries),
    builtin("context put", &[&["context", "key", "value"], &["context", "keys", "value"]], |call| {
        let context = call.context(0)?;
        match call.value(1) {
            Value::List(path) => put(context, path, call.value(2)),
            _ => put(context, &[Value::text(call.text(1)?)], call.value(2)),
        }
    }),
    builtin("context merge", &[&["contexts"]], |call| {
        let mut merged = Context::new();
        for context in call.list(0)?.iter() {
            for (key, value) in context.as_context()?.entries() {
                merged.set(key.clone(), value.clone());
            }
        }
        Some(merged.into())
    }),
    builtin("range", &[&["from"]], |call| match crate::Expression::parse(call.text(0)?).ok()?.constant()? {
        range @ Value::Range(_) => Some(range),
        _ => None,
    }),
];

/// `is`: the same value of the same kind; times are the same only with the same zone.
fn same(a: &Value, b: &Value) -> bool {
    a == b
}

fn from_entries(call: &mut Call) -> Option<Value> {
    let mut context = Context::new();
    for entry in call.list(0)?.iter() {
        let entry = entry.as_context()?;
        let key: Arc<str> = entry.get("key")?.as_str()?.into();
        if context.get(&key).is_some() {
            return None;
        }
        context.set(key, entry.get("value")?.clone());
    }
    Some(context.into())
}

fn put(context: &Context, path: &[Value], value: &Value) -> Option<Value> {
    let (first, rest) = path.split_first()?;
    let key = first.as_str()?;
    let mut changed = context.clone();
    let value = match rest {
        [] => value.clone(),
        _ => put(context.get(key)?.as_context()?, rest, value)?,
    };
    changed.set(key, value);
    Some(changed.into())
}

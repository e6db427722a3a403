//! Functions on texts.
//!
//! The one rule: positions count characters, never bytes.

use super::{Builtin, Call, builtin, pattern};
use crate::value::Value;

pub(super) const ALL: &[Builtin] = &[
    builtin("substring", &[&["string", "start position", "length?"]], substring),
    builtin("string length", &[&["string"]], |call| Some(call.text(0)?.chars().count().into())),
    builtin("upper case", &[&["string"]], |call| Some(call.text(0)?.to_uppercase().into())),
    builtin("lower case", &[&["string"]], |call| Some(call.text(0)?.to_lowercase().into())),
    builtin("trim", &[&["string"]], |call| Some(call.text(0)?.trim().into())),
    builtin("substring before", &[&["string", "match"]], |call| {
        Some(call.text(0)?.split_once(call.text(1)?).map_or("", |(before, _)| before).into())
    }),
    builtin("substring after", &[&["string", "match"]], |call| {
        Some(call.text(0)?.split_once(call.text(1)?).map_or("", |(_, after)| after).into())
    }),
    builtin("contains", &[&["string", "match"]], |call| Some(call.text(0)?.contains(call.text(1)?).into())),
    builtin("starts with", &[&["string", "match"]], |call| Some(call.text(0)?.starts_with(call.text(1)?).into())),
    builtin("ends with", &[&["string", "match"]], |call| Some(call.text(0)?.ends_with(call.text(1)?).into())),
    builtin("matches", &[&["input", "pattern", "flags?"]], |call| {
        pattern::Pattern::new(call.text(1)?, flags(call, 2)?)?.is_match(call.text(0)?).map(Value::Bool)
    }),
    builtin("replace", &[&["input", "pattern", "replacement", "flags?"]], |call| {
        let pattern = pattern::Pattern::new(call.text(1)?, flags(call, 3)?)?;
        pattern.replace(call.text(0)?, call.text(2)?).map(Value::from)
    }),
    builtin("split", &[&["string", "delimiter"]], |call| {
        let parts = pattern::Pattern::new(call.text(1)?, "")?.split(call.text(0)?)?;
        Some(Value::list(parts.into_iter().map(Value::from).collect()))
    }),
    builtin("string join", &[&["list", "delimiter?"], &["list", "delimiter", "prefix", "suffix"]], join),
];

fn flags<'c>(call: &'c Call, place: usize) -> Option<&'c str> {
    match call.value(place) {
        Value::Null => Some(""),
        _ => call.text(place),
    }
}

fn substring(call: &mut Call) -> Option<Value> {
    let text = call.text(0)?.chars().collect::<Vec<_>>();
    let position = call.integer(1)?;
    let start = match position {
        0 => return None,
        1.. => usize::try_from(position - 1).ok()?,
        _ => text.len().checked_sub(usize::try_from(position.unsigned_abs()).ok()?)?,
    };
    let rest = text.get(start..).unwrap_or_default();
    let length = if call.has(2) { usize::try_from(call.integer(2)?).ok().filter(|length| *length > 0)? } else { rest.len() };
    Some(rest.iter().take(length).collect::<String>().into())
}

fn join(call: &mut Call) -> Option<Value> {
    let delimiter = flags(call, 1)?;
    let items = call.list(0)?;
    let mut parts = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        parts.push(item.as_str()?);
    }
    Some(format!("{}{}{}", flags(call, 2)?, parts.join(delimiter), flags(call, 3)?).into())
}

//! Functions an expression may call by name.
//!
//! The one rule: the lists of this file are the whole world; a name that is not here cannot be called.

use super::eval::{Fault, Run};
use super::methods;
use super::moment::Instant;
use super::value::V;
use std::borrow::Cow;

/// Libraries whose members are listed below.
pub(super) const LIBRARIES: [&str; 10] = ["Math", "Number", "String", "Object", "Array", "Date", "_", "moment", "utils", "Boolean"];

/// Numbers with a name.
pub(super) const VALUES: [(&str, f64); 3] =
    [("Math.PI", std::f64::consts::PI), ("Math.E", std::f64::consts::E), ("Number.MAX_SAFE_INTEGER", 9_007_199_254_740_991.0)];

/// Functions.
pub(super) const FUNCTIONS: [&str; 62] = [
    "Math.abs",
    "Math.ceil",
    "Math.floor",
    "Math.round",
    "Math.trunc",
    "Math.max",
    "Math.min",
    "Math.pow",
    "Math.sqrt",
    "Math.sign",
    "Number",
    "String",
    "Boolean",
    "parseInt",
    "parseFloat",
    "isNaN",
    "isFinite",
    "Number.isInteger",
    "Number.isNaN",
    "Number.isFinite",
    "Number.parseInt",
    "Number.parseFloat",
    "Object.keys",
    "Object.values",
    "Object.entries",
    "Array.isArray",
    "Date",
    "Date.now",
    "moment",
    "_.get",
    "_.has",
    "_.sum",
    "_.sumBy",
    "_.some",
    "_.every",
    "_.filter",
    "_.map",
    "_.find",
    "_.includes",
    "_.isEmpty",
    "_.isNil",
    "_.isEqual",
    "_.uniq",
    "_.uniqBy",
    "_.size",
    "_.max",
    "_.min",
    "_.maxBy",
    "_.minBy",
    "_.toNumber",
    "_.round",
    "_.trim",
    "_.toLower",
    "_.toUpper",
    "_.isArray",
    "_.isString",
    "_.isNumber",
    "_.first",
    "_.last",
    "_.keys",
    "_.values",
    "_.countBy",
];

/// Methods of values.
pub(super) const METHODS: [&str; 66] = [
    "length",
    "trim",
    "trimStart",
    "trimEnd",
    "toUpperCase",
    "toLowerCase",
    "toLocaleUpperCase",
    "toLocaleLowerCase",
    "includes",
    "startsWith",
    "endsWith",
    "indexOf",
    "lastIndexOf",
    "slice",
    "substring",
    "substr",
    "split",
    "replace",
    "replaceAll",
    "charAt",
    "charCodeAt",
    "padStart",
    "padEnd",
    "repeat",
    "concat",
    "match",
    "test",
    "toString",
    "toFixed",
    "valueOf",
    "map",
    "filter",
    "some",
    "every",
    "reduce",
    "find",
    "findIndex",
    "forEach",
    "join",
    "flat",
    "flatMap",
    "at",
    "getFullYear",
    "getMonth",
    "getDate",
    "getDay",
    "getTime",
    "getHours",
    "getMinutes",
    "toISOString",
    "add",
    "subtract",
    "diff",
    "isBefore",
    "isAfter",
    "isSame",
    "isSameOrBefore",
    "isSameOrAfter",
    "isBetween",
    "format",
    "isValid",
    "year",
    "month",
    "date",
    "startOf",
    "endOf",
];

/// Calls a listed function.
pub(super) fn call<'a>(run: &mut Run<'a>, name: &str, args: &[V<'a>]) -> Result<V<'a>, Fault> {
    let first = args.first().cloned().unwrap_or(V::Undefined);
    let second = args.get(1);
    let number = || first.number();
    Ok(match name {
        "Math.abs" => V::Number(number().abs()),
        "Math.ceil" => V::Number(number().ceil()),
        "Math.floor" => V::Number(number().floor()),
        // Halves go up, also below zero: this is what the language does.
        "Math.round" => V::Number((number() + 0.5).floor()),
        "Math.trunc" => V::Number(number().trunc()),
        "Math.sqrt" => V::Number(number().sqrt()),
        "Math.sign" => V::Number(if number() == 0.0 || number().is_nan() { number() } else { number().signum() }),
        "Math.pow" => V::Number(number().powf(second.map_or(f64::NAN, V::number))),
        "Math.max" => V::Number(extreme(args, f64::NEG_INFINITY, |a, b| a > b)),
        "Math.min" => V::Number(extreme(args, f64::INFINITY, |a, b| a < b)),
        "Number" | "_.toNumber" => V::Number(if args.is_empty() { 0.0 } else { number() }),
        "String" => {
            if args.is_empty() {
                V::text("")
            } else {
                V::Text(first.string())
            }
        }
        "Boolean" => V::Bool(first.truthy()),
        "parseInt" | "Number.parseInt" => V::Number(leading_number(&first.string(), false)),
        "parseFloat" | "Number.parseFloat" => V::Number(leading_number(&first.string(), true)),
        "isNaN" => V::Bool(number().is_nan()),
        "isFinite" => V::Bool(number().is_finite()),
        "Number.isNaN" => V::Bool(matches!(first, V::Number(number) if number.is_nan())),
        "Number.isFinite" => V::Bool(matches!(first, V::Number(number) if number.is_finite())),
        "Number.isInteger" => V::Bool(matches!(first, V::Number(number) if number.is_finite() && number.fract() == 0.0)),
        "Array.isArray" | "_.isArray" => V::Bool(first.list_len().is_some()),
        "_.isString" => V::Bool(matches!(first, V::Text(_))),
        "_.isNumber" => V::Bool(matches!(first, V::Number(_))),
        "_.isNil" => V::Bool(first.is_nil()),
        "Object.keys" | "_.keys" => V::list(first.members().into_iter().map(|(name, _)| V::Text(name)).collect()),
        "Object.values" | "_.values" => V::list(values_of(&first)),
        "Object.entries" => V::list(first.members().into_iter().map(|(name, value)| V::list(vec![V::Text(name), value])).collect()),
        "Date.now" => V::Number(run.scope.now.as_millisecond() as f64),
        "Date" => V::Instant(Instant::of_args(args, run.scope.now)),
        "moment" => V::Instant(Instant::of_moment(args, run.scope.now)),
        _ => return library(run, name, &first, args),
    })
}

/// The functions of the library `_`.
fn library<'a>(run: &mut Run<'a>, name: &str, first: &V<'a>, args: &[V<'a>]) -> Result<V<'a>, Fault> {
    let second = args.get(1);
    let list = || V::list(values_of(first));
    Ok(match name {
        "_.get" | "_.has" => {
            let found = second.map(V::string).map_or(V::Undefined, |path| walk(first, &path));
            match (name, &found) {
                ("_.has", _) => V::Bool(!matches!(found, V::Undefined)),
                (_, V::Undefined) => args.get(2).cloned().unwrap_or(V::Undefined),
                _ => found,
            }
        }
        "_.some" => return methods::call(run, &list(), "some", &args[1.min(args.len())..]),
        "_.every" => return methods::call(run, &list(), "every", &args[1.min(args.len())..]),
        "_.filter" => return methods::call(run, &list(), "filter", &args[1.min(args.len())..]),
        "_.map" => return methods::call(run, &list(), "map", &args[1.min(args.len())..]),
        "_.find" => return methods::call(run, &list(), "find", &args[1.min(args.len())..]),
        "_.includes" => {
            let target = if matches!(first, V::Text(_)) { first.clone() } else { list() };
            return methods::call(run, &target, "includes", &args[1.min(args.len())..]);
        }
        "_.sum" | "_.sumBy" | "_.max" | "_.min" | "_.maxBy" | "_.minBy" | "_.uniq" | "_.uniqBy" | "_.countBy" => {
            let list = list();
            let items = list.items();
            let mut keys = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                keys.push(run.callback(second, item, index, &list)?);
            }
            aggregate(name, items, &keys)
        }
        "_.size" => V::Number(match first {
            V::Text(text) => text.encode_utf16().count() as f64,
            _ => values_of(first).len() as f64,
        }),
        "_.isEmpty" => V::Bool(match first {
            V::Text(text) => text.is_empty(),
            _ => values_of(first).is_empty(),
        }),
        "_.isEqual" => V::Bool(second.is_some_and(|second| first.deep_equal(second))),
        "_.first" => first.item(0),
        "_.last" => first.list_len().and_then(|length| length.checked_sub(1)).map_or(V::Undefined, |last| first.item(last)),
        "_.trim" => V::text(text_of(first).trim().to_owned()),
        "_.toLower" => V::text(text_of(first).to_lowercase()),
        "_.toUpper" => V::text(text_of(first).to_uppercase()),
        "_.round" => {
            let factor = 10f64.powf(second.map_or(0.0, V::number));
            V::Number((first.number() * factor).round() / factor)
        }
        _ => V::Undefined,
    })
}

fn aggregate<'a>(name: &str, items: Vec<V<'a>>, keys: &[V<'a>]) -> V<'a> {
    match name {
        "_.sum" | "_.sumBy" => V::Number(keys.iter().filter(|key| !key.is_nil()).map(V::number).sum()),
        "_.max" | "_.maxBy" | "_.min" | "_.minBy" => {
            let mut best: Option<usize> = None;
            for (index, key) in keys.iter().enumerate().filter(|(_, key)| !key.number().is_nan()) {
                let better = best.is_none_or(|best| {
                    if name.starts_with("_.max") { key.number() > keys[best].number() } else { key.number() < keys[best].number() }
                });
                if better {
                    best = Some(index);
                }
            }
            best.map_or(V::Undefined, |best| items[best].clone())
        }
        "_.countBy" => {
            let mut counts: Vec<(Cow<'a, str>, V<'a>)> = Vec::new();
            for key in keys {
                let key = key.string();
                match counts.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, V::Number(count))) => *count += 1.0,
                    _ => counts.push((key, V::Number(1.0))),
                }
            }
            V::Object(counts.into())
        }
        _ => {
            let mut seen: Vec<String> = Vec::new();
            let mut out = Vec::new();
            for (item, key) in items.into_iter().zip(keys) {
                let key = format!("{}:{}", key.type_name(), key.string());
                if !seen.contains(&key) {
                    seen.push(key);
                    out.push(item);
                }
            }
            V::list(out)
        }
    }
}

fn text_of<'a>(value: &V<'a>) -> Cow<'a, str> {
    if value.is_nil() { Cow::Borrowed("") } else { value.string() }
}

fn values_of<'a>(value: &V<'a>) -> Vec<V<'a>> {
    if value.list_len().is_some() { value.items() } else { value.members().into_iter().map(|(_, value)| value).collect() }
}

fn walk<'a>(value: &V<'a>, path: &str) -> V<'a> {
    path.split(['.', '[', ']']).filter(|part| !part.is_empty()).fold(value.clone(), |at, part| at.member(part))
}

fn extreme(args: &[V<'_>], start: f64, better: fn(f64, f64) -> bool) -> f64 {
    let mut best = start;
    for number in args.iter().map(V::number) {
        if number.is_nan() {
            return number;
        }
        if better(number, best) {
            best = number;
        }
    }
    best
}

/// The number a text begins with, as `parseInt` and `parseFloat` read it.
fn leading_number(text: &str, fraction: bool) -> f64 {
    let text = text.trim_start();
    let mut end = 0;
    let mut point = false;
    for (at, c) in text.char_indices() {
        let sign = at == 0 && (c == '-' || c == '+');
        let is_point = fraction && c == '.' && !point;
        point |= is_point;
        if !(sign || is_point || c.is_ascii_digit()) {
            break;
        }
        end = at + c.len_utf8();
    }
    text[..end].parse().unwrap_or(f64::NAN)
}

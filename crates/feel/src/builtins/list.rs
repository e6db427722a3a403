//! Functions on lists.
//!
//! The one rule: positions count from 1, and from the end when negative.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Builtin, Call, builtin};
use crate::function::Function;
use crate::number::Number;
use crate::operators;
use crate::value::Value;

const LIST: &[&[&str]] = &[&["list…"]];

pub(super) const ALL: &[Builtin] = &[
    builtin("list contains", &[&["list", "element"]], |call| {
        let items = call.list(0)?;
        Some(items.iter().any(|item| item.equals(call.value(1)) == Some(true)).into())
    }),
    builtin("count", LIST, |call| Some(call.rest(0)?.len().into())),
    builtin("min", LIST, |call| extreme(call, Ordering::Less)),
    builtin("max", LIST, |call| extreme(call, Ordering::Greater)),
    builtin("sum", LIST, |call| non_empty(numbers(call)?).and_then(|all| sum(&all)).map(Value::Number)),
    builtin("product", LIST, |call| non_empty(numbers(call)?)?.into_iter().try_fold(Number::ONE, Number::checked_mul).map(Value::Number)),
    builtin("mean", LIST, |call| mean(&non_empty(numbers(call)?)?).map(Value::Number)),
    builtin("median", LIST, |call| median(numbers(call)?).map(Value::Number)),
    builtin("stddev", LIST, |call| deviation(&numbers(call)?).map(Value::Number)),
    builtin("mode", LIST, |call| Some(mode(numbers(call)?))),
    builtin("all", LIST, |call| operators::all(call.rest(0)?.iter().map(Value::as_bool)).map(Value::Bool)),
    builtin("any", LIST, |call| {
        operators::all(call.rest(0)?.iter().map(|item| item.as_bool().map(|item| !item))).map(|none| Value::Bool(!none))
    }),
    builtin("sublist", &[&["list", "start position", "length?"]], sublist),
    builtin("append", &[&["list", "item…"]], |call| {
        let mut items = call.list(0)?.to_vec();
        items.extend_from_slice(&call.arguments[1..]);
        Some(Value::list(items))
    }),
    builtin("concatenate", LIST, |call| joined(call).map(Value::list)),
    builtin("union", LIST, |call| {
        let items = joined(call)?;
        distinct(call, &items)
    }),
    builtin("distinct values", &[&["list"]], |call| {
        let items = call.list(0)?;
        distinct(call, &items)
    }),
    builtin("insert before", &[&["list", "position", "newItem"]], |call| {
        let mut items = call.list(0)?.to_vec();
        let place = place(call.integer(1)?, items.len())?;
        items.insert(place, call.value(2).clone());
        Some(Value::list(items))
    }),
    builtin("remove", &[&["list", "position"]], |call| {
        let mut items = call.list(0)?.to_vec();
        let place = place(call.integer(1)?, items.len())?;
        items.remove(place);
        Some(Value::list(items))
    }),
    builtin("list replace", &[&["list", "position", "newItem"], &["list", "match", "newItem"]], replace),
    builtin("reverse", &[&["list"]], |call| Some(Value::list(call.list(0)?.iter().rev().cloned().collect()))),
    builtin("index of", &[&["list", "match"]], |call| {
        let items = call.list(0)?;
        let found = items.iter().enumerate().filter(|(_, item)| item.equals(call.value(1)) == Some(true));
        Some(Value::list(found.map(|(place, _)| (place + 1).into()).collect()))
    }),
    builtin("flatten", &[&["list"]], |call| {
        let mut flat = Vec::new();
        flatten(&Value::List(call.list(0)?), &mut flat);
        Some(Value::list(flat))
    }),
    builtin("sort", &[&["list", "precedes?"]], sort),
];

fn numbers(call: &Call) -> Option<Vec<Number>> {
    call.rest(0)?.iter().map(Value::as_number).collect()
}

fn non_empty(numbers: Vec<Number>) -> Option<Vec<Number>> {
    if numbers.is_empty() { None } else { Some(numbers) }
}

fn sum(numbers: &[Number]) -> Option<Number> {
    numbers.iter().try_fold(Number::ZERO, |total, number| total.checked_add(*number))
}

fn mean(numbers: &[Number]) -> Option<Number> {
    sum(numbers)?.checked_div(numbers.len().into())
}

fn median(mut numbers: Vec<Number>) -> Option<Number> {
    numbers.sort();
    let middle = numbers.len() / 2;
    if numbers.len() % 2 == 1 {
        return numbers.get(middle).copied();
    }
    let (low, high) = (numbers.get(middle.checked_sub(1)?)?, numbers.get(middle)?);
    low.checked_add(*high)?.checked_div(2_i64.into())
}

/// The standard deviation of a sample.
fn deviation(numbers: &[Number]) -> Option<Number> {
    if numbers.len() < 2 {
        return None;
    }
    let mean = mean(numbers)?;
    let mut squares = Number::ZERO;
    for number in numbers {
        let distance = number.checked_sub(mean)?;
        squares = squares.checked_add(distance.checked_mul(distance)?)?;
    }
    squares.checked_div((numbers.len() - 1).into())?.sqrt()
}

fn mode(mut numbers: Vec<Number>) -> Value {
    numbers.sort();
    let runs = numbers.chunk_by(|a, b| a == b).collect::<Vec<_>>();
    let most = runs.iter().map(|run| run.len()).max().unwrap_or(0);
    Value::list(runs.into_iter().filter(|run| run.len() == most).map(|run| run[0].into()).collect())
}

fn extreme(call: &mut Call, wanted: Ordering) -> Option<Value> {
    let items = call.rest(0)?;
    let mut best = items.first()?;
    best.compare(best)?;
    for item in &items[1..] {
        if item.compare(best)? == wanted {
            best = item;
        }
    }
    Some(best.clone())
}

/// The place in a list of a position that must exist.
fn place(position: i64, length: usize) -> Option<usize> {
    let place = match position {
        0 => return None,
        1.. => usize::try_from(position - 1).ok()?,
        _ => length.checked_sub(usize::try_from(position.unsigned_abs()).ok()?)?,
    };
    (place < length).then_some(place)
}

fn sublist(call: &mut Call) -> Option<Value> {
    let items = call.list(0)?;
    let start = place(call.integer(1)?, items.len())?;
    let length = if call.has(2) { usize::try_from(call.integer(2)?).ok()? } else { items.len() - start };
    items.get(start..start.checked_add(length)?).map(|part| Value::list(part.to_vec()))
}

fn joined(call: &Call) -> Option<Vec<Value>> {
    let mut all = Vec::new();
    for place in 0..call.arguments.len() {
        all.extend(call.list(place)?.iter().cloned());
    }
    Some(all)
}

fn distinct(call: &mut Call, items: &[Value]) -> Option<Value> {
    // Every item is compared with all kept before it.
    if !call.run.charge(items.len() * items.len() / 64) {
        return None;
    }
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        if !kept.iter().any(|other| other.equals(item) == Some(true)) {
            kept.push(item.clone());
        }
    }
    Some(Value::list(kept))
}

fn flatten(value: &Value, flat: &mut Vec<Value>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| flatten(item, flat)),
        value => flat.push(value.clone()),
    }
}

fn replace(call: &mut Call) -> Option<Value> {
    let mut items = call.list(0)?.to_vec();
    let new = call.value(2).clone();
    match call.value(1).clone() {
        Value::Function(matches) => {
            for item in &mut items {
                match call.run.call(&matches, vec![item.clone(), new.clone()]) {
                    Value::Bool(true) => *item = new.clone(),
                    Value::Bool(false) => {}
                    _ => return None,
                }
            }
        }
        _ => {
            let place = place(call.integer(1)?, items.len())?;
            items[place] = new;
        }
    }
    Some(Value::list(items))
}

/// A merge sort, stable, so that the function is asked as seldom as possible and always about two items of the list.
fn sort(call: &mut Call) -> Option<Value> {
    let items = call.list(0)?;
    let precedes = match call.value(1) {
        Value::Function(function) => Some(function.clone()),
        Value::Null if !call.has(1) => None,
        _ => return None,
    };
    merge_sort(call, precedes.as_ref(), items.to_vec()).map(|sorted| Value::List(Arc::new(sorted)))
}

fn merge_sort(call: &mut Call, precedes: Option<&Function>, mut items: Vec<Value>) -> Option<Vec<Value>> {
    if items.len() < 2 {
        return Some(items);
    }
    let right = items.split_off(items.len() / 2);
    let mut left = merge_sort(call, precedes, items)?.into_iter().peekable();
    let mut right = merge_sort(call, precedes, right)?.into_iter().peekable();
    let mut sorted = Vec::new();
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        // The right item goes first only when it must: equal items keep their order.
        let right_first = match precedes {
            Some(function) => call.run.call(function, vec![b.clone(), a.clone()]).as_bool()?,
            None => b.compare(a)?.is_lt(),
        };
        sorted.extend(if right_first { right.next() } else { left.next() });
    }
    sorted.extend(left);
    sorted.extend(right);
    Some(sorted)
}

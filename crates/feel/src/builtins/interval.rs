//! Functions that say how points and ranges lie to each other (DMN 1.5 table 78).
//!
//! The one rule: a point is the range from itself to itself; a function that needs a real range refuses points.

use std::cmp::Ordering;

use super::{Builtin, Call, builtin};
use crate::operators::all;
use crate::value::{Range, Value};

const ANY: &[&[&str]] = &[&["point1", "point2"], &["point", "range"], &["range", "point"], &["range1", "range2"]];
const RANGES: &[&[&str]] = &[&["range1", "range2"]];
const INNER_FIRST: &[&[&str]] = &[&["point", "range"], &["range1", "range2"]];
const OUTER_FIRST: &[&[&str]] = &[&["range", "point"], &["range1", "range2"]];

pub(super) const ALL: &[Builtin] = &[
    builtin("before", ANY, |call| before(&side(call, 0), &side(call, 1)).map(Value::Bool)),
    builtin("after", ANY, |call| before(&side(call, 1), &side(call, 0)).map(Value::Bool)),
    builtin("meets", RANGES, |call| meets(range(call, 0)?, range(call, 1)?).map(Value::Bool)),
    builtin("met by", RANGES, |call| meets(range(call, 1)?, range(call, 0)?).map(Value::Bool)),
    builtin("overlaps", RANGES, |call| overlaps(range(call, 0)?, range(call, 1)?).map(Value::Bool)),
    builtin("overlaps before", RANGES, |call| overlaps_before(range(call, 0)?, range(call, 1)?).map(Value::Bool)),
    builtin("overlaps after", RANGES, |call| overlaps_before(range(call, 1)?, range(call, 0)?).map(Value::Bool)),
    builtin("finishes", INNER_FIRST, |call| finishes(&side(call, 0), range(call, 1)?).map(Value::Bool)),
    builtin("finished by", OUTER_FIRST, |call| finishes(&side(call, 1), range(call, 0)?).map(Value::Bool)),
    builtin("includes", OUTER_FIRST, |call| includes(range(call, 0)?, &side(call, 1)).map(Value::Bool)),
    builtin("during", INNER_FIRST, |call| includes(range(call, 1)?, &side(call, 0)).map(Value::Bool)),
    builtin("starts", INNER_FIRST, |call| starts(&side(call, 0), range(call, 1)?).map(Value::Bool)),
    builtin("started by", OUTER_FIRST, |call| starts(&side(call, 1), range(call, 0)?).map(Value::Bool)),
    builtin("coincides", ANY, |call| coincides(&side(call, 0), &side(call, 1)).map(Value::Bool)),
];

fn side(call: &Call, place: usize) -> Range {
    match call.single(place) {
        Value::Range(range) => (**range).clone(),
        point => Range::new(point.clone(), true, point.clone(), true),
    }
}

fn range<'c>(call: &'c Call, place: usize) -> Option<&'c Range> {
    match call.single(place) {
        Value::Range(range) => Some(range),
        _ => None,
    }
}

/// A comparison that holds when the order is as wanted, or when both are equal and `when_equal` says so.
fn order(a: &Value, b: &Value, wanted: Ordering, when_equal: bool) -> Option<bool> {
    let found = a.compare(b)?;
    Some(found == wanted || (found == Ordering::Equal && when_equal))
}

fn equal(a: &Value, b: &Value) -> Option<bool> {
    order(a, b, Ordering::Equal, true)
}

fn before(a: &Range, b: &Range) -> Option<bool> {
    order(&a.end, &b.start, Ordering::Less, !(a.end_included && b.start_included))
}

fn meets(a: &Range, b: &Range) -> Option<bool> {
    all([Some(a.end_included && b.start_included), equal(&a.end, &b.start)])
}

fn overlaps(a: &Range, b: &Range) -> Option<bool> {
    all([
        order(&a.end, &b.start, Ordering::Greater, a.end_included && b.start_included),
        order(&a.start, &b.end, Ordering::Less, a.start_included && b.end_included),
    ])
}

fn overlaps_before(a: &Range, b: &Range) -> Option<bool> {
    all([
        order(&a.start, &b.start, Ordering::Less, a.start_included && !b.start_included),
        order(&a.end, &b.start, Ordering::Greater, a.end_included && b.start_included),
        order(&a.end, &b.end, Ordering::Less, !a.end_included || b.end_included),
    ])
}

fn finishes(inner: &Range, outer: &Range) -> Option<bool> {
    all([
        equal(&inner.end, &outer.end),
        Some(inner.end_included == outer.end_included),
        order(&inner.start, &outer.start, Ordering::Greater, !inner.start_included || outer.start_included),
    ])
}

fn starts(inner: &Range, outer: &Range) -> Option<bool> {
    all([
        equal(&inner.start, &outer.start),
        Some(inner.start_included == outer.start_included),
        order(&inner.end, &outer.end, Ordering::Less, !inner.end_included || outer.end_included),
    ])
}

fn includes(outer: &Range, inner: &Range) -> Option<bool> {
    all([
        order(&outer.start, &inner.start, Ordering::Less, outer.start_included || !inner.start_included),
        order(&outer.end, &inner.end, Ordering::Greater, outer.end_included || !inner.end_included),
    ])
}

fn coincides(a: &Range, b: &Range) -> Option<bool> {
    all([equal(&a.start, &b.start), equal(&a.end, &b.end), Some(a.start_included == b.start_included && a.end_included == b.end_included)])
}

//! Places in the data of a submission: `children[1].childNames`.
//!
//! The one rule: a path is read and written here only, so a posted name can never reach outside the data.

use crate::limits;
use serde_json::{Map, Value};

/// One step into the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Seg<'a> {
    /// A member of an object.
    Key(&'a str),
    /// An element of a list.
    Index(usize),
}

/// Writes a path the way errors and input names show it.
pub(crate) fn render(segments: &[Seg<'_>]) -> String {
    let mut out = String::new();
    for segment in segments {
        match segment {
            Seg::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
            Seg::Index(index) => {
                out.push('[');
                out.push_str(&index.to_string());
                out.push(']');
            }
        }
    }
    out
}

/// Reads a path. `None` when it is not one, or is deeper than the limit.
pub(crate) fn parse(text: &str) -> Option<Vec<Seg<'_>>> {
    let mut out = Vec::new();
    for part in text.split('.') {
        let (key, mut rest) = match part.find('[') {
            Some(at) => part.split_at(at),
            None => (part, ""),
        };
        if key.is_empty() {
            return None;
        }
        out.push(Seg::Key(key));
        while !rest.is_empty() {
            let inner = rest.strip_prefix('[')?;
            let end = inner.find(']')?;
            out.push(Seg::Index(inner[..end].parse().ok().filter(|index| *index < limits::ROWS_MAX)?));
            rest = &inner[end + 1..];
        }
        if out.len() > limits::DATA_DEPTH_MAX {
            return None;
        }
    }
    Some(out)
}

/// The value at a path.
pub(crate) fn get<'v>(root: &'v Value, path: &[Seg<'_>]) -> Option<&'v Value> {
    let mut at = root;
    for segment in path {
        at = match segment {
            Seg::Key(key) => at.as_object()?.get(*key)?,
            Seg::Index(index) => at.as_array()?.get(*index)?,
        };
    }
    Some(at)
}

/// The value at a path, to be changed.
pub(crate) fn get_mut<'v>(root: &'v mut Value, path: &[Seg<'_>]) -> Option<&'v mut Value> {
    let mut at = root;
    for segment in path {
        at = match segment {
            Seg::Key(key) => at.as_object_mut()?.get_mut(*key)?,
            Seg::Index(index) => at.as_array_mut()?.get_mut(*index)?,
        };
    }
    Some(at)
}

/// Puts a value at a path and makes the objects and lists on the way. A list grows by at most the limit of rows.
pub(crate) fn set(root: &mut Value, path: &[Seg<'_>], value: Value) {
    let mut at = root;
    for segment in path {
        at = match segment {
            Seg::Key(key) => {
                if !at.is_object() {
                    *at = Value::Object(Map::new());
                }
                let Some(object) = at.as_object_mut() else { return };
                object.entry((*key).to_owned()).or_insert(Value::Null)
            }
            Seg::Index(index) => {
                if *index >= limits::ROWS_MAX {
                    return;
                }
                if !at.is_array() {
                    *at = Value::Array(Vec::new());
                }
                let Some(list) = at.as_array_mut() else { return };
                while list.len() <= *index {
                    list.push(Value::Null);
                }
                &mut list[*index]
            }
        };
    }
    *at = value;
}

/// Takes the value at a path away. Says whether there was one.
pub(crate) fn remove(root: &mut Value, path: &[Seg<'_>]) -> bool {
    let Some((last, before)) = path.split_last() else { return false };
    match (get_mut(root, before), last) {
        (Some(Value::Object(object)), Seg::Key(key)) => object.shift_remove(*key).is_some(),
        (Some(Value::Array(list)), Seg::Index(index)) if *index < list.len() => {
            list.remove(*index);
            true
        }
        _ => false,
    }
}

/// The value at a path such as `children[1].childNames`.
pub fn value_at<'v>(data: &'v Value, path: &str) -> Option<&'v Value> {
    get(data, &parse(path)?)
}

/// Puts a value at a path such as `postal.postcode`. Says whether the path could be read.
pub fn value_put(data: &mut Value, path: &str, value: Value) -> bool {
    match parse(path) {
        Some(segments) => {
            set(data, &segments, value);
            true
        }
        None => false,
    }
}

/// Takes the value (or the list element) at a path away. Says whether there was one.
pub fn value_remove(data: &mut Value, path: &str) -> bool {
    parse(path).is_some_and(|segments| remove(data, &segments))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_are_read_and_written() {
        for text in ["a", "a.b", "a[0].b", "a[1][2].c.d"] {
            assert_eq!(render(&parse(text).unwrap()), text);
        }
        for bad in ["", ".", "a..b", "a[", "a[x]", "[0]", "a[99999999]", "a[0]b"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn values_are_put_found_and_taken_away() {
        let mut data = json!({});
        assert!(value_put(&mut data, "a[1].b", json!(5)));
        assert_eq!(data, json!({"a": [null, {"b": 5}]}));
        assert_eq!(value_at(&data, "a[1].b"), Some(&json!(5)));
        assert!(value_remove(&mut data, "a[0]"));
        assert_eq!(data, json!({"a": [{"b": 5}]}));
        assert!(!value_remove(&mut data, "x.y"));
    }
}

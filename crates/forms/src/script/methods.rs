//! Methods of texts, lists, numbers and instants.
//!
//! The one rule: nothing changes its receiver; a method on something it does not fit gives `undefined`.

use super::eval::{Fault, Run};
use super::value::V;
use crate::limits;

/// Calls a listed method.
pub(super) fn call<'a>(run: &mut Run<'a>, on: &V<'a>, name: &str, args: &[V<'a>]) -> Result<V<'a>, Fault> {
    match on {
        V::Text(text) => text_method(run, text.clone().into_owned(), name, args),
        V::Number(number) => Ok(match name {
            "toFixed" => {
                let places = args.first().map_or(0.0, V::number).clamp(0.0, 20.0) as usize;
                V::text(super::super::number::fixed(*number, places))
            }
            "toString" => V::Text(on.string()),
            "valueOf" => on.clone(),
            _ => V::Undefined,
        }),
        V::Instant(instant) => Ok(instant.method(name, args, run.scope.now)),
        V::Regex(pattern) => Ok(match name {
            "test" => V::Bool(args.first().is_some_and(|text| pattern.is_match(&text.string()))),
            _ => V::Undefined,
        }),
        _ if on.list_len().is_some() => list_method(run, on, name, args),
        V::Bool(_) if name == "toString" => Ok(V::Text(on.string())),
        _ => Ok(V::Undefined),
    }
}

fn list_method<'a>(run: &mut Run<'a>, list: &V<'a>, name: &str, args: &[V<'a>]) -> Result<V<'a>, Fault> {
    let length = list.list_len().unwrap_or(0);
    let first = args.first();
    Ok(match name {
        "map" | "flatMap" | "filter" | "some" | "every" | "find" | "findIndex" | "forEach" => {
            let mut out = Vec::new();
            for index in 0..length {
                let item = list.item(index);
                let answer = run.callback(first, &item, index, list)?;
                match name {
                    "map" => out.push(answer),
                    "flatMap" if answer.list_len().is_some() => out.extend(answer.items()),
                    "flatMap" => out.push(answer),
                    "filter" if answer.truthy() => out.push(item),
                    "some" if answer.truthy() => return Ok(V::Bool(true)),
                    "every" if !answer.truthy() => return Ok(V::Bool(false)),
                    "find" if answer.truthy() => return Ok(item),
                    "findIndex" if answer.truthy() => return Ok(V::Number(index as f64)),
                    _ => {}
                }
            }
            match name {
                "some" => V::Bool(false),
                "every" => V::Bool(true),
                "findIndex" => V::Number(-1.0),
                "find" | "forEach" => V::Undefined,
                _ => V::list(out),
            }
        }
        "reduce" => {
            let Some(V::Function(function)) = first else { return Ok(V::Undefined) };
            let (mut total, start) = match args.get(1) {
                Some(initial) => (initial.clone(), 0),
                None => (list.item(0), 1),
            };
            for index in start..length {
                total = run.call(function, &[total, list.item(index), V::Number(index as f64), list.clone()])?;
            }
            total
        }
        "includes" => V::Bool(first.is_some_and(|wanted| (0..length).any(|index| list.item(index).same(wanted)))),
        "indexOf" => {
            let at = first.and_then(|wanted| (0..length).find(|index| list.item(*index).same(wanted)));
            V::Number(at.map_or(-1.0, |at| at as f64))
        }
        "join" => {
            let separator = first.map_or_else(|| ",".to_owned(), |separator| separator.string().into_owned());
            let parts: Vec<_> =
                list.items().iter().map(|item| if item.is_nil() { String::new() } else { item.string().into_owned() }).collect();
            V::text(parts.join(&separator))
        }
        "slice" => {
            let (from, to) = bounds(args, length);
            V::list((from..to.max(from)).map(|index| list.item(index)).collect())
        }
        "concat" => {
            let mut out = list.items();
            for arg in args {
                if arg.list_len().is_some() { out.extend(arg.items()) } else { out.push(arg.clone()) }
            }
            V::list(out)
        }
        "flat" => {
            let mut out = Vec::new();
            for item in list.items() {
                if item.list_len().is_some() { out.extend(item.items()) } else { out.push(item) }
            }
            V::list(out)
        }
        "at" => {
            let index = first.map_or(0.0, V::number);
            let index = if index < 0.0 { length as f64 + index } else { index };
            if index < 0.0 { V::Undefined } else { list.item(index as usize) }
        }
        "toString" => V::Text(list.string()),
        _ => V::Undefined,
    })
}

/// Bounds of `slice`, with negative ones counted from the end.
fn bounds(args: &[V<'_>], length: usize) -> (usize, usize) {
    let bound = |arg: Option<&V<'_>>, missing: usize| match arg.map(V::number) {
        None => missing,
        Some(number) if number.is_nan() => 0,
        Some(number) if number < 0.0 => (length as f64 + number).max(0.0) as usize,
        Some(number) => (number as usize).min(length),
    };
    (bound(args.first(), 0), bound(args.get(1), length))
}

fn text_method<'a>(run: &mut Run<'a>, text: String, name: &str, args: &[V<'a>]) -> Result<V<'a>, Fault> {
    let arg = |index: usize| args.get(index).map_or(std::borrow::Cow::Borrowed(""), V::string);
    let number = |index: usize| args.get(index).map(V::number);
    let chars = || text.chars().collect::<Vec<_>>();
    let cut = |from: usize, to: usize| V::text(text.chars().skip(from).take(to.saturating_sub(from)).collect::<String>());
    Ok(match name {
        "trim" => V::text(text.trim().to_owned()),
        "trimStart" => V::text(text.trim_start().to_owned()),
        "trimEnd" => V::text(text.trim_end().to_owned()),
        "toUpperCase" | "toLocaleUpperCase" => V::text(text.to_uppercase()),
        "toLowerCase" | "toLocaleLowerCase" => V::text(text.to_lowercase()),
        "includes" => V::Bool(text.contains(arg(0).as_ref())),
        "startsWith" => V::Bool(text.starts_with(arg(0).as_ref())),
        "endsWith" => V::Bool(text.ends_with(arg(0).as_ref())),
        "indexOf" | "lastIndexOf" => {
            let wanted = arg(0);
            let at = if name == "indexOf" { text.find(wanted.as_ref()) } else { text.rfind(wanted.as_ref()) };
            V::Number(at.map_or(-1.0, |at| text[..at].chars().count() as f64))
        }
        "slice" => {
            let (from, to) = bounds(args, text.chars().count());
            cut(from, to)
        }
        "substring" => {
            let length = text.chars().count();
            let a = number(0).unwrap_or(0.0).max(0.0).min(length as f64) as usize;
            let b = number(1).unwrap_or(length as f64).max(0.0).min(length as f64) as usize;
            cut(a.min(b), a.max(b))
        }
        "substr" => {
            let (from, _) = bounds(&args[..1.min(args.len())], text.chars().count());
            let count = number(1).unwrap_or(f64::INFINITY).max(0.0);
            if count.is_infinite() { cut(from, usize::MAX) } else { cut(from, from.saturating_add(count as usize)) }
        }
        "split" => {
            run.weigh(text.len() * 8)?;
            V::list(match args.first() {
                None => vec![V::text(text)],
                Some(V::Regex(pattern)) => pattern.regex().split(&text).map(|part| V::text(part.to_owned())).collect(),
                Some(_) if arg(0).is_empty() => text.chars().map(|c| V::text(c.to_string())).collect(),
                Some(_) => text.split(arg(0).as_ref()).map(|part| V::text(part.to_owned())).collect(),
            })
        }
        "replace" | "replaceAll" => {
            let with = arg(1);
            // The result can be larger than the text by as many copies as there are places: weighed before it is made.
            run.weigh(
                text.len()
                    + with.len().saturating_mul(if name == "replaceAll" || matches!(args.first(), Some(V::Regex(_))) {
                        text.len() + 1
                    } else {
                        1
                    }),
            )?;
            V::text(match args.first() {
                Some(V::Regex(pattern)) => pattern.regex().replace_all(&text, regex::NoExpand(&with)).into_owned(),
                Some(_) if name == "replace" => text.replacen(arg(0).as_ref(), &with, 1),
                _ => text.replace(arg(0).as_ref(), &with),
            })
        }
        "match" => match args.first() {
            Some(V::Regex(pattern)) => match pattern.regex().captures(&text) {
                Some(found) => {
                    V::list(found.iter().map(|group| group.map_or(V::Undefined, |group| V::text(group.as_str().to_owned()))).collect())
                }
                None => V::Null,
            },
            _ => V::Undefined,
        },
        "charAt" => V::text(chars().get(number(0).unwrap_or(0.0).max(0.0) as usize).map(ToString::to_string).unwrap_or_default()),
        "charCodeAt" => V::Number(chars().get(number(0).unwrap_or(0.0).max(0.0) as usize).map_or(f64::NAN, |c| f64::from(*c as u32))),
        "at" => {
            let (from, _) = bounds(&args[..1.min(args.len())], text.chars().count());
            cut(from, from + 1)
        }
        "padStart" | "padEnd" => {
            let wanted = number(0).unwrap_or(0.0).clamp(0.0, limits::SCRIPT_VALUE_BYTES_MAX as f64) as usize;
            let filler = if args.len() > 1 { arg(1).into_owned() } else { " ".to_owned() };
            run.weigh(wanted * 4)?;
            let missing = wanted.saturating_sub(text.chars().count());
            let pad: String = filler.chars().cycle().take(if filler.is_empty() { 0 } else { missing }).collect();
            V::text(if name == "padStart" { pad + &text } else { text + &pad })
        }
        "repeat" => {
            let times = number(0).unwrap_or(0.0).clamp(0.0, limits::SCRIPT_VALUE_BYTES_MAX as f64) as usize;
            run.weigh(text.len().saturating_mul(times))?;
            V::text(text.repeat(times))
        }
        "concat" => {
            let mut out = text;
            for value in args {
                out.push_str(&value.string());
            }
            V::text(out)
        }
        "toString" | "valueOf" => V::text(text),
        _ => V::Undefined,
    })
}

//! From the inputs of a posted page to the data of a submission.
//!
//! The one rule: nothing typed is lost; what is no number or no date stays as it was typed, for the check to name it.

use crate::component::{Component, Kind, Source, TextKind};
use crate::condition::Condition;
use crate::dates;
use crate::definition::{Definition, Env};
use crate::evaluate::Walk;
use crate::hints::is_static;
use crate::limits;
use crate::number;
use crate::path::{self, Seg};
use crate::script::number_json;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};

/// What binding did besides filling the data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bound {
    /// A row (or a file) was added or removed by its button: show the page again without checking it.
    pub rows_changed: bool,
    /// Path to put the focus on after that: the new row, or the group.
    pub focus: Option<String>,
}

/// Names and values of a post, by name.
struct Posted<'p> {
    values: HashMap<&'p str, Vec<&'p str>>,
}

impl<'p> Posted<'p> {
    fn first(&self, name: &str) -> Option<&'p str> {
        self.values.get(name).and_then(|values| values.first()).copied()
    }

    /// The value that counts when a hidden input and a box share a name: the last.
    fn last(&self, name: &str) -> Option<&'p str> {
        self.values.get(name).and_then(|values| values.last()).copied()
    }

    fn all(&self, name: &str) -> &[&'p str] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }
}

impl Definition {
    /// Takes over the posted inputs of a page, or of all pages when none is named. Buttons `add:path` and `remove:path[n]`
    /// change repeating groups.
    pub fn bind(&self, page: Option<&str>, pairs: &[(String, String)], data: &mut Value) -> Bound {
        let mut values: HashMap<&str, Vec<&str>> = HashMap::with_capacity(pairs.len());
        for (name, value) in pairs.iter().take(limits::PAIRS_MAX) {
            values.entry(name).or_default().push(value);
        }
        if !data.is_object() {
            *data = Value::Object(Map::new());
        }
        // Only what was on the page can have been left empty. What that was, the data before this post tell. No clock is at
        // hand and none is needed: a condition on the time can at most keep a box as it was.
        let env = Env::new(Timestamp::UNIX_EPOCH, "bg");
        let mut binding = Binding { walk: Walk::settled(self, &env, data), posted: Posted { values }, data };
        match page.map(|key| self.page(key)) {
            None => binding.components(&self.tree.components, true),
            Some(None) => {}
            Some(Some(page)) => {
                for root in &page.roots {
                    let chain = self.chain(root);
                    let Some((last, around)) = chain.split_last() else { continue };
                    let (depth, objects) = (binding.walk.path.len(), binding.walk.objects.len());
                    let mut open = true;
                    for component in around {
                        open &= binding.walk.visible(component);
                        binding.walk.push(component);
                        binding.walk.open(component);
                    }
                    binding.components(std::slice::from_ref(*last), open);
                    binding.walk.path.truncate(depth);
                    binding.walk.objects.truncate(objects);
                }
            }
        }
        let mut bound = Bound::default();
        for (name, _) in pairs.iter().take(limits::PAIRS_MAX) {
            if let Some(place) = name.strip_prefix("add:") {
                self.row_add(data, place, &mut bound);
            } else if let Some(place) = name.strip_prefix("remove:") {
                self.row_remove(data, place, &mut bound);
            }
        }
        bound
    }

    fn row_add(&self, data: &mut Value, place: &str, bound: &mut Bound) {
        let Some(segments) = path::parse(place) else { return };
        let Some(component) = self.component_at(&segments) else { return };
        let Kind::Grid { fixed: false, .. } = component.kind else { return };
        let count = path::get(data, &segments).and_then(Value::as_array).map_or(0, Vec::len);
        let max = component.rules.length_max.unwrap_or(limits::ROWS_MAX).min(limits::ROWS_MAX);
        if count < max {
            let mut row = segments.clone();
            row.push(Seg::Index(count));
            path::set(data, &row, Value::Object(Map::new()));
            bound.focus = Some(path::render(&row));
        }
        bound.rows_changed = true;
    }

    fn row_remove(&self, data: &mut Value, place: &str, bound: &mut Bound) {
        let Some(segments) = path::parse(place) else { return };
        let Some((Seg::Index(_), group)) = segments.split_last() else { return };
        let Some(component) = self.component_at(group) else { return };
        if matches!(component.kind, Kind::Grid { fixed: false, .. } | Kind::File { .. }) {
            path::remove(data, &segments);
            bound.rows_changed = true;
            bound.focus = Some(path::render(group));
        }
    }

    /// The component whose value lies at a place.
    pub(crate) fn component_at(&self, place: &[Seg<'_>]) -> Option<&Component> {
        fn find<'t>(components: &'t [Component], place: &[Seg<'_>]) -> Option<&'t Component> {
            components.iter().find_map(|component| {
                if !component.kind.holds_data() {
                    return find(&component.children, place);
                }
                let names = &component.parts;
                let fits = place.len() >= names.len() && names.iter().zip(place).all(|(name, segment)| *segment == Seg::Key(name));
                if !fits {
                    return None;
                }
                let rest = &place[names.len()..];
                match (&component.kind, rest) {
                    (_, []) => Some(component),
                    (Kind::Container, rest) => find(&component.children, rest),
                    (Kind::Grid { .. }, [Seg::Index(_), rest @ ..]) => find(&component.children, rest),
                    (Kind::Nested { .. }, [Seg::Key("data"), rest @ ..]) => find(&component.children, rest),
                    _ => None,
                }
            })
        }
        find(&self.tree.components, place)
    }
}

struct Binding<'d, 'p> {
    /// The data before this post, for visibility only.
    walk: Walk<'d>,
    posted: Posted<'p>,
    data: &'p mut Value,
}

impl<'d> Binding<'d, '_> {
    fn components(&mut self, components: &'d [Component], shown: bool) {
        for component in components {
            if component.hidden || matches!(component.kind, Kind::Hidden | Kind::Button | Kind::Content { .. } | Kind::Notice) {
                continue;
            }
            // A field that waits for another one of the page was there too, only folded away.
            let on_page = shown && (self.walk.visible(component) || self.folded(component));
            let (depth, objects) = (self.walk.path.len(), self.walk.objects.len());
            self.walk.push(component);
            match component.kind {
                Kind::Layout(_) => self.components(&component.children, on_page),
                Kind::Container | Kind::Nested { .. } => {
                    self.walk.open(component);
                    self.components(&component.children, on_page);
                }
                Kind::Grid { .. } => self.grid(component, on_page),
                Kind::File { .. } => {}
                _ => self.leaf(component, on_page),
            }
            self.walk.path.truncate(depth);
            self.walk.objects.truncate(objects);
        }
    }

    /// Whether the component waits for a field that was answered in this very post.
    fn folded(&self, component: &Component) -> bool {
        let Condition::Simple { tests, .. } = &component.condition else { return false };
        let mut place = Vec::new();
        component.condition.plain().is_some()
            && tests.first().is_some_and(|test| {
                test.place(&self.walk.path, &mut place);
                self.posted.values.contains_key(path::render(&place).as_str())
            })
    }

    fn set(&mut self, value: Value) {
        path::set(self.data, &self.walk.path, value);
    }

    fn grid(&mut self, component: &'d Component, on_page: bool) {
        let name = path::render(&self.walk.path);
        let prefix = format!("{name}[");
        let counted = self.posted.last(&format!("{name}-rows")).and_then(|count| count.trim().parse::<usize>().ok());
        let posted: BTreeSet<usize> = match counted {
            Some(count) => (0..count.min(limits::ROWS_MAX)).collect(),
            None => {
                let names = self.posted.values.keys();
                names
                    .filter_map(|name| name.strip_prefix(&prefix)?.split_once(']')?.0.parse().ok())
                    .filter(|index| *index < limits::ROWS_MAX)
                    .collect()
            }
        };
        if posted.is_empty() && counted.is_none() {
            return;
        }
        let old = path::get(self.data, &self.walk.path).and_then(Value::as_array).cloned().unwrap_or_default();
        let numbers: Vec<usize> = posted.into_iter().collect();
        // The rows keep their posted numbers while they are filled; then those removed in the browser are taken out.
        let highest = numbers.last().map_or(0, |last| last + 1);
        let rows: Vec<Value> = (0..highest)
            .map(|index| old.get(index).filter(|row| row.is_object()).cloned().unwrap_or_else(|| Value::Object(Map::new())))
            .collect();
        self.set(Value::Array(rows));
        for index in &numbers {
            self.walk.path.push(Seg::Index(*index));
            self.walk.objects.push(self.walk.path.len());
            self.components(&component.children, on_page);
            self.walk.objects.pop();
            self.walk.path.pop();
        }
        if let Some(Value::Array(rows)) = path::get_mut(self.data, &self.walk.path) {
            let mut index = 0;
            rows.retain(|_| {
                let kept = numbers.binary_search(&index).is_ok();
                index += 1;
                kept
            });
        }
    }

    fn leaf(&mut self, component: &'d Component, on_page: bool) {
        if is_static(component, path::get(self.data, &self.walk.path)) {
            return;
        }
        let name = path::render(&self.walk.path);
        let value = match &component.kind {
            Kind::Checkbox => match self.posted.last(&name) {
                Some(text) => Some(Value::Bool(matches!(text.trim(), "true" | "on" | "1" | "yes"))),
                None => on_page.then_some(Value::Bool(false)),
            },
            Kind::SelectBoxes { options } => {
                let chosen = self.posted.all(&name);
                (on_page || !chosen.is_empty()).then(|| {
                    Value::Object(
                        options.iter().map(|option| (option.value.clone(), Value::Bool(chosen.contains(&option.value.as_str())))).collect(),
                    )
                })
            }
            Kind::Date | Kind::DateTime | Kind::Day { .. } => self.date(component, &name),
            Kind::Select { .. } if component.multiple => {
                let chosen = self.posted.all(&name);
                (on_page || !chosen.is_empty())
                    .then(|| chosen.iter().filter(|text| !text.is_empty()).map(|text| choice(component, text)).collect())
            }
            _ if component.multiple => {
                let texts = self.posted.all(&name);
                (!texts.is_empty())
                    .then(|| texts.iter().filter(|text| !text.trim().is_empty()).map(|text| single(component, text)).collect())
            }
            _ => self.posted.last(&name).map(|text| single(component, text)),
        };
        if let Some(value) = value {
            self.set(value);
        }
    }

    fn date(&self, component: &Component, name: &str) -> Option<Value> {
        let part = |part: &str| self.posted.first(&format!("{name}-{part}")).map(str::trim);
        let (day, month, year, time) = (part("day"), part("month"), part("year"), part("time"));
        if day.is_none() && month.is_none() && year.is_none() {
            let text = self.posted.last(name)?.trim();
            return Some(Value::String(match dates::date_typed(text) {
                Some(date) => date_value(component, date, time.and_then(dates::time_typed)),
                None => clean_text(text),
            }));
        }
        let (day, month, year, time) = (day.unwrap_or(""), month.unwrap_or(""), year.unwrap_or(""), time.unwrap_or(""));
        if [day, month, year, time].iter().all(|part| part.is_empty()) {
            return Some(Value::String(String::new()));
        }
        // Somebody typed or pasted the whole date into the first field.
        let date = if month.is_empty() && year.is_empty() { dates::date_typed(day) } else { dates::date_parts(day, month, year) };
        let at = dates::time_typed(time);
        if let Some(date) = date
            && (time.is_empty() || at.is_some())
        {
            return Some(Value::String(date_value(component, date, at)));
        }
        let typed = match component.kind {
            Kind::Day { day_first: true } => format!("{day}/{month}/{year}"),
            Kind::Day { .. } => format!("{month}/{day}/{year}"),
            _ if time.is_empty() => format!("{day}.{month}.{year}"),
            _ => format!("{day}.{month}.{year} {time}"),
        };
        Some(Value::String(clean_text(&typed)))
    }
}

/// A date the way its component stores it.
fn date_value(component: &Component, date: Date, time: Option<Time>) -> String {
    match (&component.kind, time) {
        (Kind::Day { day_first: true }, _) => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        (Kind::Day { .. }, _) => format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year()),
        (Kind::DateTime, Some(time)) => match date.to_datetime(time).to_zoned(kernel::clock::sofia()) {
            Ok(at) => at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            Err(_) => date.to_string(),
        },
        _ => date.to_string(),
    }
}

/// A posted text as the value of a component with one answer.
fn single(component: &Component, text: &str) -> Value {
    match &component.kind {
        Kind::Number { .. } => {
            let typed = text.trim();
            if typed.is_empty() {
                return Value::Null;
            }
            number::parse(typed).map_or_else(|| Value::String(clean_text(typed)), number_json)
        }
        Kind::Radio { .. } | Kind::Select { .. } => choice(component, text),
        Kind::Area { .. } => Value::String(clean_text(text.replace("\r\n", "\n").trim_end())),
        Kind::Text(kind) => {
            let text = clean_text(text.trim());
            let rules = &component.rules;
            Value::String(match rules.validator {
                Some(validator) => validator.clean(&text),
                None if *kind == TextKind::Email => text.chars().filter(|c| !c.is_whitespace()).collect(),
                // A code of digits only: spaces and dashes were typed for reading.
                None if rules.pattern.as_ref().is_some_and(|pattern| pattern.digits().is_some()) => {
                    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–')).collect()
                }
                None => text,
            })
        }
        _ => Value::String(clean_text(text)),
    }
}

/// An option. Where the definition lists it, exactly its value; anything else stays for the check to refuse.
fn choice(component: &Component, text: &str) -> Value {
    let listed = match &component.kind {
        Kind::Radio { options } | Kind::Select { source: Source::Inline(options) } => options.iter().find(|option| option.value == text),
        _ => None,
    };
    Value::String(listed.map_or_else(|| clean_text(text), |option| option.value.clone()))
}

/// Text without signs no store can keep, cut at the limit of an answer (with one more sign, so that the check still refuses it).
fn clean_text(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(limits::TEXT_CHARS_MAX + 1).collect()
}

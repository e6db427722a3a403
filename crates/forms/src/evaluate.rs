//! Evaluating a submission: conditions, calculations, cleaning, validation.
//!
//! The one rule: the server decides; what a browser computed or left out is never trusted, and nothing the person typed is
//! changed without being named in the result.

use crate::component::{Component, Kind, Shape};
use crate::condition::{Condition, is_empty};
use crate::definition::{Definition, Env, Page};
use crate::error::{FieldError, Param};
use crate::limits;
use crate::number;
use crate::path::{self, Seg};
use crate::script::{Budget, Fault, Scope, Script};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// An amount the submission gave and the server computed differently.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Discrepancy {
    /// Path of the amount.
    pub path: String,
    /// What the submission said.
    pub given: f64,
    /// What holds.
    pub computed: f64,
}

/// Result of an evaluation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// The cleaned data: hidden values and unknown members removed, defaults and calculated values set.
    pub data: Value,
    /// Errors in the order of the form. Several may concern one answer; see [`crate::errors_shown`].
    pub errors: Vec<FieldError>,
    /// Calculated values that differ from what was given: path → value.
    pub recalculated: Map<String, Value>,
    /// The differing ones among them that are amounts of money given as another number. For signed submissions this is an error.
    pub discrepancies: Vec<Discrepancy>,
    /// Members that no component of the form knows; they were removed.
    pub dropped: Vec<String>,
}

impl Evaluation {
    /// Whether there is no error.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }

    /// The answer of the product to other programs: `{"valid", "errors": [{path, rule, message, component}], "recalculated"}`.
    pub fn to_json(&self, language: &str) -> Value {
        let errors: Vec<Value> = self
            .errors
            .iter()
            .map(|error| json!({"path": error.path, "rule": error.rule, "message": error.sentence(language), "component": error.component}))
            .collect();
        json!({"valid": self.is_valid(), "errors": errors, "recalculated": self.recalculated})
    }
}

impl Definition {
    /// Evaluates the data of a submission (the member `data`).
    pub fn evaluate(&self, data: &Value, env: &Env) -> Evaluation {
        self.evaluation(data, env, None)
    }

    /// Evaluates and reports the errors of one page only: for going on to the next page. An unknown page means all.
    pub fn validate_page(&self, page: &str, data: &Value, env: &Env) -> Evaluation {
        self.evaluation(data, env, self.page(page))
    }

    /// Defaults of an empty submission.
    pub fn defaults(&self, env: &Env) -> Value {
        Walk::settled(self, env, &Value::Object(Map::new())).data
    }

    fn evaluation(&self, data: &Value, env: &Env, page: Option<&Page>) -> Evaluation {
        let mut walk = Walk::settled(self, env, data);
        if walk.errors.is_empty() {
            match page {
                None => walk.validate(&self.tree.components, true),
                Some(page) => {
                    for root in &page.roots {
                        let chain = self.chain(root);
                        walk.inside(&chain, |walk, last| walk.validate(std::slice::from_ref(last), true));
                    }
                }
            }
        }
        let mut dropped = Vec::new();
        if let Value::Object(object) = &mut walk.data {
            Shape::prune(&self.tree.shape, object, &mut String::new(), &mut dropped);
        }
        let (recalculated, discrepancies) = walk.recalculated();
        let mut errors = walk.errors;
        for fault in walk.faults {
            if !errors.iter().any(|error| error.path == fault.path && error.rule == fault.rule) {
                errors.push(fault);
            }
        }
        Evaluation { data: walk.data, errors, recalculated, discrepancies, dropped }
    }
}

/// A walk over definition and data together.
pub(crate) struct Walk<'d> {
    pub definition: &'d Definition,
    pub env: &'d Env,
    pub data: Value,
    pub path: Vec<Seg<'d>>,
    /// Lengths of the path at which objects of their own begin: containers and rows.
    pub objects: Vec<usize>,
    pub budget: Budget,
    pub errors: Vec<FieldError>,
    faults: Vec<FieldError>,
    changed: bool,
    /// Values that stood where a calculated one was put, and whether it is an amount.
    replaced: BTreeMap<String, (Option<Value>, Option<u32>, bool)>,
}

impl<'d> Walk<'d> {
    /// A walk whose data are settled: conditions, defaults and calculations agree with each other.
    pub fn settled(definition: &'d Definition, env: &'d Env, data: &Value) -> Self {
        let mut walk = Self {
            definition,
            env,
            data: Value::Object(Map::new()),
            path: Vec::with_capacity(8),
            objects: Vec::with_capacity(4),
            budget: Budget::default(),
            errors: Vec::new(),
            faults: Vec::new(),
            changed: false,
            replaced: BTreeMap::new(),
        };
        let mut nodes = 0;
        if !within_limits(data, 0, &mut nodes) {
            walk.errors.push(FieldError {
                path: String::new(),
                rule: "type",
                params: BTreeMap::from([("kind", Param::from("form")), ("reason", Param::from("limit"))]),
                component: String::new(),
                label: definition.title(&env.language),
                message: None,
            });
            return walk;
        }
        if data.is_object() {
            walk.data = data.clone();
        }
        for _ in 0..limits::SETTLE_PASSES_MAX {
            walk.changed = false;
            walk.settle(&definition.tree.components, true);
            if !walk.changed {
                break;
            }
        }
        walk
    }

    /// Goes down a chain of components and does something with the last, when all before it are visible.
    pub fn inside(&mut self, chain: &[&'d Component], act: impl FnOnce(&mut Self, &'d Component)) {
        let (depth, objects) = (self.path.len(), self.objects.len());
        let Some((last, around)) = chain.split_last() else { return };
        let open = around.iter().all(|component| {
            let open = !component.hidden && self.visible(component);
            self.push(component);
            self.open(component);
            open
        });
        if open {
            act(self, last);
        }
        self.path.truncate(depth);
        self.objects.truncate(objects);
    }

    /// Steps to the value of a component.
    pub fn push(&mut self, component: &'d Component) {
        if component.kind.holds_data() {
            self.path.extend(component.parts.iter().map(|part| Seg::Key(part.as_str())));
        }
    }

    /// Begins the object of a container or an embedded form.
    pub fn open(&mut self, component: &'d Component) {
        match component.kind {
            Kind::Container => self.objects.push(self.path.len()),
            Kind::Nested { .. } => {
                self.path.push(Seg::Key("data"));
                self.objects.push(self.path.len());
            }
            _ => {}
        }
    }

    /// Number of rows of the group at the path.
    pub fn rows(&self) -> usize {
        path::get(&self.data, &self.path).and_then(Value::as_array).map_or(0, Vec::len).min(limits::ROWS_MAX)
    }

    /// Does something with the components of every row.
    pub fn each_row(&mut self, act: &mut dyn FnMut(&mut Self, usize)) {
        for index in 0..self.rows() {
            self.path.push(Seg::Index(index));
            self.objects.push(self.path.len());
            act(self, index);
            self.objects.pop();
            self.path.pop();
        }
    }

    /// Whether the condition of a component holds. The path is still that of what is around it.
    pub fn visible(&mut self, component: &'d Component) -> bool {
        match &component.condition {
            Condition::Always => true,
            Condition::Simple { show, all, tests } => Condition::simple_holds(*show, *all, tests, &self.data, &self.path),
            // An expression that ends at a limit hides nothing: the fault is reported at the component.
            Condition::Script(script) => {
                let depth = self.path.len();
                self.push(component);
                let result = self.run(component, script);
                self.path.truncate(depth);
                result.map_or(true, |value| value.is_some_and(|value| crate::script::truthy(&value)))
            }
        }
    }

    fn run(&mut self, component: &'d Component, script: &'d Script) -> Result<Option<Value>, Fault> {
        let scope = scope(self.definition, self.env, &self.data, &self.path, &self.objects, component);
        let result = script.run(&scope, &mut self.budget);
        if result.is_err() {
            let error = self.error(component, "expression", None, vec![("reason", Param::from("limit"))], None);
            if !self.faults.iter().any(|fault| fault.path == error.path) {
                self.faults.push(error);
            }
        }
        result
    }

    /// Brings conditions, defaults and calculations of components into agreement, one round.
    pub fn settle(&mut self, components: &'d [Component], shown: bool) {
        for component in components {
            let visible = shown && self.visible(component);
            let (depth, objects) = (self.path.len(), self.objects.len());
            self.push(component);
            match (&component.kind, visible) {
                (Kind::Layout(_), _) => self.settle(&component.children, visible),
                (kind, false) => {
                    if kind.holds_data() && component.clear_on_hide && path::remove(&mut self.data, &self.path) {
                        self.changed = true;
                    }
                }
                // What is no object stays as it is, for the check to name it.
                (Kind::Container | Kind::Nested { .. }, true) if self.holds_object(true) => {
                    self.open(component);
                    self.settle(&component.children, true);
                }
                (Kind::Container | Kind::Nested { .. }, true) => {}
                (Kind::Grid { .. }, true) => {
                    self.default(component);
                    self.each_row(&mut |walk, _| {
                        if walk.holds_object(false) {
                            walk.settle(&component.children, true);
                        }
                    });
                }
                (Kind::Content { .. } | Kind::Notice | Kind::Button, true) => {}
                (_, true) => {
                    self.default(component);
                    self.canonical(component);
                    self.calculate(component);
                }
            }
            self.path.truncate(depth);
            self.objects.truncate(objects);
        }
    }

    /// Whether an object stands at the path (or, where that is allowed, nothing yet).
    fn holds_object(&self, or_nothing: bool) -> bool {
        match path::get(&self.data, &self.path) {
            None | Some(Value::Null) => or_nothing,
            Some(value) => value.is_object(),
        }
    }

    /// Sets the default where nothing was ever answered. An answer that was emptied stays empty.
    fn default(&mut self, component: &'d Component) {
        if (component.default.is_none() && component.default_script.is_none()) || path::get(&self.data, &self.path).is_some() {
            return;
        }
        let value = match &component.default_script {
            Some(script) => self.run(component, script).ok().flatten(),
            None => component.default.clone(),
        };
        if let Some(value) = value.filter(|value| value.as_object().is_none_or(|object| !object.contains_key(""))) {
            path::set(&mut self.data, &self.path, value);
            self.changed = true;
        }
    }

    /// A select may hold the whole option; what counts is its value.
    fn canonical(&mut self, component: &'d Component) {
        if !matches!(component.kind, Kind::Select { .. } | Kind::Radio { .. }) {
            return;
        }
        let plain = |value: &Value| match value.get("value") {
            Some(inner @ (Value::String(_) | Value::Number(_) | Value::Bool(_))) => Some(inner.clone()),
            _ => None,
        };
        match path::get_mut(&mut self.data, &self.path) {
            Some(value @ Value::Object(_)) => {
                if let Some(inner) = plain(value) {
                    *value = inner;
                    self.changed = true;
                }
            }
            Some(Value::Array(items)) => {
                for item in items {
                    if let Some(inner) = plain(item) {
                        *item = inner;
                        self.changed = true;
                    }
                }
            }
            _ => {}
        }
    }

    fn calculate(&mut self, component: &'d Component) {
        let Some(script) = &component.calculate else { return };
        let given = path::get(&self.data, &self.path);
        if component.override_allowed && !is_empty(given) {
            return;
        }
        let Ok(mut computed) = self.run(component, script) else { return };
        let places = component.places();
        if let (Some(places), Some(number)) = (places, computed.as_ref().and_then(Value::as_f64)) {
            computed = Some(crate::script::number_json(number::rounded(number, places)));
        }
        let given = path::get(&self.data, &self.path);
        if same(given, computed.as_ref(), places) {
            return;
        }
        let amount = matches!(component.kind, Kind::Number { currency: Some(_), .. });
        let place = path::render(&self.path);
        self.replaced.entry(place).or_insert_with(|| (given.cloned(), places, amount));
        match computed {
            Some(value) => path::set(&mut self.data, &self.path, value),
            None => {
                path::remove(&mut self.data, &self.path);
            }
        }
        self.changed = true;
    }

    fn recalculated(&self) -> (Map<String, Value>, Vec<Discrepancy>) {
        let mut changes = Map::new();
        let mut discrepancies = Vec::new();
        for (place, (given, places, amount)) in &self.replaced {
            let Some(computed) = path::value_at(&self.data, place) else { continue };
            if same(given.as_ref(), Some(computed), *places) {
                continue;
            }
            if let (true, Some(given), Some(computed)) = (*amount, given.as_ref().and_then(Value::as_f64), computed.as_f64()) {
                discrepancies.push(Discrepancy { path: place.clone(), given, computed });
            }
            changes.insert(place.clone(), computed.clone());
        }
        (changes, discrepancies)
    }

    fn validate(&mut self, components: &'d [Component], shown: bool) {
        for component in components {
            if component.hidden || !shown || !self.visible(component) {
                continue;
            }
            let (depth, objects) = (self.path.len(), self.objects.len());
            self.push(component);
            match &component.kind {
                Kind::Layout(_) => self.validate(&component.children, true),
                Kind::Content { .. } | Kind::Notice | Kind::Button => {}
                Kind::Container | Kind::Nested { .. } => {
                    if !self.holds_object(true) {
                        let error = self.error(component, "type", None, vec![("reason", Param::from("shape"))], None);
                        self.errors.push(error);
                    } else {
                        self.open(component);
                        self.validate(&component.children, true);
                    }
                }
                Kind::Grid { .. } => {
                    self.check(component);
                    self.each_row(&mut |walk, _| {
                        if walk.holds_object(false) {
                            walk.validate(&component.children, true);
                        } else {
                            let error = walk.error(component, "type", None, vec![("reason", Param::from("shape"))], None);
                            walk.errors.push(error);
                        }
                    });
                }
                _ => self.check(component),
            }
            self.path.truncate(depth);
            self.objects.truncate(objects);
        }
    }

    /// An error at the path, with the author's message when there is one.
    pub fn error(
        &self,
        component: &Component,
        rule: &'static str,
        element: Option<usize>,
        params: Vec<(&'static str, Param)>,
        message: Option<String>,
    ) -> FieldError {
        let mut place = path::render(&self.path);
        if let Some(index) = element {
            place.push_str(&format!("[{index}]"));
        }
        let mut all: BTreeMap<&'static str, Param> = params.into_iter().collect();
        all.insert("kind", Param::from(component.kind.word()));
        all.insert("validator", Param::from(component.rules.validator.map_or("none", |validator| validator.name())));
        let language = &self.env.language;
        let label = self.definition.text(&component.label, language).0;
        let own = message.as_ref().or_else(|| component.messages.by_rule.get(rule)).or(component.messages.custom.as_ref());
        // An author's message stands for the rules the author wrote; a fault of the form is not one of them.
        let own = own.filter(|_| rule != "expression").map(|text| filled(&self.definition.text(text, language).0, &label, &all));
        FieldError { path: place, rule, params: all, component: component.key.clone(), label, message: own }
    }
}

/// Fills the places of an author's message: `{{field}}`, `{{min}}` …
fn filled(text: &str, label: &str, params: &BTreeMap<&'static str, Param>) -> String {
    if !text.contains("{{") {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, behind)) = after.split_once("}}") else { break };
        match name.trim() {
            "field" => out.push_str(label),
            name => match params.get(name).or_else(|| params.get("min")).or_else(|| params.get("max")) {
                Some(Param::Number(number)) => out.push_str(&number.to_string()),
                Some(Param::Text(text)) => out.push_str(text),
                None => {}
            },
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What an expression of a component reads.
pub(crate) fn scope<'a>(
    definition: &'a Definition,
    env: &Env,
    data: &'a Value,
    place: &[Seg<'_>],
    objects: &[usize],
    component: &'a Component,
) -> Scope<'a> {
    let row_end = objects.last().copied().unwrap_or(0).min(place.len());
    let row_index = place[..row_end].iter().rev().find_map(|segment| match segment {
        Seg::Index(index) => Some(*index),
        Seg::Key(_) => None,
    });
    Scope {
        data,
        row: path::get(data, &place[..row_end]).unwrap_or(data),
        row_index,
        value: path::get(data, place).filter(|_| place.len() > row_end),
        key: &component.key,
        form_title: &definition.tree.title,
        now: env.now,
    }
}

/// Whether a given value is what was computed, up to rounding.
fn same(given: Option<&Value>, computed: Option<&Value>, places: Option<u32>) -> bool {
    match (given, computed) {
        (None | Some(Value::Null), None | Some(Value::Null)) => true,
        (Some(a), Some(b)) => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => match places {
                Some(places) => number::rounded(a, places) == b,
                None => (a - b).abs() <= 1e-9 * b.abs().max(1.0),
            },
            _ => a == b,
        },
        _ => false,
    }
}

/// Whether the data of a submission are small enough to be walked.
fn within_limits(value: &Value, depth: usize, nodes: &mut usize) -> bool {
    *nodes += 1;
    if depth > limits::DATA_DEPTH_MAX || *nodes > limits::DATA_NODES_MAX {
        return false;
    }
    match value {
        Value::Array(items) => items.iter().all(|item| within_limits(item, depth + 1, nodes)),
        Value::Object(members) => members.values().all(|member| within_limits(member, depth + 1, nodes)),
        _ => true,
    }
}

/// The date a bound stands for.
pub(crate) fn bound_date(script: &Script, scope: &Scope<'_>, budget: &mut Budget) -> Option<jiff::civil::Date> {
    match script.run(scope, budget).ok()?? {
        Value::String(text) => crate::dates::civil(&text),
        Value::Number(ms) => jiff::Timestamp::from_millisecond(ms.as_i64()?).ok().map(kernel::clock::sofia_date),
        _ => None,
    }
}

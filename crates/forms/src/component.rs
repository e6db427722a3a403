//! The tree of a form after import.
//!
//! The one rule: everything that can be decided from the definition alone is decided here once, not at each evaluation.

use crate::condition::Condition;
use crate::pattern::Pattern;
use crate::script::Script;
use crate::validator::Validator;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An option of a radio, select or group of boxes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Choice {
    /// What stands in the data.
    pub value: String,
    /// What people read, in the language of the definition.
    pub label: String,
}

/// Where the options of a select come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// From the definition.
    Inline(Vec<Choice>),
    /// From a nomenclature of the installation, by name.
    Nomenclature(String),
}

/// How a layout component shows its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    Panel,
    Fieldset,
    Well,
    /// Columns, table, tabs: no meaning of their own.
    Plain,
}

/// Line kinds of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextKind {
    Plain,
    Email,
    Phone,
    Url,
    Time,
}

/// Kind of a component.
#[derive(Debug)]
pub(crate) enum Kind {
    Text(TextKind),
    Area {
        lines: u32,
    },
    Number {
        places: Option<u32>,
        currency: Option<String>,
    },
    Checkbox,
    Radio {
        options: Vec<Choice>,
    },
    Select {
        source: Source,
    },
    SelectBoxes {
        options: Vec<Choice>,
    },
    Date,
    DateTime,
    Day {
        day_first: bool,
    },
    File {
        types: Vec<String>,
        bytes_min: u64,
        bytes_max: u64,
    },
    Hidden,
    Layout(Layout),
    Container,
    Grid {
        add_label: Option<String>,
        fixed: bool,
    },
    /// An embedded form: its data lies in the member `data`.
    Nested {
        wizard: bool,
    },
    Content {
        html: String,
    },
    Button,
    /// Shown as a notice only.
    Notice,
}

impl Kind {
    /// Whether the component has a value of its own in the data.
    pub fn holds_data(&self) -> bool {
        !matches!(self, Self::Layout(_) | Self::Content { .. } | Self::Notice)
    }

    /// The word for the kind in parameters of messages.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text(TextKind::Email) => "email",
            Self::Text(TextKind::Phone) => "phone",
            Self::Text(_) | Self::Area { .. } | Self::Hidden => "text",
            Self::Number { currency: Some(_), .. } => "money",
            Self::Number { .. } => "number",
            Self::Checkbox => "checkbox",
            Self::Radio { .. } | Self::Select { .. } => "choice",
            Self::SelectBoxes { .. } => "boxes",
            Self::Date | Self::DateTime | Self::Day { .. } => "date",
            Self::File { .. } => "file",
            Self::Grid { .. } => "rows",
            _ => "group",
        }
    }
}

/// Where a value can be taken from before the person types it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Prefill {
    /// Path of the field.
    pub path: String,
    /// `identity:givenName`, `regix:TR/DeedStatus#Name` …
    pub source: String,
    /// What the person may do with the value.
    pub mode: PrefillMode,
}

/// What the person may do with a prefilled value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PrefillMode {
    /// Change it freely.
    #[default]
    Editable,
    /// Only read it.
    Locked,
    /// Confirm it or say that it is wrong.
    Confirm,
}

/// A bound of dates.
#[derive(Debug)]
pub(crate) enum DateBound {
    On(jiff::civil::Date),
    Script(Script),
}

/// Rules of `validate` and of our extensions.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub required: bool,
    pub length_min: Option<usize>,
    pub length_max: Option<usize>,
    pub words_min: Option<usize>,
    pub words_max: Option<usize>,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub step: Option<f64>,
    pub integer: bool,
    pub pattern: Option<Pattern>,
    pub custom: Option<Script>,
    pub only_available: bool,
    pub selected_min: Option<usize>,
    pub selected_max: Option<usize>,
    pub date_min: Option<DateBound>,
    pub date_max: Option<DateBound>,
    pub validator: Option<Validator>,
}

/// Messages the author wrote.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    /// For every rule.
    pub custom: Option<String>,
    /// For single rules.
    pub by_rule: BTreeMap<String, String>,
}

/// A component of the form.
#[derive(Debug)]
pub(crate) struct Component {
    /// The key as written.
    pub key: String,
    /// The key as members of the data.
    pub parts: Vec<String>,
    pub kind: Kind,
    pub label: String,
    pub label_hidden: bool,
    pub hint: Option<String>,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    pub hidden: bool,
    pub disabled: bool,
    pub clear_on_hide: bool,
    pub multiple: bool,
    pub default: Option<Value>,
    pub default_script: Option<Script>,
    pub condition: Condition,
    pub calculate: Option<Script>,
    pub override_allowed: bool,
    pub rules: Rules,
    pub messages: Messages,
    pub prefill: Option<(String, PrefillMode)>,
    pub autocomplete: Option<String>,
    pub personal: Option<String>,
    pub children: Vec<Component>,
}

impl Component {
    /// Whether the value is an amount of money or has fixed decimal places.
    pub fn places(&self) -> Option<u32> {
        match &self.kind {
            Kind::Number { places, currency } => places.or(currency.as_ref().map(|_| 2)),
            _ => None,
        }
    }
}

/// Which members may stand at a level of the data; the rest is dropped and reported.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A value of a component, taken as it is.
    Leaf,
    /// The boxes of a group.
    Boxes(Vec<String>),
    /// An object.
    Object(BTreeMap<String, Shape>),
    /// A list of objects.
    Rows(BTreeMap<String, Shape>),
}

impl Shape {
    /// The shape of the data of a list of components.
    pub fn of(components: &[Component]) -> BTreeMap<String, Shape> {
        let mut out = BTreeMap::new();
        Self::add(components, &mut out);
        out
    }

    fn add(components: &[Component], out: &mut BTreeMap<String, Shape>) {
        for component in components {
            let shape = match &component.kind {
                Kind::Layout(_) => {
                    Self::add(&component.children, out);
                    continue;
                }
                Kind::Content { .. } | Kind::Notice => continue,
                Kind::Container => Self::Object(Self::of(&component.children)),
                Kind::Grid { .. } => {
                    let mut row = Self::of(&component.children);
                    row.entry("isRowSelected".to_owned()).or_insert(Self::Leaf);
                    Self::Rows(row)
                }
                Kind::Nested { .. } => {
                    let mut inner = BTreeMap::from([("data".to_owned(), Self::Object(Self::of(&component.children)))]);
                    for member in ["metadata", "state", "form", "_id"] {
                        inner.insert(member.to_owned(), Self::Leaf);
                    }
                    Self::Object(inner)
                }
                Kind::SelectBoxes { options } => Self::Boxes(options.iter().map(|option| option.value.clone()).collect()),
                _ => Self::Leaf,
            };
            Self::put(out, &component.parts, shape);
        }
    }

    fn put(level: &mut BTreeMap<String, Shape>, parts: &[String], shape: Shape) {
        let Some((first, rest)) = parts.split_first() else { return };
        if rest.is_empty() {
            // Two components may share an object: `address` as a container and `address.city` as a key.
            match (level.get_mut(first), shape) {
                (Some(Shape::Object(known)), Shape::Object(more)) => known.extend(more),
                (_, shape) => {
                    level.insert(first.clone(), shape);
                }
            }
            return;
        }
        let inner = level.entry(first.clone()).or_insert_with(|| Shape::Object(BTreeMap::new()));
        if let Shape::Object(inner) = inner {
            Self::put(inner, rest, shape);
        }
    }

    /// Drops what no component knows and lists it.
    pub fn prune(level: &BTreeMap<String, Shape>, object: &mut Map<String, Value>, path: &mut String, dropped: &mut Vec<String>) {
        object.retain(|name, value| {
            let Some(shape) = level.get(name) else {
                if dropped.len() < crate::limits::PROBLEMS_MAX {
                    dropped.push(if path.is_empty() { name.clone() } else { format!("{path}.{name}") });
                }
                return false;
            };
            let before = path.len();
            if !matches!(shape, Self::Leaf) {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name);
            }
            match (shape, value) {
                (Self::Object(inner), Value::Object(object)) => Self::prune(inner, object, path, dropped),
                (Self::Rows(inner), Value::Array(rows)) => {
                    for (index, row) in rows.iter_mut().enumerate() {
                        if let Value::Object(row) = row {
                            let at = path.len();
                            path.push_str(&format!("[{index}]"));
                            Self::prune(inner, row, path, dropped);
                            path.truncate(at);
                        }
                    }
                }
                (Self::Boxes(options), Value::Object(object)) => object.retain(|name, _| {
                    let known = options.iter().any(|option| option == name);
                    if !known && !name.is_empty() && dropped.len() < crate::limits::PROBLEMS_MAX {
                        dropped.push(format!("{path}.{name}"));
                    }
                    known
                }),
                _ => {}
            }
            path.truncate(before);
            true
        });
    }
}

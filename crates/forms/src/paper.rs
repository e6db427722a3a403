//! The form on paper: a flat outline of everything that can be asked.
//!
//! The one rule: paper shows every branch, because nobody can hide a part of a printed sheet.

use crate::component::{Component, Kind, Layout};
use crate::condition::Condition;
use crate::definition::Definition;
use crate::path::{self, Seg};
use crate::sanitise;
use crate::texts::{self, Arg};
use serde::Serialize;

/// A section of the printed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperSection {
    /// Title.
    pub title: String,
    /// When it is to be filled, as a sentence; `None`: always.
    pub when: Option<String>,
    /// What stands in it.
    pub items: Vec<PaperItem>,
}

/// An item of the printed form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperItem {
    /// Path of the field, printed as its code; empty for text.
    pub path: String,
    /// Label.
    pub label: String,
    /// Hint.
    pub hint: Option<String>,
    /// Whether it must be filled.
    pub required: bool,
    /// When it is to be filled, as a sentence.
    pub when: Option<String>,
    /// What it is.
    pub kind: PaperKind,
}

/// Kind of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum PaperKind {
    /// A line, with one box per symbol when the length is fixed.
    Line {
        /// Number of boxes.
        boxes: Option<u32>,
        /// What stands after the line: a unit, the sign of a currency.
        suffix: Option<String>,
    },
    /// Several lines.
    Lines {
        /// How many.
        count: u32,
    },
    /// Boxes for day, month and year.
    Date {
        /// Whether a time of day belongs to it.
        time: bool,
    },
    /// Options to tick.
    Options {
        /// Labels.
        options: Vec<String>,
        /// Whether several may be ticked.
        many: bool,
    },
    /// One box to tick.
    Tick,
    /// A table to fill.
    Table {
        /// Columns.
        columns: Vec<PaperItem>,
        /// Empty rows to print.
        rows: u32,
    },
    /// A document to attach.
    Attachment,
    /// A heading of a group.
    Heading,
    /// A text to read.
    Text,
}

impl Definition {
    /// The outline of the printed form.
    pub fn paper(&self, language: &str) -> Vec<PaperSection> {
        let mut paper = Paper { definition: self, language, place: Vec::new() };
        self.tree
            .pages
            .iter()
            .map(|page| {
                let mut items = Vec::new();
                let mut when = None;
                for root in &page.roots {
                    let chain = self.chain(root);
                    let Some((last, around)) = chain.split_last() else { continue };
                    for component in around {
                        when = when.or_else(|| paper.when(component));
                        paper.push(component);
                    }
                    match last.kind {
                        Kind::Layout(Layout::Panel) if self.is_wizard() => {
                            when = when.or_else(|| paper.when(last));
                            paper.items(&last.children, &mut items);
                        }
                        _ => paper.items(std::slice::from_ref(*last), &mut items),
                    }
                    paper.place.clear();
                }
                PaperSection { title: self.text(&page.title, language).0, when, items }
            })
            .collect()
    }
}

struct Paper<'d> {
    definition: &'d Definition,
    language: &'d str,
    place: Vec<Seg<'d>>,
}

impl<'d> Paper<'d> {
    fn text(&self, source: &str) -> String {
        self.definition.text(source, self.language).0
    }

    fn push(&mut self, component: &'d Component) {
        if component.kind.holds_data() {
            self.place.extend(component.parts.iter().map(|part| Seg::Key(part.as_str())));
        }
        if matches!(component.kind, Kind::Nested { .. }) {
            self.place.push(Seg::Key("data"));
        }
    }

    /// The condition in words: „Попълва се при „Начин на получаване“: По пощата“. An expression has no words.
    fn when(&self, component: &Component) -> Option<String> {
        let Condition::Simple { show: true, all, tests } = &component.condition else { return None };
        let mut label = String::new();
        let mut values = Vec::new();
        for test in tests {
            if !matches!(test.operator, crate::condition::Operator::IsEqual | crate::condition::Operator::Includes) {
                return None;
            }
            let place: Vec<Seg<'_>> = test.target.iter().map(|name| Seg::Key(name)).collect();
            let target = self.definition.component_of_names(&place)?;
            let found = self.text(&target.label);
            if !label.is_empty() && label != found {
                return None;
            }
            label = found;
            let wanted = crate::condition::text_of(&test.wanted);
            let choice = self.definition.choices(target).iter().find(|choice| choice.value == wanted);
            values.push(match (choice, &target.kind) {
                (Some(choice), _) => self.text(&choice.label),
                (None, Kind::Checkbox) => texts::sentence(self.language, if wanted == "true" { "forms-yes" } else { "forms-no" }, &[]),
                (None, _) => wanted,
            });
        }
        if values.is_empty() || (*all && values.len() > 1) {
            return None;
        }
        let value = values.join(", ");
        Some(texts::sentence(self.language, "forms-paper-when", &[("label", Arg::Text(&label)), ("value", Arg::Text(&value))]))
    }

    fn items(&mut self, components: &'d [Component], out: &mut Vec<PaperItem>) {
        for component in components {
            // What is computed, or known already, is not asked on paper.
            if component.hidden || component.calculate.is_some() || matches!(component.kind, Kind::Hidden | Kind::Button | Kind::Notice) {
                continue;
            }
            let depth = self.place.len();
            self.push(component);
            match &component.kind {
                Kind::Layout(Layout::Plain) => self.items(&component.children, out),
                Kind::Layout(_) | Kind::Container | Kind::Nested { .. } => {
                    if !component.label.is_empty() || self.when(component).is_some() {
                        out.push(self.item(component, PaperKind::Heading));
                    }
                    self.items(&component.children, out);
                }
                Kind::Content { html } => {
                    let mut item = self.item(component, PaperKind::Text);
                    item.label = sanitise::plain(&self.text(html));
                    item.path = String::new();
                    if !item.label.is_empty() {
                        out.push(item);
                    }
                }
                Kind::Grid { .. } => {
                    let mut columns = Vec::new();
                    self.items(&component.children, &mut columns);
                    let most = component.rules.length_max.unwrap_or(5).clamp(1, 5);
                    let rows = most.max(component.rules.length_min.unwrap_or(0).min(20));
                    out.push(self.item(component, PaperKind::Table { columns, rows: u32::try_from(rows).unwrap_or(5) }));
                }
                _ => {
                    let kind = self.kind(component);
                    out.push(self.item(component, kind));
                }
            }
            self.place.truncate(depth);
        }
    }

    fn item(&self, component: &Component, kind: PaperKind) -> PaperItem {
        PaperItem {
            path: path::render(&self.place),
            label: self.text(&component.label),
            hint: component.hint.as_deref().map(|hint| self.text(hint)),
            required: component.rules.required,
            when: self.when(component),
            kind,
        }
    }

    fn kind(&self, component: &Component) -> PaperKind {
        let options = || self.definition.choices(component).iter().map(|choice| self.text(&choice.label)).collect::<Vec<_>>();
        match &component.kind {
            Kind::Area { lines } => PaperKind::Lines { count: *lines },
            Kind::Date | Kind::Day { .. } => PaperKind::Date { time: false },
            Kind::DateTime => PaperKind::Date { time: true },
            Kind::Checkbox => PaperKind::Tick,
            Kind::Radio { .. } => PaperKind::Options { options: options(), many: false },
            // A long list is no use on paper: the person writes the answer.
            Kind::Select { .. } if (1..=20).contains(&self.definition.choices(component).len()) => {
                PaperKind::Options { options: options(), many: component.multiple }
            }
            Kind::SelectBoxes { .. } => PaperKind::Options { options: options(), many: true },
            Kind::File { .. } => PaperKind::Attachment,
            Kind::Number { currency: Some(currency), .. } => {
                PaperKind::Line { boxes: None, suffix: Some(crate::present::currency_sign(currency).to_owned()) }
            }
            _ => PaperKind::Line { boxes: boxes(component), suffix: component.suffix.as_deref().map(|suffix| self.text(suffix)) },
        }
    }
}

/// Boxes for codes of a fixed length.
fn boxes(component: &Component) -> Option<u32> {
    let rules = &component.rules;
    let by_rule = rules.validator.and_then(|validator| match validator.name() {
        "egn" | "lnch" | "egn-or-lnch" | "postcode" | "iban" | "eik" => Some(validator.width()),
        _ => None,
    });
    by_rule
        .or_else(|| rules.pattern.as_ref().and_then(|pattern| pattern.digits()).map(|(_, high)| high))
        .filter(|count| (1..=34).contains(count))
}

impl Definition {
    /// The component at a place written without numbers of rows.
    fn component_of_names(&self, names: &[Seg<'_>]) -> Option<&Component> {
        fn find<'t>(components: &'t [Component], names: &[Seg<'_>]) -> Option<&'t Component> {
            components.iter().find_map(|component| {
                if !component.kind.holds_data() {
                    return find(&component.children, names);
                }
                let own = &component.parts;
                if names.len() < own.len() || !own.iter().zip(names).all(|(name, segment)| *segment == Seg::Key(name)) {
                    return None;
                }
                match (&names[own.len()..], &component.kind) {
                    ([], _) => Some(component),
                    ([Seg::Key("data"), rest @ ..], Kind::Nested { .. }) => find(&component.children, rest),
                    (rest, _) => find(&component.children, rest),
                }
            })
        }
        find(&self.tree.components, names)
    }
}

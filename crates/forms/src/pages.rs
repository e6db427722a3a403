//! Building the pages of a form from definition and data.
//!
//! The one rule: the pages show the settled data, and the typed ones where a field is folded away.

use crate::component::{Component, Kind, Layout, TextKind};
use crate::condition::Condition;
use crate::definition::{Definition, Env, Page};
use crate::error::FieldError;
use crate::evaluate::Walk;
use crate::files::FileSlot;
use crate::hints::{autocomplete, input_mode, is_static, spellcheck, width};
use crate::limits;
use crate::path::{self, Seg};
use crate::present;
use crate::sanitise;
use crate::texts::{self, Arg};
use crate::view::{ConditionalOn, FieldKind, FieldView, OptionView, PageView, RowView};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

impl Definition {
    /// All pages with their fields and answers.
    pub fn pages(&self, data: &Value, env: &Env) -> Vec<PageView> {
        self.pages_with_errors(data, env, &[])
    }

    /// All pages, with the errors of an evaluation at their fields.
    pub fn pages_with_errors(&self, data: &Value, env: &Env, errors: &[FieldError]) -> Vec<PageView> {
        let mut view = View::new(self, data, env, errors);
        self.tree.pages.iter().map(|page| view.page(page)).collect()
    }

    /// One page, with the errors of an evaluation at its fields.
    pub fn page_view(&self, page: &str, data: &Value, env: &Env, errors: &[FieldError]) -> Option<PageView> {
        let page = self.page(page)?;
        Some(View::new(self, data, env, errors).page(page))
    }
}

/// Building pages.
struct View<'d> {
    walk: Walk<'d>,
    /// The data before cleaning: what was typed into fields that are not shown now.
    typed: &'d Value,
    language: &'d str,
    errors: BTreeMap<&'d str, &'d FieldError>,
    in_row: bool,
}

impl<'d> View<'d> {
    fn new(definition: &'d Definition, data: &'d Value, env: &'d Env, errors: &'d [FieldError]) -> Self {
        let mut by_path = BTreeMap::new();
        for error in crate::errors_shown(errors) {
            by_path.insert(error.path.as_str(), error);
        }
        Self { walk: Walk::settled(definition, env, data), typed: data, language: &env.language, errors: by_path, in_row: false }
    }

    fn definition(&self) -> &'d Definition {
        self.walk.definition
    }

    fn text(&self, source: &str) -> String {
        self.definition().text(source, self.language).0
    }

    fn page(&mut self, page: &'d Page) -> PageView {
        let mut fields = Vec::new();
        let mut visible = false;
        let mut on = None;
        for root in &page.roots {
            let chain = self.definition().chain(root);
            let (depth, objects) = (self.walk.path.len(), self.walk.objects.len());
            let Some((last, around)) = chain.split_last() else { continue };
            let mut open = true;
            for component in around {
                open &= !component.hidden && self.walk.visible(component);
                self.walk.push(component);
                self.walk.open(component);
            }
            let wizard = self.definition().tree.wizard;
            let before = fields.len();
            match last.kind {
                // The page is the panel: its title stands above the page.
                Kind::Layout(Layout::Panel) if wizard => {
                    open &= !last.hidden && self.walk.visible(last);
                    visible |= open;
                    on = self.conditional_on(last);
                    self.fields(&last.children, open, &mut fields);
                }
                _ => {
                    self.fields(std::slice::from_ref(*last), open, &mut fields);
                    visible |= open && (!wizard || fields[before..].iter().any(|field| field.visible && !field.path.is_empty()));
                }
            }
            self.walk.path.truncate(depth);
            self.walk.objects.truncate(objects);
        }
        settle_reveals(&mut fields);
        PageView {
            key: page.key.clone(),
            title: self.text(&page.title),
            section: page.section.as_deref().map(|title| self.text(title)),
            visible,
            conditional_on: on.filter(|_| page.roots.len() == 1),
            fields,
        }
    }

    fn fields(&mut self, components: &'d [Component], shown: bool, out: &mut Vec<FieldView>) {
        for component in components {
            if component.hidden || matches!(component.kind, Kind::Hidden | Kind::Button) {
                continue;
            }
            let holds = self.walk.visible(component);
            let on = self.conditional_on(component);
            if !holds && on.is_none() {
                continue;
            }
            let visible = shown && holds;
            let (depth, objects) = (self.walk.path.len(), self.walk.objects.len());
            self.walk.push(component);
            if matches!(component.kind, Kind::Layout(Layout::Plain)) && on.is_none() {
                self.fields(&component.children, visible, out);
            } else {
                let mut field = self.field(component, visible);
                field.conditional_on = on;
                out.push(field);
            }
            self.walk.path.truncate(depth);
            self.walk.objects.truncate(objects);
        }
    }

    /// The plain condition on a field with options. Whether that field is on the page is settled afterwards.
    fn conditional_on(&self, component: &Component) -> Option<ConditionalOn> {
        let (_, value) = component.condition.plain()?;
        let Condition::Simple { tests, .. } = &component.condition else { return None };
        let mut place = Vec::new();
        tests.first()?.place(&self.walk.path, &mut place);
        Some(ConditionalOn { path: path::render(&place), value })
    }

    fn inner(&mut self, component: &'d Component, visible: bool) -> Vec<FieldView> {
        let mut fields = Vec::new();
        self.walk.open(component);
        self.fields(&component.children, visible, &mut fields);
        fields
    }

    fn field(&mut self, component: &'d Component, visible: bool) -> FieldView {
        let place = if component.kind.holds_data() { path::render(&self.walk.path) } else { String::new() };
        let source = if visible { &self.walk.data } else { self.typed };
        let value = path::get(source, &self.walk.path).cloned();
        let definition = self.definition();
        let (label, lang) = definition.text(&component.label, self.language);
        let locked = is_static(component, value.as_ref());
        let kind = if locked { FieldKind::Static } else { self.kind(component, &place, value.as_ref(), visible) };
        let input =
            component.kind.holds_data() && !matches!(kind, FieldKind::Static | FieldKind::Group { .. } | FieldKind::Fieldset { .. });
        let required = component.rules.required && input;
        let shown = match (&kind, &value) {
            (FieldKind::Static, _) if matches!(component.kind, Kind::Notice) => texts::sentence(self.language, "forms-unsupported", &[]),
            (FieldKind::Static, value) if component.kind.holds_data() => definition.shown(component, value.as_ref(), self.language),
            (_, Some(value)) if !value.is_array() && !value.is_object() => definition.typed(component, value, self.language),
            _ => String::new(),
        };
        let values = match &value {
            Some(Value::Array(items)) if component.multiple && !matches!(component.kind, Kind::File { .. }) => {
                items.iter().map(|item| definition.typed(component, item, self.language)).collect()
            }
            _ => Vec::new(),
        };
        FieldView {
            key: component.key.clone(),
            label,
            label_hidden: component.label_hidden,
            hint: component.hint.as_deref().map(|hint| self.text(hint)),
            format_hint: self.format_hint(component, &kind),
            required,
            optional: input && !required && !matches!(kind, FieldKind::Checkbox),
            visible,
            value: shown,
            values,
            multiple: component.multiple,
            width: width(component),
            length_max: component
                .rules
                .length_max
                .filter(|_| matches!(component.kind, Kind::Text(_) | Kind::Area { .. }))
                .and_then(|max| u32::try_from(max).ok()),
            input_mode: input_mode(component),
            autocomplete: if self.in_row { None } else { autocomplete(component) },
            spellcheck: spellcheck(component),
            lang,
            prefix: component.prefix.as_deref().map(|prefix| self.text(prefix)),
            suffix: component.suffix.as_deref().map(|suffix| self.text(suffix)),
            errors: self.errors_of(&place, component),
            conditional_on: None,
            prefill: component.prefill.clone(),
            personal: component.personal.clone(),
            kind,
            path: place,
        }
    }

    fn errors_of(&self, place: &str, component: &Component) -> Vec<String> {
        if place.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<&FieldError> = self.errors.get(place).copied().into_iter().collect();
        if !matches!(component.kind, Kind::Grid { .. }) && (component.multiple || matches!(component.kind, Kind::File { .. })) {
            let element = format!("{place}[");
            found.extend(self.errors.range(element.as_str()..).take_while(|(path, _)| path.starts_with(&element)).map(|(_, error)| *error));
        }
        found.into_iter().map(|error| error.sentence(self.language)).collect()
    }

    fn options(&self, component: &Component, chosen: &dyn Fn(&str) -> bool) -> Vec<OptionView> {
        let definition = self.definition();
        let choices = definition.choices(component).iter();
        choices
            .map(|choice| OptionView {
                value: choice.value.clone(),
                label: self.text(&choice.label),
                selected: chosen(&choice.value),
                reveals: Vec::new(),
            })
            .collect()
    }

    fn kind(&mut self, component: &'d Component, place: &str, value: Option<&Value>, visible: bool) -> FieldKind {
        let is_chosen = |option: &str| match value {
            Some(Value::Array(items)) => items.iter().any(|item| crate::condition::text_of(item) == option),
            Some(value) => crate::condition::text_of(value) == option,
            None => false,
        };
        match &component.kind {
            Kind::Text(TextKind::Email) => FieldKind::Email,
            Kind::Text(TextKind::Phone) => FieldKind::Phone,
            Kind::Text(TextKind::Url) => FieldKind::Url,
            Kind::Text(TextKind::Time) => FieldKind::Time,
            Kind::Text(TextKind::Plain) | Kind::Hidden => FieldKind::Text,
            Kind::Area { lines } => FieldKind::Textarea { lines: *lines },
            Kind::Number { currency: Some(currency), .. } => FieldKind::Money { sign: present::currency_sign(currency).to_owned() },
            Kind::Number { .. } => FieldKind::Number,
            Kind::Checkbox => FieldKind::Checkbox,
            Kind::Radio { .. } => FieldKind::Radio { options: self.options(component, &is_chosen) },
            Kind::Select { .. } => FieldKind::Select { options: self.options(component, &is_chosen) },
            Kind::SelectBoxes { .. } => FieldKind::SelectBoxes {
                options: self.options(component, &|option| value.and_then(|value| value.get(option)) == Some(&Value::Bool(true))),
            },
            Kind::Date | Kind::Day { .. } => FieldKind::Date(present::date_view(component, value)),
            Kind::DateTime => FieldKind::DateTime(present::date_view(component, value)),
            Kind::File { .. } => FieldKind::File { slot: FileSlot::of(self.definition(), component, place, value, self.language) },
            Kind::Layout(_) | Kind::Container | Kind::Nested { .. } => {
                let fields = self.inner(component, visible);
                if component.label.is_empty() {
                    FieldKind::Group { fields }
                } else {
                    FieldKind::Fieldset { legend: self.text(&component.label), fields }
                }
            }
            Kind::Grid { .. } => self.grid(component, place, visible),
            Kind::Content { html } => FieldKind::Content { html: sanitise::html(&self.text(html)).0 },
            Kind::Notice | Kind::Button => FieldKind::Static,
        }
    }

    fn grid(&mut self, component: &'d Component, place: &str, visible: bool) -> FieldKind {
        let Kind::Grid { add_label, fixed } = &component.kind else { return FieldKind::Static };
        let min = component.rules.length_min.unwrap_or(0).max(usize::from(component.rules.required));
        let max = component.rules.length_max.unwrap_or(limits::ROWS_MAX).min(limits::ROWS_MAX);
        // Rows that have to be there are shown at once, so that nobody has to ask for the first one.
        if !visible && let Some(rows) = path::get(self.typed, &self.walk.path).filter(|rows| rows.is_array()) {
            let rows = rows.clone();
            path::set(&mut self.walk.data, &self.walk.path.clone(), rows);
        }
        for index in self.walk.rows()..min.min(max) {
            self.walk.path.push(Seg::Index(index));
            let at = self.walk.path.clone();
            path::set(&mut self.walk.data, &at, Value::Object(Map::new()));
            self.walk.objects.push(at.len());
            self.walk.settle(&component.children, true);
            self.walk.objects.pop();
            self.walk.path.pop();
        }
        let count = self.walk.rows();
        let label = self.text(&component.label);
        let around = std::mem::replace(&mut self.in_row, true);
        let mut rows = Vec::with_capacity(count);
        for index in 0..count {
            self.walk.path.push(Seg::Index(index));
            self.walk.objects.push(self.walk.path.len());
            let mut fields = Vec::new();
            self.fields(&component.children, visible, &mut fields);
            self.walk.objects.pop();
            self.walk.path.pop();
            settle_reveals(&mut fields);
            let path = format!("{place}[{index}]");
            let title = texts::sentence(
                self.language,
                "forms-row-title",
                &[("label", Arg::Text(&label)), ("number", Arg::Number((index + 1) as f64))],
            );
            rows.push(RowView { index, remove_name: format!("remove:{path}"), path, title, fields });
        }
        self.in_row = around;
        FieldKind::Rows {
            rows,
            can_add: !fixed && count < max,
            can_remove: !fixed && count > min,
            add_label: add_label.as_deref().map_or_else(|| texts::sentence(self.language, "forms-add-row", &[]), |label| self.text(label)),
            add_name: format!("add:{place}"),
            count_name: format!("{place}-rows"),
        }
    }

    fn format_hint(&self, component: &Component, kind: &FieldKind) -> Option<String> {
        match kind {
            FieldKind::Date(_) | FieldKind::DateTime(_) => Some(texts::sentence(self.language, "forms-hint-date", &[])),
            FieldKind::File { slot } => {
                let types = slot.types.iter().map(|name| name.trim_start_matches('.').to_uppercase()).collect::<Vec<_>>().join(", ");
                let size = crate::number::bytes_shown(slot.bytes_max, self.language);
                let any = if types.is_empty() { "any" } else { "listed" };
                let many = if component.multiple { "many" } else { "one" };
                let args =
                    [("types", Arg::Text(&types)), ("size", Arg::Text(&size)), ("kinds", Arg::Text(any)), ("count", Arg::Text(many))];
                Some(texts::sentence(self.language, "forms-hint-file", &args))
            }
            _ => None,
        }
    }
}

/// Removes fields that wait for a field which is not there, and marks that mean nothing.
fn settle_reveals(fields: &mut Vec<FieldView>) {
    fn collect(fields: &[FieldView], out: &mut Vec<String>) {
        for field in fields {
            match &field.kind {
                FieldKind::Radio { .. } | FieldKind::SelectBoxes { .. } | FieldKind::Select { .. } | FieldKind::Checkbox => {
                    out.push(field.path.clone())
                }
                FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } => collect(fields, out),
                FieldKind::Rows { rows, .. } => rows.iter().for_each(|row| collect(&row.fields, out)),
                _ => {}
            }
        }
    }
    fn settle(fields: &mut Vec<FieldView>, targets: &[String]) {
        fields.retain_mut(|field| {
            if let FieldKind::Group { fields } | FieldKind::Fieldset { fields, .. } = &mut field.kind {
                settle(fields, targets);
            }
            match &field.conditional_on {
                Some(on) if !targets.contains(&on.path) => {
                    field.conditional_on = None;
                    field.visible
                }
                _ => true,
            }
        });
    }
    let mut targets = Vec::new();
    collect(fields, &mut targets);
    settle(fields, &targets);
}

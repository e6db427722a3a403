//! The answers as rows for checking and reading.
//!
//! The one rule: every visible answer appears exactly once, in the order of the form.

use crate::component::{Component, Kind, Layout};
use crate::condition::is_empty;
use crate::definition::{Definition, Env};
use crate::evaluate::Walk;
use crate::path;
use crate::texts::{self, Arg};
use serde::Serialize;
use serde_json::Value;

/// A row: label and answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryRow {
    /// Key of the page, for the link „Промени“.
    pub page: String,
    /// Title of the page.
    pub page_title: String,
    /// Title of the row of a repeating group or of the group of fields around it.
    pub group: Option<String>,
    /// Label.
    pub label: String,
    /// Answer as text; a word for „not given“ when there is none.
    pub value: String,
    /// Path of the answer.
    pub path: String,
    /// Whether there is an answer.
    pub answered: bool,
    /// Class of personal data, for masking.
    pub personal: Option<String>,
}

impl<'d> Walk<'d> {
    /// Visits every visible component that is no group, with the path at its value.
    pub fn each_visible(&mut self, components: &'d [Component], visit: &mut dyn FnMut(&mut Self, &'d Component)) {
        for component in components {
            if component.hidden
                || matches!(component.kind, Kind::Hidden | Kind::Button | Kind::Content { .. } | Kind::Notice)
                || !self.visible(component)
            {
                continue;
            }
            let (depth, objects) = (self.path.len(), self.objects.len());
            self.push(component);
            match component.kind {
                Kind::Layout(_) => self.each_visible(&component.children, visit),
                Kind::Container | Kind::Nested { .. } => {
                    self.open(component);
                    self.each_visible(&component.children, visit);
                }
                Kind::Grid { .. } => self.each_row(&mut |walk, _| walk.each_visible(&component.children, visit)),
                _ => visit(self, component),
            }
            self.path.truncate(depth);
            self.objects.truncate(objects);
        }
    }
}

impl Definition {
    /// The answers, page by page.
    pub fn summary(&self, data: &Value, env: &Env) -> Vec<SummaryRow> {
        let mut summary = Summary { walk: Walk::settled(self, env, data), rows: Vec::new(), page: ("", String::new()), groups: Vec::new() };
        for page in &self.tree.pages {
            summary.page = (&page.key, self.text(&page.title, &env.language).0);
            for root in &page.roots {
                let chain = self.chain(root);
                let Some((last, around)) = chain.split_last() else { continue };
                let (depth, objects) = (summary.walk.path.len(), summary.walk.objects.len());
                let open = around.iter().all(|component| {
                    let open = !component.hidden && summary.walk.visible(component);
                    summary.walk.push(component);
                    summary.walk.open(component);
                    open
                });
                if open {
                    // The page's own panel is no group: its title stands at the page.
                    match last.kind {
                        Kind::Layout(Layout::Panel) if self.is_wizard() => {
                            if !last.hidden && summary.walk.visible(last) {
                                summary.components(&last.children);
                            }
                        }
                        _ => summary.components(std::slice::from_ref(*last)),
                    }
                }
                summary.walk.path.truncate(depth);
                summary.walk.objects.truncate(objects);
            }
        }
        summary.rows
    }
}

struct Summary<'d> {
    walk: Walk<'d>,
    rows: Vec<SummaryRow>,
    page: (&'d str, String),
    groups: Vec<String>,
}

impl<'d> Summary<'d> {
    fn components(&mut self, components: &'d [Component]) {
        for component in components {
            if component.hidden
                || matches!(component.kind, Kind::Hidden | Kind::Button | Kind::Content { .. } | Kind::Notice)
                || !self.walk.visible(component)
            {
                continue;
            }
            let language = &self.walk.env.language;
            let label = self.walk.definition.text(&component.label, language).0;
            let (depth, objects, groups) = (self.walk.path.len(), self.walk.objects.len(), self.groups.len());
            self.walk.push(component);
            match component.kind {
                Kind::Layout(_) | Kind::Container | Kind::Nested { .. } => {
                    if !label.is_empty() {
                        self.groups.push(label);
                    }
                    self.walk.open(component);
                    self.components(&component.children);
                }
                Kind::Grid { .. } => {
                    for index in 0..self.walk.rows() {
                        let args = [("label", Arg::Text(&label)), ("number", Arg::Number((index + 1) as f64))];
                        self.groups.push(texts::sentence(language, "forms-row-title", &args));
                        self.walk.path.push(path::Seg::Index(index));
                        self.walk.objects.push(self.walk.path.len());
                        self.components(&component.children);
                        self.walk.objects.pop();
                        self.walk.path.pop();
                        self.groups.pop();
                    }
                }
                _ => self.row(component, label),
            }
            self.walk.path.truncate(depth);
            self.walk.objects.truncate(objects);
            self.groups.truncate(groups);
        }
    }

    fn row(&mut self, component: &'d Component, label: String) {
        let language = &self.walk.env.language;
        let value = path::get(&self.walk.data, &self.walk.path);
        let text = self.walk.definition.shown(component, value, language);
        let answered = !is_empty(value) && !text.is_empty();
        let by_rule = component.rules.validator.filter(|validator| validator.personal()).map(|_| "identifier".to_owned());
        self.rows.push(SummaryRow {
            page: self.page.0.to_owned(),
            page_title: self.page.1.clone(),
            group: self.groups.last().cloned(),
            label,
            value: if text.is_empty() { texts::sentence(language, "forms-not-given", &[]) } else { text },
            path: path::render(&self.walk.path),
            answered,
            personal: component.personal.clone().or(by_rule),
        });
    }
}

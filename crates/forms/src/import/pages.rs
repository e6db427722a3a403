//! Which parts of the tree are pages.
//!
//! The one rule: every component that can be seen is on exactly one page.

use super::Import;
use super::json::text;
use crate::component::{Component, Kind, Layout};
use crate::definition::{Page, SINGLE_PAGE};
use crate::problem::Severity;
use serde_json::Value;

/// Pages of a form.
pub(super) fn of(json: &Value, wizard: bool, components: &[Component], import: &mut Import<'_>) -> Vec<Page> {
    let mut pages = Vec::new();
    if wizard {
        let mut loose = Vec::new();
        for (position, component) in components.iter().enumerate() {
            if !panels(component, vec![position], None, &mut pages) && shows(component) {
                import.problem(&component.key, "FORM-0035", Severity::Note, &[]);
                match pages.last_mut() {
                    Some(page) => page.roots.push(vec![position]),
                    None => loose.push(vec![position]),
                }
            }
        }
        if let Some(first) = pages.first_mut() {
            first.roots.splice(0..0, loose);
        }
    }
    if pages.is_empty() {
        let roots = (0..components.len()).map(|position| vec![position]).collect();
        pages.push(Page { key: SINGLE_PAGE.to_owned(), title: text(json, "title").unwrap_or_default().to_owned(), section: None, roots });
    }
    pages
}

/// Whether there is something to see.
fn shows(component: &Component) -> bool {
    !component.hidden && !matches!(component.kind, Kind::Button | Kind::Hidden)
}

/// Adds the pages a component makes: a panel is one, a panel of panels and an embedded wizard are several.
fn panels(component: &Component, chain: Vec<usize>, section: Option<&str>, pages: &mut Vec<Page>) -> bool {
    let inner = |component: &Component| matches!(component.kind, Kind::Layout(Layout::Panel) | Kind::Nested { wizard: true });
    let splits = !component.children.is_empty() && component.children.iter().filter(|child| shows(child)).all(inner);
    match component.kind {
        Kind::Layout(Layout::Panel) | Kind::Nested { wizard: true } if splits => {
            let title = if component.label.is_empty() { section } else { Some(component.label.as_str()) };
            for (position, child) in component.children.iter().enumerate() {
                let mut below = chain.clone();
                below.push(position);
                panels(child, below, title, pages);
            }
            true
        }
        Kind::Layout(Layout::Panel) => {
            let mut key = component.key.clone();
            while pages.iter().any(|page| page.key == key) {
                key.push('-');
            }
            pages.push(Page { key, title: component.label.clone(), section: section.map(str::to_owned), roots: vec![chain] });
            true
        }
        _ => false,
    }
}

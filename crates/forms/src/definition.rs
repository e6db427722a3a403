//! A form definition, ready to be evaluated and shown.
//!
//! The one rule: a definition is immutable and cheap to share; every question about a submission is a pure function of it.

use crate::component::{Choice, Component, Kind, Prefill, Shape, Source};
use crate::import;
use crate::path::{self, Seg};
use crate::problem::{Problem, Report};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The instant and the language of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Env {
    /// The instant of the command; the only clock a form sees.
    pub now: Timestamp,
    /// Language of texts and messages: `bg`, `en`.
    pub language: String,
}

impl Env {
    /// An environment.
    pub fn new(now: Timestamp, language: impl Into<String>) -> Self {
        Self { now, language: language.into() }
    }
}

/// Key of the only page of a form that is not a wizard.
pub const SINGLE_PAGE: &str = "form";

/// A page of the form: one or more places in the tree.
#[derive(Debug)]
pub(crate) struct Page {
    pub key: String,
    pub title: String,
    /// Title of the panel around it, when pages are grouped.
    pub section: Option<String>,
    /// Chains of positions from the top of the tree.
    pub roots: Vec<Vec<usize>>,
}

/// What was read from the source.
#[derive(Debug)]
pub(crate) struct Tree {
    pub title: String,
    pub name: String,
    pub path: String,
    pub wizard: bool,
    pub components: Vec<Component>,
    pub shape: BTreeMap<String, Shape>,
    pub pages: Vec<Page>,
    /// Language → source text → text.
    pub translations: HashMap<String, HashMap<String, String>>,
    pub properties: BTreeMap<String, String>,
    pub report: Report,
}

/// A form definition. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Definition {
    pub(crate) tree: Arc<Tree>,
    pub(crate) nomenclatures: Arc<BTreeMap<String, Vec<Choice>>>,
}

impl Definition {
    /// Reads a definition. Tolerant: what is not understood stands in the [`report`](Self::report); only a source that is no
    /// form at all, or breaks a limit, is refused.
    pub fn parse(json: &str) -> Result<Self, Vec<Problem>> {
        Ok(Self { tree: Arc::new(import::tree(json)?), nomenclatures: Arc::default() })
    }

    /// The same definition with the options of its named nomenclatures.
    #[must_use]
    pub fn with_nomenclatures(&self, nomenclatures: BTreeMap<String, Vec<Choice>>) -> Self {
        Self { tree: Arc::clone(&self.tree), nomenclatures: Arc::new(nomenclatures) }
    }

    /// Names of the nomenclatures its selects need.
    pub fn nomenclature_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        self.each(&mut |component, _| {
            if let Kind::Select { source: Source::Nomenclature(name) } = &component.kind
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        });
        names
    }

    /// What the import found.
    pub fn report(&self) -> &Report {
        &self.tree.report
    }

    /// Title in a language.
    pub fn title(&self, language: &str) -> String {
        self.text(&self.tree.title, language).0
    }

    /// Name of the definition.
    pub fn name(&self) -> &str {
        &self.tree.name
    }

    /// Path of the definition, by which processes refer to it.
    pub fn path(&self) -> &str {
        &self.tree.path
    }

    /// Whether the form is filled page by page.
    pub fn is_wizard(&self) -> bool {
        self.tree.wizard
    }

    /// Free properties of the form: `arId`, `supplierEik` …
    pub fn properties(&self) -> &BTreeMap<String, String> {
        &self.tree.properties
    }

    /// Keys of all pages, visible or not, in order.
    pub fn page_keys(&self) -> Vec<&str> {
        self.tree.pages.iter().map(|page| page.key.as_str()).collect()
    }

    /// Fields whose values can be taken from a register or the person's identity.
    pub fn prefills(&self) -> Vec<Prefill> {
        let mut out = Vec::new();
        self.each(&mut |component, place| {
            if let Some((source, mode)) = &component.prefill {
                out.push(Prefill { path: path::render(place), source: source.clone(), mode: *mode });
            }
        });
        out
    }

    /// Paths of fields and their class of personal data (`properties.personalData`, and numbers of persons by their check rule).
    pub fn personal_fields(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        self.each(&mut |component, place| {
            let by_rule = component.rules.validator.filter(|validator| validator.personal()).map(|_| "identifier".to_owned());
            if let Some(class) = component.personal.clone().or(by_rule) {
                out.push((path::render(place), class));
            }
        });
        out
    }

    /// Visits every component with its place, without numbers of rows.
    fn each<'t>(&'t self, visit: &mut dyn FnMut(&'t Component, &[Seg<'t>])) {
        fn walk<'t>(components: &'t [Component], place: &mut Vec<Seg<'t>>, visit: &mut dyn FnMut(&'t Component, &[Seg<'t>])) {
            for component in components {
                let before = place.len();
                if component.kind.holds_data() {
                    place.extend(component.parts.iter().map(|part| Seg::Key(part.as_str())));
                }
                visit(component, place);
                if matches!(component.kind, Kind::Nested { .. }) {
                    place.push(Seg::Key("data"));
                }
                walk(&component.children, place, visit);
                place.truncate(before);
            }
        }
        walk(&self.tree.components, &mut Vec::new(), visit);
    }

    /// A text of the definition in a language, and the language it really is in when that is another one.
    pub(crate) fn text(&self, source: &str, language: &str) -> (String, Option<&'static str>) {
        if language == "bg" || source.is_empty() {
            let own = self.tree.translations.get("bg").and_then(|texts| texts.get(source));
            return (own.map_or(source, String::as_str).to_owned(), None);
        }
        match self.tree.translations.get(language).and_then(|texts| texts.get(source)) {
            Some(text) => (text.clone(), None),
            None => (source.to_owned(), source.chars().any(|c| ('\u{400}'..'\u{530}').contains(&c)).then_some("bg")),
        }
    }

    /// Options of a component with choices.
    pub(crate) fn choices<'a>(&'a self, component: &'a Component) -> &'a [Choice] {
        match &component.kind {
            Kind::Radio { options } | Kind::SelectBoxes { options } | Kind::Select { source: Source::Inline(options) } => options,
            Kind::Select { source: Source::Nomenclature(name) } => self.nomenclatures.get(name).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    /// Components of a chain of positions, from the outside in.
    pub(crate) fn chain<'t>(&'t self, positions: &[usize]) -> Vec<&'t Component> {
        let mut out = Vec::with_capacity(positions.len());
        let mut level = self.tree.components.as_slice();
        for position in positions {
            let Some(component) = level.get(*position) else { break };
            out.push(component);
            level = &component.children;
        }
        out
    }

    pub(crate) fn page(&self, key: &str) -> Option<&Page> {
        self.tree.pages.iter().find(|page| page.key == key)
    }
}

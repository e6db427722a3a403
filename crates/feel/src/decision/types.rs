//! Item definitions of a model as types.
//!
//! The one rule: a type that is defined by itself is taken as `Any` where it closes the circle.

use std::collections::HashMap;
use std::sync::Arc;

use roxmltree::Node;

use super::read::Reader;
use super::xml;
use crate::limits::NESTING_MAX;
use crate::parser::Names;
use crate::types::Type;
use crate::{UnaryTests, parser};

/// The item definitions of one model by name.
pub(super) type Definitions<'a, 'i> = HashMap<String, Node<'a, 'i>>;

impl<'a, 'i> Reader<'a, 'i> {
    /// The type a `typeRef` names in a model.
    pub(super) fn type_of(&mut self, model: usize, name: &str, at: Node<'_, '_>) -> Type {
        let kind = self.find_type(model, name);
        kind.unwrap_or_else(|| {
            self.problem(at, "DMN-0007", format!("there is no type `{name}`"));
            Type::Any
        })
    }

    /// The type of an element's attribute `typeRef`; `Any` when it has none.
    pub(super) fn type_ref(&mut self, model: usize, node: Node<'_, '_>) -> Type {
        match node.attribute("typeRef") {
            Some(name) => self.type_of(model, name, node),
            None => Type::Any,
        }
    }

    /// All types of the package, as expressions name them.
    pub(super) fn all_types(&mut self) -> HashMap<Arc<str>, Type> {
        let mut all = HashMap::new();
        for model in 0..self.models.len() {
            for name in self.definitions[model].keys().cloned().collect::<Vec<_>>() {
                if let Some(kind) = self.find_type(model, &name) {
                    all.entry(name.into()).or_insert(kind);
                }
            }
        }
        for (import, namespace) in self.models[0].imports.clone() {
            let Some(model) = self.models.iter().position(|other| other.namespace == namespace) else { continue };
            for name in self.definitions[model].keys().cloned().collect::<Vec<_>>() {
                if let Some(kind) = self.find_type(model, &name) {
                    all.insert(format!("{import}.{name}").into(), kind);
                }
            }
        }
        all
    }

    fn find_type(&mut self, model: usize, name: &str) -> Option<Type> {
        // DMN 1.1 wrote a namespace prefix before the name: `feel:string`.
        let name = name.trim();
        let local = name.rsplit(':').next().unwrap_or(name);
        if let Some(definition) = self.definitions[model].get(name).or_else(|| self.definitions[model].get(local)).copied() {
            return Some(self.named(model, definition));
        }
        for (import, namespace) in self.models[model].imports.clone() {
            let Some(inner) = name.strip_prefix(&*import).and_then(|rest| rest.strip_prefix('.')) else { continue };
            let other = self.models.iter().position(|other| other.namespace == namespace)?;
            return self.find_type(other, inner);
        }
        match parser::type_name(local) {
            Ok(Type::Named(_)) | Err(_) => Type::builtin(local),
            Ok(kind) => Some(kind),
        }
    }

    /// The type an item definition gives; worked out once, and `Any` where it is part of itself.
    fn named(&mut self, model: usize, node: Node<'a, 'i>) -> Type {
        let key = (model, node.id());
        if let Some(known) = self.types.get(&key) {
            return known.clone();
        }
        self.types.insert(key, Type::Any);
        let kind = self.definition(model, node);
        self.types.insert(key, kind.clone());
        kind
    }

    fn definition(&mut self, model: usize, node: Node<'a, 'i>) -> Type {
        if self.depth >= NESTING_MAX {
            self.problem(node, "DMN-0005", "the types nest too deep".into());
            return Type::Any;
        }
        self.depth += 1;
        let kind = self.structure(model, node);
        self.depth -= 1;
        kind
    }

    fn structure(&mut self, model: usize, node: Node<'a, 'i>) -> Type {
        let components = xml::all(node, "itemComponent").collect::<Vec<_>>();
        let base = if let Some(reference) = xml::child(node, "typeRef") {
            let name = xml::content(reference);
            self.find_type(model, &name).unwrap_or_else(|| {
                self.problem(node, "DMN-0007", format!("there is no type `{name}`"));
                Type::Any
            })
        } else if let Some(function) = xml::child(node, "functionItem") {
            self.function(model, function)
        } else if components.is_empty() {
            Type::Any
        } else {
            let entries = components.into_iter().map(|component| {
                let name: Arc<str> = component.attribute("name").unwrap_or_default().into();
                (name, self.definition(model, component))
            });
            Type::Context(entries.collect())
        };
        let base = self.constrained(base, xml::child(node, "allowedValues"));
        let whole = if node.attribute("isCollection") == Some("true") { Type::List(Box::new(base)) } else { base };
        self.constrained(whole, xml::child(node, "typeConstraint"))
    }

    fn function(&mut self, model: usize, node: Node<'a, 'i>) -> Type {
        let mut parameters = Vec::new();
        for parameter in xml::all(node, "parameters") {
            let name = parameter.attribute("typeRef").unwrap_or("Any");
            parameters.push(self.find_type(model, name).unwrap_or_default());
        }
        let result = node.attribute("outputTypeRef").unwrap_or("Any");
        Type::Function(parameters.into(), Box::new(self.find_type(model, result).unwrap_or_default()))
    }

    fn constrained(&mut self, base: Type, tests: Option<Node<'a, 'i>>) -> Type {
        let Some(node) = tests else { return base };
        let Some(text) = xml::text(node).filter(|text| !text.is_empty()) else { return base };
        match UnaryTests::parse_with(&text, &Names::new()) {
            Ok(tests) => Type::Allowed(Box::new(base), Arc::new(tests)),
            Err(error) => {
                self.problem(node, "DMN-0004", format!("the allowed values cannot be read: {error}"));
                base
            }
        }
    }
}

//! Boxed expressions of a model, as its XML writes them.
//!
//! The one rule: an element where logic is expected is either understood or a problem.

use std::sync::Arc;

use roxmltree::Node;

use super::boxed::{Boxed, Entry};
use super::read::Reader;
use super::table::{Aggregation, HitPolicy, Input, Output, Rule, Table};
use super::xml;
use crate::ast::Quantifier;
use crate::function::Parameter;
use crate::limits::NESTING_MAX;
use crate::types::Type;
use crate::{Expression, UnaryTests};

impl<'a, 'i> Reader<'a, 'i> {
    /// The one child that is logic; the others must be in `known`.
    pub(super) fn logic(&mut self, model: usize, node: Node<'a, 'i>, known: &[&str]) -> Option<Boxed> {
        let mut found = None;
        for child in xml::children(node) {
            if known.contains(&child.tag_name().name()) {
                continue;
            }
            if found.is_some() {
                self.problem(child, "DMN-0005", "there is more than one expression".into());
            } else {
                found = self.boxed(model, child);
            }
        }
        found
    }

    fn boxed(&mut self, model: usize, node: Node<'a, 'i>) -> Option<Boxed> {
        if self.depth >= NESTING_MAX / 2 {
            self.problem(node, "DMN-0005", "the expressions nest too deep".into());
            return None;
        }
        self.depth += 1;
        let boxed = self.by_tag(model, node);
        self.depth -= 1;
        boxed
    }

    fn by_tag(&mut self, model: usize, node: Node<'a, 'i>) -> Option<Boxed> {
        Some(match node.tag_name().name() {
            "literalExpression" => {
                if xml::text(node).is_none_or(|text| text.is_empty()) && xml::child(node, "importedValues").is_none() {
                    self.problem(node, "DMN-0003", "the expression is empty".into());
                    return None;
                }
                Boxed::Literal(self.literal(node)?, self.type_ref(model, node))
            }
            "decisionTable" => Boxed::Table(Box::new(self.table(model, node)?)),
            "context" => self.context(model, node),
            "list" => Boxed::List(
                xml::children(node).filter_map(|item| if is_note(item) { None } else { Some(self.boxed(model, item)) }).collect(),
            ),
            "relation" => self.relation(model, node),
            "invocation" => self.invocation(model, node)?,
            "functionDefinition" => {
                let (parameters, body) = self.function_logic(model, node);
                Boxed::Function(Arc::new((parameters, body)))
            }
            "conditional" => Boxed::Conditional(Box::new([
                self.part(model, node, "if")?,
                self.part(model, node, "then")?,
                self.part(model, node, "else")?,
            ])),
            "filter" => Boxed::Filter(Box::new([self.part(model, node, "in")?, self.part(model, node, "match")?])),
            "for" => Boxed::For(self.iterator(node), Box::new([self.part(model, node, "in")?, self.part(model, node, "return")?])),
            tag @ ("some" | "every") => {
                let quantifier = if tag == "some" { Quantifier::Some } else { Quantifier::Every };
                Boxed::Quantified(
                    quantifier,
                    self.iterator(node),
                    Box::new([self.part(model, node, "in")?, self.part(model, node, "satisfies")?]),
                )
            }
            tag => {
                self.problem(node, "DMN-0005", format!("an expression `{tag}` is not supported"));
                return None;
            }
        })
    }

    fn iterator(&mut self, node: Node<'a, 'i>) -> Arc<str> {
        let name = node.attribute("iteratorVariable");
        if name.is_none() {
            self.problem(node, "DMN-0003", "the iterator has no variable".into());
        }
        name.unwrap_or_default().into()
    }

    fn part(&mut self, model: usize, node: Node<'a, 'i>, tag: &str) -> Option<Boxed> {
        let Some(part) = xml::child(node, tag) else {
            self.problem(node, "DMN-0003", format!("`{tag}` is missing"));
            return None;
        };
        self.logic(model, part, &["description", "extensionElements"])
    }

    /// The expression in the child `text`.
    fn literal(&mut self, node: Node<'a, 'i>) -> Option<Expression> {
        if let Some(language) = node.attribute("expressionLanguage")
            && !language.to_ascii_lowercase().contains("feel")
        {
            self.problem(node, "DMN-0005", format!("the expression language `{language}` is not supported"));
            return None;
        }
        if let Some(imported) = xml::child(node, "importedValues") {
            self.problem(imported, "DMN-0005", "imported values are not supported".into());
            return None;
        }
        let text = xml::text(node).filter(|text| !text.is_empty())?;
        self.expression(node, &text)
    }

    fn expression(&mut self, node: Node<'a, 'i>, text: &str) -> Option<Expression> {
        match Expression::parse_with(text, &self.names) {
            Ok(expression) => Some(expression),
            Err(error) => {
                self.problem(node, "DMN-0004", format!("`{text}` cannot be read: {error}"));
                None
            }
        }
    }

    fn context(&mut self, model: usize, node: Node<'a, 'i>) -> Boxed {
        let mut entries = Vec::new();
        for entry in xml::all(node, "contextEntry") {
            let variable = xml::child(entry, "variable");
            let name = variable.and_then(|variable| variable.attribute("name")).map(|name| name.trim().into());
            let kind = variable.map_or(Type::Any, |variable| self.type_ref(model, variable));
            let value = self.logic(model, entry, &["variable", "description", "extensionElements"]);
            entries.push(Entry { name, kind, value });
        }
        Boxed::Context(entries)
    }

    fn relation(&mut self, model: usize, node: Node<'a, 'i>) -> Boxed {
        let columns = xml::all(node, "column").map(|column| column.attribute("name").unwrap_or_default().into()).collect::<Vec<Arc<str>>>();
        let mut rows = Vec::new();
        for row in xml::all(node, "row") {
            let cells = xml::children(row).filter(|cell| !is_note(*cell)).map(|cell| self.boxed(model, cell)).collect::<Vec<_>>();
            if cells.len() != columns.len() {
                self.problem(row, "DMN-0009", format!("the row has {} cells for {} columns", cells.len(), columns.len()));
            }
            let cells = columns.iter().zip(cells).map(|(name, value)| Entry { name: Some(name.clone()), kind: Type::Any, value });
            rows.push(cells.collect());
        }
        Boxed::Relation(rows)
    }

    fn invocation(&mut self, model: usize, node: Node<'a, 'i>) -> Option<Boxed> {
        let function = self.logic(model, node, &["binding", "description", "extensionElements"]);
        let mut bindings = Vec::new();
        for binding in xml::all(node, "binding") {
            let parameter = xml::child(binding, "parameter");
            let Some(name) = parameter.and_then(|parameter| parameter.attribute("name")) else {
                self.problem(binding, "DMN-0003", "the binding has no parameter".into());
                continue;
            };
            let kind = parameter.map_or(Type::Any, |parameter| self.type_ref(model, parameter));
            let value = self.logic(model, binding, &["parameter", "description", "extensionElements"]);
            bindings.push(Entry { name: Some(name.trim().into()), kind, value });
        }
        if function.is_none() {
            self.problem(node, "DMN-0003", "the invocation names no function".into());
        }
        Some(Boxed::Invocation(Box::new(function?), bindings))
    }

    /// Parameters and body of a function definition or of a knowledge model's logic.
    pub(super) fn function_logic(&mut self, model: usize, node: Node<'a, 'i>) -> (Vec<Parameter>, Option<Boxed>) {
        if let Some(kind) = node.attribute("kind")
            && kind != "FEEL"
        {
            self.problem(node, "DMN-0005", format!("functions of kind `{kind}` are refused"));
            return (Vec::new(), None);
        }
        let mut parameters = Vec::new();
        for parameter in xml::all(node, "formalParameter") {
            let name = parameter.attribute("name").unwrap_or_default().trim();
            if name.is_empty() {
                self.problem(parameter, "DMN-0003", "the parameter has no name".into());
            }
            parameters.push(Parameter { name: name.into(), kind: self.type_ref(model, parameter) });
        }
        let body = self.logic(model, node, &["formalParameter", "variable", "description", "extensionElements"]);
        (parameters, body)
    }

    fn table(&mut self, model: usize, node: Node<'a, 'i>) -> Option<Table> {
        let policy = HitPolicy::named(node.attribute("hitPolicy").unwrap_or("UNIQUE"));
        let aggregation = node.attribute("aggregation").map(Aggregation::named);
        if policy.is_none() {
            self.problem(node, "DMN-0005", format!("there is no hit policy `{}`", node.attribute("hitPolicy").unwrap_or_default()));
        }
        if aggregation == Some(None) {
            self.problem(node, "DMN-0005", format!("there is no aggregation `{}`", node.attribute("aggregation").unwrap_or_default()));
        }
        let inputs = xml::all(node, "input").map(|input| self.input(input)).collect::<Vec<_>>();
        let outputs = xml::all(node, "output").map(|output| self.output(model, output)).collect::<Vec<_>>();
        if outputs.is_empty() {
            self.problem(node, "DMN-0009", "the table has no output".into());
        }
        if outputs.len() > 1 && outputs.iter().any(|output| output.name.is_empty()) {
            self.problem(node, "DMN-0009", "each of several outputs needs a name".into());
        }
        let rules = xml::all(node, "rule").map(|rule| self.rule(rule, inputs.len(), outputs.len())).collect::<Vec<_>>();
        let known = ["input", "output", "rule", "annotation", "description", "extensionElements"];
        for other in xml::children(node).filter(|child| !known.contains(&child.tag_name().name())) {
            self.problem(other, "DMN-0005", format!("`{}` is not supported in a table", other.tag_name().name()));
        }
        Some(Table {
            owner: self.owner.0.clone(),
            owner_name: self.owner.1.clone(),
            line: xml::line(node),
            id: xml::label(node).into(),
            policy: policy?,
            aggregation: aggregation.unwrap_or_default(),
            inputs,
            outputs,
            rules,
        })
    }

    fn tests(&mut self, node: Node<'a, 'i>) -> Option<UnaryTests> {
        let text = xml::text(node).filter(|text| !text.is_empty())?;
        match UnaryTests::parse_with(&text, &self.names) {
            Ok(tests) => Some(tests),
            Err(error) => {
                self.problem(node, "DMN-0004", format!("`{text}` cannot be read: {error}"));
                None
            }
        }
    }

    fn input(&mut self, node: Node<'a, 'i>) -> Input {
        let expression = xml::child(node, "inputExpression").and_then(|expression| self.literal(expression));
        if expression.is_none() {
            self.problem(node, "DMN-0003", "the input has no expression".into());
        }
        let label = node.attribute("label").map(str::to_owned);
        let label = label.or_else(|| expression.as_ref().map(|expression| expression.source().to_owned()));
        Input {
            label: label.unwrap_or_default(),
            expression,
            values: xml::child(node, "inputValues").and_then(|values| self.tests(values)),
        }
    }

    fn output(&mut self, model: usize, node: Node<'a, 'i>) -> Output {
        let values = xml::child(node, "outputValues").and_then(xml::text).filter(|text| !text.is_empty());
        let order = values.and_then(|text| self.expression(node, &format!("[{text}]")));
        let default = xml::child(node, "defaultOutputEntry").and_then(|entry| self.literal(entry));
        Output { name: node.attribute("name").unwrap_or_default().trim().into(), kind: self.type_ref(model, node), order, default }
    }

    fn rule(&mut self, node: Node<'a, 'i>, inputs: usize, outputs: usize) -> Rule {
        let tests = xml::all(node, "inputEntry").map(|entry| self.tests(entry)).collect::<Vec<_>>();
        let entries = xml::all(node, "outputEntry").collect::<Vec<_>>();
        if tests.len() != inputs || entries.len() != outputs {
            self.problem(
                node,
                "DMN-0009",
                format!("the rule has {} and {} entries, not {inputs} and {outputs}", tests.len(), entries.len()),
            );
        }
        Rule {
            id: xml::label(node),
            line: xml::line(node),
            tests,
            outputs: entries.into_iter().map(|entry| self.literal(entry)).collect(),
            annotations: xml::all(node, "annotationEntry").filter_map(xml::text).filter(|text| !text.is_empty()).collect(),
        }
    }
}

/// Children that may stand beside expressions and say nothing.
fn is_note(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "description" | "extensionElements")
}

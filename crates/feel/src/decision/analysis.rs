//! What can be said about a model without inputs: names nothing provides, and rules of a table that get in each other's way.
//!
//! The one rule: a warning is certain; where a test holds more than constants nothing is said about it.

use std::sync::Arc;

use super::boxed::{Boxed, Entry};
use super::element::{Element, Kind, Package};
use super::table::{HitPolicy, Table};
use super::{Problem, Severity};
use crate::Expression;
use crate::ast::{Comparison, Node, Test};
use crate::builtins;
use crate::check;
use crate::expression::UnaryTests;
use crate::value::{Range, Value};

/// LIMIT: pairs of rules compared in one table.
const RULES_COMPARED_MAX: usize = 1_000;

/// Warnings about every element of the model itself, in the order of the file.
pub(super) fn package(package: &Package) -> Vec<Problem> {
    let mut problems = Vec::new();
    for element in package.elements.iter().filter(|element| element.model == 0) {
        let mut visit = Visit { element, known: known(package, element), problems: &mut problems };
        match &element.kind {
            Kind::Decision(Some(logic)) => visit.boxed(logic),
            Kind::Knowledge(parameters, Some(body)) => {
                visit.known.push(element.name.clone());
                visit.known.extend(parameters.iter().map(|parameter| parameter.name.clone()));
                visit.boxed(body);
            }
            _ => {}
        }
    }
    problems.dedup();
    problems
}

/// The names an element may use.
fn known(package: &Package, element: &Element) -> Vec<Arc<str>> {
    let name = |place: &usize| {
        let required = &package.elements[*place];
        package.import_name(element.model, required.model).unwrap_or(&required.name).clone()
    };
    element.requires.iter().map(name).collect()
}

struct Visit<'p> {
    element: &'p Element,
    known: Vec<Arc<str>>,
    problems: &'p mut Vec<Problem>,
}

impl Visit<'_> {
    fn warn(&mut self, line: u32, element: &str, code: &'static str, message: String) {
        self.problems.push(Problem { line, element: element.to_owned(), code, severity: Severity::Warning, message });
    }

    fn names(&mut self, names: Vec<String>, source: &str) {
        for name in names {
            let first = name.split('.').next().unwrap_or(&name);
            if builtins::find(&name).is_none() && !self.known.iter().any(|known| **known == *name || **known == *first) {
                let (line, id) = (self.element.line, self.element.id.clone());
                self.warn(line, &id, "DMN-0101", format!("`{source}` uses `{name}`, which `{}` does not require", self.element.name));
            }
        }
    }

    fn expression(&mut self, expression: &Expression) {
        self.names(expression.free_names(), expression.source());
    }

    fn tests(&mut self, tests: &UnaryTests) {
        self.names(check::free_names_of_tests(tests.tests()), tests.source());
    }

    fn optional(&mut self, boxed: Option<&Boxed>) {
        if let Some(boxed) = boxed {
            self.boxed(boxed);
        }
    }

    fn entries(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.optional(entry.value.as_ref());
        }
    }

    /// Visits parts that see one name more.
    fn with(&mut self, names: impl IntoIterator<Item = Arc<str>>, visit: impl FnOnce(&mut Self)) {
        let mark = self.known.len();
        self.known.extend(names);
        visit(self);
        self.known.truncate(mark);
    }

    fn boxed(&mut self, boxed: &Boxed) {
        match boxed {
            Boxed::Literal(expression, _) => self.expression(expression),
            Boxed::Table(table) => self.table(table),
            Boxed::Context(entries) => {
                let mark = self.known.len();
                for entry in entries {
                    self.optional(entry.value.as_ref());
                    self.known.extend(entry.name.clone());
                }
                self.known.truncate(mark);
            }
            Boxed::List(items) => items.iter().for_each(|item| self.optional(item.as_ref())),
            Boxed::Relation(rows) => rows.iter().for_each(|row| self.entries(row)),
            Boxed::Invocation(function, bindings) => {
                self.boxed(function);
                self.entries(bindings);
            }
            Boxed::Function(logic) => {
                let names = logic.0.iter().map(|parameter| parameter.name.clone()).collect::<Vec<_>>();
                self.with(names, |visit| visit.optional(logic.1.as_ref()));
            }
            Boxed::Conditional(parts) => parts.iter().for_each(|part| self.boxed(part)),
            // Inside a filter any name may be an entry of the items.
            Boxed::Filter(parts) => self.boxed(&parts[0]),
            Boxed::For(name, parts) => {
                self.boxed(&parts[0]);
                self.with([name.clone(), "partial".into()], |visit| visit.boxed(&parts[1]));
            }
            Boxed::Quantified(_, name, parts) => {
                self.boxed(&parts[0]);
                self.with([name.clone()], |visit| visit.boxed(&parts[1]));
            }
        }
    }

    fn table(&mut self, table: &Table) {
        for input in &table.inputs {
            if let Some(expression) = &input.expression {
                self.expression(expression);
            }
        }
        for rule in &table.rules {
            rule.tests.iter().flatten().for_each(|tests| self.tests(tests));
            rule.outputs.iter().flatten().for_each(|output| self.expression(output));
        }
        self.rules(table);
    }

    /// For tables where only one rule may match: two rules that match at once. For tables where the first wins: a rule that never does.
    fn rules(&mut self, table: &Table) {
        let areas = table.rules.iter().take(RULES_COMPARED_MAX).map(|rule| rule.tests.iter().map(Area::of).collect::<Vec<_>>());
        let areas = areas.collect::<Vec<_>>();
        for later in 1..areas.len() {
            for earlier in 0..later {
                let pairs = || areas[earlier].iter().zip(&areas[later]);
                let rule = &table.rules[later];
                if table.policy == HitPolicy::Unique && pairs().all(|(a, b)| a.certainly_meets(b)) {
                    let message = format!("rules {} and {} of table `{}` match at once", earlier + 1, later + 1, table.owner_name);
                    self.warn(rule.line, &rule.id, "DMN-0102", message);
                }
                if table.policy == HitPolicy::First && pairs().all(|(a, b)| a.certainly_covers(b)) {
                    let message =
                        format!("rule {} of table `{}` never applies: rule {} comes first", later + 1, table.owner_name, earlier + 1);
                    self.warn(rule.line, &rule.id, "DMN-0103", message);
                }
            }
        }
        if table.rules.is_empty() {
            self.warn(table.line, &table.id, "DMN-0104", format!("table `{}` has no rules", table.owner_name));
        }
    }
}

/// The values one cell lets through, as far as constants tell.
enum Area {
    All,
    Ranges(Vec<Range>),
    Unknown,
}

impl Area {
    fn of(tests: &Option<UnaryTests>) -> Self {
        let Some(tests) = tests else { return Self::All };
        if tests.is_any() {
            return Self::All;
        }
        if tests.is_negated() {
            return Self::Unknown;
        }
        tests.tests().iter().map(range).collect::<Option<Vec<_>>>().map_or(Self::Unknown, Self::Ranges)
    }

    /// Whether some value passes both.
    fn certainly_meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => false,
            (Self::All, Self::All) => true,
            (Self::All, Self::Ranges(ranges)) | (Self::Ranges(ranges), Self::All) => !ranges.is_empty(),
            (Self::Ranges(a), Self::Ranges(b)) => a.iter().any(|a| b.iter().any(|b| meet(a, b))),
        }
    }

    /// Whether everything that passes the other passes this.
    fn certainly_covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Ranges(a), Self::Ranges(b)) => b.iter().all(|b| a.iter().any(|a| covers(a, b))),
            _ => false,
        }
    }
}

fn range(test: &Test) -> Option<Range> {
    let (comparison, node) = match test {
        Test::Compare(comparison, node) => (*comparison, node),
        Test::Expression { node: Node::Range { start, start_included, end, end_included }, .. } => {
            return Some(Range::new(constant(start)?, *start_included, constant(end)?, *end_included));
        }
        Test::Expression { node, .. } => (Comparison::Equal, node),
    };
    let end = constant(node)?;
    (comparison != Comparison::NotEqual && !end.is_null()).then(|| Range::from_comparison(comparison, end))
}

fn constant(node: &Node) -> Option<Value> {
    match node {
        Node::Literal(value) => Some(value.clone()),
        Node::Negate(inner) => crate::operators::negate(&constant(inner)?),
        _ => None,
    }
}

/// Whether two ranges have a value in common. Open ends reach as far as the other range does; between two numbers there always is another,
/// so a common stretch counts, but a common end only when both include it.
fn meet(a: &Range, b: &Range) -> bool {
    starts_before_end(a, b) && starts_before_end(b, a)
}

fn starts_before_end(a: &Range, b: &Range) -> bool {
    if a.start.is_null() || b.end.is_null() {
        return true;
    }
    match a.start.compare(&b.end) {
        Some(order) => order.is_lt() || (order.is_eq() && a.start_included && b.end_included),
        None => a.start.equals(&b.end) == Some(true),
    }
}

fn covers(outer: &Range, inner: &Range) -> bool {
    let start = outer.start.is_null()
        || match outer.start.compare(&inner.start) {
            Some(order) => order.is_lt() || (order.is_eq() && (outer.start_included || !inner.start_included)),
            None => outer.start.equals(&inner.start) == Some(true),
        };
    let end = outer.end.is_null()
        || match inner.end.compare(&outer.end) {
            Some(order) => order.is_lt() || (order.is_eq() && (outer.end_included || !inner.end_included)),
            None => outer.end.equals(&inner.end) == Some(true),
        };
    start && end
}

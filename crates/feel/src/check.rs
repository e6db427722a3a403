//! Looking at a compiled tree without running it.
//!
//! The one rule: what is said here about names agrees with how evaluation looks them up.

use std::sync::Arc;

use crate::ast::{Arguments, Iteration, Node, Step, Test};
use crate::builtins;

/// Whether the value may differ from one scope to the next.
pub(crate) fn uses_clock_or_names(root: &Node) -> bool {
    let mut search = Search::default();
    search.node(root);
    !search.free.is_empty() || !search.maybe.is_empty() || search.builtins.iter().any(|name| matches!(&**name, "now" | "today"))
}

/// Names taken from the scope, in order of first use.
pub(crate) fn free_names(root: &Node) -> Vec<String> {
    let mut search = Search::default();
    search.node(root);
    search.free.iter().map(|name| name.to_string()).collect()
}

/// Names that tests take from the scope.
pub(crate) fn free_names_of_tests(tests: &[Test]) -> Vec<String> {
    let mut search = Search::default();
    search.tests(tests);
    search.free.iter().map(|name| name.to_string()).collect()
}

#[derive(Default)]
struct Search {
    bound: Vec<Arc<str>>,
    free: Vec<Arc<str>>,
    builtins: Vec<Arc<str>>,
    maybe: Vec<Arc<str>>,
    /// Inside a filter any name may be an entry of the item, so nothing there is certainly free.
    in_filter: u32,
}

impl Search {
    fn name(&mut self, name: &Arc<str>) {
        if self.bound.contains(name) {
            return;
        }
        let list = if builtins::find(name).is_some() {
            &mut self.builtins
        } else if self.in_filter > 0 {
            &mut self.maybe
        } else {
            &mut self.free
        };
        if !list.contains(name) {
            list.push(name.clone());
        }
    }

    fn all<'n>(&mut self, nodes: impl IntoIterator<Item = &'n Node>) {
        for node in nodes {
            self.node(node);
        }
    }

    fn tests(&mut self, tests: &[Test]) {
        for test in tests {
            match test {
                Test::Compare(_, node) | Test::Expression { node, .. } => self.node(node),
            }
        }
    }

    fn iterations(&mut self, iterations: &[Iteration]) {
        for iteration in iterations {
            self.node(&iteration.domain);
            self.all(&iteration.to);
            self.bound.push(iteration.name.clone());
        }
    }

    fn node(&mut self, node: &Node) {
        let mark = self.bound.len();
        match node {
            Node::Literal(_) | Node::Input => {}
            Node::Name(name) => self.name(name),
            Node::List(nodes) | Node::All(nodes) | Node::Any(nodes) => self.all(nodes),
            Node::Context(entries) => {
                for (name, node) in entries {
                    self.node(node);
                    self.bound.push(name.clone());
                }
            }
            Node::Range { start, end, .. } => self.all([&**start, &**end]),
            Node::ComparisonRange(_, node) | Node::Negate(node) | Node::InstanceOf(node, _) => self.node(node),
            Node::Compare(_, a, b) => self.all([&**a, &**b]),
            Node::Between(a, b, c) | Node::If(a, b, c) => self.all([&**a, &**b, &**c]),
            Node::Arithmetic(first, rest) => {
                self.node(first);
                self.all(rest.iter().map(|(_, node)| node));
            }
            Node::In(node, tests) => {
                self.node(node);
                self.tests(tests);
            }
            Node::For(iterations, body, _) => {
                self.iterations(iterations);
                self.bound.push("partial".into());
                self.node(body);
            }
            Node::Quantified(_, iterations, body) => {
                self.iterations(iterations);
                self.node(body);
            }
            Node::Function(lambda) => {
                self.bound.extend(lambda.parameters.iter().map(|parameter| parameter.name.clone()));
                self.node(&lambda.body);
            }
            Node::Postfix(base, steps) => {
                self.node(base);
                for step in steps {
                    self.step(step);
                }
            }
        }
        self.bound.truncate(mark);
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Member(_) => {}
            Step::Filter(filter) => {
                self.in_filter += 1;
                self.bound.push("item".into());
                self.node(filter);
                self.bound.pop();
                self.in_filter -= 1;
            }
            Step::Call(Arguments::Positional(nodes)) => self.all(nodes),
            Step::Call(Arguments::Named(nodes)) => self.all(nodes.iter().map(|(_, node)| node)),
        }
    }
}

//! The compiled form of an expression.
//!
//! The one rule: chains (`a + b + c`, `a.b.c`) are flat, so that only real nesting makes the tree deep.

use std::sync::Arc;

use crate::function::Parameter;
use crate::types::Type;
use crate::value::Value;

/// One node of the tree.
#[derive(Debug)]
pub(crate) enum Node {
    Literal(Value),
    Name(Arc<str>),
    /// `?`, the value a unary test is about.
    Input,
    List(Vec<Node>),
    Context(Vec<(Arc<str>, Node)>),
    /// `(>= 10)`: a range written as a comparison.
    ComparisonRange(Comparison, Box<Node>),
    Range {
        start: Box<Node>,
        start_included: bool,
        end: Box<Node>,
        end_included: bool,
    },
    /// `a.b[c](d)`.
    Postfix(Box<Node>, Vec<Step>),
    Negate(Box<Node>),
    /// `a + b - c`, from left to right.
    Arithmetic(Box<Node>, Vec<(Operator, Node)>),
    Compare(Comparison, Box<Node>, Box<Node>),
    Between(Box<Node>, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Test>),
    InstanceOf(Box<Node>, Type),
    All(Vec<Node>),
    Any(Vec<Node>),
    If(Box<Node>, Box<Node>, Box<Node>),
    /// The last part says whether the body may look at `partial`, the results so far.
    For(Vec<Iteration>, Box<Node>, bool),
    Quantified(Quantifier, Vec<Iteration>, Box<Node>),
    Function(Arc<Lambda>),
}

/// What follows an operand.
#[derive(Debug)]
pub(crate) enum Step {
    Member(Arc<str>),
    Filter(Node),
    Call(Arguments),
}

/// The arguments of a call.
#[derive(Debug)]
pub(crate) enum Arguments {
    Positional(Vec<Node>),
    Named(Vec<(Arc<str>, Node)>),
}

/// A function literal.
#[derive(Debug)]
pub(crate) struct Lambda {
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Node,
}

/// `name in domain`.
#[derive(Debug)]
pub(crate) struct Iteration {
    pub(crate) name: Arc<str>,
    pub(crate) domain: Node,
    /// The other end, for `name in 1..10`.
    pub(crate) to: Option<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    Some,
    Every,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One positive unary test.
#[derive(Debug)]
pub(crate) enum Test {
    Compare(Comparison, Node),
    /// A value to equal, a list or range to be in, or a condition on `?`.
    Expression {
        node: Node,
        mentions_input: bool,
    },
}

//! The expression as others see it: read once, evaluated any number of times.
//!
//! The one rule: reading reports every mistake it can see; evaluating never fails but for the limits.

use std::fmt;
use std::sync::Arc;

use crate::ast::{Node, Test};
use crate::error::{LimitError, ParseError};
use crate::evaluate::Run;
use crate::parser::{self, Names};
use crate::scope::{Env, Scope};
use crate::value::Value;

/// A compiled expression. Cheap to copy, may be shared between threads.
#[derive(Clone)]
pub struct Expression {
    source: Arc<str>,
    root: Arc<Node>,
}

/// What an evaluation gave, and what was odd about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The value.
    pub value: Value,
    /// Why parts of it are null, in English, for the author of the expression; at most [`crate::NOTES_MAX`].
    pub notes: Vec<String>,
    /// Operations used.
    pub operations: u32,
}

impl Expression {
    /// Reads an expression. Two words side by side are one name: `Full Name`.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with(text, &Names::new())
    }

    /// Reads an expression that uses names with odd characters, such as `Pre-bureau category`, or with keywords.
    pub fn parse_with(text: &str, names: &Names) -> Result<Self, ParseError> {
        let root = parser::expression(text, names)?;
        Ok(Self { source: text.into(), root: Arc::new(root) })
    }

    /// The value; null when something cannot be computed or a limit is reached.
    pub fn evaluate(&self, scope: &Scope) -> Value {
        self.try_evaluate(scope).map_or(Value::Null, |evaluation| evaluation.value)
    }

    /// The value with its notes, unless a limit is reached.
    pub fn try_evaluate(&self, scope: &Scope) -> Result<Evaluation, LimitError> {
        let mut run = Run::new(scope.clock.clone(), scope.operations_max);
        let value = run.evaluate(&self.root, &scope.env);
        run.finish(value)
    }

    /// The value of an expression that uses no variable and no clock.
    pub fn constant(&self) -> Option<Value> {
        if crate::check::uses_clock_or_names(&self.root) {
            return None;
        }
        let scope = Scope::new(&Value::Null, jiff::Timestamp::UNIX_EPOCH);
        self.try_evaluate(&scope).ok().map(|evaluation| evaluation.value)
    }

    /// The names the expression takes from its scope, each once, in order of first use; for `a.b` it is `a`.
    pub fn free_names(&self) -> Vec<String> {
        crate::check::free_names(&self.root)
    }

    /// The text it was read from.
    pub fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn run(&self, run: &mut Run, env: &Env) -> Value {
        run.evaluate(&self.root, env)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.source)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// The tests of one cell of a decision table: `> 5`, `"a", "b"`, `[1..10)`, `not(null)`, `-`.
#[derive(Clone)]
pub struct UnaryTests {
    source: Arc<str>,
    negated: bool,
    tests: Arc<Vec<Test>>,
}

impl UnaryTests {
    /// Reads the tests.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with(text, &Names::new())
    }

    /// Reads tests that use names with odd characters.
    pub fn parse_with(text: &str, names: &Names) -> Result<Self, ParseError> {
        let (negated, tests) = parser::unary_tests(text, names)?;
        Ok(Self { source: text.into(), negated, tests: Arc::new(tests) })
    }

    /// Whether any value passes, as with `-`.
    pub fn is_any(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether the value passes; a test that cannot be decided is not passed.
    pub fn matches(&self, value: &Value, scope: &Scope) -> bool {
        let mut run = Run::new(scope.clock.clone(), scope.operations_max);
        let passed = self.run(value, &mut run, &scope.env);
        run.finish(Value::Bool(passed)).is_ok_and(|evaluation| evaluation.value.is_true())
    }

    /// The text they were read from.
    pub fn source(&self) -> &str {
        &self.source
    }

    pub(crate) fn tests(&self) -> &[Test] {
        &self.tests
    }

    pub(crate) fn is_negated(&self) -> bool {
        self.negated
    }

    pub(crate) fn run(&self, value: &Value, run: &mut Run, env: &Env) -> bool {
        if self.is_any() {
            return true;
        }
        match run.any_test(value, &self.tests, env) {
            Value::Bool(passed) => passed != self.negated,
            _ => false,
        }
    }
}

impl fmt::Debug for UnaryTests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnaryTests({:?})", self.source)
    }
}

impl PartialEq for UnaryTests {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

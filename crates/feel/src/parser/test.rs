//! Unary tests: the cells of decision tables and the right side of `in`.
//!
//! The one rule: a test knows whether it speaks of `?`; only then is its truth the answer instead of a value to compare with.

use super::{Parsed, Parser};
use crate::ast::{Node, Test};

impl Parser<'_> {
    pub(super) fn unary_tests(&mut self) -> Parsed<(bool, Vec<Test>)> {
        if self.tokens.is_empty() {
            return Err(self.error("the test is empty; write `-` for any value"));
        }
        if self.at_symbol("-") && self.tokens.len() == 1 {
            self.at += 1;
            return Ok((false, Vec::new()));
        }
        if self.at_word("not") && self.closes_at_end() {
            self.at += 2;
            let tests = self.tests()?;
            self.expect_symbol(")")?;
            return Ok((true, tests));
        }
        Ok((false, self.tests()?))
    }

    /// Whether this is `not( … )` with its closing bracket as the last token of all.
    fn closes_at_end(&self) -> bool {
        let symbol = |at: usize| match self.tokens.get(at).map(|token| &token.kind) {
            Some(crate::lexer::Kind::Symbol(symbol)) => *symbol,
            _ => "",
        };
        if symbol(self.at + 1) != "(" {
            return false;
        }
        let mut open = 0_i32;
        for at in self.at + 1..self.tokens.len() {
            match symbol(at) {
                "(" => open += 1,
                ")" => open -= 1,
                _ => {}
            }
            // Half-open ranges such as [1..5) unbalance round brackets, so a count below zero is not an end either.
            if open == 0 && at + 1 < self.tokens.len() && !symbol_continues_range(symbol(at + 1)) {
                return false;
            }
        }
        symbol(self.tokens.len() - 1) == ")"
    }

    fn tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.test()?];
        while self.take_symbol(",") {
            tests.push(self.test()?);
        }
        Ok(tests)
    }

    fn test(&mut self) -> Parsed<Test> {
        if let Some(comparison) = self.comparison_operator() {
            return Ok(Test::Compare(comparison, self.nested(Self::additive)?));
        }
        let outer = std::mem::take(&mut self.mentions_input);
        let node = self.expression()?;
        let mentions_input = std::mem::replace(&mut self.mentions_input, outer);
        Ok(Test::Expression { node, mentions_input })
    }

    /// The right side of `in`: one test, or several in brackets.
    pub(super) fn in_tests(&mut self) -> Parsed<Vec<Test>> {
        if let Some(comparison) = self.comparison_operator() {
            return Ok(vec![Test::Compare(comparison, self.additive()?)]);
        }
        if !self.at_symbol("(") {
            return Ok(vec![Test::Expression { node: self.additive()?, mentions_input: false }]);
        }
        self.at += 1;
        let first = self.nested(Self::test)?;
        if self.at_symbol("..") {
            let Test::Expression { node, .. } = first else { return Err(self.unexpected("`)`")) };
            let range = self.range_rest(node, false)?;
            return self.in_seeded(range);
        }
        let mut tests = vec![first];
        while self.take_symbol(",") {
            tests.push(self.nested(Self::test)?);
        }
        self.expect_symbol(")")?;
        if tests.len() == 1 && matches!(tests[0], Test::Expression { .. }) && self.continues_operand() {
            let Some(Test::Expression { node, .. }) = tests.pop() else { return Ok(tests) };
            return self.in_seeded(node);
        }
        Ok(tests)
    }

    /// Goes on reading an operand whose first part, in brackets, has been read.
    fn in_seeded(&mut self, node: Node) -> Parsed<Vec<Test>> {
        self.seed = Some(node);
        Ok(vec![Test::Expression { node: self.additive()?, mentions_input: false }])
    }

    fn continues_operand(&self) -> bool {
        ["+", "-", "*", "/", "**", ".", "[", "("].iter().any(|symbol| self.at_symbol(symbol))
    }
}

fn symbol_continues_range(symbol: &str) -> bool {
    matches!(symbol, ")" | "," | "]")
}

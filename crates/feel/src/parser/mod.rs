//! Tokens into the compiled tree, once; evaluation never looks at the text again.
//!
//! The one rule: the parser never goes back over what it has read, so its time grows with the length of the text only.

mod names;
mod operand;
mod test;

use std::sync::Arc;

pub use names::Names;

use crate::ast::{Comparison, Iteration, Node, Operator, Quantifier, Test};
use crate::error::ParseError;
use crate::lexer::{self, Kind, Token};
use crate::limits::NESTING_MAX;
use names::Scoped;

/// Reads a whole expression.
pub(crate) fn expression(source: &str, names: &Names) -> Result<Node, ParseError> {
    let mut parser = Parser::new(source, names)?;
    let node = parser.expression()?;
    parser.end()?;
    Ok(node)
}

/// Reads the unary tests of a table cell: whether they are negated, and the tests. No tests at all means any value.
pub(crate) fn unary_tests(source: &str, names: &Names) -> Result<(bool, Vec<Test>), ParseError> {
    let mut parser = Parser::new(source, names)?;
    let tests = parser.unary_tests()?;
    parser.end()?;
    Ok(tests)
}

/// Reads the name of a type.
pub(crate) fn type_name(source: &str) -> Result<crate::types::Type, ParseError> {
    let names = Names::new();
    let mut parser = Parser::new(source, &names)?;
    let kind = parser.type_name()?;
    parser.end()?;
    Ok(kind)
}

struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
    names: Scoped<'s>,
    /// An operand already read, for the place that will look for one.
    seed: Option<Node>,
    /// Whether the operand being read is the upper end of a range, where `[` may close it.
    in_range_end: bool,
    /// Whether `?` was read since a test began.
    mentions_input: bool,
    /// Whether `partial` was read since a loop began.
    mentions_partial: bool,
}

type Parsed<T> = Result<T, ParseError>;

impl<'s> Parser<'s> {
    fn new(source: &'s str, names: &'s Names) -> Parsed<Self> {
        Ok(Self {
            source,
            tokens: lexer::tokens(source)?,
            at: 0,
            depth: 0,
            names: Scoped::new(names),
            seed: None,
            in_range_end: false,
            mentions_input: false,
            mentions_partial: false,
        })
    }

    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn peek_next(&self) -> Option<&Kind> {
        self.tokens.get(self.at + 1).map(|token| &token.kind)
    }

    fn at_symbol(&self, symbol: &str) -> bool {
        matches!(self.peek(), Some(Kind::Symbol(found)) if *found == symbol)
    }

    fn at_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Kind::Word(found)) if &**found == word)
    }

    fn take_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        self.at += usize::from(found);
        found
    }

    fn expect_symbol(&mut self, symbol: &str) -> Parsed<()> {
        if self.take_symbol(symbol) { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.take_word(word) { Ok(()) } else { Err(self.unexpected(&format!("`{word}`"))) }
    }

    fn error(&self, message: impl Into<String>) -> ParseError {
        let offset = self.tokens.get(self.at).map_or(self.source.len(), |token| token.start);
        ParseError::at(self.source, offset, message)
    }

    fn unexpected(&self, wanted: &str) -> ParseError {
        match self.tokens.get(self.at) {
            Some(token) => self.error(format!("{wanted} is expected, not `{}`", &self.source[token.start..token.end])),
            None => self.error(format!("{wanted} is expected, but the expression ends")),
        }
    }

    fn end(&self) -> Parsed<()> {
        if self.at == self.tokens.len() { Ok(()) } else { Err(self.unexpected("an operator or the end")) }
    }

    /// Runs `read` one level deeper.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > NESTING_MAX {
            return Err(self.error("the expression nests too deep"));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// Reads a name at this place.
    fn name(&mut self, after_dot: bool) -> Parsed<Arc<str>> {
        let Some((name, length)) = self.names.read(self.source, &self.tokens[self.at..], after_dot) else {
            return Err(self.unexpected("a name"));
        };
        self.at += length;
        self.mentions_partial |= &*name == "partial";
        Ok(name)
    }

    fn expression(&mut self) -> Parsed<Node> {
        self.nested(|parser| {
            let outer = std::mem::take(&mut parser.in_range_end);
            let node = parser.disjunction()?;
            parser.in_range_end = outer;
            Ok(node)
        })
    }

    fn disjunction(&mut self) -> Parsed<Node> {
        let first = self.conjunction()?;
        if !self.at_word("or") {
            return Ok(first);
        }
        let mut all = vec![first];
        while self.take_word("or") {
            all.push(self.conjunction()?);
        }
        Ok(Node::Any(all))
    }

    fn conjunction(&mut self) -> Parsed<Node> {
        let first = self.comparison()?;
        if !self.at_word("and") {
            return Ok(first);
        }
        let mut all = vec![first];
        while self.take_word("and") {
            all.push(self.comparison()?);
        }
        Ok(Node::All(all))
    }

    fn comparison_operator(&mut self) -> Option<Comparison> {
        let Some(Kind::Symbol(symbol)) = self.peek() else { return None };
        let comparison = match *symbol {
            "=" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => return None,
        };
        self.at += 1;
        Some(comparison)
    }

    fn comparison(&mut self) -> Parsed<Node> {
        let mut left = self.additive()?;
        let mut links = 0;
        loop {
            left = if let Some(comparison) = self.comparison_operator() {
                Node::Compare(comparison, Box::new(left), Box::new(self.additive()?))
            } else if self.take_word("between") {
                let low = self.additive()?;
                self.expect_word("and")?;
                Node::Between(Box::new(left), Box::new(low), Box::new(self.additive()?))
            } else if self.take_word("in") {
                Node::In(Box::new(left), self.in_tests()?)
            } else {
                if self.at_symbol("==") {
                    return Err(self.error("FEEL compares with `=`, not with `==`"));
                }
                return Ok(left);
            };
            links += 1;
            if links > NESTING_MAX {
                return Err(self.error("too many comparisons in a row"));
            }
        }
    }

    fn additive(&mut self) -> Parsed<Node> {
        self.chain(&[("+", Operator::Add), ("-", Operator::Subtract)], Self::multiplicative)
    }

    fn multiplicative(&mut self) -> Parsed<Node> {
        self.chain(&[("*", Operator::Multiply), ("/", Operator::Divide)], Self::power)
    }

    /// DMN: the exponent is left associative.
    fn power(&mut self) -> Parsed<Node> {
        self.chain(&[("**", Operator::Power)], Self::negation)
    }

    fn chain(&mut self, operators: &[(&str, Operator)], operand: impl Fn(&mut Self) -> Parsed<Node>) -> Parsed<Node> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while let Some(&(_, operator)) = operators.iter().find(|(symbol, _)| self.at_symbol(symbol)) {
            self.at += 1;
            rest.push((operator, operand(self)?));
        }
        Ok(if rest.is_empty() { first } else { Node::Arithmetic(Box::new(first), rest) })
    }

    fn negation(&mut self) -> Parsed<Node> {
        if self.seed.is_none() && self.take_symbol("-") {
            return self.nested(|parser| Ok(Node::Negate(Box::new(parser.negation()?))));
        }
        let node = self.operand()?;
        if self.at_word("instance") && matches!(self.peek_next(), Some(Kind::Word(word)) if &**word == "of") {
            self.at += 2;
            return Ok(Node::InstanceOf(Box::new(node), self.type_name()?));
        }
        Ok(node)
    }

    fn conditional(&mut self) -> Parsed<Node> {
        let condition = self.expression()?;
        self.expect_word("then")?;
        let then = self.expression()?;
        self.expect_word("else")?;
        Ok(Node::If(Box::new(condition), Box::new(then), Box::new(self.expression()?)))
    }

    fn iterations(&mut self) -> Parsed<Vec<Iteration>> {
        let mut iterations = Vec::new();
        loop {
            let name = self.name(false)?;
            self.expect_word("in")?;
            let domain = self.expression()?;
            let to = if self.take_symbol("..") { Some(self.expression()?) } else { None };
            self.names.enter(&name);
            iterations.push(Iteration { name, domain, to });
            if !self.take_symbol(",") {
                return Ok(iterations);
            }
        }
    }

    fn for_loop(&mut self) -> Parsed<Node> {
        let mark = self.names.mark();
        let iterations = self.iterations()?;
        self.expect_word("return")?;
        let outer = std::mem::take(&mut self.mentions_partial);
        let body = self.expression()?;
        self.names.leave(mark);
        let partial = std::mem::replace(&mut self.mentions_partial, outer);
        self.mentions_partial |= partial;
        Ok(Node::For(iterations, Box::new(body), partial))
    }

    fn quantified(&mut self, quantifier: Quantifier) -> Parsed<Node> {
        let mark = self.names.mark();
        let iterations = self.iterations()?;
        self.expect_word("satisfies")?;
        let body = self.expression()?;
        self.names.leave(mark);
        Ok(Node::Quantified(quantifier, iterations, Box::new(body)))
    }
}

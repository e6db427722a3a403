//! Operands: literals, names, lists, contexts, ranges, functions, and what follows them.
//!
//! The one rule: what a bracket opens is decided by the next tokens, never by trying and going back.

use std::sync::Arc;

use super::{Parsed, Parser, names};
use crate::ast::{Arguments, Lambda, Node, Quantifier, Step};
use crate::builtins;
use crate::function::Parameter;
use crate::lexer::Kind;
use crate::types::Type;
use crate::value::Value;

impl Parser<'_> {
    /// A primary operand with its path, filters and calls.
    pub(super) fn operand(&mut self) -> Parsed<Node> {
        let base = match self.seed.take() {
            Some(node) => node,
            None => self.primary()?,
        };
        let mut steps = Vec::new();
        loop {
            if self.take_symbol(".") {
                steps.push(Step::Member(self.name(true)?));
            } else if self.at_symbol("[") && !(self.in_range_end && self.bracket_closes_range()) {
                self.at += 1;
                let filter = self.expression()?;
                self.expect_symbol("]")?;
                steps.push(Step::Filter(filter));
            } else if self.take_symbol("(") {
                steps.push(Step::Call(self.arguments()?));
            } else {
                return Ok(if steps.is_empty() { base } else { Node::Postfix(Box::new(base), steps) });
            }
        }
    }

    /// In `]1..10[` the last bracket closes the range when nothing that could be a filter follows.
    fn bracket_closes_range(&self) -> bool {
        match self.peek_next() {
            None => true,
            Some(Kind::Symbol(symbol)) => !matches!(*symbol, "(" | "[" | "{" | "-" | "@" | "?" | "."),
            Some(Kind::Word(word)) => {
                matches!(&**word, "and" | "or" | "then" | "else" | "return" | "satisfies" | "in" | "between" | "instance")
            }
            Some(_) => false,
        }
    }

    fn primary(&mut self) -> Parsed<Node> {
        let Some(token) = self.tokens.get(self.at) else { return Err(self.unexpected("a value")) };
        match token.kind.clone() {
            Kind::Number(number) => {
                self.at += 1;
                Ok(Node::Literal(Value::Number(number)))
            }
            Kind::Text(text) => {
                self.at += 1;
                Ok(Node::Literal(Value::Text(text)))
            }
            Kind::Symbol(symbol) => self.symbol(symbol),
            Kind::Word(word) => self.word(&word),
            Kind::Other(_) => Err(self.unexpected("a value")),
        }
    }

    fn symbol(&mut self, symbol: &str) -> Parsed<Node> {
        match symbol {
            "(" => {
                self.at += 1;
                self.nested(Self::bracketed)
            }
            "[" => {
                self.at += 1;
                self.nested(Self::list_or_range)
            }
            "]" => {
                self.at += 1;
                let start = self.expression()?;
                self.range_rest(start, false)
            }
            "{" => {
                self.at += 1;
                self.nested(Self::context)
            }
            "@" => {
                self.at += 1;
                let Some(Kind::Text(text)) = self.peek().cloned() else { return Err(self.unexpected("a text in quotation marks")) };
                self.at += 1;
                Ok(Node::Literal(builtins::at_literal(&text).unwrap_or(Value::Null)))
            }
            "?" => {
                self.at += 1;
                self.mentions_input = true;
                Ok(Node::Input)
            }
            _ => Err(self.unexpected("a value")),
        }
    }

    fn word(&mut self, word: &str) -> Parsed<Node> {
        // A name of the scope may begin with a keyword: `if needed` or `in force since`.
        if names::is_reserved(word)
            && let Some((name, length)) = self.names.read(self.source, &self.tokens[self.at..], false)
            && length > 1
        {
            self.at += length;
            return Ok(Node::Name(name));
        }
        let keyword = |parser: &mut Self| parser.at += 1;
        match word {
            "true" | "false" => {
                keyword(self);
                Ok(Node::Literal(Value::Bool(word == "true")))
            }
            "null" => {
                keyword(self);
                Ok(Node::Literal(Value::Null))
            }
            "if" => {
                keyword(self);
                self.nested(Self::conditional)
            }
            "for" => {
                keyword(self);
                self.nested(Self::for_loop)
            }
            "some" | "every" => {
                keyword(self);
                let quantifier = if word == "some" { Quantifier::Some } else { Quantifier::Every };
                self.nested(|parser| parser.quantified(quantifier))
            }
            "function" if matches!(self.peek_next(), Some(Kind::Symbol("("))) => {
                self.at += 2;
                self.nested(Self::function)
            }
            _ => Ok(Node::Name(self.name(false)?)),
        }
    }

    /// After `(`: an expression, an open range, or a range written as a comparison such as `(>= 10)`.
    fn bracketed(&mut self) -> Parsed<Node> {
        if let Some(comparison) = self.comparison_operator() {
            let end = Box::new(self.additive()?);
            self.expect_symbol(")")?;
            return Ok(Node::ComparisonRange(comparison, end));
        }
        let node = self.expression()?;
        if self.at_symbol("..") {
            return self.range_rest(node, false);
        }
        self.expect_symbol(")")?;
        Ok(node)
    }

    fn list_or_range(&mut self) -> Parsed<Node> {
        if self.take_symbol("]") {
            return Ok(Node::List(Vec::new()));
        }
        let first = self.expression()?;
        if self.at_symbol("..") {
            return self.range_rest(first, true);
        }
        let mut items = vec![first];
        while self.take_symbol(",") {
            items.push(self.expression()?);
        }
        self.expect_symbol("]")?;
        Ok(Node::List(items))
    }

    /// From `..` to the closing bracket of a range.
    pub(super) fn range_rest(&mut self, start: Node, start_included: bool) -> Parsed<Node> {
        self.expect_symbol("..")?;
        let outer = std::mem::replace(&mut self.in_range_end, true);
        let end = self.nested(Self::additive)?;
        self.in_range_end = outer;
        let end_included = if self.take_symbol("]") {
            true
        } else if self.take_symbol(")") || self.take_symbol("[") {
            false
        } else {
            return Err(self.unexpected("`]` or `)`"));
        };
        Ok(Node::Range { start: Box::new(start), start_included, end: Box::new(end), end_included })
    }

    fn context(&mut self) -> Parsed<Node> {
        let mark = self.names.mark();
        let mut entries = Vec::new();
        if !self.take_symbol("}") {
            loop {
                let key = self.key()?;
                let value = self.expression()?;
                self.names.enter(&key);
                entries.push((key, value));
                if !self.take_symbol(",") {
                    break;
                }
            }
            self.expect_symbol("}")?;
        }
        self.names.leave(mark);
        Ok(Node::Context(entries))
    }

    /// The key of a context entry with its colon: a text, or everything up to the colon.
    fn key(&mut self) -> Parsed<Arc<str>> {
        if let (Some(Kind::Text(text)), Some(Kind::Symbol(":"))) = (self.peek(), self.peek_next()) {
            let text = text.clone();
            self.at += 2;
            return Ok(text);
        }
        let mut key = String::new();
        loop {
            match self.tokens.get(self.at) {
                Some(token) if !matches!(token.kind, Kind::Symbol("{" | "}" | "," | ":" | "[" | "]" | "(" | ")") | Kind::Text(_)) => {
                    if !key.is_empty() && token.blank_before {
                        key.push(' ');
                    }
                    key.push_str(&self.source[token.start..token.end]);
                    self.at += 1;
                }
                _ => break,
            }
        }
        if key.is_empty() {
            return Err(self.unexpected("a name"));
        }
        self.expect_symbol(":")?;
        Ok(key.into())
    }

    fn arguments(&mut self) -> Parsed<Arguments> {
        self.nested(|parser| {
            if parser.take_symbol(")") {
                return Ok(Arguments::Positional(Vec::new()));
            }
            if parser.at_named_argument() {
                let mut named = Vec::new();
                loop {
                    let name = parser.key()?;
                    named.push((name, parser.expression()?));
                    if !parser.take_symbol(",") {
                        break;
                    }
                }
                parser.expect_symbol(")")?;
                return Ok(Arguments::Named(named));
            }
            let mut positional = vec![parser.expression()?];
            while parser.take_symbol(",") {
                positional.push(parser.expression()?);
            }
            parser.expect_symbol(")")?;
            Ok(Arguments::Positional(positional))
        })
    }

    /// Whether words and then a colon come next.
    fn at_named_argument(&self) -> bool {
        let rest = self.tokens[self.at..].iter().map(|token| &token.kind);
        let mut after =
            rest.skip_while(|kind| !matches!(kind, Kind::Symbol("(" | ")" | "[" | "]" | "{" | "}" | "," | ":") | Kind::Text(_)));
        matches!(after.next(), Some(Kind::Symbol(":"))) && !self.at_symbol(":")
    }

    fn function(&mut self) -> Parsed<Node> {
        let mark = self.names.mark();
        let mut parameters = Vec::new();
        if !self.take_symbol(")") {
            loop {
                let name = self.name(false)?;
                let kind = if self.take_symbol(":") { self.type_name()? } else { Type::Any };
                self.names.enter(&name);
                parameters.push(Parameter { name, kind });
                if !self.take_symbol(",") {
                    break;
                }
            }
            self.expect_symbol(")")?;
        }
        if self.at_word("external") {
            return Err(self.error("external functions are refused"));
        }
        let body = self.expression()?;
        self.names.leave(mark);
        Ok(Node::Function(Arc::new(Lambda { parameters, body })))
    }

    /// `number`, `list<number>`, `context<a: string>`, `range<date>`, `function<number> -> number`, or a type of the model.
    pub(super) fn type_name(&mut self) -> Parsed<Type> {
        self.nested(|parser| {
            let mut name = if parser.take_word("function") {
                Arc::from("function")
            } else if parser.take_word("null") {
                Arc::from("null")
            } else {
                parser.name(false)?
            };
            while parser.take_symbol(".") {
                name = format!("{name}.{}", parser.name(true)?).into();
            }
            match &*name {
                "list" if parser.take_symbol("<") => {
                    let item = parser.type_name()?;
                    parser.expect_symbol(">")?;
                    Ok(Type::List(Box::new(item)))
                }
                "range" if parser.take_symbol("<") => {
                    let end = parser.type_name()?;
                    parser.expect_symbol(">")?;
                    Ok(Type::Range(Box::new(end)))
                }
                "context" if parser.take_symbol("<") => {
                    let mut entries = Vec::new();
                    while !parser.take_symbol(">") {
                        let key = parser.key()?;
                        entries.push((key, parser.type_name()?));
                        parser.take_symbol(",");
                    }
                    Ok(Type::Context(entries.into()))
                }
                "function" if parser.take_symbol("<") => {
                    let mut parameters = Vec::new();
                    while !parser.take_symbol(">") {
                        parameters.push(parser.type_name()?);
                        parser.take_symbol(",");
                    }
                    let result = if parser.take_symbol("->") { parser.type_name()? } else { Type::Any };
                    Ok(Type::Function(parameters.into(), Box::new(result)))
                }
                _ => Ok(Type::builtin(&name).unwrap_or(Type::Named(name))),
            }
        })
    }
}

//! From tokens to the tree.
//!
//! The one rule: only listed names, functions and methods are converted; everything else is refused with its line.

use super::NotConvertible;
use super::builtins::{FUNCTIONS, LIBRARIES, METHODS, VALUES};
use super::lexer::{self, Kind, Token};
use super::tree::{BinOp, Body, Expr, Function, Root, Step, Stmt};
use crate::limits;
use crate::pattern::Pattern;

type Parsed<T> = Result<T, NotConvertible>;

/// Converts a whole expression whose answer is the variable `result`.
pub(super) fn program(tokens: Vec<Token>, result: &str) -> Parsed<Vec<Stmt>> {
    let mut parser = Parser { tokens, at: 0, depth: 0, known: vec![result.to_owned()], as_argument: false };
    let mut body = Vec::new();
    while parser.peek() != &Kind::End {
        if let Some(statement) = parser.statement()? {
            body.push(statement);
        }
    }
    Ok(body)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Variables that may be read and assigned: the result, declared ones, parameters.
    known: Vec<String>,
    /// Whether a function literal may stand here.
    as_argument: bool,
}

impl Parser {
    fn peek(&self) -> &Kind {
        &self.tokens[self.at].kind
    }

    fn peek_at(&self, ahead: usize) -> &Kind {
        &self.tokens[(self.at + ahead).min(self.tokens.len() - 1)].kind
    }

    fn advance(&mut self) -> Kind {
        let kind = self.tokens[self.at].kind.clone();
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
        kind
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Kind::Sign(found) if *found == sign)
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Kind::Word(found) if found == word)
    }

    fn eat(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        if found {
            self.advance();
        }
        found
    }

    fn fail<T>(&self, what: impl Into<String>, reason: &'static str) -> Parsed<T> {
        Err(NotConvertible { line: self.tokens[self.at].line, what: what.into(), reason })
    }

    fn unexpected<T>(&self) -> Parsed<T> {
        let what = match self.peek() {
            Kind::Number(number) => number.to_string(),
            Kind::Text(text) => format!("'{text}'"),
            Kind::Template(_) => "`".to_owned(),
            Kind::Regex(source, _) => format!("/{source}/"),
            Kind::Word(word) => word.clone(),
            Kind::Sign(sign) => (*sign).to_owned(),
            Kind::End => return self.fail("", "ends"),
        };
        self.fail(what, "unexpected")
    }

    fn expect(&mut self, sign: &str) -> Parsed<()> {
        if self.eat(sign) { Ok(()) } else { self.unexpected() }
    }

    fn enter(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > limits::SCRIPT_DEPTH_MAX { self.fail("", "too-deep") } else { Ok(()) }
    }

    fn end_of_statement(&mut self) -> Parsed<()> {
        if self.eat(";") || self.is("}") || self.peek() == &Kind::End || self.tokens[self.at].after_break {
            Ok(())
        } else {
            self.unexpected()
        }
    }

    fn statement(&mut self) -> Parsed<Option<Stmt>> {
        self.enter()?;
        let statement = self.statement_inner();
        self.depth -= 1;
        statement
    }

    fn statement_inner(&mut self) -> Parsed<Option<Stmt>> {
        if self.eat(";") {
            return Ok(None);
        }
        if self.is("{") {
            return Ok(Some(Stmt::Block(self.block()?)));
        }
        if let Kind::Word(word) = self.peek().clone() {
            match word.as_str() {
                "var" | "let" | "const" => {
                    self.advance();
                    return self.declaration().map(Some);
                }
                "if" => {
                    self.advance();
                    self.expect("(")?;
                    let test = self.expression()?;
                    self.expect(")")?;
                    let yes = self.statement()?.into_iter().collect();
                    let no = if self.is_word("else") {
                        self.advance();
                        self.statement()?.into_iter().collect()
                    } else {
                        Vec::new()
                    };
                    return Ok(Some(Stmt::If(test, yes, no)));
                }
                "return" => {
                    self.advance();
                    let ends = self.is(";") || self.is("}") || self.peek() == &Kind::End || self.tokens[self.at].after_break;
                    let value = if ends { None } else { Some(self.expression()?) };
                    self.end_of_statement()?;
                    return Ok(Some(Stmt::Return(value)));
                }
                "for" | "while" | "do" | "switch" | "try" | "throw" | "function" | "class" | "import" | "export" | "async" | "await"
                | "with" | "delete" => return self.fail(word, "word"),
                _ => {}
            }
            if let Kind::Sign(sign) = self.peek_at(1) {
                let operator = match *sign {
                    "=" => Some(None),
                    "+=" | "-=" | "*=" | "/=" | "%=" => BinOp::of(&sign[..1]).map(|(operator, _)| Some(operator)),
                    "++" | "--" | "**=" | "&&=" | "||=" | "??=" => return self.fail(*sign, "sign"),
                    _ => None,
                };
                if let Some(operator) = operator {
                    if !self.known.contains(&word) {
                        return self.fail(word, "assignment");
                    }
                    self.advance();
                    self.advance();
                    let value = self.expression()?;
                    self.end_of_statement()?;
                    return Ok(Some(Stmt::Assign(word, operator, value)));
                }
            }
        }
        let expression = self.expression()?;
        if self.is("=") {
            return self.fail("=", "assignment");
        }
        self.end_of_statement()?;
        Ok(Some(Stmt::Expr(expression)))
    }

    fn block(&mut self) -> Parsed<Vec<Stmt>> {
        self.expect("{")?;
        let mut body = Vec::new();
        while !self.is("}") {
            if self.peek() == &Kind::End {
                return self.fail("{", "unclosed");
            }
            if let Some(statement) = self.statement()? {
                body.push(statement);
            }
        }
        self.expect("}")?;
        Ok(body)
    }

    fn declaration(&mut self) -> Parsed<Stmt> {
        let mut names = Vec::new();
        loop {
            let Kind::Word(name) = self.advance() else { return self.unexpected() };
            let value = if self.eat("=") { Some(self.expression()?) } else { None };
            self.known.push(name.clone());
            names.push((name, value));
            if !self.eat(",") {
                break;
            }
        }
        self.end_of_statement()?;
        Ok(Stmt::Declare(names))
    }

    fn expression(&mut self) -> Parsed<Expr> {
        self.enter()?;
        let expression = self.choice();
        self.depth -= 1;
        expression
    }

    fn choice(&mut self) -> Parsed<Expr> {
        let test = self.binary(1)?;
        if !self.eat("?") {
            return Ok(test);
        }
        let yes = self.expression()?;
        self.expect(":")?;
        let no = self.expression()?;
        Ok(Expr::Choice(Box::new(test), Box::new(yes), Box::new(no)))
    }

    fn binary(&mut self, level: u8) -> Parsed<Expr> {
        if level > 8 {
            return self.unary();
        }
        let first = self.binary(level + 1)?;
        let mut rest = Vec::new();
        while let Kind::Sign(sign) = self.peek() {
            match BinOp::of(sign) {
                Some((operator, at)) if at == level => {
                    self.advance();
                    rest.push((operator, self.binary(level + 1)?));
                }
                _ => break,
            }
        }
        Ok(if rest.is_empty() { first } else { Expr::Chain(Box::new(first), rest) })
    }

    fn unary(&mut self) -> Parsed<Expr> {
        let wrap: fn(Box<Expr>) -> Expr = match self.peek() {
            Kind::Sign("!") => Expr::Not,
            Kind::Sign("-") => Expr::Minus,
            Kind::Sign("+") => Expr::Plus,
            Kind::Sign(sign @ ("++" | "--" | "...")) => return self.fail(*sign, "sign"),
            Kind::Word(word) if word == "typeof" => Expr::TypeOf,
            _ => return self.access(),
        };
        self.advance();
        self.enter()?;
        let inner = self.unary();
        self.depth -= 1;
        Ok(wrap(Box::new(inner?)))
    }

    fn access(&mut self) -> Parsed<Expr> {
        let base = self.primary()?;
        let mut steps = Vec::new();
        loop {
            let optional = self.is("?.");
            if self.eat(".") || self.eat("?.") {
                if optional && self.is("[") {
                    steps.push(self.index(true)?);
                    continue;
                }
                let Kind::Word(name) = self.peek().clone() else { return self.unexpected() };
                self.advance();
                if self.is("(") {
                    let Some(method) = METHODS.iter().find(|known| **known == name) else { return self.fail(name, "method") };
                    steps.push(Step::Method { name: method, args: self.arguments()?, optional });
                } else if matches!(name.as_str(), "constructor" | "prototype" | "__proto__") {
                    return self.fail(name, "name");
                } else {
                    steps.push(Step::Member { name, optional });
                }
            } else if self.is("[") {
                steps.push(self.index(false)?);
            } else if self.is("(") {
                return self.fail("(", "call");
            } else if matches!(self.peek(), Kind::Sign("++" | "--")) && !self.tokens[self.at].after_break {
                return self.fail("++", "sign");
            } else {
                break;
            }
        }
        Ok(if steps.is_empty() { base } else { Expr::Access(Box::new(base), steps) })
    }

    fn index(&mut self, optional: bool) -> Parsed<Step> {
        self.expect("[")?;
        let at = self.expression()?;
        self.expect("]")?;
        Ok(Step::Index { at, optional })
    }

    fn arguments(&mut self) -> Parsed<Vec<Expr>> {
        self.expect("(")?;
        let mut args = Vec::new();
        while !self.is(")") {
            self.as_argument = true;
            args.push(self.expression()?);
            self.as_argument = false;
            if !self.eat(",") {
                break;
            }
        }
        self.as_argument = false;
        self.expect(")")?;
        Ok(args)
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let may_be_function = std::mem::take(&mut self.as_argument);
        match self.peek().clone() {
            Kind::Number(number) => {
                self.advance();
                Ok(Expr::Number(number))
            }
            Kind::Text(text) => {
                self.advance();
                Ok(Expr::Text(text))
            }
            Kind::Template(parts) => self.template(parts),
            Kind::Regex(source, flags) => {
                let pattern = match Pattern::anywhere(&source, &flags) {
                    Ok(pattern) => pattern,
                    Err(_) => return self.fail(format!("/{source}/"), "regex"),
                };
                self.advance();
                Ok(Expr::Regex(Box::new(pattern)))
            }
            Kind::Sign("(") => {
                if may_be_function && self.arrow_ahead() {
                    return self.arrow();
                }
                self.advance();
                let inner = self.expression()?;
                self.expect(")")?;
                Ok(inner)
            }
            Kind::Sign("[") => self.array(),
            Kind::Sign("{") => self.object(),
            Kind::Word(word) => {
                if may_be_function && (word == "function" || self.peek_at(1) == &Kind::Sign("=>")) {
                    return if word == "function" { self.function() } else { self.arrow() };
                }
                self.word(word)
            }
            Kind::Sign(_) | Kind::End => self.unexpected(),
        }
    }

    fn template(&mut self, parts: Vec<(String, Option<String>)>) -> Parsed<Expr> {
        let mut out = Vec::new();
        for (text, inner) in parts {
            if !text.is_empty() || out.is_empty() {
                out.push(Expr::Text(text));
            }
            if let Some(source) = inner {
                let tokens = lexer::tokens(&source)?;
                let mut parser = Parser { tokens, at: 0, depth: self.depth, known: self.known.clone(), as_argument: false };
                out.push(parser.expression()?);
                if parser.peek() != &Kind::End {
                    return parser.unexpected();
                }
            }
        }
        self.advance();
        Ok(Expr::Template(out))
    }

    fn array(&mut self) -> Parsed<Expr> {
        self.expect("[")?;
        let mut items = Vec::new();
        while !self.is("]") {
            items.push(self.expression()?);
            if !self.eat(",") {
                break;
            }
        }
        self.expect("]")?;
        Ok(Expr::Array(items))
    }

    fn object(&mut self) -> Parsed<Expr> {
        self.expect("{")?;
        let mut members = Vec::new();
        while !self.is("}") {
            let name = match self.advance() {
                Kind::Word(name) | Kind::Text(name) => name,
                Kind::Number(number) => number.to_string(),
                _ => return self.unexpected(),
            };
            let value = if self.eat(":") { self.expression()? } else { self.variable(&name)? };
            members.push((name, value));
            if !self.eat(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(Expr::Object(members))
    }

    /// Whether the brackets at this place are the parameters of an arrow.
    fn arrow_ahead(&self) -> bool {
        let mut ahead = 1;
        loop {
            match self.peek_at(ahead) {
                Kind::Sign(")") => return self.peek_at(ahead + 1) == &Kind::Sign("=>"),
                Kind::Word(_) | Kind::Sign(",") => ahead += 1,
                _ => return false,
            }
        }
    }

    fn parameters(&mut self) -> Parsed<Vec<String>> {
        let mut params = Vec::new();
        self.expect("(")?;
        while let Kind::Word(name) = self.peek().clone() {
            self.advance();
            params.push(name);
            if !self.eat(",") {
                break;
            }
        }
        self.expect(")")?;
        Ok(params)
    }

    fn arrow(&mut self) -> Parsed<Expr> {
        let params = match self.peek().clone() {
            Kind::Word(name) => {
                self.advance();
                vec![name]
            }
            _ => self.parameters()?,
        };
        self.expect("=>")?;
        self.body_of(params, true)
    }

    fn function(&mut self) -> Parsed<Expr> {
        self.advance();
        if let Kind::Word(_) = self.peek() {
            self.advance();
        }
        let params = self.parameters()?;
        self.body_of(params, false)
    }

    fn body_of(&mut self, params: Vec<String>, may_be_expression: bool) -> Parsed<Expr> {
        let outside = self.known.len();
        self.known.extend(params.iter().cloned());
        let body = if may_be_expression && !self.is("{") { Body::Expr(self.expression()?) } else { Body::Block(self.block()?) };
        self.known.truncate(outside);
        Ok(Expr::Function(Box::new(Function { params, body })))
    }

    fn variable(&mut self, word: &str) -> Parsed<Expr> {
        if self.known.iter().any(|known| known == word) {
            return Ok(Expr::Variable(word.to_owned()));
        }
        let root = match word {
            "data" => Root::Data,
            "row" => Root::Row,
            "rowIndex" => Root::RowIndex,
            "value" => Root::Value,
            "input" => Root::Input,
            "instance" | "component" => Root::Instance,
            "form" => Root::Form,
            "user" => Root::User,
            _ => return self.fail(word, "name"),
        };
        Ok(Expr::Root(root))
    }

    fn word(&mut self, word: String) -> Parsed<Expr> {
        if self.known.contains(&word) {
            self.advance();
            return Ok(Expr::Variable(word));
        }
        let constant = match word.as_str() {
            "true" => Some(Expr::Bool(true)),
            "false" => Some(Expr::Bool(false)),
            "null" => Some(Expr::Null),
            "undefined" => Some(Expr::Undefined),
            "NaN" => Some(Expr::Number(f64::NAN)),
            "Infinity" => Some(Expr::Number(f64::INFINITY)),
            _ => None,
        };
        if let Some(constant) = constant {
            self.advance();
            return Ok(constant);
        }
        if word == "new" {
            self.advance();
            if !self.is_word("Date") {
                return self.unexpected();
            }
            self.advance();
            let args = if self.is("(") { self.arguments()? } else { Vec::new() };
            return Ok(Expr::Call("Date", args));
        }
        if LIBRARIES.contains(&word.as_str()) && matches!(self.peek_at(1), Kind::Sign("." | "?.")) {
            let Kind::Word(name) = self.peek_at(2).clone() else { return self.fail(word, "name") };
            let full = format!("{word}.{name}");
            if let Some((_, number)) = VALUES.iter().find(|(known, _)| *known == full) {
                self.at += 3;
                return Ok(Expr::Number(*number));
            }
            let Some(function) = FUNCTIONS.iter().find(|known| **known == full) else { return self.fail(full, "function") };
            self.at += 3;
            return Ok(Expr::Call(function, self.arguments()?));
        }
        if self.peek_at(1) == &Kind::Sign("(") {
            let Some(function) = FUNCTIONS.iter().find(|known| **known == word && word != "Date") else {
                return self.fail(word, "function");
            };
            self.advance();
            return Ok(Expr::Call(function, self.arguments()?));
        }
        // `Number`, `Boolean` and `String` themselves as a callback: `list.filter(Boolean)`.
        if let Some(function) = ["Number", "Boolean", "String"].iter().find(|known| **known == word) {
            self.advance();
            let inner = Expr::Call(function, vec![Expr::Variable("x".to_owned())]);
            return Ok(Expr::Function(Box::new(Function { params: vec!["x".to_owned()], body: Body::Expr(inner) })));
        }
        let found = self.variable(&word)?;
        self.advance();
        Ok(found)
    }
}

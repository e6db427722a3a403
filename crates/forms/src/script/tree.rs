//! The tree of a converted expression.
//!
//! The one rule: chains of operators and of accesses lie flat, so the depth of the tree is the nesting the parser counted.

use crate::pattern::Pattern;

/// A statement.
#[derive(Debug)]
pub(super) enum Stmt {
    Expr(Expr),
    /// Assignment to the result or to a variable of the expression.
    Assign(String, Option<BinOp>, Expr),
    Declare(Vec<(String, Option<Expr>)>),
    If(Expr, Vec<Stmt>, Vec<Stmt>),
    Block(Vec<Stmt>),
    Return(Option<Expr>),
}

/// An expression.
#[derive(Debug)]
pub(super) enum Expr {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Template(Vec<Expr>),
    Regex(Box<Pattern>),
    Array(Vec<Expr>),
    Object(Vec<(String, Expr)>),
    Variable(String),
    Root(Root),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Plus(Box<Expr>),
    TypeOf(Box<Expr>),
    /// Operators of one level, from left to right.
    Chain(Box<Expr>, Vec<(BinOp, Expr)>),
    Choice(Box<Expr>, Box<Expr>, Box<Expr>),
    Access(Box<Expr>, Vec<Step>),
    /// A function of the language or a library, by its listed name.
    Call(&'static str, Vec<Expr>),
    /// A function literal; the parser lets it stand only as an argument.
    Function(Box<Function>),
}

/// What an expression may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    Data,
    Row,
    RowIndex,
    Value,
    Input,
    Instance,
    Form,
    User,
}

/// One access after a value.
#[derive(Debug)]
pub(super) enum Step {
    Member { name: String, optional: bool },
    Index { at: Expr, optional: bool },
    Method { name: &'static str, args: Vec<Expr>, optional: bool },
}

/// A function literal.
#[derive(Debug)]
pub(super) struct Function {
    pub params: Vec<String>,
    pub body: Body,
}

/// What a function literal does.
#[derive(Debug)]
pub(super) enum Body {
    Expr(Expr),
    Block(Vec<Stmt>),
}

/// Operators with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BinOp {
    Or,
    And,
    Nullish,
    Equal,
    NotEqual,
    Same,
    NotSame,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

impl BinOp {
    /// Sign and strength; a higher level binds closer.
    pub fn of(sign: &str) -> Option<(Self, u8)> {
        Some(match sign {
            "??" => (Self::Nullish, 1),
            "||" => (Self::Or, 2),
            "&&" => (Self::And, 3),
            "==" => (Self::Equal, 4),
            "!=" => (Self::NotEqual, 4),
            "===" => (Self::Same, 4),
            "!==" => (Self::NotSame, 4),
            "<" => (Self::Less, 5),
            "<=" => (Self::LessEqual, 5),
            ">" => (Self::Greater, 5),
            ">=" => (Self::GreaterEqual, 5),
            "+" => (Self::Add, 6),
            "-" => (Self::Subtract, 6),
            "*" => (Self::Multiply, 7),
            "/" => (Self::Divide, 7),
            "%" => (Self::Remainder, 7),
            "**" => (Self::Power, 8),
            _ => return None,
        })
    }
}

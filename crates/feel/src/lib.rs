//! FEEL, the only expression language of the product, and the decisions of DMN built on it.
//!
//! The one rule: everything here is pure. An expression sees the variables and the instant it is given, and nothing else.
//!
//! ```
//! use feel::{Expression, Scope, Value};
//!
//! let condition = Expression::parse("fee > 0 and speed in (\"fast\", \"express\")")?;
//! let scope = Scope::new(&Value::context([("fee", Value::from(300)), ("speed", "fast".into())]), jiff::Timestamp::UNIX_EPOCH);
//! assert!(condition.evaluate(&scope).is_true());
//! # Ok::<(), feel::ParseError>(())
//! ```

mod ast;
mod builtins;
mod check;
mod error;
mod evaluate;
mod expression;
mod function;
mod json;
mod lexer;
pub mod limits;
mod number;
mod operators;
mod parser;
mod properties;
mod scope;
mod temporal;
mod types;
mod value;

pub mod decision;
pub mod tck;

pub use error::{LimitError, ParseError};
pub use evaluate::NOTES_MAX;
pub use expression::{Evaluation, Expression, UnaryTests};
pub use function::Function;
pub use number::{NotANumber, Number, Rounding};
pub use parser::Names;
pub use scope::Scope;
pub use temporal::{Date, DateTime, DayTimeDuration, NotTemporal, Time, YearMonthDuration, Zone};
pub use value::{Context, Range, Value};

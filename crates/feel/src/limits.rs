//! The named limits of evaluation.
//!
//! The one rule: a limit counts work, never time, so that the same input always ends the same way on every machine.

/// Operations one evaluation may perform. A real condition needs some tens; a decision table of 200 rules needs a few thousand.
pub const OPERATIONS_MAX: u32 = 10_000;

/// Operations one evaluation of a decision model may perform: every table, context and function it reaches counts together.
pub const MODEL_OPERATIONS_MAX: u32 = 200_000;

/// How deep expressions and values may nest, and how deep functions may call each other. Bounds the stack.
pub const NESTING_MAX: u32 = 64;

/// Bytes of one expression text.
pub const EXPRESSION_BYTES_MAX: usize = 64 * 1024;

/// Bytes of one decision model.
pub const MODEL_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Items a list made by an expression may hold (`for`, ranges, `concatenate`).
pub const LIST_ITEMS_MAX: usize = 10_000;

/// Parts a value made by an expression may have, all its lists, contexts and texts together (64 bytes of text are one part). Values share
/// their contents, so a short expression could otherwise stand for more than any machine holds.
pub const VALUE_PARTS_MAX: usize = 100_000;

/// Functions one evaluation may make. Each may hold the one before it, and they are let go one inside the other.
pub const FUNCTIONS_MAX: u32 = 1_000;

/// Bytes a text made by an expression may hold.
pub const TEXT_BYTES_MAX: usize = 1024 * 1024;

/// Bytes of a compiled pattern of `matches`, `replace` and `split`.
pub const PATTERN_BYTES_MAX: usize = 256 * 1024;

/// Steps a pattern with back references may go back before it is given up.
pub const PATTERN_BACKTRACK_MAX: usize = 100_000;

/// Digits after the decimal point that `round up`, `decimal` and their kin accept: the range of a 34-digit decimal.
pub const SCALE_MAX: i64 = 6176;

/// The lower end of the same range.
pub const SCALE_MIN: i64 = -6111;

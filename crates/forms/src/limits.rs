//! Every bound of this crate in one place, each with its reason.
//!
//! The one rule: a loop over something a person or a foreign system sent names its limit here.

/// Bytes of a definition. The largest known definitions are below 1 MiB.
pub const DEFINITION_BYTES_MAX: usize = 4 << 20;
/// Components in one definition. Beyond this a form is unusable for people anyway.
pub const COMPONENTS_MAX: usize = 5_000;
/// Nesting of components. Recursive walks rely on it to keep the stack small.
pub const DEPTH_MAX: usize = 32;
/// Options of one select, radio or group of boxes.
pub const OPTIONS_MAX: usize = 5_000;
/// Rows of a repeating group. A larger list belongs into an attached table.
pub const ROWS_MAX: usize = 1_000;
/// Characters of one text answer.
pub const TEXT_CHARS_MAX: usize = 100_000;
/// Values (members and elements) in the data of one submission.
pub const DATA_NODES_MAX: usize = 200_000;
/// Nesting of the data of a submission.
pub const DATA_DEPTH_MAX: usize = 48;
/// Name and value pairs of one posted page.
pub const PAIRS_MAX: usize = 50_000;
/// Rounds of conditions and calculations until nothing changes. Longer chains than this are taken as circular.
pub const SETTLE_PASSES_MAX: usize = 8;
/// Problems listed for one definition; a reader stops long before.
pub const PROBLEMS_MAX: usize = 500;
/// Bytes of one expression.
pub const SCRIPT_BYTES_MAX: usize = 16 << 10;
/// Steps (statements, calls, rounds of a callback) of one expression.
pub const SCRIPT_STEPS_MAX: u32 = 10_000;
/// Steps of all expressions of one evaluation together.
pub const EVALUATION_STEPS_MAX: u32 = 1_000_000;
/// Nesting of one expression.
pub const SCRIPT_DEPTH_MAX: usize = 64;
/// Bytes of values one expression may create.
pub const SCRIPT_VALUE_BYTES_MAX: usize = 1 << 20;
/// Bytes of one regular expression.
pub const PATTERN_BYTES_MAX: usize = 4 << 10;
/// Bytes of one compiled regular expression.
pub const PATTERN_COMPILED_BYTES_MAX: usize = 1 << 20;

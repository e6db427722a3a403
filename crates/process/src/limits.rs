//! Every limit of the engine, in one place and with its reason.

/// Largest definition file, bytes: the largest known diagrams are about 1 MB with their drawing.
pub const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Deepest nesting of XML elements: real diagrams stay below 20.
pub const DEPTH_MAX: usize = 64;
/// Most XML elements in one file, drawing included.
pub const ELEMENTS_MAX: usize = 100_000;
/// Most attributes on one element.
pub const ATTRIBUTES_MAX: usize = 64;
/// Most flow nodes in one process, sub-processes included.
pub const NODES_MAX: usize = 5_000;
/// Most characters in one condition or timer expression.
pub const EXPRESSION_CHARS_MAX: usize = 4_000;
/// Most node activations one command may execute; past that the step is undone (`step-limit`).
pub const STEP_ACTIVATIONS_MAX: u32 = 10_000;
/// Most live tokens in one instance: a fork in a loop of waits must not grow without bound.
pub const LIVE_TOKENS_MAX: usize = 50_000;
/// Attempts of a job when its task names no other number.
pub const RETRY_ATTEMPTS: u32 = 6;
/// First pause before a job is tried again, seconds.
pub const RETRY_INITIAL_S: i64 = 10;
/// How many times longer each further pause is.
pub const RETRY_FACTOR: i64 = 4;
/// Longest pause before a job is tried again, seconds.
pub const RETRY_CAP_S: i64 = 6 * 60 * 60;
/// Spread of the pauses in both directions, per cent, so that failed jobs do not return all at once.
pub const RETRY_JITTER_PERCENT: i64 = 20;

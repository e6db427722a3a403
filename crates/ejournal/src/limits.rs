//! Every limit on what other systems send, in one place and with its reason.

/// LIMIT: largest single event, bytes; the longest event that the schema allows has about 3 000.
pub const EVENT_BYTES_MAX: usize = 16 * 1024;
/// LIMIT: largest batch, bytes (`ejournal.md` §5: 2 MiB).
pub const BATCH_BYTES_MAX: usize = 2 * 1024 * 1024;
/// LIMIT: most events in one batch (`ejournal.md` §5).
pub const BATCH_EVENTS_MAX: usize = 1_000;
/// LIMIT: most events of one service: each new one is judged with all the others. A long proceeding has some dozens.
pub const SUBJECT_EVENTS_MAX: usize = 2_000;
/// LIMIT: most rows of one answer of an inquiry or of the feed (`ejournal.md` §6.2).
pub const PAGE_ROWS_MAX: usize = 1_000;
/// LIMIT: most members of one JSON object; the widest object of the schema has fifteen.
pub const OBJECT_MEMBERS_MAX: usize = 64;
/// LIMIT: longest detached signature, bytes; a header with a long key name stays far below.
pub const SIGNATURE_BYTES_MAX: usize = 2 * 1024;
/// LIMIT: longest name of a signing key, characters.
pub const KEY_NAME_CHARS_MAX: usize = 200;
/// LIMIT: largest nomenclature that is read, bytes; the shipped one has about 30 000.
pub const NOMENCLATURE_BYTES_MAX: usize = 1024 * 1024;
/// LIMIT: most cells of one published table, so that the search for safe cells ends in seconds.
pub const TABLE_CELLS_MAX: usize = 10_000;

/// How far `time` may lie ahead of the journal's clock, seconds (`ejournal.md` §5.3).
pub const CLOCK_AHEAD_MAX_S: i64 = 120;
/// Offset of a sender's clock that gives a warning, seconds (§5.3).
pub const CLOCK_WARNING_S: i64 = 5;
/// Offset of a sender's clock that gives an alarm, seconds (§5.3).
pub const CLOCK_ALARM_S: i64 = 60;
/// Distance from the fact to its record that needs no reason, hours (§5.4); the same distance makes an arrival late.
pub const BACKDATING_FREE_HOURS: i64 = 24;
/// A gap in the numbers of a source is reported to it after this, minutes (§5.2).
pub const GAP_REPORTED_MINUTES: i64 = 15;
/// A gap is an alarm after this, and the state is derived without the missing event, hours (§5.2).
pub const GAP_RELEASED_HOURS: i64 = 24;

/// LIMIT: services a monitor remembers; those that nothing was heard of longest are forgotten first.
pub const WATCHED_CASES_MAX: usize = 200_000;
/// LIMIT: ranges of numbers a monitor remembers of one participant; the oldest gaps are given up first.
pub const WATCHED_RANGES_MAX: usize = 1_000;

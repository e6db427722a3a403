//! Every limit on outside data, in one place and with its reason.

/// Largest single uploaded file, bytes (`domain.md` §11: 50 MiB).
pub const FILE_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// Largest application with all its files, bytes (`domain.md` §11: 200 MiB).
pub const APPLICATION_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// Largest form post without files, bytes: a thousand-row grid fits.
pub const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Most files in one application: a person can still check them.
pub const FILES_MAX: usize = 50;
/// Longest free text in one field, characters.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Counts in lists stop here and read „над 1000“, so that a page costs the same at any size.
pub const COUNT_MAX: i64 = 1_000;
/// Rows on one page of a list.
pub const PAGE_ROWS: usize = 25;
/// Wrong codes from one address within [`ATTEMPT_WINDOW_MS`] before the answer becomes „опитайте по-късно“.
pub const ATTEMPTS_PER_ADDRESS: i64 = 20;
/// Wrong codes against one number within [`ATTEMPT_WINDOW_MS`].
pub const ATTEMPTS_PER_NUMBER: i64 = 5;
/// The window in which wrong codes are counted, ms.
pub const ATTEMPT_WINDOW_MS: i64 = 15 * 60 * 1_000;
/// Failed sign-ins that lock a staff account (`domain.md` §11: five).
pub const SIGN_IN_FAILURES_MAX: i64 = 5;
/// How long a locked staff account stays locked, ms.
pub const SIGN_IN_LOCK_MS: i64 = 15 * 60 * 1_000;
/// A staff session without activity ends after this, ms (`domain.md` §11: 20 minutes; here a working morning with a warning).
pub const SESSION_IDLE_MS: i64 = 4 * 60 * 60 * 1_000;
/// A draft is kept this long after its last change, ms.
pub const DRAFT_KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// LIMIT: how long a file that was sent waits to be named by a draft or a document, ms: longer than any draft that could name it.
pub const UPLOAD_KEPT_MS: i64 = DRAFT_KEPT_MS + 7 * 24 * 60 * 60 * 1_000;

//! Until when files are kept: what is sent waits some weeks for a draft or a document to name it; what nothing names is cleared away.
//!
//! The one rule: a row says that a file goes before the file goes, and a command that would name such a file is refused. So no
//! document ever names a file that is not there.

use bytes::Bytes;
use kernel::limits::UPLOAD_KEPT_MS;

use super::{BlobRef, Uploaded, off_thread, upload};
use crate::{Error, Result, Store, Tx, params};

/// Kept as long as the installation.
const FOR_GOOD: i64 = i64::MAX;
/// Being cleared away.
const GOING: i64 = 0;
/// LIMIT: files cleared away at once.
const FILES_MAX: i64 = 10_000;

const UPLOADED: &str = "INSERT INTO blob (sha256, size, created_at, keep_until)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (sha256) DO UPDATE SET keep_until = $4 WHERE blob.keep_until < $4 AND blob.keep_until <> 0";
const KEEP_UNTIL: &str = "UPDATE blob SET keep_until = $2
    WHERE sha256 = $1 AND keep_until < $2 AND keep_until > 0";
const KEEP_NEW: &str = "INSERT INTO blob (sha256, size, created_at, keep_until)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (sha256) DO NOTHING";
const KEPT_UNTIL: &str = "SELECT keep_until FROM blob WHERE sha256 = $1";
const KEPT: &str = "SELECT sha256 FROM blob WHERE keep_until = $1 ORDER BY sha256";
const GOING_BEFORE: &str = "SELECT sha256 FROM blob WHERE keep_until < $1";
const OVER: &str = "SELECT sha256 FROM blob WHERE keep_until >= 0 AND keep_until < $1 ORDER BY keep_until LIMIT $2";
const GO: &str = "UPDATE blob SET keep_until = 0
    WHERE sha256 = $1 AND keep_until >= 0 AND keep_until < $2";
const GONE: &str = "UPDATE blob SET keep_until = -1
    WHERE sha256 = $1 AND keep_until = 0";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[UPLOADED, KEEP_UNTIL, KEEP_NEW, KEPT_UNTIL, KEPT, GOING_BEFORE, OVER, GO, GONE];

fn kept_until(tx: &Tx<'_>, sha256: &str) -> Result<Option<i64>> {
    tx.query_row(KEPT_UNTIL, &params![sha256], |row| row.get(0))
}

/// Names of the files that are kept for good, in their order.
pub fn kept(tx: &Tx<'_>) -> Result<Vec<String>> {
    tx.query(KEPT, &params![FOR_GOOD], |row| row.get(0))
}

/// Names of the files that are gone or may be cleared away before an instant, ms since 1970 UTC.
pub fn going(tx: &Tx<'_>, before_ms: i64) -> Result<Vec<String>> {
    tx.query(GOING_BEFORE, &params![before_ms], |row| row.get(0))
}

/// Notes that a file is being sent, before it lies in its place.
fn uploaded(tx: &mut Tx<'_>, blob: &BlobRef, now_ms: i64) -> Result<()> {
    let until = now_ms.saturating_add(UPLOAD_KEPT_MS);
    if tx.execute(UPLOADED, &params![&blob.sha256, blob.size, now_ms, until])? == 0 && kept_until(tx, &blob.sha256)? == Some(GOING) {
        return Err(Error::BlobGone { sha256: blob.sha256.clone() });
    }
    Ok(())
}

/// Keeps a file for good, in the command that names it.
///
/// Fails with [`Error::BlobGone`] when it was cleared away; the person sends it again.
pub fn keep(tx: &mut Tx<'_>, blob: &BlobRef, now_ms: i64) -> Result<()> {
    if tx.execute(KEEP_UNTIL, &params![&blob.sha256, FOR_GOOD])? == 1 {
        return Ok(());
    }
    // Kept for good before, gone, or sent by a program that left no row.
    tx.execute(KEEP_NEW, &params![&blob.sha256, blob.size, now_ms, FOR_GOOD])?;
    match kept_until(tx, &blob.sha256)? {
        Some(FOR_GOOD) => Ok(()),
        _ => Err(Error::BlobGone { sha256: blob.sha256.clone() }),
    }
}

/// Keeps a file at least until an instant, ms since 1970 UTC: a draft names it.
pub fn keep_until(tx: &mut Tx<'_>, blob: &BlobRef, until_ms: i64) -> Result<()> {
    tx.execute(KEEP_UNTIL, &params![&blob.sha256, until_ms])?;
    Ok(())
}

impl Store {
    /// Lays what was sent in its place; it is kept for [`UPLOAD_KEPT_MS`], longer when a draft or a document comes to name it.
    pub async fn blob_place(&self, file: &Uploaded, now_ms: i64) -> Result<BlobRef> {
        let (store, file) = (self.clone(), file.clone());
        off_thread(move || store.blob_place_blocking(&file, now_ms)).await
    }

    /// [`Store::blob_place`] for a content in memory.
    pub async fn blob_put(&self, content: impl Into<Bytes>, now_ms: i64) -> Result<BlobRef> {
        let (store, content) = (self.clone(), content.into());
        off_thread(move || store.blob_put_blocking(content, now_ms)).await
    }

    /// [`Store::blob_put`] for threads that may block.
    pub fn blob_put_blocking(&self, content: impl Into<Bytes>, now_ms: i64) -> Result<BlobRef> {
        self.blob_place_blocking(&Uploaded::of(&self.blobs().spool, &content.into()[..])?, now_ms)
    }

    fn blob_place_blocking(&self, file: &Uploaded, now_ms: i64) -> Result<BlobRef> {
        let blob = file.blob().clone();
        self.write_blocking(move |tx| uploaded(tx, &blob, now_ms))?;
        self.blobs().place_blocking(file)
    }

    /// Clears away files whose time is over and that nothing names, and what broken uploads left; answers how many files went. One node
    /// does it at a time.
    ///
    /// `is_named` says whether a document names a file all the same: one written by an older program left no word here.
    pub fn blobs_collect(&self, now_ms: i64, is_named: impl Fn(&Tx<'_>, &str) -> Result<bool>) -> Result<u64> {
        upload::sweep(&self.blobs().spool, now_ms)?;
        let over = self.read_blocking(|tx| tx.query(OVER, &params![now_ms, FILES_MAX], |row| row.get::<String>(0)))?;
        let mut count = 0;
        for sha256 in over {
            let (is_named, name) = (self.read_blocking(|tx| is_named(tx, &sha256))?, sha256.clone());
            if is_named {
                self.write_blocking(move |tx| tx.execute(KEEP_UNTIL, &params![name, FOR_GOOD]))?;
                continue;
            }
            if self.write_blocking(move |tx| tx.execute(GO, &params![name, now_ms]))? == 1 {
                self.blobs().remove_blocking(&sha256)?;
                count += self.write_blocking(move |tx| tx.execute(GONE, &params![sha256]))?;
            }
        }
        Ok(count)
    }
}

//! Periods and files as rows.
//!
//! The one rule: a period is seen only when all its figures and files are there; one that was interrupted begins anew.

use std::sync::LazyLock;

use kernel::entity_number::EntityNumber;
use store::blob::{self, BlobRef};
use store::table::Insert;
use store::{Row, Tx, params};

use super::{Publisher, eik_number};
use crate::statistics::{Period, PublishedFigure};

const BEGIN: &str = "INSERT INTO statistic_publication (publisher, period, first_on, last_on)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (publisher, period) DO NOTHING";
const PUBLISHED: &str = "SELECT 1 FROM statistic_publication
    WHERE publisher = $1 AND period = $2 AND published_at IS NOT NULL";
const CLEAR: &str = "DELETE FROM statistic_figure
    WHERE publisher = $1 AND period = $2";
const FINISH: &str = "UPDATE statistic_publication SET published_at = $3
    WHERE publisher = $1 AND period = $2 AND published_at IS NULL";
const FILE_ADD: &str = "INSERT INTO statistic_file (name, publisher, period, media_type, sha256, size)
    VALUES ($1, $2, $3, $4, $5, $6)";
const LIST: &str = "SELECT period, published_at FROM statistic_publication
    WHERE publisher = $1 AND published_at IS NOT NULL
    ORDER BY last_on DESC, first_on DESC LIMIT $2 OFFSET $3";
const FILES: &str = "SELECT name, period, media_type, sha256, size FROM statistic_file
    WHERE publisher = $1 AND period = $2
    ORDER BY name";
const FILE: &str = "SELECT name, period, media_type, sha256, size FROM statistic_file
    WHERE publisher = $1 AND name = $2";

pub(super) const STATEMENTS: &[&str] = &[BEGIN, PUBLISHED, CLEAR, FINISH, FILE_ADD, LIST, FILES, FILE];

static FIGURE: LazyLock<Insert> = LazyLock::new(|| {
    let columns = ["publisher", "period", "administration", "service", "figure", "detail", "value", "sums"];
    Insert::into_columns("statistic_figure", &columns)
});

/// A published period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Which.
    pub period: Period,
    /// When everybody could see it, ms since 1970 UTC.
    pub published_at: i64,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileEntry {
    /// Its name in addresses.
    pub name: String,
    /// The period it is about.
    pub period: String,
    /// What it is.
    pub media_type: String,
    /// SHA-256 of its content, lower-case hex.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
}

/// A file that is going to be published; its content lies in its place already.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: &'static str,
    /// Its content.
    pub blob: BlobRef,
}

/// Whether everybody can see a period.
pub fn is_published(tx: &Tx<'_>, publisher: &Publisher, period: Period) -> store::Result<bool> {
    Ok(tx.query_row(PUBLISHED, &params![publisher.number(), period.to_string()], |_| Ok(()))?.is_some())
}

/// Begins a period; what an interrupted beginning left is removed. Answers whether there is something to do.
pub fn begin(tx: &mut Tx<'_>, publisher: &Publisher, period: Period) -> store::Result<bool> {
    if is_published(tx, publisher, period)? {
        return Ok(false);
    }
    let (number, name) = (publisher.number(), period.to_string());
    tx.execute(CLEAR, &params![number, &name])?;
    tx.execute(BEGIN, &params![number, &name, period.first(), period.last()])?;
    Ok(true)
}

/// Adds figures to a period that nobody sees yet, at most [`super::FIGURES_MAX`] at once. Without an administration they are those of all
/// together.
pub fn add(
    tx: &mut Tx<'_>,
    publisher: &Publisher,
    period: Period,
    administration: Option<&EntityNumber>,
    figures: &[PublishedFigure],
) -> store::Result<()> {
    if is_published(tx, publisher, period)? {
        return Ok(());
    }
    let (number, name) = (publisher.number(), period.to_string());
    let administration = administration.map_or(0, eik_number);
    let row = |figure: &PublishedFigure| {
        let value = figure.value.and_then(|value| i64::try_from(value).ok());
        let place = (figure.service.as_str(), figure.figure, figure.detail.as_str());
        params![number, name.as_str(), administration, place.0, place.1, place.2, value, figure.sums as i64]
    };
    let rows: Vec<_> = figures.iter().map(row).collect();
    tx.insert_many(&FIGURE, &rows)?;
    Ok(())
}

/// Publishes a period with its files; a second time nothing happens.
pub fn finish(tx: &mut Tx<'_>, publisher: &Publisher, period: Period, files: &[NewFile], now_ms: i64) -> store::Result<()> {
    let (number, name) = (publisher.number(), period.to_string());
    if tx.execute(FINISH, &params![number, &name, now_ms])? == 0 {
        return Ok(());
    }
    for file in files {
        blob::keep(tx, &file.blob, now_ms)?;
        tx.execute(FILE_ADD, &params![&file.name, number, &name, file.media_type, &file.blob.sha256, file.blob.size])?;
    }
    Ok(())
}

/// Published periods, the latest first.
pub fn publications(tx: &Tx<'_>, publisher: &Publisher, limit: i64, offset: i64) -> store::Result<Vec<Publication>> {
    tx.query(LIST, &params![publisher.number(), limit, offset], |row| {
        let period = row.get::<String>(0)?.parse().map_err(|_| store::Error::Column { column: 0 })?;
        Ok(Publication { period, published_at: row.get(1)? })
    })
}

/// The files of a period.
pub fn files(tx: &Tx<'_>, publisher: &Publisher, period: Period) -> store::Result<Vec<FileEntry>> {
    tx.query(FILES, &params![publisher.number(), period.to_string()], entry)
}

/// A file by its name.
pub fn file(tx: &Tx<'_>, publisher: &Publisher, name: &str) -> store::Result<Option<FileEntry>> {
    tx.query_row(FILE, &params![publisher.number(), name], entry)
}

fn entry(row: &Row<'_>) -> store::Result<FileEntry> {
    Ok(FileEntry { name: row.get(0)?, period: row.get(1)?, media_type: row.get(2)?, sha256: row.get(3)?, size: row.get(4)? })
}

//! Backup and restore: everything an installation is, in one encrypted and checksummed archive, taken while it serves.
//!
//! The one rule: what is restored was verified first. The rows are one consistent snapshot in a form both databases read, so the same
//! archive also moves an installation from one database to the other.
//!
//! An archive is age (passphrase) around gzip around tar: `manifest.json`, `secret.key`, `gishe.toml` when there is one,
//! `rows/<table>/<number>.jsonl`, `blobs/<sha256>`, and at the end `checksums.json` over everything before it.

mod archive;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

use age::secrecy::SecretString;
use anyhow::{Context, Result, anyhow, bail};
use kernel::ids::AdministrationId;
use kernel::secret::hex;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value as Json;
use services::numbering::numbers_restored;
use store::log;
use store::routing::Class;
use store::table::{self, Kind, Table};
use store::{BlobRef, MIGRATIONS, Store, Tx, Value, history};

use crate::config::FILE_NAME;
use crate::runtime::{Installation, KEY_FILE};
use crate::words::text;
use archive::{Archive, CHECKSUMS, Sum, entries, whole};

/// Version of the format of archives.
const FORMAT: u32 = 1;
/// LIMIT: rows read at once, and in one file of the archive.
const ROWS: i64 = 5_000;
/// Parts that wait to be written; each has up to [`ROWS`] rows.
const PARTS_WAITING: usize = 2;
/// LIMIT: rows written by one command when restoring; a larger savepoint makes each statement of it slower.
const ROWS_AT_ONCE: usize = 250;
/// LIMIT: longest time an archive takes, ms; files that may be cleared away sooner are left out.
const ARCHIVE_MAX_MS: i64 = 24 * 60 * 60 * 1_000;
const MANIFEST: &str = "manifest.json";

/// What an archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    pub format: u32,
    /// Version of the program that made it.
    pub program: String,
    /// When it was made, ms since 1970 UTC.
    pub created_at: i64,
    /// Migrations of the schema its rows are in.
    pub migrations: Vec<String>,
    /// Name of the archive that holds blobs left out here.
    pub base: Option<String>,
    /// Every blob that belongs to it, here or in the base.
    pub blobs: Vec<BlobRef>,
    /// The one administration it holds; nothing when it holds the whole installation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administration: Option<i64>,
}

/// What was written or found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Tables that have rows, with their number.
    pub rows: BTreeMap<String, u64>,
    /// Blobs in the archive.
    pub blobs: u64,
    /// Blobs that are only in its base.
    pub in_base: u64,
}

impl Report {
    /// Rows of all tables.
    pub fn rows_total(&self) -> u64 {
        self.rows.values().sum()
    }
}

/// The migrations of this program.
fn own_migrations() -> Vec<String> {
    MIGRATIONS.iter().map(|migration| migration.name.to_owned()).collect()
}

/// What an archive is made of.
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    /// Rows and blobs.
    pub store: &'s Store,
    /// Folder of the installation: its key and its configuration.
    pub folder: &'s Path,
    /// Only this administration, with the files its rows name; nothing means the whole installation.
    pub of: Option<AdministrationId>,
}

/// Writes an archive. Blobs that `base` holds are left out.
///
/// The file appears under its name only when it is whole and on disk.
pub fn backup(source: &Source<'_>, to: &Path, base: Option<&Path>, passphrase: &SecretString, now_ms: i64) -> Result<Report> {
    let Source { store, folder, of } = *source;
    let known: BTreeSet<String> = match base {
        Some(base) => manifest_of(base, passphrase)?.blobs.into_iter().map(|blob| blob.sha256).collect(),
        None => BTreeSet::new(),
    };
    let mut archive = Archive::create(to, passphrase, now_ms)?;
    let mut report = Report::default();
    // One snapshot for all rows. Blobs are written before the rows that name them, so the list that follows has every one of them.
    let written = store.read_blocking(|tx| -> Result<()> {
        let administrations: Vec<AdministrationId> = match of {
            Some(of) => vec![of],
            None => services::organisation::administration_list(tx)?.into_iter().map(|one| one.id).collect(),
        };
        let mut blobs = store.blobs().list_blocking()?;
        // What may be cleared away before the archive is whole does not belong to it.
        let going: BTreeSet<String> = store::blob::going(tx, now_ms + ARCHIVE_MAX_MS)?.into_iter().collect();
        blobs.retain(|blob| !going.contains(&blob.sha256));
        if let Some(of) = of {
            let named = blobs_named(tx, of)?;
            blobs.retain(|blob| named.contains(&blob.sha256));
        }
        let base = base.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            created_at: now_ms,
            migrations: own_migrations(),
            base,
            blobs,
            administration: of.map(|of| of.0),
        };
        archive.add(MANIFEST, &serde_json::to_vec(&manifest)?)?;
        for name in [KEY_FILE, FILE_NAME] {
            if let Ok(content) = std::fs::read(folder.join(name)) {
                archive.add(name, &content)?;
            }
        }
        report.rows = tables_write(tx, &mut archive, &administrations, of)?;
        for blob in &manifest.blobs {
            if known.contains(&blob.sha256) {
                report.in_base += 1;
            } else {
                let file = store.blobs().file_blocking(&blob.sha256)?;
                archive.add_blob(blob, file)?;
                report.blobs += 1;
            }
        }
        Ok(())
    });
    if let Err(error) = written {
        return Err(archive.abandon(error));
    }
    archive.finish()?;
    Ok(report)
}

/// Some rows of a table on their way into the archive.
type Part = (Arc<Table>, Vec<Vec<Value>>);

/// Writes the rows of all tables: one thread reads, this one makes texts and checksums of them, a third compresses and encrypts. Answers
/// how many rows each table has.
fn tables_write(
    tx: &Tx<'_>,
    archive: &mut Archive,
    administrations: &[AdministrationId],
    of: Option<AdministrationId>,
) -> Result<BTreeMap<String, u64>> {
    let (parts, waiting) = sync_channel::<Part>(PARTS_WAITING);
    std::thread::scope(|scope| {
        let writing = scope.spawn(move || -> Result<BTreeMap<String, u64>> {
            let (mut counts, mut files) = (BTreeMap::new(), BTreeMap::<&str, u32>::new());
            for (table, rows) in waiting {
                let number = files.entry(table.name).or_default();
                *number += 1;
                archive.add(&format!("rows/{}/{number:06}.jsonl", table.name), &lines(&table, &rows)?)?;
                *counts.entry(table.name.to_owned()).or_default() += rows.len() as u64;
            }
            Ok(counts)
        });
        let read = tables_read(tx, administrations, of, &parts);
        drop(parts);
        let written = writing.join().map_err(|_| anyhow!("the thread that writes rows ended by itself"))?;
        // When the other thread failed, its reason is the one that says why nobody took the rows.
        let counts = written?;
        read.map(|()| counts)
    })
}

/// Reads the rows of all tables that belong to the archive.
fn tables_read(tx: &Tx<'_>, administrations: &[AdministrationId], of: Option<AdministrationId>, parts: &SyncSender<Part>) -> Result<()> {
    for table in table::tables().into_iter().map(Arc::new) {
        let mut hand_over = |rows: Vec<Vec<Value>>| Ok(parts.send((table.clone(), rows))?);
        match (table.class, of) {
            (Class::Tenant, _) => administrations.iter().try_for_each(|of| rows_each(tx, &table, *of, &mut hand_over))?,
            (Class::Reference, Some(of)) => rows_each(tx, &table, of, |mut rows| {
                rows.retain(|row| row.first() == Some(&Value::from(of)));
                if rows.is_empty() { Ok(()) } else { hand_over(rows) }
            })?,
            (Class::System, Some(_)) => {}
            (_, None) => rows_each(tx, &table, AdministrationId(0), &mut hand_over)?,
        }
    }
    Ok(())
}

/// All rows of a table, some at a time.
fn rows_each(tx: &Tx<'_>, table: &Table, of: AdministrationId, mut with: impl FnMut(Vec<Vec<Value>>) -> Result<()>) -> Result<()> {
    let mut last: Option<Vec<Value>> = None;
    loop {
        let rows = table.rows_after(tx, of, last.as_deref(), ROWS)?;
        let Some(newest) = rows.last() else { return Ok(()) };
        last = Some(newest.clone());
        with(rows)?;
    }
}

/// Whatever in the rows of an administration looks like the name of a blob: 64 hexadecimal digits.
fn blobs_named(tx: &Tx<'_>, of: AdministrationId) -> Result<BTreeSet<String>> {
    let mut named = BTreeSet::new();
    for table in table::tables().iter().filter(|table| table.class == Class::Tenant) {
        rows_each(tx, table, of, |rows| {
            for value in rows.iter().flatten() {
                if let Value::Text(text) = value {
                    let words = text.split(|c: char| !c.is_ascii_hexdigit()).filter(|word| word.len() == 64);
                    named.extend(words.map(str::to_owned));
                }
            }
            Ok(())
        })?;
    }
    Ok(named)
}

/// Rows as a file of the archive: the names of the columns, then one row a line.
fn lines(table: &Table, rows: &[Vec<Value>]) -> Result<Vec<u8>> {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let mut lines = serde_json::to_vec(&names)?;
    lines.push(b'\n');
    for row in rows {
        serde_json::to_writer(&mut lines, &Line(row))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// A row as it stands in the archive.
struct Line<'r>(&'r [Value]);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(Written))
    }
}

/// A value as it stands in the archive; bytes as hex.
struct Written<'r>(&'r Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => to.serialize_unit(),
            Value::Int(number) => to.serialize_i64(*number),
            Value::Text(text) => to.serialize_str(text),
            Value::Bytes(bytes) => to.serialize_str(&hex(bytes)),
        }
    }
}

/// A value as the column holds it.
fn read(value: &Json, kind: Kind) -> Option<Value> {
    Some(match (kind, value) {
        (_, Json::Null) => Value::Null,
        (Kind::Int | Kind::Bool, value) => Value::Int(value.as_i64()?),
        (Kind::Text, value) => Value::Text(value.as_str()?.to_owned()),
        (Kind::Bytes, value) => {
            let text = value.as_str()?.as_bytes();
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            Value::Bytes(text.chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect::<Option<_>>()?)
        }
    })
}

/// What an archive says of itself; it stands first, so nothing else is read.
pub fn manifest_of(archive: &Path, passphrase: &SecretString) -> Result<Manifest> {
    let mut manifest = None;
    entries(archive, passphrase, |name, content| {
        if name == MANIFEST {
            manifest = Some(serde_json::from_reader::<_, Manifest>(content)?);
        }
        Ok(false)
    })?;
    let manifest = manifest.with_context(|| text!("cli-backup-unreadable", path = archive.display()))?;
    if manifest.format != FORMAT {
        bail!(text!("cli-backup-format", path = archive.display(), format = manifest.format));
    }
    Ok(manifest)
}

/// Reads a whole archive and compares every entry with its checksum, every blob with its name.
pub fn verify(archive: &Path, passphrase: &SecretString) -> Result<Report> {
    Ok(verified(archive, passphrase)?.1)
}

/// A whole archive: what it says of itself, what it holds, and the names of its blobs.
fn verified(archive: &Path, passphrase: &SecretString) -> Result<(Manifest, Report, BTreeSet<String>)> {
    let manifest = manifest_of(archive, passphrase)?;
    let mut blobs = BTreeSet::new();
    let mut found: BTreeMap<String, Sum> = BTreeMap::new();
    let mut promised: Option<BTreeMap<String, Sum>> = None;
    let mut report = Report::default();
    entries(archive, passphrase, |name, content| {
        if name == CHECKSUMS {
            promised = Some(serde_json::from_reader(content)?);
            return Ok(true);
        }
        let (sum, lines) = Sum::of(content).with_context(|| text!("cli-backup-unreadable", path = archive.display()))?;
        if let Some(named) = name.strip_prefix("blobs/") {
            if named != sum.sha256 {
                bail!(text!("cli-backup-damaged", path = archive.display(), entry = name));
            }
            blobs.insert(named.to_owned());
        }
        if let Some((table, _)) = name.strip_prefix("rows/").and_then(|rest| rest.split_once('/')) {
            *report.rows.entry(table.to_owned()).or_default() += lines.saturating_sub(1);
        }
        found.insert(name.to_owned(), sum);
        Ok(true)
    })?;
    let promised = promised.with_context(|| text!("cli-backup-cut", path = archive.display()))?;
    if let Some((entry, _)) = promised.iter().find(|(name, sum)| found.get(*name) != Some(sum)) {
        bail!(text!("cli-backup-damaged", path = archive.display(), entry = entry));
    }
    if let Some(entry) = found.keys().find(|name| !promised.contains_key(*name)) {
        bail!(text!("cli-backup-damaged", path = archive.display(), entry = entry));
    }
    report.blobs = blobs.len() as u64;
    report.in_base = manifest.blobs.iter().filter(|blob| !blobs.contains(&blob.sha256)).count() as u64;
    if report.in_base > 0 && manifest.base.is_none() {
        bail!(text!("cli-backup-damaged", path = archive.display(), entry = "blobs"));
    }
    Ok((manifest, report, blobs))
}

/// Restores the last of `archives`; the ones before it are its bases and give blobs only. A whole installation needs an empty place; an
/// administration may join others that were made with the same key.
///
/// Everything is verified before the first row is written; a place that is not fit is left alone.
pub fn restore(archives: &[PathBuf], store: &Store, folder: &Path, passphrase: &SecretString) -> Result<Report> {
    let Some((newest, bases)) = archives.split_last() else { bail!(text!("cli-restore-nothing")) };
    let tables = table::tables();
    let (manifest, mut report, mut blobs) = verified(newest, passphrase)?;
    let present = store.read_blocking(services::organisation::administration_list)?;
    match manifest.administration {
        Some(joining) => {
            let mut archive_key = None;
            entries(newest, passphrase, |name, content| {
                if name == KEY_FILE {
                    archive_key = Some(whole(content)?);
                }
                Ok(archive_key.is_none())
            })?;
            if present.iter().any(|one| one.id.0 == joining) {
                bail!(text!("cli-import-present", number = joining));
            }
            // Codes on paper are kept as hashes under the key of their installation; under another key they would open nothing.
            if !present.is_empty() && archive_key != std::fs::read(folder.join(KEY_FILE)).ok() {
                bail!(text!("cli-restore-key", path = folder.join(KEY_FILE).display()));
            }
        }
        None => {
            for table in tables.iter().filter(|table| table.class != Class::Tenant) {
                if !store.read_blocking(|tx| table.is_empty(tx))? {
                    bail!(text!("cli-restore-full", table = table.name));
                }
            }
        }
    }
    if let Some(unknown) = manifest.migrations.iter().find(|name| !own_migrations().contains(name)) {
        bail!(text!("cli-restore-newer", migration = unknown));
    }
    for base in bases {
        blobs.extend(verified(base, passphrase)?.2);
    }
    if let Some(missing) = manifest.blobs.iter().find(|blob| !blobs.contains(&blob.sha256)) {
        bail!(text!("cli-restore-blob", sha256 = missing.sha256, base = manifest.base.as_deref().unwrap_or("–")));
    }
    for base in bases {
        entries(base, passphrase, |name, content| blob_put(store, name, content).map(|()| true))?;
    }
    entries(newest, passphrase, |name, content| {
        if let Some((table, _)) = name.strip_prefix("rows/").and_then(|rest| rest.split_once('/')) {
            let table = tables.iter().find(|known| known.name == table);
            rows_put(store, table.with_context(|| text!("cli-restore-newer", migration = name))?, &whole(content)?)?;
        } else if name == KEY_FILE {
            crate::runtime::key_restore(folder, &whole(content)?)?;
        } else if name == FILE_NAME && !folder.join(name).exists() {
            std::fs::write(folder.join(name), whole(content)?)?;
        } else {
            blob_put(store, name, content)?;
        }
        Ok(true)
    })?;
    if manifest.administration.is_some() {
        blobs_keep(store, &manifest)?;
    }
    let restored = store.read_blocking(services::organisation::administration_list)?;
    for administration in restored.iter().filter(|one| manifest.administration.is_none_or(|joining| joining == one.id.0)) {
        if let Some(position) = store.read_blocking(|tx| history::first_break(tx, administration.id))? {
            bail!(text!("cli-restore-history", position = position));
        }
    }
    report.in_base = 0;
    report.blobs = manifest.blobs.len() as u64;
    Ok(report)
}

/// Notes in each administration that it comes from an archive, and passes over the numbers that were given out after it was taken
/// ([`services::numbering::numbers_restored`]).
pub fn settle(installation: &Installation, manifest: &Manifest, skip: u32) -> Result<()> {
    let restored = installation.store.read_blocking(services::organisation::administration_list)?;
    for administration in restored.iter().filter(|one| manifest.administration.is_none_or(|joining| joining == one.id.0)) {
        let (ctx, taken_at) = (installation.system(administration.id), manifest.created_at);
        installation.store.write_blocking(move |tx| numbers_restored(tx, &ctx, taken_at, skip))?;
    }
    // What was published since the archive was taken is not in it: the logs must be compared before they sign again.
    let logs = if manifest.administration.is_none() { installation.store.read_blocking(log::logs)? } else { Vec::new() };
    for log in logs {
        installation.store.write_blocking(move |tx| log::restored(tx, log))?;
    }
    Ok(())
}

fn blob_put(store: &Store, name: &str, content: &mut dyn Read) -> Result<()> {
    if name.starts_with("blobs/") {
        store.blobs().put_all_blocking(content)?;
    }
    Ok(())
}

/// Keeps the files of an administration for good: the rows that say so belong to the installation it came from.
fn blobs_keep(store: &Store, manifest: &Manifest) -> Result<()> {
    for blobs in manifest.blobs.chunks(ROWS_AT_ONCE) {
        let (blobs, now_ms) = (blobs.to_vec(), manifest.created_at);
        store.write_blocking(move |tx| blobs.iter().try_for_each(|blob| store::blob::keep(tx, blob, now_ms)))?;
    }
    Ok(())
}

/// Writes the rows of one file of the archive.
fn rows_put(store: &Store, table: &Table, content: &[u8]) -> Result<()> {
    let mut lines = content.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let names: Vec<String> = serde_json::from_slice(lines.next().unwrap_or_default())?;
    let place = |name: &String| table.columns.iter().position(|column| column.name == name);
    let columns = names.iter().map(place).collect::<Option<Vec<usize>>>();
    let columns = columns.with_context(|| text!("cli-restore-newer", migration = table.name))?;
    let mut rows = Vec::new();
    for line in lines {
        let values: Vec<Json> = serde_json::from_slice(line)?;
        let row = columns.iter().zip(&values).map(|(column, value)| read(value, table.columns[*column].kind)).collect::<Option<Vec<_>>>();
        rows.push(row.filter(|row| row.len() == columns.len()).with_context(|| text!("cli-restore-row", table = table.name))?);
    }
    let insert = Arc::new(table.insert(&columns));
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let (insert, rows) = (insert.clone(), rows.to_vec());
        store.write_blocking(move |tx| tx.insert_many(&insert, &rows))?;
    }
    Ok(())
}

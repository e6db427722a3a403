//! The tree as the rows have it: entries, the hashes of tiles that are not full and published yet, and tiles made of both.

use tlog::{Entry, Hash, Tile, TileReader, leaf_hash};

use super::place::TilePlace;
use super::{LogId, int};
use crate::tx::Tx;
use crate::{Error, Result, params};

const ENTRY: &str = "SELECT bytes FROM log_entry
    WHERE log = $1 AND idx = $2";
const ENTRIES: &str = "SELECT bytes FROM log_entry
    WHERE log = $1 AND idx >= $2 AND idx < $3
    ORDER BY idx";
const HASHES: &str = "SELECT bytes FROM log_hash
    WHERE log = $1 AND level = $2 AND n >= $3 AND n < $4
    ORDER BY n";
const HASHES_DROP: &str = "DELETE FROM log_hash
    WHERE log = $1 AND level = $2 AND n < $3";

pub(super) const STATEMENTS: &[&str] = &[ENTRY, ENTRIES, HASHES, HASHES_DROP];

/// The bytes of the entry at an index, as they were hashed into the tree.
///
/// Fails with [`Error::NotInLog`] when the log is shorter.
pub fn entry(tx: &Tx<'_>, log: LogId, index: u64) -> Result<Vec<u8>> {
    let bytes = tx.query_row(ENTRY, &params![log, int(index)], |row| row.get(0))?;
    bytes.ok_or_else(|| Error::NotInLog { log, what: format!("entry {index}") })
}

pub(super) fn entry_parsed(tx: &Tx<'_>, log: LogId, index: u64) -> Result<Entry> {
    Entry::parse(&entry(tx, log, index)?).map_err(|source| Error::damaged(format!("entry {index} of log {log}"), source))
}

/// The entries of a bundle; fewer when the log is shorter.
pub(super) fn entries(tx: &Tx<'_>, log: LogId, bundle: u64, width: u16) -> Result<Vec<Vec<u8>>> {
    let first = int(bundle * u64::from(Tile::WIDTH));
    tx.query(ENTRIES, &params![log, first, first + i64::from(width)], |row| row.get(0))
}

/// A tile from the rows; nothing when they do not have all of it any more, or not yet.
pub(super) fn tile(tx: &Tx<'_>, log: LogId, tile: Tile) -> Result<Option<Vec<u8>>> {
    let bytes: Vec<u8> = if tile.level() == 0 {
        entries(tx, log, tile.index(), tile.width())?.iter().flat_map(|entry| leaf_hash(entry).0).collect()
    } else {
        let first = int(tile.index() * u64::from(Tile::WIDTH));
        let params = params![log, i64::from(tile.level()), first, first + i64::from(tile.width())];
        tx.query(HASHES, &params, |row| row.get::<Vec<u8>>(0))?.concat()
    };
    Ok((bytes.len() == tile.byte_length()).then_some(bytes))
}

/// A hash above the lowest level of tiles, as long as the rows have it.
pub(super) fn hash(tx: &Tx<'_>, log: LogId, level: u8, n: u64) -> Result<Option<Hash>> {
    let params = params![log, i64::from(level), int(n), int(n) + 1];
    Ok(tx.query_row(HASHES, &params, |row| row.get::<Vec<u8>>(0))?.and_then(|bytes| Hash::from_slice(&bytes)))
}

/// Lets the hashes go that stand in full tiles of a tree of `size` leaves, which are published.
pub(super) fn hashes_drop(tx: &mut Tx<'_>, log: LogId, size: u64) -> Result<()> {
    for level in 1..Tile::LEVELS {
        let full = (size >> (u32::from(level) * u32::from(Tile::HEIGHT))) / u64::from(Tile::WIDTH);
        if full == 0 {
            break;
        }
        tx.execute(HASHES_DROP, &params![log, i64::from(level), int(full * u64::from(Tile::WIDTH))])?;
    }
    Ok(())
}

/// The tiles of a log that grew beyond what is published: from the rows what they have, the rest from the place of the files.
pub(super) struct StoredTiles<'t, 'c> {
    pub(super) tx: &'t Tx<'c>,
    pub(super) log: LogId,
    pub(super) place: &'t TilePlace,
}

impl TileReader for StoredTiles<'_, '_> {
    type Error = Error;

    fn read(&self, wanted: Tile) -> Result<Option<Vec<u8>>> {
        match tile(self.tx, self.log, wanted)? {
            Some(found) => Ok(Some(found)),
            None => self.place.read(&wanted.to_string()),
        }
    }
}

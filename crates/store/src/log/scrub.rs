//! The whole place of a log against itself and, when given, against the store: every tile, bundle and the checkpoint.
//!
//! The one rule: from the signed root downwards, nothing is believed that does not hash to what stands above it; a repair writes only
//! what does.

use tlog::{
    Bundle, Hash, SignedCheckpoint, Tile, TileReader, TileTree, TiledTree, TreeHead, VerifierKey, bundle_check, bundle_decode,
    bundle_encode, leaf_hash,
};

use super::checkpoint::last_published;
use super::place::TilePlace;
use super::{LogId, rows};
use crate::{Error, Result, Store};

/// LIMIT: ways in which the partial tiles of the levels are put together to find which of them is damaged.
const COMBINATIONS_MAX: usize = 4_096;

/// What is wrong with a file or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It has another content than the tree says; torn, cut short or changed.
    Damaged,
    /// The tree as a whole does not lead to the signed root.
    Root,
    /// The rows of these entries are not those of the tree.
    Rows,
}

impl Fault {
    /// The word under which it is kept and told to programs.
    pub fn word(self) -> &'static str {
        match self {
            Fault::Missing => "missing",
            Fault::Damaged => "damaged",
            Fault::Root => "root",
            Fault::Rows => "rows",
        }
    }
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, below the place of the log.
    pub path: String,
    /// What is wrong.
    pub fault: Fault,
    /// Whether what belongs there is known, and hashes to what the tree says.
    pub is_repairable: bool,
    /// Whether it was repaired.
    pub is_repaired: bool,
}

/// What a scrub found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scrubbed {
    /// Size of the tree that was compared.
    pub size: u64,
    /// What is wrong, in the order in which it was found.
    pub findings: Vec<Finding>,
}

/// Walks the whole log. With `rows`, those are compared too and serve to repair; `is_repairing` overwrites what is damaged and clears away
/// partial files that a full one has replaced. Takes long on a large log; for threads that may block.
///
/// Fails when files cannot be read at all, and with [`Error::LogDamaged`] when there is no good checkpoint to begin with.
pub fn scrub(place: &TilePlace, keys: &[VerifierKey], rows: Option<(&Store, LogId)>, is_repairing: bool) -> Result<Scrubbed> {
    let mut walk = Walk { place, rows, is_repairing, findings: Vec::new() };
    let Some(head) = walk.checkpoint(keys)? else { return Ok(Scrubbed { size: 0, findings: walk.findings }) };
    for (tile, bytes) in walk.edge(head)? {
        walk.below(tile, &bytes)?;
    }
    if is_repairing {
        place.unfinished_remove()?;
    }
    Ok(Scrubbed { size: head.size, findings: walk.findings })
}

struct Walk<'w> {
    place: &'w TilePlace,
    rows: Option<(&'w Store, LogId)>,
    is_repairing: bool,
    findings: Vec<Finding>,
}

impl Walk<'_> {
    /// Notes what is wrong, and puts it right where that is asked for and known.
    fn found(&mut self, path: &str, fault: Fault, good: Option<&[u8]>) -> Result<()> {
        let is_repaired = match good {
            Some(good) if self.is_repairing => self.place.replace(path, good.to_vec()).map(|()| true)?,
            _ => false,
        };
        self.findings.push(Finding { path: path.to_owned(), fault, is_repairable: good.is_some(), is_repaired });
        Ok(())
    }

    /// The head that is published.
    fn checkpoint(&mut self, keys: &[VerifierKey]) -> Result<Option<TreeHead>> {
        let bytes = self.place.checkpoint()?;
        let fault = match bytes.as_deref().map(|bytes| SignedCheckpoint::open(bytes, keys)) {
            Some(Ok(signed)) => return Ok(Some(signed.head())),
            Some(Err(_)) => Fault::Damaged,
            None => Fault::Missing,
        };
        let stored = match self.rows {
            Some((store, log)) => store.read_blocking(|tx| last_published(tx, log))?.and_then(|stored| stored.note),
            None => None,
        };
        match stored {
            Some(note) => {
                let signed = SignedCheckpoint::verify(note, keys).map_err(|source| Error::damaged("checkpoint", source))?;
                self.found("checkpoint", fault, Some(signed.note().to_string().as_bytes()))?;
                Ok(Some(signed.head()))
            }
            None if fault == Fault::Missing => Ok(None),
            None => Err(Error::LogDamaged { what: "checkpoint".to_owned(), source: None }),
        }
    }

    /// The partial tiles along the right edge, which only the root as a whole can judge.
    fn edge(&mut self, head: TreeHead) -> Result<Vec<(Tile, Vec<u8>)>> {
        let mut levels = Vec::new();
        for tile in (0..Tile::LEVELS).filter_map(|level| Tile::partial_of_size(level, head.size)) {
            let file = self.place.read(&tile.to_string())?;
            let mut candidates: Vec<Vec<u8>> = file.iter().cloned().chain(self.rebuilt(tile)?).collect();
            candidates.retain(|bytes| bytes.len() == tile.byte_length());
            candidates.dedup();
            levels.push((tile, file, candidates));
        }
        let combinations: usize = levels.iter().map(|(_, _, candidates)| candidates.len()).product();
        let chosen = (0..combinations.min(COMBINATIONS_MAX)).find_map(|mut number| {
            let mut edge = Vec::with_capacity(levels.len());
            for (tile, _, candidates) in &levels {
                edge.push((*tile, candidates[number % candidates.len()].clone()));
                number /= candidates.len();
            }
            TiledTree::open_with(Edge(&edge), head, 0).is_ok().then_some(edge)
        });
        let Some(edge) = chosen else {
            self.found("checkpoint", Fault::Root, None)?;
            return Ok(Vec::new());
        };
        for ((tile, good), (_, file, _)) in edge.iter().zip(&levels) {
            self.judged(&tile.to_string(), file.as_deref(), good)?;
        }
        Ok(edge)
    }

    /// Notes a file that is not what it should be. A partial one may be gone once the full one, which begins with it, is there (§3): a log
    /// that grows meanwhile clears it away.
    fn judged(&mut self, path: &str, file: Option<&[u8]>, good: &[u8]) -> Result<()> {
        match file {
            Some(file) if file == good => Ok(()),
            Some(_) => self.found(path, Fault::Damaged, Some(good)),
            None => match path.split_once(".p/").map(|(full, _)| self.place.read(full)).transpose()?.flatten() {
                Some(full) if full.starts_with(good) => Ok(()),
                _ => self.found(path, Fault::Missing, Some(good)),
            },
        }
    }

    /// Everything below the hashes of a tile that was found good.
    fn below(&mut self, tile: Tile, bytes: &[u8]) -> Result<()> {
        let path = tile.full().unwrap_or(tile).to_string();
        self.partials(&path, tile.width(), |width| bytes[..usize::from(width) * Hash::LENGTH].to_vec())?;
        if tile.level() == 0 {
            return self.bundle(Bundle::from(tile), bytes);
        }
        let (hashes, _) = bytes.as_chunks::<{ Hash::LENGTH }>();
        for (number, hash) in hashes.iter().enumerate() {
            let index = tile.index() * u64::from(Tile::WIDTH) + number as u64;
            let child = Tile::new(tile.level() - 1, index, Tile::WIDTH).expect("a tile that is there has children that can be");
            self.full(child, Hash(*hash))?;
        }
        Ok(())
    }

    /// A full tile whose root is known.
    fn full(&mut self, tile: Tile, expected: Hash) -> Result<()> {
        let is_good = |bytes: &Vec<u8>| root_of(bytes) == Some(expected);
        let file = self.place.read(&tile.to_string())?;
        if let Some(file) = file.as_ref().filter(|bytes| is_good(bytes)) {
            return self.below(tile, file);
        }
        match self.rebuilt(tile)?.into_iter().find(is_good) {
            Some(good) => {
                self.judged(&tile.to_string(), file.as_deref(), &good)?;
                self.below(tile, &good)
            }
            None => self.found(&tile.to_string(), if file.is_some() { Fault::Damaged } else { Fault::Missing }, None),
        }
    }

    /// What a tile may be by what lies below it and by the rows; nothing of it is believed before it was hashed.
    fn rebuilt(&self, tile: Tile) -> Result<Vec<Vec<u8>>> {
        let mut candidates = Vec::new();
        if tile.level() == 0 {
            let bundle = Bundle::from(tile);
            let file = self.place.read(&bundle.to_string())?;
            if let Some(entries) = file.as_deref().and_then(|bytes| bundle_decode(bundle, bytes).ok()) {
                candidates.push(entries.iter().flat_map(|entry| leaf_hash(entry).0).collect());
            }
        } else {
            let first = tile.index() * u64::from(Tile::WIDTH);
            let mut hashes = Vec::with_capacity(tile.byte_length());
            for index in first..first + u64::from(tile.width()) {
                let child = Tile::new(tile.level() - 1, index, Tile::WIDTH).expect("a tile that is there has children that can be");
                let file = self.place.read(&child.to_string())?.and_then(|bytes| root_of(&bytes));
                hashes.extend(file.map(|root| root.0).into_iter().flatten());
            }
            candidates.push(hashes);
        }
        candidates.extend(self.of_rows(tile)?);
        Ok(candidates)
    }

    /// A tile by the rows alone, down to the entries where the hashes have gone.
    fn of_rows(&self, tile: Tile) -> Result<Option<Vec<u8>>> {
        let Some((store, log)) = self.rows else { return Ok(None) };
        if let Some(bytes) = store.read_blocking(|tx| rows::tile(tx, log, tile))? {
            return Ok(Some(bytes));
        }
        if tile.level() == 0 {
            return Ok(None);
        }
        let first = tile.index() * u64::from(Tile::WIDTH);
        let mut hashes = Vec::with_capacity(tile.byte_length());
        for index in first..first + u64::from(tile.width()) {
            let child = Tile::new(tile.level() - 1, index, Tile::WIDTH).expect("a tile that is there has children that can be");
            let Some(root) = self.of_rows(child)?.and_then(|bytes| root_of(&bytes)) else { return Ok(None) };
            hashes.extend(root.0);
        }
        Ok(Some(hashes))
    }

    /// The entries of a tile of leaf hashes that was found good.
    fn bundle(&mut self, bundle: Bundle, leaves: &[u8]) -> Result<()> {
        let of_rows = match self.rows {
            Some((store, log)) => {
                let entries = store.read_blocking(|tx| rows::entries(tx, log, bundle.index(), bundle.width()))?;
                bundle_encode(entries.iter().map(Vec::as_slice)).ok().filter(|bytes| bundle_check(bundle, bytes, leaves).is_ok())
            }
            None => None,
        };
        if self.rows.is_some() && of_rows.is_none() {
            self.found(&bundle.to_string(), Fault::Rows, None)?;
        }
        let is_good = |bytes: &Vec<u8>| bundle_check(bundle, bytes, leaves).is_ok();
        let file = self.place.read(&bundle.to_string())?;
        let fault = if file.is_some() { Fault::Damaged } else { Fault::Missing };
        let mut good = file.filter(is_good);
        if good.is_none() {
            match &of_rows {
                Some(rows) if fault == Fault::Missing => self.judged(&bundle.to_string(), None, rows)?,
                _ => self.found(&bundle.to_string(), fault, of_rows.as_deref())?,
            }
            good = of_rows;
        }
        let Some(good) = good else { return Ok(()) };
        let entries = bundle_decode(bundle, &good).unwrap_or_default();
        let path = Bundle::new(bundle.index(), Tile::WIDTH).unwrap_or(bundle).to_string();
        self.partials(&path, bundle.width(), |width| bundle_encode(entries[..usize::from(width)].iter().copied()).unwrap_or_default())
    }

    /// The files of smaller sizes beside the one at `path`, which say the beginning of the same; `beginning` is what belongs into the one of a
    /// width. Once the full one is there they may go.
    fn partials(&mut self, path: &str, width: u16, beginning: impl Fn(u16) -> Vec<u8>) -> Result<()> {
        let others = self.place.partials(path)?;
        for other in &others {
            let named = Tile::parse(other).map(Tile::width).or_else(|_| Bundle::parse(other).map(Bundle::width));
            // The file of this width itself is judged elsewhere, a wider one belongs to a later size.
            let Some(named) = named.ok().filter(|named| *named < width) else { continue };
            let good = beginning(named);
            self.judged(other, self.place.read(other)?.as_deref(), &good)?;
        }
        if self.is_repairing && width == Tile::WIDTH && !others.is_empty() {
            self.place.partials_remove(path)?;
        }
        Ok(())
    }
}

fn root_of(bytes: &[u8]) -> Option<Hash> {
    TileTree::new(bytes).and_then(|tree| tree.root())
}

/// The partial tiles of a tree.
struct Edge<'e>(&'e [(Tile, Vec<u8>)]);

impl TileReader for Edge<'_> {
    type Error = std::convert::Infallible;

    fn read(&self, tile: Tile) -> std::result::Result<Option<Vec<u8>>, Self::Error> {
        Ok(self.0.iter().find(|(known, _)| *known == tile).map(|(_, bytes)| bytes.clone()))
    }
}

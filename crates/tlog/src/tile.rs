//! Coordinates and paths of tiles and entry bundles (C2SP tlog-tiles, `journal-log.md` §3).
//!
//! The one rule: a tile has one path; whatever reads back to another spelling is refused.

use std::fmt;

use crate::limits::SIZE_MAX;
use crate::text::decimal;

/// Hashes in a full tile and entries in a full bundle.
const FULL: u16 = 256;
/// Binary levels of the tree that one level of tiles spans.
const HEIGHT: u8 = 8;
/// Levels of tiles that a tree of [`SIZE_MAX`] leaves can have.
const LEVELS: u8 = 8;

/// Why coordinates or a path do not name a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// No tree can have this tile, or the width is not 1 to 256.
    #[error("no tree has a tile with these coordinates")]
    Coordinates,
    /// The path is not the canonical one of a tile, a bundle or the checkpoint.
    #[error("not the path of a tile")]
    Path,
}

/// A tile of hashes: `width` hashes of complete subtrees of 256^level leaves, the first being number `256 · index`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

impl Tile {
    /// Hashes in a full tile.
    pub const WIDTH: u16 = FULL;
    /// Binary levels of the tree that one level of tiles spans.
    pub const HEIGHT: u8 = HEIGHT;
    /// Levels of tiles the largest tree can have.
    pub const LEVELS: u8 = LEVELS;

    /// A tile by its coordinates.
    ///
    /// # Errors
    /// [`TileError::Coordinates`] when no tree of at most [`SIZE_MAX`] leaves has it.
    pub fn new(level: u8, index: u64, width: u16) -> Result<Self, TileError> {
        if level >= LEVELS || width == 0 || width > FULL {
            return Err(TileError::Coordinates);
        }
        let hashes = index.checked_mul(FULL.into()).and_then(|first| first.checked_add(width.into()));
        if hashes.is_none_or(|hashes| hashes > hashes_at(level, SIZE_MAX)) {
            return Err(TileError::Coordinates);
        }
        Ok(Self { level, index, width })
    }

    /// The tile `index` of `level` as wide as a tree of `size` leaves has it; `None` when it has none.
    pub fn of_size(level: u8, index: u64, size: u64) -> Option<Self> {
        let first = index.checked_mul(FULL.into())?;
        let hashes = hashes_at(level, size).checked_sub(first)?;
        Self::new(level, index, hashes.min(FULL.into()) as u16).ok()
    }

    /// The partial tile of `level` in a tree of `size` leaves: ⌊size / 256^level⌋ mod 256 hashes wide; `None` when that is zero.
    pub fn partial_of_size(level: u8, size: u64) -> Option<Self> {
        let hashes = hashes_at(level, size);
        Self::new(level, hashes / u64::from(FULL), (hashes % u64::from(FULL)) as u16).ok()
    }

    /// Level: 0 holds leaf hashes.
    pub fn level(self) -> u8 {
        self.level
    }

    /// Number within the level, from the left.
    pub fn index(self) -> u64 {
        self.index
    }

    /// Hashes it holds, 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// Length of its file, bytes.
    pub fn byte_length(self) -> usize {
        usize::from(self.width) * crate::Hash::LENGTH
    }

    /// Whether it holds fewer than 256 hashes.
    pub fn is_partial(self) -> bool {
        self.width < FULL
    }

    /// The full tile at the same place; `None` when no tree is large enough for it.
    pub fn full(self) -> Option<Self> {
        Self::new(self.level, self.index, FULL).ok()
    }

    /// Reads `tile/<L>/<N>[.p/<W>]`.
    ///
    /// # Errors
    /// [`TileError::Path`] for anything but the canonical path of a tile.
    pub fn parse(path: &str) -> Result<Self, TileError> {
        let (level, rest) = path.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or(TileError::Path)?;
        let level = decimal(level).and_then(|level| u8::try_from(level).ok()).ok_or(TileError::Path)?;
        let (index, width) = place_parse(rest).ok_or(TileError::Path)?;
        let tile = Self::new(level, index, width).map_err(|_| TileError::Path)?;
        if tile.to_string() == path { Ok(tile) } else { Err(TileError::Path) }
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}", self.level, Place { index: self.index, width: self.width })
    }
}

/// An entry bundle: the entries that hash to the level 0 tile at the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bundle {
    index: u64,
    width: u16,
}

impl Bundle {
    /// The bundle of `width` entries whose first has index `256 · index`.
    ///
    /// # Errors
    /// [`TileError::Coordinates`] when no log has it.
    pub fn new(index: u64, width: u16) -> Result<Self, TileError> {
        Tile::new(0, index, width).map(Self::from)
    }

    /// Number of the bundle, from the first.
    pub fn index(self) -> u64 {
        self.index
    }

    /// Entries it holds, 1 to 256.
    pub fn width(self) -> u16 {
        self.width
    }

    /// The tile of the leaf hashes of these entries.
    pub fn leaf_tile(self) -> Tile {
        Tile { level: 0, index: self.index, width: self.width }
    }

    /// Reads `tile/entries/<N>[.p/<W>]`.
    ///
    /// # Errors
    /// [`TileError::Path`] for anything but the canonical path of a bundle.
    pub fn parse(path: &str) -> Result<Self, TileError> {
        let (index, width) = path.strip_prefix("tile/entries/").and_then(place_parse).ok_or(TileError::Path)?;
        let bundle = Self::new(index, width).map_err(|_| TileError::Path)?;
        if bundle.to_string() == path { Ok(bundle) } else { Err(TileError::Path) }
    }
}

impl From<Tile> for Bundle {
    /// The bundle at the place of a level 0 tile.
    fn from(tile: Tile) -> Self {
        Self { index: tile.index, width: tile.width }
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/entries/{}", Place { index: self.index, width: self.width })
    }
}

/// What a log serves under its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// `checkpoint`; changes.
    Checkpoint,
    /// A tile of hashes; never changes.
    Tile(Tile),
    /// An entry bundle; never changes.
    Bundle(Bundle),
}

impl Resource {
    /// What a path below the prefix of the log names.
    ///
    /// # Errors
    /// [`TileError::Path`] when it names nothing a log can have.
    pub fn parse(path: &str) -> Result<Self, TileError> {
        if path == "checkpoint" {
            return Ok(Self::Checkpoint);
        }
        Tile::parse(path).map(Self::Tile).or_else(|_| Bundle::parse(path).map(Self::Bundle))
    }
}

/// The tiles to write when a log grows `from` one size `to` a larger one: level by level, full tiles and then the partial one.
/// A level where nothing was added is left out; nothing is written when the log does not grow.
pub fn tiles_for_growth(from: u64, to: u64) -> impl Iterator<Item = Tile> {
    (0..LEVELS).filter(move |_| from < to).flat_map(move |level| {
        let (before, after) = (hashes_at(level, from), hashes_at(level, to));
        let full = before / u64::from(FULL)..after / u64::from(FULL);
        let partial = Tile::partial_of_size(level, to).filter(|_| before != after);
        full.map(move |index| Tile { level, index, width: FULL }).chain(partial)
    })
}

/// The entry bundles to write when a log grows `from` one size `to` a larger one.
pub fn bundles_for_growth(from: u64, to: u64) -> impl Iterator<Item = Bundle> {
    tiles_for_growth(from, to).take_while(|tile| tile.level == 0).map(Bundle::from)
}

/// Complete subtrees of 256^level leaves in a tree of `size` leaves.
fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0)
}

/// `<N>[.p/<W>]` of a path.
struct Place {
    index: u64,
    width: u16,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 20 digits of a 64-bit number make at most seven groups of three.
        let (mut groups, mut count, mut rest) = ([0u64; 7], 0, self.index);
        loop {
            groups[count] = rest % 1_000;
            count += 1;
            rest /= 1_000;
            if rest == 0 {
                break;
            }
        }
        for group in groups[1..count].iter().rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", groups[0])?;
        if self.width < FULL {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// Reads groups of three digits and the width; that the spelling is canonical is checked by printing it again.
fn place_parse(text: &str) -> Option<(u64, u16)> {
    let (groups, width) = match text.split_once(".p/") {
        Some((groups, width)) => (groups, u16::try_from(decimal(width)?).ok()?),
        None => (text, FULL),
    };
    let mut index = 0u64;
    for group in groups.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        index = index.checked_mul(1_000)?.checked_add(digits.parse().ok()?)?;
    }
    Some((index, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_grouped_by_three_digits() {
        for (index, path) in [(0, "000"), (5, "005"), (999, "999"), (1_000, "x001/000"), (1_234_067, "x001/x234/067")] {
            let tile = Tile::new(0, index, 256).unwrap();
            assert_eq!(tile.to_string(), format!("tile/0/{path}"));
            assert_eq!(Tile::parse(&tile.to_string()), Ok(tile));
            let bundle = Bundle::new(index, 44).unwrap();
            assert_eq!(bundle.to_string(), format!("tile/entries/{path}.p/44"));
            assert_eq!(Resource::parse(&bundle.to_string()), Ok(Resource::Bundle(bundle)));
        }
        assert_eq!(Resource::parse("checkpoint"), Ok(Resource::Checkpoint));
    }

    #[test]
    fn other_spellings_are_refused() {
        for path in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/00/000",
            "tile/8/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/x000/005",
            "tile/0/001/000",
            "tile/0/x001",
            "tile/0/x001/x000",
            "tile/0/+01",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/1/",
            "tile/0/000.p/1.p/1",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/../000",
            "tile/entries/000.p/",
            "tile/data/000",
            "tile/7/000",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(Resource::parse(path), Err(TileError::Path), "{path}");
        }
    }

    #[test]
    fn growth_writes_what_changed() {
        let paths = |from, to| tiles_for_growth(from, to).map(|tile| tile.to_string()).collect::<Vec<_>>();
        assert_eq!(paths(0, 0), Vec::<String>::new());
        assert_eq!(paths(7, 7), Vec::<String>::new());
        assert_eq!(paths(0, 1), ["tile/0/000.p/1"]);
        assert_eq!(paths(255, 256), ["tile/0/000", "tile/1/000.p/1"]);
        assert_eq!(paths(256, 300), ["tile/0/001.p/44"]);
        assert_eq!(paths(300, 70_000).len(), 272 + 1 + 1 + 1 + 1);
        // The example of C2SP tlog-tiles: 273 full tiles and a partial one, one full and one partial, one partial.
        assert_eq!(paths(0, 70_000).len(), 273 + 1 + 1 + 1 + 1);
        assert_eq!(paths(0, 70_000)[273..], ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]);
        let bundles = bundles_for_growth(255, 300).map(|bundle| bundle.to_string()).collect::<Vec<_>>();
        assert_eq!(bundles, ["tile/entries/000", "tile/entries/001.p/44"]);
    }

    #[test]
    fn the_largest_tree_has_tiles_on_eight_levels() {
        let top = Tile::partial_of_size(7, SIZE_MAX).unwrap();
        assert_eq!((top.index(), top.width(), top.full()), (0, 127, None));
        assert_eq!(Tile::new(7, 0, 128), Err(TileError::Coordinates));
        assert_eq!(Tile::of_size(0, u64::MAX, SIZE_MAX), None);
    }
}

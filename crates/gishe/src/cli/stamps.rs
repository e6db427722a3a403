//! The time stamps beside a log, checked: `gishe journal fsck --tsa`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::{Value as Json, json};
use store::log::{TilePlace, stamp_path};
use timestamp::{Token, Trust, Verified};
use tlog::{SignedCheckpoint, TiledTree, VerifierKey, root_at};

use crate::care::stamp_digest;
use crate::words::{line, text};

/// A time stamp and what became of its check.
pub(super) struct Checked {
    origin: String,
    size: u64,
    result: Result<Verified>,
}

impl Checked {
    pub(super) fn is_good(&self) -> bool {
        self.result.is_ok()
    }

    pub(super) fn json(&self) -> Json {
        let at = self.result.as_ref().ok().map(|verified| verified.at.to_string());
        let authority = self.result.as_ref().ok().map(|verified| verified.authority.clone());
        let error = self.result.as_ref().err().map(|error| format!("{error:#}"));
        json!({ "origin": self.origin, "size": self.size, "at": at, "authority": authority, "error": error })
    }
}

/// Sizes of the stamps in a folder of a log.
pub(super) fn sizes(folder: &Path) -> Vec<u64> {
    let names = std::fs::read_dir(folder.join("stamp")).into_iter().flatten().flatten().map(|file| file.file_name());
    let mut sizes: Vec<u64> = names.filter_map(|name| name.to_str()?.strip_suffix(".tst")?.parse().ok()).collect();
    sizes.sort_unstable();
    sizes
}

/// Checks the stamps of these sizes: the authority saw a checkpoint that the log signed and that the log of today continues.
pub(super) fn check(place: &TilePlace, keys: &[VerifierKey], sizes: &[u64], trust: &Trust) -> Vec<Checked> {
    let origin = keys.first().map(|key| key.name().to_string()).unwrap_or_default();
    let tree = || -> Result<TiledTree<TilePlace>> {
        let bytes = place.checkpoint()?.with_context(|| text!("cli-journal-unpublished"))?;
        Ok(TiledTree::open(place.clone(), SignedCheckpoint::open(&bytes, keys)?.head())?)
    };
    let tree = tree();
    let one = |size: u64| {
        let tree = tree.as_ref().map_err(|error| anyhow::anyhow!("{error:#}"))?;
        let read = |path: String| place.read(&path)?.with_context(|| path);
        let signed = SignedCheckpoint::open(&read(stamp_path(size))?, keys)?;
        if signed.head().size != size || root_at(tree, size)? != signed.head().root {
            bail!("the log does not continue this checkpoint");
        }
        let token = Token::parse(&read(format!("{}.tst", stamp_path(size)))?)?;
        Ok(token.verify(stamp_digest(signed.note()), Some(trust))?)
    };
    sizes.iter().map(|size| Checked { origin: origin.clone(), size: *size, result: one(*size) }).collect()
}

/// Says what was found.
pub(super) fn tell(checked: &[Checked]) {
    for one in checked {
        if let Err(error) = &one.result {
            line(&text!("cli-journal-stamp-bad", size = one.size, reason = format!("{error:#}")));
        }
    }
    let good = checked.iter().filter(|one| one.is_good()).count();
    line(&text!("cli-journal-stamps", good = good, bad = checked.len() - good));
}

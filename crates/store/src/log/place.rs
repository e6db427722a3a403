//! Where the files of a log lie: a folder that any web server can serve, or a bucket. Below it the names of `journal-log.md` §3.
//!
//! The one rule: a tile or bundle that is there is never overwritten; the checkpoint is replaced as a whole and never by a smaller one.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;

use futures::TryStreamExt;
use object_store::path::Path as Key;
use object_store::{Attribute, Attributes, ObjectStore, ObjectStoreExt, PutMode, PutOptions, UpdateVersion};
use tlog::{Checkpoint, Note, Tile, TileReader, TileWrite, TreeHead, tile_write};

use crate::bucket::{Bucket, S3};
use crate::folder::{file_move, folder_make, folder_sync, unusable};
use crate::{Error, Result};

/// Name of the checkpoint.
const CHECKPOINT: &str = "checkpoint";
/// What a file is called that is being written.
const UNFINISHED: &str = ".unfinished-";
/// LIMIT: files sent to a bucket at the same time.
const REQUESTS_AT_ONCE: usize = 16;
/// LIMIT: how often a checkpoint is tried to be replaced while others replace it too.
const ATTEMPTS_MAX: usize = 5;

/// A file of a log: its path below the place, and its content.
pub(super) type Named = (String, Vec<u8>);

/// Where the files of one log lie. Cheap to clone.
#[derive(Clone)]
pub struct TilePlace(Place);

#[derive(Clone)]
enum Place {
    Folder(Arc<Path>),
    Bucket(Arc<Bucket>),
}

impl TilePlace {
    /// A folder, made when missing.
    pub fn folder(folder: &Path) -> Result<TilePlace> {
        folder_make(folder)?;
        Ok(TilePlace(Place::Folder(folder.into())))
    }

    /// A bucket; its prefix is the folder of the log.
    pub fn s3(s3: &S3) -> Result<TilePlace> {
        Ok(TilePlace(Place::Bucket(Arc::new(Bucket::open(s3)?))))
    }

    /// The content of a file, not verified; nothing when it is not there. For threads that may block.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        Ok(match &self.0 {
            Place::Folder(folder) => folder_read(&folder.join(path))?,
            Place::Bucket(bucket) => bucket_read(bucket, path)?.map(|(bytes, _)| bytes),
        })
    }

    /// The published checkpoint as it stands there, not verified.
    pub fn checkpoint(&self) -> Result<Option<Vec<u8>>> {
        self.read(CHECKPOINT)
    }

    /// Writes tiles and bundles to last; those that are there with the same content stay.
    ///
    /// Fails with [`Error::TileDiffers`] when one is there with another content.
    pub(super) fn write(&self, files: Vec<Named>) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => {
                let mut folders = BTreeSet::new();
                for (path, bytes) in &files {
                    let to = folder.join(path);
                    if judged(path, folder_read(&to)?.as_deref(), bytes)? == TileWrite::Write {
                        file_write(&to, bytes)?;
                    }
                    // Also for what was there: a program that was killed may have left a name that does not last.
                    folders.extend(to.ancestors().skip(1).take_while(|above| above.starts_with(folder)).map(Path::to_owned));
                }
                folders.iter().rev().try_for_each(|folder| folder_sync(folder).map_err(unusable(folder)))
            }
            Place::Bucket(bucket) => {
                let (store, prefix) = (bucket.files.clone(), bucket.prefix.clone());
                bucket.wait(async move {
                    let files = files.into_iter().map(|(path, bytes)| Ok((store.clone(), key(&prefix, &path), path, bytes)));
                    let sent = futures::stream::iter(files);
                    sent.try_for_each_concurrent(REQUESTS_AT_ONCE, async |(store, key, path, bytes)| {
                        match store.put_opts(&key, bytes.clone().into(), lasting(PutMode::Create)).await {
                            Ok(_) => Ok(()),
                            Err(object_store::Error::AlreadyExists { .. }) => {
                                let existing = store.get(&key).await?.bytes().await?;
                                judged(&path, Some(&existing), &bytes).map(drop)
                            }
                            Err(error) => Err(error.into()),
                        }
                    })
                    .await
                })
            }
        }
    }

    /// Puts a signed checkpoint in the place of the published one, unless that one is larger or has another root at its size: then the
    /// head that is published is answered, and nothing is changed.
    pub(super) fn checkpoint_replace(&self, head: TreeHead, note: &Note) -> Result<std::result::Result<(), TreeHead>> {
        let bytes = note.to_string().into_bytes();
        match &self.0 {
            Place::Folder(folder) => {
                // Two writers take turns here, so that the one who lost the log cannot put a smaller checkpoint over a larger one.
                let alone = File::open(folder).map_err(unusable(folder))?;
                alone.lock().map_err(unusable(folder))?;
                let to = folder.join(CHECKPOINT);
                let existing = folder_read(&to)?;
                if let Some(published) = existing.as_deref().map(head_of).transpose()?
                    && !is_followed(published, head)
                {
                    return Ok(Err(published));
                }
                if existing.as_deref() != Some(&bytes) {
                    file_write(&to, &bytes)?;
                }
                folder_sync(folder).map_err(unusable(folder))?;
                Ok(Ok(()))
            }
            Place::Bucket(bucket) => {
                for _ in 0..ATTEMPTS_MAX {
                    let existing = bucket_read(bucket, CHECKPOINT)?;
                    let mode = match existing {
                        None => PutMode::Create,
                        Some((existing, _)) if existing == bytes => return Ok(Ok(())),
                        Some((existing, version)) => {
                            let published = head_of(&existing)?;
                            if !is_followed(published, head) {
                                return Ok(Err(published));
                            }
                            PutMode::Update(version)
                        }
                    };
                    let (store, key, bytes) = (bucket.files.clone(), key(&bucket.prefix, CHECKPOINT), bytes.clone());
                    let put = bucket.wait(async move { Ok(store.put_opts(&key, bytes.into(), changing(mode)).await) })?;
                    match put {
                        Ok(_) => return Ok(Ok(())),
                        // Somebody else was here meanwhile, or the answer to us was lost: what is there now decides.
                        Err(object_store::Error::AlreadyExists { .. } | object_store::Error::Precondition { .. }) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                Err(Error::LogDamaged { what: CHECKPOINT.to_owned(), source: None })
            }
        }
    }

    /// Overwrites a file that was found damaged; only a repair does this.
    pub(super) fn replace(&self, path: &str, bytes: Vec<u8>) -> Result<()> {
        match &self.0 {
            Place::Folder(folder) => {
                let to = folder.join(path);
                file_write(&to, &bytes)?;
                let above = to.ancestors().skip(1).take_while(|above| above.starts_with(folder));
                above.into_iter().try_for_each(|folder| folder_sync(folder).map_err(unusable(folder)))
            }
            Place::Bucket(bucket) => {
                let (store, key) = (bucket.files.clone(), key(&bucket.prefix, path));
                let options = if path == CHECKPOINT { changing(PutMode::Overwrite) } else { lasting(PutMode::Overwrite) };
                bucket.wait(async move { Ok(store.put_opts(&key, bytes.into(), options).await.map(drop)?) })
            }
        }
    }

    /// Takes away the partial files of a tile or bundle whose full one, at `path`, is there.
    pub(super) fn partials_remove(&self, path: &str) -> Result<()> {
        let partials = format!("{path}.p");
        match &self.0 {
            Place::Folder(folder) => {
                let inner = folder.join(partials);
                for name in names(&inner)? {
                    std::fs::remove_file(inner.join(name)).map_err(unusable(&inner))?;
                }
                match std::fs::remove_dir(&inner) {
                    Err(source) if source.kind() != ErrorKind::NotFound => Err(unusable(&inner)(source)),
                    _ => Ok(()),
                }
            }
            Place::Bucket(bucket) => {
                let (store, prefix) = (bucket.files.clone(), key(&bucket.prefix, &partials));
                bucket.wait(async move {
                    let found: Vec<Key> = store.list(Some(&prefix)).map_ok(|object| object.location).try_collect().await?;
                    for key in found {
                        store.delete(&key).await?;
                    }
                    Ok(())
                })
            }
        }
    }

    /// Clears away what programs left that were killed while they wrote; a publication at the same time may fail by it and is done again.
    pub(super) fn unfinished_remove(&self) -> Result<()> {
        let Place::Folder(folder) = &self.0 else { return Ok(()) };
        let mut open = vec![folder.to_path_buf()];
        while let Some(folder) = open.pop() {
            for name in names(&folder)? {
                let path = folder.join(&name);
                if name.starts_with(UNFINISHED) {
                    std::fs::remove_file(&path).map_err(unusable(&path))?;
                } else if path.is_dir() {
                    open.push(path);
                }
            }
        }
        Ok(())
    }

    /// Paths of the partial files beside a full tile or bundle at `path`, and of whatever else lies among them.
    pub(super) fn partials(&self, path: &str) -> Result<Vec<String>> {
        let partials = format!("{path}.p");
        let found = match &self.0 {
            Place::Folder(folder) => names(&folder.join(&partials))?,
            Place::Bucket(bucket) => {
                let (store, prefix) = (bucket.files.clone(), key(&bucket.prefix, &partials));
                let listed = bucket.wait(async move { Ok(store.list(Some(&prefix)).try_collect::<Vec<_>>().await?) })?;
                listed.iter().filter_map(|object| object.location.filename().map(str::to_owned)).collect()
            }
        };
        Ok(found.into_iter().filter(|name| !name.starts_with(UNFINISHED)).map(|name| format!("{partials}/{name}")).collect())
    }
}

impl TileReader for TilePlace {
    type Error = Error;

    fn read(&self, tile: Tile) -> Result<Option<Vec<u8>>> {
        TilePlace::read(self, &tile.to_string())
    }
}

/// The head a published checkpoint speaks of; its signature is not looked at.
pub(super) fn head_of(bytes: &[u8]) -> Result<TreeHead> {
    let note = Note::parse(bytes).map_err(|source| Error::damaged(CHECKPOINT, source))?;
    Ok(Checkpoint::parse(note.text()).map_err(|source| Error::damaged(CHECKPOINT, source))?.head())
}

/// Whether a head may be published after another.
fn is_followed(published: TreeHead, head: TreeHead) -> bool {
    published.size < head.size || published == head
}

fn judged(path: &str, existing: Option<&[u8]>, new: &[u8]) -> Result<TileWrite> {
    tile_write(existing, new).map_err(|source| Error::TileDiffers { path: path.to_owned(), source })
}

fn folder_read(file: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(source) if matches!(source.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(source) => Err(unusable(file)(source)),
    }
}

fn names(folder: &Path) -> Result<Vec<String>> {
    match std::fs::read_dir(folder) {
        Ok(files) => Ok(files.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect()),
        Err(source) if source.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(unusable(folder)(source)),
    }
}

/// Writes a file under another name and moves it to its own when it is whole and on disk. The name lasts after a sync of its folder.
fn file_write(to: &Path, bytes: &[u8]) -> Result<()> {
    let folder = to.parent().unwrap_or(to);
    folder_make(folder)?;
    let mut unfinished = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).map_err(unusable(folder))?;
    unfinished.write_all(bytes).and_then(|()| unfinished.as_file().sync_all()).map_err(unusable(to))?;
    // Whoever serves the folder must be able to read it.
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    unfinished.as_file().set_permissions(readable).map_err(unusable(to))?;
    let unfinished = unfinished.into_temp_path();
    file_move(&unfinished, to)?;
    // It has its name now.
    unfinished.keep().map(drop).map_err(|kept| unusable(to)(kept.error))
}

fn key(prefix: &Key, path: &str) -> Key {
    path.split('/').fold(prefix.clone(), |key, part| key.join(part))
}

fn bucket_read(bucket: &Bucket, path: &str) -> Result<Option<(Vec<u8>, UpdateVersion)>> {
    let (store, key) = (bucket.files.clone(), key(&bucket.prefix, path));
    bucket.wait(async move {
        let found = match store.get(&key).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            found => found?,
        };
        let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        Ok(Some((found.bytes().await?.to_vec(), version)))
    })
}

/// What a bucket says of a file that never changes.
fn lasting(mode: PutMode) -> PutOptions {
    options(mode, "application/octet-stream", "public, max-age=31536000, immutable")
}

/// What a bucket says of the checkpoint.
fn changing(mode: PutMode) -> PutOptions {
    options(mode, "text/plain; charset=utf-8", "max-age=2")
}

fn options(mode: PutMode, content_type: &'static str, cache: &'static str) -> PutOptions {
    let of = [(Attribute::ContentType, content_type), (Attribute::CacheControl, cache)];
    PutOptions { mode, attributes: Attributes::from_iter(of), ..PutOptions::default() }
}

#[cfg(test)]
mod tests {
    use tlog::{Algorithm, Hash, KeyName, SignedCheckpoint, SignerKey};

    use super::*;

    fn opened() -> (tempfile::TempDir, TilePlace) {
        let folder = tempfile::tempdir().unwrap();
        let place = TilePlace::folder(&folder.path().join("log")).unwrap();
        (folder, place)
    }

    fn file(path: &str, content: &str) -> Vec<Named> {
        vec![(path.to_owned(), content.into())]
    }

    #[test]
    fn what_is_there_is_never_overwritten() {
        let (folder, place) = opened();
        place.write(file("tile/0/x001/002", "one")).unwrap();
        place.write(file("tile/0/x001/002", "one")).unwrap();
        let refused = place.write(file("tile/0/x001/002", "two"));
        assert!(matches!(refused, Err(Error::TileDiffers { path, .. }) if path == "tile/0/x001/002"));
        assert_eq!(place.read("tile/0/x001/002").unwrap().unwrap(), b"one");
        assert_eq!(place.read("tile/0/x001/003").unwrap(), None);
        assert_eq!(place.read("tile/0/x001/002/never").unwrap(), None);
        std::fs::write(folder.path().join("log/tile/0/.unfinished-killed"), "half").unwrap();
        place.unfinished_remove().unwrap();
        assert_eq!(names(&folder.path().join("log/tile/0")).unwrap(), ["x001"]);
    }

    #[test]
    fn the_checkpoint_never_becomes_smaller() {
        let (_folder, place) = opened();
        let key = SignerKey::new(KeyName::parse("a.log").unwrap(), Algorithm::Ed25519, [1; 32]);
        let replace = |size: u64, root: u8| {
            let head = TreeHead { size, root: Hash([root; 32]) };
            let signed = SignedCheckpoint::sign(Checkpoint::new("a.log", head).unwrap(), &[&key]).unwrap();
            place.checkpoint_replace(head, signed.note()).unwrap().map_err(|published| published.size)
        };
        assert_eq!([replace(5, 5), replace(5, 5), replace(7, 7)], [Ok(()), Ok(()), Ok(())]);
        assert_eq!([replace(6, 6), replace(7, 8), replace(5, 5)], [Err(7), Err(7), Err(7)]);
        assert_eq!(head_of(&place.checkpoint().unwrap().unwrap()).unwrap().size, 7);
        place.replace(CHECKPOINT, b"torn".to_vec()).unwrap();
        let head = TreeHead { size: 9, root: Hash([9; 32]) };
        let signed = SignedCheckpoint::sign(Checkpoint::new("a.log", head).unwrap(), &[&key]).unwrap();
        // What cannot be read may have been larger.
        assert!(matches!(place.checkpoint_replace(head, signed.note()), Err(Error::LogDamaged { .. })));
    }
}

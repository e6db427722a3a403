//! The two places of files: a folder of the disk, a bucket of a server that speaks the protocol of S3.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::StreamExt;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use tokio::io::AsyncReadExt;

use super::{BlobRef, is_name};
use crate::bucket::{Bucket, S3};
use crate::folder::{file_move, folder_sync, unusable};
use crate::{Error, Result};

/// Bytes sent to a bucket as one part.
const PART: usize = 8 << 20;
/// Parts on their way at the same time.
const PARTS_AT_ONCE: usize = 4;
#[derive(Clone)]
pub(super) enum Place {
    Folder(Arc<Path>),
    Bucket(Arc<Bucket>),
}

impl Place {
    pub(super) fn s3(s3: &S3) -> Result<Place> {
        Ok(Place::Bucket(Arc::new(Bucket::open(s3)?)))
    }

    /// Moves a written file to its place, to last. What lies there already had the same content, or has been damaged since.
    pub(super) fn put(&self, file: &Path, blob: &BlobRef) -> Result<()> {
        match self {
            Place::Folder(folder) => folder_put(folder, file, &blob.sha256),
            Place::Bucket(bucket) => bucket.put(file, blob),
        }
    }

    /// The file of a name, not verified yet.
    pub(super) fn get(&self, sha256: &str, spool: &Path) -> Result<File> {
        match self {
            Place::Folder(folder) => File::open(file_of(folder, sha256)).map_err(|source| match source.kind() {
                std::io::ErrorKind::NotFound => Error::NoBlob { sha256: sha256.to_owned() },
                _ => unusable(&file_of(folder, sha256))(source),
            }),
            Place::Bucket(bucket) => bucket.get(sha256, spool),
        }
    }

    pub(super) fn remove(&self, sha256: &str) -> Result<()> {
        match self {
            Place::Folder(folder) => match std::fs::remove_file(file_of(folder, sha256)) {
                Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(unusable(&file_of(folder, sha256))(source)),
                _ => Ok(()),
            },
            Place::Bucket(bucket) => bucket.remove(sha256),
        }
    }

    pub(super) fn list(&self) -> Result<Vec<BlobRef>> {
        match self {
            Place::Folder(folder) => folder_list(folder),
            Place::Bucket(bucket) => bucket.list(),
        }
    }
}

fn file_of(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(&sha256[..2]).join(sha256)
}

fn folder_put(folder: &Path, file: &Path, sha256: &str) -> Result<()> {
    let place = file_of(folder, sha256);
    let inner = folder.join(&sha256[..2]);
    File::open(file).and_then(|file| file.sync_all()).map_err(unusable(file))?;
    file_move(file, &place)?;
    // Also when the name was there before: whoever answers first must know that it lasts.
    folder_sync(&inner).and_then(|()| folder_sync(folder)).map_err(unusable(&inner))
}

fn folder_list(folder: &Path) -> Result<Vec<BlobRef>> {
    let mut found = Vec::new();
    for inner in std::fs::read_dir(folder).map_err(unusable(folder))?.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        for file in std::fs::read_dir(&inner).map_err(unusable(&inner))?.flatten() {
            // One that goes away meanwhile is not there.
            let (name, about) = (file.file_name().to_string_lossy().into_owned(), file.metadata());
            if let (true, Ok(about)) = (is_name(&name), about) {
                found.push(BlobRef { sha256: name, size: i64::try_from(about.len()).unwrap_or(i64::MAX) });
            }
        }
    }
    Ok(found)
}

impl Bucket {
    fn key(&self, sha256: &str) -> Key {
        self.prefix.clone().join(&sha256[..2]).join(sha256)
    }

    fn put(&self, file: &Path, blob: &BlobRef) -> Result<()> {
        let (files, key, path, size) = (self.files.clone(), self.key(&blob.sha256), file.to_owned(), blob.size);
        self.wait(async move {
            // Sent again only when it is not there whole; each reading verifies it.
            if files.head(&key).await.is_ok_and(|found| i64::try_from(found.size) == Ok(size)) {
                return Ok(());
            }
            let unreadable = |source| unusable(&path)(source);
            let mut file = tokio::fs::File::open(&path).await.map_err(unreadable)?;
            if usize::try_from(size).is_ok_and(|size| size <= PART) {
                let mut content = Vec::new();
                file.read_to_end(&mut content).await.map_err(unreadable)?;
                files.put(&key, content.into()).await?;
                return Ok(());
            }
            let mut parts = WriteMultipart::new_with_chunk_size(files.put_multipart(&key).await?, PART);
            let mut piece = vec![0; PART];
            loop {
                let sent = match file.read(&mut piece).await {
                    Ok(0) => break,
                    Ok(count) => {
                        parts.write(&piece[..count]);
                        parts.wait_for_capacity(PARTS_AT_ONCE).await.map_err(Error::from)
                    }
                    Err(source) => Err(unreadable(source)),
                };
                if let Err(error) = sent {
                    let _ = parts.abort().await;
                    return Err(error);
                }
            }
            parts.finish().await?;
            Ok(())
        })
    }

    fn get(&self, sha256: &str, spool: &Path) -> Result<File> {
        let (files, key, sha256) = (self.files.clone(), self.key(sha256), sha256.to_owned());
        let spool = spool.to_owned();
        self.wait(async move {
            let found = match files.get(&key).await {
                Err(object_store::Error::NotFound { .. }) => return Err(Error::NoBlob { sha256 }),
                found => found?,
            };
            let mut file = tempfile::tempfile_in(&spool).map_err(unusable(&spool))?;
            let mut pieces = found.into_stream();
            while let Some(piece) = pieces.next().await.transpose()? {
                file.write_all(&piece).map_err(unusable(&spool))?;
            }
            file.rewind().map_err(unusable(&spool))?;
            Ok(file)
        })
    }

    fn remove(&self, sha256: &str) -> Result<()> {
        let (files, key) = (self.files.clone(), self.key(sha256));
        self.wait(async move {
            match files.delete(&key).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(error.into()),
            }
        })
    }

    fn list(&self) -> Result<Vec<BlobRef>> {
        let (files, prefix) = (self.files.clone(), self.prefix.clone());
        self.wait(async move {
            let mut found = Vec::new();
            let mut objects = files.list(Some(&prefix));
            while let Some(object) = objects.next().await.transpose()? {
                let name = object.location.filename().unwrap_or_default();
                if is_name(name) {
                    found.push(BlobRef { sha256: name.to_owned(), size: i64::try_from(object.size).unwrap_or(i64::MAX) });
                }
            }
            Ok(found)
        })
    }
}

//! Content-addressed files: named by the SHA-256 of their bytes, written once, verified on every read.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::folder::{folder_make, folder_sync};
use crate::{Error, Result};

/// Names a stored content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRef {
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: i64,
}

/// The blobs of one installation.
#[derive(Clone)]
pub struct Blobs {
    files: Arc<dyn ObjectStore>,
    folder: Arc<Path>,
}

impl Blobs {
    /// Blobs in a folder of the local disk; each write is synced before it is answered.
    pub fn in_folder(folder: &Path) -> Result<Blobs> {
        folder_make(folder)?;
        Ok(Blobs { files: Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true)), folder: folder.into() })
    }

    /// Makes the name of a content last. The library syncs the names it gives itself, but two uploads at once rely on each other's: on
    /// the same content, or on the folder of the first two digits. Whoever answers first must know that those are on disk too.
    async fn name_sync(&self, sha256: &str) -> Result<()> {
        let (folder, inner) = (self.folder.clone(), self.folder.join(&sha256[..2]));
        let sync = move || {
            let unusable = |source| Error::File { path: inner.display().to_string(), source };
            folder_sync(&inner).and_then(|()| folder_sync(&folder)).map_err(unusable)
        };
        // Off the asynchronous threads, if this is one.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => runtime.spawn_blocking(sync).await.unwrap_or(Err(Error::Panicked)),
            Err(_) => sync(),
        }
    }

    fn key(sha256: &str) -> Key {
        Key::from_iter([&sha256[..2], sha256])
    }

    /// Stores a content; the same content is stored once.
    pub async fn put(&self, content: impl Into<Bytes>) -> Result<BlobRef> {
        let content: Bytes = content.into();
        let reference = BlobRef {
            sha256: format!("{:x}", Sha256::digest(&content)),
            size: i64::try_from(content.len()).expect("a content in memory is smaller than 2⁶³ bytes"),
        };
        let once = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.files.put_opts(&Self::key(&reference.sha256), content.into(), once).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        self.name_sync(&reference.sha256).await?;
        Ok(reference)
    }

    /// The content named by `sha256` (64 hex digits); a damaged file is an error and is never served.
    pub async fn get(&self, sha256: &str) -> Result<Bytes> {
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Error::DamagedBlob { sha256: sha256.to_owned() });
        }
        let content = self.files.get(&Self::key(sha256)).await?.bytes().await?;
        if format!("{:x}", Sha256::digest(&content)) != sha256 {
            return Err(Error::DamagedBlob { sha256: sha256.to_owned() });
        }
        Ok(content)
    }

    /// Every stored content: names and sizes, in the order of names.
    pub async fn list(&self) -> Result<Vec<BlobRef>> {
        let mut found = Vec::new();
        let mut files = self.files.list(None);
        while let Some(file) = files.next().await.transpose()? {
            let name = file.location.filename().unwrap_or_default();
            // What an interrupted write left behind has another name.
            if name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit()) {
                found.push(BlobRef { sha256: name.to_owned(), size: i64::try_from(file.size).unwrap_or(i64::MAX) });
            }
        }
        found.sort_by(|one, other| one.sha256.cmp(&other.sha256));
        Ok(found)
    }

    /// [`Blobs::list`] for threads that may block.
    pub fn list_blocking(&self) -> Result<Vec<BlobRef>> {
        futures::executor::block_on(self.list())
    }

    /// [`Blobs::put`] for threads that may block.
    pub fn put_blocking(&self, content: impl Into<Bytes>) -> Result<BlobRef> {
        futures::executor::block_on(self.put(content))
    }

    /// [`Blobs::get`] for threads that may block.
    pub fn get_blocking(&self, sha256: &str) -> Result<Bytes> {
        futures::executor::block_on(self.get(sha256))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_byte_is_found_and_not_served() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(folder.path()).unwrap();
        let stored = blobs.put_blocking(&b"content"[..]).unwrap();
        assert_eq!(blobs.put_blocking(&b"content"[..]).unwrap(), stored);
        assert_eq!(blobs.get_blocking(&stored.sha256).unwrap(), "content");
        assert_eq!(blobs.list_blocking().unwrap(), std::slice::from_ref(&stored));
        std::fs::write(folder.path().join(&stored.sha256[..2]).join(&stored.sha256), "c0ntent").unwrap();
        assert!(matches!(blobs.get_blocking(&stored.sha256), Err(Error::DamagedBlob { .. })));
        assert!(blobs.get_blocking("../../etc/passwd").is_err());
    }
}

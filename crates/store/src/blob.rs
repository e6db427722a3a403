//! Content-addressed files: named by the SHA-256 of their bytes, written once, verified before anything of them is handed out.
//!
//! The one rule: a file lies in its place before a row names it, and leaves it only after its row says that it goes.

mod file;
mod kept;
mod place;
mod upload;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

pub use file::BlobFile;
pub use kept::{STATEMENTS, going, keep, keep_until, kept};
pub use upload::{Upload, Uploaded};

pub use crate::bucket::S3;
use crate::folder::{folder_make, unusable};
use crate::{Error, Result};
use place::Place;

/// Names a stored content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRef {
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: i64,
}

impl BlobRef {
    /// The files a document in JSON speaks of: objects with `sha256` and `size`, at any depth (`eforms.md` §3).
    pub fn all_in(json: &Json) -> Vec<BlobRef> {
        let mut found = Vec::new();
        let mut open = vec![json];
        while let Some(one) = open.pop() {
            match one {
                Json::Array(items) => open.extend(items),
                Json::Object(members) => {
                    if let (Some(sha256), Some(size)) =
                        (members.get("sha256").and_then(Json::as_str), members.get("size").and_then(Json::as_i64))
                        && is_name(sha256)
                    {
                        found.push(BlobRef { sha256: sha256.to_owned(), size });
                    }
                    open.extend(members.values());
                }
                _ => {}
            }
        }
        found
    }
}

/// Whether a text can be the name of a content: 64 hexadecimal digits, lower case.
fn is_name(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Where the files of an installation lie.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum BlobPlace {
    /// In the folder of the installation.
    #[default]
    Folder,
    /// In a bucket of a server that speaks the protocol of S3.
    S3(S3),
}

/// The blobs of one installation. Cheap to clone.
///
/// What is written here directly is never cleared away; what people send goes by way of [`crate::Store::blob_place`], which knows how
/// long it is kept.
#[derive(Clone)]
pub struct Blobs {
    place: Place,
    /// Folder for what is on its way in or, from a bucket, out.
    spool: Arc<Path>,
}

impl Blobs {
    /// The blobs of the installation in `folder`.
    pub(crate) fn open(folder: &Path, place: &BlobPlace) -> Result<Blobs> {
        match place {
            BlobPlace::Folder => Self::in_folder(&folder.join("blobs")),
            BlobPlace::S3(s3) => {
                let spool = folder.join("spool");
                folder_make(&spool)?;
                Ok(Blobs { place: Place::s3(s3)?, spool: spool.into() })
            }
        }
    }

    /// Blobs in a folder of the local disk; each write is synced before it is answered.
    pub fn in_folder(folder: &Path) -> Result<Blobs> {
        folder_make(folder)?;
        Ok(Blobs { place: Place::Folder(folder.into()), spool: folder.into() })
    }

    /// Begins to take a content of unknown length; it needs memory for one piece of it only.
    pub async fn upload(&self) -> Result<Upload> {
        let blobs = self.clone();
        off_thread(move || Upload::begin(&blobs.spool)).await
    }

    /// Lays what was taken in its place; doing it twice changes nothing.
    pub(crate) fn place_blocking(&self, uploaded: &Uploaded) -> Result<BlobRef> {
        let blob = uploaded.blob().clone();
        uploaded.move_away(|file| self.place.put(file, &blob))?;
        Ok(blob)
    }

    /// Stores a content; the same content is stored once. For threads that may block.
    pub fn put_blocking(&self, content: impl Into<Bytes>) -> Result<BlobRef> {
        self.put_all_blocking(&content.into()[..])
    }

    /// [`Blobs::put_blocking`] for a content of any size, which is read to its end.
    pub fn put_all_blocking(&self, content: impl Read) -> Result<BlobRef> {
        self.place_blocking(&Uploaded::of(&self.spool, content)?)
    }

    /// The content named by `sha256`, verified as a whole; a damaged file is an error and nothing of it is handed out.
    pub async fn file(&self, sha256: &str) -> Result<BlobFile> {
        let (blobs, sha256) = (self.clone(), sha256.to_owned());
        off_thread(move || blobs.file_blocking(&sha256)).await
    }

    /// [`Blobs::file`] for threads that may block.
    pub fn file_blocking(&self, sha256: &str) -> Result<BlobFile> {
        if !is_name(sha256) {
            return Err(Error::NoBlob { sha256: sha256.to_owned() });
        }
        BlobFile::verified(self.place.get(sha256, &self.spool)?, sha256)
    }

    /// [`Blobs::file`] as a whole in memory, for contents that are known to be small. For threads that may block.
    pub fn get_blocking(&self, sha256: &str) -> Result<Bytes> {
        self.file_blocking(sha256)?.bytes()
    }

    /// Every stored content: names and sizes, in the order of names. For threads that may block.
    pub fn list_blocking(&self) -> Result<Vec<BlobRef>> {
        let mut found = self.place.list()?;
        found.sort_by(|one, other| one.sha256.cmp(&other.sha256));
        Ok(found)
    }

    /// Takes a content away; one that is not there is away already.
    fn remove_blocking(&self, sha256: &str) -> Result<()> {
        self.place.remove(sha256)
    }
}

/// Runs work that blocks off the asynchronous threads.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Panicked))
}

//! A content on its way in: written to a file beside its place and measured as it comes, then given its name.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};
use tempfile::{NamedTempFile, TempPath};
use tokio::io::AsyncWriteExt;

use super::file::PIECE;
use super::{BlobRef, unusable};
use crate::{Error, Result};

/// What an unfinished file is called, so that nobody takes it for a content.
const PREFIX: &str = ".upload-";

/// An unfinished file this old is nobody's, ms: no request lasts a day.
const UNFINISHED_MS: i64 = 24 * 60 * 60 * 1_000;

/// Removes what programs left that were killed during an upload.
pub(super) fn sweep(spool: &Path, now_ms: i64) -> Result<()> {
    let files = std::fs::read_dir(spool).map_err(unusable(spool))?.flatten();
    for file in files.filter(|file| file.file_name().to_string_lossy().starts_with(PREFIX)) {
        let written = file.metadata().and_then(|about| about.modified()).ok();
        let written_ms = written.and_then(|at| i64::try_from(at.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok());
        if written_ms.is_some_and(|at| at + UNFINISHED_MS < now_ms) {
            std::fs::remove_file(file.path()).map_err(unusable(spool))?;
        }
    }
    Ok(())
}

fn unfinished(spool: &Path) -> Result<NamedTempFile> {
    tempfile::Builder::new().prefix(PREFIX).tempfile_in(spool).map_err(unusable(spool))
}

/// A content that is being taken.
pub struct Upload {
    file: tokio::fs::File,
    path: TempPath,
    digest: Sha256,
    size: i64,
}

impl Upload {
    pub(super) fn begin(spool: &Path) -> Result<Upload> {
        let (file, path) = unfinished(spool)?.into_parts();
        Ok(Upload { file: tokio::fs::File::from_std(file), path, digest: Sha256::new(), size: 0 })
    }

    /// Takes the next piece.
    pub async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.digest.update(piece);
        self.size += i64::try_from(piece.len()).expect("a piece in memory is smaller than 2⁶³ bytes");
        self.file.write_all(piece).await.map_err(|source| Error::File { path: self.path.display().to_string(), source })
    }

    /// Ends it. What is dropped before it is placed leaves nothing behind.
    pub async fn finish(mut self) -> Result<Uploaded> {
        self.file.flush().await.map_err(unusable(&self.path))?;
        let blob = BlobRef { sha256: format!("{:x}", self.digest.finalize()), size: self.size };
        Ok(Uploaded(Arc::new((blob, Mutex::new(Some(self.path))))))
    }
}

/// A content that was taken and waits for its place. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Uploaded(Arc<(BlobRef, Mutex<Option<TempPath>>)>);

impl Uploaded {
    /// A whole content; for threads that may block.
    pub(super) fn of(spool: &Path, mut content: impl Read) -> Result<Uploaded> {
        let mut file = unfinished(spool)?;
        let (mut digest, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
        loop {
            let count = content.read(&mut piece).map_err(unusable(spool))?;
            if count == 0 {
                break;
            }
            digest.update(&piece[..count]);
            file.write_all(&piece[..count]).map_err(unusable(spool))?;
            size += i64::try_from(count).expect("a piece in memory is smaller than 2⁶³ bytes");
        }
        let blob = BlobRef { sha256: format!("{:x}", digest.finalize()), size };
        Ok(Uploaded(Arc::new((blob, Mutex::new(Some(file.into_temp_path()))))))
    }

    /// Name and size.
    pub fn blob(&self) -> &BlobRef {
        &self.0.0
    }

    /// Lets `put` move the file to its place, once.
    pub(super) fn move_away(&self, put: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let mut waiting = self.0.1.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = waiting.as_ref() {
            put(path)?;
            *waiting = None;
        }
        Ok(())
    }
}

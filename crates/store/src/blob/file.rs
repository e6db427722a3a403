//! A stored content that was verified, to be read from its beginning.

use std::fs::File;
use std::io::{Read, Seek};

use bytes::{Bytes, BytesMut};
use futures::Stream;
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;

use crate::{Error, Result};

/// Bytes read at once.
pub(super) const PIECE: usize = 128 * 1024;

/// A verified content. It stays readable when its name goes away meanwhile.
#[derive(Debug)]
pub struct BlobFile {
    file: File,
    size: u64,
}

impl BlobFile {
    /// Reads a file once to see that it is what its name says.
    pub(super) fn verified(mut file: File, sha256: &str) -> Result<BlobFile> {
        let unreadable = |source| Error::File { path: sha256.to_owned(), source };
        let mut digest = Sha256::new();
        let mut piece = vec![0; PIECE];
        let mut size = 0;
        loop {
            let count = file.read(&mut piece).map_err(unreadable)?;
            if count == 0 {
                break;
            }
            digest.update(&piece[..count]);
            size += count as u64;
        }
        if format!("{:x}", digest.finalize()) != sha256 {
            return Err(Error::DamagedBlob { sha256: sha256.to_owned() });
        }
        file.rewind().map_err(unreadable)?;
        Ok(BlobFile { file, size })
    }

    /// Size, bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The whole content in memory.
    pub fn bytes(mut self) -> Result<Bytes> {
        let mut content = Vec::with_capacity(usize::try_from(self.size).unwrap_or(0));
        self.file.read_to_end(&mut content).map_err(|source| Error::File { path: "blob".to_owned(), source })?;
        Ok(content.into())
    }

    /// The content piece by piece, for the body of an answer.
    pub fn into_stream(self) -> impl Stream<Item = std::io::Result<Bytes>> + Send + 'static {
        futures::stream::try_unfold(tokio::fs::File::from_std(self.file), |mut file| async move {
            let mut piece = BytesMut::with_capacity(PIECE);
            let count = file.read_buf(&mut piece).await?;
            Ok((count > 0).then(|| (piece.freeze(), file)))
        })
    }
}

impl Read for BlobFile {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        self.file.read(to)
    }
}

//! The two places of files: a folder of the disk, a bucket of a server that speaks the protocol of S3.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig, WriteMultipart};
use tokio::io::AsyncReadExt;
use tokio::runtime::Runtime;

use super::{BlobRef, is_name, unusable};
use crate::folder::{folder_make, folder_sync};
use crate::{Error, Result};

/// Bytes sent to a bucket as one part.
const PART: usize = 8 << 20;
/// Parts on their way at the same time.
const PARTS_AT_ONCE: usize = 4;
/// LIMIT: longest time of one request to a bucket, with the whole of a large content.
const REQUEST_MAX: Duration = Duration::from_secs(600);
/// LIMIT: longest time in which a request that failed is sent again.
const RETRY_MAX: Duration = Duration::from_secs(20);

/// A bucket and how it is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct S3 {
    /// Address of the server; nothing means Amazon's of the region.
    pub endpoint: Option<String>,
    /// Region; servers of one's own mostly take any.
    pub region: String,
    /// Bucket, which must be there.
    pub bucket: String,
    /// What the names of this installation begin with; two installations in one bucket need two.
    pub prefix: String,
    /// Public part of the key.
    pub access_key: String,
    /// Secret part of the key.
    pub secret_key: String,
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "S3 {}/{}", self.bucket, self.prefix)
    }
}

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
    folder_make(&inner)?;
    std::fs::rename(file, &place).map_err(unusable(&place))?;
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

/// A bucket, with threads of its own for talking to it: callers may stand on any thread that may block.
pub(super) struct Bucket {
    files: Arc<AmazonS3>,
    prefix: Key,
    /// Given away only when the bucket is dropped.
    threads: Option<Runtime>,
}

impl Drop for Bucket {
    fn drop(&mut self) {
        // Waiting for the threads is forbidden where the last owner may stand.
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

impl Bucket {
    fn open(s3: &S3) -> Result<Bucket> {
        let client = ClientOptions::new().with_allow_http(true).with_timeout(REQUEST_MAX).with_connect_timeout(Duration::from_secs(5));
        let mut files = AmazonS3Builder::new()
            .with_client_options(client)
            .with_retry(RetryConfig { max_retries: 5, retry_timeout: RETRY_MAX, ..RetryConfig::default() })
            .with_region(&s3.region)
            .with_bucket_name(&s3.bucket)
            .with_access_key_id(&s3.access_key)
            .with_secret_access_key(&s3.secret_key);
        if let Some(endpoint) = &s3.endpoint {
            files = files.with_endpoint(endpoint);
        }
        let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("bucket").enable_all().build();
        let threads = threads.map_err(|source| Error::File { path: s3.bucket.clone(), source })?;
        Ok(Bucket { files: Arc::new(files.build()?), prefix: Key::from(s3.prefix.as_str()), threads: Some(threads) })
    }

    fn key(&self, sha256: &str) -> Key {
        self.prefix.clone().join(&sha256[..2]).join(sha256)
    }

    fn wait<T: Send + 'static>(&self, work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        let threads = self.threads.as_ref().expect("the threads live as long as the bucket");
        futures::executor::block_on(threads.spawn(work)).unwrap_or(Err(Error::Panicked))
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

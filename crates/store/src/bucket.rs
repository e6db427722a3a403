//! A bucket of a server that speaks the protocol of S3, for blobs and for the tiles of logs.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{ClientOptions, RetryConfig};
use tokio::runtime::Runtime;

use crate::{Error, Result};

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

/// A bucket, with threads of its own for talking to it: callers may stand on any thread that may block.
pub(crate) struct Bucket {
    pub(crate) files: Arc<AmazonS3>,
    pub(crate) prefix: Key,
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
    pub(crate) fn open(s3: &S3) -> Result<Bucket> {
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

    /// Waits for work that talks to the server.
    pub(crate) fn wait<T: Send + 'static>(&self, work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        let threads = self.threads.as_ref().expect("the threads live as long as the bucket");
        futures::executor::block_on(threads.spawn(work)).unwrap_or(Err(Error::Panicked))
    }
}

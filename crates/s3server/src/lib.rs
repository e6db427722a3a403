//! A server that speaks the protocol of S3, of one's own, for tests and measurements: on loopback, on a free port, its files in a
//! folder that goes away with it.

use std::net::SocketAddr;
use std::path::PathBuf;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// Its one bucket.
pub const BUCKET: &str = "files";
/// Public part of the key it takes.
pub const ACCESS_KEY: &str = "test-access-key";
/// Secret part of the key it takes.
pub const SECRET_KEY: &str = "test-secret-key";

/// A running server; ended with its owner.
pub struct Server {
    folder: tempfile::TempDir,
    address: SocketAddr,
    threads: Option<Runtime>,
}

impl Server {
    /// Starts a server with one empty bucket.
    pub fn start() -> std::io::Result<Server> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join(BUCKET))?;
        let files = FileSystem::new(folder.path()).map_err(|error| std::io::Error::other(format!("{error:?}")))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = service.build();
        let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        threads.spawn(async move {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            while let Ok((stream, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    // A client that goes away is its own affair.
                    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        Ok(Server { folder, address, threads: Some(threads) })
    }

    /// Its address: `http://127.0.0.1:port`.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The file in which it keeps the object of a name.
    pub fn file_of(&self, name: &str) -> PathBuf {
        self.folder.path().join(BUCKET).join(name)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}

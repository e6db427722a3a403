//! Where a log is published, for whoever only reads: a folder, or an address.
//!
//! The one rule: what comes from outside is limited in length and time, and is not believed here.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use tlog::{Tile, TileReader};
use tokio::runtime::Handle;
use url::Url;

/// LIMIT: time an answer may take.
const ANSWER: Duration = Duration::from_secs(30);
/// LIMIT: bytes of one file: a bundle of 256 entries of 65 535 bytes.
const FILE_BYTES_MAX: usize = 17 << 20;

/// Why a file could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    File {
        /// The file.
        path: String,
        /// The failure.
        source: std::io::Error,
    },
    /// The server was not reached, or broke off.
    #[error("cannot fetch {path}")]
    Web {
        /// The file.
        path: String,
        /// The failure.
        source: reqwest::Error,
    },
    /// The server answered something else.
    #[error("{path}: HTTP status {status}")]
    Status {
        /// The file.
        path: String,
        /// Its status.
        status: u16,
    },
    /// The file is too long.
    #[error("{path} is too long")]
    Long {
        /// The file.
        path: String,
    },
}

/// Where a log is published. Cheap to clone.
#[derive(Debug, Clone)]
pub enum LogPlace {
    /// A folder with `checkpoint` and `tile`.
    Folder(PathBuf),
    /// An address under which both lie; it ends with a slash.
    Web(Box<Url>, reqwest::Client, Handle),
}

impl LogPlace {
    /// The place of that name: an address when it is one of HTTP, otherwise a folder. `runtime` waits for answers.
    pub fn named(name: &str, runtime: Handle) -> Result<LogPlace> {
        match Url::parse(&format!("{}/", name.trim_end_matches('/'))) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => {
                store::tls_ready();
                let client = reqwest::Client::builder().timeout(ANSWER).build()?;
                Ok(LogPlace::Web(Box::new(url), client, runtime))
            }
            _ => Ok(LogPlace::Folder(Path::new(name).to_owned())),
        }
    }

    /// The published checkpoint; nothing when there is none. For threads that may block, outside the runtime.
    pub fn checkpoint(&self) -> Result<Option<Vec<u8>>, FetchError> {
        self.read("checkpoint")
    }

    /// A file below the place; nothing when it is not there. For threads that may block, outside the runtime.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FetchError> {
        match self {
            LogPlace::Folder(folder) => match std::fs::read(folder.join(path)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(source) if matches!(source.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => Ok(None),
                Err(source) => Err(FetchError::File { path: path.to_owned(), source }),
            },
            LogPlace::Web(base, client, runtime) => runtime.block_on(fetch(base, client, path)),
        }
    }
}

async fn fetch(base: &Url, client: &reqwest::Client, path: &str) -> Result<Option<Vec<u8>>, FetchError> {
    let broken = |source| FetchError::Web { path: path.to_owned(), source };
    let mut response = client.get(format!("{base}{path}")).send().await.map_err(broken)?;
    match response.status().as_u16() {
        200 => {}
        404 | 410 => return Ok(None),
        status => return Err(FetchError::Status { path: path.to_owned(), status }),
    }
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > FILE_BYTES_MAX {
            return Err(FetchError::Long { path: path.to_owned() });
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(Some(bytes))
}

impl TileReader for LogPlace {
    type Error = FetchError;

    fn read(&self, tile: Tile) -> Result<Option<Vec<u8>>, FetchError> {
        LogPlace::read(self, &tile.to_string())
    }
}

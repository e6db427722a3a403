//! Where the logs of an installation keep their files: the published tiles, and the secret keys that sign.
//!
//! The one rule: a signing key lies beside the database, never in it and never in a backup; it is made once, with its log.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::random::Random;
use tlog::{Algorithm, KeyName, SignerKey, VerifierKey};

use super::LogId;
use super::place::TilePlace;
use crate::blob::BlobPlace;
use crate::bucket::S3;
use crate::folder::secret_write;
use crate::tx::Tx;
use crate::{Error, Result, params};

const KEYS: &str = "SELECT keys FROM log_state
    WHERE log = $1";
const KEYS_SET: &str = "UPDATE log_state SET keys = $2
    WHERE log = $1";

pub(super) const STATEMENTS: &[&str] = &[KEYS, KEYS_SET];

/// Folder of all logs, in the folder of the installation and in its bucket.
const FOLDER: &str = "logs";
/// File with the secret keys of a log, one a line: two during a change of keys.
const KEY_FILE: &str = "log.key";

/// The files of all logs of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Shelf(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    bucket: Option<S3>,
    places: Mutex<BTreeMap<LogId, TilePlace>>,
}

impl Shelf {
    /// The logs of the installation in `folder`; their tiles lie where its files do.
    pub(crate) fn new(folder: &Path, blobs: &BlobPlace) -> Shelf {
        let bucket = match blobs {
            BlobPlace::S3(s3) => Some(s3.clone()),
            BlobPlace::Folder => None,
        };
        Shelf(Arc::new(Inner { folder: folder.join(FOLDER), bucket, places: Mutex::default() }))
    }

    /// Where a log is published. For threads that may block.
    pub fn place(&self, log: LogId) -> Result<TilePlace> {
        let mut places = self.0.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = places.get(&log) {
            return Ok(place.clone());
        }
        let place = match &self.0.bucket {
            Some(s3) => {
                TilePlace::s3(&S3 { prefix: format!("{}/{FOLDER}/{log}", s3.prefix).trim_start_matches('/').to_owned(), ..s3.clone() })?
            }
            None => TilePlace::folder(&self.0.folder.join(log.to_string()).join("tiles"))?,
        };
        places.insert(log, place.clone());
        Ok(place)
    }

    /// The file with the secret keys of a log.
    pub fn key_file(&self, log: LogId) -> PathBuf {
        self.0.folder.join(log.to_string()).join(KEY_FILE)
    }

    /// The secret keys of a log; none when this node does not have them.
    ///
    /// Fails with [`Error::LogDamaged`] when the file is there and holds something else.
    pub fn signers(&self, log: LogId) -> Result<Vec<SignerKey>> {
        let path = self.key_file(log);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(Error::File { path: path.display().to_string(), source }),
        };
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| SignerKey::parse(line).map_err(|source| Error::damaged(path.display().to_string(), source))).collect()
    }

    /// Makes the first key of a log, unless it has one.
    pub fn signer_make(&self, log: LogId, name: KeyName, random: &dyn Random) -> Result<Vec<SignerKey>> {
        let there = self.signers(log)?;
        if !there.is_empty() {
            return Ok(there);
        }
        let mut seed = [0; 32];
        random.fill(&mut seed);
        let key = SignerKey::new(name, Algorithm::Ed25519, seed);
        secret_write(&self.key_file(log), format!("{}\n", key.to_secret_text()).as_bytes())?;
        self.signers(log)
    }
}

/// The public keys with which a log signs or has signed.
pub fn keys(tx: &Tx<'_>, log: LogId) -> Result<Vec<VerifierKey>> {
    let text = tx.query_row(KEYS, &params![log], |row| row.get::<String>(0))?.unwrap_or_default();
    text.lines().map(|line| VerifierKey::parse(line).map_err(|source| Error::damaged(format!("a key of log {log}"), source))).collect()
}

/// Makes public keys known; those that are known stay, for what they signed is still to be checked.
pub fn keys_add(tx: &mut Tx<'_>, log: LogId, new: &[VerifierKey]) -> Result<()> {
    let mut lines: Vec<String> = keys(tx, log)?.iter().map(ToString::to_string).collect();
    let known = lines.len();
    lines.extend(new.iter().map(ToString::to_string).filter(|key| !lines.contains(key)).collect::<Vec<_>>());
    if lines.len() > known {
        tx.execute(KEYS_SET, &params![log, lines.join("\n")])?;
    }
    Ok(())
}

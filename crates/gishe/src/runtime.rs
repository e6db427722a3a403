//! One installation: its folder, its key, its store and what it draws documents with.
//!
//! The one rule: the key is made once and never replaced; without it printed codes open nothing.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use kernel::actor::Actor;
use kernel::clock::{Clock, SystemClock};
use kernel::ctx::Ctx;
use kernel::ids::AdministrationId;
use kernel::random::{OsRandom, Random};
use kernel::secret::SecretKey;
use store::lease::Node;
use store::{Options, Store};

use crate::config::Config;
use crate::words::text;

/// Name of the file with the key of the installation.
pub(crate) const KEY_FILE: &str = "secret.key";

/// What every command that works on an installation needs.
#[derive(Clone)]
pub struct Installation {
    /// Rows and blobs.
    pub store: Store,
    /// The key.
    pub key: Arc<SecretKey>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of chance.
    pub random: Arc<dyn Random>,
    /// Makes documents.
    pub documents: documents::Engine,
    /// Which of the nodes of the installation this is.
    pub node: Node,
}

impl Installation {
    /// Opens the installation in `folder` on SQLite, making it when it is not there.
    pub fn open(folder: &Path, readers: usize) -> Result<Installation> {
        Self::open_with(&Options { readers, ..Options::new(folder) }, Arc::new(SystemClock), Arc::new(OsRandom))
    }

    /// Opens the installation in `folder` as its configuration says, making it when it is not there.
    pub fn configured(folder: &Path, config: &Config) -> Result<Installation> {
        Self::open_with(&config.options(folder)?, Arc::new(SystemClock), Arc::new(OsRandom))
    }

    /// Opens an installation with a clock and a source of chance of one's own.
    pub fn open_with(options: &Options, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Installation> {
        let folder = options.folder.as_path();
        let store = Store::open(options).with_context(|| text!("cli-unopened", path = folder.display()))?;
        let key = key_read_or_make(folder, random.as_ref())?;
        let node = Node::new(&OsRandom);
        Ok(Installation { store, key: Arc::new(key), clock, random, documents: documents::Engine::new(), node })
    }

    /// The circumstances of an act of the program itself now, for one administration, with no address in it.
    pub fn system(&self, administration: AdministrationId) -> Ctx {
        Ctx {
            administration_id: administration,
            actor: Actor::System,
            now: self.clock.now(),
            command_id: None,
            request_id: "system".to_owned(),
            random: self.random.clone(),
            key: self.key.clone(),
            base_url: "".into(),
        }
    }
}

/// The key of the installation in `folder`, which must be there.
pub fn key_of(folder: &Path) -> Result<SecretKey> {
    let path = folder.join(KEY_FILE);
    let bytes = std::fs::read(&path).with_context(|| text!("cli-unreadable", path = path.display()))?;
    let Ok(bytes) = <[u8; 32]>::try_from(bytes) else {
        bail!(text!("cli-key-wrong", path = path.display()));
    };
    Ok(SecretKey::new(bytes))
}

/// The key of the installation; made once, readable by its owner only, and synced before it is used.
fn key_read_or_make(folder: &Path, random: &dyn Random) -> Result<SecretKey> {
    let path = folder.join(KEY_FILE);
    if path.exists() {
        return key_of(folder);
    }
    let mut bytes = [0u8; 32];
    random.fill(&mut bytes);
    secret_write(&path, &bytes)?;
    Ok(SecretKey::new(bytes))
}

/// Puts the key of a backup into a folder that has none; another key there is left alone and refused.
pub(crate) fn key_restore(folder: &Path, bytes: &[u8]) -> Result<()> {
    let path = folder.join(KEY_FILE);
    match std::fs::read(&path) {
        Ok(found) if found == bytes => Ok(()),
        Ok(_) => bail!(text!("cli-restore-key", path = path.display())),
        Err(_) => secret_write(&path, bytes),
    }
}

/// Writes a secret so that it is there whole or not at all, and lasts; a file that is there is left alone.
pub(crate) fn secret_write(path: &Path, bytes: &[u8]) -> Result<()> {
    store::secret_write(path, bytes).with_context(|| text!("cli-uncreated", path = path.display()))
}

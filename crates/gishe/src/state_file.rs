//! One small file that a program without an installation remembers by: the state of a witness, of a monitor.
//!
//! The one rule: a loss of power leaves the old content or the new one, and two programs never write the same file.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, flock};

use crate::words::text;

/// A file that this program alone writes as long as it lives.
pub struct StateFile {
    path: PathBuf,
    /// Held open: two programs on one state would each be rolled back by the other.
    _alone: File,
}

impl StateFile {
    /// Takes the file for this program; it need not be there yet.
    pub fn take(path: &Path) -> Result<StateFile> {
        let alone = File::options().create(true).append(true).open(path.with_extension("lock"));
        let alone = alone.with_context(|| text!("cli-uncreated", path = path.display()))?;
        if flock(&alone, FlockOperation::NonBlockingLockExclusive).is_err() {
            bail!(text!("cli-state-taken", path = path.display()));
        }
        Ok(StateFile { path: path.to_owned(), _alone: alone })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its content; nothing when it is not there yet.
    pub fn read(&self) -> Result<Option<Vec<u8>>> {
        match std::fs::read(&self.path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| text!("cli-unreadable", path = self.path.display())),
        }
    }

    /// Replaces its content.
    pub fn write(&self, bytes: &[u8]) -> Result<()> {
        self.beside(&self.path, bytes)
    }

    /// Writes a file of another name as safely.
    pub fn beside(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        File::open(folder)?.sync_all()?;
        Ok(())
    }
}

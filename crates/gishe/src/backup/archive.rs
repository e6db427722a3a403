//! The file of an archive: age (passphrase) around gzip around tar, every entry with a checksum.
//!
//! The one rule: it appears under its name only when it is whole and on disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use age::secrecy::SecretString;
use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::BlobRef;

use crate::words::text;

/// Name of the last entry.
pub(super) const CHECKSUMS: &str = "checksums.json";
/// Bytes handed to the thread that compresses and encrypts at once.
const PIECE: usize = 1 << 20;
/// Pieces that may wait for it.
const PIECES_WAITING: usize = 8;

/// Digest and size of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sum {
    pub(super) sha256: String,
    pub(super) size: u64,
}

impl Sum {
    /// Digest and size of what is read to its end, and how many lines it has.
    pub(super) fn of(content: &mut dyn Read) -> Result<(Sum, u64)> {
        let (mut digest, mut size, mut lines, mut piece) = (Sha256::new(), 0, 0, vec![0; PIECE]);
        loop {
            let count = content.read(&mut piece)?;
            if count == 0 {
                return Ok((Sum { sha256: format!("{:x}", digest.finalize()), size }, lines));
            }
            digest.update(&piece[..count]);
            size += count as u64;
            lines += piece[..count].iter().filter(|byte| **byte == b'\n').count() as u64;
        }
    }
}

/// Hands what is written to another thread.
struct Pipe {
    pieces: SyncSender<Vec<u8>>,
    open: Vec<u8>,
}

impl Pipe {
    fn hand_over(&mut self) -> io::Result<()> {
        let full = std::mem::replace(&mut self.open, Vec::with_capacity(PIECE));
        // The other thread ends early only when it failed; joining it tells why.
        self.pieces.send(full).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(PIECE - self.open.len());
        self.open.extend_from_slice(&bytes[..count]);
        if self.open.len() == PIECE {
            self.hand_over()?;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Compresses, encrypts and writes what comes, until nothing more does.
fn encrypt(pieces: &Receiver<Vec<u8>>, file: File, passphrase: SecretString) -> Result<File> {
    let encrypted = age::Encryptor::with_user_passphrase(passphrase).wrap_output(BufWriter::new(file))?;
    let mut packed = GzEncoder::new(encrypted, Compression::fast());
    for piece in pieces {
        packed.write_all(&piece)?;
    }
    let file = packed.finish()?.finish()?.into_inner().map_err(|error| error.into_error())?;
    file.sync_all()?;
    Ok(file)
}

/// An archive that is being written.
pub(super) struct Archive {
    tar: tar::Builder<Pipe>,
    encrypting: JoinHandle<Result<File>>,
    sums: BTreeMap<String, Sum>,
    at_s: u64,
    unfinished: PathBuf,
    to: PathBuf,
}

impl Archive {
    pub(super) fn create(to: &Path, passphrase: &SecretString, now_ms: i64) -> Result<Archive> {
        let unfinished = to.with_extension("part");
        let file = File::create(&unfinished).with_context(|| text!("cli-uncreated", path = unfinished.display()))?;
        let (pieces, waiting) = sync_channel(PIECES_WAITING);
        let passphrase = passphrase.clone();
        Ok(Archive {
            tar: tar::Builder::new(Pipe { pieces, open: Vec::with_capacity(PIECE) }),
            encrypting: std::thread::spawn(move || encrypt(&waiting, file, passphrase)),
            sums: BTreeMap::new(),
            at_s: u64::try_from(now_ms / 1_000).unwrap_or(0),
            unfinished,
            to: to.to_owned(),
        })
    }

    /// Adds an entry.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let sum = Sum { sha256: format!("{:x}", Sha256::digest(content)), size: content.len() as u64 };
        self.append(name, sum, content)
    }

    /// Adds a stored file that was verified.
    pub(super) fn add_blob(&mut self, blob: &BlobRef, content: store::BlobFile) -> Result<()> {
        let sum = Sum { sha256: blob.sha256.clone(), size: content.size() };
        self.append(&format!("blobs/{}", blob.sha256), sum, content)
    }

    fn append(&mut self, name: &str, sum: Sum, content: impl Read) -> Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(sum.size);
        header.set_mode(0o600);
        header.set_mtime(self.at_s);
        self.tar.append_data(&mut header, name, content)?;
        self.sums.insert(name.to_owned(), sum);
        Ok(())
    }

    /// Ends what could not be written. When the other thread failed, its reason is the one that says why.
    pub(super) fn abandon(self, error: anyhow::Error) -> anyhow::Error {
        drop(self.tar);
        match self.encrypting.join() {
            Ok(Err(reason)) => reason.context(text!("cli-uncreated", path = self.unfinished.display())),
            _ => error,
        }
    }

    /// Ends it with its checksums and gives it its name.
    pub(super) fn finish(mut self) -> Result<()> {
        let last = serde_json::to_vec(&self.sums).map_err(Into::into).and_then(|sums| self.add(CHECKSUMS, &sums));
        if let Err(error) = last {
            return Err(self.abandon(error));
        }
        let ended = self.tar.into_inner().and_then(|mut pipe| pipe.hand_over());
        let Ok(encrypted) = self.encrypting.join() else { bail!(text!("cli-uncreated", path = self.unfinished.display())) };
        encrypted.with_context(|| text!("cli-uncreated", path = self.unfinished.display()))?;
        ended?;
        std::fs::rename(&self.unfinished, &self.to).with_context(|| text!("cli-uncreated", path = self.to.display()))?;
        if let Some(parent) = self.to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            File::open(parent)?.sync_all()?;
        }
        Ok(())
    }
}

/// Reads an archive entry by entry; `with` gets the name and the content, and says whether to go on.
pub(super) fn entries(from: &Path, passphrase: &SecretString, mut with: impl FnMut(&str, &mut dyn Read) -> Result<bool>) -> Result<()> {
    let file = File::open(from).with_context(|| text!("cli-unreadable", path = from.display()))?;
    let unreadable = || text!("cli-backup-unreadable", path = from.display());
    let decryptor = age::Decryptor::new_buffered(BufReader::new(file)).with_context(unreadable)?;
    let identity = age::scrypt::Identity::new(passphrase.clone());
    let decrypted = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).with_context(unreadable)?;
    let mut tar = tar::Archive::new(GzDecoder::new(decrypted));
    for entry in tar.entries().with_context(unreadable)? {
        let mut entry = entry.with_context(unreadable)?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if !with(&name, &mut entry)? {
            break;
        }
    }
    Ok(())
}

/// A small entry as a whole.
pub(super) fn whole(content: &mut dyn Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes)?;
    Ok(bytes)
}

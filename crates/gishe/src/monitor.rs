//! A monitor: follows a log from its published files alone, as anybody can (`journal-log.md` §9).
//!
//! The one rule: nothing is believed that does not hash to a checkpoint which the log signed and which continues the last one seen; what was
//! seen last is on disk before anything is built on it.

mod place;

use std::path::Path;

use anyhow::{Context, Result};
use ejournal::Nomenclature;
use ejournal::monitor::{Finding, Rules, Severity, Watch};
use serde::{Deserialize, Serialize};
use tlog::{
    Bundle, CheckpointError, Entry, HashReader, Node, Note, NoteError, Policy, ReadError, SignedCheckpoint, TiledTree, TreeHead,
    VerifierKey, bundle_decode, leaf_hash, root_at,
};

pub use place::{FetchError, LogPlace};

use crate::state_file::StateFile;
use crate::words::text;

/// Entries read between two writes of the state.
const SAVED_AFTER: u64 = 65_536;
/// Full tiles kept warm: one of each level is read at a time.
const WARM: usize = 16;

/// What is remembered of a log, as it stands in the state file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    version: u32,
    origin: String,
    /// The last checkpoint that was found good, as it was signed.
    checkpoint: String,
    /// Entries read so far.
    read: u64,
    watch: Watch,
}

impl State {
    /// The head that was seen last; the empty one before the first.
    fn head(&self, keys: &[VerifierKey]) -> Result<TreeHead> {
        if self.checkpoint.is_empty() {
            return Ok(TreeHead::EMPTY);
        }
        Ok(SignedCheckpoint::open(self.checkpoint.as_bytes(), keys)?.head())
    }
}

/// What one look at a log showed.
#[derive(Debug, Clone)]
pub struct Look {
    /// Name of the log; empty while no checkpoint was seen.
    pub origin: String,
    /// Size of the last good checkpoint.
    pub size: u64,
    /// Entries read so far.
    pub read: u64,
    /// Known witnesses that cosigned it.
    pub cosigners: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Look {
    /// Whether nobody has to look closer.
    pub fn is_well(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity == Severity::Note)
    }
}

/// A log that is followed.
pub struct Monitor {
    place: LogPlace,
    keys: Vec<VerifierKey>,
    policy: Policy,
    rules: Rules,
    /// How long a checkpoint may lack cosignatures, ms.
    patience_ms: u64,
    file: StateFile,
    state: State,
}

/// Why a look ended early.
enum Ended {
    Found(Finding),
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Ended {
    fn from(error: E) -> Ended {
        Ended::Failed(error.into())
    }
}

type Tree<'m> = TiledTree<&'m LogPlace>;

impl Monitor {
    /// Follows a log with the state in a file, made when missing.
    pub fn open(place: LogPlace, keys: Vec<VerifierKey>, policy: Policy, rules: Rules, patience_ms: u64, path: &Path) -> Result<Monitor> {
        let file = StateFile::take(path)?;
        let wrong = || text!("cli-monitor-state", path = path.display());
        let state = match file.read()? {
            Some(bytes) => serde_json::from_slice::<State>(&bytes).with_context(wrong)?,
            None => State { version: 1, ..State::default() },
        };
        // A state of another log, or of one with other keys, is a mistake of whoever calls.
        state.head(&keys).with_context(wrong)?;
        Ok(Monitor { place, keys, policy, rules, patience_ms, file, state })
    }

    /// Looks once: the checkpoint, what was added, and what stands.
    ///
    /// Fails only when the state cannot be kept; whatever is wrong with the log is a finding.
    pub fn look(&mut self, now_ms: u64) -> Result<Look> {
        let mut look = Look { origin: String::new(), size: 0, read: 0, cosigners: 0, findings: Vec::new() };
        match self.follow(&mut look, now_ms) {
            Ok(()) => {}
            Err(Ended::Found(finding)) => look.findings.push(finding),
            Err(Ended::Failed(error)) => return Err(error),
        }
        look.findings.extend(self.state.watch.standing(&self.rules, now_ms));
        look.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        look.origin.clone_from(&self.state.origin);
        (look.size, look.read) = (self.state.head(&self.keys)?.size, self.state.read);
        Ok(look)
    }

    fn follow(&mut self, look: &mut Look, now_ms: u64) -> Result<(), Ended> {
        let known = self.state.head(&self.keys)?;
        let signed = self.checkpoint(known)?;
        let head = signed.head();
        let place = self.place.clone();
        if let Err(finding) = self.continues(&place, known, &signed) {
            self.keep_evidence(&finding, &signed)?;
            return Err(Ended::Found(finding));
        }
        if head.size >= known.size {
            self.state.origin = signed.checkpoint().origin().to_owned();
            self.state.checkpoint = signed.note().to_string();
            self.save()?;
        }
        if self.state.read < head.size {
            let tree = opened(&place, head).map_err(Ended::Found)?;
            self.read(&place, &tree, head.size, look)?;
        }
        self.cosigned(&signed, look, now_ms);
        Ok(())
    }

    /// The published checkpoint, with a good signature.
    fn checkpoint(&self, known: TreeHead) -> Result<SignedCheckpoint, Ended> {
        let bytes = self.place.checkpoint().map_err(|error| Ended::Found(unreachable(&error)))?;
        let Some(bytes) = bytes else {
            let severity = if known.size > 0 { Severity::Alarm } else { Severity::Warning };
            return Err(Ended::Found(Finding::new("no-checkpoint", severity)));
        };
        SignedCheckpoint::open(&bytes, &self.keys).map_err(|error| {
            let why = match &error {
                CheckpointError::Note(NoteError::NoTrustedSignature | NoteError::WrongSignature { .. })
                | CheckpointError::Origin { .. } => "signature",
                _ => "checkpoint",
            };
            Ended::Found(Finding::new(why, Severity::Alarm).with("reason", error))
        })
    }

    /// Whether a checkpoint continues the last one that was seen, or is an older one of the same log.
    fn continues(&self, place: &LogPlace, known: TreeHead, signed: &SignedCheckpoint) -> Result<(), Finding> {
        let head = signed.head();
        let fork = || Finding::new("fork", Severity::Alarm).with("known", known.size).with("size", head.size);
        if known.size == 0 || known == head {
            return Ok(());
        }
        if known.size == head.size {
            return Err(fork());
        }
        let (larger, smaller) = if head.size > known.size { (head, known) } else { (known, head) };
        let tree = opened(place, larger).map_err(|finding| {
            // A smaller log whose files no longer lead to what was signed before.
            if head.size < known.size {
                Finding::new("shrunk", Severity::Alarm).with("known", known.size).with("size", head.size)
            } else {
                finding
            }
        })?;
        match root_at(&tree, smaller.size) {
            Ok(root) if root != smaller.root => Err(fork()),
            Ok(_) if head.size < known.size => {
                Err(Finding::new("older", Severity::Warning).with("known", known.size).with("size", head.size))
            }
            Ok(_) => Ok(()),
            Err(tlog::ProveError::Read(error)) => Err(torn(error)),
            Err(error) => Err(Finding::new("torn", Severity::Alarm).with("file", error)),
        }
    }

    /// Keeps both checkpoints of a fork: together they prove to anybody what the log did.
    fn keep_evidence(&self, finding: &Finding, signed: &SignedCheckpoint) -> Result<()> {
        if finding.check != "fork" {
            return Ok(());
        }
        let path = self.file.path().with_extension(format!("fork-{}", signed.head().size));
        self.file.beside(&path, format!("{}\n{}", self.state.checkpoint, signed.note()).as_bytes())
    }

    /// Reads the entries that were added, each against its leaf hash.
    fn read(&mut self, place: &LogPlace, tree: &Tree<'_>, size: u64, look: &mut Look) -> Result<(), Ended> {
        let mut saved = self.state.read;
        while self.state.read < size {
            let number = self.state.read / u64::from(tlog::Tile::WIDTH);
            let first = number * u64::from(tlog::Tile::WIDTH);
            let width = u16::try_from((size - first).min(tlog::Tile::WIDTH.into())).unwrap_or(tlog::Tile::WIDTH);
            let bundle = Bundle::new(number, width).context("a bundle of a tree")?;
            let entries = match bundle_of(place, bundle) {
                Ok(entries) => entries,
                Err(finding) => {
                    self.save()?;
                    return Err(Ended::Found(finding));
                }
            };
            for (index, bytes) in (first..).zip(&entries).skip_while(|(index, _)| *index < self.state.read).collect::<Vec<_>>() {
                let leaf = tree.hash(Node::leaf(index)).map_err(|error| Ended::Found(torn(error)))?;
                if leaf_hash(bytes) != leaf {
                    self.save()?;
                    return Err(Ended::Found(Finding::new("torn", Severity::Alarm).at(index).with("file", bundle)));
                }
                match Entry::parse(bytes) {
                    Ok(entry) => look.findings.extend(self.state.watch.take(index, &entry, &self.rules, Nomenclature::shipped())),
                    Err(error) => look.findings.push(Finding::new("entry", Severity::Alarm).at(index).with("reason", error)),
                }
                self.state.read = index + 1;
            }
            if self.state.read - saved >= SAVED_AFTER {
                self.save()?;
                saved = self.state.read;
            }
        }
        Ok(self.save()?)
    }

    /// Whether enough witnesses cosigned, once they have had the time.
    fn cosigned(&self, signed: &SignedCheckpoint, look: &mut Look, now_ms: u64) {
        match self.policy.cosigners(signed.note()) {
            Err(error) => look.findings.push(Finding::new("cosignature", Severity::Alarm).with("reason", error)),
            Ok(cosigners) => {
                look.cosigners = cosigners.len();
                // A checkpoint is as old as its last entry.
                let age_ms = now_ms.saturating_sub(self.state.watch.received_ms());
                if !self.policy.is_final(&cosigners) && age_ms > self.patience_ms {
                    let quorum = Finding::new("quorum", Severity::Warning).with("count", cosigners.len());
                    look.findings.push(quorum.with("quorum", self.policy.quorum()).with("minutes", age_ms / 60_000));
                }
            }
        }
    }

    fn save(&self) -> Result<()> {
        self.file.write(&serde_json::to_vec(&self.state)?)
    }
}

fn opened(place: &LogPlace, head: TreeHead) -> Result<Tree<'_>, Finding> {
    TiledTree::open_with(place, head, WARM).map_err(torn)
}

/// The entries of a bundle; of the full one when the partial one has gone.
fn bundle_of(place: &LogPlace, bundle: Bundle) -> Result<Vec<Vec<u8>>, Finding> {
    let damaged = || Finding::new("torn", Severity::Alarm).with("file", bundle);
    let full = Bundle::new(bundle.index(), tlog::Tile::WIDTH).unwrap_or(bundle);
    for one in [bundle, full] {
        if let Some(bytes) = place.read(&one.to_string()).map_err(|error| unreachable(&error))? {
            let entries = bundle_decode(one, &bytes).map_err(|_| damaged())?;
            return Ok(entries.into_iter().take(bundle.width().into()).map(<[u8]>::to_vec).collect());
        }
    }
    Err(damaged())
}

fn torn(error: ReadError<FetchError>) -> Finding {
    match &error {
        ReadError::Read { source, .. } => unreachable(source),
        ReadError::Missing(tile) | ReadError::Foreign(tile) | ReadError::Length { tile, .. } => {
            Finding::new("torn", Severity::Alarm).with("file", tile)
        }
        ReadError::Root { .. } | ReadError::Beyond { .. } => Finding::new("torn", Severity::Alarm).with("file", "tile"),
    }
}

fn unreachable(error: &FetchError) -> Finding {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    Finding::new("unreachable", Severity::Warning).with("reason", format!("{error}{cause}"))
}

/// Two signed checkpoints as they stand in a file of evidence.
pub fn evidence_parse(bytes: &[u8]) -> Option<[Note; 2]> {
    let text = std::str::from_utf8(bytes).ok()?;
    let second = text.match_indices("\n\n").nth(1)?.0;
    Some([Note::parse(&text.as_bytes()[..=second]).ok()?, Note::parse(&text.as_bytes()[second + 2..]).ok()?])
}

/// The sentence for a finding.
pub fn sentence(finding: &Finding) -> String {
    let mut values: Vec<(&str, web::Arg)> = finding.values.iter().map(|(name, value)| (*name, web::Arg::Text(value.clone()))).collect();
    values.push(("index", web::Arg::Text(finding.index.map(|index| index.to_string()).unwrap_or_default())));
    crate::words::texts().with(&format!("monitor-{}", finding.check), &values)
}

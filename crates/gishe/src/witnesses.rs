//! The witnesses of this installation's logs, seen from the log: each is shown what was published and signs it too, when it continues what
//! it signed before (C2SP tlog-witness, `journal-log.md` §6).
//!
//! The one rule: an answer that only a fork or a rollback explains stops the log; every other failure is asked again later, and the log
//! goes on meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use store::Store;
use store::log::{self, LogId, Proofs, Refused};
use tlog::{AddCheckpoint, Alarm, Algorithm, KeyName, Note, Policy, Reaction, SignedCheckpoint, Submission, VerifierKey, after_answer};
use tokio::task::JoinHandle;

use crate::config;
use crate::rounds::leads;
use crate::runtime::Installation;
use crate::words::text;

/// LIMIT: time one answer may take.
const ANSWER: Duration = Duration::from_secs(10);
/// LIMIT: bytes of an answer that are read.
const ANSWER_BYTES: usize = 64 * 1_024;
/// Least time between two questions to one witness about one log.
const ASK: Duration = Duration::from_secs(1);
/// Pause before a witness that failed is asked again.
const RETRY: Duration = Duration::from_secs(60);
/// Pause between two looks when nothing is committed.
const SWEEP: Duration = Duration::from_secs(5);
/// LIMIT: questions in one go: the size it knows may have to be learnt first.
const QUESTIONS: usize = 3;

/// A witness and where it is asked.
#[derive(Debug, Clone)]
struct Witness {
    url: String,
    key: VerifierKey,
}

/// The known witnesses. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Witnesses {
    all: Arc<[Witness]>,
    policy: Policy,
    client: reqwest::Client,
}

/// What is known of one witness and one log.
#[derive(Default)]
struct Known {
    size: u64,
    not_before: Option<Instant>,
}

impl Witnesses {
    /// The witnesses of a configuration. Unless it says how many must have signed, two of three must, and so on in proportion.
    pub fn configured(config: &config::Config) -> Result<Witnesses> {
        store::tls_ready();
        let mut all = Vec::new();
        for witness in &config.witnesses {
            let key = VerifierKey::parse(&witness.key).with_context(|| text!("cli-config-witness", value = witness.key))?;
            if key.algorithm() != Algorithm::CosignatureV1 {
                bail!(text!("cli-config-witness", value = witness.key));
            }
            all.push(Witness { url: witness.url.trim_end_matches('/').to_owned(), key });
        }
        let quorum = config.quorum.unwrap_or(all.len() - all.len() / 3);
        let keys = all.iter().map(|witness| witness.key.clone()).collect();
        let policy = Policy::new(keys, quorum).with_context(|| text!("cli-config-quorum", quorum = quorum, count = all.len()))?;
        let client = reqwest::Client::builder().timeout(ANSWER).build()?;
        Ok(Witnesses { all: all.into(), policy, client })
    }

    /// Who they are, and how many must have signed before a receipt is final.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The witnesses in the order of the configuration, for the pages of administrators.
    pub fn named(&self) -> Vec<admin::Witness> {
        self.all.iter().map(|witness| admin::Witness { url: witness.url.clone(), key: witness.key.clone() }).collect()
    }

    /// The sizes that reachable witnesses know of a log, learnt with its last signed checkpoint. For threads that may block, inside the
    /// runtime.
    pub fn sizes(&self, note: &Note, keys: &[VerifierKey]) -> Vec<(KeyName, u64)> {
        let mut sizes = Vec::new();
        for (name, size) in self.known(note, keys) {
            match size {
                Ok(size) if size > 0 => sizes.push((name, size)),
                Ok(_) => {}
                Err(error) => tracing::warn!(witness = %name, "not reached: {error:#}"),
            }
        }
        sizes
    }

    /// What each witness says to the last signed checkpoint of a log: the size it knows, 0 when it had seen none. As [`Witnesses::sizes`].
    pub fn known(&self, note: &Note, keys: &[VerifierKey]) -> Vec<(KeyName, Result<u64>)> {
        let Ok(signed) = SignedCheckpoint::verify(note.clone(), keys) else { return Vec::new() };
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return Vec::new() };
        let asked = |witness: &Witness| match runtime.block_on(self.ask(witness, 0, Vec::new(), &signed))? {
            Reaction::Retry { old } => Ok(old),
            Reaction::Alarm(Alarm::Ahead { witness: size, .. }) => Ok(size),
            Reaction::Refused { status } | Reaction::Later { status } => bail!("HTTP {status}"),
            Reaction::Fault(fault) => bail!("{fault}"),
            Reaction::Alarm(alarm) => bail!("{alarm}"),
            Reaction::Keep(_) => Ok(0),
        };
        self.all.iter().map(|witness| (witness.key.name().clone(), asked(witness))).collect()
    }

    async fn ask(&self, witness: &Witness, old: u64, proof: Vec<tlog::Hash>, signed: &SignedCheckpoint) -> Result<Reaction> {
        let body = AddCheckpoint::new(old, proof, signed).to_string();
        let mut response = self.client.post(format!("{}/add-checkpoint", witness.url)).body(body).send().await?;
        let (status, mut answer) = (response.status().as_u16(), Vec::new());
        while let Some(piece) = response.chunk().await? {
            if answer.len() + piece.len() > ANSWER_BYTES {
                bail!("the answer is too long");
            }
            answer.extend_from_slice(&piece);
        }
        let submission = Submission { old, signed, witness: std::slice::from_ref(&witness.key) };
        Ok(after_answer(submission, status, &answer))
    }

    /// Shows one witness what was published last of one log, unless it has signed it.
    async fn show(&self, store: &Store, witness: &Witness, log: LogId, known: &mut Known) -> Result<()> {
        let found = store.read(move |tx| -> store::Result<_> { Ok((log::checkpoint_last(tx, log)?, log::keys(tx, log)?)) }).await?;
        let (Some(note), keys) = (found.0.filter(|stored| stored.is_published).and_then(|stored| stored.note), found.1) else {
            return Ok(());
        };
        if note.signatures().iter().any(|signature| witness.key.made(signature)) {
            return Ok(());
        }
        let signed = SignedCheckpoint::verify(note, &keys)?;
        let size = signed.head().size;
        for _ in 0..QUESTIONS {
            let proof = proof(store, log, signed.clone(), known.size).await?;
            match self.ask(witness, known.size, proof, &signed).await? {
                Reaction::Keep(cosignatures) => {
                    known.size = size;
                    store.write(move |tx| log::cosigned(tx, log, size, cosignatures)).await?;
                    return Ok(());
                }
                Reaction::Retry { old } => known.size = old,
                Reaction::Alarm(alarm) => {
                    let why = refused(alarm, witness.key.name());
                    tracing::error!(log = %log, "the log stops: {why}");
                    return Ok(store.write(move |tx| log::refuse(tx, log, &why)).await?);
                }
                Reaction::Refused { status } | Reaction::Later { status } => bail!("status {status}"),
                Reaction::Fault(fault) => bail!("{fault}"),
            }
        }
        bail!("it named another size each time")
    }
}

/// Proof that a published tree continues one of `old` entries.
async fn proof(store: &Store, log: LogId, signed: SignedCheckpoint, old: u64) -> Result<Vec<tlog::Hash>> {
    let (place, size) = (store.clone(), signed.head().size);
    if old == 0 || old == size {
        return Ok(Vec::new());
    }
    let work = move || -> store::Result<_> { Proofs::open(place.shelf().place(log)?, signed)?.consistency(old, size) };
    Ok(tokio::task::spawn_blocking(work).await??)
}

/// Why a log refuses after the answer of a witness.
fn refused(alarm: Alarm, witness: &KeyName) -> Refused {
    let evidence = witness.to_string();
    match alarm {
        Alarm::Ahead { witness: known, size: stored } => Refused::RolledBack { evidence, known, stored },
        Alarm::Forked { size } | Alarm::Inconsistent { size, .. } => Refused::Forked { evidence, size },
    }
}

/// Starts showing the logs of an installation to its witnesses; nothing to do when there are none.
pub fn start(installation: Installation, witnesses: Witnesses) -> Option<JoinHandle<()>> {
    if witnesses.all.is_empty() {
        return None;
    }
    Some(tokio::spawn(async move {
        let mut committed = installation.store.committed();
        let mut known = BTreeMap::new();
        loop {
            if let Err(error) = round(&installation, &witnesses, &mut known).await {
                tracing::error!("the witnesses could not be asked: {error:#}");
            }
            tokio::select! {
                _ = committed.changed() => tokio::time::sleep(ASK).await,
                _ = tokio::time::sleep(SWEEP) => {}
            }
        }
    }))
}

async fn round(installation: &Installation, witnesses: &Witnesses, known: &mut BTreeMap<(LogId, String), Known>) -> Result<()> {
    if !leads(installation, "witnesses".to_owned(), 2 * SWEEP).await? {
        return Ok(());
    }
    for log in installation.store.read(log::logs).await? {
        for witness in witnesses.all.iter() {
            let known = known.entry((log, witness.key.to_string())).or_default();
            if known.not_before.is_some_and(|until| Instant::now() < until) {
                continue;
            }
            let pause = match witnesses.show(&installation.store, witness, log, known).await {
                Ok(()) => ASK,
                Err(error) => {
                    tracing::warn!(witness = %witness.key.name(), log = %log, "it did not sign: {error:#}");
                    RETRY
                }
            };
            known.not_before = Some(Instant::now() + pause);
        }
    }
    Ok(())
}

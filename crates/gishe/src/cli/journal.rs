//! Commands on logs and what they prove: `gishe journal …`. Those here need no installation.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use kernel::clock::SystemClock;
use kernel::random::{OsRandom, Random};
use serde_json::{Value as Json, json};
use store::log::{Fault, TilePlace, scrub};
use tlog::{Algorithm, KeyName, Payload, Policy, SignerKey, VerifierKey, run_vectors, verify_receipt};
use tokio::net::TcpListener;

use super::logs::{self, Prove, Resume};
use super::monitor::{self, Monitor};
use super::notice::{self, Append};
use super::participants::{self, AdmitSource, Identity, SuspendSource};
use super::stamps::{self, Checked};
use super::{Outcome, print_json, read_text};
use crate::witness::Witness;
use crate::words::{line, text, texts};

/// Commands on logs.
#[derive(Subcommand)]
pub enum JournalCommand {
    /// Verifies a receipt without asking anybody: the entry, its place in the log, the signature of the log, the witnesses.
    ///
    /// Example: gishe journal verify event-13.tlog-proof --vkey log.vkey --witness witness.vkey
    Verify(Verify),
    /// Makes a key of a log or of a witness; prints its public half.
    ///
    /// Example: gishe journal key witness.example --witness --to witness.key
    Key {
        /// Name of the key: the origin of the log, or the name of the witness.
        name: String,
        /// A key of a witness instead of a log.
        #[arg(long)]
        witness: bool,
        /// File for the secret half; it must not be there yet.
        #[arg(long)]
        to: PathBuf,
    },
    /// Serves a witness: cosigns checkpoints of the logs it knows, each only when it continues the last one.
    ///
    /// Example: gishe journal witness --listen 127.0.0.1:8090 --state witness.json --key witness.key --log log.vkey
    Witness {
        /// Where to listen; port 0 takes a free one.
        #[arg(long)]
        listen: SocketAddr,
        /// The state file; made when missing.
        #[arg(long)]
        state: PathBuf,
        /// File with the secret key.
        #[arg(long)]
        key: PathBuf,
        /// File with the public keys of logs to add; may be given several times.
        #[arg(long)]
        log: Vec<PathBuf>,
    },
    /// Checks the published files of a log against each other: every tile, bundle and the checkpoint.
    ///
    /// Example: gishe journal fsck /srv/mirror/log --vkey log.vkey --json
    Fsck {
        /// Folder with `checkpoint` and `tile`; without it the logs of an installation are checked, against its rows too.
        #[arg(requires = "vkey")]
        folder: Option<PathBuf>,
        /// File with the public keys of the log, one a line.
        #[arg(long, requires = "folder")]
        vkey: Option<PathBuf>,
        /// Folder of the installation; default GISHE_DATA or ./data.
        #[arg(long, conflicts_with = "folder")]
        data: Option<PathBuf>,
        /// File with the certificate of the time-stamp authority or of its issuer: the time stamps are checked too.
        #[arg(long)]
        tsa: Option<PathBuf>,
        /// {"ok", "size", "findings", "stamps"}.
        #[arg(long)]
        json: bool,
    },
    /// Compares a log that was restored or stopped with its tiles, a copy and its witnesses, and sets it going again.
    ///
    /// Example: gishe journal resume --data data --from /srv/mirror/log
    Resume(Resume),
    /// Prints the receipt of an entry: of a reported status or an issued document by its identifier, or of any by its index.
    ///
    /// Example: gishe journal prove --id 0195953a-0000-7000-8000-000000000008 > status.tlog-proof
    Prove(Prove),
    /// Follows a log as anybody can: signature, continuity, leaf hashes, cosignatures, and what its entries show.
    ///
    /// Example: gishe journal monitor https://ejournal.example.bg/ejournal/v1/log --vkey log.vkey --witness witness.vkey --state seen.json --once --json
    Monitor(Monitor),
    /// Adds what the operator has to say to a log, for good: as an entry of kind 2, of which only the digest is public.
    ///
    /// Example: gishe journal append "Ключът на журнала е сменен на 1 декември 2026 г." --data data
    Append(Append),
    /// Lets a system report to the journal of this installation, or gives it further administrations, certificates and keys.
    ///
    /// Example: gishe journal admit urn:oid:2.16.100.1.1.999.1.1 --number 1 --name "АИС" --administration 999999995 --certificate ais.der
    Admit(AdmitSource),
    /// Lets a system report no longer.
    ///
    /// Example: gishe journal suspend urn:oid:2.16.100.1.1.999.1.1
    Suspend(SuspendSource),
    /// Tells under which source and key an administration of this installation reports.
    ///
    /// Example: gishe journal identity --data data
    Identity(Identity),
    /// Runs published test vectors of Merkle proofs.
    ///
    /// Example: gishe journal vectors merkle-proofs.json --json
    Vectors {
        /// File of vectors, as transparency-dev/merkle publishes them.
        file: PathBuf,
        /// [{"id", "passed", "got", "expected"}].
        #[arg(long)]
        json: bool,
    },
}

/// A receipt and whom it must convince.
#[derive(Args)]
pub struct Verify {
    /// The receipt.
    receipt: PathBuf,
    /// File with the public keys of the log, one a line.
    #[arg(long)]
    vkey: PathBuf,
    /// File with the public keys of a witness; may be given several times.
    #[arg(long)]
    witness: Vec<PathBuf>,
    /// Witnesses that must have cosigned; all of those given, unless said otherwise.
    #[arg(long)]
    quorum: Option<usize>,
    /// {"valid", "origin", "index", "size", "witnesses", "payload", "error"}.
    #[arg(long)]
    json: bool,
}

/// Runs a command on logs.
pub(super) fn run(command: JournalCommand) -> Result<Outcome> {
    match command {
        JournalCommand::Verify(command) => verify(&command),
        JournalCommand::Key { name, witness, to } => key(&name, witness, &to),
        JournalCommand::Witness { listen, state, key, log } => witness(listen, &state, &key, &log),
        JournalCommand::Fsck { folder: Some(folder), vkey: Some(vkey), tsa, json, .. } => fsck(&folder, &vkey, tsa.as_deref(), json),
        JournalCommand::Fsck { data, tsa, json, .. } => logs::fsck(data, tsa.as_deref(), json),
        JournalCommand::Resume(command) => logs::resume(command),
        JournalCommand::Prove(command) => logs::prove(command),
        JournalCommand::Monitor(command) => monitor::monitor(&command),
        JournalCommand::Append(command) => notice::append(command),
        JournalCommand::Admit(command) => participants::admit(command),
        JournalCommand::Suspend(command) => participants::suspend(command),
        JournalCommand::Identity(command) => participants::identity(&command),
        JournalCommand::Vectors { file, json } => vectors(&file, json),
    }
}

/// The public keys in a file, one a line; empty lines and lines that begin with # are passed over.
pub(super) fn keys(path: &Path) -> Result<Vec<VerifierKey>> {
    let words = read_text(path)?;
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let keys: Vec<VerifierKey> =
        lines.map(VerifierKey::parse).collect::<Result<_, _>>().with_context(|| text!("cli-journal-key", path = path.display()))?;
    if keys.is_empty() {
        bail!(text!("cli-journal-key", path = path.display()));
    }
    Ok(keys)
}

/// Makes a key; the secret half is readable by its owner only.
fn key(name: &str, is_witness: bool, to: &Path) -> Result<Outcome> {
    let name = KeyName::parse(name).with_context(|| text!("cli-journal-key-name", name = name))?;
    let mut seed = [0; 32];
    OsRandom.fill(&mut seed);
    let algorithm = if is_witness { Algorithm::CosignatureV1 } else { Algorithm::Ed25519 };
    let key = SignerKey::new(name, algorithm, seed);
    crate::runtime::secret_write(to, format!("{}\n", key.to_secret_text()).as_bytes())?;
    line(&key.verifier().to_string());
    Ok(Outcome::Done)
}

fn witness(listen: SocketAddr, state: &Path, key: &Path, logs: &[PathBuf]) -> Result<Outcome> {
    let key = SignerKey::parse(read_text(key)?.trim()).with_context(|| text!("cli-journal-secret", path = key.display()))?;
    if key.verifier().algorithm() != Algorithm::CosignatureV1 {
        bail!(text!("cli-witness-key"));
    }
    let logs: Vec<VerifierKey> = logs.iter().map(|path| keys(path)).collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let witness = Witness::open(state, key, &logs, Arc::new(SystemClock))?;
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| text!("cli-listen-busy", address = listen))?;
        line(&format!("listening on http://{}", listener.local_addr()?));
        axum::serve(listener, witness.router()).with_graceful_shutdown(super::serving::asked_to_stop()).await?;
        Ok(Outcome::Done)
    })
}

fn verify(command: &Verify) -> Result<Outcome> {
    let log = keys(&command.vkey)?;
    let mut witnesses = Vec::new();
    for path in &command.witness {
        witnesses.extend(keys(path)?);
    }
    let mut names: Vec<_> = witnesses.iter().map(|key| key.name().to_string()).collect();
    names.sort();
    names.dedup();
    let policy = Policy::new(witnesses, command.quorum.unwrap_or(names.len())).with_context(|| text!("cli-journal-policy"))?;
    let bytes = std::fs::read(&command.receipt).with_context(|| text!("cli-unreadable", path = command.receipt.display()))?;
    let verified = verify_receipt(&bytes, &log, &policy);
    if command.json {
        print_json(&match &verified {
            Ok(receipt) => json!({
                "valid": true,
                "origin": receipt.origin,
                "index": receipt.index,
                "size": receipt.head.size,
                "witnesses": receipt.cosigners.iter().map(|one| one.name.to_string()).collect::<Vec<_>>(),
                "payload": if receipt.payload == Payload::Erased { "erased" } else { "present" },
                "error": Json::Null,
            }),
            Err(error) => json!({
                "valid": false, "origin": null, "index": null, "size": null, "witnesses": [], "payload": null, "error": chain(error),
            }),
        });
        return Ok(Outcome::of(verified.is_ok()));
    }
    match &verified {
        Ok(receipt) => {
            line(&text!("cli-journal-valid", origin = receipt.origin, index = receipt.index, size = receipt.head.size));
            for one in &receipt.cosigners {
                let at = i64::try_from(one.time_s).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
                line(&text!("cli-journal-witness", name = one.name, time = at.map(|at| at.to_string()).unwrap_or_default()));
            }
            match &receipt.payload {
                Payload::Present(payload) => line(&String::from_utf8_lossy(payload)),
                Payload::Erased => line(&text!("cli-journal-erased")),
            }
        }
        Err(error) => line(&text!("cli-journal-invalid", reason = chain(error))),
    }
    Ok(Outcome::of(verified.is_ok()))
}

/// Files of a log that are not what they should be.
fn fsck(folder: &Path, vkey: &Path, tsa: Option<&Path>, json: bool) -> Result<Outcome> {
    let keys = keys(vkey)?;
    if !folder.join("checkpoint").is_file() {
        bail!(text!("cli-journal-no-log", path = folder.display()));
    }
    let place = TilePlace::folder(folder)?;
    let (size, findings) = match scrub(&place, &keys, None, false) {
        Ok(scrubbed) => (scrubbed.size, scrubbed.findings.into_iter().map(|one| (one.path, one.fault.word())).collect::<Vec<_>>()),
        // Without a checkpoint that the log signed there is nothing to compare with.
        Err(store::Error::LogDamaged { what, .. }) => (0, vec![(what, Fault::Damaged.word())]),
        Err(error) => return Err(error.into()),
    };
    let stamps = match trusted(tsa)? {
        Some(trust) => stamps::check(&place, &keys, &stamps::sizes(folder), &trust),
        None => Vec::new(),
    };
    Ok(findings_tell(size, &findings, tsa.map(|_| stamps.as_slice()), json))
}

/// The authorities in a file; none without a file.
pub(super) fn trusted(tsa: Option<&Path>) -> Result<Option<timestamp::Trust>> {
    Ok(tsa.map(crate::care::trust).transpose()?.flatten())
}

/// What a check of tiles found – files with the words of their faults – and of time stamps, where those were asked for.
pub(super) fn findings_tell(size: u64, findings: &[(String, &'static str)], stamps: Option<&[Checked]>, json: bool) -> Outcome {
    let ok = findings.is_empty() && stamps.unwrap_or_default().iter().all(Checked::is_good);
    if json {
        let findings: Vec<Json> = findings.iter().map(|(path, fault)| json!({ "path": path, "fault": fault })).collect();
        let mut told = json!({ "ok": ok, "size": size, "findings": findings });
        if let Some(stamps) = stamps {
            told["stamps"] = stamps.iter().map(Checked::json).collect();
        }
        print_json(&told);
    } else {
        findings.iter().for_each(|(path, fault)| line(&format!("{path}: {}", texts().get(&format!("cli-journal-fault-{fault}")))));
        line(&text!("cli-journal-fsck", size = size, count = findings.len()));
        if let Some(stamps) = stamps {
            stamps::tell(stamps);
        }
    }
    Outcome::of(ok)
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    std::iter::once(error.to_string()).chain(causes.map(ToString::to_string)).collect::<Vec<_>>().join(": ")
}

fn vectors(file: &Path, json: bool) -> Result<Outcome> {
    let outcomes = run_vectors(&read_text(file)?).with_context(|| text!("cli-journal-vectors", path = file.display()))?;
    let failed = outcomes.iter().filter(|one| !one.passed);
    if json {
        print_json(&serde_json::to_value(&outcomes)?);
    } else {
        failed.clone().for_each(|one| line(&format!("{}: {} ({})", one.id, one.got, one.expected)));
        line(&text!("cli-journal-vectors-passed", passed = outcomes.len() - failed.clone().count(), total = outcomes.len()));
    }
    Ok(Outcome::of(failed.count() == 0))
}

//! A witness of logs (C2SP tlog-witness, `journal-log.md` §6): one small server, one state file, no installation.
//!
//! The one rule: the new head is on disk before the cosignature leaves; look, check and store are one step that nobody else is in.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use kernel::clock::Clock;
use serde::{Deserialize, Serialize};
use tlog::limits::ADD_CHECKPOINT_BYTES_MAX;
use tlog::{AddCheckpoint, Decision, Hash, KnownLog, SignerKey, TreeHead, VerifierKey, decide};

use crate::state_file::StateFile;
use crate::words::text;

/// What is known of one log, as it stands in the state file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogState {
    /// Public keys, any of which may sign.
    pub keys: Vec<String>,
    /// Size cosigned last.
    pub size: u64,
    /// Root at that size, base64.
    pub root: String,
}

/// The state file: the logs by origin. Text, so that it can be read and compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Logs {
    /// Logs by origin.
    pub logs: BTreeMap<String, LogState>,
}

struct Known {
    keys: Vec<VerifierKey>,
    latest: TreeHead,
}

struct Inner {
    key: SignerKey,
    clock: Arc<dyn Clock>,
    file: StateFile,
    logs: Mutex<BTreeMap<String, Known>>,
}

/// A witness with its key and its state file.
#[derive(Clone)]
pub struct Witness(Arc<Inner>);

impl Witness {
    /// Opens the state file, made when missing, and adds the logs whose keys are given; a log that is known gets the new keys too.
    pub fn open(path: &Path, key: SignerKey, logs: &[VerifierKey], clock: Arc<dyn Clock>) -> Result<Witness> {
        let file = StateFile::take(path)?;
        let mut state = match file.read()? {
            Some(bytes) => serde_json::from_slice::<Logs>(&bytes).with_context(|| text!("cli-witness-state", path = path.display()))?,
            None => Logs::default(),
        };
        for log in logs {
            let known = state.logs.entry(log.name().to_string());
            let known = known.or_insert_with(|| LogState { keys: Vec::new(), size: 0, root: Hash::EMPTY.to_string() });
            if !known.keys.contains(&log.to_string()) {
                known.keys.push(log.to_string());
            }
        }
        let known = |state: &LogState| -> Result<Known> {
            let keys = state.keys.iter().map(|key| VerifierKey::parse(key)).collect::<Result<_, _>>()?;
            Ok(Known { keys, latest: TreeHead { size: state.size, root: state.root.parse()? } })
        };
        let all: Result<BTreeMap<String, Known>> = state.logs.iter().map(|(origin, log)| Ok((origin.clone(), known(log)?))).collect();
        let logs = Mutex::new(all.with_context(|| text!("cli-witness-state", path = path.display()))?);
        let witness = Witness(Arc::new(Inner { key, clock, file, logs }));
        witness.store(&witness.0.logs.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(witness)
    }

    /// Writes the state so that a loss of power leaves the old one or the new one.
    fn store(&self, logs: &BTreeMap<String, Known>) -> Result<()> {
        let as_text = |known: &Known| LogState {
            keys: known.keys.iter().map(ToString::to_string).collect(),
            size: known.latest.size,
            root: known.latest.root.to_string(),
        };
        let state = Logs { logs: logs.iter().map(|(origin, known)| (origin.clone(), as_text(known))).collect() };
        self.0.file.write(&serde_json::to_vec_pretty(&state)?)
    }

    /// Decides on a request and, when it cosigns, stores the new head first; the cosignature lines.
    fn add_checkpoint(&self, request: &AddCheckpoint) -> Result<(Decision, String)> {
        let mut logs = self.0.logs.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = request.checkpoint().origin();
        let known = logs.get(origin).map(|known| KnownLog { keys: &known.keys, latest: known.latest });
        let decision = decide(request, known);
        let Decision::Cosign(head) = &decision else { return Ok((decision, String::new())) };
        if let Some(known) = logs.get_mut(origin).filter(|known| known.latest != *head) {
            let before = std::mem::replace(&mut known.latest, *head);
            if let Err(error) = self.store(&logs) {
                // Perhaps it is on disk all the same; then the next request is answered by that state, which is as good.
                if let Some(known) = logs.get_mut(origin) {
                    known.latest = before;
                }
                return Err(error);
            }
        }
        let now_s = u64::try_from(self.0.clock.now().as_second())?;
        let cosignature = request.cosign(&self.0.key, now_s)?;
        Ok((decision, cosignature.to_string()))
    }

    /// The addresses of the witness: `POST /add-checkpoint`, and its public key at `/`.
    pub fn router(&self) -> Router {
        let limit = DefaultBodyLimit::max(ADD_CHECKPOINT_BYTES_MAX + 1);
        Router::new().route("/", get(public_key)).route("/add-checkpoint", post(answer)).layer(limit).with_state(self.clone())
    }
}

async fn public_key(State(witness): State<Witness>) -> String {
    format!("{}\n", witness.0.key.verifier())
}

async fn answer(State(witness): State<Witness>, body: Bytes) -> Response {
    let request = match AddCheckpoint::parse(&body) {
        Ok(request) => request,
        Err(error) => return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response(),
    };
    let decided = tokio::task::spawn_blocking(move || witness.add_checkpoint(&request)).await;
    let (decision, lines) = match decided {
        Ok(Ok(decided)) => decided,
        Ok(Err(error)) => {
            tracing::error!("the witness could not store its state: {error:#}");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let status = StatusCode::from_u16(decision.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match decision.conflict_body() {
        Some(size) => (status, [(header::CONTENT_TYPE, Decision::CONFLICT_MEDIA_TYPE)], size).into_response(),
        None => (status, lines).into_response(),
    }
}

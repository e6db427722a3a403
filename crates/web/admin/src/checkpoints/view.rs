//! What the page of a log shows, read on one snapshot.
//!
//! The one rule: of a note only what [`Note::verify`] found is told; a line in the name of a known key that does not verify is an alarm.

use store::Tx;
use store::log::{self, CheckKind, Checked, Kept, LogId, Refused, State};
use tlog::{Note, Signature, VerifierKey};
use web::{Texts, format};

use crate::setting::Setting;

/// Checkpoints listed.
const LISTED: usize = 12;
/// LIMIT: checkpoints in which the last signature of each witness is sought.
const SOUGHT: i64 = 400;

/// A signature line.
pub struct SignatureRow {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub id: String,
    /// Whose it is: the log, a witness, somebody unknown.
    pub whose: String,
    /// When a witness signed.
    pub at: String,
    /// What verifying found.
    pub verdict: String,
    /// Tone of the tag.
    pub tone: &'static str,
}

/// A witness.
pub struct WitnessRow {
    /// Its name.
    pub name: String,
    /// Where it is asked.
    pub url: String,
    /// Its key.
    pub key: String,
    /// When it signed last, by its clock; empty when never.
    pub at: String,
    /// What it signed last.
    pub size: i64,
    /// Whether it signed the last checkpoint.
    pub is_current: bool,
}

/// A checkpoint of the list.
pub struct CheckpointRow {
    /// Size of the tree.
    pub size: i64,
    /// Root.
    pub root: String,
    /// When it was signed, ms.
    pub at: i64,
    /// Whether it was published.
    pub is_published: bool,
    /// How many of the known witnesses signed it.
    pub witnesses: i64,
}

/// A check that was done.
pub struct CheckRow {
    /// When, in words.
    pub when: String,
    /// What came out, in words.
    pub verdict: String,
    /// Tone of the tag.
    pub tone: &'static str,
    /// What was wrong: file and fault.
    pub findings: Vec<(String, String)>,
    /// Why it could not be done.
    pub failure: String,
}

/// A log as the page shows it.
pub struct LogView {
    /// Its name.
    pub origin: String,
    /// Its state and the tone of the tag.
    pub state: (String, &'static str),
    /// Why it rests, in words; empty while it does not.
    pub why: String,
    /// Whether it stopped by itself, and only `gishe journal resume` sets it going.
    pub is_refusing: bool,
    /// Entries.
    pub size: i64,
    /// Root of the tree.
    pub root: String,
    /// When the last entry came, ms; 0 for none.
    pub received: i64,
    /// What commands left and has no place in the log yet.
    pub pending: i64,
    /// Entries that no published checkpoint covers yet.
    pub behind: i64,
    /// Its keys.
    pub keys: Vec<String>,
    /// The last signed checkpoint: when it was signed, and its text.
    pub last: Option<(i64, String)>,
    /// Its signatures.
    pub signatures: Vec<SignatureRow>,
    /// The witnesses of the configuration.
    pub witnesses: Vec<WitnessRow>,
    /// How many must sign, and how many signed the last checkpoint.
    pub quorum: (usize, usize),
    /// Whether enough did.
    pub is_final: bool,
    /// Time of the last checkpoint that enough witnesses signed, ms.
    pub final_at: Option<i64>,
    /// The last checkpoints.
    pub checkpoints: Vec<CheckpointRow>,
    /// The start-up check and the walk, as far as they were done.
    pub start: Option<CheckRow>,
    /// See `start`.
    pub walk: Option<CheckRow>,
    /// Whether a walk goes on.
    pub is_walking: bool,
}

/// The public keys of a log; none when there is no log.
pub fn keys_of(tx: &Tx<'_>, log: LogId) -> store::Result<Vec<VerifierKey>> {
    log::keys(tx, log)
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn seconds(t: Texts, time_s: u64) -> String {
    format::date_time(format::instant(number(time_s).saturating_mul(1_000)), t.language())
}

/// The log with all that is known of it; nothing when there is none yet.
pub fn read(tx: &Tx<'_>, log: LogId, setting: &Setting, t: Texts, now_ms: i64) -> store::Result<Option<LogView>> {
    let state = match log::state(tx, log) {
        Ok(state) => state,
        Err(store::Error::NotInLog { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let keys = keys_of(tx, log)?;
    let kept = log::checkpoints_before(tx, log, None, SOUGHT)?;
    let pending = log::pending_count(tx, log)?;
    let start = log::check_last(tx, log, CheckKind::Start)?;
    let walk = log::check_last(tx, log, CheckKind::Walk)?;
    let cosigned = |kept: &Kept| kept.stored.note.as_ref().map_or(0, |note| cosigners(note, setting));
    let last = kept.first();
    let signed = last.map_or(0, cosigned);
    let final_at = kept.iter().find(|kept| cosigned(kept) >= setting.policy.quorum()).map(|kept| kept.signed_at);
    let published = kept.iter().find(|kept| kept.published_at.is_some()).map_or(0, |kept| kept.stored.head.size);
    let (why, is_refusing) = match (&state.refused, &start) {
        (Some(why), _) => (refusal(t, why), true),
        (None, Some(start)) if start.failure.is_some() => (start.failure.clone().unwrap_or_default(), false),
        _ => (String::new(), false),
    };
    let is_walking = walk.as_ref().is_some_and(|walk| walk.is_running(now_ms));
    Ok(Some(LogView {
        state: state_words(t, &state, !why.is_empty(), last.is_some()),
        why,
        is_refusing,
        size: number(state.head.size),
        root: state.head.root.to_string(),
        received: number(state.received_ms),
        pending,
        behind: number(state.head.size.saturating_sub(published)),
        last: last.and_then(|kept| Some((kept.signed_at, kept.stored.note.as_ref()?.to_string()))),
        signatures: last.and_then(|kept| kept.stored.note.as_ref()).map(|note| signatures(t, note, &keys, setting)).unwrap_or_default(),
        witnesses: witnesses(t, &kept, setting),
        quorum: (setting.policy.quorum(), signed),
        is_final: signed >= setting.policy.quorum(),
        final_at,
        checkpoints: kept
            .iter()
            .take(LISTED)
            .map(|kept| CheckpointRow {
                size: number(kept.stored.head.size),
                root: kept.stored.head.root.to_string(),
                at: kept.signed_at,
                is_published: kept.published_at.is_some(),
                witnesses: i64::try_from(cosigned(kept)).unwrap_or(i64::MAX),
            })
            .collect(),
        keys: keys.iter().map(ToString::to_string).collect(),
        start: start.map(|start| check_row(t, &start, now_ms)),
        walk: walk.map(|walk| check_row(t, &walk, now_ms)),
        is_walking,
        origin: state.origin,
    }))
}

fn state_words(t: Texts, state: &State, rests: bool, is_signed: bool) -> (String, &'static str) {
    let (key, tone) = match () {
        () if state.refused.is_some() => ("admin-checkpoints-state-refused", "bad"),
        () if rests => ("admin-checkpoints-state-rests", "bad"),
        () if is_signed => ("admin-checkpoints-state-works", "good"),
        () => ("admin-checkpoints-state-new", "wait"),
    };
    (t.get(key).into_owned(), tone)
}

/// Why a log refuses, in words for people.
fn refusal(t: Texts, why: &Refused) -> String {
    let size = |size: u64| format::number(number(size), t.language());
    match why {
        Refused::Restored => t.get("admin-checkpoints-why-restored").into_owned(),
        Refused::RolledBack { evidence, known, stored } => t.with(
            "admin-checkpoints-why-rolled-back",
            &[("who", evidence.as_str().into()), ("known", size(*known).into()), ("stored", size(*stored).into())],
        ),
        Refused::Forked { evidence, size: at } => t.with2("admin-checkpoints-why-forked", "who", evidence.as_str(), "size", size(*at)),
        Refused::TilesDiffer { size: at } => t.with1("admin-checkpoints-why-tiles", "size", size(*at)),
    }
}

/// How many of the known witnesses signed a note; a wrong line in the name of one counts for nothing.
fn cosigners(note: &Note, setting: &Setting) -> usize {
    let mut names: Vec<&str> = Vec::new();
    for witness in &setting.witnesses {
        let is_good = note.signatures().iter().any(|signature| cosigned_at(note, signature, &witness.key).is_some());
        if is_good && !names.contains(&witness.key.name().as_str()) {
            names.push(witness.key.name().as_str());
        }
    }
    names.len()
}

/// When a key signed, if this line is a good signature of it.
fn cosigned_at(note: &Note, signature: &Signature, key: &VerifierKey) -> Option<Option<u64>> {
    let alone = key.made(signature).then(|| Note::new(note.text(), signature.clone()).ok()).flatten()?;
    let verified = alone.verify(std::slice::from_ref(key)).ok()?;
    verified.first().map(|verified| verified.time_s)
}

fn signatures(t: Texts, note: &Note, keys: &[VerifierKey], setting: &Setting) -> Vec<SignatureRow> {
    let of_witnesses = setting.witnesses.iter().map(|witness| (&witness.key, "admin-checkpoints-by-witness"));
    let known: Vec<(&VerifierKey, &str)> = keys.iter().map(|key| (key, "admin-checkpoints-by-log")).chain(of_witnesses).collect();
    let row = |signature: &Signature| {
        let claimed: Vec<_> = known.iter().filter(|(key, _)| key.made(signature)).collect();
        let good = claimed.iter().find_map(|(key, whose)| Some((cosigned_at(note, signature, key)?, *whose)));
        let (whose, verdict, tone, time_s) = match (good, claimed.first()) {
            (Some((time_s, whose)), _) => (whose, "admin-checkpoints-good", "good", time_s),
            (None, Some((_, whose))) => (*whose, "admin-checkpoints-wrong", "bad", None),
            (None, None) => ("admin-checkpoints-by-nobody", "admin-checkpoints-unknown", "neutral", None),
        };
        SignatureRow {
            name: signature.name().to_string(),
            id: signature.id().to_string(),
            whose: t.get(whose).into_owned(),
            at: time_s.map(|time_s| seconds(t, time_s)).unwrap_or_default(),
            verdict: t.get(verdict).into_owned(),
            tone,
        }
    };
    note.signatures().iter().map(row).collect()
}

fn witnesses(t: Texts, kept: &[Kept], setting: &Setting) -> Vec<WitnessRow> {
    let row = |witness: &crate::setting::Witness| {
        let last = kept.iter().enumerate().find_map(|(place, kept)| {
            let note = kept.stored.note.as_ref()?;
            let time_s = note.signatures().iter().find_map(|signature| cosigned_at(note, signature, &witness.key))?;
            Some((place, kept.stored.head.size, time_s))
        });
        WitnessRow {
            name: witness.key.name().to_string(),
            url: witness.url.clone(),
            key: witness.key.to_string(),
            at: last.and_then(|(_, _, time_s)| time_s).map(|time_s| seconds(t, time_s)).unwrap_or_default(),
            size: last.map_or(0, |(_, size, _)| number(size)),
            is_current: last.is_some_and(|(place, _, _)| place == 0),
        }
    };
    setting.witnesses.iter().map(row).collect()
}

fn check_row(t: Texts, checked: &Checked, now_ms: i64) -> CheckRow {
    let (key, tone) = match () {
        () if checked.is_running(now_ms) => ("admin-checkpoints-check-running", "info"),
        () if checked.ended_at.is_none() => ("admin-checkpoints-check-interrupted", "wait"),
        () if checked.failure.is_some() => ("admin-checkpoints-check-failed", "bad"),
        () if checked.findings.is_empty() => ("admin-checkpoints-check-good", "good"),
        () => ("admin-checkpoints-check-bad", "bad"),
    };
    let when = format::date_time(format::instant(checked.ended_at.unwrap_or(checked.started_at)), t.language());
    let size = format::number(number(checked.size), t.language());
    CheckRow {
        when: if checked.is_good() { t.with2("admin-checkpoints-check-when", "when", when, "size", size) } else { when },
        verdict: t.get(key).into_owned(),
        tone,
        findings: checked
            .findings
            .iter()
            .map(|found| (found.path.clone(), t.get(&format!("admin-checkpoints-fault-{}", found.fault)).into_owned()))
            .collect(),
        failure: checked.failure.clone().unwrap_or_default(),
    }
}

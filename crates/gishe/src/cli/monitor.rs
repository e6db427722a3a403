//! `gishe journal monitor`: follows a log as anybody can, and says what is wrong with it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use ejournal::monitor::{Finding, Hours, Rules, Severity};
use kernel::clock::{Clock, SystemClock};
use serde_json::{Value as Json, json};
use tlog::Policy;

use super::Outcome;
use super::journal::keys;
use crate::monitor::{LogPlace, Look, Monitor as Following, sentence};
use crate::words::{line, text};

/// A log that is followed.
#[derive(Args)]
pub struct Monitor {
    /// Address of the log or a folder, each with `checkpoint` and `tile`.
    log: String,
    /// File with the public keys of the log, one a line.
    #[arg(long)]
    vkey: PathBuf,
    /// File with the public keys of a witness; may be given several times.
    #[arg(long)]
    witness: Vec<PathBuf>,
    /// Witnesses that must have cosigned; all of those given, unless said otherwise.
    #[arg(long)]
    quorum: Option<usize>,
    /// Minutes after which a checkpoint must have that many cosignatures.
    #[arg(long, default_value_t = 10)]
    quorum_minutes: u64,
    /// File that remembers what was seen; made when missing.
    #[arg(long)]
    state: PathBuf,
    /// Hours without a new entry that are told; 0: never.
    #[arg(long, default_value_t = 26)]
    silence_hours: u64,
    /// Hours without a heartbeat that are told; 0: never. Unless given, only of a log that had one: 26.
    #[arg(long)]
    heartbeat_hours: Option<u64>,
    /// Hours from a fact to its receipt that are told; 0: never.
    #[arg(long, default_value_t = 24)]
    distance_hours: u64,
    /// Hours of working days in which people usually act, such as 7-20; acts outside them are told. Otherwise none are.
    #[arg(long)]
    hours: Option<Hours>,
    /// Looks once and ends; otherwise again and again.
    #[arg(long)]
    once: bool,
    /// Seconds between two looks.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// {"origin", "size", "read", "cosigners", "ok", "findings"}; one line for each look.
    #[arg(long)]
    json: bool,
}

const HOUR_MS: u64 = 3_600_000;

impl Monitor {
    fn rules(&self) -> Rules {
        let ms = |hours: u64| hours.saturating_mul(HOUR_MS);
        let standard = Rules::default();
        Rules {
            silence_ms: ms(self.silence_hours),
            heartbeat_ms: self.heartbeat_hours.map_or(standard.heartbeat_ms, ms),
            heartbeat_expected: self.heartbeat_hours.is_some_and(|hours| hours > 0),
            distance_ms: ms(self.distance_hours),
            hours: self.hours,
        }
    }

    fn policy(&self) -> Result<Policy> {
        let mut witnesses = Vec::new();
        for path in &self.witness {
            witnesses.extend(keys(path)?);
        }
        let mut names: Vec<_> = witnesses.iter().map(|key| key.name().to_string()).collect();
        names.sort();
        names.dedup();
        Policy::new(witnesses, self.quorum.unwrap_or(names.len())).with_context(|| text!("cli-journal-policy"))
    }
}

/// `gishe journal monitor`.
pub(super) fn monitor(command: &Monitor) -> Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let place = LogPlace::named(&command.log, runtime.handle().clone())?;
    let patience_ms = command.quorum_minutes.saturating_mul(60_000);
    let mut following = Following::open(place, keys(&command.vkey)?, command.policy()?, command.rules(), patience_ms, &command.state)?;
    let mut before: Vec<Finding> = Vec::new();
    let mut is_well = true;
    loop {
        let now_ms = u64::try_from(SystemClock.now().as_millisecond()).unwrap_or(0);
        let look = following.look(now_ms)?;
        is_well &= look.is_well();
        // What was told at the last look and stands is not told again.
        let news: Vec<&Finding> = look.findings.iter().filter(|finding| !before.iter().any(|told| is_same(told, finding))).collect();
        if command.once || !news.is_empty() {
            tell(&look, &news, command.json);
        }
        if command.once {
            return Ok(Outcome::of(look.is_well()));
        }
        before = look.findings;
        let is_over = runtime.block_on(async {
            let pause = tokio::time::sleep(Duration::from_secs(command.every));
            tokio::select! {
                () = pause => false,
                () = super::serving::asked_to_stop() => true,
            }
        });
        if is_over {
            return Ok(Outcome::of(is_well));
        }
    }
}

/// Whether two findings say the same, however much longer it lasts.
fn is_same(one: &Finding, other: &Finding) -> bool {
    let lasting = ["hours", "minutes", "seconds", "reason"];
    let said = |finding: &Finding| {
        let values = finding.values.iter().filter(|(name, _)| !lasting.contains(name));
        values.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
    };
    one.check == other.check && one.severity == other.severity && one.index == other.index && said(one) == said(other)
}

fn tell(look: &Look, findings: &[&Finding], json: bool) {
    if json {
        let told = |finding: &&Finding| {
            let mut told = serde_json::to_value(finding).unwrap_or_default();
            told["text"] = Json::String(sentence(finding));
            told
        };
        let findings: Vec<Json> = findings.iter().map(told).collect();
        let said = json!({ "origin": look.origin, "size": look.size, "read": look.read, "cosigners": look.cosigners,
            "ok": look.is_well(), "findings": findings });
        line(&said.to_string());
        return;
    }
    for finding in findings {
        let mark = match finding.severity {
            Severity::Note => text!("monitor-note"),
            Severity::Warning => text!("monitor-warning"),
            Severity::Alarm => text!("monitor-alarm"),
        };
        line(&format!("{mark} {}", sentence(finding)));
    }
    let origin = if look.origin.is_empty() { "–" } else { &look.origin };
    line(&text!("monitor-done", origin = origin, size = look.size, read = look.read, count = findings.len()));
}

//! What the public entries of a log tell whoever follows it: numbers that are missing or come twice, times that cannot be, statuses in an
//! order that cannot be, silence (`journal-log.md` §9).
//!
//! The one rule: it judges entries whose place in the tree was verified, and keeps what it needs for the next ones; it fetches nothing.

mod case;
mod hours;
mod numbers;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tlog::{Entry, Kind};

use crate::limits::{BACKDATING_FREE_HOURS, CLOCK_AHEAD_MAX_S, GAP_RELEASED_HOURS, GAP_REPORTED_MINUTES};
use crate::nomenclature::Nomenclature;
use case::Cases;
use hours::is_act_of_a_person;
pub use hours::{Hours, HoursError};
use numbers::Numbers;

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is to be done.
    Note,
    /// Somebody is to look.
    Warning,
    /// The log, or who writes it, is not to be trusted until it is explained.
    Alarm,
}

/// Something that a log shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at; stable.
    pub check: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The entry that shows it.
    pub index: Option<u64>,
    /// What was seen, by name.
    pub values: BTreeMap<&'static str, String>,
}

impl Finding {
    /// A finding without values.
    pub fn new(check: &'static str, severity: Severity) -> Finding {
        Finding { check, severity, index: None, values: BTreeMap::new() }
    }

    /// Shown by an entry.
    #[must_use]
    pub fn at(self, index: u64) -> Finding {
        Finding { index: Some(index), ..self }
    }

    /// With a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Finding {
        self.values.insert(name, value.to_string());
        self
    }
}

/// What is expected of a log. Times in ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Longest time without a new entry; 0: any.
    pub silence_ms: u64,
    /// Longest time without a heartbeat; 0: any. A log that never had one is not expected to, unless `heartbeat_expected`.
    pub heartbeat_ms: u64,
    /// Whether a log that never had a heartbeat is to have one.
    pub heartbeat_expected: bool,
    /// Longest time from the fact to its receipt that is not told; 0: any.
    pub distance_ms: u64,
    /// When people of an administration usually act; none: at any time.
    pub hours: Option<Hours>,
}

impl Default for Rules {
    /// A day and two hours for what comes once a day; a day from the fact to its receipt.
    fn default() -> Rules {
        let distance_ms = BACKDATING_FREE_HOURS.unsigned_abs() * HOUR_MS;
        Rules { silence_ms: 26 * HOUR_MS, heartbeat_ms: 26 * HOUR_MS, heartbeat_expected: false, distance_ms, hours: None }
    }
}

/// What was seen of a log so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Receipt of the last entry, ms since 1970.
    received_ms: u64,
    /// Receipt of the last heartbeat.
    heartbeat_ms: Option<u64>,
    /// Receipt of the first entry.
    first_ms: Option<u64>,
    /// The numbers of each participant.
    numbers: BTreeMap<u32, Numbers>,
    /// The last number that a heartbeat told of each participant, and which entry it is.
    told: BTreeMap<u32, (u64, u64)>,
    cases: Cases,
}

impl Watch {
    /// Receipt of the last entry, ms since 1970; 0 before the first.
    pub fn received_ms(&self) -> u64 {
        self.received_ms
    }

    /// Takes the next entry, in the order of the log, and says what is wrong with it.
    pub fn take(&mut self, index: u64, entry: &Entry, rules: &Rules, nomenclature: &Nomenclature) -> Vec<Finding> {
        let mut findings = self.times(index, entry, rules);
        let numbers = self.numbers.entry(entry.participant).or_default();
        if !numbers.take(entry.participant, entry.sequence, entry.received_ms) {
            let severity = if entry.participant == 0 { Severity::Alarm } else { Severity::Warning };
            let repeat = Finding::new("repeat", severity).at(index);
            findings.push(repeat.with("participant", entry.participant).with("number", entry.sequence));
        }
        match entry.kind {
            Kind::Heartbeat => {
                self.heartbeat_ms = Some(self.received_ms);
                if let Some((participant, last)) = entry.extension.last() {
                    self.told.insert(participant, (last, index));
                }
            }
            Kind::Status | Kind::Correction { .. } => findings.extend(self.cases.take(index, entry, nomenclature)),
            _ => {}
        }
        findings
    }

    fn times(&mut self, index: u64, entry: &Entry, rules: &Rules) -> Vec<Finding> {
        let mut findings = Vec::new();
        let seconds = |ms: u64| ms / 1_000;
        if entry.received_ms < self.received_ms {
            let by = self.received_ms - entry.received_ms;
            findings.push(Finding::new("received-back", Severity::Alarm).at(index).with("seconds", seconds(by)));
        }
        self.first_ms.get_or_insert(entry.received_ms);
        self.received_ms = self.received_ms.max(entry.received_ms);
        let ahead = entry.occurred_ms.saturating_sub(entry.received_ms);
        if ahead > CLOCK_AHEAD_MAX_S.unsigned_abs() * 1_000 {
            findings.push(Finding::new("occurred-ahead", Severity::Warning).at(index).with("seconds", seconds(ahead)));
        }
        let late = entry.received_ms.saturating_sub(entry.occurred_ms);
        if rules.distance_ms > 0 && late > rules.distance_ms {
            findings.push(Finding::new("late", Severity::Note).at(index).with("hours", late / HOUR_MS));
        }
        let is_odd = rules.hours.is_some_and(|hours| is_act_of_a_person(entry.status) && !hours.hold(entry.occurred_ms));
        if entry.kind == Kind::Status && is_odd {
            findings.push(Finding::new("hours", Severity::Note).at(index).with("status", entry.status));
        }
        findings
    }

    /// What is wrong now that everything that is there was taken: gaps that stay open, numbers that were told and did not come, silence.
    pub fn standing(&self, rules: &Rules, now_ms: u64) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (participant, numbers) in &self.numbers {
            for gap in numbers.gaps() {
                let age = now_ms.saturating_sub(gap.since_ms);
                // The log itself counts without gaps; what others send may come in another order.
                if *participant != 0 && age <= GAP_REPORTED_MINUTES.unsigned_abs() * MINUTE_MS {
                    continue;
                }
                let is_alarm = *participant == 0 || age > GAP_RELEASED_HOURS.unsigned_abs() * HOUR_MS;
                let finding = Finding::new("gap", if is_alarm { Severity::Alarm } else { Severity::Warning });
                findings.push(finding.with("participant", participant).with("first", gap.first).with("last", gap.last));
            }
        }
        for (participant, (told, index)) in &self.told {
            let seen = self.numbers.get(participant).map_or(0, Numbers::last);
            if seen < *told {
                let finding = Finding::new("withheld", Severity::Alarm).at(*index);
                findings.push(finding.with("participant", participant).with("told", told).with("seen", seen));
            }
        }
        findings.extend(self.silence(rules, now_ms));
        findings
    }

    fn silence(&self, rules: &Rules, now_ms: u64) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some(first_ms) = self.first_ms else { return findings };
        let hours = |since: u64| now_ms.saturating_sub(since) / HOUR_MS;
        if rules.silence_ms > 0 && now_ms.saturating_sub(self.received_ms) > rules.silence_ms {
            findings.push(Finding::new("silence", Severity::Warning).with("hours", hours(self.received_ms)));
        }
        // Before the first heartbeat the log itself is as old as its first entry.
        let is_expected = rules.heartbeat_ms > 0 && (rules.heartbeat_expected || self.heartbeat_ms.is_some());
        let since = self.heartbeat_ms.unwrap_or(first_ms);
        if is_expected && now_ms.saturating_sub(since) > rules.heartbeat_ms {
            findings.push(Finding::new("heartbeat", Severity::Warning).with("hours", hours(since)));
        }
        let ahead = self.received_ms.saturating_sub(now_ms);
        if ahead > CLOCK_AHEAD_MAX_S.unsigned_abs() * 1_000 {
            findings.push(Finding::new("received-ahead", Severity::Warning).with("seconds", ahead / 1_000));
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use tlog::{CaseTag, EventId, Extension, Hash};

    use super::*;
    use crate::nomenclature::codes;

    const NOON: u64 = 1_780_000_000_000;

    fn entry(kind: Kind, participant: u32, sequence: u64) -> Entry {
        Entry {
            kind,
            received_ms: NOON,
            occurred_ms: NOON,
            participant,
            sequence,
            service: 0,
            status: 0,
            tag_epoch: 1,
            case_tag: CaseTag([7; 32]),
            event_id: EventId([0; 16]),
            commitment: Hash([0; 32]),
            signature_digest: Hash([0; 32]),
            extension: Extension::new(),
        }
    }

    fn status(code: &str, sequence: u64) -> Entry {
        let statuses = Nomenclature::shipped().statuses();
        let id = statuses.iter().find(|status| status.code.as_str() == code).unwrap().id;
        let kind = if code.starts_with("journal.") { Kind::Correction { of: 0 } } else { Kind::Status };
        Entry { status: id, ..entry(kind, 1, sequence) }
    }

    fn checks(findings: &[Finding]) -> Vec<&'static str> {
        findings.iter().map(|finding| finding.check).collect()
    }

    fn taken(entries: &[Entry]) -> (Watch, Vec<&'static str>) {
        let (mut watch, mut found) = (Watch::default(), Vec::new());
        for (index, entry) in (0..).zip(entries) {
            found.extend(checks(&watch.take(index, entry, &Rules::default(), Nomenclature::shipped())));
        }
        (watch, found)
    }

    fn notices(numbers: &[(u32, u64)]) -> (Watch, Vec<&'static str>) {
        taken(&numbers.iter().map(|(participant, number)| entry(Kind::Notice, *participant, *number)).collect::<Vec<_>>())
    }

    #[test]
    fn numbers_come_once_and_without_gaps() {
        let late = NOON + 16 * MINUTE_MS;
        let standing = |watch: &Watch, now_ms| checks(&watch.standing(&Rules::default(), now_ms));
        // A participant begins where it likes; its gap may close for a while.
        let (watch, found) = notices(&[(4, 1_001), (4, 1_002), (4, 1_005)]);
        assert_eq!((found, standing(&watch, NOON), standing(&watch, late)), (vec![], vec![], vec!["gap"]));
        let gap = &watch.standing(&Rules::default(), late)[0];
        assert_eq!((gap.values["first"].as_str(), gap.values["last"].as_str(), gap.severity), ("1003", "1004", Severity::Warning));
        assert_eq!(watch.standing(&Rules::default(), NOON + 25 * HOUR_MS)[0].severity, Severity::Alarm);
        let (watch, found) = notices(&[(4, 1_001), (4, 1_005), (4, 1_003), (4, 1_002), (4, 1_004)]);
        assert_eq!((found, standing(&watch, late)), (vec![], vec![]));
        // The log itself counts from one and leaves nothing out.
        assert_eq!(standing(&notices(&[(0, 2)]).0, NOON), ["gap"]);
        assert_eq!(standing(&notices(&[(0, 1), (0, 3)]).0, NOON), ["gap"]);
        assert_eq!(notices(&[(0, 1), (0, 1)]).1, ["repeat"]);
        assert_eq!(notices(&[(4, 9), (4, 11), (4, 9)]).1, ["repeat"]);
    }

    #[test]
    fn times_that_cannot_be_are_told() {
        let at = |received_ms, occurred_ms, sequence| Entry { received_ms, occurred_ms, ..entry(Kind::Notice, 0, sequence) };
        assert_eq!(taken(&[at(NOON, NOON, 1), at(NOON - 1, NOON - 1, 2)]).1, ["received-back"]);
        assert_eq!(taken(&[at(NOON, NOON + 121_000, 1)]).1, ["occurred-ahead"]);
        assert_eq!(taken(&[at(NOON, NOON - 25 * HOUR_MS, 1), at(NOON, NOON - 23 * HOUR_MS, 2)]).1, ["late"]);
        // A decision in the night is told where hours are given; a term that passes at midnight is not.
        let rules = Rules { hours: "7-20".parse().ok(), ..Rules::default() };
        // 23:26 and 11:26 of a Thursday in Sofia.
        let (at_night, by_day) = (|code| status(code, 1), |code| Entry { occurred_ms: NOON - 12 * HOUR_MS, ..status(code, 1) });
        let night =
            |entry: Entry, rules: &Rules| checks(&Watch::default().take(0, &entry, rules, Nomenclature::shipped())).contains(&"hours");
        assert!(night(at_night(codes::REFUSED), &rules) && !night(at_night(codes::REFUSED), &Rules::default()));
        assert!(!night(at_night(codes::BREACHED), &rules) && !night(by_day(codes::REFUSED), &rules));
        let watch = taken(&[at(NOON, NOON, 1)]).0;
        assert_eq!(checks(&watch.standing(&Rules::default(), NOON - 10 * MINUTE_MS)), ["received-ahead"]);
    }

    #[test]
    fn silence_and_missing_heartbeats_become_visible() {
        let rules = Rules::default();
        let beat = Entry { extension: Extension::new().with_last(1, 2).unwrap(), ..entry(Kind::Heartbeat, 0, 1) };
        let (watch, found) = taken(&[entry(Kind::Notice, 1, 1), beat.clone()]);
        // It tells of an event that is not there.
        assert_eq!((found, checks(&watch.standing(&rules, NOON))), (vec![], vec!["withheld"]));
        let (watch, _) = taken(&[entry(Kind::Notice, 1, 1), entry(Kind::Notice, 1, 2), beat]);
        assert_eq!(checks(&watch.standing(&rules, NOON + 25 * HOUR_MS)), [""; 0]);
        assert_eq!(checks(&watch.standing(&rules, NOON + 27 * HOUR_MS)), ["silence", "heartbeat"]);
        assert_eq!(checks(&watch.standing(&Rules { silence_ms: 0, heartbeat_ms: 0, ..rules }, NOON + 27 * HOUR_MS)), [""; 0]);
        // A log that never had one is not expected to, unless that is said.
        let (watch, _) = notices(&[(0, 1)]);
        assert_eq!(checks(&watch.standing(&rules, NOON + 27 * HOUR_MS)), ["silence"]);
        let expected = Rules { heartbeat_expected: true, ..rules };
        assert_eq!(checks(&watch.standing(&expected, NOON + 27 * HOUR_MS)), ["silence", "heartbeat"]);
        assert_eq!(checks(&Watch::default().standing(&expected, NOON)), [""; 0]);
    }

    #[test]
    fn statuses_in_an_impossible_order_are_told() {
        let lived = |statuses: &[&str]| taken(&(1..).zip(statuses).map(|(number, code)| status(code, number)).collect::<Vec<_>>()).1;
        let whole = ["form.submitted", "intake.registered", "term.set", codes::SIGNED, "delivery.desk", codes::CLOSED, "case.archived"];
        assert_eq!(lived(&whole), [""; 0]);
        assert_eq!(lived(&["form.submitted", codes::SIGNED]), ["order"]);
        assert_eq!(lived(&["intake.registered", codes::REOPENED]), ["order"]);
        assert_eq!(lived(&["intake.registered", codes::CLOSED, "term.set"]), ["after-end"]);
        assert_eq!(lived(&["intake.registered", codes::CLOSED, codes::REOPENED, "term.set"]), [""; 0]);
        // What takes the place of a corrected event may follow the end, once.
        assert_eq!(lived(&["intake.registered", codes::CLOSED, codes::CORRECTED, "term.set", "term.set"]), ["after-end"]);
        let unknown = Entry { status: 9_999, ..entry(Kind::Status, 1, 1) };
        assert_eq!(taken(&[unknown]).1, ["status-unknown"]);
    }

    #[test]
    fn what_was_seen_is_kept_as_text() {
        let (watch, _) = taken(&[status("intake.registered", 5), status(codes::CLOSED, 8)]);
        let text = serde_json::to_string(&watch).unwrap();
        assert_eq!(serde_json::from_str::<Watch>(&text).unwrap(), watch, "{text}");
    }
}

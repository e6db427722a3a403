//! How one event after the other moves the state (`ejournal.md` §4.1).
//!
//! The one rule: the phase goes forward; backward only by the moves that the section lists.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::clock::sofia_date;
use kernel::entity_number::EntityNumber;

use super::{End, Line, State, TrackStatus};
use crate::event::{Channel, Event, Mode, Need, ServiceNumber, Stage, Status};
use crate::flag::Flag;
use crate::nomenclature::{Phase, StatusEntry, Track, codes};

/// What an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Step {
    /// It cannot have happened in this order.
    pub anomaly: bool,
    /// It came after the end and was ignored.
    pub after_end: bool,
    /// It says that a term has passed that has not.
    pub unfounded: bool,
}

/// The state on the way through the events.
#[derive(Default)]
pub struct Walk<'e> {
    phase: Option<Phase>,
    before_appeal: Option<Phase>,
    appeals_open: u32,
    intake_seen: bool,
    deficiency_open: bool,
    suspended: bool,
    tacit_refusal: bool,
    end: Option<End<'e>>,
    status: Option<&'e Status>,
    payment: Option<TrackStatus<'e>>,
    transport: Option<TrackStatus<'e>>,
    administration: Option<&'e EntityNumber>,
    service: Option<&'e ServiceNumber>,
    channel: Option<Channel>,
    mode: Option<Mode>,
    due: Option<Date>,
    breach_told: bool,
    term_ended_at: Option<Timestamp>,
    remedy_due: Option<Date>,
    stage: Option<&'e Stage>,
}

impl<'e> Walk<'e> {
    /// Moves the state by one event.
    pub fn apply(&mut self, event: &'e Event, entry: &StatusEntry, replacement: bool) -> Step {
        let code = event.data.status.as_str();
        if let Some(end) = self.end {
            let main = entry.phase.is_some_and(|phase| phase.track() == Track::Main);
            if end.forwarded_to() == Some(&event.data.administration.eik) {
                // The number stays when a service is forwarded (§2.4): at the next administration its life begins anew.
                if main {
                    self.begin_anew();
                }
            } else if !replacement && !codes::may_follow_end(code) {
                return Step { after_end: true, ..Step::default() };
            }
        }
        self.service = Some(&event.data.service.number);
        self.channel = event.data.service.channel.or(self.channel);
        self.mode = event.data.service.mode.or(self.mode);
        let Some(phase) = entry.phase else { return Step::default() };
        let track = Some(TrackStatus { status: &event.data.status, at: event.time });
        match phase.track() {
            Track::Payment => self.payment = track,
            Track::Transport => self.transport = track,
            Track::Main => {
                let unfounded = code == codes::BREACHED && self.due.is_none_or(|due| sofia_date(event.time) <= due);
                return Step { anomaly: self.apply_main(event, entry, phase), after_end: false, unfounded };
            }
        }
        self.administration = self.administration.or(Some(&event.data.administration.eik));
        Step::default()
    }

    fn begin_anew(&mut self) {
        self.phase = None;
        self.end = None;
        self.due = None;
        self.breach_told = false;
        self.term_ended_at = None;
        self.remedy_due = None;
        self.stage = None;
        self.deficiency_open = false;
        self.suspended = false;
    }

    /// Moves the main line; returns whether the order cannot be.
    fn apply_main(&mut self, event: &'e Event, entry: &StatusEntry, phase: Phase) -> bool {
        let code = event.data.status.as_str();
        let anomaly = self.is_anomaly(code, phase);
        self.status = Some(&event.data.status);
        self.administration =
            event.data.forwarded_to.as_ref().filter(|_| code == codes::FORWARDED).or(Some(&event.data.administration.eik));
        self.stage = event.data.stage.as_ref().or(self.stage);
        if entry.needs.contains(&Need::Due) {
            let is_remedy = phase == Phase::Deficiency;
            let due = if is_remedy { &mut self.remedy_due } else { &mut self.due };
            *due = event.data.due.or(*due);
            self.breach_told &= is_remedy;
        }
        let moved = if code == codes::APPEAL_DECIDED { self.appeal_decided() } else { self.moved(code, entry, phase) };
        self.intake_seen |= phase == Phase::Intake || code.starts_with("intake.");
        match code {
            codes::DEFICIENCY_NOTIFIED => self.deficiency_open = true,
            codes::DEFICIENCY_ANSWERED => self.deficiency_open = false,
            codes::SUSPENDED => {
                self.suspended = true;
                self.due = None;
            }
            codes::RESUMED => self.suspended = false,
            codes::BREACHED => self.breach_told = true,
            codes::REOPENED => {
                self.end = None;
                self.due = None;
                self.breach_told = false;
                self.term_ended_at = None;
            }
            codes::TACIT_REFUSAL => self.tacit_refusal = true,
            _ if code.starts_with("decision.") && phase >= Phase::Result => self.tacit_refusal = false,
            _ => {}
        }
        if codes::ends_term(code) {
            self.term_ended_at = self.term_ended_at.or(Some(event.time));
        }
        if entry.end {
            self.end = Some(End { event });
        }
        self.phase = moved;
        if self.phase != Some(Phase::Deficiency) {
            self.remedy_due = None;
        }
        anomaly
    }

    /// The phase after an event that is no decision on an appeal.
    fn moved(&mut self, code: &str, entry: &StatusEntry, target: Phase) -> Option<Phase> {
        if target == Phase::Appeal {
            self.appeals_open += u32::from(code == codes::APPEAL_FILED || self.appeals_open == 0);
            if self.phase != Some(Phase::Appeal) {
                self.before_appeal = self.phase;
            }
            return Some(Phase::Appeal);
        }
        if self.phase == Some(Phase::Appeal) && target < Phase::Appeal {
            self.before_appeal = self.stepped(self.before_appeal, code, entry, target);
            return self.phase;
        }
        self.stepped(self.phase, code, entry, target)
    }

    fn stepped(&self, current: Option<Phase>, code: &str, entry: &StatusEntry, target: Phase) -> Option<Phase> {
        // One application may open several services before any of them is received: the link alone is no work yet.
        if code.starts_with("link.") && !self.intake_seen {
            return current;
        }
        let Some(now) = current else { return Some(target) };
        let supersedes = self.tacit_refusal && code.starts_with("decision.");
        let moves = target >= now || entry.returns.contains(&now) || supersedes;
        Some(if moves { target } else { now })
    }

    fn appeal_decided(&mut self) -> Option<Phase> {
        self.appeals_open = self.appeals_open.saturating_sub(1);
        if self.phase == Some(Phase::Appeal) && self.appeals_open == 0 { self.before_appeal.take() } else { self.phase }
    }

    fn is_anomaly(&self, code: &str, phase: Phase) -> bool {
        let needs_intake = (Phase::Work..=Phase::Delivery).contains(&phase) && !code.starts_with("link.");
        let without_cause = match code {
            codes::DEFICIENCY_ANSWERED | codes::DEFICIENCY_EXPIRED => !self.deficiency_open,
            codes::RESUMED => !self.suspended,
            codes::REOPENED => self.end.is_none(),
            codes::APPEAL_DECIDED | codes::APPEAL_FORWARDED => self.appeals_open == 0,
            _ => false,
        };
        // Work goes on beside a later phase; going back to any other phase is not a way that a service takes.
        let base = if self.phase == Some(Phase::Appeal) { self.before_appeal } else { self.phase };
        let supersedes = self.tacit_refusal && code.starts_with("decision.");
        let completes = self.end.is_some() && codes::may_follow_end(code);
        let backward = base.is_some_and(|now| phase < now) && !matches!(phase, Phase::Work | Phase::Appeal) && !supersedes && !completes;
        (needs_intake && !self.intake_seen) || without_cause || backward
    }

    /// The state at the end of the way.
    pub fn into_state(self, lines: Vec<Line<'e>>, flags: BTreeSet<Flag>) -> State<'e> {
        State {
            phase: self.phase,
            status: self.status,
            payment: self.payment,
            transport: self.transport,
            administration: self.administration,
            service: self.service,
            channel: self.channel,
            mode: self.mode,
            due: self.due,
            breach_told: self.breach_told,
            term_ended_at: self.term_ended_at,
            remedy_due: self.remedy_due,
            stage: self.stage,
            end: self.end,
            flags,
            lines,
        }
    }
}

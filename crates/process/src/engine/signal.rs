//! What comes from outside while a token waits: messages, timers, job results, resolved incidents.
//!
//! The rule kept here: what is answered is looked up first and removed in the same step, so an answer counts once.

use super::walk::Due;
use super::{Move, Run};
use crate::command::{Effect, EngineEvent, IncidentKind, StepError, Target};
use crate::instance::{Activation, State, Timer, Wait};
use crate::limits;
use crate::model::*;
use crate::timer::TimerRule;

impl Run<'_> {
    /// A message starts a new instance or goes to the oldest wait for its name.
    pub(super) fn message(&mut self, name: &str, variables: &feel::Value) -> Result<(), StepError> {
        let definition = self.definition;
        let named = |node: NodeIndex| definition.at(node).message().is_some_and(|own| *own == name);
        if self.instance.state == State::New {
            let start = definition.scopes[0].message_starts.iter().copied().find(|n| named(*n));
            let start = start.ok_or_else(|| StepError::NobodyWaits { name: name.to_owned() })?;
            return self.start(start, variables);
        }
        let oldest = self.instance.subscriptions.iter().find(|s| named(s.node)).map(|s| s.id);
        match oldest {
            Some(subscription) => self.deliver(subscription, variables),
            None => Err(StepError::NobodyWaits { name: name.to_owned() }),
        }
    }

    pub(super) fn deliver(&mut self, subscription: u32, variables: &feel::Value) -> Result<(), StepError> {
        let place = self.instance.subscriptions.iter().position(|s| s.id == subscription);
        let Some(place) = place else { return Err(self.absent(Target::Subscription, subscription)) };
        let waiting = self.instance.subscriptions[place];
        let node = self.definition.at(waiting.node);
        let name = node.message().expect("a subscription belongs to a node with a message").clone();
        self.merge(variables)?;
        self.event(EngineEvent::MessageReceived { name: name.clone(), node: node.id.clone() });
        // A boundary message that does not interrupt may come again.
        if !matches!(node.kind, NodeKind::Boundary { interrupting: false, .. }) {
            self.instance.subscriptions.remove(place);
            self.effect(Effect::MessageReleased { subscription, name });
        }
        self.occurred(waiting.node, waiting.activation);
        Ok(())
    }

    pub(super) fn timer_due(&mut self, timer: u32) -> Result<(), StepError> {
        let place = self.instance.timers.iter().position(|t| t.id == timer);
        let Some(place) = place else { return Err(self.absent(Target::Timer, timer)) };
        let due = self.instance.timers.remove(place);
        let node = self.definition.at(due.node);
        self.event(EngineEvent::TimerFired { timer, node: node.id.clone() });
        match &node.kind {
            NodeKind::Job { .. } => {
                if let Some(place) = self.instance.activation_place(due.activation)
                    && let Wait::Retry { attempt } = self.instance.activations[place].wait
                {
                    self.queue(due.activation, due.node, attempt + 1);
                }
            }
            _ => {
                if let NodeKind::Boundary { interrupting: false, .. } = node.kind {
                    self.arm_again(due, node);
                }
                self.occurred(due.node, due.activation);
            }
        }
        Ok(())
    }

    /// A cycle goes on from when it was due, so that a late firing does not move the following ones.
    fn arm_again(&mut self, fired: Timer, node: &Node) {
        let (Some(rule), true) = (node.timer(), fired.left > 0) else { return };
        let from = jiff::Timestamp::from_millisecond(fired.due_ms).unwrap_or(self.now);
        match next_firing(rule, &self.instance.variables, from, self.now) {
            Ok(at) => {
                let left = if fired.left == u32::MAX { fired.left } else { fired.left - 1 };
                self.arm(fired.node, fired.activation, Due { at, left }, rule.text());
            }
            Err(text) => {
                let (node, kind) = (node.id.clone(), IncidentKind::Expression);
                self.event(EngineEvent::Incident { node: node.clone(), activation: None, kind, text: text.clone() });
                self.effect(Effect::Incident { node, activation: None, kind, text });
            }
        }
    }

    /// The event a node stands for occurred for an activation.
    fn occurred(&mut self, event: NodeIndex, activation: u32) {
        let Some(place) = self.instance.activation_place(activation) else { return };
        let waiting = self.instance.activations[place];
        match self.definition.at(event).kind {
            NodeKind::Boundary { interrupting, .. } => self.boundary(waiting, event, interrupting),
            _ if waiting.node == event => self.complete(waiting),
            _ => self.won(waiting, event),
        }
    }

    /// A boundary event fires.
    pub(super) fn boundary(&mut self, host: Activation, event: NodeIndex, interrupting: bool) {
        // The new token is counted first, so that the scope does not end in between.
        self.live(host.scope, 1);
        if interrupting {
            self.cancel(host.id);
        }
        self.work.push_back(Move { node: event, scope: host.scope, via: None });
    }

    /// One of the events after a gateway came first.
    fn won(&mut self, gateway: Activation, event: NodeIndex) {
        self.disarm(gateway.id);
        if let Some(place) = self.instance.activation_place(gateway.id) {
            self.instance.activations.remove(place);
        }
        let definition = self.definition;
        let flow = definition.at(gateway.node).outgoing.iter().find(|f| definition.flows[**f as usize].to == event);
        if let Some(flow) = flow {
            self.event(EngineEvent::Taken { flow: definition.flows[*flow as usize].id.clone() });
        }
        self.left(gateway.node, gateway.id);
        let id = self.number();
        self.entered_node(event, id);
        self.leave(id, event, gateway.scope);
    }

    pub(super) fn job_failed(&mut self, waiting: Activation, job: u32, error_code: Option<&str>, message: &str) {
        let Wait::Job { attempt, .. } = waiting.wait else { return };
        let node = self.definition.at(waiting.node);
        let (id, message) = (node.id.clone(), message.to_owned());
        self.event(EngineEvent::JobFailed { job, node: id, attempt, message: message.clone() });
        if let Some(code) = error_code {
            return self.throw(waiting.id, waiting.node, waiting.scope, code);
        }
        let rule = node.extensions.retry.as_ref();
        if attempt >= rule.map_or(limits::RETRY_ATTEMPTS, |r| r.attempts) {
            return self.incident(waiting.id, waiting.node, waiting.scope, IncidentKind::JobFailed, message, false);
        }
        let pause_ms = pause_ms(rule, attempt, self.now.as_millisecond() ^ i64::from(job));
        let at = self.now.checked_add(jiff::SignedDuration::from_millis(pause_ms)).unwrap_or(jiff::Timestamp::MAX);
        self.set_wait(waiting.id, Wait::Retry { attempt });
        self.arm(waiting.node, waiting.id, Due { at, left: 0 }, format!("retry {attempt}"));
    }

    pub(super) fn incident_over(&mut self, stuck: Activation) {
        let node = self.definition.at(stuck.node).id.clone();
        self.event(EngineEvent::IncidentResolved { node, activation: stuck.id });
        self.effect(Effect::IncidentResolved { activation: stuck.id });
    }

    pub(super) fn incident_retry(&mut self, stuck: Activation) {
        let Wait::Incident { kind, done } = stuck.wait else { return };
        self.incident_over(stuck);
        if done {
            return self.leave(stuck.id, stuck.node, stuck.scope);
        }
        let job_again = matches!(kind, IncidentKind::JobFailed | IncidentKind::UncaughtError)
            && matches!(self.definition.at(stuck.node).kind, NodeKind::Job { .. });
        if job_again {
            // Boundary events of the task have been armed all the time.
            return self.queue(stuck.id, stuck.node, 1);
        }
        if let Some(place) = self.instance.activation_place(stuck.id) {
            self.instance.activations.remove(place);
        }
        self.begin(stuck.id, stuck.node, stuck.scope, None);
    }

    pub(super) fn incident_skip(&mut self, stuck: Activation, node: &str) -> Result<(), StepError> {
        let definition = self.definition;
        let target = definition.node_index(node).filter(|target| {
            let to = definition.at(*target);
            to.scope == definition.at(stuck.node).scope && !matches!(to.kind, NodeKind::Boundary { .. })
        });
        let Some(target) = target else { return Err(StepError::BadNode { node: node.to_owned() }) };
        self.incident_over(stuck);
        self.live(stuck.scope, 1);
        self.cancel(stuck.id);
        self.work.push_back(Move { node: target, scope: stuck.scope, via: None });
        Ok(())
    }
}

fn next_firing(rule: &TimerRule, variables: &feel::Value, from: jiff::Timestamp, now: jiff::Timestamp) -> Result<jiff::Timestamp, String> {
    match rule.value(variables, now)? {
        crate::timer::TimerValue::Every { pause, .. } => crate::timer::after(from, pause).ok_or_else(|| rule.text()),
        _ => Err(rule.text()),
    }
}

/// The pause before the next attempt, spread by a number that differs from job to job.
fn pause_ms(rule: Option<&crate::extension::RetryRule>, attempt: u32, seed: i64) -> i64 {
    let initial = rule.map_or(limits::RETRY_INITIAL_S, |r| r.initial_s);
    let factor = rule.map_or(limits::RETRY_FACTOR, |r| r.factor);
    let cap = rule.map_or(limits::RETRY_CAP_S, |r| r.cap_s);
    let jitter = rule.map_or(limits::RETRY_JITTER_PERCENT, |r| r.jitter_percent);
    let mut pause = initial;
    for _ in 1..attempt {
        pause = pause.saturating_mul(factor).min(cap);
    }
    let pause_ms = pause.min(cap).saturating_mul(1_000);
    // A multiplicative hash is enough: neighbours in number must not be neighbours in time.
    let mixed = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33;
    let spread = pause_ms.saturating_mul(jitter) / 100;
    if spread == 0 { pause_ms } else { pause_ms - spread + (mixed % (2 * spread as u64 + 1)) as i64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_the_cap_and_stay_within_the_spread() {
        for (attempt, seconds) in [(1, 10), (2, 40), (3, 160), (5, 2_560), (9, limits::RETRY_CAP_S)] {
            for seed in 0..200 {
                let pause = pause_ms(None, attempt, seed * 977);
                let exact = seconds * 1_000;
                assert!((exact * 8 / 10..=exact * 12 / 10).contains(&pause), "attempt {attempt}: {pause}");
            }
        }
        let spread: std::collections::HashSet<i64> = (0..50).map(|seed| pause_ms(None, 1, seed)).collect();
        assert!(spread.len() > 25);
    }
}

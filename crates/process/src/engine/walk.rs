//! Moves tokens: entering, waiting, leaving.
//!
//! The rule kept here: tokens move in the order they were created, and `Scope::live` always equals the waiting plus the
//! moving tokens of the scope.

use jiff::Timestamp;

use super::{Move, ROOT, Run};
use crate::command::{Effect, EngineEvent, IncidentKind};
use crate::condition::Truth;
use crate::extension::Moment;
use crate::instance::{Activation, Scope, State, Subscription, Timer, Wait};
use crate::limits;
use crate::model::*;
use crate::timer::{TimerRule, TimerValue};

/// When a timer is due and how often it fires after that.
#[derive(Clone, Copy)]
pub(super) struct Due {
    pub at: Timestamp,
    pub left: u32,
}

impl Run<'_> {
    /// Moves every token until all wait or are gone.
    pub(super) fn settle(&mut self) {
        while let Some(next) = self.work.pop_front() {
            self.entered += 1;
            if self.entered > limits::STEP_ACTIVATIONS_MAX || self.instance.activations.len() > limits::LIVE_TOKENS_MAX {
                self.overflow = Some(next.node);
                return;
            }
            self.enter(next);
        }
    }

    fn enter(&mut self, Move { node: index, scope, via }: Move) {
        let id = self.number();
        self.entered_node(index, id);
        self.begin(id, index, scope, via);
    }

    /// Records that a token is at a node and says what the node says on entering.
    pub(super) fn entered_node(&mut self, index: NodeIndex, id: u32) {
        let node = self.definition.at(index);
        self.event(EngineEvent::Entered { node: node.id.clone(), activation: id });
        if let Some(stage) = node.stage
            && !self.instance.stages.contains(&stage)
        {
            self.instance.stages.push(stage);
            let stage = &self.definition.stages[stage as usize];
            self.effect(Effect::StageEntered { code: stage.code.clone(), status: stage.status.clone() });
        }
        self.announce(node, Moment::Enter);
    }

    /// Does what the node is there for.
    pub(super) fn begin(&mut self, id: u32, index: NodeIndex, scope: u32, via: Option<FlowIndex>) {
        let definition = self.definition;
        let node = definition.at(index);
        match &node.kind {
            NodeKind::Start(_) | NodeKind::Mark | NodeKind::Boundary { .. } | NodeKind::Exclusive => {
                self.leave(id, index, scope);
            }
            NodeKind::Task { confirm: false } => self.leave(id, index, scope),
            NodeKind::Send { message } => {
                self.sent(message, node, id);
                self.leave(id, index, scope);
            }
            NodeKind::End(result) => self.end(id, index, scope, result),
            NodeKind::Parallel => self.join(id, index, scope, via),
            _ => {
                if let Err(text) = self.wait(id, index, scope) {
                    self.incident(id, index, scope, IncidentKind::Expression, text, false);
                }
            }
        }
    }

    fn sent(&mut self, message: &ElementId, node: &Node, id: u32) {
        self.effect(Effect::MessageSent { name: message.clone(), node: node.id.clone(), activation: id });
    }

    fn end(&mut self, id: u32, index: NodeIndex, scope: u32, result: &EndResult) {
        match result {
            EndResult::None => self.leave(id, index, scope),
            EndResult::Message(message) => {
                let node = self.definition.at(index);
                self.sent(message, node, id);
                self.leave(id, index, scope);
            }
            EndResult::Error(code) => self.throw(id, index, scope, code),
            EndResult::Terminate => {
                self.left(index, id);
                self.cancel_content(scope);
                if scope == ROOT {
                    self.finish(State::Terminated);
                } else {
                    self.scope_done(scope);
                }
            }
        }
    }

    /// A token arrives at a parallel gateway over a flow.
    fn join(&mut self, id: u32, index: NodeIndex, scope: u32, via: Option<FlowIndex>) {
        let incoming = &self.definition.at(index).incoming;
        let (Some(via), true) = (via, incoming.len() > 1) else {
            return self.leave(id, index, scope);
        };
        let arrived =
            |run: &Self, flow: FlowIndex| run.instance.activations.iter().position(|a| a.scope == scope && a.wait == Wait::Arrived(flow));
        let complete = incoming.iter().all(|flow| *flow == via || arrived(self, *flow).is_some());
        if !complete {
            return self.hold(Activation { id, node: index, scope, wait: Wait::Arrived(via) });
        }
        for flow in incoming.iter().filter(|flow| **flow != via) {
            if let Some(place) = arrived(self, *flow) {
                let other = self.instance.activations.remove(place);
                self.live(scope, -1);
                let node = self.definition.at(index).id.clone();
                self.event(EngineEvent::Left { node, activation: other.id });
            }
        }
        self.leave(id, index, scope);
    }

    /// Opens something that waits, together with its boundary events.
    fn wait(&mut self, id: u32, index: NodeIndex, scope: u32) -> Result<(), String> {
        let definition = self.definition;
        let node = definition.at(index);
        // Everything that can fail is computed before anything is opened.
        let own = match &node.kind {
            NodeKind::Timer(rule) => vec![(index, self.due(rule)?)],
            NodeKind::Events => self.dues(node.outgoing.iter().map(|f| definition.flows[*f as usize].to))?,
            _ => Vec::new(),
        };
        let boundary = self.dues(node.boundary.iter().copied())?;
        let hold = |run: &mut Self, wait| run.hold(Activation { id, node: index, scope, wait });
        match &node.kind {
            NodeKind::UserTask | NodeKind::Task { .. } => {
                hold(self, Wait::Task);
                self.effect(Effect::TaskOpened { activation: id, node: node.id.clone() });
            }
            NodeKind::Job { .. } => {
                hold(self, Wait::Event);
                self.queue(id, index, 1);
            }
            NodeKind::SubProcess { scope: shape } => {
                let inner = self.number();
                hold(self, Wait::Scope(inner));
                let start = definition.scopes[*shape as usize].start;
                self.instance.scopes.push(Scope { id: inner, shape: *shape, owner: Some(id), live: 1 });
                let start = start.expect("a compiled sub-process has a start event");
                self.work.push_back(Move { node: start, scope: inner, via: None });
            }
            _ => hold(self, Wait::Event),
        }
        match &node.kind {
            NodeKind::Receive { .. } => self.subscribe(index, id),
            NodeKind::Events => {
                for flow in &node.outgoing {
                    self.listen(definition.flows[*flow as usize].to, id, &own);
                }
            }
            NodeKind::Timer(_) => self.listen(index, id, &own),
            _ => {}
        }
        for event in &node.boundary {
            self.listen(*event, id, &boundary);
        }
        Ok(())
    }

    fn dues(&self, nodes: impl Iterator<Item = NodeIndex>) -> Result<Vec<(NodeIndex, Due)>, String> {
        let mut dues = Vec::new();
        for index in nodes {
            if let Some(rule) = self.definition.at(index).timer() {
                dues.push((index, self.due(rule)?));
            }
        }
        Ok(dues)
    }

    /// When a rule is due from now.
    fn due(&self, rule: &TimerRule) -> Result<Due, String> {
        let value = rule.value(&self.instance.variables, self.now)?;
        let at = value.due(self.now).ok_or_else(|| rule.text())?;
        let left = match value {
            TimerValue::Every { times: Some(times), .. } => times.saturating_sub(1),
            TimerValue::Every { times: None, .. } => u32::MAX,
            _ => 0,
        };
        Ok(Due { at, left })
    }

    /// Arms the timer or subscribes to the message of an event.
    fn listen(&mut self, event: NodeIndex, owner: u32, dues: &[(NodeIndex, Due)]) {
        let node = self.definition.at(event);
        if let Some((_, due)) = dues.iter().find(|(of, _)| *of == event) {
            let rule = node.timer().map(TimerRule::text).unwrap_or_default();
            self.arm(event, owner, *due, rule);
        } else if node.message().is_some() {
            self.subscribe(event, owner);
        }
    }

    pub(super) fn arm(&mut self, node: NodeIndex, activation: u32, due: Due, rule: String) {
        let id = self.number();
        self.instance.timers.push(Timer { id, node, activation, due_ms: due.at.as_millisecond(), left: due.left });
        let node = self.definition.at(node).id.clone();
        self.effect(Effect::TimerArmed { timer: id, node, due: due.at, rule });
    }

    fn subscribe(&mut self, index: NodeIndex, activation: u32) {
        let node = self.definition.at(index);
        let Some(name) = node.message() else { return };
        let id = self.number();
        self.instance.subscriptions.push(Subscription { id, node: index, activation });
        self.effect(Effect::MessageAwaited { subscription: id, name: name.clone(), node: node.id.clone() });
    }

    /// Queues the job of an activation that already waits.
    pub(super) fn queue(&mut self, id: u32, index: NodeIndex, attempt: u32) {
        let node = self.definition.at(index);
        let NodeKind::Job { connector } = &node.kind else { return };
        let job = self.number();
        self.set_wait(id, Wait::Job { job, attempt });
        self.effect(Effect::JobQueued { job, node: node.id.clone(), connector: connector.clone(), attempt, activation: id });
    }

    pub(super) fn hold(&mut self, activation: Activation) {
        match self.instance.activations.binary_search_by_key(&activation.id, |a| a.id) {
            Ok(place) => self.instance.activations[place] = activation,
            Err(place) => self.instance.activations.insert(place, activation),
        }
    }

    pub(super) fn set_wait(&mut self, id: u32, wait: Wait) {
        if let Some(place) = self.instance.activation_place(id) {
            self.instance.activations[place].wait = wait;
        }
    }

    /// An activity or event did what it was there for.
    pub(super) fn complete(&mut self, activation: Activation) {
        self.disarm(activation.id);
        self.leave(activation.id, activation.node, activation.scope);
    }

    /// Takes the outgoing flows; without a way out the token stays with an incident.
    pub(super) fn leave(&mut self, id: u32, index: NodeIndex, scope: u32) {
        let mut chosen = std::mem::take(&mut self.chosen);
        chosen.clear();
        match self.choose(index, &mut chosen) {
            Err((kind, text)) => self.incident(id, index, scope, kind, text, true),
            Ok(()) => {
                if let Some(place) = self.instance.activation_place(id) {
                    self.instance.activations.remove(place);
                }
                self.left(index, id);
                for flow in &chosen {
                    let node = self.definition.flows[*flow as usize].to;
                    self.work.push_back(Move { node, scope, via: Some(*flow) });
                }
                if self.live(scope, chosen.len() as i64 - 1) == 0 {
                    self.scope_done(scope);
                }
            }
        }
        self.chosen = chosen;
    }

    pub(super) fn left(&mut self, index: NodeIndex, id: u32) {
        let node = self.definition.at(index);
        self.event(EngineEvent::Left { node: node.id.clone(), activation: id });
        self.announce(node, Moment::Leave);
    }

    fn choose(&mut self, index: NodeIndex, chosen: &mut Vec<FlowIndex>) -> Result<(), (IncidentKind, String)> {
        let definition = self.definition;
        let node = definition.at(index);
        if !node.kind.splits_freely() && node.kind != NodeKind::Exclusive {
            chosen.extend(&node.outgoing);
            return Ok(());
        }
        let exclusive = node.kind == NodeKind::Exclusive;
        let mut decided = false;
        let mut conditional = false;
        for flow_index in &node.outgoing {
            let flow = &definition.flows[*flow_index as usize];
            if node.default == Some(*flow_index) {
                continue;
            }
            if let Some(condition) = &flow.condition {
                decided = true;
                match condition.holds(&self.instance.variables, self.now) {
                    Truth::Yes => conditional = true,
                    Truth::No => continue,
                    Truth::Null => {
                        self.event(EngineEvent::ConditionNull { flow: flow.id.clone() });
                        continue;
                    }
                    Truth::Failed(text) => return Err((IncidentKind::Expression, text)),
                }
            }
            chosen.push(*flow_index);
            if exclusive {
                break;
            }
        }
        // The default of an activity is for the case that no condition held, whatever flows without a condition do.
        let fallback = if exclusive { chosen.is_empty() } else { !conditional };
        if let (Some(default), true) = (node.default, fallback) {
            decided = true;
            chosen.push(default);
        }
        if chosen.is_empty() && !node.outgoing.is_empty() {
            return Err((IncidentKind::NoFlow, node.label().to_owned()));
        }
        if decided || (exclusive && node.outgoing.len() > 1) {
            for flow in chosen.iter() {
                self.event(EngineEvent::Taken { flow: definition.flows[*flow as usize].id.clone() });
            }
        }
        Ok(())
    }

    /// Changes the number of live tokens of a scope and returns it.
    pub(super) fn live(&mut self, scope: u32, change: i64) -> u32 {
        let Some(scope) = self.instance.scope_mut(scope) else { return u32::MAX };
        scope.live = u32::try_from(i64::from(scope.live) + change).expect("a scope never owes tokens");
        scope.live
    }

    /// The last token of a scope is consumed.
    pub(super) fn scope_done(&mut self, scope: u32) {
        if scope == ROOT {
            return self.finish(State::Completed);
        }
        let Some(place) = self.instance.scopes.iter().position(|s| s.id == scope) else { return };
        let owner = self.instance.scopes.remove(place).owner;
        if let Some(place) = owner.and_then(|owner| self.instance.activation_place(owner)) {
            let activity = self.instance.activations[place];
            self.complete(activity);
        }
    }

    pub(super) fn finish(&mut self, state: State) {
        self.instance.scopes.clear();
        self.instance.state = state;
    }

    /// Keeps a token that cannot go on. `done` says that only the way out is missing.
    pub(super) fn incident(&mut self, id: u32, index: NodeIndex, scope: u32, kind: IncidentKind, text: String, done: bool) {
        self.hold(Activation { id, node: index, scope, wait: Wait::Incident { kind, done } });
        let node = self.definition.at(index).id.clone();
        self.event(EngineEvent::Incident { node: node.clone(), activation: Some(id), kind, text: text.clone() });
        self.effect(Effect::Incident { node, activation: Some(id), kind, text });
    }

    /// Says what a node has to say on entering or leaving.
    fn announce(&mut self, node: &Node, moment: Moment) {
        for (rule, fields) in node.extensions.journal.iter().zip(&node.journal_fields) {
            if rule.moment == moment {
                let fields =
                    fields.iter().map(|(name, value)| (name.clone(), value.evaluate(&self.instance.variables, self.now))).collect();
                self.effect(Effect::JournalStatus { node: node.id.clone(), code: rule.code.clone(), moment, fields });
            }
        }
        for rule in node.extensions.notify.iter().filter(|rule| rule.event == moment) {
            self.effect(Effect::Notify { node: node.id.clone(), template: rule.template.clone(), channels: rule.channels.clone(), moment });
        }
    }
}

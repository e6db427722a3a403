//! Ends what must end: interrupted activities, terminated scopes, caught errors.
//!
//! The rule kept here: children before parents, in reverse order of creation; whatever is removed is told.

use super::Run;
use crate::command::{Effect, EngineEvent, IncidentKind};
use crate::instance::Wait;
use crate::model::*;

impl Run<'_> {
    /// Ends an activation with everything inside it. Its token is gone; the scope around it is not closed here.
    pub(super) fn cancel(&mut self, id: u32) {
        let Some(place) = self.instance.activation_place(id) else { return };
        let gone = self.instance.activations[place];
        if let Wait::Scope(inner) = gone.wait {
            self.cancel_content(inner);
            self.instance.scopes.retain(|s| s.id != inner);
        }
        self.disarm(id);
        let node = self.definition.at(gone.node).id.clone();
        match gone.wait {
            Wait::Task => self.effect(Effect::TaskClosed { activation: id, node: node.clone(), cancelled: true }),
            Wait::Job { job, .. } => self.effect(Effect::JobCancelled { job }),
            Wait::Incident { .. } => self.effect(Effect::IncidentResolved { activation: id }),
            _ => {}
        }
        if let Some(place) = self.instance.activation_place(id) {
            self.instance.activations.remove(place);
        }
        self.event(EngineEvent::Cancelled { node, activation: id });
        self.live(gone.scope, -1);
    }

    /// Ends every token of a scope, moving ones included, and leaves the scope empty.
    pub(super) fn cancel_content(&mut self, scope: u32) {
        self.work.retain(|m| m.scope != scope);
        while let Some(last) = self.instance.activations.iter().rev().find(|a| a.scope == scope).map(|a| a.id) {
            self.cancel(last);
        }
        if let Some(scope) = self.instance.scope_mut(scope) {
            scope.live = 0;
        }
    }

    /// Removes the timers and subscriptions of an activation.
    pub(super) fn disarm(&mut self, activation: u32) {
        for place in (0..self.instance.timers.len()).rev() {
            if self.instance.timers[place].activation == activation {
                let timer = self.instance.timers.remove(place).id;
                self.effect(Effect::TimerDisarmed { timer });
            }
        }
        for place in (0..self.instance.subscriptions.len()).rev() {
            if self.instance.subscriptions[place].activation == activation {
                let gone = self.instance.subscriptions.remove(place);
                if let Some(name) = self.definition.at(gone.node).message().cloned() {
                    self.effect(Effect::MessageReleased { subscription: gone.id, name });
                }
            }
        }
    }

    /// Throws an error from a node: the nearest boundary event of its code wins, in one place an exact code before any code.
    pub(super) fn throw(&mut self, id: u32, index: NodeIndex, scope: u32, code: &str) {
        let node = self.definition.at(index).id.clone();
        self.event(EngineEvent::ErrorThrown { node, code: code.to_owned() });
        // An activity looks at its own boundary first; an end event has none.
        let mut place = self.instance.activation_place(id).map(|p| self.instance.activations[p]);
        let mut around = scope;
        loop {
            if let Some(activity) = place
                && let Some(event) = self.catcher(activity.node, code)
            {
                let event_id = self.definition.at(event).id.clone();
                self.event(EngineEvent::ErrorCaught { node: event_id, code: code.to_owned() });
                return self.boundary(activity, event, true);
            }
            let owner = self.instance.scopes.iter().find(|s| s.id == around).and_then(|s| s.owner);
            let Some(owner) = owner.and_then(|owner| self.instance.activation_place(owner)) else { break };
            let activity = self.instance.activations[owner];
            around = activity.scope;
            place = Some(activity);
        }
        self.incident(id, index, scope, IncidentKind::UncaughtError, code.to_owned(), false);
    }

    fn catcher(&self, activity: NodeIndex, code: &str) -> Option<NodeIndex> {
        let mut any = None;
        for event in &self.definition.at(activity).boundary {
            if let NodeKind::Boundary { trigger: BoundaryTrigger::Error(caught), .. } = &self.definition.at(*event).kind {
                match caught {
                    Some(caught) if *caught == *code => return Some(*event),
                    Some(_) => {}
                    None => any = any.or(Some(*event)),
                }
            }
        }
        any
    }
}

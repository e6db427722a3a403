//! One running process: its tokens, scopes, waits and variables.
//!
//! The rule kept here: everything a later step needs is in here and survives being stored; nothing else is. The caller keeps
//! the bytes and never looks inside, except through the functions below.

use serde::{Deserialize, Serialize};

use crate::command::IncidentKind;
use crate::model::{Definition, ElementId, FlowIndex, NodeIndex, ScopeIndex, StageIndex};

/// Where an instance stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No command has started it.
    #[default]
    New,
    /// Tokens are waiting.
    Running,
    /// Every token reached an end.
    Completed,
    /// A terminate end event was reached at the top.
    Terminated,
    /// A command ended it.
    Cancelled,
}

/// What an activation waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Wait {
    /// A person.
    #[serde(rename = "t")]
    Task,
    /// A connector.
    #[serde(rename = "j")]
    Job { job: u32, attempt: u32 },
    /// A pause before the job is tried again.
    #[serde(rename = "r")]
    Retry { attempt: u32 },
    /// Its subscription or timer, or those of the events after a gateway.
    #[serde(rename = "e")]
    Event,
    /// The tokens of its inner scope.
    #[serde(rename = "s")]
    Scope(u32),
    /// The other flows of a parallel gateway.
    #[serde(rename = "a")]
    Arrived(FlowIndex),
    /// Somebody who resolves an incident.
    #[serde(rename = "i")]
    Incident { kind: IncidentKind, done: bool },
}

/// A token that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Activation {
    #[serde(rename = "i")]
    pub id: u32,
    #[serde(rename = "n")]
    pub node: NodeIndex,
    #[serde(rename = "s")]
    pub scope: u32,
    #[serde(rename = "w")]
    pub wait: Wait,
}

/// A live scope; `live` counts its tokens, those moving included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scope {
    #[serde(rename = "i")]
    pub id: u32,
    #[serde(rename = "f")]
    pub shape: ScopeIndex,
    #[serde(rename = "o")]
    pub owner: Option<u32>,
    #[serde(rename = "l")]
    pub live: u32,
}

/// An armed timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Timer {
    #[serde(rename = "i")]
    pub id: u32,
    #[serde(rename = "n")]
    pub node: NodeIndex,
    #[serde(rename = "a")]
    pub activation: u32,
    #[serde(rename = "d")]
    pub due_ms: i64,
    /// Further firings of a cycle; `u32::MAX` is without end.
    #[serde(rename = "r", default, skip_serializing_if = "is_zero")]
    pub left: u32,
}

/// An awaited message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subscription {
    #[serde(rename = "i")]
    pub id: u32,
    #[serde(rename = "n")]
    pub node: NodeIndex,
    #[serde(rename = "a")]
    pub activation: u32,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// One running process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    #[serde(rename = "d")]
    pub(crate) mark: u64,
    #[serde(rename = "rev")]
    pub(crate) revision: u64,
    #[serde(rename = "st")]
    pub(crate) state: State,
    #[serde(rename = "nx")]
    pub(crate) next: u32,
    #[serde(rename = "sc", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) scopes: Vec<Scope>,
    #[serde(rename = "ac", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) activations: Vec<Activation>,
    #[serde(rename = "tm", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) timers: Vec<Timer>,
    #[serde(rename = "su", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) subscriptions: Vec<Subscription>,
    #[serde(rename = "sg", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) stages: Vec<StageIndex>,
    #[serde(rename = "v")]
    pub(crate) variables: feel::Value,
}

/// What a waiting token waits for, for screens and tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "for")]
pub enum Waiting {
    /// A person completes the task.
    Task,
    /// A connector answers.
    Job {
        /// Number of the job.
        job: u32,
    },
    /// A pause before the next attempt.
    Retry,
    /// A message or a timer.
    Event,
    /// The inside of a sub-process.
    SubProcess,
    /// The other branches.
    Join,
    /// Somebody resolves an incident.
    Incident {
        /// What happened.
        kind: IncidentKind,
    },
}

/// A waiting token as seen from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenView {
    /// Number of the activation.
    pub activation: u32,
    /// The node.
    pub node: ElementId,
    /// What it waits for.
    pub waiting: Waiting,
}

/// An armed timer as seen from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimerView {
    /// Number of the timer.
    pub timer: u32,
    /// The node that is waiting for it.
    pub node: ElementId,
    /// When it is due.
    pub due: jiff::Timestamp,
}

/// An awaited message as seen from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubscriptionView {
    /// Number of the subscription.
    pub subscription: u32,
    /// The node that is waiting for it.
    pub node: ElementId,
    /// Name of the message.
    pub message: ElementId,
}

impl Instance {
    /// An instance that has not started.
    pub fn new(definition: &Definition) -> Self {
        Self {
            mark: definition.mark(),
            revision: 0,
            state: State::New,
            next: 1,
            scopes: Vec::new(),
            activations: Vec::new(),
            timers: Vec::new(),
            subscriptions: Vec::new(),
            stages: Vec::new(),
            variables: feel::Value::context::<&str, feel::Value>([]),
        }
    }

    /// Grows by one with every step.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether no command can move it any more.
    pub fn has_ended(&self) -> bool {
        !matches!(self.state, State::New | State::Running)
    }

    /// The variables, a context.
    pub fn variables(&self) -> &feel::Value {
        &self.variables
    }

    /// One variable.
    pub fn variable(&self, name: &str) -> Option<&feel::Value> {
        self.variables.as_context()?.get(name)
    }

    /// Every waiting token in order of creation.
    pub fn tokens(&self, definition: &Definition) -> Vec<TokenView> {
        self.activations
            .iter()
            .map(|a| TokenView {
                activation: a.id,
                node: definition.at(a.node).id.clone(),
                waiting: match a.wait {
                    Wait::Task => Waiting::Task,
                    Wait::Job { job, .. } => Waiting::Job { job },
                    Wait::Retry { .. } => Waiting::Retry,
                    Wait::Event => Waiting::Event,
                    Wait::Scope(_) => Waiting::SubProcess,
                    Wait::Arrived(_) => Waiting::Join,
                    Wait::Incident { kind, .. } => Waiting::Incident { kind },
                },
            })
            .collect()
    }

    /// The open tasks in order of creation: activation and node.
    pub fn tasks(&self, definition: &Definition) -> Vec<(u32, ElementId)> {
        self.activations.iter().filter(|a| a.wait == Wait::Task).map(|a| (a.id, definition.at(a.node).id.clone())).collect()
    }

    /// The armed timers in order of creation.
    pub fn timers(&self, definition: &Definition) -> Vec<TimerView> {
        self.timers
            .iter()
            .map(|t| TimerView {
                timer: t.id,
                node: definition.at(t.node).id.clone(),
                due: jiff::Timestamp::from_millisecond(t.due_ms).unwrap_or(jiff::Timestamp::MAX),
            })
            .collect()
    }

    /// The awaited messages in order of creation.
    pub fn subscriptions(&self, definition: &Definition) -> Vec<SubscriptionView> {
        self.subscriptions
            .iter()
            .filter_map(|s| {
                let node = definition.at(s.node);
                Some(SubscriptionView { subscription: s.id, node: node.id.clone(), message: node.message()?.clone() })
            })
            .collect()
    }

    /// Codes of the open stages in the order they were entered.
    pub fn stages<'d>(&self, definition: &'d Definition) -> Vec<&'d str> {
        self.stages.iter().map(|s| definition.stages[*s as usize].code.as_str()).collect()
    }

    pub(crate) fn activation_place(&self, id: u32) -> Option<usize> {
        self.activations.binary_search_by_key(&id, |a| a.id).ok()
    }

    pub(crate) fn scope_mut(&mut self, id: u32) -> Option<&mut Scope> {
        self.scopes.iter_mut().find(|s| s.id == id)
    }
}

//! The compiled definition: flat arrays of nodes, flows and scopes that the step function walks.
//!
//! The rule kept here: a definition never changes after compilation and holds nothing that has to be parsed at run time.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::condition::Expression;
use crate::extension::{Extensions, Visibility};
use crate::finding::Finding;
use crate::timer::TimerRule;

/// Id of an element as written in the file; cheap to copy around.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(Arc<str>);

impl ElementId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ElementId {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl std::ops::Deref for ElementId {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl PartialEq<str> for ElementId {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for ElementId {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl Serialize for ElementId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ElementId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(text.into()))
    }
}

/// Place of a node in [`Definition::nodes`].
pub type NodeIndex = u32;
/// Place of a flow in [`Definition::flows`].
pub type FlowIndex = u32;
/// Place of a scope in [`Definition::scopes`]; 0 is the process itself.
pub type ScopeIndex = u32;
/// Place of a stage in [`Definition::stages`].
pub type StageIndex = u32;

/// What starts a process.
#[derive(Debug, PartialEq)]
pub enum StartTrigger {
    /// A command.
    None,
    /// A message of this name.
    Message(ElementId),
}

/// What an end event does.
#[derive(Debug, PartialEq)]
pub enum EndResult {
    /// Consumes its token.
    None,
    /// Consumes every token of its scope.
    Terminate,
    /// Throws an error of this code.
    Error(ElementId),
    /// Sends a message of this name.
    Message(ElementId),
}

/// What a boundary event waits for.
#[derive(Debug, PartialEq)]
pub enum BoundaryTrigger {
    /// Time.
    Timer(TimerRule),
    /// A message of this name.
    Message(ElementId),
    /// An error of this code; any error without one.
    Error(Option<ElementId>),
}

/// What a node does.
#[derive(Debug, PartialEq)]
pub enum NodeKind {
    /// Start event.
    Start(StartTrigger),
    /// End event.
    End(EndResult),
    /// User task.
    UserTask,
    /// Manual or plain task; waits for a confirmation or passes through.
    Task {
        /// Whether somebody confirms it.
        confirm: bool,
    },
    /// Service task, business rule task, or a send task that waits: a job for a connector.
    Job {
        /// Kind of connector.
        connector: ElementId,
    },
    /// Receive task or message catch event.
    Receive {
        /// Name of the message.
        message: ElementId,
    },
    /// Send task or message throw event: one effect, no wait.
    Send {
        /// Name of the message.
        message: ElementId,
    },
    /// A throw event that only marks a point.
    Mark,
    /// Timer catch event.
    Timer(TimerRule),
    /// Exclusive gateway.
    Exclusive,
    /// Parallel gateway.
    Parallel,
    /// Event-based gateway.
    Events,
    /// Boundary event.
    Boundary {
        /// The activity it hangs on.
        host: NodeIndex,
        /// Whether it ends the activity.
        interrupting: bool,
        /// What it waits for.
        trigger: BoundaryTrigger,
    },
    /// Embedded sub-process.
    SubProcess {
        /// Its inner scope.
        scope: ScopeIndex,
    },
}

impl NodeKind {
    /// Whether a token stays here for something outside the step.
    pub fn waits(&self) -> bool {
        matches!(
            self,
            Self::UserTask | Self::Task { confirm: true } | Self::Job { .. } | Self::Receive { .. } | Self::Timer(_) | Self::Events
        )
    }

    /// Whether flows leave it like those of an activity: every unconditional one and every true one.
    pub(crate) fn splits_freely(&self) -> bool {
        !matches!(self, Self::Exclusive | Self::Parallel | Self::Events)
    }
}

/// One flow node.
#[derive(Debug)]
pub struct Node {
    /// Id in the file.
    pub id: ElementId,
    /// Name shown to people.
    pub name: Option<String>,
    /// Name of the BPMN element.
    pub element: &'static str,
    /// Line in the file.
    pub line: u32,
    /// What it does.
    pub kind: NodeKind,
    /// The scope it belongs to.
    pub scope: ScopeIndex,
    /// Flows that enter it, in file order.
    pub incoming: Vec<FlowIndex>,
    /// Flows that leave it, in the order they are tried.
    pub outgoing: Vec<FlowIndex>,
    /// The default flow.
    pub default: Option<FlowIndex>,
    /// Boundary events on it, in file order.
    pub boundary: Vec<NodeIndex>,
    /// The lane it lies in.
    pub lane: Option<ElementId>,
    /// The stage it belongs to.
    pub stage: Option<StageIndex>,
    /// What the `au:` namespace says; the role of its lane is already filled in.
    pub extensions: Extensions,
    /// The further fields of each of its journal statuses.
    pub(crate) journal_fields: Vec<Vec<(String, Expression)>>,
}

impl Node {
    /// Name for people, the id when it has none.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// Name of the message it waits for.
    pub fn message(&self) -> Option<&ElementId> {
        match &self.kind {
            NodeKind::Receive { message }
            | NodeKind::Boundary { trigger: BoundaryTrigger::Message(message), .. }
            | NodeKind::Start(StartTrigger::Message(message)) => Some(message),
            _ => None,
        }
    }

    /// The timer it waits for.
    pub fn timer(&self) -> Option<&TimerRule> {
        match &self.kind {
            NodeKind::Timer(rule) | NodeKind::Boundary { trigger: BoundaryTrigger::Timer(rule), .. } => Some(rule),
            _ => None,
        }
    }
}

/// One sequence flow.
#[derive(Debug)]
pub struct Flow {
    /// Id in the file.
    pub id: ElementId,
    /// Name shown to people.
    pub name: Option<String>,
    /// Where it begins.
    pub from: NodeIndex,
    /// Where it leads.
    pub to: NodeIndex,
    /// When it may be taken.
    pub condition: Option<Expression>,
    /// Line in the file.
    pub line: u32,
}

/// The process or one embedded sub-process.
#[derive(Debug)]
pub struct ScopeShape {
    /// The scope around it.
    pub parent: Option<ScopeIndex>,
    /// The sub-process it is the inside of.
    pub node: Option<NodeIndex>,
    /// Start event without a trigger.
    pub start: Option<NodeIndex>,
    /// Start events with a message, in file order; only on the process.
    pub message_starts: Vec<NodeIndex>,
}

/// A lane and the role it gives to its tasks.
#[derive(Debug)]
pub struct Lane {
    /// Id in the file.
    pub id: ElementId,
    /// Name shown to people.
    pub name: Option<String>,
    /// Line in the file.
    pub line: u32,
    /// What the `au:` namespace says.
    pub extensions: Extensions,
}

/// A stage as the screens show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageRef {
    /// Stable code.
    pub code: String,
    /// Group of stages.
    pub group: Option<String>,
    /// Place among the stages.
    pub order: u32,
    /// Bulgarian name; the code when the file has none.
    pub name_bg: String,
    /// English name; the Bulgarian one when the file has none.
    pub name_en: String,
    /// Who sees it.
    pub visibility: Visibility,
    /// Status of the request entered with it.
    pub status: Option<String>,
}

/// One executable process, compiled.
pub struct Definition {
    pub(crate) key: ElementId,
    pub(crate) name: Option<String>,
    pub(crate) hash: [u8; 32],
    pub(crate) nodes: Vec<Node>,
    pub(crate) flows: Vec<Flow>,
    pub(crate) scopes: Vec<ScopeShape>,
    pub(crate) lanes: Vec<Lane>,
    pub(crate) stages: Vec<StageRef>,
    pub(crate) extensions: Extensions,
    pub(crate) warnings: Vec<Finding>,
    pub(crate) by_id: HashMap<ElementId, NodeIndex>,
}

impl Definition {
    /// Id of the process in the file.
    pub fn key(&self) -> &ElementId {
        &self.key
    }

    /// Name of the process.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// SHA-256 of the file this was compiled from.
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The mark an instance carries so that it is never stepped with another definition.
    pub(crate) fn mark(&self) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&self.hash[..8]);
        u64::from_be_bytes(first)
    }

    /// All nodes in file order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node with this id.
    pub fn node(&self, id: &str) -> Option<&Node> {
        let index = self.node_index(id)?;
        Some(&self.nodes[index as usize])
    }

    /// Place of the node with this id.
    pub fn node_index(&self, id: &str) -> Option<NodeIndex> {
        self.by_id.get(id).copied()
    }

    /// All flows in file order.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// All scopes; the first is the process.
    pub fn scopes(&self) -> &[ScopeShape] {
        &self.scopes
    }

    /// All lanes in file order.
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The stages in their order.
    pub fn stages(&self) -> &[StageRef] {
        &self.stages
    }

    /// What the `au:` namespace says about the process.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Warnings of the checks.
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// Names of the messages that start the process.
    pub fn start_messages(&self) -> impl Iterator<Item = &ElementId> {
        self.scopes[0].message_starts.iter().filter_map(|n| self.nodes[*n as usize].message())
    }

    pub(crate) fn at(&self, node: NodeIndex) -> &Node {
        &self.nodes[node as usize]
    }
}

impl std::borrow::Borrow<str> for ElementId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Definition")
            .field("key", &self.key)
            .field("nodes", &self.nodes.len())
            .field("flows", &self.flows.len())
            .finish_non_exhaustive()
    }
}

//! What goes into a step and what comes out of it.
//!
//! The rule kept here: a command carries everything a step may use; events say what happened, effects say what the caller
//! must now store, show or send, in this order.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::extension::Moment;
use crate::instance::State;
use crate::model::ElementId;

/// One outside input. `variables` are contexts (or null for none) and are merged into those of the instance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum Command {
    /// Starts the process at its start event.
    Start {
        /// First variables.
        variables: feel::Value,
    },
    /// Completes a user task or confirms a manual one.
    CompleteTask {
        /// The activation of the task.
        activation: u32,
        /// Outcome.
        variables: feel::Value,
    },
    /// A message arrives: it starts the process or goes to the oldest wait for this name.
    Message {
        /// Name of the message.
        name: String,
        /// Its content.
        variables: feel::Value,
    },
    /// A message arrives for one certain wait.
    Deliver {
        /// The subscription.
        subscription: u32,
        /// Its content.
        variables: feel::Value,
    },
    /// A timer is due.
    TimerDue {
        /// The timer.
        timer: u32,
    },
    /// A connector answers.
    JobCompleted {
        /// The job.
        job: u32,
        /// The answer.
        variables: feel::Value,
    },
    /// A connector fails: with a code as the model knows it, or technically.
    JobFailed {
        /// The job.
        job: u32,
        /// Code of a business error.
        error_code: Option<String>,
        /// What the connector says, for the incident.
        message: String,
    },
    /// Sets variables.
    SetVariables {
        /// The variables.
        variables: feel::Value,
    },
    /// Tries a node with an incident again.
    IncidentRetry {
        /// The activation.
        activation: u32,
        /// Corrected variables.
        variables: feel::Value,
    },
    /// Completes a node with an incident by hand.
    IncidentComplete {
        /// The activation.
        activation: u32,
        /// The outcome.
        variables: feel::Value,
    },
    /// Moves a token with an incident to another node of the same scope.
    IncidentSkip {
        /// The activation.
        activation: u32,
        /// Where it continues.
        node: String,
    },
    /// Ends the instance.
    Cancel,
}

/// What surrounds a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepEnv {
    /// The time of the command.
    pub now: Timestamp,
}

/// Why a token cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// No outgoing flow may be taken.
    NoFlow,
    /// An error found no boundary event.
    UncaughtError,
    /// One command ran through too many nodes; it was undone.
    StepLimit,
    /// An expression came to something that cannot be used.
    Expression,
    /// A job failed and its attempts are used up.
    JobFailed,
}

impl IncidentKind {
    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoFlow => "no-flow",
            Self::UncaughtError => "uncaught-error",
            Self::StepLimit => "step-limit",
            Self::Expression => "expression",
            Self::JobFailed => "job-failed",
        }
    }
}

/// Something that happened, for the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum EngineEvent {
    /// The instance started.
    Started,
    /// A token entered a node.
    Entered {
        /// The node.
        node: ElementId,
        /// The activation.
        activation: u32,
    },
    /// A token left a node as intended.
    Left {
        /// The node.
        node: ElementId,
        /// The activation.
        activation: u32,
    },
    /// An activation was ended from outside.
    Cancelled {
        /// The node.
        node: ElementId,
        /// The activation.
        activation: u32,
    },
    /// A choice was made.
    Taken {
        /// The flow.
        flow: ElementId,
    },
    /// A condition came to null and counted as false.
    ConditionNull {
        /// The flow.
        flow: ElementId,
    },
    /// Variables were set.
    VariablesSet {
        /// Their names.
        names: Vec<String>,
    },
    /// A timer fired.
    TimerFired {
        /// The timer.
        timer: u32,
        /// The node.
        node: ElementId,
    },
    /// A message was received.
    MessageReceived {
        /// Name of the message.
        name: ElementId,
        /// The node.
        node: ElementId,
    },
    /// A job was answered.
    JobCompleted {
        /// The job.
        job: u32,
        /// The node.
        node: ElementId,
    },
    /// A job failed.
    JobFailed {
        /// The job.
        job: u32,
        /// The node.
        node: ElementId,
        /// Attempts so far.
        attempt: u32,
        /// What the connector said.
        message: String,
    },
    /// An error was thrown.
    ErrorThrown {
        /// The node.
        node: ElementId,
        /// Its code.
        code: String,
    },
    /// An error was caught.
    ErrorCaught {
        /// The boundary event.
        node: ElementId,
        /// Its code.
        code: String,
    },
    /// A token cannot go on.
    Incident {
        /// The node.
        node: ElementId,
        /// The activation, when there is one.
        activation: Option<u32>,
        /// What happened.
        kind: IncidentKind,
        /// Details for staff.
        text: String,
    },
    /// Somebody resolved an incident.
    IncidentResolved {
        /// The node.
        node: ElementId,
        /// The activation.
        activation: u32,
    },
    /// The instance ended.
    Ended {
        /// How.
        state: State,
    },
}

/// Something the caller must now store, show or send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "effect")]
pub enum Effect {
    /// A task for a person is open.
    TaskOpened {
        /// The activation.
        activation: u32,
        /// The node.
        node: ElementId,
    },
    /// A task is no longer open.
    TaskClosed {
        /// The activation.
        activation: u32,
        /// The node.
        node: ElementId,
        /// Whether it was ended from outside.
        cancelled: bool,
    },
    /// A timer must fire.
    TimerArmed {
        /// The timer.
        timer: u32,
        /// The node that waits for it; its `au:deadline`, if any, may move the due time.
        node: ElementId,
        /// When, counted on the clock and in calendar days.
        due: Timestamp,
        /// The rule as written.
        rule: String,
    },
    /// A timer must not fire.
    TimerDisarmed {
        /// The timer.
        timer: u32,
    },
    /// A message is awaited.
    MessageAwaited {
        /// The subscription.
        subscription: u32,
        /// Name of the message.
        name: ElementId,
        /// The node.
        node: ElementId,
    },
    /// A message is no longer awaited.
    MessageReleased {
        /// The subscription.
        subscription: u32,
        /// Name of the message.
        name: ElementId,
    },
    /// A message goes out.
    MessageSent {
        /// Name of the message.
        name: ElementId,
        /// The node.
        node: ElementId,
        /// The activation.
        activation: u32,
    },
    /// A job must be done by a connector; what it needs stands on the node.
    JobQueued {
        /// The job.
        job: u32,
        /// The node.
        node: ElementId,
        /// Kind of connector.
        connector: ElementId,
        /// Which attempt this is, from 1.
        attempt: u32,
        /// The activation: the same for all attempts, so that it can serve as an idempotency key.
        activation: u32,
    },
    /// A job is no longer wanted.
    JobCancelled {
        /// The job.
        job: u32,
    },
    /// A stage opened.
    StageEntered {
        /// Its code.
        code: String,
        /// Status of the request entered with it.
        status: Option<String>,
    },
    /// A stage closed.
    StageLeft {
        /// Its code.
        code: String,
    },
    /// Somebody must be told.
    Notify {
        /// The node.
        node: ElementId,
        /// Template of the message.
        template: String,
        /// Channels in order.
        channels: Vec<String>,
        /// Entering or leaving.
        moment: Moment,
    },
    /// The event journal must hear.
    JournalStatus {
        /// The node.
        node: ElementId,
        /// Code of the status.
        code: String,
        /// Entering or leaving.
        moment: Moment,
        /// Further fields, evaluated.
        fields: Vec<(String, feel::Value)>,
    },
    /// A token cannot go on.
    Incident {
        /// The node.
        node: ElementId,
        /// The activation, when there is one.
        activation: Option<u32>,
        /// What happened.
        kind: IncidentKind,
        /// Details for staff.
        text: String,
    },
    /// An incident is over.
    IncidentResolved {
        /// The activation.
        activation: u32,
    },
    /// The instance ended.
    Ended {
        /// How.
        state: State,
    },
}

/// What one command did.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Step {
    /// What happened, in order.
    pub events: Vec<EngineEvent>,
    /// What the caller must do, in order.
    pub effects: Vec<Effect>,
}

/// What kind of thing a command referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A task.
    Task,
    /// A timer.
    Timer,
    /// A job.
    Job,
    /// A subscription.
    Subscription,
    /// An incident.
    Incident,
}

impl Target {
    /// Stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Timer => "timer",
            Self::Job => "job",
            Self::Subscription => "subscription",
            Self::Incident => "incident",
        }
    }
}

/// Why a command was refused; the instance is as before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// The instance belongs to another definition.
    #[error("the instance belongs to another definition")]
    OtherDefinition,
    /// The instance has already started.
    #[error("the instance has already started")]
    AlreadyStarted,
    /// The instance has not started.
    #[error("the instance has not started")]
    NotStarted,
    /// The instance has ended.
    #[error("the instance has ended")]
    Ended,
    /// What the command answers is no longer expected: something else was faster.
    #[error("{} {number} is no longer expected", target.name())]
    NoLongerExpected {
        /// What was meant.
        target: Target,
        /// Its number.
        number: u32,
    },
    /// There never was such a thing in this instance.
    #[error("there is no {} {number}", target.name())]
    Unknown {
        /// What was meant.
        target: Target,
        /// Its number.
        number: u32,
    },
    /// Nobody waits for this message.
    #[error("nobody waits for the message {name}")]
    NobodyWaits {
        /// Name of the message.
        name: String,
    },
    /// Variables must be a context.
    #[error("variables must be a context")]
    BadVariables,
    /// A token cannot continue at this node.
    #[error("a token cannot continue at {node}")]
    BadNode {
        /// The node.
        node: String,
    },
    /// The process has no start event for this command.
    #[error("the process starts with a message")]
    NeedsMessage,
}

impl StepError {
    /// The codes of all refusals.
    pub const CODES: &'static [&'static str] =
        &["PROC-0101", "PROC-0102", "PROC-0103", "PROC-0104", "PROC-0105", "PROC-0106", "PROC-0107", "PROC-0108", "PROC-0109", "PROC-0110"];

    /// The sentence for people.
    pub fn text(&self, language: crate::Language) -> String {
        let args = match self {
            Self::NoLongerExpected { target, number } | Self::Unknown { target, number } => {
                vec![("target", target.name().to_owned()), ("number", number.to_string())]
            }
            Self::NobodyWaits { name } => vec![("name", name.clone())],
            Self::BadNode { node } => vec![("node", node.clone())],
            _ => Vec::new(),
        };
        crate::locale::sentence(language, kernel::error::Coded::code(self).0, &args)
    }
}

impl kernel::error::Coded for StepError {
    fn code(&self) -> kernel::error::Code {
        let place = match self {
            Self::OtherDefinition => 0,
            Self::AlreadyStarted => 1,
            Self::NotStarted => 2,
            Self::Ended => 3,
            Self::NoLongerExpected { .. } => 4,
            Self::Unknown { .. } => 5,
            Self::NobodyWaits { .. } => 6,
            Self::BadVariables => 7,
            Self::BadNode { .. } => 8,
            Self::NeedsMessage => 9,
        };
        kernel::error::Code(Self::CODES[place])
    }
}

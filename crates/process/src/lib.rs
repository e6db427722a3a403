//! The process engine: reads BPMN, checks it, compiles it and steps instances.
//!
//! The rule kept here: everything is pure. A step reads its command, the instance, the compiled definition and the time it is
//! given; it performs no input or output, so the same commands always give the same events.
//!
//! ```text
//! Definition::compile(xml) ─► Definition ─┐
//!                       Instance::new ────┤
//!                       Command + StepEnv ┴─► step() ─► Step { events, effects } + changed Instance
//! ```

mod command;
mod compile;
mod compile_node;
mod condition;
mod engine;
mod extension;
mod extension_read;
mod finding;
mod instance;
mod juel;
pub mod limits;
mod locale;
mod model;
mod rules;
pub mod scenario;
mod shape;
mod timer;
mod wire;
mod xml;

pub use command::{Command, Effect, EngineEvent, IncidentKind, Step, StepEnv, StepError, Target};
pub use compile::Options;
pub use condition::Expression;
pub use engine::step;
pub use extension::{
    Assignment, CalendarKind, DataAccess, DataRule, DeadlineRule, DecisionRule, DocumentRule, Extensions, FormMode, FormRule, JournalRule,
    Moment, NotifyRule, OnExpiry, PaymentRule, RegistryRule, RetryRule, RoleRule, ServiceRule, Stage, TargetRule, TaskKind, TermUnit,
    Unavailable, UnitRule, Visibility,
};
pub use finding::{Finding, Language, Problem, Severity};
pub use instance::{Instance, State, SubscriptionView, TimerView, TokenView, Waiting};
pub use model::{
    BoundaryTrigger, Definition, ElementId, EndResult, Flow, FlowIndex, Lane, Node, NodeIndex, NodeKind, ScopeIndex, ScopeShape,
    StageIndex, StageRef, StartTrigger,
};
pub use timer::{TimerForm, TimerRule, TimerValue};

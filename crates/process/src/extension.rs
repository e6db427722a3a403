//! The `au:` extensions of a node or process, as typed values.
//!
//! The rule kept here: what the `au:` namespace says is either understood completely or reported; extensions of other
//! vendors are none of our business.

use serde::{Deserialize, Serialize};

/// Which screen a clerk gets for a task and which outcomes it may produce.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Regularity check: `regularity`.
    Regularity,
    /// Waiting for or recording a payment: `paid`.
    Payment,
    /// Work on the substance: `workOutcome`.
    Work,
    /// Opinion of another unit: `opinion`.
    Opinion,
    /// Draft of the decision: `decision`.
    Draft,
    /// Review of the draft: `review`.
    Review,
    /// Signing: `signature`.
    Sign,
    /// Delivery of the result: `delivered`.
    Deliver,
}

/// Who sees a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Anyone with the status code.
    #[default]
    Public,
    /// The parties in the official section.
    Party,
    /// The administration only.
    Internal,
}

/// `au:stage`: a part of the procedure as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// Stable code.
    pub code: String,
    /// Group of stages: `accepting`, `merits`, `result`.
    pub group: Option<String>,
    /// Place among the stages.
    pub order: Option<u32>,
    /// Status of the request entered with the first node of the stage.
    pub status: Option<String>,
    /// Bulgarian name.
    pub name_bg: Option<String>,
    /// English name.
    pub name_en: Option<String>,
    /// Who sees it.
    pub visibility: Visibility,
}

/// Where the performer of a task is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitRule {
    /// The unit that owns the case.
    #[default]
    Owner,
    /// The unit above it.
    Superior,
    /// The unit named by `unitCode`.
    Named,
}

/// How a task finds its performer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// Anyone of the role takes it.
    #[default]
    Pool,
    /// The one with the fewest open tasks.
    LeastLoaded,
    /// Who did the previous task of the case.
    Previous,
    /// An expression says.
    Expression,
}

/// `au:role`: who is responsible for a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleRule {
    /// The role.
    pub role: String,
    /// Where to look.
    pub unit: UnitRule,
    /// Code of the named unit.
    pub unit_code: Option<String>,
    /// How the person is chosen.
    pub assignment: Assignment,
    /// The expression of [`Assignment::Expression`].
    pub expression: Option<String>,
    /// Four eyes: not the performer of this task.
    pub not_same_as: Option<String>,
    /// Whether a deputy may act.
    pub substitution: bool,
}

/// Unit of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Months.
    Month,
}

/// Which days count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// Every day.
    #[default]
    Calendar,
    /// Working days of the administration.
    Working,
}

/// What happens when a deadline passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnExpiry {
    /// Those concerned are told.
    #[default]
    Notify,
    /// The task goes to `escalateTo`.
    Escalate,
    /// Silence counts as consent.
    TacitConsent,
    /// Silence counts as refusal.
    TacitRefusal,
}

/// `au:deadline`: a statutory or internal term. The caller owns the calendar and computes the days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadlineRule {
    /// How many units.
    pub amount: u32,
    /// The unit.
    pub unit: TermUnit,
    /// Which days count.
    pub calendar: CalendarKind,
    /// Event from which it runs; the entry of the node when absent.
    pub start: Option<String>,
    /// Warnings at these per cents of the term, ascending.
    pub warn: Vec<u8>,
    /// Action on expiry.
    pub on_expiry: OnExpiry,
    /// Role that receives an escalated task.
    pub escalate_to: Option<String>,
    /// The legal ground.
    pub legal_ground: Option<String>,
    /// Nodes while which wait the term stands still.
    pub suspends_on: Vec<String>,
}

/// How a form is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FormMode {
    /// To be filled.
    #[default]
    Edit,
    /// To be read.
    Read,
}

/// `au:form`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormRule {
    /// File of the form in the kit.
    pub reference: String,
    /// Version, when pinned.
    pub version: Option<String>,
    /// Edit or read.
    pub mode: FormMode,
    /// Required signature level.
    pub signature: Option<String>,
}

/// `au:document`: what the task produces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentRule {
    /// Template in the kit.
    pub template: String,
    /// Kind of document.
    pub kind: Option<String>,
    /// Numbering register.
    pub register: Option<String>,
    /// Signers in order.
    pub signers: Vec<String>,
    /// Whether the parties see it.
    pub visible: bool,
}

/// `au:payment`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaymentRule {
    /// Code of the tariff.
    pub tariff: Option<String>,
    /// Amount as an expression.
    pub amount: Option<String>,
    /// Reference of the payee's account.
    pub payee: Option<String>,
    /// Time to pay, ISO 8601 duration.
    pub due: Option<String>,
    /// Whether parts are accepted.
    pub partial: bool,
}

/// When something is said: on entering or on leaving a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// The node is entered.
    #[default]
    Enter,
    /// The node is left.
    Leave,
}

/// `au:notify`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotifyRule {
    /// When.
    pub event: Moment,
    /// Template of the message.
    pub template: String,
    /// Channels in order; the person's own choice when empty.
    pub channels: Vec<String>,
    /// Whether proof of delivery is necessary.
    pub proof: bool,
}

/// `au:journalStatus`: what the national event journal hears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalRule {
    /// Code of the status.
    pub code: String,
    /// When.
    pub moment: Moment,
    /// Further fields: name and FEEL expression.
    pub fields: Vec<(String, String)>,
}

/// `au:decision`: the decision a business rule task asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionRule {
    /// Name or id of the decision.
    pub reference: String,
    /// File of the decision model in the kit.
    pub file: Option<String>,
    /// Variable that receives the result.
    pub result: String,
}

/// What to do when a register does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unavailable {
    /// Try again.
    #[default]
    Retry,
    /// Ask the citizen for the document.
    Ask,
    /// Continue with a flag.
    Continue,
}

/// `au:registryCall`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegistryRule {
    /// Name of the operation.
    pub operation: String,
    /// Purpose sent with the request.
    pub purpose: Option<String>,
    /// Legal ground sent with the request.
    pub legal_ground: Option<String>,
    /// Kind of document under which the answer is filed.
    pub file_as: Option<String>,
    /// How long an answer may be reused, ISO 8601 duration.
    pub cache: Option<String>,
    /// Behaviour when the register does not answer.
    pub unavailable: Unavailable,
    /// Request: field and FEEL expression.
    pub request: Vec<(String, String)>,
    /// Response: variable and FEEL expression.
    pub response: Vec<(String, String)>,
}

/// `au:retry`: how a failed job is tried again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RetryRule {
    /// Attempts in all.
    pub attempts: u32,
    /// First pause, seconds.
    pub initial_s: i64,
    /// Factor of each further pause.
    pub factor: i64,
    /// Longest pause, seconds.
    pub cap_s: i64,
    /// Spread, per cent.
    pub jitter_percent: i64,
}

/// `au:service`: which registered service the process performs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceRule {
    /// Code from the register of services.
    pub code: String,
    /// The legal ground.
    pub legal_ground: Option<String>,
    /// Kind of result.
    pub result_type: Option<String>,
    /// Reference of the fee.
    pub fee: Option<String>,
    /// Channels.
    pub channels: Vec<String>,
    /// Target group.
    pub target_group: Option<String>,
}

/// Access of a task to a data item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DataAccess {
    /// Reads it.
    #[default]
    Read,
    /// Writes it.
    Write,
}

/// `au:data`: a data item read or written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataRule {
    /// Path of the item.
    pub name: String,
    /// Type.
    pub kind: Option<String>,
    /// Class of personal data.
    pub class: Option<String>,
    /// Read or written.
    pub access: DataAccess,
}

/// `au:sla`: a target for statistics only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetRule {
    /// Time within which cases should finish, ISO 8601 duration.
    pub within: String,
    /// Share of cases, per cent.
    pub share_percent: u8,
}

/// Everything the `au:` namespace says about one node, lane or process.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Extensions {
    /// `au:service`, on the process.
    pub service: Option<ServiceRule>,
    /// `au:stage`.
    pub stage: Option<Stage>,
    /// `au:task`.
    pub task: Option<TaskKind>,
    /// `au:role`.
    pub role: Option<RoleRule>,
    /// `au:deadline`.
    pub deadline: Option<DeadlineRule>,
    /// `au:form`.
    pub form: Option<FormRule>,
    /// `au:document`, in order.
    pub documents: Vec<DocumentRule>,
    /// `au:payment`.
    pub payment: Option<PaymentRule>,
    /// `au:notify`, in order.
    pub notify: Vec<NotifyRule>,
    /// `au:journalStatus`, in order.
    pub journal: Vec<JournalRule>,
    /// `au:decision`.
    pub decision: Option<DecisionRule>,
    /// `au:registryCall`.
    pub registry: Option<RegistryRule>,
    /// `au:retry`.
    pub retry: Option<RetryRule>,
    /// `au:data`, in order.
    pub data: Vec<DataRule>,
    /// `au:sla`, on the process.
    pub targets: Vec<TargetRule>,
}

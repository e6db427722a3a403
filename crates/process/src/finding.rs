//! Findings of the checks: where, what, how serious.
//!
//! The rule kept here: a finding carries a stable code and arguments; its sentence lives in `locales/*/process.ftl` under
//! that code, in Bulgarian and in English.

use serde::Serialize;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The definition works; somebody should look at it.
    Warning,
    /// The definition cannot be used.
    Error,
}

/// The language of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Bulgarian.
    Bg,
    /// English.
    En,
}

/// One observation about a definition file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code such as `PROC-0012`; also the key of the sentence.
    pub code: &'static str,
    /// Id of the element, empty when the whole file is meant.
    pub element: String,
    /// Line of the element in the file, from 1.
    pub line: u32,
    /// Error or warning.
    pub severity: Severity,
    /// What the sentence mentions, by name.
    pub args: Vec<(&'static str, String)>,
    /// The situation.
    #[serde(skip)]
    pub problem: Problem,
}

impl Finding {
    /// A finding about one element.
    pub fn new(problem: Problem, element: &str, line: u32) -> Self {
        Self { code: problem.code(), element: element.to_owned(), line, severity: problem.severity(), args: Vec::new(), problem }
    }

    /// Adds what the sentence mentions.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Whether the definition cannot be used because of this.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The sentence for people.
    pub fn text(&self, language: Language) -> String {
        crate::locale::sentence(language, self.code, &self.args)
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} {} {}", self.line, self.element, self.code, self.text(Language::En))
    }
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal $severity:ident,)*) => {
        /// Every situation the checks know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Problem { $($(#[$doc])* $name,)* }

        impl Problem {
            /// All of them, in the order of their codes.
            pub const ALL: &'static [Problem] = &[$(Problem::$name,)*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Problem::$name => $code,)* }
            }

            /// Whether it is about a rule for administrative services and not about whether the model can run.
            pub fn is_rule(self) -> bool {
                self.code() >= "PROC-0030"
            }

            /// Whether it blocks the definition.
            pub fn severity(self) -> Severity {
                match self { $(Problem::$name => Severity::$severity,)* }
            }
        }
    };
}

problems! {
    /// The file is not well-formed XML.
    Malformed = "PROC-0001" Error,
    /// The file has a document type declaration.
    DocumentType = "PROC-0002" Error,
    /// The file refers to an entity.
    Entity = "PROC-0003" Error,
    /// The file is past a limit.
    TooLarge = "PROC-0004" Error,
    /// The root is not BPMN `definitions`.
    NotBpmn = "PROC-0005" Error,
    /// No process can be executed.
    NoProcess = "PROC-0006" Error,
    /// More than one process can be executed and none was named.
    SeveralProcesses = "PROC-0007" Error,
    /// An element that needs an id has none.
    NoId = "PROC-0010" Error,
    /// Two elements share an id.
    DuplicateId = "PROC-0011" Error,
    /// The engine does not execute this element.
    Unsupported = "PROC-0012" Error,
    /// A reference points to nothing.
    UnknownReference = "PROC-0013" Error,
    /// A flow leaves its sub-process.
    FlowAcrossScopes = "PROC-0014" Error,
    /// A process or sub-process has no start event.
    NoStart = "PROC-0015" Error,
    /// A process or sub-process has several start events of one kind.
    SeveralStarts = "PROC-0016" Error,
    /// A flow enters or leaves a node where it may not.
    FlowNotAllowed = "PROC-0017" Error,
    /// A boundary event hangs on something that is not an activity that waits.
    BoundaryHost = "PROC-0018" Error,
    /// An event has no definition or more than one.
    EventDefinition = "PROC-0019" Error,
    /// The default flow does not leave the node or has a condition.
    DefaultFlow = "PROC-0020" Error,
    /// A condition stands where none is evaluated.
    ConditionNotAllowed = "PROC-0021" Error,
    /// An expression cannot be parsed.
    Expression = "PROC-0022" Error,
    /// A timer has no value or one that is not understood.
    Timer = "PROC-0023" Error,
    /// An event gateway leads to something that is not a catching event.
    EventGatewayTarget = "PROC-0024" Error,
    /// A necessary attribute or child is missing.
    Missing = "PROC-0025" Error,
    /// An attribute has a value that is not understood.
    BadValue = "PROC-0026" Error,
    /// An extension element is not known.
    AuElement = "PROC-0030" Error,
    /// An extension attribute is not known.
    AuAttribute = "PROC-0031" Error,
    /// A necessary extension attribute is missing.
    AuMissing = "PROC-0032" Error,
    /// An extension attribute has a value that is not understood.
    AuValue = "PROC-0033" Error,
    /// An extension element stands where it has no meaning.
    AuPlace = "PROC-0034" Error,
    /// One stage is described in two different ways.
    StageConflict = "PROC-0035" Error,
    /// An extension element that may occur once occurs again.
    AuRepeated = "PROC-0036" Error,
    /// A user task has no role.
    NoRole = "PROC-0040" Error,
    /// A wait for somebody outside has no deadline.
    NoDeadline = "PROC-0041" Warning,
    /// An exclusive choice may find no way out.
    NoDefault = "PROC-0042" Warning,
    /// A node can never be reached.
    DeadNode = "PROC-0043" Error,
    /// A loop never waits.
    LoopWithoutWait = "PROC-0044" Error,
    /// A path reports no acceptance to the journal.
    NoAcceptedStatus = "PROC-0045" Warning,
    /// A path reports no closing to the journal.
    NoClosedStatus = "PROC-0046" Warning,
    /// A four-eyes rule names no task of this process.
    NotSameAs = "PROC-0047" Error,
    /// A registry call names no legal ground.
    NoLegalGround = "PROC-0048" Error,
    /// No end can be reached from a node.
    NoWayToEnd = "PROC-0049" Error,
    /// A stage has no order or no name for people.
    StageIncomplete = "PROC-0050" Warning,
}

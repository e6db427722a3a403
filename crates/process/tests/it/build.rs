//! Builds definitions from short texts and drives instances.

use process::{Command, Definition, Effect, EngineEvent, Instance, Options, Step, StepEnv, StepError};

/// A file around the content of one process.
pub fn file(content: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:au="https://gishe.bg/schema/au" xmlns:x="urn:other" id="d">
<message id="m1" name="correction"/><message id="m2" name="payment"/>
<error id="e1" errorCode="E1"/><error id="e2" errorCode="E2"/>
<process id="p" isExecutable="true">
{content}
</process>
</definitions>"#
    )
}

/// Flows from a line such as `s>a a>b[x > 1] b>e`.
pub fn flows(text: &str) -> String {
    let mut xml = String::new();
    for (place, line) in text.split(';').map(str::trim).filter(|l| !l.is_empty()).enumerate() {
        let (ends, condition) = match line.split_once('[') {
            Some((ends, rest)) => (ends.trim(), rest.trim_end_matches(']')),
            None => (line, ""),
        };
        let (from, to) = ends.split_once('>').expect("from>to");
        let condition = if condition.is_empty() {
            String::new()
        } else {
            let escaped = condition.replace('&', "&amp;").replace('<', "&lt;");
            format!("<conditionExpression>{escaped}</conditionExpression>")
        };
        let (from, to) = (from.trim(), to.trim());
        xml.push_str(&format!(
            "<sequenceFlow id=\"{from}-{to}-{place}\" sourceRef=\"{from}\" targetRef=\"{to}\">{condition}</sequenceFlow>\n"
        ));
    }
    xml
}

/// Compiles only what execution needs.
pub fn compile(content: &str) -> Definition {
    let options = Options { structure_only: true, ..Options::default() };
    Definition::compile_with(&file(content), &options).unwrap_or_else(|f| panic!("{f:#?}"))
}

/// A running instance with everything it did.
pub struct Run {
    pub definition: Definition,
    pub instance: Instance,
    pub events: Vec<EngineEvent>,
    pub effects: Vec<Effect>,
    pub commands: Vec<(Command, StepEnv)>,
    pub now: jiff::Timestamp,
}

/// Variables from JSON text.
pub fn vars(json: &str) -> feel::Value {
    feel::Value::from_json(&serde_json::from_str(json).expect("JSON"))
}

impl Run {
    pub fn new(content: &str) -> Self {
        let definition = compile(content);
        let instance = Instance::new(&definition);
        let now = "2026-04-20T07:00:00Z".parse().expect("a timestamp");
        Self { definition, instance, events: Vec::new(), effects: Vec::new(), commands: Vec::new(), now }
    }

    /// Compiles and starts.
    pub fn start(content: &str, variables: &str) -> Self {
        let mut run = Self::new(content);
        run.must(Command::Start { variables: vars(variables) });
        run
    }

    pub fn send(&mut self, command: Command) -> Result<Step, StepError> {
        let env = StepEnv { now: self.now };
        let step = process::step(&self.definition, &mut self.instance, &command, &env)?;
        self.commands.push((command, env));
        self.events.extend(step.events.iter().cloned());
        self.effects.extend(step.effects.iter().cloned());
        // What is stored between two steps is all that counts.
        let stored = serde_json::to_vec(&self.instance).expect("an instance can be stored");
        let loaded: Instance = serde_json::from_slice(&stored).expect("a stored instance can be read");
        assert_eq!(loaded, self.instance);
        self.instance = loaded;
        Ok(step)
    }

    pub fn must(&mut self, command: Command) -> Step {
        self.send(command.clone()).unwrap_or_else(|e| panic!("{command:?}: {e}"))
    }

    fn task(&self, node: &str) -> u32 {
        let tasks = self.instance.tasks(&self.definition);
        tasks.iter().find(|(_, n)| *n == node).unwrap_or_else(|| panic!("{node} is not open: {tasks:?}")).0
    }

    pub fn complete(&mut self, node: &str, variables: &str) -> Step {
        let activation = self.task(node);
        self.must(Command::CompleteTask { activation, variables: vars(variables) })
    }

    pub fn message(&mut self, name: &str) -> Step {
        self.must(Command::Message { name: name.to_owned(), variables: feel::Value::Null })
    }

    pub fn timer(&mut self, node: &str) -> Step {
        let timers = self.instance.timers(&self.definition);
        let timer = timers.iter().find(|t| t.node == node).unwrap_or_else(|| panic!("no timer at {node}: {timers:?}"));
        let (timer, due) = (timer.timer, timer.due);
        self.now = self.now.max(due);
        self.must(Command::TimerDue { timer })
    }

    pub fn job(&self, node: &str) -> u32 {
        let queued = self.effects.iter().rev().find_map(|e| match e {
            Effect::JobQueued { job, node: at, .. } if *at == node => Some(*job),
            _ => None,
        });
        queued.unwrap_or_else(|| panic!("no job at {node}"))
    }

    pub fn answer(&mut self, node: &str, variables: &str) -> Step {
        let job = self.job(node);
        self.must(Command::JobCompleted { job, variables: vars(variables) })
    }

    pub fn fail(&mut self, node: &str, code: Option<&str>) -> Step {
        let job = self.job(node);
        self.must(Command::JobFailed { job, error_code: code.map(str::to_owned), message: "timeout".to_owned() })
    }

    /// Nodes where tokens wait, in order of creation, with `!` for incidents.
    pub fn waiting(&self) -> String {
        let tokens = self.instance.tokens(&self.definition);
        let names: Vec<String> = tokens
            .iter()
            .map(|t| match t.waiting {
                process::Waiting::Incident { kind } => format!("{}!{}", t.node, kind.code()),
                _ => t.node.to_string(),
            })
            .collect();
        names.join(" ")
    }

    /// Nodes entered so far, in order.
    pub fn path(&self) -> String {
        let nodes: Vec<&str> = self
            .events
            .iter()
            .filter_map(|e| match e {
                EngineEvent::Entered { node, .. } => Some(node.as_str()),
                _ => None,
            })
            .collect();
        nodes.join(" ")
    }

    pub fn state(&self) -> process::State {
        self.instance.state()
    }
}

/// Short names of effects, for comparison.
pub fn names(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .map(|effect| match effect {
            Effect::TaskOpened { node, .. } => format!("open {node}"),
            Effect::TaskClosed { node, cancelled: false, .. } => format!("close {node}"),
            Effect::TaskClosed { node, .. } => format!("cancel {node}"),
            Effect::TimerArmed { node, .. } => format!("arm {node}"),
            Effect::TimerDisarmed { .. } => "disarm".to_owned(),
            Effect::MessageAwaited { name, .. } => format!("await {name}"),
            Effect::MessageReleased { name, .. } => format!("release {name}"),
            Effect::MessageSent { name, .. } => format!("send {name}"),
            Effect::JobQueued { node, connector, attempt, .. } => format!("job {node} {connector} {attempt}"),
            Effect::JobCancelled { .. } => "cancel job".to_owned(),
            Effect::StageEntered { code, .. } => format!("+{code}"),
            Effect::StageLeft { code } => format!("-{code}"),
            Effect::Notify { template, .. } => format!("notify {template}"),
            Effect::JournalStatus { code, .. } => format!("journal {code}"),
            Effect::Incident { node, kind, .. } => format!("incident {node} {}", kind.code()),
            Effect::IncidentResolved { .. } => "resolved".to_owned(),
            Effect::Ended { state } => format!("{state:?}").to_lowercase(),
        })
        .collect()
}

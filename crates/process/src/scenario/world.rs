//! The instances of a scenario, its clock and the names it has bound.
//!
//! The rule kept here: the world changes only through engine commands and the clock.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

use super::items::{Item, Kind, same_text};
use crate::command::{Command, Effect, StepEnv};
use crate::compile::Options;
use crate::finding::{Finding, Problem};
use crate::instance::Instance;
use crate::model::Definition;
use crate::xml::{self, Element, Space};

/// Most steps of the clock one `run_due_jobs` may take: a cycle without end must not hang a scenario.
const QUIET_ROUNDS_MAX: usize = 1_000;

/// One instance of the scenario.
pub(super) struct Running {
    pub name: String,
    pub definition: Arc<Definition>,
    pub instance: Instance,
    pub business_key: Option<String>,
    pub assigned: HashMap<u32, String>,
}

/// What a name stands for.
#[derive(Clone)]
enum Bound {
    Instance(usize),
    One(Item),
    Many(Vec<Item>),
    Value(Json),
}

pub(super) struct World<'a> {
    xml: &'a str,
    root: Element,
    processes: Vec<String>,
    definitions: HashMap<String, Arc<Definition>>,
    pub instances: Vec<Running>,
    bound: HashMap<String, Bound>,
    start: Timestamp,
    now: Timestamp,
    pub trace: Vec<Json>,
}

impl<'a> World<'a> {
    pub fn new(xml: &'a str) -> Result<Self, Vec<Finding>> {
        let root = xml::read(xml).map_err(|f| vec![f])?;
        let processes = Definition::processes(xml).map_err(|f| vec![f])?;
        if processes.is_empty() {
            return Err(vec![Finding::new(Problem::NoProcess, root.id(), root.line)]);
        }
        let start = super::BEGINNING.parse().expect("a constant timestamp");
        let mut world = Self {
            xml,
            root,
            processes,
            definitions: HashMap::new(),
            instances: Vec::new(),
            bound: HashMap::new(),
            start,
            now: start,
            trace: Vec::new(),
        };
        // A file with one process is refused at once; among several only those that are started must compile.
        if let [only] = world.processes.clone().as_slice() {
            world.definition(only)?;
        }
        Ok(world)
    }

    fn definition(&mut self, key: &str) -> Result<Arc<Definition>, Vec<Finding>> {
        if let Some(known) = self.definitions.get(key) {
            return Ok(known.clone());
        }
        let options = Options { process: Some(key), structure_only: true, foreign: true };
        let definition = Arc::new(Definition::compile_with(self.xml, &options)?);
        self.definitions.insert(key.to_owned(), definition.clone());
        Ok(definition)
    }

    /// Does one step.
    pub fn step(&mut self, op: &str, step: &Json) -> Result<(), String> {
        match op {
            "start" => self.op_start(step),
            "select" => {
                let found = self.select(step)?;
                let expected = step.get("expect").and_then(Json::as_u64).unwrap_or(1);
                if found.len() as u64 != expected {
                    return Err(format!("{} found, {expected} expected: {}", found.len(), names(&found)));
                }
                match <[Item; 1]>::try_from(found) {
                    Ok([item]) => self.bind(step, Bound::One(item)),
                    Err(found) => self.bind(step, Bound::Many(found)),
                }
            }
            "select_all" => {
                let mut found = self.select(step)?;
                self.order(&mut found, text(step, "order_by").unwrap_or("created asc"))?;
                self.bind(step, Bound::Many(found))
            }
            "item" => {
                let list = self.list(step)?;
                let index = step.get("index").and_then(Json::as_u64).unwrap_or(0) as usize;
                let item = list.get(index).cloned().ok_or_else(|| format!("{} items only", list.len()))?;
                self.bind(step, Bound::One(item))
            }
            "complete" => {
                let task = self.task(step.get("task"))?;
                self.complete(&task, step)
            }
            "complete_each" => {
                for task in self.list(step)? {
                    self.complete(&task, step)?;
                }
                Ok(())
            }
            "message" => self.op_message(step),
            "signal" => Err("signals are not executed".to_owned()),
            "trigger" => {
                let waiting = self.task(step.get("execution"))?;
                let activation = self.activation(&waiting);
                self.trigger(waiting.instance, activation, variables(step))
            }
            "clock" => {
                let offset = step.get("offset_ms").and_then(Json::as_i64).ok_or("offset_ms is missing")?;
                self.now = self.start + SignedDuration::from_millis(offset);
                Ok(())
            }
            "run_due_jobs" => self.run_due(),
            "fire_job" | "complete_job" => {
                let job = self.task(step.get("job"))?;
                self.fire(&job, variables(step))
            }
            "fail_job" => {
                let job = self.task(step.get("job"))?;
                let error_code = text(step, "error").map(str::to_owned);
                let message = text(step, "message").unwrap_or("failed").to_owned();
                self.send(job.instance, Command::JobFailed { job: job.number, error_code, message })
            }
            "set_var" => {
                let instance = self.instance_of(step.get("on").unwrap_or(&Json::Null))?;
                let name = text(step, "name").ok_or("name is missing")?;
                let value = self.resolve(step.get("value").unwrap_or(&Json::Null));
                let variables = feel::Value::from_json(&json!({ name: value }));
                self.send(instance, Command::SetVariables { variables })
            }
            "assign" => {
                let task = self.task(step.get("task"))?;
                let user = text(step, "user").unwrap_or("").to_owned();
                self.instances[task.instance].assigned.insert(task.number, user);
                Ok(())
            }
            "cancel_instance" => {
                let instance = self.instance_of(step.get("instance").unwrap_or(&Json::Null))?;
                self.send(instance, Command::Cancel)
            }
            "read_var" => {
                let value = self.variable(step)?;
                self.bind(step, Bound::Value(value))
            }
            "assert_count" => {
                let found = self.select(step)?;
                let expected = step.get("n").and_then(Json::as_u64).ok_or("n is missing")?;
                equal(&json!(found.len()), &json!(expected)).map_err(|e| format!("{e}: {}", names(&found)))
            }
            "assert_size" => {
                let expected = step.get("n").cloned().unwrap_or_default();
                equal(&json!(self.list(step)?.len()), &expected)
            }
            "assert_values" => self.op_values(step),
            "assert_field" => {
                let field = text(step, "field").ok_or("field is missing")?;
                let item = self.item(step.get("of").unwrap_or(&Json::Null))?;
                let expected = self.resolve(step.get("value").unwrap_or(&Json::Null));
                equal(&self.field(&item, field)?, &expected)
            }
            "assert_var" => {
                let expected = self.resolve(step.get("value").unwrap_or(&Json::Null));
                equal(&self.variable(step)?, &expected)
            }
            "assert_value" => {
                let value = self.resolve(step.get("of").unwrap_or(&Json::Null));
                equal(&value, &self.resolve(step.get("value").unwrap_or(&Json::Null)))
            }
            "assert_ended" => {
                let instance = self.instance_of(step.get("instance").unwrap_or(&Json::Null))?;
                let running = &self.instances[instance];
                if running.instance.has_ended() {
                    return Ok(());
                }
                let open: Vec<String> = running.instance.tokens(&running.definition).iter().map(|t| t.node.to_string()).collect();
                Err(format!("still waiting at {}", open.join(", ")))
            }
            other => Err(format!("the step {other:?} is not known")),
        }
    }

    fn op_start(&mut self, step: &Json) -> Result<(), String> {
        let message = text(step, "message").map(str::to_owned);
        let mut candidates = match text(step, "process") {
            Some(key) => vec![key.to_owned()],
            None => self.processes.clone(),
        };
        if message.is_none() {
            candidates.truncate(1);
        }
        let mut refused = "no process starts with this message".to_owned();
        for key in candidates {
            let definition = self.definition(&key).map_err(|f| list_findings(&f))?;
            if message.as_ref().is_some_and(|m| !definition.start_messages().any(|own| own == m.as_str())) {
                continue;
            }
            let name = text(step, "as").unwrap_or("p1").to_owned();
            let running = Running {
                name: name.clone(),
                instance: Instance::new(&definition),
                definition,
                business_key: text(step, "business_key").map(str::to_owned),
                assigned: HashMap::new(),
            };
            self.instances.push(running);
            let place = self.instances.len() - 1;
            let variables = variables(step);
            // A process that only messages start is started by its first one when the scenario names the process.
            let definition = &self.instances[place].definition;
            let first = definition.start_messages().next().filter(|_| definition.scopes[0].start.is_none());
            let command = match message.clone().or_else(|| first.map(ToString::to_string)) {
                Some(name) => Command::Message { name, variables },
                None => Command::Start { variables },
            };
            match self.send(place, command) {
                Ok(()) => {
                    self.bound.insert(name, Bound::Instance(place));
                    return Ok(());
                }
                Err(error) => {
                    self.instances.pop();
                    refused = error;
                }
            }
        }
        Err(refused)
    }

    fn op_message(&mut self, step: &Json) -> Result<(), String> {
        let name = text(step, "name").ok_or("name is missing")?.to_owned();
        let variables = variables(step);
        let Some(to) = step.get("to") else {
            let waits = |r: &Running| r.instance.subscriptions(&r.definition).iter().any(|s| s.message == name.as_str());
            if let Some(place) = self.instances.iter().position(waits) {
                return self.send(place, Command::Message { name, variables });
            }
            return self.op_start(&json!({ "message": name, "vars": step.get("vars") }));
        };
        let item = self.item(to)?;
        let activation = self.activation(&item);
        let running = &self.instances[item.instance];
        let subscription = running
            .instance
            .subscriptions(&running.definition)
            .into_iter()
            .find(|s| {
                let owner = running.instance.subscriptions.iter().find(|own| own.id == s.subscription);
                s.message == name.as_str() && (item.kind == Kind::Instance || owner.is_some_and(|own| own.activation == activation))
            })
            .ok_or_else(|| format!("the message {name} is not awaited there"))?;
        let command = Command::Deliver { subscription: subscription.subscription, variables };
        self.send(item.instance, command)
    }

    fn op_values(&mut self, step: &Json) -> Result<(), String> {
        let field = text(step, "field").ok_or("field is missing")?;
        let items = if step.get("of").is_some() { self.list(step)? } else { self.select(step)? };
        let mut got = items.iter().map(|i| self.field(i, field)).collect::<Result<Vec<_>, _>>()?;
        let mut expected = step.get("values").and_then(Json::as_array).cloned().unwrap_or_default();
        match text(step, "match").unwrap_or("any_order") {
            "ordered" => {}
            "contains" => got.retain(|g| expected.iter().any(|e| same_text(g, e))),
            _ => {
                got.sort_by_key(Json::to_string);
                expected.sort_by_key(Json::to_string);
            }
        }
        if got.len() == expected.len() && got.iter().zip(&expected).all(|(g, e)| same_text(g, e)) {
            return Ok(());
        }
        equal(&json!(got), &json!(expected))
    }

    fn complete(&mut self, task: &Item, step: &Json) -> Result<(), String> {
        self.send(task.instance, Command::CompleteTask { activation: task.number, variables: variables(step) })
    }

    /// Continues whatever waits at an activation without naming the message.
    fn trigger(&mut self, instance: usize, activation: u32, variables: feel::Value) -> Result<(), String> {
        let own = self.instances[instance].instance.subscriptions.iter().find(|s| s.activation == activation);
        let subscription = own.map(|s| s.id).ok_or("nothing is awaited there")?;
        self.send(instance, Command::Deliver { subscription, variables })
    }

    /// Fires one timer or completes one job, due or not.
    fn fire(&mut self, job: &Item, variables: feel::Value) -> Result<(), String> {
        if self.instances[job.instance].instance.timers.iter().any(|t| t.id == job.number) {
            return self.send(job.instance, Command::TimerDue { timer: job.number });
        }
        self.send(job.instance, Command::JobCompleted { job: job.number, variables })
    }

    /// Fires what is due, the earliest first, until nothing is.
    fn run_due(&mut self) -> Result<(), String> {
        for _ in 0..QUIET_ROUNDS_MAX {
            let now_ms = self.now.as_millisecond();
            let timers = self.instances.iter().enumerate().flat_map(|(place, running)| {
                running.instance.timers.iter().filter(|t| t.due_ms <= now_ms).map(move |t| (t.due_ms, place, t.id))
            });
            if let Some((_, place, timer)) = timers.min() {
                self.send(place, Command::TimerDue { timer })?;
                continue;
            }
            let job = self
                .find(Kind::Job, None)?
                .into_iter()
                .find(|item| self.instances[item.instance].instance.timers.iter().all(|t| t.id != item.number));
            match job {
                Some(job) => self.fire(&job, feel::Value::Null)?,
                None => return Ok(()),
            }
        }
        Err("the jobs never come to rest".to_owned())
    }

    /// Sends a command and completes at once the jobs that stand for code of another engine.
    fn send(&mut self, place: usize, command: Command) -> Result<(), String> {
        let mut queue = vec![command];
        while let Some(command) = queue.pop() {
            let running = &mut self.instances[place];
            let env = StepEnv { now: self.now };
            let step = crate::step(&running.definition, &mut running.instance, &command, &env).map_err(|e| e.to_string())?;
            for event in &step.events {
                self.trace.push(json!({ "instance": running.name, "event": event }));
            }
            queue.extend(step.effects.iter().filter_map(|effect| match effect {
                Effect::JobQueued { job, connector, .. } if *connector == "foreign" => {
                    Some(Command::JobCompleted { job: *job, variables: feel::Value::Null })
                }
                _ => None,
            }));
        }
        Ok(())
    }

    fn select(&self, step: &Json) -> Result<Vec<Item>, String> {
        self.find(Kind::parse(text(step, "kind").unwrap_or(""))?, step.get("where"))
    }

    fn order(&self, items: &mut [Item], by: &str) -> Result<(), String> {
        for part in by.split(',').rev() {
            let mut words = part.split_whitespace();
            let (field, down) = (words.next().unwrap_or("created"), words.next() == Some("desc"));
            if field != "created" {
                let mut failed = None;
                items.sort_by_cached_key(|item| match self.field(item, field) {
                    Ok(Json::String(text)) => text,
                    Ok(other) => other.to_string(),
                    Err(error) => {
                        failed = Some(error);
                        String::new()
                    }
                });
                if let Some(error) = failed {
                    return Err(error);
                }
            }
            if down {
                items.reverse();
            }
        }
        Ok(())
    }

    fn bind(&mut self, step: &Json, value: Bound) -> Result<(), String> {
        if let Some(name) = text(step, "as") {
            self.bound.insert(name.to_owned(), value);
        }
        Ok(())
    }

    fn lookup(&self, reference: &Json) -> Option<(&Bound, bool)> {
        let name = reference.as_str()?.strip_prefix('$')?;
        match name.strip_suffix(".instance") {
            Some(name) => Some((self.bound.get(name)?, true)),
            None => Some((self.bound.get(name)?, false)),
        }
    }

    fn list(&self, step: &Json) -> Result<Vec<Item>, String> {
        match self.lookup(step.get("of").unwrap_or(&Json::Null)) {
            Some((Bound::Many(items), _)) => Ok(items.clone()),
            Some((Bound::One(item), _)) => Ok(vec![item.clone()]),
            _ => Err("of names no list".to_owned()),
        }
    }

    pub fn item(&self, reference: &Json) -> Result<Item, String> {
        match self.lookup(reference) {
            Some((Bound::One(item), false)) => Ok(item.clone()),
            Some((Bound::Instance(place), _)) => Ok(self.of_whole(*place)),
            Some((Bound::One(item), true)) => Ok(self.of_whole(item.instance)),
            _ => Err(format!("{reference} names nothing")),
        }
    }

    fn of_whole(&self, place: usize) -> Item {
        let node = self.instances[place].definition.key().to_string();
        Item { kind: Kind::Instance, instance: place, number: 0, node, event: None }
    }

    /// A bound item, or the only open one at the node that is named.
    fn task(&self, reference: Option<&Json>) -> Result<Item, String> {
        let reference = reference.ok_or("the step names nothing")?;
        let name = reference.as_str().unwrap_or("");
        if name.starts_with('$') {
            return self.item(reference);
        }
        let mut found = Vec::new();
        for kind in [Kind::Task, Kind::Job, Kind::Subscription] {
            found.extend(self.find(kind, Some(&json!({ "node": name })))?);
        }
        match <[Item; 1]>::try_from(found) {
            Ok([item]) => Ok(item),
            Err(found) => Err(format!("{} items wait at {name}, one expected", found.len())),
        }
    }

    pub fn instance_of(&self, reference: &Json) -> Result<usize, String> {
        match self.lookup(reference) {
            Some((Bound::Instance(place), _)) => Ok(*place),
            Some((Bound::One(item), _)) => Ok(item.instance),
            _ if reference.is_null() && self.instances.len() == 1 => Ok(0),
            _ => Err(format!("{reference} names no instance")),
        }
    }

    fn resolve(&self, value: &Json) -> Json {
        match self.lookup(value) {
            Some((Bound::Value(bound), _)) => bound.clone(),
            Some((Bound::Instance(place), _)) => json!(self.instances[*place].name),
            _ => value.clone(),
        }
    }

    fn variable(&self, step: &Json) -> Result<Json, String> {
        let instance = self.instance_of(step.get("on").unwrap_or(&Json::Null))?;
        let name = text(step, "name").ok_or("name is missing")?;
        Ok(self.instances[instance].instance.variable(name).map_or(Json::Null, feel::Value::to_json))
    }

    fn element(&self, id: &str) -> Option<&Element> {
        fn within<'e>(element: &'e Element, id: &str) -> Option<&'e Element> {
            if element.space == Space::Bpmn && element.attribute("id") == Some(id) {
                return Some(element);
            }
            element.children.iter().find_map(|child| within(child, id))
        }
        within(&self.root, id)
    }

    /// An attribute another engine reads from a task; expressions in it are evaluated.
    pub fn attribute(&self, item: &Item, name: &str) -> Option<String> {
        let written = self.element(&item.node)?.foreign_attribute(name)?;
        if !written.contains("${") {
            return Some(written.to_owned());
        }
        let expression = crate::Expression::parse(&crate::juel::convert(written).ok()?).ok()?;
        match expression.evaluate(&self.instances[item.instance].instance.variables, self.now).to_json() {
            Json::Null => None,
            Json::String(text) => Some(text),
            other => Some(other.to_string()),
        }
    }

    /// The entries of a `humanPerformer` or `potentialOwner`.
    pub fn resources(&self, item: &Item, name: &str) -> Vec<String> {
        let Some(element) = self.element(&item.node) else { return Vec::new() };
        element
            .bpmn(name)
            .filter_map(|r| r.bpmn_first("resourceAssignmentExpression")?.bpmn_first("formalExpression"))
            .flat_map(|e| e.text.split(',').map(|entry| entry.trim().to_owned()))
            .collect()
    }

    pub fn documentation(&self, node: &str) -> Option<String> {
        Some(self.element(node)?.bpmn_first("documentation")?.text.trim().to_owned())
    }
}

fn text<'s>(step: &'s Json, name: &str) -> Option<&'s str> {
    step.get(name).and_then(Json::as_str)
}

fn variables(step: &Json) -> feel::Value {
    step.get("vars").map_or(feel::Value::Null, feel::Value::from_json)
}

fn equal(got: &Json, expected: &Json) -> Result<(), String> {
    if same_text(got, expected) { Ok(()) } else { Err(format!("{got}, expected {expected}")) }
}

fn names(items: &[Item]) -> String {
    items.iter().map(|i| i.node.as_str()).collect::<Vec<_>>().join(", ")
}

fn list_findings(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

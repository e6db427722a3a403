//! The things a scenario selects: tasks, timers, jobs, subscriptions, executions, instances.
//!
//! The rule kept here: an item is found by what can be seen from outside, in order of creation.

use serde_json::{Value as Json, json};

use super::world::{Running, World};
use crate::instance::Waiting;

/// What kind of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Task,
    Timer,
    Job,
    Subscription,
    Execution,
    Instance,
    Incident,
    Activity,
}

/// One thing of one instance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub kind: Kind,
    pub instance: usize,
    /// Activation, timer, job or subscription.
    pub number: u32,
    pub node: String,
    pub event: Option<String>,
}

impl Kind {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Ok(match text {
            "user_task" | "task" => Self::Task,
            "timer" => Self::Timer,
            "job" => Self::Job,
            "subscription" => Self::Subscription,
            "execution" => Self::Execution,
            "instance" => Self::Instance,
            "incident" => Self::Incident,
            "active_activities" => Self::Activity,
            other => return Err(format!("the kind {other} is not known")),
        })
    }
}

impl World<'_> {
    /// Everything of a kind that matches, in order of creation.
    pub(super) fn find(&self, kind: Kind, filter: Option<&Json>) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        for (place, running) in self.instances.iter().enumerate() {
            if !running.instance.has_ended() || running.instance.state() == crate::State::New {
                self.of_instance(kind, place, running, filter, &mut items);
            }
        }
        let Some(filter) = filter.and_then(Json::as_object) else { return Ok(items) };
        let mut kept = Vec::new();
        for item in items {
            let mut matches = true;
            for (key, value) in filter {
                matches &= self.matches(&item, key, value)?;
            }
            if matches {
                kept.push(item);
            }
        }
        Ok(kept)
    }

    fn of_instance(&self, kind: Kind, place: usize, running: &Running, filter: Option<&Json>, items: &mut Vec<Item>) {
        let (definition, instance) = (&running.definition, &running.instance);
        let mut add = |number: u32, node: &str, event: Option<String>| {
            items.push(Item { kind, instance: place, number, node: node.to_owned(), event });
        };
        match kind {
            Kind::Task => instance.tasks(definition).iter().for_each(|(id, node)| add(*id, node, None)),
            Kind::Timer => instance.timers(definition).iter().for_each(|t| add(t.timer, &t.node, None)),
            Kind::Job => {
                instance.timers(definition).iter().for_each(|t| add(t.timer, &t.node, None));
                for token in instance.tokens(definition) {
                    if let Waiting::Job { job } = token.waiting {
                        add(job, &token.node, None);
                    }
                }
            }
            Kind::Subscription => {
                for s in instance.subscriptions(definition) {
                    add(s.subscription, &s.node, Some(s.message.to_string()));
                }
            }
            Kind::Execution if filter.is_some_and(|f| f.get("message").is_some()) => {
                for s in instance.subscriptions(definition) {
                    add(s.subscription, &s.node, Some(s.message.to_string()));
                }
            }
            Kind::Execution => {
                // The instance itself is an execution to other engines.
                add(0, definition.key(), None);
                instance.tokens(definition).iter().for_each(|t| add(t.activation, &t.node, None));
            }
            Kind::Activity => instance.tokens(definition).iter().for_each(|t| add(t.activation, &t.node, None)),
            Kind::Incident => {
                for token in instance.tokens(definition) {
                    if matches!(token.waiting, Waiting::Incident { .. }) {
                        add(token.activation, &token.node, None);
                    }
                }
            }
            Kind::Instance => add(0, definition.key(), None),
        }
    }

    fn matches(&self, item: &Item, key: &str, value: &Json) -> Result<bool, String> {
        let text = value.as_str().unwrap_or("");
        Ok(match key {
            "instance" => self.instance_of(value)? == item.instance,
            "id" | "activity" | "node" => item.node == text,
            "name" => same_text(&self.field(item, "name")?, value),
            "message" | "event" => item.event.as_deref() == Some(text),
            "event_type" => text == "message",
            "signal" | "parent" | "child_only" => false,
            "process" => *self.instances[item.instance].definition.key() == *text,
            "assignee" => self.assignee(item).as_deref() == Some(text),
            "candidate" => self.assignee(item).is_none() && self.candidates(item, true).iter().any(|c| c == text),
            "group" => self.assignee(item).is_none() && self.candidates(item, false).iter().any(|c| c == text),
            "execution" => {
                let other = self.item(value)?;
                other.instance == item.instance && self.activation(&other) == self.activation(item)
            }
            other => return Err(format!("the filter {other} is not known")),
        })
    }

    /// The activation an item belongs to.
    pub(super) fn activation(&self, item: &Item) -> u32 {
        let running = &self.instances[item.instance];
        let of_subscription = |number: u32| running.instance.subscriptions.iter().find(|s| s.id == number).map_or(0, |s| s.activation);
        match item.kind {
            Kind::Subscription => of_subscription(item.number),
            Kind::Execution if item.event.is_some() => of_subscription(item.number),
            Kind::Timer => running.instance.timers.iter().find(|t| t.id == item.number).map_or(0, |t| t.activation),
            _ => item.number,
        }
    }

    /// A field of an item.
    pub(super) fn field(&self, item: &Item, field: &str) -> Result<Json, String> {
        let running = &self.instances[item.instance];
        let node = running.definition.node(&item.node);
        Ok(match (item.kind, field) {
            (_, "isEnded") => json!(running.instance.has_ended()),
            (_, "businessKey") => json!(running.business_key),
            (_, "processDefinitionKey") => json!(running.definition.key().as_str()),
            (Kind::Instance, "name") => json!(running.definition.name()),
            (Kind::Instance, "id") => json!(running.name),
            (_, "name" | "elementName") => json!(node.and_then(|n| n.name.as_deref())),
            (_, "taskDefinitionKey" | "activityId" | "elementId" | "id" | "node") => json!(item.node),
            (_, "eventName") => json!(item.event),
            (_, "assignee") => json!(self.assignee(item)),
            (_, "description") => json!(self.documentation(&item.node)),
            (_, "priority") => match self.attribute(item, "priority") {
                Some(text) => text.parse::<i64>().map_or(json!(text), |n| json!(n)),
                None => json!(50),
            },
            (_, "owner" | "category" | "formKey") => json!(self.attribute(item, field)),
            (_, "state") => json!(running.instance.state()),
            (_, other) => return Err(format!("the field {other} is not known")),
        })
    }

    pub(super) fn assignee(&self, item: &Item) -> Option<String> {
        let assigned = self.instances[item.instance].assigned.get(&item.number).cloned();
        assigned.or_else(|| self.attribute(item, "assignee")).or_else(|| self.resources(item, "humanPerformer").into_iter().next())
    }

    /// Candidates from the attribute of other engines and from `potentialOwner`, where groups are meant unless `user(…)` says
    /// otherwise.
    fn candidates(&self, item: &Item, users: bool) -> Vec<String> {
        let attribute = if users { "candidateUsers" } else { "candidateGroups" };
        let mut found: Vec<String> =
            self.attribute(item, attribute).map(|list| list.split(',').map(|c| c.trim().to_owned()).collect()).unwrap_or_default();
        for entry in self.resources(item, "potentialOwner") {
            let named = |prefix: &str| entry.strip_prefix(prefix)?.strip_suffix(')').map(|n| n.trim().to_owned());
            match (named("user("), named("group(")) {
                (Some(user), _) if users => found.push(user),
                (None, Some(group)) if !users => found.push(group),
                (None, None) if !users => found.push(entry),
                _ => {}
            }
        }
        found
    }
}

/// Names differ between engines in spaces and line breaks only.
pub(super) fn same_text(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::String(one), Json::String(other)) => one.split_whitespace().eq(other.split_whitespace()),
        (Json::Number(one), Json::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

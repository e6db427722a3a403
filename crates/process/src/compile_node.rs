//! Reads one flow node.
//!
//! The rule kept here: what an element means is decided once, here; the engine only looks at [`NodeKind`].

use std::collections::HashMap;

use crate::compile::{Globals, Raw, own_attributes};
use crate::condition::Expression;
use crate::extension::Extensions;
use crate::extension_read::{self, Carrier};
use crate::finding::{Finding, Problem};
use crate::model::*;
use crate::timer::{TimerForm, TimerRule};
use crate::xml::{Element, Space};

pub(crate) struct NodeReader<'a, 'x> {
    pub element: &'a Element,
    pub inner: Option<ScopeIndex>,
    pub by_id: &'a HashMap<ElementId, NodeIndex>,
    pub raw: &'a [Raw<'x>],
    pub globals: &'a Globals<'x>,
    pub foreign: bool,
    pub findings: &'a mut Vec<Finding>,
}

/// An event definition as far as the engine knows it.
enum Definition {
    None,
    Timer(TimerRule),
    Message(ElementId),
    Error(Option<ElementId>),
    Terminate,
}

impl NodeReader<'_, '_> {
    /// The node, or nothing when a finding says why not.
    pub fn read(mut self, scope: ScopeIndex) -> Option<Node> {
        let element = self.element;
        let carrier = carrier(&element.name);
        let extensions = extension_read::read(element, carrier, self.findings);
        own_attributes(element, own(&element.name), self.findings);
        self.refuse_extras();
        let kind = self.kind(&extensions)?;
        let journal_fields = extensions
            .journal
            .iter()
            .map(|rule| {
                // Fields that do not parse were reported where they were read.
                let parsed = |(name, text): &(String, String)| Some((name.clone(), Expression::parse(text).ok()?));
                rule.fields.iter().filter_map(parsed).collect()
            })
            .collect();
        Some(Node {
            id: element.id().into(),
            name: element.attribute("name").map(|n| n.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|n| !n.is_empty()),
            element: bpmn_name(&element.name),
            line: element.line,
            kind,
            scope,
            incoming: Vec::new(),
            outgoing: Vec::new(),
            default: None,
            boundary: Vec::new(),
            lane: None,
            stage: None,
            extensions,
            journal_fields,
        })
    }

    fn kind(&mut self, extensions: &Extensions) -> Option<NodeKind> {
        let element = self.element;
        Some(match element.name.as_str() {
            "startEvent" => match self.definition()? {
                Definition::None => NodeKind::Start(StartTrigger::None),
                Definition::Message(message) => NodeKind::Start(StartTrigger::Message(message)),
                Definition::Timer(_) => return self.unsupported("startEvent timerEventDefinition"),
                Definition::Error(_) | Definition::Terminate => return self.unsupported("startEvent"),
            },
            "endEvent" => match self.definition()? {
                Definition::None => NodeKind::End(EndResult::None),
                Definition::Terminate => NodeKind::End(EndResult::Terminate),
                Definition::Error(Some(code)) => NodeKind::End(EndResult::Error(code)),
                Definition::Error(None) => return self.missing("errorRef"),
                Definition::Message(message) => {
                    if self.flag("await") {
                        return self.unsupported("endEvent au:await");
                    }
                    NodeKind::End(EndResult::Message(message))
                }
                Definition::Timer(_) => return self.unsupported("endEvent timerEventDefinition"),
            },
            "userTask" => NodeKind::UserTask,
            "task" | "manualTask" => NodeKind::Task { confirm: self.flag("confirm") },
            "serviceTask" => NodeKind::Job { connector: self.connector(extensions)? },
            "businessRuleTask" => {
                if extensions.decision.is_none() && !self.foreign {
                    return self.missing("au:decision");
                }
                NodeKind::Job { connector: "decision".into() }
            }
            "receiveTask" => {
                if element.attribute("instantiate") == Some("true") {
                    return self.unsupported("receiveTask instantiate");
                }
                NodeKind::Receive { message: self.message_of(element)? }
            }
            "sendTask" => {
                let message = self.message_of(element)?;
                if self.flag("await") {
                    NodeKind::Job { connector: element.au_attribute("connector").unwrap_or("message").into() }
                } else {
                    NodeKind::Send { message }
                }
            }
            "intermediateCatchEvent" => match self.definition()? {
                Definition::Timer(rule) => NodeKind::Timer(self.once(rule)?),
                Definition::Message(message) => NodeKind::Receive { message },
                Definition::None => return self.event_definition(),
                Definition::Error(_) | Definition::Terminate => return self.unsupported("intermediateCatchEvent"),
            },
            "intermediateThrowEvent" => match self.definition()? {
                Definition::None => NodeKind::Mark,
                Definition::Message(message) if self.flag("await") => {
                    let _ = message;
                    NodeKind::Job { connector: element.au_attribute("connector").unwrap_or("message").into() }
                }
                Definition::Message(message) => NodeKind::Send { message },
                Definition::Timer(_) | Definition::Error(_) | Definition::Terminate => {
                    return self.unsupported("intermediateThrowEvent");
                }
            },
            "boundaryEvent" => self.boundary()?,
            "exclusiveGateway" => NodeKind::Exclusive,
            "parallelGateway" => NodeKind::Parallel,
            "eventBasedGateway" => {
                if element.attribute("instantiate") == Some("true") {
                    return self.unsupported("eventBasedGateway instantiate");
                }
                if element.attribute("eventGatewayType") == Some("Parallel") {
                    return self.unsupported("eventBasedGateway Parallel");
                }
                NodeKind::Events
            }
            "subProcess" => NodeKind::SubProcess { scope: self.inner? },
            other => return self.unsupported(other),
        })
    }

    fn boundary(&mut self) -> Option<NodeKind> {
        let host = self.element.attribute("attachedToRef").unwrap_or("");
        let Some(host) = self.by_id.get(host).copied() else {
            self.report(Problem::UnknownReference, |f| f.with("reference", host));
            return None;
        };
        let activity = &self.raw[host as usize].element.name;
        if !(activity.ends_with("ask") || activity == "subProcess") {
            self.report(Problem::BoundaryHost, |f| f.with("host", activity.clone()));
            return None;
        }
        let interrupting = self.element.attribute("cancelActivity") != Some("false");
        let trigger = match self.definition()? {
            Definition::Timer(rule) => BoundaryTrigger::Timer(rule),
            Definition::Message(message) => BoundaryTrigger::Message(message),
            Definition::Error(code) => {
                if !interrupting {
                    self.report(Problem::BadValue, |f| f.with("attribute", "cancelActivity").with("value", "false"));
                    return None;
                }
                BoundaryTrigger::Error(code)
            }
            Definition::None => return self.event_definition(),
            Definition::Terminate => return self.unsupported("boundaryEvent terminateEventDefinition"),
        };
        Some(NodeKind::Boundary { host, interrupting, trigger })
    }

    fn connector(&mut self, extensions: &Extensions) -> Option<ElementId> {
        if let Some(named) = self.element.au_attribute("connector") {
            return Some(named.into());
        }
        let implied = if extensions.registry.is_some() {
            "registry"
        } else if extensions.payment.is_some() {
            "payment"
        } else if extensions.decision.is_some() {
            "decision"
        } else if !extensions.documents.is_empty() {
            "document"
        } else if self.foreign {
            "foreign"
        } else {
            return self.missing("au:connector");
        };
        Some(implied.into())
    }

    fn definition(&mut self) -> Option<Definition> {
        let mut found: Option<&Element> = None;
        for child in self.element.children.iter().filter(|c| c.space == Space::Bpmn) {
            if child.name.ends_with("EventDefinition") {
                if found.is_some() {
                    return self.event_definition();
                }
                found = Some(child);
            } else if child.name == "eventDefinitionRef" {
                return self.unsupported("eventDefinitionRef");
            }
        }
        let Some(found) = found else { return Some(Definition::None) };
        match found.name.as_str() {
            "timerEventDefinition" => self.timer(found).map(Definition::Timer),
            "messageEventDefinition" => self.message_of(found).map(Definition::Message),
            "terminateEventDefinition" => Some(Definition::Terminate),
            "errorEventDefinition" => {
                let Some(reference) = found.attribute("errorRef").map(local) else { return Some(Definition::Error(None)) };
                match self.globals.errors.get(reference) {
                    Some(code) => Some(Definition::Error(Some((*code).into()))),
                    None if self.foreign => Some(Definition::Error(Some(reference.into()))),
                    None => {
                        self.report(Problem::UnknownReference, |f| f.with("reference", reference));
                        None
                    }
                }
            }
            other => {
                let what = format!("{} {other}", self.element.name);
                self.unsupported(&what)
            }
        }
    }

    /// The name of the message an element refers to; a receive task without one waits for a message named like itself.
    fn message_of(&mut self, element: &Element) -> Option<ElementId> {
        let Some(reference) = element.attribute("messageRef").map(local) else {
            return Some(self.element.id().into());
        };
        match self.globals.messages.get(reference) {
            Some(name) if name.contains("${") || name.starts_with('=') => {
                self.report(Problem::BadValue, |f| f.with("attribute", "message name").with("value", *name));
                None
            }
            Some(name) => Some((*name).into()),
            None if self.foreign => Some(reference.into()),
            None => {
                self.report(Problem::UnknownReference, |f| f.with("reference", reference));
                None
            }
        }
    }

    fn timer(&mut self, definition: &Element) -> Option<TimerRule> {
        let forms = [("timeDate", TimerForm::Date), ("timeDuration", TimerForm::Duration), ("timeCycle", TimerForm::Cycle)];
        let mut values = forms.iter().filter_map(|(name, form)| Some((*form, definition.bpmn_first(name)?)));
        let (Some((form, value)), None) = (values.next(), values.next()) else {
            let deadline = extension_read::read(self.element, Carrier::Wait, &mut Vec::new()).deadline;
            if let Some(deadline) = deadline.filter(|_| definition.bpmn_first("timeDate").is_none()) {
                return Some(TimerRule::Deadline(deadline));
            }
            self.report(Problem::Timer, |f| f.with("value", "").with("detail", "timeDate, timeDuration, timeCycle"));
            return None;
        };
        let text = match self.expression_text(value) {
            Ok(text) => text,
            Err(detail) => {
                self.report(Problem::Timer, |f| f.with("value", value.text.trim()).with("detail", detail));
                return None;
            }
        };
        match TimerRule::parse(form, &text) {
            Ok(rule) => Some(rule),
            Err(detail) => {
                self.report(Problem::Timer, |f| f.with("value", value.text.trim()).with("detail", detail));
                None
            }
        }
    }

    fn expression_text(&self, value: &Element) -> Result<String, String> {
        if self.foreign { crate::juel::convert(value.text.trim()) } else { Ok(value.text.trim().to_owned()) }
    }

    /// A catch event cannot repeat.
    fn once(&mut self, rule: TimerRule) -> Option<TimerRule> {
        if rule.repeats() {
            self.report(Problem::Timer, |f| f.with("value", rule.text()).with("detail", "timeCycle"));
            return None;
        }
        Some(rule)
    }

    /// Parts of a node that change how it runs and that the engine does not know.
    fn refuse_extras(&mut self) {
        for child in self.element.children.iter().filter(|c| c.space == Space::Bpmn) {
            let refused = match child.name.as_str() {
                "multiInstanceLoopCharacteristics" | "standardLoopCharacteristics" | "ioSpecification" => {
                    // A sub-process has already reported what is foreign to a scope.
                    self.element.name != "subProcess"
                }
                "dataInputAssociation" | "dataOutputAssociation" => {
                    self.element.name != "subProcess"
                        && (child.bpmn_first("assignment").is_some() || child.bpmn_first("transformation").is_some())
                }
                _ => false,
            };
            if refused {
                self.findings.push(Finding::new(Problem::Unsupported, self.element.id(), child.line).with("element", child.name.clone()));
            }
        }
        for (name, usual) in [("isForCompensation", "false"), ("startQuantity", "1"), ("completionQuantity", "1")] {
            if let Some(value) = self.element.attribute(name).filter(|v| *v != usual) {
                self.report(Problem::BadValue, |f| f.with("attribute", name).with("value", value));
            }
        }
    }

    fn flag(&mut self, name: &str) -> bool {
        match self.element.au_attribute(name) {
            None | Some("false") => false,
            Some("true") => true,
            Some(value) => {
                self.report(Problem::AuValue, |f| {
                    f.with("extension", self.element.name.clone()).with("attribute", name).with("value", value)
                });
                false
            }
        }
    }

    fn unsupported<T>(&mut self, what: &str) -> Option<T> {
        self.report(Problem::Unsupported, |f| f.with("element", what));
        None
    }

    fn missing<T>(&mut self, what: &str) -> Option<T> {
        self.report(Problem::Missing, |f| f.with("attribute", what));
        None
    }

    fn event_definition<T>(&mut self) -> Option<T> {
        self.report(Problem::EventDefinition, |f| f);
        None
    }

    fn report(&mut self, problem: Problem, fill: impl FnOnce(Finding) -> Finding) {
        self.findings.push(fill(Finding::new(problem, self.element.id(), self.element.line)));
    }
}

fn carrier(name: &str) -> Carrier {
    match name {
        "startEvent" => Carrier::Start,
        "userTask" => Carrier::UserTask,
        "serviceTask" | "businessRuleTask" | "sendTask" => Carrier::Job,
        "receiveTask" | "intermediateCatchEvent" | "boundaryEvent" | "eventBasedGateway" => Carrier::Wait,
        "task" | "manualTask" | "subProcess" => Carrier::Activity,
        _ => Carrier::Node,
    }
}

/// Attributes of our namespace an element may carry.
fn own(name: &str) -> &'static [&'static str] {
    match name {
        "task" | "manualTask" => &["confirm"],
        "serviceTask" | "businessRuleTask" => &["connector"],
        "sendTask" | "intermediateThrowEvent" | "endEvent" => &["connector", "await"],
        "startEvent" => &["unique"],
        _ => &[],
    }
}

fn bpmn_name(name: &str) -> &'static str {
    const NAMES: &[&str] = &[
        "startEvent",
        "endEvent",
        "userTask",
        "manualTask",
        "task",
        "serviceTask",
        "businessRuleTask",
        "receiveTask",
        "sendTask",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "exclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "subProcess",
    ];
    NAMES.iter().find(|known| **known == name).copied().unwrap_or("flowNode")
}

/// References may carry the prefix of the target namespace.
fn local(reference: &str) -> &str {
    reference.rsplit_once(':').map_or(reference, |(_, local)| local)
}

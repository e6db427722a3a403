//! From the XML tree to the compiled definition.
//!
//! The rule kept here: every BPMN element inside the process is either executed, known to be documentation, or refused by id.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use crate::compile_node::NodeReader;
use crate::extension::Extensions;
use crate::extension_read::{self, Carrier};
use crate::finding::{Finding, Problem};
use crate::limits;
use crate::model::*;
use crate::xml::{self, Element, Space};

/// How a file is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options<'a> {
    /// The process to compile; the only executable one when absent.
    pub process: Option<&'a str>,
    /// Only what execution needs is checked, not the rules for administrative services.
    pub structure_only: bool,
    /// Expressions written as `${…}` are converted; service tasks need no connector. For models of other engines.
    pub foreign: bool,
}

impl Definition {
    /// Compiles the single executable process of a file for use. The error holds every finding, warnings included.
    pub fn compile(xml: &str) -> Result<Self, Vec<Finding>> {
        Self::compile_with(xml, &Options::default())
    }

    /// Compiles a process of a file.
    pub fn compile_with(xml: &str, options: &Options<'_>) -> Result<Self, Vec<Finding>> {
        let root = xml::read(xml).map_err(|finding| vec![finding])?;
        let (definition, mut findings) = compile_tree(&root, xml, options);
        findings.sort_by(|a, b| (a.line, a.code, &a.element).cmp(&(b.line, b.code, &b.element)));
        match definition {
            Some(mut definition) if findings.iter().all(|f| !f.is_error()) => {
                definition.warnings = findings;
                Ok(definition)
            }
            _ => Err(findings),
        }
    }

    /// Every finding of a file, errors and warnings, in file order.
    pub fn check(xml: &str) -> Vec<Finding> {
        match Self::compile(xml) {
            Ok(definition) => definition.warnings,
            Err(findings) => findings,
        }
    }

    /// Ids of the executable processes of a file.
    pub fn processes(xml: &str) -> Result<Vec<String>, Finding> {
        let root = xml::read(xml)?;
        Ok(executable(&root).iter().map(|p| p.id().to_owned()).collect())
    }
}

fn executable(root: &Element) -> Vec<&Element> {
    let all: Vec<&Element> = root.bpmn("process").collect();
    // Without the attribute a lone process is meant to run; among several the attribute decides.
    let alone = all.iter().filter(|p| p.attribute("isExecutable") != Some("false")).count() == 1;
    all.into_iter()
        .filter(|p| match p.attribute("isExecutable") {
            Some(value) => value == "true" || value == "1",
            None => alone,
        })
        .collect()
}

fn choose<'a>(root: &'a Element, options: &Options<'_>) -> Result<&'a Element, Finding> {
    if !root.is_bpmn("definitions") {
        return Err(Finding::new(Problem::NotBpmn, root.id(), root.line).with("root", root.name.clone()));
    }
    if let Some(wanted) = options.process {
        return root
            .bpmn("process")
            .find(|p| p.id() == wanted)
            .ok_or_else(|| Finding::new(Problem::UnknownReference, wanted, root.line).with("reference", wanted));
    }
    match executable(root).as_slice() {
        [] => Err(Finding::new(Problem::NoProcess, root.id(), root.line)),
        [process] => Ok(process),
        [_, second, ..] => Err(Finding::new(Problem::SeveralProcesses, second.id(), second.line)),
    }
}

/// A node before its references are resolved.
pub(crate) struct Raw<'a> {
    pub element: &'a Element,
    pub scope: ScopeIndex,
}

/// What the file says around the process.
#[derive(Default)]
pub(crate) struct Globals<'a> {
    pub messages: HashMap<&'a str, &'a str>,
    pub errors: HashMap<&'a str, &'a str>,
}

struct Walk<'a> {
    nodes: Vec<Raw<'a>>,
    flows: Vec<(&'a Element, ScopeIndex)>,
    scopes: Vec<ScopeShape>,
    lanes: Vec<(Lane, Vec<&'a str>)>,
    inner: HashMap<usize, ScopeIndex>,
    /// Ids of refused elements: what refers to them needs no finding of its own.
    refused: HashSet<String>,
    findings: Vec<Finding>,
}

fn compile_tree(root: &Element, xml: &str, options: &Options<'_>) -> (Option<Definition>, Vec<Finding>) {
    let process = match choose(root, options) {
        Ok(process) => process,
        Err(finding) => return (None, vec![finding]),
    };
    let mut globals = Globals::default();
    for child in root.children.iter().filter(|c| c.space == Space::Bpmn) {
        match child.name.as_str() {
            "message" => globals.messages.insert(child.id(), child.attribute("name").unwrap_or(child.id())),
            "error" => globals.errors.insert(child.id(), child.attribute("errorCode").unwrap_or(child.id())),
            _ => None,
        };
    }
    let mut walk = Walk {
        nodes: Vec::new(),
        flows: Vec::new(),
        scopes: Vec::new(),
        lanes: Vec::new(),
        inner: HashMap::new(),
        refused: HashSet::new(),
        findings: Vec::new(),
    };
    walk.scope(process, None, None);
    if walk.nodes.len() > limits::NODES_MAX {
        let finding =
            Finding::new(Problem::TooLarge, process.id(), process.line).with("what", "nodes").with("limit", limits::NODES_MAX.to_string());
        return (None, vec![finding]);
    }
    let extensions = extension_read::read(process, Carrier::Process, &mut walk.findings);
    own_attributes(process, &[], &mut walk.findings);
    finish(process, walk, extensions, &globals, xml, options)
}

impl<'a> Walk<'a> {
    fn scope(&mut self, element: &'a Element, parent: Option<ScopeIndex>, node: Option<NodeIndex>) -> ScopeIndex {
        let index = self.scopes.len() as ScopeIndex;
        self.scopes.push(ScopeShape { parent, node, start: None, message_starts: Vec::new() });
        for child in &element.children {
            if child.space == Space::Au {
                self.findings.push(Finding::new(Problem::AuPlace, element.id(), child.line).with("extension", child.name.clone()));
            }
            if child.space != Space::Bpmn {
                continue;
            }
            match child.name.as_str() {
                "documentation"
                | "extensionElements"
                | "incoming"
                | "outgoing"
                | "dataObject"
                | "dataObjectReference"
                | "dataStoreReference"
                | "textAnnotation"
                | "association"
                | "group"
                | "auditing"
                | "monitoring"
                | "property"
                | "potentialOwner"
                | "resourceRole"
                | "performer"
                | "humanPerformer"
                | "supports" => {}
                "dataInputAssociation" | "dataOutputAssociation" => {
                    if child.bpmn_first("assignment").is_some() || child.bpmn_first("transformation").is_some() {
                        self.refuse(child, &child.name);
                    }
                }
                "laneSet" => self.lanes(child),
                "sequenceFlow" => self.flows.push((child, index)),
                name if is_flow_node(name) => self.node(child, index),
                name => self.refuse_in(child, element, name),
            }
        }
        index
    }

    fn node(&mut self, element: &'a Element, scope: ScopeIndex) {
        if element.name == "subProcess" && element.attribute("triggeredByEvent") == Some("true") {
            self.refuse(element, "subProcess triggeredByEvent");
            return;
        }
        let place = self.nodes.len();
        self.nodes.push(Raw { element, scope });
        if element.name == "subProcess" {
            let inner = self.scope(element, Some(scope), Some(place as NodeIndex));
            self.inner.insert(place, inner);
        }
    }

    fn lanes(&mut self, set: &'a Element) {
        for lane in set.bpmn("lane") {
            let extensions = extension_read::read(lane, Carrier::Lane, &mut self.findings);
            let refs = lane.bpmn("flowNodeRef").map(|r| r.text.trim()).collect();
            let name = lane.attribute("name").map(str::to_owned);
            self.lanes.push((Lane { id: lane.id().into(), name, line: lane.line, extensions }, refs));
            for inner in lane.bpmn("childLaneSet") {
                self.lanes(inner);
            }
        }
    }

    fn refuse(&mut self, element: &Element, what: &str) {
        self.findings.push(Finding::new(Problem::Unsupported, element.id(), element.line).with("element", what));
    }

    /// An element without an id of its own is refused under the id of what it stands in.
    fn refuse_in(&mut self, element: &Element, parent: &Element, what: &str) {
        let id = if element.id().is_empty() { parent.id() } else { element.id() };
        self.refused.insert(id.to_owned());
        self.findings.push(Finding::new(Problem::Unsupported, id, element.line).with("element", what));
    }
}

fn is_flow_node(name: &str) -> bool {
    matches!(
        name,
        "startEvent"
            | "endEvent"
            | "userTask"
            | "manualTask"
            | "task"
            | "serviceTask"
            | "businessRuleTask"
            | "receiveTask"
            | "sendTask"
            | "intermediateCatchEvent"
            | "intermediateThrowEvent"
            | "boundaryEvent"
            | "exclusiveGateway"
            | "parallelGateway"
            | "eventBasedGateway"
            | "subProcess"
    )
}

/// Reports attributes of our namespace nobody knows.
pub(crate) fn own_attributes(element: &Element, known: &[&str], findings: &mut Vec<Finding>) {
    for attribute in element.attributes.iter().filter(|a| a.space == Space::Au) {
        if !known.contains(&attribute.name.as_str()) {
            findings.push(
                Finding::new(Problem::AuAttribute, element.id(), element.line)
                    .with("extension", element.name.clone())
                    .with("attribute", attribute.name.clone()),
            );
        }
    }
}

fn finish(
    process: &Element,
    walk: Walk<'_>,
    extensions: Extensions,
    globals: &Globals<'_>,
    xml: &str,
    options: &Options<'_>,
) -> (Option<Definition>, Vec<Finding>) {
    let Walk { nodes: raw, flows, mut scopes, lanes, inner, refused, mut findings } = walk;
    let quiet = |f: &Finding| f.problem == Problem::UnknownReference && f.args.iter().any(|(_, value)| refused.contains(value));

    let mut by_id: HashMap<ElementId, NodeIndex> = HashMap::with_capacity(raw.len());
    for (place, node) in raw.iter().enumerate() {
        let (id, line) = (node.element.id(), node.element.line);
        if id.is_empty() {
            findings.push(Finding::new(Problem::NoId, "", line).with("element", node.element.name.clone()));
        } else if by_id.insert(id.into(), place as NodeIndex).is_some() {
            findings.push(Finding::new(Problem::DuplicateId, id, line));
        }
    }

    let mut nodes = Vec::with_capacity(raw.len());
    let mut complete = true;
    for (place, node) in raw.iter().enumerate() {
        let reader = NodeReader {
            element: node.element,
            inner: inner.get(&place).copied(),
            by_id: &by_id,
            raw: &raw,
            globals,
            foreign: options.foreign,
            findings: &mut findings,
        };
        match reader.read(node.scope) {
            Some(node) => nodes.push(node),
            None => complete = false,
        }
    }
    if !complete {
        // Places would not agree; what was found so far is what the author needs first.
        findings.retain(|f| !quiet(f));
        return (None, findings);
    }
    let flows = crate::wire::flows(&flows, &raw, &by_id, &mut nodes, options.foreign, &mut findings);
    crate::wire::boundaries(&mut nodes);
    crate::wire::starts(process, &nodes, &mut scopes, &mut findings);
    let lanes = crate::wire::lanes(lanes, &by_id, &scopes, &mut nodes, &mut findings);
    let stages = crate::wire::stages(&mut nodes, &mut findings);

    let definition = Definition {
        key: process.id().into(),
        name: process.attribute("name").map(str::to_owned),
        hash: Sha256::digest(xml.as_bytes()).into(),
        nodes,
        flows,
        scopes,
        lanes,
        stages,
        extensions,
        warnings: Vec::new(),
        by_id,
    };
    findings.retain(|f| !quiet(f));
    crate::shape::check(&definition, &mut findings);
    if !options.structure_only && findings.iter().all(|f| !f.is_error() || f.problem.is_rule()) {
        crate::rules::check(&definition, &mut findings);
    }
    (Some(definition), findings)
}

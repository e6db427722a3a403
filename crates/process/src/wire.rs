//! Connects the nodes: flows, boundary events, start events, lanes, stages.
//!
//! The rule kept here: outgoing flows keep the order of the `outgoing` children of their node, and where those are missing
//! the order of the flows in the file.

use std::collections::HashMap;

use crate::compile::{Raw, own_attributes};
use crate::condition::Expression;
use crate::finding::{Finding, Problem};
use crate::model::*;
use crate::xml::{Element, Space};

pub(crate) fn flows(
    elements: &[(&Element, ScopeIndex)],
    raw: &[Raw<'_>],
    by_id: &HashMap<ElementId, NodeIndex>,
    nodes: &mut [Node],
    foreign: bool,
    findings: &mut Vec<Finding>,
) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::with_capacity(elements.len());
    let mut flow_ids: HashMap<String, FlowIndex> = HashMap::with_capacity(elements.len());
    for (element, _) in elements {
        own_attributes(element, &[], findings);
        // Other engines do not need ids on flows; the ends make a readable one.
        let made =
            format!("{}>{}@{}", element.attribute("sourceRef").unwrap_or(""), element.attribute("targetRef").unwrap_or(""), element.line);
        let id = if element.id().is_empty() && foreign { made.as_str() } else { element.id() };
        if id.is_empty() {
            findings.push(Finding::new(Problem::NoId, "", element.line).with("element", "sequenceFlow"));
            continue;
        }
        if by_id.contains_key(id) || flow_ids.contains_key(id) {
            findings.push(Finding::new(Problem::DuplicateId, id, element.line));
            continue;
        }
        let mut end = |name: &str| {
            let reference = element.attribute(name).unwrap_or("");
            let found = by_id.get(reference).copied();
            if found.is_none() {
                findings.push(Finding::new(Problem::UnknownReference, id, element.line).with("reference", reference));
            }
            found
        };
        let (Some(from), Some(to)) = (end("sourceRef"), end("targetRef")) else { continue };
        if nodes[from as usize].scope != nodes[to as usize].scope {
            findings.push(Finding::new(Problem::FlowAcrossScopes, id, element.line));
            continue;
        }
        let index = flows.len() as FlowIndex;
        flow_ids.insert(id.to_owned(), index);
        let condition = condition(element, foreign, findings);
        nodes[from as usize].outgoing.push(index);
        nodes[to as usize].incoming.push(index);
        let name = element.attribute("name").map(str::to_owned);
        flows.push(Flow { id: id.into(), name, from, to, condition, line: element.line });
    }
    for (place, raw) in raw.iter().enumerate() {
        order(raw.element, &mut nodes[place], &flow_ids, findings);
        default(raw.element, &mut nodes[place], &flow_ids, findings);
    }
    flows
}

fn condition(element: &Element, foreign: bool, findings: &mut Vec<Finding>) -> Option<Expression> {
    let written = element.bpmn_first("conditionExpression")?;
    let text = written.text.trim();
    if text.is_empty() {
        return None;
    }
    let language = written.attribute("language").unwrap_or("").to_ascii_lowercase();
    let parsed = if !language.is_empty() && !language.contains("feel") {
        Err(format!("language {language}"))
    } else if foreign {
        crate::juel::convert(text).and_then(|converted| Expression::parse(&converted))
    } else {
        Expression::parse(text)
    };
    match parsed {
        Ok(expression) => Some(expression),
        Err(detail) => {
            findings.push(Finding::new(Problem::Expression, element.id(), written.line).with("expression", text).with("detail", detail));
            None
        }
    }
}

fn order(element: &Element, node: &mut Node, flow_ids: &HashMap<String, FlowIndex>, findings: &mut Vec<Finding>) {
    let mut listed = Vec::with_capacity(node.outgoing.len());
    for child in element.children.iter().filter(|c| c.space == Space::Bpmn) {
        let outgoing = match child.name.as_str() {
            "outgoing" => true,
            "incoming" => false,
            _ => continue,
        };
        let reference = child.text.trim();
        let reference = reference.rsplit_once(':').map_or(reference, |(_, local)| local);
        let own = if outgoing { &node.outgoing } else { &node.incoming };
        let found = flow_ids.get(reference).copied().filter(|index| own.contains(index));
        match found {
            Some(index) if outgoing && !listed.contains(&index) => listed.push(index),
            Some(_) => {}
            None => findings.push(Finding::new(Problem::UnknownReference, element.id(), child.line).with("reference", reference)),
        }
    }
    for index in &node.outgoing {
        if !listed.contains(index) {
            listed.push(*index);
        }
    }
    node.outgoing = listed;
}

fn default(element: &Element, node: &mut Node, flow_ids: &HashMap<String, FlowIndex>, findings: &mut Vec<Finding>) {
    let Some(reference) = element.attribute("default") else { return };
    match flow_ids.get(reference).copied().filter(|index| node.outgoing.contains(index)) {
        Some(index) => node.default = Some(index),
        None => findings.push(Finding::new(Problem::DefaultFlow, element.id(), element.line).with("reference", reference)),
    }
}

/// Hangs boundary events on their activities, in file order.
pub(crate) fn boundaries(nodes: &mut [Node]) {
    for place in 0..nodes.len() {
        if let NodeKind::Boundary { host, .. } = nodes[place].kind {
            nodes[host as usize].boundary.push(place as NodeIndex);
        }
    }
}

/// Finds the start events of every scope.
pub(crate) fn starts(process: &Element, nodes: &[Node], scopes: &mut [ScopeShape], findings: &mut Vec<Finding>) {
    for (place, node) in nodes.iter().enumerate() {
        let NodeKind::Start(trigger) = &node.kind else { continue };
        let scope = &mut scopes[node.scope as usize];
        match trigger {
            StartTrigger::None if scope.start.is_some() => {
                findings.push(Finding::new(Problem::SeveralStarts, &node.id, node.line));
            }
            StartTrigger::None => scope.start = Some(place as NodeIndex),
            StartTrigger::Message(_) if scope.parent.is_some() => {
                findings.push(Finding::new(Problem::Unsupported, &node.id, node.line).with("element", "startEvent messageEventDefinition"));
            }
            StartTrigger::Message(message) => {
                let taken = scope.message_starts.iter().any(|n| nodes[*n as usize].message() == Some(message));
                if taken {
                    findings.push(Finding::new(Problem::SeveralStarts, &node.id, node.line));
                }
                scope.message_starts.push(place as NodeIndex);
            }
        }
    }
    for scope in scopes.iter() {
        if scope.start.is_none() && (scope.parent.is_some() || scope.message_starts.is_empty()) {
            let (id, line) = match scope.node {
                Some(node) => (nodes[node as usize].id.as_str(), nodes[node as usize].line),
                None => (process.id(), process.line),
            };
            findings.push(Finding::new(Problem::NoStart, id, line));
        }
    }
}

/// Puts nodes into lanes; a lane gives its role to the user tasks in it that name none.
pub(crate) fn lanes(
    lanes: Vec<(Lane, Vec<&str>)>,
    by_id: &HashMap<ElementId, NodeIndex>,
    scopes: &[ScopeShape],
    nodes: &mut [Node],
    findings: &mut Vec<Finding>,
) -> Vec<Lane> {
    for (lane, refs) in &lanes {
        for reference in refs {
            let Some(index) = by_id.get(*reference).copied() else {
                findings.push(Finding::new(Problem::UnknownReference, &lane.id, lane.line).with("reference", *reference));
                continue;
            };
            // Inner lanes come after the outer ones and are nearer.
            nodes[index as usize].lane = Some(lane.id.clone());
        }
    }
    let role_of: HashMap<&str, _> = lanes.iter().filter_map(|(lane, _)| Some((lane.id.as_str(), lane.extensions.role.clone()?))).collect();
    for place in 0..nodes.len() {
        if nodes[place].kind != NodeKind::UserTask || nodes[place].extensions.role.is_some() {
            continue;
        }
        // A task inside a sub-process lies where the sub-process lies, unless a lane names it.
        let mut at = Some(place as NodeIndex);
        let mut role = None;
        while let Some(index) = at {
            let node = &nodes[index as usize];
            if let Some(lane) = &node.lane {
                role = role_of.get(lane.as_str()).cloned();
                break;
            }
            at = scopes[node.scope as usize].node;
        }
        nodes[place].extensions.role = role;
    }
    lanes.into_iter().map(|(lane, _)| lane).collect()
}

/// Collects the stages in their order and numbers them.
pub(crate) fn stages(nodes: &mut [Node], findings: &mut Vec<Finding>) -> Vec<StageRef> {
    struct Found {
        stage: StageRef,
        order: Option<u32>,
        named: bool,
        line: u32,
        node: ElementId,
    }
    let mut found: Vec<Found> = Vec::new();
    for node in nodes.iter() {
        let Some(stage) = &node.extensions.stage else { continue };
        let Some(known) = found.iter_mut().find(|f| f.stage.code == stage.code) else {
            let name_bg = stage.name_bg.clone().unwrap_or_else(|| stage.code.clone());
            found.push(Found {
                order: stage.order,
                named: stage.name_bg.is_some(),
                line: node.line,
                node: node.id.clone(),
                stage: StageRef {
                    code: stage.code.clone(),
                    group: stage.group.clone(),
                    order: 0,
                    name_en: stage.name_en.clone().unwrap_or_else(|| name_bg.clone()),
                    name_bg,
                    visibility: stage.visibility,
                    status: stage.status.clone(),
                },
            });
            continue;
        };
        let mut conflict = |attribute: &str| {
            findings.push(
                Finding::new(Problem::StageConflict, &node.id, node.line).with("stage", stage.code.clone()).with("attribute", attribute),
            );
        };
        if let (Some(order), Some(before)) = (stage.order, known.order)
            && order != before
        {
            conflict("order");
        }
        known.order = known.order.or(stage.order);
        if let Some(group) = &stage.group {
            if known.stage.group.as_ref().is_some_and(|before| before != group) {
                conflict("group");
            }
            known.stage.group.get_or_insert_with(|| group.clone());
        }
        if let Some(status) = &stage.status {
            if known.stage.status.as_ref().is_some_and(|before| before != status) {
                conflict("status");
            }
            known.stage.status.get_or_insert_with(|| status.clone());
        }
        if let Some(name) = &stage.name_bg {
            if known.named && known.stage.name_bg != *name {
                conflict("nameBg");
            }
            if !known.named {
                known.stage.name_bg = name.clone();
                known.named = true;
            }
        }
        if let Some(name) = &stage.name_en {
            known.stage.name_en = name.clone();
        }
    }
    for stage in &found {
        if stage.order.is_none() || !stage.named {
            let attribute = if stage.order.is_none() { "order" } else { "nameBg" };
            findings.push(
                Finding::new(Problem::StageIncomplete, &stage.node, stage.line)
                    .with("stage", stage.stage.code.clone())
                    .with("attribute", attribute),
            );
        }
    }
    // Stages without an order keep the place where the file mentions them, after the others.
    found.sort_by_key(|f| f.order.unwrap_or(u32::MAX));
    let stages: Vec<StageRef> =
        found.into_iter().enumerate().map(|(place, f)| StageRef { order: f.order.unwrap_or(place as u32 + 1), ..f.stage }).collect();
    for node in nodes {
        let code = node.extensions.stage.as_ref().map(|s| s.code.as_str());
        node.stage = code.and_then(|code| stages.iter().position(|s| s.code == code)).map(|p| p as StageIndex);
    }
    stages
}

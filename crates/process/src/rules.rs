//! The rules a definition for an administrative service must keep, as far as the graph alone decides them.
//!
//! The rule kept here: errors block a deployment, warnings are shown and do not.

use crate::extension::Moment;
use crate::finding::{Finding, Problem};
use crate::model::*;

pub(crate) fn check(definition: &Definition, findings: &mut Vec<Finding>) {
    let graph = Graph::new(definition, true);
    each_node(definition, findings);
    let reached = graph.reachable(starts(definition));
    for (place, node) in definition.nodes.iter().enumerate() {
        if !reached[place] {
            findings.push(Finding::new(Problem::DeadNode, &node.id, node.line));
        }
    }
    loops(definition, &graph, findings);
    ends(definition, &reached, findings);
    journal(definition, findings);
}

fn starts(definition: &Definition) -> Vec<NodeIndex> {
    definition.scopes[0].start.iter().chain(&definition.scopes[0].message_starts).copied().collect()
}

fn each_node(definition: &Definition, findings: &mut Vec<Finding>) {
    for node in &definition.nodes {
        let report = |problem| Finding::new(problem, &node.id, node.line);
        match &node.kind {
            NodeKind::UserTask => match &node.extensions.role {
                None => findings.push(report(Problem::NoRole)),
                Some(role) => {
                    if let Some(other) = &role.not_same_as {
                        let known = definition.node(other).is_some_and(|n| n.kind == NodeKind::UserTask);
                        if !known || *other == *node.id {
                            findings.push(report(Problem::NotSameAs).with("task", other.clone()));
                        }
                    }
                }
            },
            NodeKind::Receive { .. } if !has_deadline(definition, node) => findings.push(report(Problem::NoDeadline)),
            NodeKind::Exclusive if node.outgoing.len() > 1 && node.default.is_none() => {
                let open = node.outgoing.iter().all(|f| definition.flows[*f as usize].condition.is_some());
                if open && !complementary(definition, node) {
                    findings.push(report(Problem::NoDefault));
                }
            }
            _ => {}
        }
        if node.extensions.registry.as_ref().is_some_and(|r| r.legal_ground.is_none()) {
            findings.push(report(Problem::NoLegalGround));
        }
        for rule in [&node.extensions.deadline, &definition.extensions.deadline].into_iter().flatten() {
            for other in &rule.suspends_on {
                if definition.node(other).is_none() {
                    findings.push(report(Problem::UnknownReference).with("reference", other.clone()));
                }
            }
        }
    }
}

/// A wait has a deadline of its own, a boundary timer, or a timer beside it after an event gateway.
fn has_deadline(definition: &Definition, node: &Node) -> bool {
    let timed = |index: &NodeIndex| definition.at(*index).timer().is_some();
    if node.extensions.deadline.is_some() || node.boundary.iter().any(timed) {
        return true;
    }
    let rescued = node.incoming.iter().any(|flow| {
        let before = definition.at(definition.flows[*flow as usize].from);
        before.kind == NodeKind::Events && before.outgoing.iter().any(|f| timed(&definition.flows[*f as usize].to))
    });
    // A timer on the sub-process around it ends the wait as well.
    rescued || definition.scopes[node.scope as usize].node.is_some_and(|around| definition.at(around).boundary.iter().any(timed))
}

/// Two conditions of which one is the other negated leave nothing open: `x = v` and `x != v`, `e` and `not(e)`.
fn complementary(definition: &Definition, node: &Node) -> bool {
    let texts: Vec<String> = node
        .outgoing
        .iter()
        .filter_map(|f| definition.flows[*f as usize].condition.as_ref())
        .map(|c| c.text().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let opposite = |a: &str, b: &str| {
        b == format!("not({a})")
            || ["=", "<", ">"].iter().zip(["!=", ">=", "<="]).any(|(op, negated)| {
                let split = |text: &str, op: &str| text.split_once(&format!(" {op} ")).map(|(l, r)| (l.to_owned(), r.to_owned()));
                split(a, op).is_some() && split(a, op) == split(b, negated)
            })
    };
    texts.iter().any(|a| texts.iter().any(|b| opposite(a, b)))
}

/// Where a token, or its consequence, can go: along flows, from an activity to its boundary events, into a sub-process.
struct Graph {
    next: Vec<Vec<NodeIndex>>,
}

impl Graph {
    fn new(definition: &Definition, inside: bool) -> Self {
        let next = definition
            .nodes
            .iter()
            .map(|node| {
                let mut next: Vec<NodeIndex> = node.outgoing.iter().map(|f| definition.flows[*f as usize].to).collect();
                let may_fire = node.kind.waits() || matches!(node.kind, NodeKind::SubProcess { .. });
                if may_fire {
                    next.extend(&node.boundary);
                }
                if let (NodeKind::SubProcess { scope }, true) = (&node.kind, inside) {
                    next.extend(definition.scopes[*scope as usize].start);
                }
                next
            })
            .collect();
        Self { next }
    }

    fn reachable(&self, from: Vec<NodeIndex>) -> Vec<bool> {
        let mut seen = vec![false; self.next.len()];
        let mut work = from;
        while let Some(node) = work.pop() {
            if !std::mem::replace(&mut seen[node as usize], true) {
                work.extend(&self.next[node as usize]);
            }
        }
        seen
    }

    fn reversed(&self) -> Self {
        let mut next = vec![Vec::new(); self.next.len()];
        for (from, targets) in self.next.iter().enumerate() {
            for to in targets {
                next[*to as usize].push(from as NodeIndex);
            }
        }
        Self { next }
    }
}

/// Whether passing this node always means waiting. A sub-process waits when every way through it does.
fn always_waits(definition: &Definition, node: NodeIndex) -> bool {
    let kind = &definition.at(node).kind;
    let NodeKind::SubProcess { scope } = kind else { return kind.waits() };
    // Walk the inside along nodes that do not wait: reaching a way out means a way without a wait.
    let Some(start) = definition.scopes[*scope as usize].start else { return true };
    let mut seen = vec![false; definition.nodes.len()];
    let mut work = vec![start];
    while let Some(at) = work.pop() {
        if std::mem::replace(&mut seen[at as usize], true) || always_waits(definition, at) {
            continue;
        }
        let inner = definition.at(at);
        if inner.outgoing.is_empty() {
            return false;
        }
        work.extend(inner.outgoing.iter().map(|f| definition.flows[*f as usize].to));
    }
    true
}

/// Finds loops without a wait: a depth-first walk along flows between nodes that do not wait.
fn loops(definition: &Definition, graph: &Graph, findings: &mut Vec<Finding>) {
    let count = definition.nodes.len();
    let waits: Vec<bool> = (0..count).map(|n| always_waits(definition, n as NodeIndex)).collect();
    // 0 unseen, 1 on the path, 2 done.
    let mut colour = vec![0u8; count];
    for root in 0..count {
        if colour[root] != 0 || waits[root] {
            continue;
        }
        let mut path: Vec<(NodeIndex, usize)> = vec![(root as NodeIndex, 0)];
        colour[root] = 1;
        while let Some((node, place)) = path.last_mut() {
            let at = *node as usize;
            let inner = match definition.nodes[at].kind {
                NodeKind::SubProcess { scope } => definition.scopes[scope as usize].start,
                _ => None,
            };
            let Some(next) = graph.next[at].get(*place).copied() else {
                colour[at] = 2;
                path.pop();
                continue;
            };
            *place += 1;
            // Ways into a sub-process and over boundary events are not ways of one token through this node.
            if Some(next) == inner || matches!(definition.at(next).kind, NodeKind::Boundary { .. }) {
                continue;
            }
            let target = next as usize;
            if waits[target] {
                continue;
            }
            if colour[target] == 1 {
                let node = definition.at(next);
                findings.push(Finding::new(Problem::LoopWithoutWait, &node.id, node.line));
            } else if colour[target] == 0 {
                colour[target] = 1;
                path.push((next, 0));
            }
        }
    }
}

/// From every reached node some end of its own scope must be reachable.
fn ends(definition: &Definition, reached: &[bool], findings: &mut Vec<Finding>) {
    let ends = definition.nodes.iter().enumerate().filter(|(_, n)| n.outgoing.is_empty()).map(|(p, _)| p as NodeIndex);
    let leads_out = Graph::new(definition, false).reversed().reachable(ends.collect());
    for (place, node) in definition.nodes.iter().enumerate() {
        if reached[place] && !leads_out[place] {
            findings.push(Finding::new(Problem::NoWayToEnd, &node.id, node.line));
        }
    }
}

/// Codes that mean the request was accepted for work.
const ACCEPTED: &[&str] = &["intake.registered", "intake.received", "work.started"];
/// Codes that close the matter.
const CLOSED: &[&str] =
    &["case.closed", "intake.rejected", "intake.forwarded", "decision.terminated", "applicant.withdrawn", "form.abandoned"];

/// Every path from a start to an end of the process passes a status that accepts and one that closes.
fn journal(definition: &Definition, findings: &mut Vec<Finding>) {
    for (codes, problem) in [(ACCEPTED, Problem::NoAcceptedStatus), (CLOSED, Problem::NoClosedStatus)] {
        for end in silent_ends(definition, starts(definition), codes) {
            let node = definition.at(end);
            findings.push(Finding::new(problem, &node.id, node.line));
        }
    }
}

/// The ends of one scope that are reached from `from` around every node that reports one of `codes`.
fn silent_ends(definition: &Definition, from: Vec<NodeIndex>, codes: &[&str]) -> Vec<NodeIndex> {
    let mut ends = Vec::new();
    let mut seen = vec![false; definition.nodes.len()];
    let mut work = from;
    while let Some(at) = work.pop() {
        if std::mem::replace(&mut seen[at as usize], true) {
            continue;
        }
        let node = definition.at(at);
        let says = |moment| node.extensions.journal.iter().any(|r| r.moment == moment && codes.contains(&r.code.as_str()));
        if says(Moment::Enter) {
            continue;
        }
        // A boundary event leaves the node before it says anything on leaving.
        work.extend(&node.boundary);
        let inside = match node.kind {
            NodeKind::SubProcess { scope } => definition.scopes[scope as usize].start,
            _ => None,
        };
        if says(Moment::Leave) || inside.is_some_and(|start| silent_ends(definition, vec![start], codes).is_empty()) {
            continue;
        }
        if node.outgoing.is_empty() {
            ends.push(at);
        }
        work.extend(node.outgoing.iter().map(|f| definition.flows[*f as usize].to));
    }
    ends
}

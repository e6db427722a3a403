//! Checks the shape of a compiled definition: what may be connected to what.
//!
//! The rule kept here: a definition that passes can be stepped without ever meeting a situation the engine has no rule for.

use crate::finding::{Finding, Problem};
use crate::model::*;

pub(crate) fn check(definition: &Definition, findings: &mut Vec<Finding>) {
    for node in &definition.nodes {
        let mut report = |problem, name, value: &str| {
            findings.push(Finding::new(problem, &node.id, node.line).with(name, value));
        };
        match &node.kind {
            NodeKind::Start(_) | NodeKind::Boundary { .. } if !node.incoming.is_empty() => {
                report(Problem::FlowNotAllowed, "direction", "incoming");
            }
            NodeKind::End(_) if !node.outgoing.is_empty() => report(Problem::FlowNotAllowed, "direction", "outgoing"),
            NodeKind::Events if node.outgoing.is_empty() => report(Problem::Missing, "attribute", "outgoing"),
            _ => {}
        }
        if let Some(default) = node.default
            && (definition.flows[default as usize].condition.is_some() || matches!(node.kind, NodeKind::Parallel | NodeKind::Events))
        {
            report(Problem::DefaultFlow, "reference", &definition.flows[default as usize].id);
        }
        for flow in node.outgoing.iter().map(|f| &definition.flows[*f as usize]) {
            if flow.condition.is_some() && matches!(node.kind, NodeKind::Parallel | NodeKind::Events) {
                findings.push(Finding::new(Problem::ConditionNotAllowed, &flow.id, flow.line));
            }
            let target = definition.at(flow.to);
            if node.kind == NodeKind::Events
                && (!matches!(target.kind, NodeKind::Receive { .. } | NodeKind::Timer(_))
                    || target.incoming.len() != 1
                    || !target.boundary.is_empty())
            {
                findings.push(Finding::new(Problem::EventGatewayTarget, &target.id, target.line).with("gateway", node.id.as_str()));
            }
        }
    }
}

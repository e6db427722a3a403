//! Facts of the history in words: what happened, and the detail that matters to a clerk.
//!
//! The one rule: a kind without a text is shown by its own name, never left out.

use cases::Status;
use serde_json::Value as Json;
use store::history::Entry;
use web::{Texts, format};

/// Groups by which the journal is narrowed.
pub const GROUPS: [&str; 4] = ["status", "tasks", "documents", "access"];

/// The label of a kind of fact.
pub fn label(t: Texts, kind: &str) -> String {
    t.find(&format!("office-event-{kind}")).map_or_else(|| kind.to_owned(), |text| text.into_owned())
}

/// Who did it.
pub fn who(t: Texts, entry: &Entry) -> String {
    match (&entry.actor_name, entry.actor_class.as_str()) {
        (Some(name), _) => name.clone(),
        (None, class) => t.get(&format!("office-actor-{class}")).into_owned(),
    }
}

/// Whether a fact is a step of the machinery that says nothing new to people.
pub fn is_technical(kind: &str) -> bool {
    kind == "ProcessAdvanced"
}

/// The group of a kind of fact.
pub fn group(kind: &str) -> &'static str {
    match kind {
        "TaskClaimed" | "TaskReleased" | "TaskAssigned" | "TaskFinished" | "DecisionDrafted" | "OpinionAsked" | "OpinionWithdrawn" => {
            "tasks"
        }
        "DocumentAdded" | "DocumentIssued" | "NoticeSent" | "CorrectionReceived" | "MessageWritten" | "MessageReceived"
        | "DecisionSigned" | "DeliveryRecorded" => "documents",
        "IdentifierUnmasked" | "CodesReplaced" | "CodesReprinted" => "access",
        "ProcessAdvanced" => "technical",
        _ => "status",
    }
}

/// The outcome of a task in words; empty when it has none.
pub fn outcome(t: Texts, outcome: &Json) -> String {
    let Some(fields) = outcome.as_object() else { return String::new() };
    for (name, value) in fields {
        let Some(word) = value.as_str() else { continue };
        if let Some(text) = t.find(&format!("office-outcome-{name}-{word}")) {
            return text.into_owned();
        }
    }
    String::new()
}

fn text(data: &Json, key: &str) -> String {
    data[key].as_str().unwrap_or_default().to_owned()
}

fn day(t: Texts, data: &Json, key: &str) -> String {
    data[key].as_str().map(|iso| format::date_text(iso, t.language())).unwrap_or_default()
}

/// What a fact says beside its label; may be empty.
pub fn detail(t: Texts, entry: &Entry) -> String {
    let data = &entry.data;
    match entry.kind.as_str() {
        "ApplicationRegistered" => t.with1("office-detail-registered", "number", text(data, "incoming")),
        "StatusChanged" => {
            let status = |key: &str| match data[key].as_str().and_then(Status::from_identifier) {
                Some(status) => web::status::desk(t, status.identifier()).into_owned(),
                None => text(data, key),
            };
            format!("{} → {}", status("from"), status("to"))
        }
        "TaskClaimed" | "TaskReleased" | "TaskAssigned" | "OpinionWithdrawn" => text(data, "name"),
        "OpinionAsked" => format!("{}, {}", text(data, "name"), t.with1("term-until", "date", day(t, data, "due"))),
        "TaskFinished" => {
            let outcome = outcome(t, &data["outcome"]);
            let name = text(data, "name");
            if outcome.is_empty() { name } else { format!("{name}: {outcome}") }
        }
        "DocumentAdded" => text(data, "title"),
        "DocumentIssued" => crate::names::document_kind(t, &text(data, "kind")),
        "MessageWritten" => text(data, "subject"),
        "PaymentRecorded" => {
            let sum = format::money(data["cents"].as_i64().unwrap_or_default(), t.language());
            let way = t.find(&format!("office-payment-way-{}", text(data, "way"))).unwrap_or_default();
            let receipt = text(data, "receipt");
            [sum, way.into_owned(), receipt].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        "DecisionDrafted" | "DecisionSigned" => {
            let decision = text(data, "decision");
            let words = t.find(&format!("office-outcome-decision-{decision}")).map(|text| text.into_owned()).unwrap_or(decision);
            let number = text(data, "number");
            if number.is_empty() { words } else { format!("{words}, № {number}") }
        }
        "TermExtended" => t.with1("term-until", "date", day(t, data, "due")),
        "DeadlineWarned" | "DeadlineBreached" => t.with1("term-until", "date", day(t, data, "due")),
        "CaseForwarded" => text(data, "to"),
        "CaseSuspended" | "CaseTerminated" => text(data, "ground"),
        "ServiceRated" => data["score"].as_i64().map(|score| format!("{score}/5")).unwrap_or_default(),
        "IncidentRaised" => text(data, "text"),
        "ProcessAdvanced" => {
            let events = data["events"].as_array().map(Vec::as_slice).unwrap_or_default();
            let steps: Vec<&str> =
                events.iter().filter(|event| event["event"] == "entered").filter_map(|event| event["node"].as_str()).collect();
            steps.join(" → ")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use web::Language;

    fn entry(kind: &str, data: Json) -> Entry {
        Entry {
            seq: 1,
            case_id: None,
            at: 0,
            kind: kind.to_owned(),
            actor_class: "staff".to_owned(),
            actor_id: None,
            actor_name: None,
            reason: None,
            data,
            hash: Vec::new(),
        }
    }

    #[test]
    fn facts_read_like_sentences() {
        let t = Texts::new(Language::Bulgarian);
        let changed = entry("StatusChanged", json!({ "from": "Registered", "to": "InProgress" }));
        assert_eq!(detail(t, &changed), "Регистрирано → В изпълнение");
        let finished = entry("TaskFinished", json!({ "name": "Проверка", "outcome": { "regularity": "regular" } }));
        assert!(detail(t, &finished).starts_with("Проверка: "), "{}", detail(t, &finished));
        assert_eq!(label(t, "SomethingNew"), "SomethingNew");
        assert_ne!(label(t, "TaskFinished"), "TaskFinished");
    }
}

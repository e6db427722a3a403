//! Reads the `au:` extensions of one element.
//!
//! The rule kept here: every attribute and child of our namespace is asked for by name; what nobody asked for is a finding.

use crate::extension::*;
use crate::finding::{Finding, Problem};
use crate::limits;
use crate::xml::{Element, Space};

/// What carries the extensions; decides which of them have a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Carrier {
    Process,
    Lane,
    Start,
    UserTask,
    Job,
    Wait,
    Activity,
    Node,
}

fn allowed(carrier: Carrier, element: &str) -> bool {
    use Carrier::*;
    match element {
        "service" | "sla" => carrier == Process,
        "data" => matches!(carrier, Process | UserTask | Job | Activity),
        "role" => matches!(carrier, Lane | UserTask),
        "stage" | "notify" | "journalStatus" => !matches!(carrier, Process | Lane),
        "task" => carrier == UserTask,
        "deadline" => matches!(carrier, Process | UserTask | Job | Wait | Activity),
        "form" => matches!(carrier, Start | UserTask),
        "document" => matches!(carrier, UserTask | Job),
        "payment" => matches!(carrier, UserTask | Job | Wait),
        "decision" | "registryCall" | "retry" => carrier == Job,
        _ => false,
    }
}

/// One extension element being read.
struct Item<'a> {
    element: &'a Element,
    owner: &'a str,
    asked: Vec<&'static str>,
    findings: &'a mut Vec<Finding>,
}

impl Item<'_> {
    fn optional(&mut self, name: &'static str) -> Option<String> {
        self.asked.push(name);
        self.element.attribute(name).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())
    }

    fn required(&mut self, name: &'static str) -> Option<String> {
        let value = self.optional(name);
        if value.is_none() {
            self.report(Problem::AuMissing, name, "");
        }
        value
    }

    fn choice<T: Copy>(&mut self, name: &'static str, values: &[(&str, T)]) -> Option<T> {
        let text = self.optional(name)?;
        let found = values.iter().find(|(key, _)| *key == text).map(|(_, value)| *value);
        if found.is_none() {
            self.report(Problem::AuValue, name, &text);
        }
        found
    }

    fn required_choice<T: Copy>(&mut self, name: &'static str, values: &[(&str, T)]) -> Option<T> {
        if self.element.attribute(name).is_none_or(|v| v.trim().is_empty()) {
            return self.required(name).and(None);
        }
        self.choice(name, values)
    }

    fn flag(&mut self, name: &'static str, default: bool) -> bool {
        self.choice(name, &[("true", true), ("false", false)]).unwrap_or(default)
    }

    fn number<T: std::str::FromStr + PartialOrd + Copy>(&mut self, name: &'static str, low: T, high: T) -> Option<T> {
        let text = self.optional(name)?;
        match text.parse::<T>() {
            Ok(number) if number >= low && number <= high => Some(number),
            _ => {
                self.report(Problem::AuValue, name, &text);
                None
            }
        }
    }

    fn list(&mut self, name: &'static str) -> Vec<String> {
        let Some(text) = self.optional(name) else { return Vec::new() };
        text.split([',', ' ']).map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned).collect()
    }

    /// Children such as `<au:field name="…" value="…"/>`.
    fn pairs(&mut self, child: &'static str) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for element in self.element.children.iter().filter(|c| c.space == Space::Au && c.name == child) {
            let mut item = Item { element, owner: self.owner, asked: Vec::new(), findings: self.findings };
            if let (Some(name), Some(value)) = (item.required("name"), item.required("value")) {
                if let Err(detail) = crate::condition::check(&value) {
                    item.findings.push(
                        Finding::new(Problem::Expression, item.owner, element.line)
                            .with("expression", value.clone())
                            .with("detail", detail),
                    );
                }
                pairs.push((name, value));
            }
            item.finish(&[]);
        }
        pairs
    }

    fn report(&mut self, problem: Problem, attribute: &str, value: &str) {
        self.findings.push(
            Finding::new(problem, self.owner, self.element.line)
                .with("extension", self.element.name.clone())
                .with("attribute", attribute)
                .with("value", value),
        );
    }

    fn finish(self, children: &[&str]) {
        for attribute in &self.element.attributes {
            let ours = matches!(attribute.space, Space::Plain | Space::Au);
            if ours && !(attribute.space == Space::Plain && self.asked.contains(&attribute.name.as_str())) {
                self.findings.push(
                    Finding::new(Problem::AuAttribute, self.owner, self.element.line)
                        .with("extension", self.element.name.clone())
                        .with("attribute", attribute.name.clone()),
                );
            }
        }
        for child in &self.element.children {
            if child.space == Space::Au && !children.contains(&child.name.as_str()) {
                self.findings.push(Finding::new(Problem::AuElement, self.owner, child.line).with("extension", child.name.clone()));
            }
        }
    }
}

/// Reads the `extensionElements` of `parent`.
pub(crate) fn read(parent: &Element, carrier: Carrier, findings: &mut Vec<Finding>) -> Extensions {
    let mut read = Extensions::default();
    let owner = parent.id();
    for container in parent.bpmn("extensionElements") {
        for element in container.children.iter().filter(|c| c.space == Space::Au) {
            let known = KNOWN.contains(&element.name.as_str());
            if !known || !allowed(carrier, &element.name) {
                let problem = if known { Problem::AuPlace } else { Problem::AuElement };
                findings.push(Finding::new(problem, owner, element.line).with("extension", element.name.clone()));
                continue;
            }
            let mut item = Item { element, owner, asked: Vec::new(), findings };
            let repeated = one(&mut read, &mut item);
            let children: &[&str] = match element.name.as_str() {
                "journalStatus" => &["field"],
                "registryCall" => &["request", "response"],
                _ => &[],
            };
            item.finish(children);
            if repeated {
                findings.push(Finding::new(Problem::AuRepeated, owner, element.line).with("extension", element.name.clone()));
            }
        }
    }
    read
}

const KNOWN: &[&str] = &[
    "service",
    "sla",
    "data",
    "role",
    "stage",
    "notify",
    "journalStatus",
    "task",
    "deadline",
    "form",
    "document",
    "payment",
    "decision",
    "registryCall",
    "retry",
];

/// Reads one element into its place; true when the place was taken.
fn one(into: &mut Extensions, item: &mut Item<'_>) -> bool {
    fn put<T>(place: &mut Option<T>, value: Option<T>) -> bool {
        let taken = place.is_some();
        if value.is_some() && !taken {
            *place = value;
        }
        taken
    }
    match item.element.name.as_str() {
        "service" => return put(&mut into.service, service(item)),
        "stage" => return put(&mut into.stage, stage(item)),
        "task" => return put(&mut into.task, item.required_choice("kind", TASK_KINDS)),
        "role" => return put(&mut into.role, role(item)),
        "deadline" => return put(&mut into.deadline, deadline(item)),
        "form" => return put(&mut into.form, form(item)),
        "payment" => return put(&mut into.payment, payment(item)),
        "decision" => return put(&mut into.decision, decision(item)),
        "registryCall" => return put(&mut into.registry, registry(item)),
        "retry" => return put(&mut into.retry, Some(retry(item))),
        "document" => into.documents.extend(document(item)),
        "notify" => into.notify.extend(notify(item)),
        "journalStatus" => into.journal.extend(journal(item)),
        "data" => into.data.extend(data(item)),
        _ => into.targets.extend(target(item)),
    }
    false
}

const TASK_KINDS: &[(&str, TaskKind)] = &[
    ("regularity", TaskKind::Regularity),
    ("payment", TaskKind::Payment),
    ("work", TaskKind::Work),
    ("opinion", TaskKind::Opinion),
    ("draft", TaskKind::Draft),
    ("review", TaskKind::Review),
    ("sign", TaskKind::Sign),
    ("deliver", TaskKind::Deliver),
];

const MOMENTS: &[(&str, Moment)] = &[("enter", Moment::Enter), ("leave", Moment::Leave)];

fn service(item: &mut Item<'_>) -> Option<ServiceRule> {
    let code = item.required("code");
    let rule = ServiceRule {
        code: String::new(),
        legal_ground: item.optional("legalGround"),
        result_type: item.optional("resultType"),
        fee: item.optional("fee"),
        channels: item.list("channels"),
        target_group: item.optional("targetGroup"),
    };
    Some(ServiceRule { code: code?, ..rule })
}

fn stage(item: &mut Item<'_>) -> Option<Stage> {
    let code = item.required("code");
    let group = item.optional("group");
    let order = item.number("order", 0, 1_000);
    let status = item.optional("status");
    let (name_bg, name_en) = (item.optional("nameBg"), item.optional("nameEn"));
    let visibility = item
        .choice("visibility", &[("public", Visibility::Public), ("party", Visibility::Party), ("internal", Visibility::Internal)])
        .unwrap_or_default();
    Some(Stage { code: code?, group, order, status, name_bg, name_en, visibility })
}

/// `<au:role code="…">` and `<au:role role="…">` mean the same.
fn role(item: &mut Item<'_>) -> Option<RoleRule> {
    let code = match item.optional("code") {
        Some(code) => {
            item.asked.push("role");
            Some(code)
        }
        None => item.required("role"),
    };
    let unit = item
        .choice("unit", &[("owner", UnitRule::Owner), ("superior", UnitRule::Superior), ("named", UnitRule::Named)])
        .unwrap_or_default();
    let unit_code = if unit == UnitRule::Named { item.required("unitCode") } else { item.optional("unitCode") };
    let assignment = item
        .choice(
            "assignment",
            &[
                ("pool", Assignment::Pool),
                ("least-loaded", Assignment::LeastLoaded),
                ("previous", Assignment::Previous),
                ("expression", Assignment::Expression),
            ],
        )
        .unwrap_or_default();
    let expression = if assignment == Assignment::Expression { item.required("expression") } else { item.optional("expression") };
    let not_same_as = item.optional("notSameAs");
    let substitution = item.flag("substitution", true);
    Some(RoleRule { role: code?, unit, unit_code, assignment, expression, not_same_as, substitution })
}

fn deadline(item: &mut Item<'_>) -> Option<DeadlineRule> {
    let amount = match item.element.attribute("amount") {
        Some(_) => item.number("amount", 1, 10_000),
        None => item.required("amount").and(None),
    };
    let unit = item.required_choice("unit", &[("hour", TermUnit::Hour), ("day", TermUnit::Day), ("month", TermUnit::Month)]);
    let calendar = item.choice("calendar", &[("calendar", CalendarKind::Calendar), ("working", CalendarKind::Working)]).unwrap_or_default();
    let start = item.optional("start");
    let mut warn = Vec::new();
    for text in item.list("warn") {
        match text.trim_end_matches('%').parse::<u8>() {
            Ok(percent) if (1..=99).contains(&percent) => warn.push(percent),
            _ => item.report(Problem::AuValue, "warn", &text),
        }
    }
    warn.sort_unstable();
    warn.dedup();
    let on_expiry = item
        .choice(
            "onExpiry",
            &[
                ("notify", OnExpiry::Notify),
                ("escalate", OnExpiry::Escalate),
                ("tacitConsent", OnExpiry::TacitConsent),
                ("tacitRefusal", OnExpiry::TacitRefusal),
            ],
        )
        .unwrap_or_default();
    let escalate_to = if on_expiry == OnExpiry::Escalate { item.required("escalateTo") } else { item.optional("escalateTo") };
    let legal_ground = item.optional("legalGround");
    let suspends_on = item.list("suspendsOn");
    Some(DeadlineRule { amount: amount?, unit: unit?, calendar, start, warn, on_expiry, escalate_to, legal_ground, suspends_on })
}

fn form(item: &mut Item<'_>) -> Option<FormRule> {
    let reference = item.required("ref");
    let version = item.optional("version");
    let mode = item.choice("mode", &[("edit", FormMode::Edit), ("read", FormMode::Read)]).unwrap_or_default();
    let signature = item.optional("signature");
    Some(FormRule { reference: reference?, version, mode, signature })
}

fn document(item: &mut Item<'_>) -> Option<DocumentRule> {
    let template = item.required("template");
    let kind = item.optional("type");
    let register = item.optional("register");
    let signers = item.list("signers");
    let visible = item.flag("visible", false);
    Some(DocumentRule { template: template?, kind, register, signers, visible })
}

fn payment(item: &mut Item<'_>) -> Option<PaymentRule> {
    let tariff = item.optional("tariff");
    let amount = item.optional("amount");
    if tariff.is_none() && amount.is_none() {
        item.report(Problem::AuMissing, "tariff", "");
    }
    if let Some(expression) = &amount
        && let Err(detail) = crate::condition::check(expression)
    {
        let finding =
            Finding::new(Problem::Expression, item.owner, item.element.line).with("expression", expression.clone()).with("detail", detail);
        item.findings.push(finding);
    }
    Some(PaymentRule { tariff, amount, payee: item.optional("payee"), due: item.optional("due"), partial: item.flag("partial", false) })
}

fn notify(item: &mut Item<'_>) -> Option<NotifyRule> {
    let event = item.choice("event", MOMENTS).unwrap_or_default();
    let template = item.required("template");
    let channels = item.list("channels");
    let proof = item.flag("proof", false);
    Some(NotifyRule { event, template: template?, channels, proof })
}

fn journal(item: &mut Item<'_>) -> Option<JournalRule> {
    let code = item.required("code");
    let moment = item.choice("moment", MOMENTS).unwrap_or_default();
    let fields = item.pairs("field");
    let code = code?;
    let shaped = code.contains('.')
        && code.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
    if !shaped {
        item.report(Problem::AuValue, "code", &code);
        return None;
    }
    Some(JournalRule { code, moment, fields })
}

fn decision(item: &mut Item<'_>) -> Option<DecisionRule> {
    let reference = item.required("ref");
    let file = item.optional("file");
    let result = item.required("result");
    Some(DecisionRule { reference: reference?, file, result: result? })
}

fn registry(item: &mut Item<'_>) -> Option<RegistryRule> {
    let operation = item.required("operation");
    let purpose = item.optional("purpose");
    let legal_ground = item.optional("legalGround");
    let file_as = item.optional("fileAs");
    let cache = item.optional("cache");
    let unavailable = item
        .choice("unavailable", &[("retry", Unavailable::Retry), ("ask", Unavailable::Ask), ("continue", Unavailable::Continue)])
        .unwrap_or_default();
    let request = item.pairs("request");
    let response = item.pairs("response");
    Some(RegistryRule { operation: operation?, purpose, legal_ground, file_as, cache, unavailable, request, response })
}

fn retry(item: &mut Item<'_>) -> RetryRule {
    RetryRule {
        attempts: item.number("attempts", 1, 100).unwrap_or(limits::RETRY_ATTEMPTS),
        initial_s: item.number("initial", 1, 86_400).unwrap_or(limits::RETRY_INITIAL_S),
        factor: item.number("factor", 1, 100).unwrap_or(limits::RETRY_FACTOR),
        cap_s: item.number("cap", 1, 30 * 86_400).unwrap_or(limits::RETRY_CAP_S),
        jitter_percent: item.number("jitter", 0, 50).unwrap_or(limits::RETRY_JITTER_PERCENT),
    }
}

fn data(item: &mut Item<'_>) -> Option<DataRule> {
    let name = item.required("name");
    let kind = item.optional("type");
    let class = item.optional("class");
    let access = item.choice("access", &[("read", DataAccess::Read), ("write", DataAccess::Write)]).unwrap_or_default();
    Some(DataRule { name: name?, kind, class, access })
}

fn target(item: &mut Item<'_>) -> Option<TargetRule> {
    let within = item.required("within");
    let share_percent = item.number("share", 1, 100).unwrap_or(100);
    Some(TargetRule { within: within?, share_percent })
}

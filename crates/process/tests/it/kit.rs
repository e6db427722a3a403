//! A whole service process with extensions, as kits write it.

use crate::build::{file, names, vars};
use process::{Command, Definition, Effect, Instance, StepEnv, TaskKind, UnitRule, Visibility};

const PROCESS: &str = r#"
<laneSet id="ls"><lane id="l1" name="Деловодство"><extensionElements><au:role role="clerk"/></extensionElements><flowNodeRef>regularity</flowNodeRef><flowNodeRef>deliver</flowNodeRef></lane></laneSet>
<startEvent id="start"/>
<userTask id="regularity" name="Проверка за редовност"><extensionElements>
  <au:stage code="regularity" group="accepting" order="1" status="RegularityCheck" nameBg="Проверка" nameEn="Check" visibility="public"/>
  <au:task kind="regularity"/>
  <au:deadline amount="2" unit="day" calendar="working" warn="80,50" onExpiry="escalate" escalateTo="unit_head" legalGround="чл. 30 АПК"/>
  <au:journalStatus code="work.started" moment="enter"/>
  <x:ignored foo="bar"/>
</extensionElements></userTask>
<exclusiveGateway id="x" default="x-draft"/>
<receiveTask id="correction" messageRef="m1"><extensionElements><au:stage code="regularity"/><au:deadline amount="3" unit="day"/></extensionElements></receiveTask>
<userTask id="draft"><extensionElements>
  <au:stage code="merits" group="merits" order="2" nameBg="Решение" nameEn="Decision"/>
  <au:task kind="draft"/><au:role role="case_officer" unit="named" unitCode="gra" assignment="pool" notSameAs="regularity"/>
  <au:document template="outcome.typ" type="certificate" visible="true"/><au:form ref="draft.json"/>
  <au:journalStatus code="decision.drafted" moment="leave"><au:field name="reason" value="decision"/></au:journalStatus>
</extensionElements></userTask>
<userTask id="deliver"><extensionElements><au:stage code="result" group="result" order="3" nameBg="Връчване"/><au:task kind="deliver"/>
  <au:notify event="enter" template="ready" channels="email,sms"/></extensionElements></userTask>
<endEvent id="end"><extensionElements><au:journalStatus code="case.closed"/></extensionElements></endEvent>
<sequenceFlow id="f1" sourceRef="start" targetRef="regularity"/>
<sequenceFlow id="f2" sourceRef="regularity" targetRef="x"/>
<sequenceFlow id="x-correction" sourceRef="x" targetRef="correction"><conditionExpression>regularity = "irregular"</conditionExpression></sequenceFlow>
<sequenceFlow id="x-draft" sourceRef="x" targetRef="draft"/>
<sequenceFlow id="f3" sourceRef="correction" targetRef="regularity"/>
<sequenceFlow id="f4" sourceRef="draft" targetRef="deliver"/>
<sequenceFlow id="f5" sourceRef="deliver" targetRef="end"/>
"#;

#[test]
fn a_service_runs_from_filing_to_delivery() {
    let definition = Definition::compile(&file(PROCESS)).unwrap_or_else(|f| panic!("{f:#?}"));
    assert!(definition.warnings().is_empty(), "{:#?}", definition.warnings());
    let stages: Vec<_> = definition.stages().iter().map(|s| (s.code.as_str(), s.order, s.name_bg.as_str(), s.name_en.as_str())).collect();
    assert_eq!(
        stages,
        [("regularity", 1, "Проверка", "Check"), ("merits", 2, "Решение", "Decision"), ("result", 3, "Връчване", "Връчване")]
    );
    assert_eq!(definition.stages()[0].visibility, Visibility::Public);

    let node = definition.node("draft").expect("the node");
    let role = node.extensions.role.as_ref().expect("a role");
    assert_eq!((role.role.as_str(), role.unit, role.unit_code.as_deref()), ("case_officer", UnitRule::Named, Some("gra")));
    assert_eq!(node.extensions.task, Some(TaskKind::Draft));
    assert_eq!(definition.node("deliver").and_then(|n| n.extensions.role.as_ref()).map(|r| r.role.as_str()), Some("clerk"));
    let deadline = definition.node("regularity").and_then(|n| n.extensions.deadline.as_ref()).expect("a deadline");
    assert_eq!(deadline.warn, [50, 80]);

    let mut instance = Instance::new(&definition);
    let env = StepEnv { now: "2026-04-20T07:00:00Z".parse().expect("a timestamp") };
    let mut send = |command: Command| process::step(&definition, &mut instance, &command, &env).expect("accepted");
    let done = |step: &process::Step| names(&step.effects);
    let task = |step: &process::Step| {
        step.effects.iter().find_map(|e| match e {
            Effect::TaskOpened { activation, .. } => Some(*activation),
            _ => None,
        })
    };
    let complete = |activation: Option<u32>, json: &str| Command::CompleteTask {
        activation: activation.expect("an open task"),
        variables: vars(json),
    };

    let step = send(Command::Start { variables: vars(r#"{"speed":"ordinary"}"#) });
    assert_eq!(done(&step), ["+regularity", "journal work.started", "open regularity"]);
    let step = send(complete(task(&step), r#"{"regularity":"irregular"}"#));
    assert_eq!(done(&step), ["close regularity", "await correction"], "the stage stays open");
    let step = send(Command::Message { name: "correction".into(), variables: feel::Value::Null });
    assert_eq!(done(&step), ["release correction", "journal work.started", "open regularity"]);
    let step = send(complete(task(&step), r#"{"regularity":"regular"}"#));
    assert_eq!(done(&step), ["close regularity", "+merits", "open draft", "-regularity"]);
    let step = send(complete(task(&step), r#"{"decision":"grant"}"#));
    assert_eq!(done(&step), ["close draft", "journal decision.drafted", "+result", "notify ready", "open deliver", "-merits"]);
    let field = step.effects.iter().find_map(|e| match e {
        Effect::JournalStatus { fields, .. } => fields.first().cloned(),
        _ => None,
    });
    assert_eq!(field, Some(("reason".to_owned(), feel::Value::text("grant"))));
    let step = send(complete(task(&step), r#"{"delivered":true}"#));
    assert_eq!(done(&step), ["close deliver", "journal case.closed", "-result", "completed"]);
}

#[test]
fn broken_files_are_refused_without_a_panic() {
    let whole = file(PROCESS);
    let mut state = 7u64;
    let mut roll = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..1_500 {
        let mut bytes = whole.clone().into_bytes();
        for _ in 0..=roll(3) {
            let at = roll(bytes.len());
            match roll(4) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes[at] = b"<>&\"'/= x0P"[roll(11)],
                2 => drop(bytes.remove(at)),
                _ => {
                    let end = (at + roll(60)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    let to = roll(bytes.len());
                    bytes.splice(to..to, piece);
                }
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(definition) = Definition::compile(&text) {
            let mut instance = Instance::new(&definition);
            let env = StepEnv { now: "2026-04-20T07:00:00Z".parse().expect("a timestamp") };
            let _ = process::step(&definition, &mut instance, &Command::Start { variables: feel::Value::Null }, &env);
        }
    }
}

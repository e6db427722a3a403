//! Decision models as kits use them: a fee by a table.

use feel::Value;
use feel::decision::{Error, Model, Severity};

const NOW: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;

fn model(body: &str) -> String {
    format!(
        r#"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fees" namespace="https://example.org/fees">{body}</definitions>"#
    )
}

fn fees(rules: &str, policy: &str) -> String {
    model(&format!(
        r##"<inputData id="area_input" name="area"><variable name="area" typeRef="number"/></inputData>
<inputData id="zone_input" name="zone"><variable name="zone" typeRef="string"/></inputData>
<decision id="fee" name="Fee">
  <variable name="Fee" typeRef="number"/>
  <informationRequirement><requiredInput href="#area_input"/></informationRequirement>
  <informationRequirement><requiredInput href="#zone_input"/></informationRequirement>
  <decisionTable hitPolicy="{policy}">
    <input label="площ"><inputExpression typeRef="number"><text>area</text></inputExpression></input>
    <input><inputExpression typeRef="string"><text>zone</text></inputExpression></input>
    <output name="fee" typeRef="number"/>
    {rules}
  </decisionTable>
</decision>"##
    ))
}

fn rule(id: &str, area: &str, zone: &str, fee: &str) -> String {
    let escape = |text: &str| text.replace('<', "&lt;");
    format!(
        r#"<rule id="{id}"><inputEntry><text>{}</text></inputEntry><inputEntry><text>{}</text></inputEntry><outputEntry><text>{}</text></outputEntry><annotationEntry><text>чл. 5</text></annotationEntry></rule>"#,
        escape(area),
        escape(zone),
        escape(fee)
    )
}

fn inputs(area: i64, zone: &str) -> Value {
    Value::context([("area", Value::from(area)), ("zone", Value::text(zone))])
}

fn codes(xml: &str) -> Vec<(&'static str, String, u32)> {
    let problems = Model::parse(xml).expect_err("the model has mistakes");
    problems.into_iter().map(|problem| (problem.code, problem.element, problem.line)).collect()
}

#[test]
fn a_table_gives_its_value_and_its_reasons() {
    let rules = rule("small", "<= 10", "\"A\"", "area * 2.5")
        + &rule("large", "> 10", "\"A\"", "area * 2")
        + &rule("other", "-", "not(\"A\")", "5");
    let model = Model::parse(&fees(&rules, "UNIQUE")).unwrap();
    let outcome = model.evaluate("fee", &inputs(20, "A"), NOW).unwrap();
    assert_eq!(outcome.value, Value::from(40));
    let [matched] = &outcome.matched_rules[..] else { panic!("{outcome:?}") };
    assert_eq!((&*matched.decision, matched.rule, &*matched.rule_id), ("fee", 2, "large"));
    assert_eq!(matched.inputs, [("площ".to_owned(), Value::from(20)), ("zone".to_owned(), Value::text("A"))]);
    assert_eq!(matched.annotations, ["чл. 5"]);
    assert_eq!(model.evaluate("Fee", &inputs(3, "Б"), NOW).unwrap().value, Value::from(5));
    assert_eq!(model.evaluate("none", &inputs(3, "Б"), NOW), Err(Error::Missing("none".into())));
    assert!(model.check().is_empty(), "{:?}", model.check());
}

#[test]
fn hit_policies() {
    let rules = rule("a", "> 0", "-", "10") + &rule("b", "> 5", "-", "20") + &rule("c", "> 5", "-", "10");
    for (policy, expected) in [
        ("UNIQUE", "null"),
        ("ANY", "null"),
        ("FIRST", "10"),
        ("COLLECT", "[10, 20, 10]"),
        ("RULE ORDER", "[10, 20, 10]"),
        ("COLLECT\" aggregation=\"SUM", "40"),
        ("COLLECT\" aggregation=\"COUNT", "3"),
        ("COLLECT\" aggregation=\"MIN", "10"),
        ("COLLECT\" aggregation=\"MAX", "20"),
    ] {
        let xml = fees(&rules, policy).replace("<variable name=\"Fee\" typeRef=\"number\"/>", "");
        assert_eq!(Model::parse(&xml).unwrap().evaluate("fee", &inputs(9, "A"), NOW).unwrap().value.to_string(), expected, "{policy}");
    }
}

#[test]
fn check_finds_rules_in_each_others_way() {
    let rules = rule("a", "<= 10", "\"A\"", "1") + &rule("b", "[10..20]", "\"A\", \"B\"", "2") + &rule("c", "(20..30]", "\"A\"", "unknown");
    let found = |policy| {
        let problems = Model::parse(&fees(&rules, policy)).unwrap().check();
        problems
            .into_iter()
            .inspect(|problem| assert_eq!(problem.severity, Severity::Warning))
            .map(|problem| (problem.code, problem.element))
            .collect::<Vec<_>>()
    };
    assert_eq!(found("UNIQUE"), [("DMN-0101", "fee".into()), ("DMN-0102", "b".into())]);
    assert_eq!(found("FIRST"), [("DMN-0101", "fee".to_owned())]);
    let hidden = rule("a", "< 30", "-", "1") + &rule("b", "[10..20]", "\"A\"", "2");
    let problems = Model::parse(&fees(&hidden, "FIRST")).unwrap().check();
    assert_eq!((problems[0].code, &*problems[0].element), ("DMN-0103", "b"));
}

#[test]
fn mistakes_have_element_and_line() {
    assert_eq!(codes("<a/>"), [("DMN-0002", "definitions".to_owned(), 1)]);
    assert_eq!(codes("<definitions"), [("DMN-0001", "definitions".to_owned(), 1)]);
    let bomb = format!("<!DOCTYPE d [<!ENTITY a \"aaaa\">]>\n{}", model("<decision id=\"d\" name=\"&a;\"/>"));
    assert_eq!(codes(&bomb)[0].0, "DMN-0001");
    assert_eq!(codes(&fees(&rule("r", "<= ", "-", "1"), "UNIQUE"))[0].0, "DMN-0004");
    assert_eq!(codes(&fees(&rule("r", "-", "-", "1"), "UNIQE"))[0].0, "DMN-0005");
    let body = "\n<decision id=\"d\" name=\"D\">\n<variable name=\"D\" typeRef=\"tNone\"/>\n<informationRequirement><requiredInput href=\"#gone\"/></informationRequirement>\n<literalExpression id=\"l\" expressionLanguage=\"javascript\"><text>1</text></literalExpression></decision>";
    let found = codes(&model(body));
    assert_eq!(
        found,
        [("DMN-0007", "variable".to_owned(), 3), ("DMN-0006", "requiredInput".to_owned(), 4), ("DMN-0005", "l".to_owned(), 5)]
    );
    let external = "<businessKnowledgeModel id=\"b\" name=\"B\"><encapsulatedLogic id=\"e\" kind=\"Java\"><context/></encapsulatedLogic></businessKnowledgeModel>";
    assert_eq!(codes(&model(external))[0], ("DMN-0005", "e".to_owned(), 1));
}

#[test]
fn requirements_in_a_circle_are_refused() {
    let decision = |id: &str, other: &str| {
        format!(
            "<decision id=\"{id}\" name=\"{id}\"><informationRequirement><requiredDecision href=\"#{other}\"/></informationRequirement><literalExpression><text>1</text></literalExpression></decision>"
        )
    };
    assert_eq!(codes(&model(&(decision("a", "b") + &decision("b", "a"))))[0].0, "DMN-0008");
}

#[test]
fn knowledge_models_and_requirements_work_together() {
    let body = r##"
<inputData id="i" name="income"/>
<businessKnowledgeModel id="k" name="rate"><encapsulatedLogic><formalParameter name="x" typeRef="number"/><literalExpression><text>if x > 1000 then 0.2 else 0.1</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="t" name="tax"><informationRequirement><requiredInput href="#i"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>
  <context><contextEntry><variable name="r"/><invocation><literalExpression><text>rate</text></literalExpression><binding><parameter name="x"/><literalExpression><text>income</text></literalExpression></binding></invocation></contextEntry>
  <contextEntry><literalExpression><text>income * r</text></literalExpression></contextEntry></context></decision>
<decision id="n" name="net"><informationRequirement><requiredInput href="#i"/></informationRequirement><informationRequirement><requiredDecision href="#t"/></informationRequirement><literalExpression><text>income - tax</text></literalExpression></decision>"##;
    let model = Model::parse(&model(body)).unwrap();
    let outcome = model.evaluate("net", &Value::context([("income", 2000)]), NOW).unwrap();
    assert_eq!(outcome.value, Value::from(1600));
    assert!(model.check().is_empty(), "{:?}", model.check());
}

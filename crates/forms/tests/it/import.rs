//! Tolerant import and its report.

use forms::{Choice, Definition, Severity, Support};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn parse(components: Value) -> Definition {
    let json = json!({"title": "Ф", "components": components});
    Definition::parse(&serde_json::to_string_pretty(&json).unwrap()).unwrap()
}

fn codes(definition: &Definition) -> Vec<(&str, &str)> {
    definition.report().problems.iter().map(|problem| (problem.code, problem.path.as_str())).collect()
}

#[test]
fn what_is_no_form_is_refused_with_a_line() {
    for (source, code, line) in [
        ("{\n\"a\":\n", "FORM-0001", Some(3)),
        ("[]", "FORM-0002", None),
        ("{\"components\": {}}", "FORM-0002", None),
        ("{\"components\": [], \"display\": \"pdf\"}", "FORM-0004", None),
    ] {
        let problems = Definition::parse(source).unwrap_err();
        assert_eq!((problems[0].code, problems[0].line), (code, line), "{source}");
        assert!(!problems[0].text("bg").contains(['{', '}']), "{}", problems[0].text("bg"));
    }
}

#[test]
fn every_component_has_its_line_in_the_report() {
    let definition = parse(json!([
        {"type": "textfield", "key": "a", "label": "A"},
        {"type": "password", "key": "b", "label": "B"},
        {"type": "recaptcha", "key": "c"},
        {"type": "signature", "key": "d", "label": "D"},
        {"type": "somethingPremium", "key": "e", "label": "E"},
        {"type": "profileDataSource", "key": "f", "label": "F"},
        {"type": "table", "key": "t", "rows": [[{"components": [{"type": "textfield", "key": "cell", "label": "C"}]}]]},
        {"type": "tabs", "key": "u", "components": [{"label": "1", "components": [{"type": "textfield", "key": "tab", "label": "T"}]}]},
    ]));
    let supports: Vec<(&str, Support)> = definition.report().components.iter().map(|entry| (entry.path.as_str(), entry.support)).collect();
    for (path, support) in [
        ("a", Support::Supported),
        ("b", Support::Refused),
        ("c", Support::Refused),
        ("d", Support::NeedsDecision),
        ("e", Support::NeedsDecision),
        ("f", Support::Mapped),
        ("t/cell", Support::Supported),
        ("u/tab", Support::Supported),
    ] {
        assert!(supports.contains(&(path, support)), "{path}: {supports:?}");
    }
    assert!(!definition.report().publishable());
}

#[test]
fn problems_have_place_line_and_text() {
    let definition = parse(json!([
        {"type": "textfield", "key": "a", "label": "A", "customConditional": "show = window.x"},
        {"type": "textfield", "key": "a", "label": "A", "validate": {"pattern": "(?=x)y"}},
        {"type": "textfield", "key": "bad key", "label": "B"},
        {"type": "textfield", "key": "c", "conditional": {"show": true, "when": "nowhere", "eq": "1"}},
        {"type": "radio", "key": "r", "label": "R", "values": [{"label": "1", "value": "1"}]},
        {"type": "textfield", "key": "d", "label": "D", "conditional": {"show": true, "when": "r", "eq": "7"}, "properties": {"validator": "isbn"}},
        {"type": "textfield", "key": "e", "label": "E", "validate": {"json": {"==": [1, 1]}}, "logic": [{"name": "x"}]},
        {"type": "select", "key": "s", "label": "S", "dataSrc": "url", "data": {"url": "https://example.com/list"}},
        {"type": "content", "key": "html", "html": "<script>x</script>{{ data.a }}"},
        {"type": "number", "key": "n", "label": "N", "calculateValue": "value = 1;\nvalue = fetch('x')"},
    ]));
    let found = codes(&definition);
    for expected in [
        ("FORM-0020", "a"),
        ("FORM-0021", "a"),
        ("FORM-0013", "a"),
        ("FORM-0014", "bad key"),
        ("FORM-0022", "c"),
        ("FORM-0033", "c"),
        ("FORM-0025", "d"),
        ("FORM-0031", "d"),
        ("FORM-0023", "e"),
        ("FORM-0024", "e"),
        ("FORM-0011", "s"),
        ("FORM-0032", "html"),
        ("FORM-0037", "html"),
        ("FORM-0020", "n"),
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    for problem in &definition.report().problems {
        assert!(problem.line.is_some() || problem.path == "bad key", "{problem:?}");
        for language in ["bg", "en"] {
            let text = problem.text(language);
            assert!(!text.contains('$') && text != problem.code, "{text}");
        }
    }
    let expression = definition.report().problems.iter().find(|problem| problem.path == "n").unwrap();
    assert_eq!(expression.text("bg"), "Изразът в „calculateValue“, ред 2, вика функция „fetch“, която не се допуска. Заменете я");
    assert_eq!(definition.report().problems.iter().filter(|problem| problem.severity == Severity::Error).count(), 9);
    assert_eq!(definition.report().expressions.len(), 2);
}

#[test]
fn nomenclatures_come_from_outside() {
    let definition = parse(json!([
        {"type": "select", "key": "s", "label": "S", "properties": {"nomenclature": "ekatte"}, "validate": {"onlyAvailableItems": true}},
        {"type": "select", "key": "j", "label": "J", "dataSrc": "json", "data": {"json": "[{\"id\": 1, \"name\": \"Едно\"}]"}, "valueProperty": "id", "template": "<span>{{ item.name }}</span>"},
    ]));
    assert_eq!(definition.nomenclature_names(), ["ekatte"]);
    let data = json!({"s": "68134", "j": 1});
    let env = crate::env();
    // Without the list nothing can be said about the value.
    assert!(definition.evaluate(&data, &env).is_valid());
    let choices = vec![Choice { value: "68134".to_owned(), label: "гр. София".to_owned() }];
    let filled = definition.with_nomenclatures(BTreeMap::from([("ekatte".to_owned(), choices)]));
    assert!(filled.evaluate(&data, &env).is_valid());
    assert_eq!(filled.evaluate(&json!({"s": "1"}), &env).errors[0].rule, "onlyAvailableItems");
    let rows = filled.summary(&data, &env);
    assert_eq!(rows.iter().map(|row| row.value.as_str()).collect::<Vec<_>>(), ["гр. София", "Едно"]);
}

#[test]
fn prefill_and_personal_data_are_listed() {
    let definition = parse(json!([
        {"type": "textfield", "key": "person.egn", "label": "ЕГН", "properties": {"validator": "egn", "prefill": "identity:nationalId", "prefillMode": "locked"}},
        {"type": "textfield", "key": "health", "label": "Здраве", "properties": {"personalData": "health"}},
    ]));
    assert_eq!(definition.prefills().len(), 1);
    assert_eq!(definition.prefills()[0].path, "person.egn");
    assert_eq!(
        definition.personal_fields(),
        [("person.egn".to_owned(), "identifier".to_owned()), ("health".to_owned(), "health".to_owned())]
    );
    assert_eq!(definition.report().personal_unclassified, ["person.egn"]);
}

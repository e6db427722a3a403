//! Rules, conditions, calculations, cleaning.

use crate::{env, errors, form, sentences};
use forms::{Definition, Env, errors_shown, form_check};
use serde_json::{Value, json};

/// A component with extra members.
fn field(kind: &str, key: &str, extra: Value) -> Value {
    let mut field = json!({"type": kind, "key": key, "label": "Поле", "input": true});
    for (name, value) in extra.as_object().unwrap() {
        field[name] = value.clone();
    }
    field
}

fn check(kind: &str, extra: Value, cases: &[(Value, &[&str])]) {
    let form = form(json!([field(kind, "x", extra)]));
    for (value, expected) in cases {
        assert_eq!(errors(&form, json!({ "x": value })), *expected, "{kind}: {value}");
    }
}

#[test]
fn texts() {
    check(
        "textfield",
        json!({"validate": {"required": true, "minLength": 3, "maxLength": 5}}),
        &[
            (json!(""), &["x required"]),
            (json!("  "), &["x required"]),
            (json!(null), &["x required"]),
            (json!("аб"), &["x minLength"]),
            (json!("абв"), &[]),
            (json!("абвгде"), &["x maxLength"]),
            (json!(5), &["x type"]),
            (json!({"a": 1}), &["x type"]),
        ],
    );
    check(
        "textfield",
        json!({"validate": {"pattern": "[0-9]{2}"}}),
        &[(json!("x12y"), &["x pattern"]), (json!("12"), &[]), (json!(""), &[])],
    );
    check(
        "textarea",
        json!({"validate": {"minWords": 2, "maxWords": 3}}),
        &[(json!("една"), &["x minWords"]), (json!("една две"), &[]), (json!("а б в г"), &["x maxWords"])],
    );
    check("email", json!({}), &[(json!("a@b.bg"), &[]), (json!("a@b"), &["x email"])]);
    check("url", json!({}), &[(json!("https://a.bg"), &[]), (json!("a b"), &["x url"])]);
    check("time", json!({}), &[(json!("14:30"), &[]), (json!("25:00"), &["x time"])]);
    check(
        "textfield",
        json!({"multiple": true, "validate": {"required": true, "pattern": "[0-9]+"}}),
        &[(json!([]), &["x required", "x array_nonempty"]), (json!(["1", "a", ""]), &["x[1] pattern"]), (json!("1"), &["x type"])],
    );
    check(
        "textfield",
        json!({"properties": {"validator": "egn"}}),
        &[(json!("7501010010"), &[]), (json!("7501010011"), &["x egn"]), (json!(""), &[])],
    );
}

#[test]
fn numbers() {
    check(
        "number",
        json!({"decimalLimit": 0, "validate": {"required": true, "min": 1, "max": 5}}),
        &[
            (json!(null), &["x required"]),
            (json!(""), &["x required"]),
            (json!(0), &["x min"]),
            (json!(1), &[]),
            (json!(6), &["x max"]),
            (json!("5"), &["x number"]),
            (json!("1,5"), &["x number"]),
            (json!(true), &["x number"]),
            (json!(1.5), &["x type"]),
        ],
    );
    check(
        "number",
        json!({"validate": {"integer": true, "step": 5}}),
        &[(json!(10), &[]), (json!(7), &["x step"]), (json!(2.5), &["x integer", "x step"])],
    );
    check("currency", json!({}), &[(json!(12.5), &[]), (json!(12.505), &["x type"]), (json!("12"), &["x number"])]);
    check("number", json!({"validate": {"required": true}}), &[(json!(0), &[])]);
}

#[test]
fn choices() {
    let values = json!([{"label": "А", "value": "a"}, {"label": "Едно", "value": "1"}]);
    check(
        "radio",
        json!({"values": values, "validate": {"required": true, "onlyAvailableItems": true}}),
        &[
            (json!(""), &["x required"]),
            (json!("a"), &[]),
            (json!(1), &[]),
            (json!("z"), &["x onlyAvailableItems"]),
            (json!(["a"]), &["x type"]),
        ],
    );
    check("select", json!({"data": {"values": values}}), &[(json!("z"), &["x type"]), (json!({"label": "А", "value": "a"}), &[])]);
    check(
        "select",
        json!({"multiple": true, "data": {"values": values}, "validate": {"onlyAvailableItems": true}}),
        &[(json!(["a", "1"]), &[]), (json!(["a", "z"]), &["x[1] onlyAvailableItems"])],
    );
    check(
        "selectboxes",
        json!({"values": values, "validate": {"required": true, "minSelectedCount": 2, "maxSelectedCount": 2}}),
        &[
            (json!({"a": false, "1": false}), &["x required"]),
            (json!(null), &["x required"]),
            (json!({"a": true, "1": false}), &["x minSelectedCount"]),
            (json!({"a": true, "1": true}), &[]),
        ],
    );
    check(
        "checkbox",
        json!({"validate": {"required": true}}),
        &[(json!(false), &["x required"]), (json!(true), &[]), (json!("yes"), &["x type"])],
    );
}

#[test]
fn dates() {
    check(
        "datetime",
        json!({"enableTime": false, "datePicker": {"minDate": "2026-01-01", "maxDate": "moment()"}}),
        &[
            (json!("2026-03-05"), &[]),
            (json!("2026-03-05T00:00:00+02:00"), &[]),
            (json!("2025-12-31"), &["x minDate"]),
            (json!("2026-03-06"), &["x maxDate"]),
            (json!("31.2.2026"), &["x date"]),
            (json!(5), &["x date"]),
        ],
    );
    check(
        "day",
        json!({"dayFirst": true, "validate": {"required": true}}),
        &[(json!("05/03/2026"), &[]), (json!("31/02/2026"), &["x day"]), (json!("00/00/0000"), &["x required"])],
    );
}

#[test]
fn files() {
    let file = |name: &str, size: u64| json!({"originalName": name, "size": size, "type": ""});
    check(
        "file",
        json!({"filePattern": ".pdf", "fileMaxSize": "1KB", "fileMinSize": "1B", "validate": {"required": true}}),
        &[
            (json!([]), &["x required"]),
            (json!([file("a.pdf", 10)]), &[]),
            (json!([file("a.exe", 10)]), &["x[0] file.type"]),
            (json!([file("a.pdf", 5000)]), &["x[0] file.size"]),
            (json!([file("a.pdf", 0)]), &["x[0] file.size"]),
            (json!([file("a.pdf", 1), file("b.pdf", 1)]), &["x type"]),
            (json!("a.pdf"), &["x type"]),
            (json!([{"originalName": "a.pdf"}]), &["x[0] type"]),
        ],
    );
    check(
        "file",
        json!({"multiple": true, "validate": {"required": true}}),
        &[(json!([]), &["x required", "x array_nonempty"]), (json!([file("a", 1), file("b", 1)]), &[])],
    );
}

#[test]
fn repeating_groups() {
    let form = form(json!([
        {"type": "datagrid", "key": "g", "label": "Група", "validate": {"minLength": 2, "maxLength": 3}, "components": [
            {"type": "radio", "key": "kind", "label": "Вид", "values": [{"label": "А", "value": "a"}, {"label": "Б", "value": "b"}]},
            {"type": "textfield", "key": "floor", "label": "Етаж", "validate": {"required": true}, "conditional": {"show": true, "when": "g.kind", "eq": "a"}},
            {"type": "textfield", "key": "near", "label": "До", "validate": {"required": true}, "conditional": {"show": true, "when": "kind", "eq": "b"}},
            {"type": "number", "key": "n", "label": "Номер", "calculateValue": "value = rowIndex + 1"},
        ]}
    ]));
    assert_eq!(errors(&form, json!({"g": [{"kind": "a"}]})), ["g rows.min", "g[0].floor required"]);
    assert_eq!(errors(&form, json!({"g": [{"kind": "a"}, {"kind": "b"}]})), ["g[0].floor required", "g[1].near required"]);
    assert_eq!(errors(&form, json!({"g": [{}, {}, {}, {}]})), ["g rows.max"]);
    assert_eq!(errors(&form, json!({"g": []})), [] as [&str; 0]);
    assert_eq!(errors(&form, json!({"g": "x"})), ["g type"]);
    assert_eq!(errors(&form, json!({"g": [1, {}]})), ["g[0] type"]);
    let found = form.evaluate(&json!({"g": [{"kind": "a", "floor": "1", "near": "x"}, {"n": 7}]}), &env());
    assert_eq!(found.data, json!({"g": [{"kind": "a", "floor": "1", "n": 1}, {"n": 2}]}));
    assert_eq!(json!(found.recalculated), json!({"g[0].n": 1, "g[1].n": 2}));
}

#[test]
fn conditions_of_all_kinds() {
    let shown = |conditional: Value, data: Value| {
        let mut x = json!({"type": "textfield", "key": "x", "label": "X", "validate": {"required": true}});
        for (name, value) in conditional.as_object().unwrap() {
            x[name] = value.clone();
        }
        let form = form(json!([
            {"type": "textfield", "key": "a", "label": "A"}, {"type": "number", "key": "n", "label": "N"},
            {"type": "checkbox", "key": "c", "label": "C"}, {"type": "datetime", "enableTime": false, "key": "d", "label": "D"},
            {"type": "selectboxes", "key": "b", "label": "B", "values": [{"label": "1", "value": "one"}, {"label": "2", "value": "two"}]},
            {"type": "container", "key": "k", "label": "K", "components": [{"type": "textfield", "key": "inner", "label": "I"}]}, x
        ]));
        assert!(form.report().publishable(), "{:?}", form.report().problems);
        !errors(&form, data).is_empty()
    };
    let new = |operator: &str, component: &str, value: Value| json!({"conditional": {"show": true, "conjunction": "all", "conditions": [{"component": component, "operator": operator, "value": value}]}});
    for (conditional, data, expected) in [
        (json!({"conditional": {"show": true, "when": "a", "eq": "y"}}), json!({"a": "y"}), true),
        (json!({"conditional": {"show": "true", "when": "a", "eq": "y"}}), json!({"a": "z"}), false),
        (json!({"conditional": {"show": false, "when": "a", "eq": "y"}}), json!({"a": "z"}), true),
        (json!({"conditional": {"show": "false", "when": "a", "eq": "y"}}), json!({"a": "y"}), false),
        (json!({"conditional": {"show": true, "when": "c", "eq": "true"}}), json!({"c": true}), true),
        (json!({"conditional": {"show": true, "when": "n", "eq": "5"}}), json!({"n": 5}), true),
        (json!({"conditional": {"show": true, "when": "b", "eq": "two"}}), json!({"b": {"two": true}}), true),
        (json!({"conditional": {"show": true, "when": "b.two", "eq": "true"}}), json!({"b": {"two": true}}), true),
        (json!({"conditional": {"show": true, "when": "inner", "eq": "q"}}), json!({"k": {"inner": "q"}}), true),
        (json!({"conditional": {"show": true, "when": "k.inner", "eq": "q"}}), json!({}), false),
        (json!({"conditional": {"show": null, "when": null, "eq": ""}}), json!({}), true),
        (json!({"conditional": {}}), json!({}), true),
        (new("isEqual", "a", json!("y")), json!({"a": "y"}), true),
        (new("isNotEqual", "a", json!("y")), json!({"a": "y"}), false),
        (new("isEmpty", "a", json!(null)), json!({}), true),
        (new("isNotEmpty", "b", json!(null)), json!({"b": {"one": false}}), false),
        (new("includes", "a", json!("y")), json!({"a": "xyz"}), true),
        (new("notIncludes", "a", json!("y")), json!({"a": "xyz"}), false),
        (new("startsWith", "a", json!("x")), json!({"a": "xyz"}), true),
        (new("endsWith", "a", json!("x")), json!({"a": "xyz"}), false),
        (new("lessThan", "n", json!(5)), json!({"n": 4}), true),
        (new("greaterThan", "n", json!("5")), json!({"n": 6}), true),
        (new("lessThanOrEqual", "n", json!(5)), json!({"n": 5}), true),
        (new("greaterThanOrEqual", "n", json!(5)), json!({}), false),
        (new("isDateEqual", "d", json!("2026-01-01")), json!({"d": "2026-01-01T00:00:00+02:00"}), true),
        (new("isNotDateEqual", "d", json!("2026-01-01")), json!({"d": "2026-01-02"}), true),
        (new("dateLessThan", "d", json!("2026-01-02")), json!({"d": "2026-01-01"}), true),
        (new("dateGreaterThan", "d", json!("2026-01-02")), json!({"d": "2026-01-01"}), false),
        (new("dateLessThanOrEqual", "d", json!("2026-01-02")), json!({"d": "2026-01-02"}), true),
        (new("dateGreaterThanOrEqual", "d", json!("2026-01-02")), json!({"d": "2026-01-03"}), true),
        (json!({"customConditional": "show = data.n > 3 && !!data.c"}), json!({"n": 4, "c": true}), true),
        (
            json!({"customConditional": "show = data.n > 3", "conditional": {"show": true, "when": "a", "eq": "y"}}),
            json!({"a": "y"}),
            false,
        ),
    ] {
        assert_eq!(shown(conditional.clone(), data.clone()), expected, "{conditional} on {data}");
    }
    let any = json!({"conditional": {"show": true, "conjunction": "any", "conditions": [
        {"component": "a", "operator": "isEqual", "value": "1"}, {"component": "a", "operator": "isEqual", "value": "2"}]}});
    assert!(shown(any.clone(), json!({"a": "2"})));
    assert!(!shown(any, json!({"a": "3"})));
}

#[test]
fn hidden_answers_go_unless_they_are_kept() {
    let form = form(json!([
        {"type": "checkbox", "key": "c", "label": "C"},
        {"type": "textfield", "key": "gone", "label": "G", "customConditional": "show = data.c"},
        {"type": "textfield", "key": "kept", "label": "K", "clearOnHide": false, "customConditional": "show = data.c"},
        {"type": "textfield", "key": "chain", "label": "H", "conditional": {"show": true, "when": "gone", "eq": "x"}},
        {"type": "textfield", "key": "secret", "label": "S", "hidden": true, "validate": {"required": true}},
        {"type": "well", "key": "w", "customConditional": "show = data.c", "components": [
            {"type": "textfield", "key": "inside", "label": "I", "validate": {"required": true}}]},
        {"type": "hidden", "key": "h", "defaultValue": "d"}
    ]));
    let data = json!({"c": false, "gone": "x", "kept": "y", "chain": "z", "inside": "i", "foreign": 1});
    let found = form.evaluate(&data, &env());
    assert_eq!(found.data, json!({"c": false, "kept": "y", "h": "d"}));
    assert_eq!(found.dropped, ["foreign"]);
    assert!(found.is_valid(), "{:?}", found.errors);
    assert_eq!(errors(&form, json!({"c": true})), ["inside required"]);
}

#[test]
fn unknown_members_are_dropped_at_every_level() {
    let form = form(json!([
        {"type": "container", "key": "k", "label": "K", "components": [{"type": "textfield", "key": "a", "label": "A"}]},
        {"type": "datagrid", "key": "g", "label": "G", "components": [{"type": "textfield", "key": "b", "label": "B"}]},
        {"type": "textfield", "key": "deep.name", "label": "D"},
        {"type": "selectboxes", "key": "s", "label": "S", "values": [{"label": "x", "value": "x"}]},
        {"type": "button", "key": "submit", "label": "Подай", "action": "submit"}
    ]));
    let data = json!({"k": {"a": "1", "z": 1}, "g": [{"b": "2", "z": 1}], "deep": {"name": "n", "z": 1}, "s": {"x": true, "q": true, "": false}, "submit": true, "__proto__": {}});
    let found = form.evaluate(&data, &env());
    assert_eq!(found.data, json!({"k": {"a": "1"}, "g": [{"b": "2"}], "deep": {"name": "n"}, "s": {"x": true}, "submit": true}));
    assert_eq!(found.dropped, ["k.z", "g[0].z", "deep.z", "s.q", "__proto__"]);
}

#[test]
fn calculations_follow_each_other_and_are_rounded() {
    let form = form(json!([
        {"type": "currency", "key": "total", "label": "Общо", "calculateValue": "value = data.part * 3"},
        {"type": "currency", "key": "part", "label": "Част", "calculateValue": "value = data.base * 1.005"},
        {"type": "number", "key": "base", "label": "Основа"},
        {"type": "textfield", "key": "own", "label": "Свое", "calculateValue": "value = 'auto'", "allowCalculateOverride": true},
    ]));
    let found = form.evaluate(&json!({"base": 1, "total": 9, "own": "мое"}), &env());
    assert_eq!(found.data, json!({"base": 1, "total": 3.03, "own": "мое", "part": 1.01}));
    assert_eq!(json!(found.recalculated), json!({"part": 1.01, "total": 3.03}));
    assert_eq!(found.discrepancies.len(), 1);
    assert_eq!((found.discrepancies[0].given, found.discrepancies[0].computed), (9.0, 3.03));
    // What is right already is not recalculated, however it is written.
    let found = form.evaluate(&json!({"base": 100, "part": 100.5, "total": 301.5}), &env());
    assert_eq!(json!(found.recalculated), json!({"own": "auto"}));
}

#[test]
fn circles_end() {
    let form = form(json!([
        {"type": "number", "key": "a", "label": "A", "calculateValue": "value = (data.b || 0) + 1"},
        {"type": "number", "key": "b", "label": "B", "calculateValue": "value = (data.a || 0) + 1"},
        {"type": "textfield", "key": "p", "label": "P", "customConditional": "show = !data.q", "defaultValue": "1"},
        {"type": "textfield", "key": "q", "label": "Q", "customConditional": "show = !data.p", "defaultValue": "1"},
    ]));
    assert!(form.evaluate(&json!({}), &env()).is_valid());
}

#[test]
fn embedded_forms_lie_in_their_data() {
    let form = form(json!([
        {"type": "form", "key": "f", "label": "F", "components": [{"type": "textfield", "key": "x", "label": "X", "validate": {"required": true}}]}
    ]));
    assert_eq!(errors(&form, json!({})), ["f.data.x required"]);
    assert_eq!(errors(&form, json!({"f": {"data": {"x": "1"}, "metadata": {}}})), [] as [&str; 0]);
}

#[test]
fn messages_name_field_and_remedy() {
    let form = form(json!([
        {"type": "textfield", "key": "id", "label": "ЕГН", "validate": {"required": true, "pattern": "^[0-9]{10}$"}, "properties": {"validator": "egn"}},
        {"type": "textfield", "key": "own", "label": "Свое", "validate": {"required": true, "minLength": 3, "customMessage": "Кажете {{ field }}"}},
        {"type": "textfield", "key": "byrule", "label": "Друго", "errors": {"minLength": "Поне {{min}}"}, "validate": {"required": true, "minLength": 3}},
        {"type": "number", "key": "n", "label": "Брой", "validate": {"min": 1, "max": 5}},
        {"type": "number", "key": "t", "label": "Дял", "validate": {"custom": "valid = input === 1 ? true : 'Трябва да е 1'"}},
        {"type": "file", "key": "f", "label": "Скица", "fileMaxSize": "10MB", "filePattern": ".pdf"},
        {"type": "radio", "key": "r", "label": "Вид", "values": [{"label": "а", "value": "a"}], "validate": {"required": true}},
    ]));
    let file = json!([{"originalName": "а.pdf", "size": 14 * 1024 * 1024, "type": "application/pdf"}]);
    let data = json!({"id": "12345", "own": "аб", "byrule": "аб", "n": 9, "t": 0.5, "f": file});
    let found = form.evaluate(&data, &env());
    let shown: Vec<String> = errors_shown(&found.errors).iter().map(|error| error.sentence("bg")).collect();
    assert_eq!(shown[0], "ЕГН в полето „ЕГН“ трябва да има 10 цифри. Проверете броя им");
    assert_eq!(shown[1], "Кажете Свое");
    assert_eq!(shown[2], "Поне 3");
    assert_eq!(shown[3], "Въведете в полето „Брой“ число от 1 до 5. Сега то е по-голямо");
    assert_eq!(shown[4], "Трябва да е 1");
    assert_eq!(shown[5].replace('\u{a0}', " "), "Файлът за „Скица“ е 14 MB. Изберете файл до 10 MB");
    assert_eq!(shown[6], "Изберете отговор на „Вид“");
    // Missing, wrong shape and out of range are three different sentences.
    let three: Vec<String> =
        [json!(""), json!("12a"), json!("7501010011")].into_iter().map(|id| sentences(&form, json!({"id": id})).remove(0)).collect();
    assert!(three[0] != three[1] && three[1] != three[2] && three[0] != three[2], "{three:?}");
    // No sentence leaves a place unfilled, in any language.
    for error in &found.errors {
        for language in ["bg", "en", "de"] {
            let sentence = error.sentence(language);
            assert!(!sentence.contains(['{', '}', '$']), "{sentence}");
        }
    }
}

#[test]
fn the_command_line_answer() {
    let source = json!({"title": "Ф", "components": [
        {"type": "textfield", "key": "a", "label": "Име", "validate": {"required": true}},
        {"type": "number", "key": "b", "label": "Б", "calculateValue": "value = 2"},
        {"type": "password", "key": "p", "label": "Парола"}
    ]});
    let answer = form_check(&source.to_string(), Some(&json!({"data": {"a": ""}, "state": "draft"})), &env());
    assert_eq!(answer["valid"], json!(false));
    assert_eq!(answer["errors"], json!([{"path": "a", "rule": "required", "message": "Попълнете полето „Име“", "component": "a"}]));
    assert_eq!(answer["recalculated"], json!({"b": 2}));
    assert_eq!(answer["publishable"], json!(false));
    assert_eq!(answer["problems"][0]["code"], json!("FORM-0010"));
    let broken = form_check("{\n  oops", None, &env());
    assert_eq!((&broken["valid"], &broken["problems"][0]["line"]), (&json!(false), &json!(2)));
}

#[test]
fn definitions_are_shared_between_threads() {
    fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<Definition>();
    is_shared::<Env>();
}

//! Posted inputs become data.

use crate::{env, form, wizard};
use forms::{Definition, FieldKind};
use serde_json::{Value, json};

fn bind(form: &Definition, page: Option<&str>, pairs: &[(&str, &str)], data: &mut Value) -> forms::Bound {
    let pairs: Vec<(String, String)> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    form.bind(page, &pairs, data)
}

fn everything() -> Definition {
    form(json!([
        {"type": "textfield", "key": "name", "label": "Име"},
        {"type": "textfield", "key": "egn", "label": "ЕГН", "properties": {"validator": "egn"}},
        {"type": "textarea", "key": "note", "label": "Бележка"},
        {"type": "number", "key": "n", "label": "Брой"},
        {"type": "currency", "key": "fee", "label": "Такса", "calculateValue": "value = data.n * 2.5"},
        {"type": "checkbox", "key": "agree", "label": "Съгласие"},
        {"type": "radio", "key": "r", "label": "Избор", "values": [{"label": "А", "value": "a"}, {"label": "Б", "value": "b"}]},
        {"type": "selectboxes", "key": "langs", "label": "Език", "values": [{"label": "бг", "value": "bg"}, {"label": "ен", "value": "en"}]},
        {"type": "datetime", "enableTime": false, "key": "on", "label": "Дата"},
        {"type": "datetime", "key": "at", "label": "Кога"},
        {"type": "day", "key": "born", "label": "Роден", "dayFirst": true},
        {"type": "container", "key": "postal", "label": "Адрес", "components": [{"type": "textfield", "key": "code", "label": "Код"}]},
        {"type": "datagrid", "key": "children", "label": "Деца", "validate": {"maxLength": 3}, "components": [
            {"type": "textfield", "key": "names", "label": "Имена"}, {"type": "checkbox", "key": "minor", "label": "Малолетно"}]},
        {"type": "textfield", "key": "tags", "label": "Етикети", "multiple": true},
    ]))
}

#[test]
fn every_kind_is_taken_over() {
    let form = everything();
    let mut data = json!({});
    bind(
        &form,
        None,
        &[
            ("name", "  Пример  "),
            ("egn", "750101 0010"),
            ("note", "ред 1\r\nред 2"),
            ("n", "1,5"),
            ("fee", "999"),
            ("agree", "true"),
            ("r", "b"),
            ("langs", "bg"),
            ("on-day", "5"),
            ("on-month", "3"),
            ("on-year", "2026"),
            ("at-day", "5"),
            ("at-month", "7"),
            ("at-year", "2026"),
            ("at-time", "14:30"),
            ("born-day", "1"),
            ("born-month", "2"),
            ("born-year", "1980"),
            ("postal.code", "1000"),
            ("children[0].names", "Дете"),
            ("children[0].minor", "true"),
            ("children[1].names", "Друго"),
            ("tags", "а"),
            ("tags", ""),
            ("tags", "б"),
            ("csrf", "token"),
            ("evil[0].x", "1"),
        ],
        &mut data,
    );
    assert_eq!(
        data,
        json!({
            "name": "Пример", "egn": "7501010010", "note": "ред 1\nред 2", "n": 1.5, "agree": true, "r": "b", "langs": {"bg": true, "en": false},
            "on": "2026-03-05", "at": "2026-07-05T14:30:00+03:00", "born": "01/02/1980", "postal": {"code": "1000"},
            "children": [{"names": "Дете", "minor": true}, {"names": "Друго", "minor": false}], "tags": ["а", "б"],
        })
    );
    assert!(form.evaluate(&data, &env()).is_valid());
}

#[test]
fn nothing_typed_is_lost() {
    let form = everything();
    let mut data = json!({});
    bind(
        &form,
        None,
        &[
            ("n", "пет"),
            ("on-day", "31"),
            ("on-month", "2"),
            ("on-year", "2026"),
            ("at-day", "1"),
            ("at-month", ""),
            ("at-year", "x"),
            ("at-time", "25:00"),
            ("born-day", "45"),
            ("born-month", "1"),
            ("born-year", ""),
        ],
        &mut data,
    );
    let found = form.evaluate(&data, &env());
    let broken: Vec<String> = found.errors.iter().map(|error| format!("{} {}", error.path, error.rule)).collect();
    assert_eq!(broken, ["n number", "on date", "at date", "born day"]);
    let page = form.pages_with_errors(&data, &env(), &found.errors).remove(0);
    let field = |key: &str| page.fields.iter().find(|field| field.key == key).unwrap();
    assert_eq!(field("n").value, "пет");
    assert_eq!(field("n").errors, ["Въведете „Брой“ само с цифри, напр. 12 или 12,50"]);
    let parts = |key: &str| match &field(key).kind {
        FieldKind::Date(date) | FieldKind::DateTime(date) => (date.day.clone(), date.month.clone(), date.year.clone(), date.time.clone()),
        other => panic!("{other:?}"),
    };
    let wanted = |day: &str, month: &str, year: &str, time: &str| (day.to_owned(), month.to_owned(), year.to_owned(), time.to_owned());
    assert_eq!(parts("on"), wanted("31", "2", "2026", ""));
    assert_eq!(parts("at"), wanted("1", "", "x", "25:00"));
    assert_eq!(parts("born"), wanted("45", "1", "", ""));
}

#[test]
fn dates_are_accepted_in_one_field_too() {
    let form = everything();
    for (name, text) in [("on", "5.3.2026"), ("on", "2026-03-05"), ("on-day", "05.03.2026 г.")] {
        let mut data = json!({});
        bind(&form, None, &[(name, text)], &mut data);
        assert_eq!(data["on"], json!("2026-03-05"), "{name}={text}");
    }
    let mut data = json!({"on": "2026-03-05"});
    bind(&form, None, &[("on-day", ""), ("on-month", ""), ("on-year", "")], &mut data);
    assert_eq!(data["on"], json!(""));
}

#[test]
fn rows_come_and_go() {
    let form = everything();
    let mut data = json!({});
    let bound = bind(&form, None, &[("children[0].names", "А"), ("add:children", "")], &mut data);
    assert!(bound.rows_changed);
    assert_eq!(bound.focus.as_deref(), Some("children[1]"));
    assert_eq!(data["children"], json!([{"names": "А", "minor": false}, {}]));
    let bound = bind(&form, None, &[("children[0].names", "А"), ("children[1].names", "Б"), ("remove:children[0]", "")], &mut data);
    assert!(bound.rows_changed);
    assert_eq!(data["children"], json!([{"names": "Б", "minor": false}]));
    // Rows taken out in the browser leave holes in the numbers.
    bind(&form, None, &[("children[0].names", "А"), ("children[2].names", "В")], &mut data);
    assert_eq!(data["children"], json!([{"names": "А", "minor": false}, {"names": "В", "minor": false}]));
    // The counter keeps rows that have nothing but an empty box, and can say that there are none.
    bind(&form, None, &[("children-rows", "3"), ("children[0].names", "А")], &mut data);
    assert_eq!(data["children"].as_array().unwrap().len(), 3);
    bind(&form, None, &[("children-rows", "0")], &mut data);
    assert_eq!(data["children"], json!([]));
    // The limit of rows holds for the button too.
    let mut data = json!({"children": [{}, {}, {}]});
    assert!(bind(&form, None, &[("children-rows", "3"), ("add:children", "")], &mut data).rows_changed);
    assert_eq!(data["children"].as_array().unwrap().len(), 3);
    // Foreign places are not touched.
    let before = data.clone();
    assert!(
        !bind(&form, None, &[("children-rows", "3"), ("add:foreign", ""), ("remove:name[0]", ""), ("remove:children", "")], &mut data)
            .rows_changed
    );
    assert_eq!(data["foreign"], Value::Null);
    assert_eq!(data["children"].as_array().unwrap().len(), before["children"].as_array().unwrap().len());
}

#[test]
fn an_absent_box_is_empty_only_where_it_was_shown() {
    let form = wizard(json!([
        {"type": "panel", "key": "one", "title": "1", "components": [
            {"type": "radio", "key": "r", "label": "R", "values": [{"label": "А", "value": "a"}, {"label": "Б", "value": "b"}]},
            {"type": "checkbox", "key": "beside", "label": "B", "conditional": {"show": true, "when": "r", "eq": "a"}},
        ]},
        {"type": "panel", "key": "two", "title": "2", "components": [
            {"type": "checkbox", "key": "always", "label": "A"},
            {"type": "checkbox", "key": "other", "label": "O", "conditional": {"show": true, "when": "r", "eq": "a"}},
        ]},
    ]));
    let mut data = json!({"r": "b", "always": true, "other": true, "beside": true});
    bind(&form, Some("two"), &[], &mut data);
    assert_eq!(data, json!({"r": "b", "always": false, "other": true, "beside": true}));
    bind(&form, Some("one"), &[("r", "a")], &mut data);
    assert_eq!(data["beside"], json!(false));
    bind(&form, Some("unknown"), &[("r", "b")], &mut data);
    assert_eq!(data["r"], json!("a"));
    bind(&form, Some("two"), &[("r", "b"), ("always", "on")], &mut data);
    assert_eq!((&data["r"], &data["always"]), (&json!("a"), &json!(true)));
}

#[test]
fn files_are_put_by_path() {
    let form = form(json!([
        {"type": "file", "key": "one", "label": "1"}, {"type": "file", "key": "many", "label": "2", "multiple": true},
        {"type": "textfield", "key": "text", "label": "T"}
    ]));
    let mut data = json!({});
    let file = |name: &str| json!({"originalName": name, "size": 1, "ref": name});
    for name in ["а", "б"] {
        assert!(form.file_put(&mut data, "one", file(name)));
        assert!(form.file_put(&mut data, "many", file(name)));
    }
    assert!(!form.file_put(&mut data, "text", file("x")));
    assert!(!form.file_put(&mut data, "none", file("x")));
    assert_eq!(data["one"], json!([file("б")]));
    assert_eq!(data["many"], json!([file("а"), file("б")]));
    let slots = form.attachments(&data, &env());
    assert_eq!(slots[1].files[0].path, "many[0]");
    assert!(bind(&form, None, &[("remove:many[0]", "")], &mut data).rows_changed);
    assert_eq!(data["many"], json!([file("б")]));
}

//! The view model.

use crate::{env, wizard};
use forms::{Definition, Env, FieldKind, FieldView, error_links};
use serde_json::json;

fn sample() -> Definition {
    let json = json!({
        "title": "Форма", "display": "wizard",
        "settings": {"i18n": {"en": {"Заявител": "Applicant", "Електронна поща": "Email", "за себе си": "for myself"}}},
        "components": [
            {"type": "panel", "key": "who", "title": "Заявител", "components": [
                {"type": "columns", "key": "c", "columns": [
                    {"components": [{"type": "textfield", "key": "first", "label": "Собствено име", "description": "<b>Както</b> е в документа", "validate": {"required": true, "maxLength": 60}, "properties": {"prefill": "identity:givenName"}}]},
                    {"components": [{"type": "email", "key": "mail", "label": "Електронна поща"}]}
                ]},
                {"type": "textfield", "key": "egn", "label": "ЕГН", "validate": {"required": true, "pattern": "^[0-9]{10}$"}, "properties": {"validator": "egn"}},
                {"type": "radio", "key": "as", "label": "В качеството на", "values": [{"label": "за себе си", "value": "self"}, {"label": "пълномощник", "value": "proxy"}], "validate": {"required": true}},
                {"type": "file", "key": "power", "label": "Пълномощно", "filePattern": ".pdf,.jpg", "fileMaxSize": "5MB", "validate": {"required": true}, "conditional": {"show": true, "when": "as", "eq": "proxy"}},
                {"type": "fieldset", "key": "fs", "legend": "Адрес", "conditional": {"show": true, "when": "as", "eq": "proxy"}, "components": [
                    {"type": "textfield", "key": "city", "label": "Град", "validate": {"required": true}}]},
                {"type": "content", "key": "info", "html": "<p onclick='x'>Текст</p><script>1</script>"},
            ]},
            {"type": "panel", "key": "kids", "title": "Деца", "conditional": {"show": true, "when": "as", "eq": "proxy"}, "components": [
                {"type": "datagrid", "key": "children", "label": "Деца", "addAnother": "Добавете дете", "validate": {"required": true, "minLength": 1, "maxLength": 2}, "components": [
                    {"type": "textfield", "key": "names", "label": "Имена", "validate": {"required": true}},
                    {"type": "datetime", "enableTime": false, "key": "born", "label": "Дата на раждане"}]},
                {"type": "textfield", "key": "late", "label": "Късно", "conditional": {"show": true, "when": "as", "eq": "self"}},
            ]},
            {"type": "panel", "key": "fee", "title": "Такса", "components": [
                {"type": "number", "key": "copies", "label": "Брой", "decimalLimit": 0, "defaultValue": 1, "validate": {"min": 1, "max": 99}},
                {"type": "currency", "key": "total", "label": "Общо", "calculateValue": "value = data.copies * 2.5"},
                {"type": "hidden", "key": "h"},
            ]},
            {"type": "button", "key": "submit", "label": "Подай", "action": "submit"}
        ]
    });
    Definition::parse(&json.to_string()).unwrap()
}

fn find<'f>(fields: &'f [FieldView], key: &str) -> &'f FieldView {
    fields
        .iter()
        .find(|field| field.key == key)
        .unwrap_or_else(|| panic!("{key} in {:?}", fields.iter().map(|field| &field.key).collect::<Vec<_>>()))
}

#[test]
fn pages_are_visible_by_answers() {
    let form = sample();
    let visible = |data| form.pages(&data, &env()).iter().filter(|page| page.visible).map(|page| page.key.clone()).collect::<Vec<_>>();
    assert_eq!(visible(json!({})), ["who", "fee"]);
    assert_eq!(visible(json!({"as": "proxy"})), ["who", "kids", "fee"]);
    assert_eq!(form.page_keys(), ["who", "kids", "fee"]);
}

#[test]
fn fields_carry_what_a_renderer_needs() {
    let form = sample();
    let page = form.page_view("who", &json!({"first": "Пример"}), &env(), &[]).unwrap();
    let first = find(&page.fields, "first");
    assert_eq!(
        (first.path.as_str(), first.value.as_str(), first.width, first.required, first.optional),
        ("first", "Пример", Some(60), true, false)
    );
    assert_eq!(
        (first.autocomplete.as_deref(), first.spellcheck, first.hint.as_deref()),
        (Some("given-name"), Some(false), Some("Както е в документа"))
    );
    let mail = find(&page.fields, "mail");
    assert_eq!((mail.input_mode, mail.autocomplete.as_deref(), mail.optional), (Some("email"), Some("email"), true));
    let egn = find(&page.fields, "egn");
    assert_eq!((egn.input_mode, egn.width), (Some("numeric"), Some(10)));
    let info = find(&page.fields, "info");
    assert_eq!(info.kind, FieldKind::Content { html: "<p>Текст</p>".to_owned() });
    let power = find(&page.fields, "power");
    assert!(!power.visible);
    assert_eq!(power.conditional_on.as_ref().map(|on| (on.path.as_str(), on.value.as_str())), Some(("as", "proxy")));
    assert_eq!(power.format_hint.as_deref(), Some("PDF, JPG, до 5\u{a0}MB"));
    let fee = form.page_view("fee", &json!({"copies": 3}), &env(), &[]).unwrap();
    assert_eq!(find(&fee.fields, "copies").value, "3");
    assert_eq!(find(&fee.fields, "copies").width, Some(2));
    let total = find(&fee.fields, "total");
    assert_eq!((&total.kind, total.value.as_str(), total.optional), (&FieldKind::Static, "7,50\u{a0}€", false));
    assert_eq!(fee.fields.len(), 2);
}

#[test]
fn folded_fields_lie_under_their_option() {
    let form = sample();
    let page = form.page_view("who", &json!({"as": "proxy", "city": "Пример"}), &env(), &[]).unwrap().nested();
    let FieldKind::Radio { options } = &find(&page.fields, "as").kind else { panic!() };
    assert!(options[0].reveals.is_empty());
    assert_eq!(options[1].reveals.iter().map(|field| field.key.as_str()).collect::<Vec<_>>(), ["power", "fs"]);
    assert!(options[1].selected && options[1].reveals[1].visible);
    assert_eq!(options[1].reveals[1].fields()[0].value, "Пример");
    assert!(page.fields.iter().all(|field| field.key != "power"));
    // What is folded away keeps what was typed into it.
    let page = form.page_view("who", &json!({"as": "self", "city": "Пример"}), &env(), &[]).unwrap();
    assert_eq!(find(&page.fields, "fs").fields()[0].value, "Пример");
    // A condition on another page is decided by the server alone.
    let page = form.page_view("kids", &json!({"as": "proxy"}), &env(), &[]).unwrap();
    assert!(page.fields.iter().all(|field| field.key != "late"));
}

#[test]
fn repeating_groups_show_the_rows_they_must_have() {
    let form = sample();
    let rows = |data| {
        let page = form.page_view("kids", &data, &env(), &[]).unwrap();
        match &find(&page.fields, "children").kind {
            FieldKind::Rows { rows, can_add, can_remove, add_label, add_name, count_name } => {
                assert_eq!(
                    (add_label.as_str(), add_name.as_str(), count_name.as_str()),
                    ("Добавете дете", "add:children", "children-rows")
                );
                (rows.clone(), *can_add, *can_remove)
            }
            other => panic!("{other:?}"),
        }
    };
    let (first, can_add, can_remove) = rows(json!({"as": "proxy"}));
    assert_eq!((first.len(), can_add, can_remove), (1, true, false));
    assert_eq!(
        (first[0].path.as_str(), first[0].title.as_str(), first[0].remove_name.as_str()),
        ("children[0]", "Деца – 1", "remove:children[0]")
    );
    assert_eq!(first[0].fields[0].path, "children[0].names");
    assert_eq!(first[0].fields[0].autocomplete, None);
    let (two, can_add, can_remove) = rows(json!({"as": "proxy", "children": [{"names": "А", "born": "2020-01-02"}, {"names": "Б"}]}));
    assert_eq!((two.len(), can_add, can_remove), (2, false, true));
    assert_eq!(two[1].fields[0].value, "Б");
}

#[test]
fn errors_stand_at_their_fields_and_link_to_them() {
    let form = sample();
    let data = json!({"as": "proxy", "egn": "12", "children": [{"names": "А", "born": "x.y.z"}, {}]});
    let found = form.evaluate(&data, &env());
    let pages = form.pages_with_errors(&data, &env(), &found.errors);
    // One sentence per field, although the number breaks two rules.
    assert_eq!(find(&pages[0].fields, "egn").errors.len(), 1);
    let FieldKind::Rows { rows, .. } = &find(&pages[1].fields, "children").kind else { panic!() };
    assert!(rows[0].fields[0].errors.is_empty());
    assert_eq!(rows[1].fields[0].errors, ["Попълнете полето „Имена“"]);
    let links = error_links(&found.errors, "bg");
    let targets: Vec<&str> = links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["first", "egn", "power", "city", "children-0-born-day", "children-1-names"]);
    let page = form.validate_page("kids", &data, &env());
    assert_eq!(page.errors.len(), 2);
}

#[test]
fn other_languages_fall_back_with_a_mark() {
    let form = sample();
    let english = Env::new(env().now, "en");
    let page = form.page_view("who", &json!({}), &english, &[]).unwrap();
    assert_eq!(page.title, "Applicant");
    let mail = find(&page.fields, "mail");
    assert_eq!((mail.label.as_str(), mail.lang), ("Email", None));
    let first = find(&page.fields, "first");
    assert_eq!((first.label.as_str(), first.lang), ("Собствено име", Some("bg")));
    let found = form.evaluate(&json!({}), &english);
    assert_eq!(found.errors[0].sentence("en"), "Fill in “Собствено име”");
    assert!(form.report().translations_missing["en"].contains(&"Собствено име".to_owned()));
}

#[test]
fn panels_of_panels_and_embedded_wizards_are_pages() {
    let form = wizard(json!([
        {"type": "panel", "key": "group", "title": "Група", "conditional": {"show": true, "when": "go", "eq": "yes"}, "components": [
            {"type": "panel", "key": "a", "title": "А", "components": [{"type": "textfield", "key": "x", "label": "X", "validate": {"required": true}}]},
            {"type": "panel", "key": "b", "title": "Б", "components": [{"type": "textfield", "key": "y", "label": "Y"}]}]},
        {"type": "form", "key": "sub", "label": "Вложена", "display": "wizard", "components": [
            {"type": "panel", "key": "c", "title": "В", "components": [{"type": "textfield", "key": "z", "label": "Z", "validate": {"required": true}}]}]},
        {"type": "panel", "key": "last", "title": "Край", "components": [{"type": "textfield", "key": "go", "label": "G"}]},
        {"type": "textfield", "key": "loose", "label": "L"},
    ]));
    assert_eq!(form.page_keys(), ["a", "b", "c", "last"]);
    let pages = form.pages(&json!({}), &env());
    assert_eq!(pages.iter().map(|page| page.visible).collect::<Vec<_>>(), [false, false, true, true]);
    assert_eq!(pages[0].section.as_deref(), Some("Група"));
    assert_eq!(pages[2].fields[0].path, "sub.data.z");
    assert_eq!(pages[3].fields.len(), 2);
    assert_eq!(form.validate_page("c", &json!({}), &env()).errors[0].path, "sub.data.z");
    assert!(form.validate_page("a", &json!({}), &env()).is_valid());
    assert_eq!(form.validate_page("a", &json!({"go": "yes"}), &env()).errors[0].path, "x");
    let mut data = json!({});
    form.bind(Some("c"), &[("sub.data.z".to_owned(), "1".to_owned())], &mut data);
    assert_eq!(data, json!({"sub": {"data": {"z": "1"}}}));
}

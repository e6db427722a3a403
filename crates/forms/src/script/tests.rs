use super::*;
use jiff::Timestamp;
use serde_json::json;

fn run_with(source: &str, role: Role, data: &Value, row: &Value, input: &Value) -> Result<Option<Value>, Fault> {
    let now: Timestamp = "2026-03-05T12:00:00Z".parse().unwrap();
    let scope = Scope { data, row, row_index: Some(1), value: Some(input), key: "k", form_title: "T", now };
    Script::parse(source, role).unwrap_or_else(|error| panic!("{source}: {error:?}")).run(&scope, &mut Budget::default())
}

fn check(source: &str, expected: Value) {
    let data = json!({
        "a": 2, "b": "text", "t": "10", "list": [1, 2, 3], "boxes": {"bg": true, "en": false},
        "rows": [{"n": 1, "m": 2, "k": "x"}, {"n": 3, "m": 4, "k": "y"}], "day": "2026-03-01", "empty": ""
    });
    let row = json!({"kind": "flat"});
    let found = run_with(source, Role::Value, &data, &row, &json!(5)).unwrap_or_else(|fault| panic!("{source}: {fault}"));
    assert_eq!(found.unwrap_or(json!("undefined")), expected, "{source}");
}

#[test]
fn expressions_give_what_the_language_gives() {
    for (source, expected) in [
        ("value = data.a + 1", json!(3)),
        ("value = data.a + data.b", json!("2text")),
        ("value = 1 + 2 * 3 - 4 / 2", json!(5)),
        ("value = (1 + 2) * 3 % 5", json!(4)),
        ("value = 2 ** 3", json!(8)),
        ("value = data.missing || 7", json!(7)),
        ("value = data.missing ?? 7", json!(7)),
        ("value = data.missing.deeper", json!("undefined")),
        ("value = data.missing?.deeper.more", json!("undefined")),
        ("value = data.t * 2", json!(20)),
        ("value = data.t + 2", json!("102")),
        ("value = +data.t + 2", json!(12)),
        ("value = '5' == 5", json!(true)),
        ("value = '5' === 5", json!(false)),
        ("value = null == undefined", json!(true)),
        ("value = !data.empty", json!(true)),
        ("value = typeof data.a", json!("number")),
        ("value = data.a > 1 ? 'yes' : 'no'", json!("yes")),
        ("value = data['a']", json!(2)),
        ("value = data.list[1]", json!(2)),
        ("value = data.list.length", json!(3)),
        ("value = row.kind === 'flat'", json!(true)),
        ("value = rowIndex", json!(1)),
        ("value = input + 1", json!(6)),
        ("value = -data.a", json!(-2)),
        ("value = `a${data.a}b`", json!("a2b")),
        ("value = [1, 2].concat([3])", json!([1, 2, 3])),
        ("value = {x: 1, y: data.a}", json!({"x": 1, "y": 2})),
        ("value = ['x', 'y'].includes(data.rows[0].k)", json!(true)),
        ("value = data.rows.reduce(function(s, r) { return s + r.n * r.m; }, 0)", json!(14)),
        ("value = data.rows.map(r => r.n).filter((n, i) => i > 0)", json!([3])),
        ("value = data.rows.some(r => r.k === 'y') && !data.rows.every(r => r.n > 1)", json!(true)),
        ("value = data.rows.find(r => r.n > 1).k", json!("y")),
        ("value = Object.keys(data.boxes).filter(k => data.boxes[k]).length", json!(1)),
        ("value = _.sumBy(data.rows, 'n')", json!(4)),
        ("value = _.sumBy(data.rows, r => r.m)", json!(6)),
        ("value = _.get(data, 'rows[1].k', 'none')", json!("y")),
        ("value = _.get(data, 'no.path', 'none')", json!("none")),
        ("value = _.isEmpty(data.empty) && !_.isEmpty(data.rows)", json!(true)),
        ("value = _.uniq([1, 1, 2])", json!([1, 2])),
        ("value = Math.round(2.5) + Math.max(1, 2) + Math.min(3, 4)", json!(8)),
        ("value = Math.round(-2.5)", json!(-2)),
        ("value = parseInt('12abc') + parseFloat('1.5x')", json!(13.5)),
        ("value = Number('x')", json!("undefined")),
        ("value = (1.005).toFixed(2)", json!("1.01")),
        ("value = data.b.toUpperCase().slice(0, 2)", json!("TE")),
        ("value = '  x '.trim() + 'y'.padStart(3, '0')", json!("x00y")),
        ("value = 'a-b-c'.split('-').join('+')", json!("a+b+c")),
        ("value = 'a1b2'.replace(/[0-9]/g, '')", json!("ab")),
        ("value = /^[0-9]+$/.test(data.t)", json!(true)),
        ("var x = 1; let y = x + 1; value = x + y", json!(3)),
        ("if (data.a > 1) { value = 'big' } else { value = 'small' }", json!("big")),
        ("if (data.a > 5) value = 1; else if (data.a > 1) value = 2; else value = 3;", json!(2)),
        ("var s = 0; data.list.forEach(function(n) { s += n; }); value = s", json!(6)),
        ("return data.a * 2;", json!(4)),
        ("data.a * 2", json!(4)),
        ("value = data.a\nvar z = 3\nvalue = z", json!(3)),
        ("/* note */ value = 1 // end", json!(1)),
        ("value = moment(data.day).add(1, 'month').format('DD.MM.YYYY')", json!("01.04.2026")),
        ("value = moment().diff(moment(data.day), 'days')", json!(4)),
        ("value = moment('31.12.2025', 'DD.MM.YYYY').isBefore(data.day)", json!(true)),
        ("value = moment(data.day).isAfter(moment())", json!(false)),
        ("value = moment('nonsense').isValid()", json!(false)),
        ("value = new Date(2026, 0, 31).getDate()", json!(31)),
        ("value = new Date(data.day).getFullYear()", json!(2026)),
        ("value = new Date().getFullYear()", json!(2026)),
        ("value = moment().diff('1980-03-06', 'years')", json!(45)),
        ("value = data.list.map(Number).concat(data.list.filter(Boolean)).length", json!(6)),
        ("value = data.list.slice(-2)", json!([2, 3])),
        ("value = 'кирилица'.length", json!(8)),
    ] {
        check(source, expected);
    }
}

#[test]
fn validity_is_a_text_or_a_boolean() {
    let nothing = json!({});
    let source = "valid = (input === 1) ? true : 'Сумата трябва да е 1'";
    assert_eq!(run_with(source, Role::Valid, &nothing, &nothing, &json!(1)), Ok(Some(json!(true))));
    assert_eq!(run_with(source, Role::Valid, &nothing, &nothing, &json!(0.5)), Ok(Some(json!("Сумата трябва да е 1"))));
    assert_eq!(run_with("if (input > 3) { valid = 'no' }", Role::Valid, &nothing, &nothing, &json!(1)), Ok(None));
}

#[test]
fn what_is_not_listed_is_refused_with_its_line() {
    for (source, reason, line) in [
        ("value = window.location", "name", 1),
        ("value = 1;\nvalue = fetch('x')", "function", 2),
        ("data.a = 1", "assignment", 1),
        ("instance.root.x = 1", "assignment", 1),
        ("foo = 1", "assignment", 1),
        ("for (var i = 0; i < 3; i++) {}", "word", 1),
        ("while (true) {}", "word", 1),
        ("function f() {}", "word", 1),
        ("value = data.list.sort()", "method", 1),
        ("value = data.constructor", "name", 1),
        ("value = eval('1')", "function", 1),
        ("value = _.template('x')", "function", 1),
        ("value = (function() { return 1; })()", "function", 1),
        ("value = 'open", "unclosed", 1),
        ("value = @", "sign", 1),
        ("value = /(?=a)b/.test('b')", "regex", 1),
        ("value = ", "ends", 1),
        ("i++", "sign", 1),
    ] {
        let error = Script::parse(source, Role::Value).expect_err(source);
        assert_eq!((error.reason, error.line), (reason, line), "{source}: {error:?}");
    }
    let deep = format!("value = {}1{}", "(".repeat(100), ")".repeat(100));
    assert_eq!(Script::parse(&deep, Role::Value).unwrap_err().reason, "too-deep");
    let long = format!("value = '{}'", "x".repeat(20_000));
    assert_eq!(Script::parse(&long, Role::Value).unwrap_err().reason, "too-long");
    let wide = format!("value = 0{}", " + 1".repeat(3_000));
    assert!(Script::parse(&wide, Role::Value).is_ok());
}

#[test]
fn runs_end_at_their_limits() {
    let list: Vec<u32> = (0..1_000).collect();
    let data = json!({ "list": list });
    let nested = "value = data.list.map(a => data.list.map(b => a * b).length)";
    assert_eq!(run_with(nested, Role::Value, &data, &data, &json!(0)), Err(Fault::Steps));
    let grow = "value = data.list.reduce((s, n) => s + s + 'xxxxxxxxxxxxxxxxxxxxxxxxxxx', '')";
    assert_eq!(run_with(grow, Role::Value, &data, &data, &json!(0)), Err(Fault::Memory));
    assert_eq!(run_with("value = 'x'.repeat(1e9)", Role::Value, &data, &data, &json!(0)), Err(Fault::Memory));
    assert_eq!(
        run_with("value = 'aaaaaaaa'.repeat(9999).replaceAll('a', 'b'.repeat(9999))", Role::Value, &data, &data, &json!(0)),
        Err(Fault::Memory)
    );
    assert!(run_with("value = _.sum(data.list)", Role::Value, &data, &data, &json!(0)).is_ok());
}

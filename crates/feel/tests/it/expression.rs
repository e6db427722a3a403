//! Expressions as the rest of the program uses them.

use feel::{Expression, LimitError, Names, Scope, UnaryTests, Value, limits};

fn scope() -> Scope {
    let variables = serde_json::json!({
        "fee": 12.50,
        "speed": "fast",
        "paid": null,
        "application": { "address": { "city": "София" }, "children": [{ "name": "Ана", "age": 4 }, { "name": "Иво", "age": 9 }] },
        "Full Name": "Ана Иванова",
    });
    Scope::new(&Value::from_json(&variables), "2026-03-31T22:30:00Z".parse().unwrap())
}

fn eval(text: &str) -> String {
    Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).evaluate(&scope()).to_string()
}

#[test]
fn evaluates() {
    for (text, expected) in [
        ("fee * 2 + 1", "26"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("fee > 10 and speed = \"fast\"", "true"),
        ("paid and fee > 10", "null"),
        ("paid and fee > 100", "false"),
        ("paid or fee > 10", "true"),
        ("if paid then 1 else 2", "2"),
        ("speed in (\"fast\", \"express\")", "true"),
        ("fee in [10..12.5)", "false"),
        ("fee in (> 100, [10..12.5])", "true"),
        ("fee in (5 + 5) * 2", "false"),
        ("fee between 10 and 20", "true"),
        ("application.address.city", "София"),
        ("application.address.street", "null"),
        ("application.children[age > 5].name", "[\"Иво\"]"),
        ("application.children[-1].name", "Иво"),
        ("count(application.children)", "2"),
        ("sum(application.children.age)", "13"),
        ("some c in application.children satisfies c.age < 5", "true"),
        ("every c in application.children satisfies c.age < 5", "false"),
        ("for c in application.children return c.age + 1", "[5, 10]"),
        ("for i in 3..1 return i", "[3, 2, 1]"),
        ("for i in 1..4 return if i = 1 then 1 else partial[-1] * i", "[1, 2, 6, 24]"),
        ("for x in [1, 2], y in [10, 20] return x + y", "[11, 21, 12, 22]"),
        ("string length(Full Name)", "11"),
        ("{a: 1, b: a + 1}.b", "2"),
        ("@\"2026-01-31\" + @\"P1M\"", "2026-02-28"),
        ("date(\"2026-04-20\").weekday", "1"),
        ("@\"2026-04-20\" in [@\"2026-04-01\"..@\"2026-04-30\"]", "true"),
        ("1 instance of number", "true"),
        ("[1, 2] instance of list<number>", "true"),
        ("sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"),
        ("(function(n: number) n * n)(4)", "16"),
        ("date and time(\"2026-04-20T10:00:00@Europe/Sofia\").time offset", "PT3H"),
        ("10 / 0", "null"),
        ("[1..10[ = [1..10)", "true"),
        ("// a note\n1 /* one */ + 1", "2"),
    ] {
        assert_eq!(eval(text), expected, "{text}");
    }
}

#[test]
fn the_clock_is_the_given_one_in_sofia() {
    assert_eq!(eval("today()"), "2026-04-01");
    assert_eq!(eval("now()"), "2026-04-01T01:30:00@Europe/Sofia");
}

#[test]
fn names_with_odd_characters_need_to_be_known() {
    let names: Names = ["Student's name", "Pre-bureau", "for sale"].into_iter().collect();
    let variables = Value::context([
        ("Student's name", Value::text("Ана")),
        ("Pre-bureau", 2.into()),
        ("for sale", true.into()),
        ("Pre", 5.into()),
        ("bureau", 1.into()),
    ]);
    let scope = Scope::new(&variables, jiff::Timestamp::UNIX_EPOCH);
    let value = |text: &str| Expression::parse_with(text, &names).unwrap().evaluate(&scope).to_string();
    assert_eq!(value("Student's name + \"!\""), "Ана!");
    assert_eq!(value("Pre-bureau * 2"), "4");
    assert_eq!(value("Pre - bureau"), "4");
    assert_eq!(value("if for sale then 1 else 2"), "1");
}

#[test]
fn unary_tests() {
    for (tests, value, passes) in [
        ("-", "1", true),
        ("> 5", "6", true),
        ("< 5, > 10", "7", false),
        ("\"a\", \"b\"", "\"b\"", true),
        ("not(\"a\", \"b\")", "\"c\"", true),
        ("not(null)", "1", true),
        ("null", "null", true),
        ("[1..3], 7", "7", true),
        ("(1..3]", "1", false),
        ("? > 3 and ? < 6", "4", true),
        ("contains(?, \"b\")", "\"abc\"", true),
        ("true", "false", false),
        ("false", "false", true),
        ("not((1..3])", "2", false),
        ("fee", "12.5", true),
        ("> null", "1", false),
    ] {
        let value = Expression::parse(value).unwrap().evaluate(&scope());
        assert_eq!(UnaryTests::parse(tests).unwrap().matches(&value, &scope()), passes, "{tests} of {value}");
    }
}

#[test]
fn mistakes_are_found_with_their_place() {
    for (text, line, column) in [
        ("1 +", 1, 4),
        ("a ==\n b", 1, 3),
        ("(1, 2", 1, 3),
        ("if a then b", 1, 12),
        ("[1, 2", 1, 6),
        ("a\n  ) b", 2, 3),
        ("\"abc", 1, 1),
        ("", 1, 1),
    ] {
        let error = Expression::parse(text).unwrap_err();
        assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
    }
}

#[test]
fn external_functions_are_refused() {
    assert!(Expression::parse("function(a) external {java: {class: \"java.lang.Math\", method signature: \"cos(double)\"}}").is_err());
}

#[test]
fn limits_end_what_has_no_end() {
    let limit = |text: &str| Expression::parse(text).unwrap().try_evaluate(&scope()).unwrap_err();
    assert_eq!(limit("for a in 1..200, b in 1..200 return a * b"), LimitError::Operations(limits::OPERATIONS_MAX));
    assert_eq!(limit("for a in 1..100000 return a"), LimitError::Size);
    assert_eq!(limit("{f: function(f, n) f(f, n + 1), r: f(f, 1)}.r"), LimitError::Nesting);
    // Each entry doubles the one before: the text is short, the value would have 2^40 parts.
    let doubled = (1..40).map(|step| format!(", a{step}: [a{0}, a{0}]", step - 1)).collect::<String>();
    assert_eq!(limit(&format!("{{a0: [1]{doubled}}}")), LimitError::Size);
    assert_eq!(limit("for i in 1..300 return [partial[-1]]"), LimitError::Nesting);
    limit("for i in 1..1500 return function() partial[-1]");
    assert_eq!(limit("for i in 1..25 return if i = 1 then \"0123456789\" else partial[-1] + partial[-1]"), LimitError::Size);
    assert_eq!(eval("count(for i in 1..300 return function() partial[-1])"), "300");
    assert!(Expression::parse(&"(".repeat(10_000)).is_err());
    assert!(Expression::parse(&"-".repeat(10_000)).is_err());
    assert!(Expression::parse(&format!("1{}", " = 1".repeat(10_000))).is_err());
    assert!(Expression::parse(&format!("1{}", " + 1".repeat(1_000))).is_ok());
}

#[test]
fn notes_say_why_a_value_is_null() {
    let evaluation = Expression::parse("missing + 1").unwrap().try_evaluate(&scope()).unwrap();
    assert_eq!(evaluation.value, Value::Null);
    assert_eq!(evaluation.notes[0], "there is no `missing`");
}

#[test]
fn free_names_are_those_of_the_scope() {
    let names = |text: &str| Expression::parse(text).unwrap().free_names();
    assert_eq!(names("a + sum(b.c) + (for x in d return x * e)"), ["a", "b", "d", "e"]);
    assert_eq!(names("list[item > 1 and age > 2]"), ["list"]);
}

//! Damaged and hostile texts: whatever comes in, reading and evaluating end, and never panic.

use feel::decision::Model;
use feel::{Expression, Scope, UnaryTests, Value};

const SEEDS: [&str; 16] = [
    "if a > 1 then [1..10) else {b: \"x\", c: @\"2026-01-01\"}",
    "for i in 1..5, j in [1, 2] return i ** j + partial[-1]",
    "some x in list satisfies x in (> 5, [1..3], \"a\")",
    "date and time(\"2026-03-29T02:30:00@Europe/Sofia\") + duration(\"P1DT2H\")",
    "sort(list, function(a: number, b) a < b)[item > 2].c.d",
    "replace(\"abc\", \"([a-c])\\1?\", \"[$1]\", \"i\")",
    "number(\"1 000,5\", \" \", \",\") * -1e3 / 0.7",
    "a instance of context<b: list<number>> and not(null) or true",
    "substring(\"юяё🐎\", -2, 1) + string join([\"a\"], \"\\u0041\")",
    "x between ]1..2[ and (>= 3)",
    "{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(3)}.r",
    "years and months duration(@\"-999999999-01-01\", @\"999999999-12-31\")",
    "@\"999999999-12-31T23:59:59@Europe/Sofia\" + @\"P99999999999D\"",
    "round half up(79228162514264337593543950335 * 1, -28) ** 99999999999",
    "decimal(exp(60) + log(1e-28) + sqrt(2), 6176)",
    "split(\"a;b\", \"[a-z-[b]]\\p{IsCyrillic}{2,}\")",
];

/// A small generator, the same sequence every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// The text with some characters removed, doubled, swapped or taken from another text.
fn damage(text: &str, other: &str, dice: &mut Dice) -> String {
    let mut chars = text.chars().collect::<Vec<_>>();
    let other = other.chars().collect::<Vec<_>>();
    for _ in 0..1 + dice.roll(4) {
        let at = dice.roll(chars.len().max(1)).min(chars.len().saturating_sub(1));
        match dice.roll(4) {
            0 if !chars.is_empty() => drop(chars.remove(at)),
            1 => {
                let from = dice.roll(other.len());
                let to = (from + 1 + dice.roll(12)).min(other.len());
                chars.splice(at..at, other[from..to].iter().copied());
            }
            2 if !chars.is_empty() => {
                let with = dice.roll(chars.len());
                chars.swap(at, with);
            }
            _ => {
                let signs = "()[]{}.,:\"@?-+*/<>=!0123456789 eE\\'\u{301}";
                let sign = signs.chars().nth(dice.roll(signs.chars().count()));
                chars.splice(at..at, sign);
            }
        }
    }
    chars.into_iter().collect()
}

#[test]
fn damaged_expressions_end_without_panic() {
    let variables = serde_json::json!({ "a": 5, "x": [1, 2], "list": [{ "c": { "d": 1 } }, 3, "a", null] });
    let scope = Scope::new(&Value::from_json(&variables), jiff::Timestamp::UNIX_EPOCH);
    let mut dice = Dice(0x5eed);
    let mut read = 0;
    for round in 0..6_000 {
        let text = damage(SEEDS[round % SEEDS.len()], SEEDS[dice.roll(SEEDS.len())], &mut dice);
        if let Ok(expression) = Expression::parse(&text) {
            let value = expression.evaluate(&scope);
            let stored = serde_json::to_string(&value).unwrap();
            serde_json::from_str::<Value>(&stored).unwrap();
            expression.free_names();
            read += 1;
        }
        if let Ok(tests) = UnaryTests::parse(&text) {
            tests.matches(&Value::from(3), &scope);
        }
    }
    assert!(read > 500, "too few damaged texts were still expressions: {read}");
}

#[test]
fn damaged_models_end_without_panic() {
    let model = r##"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="n">
<itemDefinition name="t"><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>
<inputData id="i" name="in put"><variable name="in put" typeRef="t"/></inputData>
<decision id="d" name="D"><informationRequirement><requiredInput href="#i"/></informationRequirement>
<decisionTable hitPolicy="COLLECT" aggregation="SUM"><input><inputExpression><text>in put</text></inputExpression></input><output name="o"/>
<rule><inputEntry><text>"a"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision></definitions>"##;
    let mut dice = Dice(0xd1ce);
    for _ in 0..1_500 {
        let text = damage(model, model, &mut dice);
        if let Ok(model) = Model::parse(&text) {
            model.check();
            for decision in model.decisions() {
                model.evaluate(&decision.id, &Value::context([("in put", "a")]), jiff::Timestamp::UNIX_EPOCH).ok();
            }
        }
    }
}

#[test]
fn types_that_hold_each_other_end() {
    let definitions = |inner: &str| {
        format!(r#"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="n">{inner}</definitions>"#)
    };
    let pair = |name: &str, of: &str| {
        format!(
            "<itemDefinition name=\"{name}\"><itemComponent name=\"x\"><typeRef>{of}</typeRef></itemComponent><itemComponent name=\"y\"><typeRef>{of}</typeRef></itemComponent></itemDefinition>"
        )
    };
    assert!(Model::parse(&definitions(&pair("a", "a"))).is_ok());
    let ladder = (1..30).map(|step| pair(&format!("t{step}"), &format!("t{}", step - 1))).collect::<String>() + &pair("t0", "string");
    assert!(Model::parse(&definitions(&ladder)).is_ok());
}

#[test]
fn deep_models_are_refused() {
    let nest = |open: &str, close: &str, inner: &str| {
        let body = format!("{}{inner}{}", open.repeat(20_000), close.repeat(20_000));
        format!(
            r#"<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="n"><itemDefinition name="t">{body}</itemDefinition><decision name="d">{body}</decision></definitions>"#
        )
    };
    assert!(Model::parse(&nest("<itemComponent name=\"x\">", "</itemComponent>", "")).is_err());
    assert!(Model::parse(&nest("<list>", "</list>", "<literalExpression><text>1</text></literalExpression>")).is_err());
}

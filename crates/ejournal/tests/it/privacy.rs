//! The scanner finds personal numbers wherever an event leaves room for them.

use ejournal::event::Event;
use ejournal::{Class, Refusal, privacy};
use kernel::personal_number::PersonalNumber;
use serde_json::{Value as Json, json};

use crate::kit::{Chance, read, reading, report};

/// A valid ЕГН made from chance.
fn personal_number(chance: &mut Chance) -> String {
    loop {
        let (century, month) = *chance.pick(&[(1900, 0), (1800, 20), (2000, 40)]);
        let _ = century;
        let stem =
            format!("{:02}{:02}{:02}{:03}", chance.below(100), month + 1 + chance.below(12), 1 + chance.below(28), chance.below(1_000));
        if let Some(number) = (0..10).map(|check| format!("{stem}{check}")).find(|text| PersonalNumber::parse(text).is_ok()) {
            return number;
        }
    }
}

/// The number with separators of this alphabet strewn in.
fn separated(number: &str, separators: &[char], chance: &mut Chance) -> String {
    let mut text = String::new();
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && !separators.is_empty() && chance.below(3) == 0 {
            text.push(*chance.pick(separators));
        }
        text.push(digit);
    }
    text
}

fn plant(event: &Json, place: &str, text: &str) -> Json {
    let mut event = event.clone();
    *event.pointer_mut(place).unwrap() = json!(text);
    event
}

#[test]
fn a_hundred_thousand_planted_numbers_are_found_in_each_member() {
    let mut chance = Chance::new(3);
    let mut whole = report(1, "intake.registered");
    for (name, value) in [
        ("unit", json!("A")),
        ("stage", json!({"code": "a", "no": 1, "of": 2})),
        ("reason", json!("fee.child")),
        ("relatedRnu", json!("x")),
    ] {
        whole["data"][name] = value;
    }
    // Place, prefixes and suffixes that its pattern allows and that are no digits, separators that its pattern allows.
    let places: [(&str, &[&str], &[char]); 6] = [
        ("/subject", &["", "a-", "x/", "R"], &['.', '-']),
        ("/data/registration/number", &["", "94-А", "РД/", "x."], &['.', '-']),
        ("/data/relatedRnu", &["", "a", "до: ", "("], &[' ', '.', '-']),
        ("/data/unit", &["", "A", "Z-"], &['-']),
        ("/data/stage/code", &["", "a", "z."], &['.', '-']),
        ("/data/reason", &["", "a", "fee."], &['.', '-']),
    ];
    let typed = read(&whole);
    for round in 0..100_000 {
        let number = personal_number(&mut chance);
        let (place, fringes, separators) = &places[round % places.len()];
        let number = separated(&number, separators, &mut chance);
        let text = format!("{}{number}{}", chance.pick(fringes), chance.pick(&["", "-A", "/"][..if *place == "/subject" { 3 } else { 1 }]));
        assert!(privacy::scan(&text).is_some(), "{text}");
        // The whole way through the reader for a part of them: the place is told and not the number.
        if round % 20 < places.len() {
            let event = plant(&whole, place, &text);
            let event =
                Event::parse(&serde_json::to_vec(&event).unwrap(), &reading()).unwrap_or_else(|refusal| panic!("{refusal}: {event}"));
            let refusal = privacy::check(&event).expect_err(&text);
            assert_eq!(refusal, Refusal::at(Class::Privacy, *place), "{text}");
        }
    }
    assert_eq!(privacy::check(&typed), Ok(()));
}

#[test]
fn a_linked_number_is_a_number() {
    let with = |text: &str| {
        let event = plant(&report(1, "link.opened"), "/data/relatedRnu", text);
        Event::parse(&serde_json::to_vec(&event).unwrap(), &reading()).and_then(|event| privacy::check(&event))
    };
    assert_eq!(with("BG25073-XSNJFV-01-0008-B8"), Ok(()));
    assert_eq!(with("0195953a-0000-7000-8000-000000000001"), Ok(()));
    for text in ["Иван Петров", "ivan@example.bg", "", "+359 888 123 456"] {
        assert_eq!(with(text), Err(Refusal::at(Class::Privacy, "/data/relatedRnu")), "{text}");
    }
}

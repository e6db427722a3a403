//! Determinism: the same commands give the same bytes. And random models keep their tokens.

use crate::build::{Run, flows};
use process::{Command, Instance, State};

fn replay(run: &Run) {
    let mut instance = Instance::new(&run.definition);
    let (mut events, mut effects) = (Vec::new(), Vec::new());
    for (command, env) in &run.commands {
        let stored = serde_json::to_string(command).expect("a command can be stored");
        let command: Command = serde_json::from_str(&stored).expect("a stored command can be read");
        let step = process::step(&run.definition, &mut instance, &command, env).expect("it worked before");
        events.extend(step.events);
        effects.extend(step.effects);
    }
    let bytes = |value: &dyn erased::Bytes| value.bytes();
    assert_eq!(bytes(&events), bytes(&run.events));
    assert_eq!(bytes(&effects), bytes(&run.effects));
    assert_eq!(serde_json::to_vec(&instance).unwrap(), serde_json::to_vec(&run.instance).unwrap());
}

mod erased {
    pub trait Bytes {
        fn bytes(&self) -> Vec<u8>;
    }
    impl<T: serde::Serialize> Bytes for T {
        fn bytes(&self) -> Vec<u8> {
            serde_json::to_vec(self).unwrap()
        }
    }
}

/// A generator good enough to vary shapes; the seed is printed with every failure.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Grows a block with one entry and one exit; returns its nodes, flows, entry and exit.
fn block(dice: &mut Dice, depth: u32, next: &mut u32, nodes: &mut String, lines: &mut Vec<String>) -> (String, String) {
    let mut name = |prefix: &str| {
        *next += 1;
        format!("{prefix}{next}")
    };
    let choice = if depth == 0 { dice.roll(2) } else { dice.roll(6) };
    match choice {
        0 => {
            let id = name("u");
            nodes.push_str(&format!("<userTask id=\"{id}\"/>"));
            (id.clone(), id)
        }
        1 => {
            let id = name("t");
            nodes.push_str(&format!("<task id=\"{id}\"/>"));
            (id.clone(), id)
        }
        2 => {
            let (first, middle) = block(dice, depth - 1, next, nodes, lines);
            let (second, last) = block(dice, depth - 1, next, nodes, lines);
            lines.push(format!("{middle}>{second}"));
            (first, last)
        }
        3 => {
            let (id, inner_start) = (name("sub"), name("s"));
            let mut inner_nodes = format!("<startEvent id=\"{inner_start}\"/>");
            let mut inner_lines = Vec::new();
            let (entry, _) = block(dice, depth - 1, next, &mut inner_nodes, &mut inner_lines);
            inner_lines.push(format!("{inner_start}>{entry}"));
            nodes.push_str(&format!("<subProcess id=\"{id}\">{inner_nodes}{}</subProcess>", flows(&inner_lines.join(";"))));
            (id.clone(), id)
        }
        _ => {
            let element = if choice == 4 { "parallelGateway" } else { "exclusiveGateway" };
            let (split, join) = (name("g"), name("g"));
            nodes.push_str(&format!("<{element} id=\"{split}\"/><{element} id=\"{join}\"/>"));
            for branch in 0..2 + dice.roll(2) {
                let (entry, exit) = block(dice, depth - 1, next, nodes, lines);
                let condition = if choice == 5 && branch == 0 { "[n > 2]" } else { "" };
                lines.push(format!("{split}>{entry}{condition}"));
                lines.push(format!("{exit}>{join}"));
            }
            (split, join)
        }
    }
}

#[test]
fn random_structured_models_end_and_replay() {
    for seed in 0..150u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9) + 1);
        let (mut nodes, mut lines, mut next) = (String::new(), Vec::new(), 0);
        let (entry, exit) = block(&mut dice, 4, &mut next, &mut nodes, &mut lines);
        lines.insert(0, format!("s>{entry}"));
        lines.push(format!("{exit}>e"));
        let content = format!("<startEvent id=\"s\"/>{nodes}<endEvent id=\"e\"/>{}", flows(&lines.join(";")));
        let mut run = Run::start(&content, &format!("{{\"n\":{}}}", dice.roll(5)));
        for _ in 0..2_000 {
            let tasks = run.instance.tasks(&run.definition);
            if tasks.is_empty() {
                break;
            }
            let (activation, _) = tasks[dice.roll(tasks.len() as u64) as usize];
            run.must(Command::CompleteTask { activation, variables: feel::Value::Null });
        }
        assert_eq!(run.state(), State::Completed, "seed {seed}: {} in {content}", run.waiting());
        assert_eq!(run.path().split(' ').filter(|n| *n == "e").count(), 1, "seed {seed}: one token in, one out");
        replay(&run);
    }
}

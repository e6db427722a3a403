//! How fast the step function is alone. Run by hand: `cargo test -p process --release -- --ignored --nocapture speed`.

use std::time::Instant;

use crate::build::{compile, flows};
use process::{Command, Effect, Instance, State, StepEnv};

/// Six activities, one choice, one fork and join.
fn model() -> String {
    r#"<startEvent id="s"/><userTask id="a"/><exclusiveGateway id="x" default="x-c-3"/><userTask id="b"/><userTask id="c"/>
    <exclusiveGateway id="y"/><parallelGateway id="f"/><userTask id="d"/><userTask id="g"/><parallelGateway id="j"/><userTask id="h"/><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>a; a>x; x>b[n > 2]; x>c; b>y; c>y; y>f; f>d; f>g; d>j; g>j; j>h; h>e")
}

#[test]
#[ignore = "a measurement"]
fn life_cycles_per_second() {
    let definition = compile(&model());
    let env = StepEnv { now: "2026-04-20T07:00:00Z".parse().expect("a timestamp") };
    let variables = crate::build::vars(r#"{"n":3,"speed":"ordinary"}"#);
    let (mut cycles, mut steps) = (0u64, 0u64);
    let began = Instant::now();
    while began.elapsed().as_secs() < 3 {
        for _ in 0..1_000 {
            let mut instance = Instance::new(&definition);
            let mut open = Vec::with_capacity(4);
            let mut command = Command::Start { variables: variables.clone() };
            loop {
                let step = process::step(&definition, &mut instance, &command, &env).expect("accepted");
                steps += 1;
                open.extend(step.effects.iter().filter_map(|e| match e {
                    Effect::TaskOpened { activation, .. } => Some(*activation),
                    _ => None,
                }));
                let Some(activation) = open.pop() else { break };
                command = Command::CompleteTask { activation, variables: feel::Value::Null };
            }
            assert_eq!(instance.state(), State::Completed);
            cycles += 1;
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{:.0} life cycles/s, {:.0} steps/s", cycles as f64 / seconds, steps as f64 / seconds);
}

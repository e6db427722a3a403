//! Incidents: what stays, and how it goes on.

use crate::build::{Run, flows, vars};
use process::{Command, State, StepError, Target};

fn choice() -> String {
    r#"<startEvent id="s"/><userTask id="a"/><exclusiveGateway id="x"/><userTask id="b"/><userTask id="c"/><endEvent id="e"/>"#.to_owned()
        + &flows("s>a; a>x; x>b[n = 1]; x>c[n = 2]; b>e; c>e")
}

fn stuck() -> (Run, u32) {
    let mut run = Run::start(&choice(), "{}");
    run.complete("a", "{}");
    assert_eq!(run.waiting(), "x!no-flow");
    let activation = run.instance.tokens(&run.definition)[0].activation;
    (run, activation)
}

#[test]
fn an_incident_is_retried_with_corrected_variables() {
    let (mut run, activation) = stuck();
    run.must(Command::IncidentRetry { activation, variables: feel::Value::Null });
    assert_eq!(run.waiting(), "x!no-flow");
    run.must(Command::IncidentRetry { activation, variables: vars(r#"{"n":2}"#) });
    assert_eq!(run.waiting(), "c");
    let again = Command::IncidentRetry { activation, variables: feel::Value::Null };
    assert_eq!(run.send(again), Err(StepError::NoLongerExpected { target: Target::Incident, number: activation }));
}

#[test]
fn an_incident_is_skipped_to_a_node_of_the_same_scope() {
    let (mut run, activation) = stuck();
    let elsewhere = Command::IncidentSkip { activation, node: "nowhere".into() };
    assert_eq!(run.send(elsewhere), Err(StepError::BadNode { node: "nowhere".into() }));
    run.must(Command::IncidentSkip { activation, node: "b".into() });
    assert_eq!(run.waiting(), "b");
    run.complete("b", "{}");
    assert_eq!(run.state(), State::Completed);
}

#[test]
fn a_timer_that_cannot_be_computed_is_an_incident() {
    let content = r#"<startEvent id="s"/><userTask id="a"/><boundaryEvent id="t" attachedToRef="a"><timerEventDefinition><timeDuration>=pause</timeDuration></timerEventDefinition></boundaryEvent>"#
        .to_owned()
        + &flows("s>a");
    let mut run = Run::start(&content, r#"{"pause":"soon"}"#);
    assert_eq!(run.waiting(), "a!expression");
    assert!(run.instance.tasks(&run.definition).is_empty());
    let activation = run.instance.tokens(&run.definition)[0].activation;
    run.must(Command::IncidentRetry { activation, variables: vars(r#"{"pause":"PT1H"}"#) });
    assert_eq!((run.waiting().as_str(), run.instance.timers(&run.definition).len()), ("a", 1));
}

#[test]
fn an_endless_step_is_undone() {
    let content = r#"<startEvent id="s"/><userTask id="a"/><task id="t"/><task id="u"/>"#.to_owned() + &flows("s>a; a>t; t>u; u>t");
    let mut run = Run::start(&content, "{}");
    let before = run.instance.clone();
    let step = run.complete("a", r#"{"n":1}"#);
    assert_eq!(crate::build::names(&step.effects).len(), 1);
    assert!(crate::build::names(&step.effects)[0].ends_with("step-limit"));
    assert_eq!(run.waiting(), "a");
    assert_eq!(run.instance.variables(), before.variables());
    assert_eq!(run.instance.revision(), before.revision() + 1);
}

#[test]
fn an_explosion_of_tokens_is_undone() {
    // Every round doubles the tokens; the limit of one command stops it.
    let content = r#"<startEvent id="s"/><task id="t"/><task id="u"/>"#.to_owned() + &flows("s>t; t>u; t>u; u>t");
    let run = Run::start(&content, "{}");
    assert_eq!((run.state(), run.waiting().as_str()), (State::New, ""));
}

#[test]
fn commands_that_do_not_fit_are_refused_and_change_nothing() {
    let mut run = Run::new(&choice());
    let null = || feel::Value::Null;
    assert_eq!(run.send(Command::TimerDue { timer: 1 }), Err(StepError::NotStarted));
    assert_eq!(run.send(Command::Start { variables: vars("[1]") }), Err(StepError::BadVariables));
    assert_eq!(run.state(), State::New);
    run.must(Command::Start { variables: null() });
    let before = run.instance.clone();
    assert_eq!(run.send(Command::Start { variables: null() }), Err(StepError::AlreadyStarted));
    for (command, error) in [
        (Command::TimerDue { timer: 99 }, StepError::Unknown { target: Target::Timer, number: 99 }),
        (Command::TimerDue { timer: 0 }, StepError::Unknown { target: Target::Timer, number: 0 }),
        (Command::CompleteTask { activation: 1, variables: null() }, StepError::NoLongerExpected { target: Target::Task, number: 1 }),
        (Command::Message { name: "x".into(), variables: null() }, StepError::NobodyWaits { name: "x".into() }),
        (Command::CompleteTask { activation: 2, variables: vars("1") }, StepError::BadVariables),
    ] {
        assert_eq!(run.send(command), Err(error));
        assert_eq!(run.instance, before);
    }
    let other = crate::build::compile(r#"<startEvent id="s"/>"#);
    let env = process::StepEnv { now: run.now };
    let refused = process::step(&other, &mut run.instance, &Command::Cancel, &env);
    assert_eq!(refused, Err(StepError::OtherDefinition));
    run.must(Command::Cancel);
    assert_eq!((run.state(), run.waiting().as_str()), (State::Cancelled, ""));
    assert_eq!(run.send(Command::Cancel), Err(StepError::Ended));
}

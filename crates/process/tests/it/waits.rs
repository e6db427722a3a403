//! Timers, messages, jobs, boundary events, event gateways.

use crate::build::{Run, flows, names};
use process::{Command, State, StepError, Target};

fn with(nodes: &str, text: &str) -> String {
    nodes.to_owned() + &flows(text)
}

fn timed(id: &str, host: &str, interrupting: bool, value: &str) -> String {
    format!(
        "<boundaryEvent id=\"{id}\" attachedToRef=\"{host}\" cancelActivity=\"{interrupting}\"><timerEventDefinition>{value}</timerEventDefinition></boundaryEvent>"
    )
}

const NODES: &str = r#"<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>"#;

#[test]
fn timers_are_due_when_the_rule_says() {
    for (value, due) in [
        ("<timeDuration>PT1H</timeDuration>", "2026-04-20T08:00:00Z"),
        ("<timeDuration>P3D</timeDuration>", "2026-04-23T07:00:00Z"),
        ("<timeDuration>=pause</timeDuration>", "2026-04-20T09:00:00Z"),
        ("<timeDuration>duration(\"PT\" + string(hours) + \"H\")</timeDuration>", "2026-04-20T11:00:00Z"),
        ("<timeDate>2026-05-01</timeDate>", "2026-04-30T21:00:00Z"),
        ("<timeDate>date(day) + duration(\"P1D\")</timeDate>", "2026-06-01T21:00:00Z"),
    ] {
        let catch = format!(
            "<startEvent id=\"s\"/><intermediateCatchEvent id=\"t\"><timerEventDefinition>{value}</timerEventDefinition></intermediateCatchEvent><endEvent id=\"e\"/>"
        );
        let mut run = Run::start(&with(&catch, "s>t; t>e"), r#"{"pause":"PT2H","hours":4,"day":"2026-06-01"}"#);
        let timers = run.instance.timers(&run.definition);
        assert_eq!(timers[0].due, due.parse().expect("a timestamp"), "{value}");
        run.timer("t");
        assert_eq!(run.state(), State::Completed, "{value}");
    }
}

#[test]
fn interrupting_boundary_timer_ends_the_task() {
    let content = with(&(NODES.to_owned() + &timed("t", "a", true, "<timeDuration>P1D</timeDuration>")), "s>a; a>e; t>b; b>e");
    let mut run = Run::start(&content, "{}");
    let task = run.instance.tasks(&run.definition)[0].0;
    let step = run.timer("t");
    assert_eq!(names(&step.effects), ["cancel a", "open b"]);
    assert_eq!(run.waiting(), "b");
    let late = Command::CompleteTask { activation: task, variables: feel::Value::Null };
    assert_eq!(run.send(late), Err(StepError::NoLongerExpected { target: Target::Task, number: task }));
    run.complete("b", "{}");
    assert_eq!(run.path(), "s a t b e");

    let mut run = Run::start(&content, "{}");
    let timer = run.instance.timers(&run.definition)[0].timer;
    let step = run.complete("a", "{}");
    assert_eq!(names(&step.effects), ["close a", "disarm", "completed"]);
    assert_eq!(run.send(Command::TimerDue { timer }), Err(StepError::Ended));
}

#[test]
fn non_interrupting_boundary_events_add_tokens() {
    let nodes = NODES.to_owned()
        + &timed("t", "a", false, "<timeCycle>R3/PT1H</timeCycle>")
        + "<boundaryEvent id=\"m\" attachedToRef=\"a\" cancelActivity=\"false\"><messageEventDefinition messageRef=\"m1\"/></boundaryEvent>";
    let mut run = Run::start(&with(&nodes, "s>a; a>e; t>b; m>b; b>e"), "{}");
    run.timer("t");
    run.message("correction");
    run.message("correction");
    run.timer("t");
    assert_eq!(run.waiting(), "a b b b b");
    run.timer("t");
    assert!(run.instance.timers(&run.definition).is_empty(), "a cycle of three fires three times");
    assert_eq!(run.now, "2026-04-20T10:00:00Z".parse().expect("a timestamp"));
    let step = run.complete("a", "{}");
    assert_eq!(names(&step.effects), ["close a", "release correction"]);
    assert_eq!(run.waiting(), "b b b b b");
    let late = Command::Message { name: "correction".into(), variables: feel::Value::Null };
    assert_eq!(run.send(late), Err(StepError::NobodyWaits { name: "correction".into() }));
}

#[test]
fn boundary_of_a_sub_process_ends_everything_inside() {
    let content = with(
        r#"<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/><userTask id="a"/>
        <serviceTask id="j" au:connector="mail"/><subProcess id="deep"><startEvent id="ds"/><receiveTask id="r" messageRef="m2"/>
        <sequenceFlow id="d0" sourceRef="ds" targetRef="r"/></subProcess>
        <sequenceFlow id="i0" sourceRef="is" targetRef="f"/><sequenceFlow id="i1" sourceRef="f" targetRef="a"/>
        <sequenceFlow id="i2" sourceRef="f" targetRef="j"/><sequenceFlow id="i3" sourceRef="f" targetRef="deep"/></subProcess>
        <boundaryEvent id="m" attachedToRef="sub"><messageEventDefinition messageRef="m1"/></boundaryEvent>
        <userTask id="b"/><endEvent id="e"/>"#,
        "s>sub; sub>e; m>b; b>e",
    );
    let mut run = Run::start(&content, "{}");
    assert_eq!(run.waiting(), "sub a j deep r");
    let job = run.job("j");
    let step = run.message("correction");
    assert_eq!(
        names(&step.effects),
        ["release correction", "release payment", "cancel job", "cancel a", "open b"],
        "children before parents, the newest first"
    );
    assert_eq!(run.waiting(), "b");
    let late = Command::JobCompleted { job, variables: feel::Value::Null };
    assert_eq!(run.send(late), Err(StepError::NoLongerExpected { target: Target::Job, number: job }));
}

#[test]
fn the_first_event_after_a_gateway_wins() {
    let content = with(
        r#"<startEvent id="s"/><eventBasedGateway id="g"/>
        <intermediateCatchEvent id="m"><messageEventDefinition messageRef="m1"/></intermediateCatchEvent>
        <receiveTask id="r" messageRef="m2"/>
        <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <userTask id="a"/><userTask id="b"/><userTask id="c"/>"#,
        "s>g; g>m; g>r; g>t; m>a; r>b; t>c",
    );
    let start = || Run::start(&content, "{}");
    let mut run = start();
    let step = run.message("correction");
    assert_eq!(names(&step.effects), ["release correction", "disarm", "release payment", "open a"]);
    assert_eq!((run.waiting().as_str(), run.path().as_str()), ("a", "s g m a"));
    let mut run = start();
    run.message("payment");
    assert_eq!(run.waiting(), "b");
    let mut run = start();
    run.timer("t");
    assert_eq!(run.waiting(), "c");
    assert!(run.instance.subscriptions(&run.definition).is_empty() && run.instance.timers(&run.definition).is_empty());
}

#[test]
fn messages_go_to_the_oldest_wait() {
    let content = with(r#"<startEvent id="s"/><receiveTask id="r1" messageRef="m1"/><receiveTask id="r2" messageRef="m1"/>"#, "s>r2; s>r1");
    let mut run = Run::start(&content, "{}");
    let second = run.instance.subscriptions(&run.definition)[1].subscription;
    run.must(Command::Message { name: "correction".into(), variables: crate::build::vars(r#"{"got":1}"#) });
    assert_eq!(run.waiting(), "r1");
    assert_eq!(run.instance.variable("got").and_then(feel::Value::as_i64), Some(1));
    run.must(Command::Deliver { subscription: second, variables: feel::Value::Null });
    assert_eq!(run.state(), State::Completed);
}

#[test]
fn jobs_are_retried_and_then_wait_for_a_person() {
    let content = with(
        r#"<startEvent id="s"/><serviceTask id="j" au:connector="mail"><extensionElements><au:retry attempts="3" initial="60" factor="2" jitter="0"/></extensionElements></serviceTask><endEvent id="e"/>"#,
        "s>j; j>e",
    );
    let mut run = Run::start(&content, "{}");
    assert_eq!(names(&run.effects), ["job j mail 1"]);
    let first = run.job("j");
    run.fail("j", None);
    assert_eq!(run.instance.timers(&run.definition)[0].due, "2026-04-20T07:01:00Z".parse().expect("a timestamp"));
    let late = Command::JobCompleted { job: first, variables: feel::Value::Null };
    assert!(run.send(late).is_err(), "an attempt that failed can no longer answer");
    run.timer("j");
    run.fail("j", None);
    assert_eq!(run.instance.timers(&run.definition)[0].due, "2026-04-20T07:03:00Z".parse().expect("a timestamp"));
    run.timer("j");
    run.fail("j", None);
    assert_eq!(run.waiting(), "j!job-failed");
    let activation = run.instance.tokens(&run.definition)[0].activation;
    run.must(Command::IncidentRetry { activation, variables: feel::Value::Null });
    run.answer("j", r#"{"sent":true}"#);
    assert_eq!(run.state(), State::Completed);
}

#[test]
fn manual_tasks_wait_only_when_they_say_so() {
    let content = with(
        r#"<startEvent id="s"/><manualTask id="m"/><task id="t"/><task id="c" au:confirm="true"/><endEvent id="e"/>"#,
        "s>m; m>t; t>c; c>e",
    );
    let mut run = Run::start(&content, "{}");
    assert_eq!(run.waiting(), "c");
    run.complete("c", "{}");
    assert_eq!(run.state(), State::Completed);
}

#[test]
fn a_deadline_serves_as_the_rule_of_a_timer() {
    let nodes = NODES.to_owned()
        + r#"<boundaryEvent id="t" attachedToRef="a"><extensionElements><au:deadline amount="3" unit="day" calendar="working"/></extensionElements><timerEventDefinition/></boundaryEvent>"#;
    let run = Run::start(&with(&nodes, "s>a; a>e; t>b; b>e"), "{}");
    assert_eq!(run.instance.timers(&run.definition)[0].due, "2026-04-23T07:00:00Z".parse().expect("a timestamp"));
    let node = run.definition.node("t").expect("the node");
    assert_eq!(node.extensions.deadline.as_ref().map(|d| d.amount), Some(3));
}

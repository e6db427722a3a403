//! Gateways, splits, merges, sub-processes and ends.

use crate::build::{Run, flows};
use process::State;

/// Nodes used by the tables below: starts `s`, tasks `a b c d`, gateways `x`, `y` (exclusive), `f`, `j` (parallel), ends `e`, `g`.
fn model(text: &str, default: &str) -> String {
    let mut xml = String::new();
    let used = |name: &str| text.split([';', '>', '[']).any(|part| part.trim() == name);
    for (name, element) in [
        ("s", "startEvent"),
        ("a", "userTask"),
        ("b", "userTask"),
        ("c", "userTask"),
        ("d", "userTask"),
        ("t", "task"),
        ("x", "exclusiveGateway"),
        ("y", "exclusiveGateway"),
        ("f", "parallelGateway"),
        ("j", "parallelGateway"),
        ("e", "endEvent"),
        ("g", "endEvent"),
    ] {
        if used(name) {
            let default = default
                .split_once('>')
                .filter(|(from, _)| *from == name)
                .and_then(|(from, to)| {
                    let lines: Vec<&str> = text.split(';').map(str::trim).filter(|l| !l.is_empty()).collect();
                    let place = lines.iter().position(|l| l.starts_with(&format!("{from}>{to}")))?;
                    Some(format!("default=\"{from}-{to}-{place}\""))
                })
                .unwrap_or_default();
            xml.push_str(&format!("<{element} id=\"{name}\" {default}/>\n"));
        }
    }
    xml + &flows(text)
}

#[test]
fn flows_are_taken_as_the_model_says() {
    // flows, default, variables, tasks to complete in order, where tokens wait then
    let rows: &[(&str, &str, &str, &str, &str)] = &[
        ("s>a; a>e", "", "{}", "", "a"),
        ("s>a; a>e", "", "{}", "a", ""),
        // Exclusive: first true in order, then default; no condition counts as true.
        ("s>x; x>a[n > 5]; x>b[n > 3]; x>c; a>e; b>e; c>e", "", r#"{"n":9}"#, "", "a"),
        ("s>x; x>a[n > 5]; x>b[n > 3]; x>c; a>e; b>e; c>e", "", r#"{"n":4}"#, "", "b"),
        ("s>x; x>a[n > 5]; x>b[n > 3]; x>c; a>e; b>e; c>e", "", r#"{"n":1}"#, "", "c"),
        ("s>x; x>c; x>a[n > 5]; a>e; c>e", "x>c", r#"{"n":9}"#, "", "a"),
        ("s>x; x>c; x>a[n > 5]; a>e; c>e", "x>c", r#"{"n":1}"#, "", "c"),
        ("s>x; x>c; x>a[missing > 5]; a>e; c>e", "x>c", "{}", "", "c"),
        ("s>x; x>a[n > 5]; a>e", "", r#"{"n":1}"#, "", "x!no-flow"),
        ("s>x; x>a[n]; a>e", "", r#"{"n":1}"#, "", "x!expression"),
        ("s>x; x>a[=n = 1]; a>e", "", r#"{"n":1}"#, "", "a"),
        // Parallel: fork, join waits for every flow, several branches into one flow.
        ("s>f; f>a; f>b; a>j; b>j; j>c; c>e", "", "{}", "", "a b"),
        ("s>f; f>a; f>b; a>j; b>j; j>c; c>e", "", "{}", "b", "a j"),
        ("s>f; f>a; f>b; a>j; b>j; j>c; c>e", "", "{}", "b a", "c"),
        ("s>f; f>a; f>b; a>j; b>j; j>c; c>e", "", "{}", "a b c", ""),
        // A gateway may join and split at once.
        ("s>f; f>a; f>b; a>j; b>j; j>c; j>d; c>e; d>e", "", "{}", "a b", "c d"),
        // Two tokens on one flow do not stand in for the other flow; the extra one waits for the next round.
        ("s>f; f>t; f>a; f>b; t>x; a>x; x>j; b>j; j>c; c>e", "", "{}", "", "a b j"),
        ("s>f; f>t; f>a; f>b; t>x; a>x; x>j; b>j; j>c; c>e", "", "{}", "a", "b j j"),
        ("s>f; f>t; f>a; f>b; t>x; a>x; x>j; b>j; j>c; c>e", "", "{}", "a b", "j c"),
        // Activities split freely and merge freely.
        ("s>a; a>b; a>c; b>d; c>d; d>e", "", "{}", "a", "b c"),
        ("s>a; a>b; a>c; b>d; c>d; d>e", "", "{}", "a b c", "d d"),
        ("s>a; a>b[n = 1]; a>c[n < 5]; a>d; b>e; c>e; d>e", "a>d", r#"{"n":1}"#, "a", "b c"),
        ("s>a; a>b[n = 1]; a>c[n < 5]; a>d; b>e; c>e; d>e", "a>d", r#"{"n":7}"#, "a", "d"),
        ("s>a; a>b[n = 1]; a>c; a>d; b>e; c>e; d>e", "a>d", r#"{"n":7}"#, "a", "c d"),
        ("s>a; a>b[n = 1]; b>e", "", r#"{"n":7}"#, "a", "a!no-flow"),
        // Loops with a wait.
        ("s>y; y>a; a>x; x>y[again]; x>e", "x>e", r#"{"again":true}"#, "a a", "a"),
        // A node without outgoing flows ends its token.
        ("s>f; f>a; f>b; a>e", "", "{}", "a b", ""),
    ];
    for (text, default, variables, tasks, expected) in rows {
        let mut run = Run::start(&model(text, default), variables);
        for task in tasks.split_whitespace() {
            run.complete(task, "{}");
        }
        assert_eq!(run.waiting(), *expected, "{text} {variables} after {tasks:?}");
        let state = if expected.is_empty() { State::Completed } else { State::Running };
        assert_eq!(run.state(), state, "{text} {variables} after {tasks:?}");
    }
}

#[test]
fn outgoing_children_decide_the_order() {
    let run = Run::start(
        r#"<startEvent id="s"/><exclusiveGateway id="x"><outgoing>f2</outgoing><outgoing>f1</outgoing></exclusiveGateway>
        <userTask id="a"/><userTask id="b"/>
        <sequenceFlow id="f0" sourceRef="s" targetRef="x"/>
        <sequenceFlow id="f1" sourceRef="x" targetRef="a"/><sequenceFlow id="f2" sourceRef="x" targetRef="b"/>"#,
        "{}",
    );
    assert_eq!(run.waiting(), "b");
}

#[test]
fn sub_processes_end_when_no_token_remains() {
    let content = r#"<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/>
        <userTask id="a"/><userTask id="b"/><endEvent id="ie"/>"#
        .to_owned()
        + &flows("is>f; f>a; f>b; a>ie; b>ie").replace("id=\"", "id=\"i").replace("iis-", "is-")
        + "</subProcess><userTask id=\"c\"/><endEvent id=\"e\"/>"
        + &flows("s>sub; sub>c; c>e");
    let mut run = Run::start(&content, "{}");
    assert_eq!(run.waiting(), "sub a b");
    run.complete("b", "{}");
    assert_eq!(run.waiting(), "sub a");
    run.complete("a", "{}");
    assert_eq!(run.waiting(), "c");
    run.complete("c", "{}");
    assert_eq!(run.state(), State::Completed);
    assert_eq!(run.path(), "s sub is f a b ie ie c e");
}

#[test]
fn terminate_ends_its_own_scope_only() {
    let content = r#"<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><parallelGateway id="f"/>
        <userTask id="a"/><userTask id="b"/><endEvent id="stop"><terminateEventDefinition/></endEvent><endEvent id="ie"/>"#
        .to_owned()
        + &flows("is>f; f>a; f>b; a>stop; b>ie")
        + "</subProcess><userTask id=\"other\"/><userTask id=\"c\"/><endEvent id=\"e\"><terminateEventDefinition/></endEvent><parallelGateway id=\"g\"/><endEvent id=\"e2\"/>"
        + &flows("s>g; g>sub; g>other; sub>c; c>e; other>e2").replace("-0\"", "-10\"");
    let mut run = Run::start(&content, "{}");
    assert_eq!(run.waiting(), "sub other a b");
    let step = run.complete("a", "{}");
    assert_eq!(run.waiting(), "other c");
    assert!(crate::build::names(&step.effects).contains(&"cancel b".to_owned()));
    run.complete("c", "{}");
    assert_eq!((run.waiting().as_str(), run.state()), ("", State::Terminated));
}

#[test]
fn messages_start_a_process() {
    let content =
        r#"<startEvent id="s"><messageEventDefinition messageRef="m2"/></startEvent><userTask id="a"/>"#.to_owned() + &flows("s>a");
    let mut run = Run::new(&content);
    let start = process::Command::Start { variables: feel::Value::Null };
    assert_eq!(run.send(start), Err(process::StepError::NeedsMessage));
    run.message("payment");
    assert_eq!(run.waiting(), "a");
}

#[test]
fn throw_events_send_and_go_on() {
    let content = r#"<startEvent id="s"/><sendTask id="send" messageRef="m1"/><intermediateThrowEvent id="mark"/>
        <intermediateThrowEvent id="throw"><messageEventDefinition messageRef="m2"/></intermediateThrowEvent>
        <endEvent id="e"><messageEventDefinition messageRef="m1"/></endEvent>"#
        .to_owned()
        + &flows("s>send; send>mark; mark>throw; throw>e");
    let run = Run::start(&content, "{}");
    assert_eq!(crate::build::names(&run.effects), ["send correction", "send payment", "send correction", "completed"]);
}

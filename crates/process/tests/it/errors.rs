//! Errors and where they are caught.

use crate::build::{Run, flows, names};

fn caught(id: &str, host: &str, error: &str) -> String {
    let reference = if error.is_empty() { String::new() } else { format!("errorRef=\"{error}\"") };
    format!("<boundaryEvent id=\"{id}\" attachedToRef=\"{host}\"><errorEventDefinition {reference}/></boundaryEvent>")
}

/// A job inside two sub-processes; each of the three may have catchers.
fn nested(catchers: &str) -> String {
    let at = |place: &str| -> String {
        catchers
            .split_whitespace()
            .filter_map(|c| c.split_once(':'))
            .filter(|(host, _)| *host == place)
            .map(|(host, error)| {
                let id = format!("c_{host}_{error}");
                caught(&id, host, error) + &format!("<sequenceFlow id=\"to_{id}\" sourceRef=\"{id}\" targetRef=\"h_{place}\"/>")
            })
            .collect()
    };
    format!(
        r#"<startEvent id="s"/><subProcess id="outer"><startEvent id="os"/><subProcess id="inner"><startEvent id="is"/>
        <serviceTask id="j" au:connector="mail"/><userTask id="h_j"/>{}<sequenceFlow id="i1" sourceRef="is" targetRef="j"/></subProcess>
        <userTask id="h_inner"/>{}<userTask id="beside"/><sequenceFlow id="o1" sourceRef="os" targetRef="inner"/><sequenceFlow id="o2" sourceRef="os" targetRef="beside"/></subProcess>
        <userTask id="h_outer"/>{}"#,
        at("j"),
        at("inner"),
        at("outer")
    ) + &flows("s>outer")
}

#[test]
fn the_nearest_catcher_wins_and_an_exact_code_before_any() {
    for (catchers, code, expected) in [
        ("j:e1 inner:e1", "E1", "outer beside inner h_j"),
        ("inner:e1 outer:e1", "E1", "outer beside h_inner"),
        ("outer:e1", "E1", "h_outer"),
        ("j:e2 outer:e1", "E1", "h_outer"),
        ("inner: outer:e1", "E1", "outer beside h_inner"),
        ("inner: inner:e1", "E1", "outer beside h_inner"),
        ("outer:e2", "E1", "outer inner beside j!uncaught-error"),
        ("", "E1", "outer inner beside j!uncaught-error"),
    ] {
        let mut run = Run::start(&nested(catchers), "{}");
        run.fail("j", Some(code));
        let mut waiting: Vec<String> = run.waiting().split_whitespace().map(str::to_owned).collect();
        let mut expected: Vec<String> = expected.split_whitespace().map(str::to_owned).collect();
        waiting.sort();
        expected.sort();
        assert_eq!(waiting, expected, "{catchers}");
    }
    let mut run = Run::start(&nested("inner: inner:e1"), "{}");
    run.fail("j", Some("E1"));
    assert!(run.path().ends_with("c_inner_e1 h_inner"), "{}", run.path());
}

#[test]
fn an_error_end_event_leaves_its_sub_process() {
    let content = r#"<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><userTask id="a"/><userTask id="b"/>
        <endEvent id="err"><errorEventDefinition errorRef="e1"/></endEvent>
        <sequenceFlow id="i1" sourceRef="is" targetRef="a"/><sequenceFlow id="i2" sourceRef="is" targetRef="b"/>
        <sequenceFlow id="i3" sourceRef="a" targetRef="err"/></subProcess><userTask id="h"/><userTask id="n"/>"#
        .to_owned()
        + &caught("c", "sub", "e1")
        + &flows("s>sub; sub>n; c>h");
    let mut run = Run::start(&content, "{}");
    let step = run.complete("a", "{}");
    assert_eq!(names(&step.effects), ["close a", "cancel b", "open h"]);
    assert_eq!(run.waiting(), "h");
}

#[test]
fn an_uncaught_error_loses_nothing() {
    let content =
        r#"<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="err"><errorEventDefinition errorRef="e1"/></endEvent>"#
            .to_owned()
            + &flows("s>a; s>b; a>err");
    let mut run = Run::start(&content, "{}");
    run.complete("a", "{}");
    assert_eq!(run.waiting(), "b err!uncaught-error");
    run.complete("b", "{}");
    assert_eq!((run.waiting().as_str(), run.state()), ("err!uncaught-error", process::State::Running));
    let activation = run.instance.tokens(&run.definition)[0].activation;
    run.must(process::Command::IncidentComplete { activation, variables: feel::Value::Null });
    assert_eq!(run.state(), process::State::Completed);
}

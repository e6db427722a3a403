//! What the checks find: code, element, line.

use crate::build::{file, flows};
use process::{Definition, Language, Options};

fn found(content: &str) -> Vec<String> {
    let findings = Definition::check(&file(content));
    for finding in &findings {
        for language in [Language::Bg, Language::En] {
            let text = finding.text(language);
            assert!(!text.contains("{ $"), "{}: a place is empty in {text:?}", finding.code);
        }
    }
    findings.iter().map(|f| format!("{} {}", f.code, f.element)).collect()
}

const GOOD: &str = r#"<startEvent id="s"/><userTask id="a"><extensionElements><au:role role="clerk"/><au:journalStatus code="work.started"/><au:journalStatus code="case.closed" moment="leave"/></extensionElements></userTask><endEvent id="e"/>"#;

#[test]
fn a_good_process_has_no_findings() {
    assert!(found(&(GOOD.to_owned() + &flows("s>a; a>e"))).is_empty());
}

#[test]
fn every_mistake_is_found_at_its_element() {
    let ok = flows("s>a; a>e");
    // What is added to a good process, flows instead of the good ones, findings expected
    let rows: &[(&str, &str, &str)] = &[
        ("<callActivity id=\"c\" calledElement=\"q\"/>", "", "PROC-0012 c"),
        ("<inclusiveGateway id=\"c\"/>", "", "PROC-0012 c"),
        ("<scriptTask id=\"c\"/>", "", "PROC-0012 c"),
        ("<transaction id=\"c\"/>", "", "PROC-0012 c"),
        ("<nonsense id=\"c\"/>", "", "PROC-0012 c"),
        ("<subProcess id=\"c\" triggeredByEvent=\"true\"><startEvent id=\"i\"/></subProcess>", "", "PROC-0012 c"),
        ("<userTask id=\"c\"><multiInstanceLoopCharacteristics/></userTask>", "", "PROC-0012 c"),
        ("<intermediateCatchEvent id=\"c\"><signalEventDefinition/></intermediateCatchEvent>", "", "PROC-0012 c"),
        ("<intermediateCatchEvent id=\"c\"/>", "", "PROC-0019 c"),
        ("<userTask id=\"c\" isForCompensation=\"true\"/>", "", "PROC-0026 c"),
        ("<userTask/>", "", "PROC-0010 "),
        ("<userTask id=\"a\"/>", "", "PROC-0011 a"),
        ("<startEvent id=\"c\"/>", "", "PROC-0016 c"),
        ("<serviceTask id=\"c\"/>", "", "PROC-0025 c"),
        ("<businessRuleTask id=\"c\"/>", "", "PROC-0025 c"),
        ("<receiveTask id=\"c\" messageRef=\"nothing\"/>", "", "PROC-0013 c"),
        ("<boundaryEvent id=\"c\" attachedToRef=\"nothing\"><errorEventDefinition/></boundaryEvent>", "", "PROC-0013 c"),
        ("<boundaryEvent id=\"c\" attachedToRef=\"e\"><errorEventDefinition/></boundaryEvent>", "", "PROC-0018 c"),
        ("<intermediateCatchEvent id=\"c\"><timerEventDefinition/></intermediateCatchEvent>", "", "PROC-0023 c"),
        (
            "<intermediateCatchEvent id=\"c\"><timerEventDefinition><timeDuration>P1</timeDuration></timerEventDefinition></intermediateCatchEvent>",
            "",
            "PROC-0023 c",
        ),
        (
            "<intermediateCatchEvent id=\"c\"><timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition></intermediateCatchEvent>",
            "",
            "PROC-0023 c",
        ),
        ("", "s>a; a>e; a>nowhere", "PROC-0013 a-nowhere-2"),
        ("", "s>a; a>e; e>a", "PROC-0017 e"),
        ("", "s>a; a>s; a>e", "PROC-0017 s"),
        ("", "s>a; a>e[1 +]", "PROC-0022 a-e-1"),
        ("<parallelGateway id=\"c\"/>", "s>a; a>c; c>e[x = 1]", "PROC-0021 c-e-2"),
        ("<eventBasedGateway id=\"c\"/>", "s>a; a>c; c>e", "PROC-0024 e"),
        ("<subProcess id=\"c\"><startEvent id=\"i\"/></subProcess>", "s>a; a>c; c>e; a>i", "PROC-0014 a-i-3"),
        ("<subProcess id=\"c\"><endEvent id=\"i\"/></subProcess>", "s>a; a>c; c>e", "PROC-0015 c"),
        ("<exclusiveGateway id=\"c\" default=\"no\"/>", "s>a; a>c; c>e", "PROC-0020 c"),
        // Rules for services
        ("<userTask id=\"c\"/>", "s>a; a>c; c>e", "PROC-0040 c"),
        ("<task id=\"c\"/>", "", "PROC-0043 c"),
        ("<task id=\"c\"/><task id=\"d\"/>", "s>a; a>e; a>c; c>d; d>c; d>e", "PROC-0044 c"),
        ("<task id=\"c\"/><exclusiveGateway id=\"x\"/>", "s>a; a>x; x>e[n = 1]; x>c[n = 2]; c>e", "PROC-0042 x"),
        ("<task id=\"c\"/><exclusiveGateway id=\"x\"/>", "s>a; a>x; x>e[n = 1]; x>c[n != 1]; c>e", ""),
        ("<receiveTask id=\"c\" messageRef=\"m1\"/>", "s>a; a>c; c>e", "PROC-0041 c"),
        (
            "<receiveTask id=\"c\" messageRef=\"m1\"><extensionElements><au:deadline amount=\"3\" unit=\"day\"/></extensionElements></receiveTask>",
            "s>a; a>c; c>e",
            "",
        ),
        ("<endEvent id=\"c\"/>", "s>a; a>e; s>c", "PROC-0045 c,PROC-0046 c"),
        (
            "<task id=\"c\"/><userTask id=\"d\"><extensionElements><au:role role=\"x\"/></extensionElements></userTask>",
            "s>a; a>e; a>c; c>d; d>c",
            "PROC-0049 c,PROC-0049 d",
        ),
        (
            "<serviceTask id=\"c\"><extensionElements><au:registryCall operation=\"X\"/></extensionElements></serviceTask>",
            "s>a; a>c; c>e",
            "PROC-0048 c",
        ),
        (
            "<userTask id=\"c\"><extensionElements><au:role role=\"x\" notSameAs=\"no\"/></extensionElements></userTask>",
            "s>a; a>c; c>e",
            "PROC-0047 c",
        ),
        // Extensions
        ("<task id=\"c\"><extensionElements><au:nothing/></extensionElements></task>", "s>a; a>c; c>e", "PROC-0030 c"),
        (
            "<task id=\"c\"><extensionElements><au:stage code=\"z\" order=\"1\" nameBg=\"З\" colour=\"red\"/></extensionElements></task>",
            "s>a; a>c; c>e",
            "PROC-0031 c",
        ),
        ("<task id=\"c\" au:colour=\"red\"/>", "s>a; a>c; c>e", "PROC-0031 c"),
        ("<task id=\"c\"><extensionElements><au:stage order=\"1\"/></extensionElements></task>", "s>a; a>c; c>e", "PROC-0032 c"),
        (
            "<task id=\"c\"><extensionElements><au:deadline amount=\"x\" unit=\"day\"/></extensionElements></task>",
            "s>a; a>c; c>e",
            "PROC-0033 c",
        ),
        (
            "<task id=\"c\"><extensionElements><au:deadline amount=\"1\" unit=\"week\"/></extensionElements></task>",
            "s>a; a>c; c>e",
            "PROC-0033 c",
        ),
        (
            "<task id=\"c\"><extensionElements><au:journalStatus code=\"Started\"/></extensionElements></task>",
            "s>a; a>c; c>e",
            "PROC-0033 c",
        ),
        ("<task id=\"c\"><extensionElements><au:form ref=\"f\"/></extensionElements></task>", "s>a; a>c; c>e", "PROC-0034 c"),
        (
            "<task id=\"c\"><extensionElements><au:stage code=\"z\" order=\"1\" nameBg=\"З\"/><au:stage code=\"y\" order=\"2\" nameBg=\"И\"/></extensionElements></task>",
            "s>a; a>c; c>e",
            "PROC-0036 c",
        ),
        (
            "<task id=\"c\"><extensionElements><au:stage code=\"z\" order=\"1\" nameBg=\"З\"/></extensionElements></task><task id=\"d\"><extensionElements><au:stage code=\"z\" order=\"2\"/></extensionElements></task>",
            "s>a; a>c; c>d; d>e",
            "PROC-0035 d",
        ),
        ("<task id=\"c\"><extensionElements><au:stage code=\"z\"/></extensionElements></task>", "s>a; a>c; c>e", "PROC-0050 c"),
        (
            "<task id=\"c\"><extensionElements><au:data name=\"x\" access=\"steal\"/></extensionElements></task>",
            "s>a; a>c; c>e",
            "PROC-0033 c",
        ),
        // Kept, not executed
        (
            "<task id=\"c\"><documentation>x</documentation><extensionElements><x:any y=\"1\"><x:z/></x:any></extensionElements></task><textAnnotation id=\"ta\"/><association id=\"as\"/><group id=\"gr\"/><dataObject id=\"do\"/><dataObjectReference id=\"dr\"/>",
            "s>a; a>c; c>e",
            "",
        ),
    ];
    for (added, text, expected) in rows {
        let content = format!("{GOOD}{added}{}", if text.is_empty() { ok.clone() } else { flows(text) });
        let all = found(&content);
        let wanted: Vec<&str> = expected.split(',').filter(|e| !e.is_empty()).collect();
        assert_eq!(all, wanted, "{added} {text}");
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let findings = Definition::check(&file("<startEvent id=\"s\"/>\n\n<scriptTask\n id=\"x\"/>"));
    let script = findings.iter().find(|f| f.element == "x").expect("found");
    assert_eq!(script.line, 8);
}

#[test]
fn the_right_process_is_chosen() {
    let two = |first: &str, second: &str| {
        format!(
            "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\" {first}><startEvent id=\"s\"/></process><process id=\"q\" {second}><startEvent id=\"t\"/></process></definitions>"
        )
    };
    let loose = Options { structure_only: true, ..Options::default() };
    let key = |xml: &str| match Definition::compile_with(xml, &loose) {
        Ok(definition) => definition.key().to_string(),
        Err(findings) => findings[0].code.to_owned(),
    };
    assert_eq!(key(&two("isExecutable=\"true\"", "")), "p");
    assert_eq!(key(&two("isExecutable=\"false\"", "isExecutable=\"true\"")), "q");
    assert_eq!(key(&two("isExecutable=\"true\"", "isExecutable=\"true\"")), "PROC-0007");
    assert_eq!(key(&two("isExecutable=\"false\"", "isExecutable=\"false\"")), "PROC-0006");
    assert_eq!(key("<html/>"), "PROC-0005");
    let named = Options { process: Some("q"), ..loose };
    let xml = two("isExecutable=\"true\"", "isExecutable=\"true\"");
    assert_eq!(Definition::compile_with(&xml, &named).map(|d| d.key().to_string()), Ok("q".to_owned()));
    assert_eq!(Definition::processes(&xml), Ok(vec!["p".to_owned(), "q".to_owned()]));
}

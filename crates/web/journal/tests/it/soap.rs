//! Messages of the older event register.

use axum::http::Method;
use serde_json::json;

use crate::kit::{AIS, Answer, OWN_EIK, ParseEik, RIVAL, SUBJECT, SYSTEMS, World, later};

fn message(kind: &str, extra: &str) -> String {
    message_of(kind, extra, "2.16.100.1.1.999.1.1")
}

fn message_of(kind: &str, extra: &str, system: &str) -> String {
    format!(
        r#"<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:v1="http://egov.bg/bes/ws/auditlog/v1">
<soapenv:Body><v1:RegisterEvent><v1:EAServiceLCEvent>{extra}
<EventTime>2025-03-18T10:22:01+02:00</EventTime><EventType>{kind}</EventType>
<RequestedService><ServiceOID>2.16.1.2079</ServiceOID><SPOID>2.16.1.9</SPOID><SPName>Община Примерна</SPName></RequestedService>
<InformationSystemOID>{system}</InformationSystemOID><EventDescription>Иван Примерен подаде</EventDescription>
<DocumentRegId>{SUBJECT}</DocumentRegId></v1:EAServiceLCEvent></v1:RegisterEvent></soapenv:Body></soapenv:Envelope>"#
    )
}

fn send(world: &World, caller: &str, message: &str) -> Answer {
    world.call(Method::POST, "/soap/registerEvent", caller, &[("content-type", "text/xml")], message.to_owned())
}

fn world() -> World {
    let world = World::new();
    world.operate(|tx, ctx| ejournal::journal::oid_set(tx, ctx, "2.16.1.9", Some(&OWN_EIK.parse_eik()), None));
    world.operate(|tx, ctx| ejournal::journal::oid_set(tx, ctx, "2.16.1.2079", None, Some(&"2079".parse().unwrap())));
    world
}

#[test]
fn older_messages_become_events_in_their_order() {
    let world = world();
    send(&world, SYSTEMS, &message("AIS_ESERVICE_DOCUMENT_REGISTERED", "")).expect(202);
    send(&world, SYSTEMS, &message("AIS_ESERVICE_STARTED", "")).expect(202);
    let service = world.service();
    assert_eq!((&service["phase"], &service["administration"], &service["service"]), (&json!("work"), &json!(OWN_EIK), &json!("2079")));
    assert_eq!(service["events"][1]["flags"], json!(["legacy", "channel-only"]));
    // What the message said of a person is nowhere.
    let id = service["events"][0]["id"].as_str().unwrap();
    let read = world.get(&format!("/events/{AIS}/{id}"), SYSTEMS).expect(200).json();
    let payload = read["payload"].as_str().unwrap();
    assert!(!payload.contains("Иван") && !payload.contains("Община") && payload.contains("intake.registered"), "{payload}");
    // The numbers go on with what comes in the new form.
    assert_eq!(world.get(&format!("/sources/{AIS}/state"), SYSTEMS).expect(200).json()["contiguous"], 2);
}

#[test]
fn the_same_message_is_taken_once_a_day_and_with_a_number_once_for_ever() {
    let world = world();
    let plain = message("AIS_ESERVICE_STARTED", "");
    send(&world, SYSTEMS, &plain).expect(202);
    send(&world, SYSTEMS, &plain).expect(202);
    assert_eq!(world.events(), 1);
    let numbered = message("AIS_ESERVICE_DOCUMENT_REGISTERED", "<id>77</id>");
    send(&world, SYSTEMS, &numbered).expect(202);
    send(&world, SYSTEMS, &format!("{numbered}\n")).expect(202);
    assert_eq!(world.events(), 2);
    world.clock.set(later() + jiff::SignedDuration::from_hours(25));
    send(&world, SYSTEMS, &plain).expect(202);
    send(&world, SYSTEMS, &numbered).expect(202);
    assert_eq!(world.events(), 3, "without a number it is another event after a day");
}

#[test]
fn what_cannot_be_taken_gets_a_fault_and_leaves_nothing() {
    let world = world();
    let fault = |caller: &str, message: &str| {
        let answer = send(&world, caller, message).expect(500);
        let text = String::from_utf8(answer.bytes).unwrap();
        assert!(text.contains("<faultcode>soap:Client</faultcode>"), "{text}");
        text
    };
    let personal = message("AIS_ESERVICE_STARTED", "").replace("EAServiceLCEvent", "PersonalDataAccessAttempt");
    assert!(fault(SYSTEMS, &personal).contains("лични данни"));
    fault(SYSTEMS, "<a/>");
    fault(SYSTEMS, &message("NEVER_HEARD_OF", ""));
    fault(SYSTEMS, &message("AIS_ESERVICE_STARTED", "").replace("2.16.1.9", "2.16.1.10"));
    fault(RIVAL, &message("AIS_ESERVICE_STARTED", ""));
    fault(SYSTEMS, &message_of("AIS_ESERVICE_STARTED", "", "2.16.100.1.1.555"));
    assert_eq!(send(&world, "", &message("AIS_ESERVICE_STARTED", "")).status.as_u16(), 403);
    assert_eq!((world.events(), world.count("SELECT COUNT(*) FROM journal_message")), (0, 0));
    assert_eq!(world.count("SELECT CAST(SUM(count) AS BIGINT) FROM journal_refusal"), 6);
    // What was not taken before is no repetition.
    let message = message("AIS_ESERVICE_STARTED", "").replace("2.16.1.9", "2.16.1.10");
    world.operate(|tx, ctx| ejournal::journal::oid_set(tx, ctx, "2.16.1.10", Some(&OWN_EIK.parse_eik()), None));
    send(&world, SYSTEMS, &message).expect(202);
    assert_eq!(world.events(), 1);
}

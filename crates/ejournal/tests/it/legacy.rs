//! The older event register: what it sends becomes events without names, what we send has its shape.

use std::collections::BTreeMap;

use ejournal::admit::Arrival;
use ejournal::event::Event;
use ejournal::legacy::{self, Address, LegacyError, NAMESPACE, Supplement};
use ejournal::nomenclature::OlderType;
use ejournal::{Admission, Class, Facts, Flag, Reading, admit};
use roxmltree::{Document, Node};

use crate::kit::{AIS, Chance, OWN_EIK, Store, at, authorisation, nomenclature, read, reading, report, source, spec};

fn message(call: &str, rows: &str) -> String {
    format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header/><s:Body><n:{call} xmlns:n='{NAMESPACE}'>{rows}</n:{call}>\
         </s:Body></s:Envelope>"
    )
}

fn row(changes: &[(&str, &str)]) -> String {
    let mut row = "<n:EAServiceLCEvent><id>77</id><EventTime>2025-03-14T10:22:01.5+02:00</EventTime>\
        <EventType>AIS_ESERVICE_DOCUMENT_REGISTERED</EventType><EventType2>x</EventType2><RequestedService><ServiceOID>2.16.100.1.1.1.2079</ServiceOID>\
        <SPOID>2.16.100.1.1.999</SPOID><SPName>Община</SPName><ServiceName>Услуга</ServiceName><AdminLegalName>Иван Петров</AdminLegalName>\
        </RequestedService><InformationSystemOID>2.16.100.1.1.999.1.1</InformationSystemOID>\
        <EventDescription>Иван Петров, 7501010010</EventDescription><AuthnReqID>a</AuthnReqID>\
        <DocumentRegId>BG25073-XSNJFV-01-0007-CZ</DocumentRegId></n:EAServiceLCEvent>"
        .to_owned();
    for (from, to) in changes {
        assert!(row.contains(from), "{from}");
        row = row.replace(from, to);
    }
    row
}

fn candidates(rows: &str) -> Result<Vec<legacy::Candidate>, LegacyError> {
    legacy::read(message("RegisterEvent", rows).as_bytes(), true).map(|message| message.candidates)
}

fn supplement() -> Supplement {
    Supplement {
        administration: OWN_EIK.parse().unwrap(),
        service: "2079".parse().unwrap(),
        rnuseq: 1,
        sourceseq: 1,
        received: at("2025-03-20T08:00:00Z"),
        chance: [5; 10],
    }
}

#[test]
fn an_older_message_becomes_an_event_without_names() {
    let found = candidates(&row(&[])).unwrap();
    let [candidate] = &found[..] else { panic!("{} events", found.len()) };
    assert_eq!(candidate.older, OlderType::AisDocumentRegistered);
    assert_eq!((candidate.time, &candidate.source), (at("2025-03-14T08:22:01.5Z"), &source(AIS)));
    assert_eq!((candidate.number, candidate.provider_oid.as_str()), (Some(77), "2.16.100.1.1.999"));
    let event = candidate.complete(supplement(), nomenclature()).unwrap();
    let bytes = event.to_bytes();
    let text = String::from_utf8(bytes.clone()).unwrap();
    for dropped in ["Иван", "7501010010", "Община", "Услуга"] {
        assert!(!text.contains(dropped) && !format!("{candidate:?}").contains(dropped), "{dropped}");
    }
    // The older message has no place for the registration that the status needs.
    assert_eq!(Event::parse(&bytes, &reading()).unwrap_err().pointer, "/data/registration");
    assert_eq!(Event::parse(&bytes, &Reading { legacy: true, ..reading() }), Ok(event.clone()));
    let (store, authorisation) = (Store::default(), authorisation());
    let facts = Facts { arrival: Arrival::Legacy, ..store.facts(at("2025-03-20T08:00:00Z"), &authorisation) };
    let flags = [Flag::Late, Flag::Legacy, Flag::ChannelOnly].into();
    assert_eq!(admit(&event, &bytes, &facts), Ok(Admission::New { flags }));
}

#[test]
fn a_repeated_message_gives_the_same_id_where_it_has_a_number() {
    let id = |row: &str, chance: u8| candidates(row).unwrap()[0].id(at("2025-03-20T08:00:00Z"), [chance; 10]);
    assert_eq!(id(&row(&[]), 1), id(&row(&[("Община", "Район")]), 2));
    assert_ne!(id(&row(&[]), 1), id(&row(&[("<id>77</id>", "<id>78</id>")]), 1));
    let without = row(&[("<id>77</id>", "")]);
    assert_ne!(id(&without, 1), id(&without, 2));
    assert_eq!(id(&without, 1).recorded(), at("2025-03-20T08:00:00Z"));
    let digest = |rows: &str| legacy::read(message("RegisterEvent", rows).as_bytes(), true).unwrap().digest;
    assert_eq!(digest(&without), digest(&without));
    assert_ne!(digest(&without), digest(&row(&[])));
}

#[test]
fn what_does_not_belong_here_is_refused() {
    let personal = Err(LegacyError::PersonalDataAccess);
    let refused = |class: Class| Err(LegacyError::Refused(class));
    let verdict = |call: &str, rows: &str| legacy::read(message(call, rows).as_bytes(), true).map(|message| message.candidates.len());
    assert_eq!(verdict("RegisterEvent", &row(&[]).repeat(3)), Ok(3));
    assert_eq!(verdict("RegisterPDAccessAttempt", &row(&[])), personal);
    assert_eq!(verdict("RegisterEvent", "<n:PersonalDataAccessAttempt/>"), personal);
    let event_type = "AIS_ESERVICE_DOCUMENT_REGISTERED";
    assert_eq!(verdict("RegisterEvent", &row(&[(event_type, "PERSONAL_DATA_ACCESS_ATTEMPT")])), personal);
    assert_eq!(verdict("RegisterEvent", &row(&[("<AuthnReqID>a</AuthnReqID>", "<SubjectID>7501010010</SubjectID>")])), personal);
    assert_eq!(verdict("RegisterGovernanceEvent", &row(&[])), refused(Class::Schema));
    assert_eq!(verdict("RegisterEvent", ""), refused(Class::Schema));
    assert_eq!(verdict("RegisterEvent", &row(&[]).repeat(1_001)), refused(Class::TooLarge));
    for (changes, class) in [
        ((event_type, "ROID_OID_CREATED"), Class::Schema),
        ((event_type, "AIS_UNKNOWN"), Class::Schema),
        (("2025-03-14T10:22:01.5+02:00", "вчера"), Class::Schema),
        (("<id>77</id>", "<id>седем</id>"), Class::Schema),
        (("<id>77</id>", "<id>7</id><id>8</id>"), Class::Schema),
        (("2.16.100.1.1.999.1.1", "система"), Class::Schema),
        (("-CZ<", "-C0<"), Class::Subject),
        (("<DocumentRegId>BG25073-XSNJFV-01-0007-CZ</DocumentRegId>", ""), Class::Subject),
    ] {
        assert_eq!(verdict("RegisterEvent", &row(&[changes])), refused(class), "{changes:?}");
    }
    let bomb = format!("<!DOCTYPE a [<!ENTITY a 'aaaa'>]>{}", message("RegisterEvent", &row(&[])));
    assert_eq!(legacy::read(bomb.as_bytes(), true).map(|message| message.candidates.len()), refused(Class::Schema));
    let fault = String::from_utf8(legacy::write_fault(&LegacyError::PersonalDataAccess)).unwrap();
    let document = Document::parse(&fault).unwrap();
    assert!(
        document
            .descendants()
            .any(|node| node.tag_name().name() == "faultstring" && node.text().is_some_and(|text| text.contains("лични данни")))
    );
}

/// The complex types of the schema in the WSDL by name.
fn types<'a, 'd>(wsdl: &'a Document<'d>) -> BTreeMap<&'a str, Node<'a, 'd>> {
    let named = wsdl.descendants().filter(|node| node.tag_name().name() == "complexType");
    named.filter_map(|node| Some((node.attribute("name")?, node))).collect()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap()
}

/// The elements of a type in their order, those of its base first: name, least and greatest number, type, whether it has the namespace.
fn elements<'a>(types: &BTreeMap<&'a str, Node<'a, '_>>, name: &str) -> Vec<(&'a str, bool, &'a str, bool)> {
    let node = types[name];
    let base = node.descendants().find_map(|inner| inner.attribute("base")).filter(|base| *base != "xs:string");
    let mut found = base.map(|base| elements(types, local(base))).unwrap_or_default();
    for element in node.descendants().filter(|inner| inner.tag_name().name() == "element") {
        let optional = element.attribute("minOccurs") == Some("0");
        match element.attribute("ref") {
            Some(reference) => found.push((local(reference), optional, "EAServiceLCEventType", true)),
            None => found.push((element.attribute("name").unwrap(), optional, local(element.attribute("type").unwrap()), false)),
        }
    }
    found
}

fn holds_shape(node: Node<'_, '_>, types: &BTreeMap<&str, Node<'_, '_>>, name: &str) {
    let mut children = node.children().filter(Node::is_element).peekable();
    for (element, optional, of, qualified) in elements(types, name) {
        match children.next_if(|child| child.tag_name().name() == element) {
            Some(child) => {
                assert_eq!(child.tag_name().namespace(), qualified.then_some(NAMESPACE), "{element}");
                match of {
                    "long" => assert!(child.text().unwrap().parse::<i64>().is_ok()),
                    "dateTime" => assert!(child.text().unwrap().parse::<jiff::Timestamp>().is_ok()),
                    "string" => assert!(child.text().is_some()),
                    "EventTypeEnum" => assert!(OlderType::parse(child.text().unwrap()).is_some()),
                    complex => holds_shape(child, types, complex),
                }
            }
            None => assert!(optional, "{element} is missing"),
        }
    }
    assert_eq!(children.next().map(|child| child.tag_name().name().to_owned()), None, "too many elements in {name}");
}

#[test]
fn what_is_written_has_the_shape_of_the_wsdl_and_is_read_again() {
    let Some(folder) = spec() else { return };
    let wsdl = std::fs::read_to_string(folder.join("schemas/ejournal/BGeGovEventsServices.wsdl")).unwrap();
    let wsdl = Document::parse(&wsdl).unwrap();
    let types = types(&wsdl);
    let mut written = 0;
    for entry in nomenclature().statuses() {
        let event = read(&report(1, entry.code.as_str()));
        let administration_oid = (written % 2 == 0).then(|| "2.16.100.1.1.7".to_owned());
        let address =
            Address { service_oid: "2.16.100.1.1.1.2079".to_owned(), provider_oid: "2.16.100.1.1.999".to_owned(), administration_oid };
        let Some(bytes) = legacy::write(&event, &address, nomenclature()) else {
            assert_eq!(entry.older, [], "{}", entry.code);
            continue;
        };
        written += 1;
        let text = String::from_utf8(bytes.clone()).unwrap();
        let document = Document::parse(&text).unwrap();
        let call = document.descendants().find(|node| node.has_tag_name((NAMESPACE, "RegisterEvent"))).unwrap();
        holds_shape(call, &types, "RegisterEventType");
        let message = legacy::read(&bytes, true).unwrap();
        let [candidate] = &message.candidates[..] else { panic!("{} events", message.candidates.len()) };
        assert_eq!(candidate.status(nomenclature()), Some(&entry.code));
        assert_eq!((candidate.time, &candidate.subject, &candidate.source), (event.time, &event.subject, &event.key.source));
        assert_eq!(candidate.number, Some(1001));
    }
    assert_eq!(written, 29, "31 types, three of which mean one status");
}

#[test]
fn no_mutilated_message_makes_the_reader_panic() {
    let mut chance = Chance::new(6);
    let whole = message("RegisterEvent", &row(&[])).into_bytes();
    for _ in 0..10_000 {
        let mut bytes = whole.clone();
        for _ in 0..=chance.below(4) {
            let at = chance.below(bytes.len());
            match chance.below(3) {
                0 => bytes[at] = chance.below(256) as u8,
                1 => bytes.insert(at, *chance.pick(b"<>&;'/:\xD0")),
                _ => {
                    bytes.remove(at);
                }
            }
        }
        let _ = legacy::read(&bytes, true);
    }
}

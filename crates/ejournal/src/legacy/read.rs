//! Reading an older message.

use jiff::Timestamp;
use jiff::civil::DateTime;
use kernel::clock::sofia_instant;
use kernel::reference_number::Reference;
use roxmltree::{Document, Node, ParsingOptions};
use sha2::{Digest, Sha256};

use super::{Candidate, ENVELOPE, NAMESPACE};
use crate::event::Source;
use crate::limits::{BATCH_BYTES_MAX, BATCH_EVENTS_MAX};
use crate::nomenclature::OlderType;
use crate::refusal::Class;

/// Why an older message is refused with a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LegacyError {
    /// It reports access to personal data, which belongs to another register.
    #[error("access to personal data is not reported to this journal")]
    PersonalDataAccess,
    /// It cannot be read or accepted, for the same reasons as an event.
    #[error("the older message is refused as {0}")]
    Refused(Class),
}

/// An older message: its events, and the hash by which a repetition without a number is recognised for 24 hours (§5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The events in their order.
    pub candidates: Vec<Candidate>,
    /// SHA-256 of the message as sent.
    pub digest: [u8; 32],
}

const FORM: LegacyError = LegacyError::Refused(Class::Schema);
/// LIMIT: longest object identifier, characters.
const OID_CHARS_MAX: usize = 200;
/// LIMIT: elements, attributes and texts of one message; an event of the older schema has fewer than forty.
const NODES_MAX: u32 = 100_000;

/// Reads a SOAP 1.1 message `RegisterEvent`. `production` refuses test numbers.
pub fn read(bytes: &[u8], production: bool) -> Result<Message, LegacyError> {
    if bytes.len() > BATCH_BYTES_MAX {
        return Err(LegacyError::Refused(Class::TooLarge));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| FORM)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| FORM)?;
    let candidates = events(&document)?.into_iter().map(|event| candidate(event, production)).collect::<Result<_, _>>()?;
    Ok(Message { candidates, digest: Sha256::digest(bytes).into() })
}

/// The elements of the events in the body.
fn events<'a, 'd>(document: &'a Document<'d>) -> Result<Vec<Node<'a, 'd>>, LegacyError> {
    let envelope = document.root_element();
    let bodies = envelope.children().find(|node| node.has_tag_name((ENVELOPE, "Body")));
    let body = bodies.filter(|_| envelope.has_tag_name((ENVELOPE, "Envelope"))).ok_or(FORM)?;
    let call = body.children().find(Node::is_element).ok_or(FORM)?;
    if call.tag_name().namespace() != Some(NAMESPACE) {
        return Err(FORM);
    }
    let events: Vec<Node<'_, '_>> = call.children().filter(Node::is_element).collect();
    let personal = |node: &Node<'_, '_>| node.tag_name().name() == "PersonalDataAccessAttempt";
    if call.tag_name().name() == "RegisterPDAccessAttempt" || personal(&call) || events.iter().any(personal) {
        return Err(LegacyError::PersonalDataAccess);
    }
    let holds = call.tag_name().name() == "RegisterEvent" && events.iter().all(|node| node.has_tag_name((NAMESPACE, "EAServiceLCEvent")));
    if !holds || events.is_empty() {
        return Err(FORM);
    }
    if events.len() > BATCH_EVENTS_MAX {
        return Err(LegacyError::Refused(Class::TooLarge));
    }
    Ok(events)
}

fn candidate(event: Node<'_, '_>, production: bool) -> Result<Candidate, LegacyError> {
    const PERSONAL: [&str; 4] = ["SubjectID", "Employee", "PersonalDataDescription", "AccessedData"];
    if event.children().any(|node| PERSONAL.contains(&node.tag_name().name())) {
        return Err(LegacyError::PersonalDataAccess);
    }
    let older = match text(event, "EventType")?.ok_or(FORM)? {
        "PERSONAL_DATA_ACCESS_ATTEMPT" => return Err(LegacyError::PersonalDataAccess),
        name => OlderType::parse(name).ok_or(FORM)?,
    };
    let service = child(event, "RequestedService")?.ok_or(FORM)?;
    let subject = text(event, "DocumentRegId")?.unwrap_or_default();
    Ok(Candidate {
        older,
        time: text(event, "EventTime")?.and_then(instant).ok_or(FORM)?,
        source: text(event, "InformationSystemOID")?.and_then(|oid| Source::of_oid(oid).ok()).ok_or(FORM)?,
        subject: Reference::parse(subject, production).map_err(|_| LegacyError::Refused(Class::Subject))?,
        number: text(event, "id")?.map(|number| number.parse().map_err(|_| FORM)).transpose()?,
        service_oid: oid(service, "ServiceOID")?.ok_or(FORM)?,
        provider_oid: oid(service, "SPOID")?.ok_or(FORM)?,
        administration_oid: oid(service, "AdminiOID")?,
    })
}

/// INTEROP: the schema leaves the inner elements without a namespace; some senders write them in it all the same.
fn child<'a, 'd>(parent: Node<'a, 'd>, name: &str) -> Result<Option<Node<'a, 'd>>, LegacyError> {
    let named = |node: &Node<'_, '_>| {
        let tag = node.tag_name();
        tag.name() == name && tag.namespace().is_none_or(|namespace| namespace == NAMESPACE)
    };
    let mut found = parent.children().filter(Node::is_element).filter(named);
    let first = found.next();
    if found.next().is_some() { Err(FORM) } else { Ok(first) }
}

fn text<'a>(parent: Node<'a, '_>, name: &str) -> Result<Option<&'a str>, LegacyError> {
    let text = child(parent, name)?.map(|node| node.text().unwrap_or_default().trim());
    Ok(text.filter(|text| !text.is_empty()))
}

fn oid(parent: Node<'_, '_>, name: &str) -> Result<Option<String>, LegacyError> {
    match text(parent, name)? {
        Some(text) if text.chars().count() > OID_CHARS_MAX => Err(FORM),
        text => Ok(text.map(str::to_owned)),
    }
}

/// An `xs:dateTime` in whole milliseconds. INTEROP: without a zone it is the time of day in Bulgaria, as the older systems write it.
fn instant(text: &str) -> Option<Timestamp> {
    let plain = text.as_bytes().get(10) == Some(&b'T') && text.bytes().all(|b| b.is_ascii_digit() || b"-:.+TZ".contains(&b));
    let zoned = text.ends_with('Z') || text.get(19..).is_some_and(|rest| rest.contains(['+', '-']));
    let at = match (plain, zoned) {
        (false, _) => return None,
        (true, true) => text.parse::<Timestamp>().ok()?,
        (true, false) => sofia_instant(text.parse::<DateTime>().ok()?),
    };
    Timestamp::from_millisecond(at.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_of_times() {
        for (text, utc) in [
            ("2025-03-14T10:22:01+02:00", Some("2025-03-14T08:22:01Z")),
            ("2025-03-14T08:22:01Z", Some("2025-03-14T08:22:01Z")),
            ("2025-03-14T08:22:01.123456Z", Some("2025-03-14T08:22:01.123Z")),
            ("2025-03-14T10:22:01", Some("2025-03-14T08:22:01Z")),
            ("2025-07-14T10:22:01.5", Some("2025-07-14T07:22:01.5Z")),
            ("2025-03-14T10:22:01-05:00", Some("2025-03-14T15:22:01Z")),
            ("2025-03-14", None),
            ("2025-03-14 10:22:01", None),
            ("2025-02-30T10:22:01", None),
            ("2025-03-14T10:22:01[Europe/Sofia]", None),
            ("", None),
        ] {
            assert_eq!(instant(text), utc.map(|utc| utc.parse().unwrap()), "{text}");
        }
    }
}

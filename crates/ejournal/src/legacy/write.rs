//! Writing an older message, beside the new event, as long as the older register exists.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Xml};

use super::{ENVELOPE, LegacyError, NAMESPACE};
use crate::event::Event;
use crate::nomenclature::Nomenclature;
use crate::refusal::{self, Language};

/// Object identifiers that the older register asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Of the service.
    pub service_oid: String,
    /// Of the provider of the service.
    pub provider_oid: String,
    /// Of the administration, where it is another one.
    pub administration_oid: Option<String>,
}

/// The SOAP 1.1 message `RegisterEvent` for an event; none when the older register has no type for its status. The description is the
/// text of the nomenclature, and the number of the event is its `sourceseq`, by which the receiver recognises a repetition.
pub fn write(event: &Event, address: &Address, nomenclature: &Nomenclature) -> Option<Vec<u8>> {
    let entry = nomenclature.status(&event.data.status)?;
    let older = entry.older.first()?;
    let time = event.time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    Some(envelope(|body| {
        let call = body.create_element("reg:RegisterEvent").with_attribute(("xmlns:reg", NAMESPACE));
        call.write_inner_content(|call| {
            call.create_element("reg:EAServiceLCEvent").write_inner_content(|row| {
                text(row, "id", &event.sourceseq.to_string())?;
                text(row, "EventTime", &time)?;
                text(row, "EventType", older.name())?;
                row.create_element("RequestedService").write_inner_content(|service| {
                    text(service, "ServiceOID", &address.service_oid)?;
                    text(service, "SPOID", &address.provider_oid)?;
                    address.administration_oid.iter().try_for_each(|oid| text(service, "AdminiOID", oid))
                })?;
                text(row, "InformationSystemOID", event.key.source.oid())?;
                text(row, "EventDescription", &entry.bg)?;
                text(row, "DocumentRegId", &event.subject.to_string())
            })?;
            Ok(())
        })?;
        Ok(())
    }))
}

/// The SOAP 1.1 fault that answers a refused message, with its sentence in Bulgarian.
pub fn write_fault(error: &LegacyError) -> Vec<u8> {
    let sentence = match error {
        LegacyError::PersonalDataAccess => refusal::personal_data_access(Language::Bg),
        LegacyError::Refused(class) => class.sentence(Language::Bg),
    };
    envelope(|body| {
        body.create_element("soap:Fault").write_inner_content(|fault| {
            text(fault, "faultcode", "soap:Client")?;
            text(fault, "faultstring", sentence)
        })?;
        Ok(())
    })
}

fn envelope(body: impl FnOnce(&mut Writer<Vec<u8>>) -> io::Result<()>) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    let written = writer.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).and_then(|()| {
        let envelope = writer.create_element("soap:Envelope").with_attribute(("xmlns:soap", ENVELOPE));
        envelope.write_inner_content(|envelope| {
            envelope.create_element("soap:Body").write_inner_content(body)?;
            Ok(())
        })?;
        Ok(())
    });
    written.expect("writing to memory cannot fail");
    writer.into_inner()
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, value: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(value))?;
    Ok(())
}

//! Systems that report: each tells of whole services, one after another, every event signed.
//!
//! The one rule: what is sent is what a journal accepts from anybody, by the same rules; nothing is made easier for the measurement.

use anyhow::Result;
use ejournal::Nomenclature;
use ejournal::client::Outgoing;
use ejournal::event::{DATA_CONTENT_TYPE, DATA_SCHEMA, EVENT_TYPE, EventId, SPEC_VERSION, Source};
use ejournal::journal::{Act, Admit, Fingerprint, grant_add, key_add, source_admit};
use ejournal::signature::Signer;
use jiff::{SignedDuration, Timestamp};
use kernel::entity_number::EntityNumber;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::journal_role;
use crate::runtime::Installation;

/// Statuses of one service in their order.
const LIFE: [&str; 8] =
    ["intake.registered", "term.set", "work.assigned", "work.started", "decision.signed", "decision.granted", "result.sent", "case.closed"];

/// A system of an administration.
pub struct System {
    number: u32,
    source: Source,
    signer: Signer,
    begun: Timestamp,
    /// Events made so far.
    made: u64,
}

/// What stands for the certificate of a system: the journal looks only at its digest.
fn certificate(number: u32) -> Vec<u8> {
    format!("certificate of system {number}").into_bytes()
}

fn eik() -> EntityNumber {
    EntityNumber::parse("999999995").expect("a number of the reserved range")
}

impl System {
    /// The system of a number, from 1. Its events happened in the last hour before `now`.
    pub fn new(number: u32, now: Timestamp) -> System {
        let source = Source::of_oid(&format!("2.16.100.1.1.999.7.{number}")).expect("an object identifier");
        let seed = Sha256::digest(number.to_be_bytes()).into();
        let signer = Signer::ed25519(format!("system-{number}"), &seed);
        System { number, source, signer, begun: now - SignedDuration::from_mins(30), made: 0 }
    }

    /// The digest by which the journal knows its certificate.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(certificate(self.number)).into())
    }

    /// Its certificate as a proxy hands it on (RFC 9440).
    pub fn certificate_header(&self) -> String {
        use base64::Engine;
        format!(":{}:", base64::engine::general_purpose::STANDARD.encode(certificate(self.number)))
    }

    /// Lets the system into the journal of an installation.
    pub fn admit(&self, installation: &Installation) -> Result<()> {
        let ctx = journal_role::operator(installation);
        let admit =
            Admit { number: self.number, source: self.source.clone(), name: format!("{}", self.number), administrations: vec![eik()] };
        let (fingerprint, source, number) = (self.fingerprint(), self.source.clone(), self.number);
        let (name, key) = (format!("system-{number}"), self.signer.public_key());
        let until = (self.begun + SignedDuration::from_hours(24)).as_millisecond();
        installation.store.write_blocking(move |tx| {
            source_admit(tx, &ctx, &admit)?;
            grant_add(tx, &ctx, fingerprint, &Act::Report(number))?;
            key_add(tx, &ctx, &source, &name, &key, 0, until)
        })?;
        Ok(())
    }

    /// The reference number of its service of that number.
    pub(super) fn subject(&self, service: u64) -> String {
        format!("LOAD-{}-N{service:08}", self.number)
    }

    /// How many services it has told of to the end.
    pub(super) fn services(&self) -> u64 {
        self.made / LIFE.len() as u64
    }

    /// Reports what happened next.
    pub fn report(&mut self) -> Outgoing {
        let (service, place) = (self.made / LIFE.len() as u64, (self.made % LIFE.len() as u64) as usize);
        self.made += 1;
        let (subject, time) = (self.subject(service), self.begun + SignedDuration::from_secs(place as i64 * 60));
        let chance = Sha256::digest(format!("{subject} {place}"));
        // Identifiers are made in the order of time: those of a service a millisecond after those of the one before.
        let recorded = time + SignedDuration::from_millis(service as i64);
        let id = EventId::new(recorded, chance[..10].try_into().expect("ten bytes of thirty-two"));
        let mut event = json!({
            "specversion": SPEC_VERSION, "id": id, "source": self.source.as_str(), "type": EVENT_TYPE, "subject": subject,
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), "datacontenttype": DATA_CONTENT_TYPE, "dataschema": DATA_SCHEMA,
            "rnuseq": place + 1, "sourceseq": self.made,
            "data": {
                "status": LIFE[place], "administration": { "eik": eik().to_string() },
                "service": { "number": "2079", "channel": "portal", "mode": "normal" }
            },
        });
        let status = Nomenclature::shipped().statuses().iter().find(|status| status.code.as_str() == LIFE[place]);
        for need in status.into_iter().flat_map(|status| &status.needs) {
            event["data"][need.name()] = self.needed(need.name(), service);
        }
        let bytes = serde_json::to_vec(&event).expect("a tree of values can be written");
        let signature = self.signer.sign(&bytes).block().to_owned();
        Outgoing { id, bytes, signature }
    }

    fn needed(&self, member: &str, service: u64) -> Json {
        let day = kernel::clock::sofia_date(self.begun);
        match member {
            "unit" => json!("UNIT-01"),
            "stage" => json!({ "code": "check", "no": 3, "of": 5 }),
            "due" => json!(day + SignedDuration::from_hours(24 * 14)),
            "registration" => json!({ "number": format!("94-00-{service}/{}", day.year()), "date": day }),
            other => unreachable!("a status of the measurement needs {other}"),
        }
    }
}

//! Samples, builders and a repeatable source of chance.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ejournal::admit::{Arrival, Authorisation};
use ejournal::event::{Event, Source};
use ejournal::state::{Reported, State, derive};
use ejournal::{Facts, Nomenclature, Reading};
use jiff::Timestamp;
use serde_json::{Value as Json, json};

/// The folder `spec` of the reference samples; says loudly when it is missing.
pub fn spec() -> Option<PathBuf> {
    let shared = std::env::var_os("GISHE_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")), PathBuf::from);
    let folder = shared.join("spec");
    let found = folder.join("samples/ejournal").is_dir();
    if !found {
        eprintln!("skipped: no corpus at {}", folder.display());
    }
    found.then_some(folder)
}

/// A JSON file of the reference samples.
pub fn sample(path: &str) -> Option<Json> {
    let text = std::fs::read_to_string(spec()?.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    Some(serde_json::from_str(&text).unwrap())
}

/// The sixteen events of one service.
pub fn complete_service() -> Option<Vec<Event>> {
    let events = sample("samples/ejournal/events/complete-service.json")?;
    Some(events.as_array().unwrap().iter().map(read).collect())
}

pub fn nomenclature() -> &'static Nomenclature {
    Nomenclature::shipped()
}

pub fn reading() -> Reading<'static> {
    Reading::production(nomenclature())
}

pub fn read(event: &Json) -> Event {
    let bytes = serde_json::to_vec(event).unwrap();
    Event::parse(&bytes, &reading()).unwrap_or_else(|refusal| panic!("{refusal}: {event}"))
}

pub const AIS: &str = "urn:oid:2.16.100.1.1.999.1.1";
pub const FORMS: &str = "urn:oid:2.16.100.1.1.292";
pub const PAYMENTS: &str = "urn:oid:2.16.100.1.1.999.2";
pub const OWN_EIK: &str = "999999995";
pub const OTHER_EIK: &str = "831648793";

pub fn source(text: &str) -> Source {
    text.parse().unwrap()
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The instant so many minutes after the morning of 14 March 2025.
pub fn minute(minutes: i64) -> Timestamp {
    at("2025-03-14T08:00:00Z") + jiff::SignedDuration::from_mins(minutes)
}

/// An event of the administrative system as JSON, with every member that the status needs; ids and times follow the number.
pub fn report(rnuseq: u32, status: &str) -> Json {
    report_at(AIS, rnuseq, i64::from(rnuseq), status)
}

/// An event of a source so many minutes after the morning.
pub fn report_at(source: &str, rnuseq: u32, minutes: i64, status: &str) -> Json {
    let time = minute(minutes);
    let mut chance = [0; 10];
    chance[..4].copy_from_slice(&rnuseq.to_be_bytes());
    chance[4] = source.len() as u8;
    let id = ejournal::event::EventId::new(time, chance);
    let mut event = json!({
        "specversion": "1.0", "id": id, "source": source, "type": "bg.ejournal.service.status.v1",
        "subject": "BG25073-XSNJFV-01-0007-CZ", "time": time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "datacontenttype": "application/json", "dataschema": "urn:ejournal:schema:status-event:1",
        "rnuseq": rnuseq, "sourceseq": 1000 + rnuseq,
        "data": {"status": status, "administration": {"eik": OWN_EIK}, "service": {"number": "2079", "channel": "eforms", "mode": "normal"}},
    });
    let needs = nomenclature().statuses().iter().find(|entry| entry.code.as_str() == status).map(|entry| entry.needs.clone());
    for need in needs.unwrap_or_default() {
        event["data"][need.name()] = member(need.name(), &event["id"]);
    }
    event
}

/// A right value of a member of `data`.
pub fn member(name: &str, id: &Json) -> Json {
    match name {
        "unit" => json!("GRS-01"),
        "stage" => json!({"code": "check", "no": 3, "of": 5}),
        "due" => json!("2025-03-21"),
        "reason" => json!("extend.complex"),
        "outcome" => json!("upheld"),
        "registration" => json!({"number": "94-00-117/14.03.2025", "date": "2025-03-14"}),
        "otherAdministration" | "forwardedTo" => json!(OTHER_EIK),
        "relatedRnu" => json!("BG25073-XSNJFV-01-0008-B8"),
        "correctionOf" => json!({"source": AIS, "id": id}),
        "documentHash" => json!(format!("sha-256:{}", "0a".repeat(32))),
        other => panic!("no value for {other}"),
    }
}

/// A certificate of all sources for two administrations.
pub fn authorisation() -> Authorisation {
    Authorisation {
        sources: [AIS, FORMS, PAYMENTS].map(source).into(),
        administrations: [OWN_EIK, OTHER_EIK].map(|eik| eik.parse().unwrap()).into(),
    }
}

/// Owns what a derivation and an admission borrow.
#[derive(Default)]
pub struct Store {
    pub events: Vec<Event>,
    pub voids: BTreeSet<(Source, u32)>,
    pub released: BTreeSet<Source>,
}

impl Store {
    pub fn of(events: Vec<Event>) -> Self {
        Self { events, ..Self::default() }
    }

    /// A store of events of the administrative system with these statuses, a minute apart.
    pub fn of_statuses(statuses: &[&str]) -> Self {
        Self::of((1..).zip(statuses).map(|(number, status)| read(&report(number, status))).collect())
    }

    pub fn reported(&self) -> Reported<'_> {
        Reported { events: &self.events, voids: &self.voids, released: &self.released }
    }

    pub fn state(&self) -> State<'_> {
        derive(&self.reported(), nomenclature())
    }

    pub fn facts<'f>(&'f self, now: Timestamp, authorisation: &'f Authorisation) -> Facts<'f> {
        Facts {
            now,
            authorisation,
            nomenclature: nomenclature(),
            arrival: Arrival::Signed,
            stored_digest: None,
            migration_window: false,
            reported: self.reported(),
        }
    }
}

/// A repeatable sequence of numbers (xorshift*).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % bound
    }

    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

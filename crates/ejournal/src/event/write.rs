//! Writing an event for sending.
//!
//! The one rule: what is written here is what [`Event::parse`] reads; the bytes are made once, signed, stored and never made again.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::moment::write_instant;
use super::{DATA_CONTENT_TYPE, DATA_SCHEMA, EVENT_TYPE, Event, SPEC_VERSION};

impl Event {
    /// The bytes of the event as structured JSON without spaces.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("an event has text keys only and no number out of range")
    }
}

impl Serialize for Event {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("specversion", SPEC_VERSION)?;
        map.serialize_entry("id", &self.key.id)?;
        map.serialize_entry("source", &self.key.source)?;
        map.serialize_entry("type", EVENT_TYPE)?;
        map.serialize_entry("subject", &self.subject.to_string())?;
        map.serialize_entry("time", &write_instant(self.time))?;
        map.serialize_entry("datacontenttype", DATA_CONTENT_TYPE)?;
        map.serialize_entry("dataschema", DATA_SCHEMA)?;
        map.serialize_entry("rnuseq", &self.rnuseq)?;
        map.serialize_entry("sourceseq", &self.sourceseq)?;
        if let Some(traceparent) = &self.traceparent {
            map.serialize_entry("traceparent", traceparent)?;
        }
        map.serialize_entry("data", &self.data)?;
        map.end()
    }
}

//! Batches: several events in one body, each with the exact bytes that were sent (`ejournal.md` §5).
//!
//! The one rule: the payload of an event is the slice from its `{` to its `}` as it stands in the body, never written anew; it is what
//! the source has signed and what the journal keeps.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::limits::{BATCH_BYTES_MAX, BATCH_EVENTS_MAX};
use crate::refusal::{Class, Refusal};
use crate::signature::DetachedSignature;

/// Media type of a batch without signatures: a JSON array of events (CloudEvents 1.0, JSON batch format).
pub const MEDIA_TYPE: &str = "application/cloudevents-batch+json";
/// Media type of a batch in which each event is signed: `{"events":[…],"signatures":[…]}`.
pub const SIGNED_MEDIA_TYPE: &str = "application/vnd.ejournal.batch+json";

/// One event of a batch; it is atomic, the batch is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'b> {
    /// The bytes of the event as sent, to be read with [`crate::Event::parse`].
    pub payload: &'b [u8],
    /// The detached signature over them as sent, to be read with [`DetachedSignature::parse`].
    pub signature: Option<Cow<'b, str>>,
}

/// Reads a batch without signatures. Refuses the whole body with [`Class::TooLarge`] or [`Class::Schema`]; whether an item is an event
/// is not asked here.
pub fn read(body: &[u8]) -> Result<Vec<Item<'_>>, Refusal> {
    let events: Limited<&RawValue> = whole(body)?;
    let events = events.within_limit()?;
    Ok(events.into_iter().map(|event| Item { payload: event.get().as_bytes(), signature: None }).collect())
}

/// Reads a batch of signed events. Refuses the whole body with [`Class::TooLarge`], or with [`Class::Schema`] also when the
/// signatures are not as many as the events.
pub fn read_signed(body: &[u8]) -> Result<Vec<Item<'_>>, Refusal> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Signed<'b> {
        #[serde(borrow)]
        events: Limited<&'b RawValue>,
        #[serde(borrow)]
        signatures: Limited<Text<'b>>,
    }
    let Signed { events, signatures } = whole(body)?;
    let (events, signatures) = (events.within_limit()?, signatures.within_limit()?);
    if events.len() != signatures.len() {
        return Err(Refusal::at(Class::Schema, "/signatures"));
    }
    let items = events.into_iter().zip(signatures);
    Ok(items.map(|(event, Text(signature))| Item { payload: event.get().as_bytes(), signature: Some(signature) }).collect())
}

/// Writes a batch without signatures for sending; the payloads stand in it byte for byte.
pub fn write(payloads: &[&[u8]]) -> Vec<u8> {
    [b"[", payloads.join(&b',').as_slice(), b"]"].concat()
}

/// Writes a batch of signed events for sending; the payloads stand in it byte for byte.
pub fn write_signed<'b>(items: impl IntoIterator<Item = (&'b [u8], &'b DetachedSignature)>) -> Vec<u8> {
    let (events, signatures): (Vec<&[u8]>, Vec<String>) =
        items.into_iter().map(|(payload, signature)| (payload, format!("\"{}\"", signature.block()))).unzip();
    let mut body = b"{\"events\":[".to_vec();
    body.extend(events.join(&b','));
    body.extend(b"],\"signatures\":[");
    body.extend(signatures.join(",").into_bytes());
    body.extend(b"]}");
    body
}

fn whole<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Refusal> {
    if body.len() > BATCH_BYTES_MAX {
        return Err(Refusal::whole(Class::TooLarge));
    }
    serde_json::from_slice(body).map_err(|_| Refusal::whole(Class::Schema))
}

/// A text that is borrowed where it has no escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Text<'b>(#[serde(borrow)] Cow<'b, str>);

/// A list of which no more than the limit is kept.
struct Limited<T> {
    items: Vec<T>,
    exceeded: bool,
}

impl<T> Limited<T> {
    fn within_limit(self) -> Result<Vec<T>, Refusal> {
        if self.exceeded { Err(Refusal::whole(Class::TooLarge)) } else { Ok(self.items) }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Limited<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
            type Value = Limited<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while items.len() < BATCH_EVENTS_MAX {
                    match list.next_element()? {
                        Some(item) => items.push(item),
                        None => return Ok(Limited { items, exceeded: false }),
                    }
                }
                let mut exceeded = false;
                while list.next_element::<IgnoredAny>()?.is_some() {
                    exceeded = true;
                }
                Ok(Limited { items, exceeded })
            }
        }
        deserializer.deserialize_seq(Items(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::Signer;

    #[test]
    fn payloads_are_the_slices_as_sent() {
        let body = b" [ {\"a\" : 1 ,\"b\":\"}\"}\n, {\"\\u0061\":[{}]} ,7]";
        let items = read(body).unwrap();
        let payloads: Vec<&str> = items.iter().map(|item| std::str::from_utf8(item.payload).unwrap()).collect();
        assert_eq!(payloads, ["{\"a\" : 1 ,\"b\":\"}\"}", "{\"\\u0061\":[{}]}", "7"]);
        let slices: Vec<&[u8]> = items.iter().map(|item| item.payload).collect();
        assert_eq!(read(&write(&slices)).unwrap(), items);
    }

    #[test]
    fn a_signed_batch_comes_back_as_it_was_written() {
        let signer = Signer::ed25519("ключ-1".to_owned(), &[7; 32]);
        let payloads: [&[u8]; 2] = [b"{\"a\": 1}", "{\"б\":\"\\n\"}".as_bytes()];
        let signatures = payloads.map(|payload| signer.sign(payload));
        let body = write_signed(payloads.into_iter().zip(&signatures));
        let items = read_signed(&body).unwrap();
        for ((item, payload), signature) in items.iter().zip(payloads).zip(&signatures) {
            assert_eq!(item.payload, payload);
            let read = DetachedSignature::parse(item.signature.as_deref().unwrap()).unwrap();
            assert_eq!(&read, signature);
            read.verify(item.payload, &signer.public_key()).unwrap();
        }
    }

    #[test]
    fn limits_and_shapes() {
        let list = |n: usize| format!("[{}]", vec!["{}"; n].join(","));
        assert_eq!(read(list(1_000).as_bytes()).unwrap().len(), 1_000);
        assert_eq!(read(list(1_001).as_bytes()), Err(Refusal::whole(Class::TooLarge)));
        assert_eq!(read(&vec![b' '; BATCH_BYTES_MAX + 1]), Err(Refusal::whole(Class::TooLarge)));
        assert_eq!(read(b"[]").unwrap(), []);
        let signed = |text: &str| read_signed(text.as_bytes()).map(|items| items.len());
        assert_eq!(signed(r#"{"events":[],"signatures":[]}"#), Ok(0));
        assert_eq!(signed(r#"{"events":[{}],"signatures":[]}"#), Err(Refusal::at(Class::Schema, "/signatures")));
        for text in ["", "{}", "[{}", "[{}]]", r#"{"events":[],"events":[],"signatures":[]}"#, r#"{"events":[],"signatures":[],"x":1}"#] {
            assert_eq!(signed(text), Err(Refusal::whole(Class::Schema)), "{text}");
            assert_eq!(read(text.as_bytes()), Err(Refusal::whole(Class::Schema)), "{text}");
        }
    }
}

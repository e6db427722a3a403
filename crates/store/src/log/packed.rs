//! Payloads as they lie in the rows: payload and block of signatures as one Zstandard frame, packed with the words that events and
//! history records are made of (`journal-log.md` §1: compressed, if the exact bytes are restored).
//!
//! The one rule: a dictionary that was ever used stays as it is. Frames name the one they were packed with; a better one gets another
//! number beside the old.

use std::cell::RefCell;
use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::{Error, Result};

/// Trained by `examples/words.rs` on what the demo and its reports leave in their logs.
static WORDS: &[u8] = include_bytes!("words.zdict");
/// A higher one costs those who report more than it saves.
const LEVEL: i32 = 1;
/// LIMIT: bytes that a frame may unpack to; what is logged is far smaller, a damaged frame may claim anything.
const UNPACKED_MAX: usize = 64 << 20;
/// Before the payload: how long it is. The block of signatures is the rest.
const HEAD: usize = 4;

static PACKING: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(WORDS, LEVEL));
static UNPACKING: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(WORDS));

thread_local! {
    static COMPRESSOR: RefCell<Compressor<'static>> =
        RefCell::new(Compressor::with_prepared_dictionary(&PACKING).expect("the dictionary is one"));
    static DECOMPRESSOR: RefCell<Decompressor<'static>> =
        RefCell::new(Decompressor::with_prepared_dictionary(&UNPACKING).expect("the dictionary is one"));
}

/// A payload with its block of signatures, packed. Costs some microseconds: it is done outside the writer where there is an outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed(pub(super) Vec<u8>);

impl Packed {
    /// Packs a payload with its block of signatures.
    pub fn of(payload: &[u8], signature: Option<&[u8]>) -> Packed {
        let length = u32::try_from(payload.len()).expect("a payload of four gigabytes was refused before");
        let whole = [&length.to_be_bytes(), payload, signature.unwrap_or_default()].concat();
        Packed(COMPRESSOR.with_borrow_mut(|compressor| compressor.compress(&whole)).expect("the buffer holds the worst case"))
    }
}

/// Unpacks what [`Packed::of`] made: the payload and, where there is one, its block of signatures.
pub(super) fn unpack(frame: &[u8]) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
    let damaged = || Error::LogDamaged { what: "a packed payload".to_owned(), source: None };
    let length = zstd::zstd_safe::get_frame_content_size(frame).ok().flatten().and_then(|length| usize::try_from(length).ok());
    let length = length.filter(|length| *length <= UNPACKED_MAX).ok_or_else(damaged)?;
    let unpacked = DECOMPRESSOR.with_borrow_mut(|decompressor| decompressor.decompress(frame, length));
    let mut whole = unpacked.map_err(|source| Error::damaged("a packed payload", source))?;
    let (length, _) = whole.split_first_chunk::<HEAD>().ok_or_else(damaged)?;
    let end = HEAD + u32::from_be_bytes(*length) as usize;
    if end > whole.len() {
        return Err(damaged());
    }
    let signature = whole.split_off(end);
    whole.drain(..HEAD);
    Ok((whole, (!signature.is_empty()).then_some(signature)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back_byte_by_byte() {
        let long: Vec<u8> = (0..100_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
        for payload in [&b""[..], b"x", br#"{"specversion":"1.0","data":{"status":"term.set"}}"#, &long] {
            for signature in [None, Some(&b"header..signature"[..])] {
                let Packed(frame) = Packed::of(payload, signature);
                assert_eq!(unpack(&frame).unwrap(), (payload.to_vec(), signature.map(<[u8]>::to_vec)));
                for at in 0..frame.len().min(64) {
                    let mut flipped = frame.clone();
                    flipped[at] ^= 1;
                    // Found here or by the commitment; never a panic.
                    let _ = unpack(&flipped);
                    assert!(unpack(&frame[..at]).is_err(), "{at}");
                }
            }
        }
    }

    #[test]
    fn an_event_takes_a_third_of_its_bytes() {
        let event = br#"{"specversion":"1.0","id":"0195953a-0000-7000-8000-000000000008","source":"urn:oid:2.16.100.1.1.999.1.1","type":"bg.ejournal.service.status.v1","subject":"BG25073-XSNJFV-01-0007-CZ","time":"2025-03-14T08:22:01Z","datacontenttype":"application/json","dataschema":"urn:ejournal:schema:status-event:1","rnuseq":2,"sourceseq":1002,"data":{"status":"term.set","administration":{"eik":"999999995"},"service":{"number":"2079","channel":"eforms","mode":"normal"},"actor":"system","due":"2025-03-21"}}"#;
        let Packed(packed) = Packed::of(event, None);
        assert!(packed.len() * 3 < event.len(), "{} of {} bytes", packed.len(), event.len());
    }
}

//! Events on their way to the journal: which are due, in which batch, and what the journal said of each (`ejournal.md` §5.8).
//!
//! The one rule: the events of one service leave in their order; after one that the journal refuses for good the others of that service wait
//! an hour for a person and then go on, so that the gap is seen and nothing stands still for ever. An event whose receipt did not come with
//! the answer is sent again: the journal has it, and answers what it has.

use kernel::ids::AdministrationId;
use serde::Deserialize;
use store::log::{self, LogId, Payload};
use store::{Tx, params};

use super::PARTICIPANT;
use super::codes::code_begin;
use crate::event::EventId;

/// LIMIT: events in one batch.
const BATCH_MAX: i64 = 200;
/// First pause after a failure, ms; each further one is four times as long.
const BACK_OFF_MS: i64 = 10_000;
/// How long after an event was taken its receipt is asked for when it did not come with the answer, ms.
const RECEIPT_MS: i64 = 60_000;
/// LIMIT: longest pause between two attempts, and how long a service waits after a refusal, ms.
const PAUSE_MAX_MS: i64 = 3_600_000;

/// Along the index of what is due; an event waits for the earlier ones of its service.
const DUE: &str = "SELECT r.id FROM case_report r
    WHERE r.administration_id = $1 AND r.state = 'formed' AND r.due_at <= $2
        AND NOT EXISTS (SELECT 1 FROM case_report e
            WHERE e.administration_id = $1 AND e.case_id = r.case_id AND e.rnuseq < r.rnuseq
                AND e.state IN ('formed', 'refused') AND e.due_at > $2)
    ORDER BY r.due_at, r.at, r.rnuseq LIMIT $3";
const DUE_RECEIPTS: &str = "SELECT id FROM case_report
    WHERE administration_id = $1 AND state = 'sent' AND receipt IS NULL AND due_at <= $2
    ORDER BY due_at LIMIT $3";
const HAS_DUE_RECEIPTS: &str = "SELECT 1 FROM case_report
    WHERE administration_id = $1 AND state = 'sent' AND receipt IS NULL AND due_at <= $2 LIMIT 1";
const RECEIPT: &str = "UPDATE case_report SET receipt = $3
    WHERE administration_id = $1 AND id = $2 AND state = 'sent' AND receipt IS NULL";
const RECEIPT_LATER: &str = "UPDATE case_report SET due_at = $3
    WHERE administration_id = $1 AND id = $2 AND state = 'sent' AND receipt IS NULL";
const HAS_DUE: &str = "SELECT 1 FROM case_report
    WHERE administration_id = $1 AND state = 'formed' AND due_at <= $2 LIMIT 1";
const SENT: &str = "UPDATE case_report SET state = 'sent', attempts = attempts + 1, receipt = $3, due_at = $4
    WHERE administration_id = $1 AND id = $2 AND state = 'formed'";
const REFUSED: &str = "UPDATE case_report SET state = 'refused', attempts = attempts + 1, last_error = $3, due_at = $4
    WHERE administration_id = $1 AND id = $2 AND state = 'formed'";
const ERASED: &str = "UPDATE case_report SET state = 'refused', last_error = 'erased'
    WHERE administration_id = $1 AND id = $2 AND state = 'formed'";
const LATER: &str = "UPDATE case_report SET attempts = attempts + 1, due_at = $3
    WHERE administration_id = $1 AND id = $2 AND state = 'formed'";

pub(super) const STATEMENTS: &[&str] =
    &[DUE, DUE_RECEIPTS, HAS_DUE, HAS_DUE_RECEIPTS, SENT, RECEIPT, RECEIPT_LATER, REFUSED, ERASED, LATER];

/// What is to be sent next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// In their order.
    pub events: Vec<Outgoing>,
    /// Events that are due and whose bytes were lawfully erased: nothing can be sent of them any more.
    pub erased: Vec<EventId>,
}

/// An event as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id.
    pub id: EventId,
    /// The exact bytes.
    pub bytes: Vec<u8>,
    /// The detached signature over them.
    pub signature: String,
}

/// What the journal said of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It has it; with its receipt, when that was asked for and is there already.
    Taken(Option<String>),
    /// It will never take it: class and member.
    Refused(String),
    /// It cannot take it now.
    Later,
}

/// The answer to a batch, as far as the sender reads it.
#[derive(Debug, Deserialize)]
struct Answer {
    results: Vec<One>,
}

#[derive(Debug, Deserialize)]
struct One {
    result: String,
    #[serde(default)]
    receipt: Option<String>,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    pointer: Option<String>,
}

/// What is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Events that the journal does not have.
    Events,
    /// Events that the journal has, of which there is no receipt.
    Receipts,
}

/// Whether something may have to be sent.
pub fn has_due(tx: &Tx<'_>, administration: AdministrationId, due: Due, now_ms: i64) -> store::Result<bool> {
    let sql = if due == Due::Events { HAS_DUE } else { HAS_DUE_RECEIPTS };
    Ok(tx.query_row(sql, &params![administration, now_ms], |_| Ok(()))?.is_some())
}

/// The next batch. It ends before the first event that the log of the administration has not given its index: what is sent stands there.
pub fn outgoing(tx: &Tx<'_>, administration: AdministrationId, due: Due, now_ms: i64) -> store::Result<Batch> {
    let log = LogId::of(administration);
    let sql = if due == Due::Events { DUE } else { DUE_RECEIPTS };
    let due_ids: Vec<String> = tx.query(sql, &params![administration, now_ms, BATCH_MAX], |row| row.get(0))?;
    let mut batch = Batch::default();
    for id in due_ids {
        let id: EventId = id.parse().map_err(|_| store::Error::Column { column: 0 })?;
        let Some(index) = log::index_of(tx, log, PARTICIPANT, tlog::EventId(id.bytes()))? else { break };
        match log::payload(tx, log, index)? {
            Payload::Present { opening, signature } => {
                let signature =
                    String::from_utf8(signature.unwrap_or_default()).map_err(|source| store::Error::damaged("a signature", source))?;
                batch.events.push(Outgoing { id, bytes: opening.payload, signature });
            }
            Payload::Erased | Payload::Lost => batch.erased.push(id),
        }
    }
    Ok(batch)
}

/// The body of a batch: events as they were signed, and their signatures.
pub fn body(batch: &[Outgoing]) -> Vec<u8> {
    let mut body = b"{\"events\":[".to_vec();
    for (place, event) in batch.iter().enumerate() {
        if place > 0 {
            body.push(b',');
        }
        body.extend_from_slice(&event.bytes);
    }
    let signatures: Vec<&str> = batch.iter().map(|event| event.signature.as_str()).collect();
    body.extend_from_slice(b"],\"signatures\":");
    body.extend(serde_json::to_vec(&signatures).expect("texts can be written"));
    body.push(b'}');
    body
}

/// What an answer says of each event of a batch; an answer that is none says „later“ of all.
pub fn told(batch: &[Outgoing], status: u16, answer: &[u8]) -> Vec<Told> {
    let read = (status == 200).then(|| serde_json::from_slice::<Answer>(answer).ok()).flatten();
    let results = read.map(|answer| answer.results).filter(|results| results.len() == batch.len());
    let Some(results) = results else { return vec![Told::Later; batch.len()] };
    let one = |one: One| match one.result.as_str() {
        "new" | "repeated" => Told::Taken(one.receipt),
        "refused" => {
            let code = one.code.unwrap_or_default();
            let class = crate::Class::ALL.iter().find(|class| class.name() == code);
            if class.is_none_or(|class| class.is_temporary()) {
                Told::Later
            } else {
                Told::Refused(format!("{code} {}", one.pointer.unwrap_or_default()))
            }
        }
        _ => Told::Later,
    };
    results.into_iter().map(one).collect()
}

/// Writes down what the journal said; answers how many events it took. `attempt` counts the failures in a row of this administration.
pub fn settle(
    tx: &mut Tx<'_>,
    administration: AdministrationId,
    batch: &[EventId],
    told: &[Told],
    attempt: u32,
    now_ms: i64,
) -> store::Result<usize> {
    let mut taken = 0;
    for (id, told) in batch.iter().zip(told) {
        let id = id.to_string();
        match told {
            Told::Taken(receipt) => {
                let receipt = receipt.as_deref();
                if tx.execute(SENT, &params![administration, &id, receipt, now_ms + RECEIPT_MS])? == 1 {
                    taken += 1;
                    code_begin(tx, administration, &id, now_ms)?;
                } else if receipt.is_some() {
                    tx.execute(RECEIPT, &params![administration, id, receipt])?;
                } else {
                    tx.execute(RECEIPT_LATER, &params![administration, id, now_ms + PAUSE_MAX_MS])?;
                }
            }
            Told::Refused(why) => {
                tx.execute(REFUSED, &params![administration, id, why, now_ms + PAUSE_MAX_MS])?;
            }
            Told::Later => {
                tx.execute(LATER, &params![administration, &id, now_ms + pause(attempt)])?;
                tx.execute(RECEIPT_LATER, &params![administration, id, now_ms + PAUSE_MAX_MS])?;
            }
        }
    }
    Ok(taken)
}

/// Writes down that nothing can be sent of these events any more: what was due as event waits for a person, as a refused one; of what the
/// journal has, no receipt is asked for again.
pub fn settle_erased(tx: &mut Tx<'_>, administration: AdministrationId, erased: &[EventId]) -> store::Result<()> {
    for id in erased {
        let id = id.to_string();
        if tx.execute(ERASED, &params![administration, &id])? == 0 {
            tx.execute(RECEIPT_LATER, &params![administration, id, i64::MAX])?;
        }
    }
    Ok(())
}

/// The pause after so many failures in a row, ms.
pub(super) fn pause(attempt: u32) -> i64 {
    BACK_OFF_MS.saturating_mul(1_i64 << (2 * attempt.min(8))).min(PAUSE_MAX_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(count: usize) -> Vec<Outgoing> {
        let event = |number: usize| Outgoing {
            id: EventId::new(jiff::Timestamp::UNIX_EPOCH, [u8::try_from(number).unwrap(); 10]),
            bytes: format!("{{\"number\":{number}}}").into_bytes(),
            signature: format!("a..{number}"),
        };
        (0..count).map(event).collect()
    }

    #[test]
    fn a_batch_holds_the_bytes_as_they_were_signed() {
        let text = String::from_utf8(body(&batch(2))).unwrap();
        assert_eq!(text, r#"{"events":[{"number":0},{"number":1}],"signatures":["a..0","a..1"]}"#);
    }

    #[test]
    fn only_a_lasting_refusal_is_one() {
        let answer =
            br#"{"results":[{"result":"new","index":1,"receipt":"r"},{"result":"repeated"},{"result":"refused","code":"schema","pointer":"/data"},
            {"result":"refused","code":"unavailable"}]}"#;
        let expected = [Told::Taken(Some("r".to_owned())), Told::Taken(None), Told::Refused("schema /data".to_owned()), Told::Later];
        assert_eq!(told(&batch(4), 200, answer), expected);
        // Another number of results, another status, no JSON: nothing is believed.
        for (status, answer) in [(200, &answer[..40]), (503, &answer[..]), (200, b"{}")] {
            assert_eq!(told(&batch(4), status, answer), vec![Told::Later; 4]);
        }
        assert_eq!(told(&batch(3), 200, answer), vec![Told::Later; 3]);
    }

    #[test]
    fn pauses_grow_to_an_hour() {
        assert_eq!((pause(0), pause(1), pause(2)), (10_000, 40_000, 160_000));
        assert_eq!((pause(5), pause(u32::MAX)), (PAUSE_MAX_MS, PAUSE_MAX_MS));
    }
}

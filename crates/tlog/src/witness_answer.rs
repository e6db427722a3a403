//! The side of the log: what the answer of a witness means (`journal-log.md` §6).
//!
//! The one rule: whatever can only be explained by a log that was rolled back or forked is an alarm – stop publishing and call
//! people – and never retried away.

use crate::checkpoint::SignedCheckpoint;
use crate::key::VerifierKey;
use crate::note::{Note, Signature};
use crate::text::decimal;

/// What was sent to a witness.
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// The old size of the request.
    pub old: u64,
    /// The checkpoint of the request.
    pub signed: &'a SignedCheckpoint,
    /// Keys of the witness.
    pub witness: &'a [VerifierKey],
}

/// What to do after an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reaction {
    /// Keep these cosignatures; they are verified.
    Keep(Vec<Signature>),
    /// Ask again with this old size and the proof from there. The witness is at a size this log has passed.
    Retry {
        /// Size of the witness.
        old: u64,
    },
    /// Stop publishing and call people.
    Alarm(Alarm),
    /// The witness does not take checkpoints of this log (400, 403, 404): its configuration or ours has to be corrected.
    Refused {
        /// HTTP status.
        status: u16,
    },
    /// The witness does not work at present (any other status): ask later.
    Later {
        /// HTTP status.
        status: u16,
    },
    /// The answer breaks the protocol: tell the people who run the witness; ask later.
    Fault(Fault),
}

/// Signs that this log was rolled back or forked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Alarm {
    /// The witness cosigned a larger size than this log has published.
    #[error("the witness knows size {witness}, larger than the published size {size}")]
    Ahead {
        /// Size the witness cosigned.
        witness: u64,
        /// Size published.
        size: u64,
    },
    /// The witness cosigned another root at this size.
    #[error("the witness knows another root of size {size}")]
    Forked {
        /// The size.
        size: u64,
    },
    /// The witness found the checkpoint inconsistent with what it cosigned.
    #[error("the witness found the checkpoint of size {size} inconsistent with size {old}")]
    Inconsistent {
        /// The old size of the request.
        old: u64,
        /// Size of the checkpoint.
        size: u64,
    },
}

/// Answers that break the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The body of a 200 has no cosignature of the witness, or a wrong one.
    #[error("the answer holds no good cosignature of the witness")]
    Cosignature,
    /// The body of a 409 is not a size.
    #[error("the answer holds no size")]
    Size,
    /// A conflict at the very size that was sent.
    #[error("the answer names the size {0} that was sent as a conflict")]
    Contradiction(u64),
}

/// What an answer means. A witness whose size is not known is asked with `old` zero; the reaction is then [`Reaction::Retry`] with
/// its size.
pub fn after_answer(sent: Submission<'_>, status: u16, body: &[u8]) -> Reaction {
    let size = sent.signed.head().size;
    match status {
        200 => cosignatures(sent, body).map_or(Reaction::Fault(Fault::Cosignature), Reaction::Keep),
        409 => match conflict_size(body) {
            None => Reaction::Fault(Fault::Size),
            Some(witness) if witness > size => Reaction::Alarm(Alarm::Ahead { witness, size }),
            Some(witness) if witness != sent.old => Reaction::Retry { old: witness },
            Some(witness) if witness == size => Reaction::Alarm(Alarm::Forked { size }),
            Some(witness) => Reaction::Fault(Fault::Contradiction(witness)),
        },
        422 => Reaction::Alarm(Alarm::Inconsistent { old: sent.old, size }),
        400 | 403 | 404 => Reaction::Refused { status },
        _ => Reaction::Later { status },
    }
}

/// The good cosignatures of the witness in the body of a 200; signatures of other keys are ignored.
fn cosignatures(sent: Submission<'_>, body: &[u8]) -> Option<Vec<Signature>> {
    let lines = Signature::parse_lines(std::str::from_utf8(body).ok()?).ok()?;
    let mut kept = Vec::new();
    for line in lines.into_iter().filter(|line| sent.witness.iter().any(|key| key.made(line))) {
        let note = Note::new(sent.signed.note().text(), line.clone()).ok()?;
        note.verify(sent.witness).ok()?.iter().any(|one| one.time_s.is_some()).then(|| kept.push(line))?;
    }
    (!kept.is_empty()).then_some(kept)
}

/// The size in the body of a 409: decimal, with or without its newline.
fn conflict_size(body: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(body).ok()?;
    decimal(text.strip_suffix('\n').unwrap_or(text))
}

//! The cases of several words at once, from the latest on.
//!
//! The one rule: each word is asked only for cases as late as the others may still have. Where one word has none for a long stretch, the
//! others pass over it in one step, so two common words that are seldom together cost little more than their answer.

use kernel::ids::{AdministrationId, CaseId};
use store::{Tx, params};

use crate::error::Error;

/// Cases of one word of the index, as late as a given one and earlier, the latest first.
pub(super) const PIECE: &str = "SELECT case_id FROM case_term
    WHERE administration_id = $1 AND term = $2 AND case_id <= $3
    ORDER BY case_id DESC LIMIT $4";

/// Cases of a word that are read at once: few at first, since the latest ones are mostly enough.
const PIECE_MIN: usize = 32;
/// LIMIT: cases of a word that are read at once when many were passed.
const PIECE_MAX: usize = 1_024;

/// The cases of one word of the index on the way from the latest to the first.
struct Walk<'t> {
    term: &'t str,
    /// The piece that was read last.
    piece: Vec<CaseId>,
    /// Where in it the walk stands.
    at: usize,
    /// How many cases the next piece has.
    length: usize,
    /// Whether nothing comes after the piece.
    is_last: bool,
}

impl<'t> Walk<'t> {
    fn new(term: &'t str) -> Walk<'t> {
        Walk { term, piece: Vec::new(), at: 0, length: PIECE_MIN, is_last: false }
    }

    /// Goes on to the latest case that is not later than `latest`.
    fn to(&mut self, tx: &Tx<'_>, administration: AdministrationId, latest: CaseId) -> Result<Option<CaseId>, Error> {
        self.at += self.piece[self.at..].partition_point(|case| *case > latest);
        if self.at == self.piece.len() && !self.is_last {
            let values = params![administration, self.term, latest, i64::try_from(self.length).unwrap_or(i64::MAX)];
            self.piece = tx.query(PIECE, &values, |row| row.get(0))?;
            self.at = 0;
            self.is_last = self.piece.len() < self.length;
            self.length = (self.length * 2).min(PIECE_MAX);
        }
        Ok(self.piece.get(self.at).copied())
    }
}

/// The latest cases that have a term of each word, the latest first, at most `most`.
pub fn cases_with(tx: &Tx<'_>, administration: AdministrationId, words: &[Vec<String>], most: usize) -> Result<Vec<CaseId>, Error> {
    let mut words: Vec<Vec<Walk<'_>>> = words.iter().map(|terms| terms.iter().map(|term| Walk::new(term)).collect()).collect();
    let mut found = Vec::new();
    let mut latest = (!words.is_empty()).then_some(CaseId::LAST);
    while let Some(asked) = latest.filter(|_| found.len() < most) {
        // The latest case that a word has, not later than what the words before it have; where all have the case asked for, it is found.
        let mut agreed = asked;
        for terms in &mut words {
            let mut of_word = None;
            for term in terms {
                of_word = of_word.max(term.to(tx, administration, agreed)?);
            }
            let Some(case) = of_word else { return Ok(found) };
            agreed = case;
        }
        latest = if agreed == asked {
            found.push(asked);
            asked.before()
        } else {
            Some(agreed)
        };
    }
    Ok(found)
}

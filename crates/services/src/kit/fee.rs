//! What a service costs.
//!
//! The one rule: an amount is whole cents from `kit.toml` or from a decision; nothing is rounded silently.

use feel::decision::MatchedRule;
use jiff::Timestamp;
use kernel::money::Money;
use serde_json::{Value, json};

use super::Kit;
use super::manifest::{FeeRule, Speed};

/// Why a fee could not be told.
#[derive(Debug, thiserror::Error)]
pub enum FeeError {
    /// The service does not offer the speed.
    #[error("the service is not offered at this speed")]
    Speed,
    /// The decision failed.
    #[error("decision “{decision}” was not evaluated")]
    Decision {
        /// Name of the decision.
        decision: String,
        /// Why.
        #[source]
        source: feel::decision::Error,
    },
    /// The decision answered with something that is not an amount of whole cents.
    #[error("decision “{decision}” answered {value}, which is not a whole number of cents")]
    Amount {
        /// Name of the decision.
        decision: String,
        /// What it answered.
        value: String,
    },
}

impl Kit {
    /// The fee for `speed` and `answers`.
    pub fn fee(&self, speed: Speed, answers: &Value, now: Timestamp) -> Result<Money, FeeError> {
        self.fee_reasoned(speed, answers, now).map(|(fee, _)| fee)
    }

    /// The fee and the rules of decision tables that led to it, for the reasoning of the case.
    pub fn fee_reasoned(&self, speed: Speed, answers: &Value, now: Timestamp) -> Result<(Money, Vec<MatchedRule>), FeeError> {
        let decision = match &self.speed(speed).ok_or(FeeError::Speed)?.fee {
            FeeRule::Fixed(cents) => return Ok((Money::eur(*cents), Vec::new())),
            FeeRule::Decision(decision) => decision,
        };
        let model = self.fees.as_ref().expect("a kit whose fee is a decision was read with its decisions");
        let inputs = feel::Value::from_json(&json!({ "application": answers, "speed": speed.word() }));
        let outcome = model.evaluate(decision, &inputs, now).map_err(|source| FeeError::Decision { decision: decision.clone(), source })?;
        match outcome.value.as_i64() {
            Some(cents) if cents >= 0 => Ok((Money::eur(cents), outcome.matched_rules)),
            _ => Err(FeeError::Amount { decision: decision.clone(), value: outcome.value.to_json().to_string() }),
        }
    }
}

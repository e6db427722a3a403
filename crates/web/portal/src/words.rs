//! Words for the codes a kit or a case holds: speeds, ways of delivery, channels, kinds of result.
//!
//! The one rule: a code becomes words here and nowhere else on the portal.

use services::kit::{Channel, DeliveryOption, FeeRule, ResultKind, Speed, SpeedRule};
use web::{Texts, format};

/// The name of a speed.
pub fn speed(t: Texts, code: &str) -> String {
    t.get(&format!("portal-speed-{code}")).into_owned()
}

/// How the result is received.
pub fn delivery(t: Texts, code: &str) -> String {
    t.get(&format!("portal-delivery-{code}")).into_owned()
}

/// A way of delivery with its price.
pub fn delivery_option(t: Texts, option: &DeliveryOption) -> String {
    let words = t.get(&format!("portal-delivery-{}-long", option.way.word())).into_owned();
    match option.price_cents {
        Some(cents) if cents > 0 => format!("{words} ({})", format::money(cents, t.language())),
        _ => words,
    }
}

/// How an application comes in.
pub fn channel(t: Texts, channel: Channel) -> String {
    t.get(&format!("portal-channel-{}", channel.word())).into_owned()
}

/// What the applicant gets in the end.
pub fn result(t: Texts, kind: ResultKind) -> String {
    let code = match kind {
        ResultKind::Certificate => "certificate",
        ResultKind::Permit => "permit",
        ResultKind::Decision => "decision",
        ResultKind::Information => "information",
        ResultKind::Document => "document",
    };
    t.get(&format!("portal-result-{code}")).into_owned()
}

/// A sum, or that nothing is owed.
pub fn sum(t: Texts, cents: i64) -> String {
    if cents == 0 { t.get("portal-fee-free").into_owned() } else { format::money(cents, t.language()) }
}

/// The fee of a speed before the answers are known.
pub fn fee(t: Texts, rule: &SpeedRule) -> String {
    match &rule.fee {
        FeeRule::Fixed(cents) => sum(t, *cents),
        FeeRule::Decision(_) => t.get("portal-fee-computed").into_owned(),
    }
}

/// The lowest fee of a service, as a line of the catalogue.
pub fn fee_line(t: Texts, speeds: &[SpeedRule]) -> String {
    let fixed = |rule: &SpeedRule| if let FeeRule::Fixed(cents) = rule.fee { Some(cents) } else { None };
    let amounts: Option<Vec<i64>> = speeds.iter().map(fixed).collect();
    match amounts.as_deref() {
        Some([one]) => sum(t, *one),
        Some([first, ..]) => {
            let least = amounts.iter().flatten().copied().min().unwrap_or(*first);
            if least == 0 { sum(t, 0) } else { t.with1("portal-fee-from", "sum", format::money(least, t.language())) }
        }
        _ => t.get("portal-fee-computed").into_owned(),
    }
}

/// The order in which speeds are shown.
pub const SPEEDS: [Speed; 3] = [Speed::Ordinary, Speed::Fast, Speed::Express];

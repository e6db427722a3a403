//! Hints to the browser about a field: width, keyboard, what it may fill in.
//!
//! The one rule: a hint never decides whether an answer is accepted.

use crate::component::{Component, Kind, PrefillMode, TextKind};
use serde_json::Value;

/// Whether the value is only shown: calculated, locked with a value, or disabled.
pub(crate) fn is_static(component: &Component, value: Option<&Value>) -> bool {
    if !component.kind.holds_data() || matches!(component.kind, Kind::Container | Kind::Nested { .. } | Kind::Grid { .. }) {
        return false;
    }
    let calculated = component.calculate.is_some() && !component.override_allowed;
    let given = !crate::condition::is_empty(value);
    let locked = component.prefill.as_ref().is_some_and(|(_, mode)| *mode == PrefillMode::Locked) && given;
    // A disabled field waits for its value from elsewhere; without one, a field to prefill stays open.
    let disabled = component.disabled && (given || component.prefill.is_none());
    calculated || locked || disabled
}

pub(crate) fn width(component: &Component) -> Option<u32> {
    let rules = &component.rules;
    match component.kind {
        Kind::Text(TextKind::Time) => Some(5),
        Kind::Text(_) => rules
            .validator
            .map(|validator| validator.width())
            .or_else(|| rules.pattern.as_ref().and_then(|pattern| pattern.digits()).map(|(_, high)| high))
            .or_else(|| rules.length_max.and_then(|max| u32::try_from(max).ok())),
        Kind::Number { .. } => {
            let digits = rules.max.map(|max| crate::number::input(max.trunc().abs(), None, "bg").len() as u32);
            digits.map(|digits| digits + component.places().filter(|places| *places > 0).map_or(0, |places| places + 1))
        }
        _ => None,
    }
}

pub(crate) fn input_mode(component: &Component) -> Option<&'static str> {
    match component.kind {
        Kind::Text(TextKind::Email) => Some("email"),
        Kind::Text(TextKind::Phone) => Some("tel"),
        Kind::Text(TextKind::Url) => Some("url"),
        Kind::Text(_) => {
            let digits = component.rules.validator.is_some_and(|validator| validator.digits())
                || component.rules.pattern.as_ref().is_some_and(|pattern| pattern.digits().is_some());
            digits.then_some("numeric")
        }
        // The numeric keyboard has no minus on some telephones.
        Kind::Number { .. } if component.rules.min.is_none_or(|min| min < 0.0) && component.rules.min.is_some() => None,
        Kind::Number { .. } if component.rules.integer || component.places() == Some(0) => Some("numeric"),
        Kind::Number { .. } => Some("decimal"),
        _ => None,
    }
}

/// What the browser may fill in: only for the person who fills the form.
pub(crate) fn autocomplete(component: &Component) -> Option<String> {
    if let Some(token) = &component.autocomplete {
        return Some(token.clone());
    }
    let by_source = component.prefill.as_ref().and_then(|(source, _)| match source.as_str() {
        "identity:givenName" => Some("given-name"),
        "identity:middleName" | "identity:fatherName" => Some("additional-name"),
        "identity:familyName" => Some("family-name"),
        "identity:birthDate" => Some("bday"),
        _ => None,
    });
    let by_kind = match component.kind {
        Kind::Text(TextKind::Email) => Some("email"),
        Kind::Text(TextKind::Phone) => Some("tel"),
        _ => component.rules.validator.filter(|validator| validator.name() == "postcode").map(|_| "postal-code"),
    };
    by_source.or(by_kind).map(str::to_owned)
}

pub(crate) fn spellcheck(component: &Component) -> Option<bool> {
    match component.kind {
        Kind::Area { .. } => Some(true),
        // Names, codes and addresses are marked wrongly by every dictionary.
        Kind::Text(_) => Some(false),
        _ => None,
    }
}

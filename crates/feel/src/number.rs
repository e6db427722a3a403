//! The number of FEEL: a decimal, never a binary float.
//!
//! The one rule: no other module names the decimal crate, so that a wider decimal can take its place here.

use std::fmt;
use std::str::FromStr;

use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_decimal::{Decimal, MathematicalOps, RoundingStrategy};

use crate::limits::{SCALE_MAX, SCALE_MIN};

/// A decimal number. Equality ignores trailing zeros: `1.0` equals `1`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(Decimal);

/// Ways to drop digits, as DMN 1.4 names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// To the nearest; a half goes away from zero.
    HalfUp,
    /// To the nearest; a half goes towards zero.
    HalfDown,
    /// To the nearest; a half goes to the even digit.
    HalfEven,
    /// Towards negative infinity.
    Floor,
    /// Towards positive infinity.
    Ceiling,
}

impl Rounding {
    fn strategy(self) -> RoundingStrategy {
        match self {
            Self::Up => RoundingStrategy::AwayFromZero,
            Self::Down => RoundingStrategy::ToZero,
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfDown => RoundingStrategy::MidpointTowardZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
            Self::Floor => RoundingStrategy::ToNegativeInfinity,
            Self::Ceiling => RoundingStrategy::ToPositiveInfinity,
        }
    }
}

/// The text is not a number, or has more digits than a number holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a number")]
pub struct NotANumber;

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);

    /// `mantissa × 10^-scale`, for instance cents: `Number::scaled(1250, 2)` is `12.50`.
    pub fn scaled(mantissa: i64, scale: u32) -> Self {
        Self(Decimal::new(mantissa, scale.min(28)))
    }

    /// The nearest number to a binary float; `None` for infinities and what does not fit.
    pub fn from_f64(value: f64) -> Option<Self> {
        Decimal::from_f64(value).map(Self)
    }

    /// The whole number, when this is one and it fits.
    pub fn to_i64(self) -> Option<i64> {
        if self.0.fract().is_zero() { self.0.to_i64() } else { None }
    }

    /// The nearest binary float, for charts and the like; never for money.
    pub fn to_f64(self) -> f64 {
        self.0.to_f64().unwrap_or(0.0)
    }

    /// The amount in hundredths, rounded half away from zero: euro to cents.
    pub fn to_cents(self) -> Option<i64> {
        self.0.checked_mul(Decimal::ONE_HUNDRED)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
    }

    /// Whether there are no digits after the decimal point, apart from zeros.
    pub fn is_integer(self) -> bool {
        self.0.fract().is_zero()
    }

    /// Whether this is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is less than zero.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// How many digits follow the decimal point as written.
    pub fn scale(self) -> u32 {
        self.0.scale()
    }

    /// The sum, unless it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, unless it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The product, unless it does not fit.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.0.checked_mul(other.0).map(Self)
    }

    /// The quotient, unless the divisor is zero.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.0.checked_div(other.0).map(Self)
    }

    /// The number without its sign.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// `self ** other`, unless it does not fit or has no real value.
    pub fn pow(self, other: Self) -> Option<Self> {
        if self.is_zero() {
            return match other {
                _ if other.is_zero() => Some(Self::ONE),
                _ if other.is_negative() => None,
                _ => Some(Self::ZERO),
            };
        }
        match other.to_i64() {
            Some(exponent) => self.whole_power(exponent),
            None if self.is_negative() => None,
            None => self.0.checked_powd(other.0).map(Self),
        }
    }

    /// Repeated squaring, and the reciprocal last: a negative power of a large number keeps its digits.
    fn whole_power(self, exponent: i64) -> Option<Self> {
        let mut rest = exponent.unsigned_abs();
        let (mut result, mut square) = (Self::ONE, self);
        loop {
            if rest & 1 == 1 {
                result = result.checked_mul(square)?;
            }
            rest >>= 1;
            if rest == 0 {
                break;
            }
            square = square.checked_mul(square)?;
        }
        if exponent < 0 { Self::ONE.checked_div(result) } else { Some(result) }
    }

    /// DMN `modulo`: the remainder has the sign of the divisor.
    pub fn modulo(self, divisor: Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        let quotient = self.0.checked_div(divisor.0)?.floor();
        self.0.checked_sub(divisor.0.checked_mul(quotient)?).map(Self)
    }

    /// The square root, unless this is negative.
    pub fn sqrt(self) -> Option<Self> {
        self.0.sqrt().map(Self)
    }

    /// `e ** self`.
    pub fn exp(self) -> Option<Self> {
        self.0.checked_exp().map(Self)
    }

    /// The natural logarithm, unless this is zero or negative.
    pub fn ln(self) -> Option<Self> {
        self.0.checked_ln().map(Self)
    }

    /// Rounds to `scale` digits after the point; a negative scale rounds tens, hundreds and so on. `None` outside the range of DMN.
    pub fn round(self, scale: i64, rounding: Rounding) -> Option<Self> {
        if !(SCALE_MIN..=SCALE_MAX).contains(&scale) {
            return None;
        }
        if scale >= 28 {
            return Some(self);
        }
        if scale >= 0 {
            return Some(Self(self.0.round_dp_with_strategy(scale as u32, rounding.strategy())));
        }
        let Some(unit) = Decimal::TEN.checked_powi(-scale) else {
            // The unit is larger than any number we hold: what does not become zero does not fit.
            let away = match rounding {
                Rounding::Up => !self.is_zero(),
                Rounding::Floor => self.is_negative(),
                Rounding::Ceiling => !self.is_negative() && !self.is_zero(),
                Rounding::Down | Rounding::HalfUp | Rounding::HalfDown | Rounding::HalfEven => false,
            };
            return (!away).then_some(Self::ZERO);
        };
        let units = self.0.checked_div(unit)?.round_dp_with_strategy(0, rounding.strategy());
        units.checked_mul(unit).map(Self)
    }

    /// Seconds and nanoseconds as one number.
    pub fn from_nanoseconds(nanoseconds: i128) -> Option<Self> {
        Decimal::try_from_i128_with_scale(nanoseconds, 9).ok().map(|number| Self(number.normalize()))
    }

    /// The number times 10^9, cut to a whole number of nanoseconds.
    pub fn to_nanoseconds(self) -> Option<i128> {
        self.0.checked_mul(Decimal::from(1_000_000_000_i64))?.trunc().to_i128()
    }

    /// A whole number of any size we hold.
    pub fn from_i128(value: i128) -> Option<Self> {
        Decimal::try_from_i128_with_scale(value, 0).ok().map(Self)
    }

    /// The whole part, cut towards zero.
    pub fn trunc_i128(self) -> Option<i128> {
        self.0.trunc().to_i128()
    }
}

impl std::ops::Neg for Number {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Decimal::from(value))
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self(Decimal::from(value))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(Decimal::from(value))
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self(Decimal::from(value))
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    /// `12`, `-12.5`, `.5`, `1.2e3`. No thousands separators, no spaces.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !digits.bytes().any(|b| b.is_ascii_digit()) || digits.starts_with(['+', '-', 'e', 'E']) {
            return Err(NotANumber);
        }
        if !digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-')) {
            return Err(NotANumber);
        }
        let parsed = match text.find(['e', 'E']) {
            Some(_) => Decimal::from_scientific(text),
            None => Decimal::from_str(text),
        };
        parsed.map(Self).map_err(|_| NotANumber)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let normal = self.0.normalize();
        if normal.is_zero() { f.write_str("0") } else { write!(f, "{normal}") }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn prints_without_trailing_zeros() {
        for (given, printed) in [("1.00", "1"), ("-0", "0"), ("1.2e3", "1200"), (".5", "0.5"), ("1.23e-4", "0.000123")] {
            assert_eq!(n(given).to_string(), printed);
        }
    }

    #[test]
    fn refuses_what_is_not_a_number() {
        for text in ["", "-", "a", "1,5", "1 000", "e5", "--1", "+1", "."] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }

    #[test]
    fn rounds_as_named() {
        let row = |rounding| ["5.5", "2.5", "1.1", "-1.1", "-2.5"].map(|x| n(x).round(0, rounding).unwrap().to_string());
        assert_eq!(row(Rounding::Up), ["6", "3", "2", "-2", "-3"]);
        assert_eq!(row(Rounding::Down), ["5", "2", "1", "-1", "-2"]);
        assert_eq!(row(Rounding::HalfUp), ["6", "3", "1", "-1", "-3"]);
        assert_eq!(row(Rounding::HalfDown), ["5", "2", "1", "-1", "-2"]);
        assert_eq!(row(Rounding::HalfEven), ["6", "2", "1", "-1", "-2"]);
        assert_eq!(row(Rounding::Floor), ["5", "2", "1", "-2", "-3"]);
        assert_eq!(row(Rounding::Ceiling), ["6", "3", "2", "-1", "-2"]);
        assert_eq!(n("1234").round(-2, Rounding::HalfEven), Some(n("1200")));
    }

    #[test]
    fn modulo_follows_the_divisor() {
        for (a, b, expected) in [("10", "4", "2"), ("10", "-4", "-2"), ("-10", "4", "2"), ("10.1", "4.5", "1.1")] {
            assert_eq!(n(a).modulo(n(b)), Some(n(expected)));
        }
        assert_eq!(n("1").modulo(Number::ZERO), None);
    }

    #[test]
    fn cents() {
        assert_eq!(n("12.505").to_cents(), Some(1251));
        assert_eq!(Number::scaled(1250, 2).to_string(), "12.5");
    }
}

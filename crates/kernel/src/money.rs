//! Money: whole cents with their currency, as shown, typed and spelled in words.
//!
//! The one rule: an amount never travels or appears without its currency.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bulgarian::{Gender, NBSP, decimal_parse, decimal_text, number_words};

/// The currencies of Bulgarian fees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Currency {
    /// The euro, since 1 January 2026.
    #[serde(rename = "EUR")]
    Eur,
    /// The lev, before.
    #[serde(rename = "BGN")]
    Bgn,
}

impl Currency {
    /// The code of three letters.
    pub fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Bgn => "BGN",
        }
    }

    /// The currency with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Eur, Self::Bgn].into_iter().find(|currency| currency.code() == code)
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Eur => "€",
            Self::Bgn => "лв.",
        }
    }
}

/// LAW: one euro is 1.95583 leva; the rate is fixed and has five decimals.
const LEVA_PER_100_000_EURO: i128 = 195_583;

/// LIMIT: no fee or payment of an administration comes near; keeps every sum far from overflow.
const CENTS_MAX: i64 = 100_000_000_000_000;

/// Why a text is not an amount, or two amounts do not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a number with at most two decimals.
    #[error("an amount looks like 12,50")]
    Shape,
    /// More than the largest amount.
    #[error("the amount is too large")]
    TooLarge,
    /// Two currencies in one sum.
    #[error("amounts in different currencies do not add up")]
    Currency,
}

/// The word for the hundredth of the euro; an administration chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CentWord {
    /// евроцент, евроцента.
    #[default]
    Eurocent,
    /// цент, цента.
    Cent,
    /// стотинка, стотинки.
    Stotinka,
}

impl CentWord {
    fn of(self, count: u64) -> &'static str {
        match (self, count) {
            (Self::Eurocent, 1) => "евроцент",
            (Self::Eurocent, _) => "евроцента",
            (Self::Cent, 1) => "цент",
            (Self::Cent, _) => "цента",
            (Self::Stotinka, 1) => "стотинка",
            (Self::Stotinka, _) => "стотинки",
        }
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Whole cents (stotinki); negative when returned.
    pub cents: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount in euro cents.
    pub const fn eur(cents: i64) -> Self {
        Self { cents, currency: Currency::Eur }
    }

    /// An amount in stotinki of the former lev.
    pub const fn bgn(cents: i64) -> Self {
        Self { cents, currency: Currency::Bgn }
    }

    /// Whether nothing is to be paid.
    pub fn is_zero(self) -> bool {
        self.cents == 0
    }

    /// Reads what a person typed: comma or point, spaces between thousands, the sign of the currency optional (euro when absent).
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        let lower = text.to_lowercase();
        let signs = [
            ("€", Currency::Eur),
            ("eur", Currency::Eur),
            ("евро", Currency::Eur),
            ("лв.", Currency::Bgn),
            ("лв", Currency::Bgn),
            ("лева", Currency::Bgn),
            ("bgn", Currency::Bgn),
        ];
        let signed = signs.into_iter().find_map(|(sign, currency)| Some((lower.strip_suffix(sign)?.to_owned(), currency)));
        let (number, currency) = signed.unwrap_or((lower, Currency::Eur));
        let cents = decimal_parse(&number, 2).ok_or(MoneyError::Shape)?;
        match i64::try_from(cents) {
            Ok(cents) if cents.abs() <= CENTS_MAX => Ok(Self { cents, currency }),
            _ => Err(MoneyError::TooLarge),
        }
    }

    /// The sum of two amounts in one currency.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Currency);
        }
        let cents = self.cents.checked_add(other.cents).ok_or(MoneyError::TooLarge)?;
        Ok(Self { cents, ..self })
    }

    /// The amount in euro at the fixed rate, rounded half up to the cent.
    pub fn to_eur(self) -> Self {
        match self.currency {
            Currency::Eur => self,
            Currency::Bgn => {
                let exact = i128::from(self.cents.unsigned_abs()) * 100_000;
                let rounded = (exact * 2 + LEVA_PER_100_000_EURO) / (LEVA_PER_100_000_EURO * 2);
                // An amount in euro is about half of the same amount in leva, so it fits.
                let cents = i64::try_from(rounded).unwrap_or(i64::MAX);
                Self::eur(if self.cents < 0 { -cents } else { cents })
            }
        }
    }

    /// As shown; leva of old cases with the euro in brackets: `24,45 лв. (12,50 €)`.
    pub fn shown(self) -> String {
        match self.currency {
            Currency::Eur => self.to_string(),
            Currency::Bgn => format!("{self} ({})", self.to_eur()),
        }
    }

    /// In words for receipts: „дванадесет евро и 50 евроцента“.
    pub fn words(self, cent: CentWord) -> String {
        let cents = self.cents.unsigned_abs();
        let (whole, rest) = (cents / 100, cents % 100);
        let minus = if self.cents < 0 { "минус " } else { "" };
        let (name, cent, gender) = match (self.currency, whole) {
            (Currency::Eur, _) => ("евро", cent, Gender::Neuter),
            (Currency::Bgn, 1) => ("лев", CentWord::Stotinka, Gender::Masculine),
            (Currency::Bgn, _) => ("лева", CentWord::Stotinka, Gender::Masculine),
        };
        let words = number_words(whole, gender);
        match rest {
            0 => format!("{minus}{words} {name}"),
            rest => format!("{minus}{words} {name} и {rest} {}", cent.of(rest)),
        }
    }
}

impl fmt::Display for Money {
    /// `12,50 €` with a no-break space; thousands apart from five digits on.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{NBSP}{}", decimal_text(i128::from(self.cents), 2), self.currency.sign())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_with_comma_space_and_sign() {
        for (money, text) in [
            (Money::eur(1250), "12,50 €"),
            (Money::eur(0), "0,00 €"),
            (Money::eur(5), "0,05 €"),
            (Money::eur(-5), "-0,05 €"),
            (Money::eur(125_000), "1250,00 €"),
            (Money::eur(1_250_075), "12 500,75 €"),
            (Money::eur(12_345_678_900), "123 456 789,00 €"),
            (Money::bgn(2445), "24,45 лв."),
        ] {
            assert_eq!(money.to_string(), text.replace(' ', "\u{a0}"));
        }
        assert_eq!(Money::bgn(2445).shown(), "24,45\u{a0}лв. (12,50\u{a0}€)");
    }

    #[test]
    fn reads_what_people_type() {
        for (text, money) in [
            ("12,50", Money::eur(1250)),
            ("12.5", Money::eur(1250)),
            ("12", Money::eur(1200)),
            ("12 500,75 €", Money::eur(1_250_075)),
            ("12\u{a0}500,75\u{a0}€", Money::eur(1_250_075)),
            (" 3 EUR", Money::eur(300)),
            ("24,45 лв.", Money::bgn(2445)),
            ("2 лева", Money::bgn(200)),
            (",50", Money::eur(50)),
            ("-1,20", Money::eur(-120)),
        ] {
            assert_eq!(Money::parse(text), Ok(money), "{text}");
        }
        for text in ["", "€", "12,505", "1,2,3", "12,", "дванадесет", "1e5", "--1", "12.500,75"] {
            assert_eq!(Money::parse(text), Err(MoneyError::Shape), "{text}");
        }
        assert_eq!(Money::parse("99999999999999999"), Err(MoneyError::TooLarge));
    }

    #[test]
    fn printed_amounts_read_back() {
        for cents in [0, 1, 99, 100, 12_345, 1_234_567, 99_999_999_999, -250] {
            assert_eq!(Money::parse(&Money::eur(cents).to_string()), Ok(Money::eur(cents)));
            assert_eq!(Money::parse(&Money::bgn(cents).to_string()), Ok(Money::bgn(cents)));
        }
    }

    #[test]
    fn converts_at_the_fixed_rate() {
        for (leva, euro) in [(195_583, 100_000), (2445, 1250), (100, 51), (1, 1), (0, 0), (1000, 511), (-100, -51)] {
            assert_eq!(Money::bgn(leva).to_eur(), Money::eur(euro), "{leva}");
        }
        assert_eq!(Money::eur(7).to_eur(), Money::eur(7));
    }

    #[test]
    fn words_for_receipts() {
        for (money, words) in [
            (Money::eur(1250), "дванадесет евро и 50 евроцента"),
            (Money::eur(100), "едно евро"),
            (Money::eur(201), "две евро и 1 евроцент"),
            (Money::eur(30), "нула евро и 30 евроцента"),
            (Money::eur(2_100), "двадесет и едно евро"),
            (Money::bgn(100), "един лев"),
            (Money::bgn(2445), "двадесет и четири лева и 45 стотинки"),
            (Money::eur(-300), "минус три евро"),
        ] {
            assert_eq!(money.words(CentWord::Eurocent), words);
        }
        assert_eq!(Money::eur(101).words(CentWord::Cent), "едно евро и 1 цент");
        assert_eq!(Money::eur(102).words(CentWord::Stotinka), "едно евро и 2 стотинки");
    }

    #[test]
    fn currencies_do_not_mix() {
        assert_eq!(Money::eur(1).plus(Money::bgn(1)), Err(MoneyError::Currency));
        assert_eq!(Money::eur(1).plus(Money::eur(2)), Ok(Money::eur(3)));
        assert_eq!(Money::eur(1).plus(Money::eur(i64::MAX)), Err(MoneyError::TooLarge));
    }
}

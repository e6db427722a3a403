//! РНУ: the reference number of one requested service, `BG25073-XSNJFV-01-0007-CZ`.
//!
//! The one rule: a number is detected as wrong or accepted, never corrected; only the canonical form is stored and sent.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access_code::latin_look_alike;
use crate::entity_number::{EntityKind, EntityNumber, nine_hold};
use crate::status_code::is_decoration;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 21;
/// LIMIT: a number of a foreign system is text of at most this many characters.
const EXTERNAL_LENGTH_MAX: usize = 64;

/// What is wrong with the text of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ReferenceNumberError {
    /// Not 21 characters (of a foreign number: none or more than 64).
    #[error("a reference number has 21 characters without hyphens")]
    Length,
    /// Does not begin with `BG`.
    #[error("a reference number begins with BG")]
    Prefix,
    /// A character outside the alphabet.
    #[error("the reference number has a character that such numbers do not use")]
    Alphabet,
    /// The check characters do not fit.
    #[error("the check characters of the reference number are wrong")]
    Check,
    /// The day does not exist in the year.
    #[error("the date in the reference number does not exist")]
    Date,
    /// The issuer is not an ЕИК.
    #[error("the issuer in the reference number does not exist")]
    Issuer,
    /// A test number where real ones are wanted.
    #[error("this is a test reference number")]
    TestNumber,
}

impl ReferenceNumberError {
    /// The stable name that programs read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Prefix => "prefix",
            Self::Alphabet => "alphabet",
            Self::Check => "check",
            Self::Date => "date",
            Self::Issuer => "issuer",
            Self::TestNumber => "test-number",
        }
    }
}

/// Why a number cannot be issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// The issuer has no nine-digit ЕИК.
    #[error("the issuer of reference numbers needs an ЕИК of nine digits")]
    Issuer,
    /// The year is not in 2000–2099.
    #[error("reference numbers of this form exist for the years 2000 to 2099")]
    Year,
    /// The node has used up its 1 048 576 numbers of the day.
    #[error("the node has used up its reference numbers for the day")]
    Exhausted,
}

/// The issuing node inside an administration: two symbols, `00` to `ZY`, and `ZZ` for test numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Node(u16);

impl Node {
    /// The node of test numbers, refused in production.
    pub const TEST: Node = Node(1023);

    /// The node with this number, 0 to 1023.
    pub fn new(number: u16) -> Option<Self> {
        (number < 1024).then_some(Self(number))
    }

    /// Reads two symbols such as `01`.
    pub fn parse(text: &str) -> Result<Self, ReferenceNumberError> {
        let [high, low] = text.as_bytes() else { return Err(ReferenceNumberError::Length) };
        let value = |byte: u8| value_of(byte.to_ascii_uppercase()).ok_or(ReferenceNumberError::Alphabet);
        Ok(Self(u16::from(value(*high)?) * 32 + u16::from(value(*low)?)))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbol = |value: u16| char::from(ALPHABET[usize::from(value % 32)]);
        write!(f, "{}{}", symbol(self.0 / 32), symbol(self.0))
    }
}

impl FromStr for Node {
    type Err = ReferenceNumberError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Node {
    type Error = ReferenceNumberError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Node> for String {
    fn from(node: Node) -> String {
        node.to_string()
    }
}

/// A number issued under our own rule. Text order is the order of date, issuer, node, counter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReferenceNumber([u8; LENGTH]);

impl ReferenceNumber {
    /// The last counter of a day.
    pub const COUNTER_MAX: u32 = 0xF_FFFF;

    /// Issues the number `counter` of `node` on `date` (the date in Europe/Sofia).
    pub fn new(issuer: &EntityNumber, date: Date, node: Node, counter: u32) -> Result<Self, IssueError> {
        if issuer.kind() != EntityKind::Entity {
            return Err(IssueError::Issuer);
        }
        if !(2000..=2099).contains(&date.year()) {
            return Err(IssueError::Year);
        }
        if counter > Self::COUNTER_MAX {
            return Err(IssueError::Exhausted);
        }
        let issuer: u32 = issuer.as_str().parse().map_err(|_| IssueError::Issuer)?;
        let mut symbols = [b'0'; LENGTH];
        symbols[..2].copy_from_slice(b"BG");
        let day = format!("{:02}{:03}", date.year() - 2000, date.day_of_year());
        symbols[2..7].copy_from_slice(day.as_bytes());
        write_base32(&mut symbols[7..13], issuer);
        write_base32(&mut symbols[13..15], u32::from(node.0));
        write_base32(&mut symbols[15..19], counter);
        let check = check_characters(&symbols[..19]);
        symbols[19..].copy_from_slice(&check);
        Ok(Self(symbols))
    }

    /// Reads a number of our own form in any accepted spelling; test numbers are accepted.
    pub fn parse(text: &str) -> Result<Self, ReferenceNumberError> {
        parse_normalised(&normalised(text))
    }

    /// With hyphens: the only form that is stored and transmitted.
    pub fn canonical(&self) -> String {
        let text = self.compact();
        format!("{}-{}-{}-{}-{}", &text[..7], &text[7..13], &text[13..15], &text[15..19], &text[19..])
    }

    /// The 21 characters without hyphens, for bar codes.
    pub fn compact(&self) -> String {
        self.0.iter().map(|&byte| char::from(byte)).collect()
    }

    /// Date of issue in Europe/Sofia.
    pub fn date(&self) -> Date {
        date_of(&self.0).expect("the date was checked when the number was made")
    }

    /// The ЕИК of the administration that issued the number.
    pub fn issuer(&self) -> EntityNumber {
        let digits = format!("{:09}", read_base32(&self.0[7..13]));
        EntityNumber::parse(&digits).expect("the issuer was checked when the number was made")
    }

    /// The issuing node.
    pub fn node(&self) -> Node {
        Node(read_base32(&self.0[13..15]) as u16)
    }

    /// The counter of the node on that day.
    pub fn counter(&self) -> u32 {
        read_base32(&self.0[15..19])
    }

    /// Whether the number is from the node of test numbers.
    pub fn is_test(&self) -> bool {
        self.node() == Node::TEST
    }
}

/// A number as it came: ours, or the opaque text of another system.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A number of our own form.
    Own(ReferenceNumber),
    /// A number of a foreign system, compared exactly.
    External(String),
}

impl Reference {
    /// Reads a number; `production` refuses test numbers.
    pub fn parse(text: &str, production: bool) -> Result<Self, ReferenceNumberError> {
        let plain = normalised(text);
        if looks_own(&plain) {
            let number = parse_normalised(&plain)?;
            if production && number.is_test() {
                return Err(ReferenceNumberError::TestNumber);
            }
            return Ok(Self::Own(number));
        }
        let text = text.trim();
        if text.is_empty() || text.chars().count() > EXTERNAL_LENGTH_MAX {
            return Err(ReferenceNumberError::Length);
        }
        let allowed = |(at, b): (usize, u8)| b.is_ascii_alphanumeric() || (at > 0 && b"._:/-".contains(&b));
        if !text.bytes().enumerate().all(allowed) {
            return Err(ReferenceNumberError::Alphabet);
        }
        Ok(Self::External(text.to_owned()))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(number) => number.fmt(f),
            Self::External(text) => f.write_str(text),
        }
    }
}

/// Whether a text is read under our rule or left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Looks like a number of our own form, right or wrong.
    Own,
    /// A number of a foreign system.
    External,
}

/// The verdict over one text, as a person or a script wants to see it. `valid` says nothing about existence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// How the text was read.
    pub class: Class,
    /// The form to store; absent when there is an error.
    pub canonical: Option<String>,
    /// What is wrong.
    pub error: Option<ReferenceNumberError>,
}

impl Check {
    /// Whether nothing is wrong.
    pub fn valid(&self) -> bool {
        self.error.is_none()
    }
}

/// Reads a text and says what it is; `production` refuses test numbers.
pub fn check(text: &str, production: bool) -> Check {
    let class = if looks_own(&normalised(text)) { Class::Own } else { Class::External };
    match Reference::parse(text, production) {
        Ok(reference) => Check { class, canonical: Some(reference.to_string()), error: None },
        Err(error) => Check { class, canonical: None, error: Some(error) },
    }
}

/// Upper case, look-alikes to Latin, no decoration, letters that are typed for digits as digits.
fn normalised(text: &str) -> String {
    let symbols = text.chars().filter(|c| !is_decoration(*c)).flat_map(char::to_uppercase).map(latin_look_alike);
    symbols
        .map(|symbol| match symbol {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .take(EXTERNAL_LENGTH_MAX + 1)
        .collect()
}

fn looks_own(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    let begins = bytes.len() >= 4 && bytes.starts_with(b"BG") && bytes[2..4].iter().all(u8::is_ascii_digit);
    let shaped = plain.chars().count() == LENGTH && plain.chars().skip(2).all(|c| u8::try_from(c).is_ok_and(|b| value_of(b).is_some()));
    begins || shaped
}

fn parse_normalised(plain: &str) -> Result<ReferenceNumber, ReferenceNumberError> {
    if plain.chars().count() != LENGTH {
        return Err(ReferenceNumberError::Length);
    }
    if !plain.starts_with("BG") {
        return Err(ReferenceNumberError::Prefix);
    }
    let symbols: [u8; LENGTH] = plain.as_bytes().try_into().map_err(|_| ReferenceNumberError::Alphabet)?;
    if symbols.iter().any(|&byte| value_of(byte).is_none()) {
        return Err(ReferenceNumberError::Alphabet);
    }
    if check_characters(&symbols[..19]) != symbols[19..] {
        return Err(ReferenceNumberError::Check);
    }
    date_of(&symbols).ok_or(ReferenceNumberError::Date)?;
    let issuer = read_base32(&symbols[7..13]);
    let digits: Vec<u32> = (0..9).rev().map(|place| issuer / 10u32.pow(place) % 10).collect();
    if issuer > 999_999_999 || !nine_hold(&digits) {
        return Err(ReferenceNumberError::Issuer);
    }
    Ok(ReferenceNumber(symbols))
}

fn date_of(symbols: &[u8; LENGTH]) -> Option<Date> {
    let digits = &symbols[2..7];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = |part: &[u8]| part.iter().fold(0i16, |n, b| n * 10 + i16::from(b - b'0'));
    let january = Date::new(2000 + number(&digits[..2]), 1, 1).ok()?;
    let day = number(&digits[2..]);
    if day < 1 || day > january.days_in_year() {
        return None;
    }
    january.with().day_of_year(day).build().ok()
}

fn value_of(byte: u8) -> Option<u8> {
    ALPHABET.iter().position(|&symbol| symbol == byte).map(|at| at as u8)
}

fn write_base32(place: &mut [u8], mut number: u32) {
    for symbol in place.iter_mut().rev() {
        *symbol = ALPHABET[(number % 32) as usize];
        number /= 32;
    }
}

fn read_base32(symbols: &[u8]) -> u32 {
    symbols.iter().fold(0, |number, &byte| number * 32 + u32::from(value_of(byte).expect("the alphabet was checked")))
}

/// Multiplication in GF(32) with the field polynomial x⁵+x²+1.
fn multiply(mut left: u8, mut right: u8) -> u8 {
    let mut product = 0;
    while right > 0 {
        if right & 1 == 1 {
            product ^= left;
        }
        right >>= 1;
        left <<= 1;
        if left & 0b10_0000 != 0 {
            left ^= 0b10_0101;
        }
    }
    product
}

/// The remainder after division by the code polynomial x²+6x+8: two Reed–Solomon symbols.
fn check_characters(symbols: &[u8]) -> [u8; 2] {
    let (high, low) = symbols.iter().fold((0u8, 0u8), |(high, low), &byte| {
        let feedback = value_of(byte).expect("the alphabet was checked") ^ high;
        (low ^ multiply(feedback, 6), multiply(feedback, 8))
    });
    [ALPHABET[usize::from(high)], ALPHABET[usize::from(low)]]
}

impl fmt::Display for ReferenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical())
    }
}

impl fmt::Debug for ReferenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReferenceNumber({self})")
    }
}

impl FromStr for ReferenceNumber {
    type Err = ReferenceNumberError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for ReferenceNumber {
    type Error = ReferenceNumberError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ReferenceNumber> for String {
    fn from(number: ReferenceNumber) -> String {
        number.canonical()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::Value;

    fn vectors() -> Option<Value> {
        let shared = std::env::var("GISHE_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
        let path = format!("{shared}/spec/samples/ejournal/rnu-vectors.json");
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: no corpus");
            return None;
        };
        Some(serde_json::from_str(&text).expect("the vectors are JSON"))
    }

    fn rows<'a>(vectors: &'a Value, name: &str) -> &'a Vec<Value> {
        vectors[name].as_array().expect("a table")
    }

    #[test]
    fn published_vectors() {
        let Some(vectors) = vectors() else { return };
        for row in rows(&vectors, "valid") {
            let canonical = row["canonical"].as_str().expect("text");
            let number = ReferenceNumber::parse(canonical).expect(canonical);
            assert_eq!(number.canonical(), canonical);
            assert_eq!(number.compact(), row["compact"].as_str().expect("text"));
            assert_eq!(number.issuer().as_str(), row["issuer_eik"].as_str().expect("text"));
            assert_eq!(number.node().to_string(), row["node"].as_str().expect("text"));
            assert_eq!(u64::from(number.counter()), row["counter_decimal"].as_u64().expect("number"));
            let day = format!("{}, day {}", number.date().year(), number.date().day_of_year());
            assert_eq!(day, row["date"].as_str().expect("text"));
            let test = row["test_number"].as_bool().expect("flag");
            assert_eq!(number.is_test(), test);
            assert_eq!(check(canonical, true).error.map(ReferenceNumberError::name), test.then_some("test-number"));
            let again = ReferenceNumber::new(&number.issuer(), number.date(), number.node(), number.counter());
            assert_eq!(again, Ok(number));
        }
        for row in rows(&vectors, "normalisation") {
            let verdict = check(row["input"].as_str().expect("text"), true);
            assert_eq!(verdict.canonical.as_deref(), row["canonical"].as_str(), "{row}");
        }
        for row in rows(&vectors, "invalid") {
            let verdict = check(row["input"].as_str().expect("text"), true);
            assert_eq!(verdict.error.map(ReferenceNumberError::name), row["error"].as_str(), "{row}");
        }
        for row in rows(&vectors, "external") {
            let verdict = check(row["input"].as_str().expect("text"), true);
            assert_eq!(verdict.class, Class::External, "{row}");
            assert_eq!(verdict.canonical.as_deref(), row["input"].as_str());
        }
    }

    fn example() -> ReferenceNumber {
        let issuer = EntityNumber::parse("999999995").expect("valid");
        ReferenceNumber::new(&issuer, date(2025, 3, 14), Node::parse("01").expect("valid"), 7).expect("valid")
    }

    #[test]
    fn worked_example() {
        assert_eq!(example().canonical(), "BG25073-XSNJFV-01-0007-CZ");
        let powers = [1, 2, 4, 8, 16, 5, 10, 20, 13, 26, 17, 7, 14, 28, 29, 31, 27, 19, 3, 6, 12, 24, 21, 15, 30, 25, 23, 11, 22, 9, 18];
        let mut power = 1;
        for expected in powers {
            assert_eq!(power, expected);
            power = multiply(power, 2);
        }
        let pairs = [
            (31, 18),
            (21, 23),
            (10, 9),
            (14, 23),
            (22, 31),
            (22, 28),
            (13, 25),
            (22, 20),
            (19, 23),
            (3, 21),
            (28, 28),
            (25, 12),
            (0, 16),
            (16, 0),
            (9, 28),
            (15, 2),
            (5, 23),
            (9, 13),
            (12, 31),
        ];
        for (length, (high, low)) in (1..).zip(pairs) {
            let expected = [ALPHABET[high], ALPHABET[low]];
            assert_eq!(check_characters(&example().0[..length]), expected, "after {length} characters");
        }
    }

    /// Whether the check characters of 21 symbols fit, without the other rules.
    fn fits(symbols: &[u8; LENGTH]) -> bool {
        check_characters(&symbols[..19]) == symbols[19..]
    }

    #[test]
    fn every_single_double_error_and_exchange_is_found() {
        let right = example().0;
        let (mut singles, mut doubles, mut exchanges) = (0, 0, 0);
        for first in 0..LENGTH {
            for one in ALPHABET.iter().filter(|s| **s != right[first]) {
                let mut wrong = right;
                wrong[first] = *one;
                singles += 1;
                assert!(!fits(&wrong));
                for second in first + 1..LENGTH {
                    for other in ALPHABET.iter().filter(|s| **s != right[second]) {
                        let mut wrong = wrong;
                        wrong[second] = *other;
                        doubles += 1;
                        assert!(!fits(&wrong));
                    }
                }
            }
            for second in first + 1..LENGTH {
                if right[first] != right[second] {
                    let mut wrong = right;
                    wrong.swap(first, second);
                    exchanges += 1;
                    assert!(!fits(&wrong));
                }
            }
        }
        assert_eq!((singles, doubles, exchanges), (651, 201_810, 199));
    }

    #[test]
    fn text_order_is_issue_order() {
        let parse = |text| ReferenceNumber::parse(text).expect("valid");
        assert!(parse("BG25073-XSNJFV-01-0007-CZ") < parse("BG25073-XSNJFV-01-0008-B8"));
        assert!(parse("BG25365-XSNJFV-01-ZZZZ-0J") < parse("BG28366-XSNJFV-0Z-0001-7B"));
    }

    #[test]
    fn cannot_be_issued_outside_its_limits() {
        let issuer = EntityNumber::parse("999999995").expect("valid");
        let node = Node::new(1).expect("valid");
        assert_eq!(ReferenceNumber::new(&issuer, date(2100, 1, 1), node, 0), Err(IssueError::Year));
        assert_eq!(ReferenceNumber::new(&issuer, date(2026, 1, 1), node, 1 << 20), Err(IssueError::Exhausted));
        let person = EntityNumber::parse("7501010010").expect("valid");
        assert_eq!(ReferenceNumber::new(&person, date(2026, 1, 1), node, 0), Err(IssueError::Issuer));
        assert_eq!(Node::new(1024), None);
    }

    #[test]
    fn foreign_numbers_have_limits_too() {
        assert_eq!(check("", true).error, Some(ReferenceNumberError::Length));
        assert_eq!(check(&"x".repeat(65), true).error, Some(ReferenceNumberError::Length));
        assert_eq!(check("номер", true).error, Some(ReferenceNumberError::Alphabet));
        assert_eq!(check("-a", true).error, Some(ReferenceNumberError::Alphabet));
    }
}

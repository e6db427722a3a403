//! From the text of `kit.toml` to [`Manifest`].
//!
//! The one rule: every mistake of the file is found in one pass, each at its line.

use std::collections::BTreeSet;

use super::finding::{Finding, Rule};
use super::life_event::LifeEvent;
use super::manifest::*;
use super::reader::{Document, Lines, Table};
use super::term::term_read;

/// Format of `kit.toml` this program reads.
pub const FORMAT: i64 = 1;

/// Most a fee may be, cents: a slip of the keyboard is likelier than a fee above a million euro.
const FEE_CENTS_MAX: i64 = 100_000_000;

/// Statuses of a service request (`domain.md` §6.2).
pub const STATUSES: &[&str] = &[
    "Registered",
    "RegularityCheck",
    "AwaitingCorrection",
    "AwaitingPayment",
    "InProgress",
    "AwaitingInformation",
    "InApproval",
    "Suspended",
    "Decided",
    "ReadyForDelivery",
    "Completed",
    "Refused",
    "Terminated",
    "Forwarded",
    "SilentRefusal",
    "SilentConsent",
    "UnderAppeal",
    "Archived",
];

/// Reads `kit.toml`. The manifest is complete even when findings say what was wrong; it is of use only without errors.
pub(super) fn manifest_read(file: &str, text: &str) -> (Manifest, Lines, Vec<Finding>) {
    let document = Document::parse(file, text);
    let lines = document.lines();
    let manifest = read(document.root());
    let broken = document.is_broken();
    let mut findings = document.into_findings();
    if broken {
        findings.retain(|finding| finding.code == Rule::TomlSyntax.code());
    }
    (manifest, lines, findings)
}

fn read(root: Table<'_>) -> Manifest {
    root.number("format", FORMAT..=FORMAT);
    let manifest = Manifest {
        code: code(&root, "code"),
        version: version(&root),
        number: root.text("number"),
        result_kind: root.word("result_kind", ResultKind::WORDS),
        identification: root.word("identification", Identification::WORDS),
        minutes: small(root.number("minutes", 1..=240)),
        keywords: keywords(&root),
        life_events: root.words_optional("life_events", LifeEvent::WORDS),
        name: bilingual(&root, "name"),
        summary: bilingual(&root, "summary"),
        who: bilingual(&root, "who"),
        need: bilinguals(&root, "need"),
        ex_officio: bilinguals(&root, "ex_officio"),
        legal: at_least_one(&root, "legal", bilinguals(&root, "legal")),
        channels: at_least_one(&root, "channels", root.words("channels", Channel::WORDS)),
        delivery: delivery(&root),
        speeds: speeds(&root),
        correction: correction(&root),
        extension: extension(&root),
        withdrawal_until: withdrawal(&root),
        unit: units(&root),
        retention_years: retention(&root),
        applicant: applicant(&root),
        eligibility: eligibility(&root),
        checks: at_least_one(&root, "check", coded(&root, "check")),
        irregularities: at_least_one(&root, "irregularity", coded(&root, "irregularity")),
        refusal_grounds: coded(&root, "refusal_ground"),
        appeal: appeal(&root),
        outcomes: outcomes(&root),
        fields: fields(&root),
    };
    root.finish();
    manifest
}

fn small(number: i64) -> u16 {
    u16::try_from(number).expect("the limits given to the reader lie within u16")
}

fn at_least_one<T>(table: &Table<'_>, key: &'static str, list: Vec<T>) -> Vec<T> {
    if list.is_empty() {
        table.report(Rule::KeyMissing, key, &[("key", &table.path_of(key))]);
    }
    list
}

/// A code: small Latin letters, digits and single hyphens.
fn code(table: &Table<'_>, key: &'static str) -> String {
    let code = table.text(key);
    let shaped = code.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    if !code.is_empty() && !shaped {
        table.report(Rule::CodeShape, key, &[("key", &table.path_of(key)), ("value", &code)]);
    }
    code
}

fn version(root: &Table<'_>) -> String {
    let version = root.text("version");
    let parts: Vec<&str> = version.split('.').collect();
    let shaped = parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok_and(|n| n.to_string() == *part));
    if !version.is_empty() && !shaped {
        root.report(Rule::VersionShape, "version", &[("value", &version)]);
    }
    version
}

fn bilingual(table: &Table<'_>, key: &'static str) -> Bilingual {
    table.table(key).map(both).unwrap_or_default()
}

fn bilingual_optional(table: &Table<'_>, key: &'static str) -> Option<Bilingual> {
    table.table_optional(key).map(both)
}

fn bilinguals(table: &Table<'_>, key: &'static str) -> Vec<Bilingual> {
    table.tables(key).into_iter().map(both).collect()
}

fn both(table: Table<'_>) -> Bilingual {
    let text = both_of(&table);
    table.finish();
    text
}

fn both_of(table: &Table<'_>) -> Bilingual {
    Bilingual { bg: table.text("bg"), en: table.text("en") }
}

fn keywords(root: &Table<'_>) -> Keywords {
    let Some(table) = root.table("keywords") else { return Keywords::default() };
    let keywords = Keywords { bg: table.texts("bg"), en: table.texts("en") };
    table.finish();
    keywords
}

fn delivery(root: &Table<'_>) -> Vec<DeliveryOption> {
    let options = root
        .tables("delivery")
        .into_iter()
        .map(|table| {
            let option = DeliveryOption {
                way: table.word("way", DeliveryWay::WORDS),
                price_cents: table.number_optional("price_cents", 0..=FEE_CENTS_MAX),
            };
            table.finish();
            option
        })
        .collect::<Vec<_>>();
    unique(root, "delivery", options.iter().map(|option| option.way.word()));
    at_least_one(root, "delivery", options)
}

fn speeds(root: &Table<'_>) -> Vec<SpeedRule> {
    let speeds = root
        .tables("speed")
        .into_iter()
        .map(|table| {
            let speed = SpeedRule {
                code: table.word("code", Speed::WORDS),
                term: term_read(&table, "term"),
                fee: fee(&table),
                legal: bilingual(&table, "legal"),
            };
            table.finish();
            speed
        })
        .collect::<Vec<_>>();
    unique(root, "speed", speeds.iter().map(|speed| speed.code.word()));
    at_least_one(root, "speed", speeds)
}

fn fee(table: &Table<'_>) -> FeeRule {
    let cents = table.number_optional("fee_cents", 0..=FEE_CENTS_MAX);
    let decision = table.text_optional("fee_decision");
    match (cents, decision) {
        (Some(cents), None) => FeeRule::Fixed(cents),
        (None, Some(decision)) => FeeRule::Decision(decision),
        (cents, _) => {
            table.report(Rule::FeeChoice, "fee_decision", &[("table", &table.path_of("fee_cents"))]);
            FeeRule::Fixed(cents.unwrap_or_default())
        }
    }
}

fn correction(root: &Table<'_>) -> Correction {
    let Some(table) = root.table("correction") else {
        return Correction { days: 3, working: false, margin_days: 0, legal: Bilingual::default() };
    };
    let correction = Correction {
        days: small(table.number("days", 0..=365)),
        working: table.word_or("kind", &[("calendar", false), ("working", true)], false),
        margin_days: small(table.number_optional("margin_days", 0..=60).unwrap_or(0)),
        legal: bilingual(&table, "legal"),
    };
    if correction.days == 0 && table.has("days") {
        table.report(Rule::TermZero, "days", &[("key", &table.path_of("days"))]);
    }
    table.finish();
    correction
}

fn extension(root: &Table<'_>) -> Option<Extension> {
    let table = root.table_optional("extension")?;
    let extension = Extension { days_max: small(table.number("days_max", 0..=365)), legal: bilingual(&table, "legal") };
    if extension.days_max == 0 && table.has("days_max") {
        table.report(Rule::TermZero, "days_max", &[("key", &table.path_of("days_max"))]);
    }
    table.finish();
    Some(extension)
}

fn withdrawal(root: &Table<'_>) -> String {
    let Some(table) = root.table("withdrawal") else { return "Decided".to_owned() };
    let until = table.text("until_status");
    if !until.is_empty() && !STATUSES.contains(&until.as_str()) {
        let allowed = STATUSES.join(", ");
        table.report(Rule::ValueUnknown, "until_status", &[("key", "withdrawal.until_status"), ("value", &until), ("allowed", &allowed)]);
    }
    table.finish();
    until
}

fn units(root: &Table<'_>) -> Units {
    let Some(table) = root.table("unit") else { return Units { owner: String::new(), named: Vec::new() } };
    let owner = code(&table, "owner");
    let named = table
        .tables("named")
        .into_iter()
        .map(|unit| {
            let named = NamedUnit { code: code(&unit, "code"), name: both_of(&unit) };
            unit.finish();
            named
        })
        .collect::<Vec<_>>();
    unique(&table, "named", named.iter().map(|unit| unit.code.as_str()));
    if !owner.is_empty() && named.iter().all(|unit| unit.code != owner) {
        table.report(Rule::UnitUnknown, "owner", &[("unit", &owner), ("place", "unit.owner")]);
    }
    table.finish();
    Units { owner, named }
}

fn retention(root: &Table<'_>) -> u16 {
    let Some(table) = root.table("retention") else { return 1 };
    let years = small(table.number("years", 1..=100));
    table.finish();
    years
}

fn applicant(root: &Table<'_>) -> ApplicantPaths {
    let Some(table) = root.table("applicant") else {
        return ApplicantPaths {
            first_name: String::new(),
            middle_name: None,
            last_name: None,
            identifier: None,
            identifier_kind: IdentifierRule::Egn,
            company: None,
            company_identifier: None,
            email: None,
            phone: None,
            address: Vec::new(),
        };
    };
    let paths = ApplicantPaths {
        first_name: table.text("first_name"),
        middle_name: table.text_optional("middle_name"),
        last_name: table.text_optional("last_name"),
        identifier: table.text_optional("identifier"),
        identifier_kind: table.word_or("identifier_kind", IdentifierRule::WORDS, IdentifierRule::Egn),
        company: table.text_optional("company"),
        company_identifier: table.text_optional("company_identifier"),
        email: table.text_optional("email"),
        phone: table.text_optional("phone"),
        address: table.texts_optional("address"),
    };
    table.finish();
    paths
}

fn eligibility(root: &Table<'_>) -> Vec<Eligibility> {
    root.tables("eligibility")
        .into_iter()
        .map(|table| {
            let question = Eligibility {
                question: bilingual(&table, "question"),
                exit_when: table.word("exit_when", ExitAnswer::WORDS),
                exit: bilingual(&table, "exit"),
            };
            table.finish();
            question
        })
        .collect()
}

fn coded(root: &Table<'_>, key: &'static str) -> Vec<Coded> {
    let entries = root
        .tables(key)
        .into_iter()
        .map(|table| {
            let entry = Coded {
                code: code(&table, "code"),
                text: both_of(&table),
                legal: table.text_optional("legal"),
                path: if key == "irregularity" { table.text_optional("path") } else { None },
            };
            table.finish();
            entry
        })
        .collect::<Vec<_>>();
    unique(root, key, entries.iter().map(|entry| entry.code.as_str()));
    entries
}

fn appeal(root: &Table<'_>) -> Appeal {
    let Some(table) = root.table("appeal") else {
        return Appeal { authority: None, court: Bilingual::default(), days: 14, legal: Bilingual::default() };
    };
    let appeal = Appeal {
        authority: bilingual_optional(&table, "authority"),
        court: bilingual(&table, "court"),
        days: small(table.number("days", 1..=365)),
        legal: bilingual(&table, "legal"),
    };
    table.finish();
    appeal
}

fn outcomes(root: &Table<'_>) -> Vec<Outcome> {
    let outcomes = root
        .tables("outcome")
        .into_iter()
        .map(|table| {
            let outcome = Outcome {
                decision: table.word("decision", DecisionKind::WORDS),
                template: table.text("template"),
                document: code(&table, "document"),
                title: bilingual(&table, "title"),
            };
            table.finish();
            outcome
        })
        .collect::<Vec<_>>();
    unique(root, "outcome", outcomes.iter().map(|outcome| outcome.decision.word()));
    at_least_one(root, "outcome", outcomes)
}

fn fields(root: &Table<'_>) -> Vec<DraftField> {
    let fields = root
        .tables("field")
        .into_iter()
        .map(|table| {
            let decisions = if table.has("decisions") {
                table.words("decisions", DecisionKind::WORDS)
            } else {
                vec![DecisionKind::Grant, DecisionKind::Partial]
            };
            let field = DraftField {
                key: table.text("key"),
                label: bilingual(&table, "label"),
                hint: bilingual_optional(&table, "hint"),
                kind: table.word("kind", FieldKind::WORDS),
                required: table.flag_or("required", true),
                decisions,
                defaults: defaults(&table),
            };
            table.finish();
            field
        })
        .collect::<Vec<_>>();
    unique(root, "field", fields.iter().map(|field| field.key.as_str()));
    fields
}

/// What a field starts with: `application.<path>` or `applicant.<fact>`, one or several.
fn defaults(table: &Table<'_>) -> Vec<DraftDefault> {
    let mut defaults = Vec::new();
    for written in table.texts_optional("default") {
        let answer = written.strip_prefix("application.").map(|path| DraftDefault::Answer(path.to_owned()));
        let fact = || meaning_of(ApplicantFact::WORDS, written.strip_prefix("applicant.")?).map(DraftDefault::Applicant);
        match answer.or_else(fact) {
            Some(default) => defaults.push(default),
            None => {
                let facts = ApplicantFact::WORDS.iter().map(|(word, _)| format!("applicant.{word}"));
                let allowed = std::iter::once("application.…".to_owned()).chain(facts).collect::<Vec<_>>().join(", ");
                table.report(
                    Rule::ValueUnknown,
                    "default",
                    &[("key", &table.path_of("default")), ("value", &written), ("allowed", &allowed)],
                );
            }
        }
    }
    defaults
}

fn unique<'a>(table: &Table<'_>, key: &'static str, codes: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for code in codes.filter(|code| !code.is_empty()) {
        if !seen.insert(code) {
            table.report(Rule::CodeTwice, key, &[("list", &table.path_of(key)), ("code", code)]);
        }
    }
}

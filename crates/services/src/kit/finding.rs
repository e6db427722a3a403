//! What can be wrong with a kit: one rule per code, each with a page `docs/errors/KIT-00NN.md` and a sentence in two languages.
//!
//! The one rule: a finding carries facts (file, line, code, arguments); the words live in `locales/<language>/kit.ftl`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use serde::Serialize;

const BG: &str = include_str!("../../../../locales/bg/kit.ftl");
const EN: &str = include_str!("../../../../locales/en/kit.ftl");

/// Whether a finding blocks the publishing of a kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The kit cannot be published.
    Error,
    /// The kit works; somebody should look.
    Warning,
}

macro_rules! rules {
    ($( $(#[$doc:meta])* $name:ident = $code:literal $severity:ident; )*) => {
        /// One thing `kit check` looks for. The code is stable; numbers are never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $( $(#[$doc])* $name, )* }

        impl Rule {
            /// Every rule, in the order of its code.
            pub const ALL: &'static [Rule] = &[ $( Rule::$name, )* ];

            /// The stable code, such as `KIT-0004`.
            pub fn code(self) -> &'static str {
                match self { $( Rule::$name => $code, )* }
            }

            /// Whether the rule blocks publishing.
            pub fn severity(self) -> Severity {
                match self { $( Rule::$name => Severity::$severity, )* }
            }
        }
    };
}

rules! {
    /// A file every kit has is not there.
    FileMissing = "KIT-0001" Error;
    /// A text file is not UTF-8.
    FileNotText = "KIT-0002" Error;
    /// The file is not well-formed TOML.
    TomlSyntax = "KIT-0003" Error;
    /// A key nobody reads.
    KeyUnknown = "KIT-0004" Error;
    /// A key that must be present is absent.
    KeyMissing = "KIT-0005" Error;
    /// A value of another kind than expected.
    ValueKind = "KIT-0006" Error;
    /// A value outside the list of allowed ones.
    ValueUnknown = "KIT-0007" Error;
    /// A text that is empty.
    TextEmpty = "KIT-0008" Error;
    /// A number outside its limits.
    NumberRange = "KIT-0009" Error;
    /// The code of the kit is not the name of its folder.
    CodeFolder = "KIT-0010" Error;
    /// An identifier with forbidden letters.
    CodeShape = "KIT-0011" Error;
    /// The version does not read as three numbers.
    VersionShape = "KIT-0012" Error;
    /// The same code twice in one list.
    CodeTwice = "KIT-0013" Error;
    /// A term of zero days.
    TermZero = "KIT-0014" Error;
    /// A speed with two fees, or with none.
    FeeChoice = "KIT-0015" Error;
    /// A fee by decision without `fees.dmn`.
    FeeFileMissing = "KIT-0016" Error;
    /// The named decision is not in `fees.dmn`.
    FeeDecisionUnknown = "KIT-0017" Error;
    /// A problem inside the decision model.
    Decision = "KIT-0018" Error;
    /// A decision reads an answer the form does not have.
    DecisionAnswer = "KIT-0019" Error;
    /// A problem inside a form definition.
    Form = "KIT-0020" Error;
    /// A remark on a form definition.
    FormRemark = "KIT-0021" Warning;
    /// A text of the form without a translation.
    FormTranslation = "KIT-0022" Error;
    /// A translation whose Bulgarian text is not in the form any more.
    FormTranslationUnused = "KIT-0023" Warning;
    /// A path into the answers that the form does not have.
    AnswerUnknown = "KIT-0024" Error;
    /// A problem inside the process.
    Process = "KIT-0025" Error;
    /// A remark on the process.
    ProcessRemark = "KIT-0026" Warning;
    /// A task is given to a role that does not exist.
    RoleUnknown = "KIT-0027" Error;
    /// A task is given to a unit the kit does not name.
    UnitUnknown = "KIT-0028" Error;
    /// A task refers to a form that is not in the kit.
    FormFileUnknown = "KIT-0029" Error;
    /// A template that is not in the kit.
    TemplateUnknown = "KIT-0030" Error;
    /// A condition names a variable nobody sets.
    VariableUnknown = "KIT-0031" Error;
    /// A status outside the nomenclature of the event journal.
    JournalStatusUnknown = "KIT-0032" Error;
    /// A stage enters a service status that does not exist.
    StageStatusUnknown = "KIT-0033" Error;
    /// A task issues a document under another type than `kit.toml`.
    DocumentType = "KIT-0034" Error;
    /// A user task does not say which kind of work it is.
    TaskKind = "KIT-0035" Error;
    /// The process lacks a step or a journal status every service has.
    ProcessIncomplete = "KIT-0036" Error;
    /// The timer of the correction ends before the term given to the applicant.
    CorrectionTimer = "KIT-0037" Error;
    /// A decision the process can take has no outcome in `kit.toml`, or the other way round.
    OutcomeMissing = "KIT-0038" Error;
    /// A template that does not compile.
    Template = "KIT-0039" Error;
    /// A file nothing refers to.
    FileUnused = "KIT-0040" Warning;
    /// A text file that cannot be read as Fluent.
    TextSyntax = "KIT-0041" Error;
    /// A text key that one language lacks.
    TextMissing = "KIT-0042" Error;
    /// A text key the process or the kit needs.
    TextNeeded = "KIT-0043" Error;
    /// A text that uses other arguments in one language than in the other.
    TextArguments = "KIT-0044" Error;
    /// A text key used twice.
    TextTwice = "KIT-0045" Error;
    /// A kit without tests.
    TestsMissing = "KIT-0046" Warning;
    /// A test names a task or a node the process does not have.
    TestNode = "KIT-0047" Error;
    /// A test names a code that `kit.toml` does not have.
    TestCode = "KIT-0048" Error;
    /// A test gives a task an outcome its kind cannot produce.
    TestOutcome = "KIT-0049" Error;
    /// The answers of a test are refused by the form.
    TestAnswers = "KIT-0050" Error;
    /// The moments of a test run backwards.
    TestOrder = "KIT-0051" Error;
    /// A fee is due and the process never collects it.
    PaymentMissing = "KIT-0052" Error;
    /// A file name that may not be in a kit, or a file that is too large.
    FileRefused = "KIT-0053" Error;
    /// A test leaves out a field the draft must have.
    TestFieldMissing = "KIT-0054" Error;
    /// A remark on the decision model.
    DecisionRemark = "KIT-0055" Warning;
    /// A remark on a template.
    TemplateRemark = "KIT-0056" Warning;
    /// A status of the event journal without something it needs.
    JournalFieldMissing = "KIT-0057" Error;
}

/// One mistake, with the place where it can be mended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path inside the kit, such as `kit.toml`.
    pub file: String,
    /// Line counted from 1; 0 when the whole file is meant.
    pub line: u32,
    /// Stable code, such as `KIT-0004`.
    pub code: &'static str,
    /// Whether it blocks publishing.
    pub severity: Severity,
    /// Facts for the sentence, in the order they were given.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    pub(super) fn new(rule: Rule, file: &str, line: u32, args: &[(&'static str, &str)]) -> Self {
        Self {
            file: file.to_owned(),
            line,
            code: rule.code(),
            severity: rule.severity(),
            args: args.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        }
    }

    /// The sentence in `language` („bg“ or „en“; anything else reads as Bulgarian).
    pub fn text(&self, language: &str) -> String {
        let sentence = self.sentence(language, &self.code.to_ascii_lowercase());
        let suggests = self.args.iter().any(|(name, value)| *name == "nearest" && !value.is_empty());
        match (sentence, suggests.then(|| self.sentence(language, "kit-nearest")).flatten()) {
            (Some(sentence), Some(suggestion)) => format!("{sentence} {suggestion}"),
            (Some(sentence), None) => sentence,
            (None, _) => self.code.to_owned(),
        }
    }

    fn sentence(&self, language: &str, id: &str) -> Option<String> {
        let bundle = bundle(language);
        let pattern = bundle.get_message(id)?.value()?;
        let mut args = FluentArgs::new();
        for (name, value) in &self.args {
            args.set(*name, value.as_str());
        }
        Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
    }

    /// Whether the finding blocks publishing.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The shape `kit check --json` prints.
    pub fn json(&self, language: &str) -> serde_json::Value {
        serde_json::json!({
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "severity": self.severity,
            "text": self.text(language),
        })
    }
}

fn bundle(language: &str) -> &'static FluentBundle<FluentResource> {
    static BUNDLES: OnceLock<BTreeMap<&'static str, FluentBundle<FluentResource>>> = OnceLock::new();
    let bundles = BUNDLES.get_or_init(|| BTreeMap::from([("bg", compile("bg", BG)), ("en", compile("en", EN))]));
    bundles.get(language).unwrap_or_else(|| &bundles["bg"])
}

fn compile(language: &str, source: &str) -> FluentBundle<FluentResource> {
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let tag = language.parse().expect("the two language tags are well-formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_sentence_in_both_languages_and_a_page() {
        for rule in Rule::ALL {
            for language in ["bg", "en"] {
                let finding = Finding::new(*rule, "kit.toml", 1, &[]);
                assert_ne!(finding.text(language), rule.code(), "{} has no {language} sentence", rule.code());
            }
            let page = format!("{}/../../docs/errors/{}.md", env!("CARGO_MANIFEST_DIR"), rule.code());
            assert!(std::path::Path::new(&page).exists(), "{page} is missing");
        }
    }

    #[test]
    fn both_catalogues_parse_without_errors() {
        for source in [BG, EN] {
            assert!(FluentResource::try_new(source.to_owned()).is_ok());
        }
    }

    #[test]
    fn a_sentence_carries_its_facts() {
        let finding = Finding::new(Rule::KeyUnknown, "kit.toml", 7, &[("key", "sumary"), ("table", "kit.toml"), ("nearest", "summary")]);
        assert!(finding.text("bg").contains("„sumary“") && finding.text("bg").contains("„summary“"));
        assert!(finding.text("en").contains("sumary") && finding.text("en").contains("summary"));
    }
}

//! One mistake at a time put into a correct kit: it is found, at its line, and nothing else is.

use super::files;
use crate::kit::{KitFiles, check};

/// Replaces the first `from` in `file`, returning the line it stands in.
fn spoil(files: &mut KitFiles, file: &str, from: &str, to: &str) -> u32 {
    let content = files.get_mut(file).unwrap_or_else(|| panic!("{file} is not in the kit"));
    let text = String::from_utf8(std::mem::take(content)).expect("kits are text");
    let at = text.find(from).unwrap_or_else(|| panic!("{file} has no {from}"));
    *content = text.replacen(from, to, 1).into_bytes();
    u32::try_from(text[..at].matches('\n').count()).expect("a short file") + 1
}

#[test]
fn each_mistake_is_found_where_it_is() {
    // Kit, file, text, mistake, code, lines below the beginning of the text.
    const MISTAKES: &[(&str, &str, &str, &str, &str, u32)] = &[
        ("address-certificate", "kit.toml", "[summary]", "[sumary]", "KIT-0004", 0),
        ("address-certificate", "kit.toml", "minutes = 5", "minutes = \"5\"", "KIT-0006", 0),
        ("address-certificate", "kit.toml", "minutes = 5", "minutes = 500", "KIT-0009", 0),
        ("address-certificate", "kit.toml", "result_kind = \"certificate\"", "result_kind = \"certificat\"", "KIT-0007", 0),
        ("address-certificate", "kit.toml", "[\"moving\"]", "[\"movin\"]", "KIT-0007", 0),
        ("address-certificate", "kit.toml", "version = \"1.0.0\"", "version = \"1.0\"", "KIT-0012", 0),
        ("address-certificate", "kit.toml", "code = \"standing\"", "code = \"identity\"", "KIT-0013", 0),
        ("address-certificate", "kit.toml", "code = \"standing\"", "code = \"Standing\"", "KIT-0011", 0),
        ("address-certificate", "kit.toml", "term = { value = 7,", "term = { value = 0,", "KIT-0014", 0),
        ("address-certificate", "kit.toml", "fee_cents = 300", "fee_cents = 300\nfee_decision = \"fee\"", "KIT-0015", 1),
        ("address-certificate", "kit.toml", "fee_cents = 300", "fee_decision = \"fee\"", "KIT-0016", 0),
        ("address-certificate", "kit.toml", "\nnumber = \"2128\"", "\nnumber = \"\"", "KIT-0008", 1),
        ("address-certificate", "kit.toml", "email = \"applicant.email\"", "email = \"applicant.emial\"", "KIT-0024", 0),
        ("address-certificate", "kit.toml", "path = \"documents.other\"", "path = \"documents.others\"", "KIT-0024", 0),
        ("address-certificate", "kit.toml", "until_status = \"Decided\"", "until_status = \"Done\"", "KIT-0007", 0),
        ("address-certificate", "kit.toml", "template = \"refusal.typ\"", "template = \"refuse.typ\"", "KIT-0030", 0),
        ("address-certificate", "kit.toml", "format = 1", "format = 1 1", "KIT-0003", 0),
        ("address-certificate", "kit.toml", "owner = \"gra\"", "owner = \"grao\"", "KIT-0028", 0),
        ("address-certificate", "kit.toml", "document = \"refusal\"", "document = \"denial\"", "KIT-0034", 0),
        ("address-certificate", "process.bpmn", "role=\"case_officer\"", "role=\"case_oficer\"", "KIT-0027", 0),
        ("address-certificate", "process.bpmn", "unitCode=\"cao\"", "unitCode=\"caos\"", "KIT-0028", 0),
        ("address-certificate", "process.bpmn", "<au:form ref=\"form.json\"", "<au:form ref=\"forms.json\"", "KIT-0029", 0),
        ("address-certificate", "process.bpmn", "template=\"outcome.typ\"", "template=\"outcom.typ\"", "KIT-0030", 0),
        ("address-certificate", "process.bpmn", "fee &gt; 0", "fees &gt; 0", "KIT-0031", 0),
        ("address-certificate", "process.bpmn", "fee &gt; 0", "application.certificate.copies &gt; 0", "KIT-0031", 0),
        ("address-certificate", "process.bpmn", "code=\"work.started\"", "code=\"work.begun\"", "KIT-0032", 0),
        ("address-certificate", "process.bpmn", "status=\"RegularityCheck\"", "status=\"RegularyCheck\"", "KIT-0033", 0),
        ("address-certificate", "process.bpmn", "<au:task kind=\"work\"/>", "", "KIT-0035", 0),
        ("address-certificate", "process.bpmn", ">P7D<", ">P3D<", "KIT-0037", 0),
        ("address-certificate", "process.bpmn", "template=\"ready\"", "template=\"done\"", "KIT-0043", 0),
        (
            "address-certificate",
            "process.bpmn",
            "<bpmn:exclusiveGateway id=\"feeDue\"",
            "<bpmn:complexGateway id=\"feeDue\"",
            "KIT-0025",
            0,
        ),
        ("address-certificate", "form.json", "\"type\": \"radio\"", "\"type\": \"password\"", "KIT-0020", 0),
        ("address-certificate", "form.json", "\"Вашето име\": \"Your name\",", "", "KIT-0022", 0),
        ("address-certificate", "form.json", "\"en\": {", "\"en\": {\"Няма го\": \"Not here\",", "KIT-0023", 0),
        ("address-certificate", "texts/en.ftl", "ready-subject", "redy-subject", "KIT-0042", 0),
        ("address-certificate", "texts/en.ftl", "{ $amount }", "{ $due }", "KIT-0044", 0),
        ("address-certificate", "texts/bg.ftl", "ready-subject", "refused-subject", "KIT-0045", 0),
        ("address-certificate", "texts/bg.ftl", "{ $service }", "{ $service", "KIT-0041", 0),
        ("address-certificate", "tests/happy.toml", "task = \"payment\"", "task = \"payments\"", "KIT-0047", 0),
        ("address-certificate", "tests/happy.toml", "speed = \"ordinary\"", "speed = \"quick\"", "KIT-0007", 0),
        ("address-certificate", "tests/happy.toml", "paid = true", "paid = 1", "KIT-0049", 0),
        ("address-certificate", "tests/happy.toml", "identifier = \"8003310010\"", "identifier = \"8003310011\"", "KIT-0050", 0),
        ("address-certificate", "tests/happy.toml", "2026-04-20T14:00", "2026-04-20T09:00", "KIT-0051", 0),
        ("address-certificate", "tests/happy.toml", "address = ", "adress = ", "KIT-0048", 0),
        ("address-certificate", "tests/correction-missed.toml", "unreadable-document", "unreadable", "KIT-0048", 0),
        ("address-certificate", "tests/refusal.toml", "no-address", "no-adress", "KIT-0048", 0),
        ("heirs-certificate", "tests/extension.toml", "days = 16", "days = 30", "KIT-0048", 0),
        ("heirs-certificate", "tests/happy.toml", "speed = \"fast\"", "speed = \"express\"", "KIT-0048", 0),
        ("public-information", "process.bpmn", "decision = \"partial\"", "decision = \"partly\"", "KIT-0038", 0),
        ("pavement-permit", "kit.toml", "fee_decision = \"fee\"", "fee_decision = \"fees\"", "KIT-0017", 0),
        ("pavement-permit", "fees.dmn", "application.place.zone", "application.place.zones", "KIT-0019", 0),
        ("pavement-permit", "fees.dmn", "<text>pricePerSquareMetre * ", "<text>pricePerSquareMetre * * ", "KIT-0018", 0),
        ("public-information", "kit.toml", "fee_cents = 0", "fee_cents = 100", "KIT-0052", 0),
    ];
    for (kit, file, from, to, code, below) in MISTAKES {
        let mut files = files(kit);
        let line = spoil(&mut files, file, from, to) + below;
        let findings = check(&files);
        let said = super::sentences(&findings);
        let found = findings.iter().find(|finding| finding.code == *code);
        let found = found.unwrap_or_else(|| panic!("{kit}/{file} „{to}“: {code} is not among\n{said}"));
        for language in ["bg", "en"] {
            let text = found.text(language);
            assert!(!text.contains("{$") && !text.contains("{ $") && text.len() > 10, "{code}: {text}");
        }
        let there = found.file == *file && found.line.abs_diff(line) <= 12;
        let crossing = matches!(*code, "KIT-0022" | "KIT-0034" | "KIT-0038" | "KIT-0042" | "KIT-0052");
        assert!(there || crossing, "{kit}/{file}:{line} „{to}“ is reported at\n{said}");
    }
}

#[test]
fn missing_and_foreign_files_are_named() {
    let mut missing = files("tax-valuation");
    missing.remove("form.json");
    assert!(check(&missing).iter().any(|finding| finding.code == "KIT-0001" && finding.file == "form.json"));

    let mut foreign = files("tax-valuation");
    foreign.insert("notes.txt".to_owned(), b"x".to_vec());
    foreign.insert("../outside".to_owned(), b"x".to_vec());
    foreign.insert("old.typ".to_owned(), b"x".to_vec());
    foreign.insert("texts/de.ftl".to_owned(), vec![0xff]);
    let codes = check(&foreign).into_iter().map(|finding| (finding.code, finding.file)).collect::<Vec<_>>();
    for (code, file) in [("KIT-0040", "notes.txt"), ("KIT-0053", "../outside"), ("KIT-0040", "old.typ"), ("KIT-0002", "texts/de.ftl")] {
        assert!(codes.contains(&(code, file.to_owned())), "{file}: {codes:?}");
    }
}

#[test]
fn several_mistakes_are_found_at_once() {
    let mut files = files("address-certificate");
    spoil(&mut files, "kit.toml", "minutes = 5", "minuts = 5");
    spoil(&mut files, "kit.toml", "[retention]", "[retantion]");
    spoil(&mut files, "process.bpmn", "role=\"signatory\"", "role=\"mayor\"");
    spoil(&mut files, "tests/happy.toml", "task = \"work\"", "task = \"wrok\"");
    let codes = check(&files).into_iter().map(|finding| finding.code).collect::<Vec<_>>();
    for code in ["KIT-0004", "KIT-0005", "KIT-0027", "KIT-0047"] {
        assert!(codes.contains(&code), "{code} is not among {codes:?}");
    }
}

#[test]
fn an_empty_kit_is_five_missing_files_and_no_panic() {
    let missing = check(&KitFiles::new()).into_iter().filter(|finding| finding.code == "KIT-0001").count();
    assert_eq!(missing, 5);
}

#[test]
fn a_file_cut_anywhere_is_reported_without_panic() {
    for kit in ["pavement-permit", "public-information"] {
        let whole = files(kit);
        for (file, content) in whole.iter().filter(|(file, _)| !file.starts_with("tests/") || file.ends_with("/happy.toml")) {
            for part in [0, 3, 7] {
                let mut cut = whole.clone();
                cut.insert(file.clone(), content[..content.len() * part / 8].to_vec());
                for finding in check(&cut) {
                    assert!(!finding.text("en").is_empty());
                }
            }
        }
    }
}

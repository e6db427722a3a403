//! Templates of services: what they may do, and what a hostile text in the data cannot.

use documents::outcome::Facts;
use documents::{Error, Language, Meta, Severity};
use serde_json::json;

use crate::paper::Paper;
use crate::samples::{ENGINE, VERIFY_IN_CODE};

const CERTIFICATE: &str = r#"#import "gishe.typ": *
#let data = json("data.json")
#show: official.with(data)

#title-block[Удостоверение][за постоянен адрес]

Настоящото се издава в уверение на това, че лицето

#facts(
  ([Име], data.applicant.name),
  ([#data.applicant.identifier-kind], data.applicant.identifier),
  ([Постоянен адрес], data.application.address),
)

има постоянен адрес, както е посочен по-горе. Удостоверението се издава, за да послужи пред: #data.application.purpose.

Платена такса: #money(data.fee-cents). Удостоверението е издадено на #date-bg(data.date, long: true)

#signature-block(data)
#verification(data)
"#;

pub fn meta() -> Meta {
    Meta {
        title: "Удостоверение за постоянен адрес № УД-17".into(),
        author: "Община Примерна".into(),
        language: Language::Bulgarian,
        created: "2026-04-22T07:00:00Z".parse().unwrap(),
    }
}

pub fn facts() -> Facts {
    let mut facts = Facts::sample(json!({"address": "гр. Примерна, ул. „Първа“ № 5", "purpose": "банка"}), json!({}));
    facts.verification_address = Some(crate::samples::VERIFY.into());
    facts
}

pub fn certificate() -> &'static str {
    CERTIFICATE
}

#[test]
fn certificate_is_archival_and_scans() {
    let paper = Paper::of("certificate", ENGINE.outcome(CERTIFICATE, &facts().data(), &meta()).unwrap());
    paper.is_archival();
    paper.says(&[
        "Удостоверение",
        "гр. Примерна, ул. „Първа“ № 5",
        "3,00 €",
        "22 април 2026 г.",
        "Страница 1 от 1",
        "Проверка на документа",
    ]);
    paper.carries(&[VERIFY_IN_CODE]);
    let text = String::from_utf8_lossy(&paper.bytes);
    assert!(text.contains("/Lang (bg-BG)") || text.contains("/Lang(bg-BG)"), "the language is set");
}

#[test]
fn same_input_gives_the_same_bytes() {
    let one = ENGINE.outcome(CERTIFICATE, &facts().data(), &meta()).unwrap();
    let two = documents::Engine::new().outcome(CERTIFICATE, &facts().data(), &meta()).unwrap();
    assert!(one == two);
    let mut later = meta();
    later.created = "2026-04-22T07:00:01Z".parse().unwrap();
    assert!(one != ENGINE.outcome(CERTIFICATE, &facts().data(), &later).unwrap());
}

#[test]
fn data_are_never_executed() {
    let hostile = [
        "#eval(\"1+1\")",
        "]#pagebreak()[",
        "#panic(\"x\")",
        "$x^2$ *bold* _it_ @ref <label> // comment /* x */",
        "\"); #read(\"/etc/passwd\"); (\"",
        "\\u{41} \\# `code` = heading\n= heading\n+ item",
        "${jndi:x} {{7*7}} %s <script>alert(1)</script>",
        "https://evil.example/#/x",
    ];
    for (index, text) in hostile.into_iter().enumerate() {
        let mut facts = facts();
        facts.application = json!({"address": text, "purpose": text});
        facts.applicant.name = text.into();
        facts.number = Some(text.into());
        let mut meta = meta();
        meta.title = text.into();
        let paper = Paper::of(&format!("hostile_{index}"), ENGINE.outcome(CERTIFICATE, &facts.data(), &meta).unwrap());
        paper.says(&text.lines().collect::<Vec<_>>());
        if let Some((_, _, pages)) = paper.size() {
            assert_eq!(pages, 1, "{text}");
        }
    }
}

#[test]
fn characters_without_glyphs_do_not_stop_a_document() {
    let mut facts = facts();
    facts.applicant.name = "王 Примерна\u{0}\u{7}\u{200b}\u{202e}\u{e000}😀".into();
    assert_eq!(ENGINE.unwritable(&facts.data()).into_iter().filter(|c| *c == '王' || *c == '😀').count(), 2);
    let paper = Paper::of("unwritable", ENGINE.outcome(CERTIFICATE, &facts.data(), &meta()).unwrap());
    paper.is_archival();
    paper.says(&["¤ Примерна¤¤"]);
}

#[test]
fn template_problems_name_their_line() {
    for (template, line, part) in [
        ("#import \"gishe.typ\": *\n\n#nowhere", 3, "Unknown variable: nowhere"),
        ("Текст\n#let x = ", 2, "Expected expression"),
        ("#let data = json(\"data.json\")\n\n\n#data.missing", 4, "missing"),
        ("#import \"gishe.typ\": *\n#date-bg(\"утре\")", 2, "a date is written"),
        ("\n#read(\"/etc/passwd\")", 2, "cannot open files"),
        ("\n#json(\"../../secret.json\")", 2, "data.json only"),
        ("#import \"other.typ\": x", 1, "access denied"),
        ("\n\n#import \"@preview/cetz:0.3.0\": canvas", 3, ""),
        ("#image(\"coat.png\")", 1, ""),
        ("#include \"/etc/hostname\"", 1, ""),
        ("#std.read(\"x\")", 1, "cannot open files"),
        ("#plugin(\"x.wasm\")", 1, "cannot open files"),
        ("#let f() = f()\n#f()", 1, "call depth"),
        ("#while true { }", 1, "always true"),
        ("#let n = 0\n#while n < 100000 { n += 1 }", 2, "infinite"),
        ("= 王", 1, ""),
        ("== Второ ниво", 1, "level 1"),
    ] {
        let problems = ENGINE.check(template, &json!({}));
        let first = problems
            .iter()
            .find(|problem| problem.severity == Severity::Error)
            .unwrap_or_else(|| panic!("no problem in {template}: {problems:?}"));
        assert_eq!(first.line, line, "{template}: {problems:?}");
        assert!(first.text.to_lowercase().contains(&part.to_lowercase()), "{template}: {problems:?}");
    }
    assert_eq!(ENGINE.check("Само текст, без заглавие.", &json!({})), vec![]);
    assert_eq!(ENGINE.check(CERTIFICATE, &facts().data()), vec![]);
}

#[test]
fn limits_are_kept() {
    let long = "x ".repeat(200_000);
    assert!(matches!(ENGINE.outcome(&long, &json!({}), &meta()), Err(Error::TemplateTooLong { .. })));
    let large = json!({"text": "я".repeat(600_000)});
    assert!(matches!(ENGINE.outcome("= x", &large, &meta()), Err(Error::DataTooLarge { .. })));
    let pages = "= x\n#for _ in range(201) { pagebreak() + [x] }";
    assert!(matches!(ENGINE.outcome(pages, &json!({}), &meta()), Err(Error::TooManyPages { pages: 202, max: 200 })));
    assert!(matches!(ENGINE.outcome("#x", &json!({}), &meta()), Err(Error::Template { .. })));
}

#[test]
fn signature_never_stands_alone() {
    let template = |lines: usize| {
        format!(
            "#import \"gishe.typ\": *\n#let data = json(\"data.json\")\n= Заглавие\n#for n in range({lines}) [Абзац #n.\n\n]\nПоследният абзац на текста преди подписа.\n\n#signature-block(data)\n"
        )
    };
    let mut crossed = 0;
    for lines in 20..44 {
        let paper = Paper::of("signature", ENGINE.outcome(&template(lines), &facts().data(), &meta()).unwrap());
        let (Some((_, _, pages)), Some(text)) = (paper.size(), paper.text()) else { return };
        if pages == 2 {
            crossed += 1;
            let (_, last) = text.split_once("Страница 1 от 2").expect("pages are numbered");
            assert!(last.contains("Подписано"), "the signature is on the last page: {lines}");
            assert!(last.contains("преди подписа"), "text stands with the signature: {lines}");
        }
    }
    assert!(crossed > 3, "the text crossed the page: {crossed}");
}

//! Every built-in layout: made, read back as text, scanned.

use documents::{Envelope, Language};

use crate::paper::Paper;
use crate::samples::{self, BARS, ENGINE, INCOMING, REFERENCE, STATUS_IN_CODE, VERIFY_IN_CODE};

#[test]
fn slip_is_a6_and_carries_both_codes() {
    let paper = Paper::of("slip", ENGINE.slip(&samples::slip(Language::Bulgarian)).unwrap());
    paper.is_archival();
    paper.says(&[
        "Община Примерна",
        INCOMING,
        REFERENCE,
        "123-456-788",
        "20.04.2026 г., 10:15 ч.",
        "Код за справка",
        "Код за достъп до преписката",
    ]);
    paper.says(&["gishe.primerna.example/status", "8:30–17:00", "без имена и документи"]);
    paper.carries(&[STATUS_IN_CODE, BARS]);
    if let Some(size) = paper.size() {
        assert_eq!(size, (105.0, 148.0, 1));
    }
}

#[test]
fn slip_without_access_code_has_no_tear_off_part() {
    let mut slip = samples::slip(Language::Bulgarian);
    slip.access_code = None;
    let paper = Paper::of("slip_short", ENGINE.slip(&slip).unwrap());
    assert!(!paper.text().is_some_and(|text| text.contains("откъснете")));
}

#[test]
fn slip_with_long_words_stays_on_its_page() {
    let mut slip = samples::slip(Language::Bulgarian);
    slip.service = "Вписване на промени в данните за напоителната техника, земеделските култури и обработваемите площи в регистъра".into();
    slip.print.letterhead.administration = "Регионална дирекция по горите и земеделието – Примерновско-Другомирска област".into();
    slip.incoming_number = "ДПРМ-ЗФЖКМГНО-1234-20.04.2026".into();
    slip.counter_hours = "понеделник и сряда 8:30–12:00 и 13:00–17:30 ч., вторник и петък 9:00–16:00 ч.".into();
    let paper = Paper::of("slip_long", ENGINE.slip(&slip).unwrap());
    if let Some((_, _, pages)) = paper.size() {
        assert_eq!(pages, 1);
    }
    paper.carries(&[STATUS_IN_CODE, BARS]);
}

#[test]
fn slip_in_english() {
    let paper = Paper::of("slip_en", ENGINE.slip(&samples::slip(Language::English)).unwrap());
    paper.says(&["Incoming No.", "20 April 2026, 10:15", "Status code", "Access code to the case file"]);
    paper.carries(&[STATUS_IN_CODE, BARS]);
}

#[test]
fn slip_for_the_roll() {
    let paper = Paper::of("slip_roll", ENGINE.slip_roll(&samples::slip(Language::Bulgarian)).unwrap());
    paper.is_archival();
    paper.carries(&[STATUS_IN_CODE, BARS]);
    if let Some((width, height, pages)) = paper.size() {
        assert_eq!((width, pages), (80.0, 1));
        assert!(height < 220.0, "{height}");
    }
}

#[test]
fn foreign_reference_number_is_printed_without_bars_when_it_does_not_fit() {
    let mut slip = samples::slip(Language::Bulgarian);
    slip.reference_number = "7d9f1c2a-55aa-4b0e-9d0a-0b8c1f7e2a33".into();
    let paper = Paper::of("slip_foreign", ENGINE.slip(&slip).unwrap());
    paper.says(&["7d9f1c2a-55aa-4b0e-9d0a-0b8c1f7e2a33"]);
    paper.carries(&[STATUS_IN_CODE, INCOMING]);
}

#[test]
fn receipt_lists_documents_term_fee_and_codes() {
    let paper = Paper::of("receipt", ENGINE.receipt(&samples::receipt()).unwrap());
    paper.is_archival();
    paper.says(&["Изрично пълномощно", "12 500,75 €", "дванадесет хиляди", "27.04.2026 г., включително", "10:15:07 ч.", "Страница 1 от"]);
    paper.says(&["K7QX-9M2D-4TRB".replace('-', "").get(..4).unwrap(), "123-456-788"]);
    paper.carries(&[STATUS_IN_CODE, BARS]);
}

#[test]
fn paper_form_has_field_codes_and_its_bar_code() {
    let paper = Paper::of("paper_form", ENGINE.paper_form(&samples::paper_form()).unwrap());
    paper.is_archival();
    paper.says(&["1.1", "2.3", "Собствено име", "Декларации", "подпис"]);
    paper.carries(&["F-2079-1.0.0"]);
}

#[test]
fn envelopes_have_their_size() {
    for (name, envelope, size) in [("dl", Envelope::Dl, (220.0, 110.0, 1)), ("c5", Envelope::C5, (229.0, 162.0, 1))] {
        let paper = Paper::of(&format!("envelope_{name}"), ENGINE.post_label(&samples::post_label(envelope)).unwrap());
        paper.is_archival();
        paper.says(&["Община Примерна", "Примерна Примерова Примеровска", "1000 Примерна", "Препоръчано"]);
        paper.carries(&["0001-000456-22.04.2026"]);
        if let Some(found) = paper.size() {
            assert_eq!(found, size);
        }
    }
}

#[test]
fn return_receipt_has_two_sides() {
    let paper = Paper::of("return_receipt", ENGINE.return_receipt(&samples::return_receipt()).unwrap());
    paper.is_archival();
    paper.says(&["Известие за доставяне", "Да се върне на", "22.04.2026 г.", "отказ да се получи"]);
    paper.carries(&[BARS]);
    if let Some(size) = paper.size() {
        assert_eq!(size, (148.0, 105.0, 2));
    }
}

#[test]
fn letters_say_what_the_law_asks() {
    for (name, letter) in samples::letters() {
        let paper = Paper::of(&format!("letter_{name}"), ENGINE.letter(&letter).unwrap());
        paper.is_archival();
        paper.says(&["Изх. № 0001-000456 / 22.04.2026 г.", REFERENCE, INCOMING]);
        match name {
            "irregularity" => paper.says(&["Липсва документ за собственост", "25.04.2026 г., включително", "Срокът за услугата спира"]),
            "extension" => paper.says(&["изтича на 27.04.2026 г., се удължава до 11.05.2026 г."]),
            "termination" => paper.says(&["се прекратява", "Обжалване", "14 дни", "подпис и печат"]),
            "forwarding" => paper.says(&["Община Другомирска"]),
            _ => paper.says(&["Отговор на запитване", "Копие на становището"]),
        }
        paper.carries(&[VERIFY_IN_CODE]);
    }
}

#[test]
fn letters_in_english() {
    for (name, mut letter) in samples::letters() {
        letter.print.language = Language::English;
        let paper = Paper::of(&format!("letter_{name}_en"), ENGINE.letter(&letter).unwrap());
        paper.says(&["Outgoing No. 0001-000456 / 22 April 2026"]);
    }
}

#[test]
fn case_cover_repeats_the_header_of_its_inventory() {
    let paper = Paper::of("case_cover", ENGINE.case_cover(&samples::case_cover()).unwrap());
    paper.is_archival();
    paper.carries(&[BARS]);
    if let Some(text) = paper.text() {
        assert!(text.matches("Листа").count() >= 2, "{text}");
    }
}

#[test]
fn texts_of_the_administration_replace_ours() {
    let mut slip = samples::slip(Language::Bulgarian);
    slip.print.texts = Some([("documents-status-code".to_owned(), "Код за проверка на хода".to_owned())].into());
    Paper::of("slip_own_words", ENGINE.slip(&slip).unwrap()).says(&["Код за проверка на хода"]);
}

//! Sample content of every layout. The people and places are made up.

use documents::layout::{InventoryRow, LetterSignature};
use documents::outcome::{Appeal, Ground};
use documents::{
    CaseCover, Engine, Envelope, Language, Letter, LetterKind, Letterhead, PaperChoice, PaperField, PaperFieldKind, PaperForm,
    PaperSection, PostLabel, Print, Receipt, Recipient, ReturnReceipt, Slip, TermLine,
};
use jiff::civil::{Date, DateTime};
use std::sync::LazyLock;

pub static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);

pub const REFERENCE: &str = "BG26110-XSNJFV-01-0007-J9";
pub const BARS: &str = "BG26110XSNJFV010007J9";
pub const INCOMING: &str = "0001-000123-20.04.2026";
pub const STATUS: &str = "https://gishe.primerna.example/S/7K2M9QXRT4WBD3FH6Y8Z";
pub const STATUS_IN_CODE: &str = "HTTPS://GISHE.PRIMERNA.EXAMPLE/S/7K2M9QXRT4WBD3FH6Y8Z";
pub const VERIFY: &str = "https://gishe.primerna.example/V/9QXRT4WBD3FH6Y8Z7K2M";
pub const VERIFY_IN_CODE: &str = "HTTPS://GISHE.PRIMERNA.EXAMPLE/V/9QXRT4WBD3FH6Y8Z7K2M";

pub fn print(language: Language) -> Print {
    Print {
        language,
        texts: None,
        letterhead: Letterhead {
            administration: "Община Примерна".into(),
            unit: Some("Център за административно обслужване".into()),
            address: Some("1000 Примерна, пл. „Централен“ № 1".into()),
            contacts: Some("тел. 000 000 000, obshtina@primerna.example".into()),
        },
        created: "2026-04-20T07:15:07Z".parse().unwrap(),
        printed_by: Some("Пример Служителев".into()),
    }
}

pub fn slip(language: Language) -> Slip {
    Slip {
        print: print(language),
        incoming_number: INCOMING.into(),
        reference_number: REFERENCE.into(),
        service: "Издаване на удостоверение за постоянен адрес".into(),
        received: DateTime::constant(2026, 4, 20, 10, 15, 7, 0),
        status_code: "123-456-788".into(),
        status_page: "gishe.primerna.example/status".into(),
        status_address: STATUS.into(),
        access_code: Some("K7QX-9M2D-4TRB".into()),
        counter_hours: "понеделник – петък, 8:30–17:00 ч.".into(),
    }
}

pub fn receipt() -> Receipt {
    Receipt {
        print: print(Language::Bulgarian),
        incoming_number: INCOMING.into(),
        reference_number: REFERENCE.into(),
        service: "Издаване на удостоверение за постоянен адрес".into(),
        applicant: "Примерна Примерова Примеровска".into(),
        received: DateTime::constant(2026, 4, 20, 10, 15, 7, 0),
        channel: "на гише".into(),
        delivery: Some("на гише в Центъра за административно обслужване".into()),
        attachments: vec!["Документ за собственост на имота".into(), "Изрично пълномощно с нотариална заверка на подписа".into()],
        due: Some(Date::constant(2026, 4, 27)),
        term: vec![
            TermLine {
                on: Some(Date::constant(2026, 4, 20)),
                text: "Заявлението е получено; срокът е 7 календарни дни".into(),
                legal: Some("чл. 25 от Наредбата".into()),
            },
            TermLine { on: Some(Date::constant(2026, 4, 21)), text: "Първи ден от срока".into(), legal: None },
            TermLine {
                on: Some(Date::constant(2026, 4, 27)), text: "Последен ден от срока, до 24:00 ч.".into(), legal: None
            },
        ],
        fee_cents: Some(1_250_075),
        fee_words: Some("дванадесет хиляди и петстотин евро и 75 евроцента".into()),
        fee_state: Some("платена с карта на 20.04.2026 г.".into()),
        status_code: "123-456-788".into(),
        status_page: "gishe.primerna.example/status".into(),
        status_address: STATUS.into(),
        access_code: Some("K7QX-9M2D-4TRB".into()),
        next: vec![
            "Проверяваме дали заявлението е пълно. Ако нещо липсва, ще Ви уведомим.".into(),
            "Изготвяме удостоверението и Ви съобщаваме, че е готово.".into(),
        ],
        counter_hours: Some("понеделник – петък, 8:30–17:00 ч.".into()),
    }
}

fn field(code: &str, label: &str, required: bool, kind: PaperFieldKind) -> PaperField {
    PaperField { code: code.into(), label: label.into(), hint: None, required, kind, value: None }
}

fn choice(options: &[&str], multiple: bool) -> PaperFieldKind {
    PaperFieldKind::Choice {
        options: options.iter().map(|label| PaperChoice { label: (*label).into(), ticked: false }).collect(),
        multiple,
    }
}

pub fn paper_form() -> PaperForm {
    PaperForm {
        print: print(Language::Bulgarian),
        service: "Издаване на удостоверение за постоянен адрес".into(),
        service_number: Some("2079".into()),
        addressee: Some("До кмета на Община Примерна".into()),
        form_code: "F-2079-1.0.0".into(),
        instructions: vec![
            "Пишете четливо, с печатни букви, със син или черен химикал.".into(),
            "Отбележете отговора с × в квадратчето.".into(),
        ],
        sections: vec![
            PaperSection {
                title: "Заявител".into(),
                note: None,
                fields: vec![
                    field("1.1", "Собствено име", true, PaperFieldKind::Lines { count: 1 }),
                    field("1.2", "Бащино име", false, PaperFieldKind::Lines { count: 1 }),
                    field("1.3", "Фамилно име", true, PaperFieldKind::Lines { count: 1 }),
                    field("1.4", "ЕГН или ЛНЧ", true, PaperFieldKind::Boxes { count: 10 }),
                    PaperField {
                        hint: Some("Адресът, на който сте регистрирани по настоящ адрес.".into()),
                        ..field("1.5", "Адрес за кореспонденция", true, PaperFieldKind::Lines { count: 2 })
                    },
                    PaperField {
                        value: Some("05.03.1990".into()), ..field("1.6", "Дата на раждане", true, PaperFieldKind::Date)
                    },
                ],
            },
            PaperSection {
                title: "Удостоверение".into(),
                note: Some("Посочете за какво Ви е нужно удостоверението.".into()),
                fields: vec![
                    field("2.1", "Пред кого ще послужи", true, choice(&["съд", "банка", "учебно заведение", "друго"], true)),
                    field(
                        "2.2",
                        "Скорост",
                        true,
                        choice(&["обикновена – 7 календарни дни, 3,00 €", "бърза – 3 работни дни, 6,00 €"], false),
                    ),
                    field("2.3", "Бележки", false, PaperFieldKind::Lines { count: 4 }),
                ],
            },
        ],
        attachments: vec!["Пълномощно, когато заявлението се подава от пълномощник".into(), "Документ за платена такса".into()],
        declarations: vec![
            "Декларирам, че посочените данни са верни. Известно ми е, че за неверни данни нося наказателна отговорност.".into(),
        ],
    }
}

pub fn post_label(envelope: Envelope) -> PostLabel {
    PostLabel {
        print: print(Language::Bulgarian),
        envelope,
        recipient: recipient(),
        outgoing_number: "0001-000456-22.04.2026".into(),
        registered: true,
        return_receipt: true,
    }
}

pub fn return_receipt() -> ReturnReceipt {
    ReturnReceipt {
        print: print(Language::Bulgarian),
        recipient: recipient(),
        outgoing_number: "0001-000456-22.04.2026".into(),
        outgoing_date: Date::constant(2026, 4, 22),
        contents: "уведомление за нередовности".into(),
        reference_number: REFERENCE.into(),
    }
}

fn recipient() -> Recipient {
    Recipient {
        name: "Примерна Примерова Примеровска".into(),
        lines: vec!["ул. „Първа“ № 5, вх. Б, ет. 3, ап. 12".into(), "1000 Примерна".into()],
    }
}

pub fn letter(kind: LetterKind) -> Letter {
    Letter {
        print: print(Language::Bulgarian),
        number: Some("0001-000456".into()),
        date: Some(Date::constant(2026, 4, 22)),
        application_number: INCOMING.into(),
        reference_number: REFERENCE.into(),
        service: "Издаване на удостоверение за постоянен адрес".into(),
        recipient: recipient(),
        kind,
        paragraphs: vec![],
        enclosures: vec![],
        appeal: None,
        signature: Some(LetterSignature {
            position: "Началник на отдел „ГРАО“".into(),
            name: "Пример Началников".into(),
            electronic: true,
        }),
        verification_address: Some(VERIFY.into()),
        answer_page: Some("gishe.primerna.example".into()),
    }
}

pub fn ground(text: &str, legal: Option<&str>) -> Ground {
    Ground { text: text.into(), legal: legal.map(Into::into) }
}

pub fn appeal() -> Appeal {
    Appeal {
        authority: "Административен съд – Примерна".into(), days: 14, legal: Some("чл. 149, ал. 1 от АПК".into())
    }
}

pub fn letters() -> Vec<(&'static str, Letter)> {
    let mut termination = letter(LetterKind::Termination {
        grounds: vec![ground("Нередовностите не са отстранени в срок.", Some("чл. 30, ал. 2 от АПК"))],
    });
    termination.appeal = Some(appeal());
    termination.signature.as_mut().unwrap().electronic = false;
    let mut plain = letter(LetterKind::Plain { subject: "Отговор на запитване".into() });
    plain.paragraphs = vec!["Във връзка с Вашето запитване Ви съобщаваме, че преписката се разглежда.".into()];
    plain.enclosures = vec!["Копие на становището".into()];
    vec![
        (
            "irregularity",
            letter(LetterKind::IrregularityNotice {
                defects: vec![
                    ground("Липсва документ за собственост на имота.", Some("чл. 92, ал. 3 от ЗГР")),
                    ground("Пълномощното не е изрично.", None),
                ],
                due: Some(Date::constant(2026, 4, 25)),
                term_words: "3 календарни дни от получаването на уведомлението".into(),
            }),
        ),
        (
            "extension",
            letter(LetterKind::ExtensionNotice {
                previous_due: Date::constant(2026, 4, 27),
                due: Date::constant(2026, 5, 11),
                reason: "нужна е справка от друга община".into(),
                legal: Some("чл. 57, ал. 8 от АПК".into()),
            }),
        ),
        ("termination", termination),
        (
            "forwarding",
            letter(LetterKind::Forwarding {
                to: "Община Другомирска".into(),
                reason: "постоянният адрес е на нейна територия".into(),
                legal: Some("чл. 31, ал. 2 от АПК".into()),
            }),
        ),
        ("plain", plain),
    ]
}

pub fn case_cover() -> CaseCover {
    CaseCover {
        print: print(Language::Bulgarian),
        number: INCOMING.into(),
        reference_number: REFERENCE.into(),
        service: "Издаване на удостоверение за постоянен адрес".into(),
        applicant: "Примерна Примерова Примеровска".into(),
        opened: Date::constant(2026, 4, 20),
        closed: Some(Date::constant(2026, 4, 22)),
        retention: "5 години".into(),
        inventory: (1..=45)
            .map(|n| InventoryRow {
                number: format!("0001-{n:06}"),
                date: Date::constant(2026, 4, 20),
                title: if n == 1 {
                    "Заявление".into()
                } else {
                    format!("Приложение № {n} към заявлението")
                },
                sheets: Some(n),
            })
            .collect(),
    }
}

//! Summary, attachments, paper.

use crate::{env, samples};
use forms::{Env, PaperKind};
use serde_json::json;

#[test]
fn the_summary_says_every_visible_answer_once() {
    for (name, definition) in samples::definitions() {
        let data = samples::data(&name, "valid-2");
        let rows = definition.summary(&data, &env());
        let mut paths: Vec<&str> = rows.iter().map(|row| row.path.as_str()).collect();
        let count = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), count, "{name}");
        assert!(rows.iter().all(|row| !row.value.is_empty() && !row.page_title.is_empty()), "{name}");
        if name == "address-certificate" {
            let value = |path: &str| rows.iter().find(|row| row.path == path).map(|row| row.value.as_str());
            assert_eq!(value("applicantCapacity"), Some("като пълномощник"));
            assert_eq!(value("languages"), Some("български, английски"));
            assert_eq!(value("declarationTruth"), Some("Да"));
            assert_eq!(value("postal.postcode"), Some("9999"));
            assert_eq!(value("atDate"), None);
            assert!(value("powerOfAttorney").is_some_and(|text| text.starts_with("palnomoshtno.pdf (")));
            let row = rows.iter().find(|row| row.path == "postal.line").unwrap();
            assert_eq!(row.group.as_deref(), Some("Пощенски адрес"));
            assert_eq!(rows.iter().find(|row| row.path == "subjectIdentifier").unwrap().personal.as_deref(), Some("identifier"));
        }
        if name == "building-permit-copy" {
            let row = rows.iter().find(|row| row.path == "documents[0].pages").unwrap();
            assert!(row.group.as_deref().is_some_and(|group| group.ends_with("– 1")));
            let english = definition.summary(&data, &Env::new(env().now, "en"));
            assert_eq!(english.iter().find(|row| row.path == "feeTotal").unwrap().value, "3.00\u{a0}€");
        }
    }
}

#[test]
fn places_for_files_follow_the_answers() {
    for (name, definition) in samples::definitions() {
        let slots = |submission: &str| definition.attachments(&samples::data(&name, submission), &env());
        if name == "address-certificate" {
            assert_eq!(slots("valid-1").iter().map(|slot| slot.path.as_str()).collect::<Vec<_>>(), ["otherDocuments"]);
            let both = slots("valid-2");
            assert_eq!((both.len(), both[0].required, both[0].multiple, both[0].bytes_max), (2, true, false, 5 << 20));
            assert_eq!(both[0].accepts("a.pdf", "application/pdf", 10), Ok(()));
            assert_eq!(both[0].accepts("a.exe", "", 10), Err("file.type"));
            assert_eq!(both[0].accepts("a.pdf", "", 6 << 20), Err("file.size"));
            assert_eq!(both[0].accept(), ".pdf,.p7m,.jpg,.png");
        }
    }
}

#[test]
fn paper_shows_every_branch() {
    for (name, definition) in samples::definitions() {
        let sections = definition.paper("bg");
        assert_eq!(sections.len(), definition.page_keys().len(), "{name}");
        if name == "address-certificate" {
            assert_eq!(sections[1].when.as_deref(), Some("Попълва се, когато „Подавам заявлението“ е: като родител, като пълномощник"));
            let egn = sections[0].items.iter().find(|item| item.path == "applicantPhysicalIdentifier").unwrap();
            assert_eq!(egn.kind, PaperKind::Line { boxes: Some(10), suffix: None });
            let children = sections[1].items.iter().find(|item| item.path == "children").unwrap();
            assert!(matches!(&children.kind, PaperKind::Table { columns, rows: 5 } if columns.len() == 2));
            let paths: Vec<&str> = sections[3].items.iter().map(|item| item.path.as_str()).collect();
            assert!(paths.contains(&"postal.postcode") && !paths.contains(&"feeTotal"), "{paths:?}");
            let json = json!(sections);
            assert!(json.to_string().contains("\"type\":\"tick\""));
        }
    }
}

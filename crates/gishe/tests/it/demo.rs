//! The demo lives its cases by real commands, and the history holds.

use std::collections::BTreeSet;
use std::sync::Arc;

use cases::Status;
use gishe::runtime::Installation;
use gishe::{demo, sample};
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::random::SeededRandom;
use store::{Database, Options};

pub fn lived(seed: u64, cases: usize, database: Database) -> (tempfile::TempDir, Installation) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { database, ..Options::new(folder.path()) };
    let now = sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0));
    let installation = Installation::open_with(&options, Arc::new(VirtualClock::new(now)), Arc::new(SeededRandom::new(seed))).unwrap();
    let people = demo::prepare(&installation, "https://primer.example").unwrap();
    demo::live(&installation, &people, "https://primer.example", cases, |_| {}).unwrap();
    (folder, installation)
}

pub fn statuses(installation: &Installation) -> Vec<(String, String)> {
    let ctx = sample::system(installation, "");
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = installation.store.read_blocking(|tx| cases::list::case_list(tx, &ctx, &Default::default(), after)).unwrap();
        rows.extend(page.rows.iter().map(|case| (case.uri.clone(), case.status.identifier().to_owned())));
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_administration_and_an_unbroken_history() {
    let (_one, first) = lived(1, 60, Database::Sqlite);
    let (_two, second) = lived(2, 60, Database::Sqlite);
    let rows = statuses(&first);
    assert_eq!(rows.len(), 60);
    assert_eq!(rows, statuses(&second), "the demo does not depend on the key or identifiers of the installation");
    let broken = first.store.read_blocking(|tx| store::history::first_break(tx, sample::ADMINISTRATION)).unwrap();
    assert_eq!(broken, None);
    first.store.close();
    second.store.close();
}

#[test]
fn the_whole_demo_rests_in_every_state() {
    let (_folder, installation) = lived(3, demo::CASES, Database::Sqlite);
    let found: BTreeSet<String> = statuses(&installation).into_iter().map(|(_, status)| status).collect();
    let wrong = "SELECT payload, last_error FROM case_report WHERE administration_id = $1 AND state <> 'formed'";
    let read = |tx: &store::Tx<'_>| {
        tx.query(wrong, &store::params![sample::ADMINISTRATION], |row| Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?)))
    };
    let wrong: Vec<(String, Option<String>)> = installation.store.read_blocking(read).unwrap();
    assert!(wrong.is_empty(), "{} report(s) the journal would not take: {:?}", wrong.len(), wrong.first());
    let missing: Vec<&str> = Status::ALL.iter().map(|status| status.identifier()).filter(|status| !found.contains(*status)).collect();
    assert!(missing.is_empty(), "no case of the demo is {missing:?}");
    installation.store.close();
}

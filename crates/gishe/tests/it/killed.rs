//! The life of a case, killed with `kill -9` after each of its commits and gone on with, ends as the life that nothing interrupted.

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cases::decision::DecisionDraft;
use cases::{document, message, task};
use gishe::runtime::Installation;
use gishe::sample::Sample;
use gishe::{acts, demo, sample, worker};
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, CommandId};
use kernel::random::SeededRandom;
use serde_json::{Map, json};
use services::kit::{DecisionKind, Kit};
use store::{Options, history};
use tokio::sync::watch;

use crate::walk::submit;

const BASE: &str = "http://primerna.example";
/// Environment of the program that is killed: its folder, the commit after which it is killed.
const FOLDER: &str = "GISHE_TEST_KILLED_FOLDER";
const COMMIT: &str = "GISHE_TEST_KILLED_COMMIT";
/// The one command that is sent again under its old key: all others follow from where the case stands.
const FILING: &str = "01978000-0000-7000-8000-000000000001";

fn opened(folder: &Path, seed: u64) -> Installation {
    let now = sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0));
    Installation::open_with(&Options::new(folder), Arc::new(VirtualClock::new(now)), Arc::new(SeededRandom::new(seed))).unwrap()
}

fn file(installation: &Installation) -> CaseId {
    let command_id: Option<CommandId> = Some(FILING.parse().unwrap());
    submit(installation, &Ctx { command_id, ..sample::system(installation, BASE) }, "Примерова").case_id
}

/// Files the application, unless that was done, and does whatever is next until the case is over.
fn go_on(installation: &Installation, people: &Sample) -> CaseId {
    let kit = Kit::parse(&sample::kits()["address-certificate"]).unwrap();
    let case = file(installation);
    let system = sample::system(installation, BASE);
    loop {
        worker::drain(installation, BASE).unwrap();
        let (file, tasks) = installation
            .store
            .read_blocking(|tx| Ok::<_, cases::Error>((cases::case_get(tx, &system, case)?, task::task_list_of_case(tx, &system, case)?)))
            .unwrap();
        if file.status.is_final() {
            return case;
        }
        let next = tasks.iter().find(|task| task.is_open()).expect("a case that is not over waits for somebody");
        let one = |name: &str, word: &str| Map::from_iter([(name.to_owned(), json!(word))]);
        let (outcome, draft) = match next.kind.as_str() {
            "regularity" => (one("regularity", "regular"), None),
            "opinion" => (one("opinion", "agreed"), None),
            "draft" => {
                let mut draft = DecisionDraft::prefilled(&kit, &file, DecisionKind::Grant);
                for key in draft.missing(&kit) {
                    draft.fields.insert(key, json!("2026-06-15"));
                }
                (one("decision", DecisionKind::Grant.word()), Some(draft))
            }
            "review" => (one("review", "approved"), None),
            "sign" => (one("signature", "signed"), None),
            _ => (Map::new(), None),
        };
        let ctx = acts::performer(installation, people, &system, next).unwrap();
        acts::task_finish(installation, &ctx, &file, next, outcome, draft).unwrap();
    }
}

/// Everything that can be said of the case without its identifiers, which chance gives.
fn told(installation: &Installation, case: CaseId) -> BTreeMap<&'static str, Vec<String>> {
    let ctx = sample::system(installation, BASE);
    let of = sample::ADMINISTRATION;
    installation
        .store
        .read_blocking(|tx| {
            assert_eq!(history::first_break(tx, of)?, None);
            let file = cases::case_get(tx, &ctx, case)?;
            let facts = history::of_case(tx, of, case)?;
            let documents = document::document_list(tx, &ctx, case)?;
            for document in documents.iter().filter(|document| document.has_content()) {
                installation.store.blobs().file_blocking(&document.sha256)?;
            }
            let tasks = task::task_list_of_case(tx, &ctx, case)?;
            let outbox = tx.query("SELECT kind || ' ' || state FROM outbox WHERE administration_id = $1", &store::params![of], |row| row.get(0))?;
            let statistics = tx.query(
                "SELECT measure || ' ' || service_code || ' ' || count FROM statistic WHERE administration_id = $1 ORDER BY measure, service_code",
                &store::params![of],
                |row| row.get(0),
            )?;
            let mut told = BTreeMap::from([
                ("case", vec![format!("{} {} {:?} {:?}", file.uri, file.incoming_number, file.status, file.deadline_on)]),
                ("facts", facts.into_iter().map(|fact| fact.kind).collect()),
                ("documents", documents.into_iter().map(|one| format!("{} {} {}", one.kind, one.number, one.state)).collect()),
                ("tasks", tasks.into_iter().map(|one| format!("{} {} {}", one.node, one.state, one.outcome)).collect()),
                ("messages", message::message_list(tx, &ctx, case)?.into_iter().map(|one| format!("{} {}", one.subject, one.state)).collect()),
                ("outbox", outbox),
                ("statistics", statistics),
            ]);
            // Rows of the same moment have no order of their own.
            told.iter_mut().filter(|(what, _)| **what != "facts").for_each(|(_, rows)| rows.sort());
            Ok::<_, cases::Error>(told)
        })
        .unwrap()
}

/// How often a program is started that should be killed and was not.
const ATTEMPTS: u32 = 10;

/// The program that is killed.
#[test]
#[ignore = "a process of the test below"]
fn case_that_is_killed() {
    let folder = std::env::var_os(FOLDER).expect("the test below names the folder");
    let commit: u64 = std::env::var(COMMIT).unwrap().parse().unwrap();
    let installation = opened(Path::new(&folder), 100 + commit);
    let people = installation.store.read_blocking(sample::present).unwrap();
    let committed = installation.store.committed();
    std::thread::spawn(move || end_after(committed, commit));
    go_on(&installation, &people);
}

/// Ends the program on the spot, as `kill -9` would: nothing is flushed, nothing is closed.
fn end_after(mut committed: watch::Receiver<u64>, commit: u64) {
    let begin = *committed.borrow_and_update();
    let waiting = tokio::runtime::Builder::new_current_thread().build().unwrap();
    while waiting.block_on(committed.changed()).is_ok() {
        if *committed.borrow_and_update() >= begin + commit {
            std::process::abort();
        }
    }
}

fn killed_after(folder: &Path, commit: u64) -> bool {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "--ignored", "killed::case_that_is_killed"]).env(FOLDER, folder).env(COMMIT, commit.to_string());
    let output = program.output().unwrap();
    let was_killed = output.status.signal().is_some();
    assert!(was_killed || output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    was_killed
}

/// As after the five seconds for which the killed program holds what it had claimed.
fn leases_end(installation: &Installation) {
    for table in ["outbox", "timer"] {
        let end = format!("UPDATE {table} SET lease_until = 0 WHERE administration_id = $1");
        installation.store.write_blocking(move |tx| tx.execute(&end, &store::params![sample::ADMINISTRATION])).unwrap();
    }
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in ["gishe.db", "secret.key"] {
        std::fs::copy(from.join(file), to.path().join(file)).unwrap();
    }
    to
}

#[test]
fn a_case_killed_after_any_of_its_commits_ends_as_the_one_that_was_not() {
    let begin = tempfile::tempdir().unwrap();
    let installation = opened(begin.path(), 1);
    let people = demo::prepare(&installation, BASE).unwrap();
    installation.store.close();

    let whole = copy(begin.path());
    let installation = opened(whole.path(), 2);
    let committed = installation.store.committed();
    let before = *committed.borrow();
    let case = go_on(&installation, &people);
    let commits = *committed.borrow() - before;
    let expected = told(&installation, case);
    installation.store.close();
    assert!(commits > 10 && expected["documents"].len() > 1 && expected["facts"].len() > 10, "{commits} {expected:?}");

    let commit = AtomicU64::new(1);
    let rehearse = || {
        while let Some(commit) = Some(commit.fetch_add(1, Ordering::Relaxed)).filter(|commit| *commit <= commits) {
            let attempt = |_| {
                let folder = copy(begin.path());
                let was_killed = killed_after(folder.path(), commit);
                // The last commits may come too late to stop it.
                (was_killed || commit + 2 > commits).then_some(folder)
            };
            // On a busy machine the program may be done before its end is noticed.
            let folder = (0..ATTEMPTS).find_map(attempt).unwrap_or_else(|| panic!("commit {commit} of {commits}"));
            let installation = opened(folder.path(), 1_000 + commit);
            leases_end(&installation);
            let case = go_on(&installation, &people);
            assert_eq!(told(&installation, case), expected, "killed after commit {commit} of {commits}");
            installation.store.close();
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(rehearse))));
}

//! Commands on PostgreSQL: rolled back alone, never lost once answered, never done twice, from two nodes at once.

use std::sync::Arc;
use std::time::Duration;

use kernel::actor::Actor;
use kernel::clock::{Clock, SystemClock};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CommandId};
use kernel::random::OsRandom;
use kernel::secret::SecretKey;
use pgserver::Server;
use store::history::{self, Event};
use store::{Database, Error, Options, Store, Tx, command, params};

use crate::wire::Wire;

const INSERT: &str = "INSERT INTO blob (sha256, size, created_at) VALUES ($1, 1, 1)";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM blob WHERE sha256 = $1";

pub fn opened(server: &Server, port: u16) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { database: Database::Postgres(server.address(port)), ..Options::new(folder.path()) };
    let store = Store::open(&options).unwrap();
    (folder, store)
}

pub fn count(store: &Store, key: &str) -> i64 {
    store.read_blocking(|tx| tx.query_row(COUNT, &params![key], |row| row.get(0))).unwrap().unwrap()
}

/// The circumstances of a command of the system, with a key of its own.
pub fn ctx() -> Ctx {
    let random = OsRandom;
    let now = SystemClock.now();
    Ctx {
        administration_id: AdministrationId(1),
        actor: Actor::System,
        now,
        command_id: Some(CommandId::new(now, &random)),
        request_id: "test".to_owned(),
        random: Arc::new(random),
        key: Arc::new(SecretKey::new([7; 32])),
        base_url: "".into(),
    }
}

/// A command with a row, a fact of the history and its outcome.
pub fn act(tx: &mut Tx<'_>, ctx: &Ctx, key: &str) -> store::Result<()> {
    tx.execute(INSERT, &params![key])?;
    history::append(tx, ctx, Event::of_administration("Tested", serde_json::json!({ "key": key })))?;
    command::command_record(tx, ctx, &key)
}

#[test]
fn a_failing_or_panicking_command_is_rolled_back_alone() {
    let Some(server) = Server::for_test() else { return };
    let (_folder, store) = opened(&server, server.port());
    store.write_blocking(|tx| tx.execute(INSERT, &params!["a"])).unwrap();
    let failed = store.write_blocking(|tx| -> store::Result<()> {
        tx.execute(INSERT, &params!["b"])?;
        Err(Error::Closed)
    });
    assert!(matches!(failed, Err(Error::Closed)));
    let panicked = store.write_blocking(|tx| -> store::Result<()> {
        tx.execute(INSERT, &params!["c"])?;
        panic!("a mistake of the program")
    });
    assert!(matches!(panicked, Err(Error::Panicked)));
    let hidden = store.write_blocking(|tx| -> store::Result<()> {
        let _ = tx.execute(INSERT, &params!["a"]);
        Ok(())
    });
    assert!(matches!(hidden, Err(Error::Poisoned)));
    assert_eq!(["a", "b", "c"].map(|key| count(&store, key)), [1, 0, 0]);
    assert!(matches!(store.write_blocking(|tx| tx.execute(INSERT, &params!["no\0nul"])), Err(Error::Database { .. })));
    store.close();
    assert!(matches!(store.write_blocking(|tx| tx.execute(INSERT, &params!["d"])), Err(Error::Closed)));
}

#[test]
fn a_commit_whose_answer_was_lost_is_looked_up() {
    let Some(server) = Server::for_test() else { return };
    let wire = Wire::to(server.port());
    let (_folder, store) = opened(&server, wire.port);
    store.write_blocking(|tx| act(tx, &ctx(), "before")).unwrap();

    wire.cut_answer();
    store.write_blocking(|tx| act(tx, &ctx(), "answer lost")).unwrap();
    assert_eq!(count(&store, "answer lost"), 1);

    // What surely was not stored is done again, once.
    wire.cut_question();
    store.write_blocking(|tx| act(tx, &ctx(), "question lost")).unwrap();
    assert_eq!(count(&store, "question lost"), 1);

    // A command without a key cannot be looked up, and says so instead of guessing.
    wire.cut_answer();
    let unknown = store.write_blocking(|tx| tx.execute(INSERT, &params!["no key"]));
    assert!(matches!(unknown, Err(Error::CommitUnknown)), "{unknown:?}");

    store.write_blocking(|tx| act(tx, &ctx(), "after")).unwrap();
    assert_eq!(store.read_blocking(|tx| history::first_break(tx, AdministrationId(1))).unwrap(), None);
    assert_eq!(store.read_blocking(|tx| history::last(tx, AdministrationId(1))).unwrap(), 4);
    store.close();
}

#[test]
fn a_crash_of_the_server_loses_nothing_that_was_answered() {
    let Some(mut server) = Server::for_test() else { return };
    let (_folder, store) = opened(&server, server.port());
    for number in 0..20 {
        store.write_blocking(move |tx| act(tx, &ctx(), &format!("answered {number}"))).unwrap();
    }
    server.crash().unwrap();
    server.resume().unwrap();
    store.write_blocking(|tx| act(tx, &ctx(), "after the crash")).unwrap();
    assert!((0..20).all(|number| count(&store, &format!("answered {number}")) == 1));
    assert_eq!(store.read_blocking(|tx| history::last(tx, AdministrationId(1))).unwrap(), 21);
    assert_eq!(store.read_blocking(|tx| history::first_break(tx, AdministrationId(1))).unwrap(), None);
    store.close();
}

#[test]
fn two_nodes_write_at_once_and_wake_each_other() {
    let Some(server) = Server::for_test() else { return };
    let nodes = [opened(&server, server.port()), opened(&server, server.port())];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut heard = nodes[1].1.committed();
    // Heard twice: the beginning of the listener may be taken for one commit, not for two.
    for key in ["first", "second"] {
        let woken = runtime.block_on(async {
            nodes[0].1.write(move |tx| act(tx, &ctx(), key)).await.unwrap();
            tokio::time::timeout(Duration::from_secs(20), heard.changed()).await.is_ok()
        });
        assert!(woken, "the other node did not hear of the {key} commit");
    }

    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let store = nodes[thread % 2].1.clone();
            std::thread::spawn(move || {
                for number in 0..25 {
                    store.write_blocking(move |tx| act(tx, &ctx(), &format!("{thread} {number}"))).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let store = &nodes[0].1;
    assert_eq!(store.read_blocking(|tx| history::last(tx, AdministrationId(1))).unwrap(), 202);
    assert_eq!(store.read_blocking(|tx| history::first_break(tx, AdministrationId(1))).unwrap(), None);
    nodes.iter().for_each(|(_, store)| store.close());
}

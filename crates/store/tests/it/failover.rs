//! A server that dies while commands run: a standby takes over, and every answered command is there, once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use kernel::ids::AdministrationId;
use pgserver::Server;
use store::{Database, Error, Options, Store, history};

use crate::postgres::{act, count, ctx};

/// Commands that are sent at the same time.
const CLIENTS: usize = 4;
/// Commands of each.
const COMMANDS: usize = 60;
/// Answered commands after which the first server dies.
const BEFORE_CRASH: usize = 80;

#[test]
fn a_standby_takes_over_without_losing_an_answered_command() {
    let Some(mut first) = Server::for_test() else { return };
    let standby = first.standby().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let both = format!(
        "postgres://gishe@127.0.0.1:{},127.0.0.1:{}/postgres?sslmode=disable&target_session_attrs=read-write",
        first.port(),
        standby.port()
    );
    let store = Store::open(&Options { database: Database::Postgres(both), ..Options::new(folder.path()) }).unwrap();
    let (answered, crash) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (store, answered, crash) = (store.clone(), answered.clone(), crash.clone());
            std::thread::spawn(move || {
                for number in 0..COMMANDS {
                    let (ctx, key) = (ctx(), format!("{client} {number}"));
                    // As a browser does with its form: what was refused as busy is sent again under the same key.
                    loop {
                        let (ctx, key) = (ctx.clone(), key.clone());
                        let again = move |tx: &mut store::Tx<'_>| match store::command::command_outcome::<String>(tx, &ctx)? {
                            Some(_) => Ok(()),
                            None => act(tx, &ctx, &key),
                        };
                        match store.write_blocking(again) {
                            Ok(()) => break,
                            Err(Error::Busy { .. } | Error::Commit | Error::CommitUnknown) => {}
                            Err(error) => panic!("{error:?}"),
                        }
                    }
                    if answered.fetch_add(1, Ordering::SeqCst) + 1 == BEFORE_CRASH {
                        crash.wait();
                    }
                }
            })
        })
        .collect();
    crash.wait();
    first.crash().unwrap();
    standby.promote().unwrap();
    for client in clients {
        client.join().unwrap();
    }
    for client in 0..CLIENTS {
        for number in 0..COMMANDS {
            assert_eq!(count(&store, &format!("{client} {number}")), 1, "{client} {number}");
        }
    }
    assert_eq!(store.read_blocking(|tx| history::last(tx, AdministrationId(1))).unwrap(), (CLIENTS * COMMANDS) as i64);
    assert_eq!(store.read_blocking(|tx| history::first_break(tx, AdministrationId(1))).unwrap(), None);
    store.close();
}

#[test]
fn a_restart_of_the_server_reaches_no_person() {
    let Some(mut server) = Server::for_test() else { return };
    let (_folder, store) = crate::postgres::opened(&server, server.port());
    let (answered, restart) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(2)));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (store, answered, restart) = (store.clone(), answered.clone(), restart.clone());
            std::thread::spawn(move || {
                for number in 0..COMMANDS {
                    store.write_blocking(move |tx| act(tx, &ctx(), &format!("{client} {number}"))).unwrap();
                    if answered.fetch_add(1, Ordering::SeqCst) + 1 == BEFORE_CRASH {
                        restart.wait();
                    }
                }
            })
        })
        .collect();
    restart.wait();
    server.crash().unwrap();
    server.resume().unwrap();
    for client in clients {
        client.join().unwrap();
    }
    assert_eq!(store.read_blocking(|tx| history::last(tx, AdministrationId(1))).unwrap(), (CLIENTS * COMMANDS) as i64);
    assert_eq!(store.read_blocking(|tx| history::first_break(tx, AdministrationId(1))).unwrap(), None);
    store.close();
}

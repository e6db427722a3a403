//! Leases: work is shared between nodes, a dead node's work is taken over, and a node that slept past its lease keeps its hands off.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kernel::ctx::Ctx;
use kernel::ids::AdministrationId;
use pgserver::Server;
use serde_json::json;
use store::lease::{LEASE, Node, lease_take, leases};
use store::outbox::{self, Claimed};
use store::{Database, Options, Store, params};

use crate::postgres::ctx;

const ADMINISTRATION: AdministrationId = AdministrationId(1);
/// Environment of the process that is frozen: where its database is.
const FROZEN: &str = "GISHE_TEST_FROZEN";
/// Longest time a test waits for a lease to end.
const PATIENCE: Duration = Duration::from_secs(30);

fn node(name: &str) -> Node {
    Node(name.to_owned())
}

fn stores() -> (tempfile::TempDir, Option<Server>, Vec<Store>) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::for_test();
    let mut places = vec![Database::Sqlite];
    places.extend(server.as_ref().map(|server| Database::Postgres(server.address(server.port()))));
    let open = |database| Store::open(&Options { database, ..Options::new(folder.path()) }).unwrap();
    let stores = places.into_iter().map(open).collect();
    (folder, server, stores)
}

/// Rows that fell due one after another.
fn push(store: &Store, count: i64) {
    let ctx = ctx();
    let at = move |n: i64| Ctx { now: ctx.now - jiff::SignedDuration::from_millis(count - n), ..ctx.clone() };
    store.write_blocking(move |tx| (0..count).try_for_each(|n| outbox::push(tx, &at(n), None, "test", &json!(n)).map(drop))).unwrap();
}

fn claim(store: &Store, name: &str, limit: i64) -> Vec<Claimed> {
    let (node, now_ms) = (node(name), ctx().now_ms());
    store.write_blocking(move |tx| outbox::claim(tx, ADMINISTRATION, &node, now_ms, limit)).unwrap()
}

#[test]
fn two_nodes_share_the_rows_and_a_late_result_changes_nothing() {
    let (_folder, _server, stores) = stores();
    for store in &stores {
        push(store, 5);
        let (here, there) = (claim(store, "here", 3), claim(store, "there", 9));
        assert_eq!(here.iter().map(|row| row.payload.as_u64().unwrap()).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(there.iter().map(|row| row.payload.as_u64().unwrap()).collect::<Vec<_>>(), [3, 4]);
        assert!(here.iter().all(|row| row.hold.lasts(LEASE / 2) && !row.hold.lasts(LEASE)));
        // The other node takes a row over, as after the end of the lease.
        store
            .write_blocking(|tx| tx.execute("UPDATE outbox SET lease_until = 0 WHERE administration_id = $1", &params![ADMINISTRATION]))
            .unwrap();
        let over = claim(store, "there", 1);
        let (late, now) = (here[0].clone(), over[0].clone());
        assert_eq!(late.id, now.id);
        assert!(!store.write_blocking(move |tx| outbox::done(tx, &late)).unwrap());
        assert!(store.write_blocking(move |tx| outbox::done(tx, &now)).unwrap());
        store.close();
    }
}

#[test]
fn a_lease_written_by_a_clock_that_went_wrong_does_not_hold_for_ever() {
    let (_folder, _server, stores) = stores();
    for store in &stores {
        push(store, 1);
        // The clock of the database stood an hour ahead when the row was claimed, and was put right.
        let an_hour_ahead = ctx().now_ms() + 3_600_000;
        let wrong = "UPDATE outbox SET lease_until = $2, fence = 1 WHERE administration_id = $1";
        store.write_blocking(move |tx| tx.execute(wrong, &params![ADMINISTRATION, an_hour_ahead])).unwrap();
        let row = claim(store, "here", 1).remove(0);
        assert_eq!(row.fence, 2);
        store.close();
    }
}

#[test]
fn one_node_holds_a_lease_and_gives_it_up_by_ending() {
    let (_folder, _server, stores) = stores();
    for store in &stores {
        let take = |name: &str, time| {
            let node = node(name);
            store.write_blocking(move |tx| lease_take(tx, "tidy", &node, time)).unwrap()
        };
        assert!(take("here", LEASE));
        assert!(take("here", LEASE), "who has it may keep it");
        assert!(!take("there", LEASE));
        assert!(take("here", Duration::ZERO));
        assert!(take("there", LEASE));
        let held = store.read_blocking(leases).unwrap();
        assert_eq!((held.len(), held[0].name.as_str(), held[0].owner.as_str()), (1, "tidy", "there"));
        store.close();
    }
}

/// The node that will be frozen: it claims a row, waits to be told to go on, and acts only while it still holds the row.
#[test]
#[ignore = "a process of the test below"]
fn frozen_node() {
    let database = Database::Postgres(std::env::var(FROZEN).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Options { database, ..Options::new(folder.path()) }).unwrap();
    let row = claim(&store, "frozen", 1).remove(0);
    println!("\nheld {}", row.hold.lasts(Duration::from_secs(2)));
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let is_held = row.hold.lasts(Duration::from_secs(2));
    let is_recorded = store.write_blocking(move |tx| outbox::done(tx, &row)).unwrap();
    println!("\nheld {is_held}, recorded {is_recorded}");
    store.close();
}

#[test]
fn a_node_frozen_past_its_lease_is_replaced_and_does_not_act_when_it_wakes() {
    let Some(server) = Server::for_test() else { return };
    let (_folder, store) = crate::postgres::opened(&server, server.port());
    push(&store, 1);
    let mut frozen = Command::new(std::env::current_exe().unwrap())
        .args(["lease::frozen_node", "--exact", "--ignored", "--nocapture"])
        .env(FROZEN, server.address(server.port()))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(frozen.stdout.take().unwrap()).lines().map(Result::unwrap).filter(|line| line.starts_with("held"));
    assert_eq!(said.next().unwrap(), "held true");
    let signal = |name: &str| assert!(Command::new("kill").args([name, &frozen.id().to_string()]).status().unwrap().success());
    signal("-STOP");
    let asked = Instant::now();
    let mut claimed = Vec::new();
    while claimed.is_empty() {
        assert!(asked.elapsed() < PATIENCE, "the row was not taken over");
        claimed = claim(&store, "awake", 1);
    }
    assert!(asked.elapsed() < Duration::from_secs(10), "taken over after {:?}", asked.elapsed());
    let row = claimed.remove(0);
    signal("-CONT");
    frozen.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert_eq!(said.next().unwrap(), "held false, recorded false");
    assert!(frozen.wait().unwrap().success());
    assert!(store.write_blocking(move |tx| outbox::done(tx, &row)).unwrap());
    store.close();
}

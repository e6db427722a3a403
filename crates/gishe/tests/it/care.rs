//! What logs need from time to time: a sign of life each day, a check each week, a time stamp each evening – and a doctor who sees it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use ejournal::monitor::Rules;
use gishe::care::Carer;
use gishe::config::{Config, TimestampAuthority};
use gishe::logs::Keeper;
use gishe::monitor::{LogPlace, Monitor};
use gishe::runtime::Installation;
use gishe::witnesses::Witnesses;
use gishe::{demo, doctor, sample, worker};
use jiff::SignedDuration;
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::random::SeededRandom;
use serde_json::Value as Json;
use store::Options;
use store::log::{self, LogId};
use tlog::{Entry, Kind, Policy};

use crate::authority::Authority;
use crate::logs::gishe;
use crate::walk::submit;

const LOG: LogId = LogId(sample::ADMINISTRATION.0);

struct World {
    folder: tempfile::TempDir,
    installation: Installation,
    clock: Arc<VirtualClock>,
    runtime: tokio::runtime::Runtime,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(VirtualClock::new(sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0))));
        let random = Arc::new(SeededRandom::new(12));
        let installation = Installation::open_with(&Options::new(folder.path().join("town")), clock.clone(), random).unwrap();
        demo::prepare(&installation, "").unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        World { folder, installation, clock, runtime }
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("town")
    }

    fn days_pass(&self, days: i64) {
        self.clock.set(self.installation.clock.now() + SignedDuration::from_hours(24 * days));
    }

    fn file(&self) {
        submit(&self.installation, &sample::system(&self.installation, ""), "Примерова");
        worker::drain(&self.installation, "").unwrap();
    }

    fn publish(&self) {
        let witnesses = Witnesses::configured(&Config::default()).unwrap();
        Keeper::new(self.installation.clone(), witnesses, None).round().unwrap();
    }

    fn care(&self, config: &Config) {
        let mut carer = Carer::configured(&self.installation, config).unwrap();
        self.runtime.block_on(carer.round()).unwrap();
    }

    fn entries(&self) -> Vec<Entry> {
        let store = &self.installation.store;
        let size = store.read_blocking(|tx| log::state(tx, LOG)).unwrap().head.size;
        (0..size).map(|index| Entry::parse(&store.read_blocking(|tx| log::entry(tx, LOG, index)).unwrap()).unwrap()).collect()
    }

    /// What the doctor finds wrong with the logs.
    fn wrong(&self, config: &Config) -> BTreeSet<&'static str> {
        let witnesses = Witnesses::configured(config).unwrap();
        let _inside = self.runtime.enter();
        let findings = doctor::look_at_logs(&self.installation.store, &witnesses, config, self.installation.clock.now()).unwrap();
        assert!(findings.iter().all(|one| one.ok == one.advice.is_empty()), "whoever is told of a harm is told what to do");
        findings.iter().filter(|one| !one.ok).map(|one| one.check).collect()
    }
}

fn only(checks: &[&'static str]) -> BTreeSet<&'static str> {
    checks.iter().copied().collect()
}

#[test]
fn a_sign_of_life_each_day_tells_the_last_number_and_a_monitor_misses_it() {
    let world = World::new();
    world.file();
    let config = Config::default();
    world.publish();
    let beats = || -> Vec<Entry> { world.entries().into_iter().filter(|entry| entry.kind == Kind::Heartbeat).collect() };
    for day in 1..=3 {
        (0..2).for_each(|_| world.care(&config));
        world.publish();
        assert_eq!(beats().len(), day, "once a day");
        world.days_pass(1);
    }
    let last = world.entries().iter().filter(|entry| entry.participant == 1).map(|entry| entry.sequence).max().unwrap();
    assert_eq!(beats().last().unwrap().extension.last(), Some((1, last)));

    let keys = world.installation.store.read_blocking(|tx| log::keys(tx, LOG)).unwrap();
    let place = world.data().join("logs").join(LOG.to_string()).join("tiles").display().to_string();
    let place = LogPlace::named(&place, world.runtime.handle().clone()).unwrap();
    let state = world.folder.path().join("seen.json");
    let mut monitor = Monitor::open(place, keys, Policy::NONE, Rules::default(), 0, &state).unwrap();
    let mut found = |hours: i64| -> Vec<&'static str> {
        let now_ms = (world.installation.clock.now() + SignedDuration::from_hours(hours)).as_millisecond();
        monitor.look(u64::try_from(now_ms).unwrap()).unwrap().findings.iter().map(|finding| finding.check).collect()
    };
    // The last one is a day old.
    assert_eq!(found(0), [""; 0]);
    assert_eq!(found(3), ["silence", "heartbeat"]);
    assert_eq!(world.wrong(&config), only(&[]));
    world.days_pass(2);
    assert_eq!(world.wrong(&config), only(&["log-checkpoint"]));
    world.installation.store.close();
}

#[test]
fn a_log_is_checked_once_a_week_and_the_doctor_tells_what_was_found() {
    let world = World::new();
    world.file();
    let config = Config::default();
    world.publish();
    world.care(&config);
    world.publish();
    let scrub = || world.installation.store.read_blocking(|tx| log::check_last(tx, LOG, log::CheckKind::Walk)).unwrap().unwrap();
    let first = scrub();
    assert!(first.size > 0 && first.is_good(), "{first:?}");
    assert_eq!(world.wrong(&config), only(&[]));

    // A file is damaged in silence.
    let size = world.entries().len() as u64;
    let tiles = world.data().join("logs").join(LOG.to_string()).join("tiles");
    let bundle = tiles.join(format!("tile/entries/000.p/{size}"));
    let whole = std::fs::read(&bundle).unwrap();
    std::fs::write(&bundle, &whole[..whole.len() - 1]).unwrap();
    world.days_pass(6);
    world.care(&config);
    assert_eq!(scrub().started_at, first.started_at, "not yet");
    world.days_pass(1);
    world.care(&config);
    let found = scrub().findings;
    assert_eq!((found.len(), found[0].fault.as_str()), (1, "damaged"), "{found:?}");
    world.publish();
    assert_eq!(world.wrong(&config), only(&["log-whole"]));
    world.days_pass(9);
    assert!(world.wrong(&config).contains("log-scrub"), "nobody checks any more");

    // Without its key, and after a restore.
    std::fs::remove_file(world.installation.store.shelf().key_file(LOG)).unwrap();
    world.installation.store.write_blocking(|tx| log::restored(tx, LOG)).unwrap();
    assert!(world.wrong(&config).is_superset(&only(&["log-key", "log-refuses"])));
    world.installation.store.close();
}

#[test]
fn the_doctor_sees_witnesses_that_do_not_answer_and_reports_that_do_not_arrive() {
    let world = World::new();
    world.file();
    world.publish();
    world.care(&Config::default());
    world.publish();
    let key = tlog::SignerKey::new(tlog::KeyName::parse("witness.example").unwrap(), tlog::Algorithm::CosignatureV1, [7; 32]);
    let witness = gishe::config::Witness { url: "http://127.0.0.1:9".to_owned(), key: key.verifier().to_string() };
    let config = Config { witnesses: vec![witness], report_to: "http://127.0.0.1:9".to_owned(), ..Config::default() };
    assert_eq!(world.wrong(&config), only(&["log-witness"]), "it had no time yet");
    world.clock.set(world.installation.clock.now() + SignedDuration::from_hours(25));
    assert_eq!(world.wrong(&config), only(&["log-witness", "log-quorum", "reports-stuck"]));
    let refused = "UPDATE case_report SET state = 'refused', last_error = 'schema' WHERE administration_id = $1";
    let own = store::params![sample::ADMINISTRATION];
    world.installation.store.write_blocking(move |tx| tx.execute(refused, &own).map(drop)).unwrap();
    assert_eq!(world.wrong(&config), only(&["log-witness", "log-quorum", "reports-refused"]));
    // A leaf has waited since the clock of the database said another day.
    let old = "UPDATE log_pending SET pended_at = 1 WHERE log = $1";
    world.installation.store.write_blocking(|tx| log::restored(tx, LOG)).unwrap();
    world.file();
    world.installation.store.write_blocking(move |tx| tx.execute(old, &store::params![LOG]).map(drop)).unwrap();
    assert!(world.wrong(&config).contains("log-pending"));
    world.installation.store.close();
}

#[test]
fn what_an_operator_says_stands_in_the_log_for_good() {
    let world = World::new();
    world.publish();
    let data = world.data().display().to_string();
    let before = world.entries().len();
    let said = gishe(&["journal", "append", "Ключът е сменен.", "--json", "--data", &data]);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said: Json = serde_json::from_slice(&said.stdout).unwrap();
    world.publish();
    let last = world.entries().pop().unwrap();
    assert_eq!((last.kind, last.event_id.to_string().as_str()), (Kind::Notice, said["id"].as_str().unwrap()));
    assert_eq!(world.entries().len(), before + 1);
    let receipt = gishe(&["journal", "prove", "--id", said["id"].as_str().unwrap(), "--data", &data]);
    assert!(receipt.status.success(), "{}", String::from_utf8_lossy(&receipt.stderr));
    assert!(!gishe(&["journal", "append", "  ", "--data", &data]).status.success());
    world.installation.store.close();
}

/// The authority over HTTP.
fn served(world: &World, folder: &Path) -> (String, tokio::task::JoinHandle<std::io::Result<()>>) {
    let authority = Arc::new(Authority::make(folder, "authority"));
    let answer = move |body: axum::body::Bytes| {
        let authority = authority.clone();
        async move { tokio::task::spawn_blocking(move || authority.answer(&body)).await.unwrap() }
    };
    let routes = axum::Router::new().route("/tsa", axum::routing::post(answer));
    let listener = world.runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}/tsa", listener.local_addr().unwrap());
    (url, world.runtime.spawn(async move { axum::serve(listener, routes).await }))
}

#[test]
fn the_last_checkpoint_of_a_day_is_stamped_and_whoever_trusts_the_authority_can_check_it() {
    let world = World::new();
    let own = world.folder.path().join("authority");
    std::fs::create_dir(&own).unwrap();
    let (url, serving) = served(&world, &own);
    let with = |url: &str| {
        let timestamp = TimestampAuthority { url: url.to_owned(), certificate: own.join("ca.pem") };
        Config { timestamp: Some(timestamp), ..Config::default() }
    };
    let stamps = || world.installation.store.read_blocking(|tx| log::stamps(tx, LOG)).unwrap();
    world.file();
    world.publish();
    let size = world.entries().len() as u64;
    world.care(&with(&url));
    assert_eq!(stamps(), [], "the day is not over");
    // The authority is away for two days; nothing else stops.
    world.days_pass(1);
    world.care(&with("http://127.0.0.1:9/tsa"));
    assert!(stamps().is_empty() && !world.wrong(&with(&url)).contains("log-stamp"));
    world.days_pass(1);
    assert!(world.wrong(&with(&url)).contains("log-stamp"));
    world.care(&with(&url));
    assert_eq!(stamps().iter().map(|stamp| stamp.size).collect::<Vec<_>>(), [size]);
    assert!(!world.wrong(&with(&url)).contains("log-stamp"));
    world.care(&with(&url));
    assert_eq!(stamps().len(), 1, "once");
    world.publish();
    serving.abort();
    world.installation.store.close();

    let data = world.data().display().to_string();
    let tiles = world.data().join("logs").join(LOG.to_string()).join("tiles");
    let key = tlog::SignerKey::parse(std::fs::read_to_string(tiles.with_file_name("log.key")).unwrap().trim()).unwrap();
    let vkey = world.folder.path().join("log.vkey").display().to_string();
    std::fs::write(&vkey, format!("{}\n", key.verifier())).unwrap();
    let check = |arguments: &[&str]| -> (bool, Json) {
        let output = gishe(&[&["journal", "fsck", "--json"], arguments].concat());
        let said = serde_json::from_slice(&output.stdout);
        (output.status.success(), said.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))))
    };
    let folder = tiles.display().to_string();
    for name in ["ca.pem", "tsa.pem"] {
        let trusted = own.join(name).display().to_string();
        for place in [&["--data", data.as_str()][..], &[folder.as_str(), "--vkey", vkey.as_str()]] {
            let (ok, said) = check(&[place, &["--tsa", trusted.as_str()]].concat());
            assert!(ok && said["stamps"][0]["size"] == size && said["stamps"][0]["at"].is_string(), "{said}");
        }
    }
    // Another authority, and a checkpoint that the log did not have.
    let strange = world.folder.path().join("stranger");
    std::fs::create_dir(&strange).unwrap();
    Authority::make(&strange, "authority");
    let (ok, said) = check(&[&folder, "--vkey", &vkey, "--tsa", &strange.join("ca.pem").display().to_string()]);
    assert!(!ok && said["findings"] == Json::Array(Vec::new()) && said["stamps"][0]["error"].is_string(), "{said}");
    std::fs::copy(tiles.join("checkpoint"), tiles.join(format!("stamp/{size}"))).unwrap();
    let (ok, said) = check(&[&folder, "--vkey", &vkey, "--tsa", &own.join("ca.pem").display().to_string()]);
    assert!(!ok && said["stamps"][0]["error"].is_string(), "{said}");
}

//! The monitor: an honest log is followed in silence; a forked, gapped, silent or torn one is told of.

use std::path::{Path, PathBuf};
use std::process::Command;

use ejournal::monitor::Rules;
use gishe::monitor::{LogPlace, Look, Monitor, evidence_parse, sentence};
use kernel::clock::{Clock, SystemClock};
use serde_json::Value as Json;
use tlog::{
    Algorithm, Bundle, CaseTag, Checkpoint, Entry, EventId, Extension, Hash, HashReader, KeyName, Kind, MemoryTree, Node, Policy,
    SignedCheckpoint, SignerKey, Tile, TreeHead, bundle_encode, bundles_for_growth, leaf_hash, root_at, tiles_for_growth,
};

const ORIGIN: &str = "town.example/log";
const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

fn key() -> SignerKey {
    SignerKey::new(KeyName::parse(ORIGIN).unwrap(), Algorithm::Ed25519, [5; 32])
}

fn witness() -> SignerKey {
    SignerKey::new(KeyName::parse("witness.example").unwrap(), Algorithm::CosignatureV1, [6; 32])
}

/// A log that writes what it is told to, honest or not.
struct Log {
    folder: PathBuf,
    entries: Vec<Vec<u8>>,
    now_ms: u64,
}

impl Log {
    fn new(folder: &Path) -> Log {
        Log { folder: folder.to_owned(), entries: Vec::new(), now_ms: 1_780_000_000_000 }
    }

    /// Takes a notice of a participant under a number.
    fn take(&mut self, participant: u32, sequence: u64) {
        let count = self.entries.len() as u64;
        let entry = Entry {
            kind: Kind::Notice,
            received_ms: self.now_ms,
            occurred_ms: self.now_ms,
            participant,
            sequence,
            service: 0,
            status: 0,
            tag_epoch: 0,
            case_tag: CaseTag::NONE,
            event_id: EventId(u128::from(count).to_be_bytes()),
            commitment: Hash([0; 32]),
            signature_digest: Hash([0; 32]),
            extension: Extension::new(),
        };
        self.entries.push(entry.encode());
    }

    /// Takes so many notices of the log itself.
    fn grow(&mut self, count: u64) {
        let from = self.entries.len() as u64;
        (from + 1..=from + count).for_each(|number| self.take(0, number));
    }

    fn tree(&self) -> MemoryTree {
        let mut tree = MemoryTree::new();
        self.entries.iter().for_each(|entry| tree.append(leaf_hash(entry)));
        tree
    }

    fn head(&self) -> TreeHead {
        let size = self.entries.len() as u64;
        TreeHead { size, root: root_at(&self.tree(), size).unwrap() }
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let to = self.folder.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }

    /// Writes all files and the checkpoint, with the cosignature of the witness when it is `witnessed`.
    fn publish(&self, is_witnessed: bool) {
        let (tree, size) = (self.tree(), self.entries.len() as u64);
        for tile in tiles_for_growth(0, size) {
            let first = tile.index() * u64::from(Tile::WIDTH);
            let nodes = (first..first + u64::from(tile.width())).map(|index| Node { height: tile.level() * Tile::HEIGHT, index });
            let bytes: Vec<u8> = nodes.flat_map(|node| tree.hash(node).unwrap().0).collect();
            self.write(&tile.to_string(), &bytes);
        }
        for bundle in bundles_for_growth(0, size) {
            let first = usize::try_from(bundle.index()).unwrap() * usize::from(Tile::WIDTH);
            let entries = &self.entries[first..first + usize::from(bundle.width())];
            self.write(&bundle.to_string(), &bundle_encode(entries.iter().map(Vec::as_slice)).unwrap());
        }
        let checkpoint = Checkpoint::new(ORIGIN, self.head()).unwrap();
        let text = checkpoint.to_string();
        let mut signed = SignedCheckpoint::sign(checkpoint, &[&key()]).unwrap();
        if is_witnessed {
            signed.add(witness().cosign(&text, self.now_ms / 1_000).unwrap());
        }
        self.write("checkpoint", signed.note().to_string().as_bytes());
    }
}

struct World {
    folder: tempfile::TempDir,
    runtime: tokio::runtime::Runtime,
}

impl World {
    fn new() -> World {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        World { folder: tempfile::tempdir().unwrap(), runtime }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> Log {
        Log::new(&self.at("log"))
    }

    /// A monitor with the state of before, as a program that is started again has it.
    fn monitor(&self, policy: Policy) -> Monitor {
        self.following(&self.at("log").display().to_string(), policy)
    }

    fn following(&self, log: &str, policy: Policy) -> Monitor {
        let place = LogPlace::named(log, self.runtime.handle().clone()).unwrap();
        Monitor::open(place, vec![key().verifier().clone()], policy, Rules::default(), 10 * MINUTE_MS, &self.at("seen.json")).unwrap()
    }

    /// What one look finds.
    fn checks(&self, now_ms: u64) -> Vec<&'static str> {
        checks(&self.monitor(Policy::NONE).look(now_ms).unwrap())
    }
}

fn checks(look: &Look) -> Vec<&'static str> {
    for finding in &look.findings {
        let told = sentence(finding);
        assert!(!told.contains(&format!("monitor-{}", finding.check)) && !told.contains('{'), "{told}");
    }
    look.findings.iter().map(|finding| finding.check).collect()
}

#[test]
fn an_honest_log_is_followed_in_silence_from_a_folder_and_over_http() {
    let world = World::new();
    let mut log = world.log();
    assert_eq!(world.checks(log.now_ms), ["no-checkpoint"]);
    for (count, size) in [(1, 1), (254, 255), (1, 256), (344, 600)] {
        log.grow(count);
        log.publish(false);
        let look = world.monitor(Policy::NONE).look(log.now_ms).unwrap();
        assert_eq!((checks(&look), look.size, look.read, look.origin.as_str()), (vec![], size, size, ORIGIN));
    }
    assert_eq!(world.checks(log.now_ms), [""; 0], "nothing new is nothing wrong");

    // The same over HTTP, with the state that was kept.
    let folder = world.at("log");
    let served = axum::Router::new().fallback(move |uri: axum::http::Uri| {
        let file = folder.join(uri.path().trim_start_matches('/'));
        async move { std::fs::read(file).map_err(|_| axum::http::StatusCode::NOT_FOUND) }
    });
    let listener = world.runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = world.runtime.spawn(async move { axum::serve(listener, served).await });
    log.grow(100);
    log.publish(false);
    let look = world.following(&url, Policy::NONE).look(log.now_ms).unwrap();
    assert_eq!((checks(&look), look.read), (vec![], 700));
    serving.abort();
    let _ = world.runtime.block_on(serving);
    assert_eq!(checks(&world.following(&url, Policy::NONE).look(log.now_ms).unwrap()), ["unreachable"]);
}

#[test]
fn a_fork_is_an_alarm_and_leaves_its_proof() {
    let world = World::new();
    let mut log = world.log();
    log.grow(300);
    log.publish(false);
    assert_eq!(world.checks(log.now_ms), [""; 0]);
    let before = std::fs::read(world.at("log/checkpoint")).unwrap();

    // Another entry 5, the same size: only the root differs. Then larger.
    let mut forked = Log::new(&world.at("log"));
    forked.grow(4);
    forked.take(9, 1);
    forked.grow(295);
    for _ in 0..2 {
        std::fs::remove_dir_all(world.at("log/tile")).unwrap();
        forked.publish(false);
        let look = world.monitor(Policy::NONE).look(log.now_ms).unwrap();
        assert_eq!((checks(&look)[0], look.size), ("fork", 300), "what was seen first stays");
        let size = forked.entries.len();
        let evidence = std::fs::read(world.at(&format!("seen.fork-{size}"))).unwrap();
        let notes = evidence_parse(&evidence).unwrap();
        let heads = notes.map(|note| SignedCheckpoint::verify(note, &[key().verifier().clone()]).unwrap().head());
        assert_eq!(heads, [log.head(), forked.head()], "both are signed by the log");
        forked.grow(50);
    }

    // The honest one again, larger; then an old checkpoint of it.
    std::fs::remove_dir_all(world.at("log/tile")).unwrap();
    log.grow(20);
    log.publish(false);
    assert_eq!(world.checks(log.now_ms), [""; 0]);
    log.write("checkpoint", &before);
    assert_eq!(world.checks(log.now_ms), ["older"]);
    std::fs::remove_dir_all(world.at("log/tile")).unwrap();
    assert_eq!(world.checks(log.now_ms), ["shrunk"]);
    let stranger = SignerKey::new(KeyName::parse(ORIGIN).unwrap(), Algorithm::Ed25519, [8; 32]);
    let signed = SignedCheckpoint::sign(Checkpoint::new(ORIGIN, log.head()).unwrap(), &[&stranger]).unwrap();
    log.write("checkpoint", signed.note().to_string().as_bytes());
    assert_eq!(world.checks(log.now_ms), ["signature"]);
    log.write("checkpoint", b"not a note");
    assert_eq!(world.checks(log.now_ms), ["checkpoint"]);
}

#[test]
fn gaps_and_silence_are_told_when_they_last() {
    let world = World::new();
    let mut log = world.log();
    for number in [1, 2, 5] {
        log.take(4, number);
    }
    log.publish(false);
    assert_eq!(world.checks(log.now_ms), [""; 0], "it may still come");
    assert_eq!(world.checks(log.now_ms + 16 * MINUTE_MS), ["gap"]);
    assert_eq!(world.checks(log.now_ms + 16 * MINUTE_MS), ["gap"], "until it is closed");
    log.take(4, 4);
    log.take(4, 3);
    log.publish(false);
    assert_eq!(world.checks(log.now_ms + 16 * MINUTE_MS), [""; 0]);
    log.take(4, 3);
    log.now_ms -= 1_000;
    log.take(4, 6);
    log.publish(false);
    assert_eq!(world.checks(log.now_ms + 16 * MINUTE_MS), ["received-back", "repeat"]);
    assert_eq!(world.checks(log.now_ms + 16 * MINUTE_MS), [""; 0], "what an entry shows is told once");
    assert_eq!(world.checks(log.now_ms + 27 * HOUR_MS), ["silence"]);
}

/// What is changed, how, and in which entry.
type Change<'c> = (&'c str, &'c dyn Fn(&mut Vec<u8>), u64);

#[test]
fn a_torn_file_is_found_and_read_on_from_when_it_is_whole_again() {
    let world = World::new();
    let mut log = world.log();
    log.grow(600);
    log.publish(false);
    let damage = |path: &str, change: &dyn Fn(&mut Vec<u8>)| -> Vec<u8> {
        let whole = std::fs::read(world.at("log").join(path)).unwrap();
        let mut changed = whole.clone();
        change(&mut changed);
        log.write(path, &changed);
        whole
    };
    let second = Bundle::new(1, Tile::WIDTH).unwrap().to_string();
    let leaves = Tile::new(0, 1, Tile::WIDTH).unwrap().to_string();
    let edge = Tile::partial_of_size(0, 600).unwrap().to_string();
    let changes: [Change<'_>; 5] = [
        (&edge, &|bytes| bytes.truncate(40), 0),
        (&edge, &|bytes| bytes[7] ^= 1, 0),
        (&second, &|bytes| bytes.truncate(1_000), 256),
        (&second, &|bytes| *bytes.last_mut().unwrap() ^= 1, 511),
        (&leaves, &|bytes| bytes[40] ^= 1, 511),
    ];
    for (path, change, read) in changes {
        let whole = damage(path, change);
        let look = world.monitor(Policy::NONE).look(log.now_ms).unwrap();
        assert_eq!((checks(&look), look.read), (vec!["torn"], read), "{path}");
        log.write(path, &whole);
    }
    std::fs::remove_file(world.at("log").join(&second)).unwrap();
    assert_eq!(world.checks(log.now_ms), ["torn"]);
    log.publish(false);
    let look = world.monitor(Policy::NONE).look(log.now_ms).unwrap();
    assert_eq!((checks(&look), look.read), (vec![], 600));
}

#[test]
fn too_few_cosignatures_are_told_after_a_while() {
    let world = World::new();
    let policy = || Policy::new(vec![witness().verifier().clone()], 1).unwrap();
    let mut log = world.log();
    log.grow(3);
    log.publish(false);
    assert_eq!(checks(&world.monitor(policy()).look(log.now_ms + 9 * MINUTE_MS).unwrap()), [""; 0]);
    assert_eq!(checks(&world.monitor(policy()).look(log.now_ms + 11 * MINUTE_MS).unwrap()), ["quorum"]);
    log.publish(true);
    let look = world.monitor(policy()).look(log.now_ms + 11 * MINUTE_MS).unwrap();
    assert_eq!((checks(&look), look.cosigners), (vec![], 1));
}

#[test]
fn the_command_ends_with_what_it_found_for_cron() {
    let world = World::new();
    let mut log = world.log();
    log.now_ms = u64::try_from(SystemClock.now().as_millisecond()).unwrap();
    log.grow(3);
    log.publish(false);
    std::fs::write(world.at("log.vkey"), format!("{}\n", key().verifier())).unwrap();
    let run = || -> (bool, Json) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gishe"));
        command.args(["--lang", "en", "journal", "monitor", "--once", "--json"]).arg(world.at("log"));
        let output = command.arg("--vkey").arg(world.at("log.vkey")).arg("--state").arg(world.at("cron.json")).output().unwrap();
        let said = serde_json::from_slice(&output.stdout);
        (output.status.success(), said.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))))
    };
    let (ok, said) = run();
    assert_eq!((ok, &said["ok"], &said["size"], &said["read"]), (true, &true.into(), &3.into(), &3.into()), "{said}");
    log.take(0, 9);
    log.publish(false);
    let (ok, said) = run();
    assert_eq!((ok, &said["findings"][0]["check"], &said["findings"][0]["severity"]), (false, &"gap".into(), &"alarm".into()), "{said}");
    assert_eq!(said["findings"][0]["text"], "Numbers 4 to 8 of participant 0 are missing.");
}

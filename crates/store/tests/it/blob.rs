//! Files in a folder and in a bucket: streamed in and out, verified, shared, kept as long as something names them, then cleared away.

use std::io::Read;
use std::path::PathBuf;
use std::process::Command;

use futures::TryStreamExt;
use kernel::limits::{DRAFT_KEPT_MS, UPLOAD_KEPT_MS};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{BlobPlace, BlobRef, Error, Options, S3, Store, Tx, blob};

const NOW_MS: i64 = 1_770_000_000_000;
/// Environment of the process whose memory is measured: where its store is.
const LARGE: &str = "GISHE_TEST_LARGE";
/// Much more than that process may use, bytes.
const LARGE_BYTES: usize = 256 << 20;
/// What it may use, KiB.
const MEMORY_KIB: u64 = 96 << 10;

/// A store whose files lie in one of the two places, and where a test finds a file to harm it.
struct World {
    store: Store,
    folder: tempfile::TempDir,
    server: Option<s3server::Server>,
}

impl World {
    fn file_of(&self, blob: &BlobRef) -> PathBuf {
        let name = format!("{}/{}", &blob.sha256[..2], blob.sha256);
        match &self.server {
            Some(server) => server.file_of(&format!("gishe/one/{name}")),
            None => self.folder.path().join("blobs").join(name),
        }
    }
}

pub fn bucket(server: &s3server::Server, prefix: &str) -> S3 {
    S3 {
        endpoint: Some(server.endpoint()),
        region: "eu-central-1".to_owned(),
        bucket: s3server::BUCKET.to_owned(),
        prefix: prefix.to_owned(),
        access_key: s3server::ACCESS_KEY.to_owned(),
        secret_key: s3server::SECRET_KEY.to_owned(),
    }
}

fn open(folder: tempfile::TempDir, server: Option<s3server::Server>) -> World {
    let blobs = server.as_ref().map_or(BlobPlace::Folder, |server| BlobPlace::S3(bucket(server, "gishe/one")));
    let store = Store::open(&Options { blobs, ..Options::new(folder.path()) }).unwrap();
    World { store, folder, server }
}

fn worlds() -> [World; 2] {
    [open(tempfile::tempdir().unwrap(), None), open(tempfile::tempdir().unwrap(), Some(s3server::Server::start().unwrap()))]
}

fn nobody(_: &Tx<'_>, _: &str) -> store::Result<bool> {
    Ok(false)
}

/// Bytes without a pattern that a place could save, the same each time.
fn bytes(count: usize) -> Vec<u8> {
    (0u64..).flat_map(|n| Sha256::digest(n.to_be_bytes())).take(count).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_piece_by_piece_comes_back_piece_by_piece() {
    // Larger than one part of a bucket, and not a whole number of pieces.
    let content = bytes((9 << 20) + 12_345);
    for world in worlds() {
        let mut upload = world.store.blobs().upload().await.unwrap();
        for piece in content.chunks(100_000) {
            upload.write(piece).await.unwrap();
        }
        let uploaded = upload.finish().await.unwrap();
        let stored = world.store.blob_place(&uploaded, NOW_MS).await.unwrap();
        assert_eq!(stored, BlobRef { sha256: format!("{:x}", Sha256::digest(&content)), size: content.len() as i64 });
        assert_eq!(&world.store.blob_place(&uploaded, NOW_MS).await.unwrap(), uploaded.blob(), "a second time changes nothing");
        let file = world.store.blobs().file(&stored.sha256).await.unwrap();
        assert_eq!(file.size(), content.len() as u64);
        let back: Vec<u8> = file.into_stream().map_ok(|piece| piece.to_vec()).try_concat().await.unwrap();
        assert!(back == content);
    }
}

#[test]
fn a_damaged_file_is_found_and_nothing_of_it_is_served() {
    for world in worlds() {
        let blobs = world.store.blobs();
        let stored = blobs.put_blocking(&b"content"[..]).unwrap();
        assert_eq!(blobs.put_blocking(&b"content"[..]).unwrap(), stored);
        assert_eq!(blobs.get_blocking(&stored.sha256).unwrap(), "content");
        assert_eq!(blobs.list_blocking().unwrap(), std::slice::from_ref(&stored));
        for harmed in ["c0ntent", "conten", ""] {
            std::fs::write(world.file_of(&stored), harmed).unwrap();
            assert!(matches!(blobs.file_blocking(&stored.sha256), Err(Error::DamagedBlob { .. })), "{harmed}");
        }
        std::fs::remove_file(world.file_of(&stored)).unwrap();
        assert!(matches!(blobs.file_blocking(&stored.sha256), Err(Error::NoBlob { .. })));
        for no_name in ["../../etc/passwd", "", &"A".repeat(64), &"0".repeat(63)] {
            assert!(matches!(blobs.file_blocking(no_name), Err(Error::NoBlob { .. })), "{no_name}");
        }
        // Whoever sends the same content again heals it.
        blobs.put_blocking(&b"content"[..]).unwrap();
        assert_eq!(blobs.get_blocking(&stored.sha256).unwrap(), "content");
    }
}

#[test]
fn what_nothing_names_is_cleared_away_and_what_is_named_stays() {
    for world in worlds() {
        let store = &world.store;
        let put = |content: &'static str| store.blob_put_blocking(content.as_bytes(), NOW_MS).unwrap();
        let (idle, drafted, named, old) = (put("idle"), put("in a draft"), put("in a document"), put("in a document of an older program"));
        let unlisted = store.blobs().put_blocking(&b"from a backup"[..]).unwrap();
        let (of_draft, of_document) = (drafted.clone(), named.clone());
        store
            .write_blocking(move |tx| {
                blob::keep_until(tx, &of_draft, NOW_MS + UPLOAD_KEPT_MS + DRAFT_KEPT_MS)?;
                blob::keep(tx, &of_document, NOW_MS)
            })
            .unwrap();
        let is_named = |_: &Tx<'_>, sha256: &str| Ok(sha256 == old.sha256);
        assert_eq!(store.blobs_collect(NOW_MS + UPLOAD_KEPT_MS, is_named).unwrap(), 0, "its time is not over");
        assert_eq!(store.blobs_collect(NOW_MS + UPLOAD_KEPT_MS + 1, is_named).unwrap(), 1);
        let has = |blob: &BlobRef| store.blobs().file_blocking(&blob.sha256).is_ok();
        assert_eq!([&idle, &drafted, &named, &old, &unlisted].map(has), [false, true, true, true, true]);
        // What went is not named any more, until it is sent again.
        let gone = idle.clone();
        let refused = store.write_blocking(move |tx| blob::keep(tx, &gone, NOW_MS));
        assert!(matches!(refused, Err(Error::BlobGone { sha256 }) if sha256 == idle.sha256));
        let again = store.blob_put_blocking(&b"idle"[..], NOW_MS + 2 * UPLOAD_KEPT_MS).unwrap();
        store.write_blocking(move |tx| blob::keep(tx, &again, NOW_MS)).unwrap();
        assert!(store.blobs_collect(NOW_MS * 2, is_named).unwrap() == 1, "the draft is long over");
        assert_eq!([&idle, &drafted, &named, &old, &unlisted].map(has), [true, false, true, true, true]);
    }
}

#[test]
fn a_program_that_was_killed_while_it_cleared_away_is_finished_by_the_next() {
    let [world, _] = worlds();
    let blob = world.store.blob_put_blocking(&b"content"[..], NOW_MS).unwrap();
    world.store.write_blocking(|tx| tx.execute("UPDATE blob SET keep_until = 0", &[])).unwrap();
    // Between the word and the deed nobody can send it or name it.
    assert!(matches!(world.store.blob_put_blocking(&b"content"[..], NOW_MS), Err(Error::BlobGone { .. })));
    let of_document = blob.clone();
    assert!(world.store.write_blocking(move |tx| blob::keep(tx, &of_document, NOW_MS)).is_err());
    assert_eq!(world.store.blobs_collect(NOW_MS, nobody).unwrap(), 1);
    assert!(world.store.blobs().file_blocking(&blob.sha256).is_err());
    assert_eq!(world.store.blob_put_blocking(&b"content"[..], NOW_MS).unwrap(), blob);
}

#[test]
fn an_upload_that_broke_off_leaves_nothing_and_a_killed_one_is_swept() {
    let [world, _] = worlds();
    let folder = world.folder.path().join("blobs");
    let left = || std::fs::read_dir(&folder).unwrap().count();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let upload = runtime.block_on(world.store.blobs().upload()).unwrap();
    assert_eq!(left(), 1);
    drop(upload);
    assert_eq!(left(), 0);
    std::fs::write(folder.join(".upload-killed"), "half a content").unwrap();
    let day = 24 * 60 * 60 * 1_000;
    let now_ms =
        i64::try_from(folder.metadata().unwrap().modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis()).unwrap();
    world.store.blobs_collect(now_ms + day - 60_000, nobody).unwrap();
    assert_eq!(left(), 1, "it may still be under way");
    world.store.blobs_collect(now_ms + day + 60_000, nobody).unwrap();
    assert_eq!(left(), 0);
}

#[test]
fn two_installations_share_a_bucket_under_two_prefixes() {
    let server = s3server::Server::start().unwrap();
    let store = |prefix: &str| {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options { blobs: BlobPlace::S3(bucket(&server, prefix)), ..Options::new(folder.path()) }).unwrap();
        (folder, store)
    };
    let ((_a, one), (_b, other)) = (store("one"), store("other"));
    let blob = one.blob_put_blocking(&b"content"[..], NOW_MS).unwrap();
    assert_eq!(other.blobs().list_blocking().unwrap(), []);
    other.blob_put_blocking(&b"content"[..], NOW_MS).unwrap();
    assert_eq!(other.blobs_collect(NOW_MS * 2, nobody).unwrap(), 1);
    assert_eq!(one.blobs().list_blocking().unwrap(), [blob]);
}

#[test]
fn a_bucket_that_does_not_answer_is_an_error_and_loses_nothing() {
    let server = s3server::Server::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = S3 { secret_key: "wrong".to_owned(), ..bucket(&server, "one") };
    assert!(!format!("{place:?}").contains("wrong"), "a secret is never shown");
    let store = Store::open(&Options { blobs: BlobPlace::S3(place), ..Options::new(folder.path()) }).unwrap();
    assert!(matches!(store.blob_put_blocking(&b"content"[..], NOW_MS), Err(Error::Blob(_))));
    assert!(matches!(store.blobs().list_blocking(), Err(Error::Blob(_))));
    drop(store);
    let store = Store::open(&Options { blobs: BlobPlace::S3(bucket(&server, "one")), ..Options::new(folder.path()) }).unwrap();
    let blob = store.blob_put_blocking(&b"content"[..], NOW_MS).unwrap();
    assert_eq!(store.blobs().get_blocking(&blob.sha256).unwrap(), "content");
}

#[test]
fn answers_are_searched_for_files() {
    let name = "ab".repeat(32);
    let file = json!({ "ref": name, "sha256": name, "size": 5, "originalName": "a.pdf" });
    let answers = json!({ "a": [file, { "b": file }], "sha256": "no name", "size": 1, "c": { "sha256": name } });
    assert_eq!(BlobRef::all_in(&answers), vec![BlobRef { sha256: name, size: 5 }; 2]);
}

/// Peak of the memory of this process, KiB.
fn memory_peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// The process that is measured: takes a large content, gives it out, and says how much memory that took.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "a process of the test below"]
async fn large() {
    let folder = std::env::var_os(LARGE).expect("the test below names the folder");
    let server = s3server::Server::start().unwrap();
    for (name, blobs) in [("folder", BlobPlace::Folder), ("bucket", BlobPlace::S3(bucket(&server, "large")))] {
        let folder = PathBuf::from(&folder).join(name);
        let store = Store::open(&Options { blobs, ..Options::new(folder) }).unwrap();
        let mut upload = store.blobs().upload().await.unwrap();
        let mut piece = vec![0; 1 << 20];
        for number in 0..LARGE_BYTES / piece.len() {
            piece.fill(u8::try_from(number % 251).unwrap());
            upload.write(&piece).await.unwrap();
        }
        let blob = store.blob_place(&upload.finish().await.unwrap(), NOW_MS).await.unwrap();
        let mut file = store.blobs().file(&blob.sha256).await.unwrap();
        assert_eq!(std::io::copy(&mut file.by_ref(), &mut std::io::sink()).unwrap(), LARGE_BYTES as u64);
    }
    println!("memory {}", memory_peak());
}

#[test]
fn a_large_content_needs_no_large_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut run = Command::new(std::env::current_exe().unwrap());
    run.args(["--exact", "--ignored", "blob::large", "--nocapture"]).env(LARGE, folder.path());
    let output = run.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let used: u64 = said.lines().find_map(|line| line.split_once("memory ")).expect(&said).1.parse().unwrap();
    assert!(output.status.success() && used < MEMORY_KIB, "{used} KiB");
}

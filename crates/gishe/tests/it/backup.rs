//! An archive holds everything, says when it was harmed, and moves an installation to another database.

use std::sync::Arc;

use age::secrecy::SecretString;
use gishe::backup::{self, Source};
use gishe::runtime::Installation;
use gishe::sample;
use kernel::clock::VirtualClock;
use kernel::ctx::Ctx;
use services::numbering::{document_uri_next, incoming_number_next, reference_number_next};
use services::organisation::administration_get;
use store::{Database, Options, Store, history};

use crate::demo::{lived, statuses};

fn passphrase() -> SecretString {
    SecretString::from("корен квадратен".to_owned())
}

fn source<'s>(installation: &'s Installation, folder: &'s tempfile::TempDir) -> Source<'s> {
    Source { store: &installation.store, folder: folder.path(), of: None }
}

#[test]
fn an_installation_moves_whole_from_sqlite_to_the_other_database() {
    let (folder, installation) = lived(1, 25, Database::Sqlite);
    let place = tempfile::tempdir().unwrap();
    let [first, second] = ["first.backup", "second.backup"].map(|name| place.path().join(name));
    let written = backup::backup(&source(&installation, &folder), &first, None, &passphrase(), 1_000).unwrap();
    assert!(written.rows["case_file"] == 25 && written.rows["history"] > 100 && written.blobs > 0, "{written:?}");
    assert_eq!(backup::verify(&first, &passphrase()).unwrap(), written);

    // A later archive leaves out the files that the first one holds.
    let new = installation.store.blobs().put_blocking(&b"a file that came later"[..]).unwrap();
    let later = backup::backup(&source(&installation, &folder), &second, Some(&first), &passphrase(), 2_000).unwrap();
    assert_eq!((later.blobs, later.in_base), (1, written.blobs));

    let server = pgserver::Server::for_test();
    let database = server.as_ref().map_or(Database::Sqlite, |server| Database::Postgres(server.address(server.port())));
    let target = tempfile::tempdir().unwrap();
    let options = Options { database, ..Options::new(target.path()) };
    let store = Store::open(&options).unwrap();
    let without_base = backup::restore(std::slice::from_ref(&second), &store, target.path(), &passphrase());
    assert!(without_base.unwrap_err().to_string().contains("first.backup"), "the archive that is missing is named");
    let archives = [first, second];
    backup::restore(&archives, &store, target.path(), &passphrase()).unwrap();
    let again = backup::restore(&archives, &store, target.path(), &passphrase());
    assert!(again.unwrap_err().to_string().contains("administration"), "a place that is not empty is left alone");
    assert_eq!(store.blobs().get_blocking(&new.sha256).unwrap(), "a file that came later");
    let last = |store: &Store| store.read_blocking(|tx| history::latest(tx, sample::ADMINISTRATION, None, 5)).unwrap();
    let hashes = |store: &Store| last(store).into_iter().map(|entry| entry.hash).collect::<Vec<_>>();
    assert_eq!(hashes(&store), hashes(&installation.store));
    store.close();
    let moved = gishe::runtime::Installation::open_with(&options, installation.clock.clone(), installation.random.clone()).unwrap();
    assert_eq!(statuses(&moved), statuses(&installation));
    assert_eq!(std::fs::read(target.path().join("secret.key")).unwrap(), std::fs::read(folder.path().join("secret.key")).unwrap());
    moved.store.close();
    installation.store.close();
}

#[test]
fn one_administration_moves_to_another_installation() {
    let (folder, installation) = lived(1, 12, Database::Sqlite);
    let place = tempfile::tempdir().unwrap();
    let archive = place.path().join("one.archive");
    let of = Some(sample::ADMINISTRATION);
    let one = Source { of, ..source(&installation, &folder) };
    let written = backup::backup(&one, &archive, None, &passphrase(), 1_000).unwrap();
    assert_eq!((written.rows["administration"], written.rows["case_file"]), (1, 12));
    assert!(!written.rows.contains_key("session"), "what is of the installation stays there");

    // Back where it came from there is one of that number already.
    let doubled = backup::restore(std::slice::from_ref(&archive), &installation.store, folder.path(), &passphrase());
    assert!(doubled.unwrap_err().to_string().contains('1'));
    // Beside another administration under another key its printed codes would open nothing.
    let strange = tempfile::tempdir().unwrap();
    let other = "INSERT INTO administration
        (id, eik, name_bg, name_en, register_number, oid, register_index, host, address, phone, email, website, node, settings)
        VALUES (77, '', 'Друга', '', '', '', 1, 'elsewhere.example', '', '', '', '', '', '{}')";
    let open = || Installation::open(strange.path(), 1).unwrap();
    let stranger = open();
    stranger.store.write_blocking(move |tx| tx.execute(other, &[])).unwrap();
    let mixed = backup::restore(std::slice::from_ref(&archive), &stranger.store, strange.path(), &passphrase());
    assert!(mixed.unwrap_err().to_string().contains("secret.key"));
    // Under the same key it joins.
    std::fs::copy(folder.path().join("secret.key"), strange.path().join("secret.key")).unwrap();
    backup::restore(std::slice::from_ref(&archive), &stranger.store, strange.path(), &passphrase()).unwrap();
    assert_eq!(statuses(&stranger), statuses(&installation));
    let last = |of: &Installation| of.store.read_blocking(|tx| history::latest(tx, sample::ADMINISTRATION, None, 1)).unwrap().remove(0);
    assert_eq!(last(&stranger).hash, last(&installation).hash);
    installation.store.close();
    stranger.store.close();
}

#[test]
fn a_harmed_archive_is_found_and_a_wrong_passphrase_opens_nothing() {
    let (folder, installation) = lived(1, 2, Database::Sqlite);
    let place = tempfile::tempdir().unwrap();
    let archive = place.path().join("one.backup");
    backup::backup(&source(&installation, &folder), &archive, None, &passphrase(), 1_000).unwrap();
    installation.store.close();
    assert!(backup::verify(&archive, &SecretString::from("друга парола".to_owned())).is_err());
    let whole = std::fs::read(&archive).unwrap();
    for place in [whole.len() / 3, whole.len() / 2, whole.len() - 20] {
        let mut harmed = whole.clone();
        harmed[place] ^= 1;
        std::fs::write(&archive, &harmed).unwrap();
        assert!(backup::verify(&archive, &passphrase()).is_err(), "a flipped bit at {place} of {}", whole.len());
    }
    std::fs::write(&archive, &whole[..whole.len() * 2 / 3]).unwrap();
    assert!(backup::verify(&archive, &passphrase()).is_err(), "a cut archive");
    std::fs::write(&archive, &whole).unwrap();
    backup::verify(&archive, &passphrase()).unwrap();
}

#[test]
fn after_a_loss_yesterdays_backup_goes_on_without_giving_a_number_twice() {
    let (folder, installation) = lived(1, 12, Database::Sqlite);
    let place = tempfile::tempdir().unwrap();
    let archive = place.path().join("yesterday.backup");
    let taken_at = installation.clock.now().as_millisecond();
    backup::backup(&source(&installation, &folder), &archive, None, &passphrase(), taken_at).unwrap();
    // People go on; then the disk is lost.
    let numbers = |installation: &Installation, now: jiff::Timestamp| -> Vec<String> {
        let ctx = Ctx { now, ..installation.system(sample::ADMINISTRATION) };
        let taken = installation.store.write_blocking(move |tx| -> Result<_, services::Error> {
            let own = administration_get(tx, ctx.administration_id)?;
            let mut taken = Vec::new();
            for _ in 0..30 {
                taken.push(reference_number_next(tx, &ctx, &own)?.to_string());
                taken.push(incoming_number_next(tx, &ctx, &own)?);
                taken.push(document_uri_next(tx, &ctx, &own)?.to_string());
            }
            Ok(taken)
        });
        taken.unwrap()
    };
    let evening = installation.clock.now();
    let lost = numbers(&installation, evening);
    let length = installation.store.read_blocking(|tx| history::last(tx, sample::ADMINISTRATION)).unwrap();
    installation.store.close();

    let target = tempfile::tempdir().unwrap();
    let store = Store::open(&Options::new(target.path())).unwrap();
    backup::restore(std::slice::from_ref(&archive), &store, target.path(), &passphrase()).unwrap();
    let manifest = backup::manifest_of(&archive, &passphrase()).unwrap();
    let later = evening + jiff::SignedDuration::from_mins(10);
    store.close();
    let clock = Arc::new(VirtualClock::new(later));
    let restored = Installation::open_with(&Options::new(target.path()), clock, installation.random.clone()).unwrap();
    backup::settle(&restored, &manifest, 50).unwrap();
    let given = numbers(&restored, later);
    assert!(given.iter().all(|number| !lost.contains(number)), "{lost:?}\n{given:?}");
    let last = restored.store.read_blocking(|tx| history::latest(tx, sample::ADMINISTRATION, None, 1)).unwrap().remove(0);
    assert_eq!((last.kind.as_str(), last.seq), ("BackupRestored", length + 1));
    assert_eq!((last.data["taken_at"].as_i64(), last.data["numbers_skipped"].as_u64()), (Some(taken_at), Some(50)));
    assert_eq!(restored.store.read_blocking(|tx| history::first_break(tx, sample::ADMINISTRATION)).unwrap(), None);
    // What had been on its way leaves again, under its old key; the work goes on.
    gishe::worker::drain(&restored, "http://localhost").unwrap();
    restored.store.close();
}

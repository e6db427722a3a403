//! The doctor finds what is wrong, and says what to do.

use gishe::doctor;
use store::{Database, params};

use crate::demo::lived;

#[test]
fn a_well_installation_has_no_finding_of_its_own_and_each_harm_is_found() {
    let (folder, installation) = lived(5, 12, Database::Sqlite);
    let store = &installation.store;
    let now_ms = installation.clock.now().as_millisecond();
    let found = |at: i64| -> Vec<&'static str> {
        let findings = doctor::look(store, &Database::Sqlite, folder.path(), at).unwrap();
        assert!(findings.iter().all(|one| one.ok == one.advice.is_empty()), "whoever is told of a harm is told what to do");
        // Room, speed of the disk and the true date are of the machine, not of the installation.
        let own = findings.iter().filter(|one| !["room", "sync", "database-clock"].contains(&one.check));
        own.filter(|one| !one.ok).map(|one| one.check).collect()
    };
    assert_eq!(found(now_ms), [""; 0]);
    // The clock jumped back an hour.
    assert_eq!(found(now_ms - 24 * 3_600_000), ["clock"]);
    // A file was cut short, another one changed.
    let blobs = store.blobs().list_blocking().unwrap();
    let path = |of: &str| folder.path().join("blobs").join(&of[..2]).join(of);
    let whole = std::fs::read(path(&blobs[0].sha256)).unwrap();
    std::fs::write(path(&blobs[0].sha256), &whole[..whole.len() / 2]).unwrap();
    assert_eq!(found(now_ms), ["blobs"]);
    assert!(store.blobs().get_blocking(&blobs[0].sha256).is_err(), "and is not served");
    std::fs::write(path(&blobs[0].sha256), &whole).unwrap();
    // A row waits for a person; another has waited since yesterday; the history was changed beside the program.
    let harm = [
        "UPDATE outbox SET state = 'stuck' WHERE administration_id = $1 AND number = 1",
        "UPDATE outbox SET state = 'waiting', due_at = 1 WHERE administration_id = $1 AND number = 2",
        "UPDATE history SET reason = 'друго' WHERE administration_id = $1 AND seq = 7",
    ];
    store
        .write_blocking(move |tx| harm.iter().try_for_each(|sql| tx.execute(sql, &params![gishe::sample::ADMINISTRATION]).map(drop)))
        .unwrap();
    assert_eq!(found(now_ms), ["stuck", "waiting", "history"]);
    store.close();
}

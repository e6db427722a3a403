//! What follows the history is the same made anew as made step by step.

use cases::statistic::Counted;
use gishe::{rebuild, sample, worker};
use store::{Database, Tx, params};

use crate::demo::lived;

type Kept = (Vec<(String, String)>, Vec<Counted>);

fn kept(tx: &Tx<'_>) -> Result<Kept, cases::Error> {
    let words = "SELECT term, case_id FROM case_term WHERE administration_id = $1 ORDER BY term, case_id";
    let words = tx.query(words, &params![sample::ADMINISTRATION], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((words, cases::statistic::statistic_all(tx, sample::ADMINISTRATION)?))
}

fn is_same_made_anew(database: Database) {
    let (_folder, installation) = lived(4, 60, database);
    worker::follow(&installation).unwrap();
    let before = installation.store.read_blocking(kept).unwrap();
    assert!(before.0.len() > 200 && before.1.len() > 20, "{} words, {} counts", before.0.len(), before.1.len());
    let filed: i64 = before.1.iter().filter(|one| one.measure == "filed").map(|one| one.count).sum();
    assert_eq!(filed, 60);

    let rebuilt = rebuild::rebuild(&installation, |_| {}).unwrap();
    assert_eq!((rebuilt.cases, rebuilt.corrected), (60, 0));
    assert!(rebuilt.facts > 300);
    assert_eq!(installation.store.read_blocking(kept).unwrap(), before);

    // What went wrong beside the commands is put right.
    let harm = [
        "DELETE FROM case_term WHERE administration_id = $1 AND term LIKE 'и%'",
        "UPDATE statistic SET count = count + 1 WHERE administration_id = $1",
        "UPDATE case_file SET status = 'Registered', closed_at = NULL WHERE administration_id = $1 AND status = 'Completed'",
    ];
    installation
        .store
        .write_blocking(move |tx| harm.iter().try_for_each(|sql| tx.execute(sql, &params![sample::ADMINISTRATION]).map(drop)))
        .unwrap();
    let rebuilt = rebuild::rebuild(&installation, |_| {}).unwrap();
    assert!(rebuilt.corrected > 5, "{rebuilt:?}");
    assert_eq!(installation.store.read_blocking(kept).unwrap(), before);
    assert_eq!(rebuild::rebuild(&installation, |_| {}).unwrap().corrected, 0);
    installation.store.close();
}

#[test]
fn on_sqlite() {
    is_same_made_anew(Database::Sqlite);
}

#[test]
fn on_postgresql() {
    let Some(server) = pgserver::Server::for_test() else { return };
    is_same_made_anew(Database::Postgres(server.address(server.port())));
}

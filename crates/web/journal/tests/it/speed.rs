//! What an event costs: bytes of all rows, and the plans of the questions that must stay quick.

use serde_json::{Value as Json, json};

use crate::kit::{AIS, World, event_of};

#[test]
fn an_event_costs_less_than_a_thousand_bytes() {
    if pgserver::database_for_test().is_some() {
        eprintln!("skipped: pages are counted on SQLite");
        return;
    }
    let world = World::new();
    let statuses = [
        "intake.registered",
        "term.set",
        "work.assigned",
        "work.started",
        "decision.signed",
        "decision.granted",
        "result.sent",
        "case.closed",
    ];
    let mut sourceseq = 0;
    for round in 0..8 {
        let mut batch: Vec<Json> = Vec::new();
        for n in 0..100 {
            for (rnuseq, status) in (1..).zip(statuses) {
                let mut event = event_of(AIS, &format!("SPEED-{round}-{n}"), rnuseq, i64::from(rnuseq), status);
                sourceseq += 1;
                event["sourceseq"] = json!(sourceseq);
                batch.push(event);
            }
        }
        let results = world.batch(&batch);
        assert!(results.as_array().unwrap().iter().all(|one| one["result"] == "new"));
    }
    let bytes = world.count("SELECT (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())");
    let per_event = bytes / world.events();
    eprintln!("{per_event} bytes per event, of {} events", world.events());
    assert!(per_event <= 1_000, "{per_event}");
}

#[test]
fn questions_about_one_service_or_one_administration_walk_along_an_index() {
    if pgserver::database_for_test().is_some() {
        eprintln!("skipped: plans are read on SQLite");
        return;
    }
    let world = World::new();
    let statements: Vec<&str> = ejournal::journal::statements().filter(|sql| sql.starts_with("SELECT")).collect();
    assert!(statements.len() > 30, "only {} statements are listed", statements.len());
    for sql in statements {
        let question = format!("EXPLAIN QUERY PLAN {sql}");
        let parameters: Vec<store::Value> = (1..=9).filter(|n| sql.contains(&format!("${n}"))).map(|_| store::Value::from(0_i64)).collect();
        let plan: Vec<String> = world.store.read_blocking(|tx| tx.query(&question, &parameters, |row| row.get(3))).unwrap();
        // Small tables may be read whole: the list of object identifiers, of service codes, of versions.
        let walks = |step: &&String| {
            step.starts_with("SCAN") && ["journal_event", "journal_subject", "log_"].iter().any(|big| step.contains(big))
                || step.contains("USE TEMP B-TREE") && sql.contains("FROM journal_event e")
        };
        let bad: Vec<&String> = plan.iter().filter(walks).collect();
        assert!(bad.is_empty(), "{sql}\n{plan:#?}");
    }
}

#[test]
fn every_statement_of_the_role_prepares() {
    let world = World::new();
    let mut seen = 0;
    for sql in ejournal::journal::statements() {
        assert_eq!(store::routing::unbound(sql), None, "{sql}");
        world
            .store
            .read_blocking(|tx| tx.prepares(sql))
            .unwrap_or_else(|error| panic!("{error}: {:?}\n{sql}", std::error::Error::source(&error).map(ToString::to_string)));
        seen += 1;
    }
    assert!(seen > 50, "only {seen} statements are listed");
}

/// Number of services of the measurement; without it a handful, so that it always runs.
const LARGE: &str = "GISHE_TEST_LARGE";

#[test]
fn the_state_of_one_service_is_told_from_its_own_rows() {
    let services: u32 = std::env::var(LARGE).ok().and_then(|text| text.parse().ok()).unwrap_or(50);
    let world = World::new();
    let statuses = [
        "intake.registered",
        "term.set",
        "work.assigned",
        "work.started",
        "decision.signed",
        "decision.granted",
        "result.sent",
        "case.closed",
    ];
    let begun = std::time::Instant::now();
    for first in (0..services).step_by(100) {
        let mut batch: Vec<Json> = Vec::new();
        for n in first..(first + 100).min(services) {
            for (rnuseq, status) in (1..).zip(statuses) {
                let mut event = event_of(AIS, &format!("QUICK-{n}"), rnuseq, i64::from(rnuseq), status);
                event["sourceseq"] = json!(n * 8 + rnuseq);
                batch.push(event);
            }
        }
        let results = world.batch(&batch);
        assert!(results.as_array().unwrap().iter().all(|one| one["result"] == "new"));
    }
    let taken = world.events();
    assert_eq!(taken, i64::from(services) * 8);
    eprintln!("{taken} events in batches of 800, one sender: {:.0} a second", taken as f64 / begun.elapsed().as_secs_f64());
    let ctx = world.ctx(ejournal::journal::Caller::Operator);
    let mut took = Vec::new();
    for n in 0..1_000_u32 {
        let number = kernel::reference_number::Reference::parse(&format!("QUICK-{}", n.wrapping_mul(7_919) % services), true).unwrap();
        let begun = std::time::Instant::now();
        let nomenclature = ejournal::Nomenclature::shipped();
        let view = world.store.read_blocking(|tx| ejournal::journal::service_inquire(tx, &ctx, nomenclature, &number)).unwrap();
        took.push(begun.elapsed());
        assert_eq!((view.events.len(), view.phase), (8, Some(ejournal::nomenclature::Phase::Closed)));
    }
    took.sort();
    eprintln!("state of one service: median {:?}, 99 % {:?}", took[500], took[990]);
}

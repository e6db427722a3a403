//! Register numbers without gaps, reference numbers without doubles.

use kernel::reference_number::IssueError;
use services::Error;
use services::numbering::{
    document_uri_next, incoming_number_next, outgoing_number_next, reference_number_next, register_number_last, register_number_next,
};
use services::organisation::administration_update;

use crate::{Hall, data};

#[test]
fn a_refused_command_takes_no_number() {
    let hall = Hall::new();
    let next = |hall: &Hall| hall.act(|tx, ctx| register_number_next(tx, ctx, "test", 2026)).unwrap();
    assert_eq!(next(&hall), 1);
    let refused: Result<(), Error> = hall.act(|tx, ctx| {
        assert_eq!(register_number_next(tx, ctx, "test", 2026)?, 2);
        Err(Error::UnitUnknown)
    });
    assert!(refused.is_err());
    assert_eq!(next(&hall), 2);
    assert_eq!(hall.act(|tx, ctx| register_number_next(tx, ctx, "test", 2027)).unwrap(), 1);
    assert_eq!(hall.act(|tx, ctx| register_number_last(tx, ctx, "test", 2026)).unwrap(), 2);
}

#[test]
fn numbers_of_many_threads_have_no_gap_and_no_double() {
    let hall = Hall::new();
    let mut numbers: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let hall = &hall;
                scope.spawn(move || -> Vec<i64> {
                    (0..50).map(|_| hall.act(|tx, ctx| register_number_next(tx, ctx, "test", 2026)).unwrap()).collect()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=400).collect::<Vec<i64>>());
}

#[test]
fn document_numbers_begin_anew_each_year_of_sofia() {
    let mut hall = Hall::new();
    let administration = hall.administration();
    let next = |hall: &Hall| {
        let administration = administration.clone();
        hall.act(move |tx, ctx| {
            let uri = document_uri_next(tx, ctx, &administration)?.to_string();
            let incoming = incoming_number_next(tx, ctx, &administration)?;
            Ok::<_, Error>((uri, incoming, outgoing_number_next(tx, ctx, &administration)?))
        })
        .unwrap()
    };
    assert_eq!(next(&hall), ("9897-1-20.04.2026".into(), "ВХ-2026-000001".into(), "ИЗХ-2026-000001".into()));
    assert_eq!(next(&hall).0, "9897-2-20.04.2026");
    hall.at("2026-12-31T22:30:00Z");
    assert_eq!(next(&hall), ("9897-1-01.01.2027".into(), "ВХ-2027-000001".into(), "ИЗХ-2027-000001".into()));
}

#[test]
fn a_pattern_of_ones_own_is_used() {
    let hall = Hall::new();
    let mut changed = data();
    changed.settings = serde_json::json!({ "incoming_pattern": "ОП{yy}-ВХ01-{number:4}" });
    hall.act(move |tx, ctx| administration_update(tx, ctx, &changed)).unwrap();
    let administration = hall.administration();
    assert_eq!(hall.act(move |tx, ctx| incoming_number_next(tx, ctx, &administration)).unwrap(), "ОП26-ВХ01-0001");
}

#[test]
fn reference_numbers_count_within_a_day_and_never_go_back() {
    let mut hall = Hall::new();
    let administration = hall.administration();
    let next = |hall: &Hall| {
        let administration = administration.clone();
        let number = hall.act(move |tx, ctx| reference_number_next(tx, ctx, &administration)).unwrap();
        (number.date().to_string(), number.counter())
    };
    assert_eq!(next(&hall), ("2026-04-20".into(), 0));
    assert_eq!(next(&hall), ("2026-04-20".into(), 1));
    hall.at("2026-04-21T09:00:00Z");
    assert_eq!(next(&hall), ("2026-04-21".into(), 0));
    hall.at("2026-04-19T09:00:00Z");
    assert_eq!(next(&hall), ("2026-04-21".into(), 1), "the clock went back, the number did not");
    hall.at("2026-04-21T21:30:00Z");
    assert_eq!(next(&hall), ("2026-04-22".into(), 0), "midnight is that of Sofia");
}

#[test]
fn an_exhausted_node_hands_over_to_its_reserve_or_stops() {
    let hall = Hall::new();
    hall.act(|tx, ctx| {
        let sql = "INSERT INTO reference_counter (administration_id, node, on_date, counter) VALUES ($1, $2, $3, $4)";
        tx.execute(sql, &store::params![ctx.administration_id, "01", ctx.today(), 1_048_575_i64])
    })
    .unwrap();
    let mut administration = hall.administration();
    let stopped = administration.clone();
    let refused = hall.act(move |tx, ctx| reference_number_next(tx, ctx, &stopped));
    assert!(matches!(refused, Err(Error::ReferenceNumber(IssueError::Exhausted))));
    administration.settings = serde_json::json!({ "reserve_node": "02" });
    let number = hall.act(move |tx, ctx| reference_number_next(tx, ctx, &administration)).unwrap();
    assert_eq!((number.node().to_string(), number.counter()), ("02".into(), 0));
}

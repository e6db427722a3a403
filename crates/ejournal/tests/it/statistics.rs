//! Figures equal a naive recomputation from the events, and hidden numbers cannot be computed from the published ones.

use std::collections::{BTreeMap, BTreeSet};

use ejournal::statistics::{
    Cube, Grain, Measures, Period, Published, ServiceFacts, Table, TableError, definitions, measure, quantile, suppress,
};
use kernel::calendar::Calendar;
use serde_json::json;

use crate::kit::{AIS, Chance, Store, at, complete_service, nomenclature, read, report, report_at};

/// Services with chance statuses, some of them corrected.
pub fn services(chance: &mut Chance, count: usize) -> Vec<Store> {
    const STATUSES: [&str; 12] = [
        "term.extended",
        "term.suspended",
        "deficiency.notified",
        "decision.refused",
        "decision.granted",
        "decision.tacit-refusal",
        "work.data.unavailable",
        "appeal.filed",
        "appeal.decided",
        "delivery.desk",
        "work.stage",
        "payment.paid",
    ];
    let service = |chance: &mut Chance| {
        let (channel, number) = (*chance.pick(&["portal", "desk", "post", "internal"]), *chance.pick(&["2079", "2080", "ОБА3.44"]));
        let mut rows = vec![report(1, "intake.registered"), report(2, "term.set")];
        for rnuseq in 3..3 + chance.below(8) as u32 {
            rows.push(report_at(AIS, rnuseq, i64::from(rnuseq) * 977, STATUSES[chance.below(12)]));
        }
        if chance.below(3) == 0 {
            let (wrong, rnuseq) = (rows[2.min(rows.len() - 1)]["id"].clone(), rows.len() as u32 + 1);
            let mut retracted = report_at(AIS, rnuseq, 20_000, "journal.retracted");
            retracted["data"]["correctionOf"]["id"] = wrong;
            rows.push(retracted);
        }
        for row in &mut rows {
            row["data"]["service"] = json!({"number": number, "channel": channel});
        }
        Store::of(rows.iter().map(read).collect())
    };
    (0..count).map(|_| service(chance)).collect()
}

#[test]
fn figures_equal_a_naive_recomputation() {
    let stores = services(&mut Chance::new(7), 400);
    let now = at("2025-06-01T00:00:00Z");
    let mut cube = Cube::default();
    let mut halves = [Cube::default(), Cube::default()];
    let mut facts = Vec::new();
    let mut naive: BTreeMap<(String, String, String), u64> = BTreeMap::new();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for (place, store) in stores.iter().enumerate() {
        let state = store.state();
        cube.add(&state, nomenclature());
        halves[place % 2].add(&state, nomenclature());
        facts.push(ServiceFacts::of(&state, nomenclature(), now).unwrap());
        let wrong: BTreeSet<String> =
            store.events.iter().filter_map(|event| event.data.correction_of.as_ref()).map(|key| key.id.to_string()).collect();
        for event in store.events.iter().filter(|event| !wrong.contains(&event.key.id.to_string())) {
            let status = event.data.status.to_string();
            if status != "journal.retracted" {
                let day = event.time.to_zoned(kernel::clock::sofia()).date().to_string();
                *naive.entry((day, event.data.service.number.to_string(), status.clone())).or_default() += 1;
                *counts.entry(status).or_default() += 1;
            }
        }
    }
    let mut ours: BTreeMap<(String, String, String), u64> = BTreeMap::new();
    for (key, count) in cube.cells() {
        *ours.entry((key.day.to_string(), key.service.to_string(), key.status.to_string())).or_default() += count;
    }
    assert_eq!(ours, naive);
    let [mut merged, other] = halves;
    merged.merge(&other);
    assert_eq!(merged, cube);

    let measures = measure(&facts, now, &Calendar::default());
    let count = |status: &str| counts.get(status).copied().unwrap_or(0);
    assert_eq!(measures.services, 400);
    assert_eq!(measures.extensions, count("term.extended"));
    assert_eq!(measures.suspensions, count("term.suspended"));
    assert_eq!(measures.deficiencies, count("deficiency.notified"));
    assert_eq!((measures.refusals, measures.tacit_refusals), (count("decision.refused"), count("decision.tacit-refusal")));
    assert_eq!(measures.data_failures, count("work.data.unavailable"));
    assert_eq!(measures.appeals.values().sum::<u64>(), count("appeal.decided"));
    assert_eq!(measures.open_by_age.iter().sum::<u64>(), 400);
    let by_channel =
        |channel: &str| stores.iter().filter(|store| store.state().channel.is_some_and(|c| c.name() == channel)).count() as u64;
    assert_eq!(measures.electronic.part, by_channel("portal"));
    assert_eq!(measures.electronic.whole, 400 - by_channel("internal"));
}

#[test]
fn times_and_shares_of_the_complete_service() {
    let Some(events) = complete_service() else { return };
    let store = Store::of(events);
    let now = at("2025-04-01T00:00:00Z");
    let facts = ServiceFacts::of(&store.state(), nomenclature(), now).unwrap();
    let measures = measure([&facts], now, &Calendar::default());
    let (decision, delivery) = (measures.to_decision.unwrap(), measures.to_delivery.unwrap());
    // Friday 08:22:00 to Monday 10:00:00 and to Tuesday 06:44:12, UTC.
    assert_eq!((decision.median_s, decision.median_working_days), (265_080, 1));
    assert_eq!((delivery.p90_s, delivery.p90_working_days), (339_732, 2));
    let shares = [measures.within_term, measures.electronic, measures.full_minimum].map(|share| share.per_mille());
    assert_eq!(shares, [Some(1_000); 3]);
}

#[test]
fn table_of_quantiles() {
    let ten: Vec<i32> = (1..=10).collect();
    for (values, percent, expected) in [
        (&ten[..], 50, Some(5)),
        (&ten[..], 90, Some(9)),
        (&ten[..], 95, Some(10)),
        (&ten[..], 100, Some(10)),
        (&ten[..9], 50, Some(5)),
        (&ten[..1], 90, Some(1)),
        (&ten[..0], 50, None),
    ] {
        assert_eq!(quantile(values, percent), expected, "{percent} % of {values:?}");
    }
}

/// What is published besides the measures.
const PUBLISHED: [&str; 6] = ["channels", "modes", "ratings", "reporting_delay", "small_cells", "status"];

#[test]
fn every_figure_is_defined() {
    let figures = serde_json::to_value(Measures::default()).unwrap();
    let named: BTreeSet<&str> = figures.as_object().unwrap().keys().map(String::as_str).chain(PUBLISHED).collect();
    let defined: BTreeSet<&str> = definitions().iter().map(|definition| definition.figure.as_str()).collect();
    assert_eq!(named, defined);
}

#[test]
fn a_table_is_cut_from_the_cube_by_period() {
    let Some(events) = complete_service() else { return };
    let store = Store::of(events);
    let mut cube = Cube::default();
    cube.add(&store.state(), nomenclature());
    let table = cube.table(
        |key| Some(Period::of(key.day, Grain::Quarter).to_string()),
        |key| key.status.as_str().starts_with("form.").then(|| key.status.to_string()),
    );
    assert_eq!(table.rows, ["2025-Q1"]);
    assert_eq!(table.columns, ["form.prefilled", "form.signed", "form.started", "form.submitted"]);
    assert_eq!(table.cells, [[1, 1, 1, 1]]);
    let days = cube.table(|key| Some(Period::of(key.day, Grain::Day).to_string()), |_| Some("all".to_owned()));
    assert_eq!(days.rows, ["2025-03-14", "2025-03-17", "2025-03-18"]);
}

fn table(cells: Vec<Vec<u64>>) -> Table {
    let names = |count: usize| (0..count).map(|n| n.to_string()).collect();
    Table { rows: names(cells.len()), columns: names(cells.first().map_or(0, Vec::len)), cells }
}

/// All numbers of a published table in one line: cells, row sums, column sums, the total.
fn line(published: &Published) -> Vec<Option<u64>> {
    let cells = published.cells.iter().flatten();
    cells.chain(&published.row_totals).chain(&published.column_totals).chain([&published.total]).copied().collect()
}

/// The equations of a table with sums, over the numbers in the order of [`line`]: each row, each column, both totals.
fn equations(height: usize, width: usize) -> Vec<Vec<(usize, i64)>> {
    let (rows, columns) = (height * width, height * width + height);
    let total = columns + width;
    let mut all: Vec<Vec<(usize, i64)>> = Vec::new();
    all.extend((0..height).map(|row| (0..width).map(|column| (row * width + column, 1)).chain([(rows + row, -1)]).collect()));
    all.extend((0..width).map(|column| (0..height).map(|row| (row * width + column, 1)).chain([(columns + column, -1)]).collect()));
    all.push((0..height).map(|row| (rows + row, 1)).chain([(total, -1)]).collect());
    all.push((0..width).map(|column| (columns + column, 1)).chain([(total, -1)]).collect());
    all
}

/// The attack by arithmetic: which hidden numbers do the equations determine? Elimination over a prime field.
pub fn solved(published: &Published) -> Vec<usize> {
    const PRIME: i64 = 1_000_003;
    let numbers = line(published);
    let hidden: Vec<usize> = (0..numbers.len()).filter(|at| numbers[*at].is_none()).collect();
    let mut matrix: Vec<Vec<i64>> = equations(published.rows.len(), published.columns.len())
        .iter()
        .map(|equation| hidden.iter().map(|at| equation.iter().find(|(number, _)| number == at).map_or(0, |(_, sign)| *sign)).collect())
        .collect();
    let inverse = |value: i64| {
        (0..20)
            .fold((1, value, PRIME - 2), |(result, base, power), _| {
                (if power & 1 == 1 { result * base % PRIME } else { result }, base * base % PRIME, power >> 1)
            })
            .0
    };
    let mut pivots = 0;
    for column in 0..hidden.len() {
        let Some(found) = (pivots..matrix.len()).find(|row| matrix[*row][column].rem_euclid(PRIME) != 0) else { continue };
        matrix.swap(pivots, found);
        let scale = inverse(matrix[pivots][column].rem_euclid(PRIME));
        matrix[pivots].iter_mut().for_each(|value| *value = value.rem_euclid(PRIME) * scale % PRIME);
        let pivot = matrix[pivots].clone();
        for row in (0..matrix.len()).filter(|row| *row != pivots) {
            let factor = matrix[row][column];
            matrix[row].iter_mut().zip(&pivot).for_each(|(value, pivot)| *value = (*value - factor * pivot).rem_euclid(PRIME));
        }
        pivots += 1;
    }
    let alone = matrix.iter().filter(|row| row.iter().filter(|value| **value != 0).count() == 1);
    alone.map(|row| hidden[row.iter().position(|value| *value != 0).unwrap()]).collect()
}

/// One way to fill in the hidden numbers, each from one up to `at_most`, so that every sum fits.
fn filled(numbers: &[Option<u64>], equations: &[Vec<(usize, i64)>], at_most: u64) -> bool {
    let mut numbers = numbers.to_vec();
    // What a single unknown of an equation must be follows; a contradiction ends the trial.
    loop {
        let mut changed = false;
        for equation in equations {
            let known: i64 = equation.iter().filter_map(|(at, sign)| Some(sign * numbers[*at]? as i64)).sum();
            let unknown: Vec<(usize, i64)> = equation.iter().filter(|(at, _)| numbers[*at].is_none()).copied().collect();
            let plus = unknown.iter().filter(|(_, sign)| *sign > 0).count() as i64;
            let minus = unknown.len() as i64 - plus;
            match unknown[..] {
                [] if known != 0 => return false,
                [(at, sign)] => {
                    let value = -known * sign;
                    if value < 1 {
                        return false;
                    }
                    numbers[at] = Some(value as u64);
                    changed = true;
                }
                _ if (minus == 0 && known + plus > 0) || (plus == 0 && known - minus < 0) => return false,
                _ => {}
            }
        }
        if !changed {
            break;
        }
    }
    let Some(free) = numbers.iter().position(Option::is_none) else { return true };
    (1..=at_most).any(|value| {
        numbers[free] = Some(value);
        filled(&numbers, equations, at_most)
    })
}

/// The attack by trial: the hidden numbers that can have no other value than the true one.
fn tried(published: &Published, truth: &[u64]) -> (usize, Vec<usize>) {
    let equations = equations(published.rows.len(), published.columns.len());
    let numbers = line(published);
    let at_most = truth.iter().max().unwrap() + 1;
    let hidden: Vec<usize> = (0..numbers.len()).filter(|at| numbers[*at].is_none()).collect();
    let could_be = |at: usize, value: u64| {
        let mut numbers = numbers.clone();
        numbers[at] = Some(value);
        filled(&numbers, &equations, at_most)
    };
    let other = |at: usize| (1..=at_most).filter(|value| *value != truth[at]).any(|value| could_be(at, value));
    (hidden.len(), hidden.iter().copied().filter(|at| !other(*at)).collect())
}

#[test]
fn hidden_numbers_withstand_trial() {
    let mut chance = Chance::new(8);
    let mut hidden = 0;
    for _ in 0..300 {
        let (height, width) = (1 + chance.below(3), 1 + chance.below(3));
        let cells: Vec<Vec<u64>> =
            (0..height).map(|_| (0..width).map(|_| *chance.pick(&[0, 0, 1, 1, 2, 3, 4, 5, 6, 8])).collect()).collect();
        let published = suppress(&table(cells.clone())).unwrap();
        let rows = cells.iter().map(|row| row.iter().sum::<u64>());
        let columns = (0..width).map(|column| cells.iter().map(|row| row[column]).sum::<u64>());
        let total = cells.iter().flatten().sum();
        let truth: Vec<u64> = cells.iter().flatten().copied().chain(rows).chain(columns).chain([total]).collect();
        let (count, found) = tried(&published, &truth);
        assert_eq!(found, [0; 0], "{cells:?} {published:?}");
        hidden += count;
        for (row, cells) in cells.iter().enumerate() {
            assert!(
                cells
                    .iter()
                    .zip(&published.cells[row])
                    .all(|(cell, shown)| shown.is_none_or(|shown| shown == *cell && !(1..5).contains(&shown)))
            );
        }
    }
    assert!(hidden > 500, "{hidden}");
}

#[test]
fn hidden_numbers_withstand_arithmetic() {
    let mut chance = Chance::new(9);
    for round in 0..60 {
        let (height, width) = (2 + chance.below(12), 2 + chance.below(12));
        let cells: Vec<Vec<u64>> = (0..height)
            .map(|_| (0..width).map(|_| if chance.below(3) == 0 { chance.below(8) as u64 } else { chance.below(90) as u64 }).collect())
            .collect();
        let published = suppress(&table(cells)).unwrap();
        assert_eq!(solved(&published), [0; 0], "round {round}");
    }
    // The attack itself works: a lone hidden cell is found.
    let mut lone = suppress(&table(vec![vec![10, 20], vec![30, 40]])).unwrap();
    assert!(line(&lone).iter().all(Option::is_some), "large cells are shown");
    lone.cells[0][1] = None;
    assert_eq!(solved(&lone), [1]);
}

#[test]
fn edges_of_suppression() {
    let hide = |cells: Vec<Vec<u64>>| suppress(&table(cells)).map(|published| published.cells);
    assert_eq!(hide(vec![vec![0, 0], vec![0, 0]]), Ok(vec![vec![Some(0); 2]; 2]));
    assert_eq!(hide(vec![]), Ok(vec![]));
    let alone = suppress(&table(vec![vec![3]])).unwrap();
    assert_eq!((alone.cells[0][0], alone.row_totals[0], alone.total), (None, None, None));
    // One small cell takes the cheapest circle with it: three more cells and no sum.
    let circle = suppress(&table(vec![vec![2, 50, 9], vec![60, 70, 80], vec![8, 90, 7]])).unwrap();
    assert_eq!(circle.cells, [[None, Some(50), None], [Some(60), Some(70), Some(80)], [None, Some(90), None]]);
    assert!(circle.row_totals.iter().chain(&circle.column_totals).all(Option::is_some));
    assert_eq!(hide(vec![vec![9; 101]; 100]), Err(TableError::TooLarge));
    let ragged = Table { cells: vec![vec![1], vec![1, 2]], ..table(vec![vec![1], vec![1]]) };
    assert_eq!(suppress(&ragged), Err(TableError::Shape));
    let mut chance = Chance::new(10);
    let large = (0..100).map(|_| (0..100).map(|_| chance.below(60) as u64).collect()).collect();
    assert!(hide(large).is_ok());
}

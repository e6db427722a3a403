//! What is published equals a naive recount where it is shown, tells nothing of what is hidden, and is the same in every form.

use std::collections::BTreeMap;

use ejournal::publication::{About, Files, Line, Publisher, explained};
use ejournal::statistics::{
    ALL_SERVICES, Cube, Gathered, OTHER_SERVICES, Period, Published, PublishedFigure, ServiceFacts, definitions, measure,
};
use jiff::civil::date;
use kernel::calendar::Calendar;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::kit::{AIS, Chance, Store, nomenclature, read, report_at};
use crate::statistics::{services, solved};

const QUARTER: Period = Period::Quarter(2025, 1);

/// Services with chance statuses and corrections, two in three of them closed.
fn population(chance: &mut Chance, count: usize) -> Vec<Store> {
    let mut stores = services(chance, count);
    for store in &mut stores {
        if chance.below(3) > 0 {
            let rnuseq = store.events.len() as u32 + 1;
            let mut closing = report_at(AIS, rnuseq, 21_000, "case.closed");
            closing["data"]["service"] = serde_json::json!({
                "number": store.events[0].data.service.number, "channel": store.events[0].data.service.channel,
            });
            store.events.push(read(&closing));
        }
    }
    stores
}

fn gathered(stores: &[Store]) -> Gathered {
    let mut gathered = Gathered::default();
    for store in stores {
        let mut cube = Cube::default();
        cube.add(&store.state(), nomenclature());
        gathered.count_cube(&cube, QUARTER);
        gathered.take(&store.state(), nomenclature(), QUARTER, &Calendar::default());
    }
    gathered
}

fn by_place(figures: &[PublishedFigure]) -> BTreeMap<(&str, &str, &str), Option<u64>> {
    figures.iter().map(|figure| ((figure.service.as_str(), figure.figure, figure.detail.as_str()), figure.value)).collect()
}

#[test]
fn what_is_shown_equals_a_naive_recount() {
    let stores = population(&mut Chance::new(21), 500);
    let figures = gathered(&stores).publish(true);
    let places = by_place(&figures);
    assert_eq!(places.len(), figures.len(), "no place twice");
    let mut naive: BTreeMap<(String, String), u64> = BTreeMap::new();
    for store in &stores {
        for event in store.state().counted().filter(|event| !event.data.status.as_str().starts_with("journal.")) {
            for service in [ALL_SERVICES, event.data.service.number.as_str()] {
                *naive.entry((service.to_owned(), event.data.status.to_string())).or_default() += 1;
            }
        }
    }
    let shown: BTreeMap<(String, String), Option<u64>> = figures
        .iter()
        .filter(|figure| figure.figure == "status")
        .map(|figure| ((figure.service.clone(), figure.detail.clone()), figure.value))
        .collect();
    assert!(shown.keys().eq(naive.keys()), "every count that is not zero has a place");
    assert!(shown.iter().all(|(place, value)| value.is_none_or(|value| value == naive[place] && value >= 5)));
    assert!(shown.values().flatten().count() > 20);
    assert_eq!(places[&("", "extensions", "")], places[&("", "status", "term.extended")]);

    for service in ["", "2079", "2080", "ОБА3.44"] {
        let facts = stores.iter().filter_map(|store| ServiceFacts::of(&store.state(), nomenclature(), QUARTER.end()));
        let of = |facts: &ServiceFacts| service.is_empty() || facts.service.as_str() == service;
        let (ended, open): (Vec<_>, Vec<_>) = facts.filter(of).partition(|facts| facts.ended);
        let told = measure(&ended, QUARTER.end(), &Calendar::default());
        for (figure, share) in [("electronic", told.electronic), ("full_minimum", told.full_minimum)] {
            let percent = (share.part * 100 + share.whole / 2) / share.whole;
            let is_small = (1..5).contains(&share.part) || (1..5).contains(&(share.whole - share.part));
            let value = places[&(service, figure, "percent")];
            assert!(value.is_none_or(|value| value == percent && !is_small), "{service} {figure}");
        }
        let decision = told.to_decision.unwrap();
        assert_eq!(places[&(service, "to_decision", "median_hours")], Some(decision.median_s as u64 / 3_600), "{service}");
        assert_eq!(places[&(service, "to_decision", "p90_working_days")].is_some(), decision.count >= 50, "{service}");
        let ages = measure(&open, QUARTER.end(), &Calendar::default()).open_by_age;
        let of_band = |band: &str| places.get(&(service, "open_by_age", band)).copied().flatten();
        // The services were registered seventeen days before the end of the quarter.
        assert_eq!(ages.iter().sum::<u64>(), ages[2]);
        assert_eq!(of_band("15-30"), Some((ages[2] + 2) / 5 * 5), "{service}");
    }
}

#[test]
fn a_period_counts_what_lies_in_it_and_nothing_else() {
    let stores = population(&mut Chance::new(22), 40);
    let take = |period: Period| {
        let mut gathered = Gathered::default();
        for store in &stores {
            let mut cube = Cube::default();
            cube.add(&store.state(), nomenclature());
            gathered.count_cube(&cube, period);
            gathered.take(&store.state(), nomenclature(), period, &Calendar::default());
        }
        gathered.publish(true)
    };
    assert_eq!(take(Period::Quarter(2024, 4)), []);
    // Afterwards nothing happens, but what was left open is open still.
    let after = take(Period::Quarter(2025, 2));
    assert!(!after.is_empty() && after.iter().all(|figure| figure.figure == "open_by_age"), "{after:?}");
}

#[test]
fn parts_delays_and_ratings_are_told_only_where_nobody_can_be_recognised() {
    let told = |figures: &[PublishedFigure], figure: &str| -> Vec<(String, String, Option<u64>)> {
        let of_figure = figures.iter().filter(|one| one.figure == figure);
        of_figure.map(|one| (one.service.clone(), one.detail.clone(), one.value)).collect()
    };
    let delays = |count: i64| {
        let mut gathered = Gathered::default();
        let fact = jiff::Timestamp::from_second(1_740_000_000).unwrap();
        // The first came from a clock that was ahead.
        (0..count).for_each(|number| gathered.reported([(fact, fact + jiff::SignedDuration::from_secs(number * 10 - 5))]));
        told(&gathered.publish(true), "reporting_delay").into_iter().map(|(_, _, value)| value).collect::<Vec<_>>()
    };
    assert_eq!(delays(0), []);
    assert_eq!(delays(9), [None, None]);
    assert_eq!(delays(10), [Some(35), None]);
    assert_eq!(delays(100), [Some(485), Some(935)]);
    assert_eq!(delays(1), [None, None], "not even that it came at once");
    let mut alone = Gathered::default();
    alone.reported((0..200).map(|_| (jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::UNIX_EPOCH)));
    assert!(told(&alone.publish(true), "reporting_delay").iter().all(|(_, _, value)| value.is_none()), "many facts of one service");

    let mut gathered = Gathered::default();
    for (service, score, count) in [("2079", 5, 40), ("2079", 1, 3), ("2080", 5, 12), ("2080", 1, 30)] {
        gathered.rated(service, score, count);
    }
    let ratings = told(&gathered.publish(true), "ratings");
    let value = |service: &str, score: &str| ratings.iter().find(|one| one.0 == service && one.1 == score).unwrap().2;
    assert_eq!(value("2079", "1"), None);
    assert!(ratings.iter().filter(|(_, _, value)| value.is_none()).count() > 1, "one hidden number alone is a difference of others");
    let (population, mut whole) = (population(&mut Chance::new(31), 400), Gathered::default());
    population.iter().for_each(|store| whole.take(&store.state(), nomenclature(), QUARTER, &Calendar::default()));
    let channels = told(&whole.publish(false), "channels");
    let facts = || population.iter().filter_map(|store| ServiceFacts::of(&store.state(), nomenclature(), QUARTER.end()));
    let ended: Vec<_> = facts().filter(|facts| facts.ended).filter_map(|facts| facts.channel).collect();
    let smallest = channels.iter().map(|(_, name, _)| ended.iter().filter(|channel| channel.name() == name.as_str()).count()).min();
    assert!(channels.len() > 2 && smallest >= Some(5), "{channels:?}");
    for (service, name, value) in &channels {
        let count = ended.iter().filter(|channel| channel.name() == name.as_str()).count();
        assert_eq!((service.as_str(), *value), ("", Some((count * 100 + ended.len() / 2) as u64 / ended.len() as u64)), "{name}");
    }
    let mut few = Gathered::default();
    population[..12].iter().for_each(|store| few.take(&store.state(), nomenclature(), QUARTER, &Calendar::default()));
    let hidden = told(&few.publish(false), "channels");
    assert!(!hidden.is_empty() && hidden.iter().all(|(_, _, value)| value.is_none()), "{hidden:?}");
}

#[test]
fn periods_are_written_and_read() {
    for (text, first, last) in [
        ("2025-Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ] {
        let period: Period = text.parse().unwrap();
        assert_eq!((period.to_string().as_str(), period.first(), period.last()), (text, first, last));
        assert_eq!(period.next().first(), last.tomorrow().unwrap());
        assert_eq!(period.quarter_before().last(), Period::of(first, ejournal::statistics::Grain::Quarter).first().yesterday().unwrap());
    }
    for text in ["2025-Q0", "2025-Q5", "2025-q1", "25-Q1", "2025-02-30", "2025", "", "2025-Q1 ", "2025-Q-1"] {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
    let quarter = Period::Quarter(2025, 1);
    assert!(!quarter.is_over(14, date(2025, 4, 14)) && quarter.is_over(14, date(2025, 4, 15)));
}

/// The counts of a publication as a table again; what is missing is zero, sums that are not told are unknown.
fn table_of(figures: &[PublishedFigure], figure: &str) -> Published {
    let of: Vec<_> = figures.iter().filter(|one| one.figure == figure).collect();
    let names = |pick: fn(&PublishedFigure) -> &String| {
        let all: std::collections::BTreeSet<String> = of.iter().map(|one| pick(one).clone()).collect();
        all.into_iter().filter(|name| name != ALL_SERVICES).collect::<Vec<String>>()
    };
    let (rows, columns) = (names(|one| &one.service), names(|one| &one.detail));
    let places = by_place(figures);
    let value = |row: &str, column: &str| places.get(&(row, figure, column)).copied().unwrap_or(Some(0));
    Published {
        cells: rows.iter().map(|row| columns.iter().map(|column| value(row, column)).collect()).collect(),
        row_totals: vec![None; rows.len()],
        column_totals: columns.iter().map(|column| value(ALL_SERVICES, column)).collect(),
        total: None,
        rows,
        columns,
    }
}

#[test]
fn nothing_that_is_published_together_tells_what_is_hidden() {
    let mut chance = Chance::new(23);
    let mut hidden = 0;
    for round in 0..40 {
        let mut gathered = Gathered::default();
        let statuses: Vec<_> = nomenclature().statuses().iter().filter(|status| status.phase.is_some()).collect();
        let (height, width) = (1 + chance.below(10), 1 + chance.below(12));
        for service in 0..height {
            for status in &statuses[..width] {
                let count = if chance.below(2) == 0 { chance.below(7) } else { chance.below(80) } as u64;
                if count > 0 {
                    gathered.count(&format!("{}", 2_000 + service), &status.code, count);
                }
            }
        }
        let figures = gathered.publish(true);
        let table = table_of(&figures, "status");
        let cells = table.rows.len() * table.columns.len();
        let is_told = |at: &usize| *at < cells || (cells + table.rows.len()..cells + table.rows.len() + table.columns.len()).contains(at);
        let found: Vec<usize> = solved(&table).into_iter().filter(is_told).collect();
        assert_eq!(found, [0; 0], "round {round}: {table:?}");
        hidden += figures.iter().filter(|figure| figure.value.is_none()).count();
        // A figure with a name of its own tells no more than the status it counts.
        let places = by_place(&figures);
        for figure in figures.iter().filter(|figure| figure.figure == "extensions") {
            assert_eq!(figure.value, places[&(figure.service.as_str(), "status", "term.extended")]);
        }
    }
    assert!(hidden > 200, "{hidden}");
}

#[test]
fn many_services_become_one_row() {
    let mut gathered = Gathered::default();
    let statuses: Vec<_> = nomenclature().statuses().iter().filter(|status| status.phase.is_some()).collect();
    for service in 0..300u64 {
        for status in &statuses {
            gathered.count(&service.to_string(), &status.code, 10 + service);
        }
    }
    let figures = gathered.publish(true);
    let others = figures.iter().find(|figure| figure.service == OTHER_SERVICES && figure.figure == "status").unwrap();
    let own = figures.iter().filter(|figure| figure.figure == "status" && figure.detail == others.detail).count() as u64 - 2;
    assert!(own > 100 && own < 300, "{own}");
    assert_eq!(others.value, Some((0..300 - own).map(|service| 10 + service).sum()));
    let total = figures.iter().find(|figure| figure.service == ALL_SERVICES && figure.detail == others.detail).unwrap();
    assert_eq!(total.value, Some((0..300).map(|service| 10 + service).sum()));
}

fn lines(chance: &mut Chance, count: usize) -> Vec<Line> {
    let line = |chance: &mut Chance, number: usize| Line {
        period: Some("2025-Q1".to_owned()),
        administration: (chance.below(4) > 0).then(|| format!("{:09}", chance.below(999_999_999))),
        service: (chance.below(3) > 0).then(|| format!("ОБА3.{number}")),
        figure: "status".to_owned(),
        detail: (chance.below(5) > 0).then(|| "term.extended".to_owned()),
        value: (chance.below(3) > 0).then(|| chance.below(1_000_000) as i64),
        hidden: chance.below(3) as i64,
    };
    (0..count).map(|number| line(chance, number)).collect()
}

fn text(field: &Field) -> Option<String> {
    match field {
        Field::Str(text) => Some(text.clone()),
        Field::Null => None,
        other => panic!("{other:?}"),
    }
}

fn number(field: &Field) -> Option<i64> {
    match field {
        Field::Long(number) => Some(*number),
        Field::Null => None,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_three_forms_say_the_same() {
    let lines = lines(&mut Chance::new(24), 1_000);
    let publisher = Publisher::Administration("999999995".parse().unwrap());
    let now_ms = 1_744_000_000_000;
    let mut files = Files::new(&publisher, QUARTER, now_ms).unwrap();
    lines.chunks(300).for_each(|piece| files.add(piece).unwrap());
    let files = files.finish().unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let stem = "services-999999995-2025-Q1";
    assert_eq!(names, ["csv", "json", "parquet", "datapackage.json"].map(|ending| format!("{stem}.{ending}")));

    let mut csv = csv::Reader::from_reader(&files[0].bytes[..]);
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let from_csv: Vec<Line> = csv
        .records()
        .map(|record| {
            let record = record.unwrap();
            let [period, administration, service, detail] = [0, 1, 2, 4].map(|at| some(&record[at]));
            let (figure, value, hidden) = (record[3].to_owned(), record[5].parse().ok(), record[6].parse().unwrap());
            Line { period, administration, service, figure, detail, value, hidden }
        })
        .collect();
    assert_eq!(from_csv, lines);

    let json: serde_json::Value = serde_json::from_slice(&files[1].bytes).unwrap();
    assert_eq!(json["rows"], serde_json::to_value(&lines).unwrap());
    assert_eq!((&json["period"], &json["until"]), (&"2025-Q1".into(), &"2025-03-31".into()));

    let parquet = SerializedFileReader::new(bytes::Bytes::from(files[2].bytes.clone())).unwrap();
    assert_eq!(parquet.metadata().num_row_groups(), 4);
    let description = parquet.metadata().file_metadata().key_value_metadata().unwrap()[0].value.clone().unwrap();
    let about = About { publisher: &publisher, period: QUARTER, now_ms };
    assert_eq!(serde_json::from_str::<serde_json::Value>(&description).unwrap(), explained(Some(about)));
    let from_parquet: Vec<Line> = parquet
        .get_row_iter(None)
        .unwrap()
        .map(|row| {
            let fields: Vec<Field> = row.unwrap().into_columns().into_iter().map(|(_, field)| field).collect();
            let [period, administration, service, figure, detail] = [0, 1, 2, 3, 4].map(|at| text(&fields[at]));
            let (value, hidden) = (number(&fields[5]), number(&fields[6]).unwrap());
            Line { period, administration, service, figure: figure.unwrap(), detail, value, hidden }
        })
        .collect();
    assert_eq!(from_parquet, lines);

    let package: serde_json::Value = serde_json::from_slice(&files[3].bytes).unwrap();
    assert_eq!((&package["rowCount"], package["resources"].as_array().unwrap().len()), (&1_000.into(), 3));
    assert_eq!(package["resources"][2]["bytes"], files[2].bytes.len());
    let headers = csv::Reader::from_reader(&files[0].bytes[..]).headers().unwrap().clone();
    let fields: Vec<&str> =
        package["resources"][0]["schema"]["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(headers.iter().collect::<Vec<_>>(), fields);
    assert_eq!(package["definitions"].as_array().unwrap().len(), definitions().len());
    assert!(package["columns"].as_array().unwrap().iter().all(|column| column["bg"].is_string() && column["en"].is_string()));
}

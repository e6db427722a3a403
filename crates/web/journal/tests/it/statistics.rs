//! Published statistics over HTTP: equal to a naive recount where they are shown, the same in every form, and nothing exact for strangers.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Method;
use ejournal::journal::{self as role, Caller, Gathering};
use ejournal::publication::{self, FIGURES_MAX, Files, NewFile, Publisher};
use ejournal::statistics::{Gathered, Period};
use jiff::SignedDuration;
use kernel::calendar::Calendar;
use kernel::clock::Clock;
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::{Value as Json, json};

use crate::kit::{AIS, AUTHORITY, OPERATOR, OTHER_EIK, OWN_EIK, ParseEik, RIVAL, World, at, event_of, later, refusal, sample};

const QUARTER: Period = Period::Quarter(2025, 1);

/// Whether a service of chance has a property, repeatably.
fn chance(service: usize, what: usize, of: usize) -> bool {
    (service.wrapping_mul(2_654_435_761).wrapping_add(what.wrapping_mul(40_503)) / 7).is_multiple_of(of)
}

/// Reports services of two administrations, some of them corrected, and answers what a naive count finds: administration, service, status.
fn population(world: &World, count: usize) -> BTreeMap<(String, String, String), i64> {
    let mut naive: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    let mut sourceseq = 0;
    let mut batch = Vec::new();
    for number in 0..count {
        let administration = if chance(number, 1, 3) { OTHER_EIK } else { OWN_EIK };
        let service = ["2079", "2080", "ОБА3.44", "2104"][(number / 3) % 4];
        let channel = if chance(number, 2, 4) { "desk" } else { "portal" };
        let mut statuses = vec!["intake.registered", "term.set"];
        statuses.extend(chance(number, 3, 9).then_some("term.extended"));
        statuses.extend(chance(number, 4, 40).then_some("term.suspended"));
        statuses.push(if chance(number, 5, 7) { "decision.refused" } else { "decision.granted" });
        statuses.push("delivery.desk");
        statuses.extend((!chance(number, 6, 4)).then_some("case.closed"));
        let subject = format!("FIGURE-{number}");
        let mut events: Vec<Json> = (1..)
            .zip(&statuses)
            .map(|(rnuseq, status)| event_of(AIS, &subject, rnuseq, i64::from(rnuseq) * 20 + (number % 50) as i64, status))
            .collect();
        let is_corrected = chance(number, 7, 6);
        if is_corrected {
            let mut correction = event_of(AIS, &subject, events.len() as u32 + 1, 200, "term.set");
            correction["data"]["status"] = json!("journal.retracted");
            correction["data"].as_object_mut().unwrap().remove("due");
            correction["data"]["reason"] = json!("extend.complex");
            correction["data"]["correctionOf"] = json!({ "source": AIS, "id": events[1]["id"] });
            events.push(correction);
        }
        for (place, mut event) in events.into_iter().enumerate() {
            sourceseq += 1;
            event["sourceseq"] = json!(sourceseq);
            event["data"]["administration"]["eik"] = json!(administration);
            event["data"]["service"] = json!({ "number": service, "channel": channel, "mode": "normal" });
            if place < statuses.len() && !(is_corrected && place == 1) {
                let key = (administration.to_owned(), service.to_owned(), statuses[place].to_owned());
                *naive.entry(key).or_default() += 1;
            }
            batch.push(event);
        }
    }
    for piece in batch.chunks(500) {
        let results = world.batch(piece);
        assert!(results.as_array().unwrap().iter().all(|one| one["result"] == "new"), "{results}");
    }
    naive
}

/// Publishes what is due, as the worker of the node does.
fn publish(world: &World) -> Vec<Period> {
    let mut published = Vec::new();
    world.operate(role::daily_decide);
    let ctx = world.ctx(Caller::Operator);
    let nomenclature = ejournal::Nomenclature::shipped();
    while let Some(period) = world.store.read_blocking(|tx| role::publication_due(tx, &ctx)).unwrap() {
        assert!(world.store.write_blocking(move |tx| publication::begin(tx, &Publisher::Journal, period)).unwrap());
        let daily = world.store.read_blocking(|tx| role::daily(tx, &ctx, period)).unwrap();
        let (mut all, is_day) = (Gathered::default(), matches!(period, Period::Day(_)));
        for administration in world.store.read_blocking(|tx| role::administrations(tx, &ctx)).unwrap() {
            let mut gathering = Gathering::new(administration.clone(), period);
            world.store.read_blocking(|tx| gathering.counts(tx, &ctx)).unwrap();
            let mut figures = Vec::new();
            if is_day && daily.contains(&administration) {
                gathering.finish().publish_counts(&mut figures);
            } else if !is_day {
                while world.store.read_blocking(|tx| gathering.services(tx, &ctx, nomenclature, &Calendar::default())).unwrap() {}
                let gathered = gathering.finish();
                all.merge(&gathered);
                figures = gathered.publish(!daily.contains(&administration));
            }
            for piece in figures.chunks(FIGURES_MAX) {
                let (administration, piece) = (administration.clone(), piece.to_vec());
                let add = move |tx: &mut store::Tx<'_>| publication::add(tx, &Publisher::Journal, period, Some(&administration), &piece);
                world.store.write_blocking(add).unwrap();
            }
        }
        let figures = all.publish(false);
        world.store.write_blocking(move |tx| publication::add(tx, &Publisher::Journal, period, None, &figures)).unwrap();
        finish(world, period);
        published.push(period);
    }
    published
}

fn finish(world: &World, period: Period) {
    let now_ms = world.clock.now().as_millisecond();
    let mut files = Files::new(&Publisher::Journal, period, now_ms).unwrap();
    let lines = world.store.read_blocking(|tx| publication::lines_of(tx, &Publisher::Journal, period, None)).unwrap();
    files.add(&lines).unwrap();
    let place = |content: publication::Content| NewFile {
        blob: world.store.blob_put_blocking(content.bytes, now_ms).unwrap(),
        name: content.name,
        media_type: content.media_type,
    };
    let placed: Vec<NewFile> = files.finish().unwrap().into_iter().map(place).collect();
    world.store.write_blocking(move |tx| publication::finish(tx, &Publisher::Journal, period, &placed, now_ms)).unwrap();
}

fn rows(world: &World, question: &str) -> Vec<Json> {
    world.get(&format!("/statistics{question}"), "").expect(200).json()["rows"].as_array().unwrap().clone()
}

fn published() -> (World, BTreeMap<(String, String, String), i64>) {
    let world = World::new();
    let naive = population(&world, 420);
    world.clock.set(at("2025-04-14T12:00:00Z"));
    assert_eq!(publish(&world), [], "two weeks are not over");
    world.clock.set(at("2025-04-15T12:00:00Z"));
    assert_eq!(publish(&world), [QUARTER]);
    (world, naive)
}

#[test]
fn published_numbers_equal_a_naive_recount_over_services_administrations_and_corrections() {
    let (world, naive) = published();
    let told: BTreeMap<(String, String, String), Option<i64>> = rows(&world, "?figure=status")
        .iter()
        .map(|row| {
            let of = |name: &str| row[name].as_str().unwrap().to_owned();
            assert_eq!(row["hidden"], i64::from(row["value"].is_null()));
            ((of("administration"), of("service"), of("detail")), row["value"].as_i64())
        })
        .collect();
    assert!(told.keys().eq(naive.keys()), "{told:?}");
    assert!(told.iter().all(|(place, value)| value.is_none_or(|value| value == naive[place] && value >= 5)));
    assert!(told.values().flatten().count() > 20 && told.values().any(Option::is_none));
    // The rows of the figures, which came event by event, and the states, read in pages, agree.
    let ctx = world.ctx(Caller::Operator);
    for eik in [OWN_EIK, OTHER_EIK] {
        let mut gathering = Gathering::new(eik.parse_eik(), QUARTER);
        let nomenclature = ejournal::Nomenclature::shipped();
        let mut pages = 1;
        while world.store.read_blocking(|tx| gathering.services(tx, &ctx, nomenclature, &Calendar::default())).unwrap() {
            pages += 1;
        }
        assert_eq!(pages, if eik == OWN_EIK { 2 } else { 1 }, "{eik}: a large administration is read in pages");
        let shares = gathering.finish().publish(false);
        let electronic = shares.iter().find(|figure| figure.figure == "electronic" && figure.service.is_empty()).unwrap();
        let row = rows(&world, &format!("?figure=electronic&administration={eik}&group=period,administration"));
        assert_eq!(row[0]["value"].as_u64(), electronic.value);
        assert!(electronic.value.is_some_and(|percent| (60..90).contains(&percent)), "{electronic:?}");
        // Each came through the portal or at the desk, so the share of the portal is the electronic one.
        let asked = |figure: &str| rows(&world, &format!("?figure={figure}&administration={eik}&group=period,administration"));
        let channels: BTreeMap<String, i64> =
            asked("channels").iter().map(|row| (row["detail"].as_str().unwrap().to_owned(), row["value"].as_i64().unwrap())).collect();
        assert!(channels.keys().eq(["desk", "portal"]), "{channels:?}");
        assert_eq!(channels["portal"], row[0]["value"].as_i64().unwrap());
        assert!((99..=101).contains(&channels.values().sum::<i64>()));
        let modes = asked("modes");
        assert_eq!((modes.len(), &modes[0]["detail"], &modes[0]["value"]), (1, &json!("normal"), &json!(100)));
    }
    let delays = rows(&world, "?figure=reporting_delay&group=period");
    let seconds: Vec<i64> = delays.iter().map(|row| row["value"].as_i64().unwrap()).collect();
    assert_eq!(delays.iter().map(|row| row["detail"].as_str().unwrap()).collect::<Vec<_>>(), ["median_seconds", "p95_seconds"]);
    let mut naive = world.store.read_blocking(naive_delays).unwrap();
    naive.sort_unstable();
    assert_eq!(seconds, [50, 95].map(|percent| naive[(naive.len() * percent).div_ceil(100) - 1]));
}

/// Seconds from each fact of the quarter to its arrival, read from the rows of the events.
fn naive_delays(tx: &store::Tx<'_>) -> store::Result<Vec<i64>> {
    let from = kernel::clock::sofia_instant(QUARTER.first().at(0, 0, 0, 0));
    let between = store::params![from.as_millisecond(), QUARTER.end().as_millisecond()];
    let facts = "SELECT occurred, received FROM journal_event WHERE occurred >= $1 AND occurred < $2";
    tx.query(facts, &between, |row| Ok((row.get::<i64>(1)? - row.get::<i64>(0)?).max(0) / 1_000))
}

#[test]
fn an_answer_tells_no_more_than_the_published_numbers() {
    let (world, _) = published();
    let all = rows(&world, "");
    // Sums over services are published as they are; over the rest they are made of what is shown.
    for group in ["service", "period,service", "administration,service"] {
        let by: BTreeSet<&str> = group.split(',').collect();
        let mut sums: BTreeMap<Vec<String>, (Option<i64>, i64)> = BTreeMap::new();
        for row in all.iter().filter(|row| row["figure"] == "status") {
            let place =
                ["period", "administration", "service"].map(|name| if by.contains(name) { row[name].to_string() } else { String::new() });
            let sum = sums.entry(place.into_iter().chain([row["detail"].to_string()]).collect()).or_default();
            sum.0 = row["value"].as_i64().map_or(sum.0, |value| Some(sum.0.unwrap_or(0) + value));
            sum.1 += row["hidden"].as_i64().unwrap();
        }
        let answered = rows(&world, &format!("?group={group}&figure=status"));
        assert_eq!(answered.len(), sums.len(), "{group}");
        for row in &answered {
            let text = |name: &str| if by.contains(name) { row[name].to_string() } else { String::new() };
            let place = vec![text("period"), text("administration"), text("service"), row["detail"].to_string()];
            assert_eq!((row["value"].as_i64(), row["hidden"].as_i64().unwrap()), sums[&place], "{group}: {row}");
        }
    }
    // Shares and times are never added up; over all administrations they are those of all together.
    let together = rows(&world, "?group=period&figure=within_term");
    assert_eq!(together.len(), 1, "{together:?}");
    assert!(together[0]["administration"].is_null() && together[0]["value"].is_i64(), "{together:?}");
    assert_eq!(rows(&world, "?group=administration&figure=within_term"), [] as [Json; 0]);
}

#[test]
fn the_forms_of_an_answer_and_the_files_agree() {
    let (world, _) = published();
    let question = "/statistics?group=period,administration";
    let json = world.get(question, "").expect(200).json();
    assert!(json["definitions"].as_array().unwrap().iter().all(|one| one["bg"].is_string() && one["en"].is_string()));
    let csv = world.call(Method::GET, question, "", &[("accept", "text/csv")], Body::empty()).expect(200);
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert!(csv.headers["link"].to_str().unwrap().contains("describedby"));
    assert_eq!(String::from_utf8(csv.bytes).unwrap().lines().count(), json["rows"].as_array().unwrap().len() + 1);
    let parquet = world.get(&format!("{question}&format=parquet"), "").expect(200);
    let parquet = SerializedFileReader::new(axum::body::Bytes::from(parquet.bytes)).unwrap();
    assert_eq!(parquet.metadata().file_metadata().num_rows() as usize, json["rows"].as_array().unwrap().len());

    let list = world.get("/open-data", "").expect(200).json();
    let periods = list["periods"].as_array().unwrap();
    assert_eq!((periods.len(), &periods[0]["period"], &list["next"]), (1, &json!("2025-Q1"), &Json::Null));
    let files = periods[0]["files"].as_array().unwrap();
    assert_eq!(files.len(), 4);
    let mut whole = Vec::new();
    for file in files {
        let path = file["href"].as_str().unwrap().strip_prefix("/ejournal/v1").unwrap();
        let answer = world.get(path, "").expect(200);
        assert_eq!(answer.bytes.len() as i64, file["size"].as_i64().unwrap());
        let etag = answer.headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(etag, format!("\"{}\"", file["sha256"].as_str().unwrap()));
        assert_eq!(world.call(Method::GET, path, "", &[("if-none-match", &etag)], Body::empty()).status, 304);
        whole.push(answer.bytes);
    }
    let of_file: Json = serde_json::from_slice(&whole[2]).unwrap();
    let lines = of_file["rows"].as_array().unwrap().len();
    assert_eq!(String::from_utf8_lossy(&whole[0]).lines().count(), lines + 1);
    let reader = SerializedFileReader::new(axum::body::Bytes::from(whole[3].clone())).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows() as usize, lines);
    assert_eq!(refusal(&world.get("/open-data/services-2024-Q1.csv", "")).0, 404);
    assert_eq!(refusal(&world.get("/open-data/..%2f..%2fsecret.key", "")).0, 404);
    world.get("/statistics/definitions", "").expect(200);
}

#[test]
fn a_published_period_does_not_change_and_an_interrupted_one_begins_anew() {
    let (world, _) = published();
    let before = rows(&world, "");
    // What comes late is not in it.
    let mut late = event_of(AIS, "FIGURE-late", 1, 1, "intake.registered");
    late["sourceseq"] = json!(9_999);
    world.report(&late).expect(201);
    assert_eq!(publish(&world), []);
    assert_eq!(rows(&world, ""), before);
    let again = world.store.write_blocking(|tx| publication::begin(tx, &Publisher::Journal, QUARTER)).unwrap();
    assert!(!again, "nothing is begun that everybody can see");

    let world = World::new();
    population(&world, 30);
    world.clock.set(at("2025-04-15T12:00:00Z"));
    let mut gathered = Gathered::default();
    gathered.count("9999", &"intake.registered".parse().unwrap(), 77);
    let left = gathered.publish(true);
    let begun = move |tx: &mut store::Tx<'_>| -> store::Result<()> {
        publication::begin(tx, &Publisher::Journal, QUARTER)?;
        publication::add(tx, &Publisher::Journal, QUARTER, Some(&OWN_EIK.parse_eik()), &left)
    };
    world.store.write_blocking(begun).unwrap();
    assert_eq!(rows(&world, ""), [] as [Json; 0], "nobody sees what is not whole");
    assert_eq!(world.get("/open-data", "").expect(200).json()["periods"], json!([]));
    assert_eq!(publish(&world), [QUARTER]);
    assert!(rows(&world, "").iter().all(|row| row["service"] != "9999"));
}

#[test]
fn large_administrations_are_published_day_by_day_and_then_only_so() {
    let world = World::new();
    population(&world, 200);
    // As if the quarter before had been a large one.
    let large = |tx: &mut store::Tx<'_>| {
        let sql = "INSERT INTO journal_cube (on_date, administration, service, channel, mode, status, count)
            VALUES ('2024-11-04', $1, '2079', '', '', 'intake.registered', 30000)";
        tx.execute(sql, &[store::Value::from(OWN_EIK.parse::<i64>().unwrap())])
    };
    world.store.write_blocking(large).unwrap();
    world.clock.set(at("2025-04-20T12:00:00Z"));
    let periods = publish(&world);
    assert_eq!(periods.iter().filter(|period| matches!(period, Period::Day(_))).count(), 90, "{periods:?}");
    assert!(periods.contains(&Period::Quarter(2024, 4)) && periods.contains(&QUARTER));
    let day = rows(&world, "?from=2025-03-18&until=2025-03-18&figure=status");
    assert!(!day.is_empty() && day.iter().all(|row| row["administration"] == OWN_EIK && row["period"] == "2025-03-18"), "{day:?}");
    let quarter = rows(&world, "?from=2025-01-01&until=2025-03-31&figure=status&group=administration,period,service");
    let in_quarter: BTreeSet<&str> =
        quarter.iter().filter(|row| row["period"] == "2025-Q1").map(|row| row["administration"].as_str().unwrap()).collect();
    assert_eq!(in_quarter, BTreeSet::from([OTHER_EIK]), "one administration has one grain");
    assert!(rows(&world, "?figure=within_term&group=period,administration").iter().any(|row| row["administration"] == OWN_EIK));
}

#[test]
fn exact_figures_are_for_the_operator_alone() {
    let (world, naive) = published();
    let question = "/statistics?exact=true&from=2025-03-10&until=2025-03-31";
    for caller in ["", RIVAL, AUTHORITY, crate::kit::TOWN] {
        assert_eq!(refusal(&world.get(question, caller)).0, 403, "{caller}");
        assert_eq!(refusal(&world.get("/statistics?exact=true&from=2001-01-01&until=2025-03-31", caller)).0, 403, "{caller}");
    }
    let figures = world.get(question, OPERATOR).expect(200).json()["figures"].clone();
    let total: i64 = figures.as_array().unwrap().iter().map(|figure| figure["count"].as_i64().unwrap()).sum();
    assert_eq!(total, naive.values().sum::<i64>());
    assert_eq!(world.count("SELECT COUNT(*) FROM journal_access WHERE inquiry = 'statistics'"), 1);
    assert_eq!(refusal(&world.get("/statistics?exact=true&from=2025-01-01&until=2025-03-31", OPERATOR)).0, 413);
    assert_eq!(refusal(&world.get("/statistics?exact=true", OPERATOR)).0, 400);
    for (wrong, pointer) in [("group=colour", "/group"), ("administration=12", "/administration"), ("format=xml", "/format")] {
        let (status, code, at) = refusal(&world.get(&format!("/statistics?{wrong}"), ""));
        assert_eq!((status, code.as_str(), at.as_str()), (400, "schema", pointer));
    }
}

#[test]
fn the_sample_service_is_hidden_because_it_is_alone() {
    let Some(events) = sample("complete-service.json") else { return };
    let world = World::new();
    events.as_array().unwrap().iter().for_each(|event| drop(world.report(event).expect(201)));
    world.clock.set(later() + SignedDuration::from_hours(24 * 60));
    assert_eq!(publish(&world), [QUARTER]);
    let all = rows(&world, "?group=period,administration");
    assert!(all.len() > 10);
    for row in &all {
        // A single service: no count, no time; no share can say more than that there was one.
        assert!(row["value"].is_null(), "{row}");
    }
}

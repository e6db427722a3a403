//! The state that a set of events tells, whatever the order of their arrival.

use std::collections::BTreeSet;

use ejournal::Flag;
use ejournal::duty::{Minimum, minimum, minimum_share, term};
use ejournal::event::Event;
use ejournal::nomenclature::{MinimumPart, Phase};
use ejournal::state::Standing;
use jiff::civil::date;
use serde_json::{Value as Json, json};

use crate::kit::{
    AIS, Chance, FORMS, OTHER_EIK, OWN_EIK, PAYMENTS, Store, at, complete_service, nomenclature, read, report, report_at, sample, source,
};

fn phases(statuses: &[&str]) -> Vec<&'static str> {
    (1..=statuses.len()).map(|length| Store::of_statuses(&statuses[..length]).state().phase.map_or("(none)", Phase::name)).collect()
}

fn check(statuses: &str, expected: &str) {
    let statuses: Vec<&str> = statuses.split_whitespace().collect();
    assert_eq!(phases(&statuses).join(" "), expected, "{statuses:?}");
}

#[test]
fn the_complete_service_tells_its_whole_state() {
    let Some(events) = complete_service() else { return };
    let store = Store::of(events);
    let state = store.state();
    assert_eq!(state.phase, Some(Phase::Closed));
    assert_eq!(state.status.map(ToString::to_string).as_deref(), Some("case.closed"));
    assert_eq!(state.payment.map(|payment| payment.status.to_string()).as_deref(), Some("payment.paid"));
    assert_eq!(state.transport, None);
    assert_eq!(state.administration.map(ToString::to_string).as_deref(), Some(OWN_EIK));
    assert_eq!(state.due, Some(date(2025, 3, 21)));
    assert_eq!(state.flags, BTreeSet::new());
    let public: Vec<&str> = state.public_lines().map(|line| line.event.data.status.as_str()).collect();
    assert_eq!(
        public.join(" "),
        "form.signed form.submitted payment.registered payment.paid intake.registered term.set work.data.requested decision.signed \
         decision.granted result.sent delivery.opened case.closed"
    );
    assert_eq!(minimum(&state, nomenclature()), Minimum::Due { missing: BTreeSet::new() });
    let verdict = term(&state, at("2030-01-01T00:00:00Z")).unwrap();
    assert!(!verdict.breached && !verdict.differs());
}

#[test]
fn the_main_line_goes_forward_and_back_by_the_listed_moves_only() {
    check("form.started form.submitted intake.registered work.started", "request request intake work");
    check("intake.registered deficiency.notified work.assigned deficiency.answered", "intake deficiency deficiency work");
    check("intake.registered deficiency.notified work.data.received deficiency.expired", "intake deficiency deficiency deficiency");
    check("intake.registered work.started term.suspended work.data.received term.resumed", "intake work suspended suspended work");
    check("intake.registered decision.drafted work.assigned term.extended decision.signed", "intake decision decision decision decision");
    check("intake.registered decision.tacit-refusal decision.drafted decision.granted", "intake result decision result");
    check("intake.registered decision.refused decision.drafted", "intake result result");
    check("intake.registered decision.granted appeal.filed delivery.opened appeal.decided", "intake result appeal appeal delivery");
    check("intake.registered case.closed appeal.filed appeal.forwarded appeal.decided", "intake closed appeal appeal closed");
    check("intake.registered case.closed case.archived case.reopened work.started", "intake closed archived work work");
    check("intake.registered case.closed delivery.opened case.archived case.destroyed", "intake closed closed archived archived");
    check("payment.requested transport.sent intake.received payment.paid", "(none) (none) intake intake");
    check("intake.registered journal.retracted", "intake intake");
}

#[test]
fn impossible_sequences_are_marked_and_accepted() {
    let marked = |statuses: &[&str]| {
        let store = Store::of_statuses(statuses);
        let state = store.state();
        let marks = state.lines.iter().filter(|line| line.flags.contains(&Flag::OrderAnomaly));
        marks.map(|line| line.event.rnuseq).collect::<Vec<_>>()
    };
    assert_eq!(marked(&["decision.signed", "intake.registered"]), [1, 2]);
    assert_eq!(marked(&["link.opened", "payment.paid", "intake.registered", "work.started"]), [0; 0]);
    assert_eq!(marked(&["intake.registered", "deficiency.answered"]), [2]);
    assert_eq!(marked(&["intake.registered", "term.resumed"]), [2]);
    assert_eq!(marked(&["intake.registered", "appeal.decided"]), [2]);
    assert_eq!(marked(&["intake.registered", "case.reopened"]), [2]);
    assert_eq!(marked(&["intake.registered", "decision.granted", "decision.drafted"]), [3]);
    assert_eq!(marked(&["intake.registered", "decision.tacit-refusal", "decision.drafted", "decision.granted"]), [0; 0]);
    assert_eq!(marked(&["intake.registered", "case.closed", "delivery.opened"]), [0; 0]);
}

#[test]
fn a_passed_term_is_reckoned_beside_what_is_reported() {
    let flags = |events: &[(&str, &str)]| {
        let event = |(place, (time, status)): (usize, &(&str, &str))| {
            let mut event = report_at(AIS, place as u32 + 1, 0, status);
            event["time"] = json!(time);
            read(&event)
        };
        let store = Store::of(events.iter().enumerate().map(event).collect());
        let state = store.state();
        let unreported = [23, 22].map(|day| state.is_breach_unreported(date(2025, 3, day)));
        (state.flags.contains(&Flag::BreachUnfounded), unreported)
    };
    // The term ends on 21 March; on the 22nd there is still time to say so.
    let (begun, set) = (("2025-03-14T08:00:00Z", "intake.registered"), ("2025-03-14T09:00:00Z", "term.set"));
    assert_eq!(flags(&[begun, set]), (false, [true, false]));
    assert_eq!(flags(&[begun, set, ("2025-03-21T22:00:00Z", "term.breached")]), (false, [false, false]), "in Sofia it is the 22nd");
    assert_eq!(flags(&[begun, set, ("2025-03-21T21:59:00Z", "term.breached")]), (true, [false, false]), "in Sofia it is the 21st");
    assert_eq!(flags(&[begun, ("2025-03-24T09:00:00Z", "term.breached")]), (true, [false, false]), "no term was set");
    assert_eq!(flags(&[begun, set, ("2025-03-21T12:00:00Z", "decision.granted")]), (false, [false, false]));
    assert_eq!(flags(&[begun, set, ("2025-03-22T12:00:00Z", "decision.granted")]), (false, [true, true]), "late, and nobody said so");
    assert_eq!(flags(&[begun, set, ("2025-03-20T12:00:00Z", "term.suspended")]), (false, [false, false]));
    assert_eq!(flags(&[begun, set, ("2025-03-20T12:00:00Z", "deficiency.notified")]), (false, [false, false]));
}

/// Every order of the numbers below `n`.
fn permutations(n: usize) -> Vec<Vec<usize>> {
    match n {
        0 => vec![vec![]],
        _ => {
            let shorter = permutations(n - 1);
            shorter.iter().flat_map(|p| (0..n).map(move |at| [&p[..at], &[n - 1], &p[at..]].concat())).collect()
        }
    }
}

/// The state is the same for every order of arrival that is tried.
fn same_for(events: &[Event], orders: impl Iterator<Item = Vec<usize>>) {
    let released = BTreeSet::from([source(AIS), source(FORMS)]);
    let whole = Store { events: events.to_vec(), released, ..Store::default() };
    let expected = whole.state();
    for order in orders {
        let events: Vec<Event> = order.iter().map(|at| events[*at].clone()).collect();
        let store = Store { events, released: whole.released.clone(), ..Store::default() };
        assert_eq!(store.state(), expected, "{order:?}");
    }
}

#[test]
fn every_arrival_of_small_sets_gives_one_state() {
    let mut corrected = report_at(AIS, 3, 8, "journal.corrected");
    corrected["data"]["correctionOf"]["id"] = report_at(AIS, 2, 4, "decision.refused")["id"].clone();
    let sets: [Vec<Json>; 4] = [
        // Two sources at the same instants, with a clock that goes back.
        vec![
            report_at(FORMS, 1, 5, "form.started"),
            report_at(FORMS, 2, 5, "form.submitted"),
            report_at(AIS, 1, 5, "intake.received"),
            report_at(AIS, 2, 3, "intake.registered"),
            report_at(AIS, 3, 5, "deficiency.notified"),
            report_at(PAYMENTS, 1, 5, "payment.paid"),
            report_at(PAYMENTS, 2, 4, "payment.refunded"),
        ],
        // A correction with its replacement.
        vec![
            report_at(AIS, 1, 1, "intake.registered"),
            report_at(AIS, 2, 4, "decision.refused"),
            corrected,
            report_at(AIS, 4, 9, "decision.granted"),
            report_at(AIS, 5, 9, "case.closed"),
            report_at(PAYMENTS, 1, 10, "payment.paid"),
        ],
        // Gaps, one of them released.
        vec![
            report_at(AIS, 1, 1, "intake.registered"),
            report_at(AIS, 3, 2, "work.started"),
            report_at(PAYMENTS, 2, 3, "payment.paid"),
            report_at(FORMS, 4, 4, "form.submitted"),
            report_at(AIS, 9, 5, "case.closed"),
            report_at(AIS, 11, 6, "work.stage"),
        ],
        // The end of one source against the other.
        vec![
            report_at(FORMS, 1, 5, "form.abandoned"),
            report_at(AIS, 1, 5, "intake.registered"),
            report_at(AIS, 2, 5, "applicant.withdrawn"),
            report_at(AIS, 3, 5, "appeal.filed"),
            report_at(FORMS, 2, 5, "form.started"),
        ],
    ];
    for set in sets {
        let events: Vec<Event> = set.iter().map(read).collect();
        same_for(&events, permutations(events.len()).into_iter());
    }
}

#[test]
fn random_arrivals_of_the_sixteen_events_give_one_state() {
    let Some(mut events) = complete_service() else { return };
    events.push(read(&sample("samples/ejournal/events/correction.json").unwrap()));
    let mut chance = Chance::new(4);
    let mut order: Vec<usize> = (0..events.len()).collect();
    same_for(
        &events,
        (0..3_000).map(move |_| {
            chance.shuffle(&mut order);
            order.clone()
        }),
    );
}

#[test]
fn a_source_keeps_its_own_order_whatever_its_clock_says() {
    let store = Store::of(vec![
        read(&report_at(AIS, 1, 10, "intake.registered")),
        read(&report_at(AIS, 2, 10, "deficiency.notified")),
        read(&report_at(AIS, 3, 2, "deficiency.answered")),
        read(&report_at(FORMS, 1, 5, "form.submitted")),
    ]);
    let state = store.state();
    let order: Vec<&str> = state.counted().map(|event| event.data.status.as_str()).collect();
    assert_eq!(order, ["form.submitted", "intake.registered", "deficiency.notified", "deficiency.answered"]);
    assert_eq!((state.phase, state.flags), (Some(Phase::Work), BTreeSet::new()));
}

#[test]
fn events_behind_a_young_gap_wait_and_count_when_it_is_void_or_old() {
    let mut store = Store::of(vec![read(&report(1, "intake.registered")), read(&report(3, "work.started"))]);
    let waiting = store.state();
    assert_eq!((waiting.phase, &waiting.flags), (Some(Phase::Intake), &BTreeSet::from([Flag::Gap])));
    assert_eq!(waiting.lines[1].standing, Standing::Waiting);
    store.released.insert(source(AIS));
    assert_eq!((store.state().phase, store.state().flags), (Some(Phase::Work), BTreeSet::from([Flag::Gap])));
    store.released.clear();
    store.voids.insert((source(AIS), 2));
    assert_eq!((store.state().phase, store.state().flags), (Some(Phase::Work), BTreeSet::new()));
}

fn correction(number: u32, status: &str, of: &Json) -> Json {
    let mut event = report(number, status);
    event["data"]["correctionOf"]["id"] = of["id"].clone();
    event["data"]["reason"] = json!("data-entry.wrong-status");
    event
}

#[test]
fn a_corrected_event_is_struck_out_and_replaced_in_its_place() {
    let refused = report(2, "decision.refused");
    let granted = report(5, "decision.granted");
    let events =
        [report(1, "intake.registered"), refused.clone(), report(3, "case.closed"), correction(4, "journal.corrected", &refused), granted];
    let mut store = Store::of(events.iter().map(read).collect());
    let state = store.state();
    let order: Vec<(&str, bool)> =
        state.lines.iter().map(|line| (line.event.data.status.as_str(), line.standing == Standing::Counts)).collect();
    let expected = [
        ("intake.registered", true),
        ("decision.refused", false),
        ("decision.granted", true),
        ("case.closed", true),
        ("journal.corrected", true),
    ];
    assert_eq!(order, expected);
    let Standing::Struck { by } = state.lines[1].standing else { panic!("not struck out") };
    assert_eq!(by.rnuseq, 4);
    assert_eq!(state.lines[2].replaces, Some(&state.lines[1].event.key));
    assert_eq!((state.phase, state.flags.clone()), (Some(Phase::Closed), BTreeSet::new()));

    // The correction itself is taken back: the first event stands again, and what was to replace it comes after the end.
    store.events.push(read(&correction(6, "journal.retracted", &events[3])));
    let state = store.state();
    let standing: Vec<bool> = state.lines.iter().map(|line| line.standing == Standing::Counts).collect();
    assert_eq!(standing, [true, true, true, false, false, true]);
    assert_eq!(state.flags, BTreeSet::from([Flag::AfterEnd]));
}

#[test]
fn a_correction_of_nothing_is_marked_and_circles_end() {
    let first = report(1, "intake.registered");
    let mut second = correction(2, "journal.retracted", &first);
    let third = correction(3, "journal.retracted", &second);
    second["data"]["correctionOf"]["id"] = third["id"].clone();
    let store = Store::of([first, second, third].iter().map(read).collect());
    let state = store.state();
    assert_eq!(state.phase, Some(Phase::Intake));
    assert_eq!(state.flags, BTreeSet::from([Flag::OrderAnomaly]));
}

#[test]
fn a_retracted_end_is_none() {
    let closed = report(2, "case.closed");
    let events = [report(1, "intake.registered"), closed.clone(), correction(3, "journal.retracted", &closed), report(4, "work.started")];
    let store = Store::of(events.iter().map(read).collect());
    let state = store.state();
    assert_eq!((state.phase, state.end, state.flags), (Some(Phase::Work), None, BTreeSet::new()));
}

#[test]
fn a_forwarded_service_begins_anew_at_the_next_administration() {
    let mut store = Store::of_statuses(&["intake.registered", "term.set", "intake.forwarded"]);
    let state = store.state();
    assert_eq!((state.phase, state.administration.map(ToString::to_string)), (Some(Phase::Closed), Some(OTHER_EIK.to_owned())));
    let Minimum::Due { missing } = minimum(&state, nomenclature()) else { panic!("ended") };
    assert_eq!(missing, BTreeSet::from([MinimumPart::Closing]));
    let mut received = report_at(FORMS, 1, 30, "intake.registered");
    received["data"]["administration"]["eik"] = json!(OTHER_EIK);
    store.events.push(read(&received));
    let state = store.state();
    assert_eq!((state.phase, state.due, state.end), (Some(Phase::Intake), None, None));
    assert_eq!(state.flags, BTreeSet::new());
}

#[test]
fn dates_stages_and_remedies() {
    let store = Store::of_statuses(&["intake.registered", "term.set", "work.stage", "deficiency.notified"]);
    let state = store.state();
    assert_eq!((state.due, state.remedy_due), (Some(date(2025, 3, 21)), Some(date(2025, 3, 21))));
    assert_eq!(state.stage.map(|stage| (stage.no, stage.of)), Some((3, 5)));
    let store = Store::of_statuses(&["intake.registered", "term.set", "deficiency.notified", "deficiency.answered", "term.suspended"]);
    assert_eq!((store.state().due, store.state().remedy_due), (None, None));
}

#[test]
fn the_term_is_computed_and_compared_with_what_is_reported() {
    let verdict = |statuses: &[&str], now: &str| {
        let store = Store::of_statuses(statuses);
        term(&store.state(), at(now)).map(|verdict| (verdict.breached, verdict.differs()))
    };
    let open = ["intake.registered", "term.set"];
    assert_eq!(verdict(&open[..1], "2030-01-01T00:00:00Z"), None);
    // The last day ends at midnight in Sofia.
    assert_eq!(verdict(&open, "2025-03-21T21:59:59Z"), Some((false, false)));
    assert_eq!(verdict(&open, "2025-03-21T22:00:00Z"), Some((true, true)));
    assert_eq!(verdict(&["intake.registered", "term.set", "term.breached"], "2025-03-25T00:00:00Z"), Some((true, false)));
    assert_eq!(verdict(&["intake.registered", "term.set", "decision.signed"], "2030-01-01T00:00:00Z"), Some((false, false)));
    assert_eq!(verdict(&["intake.registered", "term.set", "decision.tacit-refusal"], "2030-01-01T00:00:00Z"), Some((true, true)));
    assert_eq!(verdict(&["intake.registered", "term.set", "term.suspended"], "2030-01-01T00:00:00Z"), None);
}

#[test]
fn table_of_the_obligatory_minimum() {
    use MinimumPart::{Closing, Decision, Delivery, Term};
    for (statuses, missing) in [
        ("intake.registered term.set", None),
        ("form.started form.abandoned", None),
        ("intake.registered term.set decision.granted delivery.desk case.closed", Some(vec![])),
        ("intake.registered term.set decision.granted case.closed", Some(vec![Delivery])),
        ("intake.registered decision.tacit-refusal case.closed", Some(vec![Term])),
        ("intake.registered term.set applicant.withdrawn", Some(vec![Closing])),
        ("intake.registered term.set applicant.withdrawn case.closed", Some(vec![])),
        ("intake.rejected case.closed", Some(vec![])),
        ("intake.registered intake.forwarded case.closed", Some(vec![])),
        ("intake.registered case.closed", Some(vec![Term, Decision])),
    ] {
        let store = Store::of_statuses(&statuses.split(' ').collect::<Vec<_>>());
        let expected = missing.map_or(Minimum::NotDue, |missing| Minimum::Due { missing: missing.into_iter().collect() });
        assert_eq!(minimum(&store.state(), nomenclature()), expected, "{statuses}");
    }
    let due = |missing: &[MinimumPart]| Minimum::Due { missing: missing.iter().copied().collect() };
    let share = minimum_share(&[due(&[]), due(&[Term]), Minimum::NotDue, due(&[])]);
    assert_eq!((share.part, share.whole, share.per_mille()), (2, 3, Some(667)));
    assert_eq!(minimum_share(&[]).per_mille(), None);
}

//! The promise: a result of one page within 50 ms once warm (`DESIGN.md` §7), in an optimised build.

use std::time::Instant;

use documents::Language;

use crate::outcome::{certificate, facts, meta};
use crate::samples::{self, ENGINE};

#[test]
fn warm_documents_are_quick() {
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let outcome = |n: usize| {
        let mut facts = facts();
        facts.number = Some(format!("УД-{n}"));
        facts.applicant.name = format!("Примерна Примерова {n}");
        let start = Instant::now();
        let bytes = ENGINE.outcome(certificate(), &facts.data(), &meta()).unwrap();
        (start.elapsed().as_secs_f64() * 1e3, bytes.len())
    };
    let first = outcome(0).0;
    let times: Vec<(f64, usize)> = (1..=30).map(outcome).collect();
    let slips: Vec<f64> = (0..10)
        .map(|n| {
            let mut slip = samples::slip(Language::Bulgarian);
            slip.incoming_number = format!("0001-{n:06}-20.04.2026");
            let start = Instant::now();
            ENGINE.slip(&slip).unwrap();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let warm = median(times.iter().map(|(ms, _)| *ms).collect());
    println!("outcome: first {first:.1} ms, warm {warm:.1} ms, {} bytes; slip {:.1} ms", times[0].1, median(slips));
    let long = format!("{}\n\n#for n in range(1500) [Абзац #n с малко думи. \n\n]\n#signature-block(data)", certificate());
    let start = Instant::now();
    ENGINE.outcome(&long, &facts().data(), &meta()).unwrap();
    println!("1500 paragraphs: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    // A loaded machine may be many times slower than the promise; this only catches a lost cache.
    assert!(warm < 1_000.0, "{warm}");
}

#[test]
#[ignore = "measures the whole process; run it alone: cargo test -p documents --test it memory -- --ignored"]
fn memory_stays_bounded() {
    let resident = || -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().trim_end_matches(" kB").parse().ok()
    };
    let many = |from: usize, to: usize| {
        for n in from..to {
            let mut facts = facts();
            facts.application =
                serde_json::json!({"address": format!("гр. Примерна, ул. „{n}-а“ № {n}"), "purpose": format!("банка {n}").repeat(40)});
            ENGINE.outcome(certificate(), &facts.data(), &meta()).unwrap();
        }
    };
    many(0, 60);
    let Some(before) = resident() else { return };
    many(60, 260);
    let Some(after) = resident() else { return };
    println!("resident after 60 documents {} MB, after 260 {} MB", before / 1024, after / 1024);
    assert!(after < before + 60 * 1024, "{before} {after}");
}

#[test]
fn threads_share_the_engine() {
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    ENGINE.outcome(certificate(), &facts().data(), &meta()).unwrap();
                }
            });
        }
    });
}

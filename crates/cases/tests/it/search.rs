//! Cases by several words: the same as when all cases of each word are compared.

use std::collections::BTreeSet;

use cases::search::cases_with;
use kernel::ids::{AdministrationId, CaseId};
use kernel::random::{Random, SeededRandom};
use store::table::Insert;
use store::{Options, Store, params};

const HERE: AdministrationId = AdministrationId(1);
const ELSEWHERE: AdministrationId = AdministrationId(2);

/// An index of words, and for each its cases.
struct Index {
    store: Store,
    _folder: tempfile::TempDir,
}

impl Index {
    fn of(words: &[(&str, Vec<CaseId>)]) -> Index {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) }).unwrap();
        let of_word = |(word, cases): &(&str, Vec<CaseId>)| cases.iter().map(|case| params![HERE, *word, *case]).collect::<Vec<_>>();
        let mut rows: Vec<_> = words.iter().flat_map(of_word).collect();
        // Somebody else's cases are never among them.
        rows.extend(words.iter().map(|(word, _)| params![ELSEWHERE, *word, case(5)]));
        let insert = Insert::into_columns("case_term", &["administration_id", "term", "case_id"]);
        for rows in rows.chunks(5_000) {
            let (insert, rows) = (insert.clone(), rows.to_vec());
            store.write_blocking(move |tx| tx.insert_many(&insert, &rows)).unwrap();
        }
        Index { store, _folder: folder }
    }

    fn found(&self, words: &[&[&str]], most: usize) -> Vec<CaseId> {
        let words: Vec<Vec<String>> = words.iter().map(|terms| terms.iter().map(|&term| term.to_owned()).collect()).collect();
        self.store.read_blocking(|tx| cases_with(tx, HERE, &words, most)).unwrap()
    }
}

/// Case number so and so: a later one has a larger number.
fn case(number: u128) -> CaseId {
    format!("018f0000-0000-7000-8000-{number:012x}").parse().unwrap()
}

fn cases(numbers: impl IntoIterator<Item = u128>) -> Vec<CaseId> {
    numbers.into_iter().map(case).collect()
}

#[test]
fn cases_of_several_words_are_those_that_have_each() {
    let random = SeededRandom::new(11);
    let by_chance = |of: u8| {
        let mut chance = vec![0; 9_000];
        random.fill(&mut chance);
        cases((0..).zip(chance).filter(|(_, byte)| *byte < of).map(|(number, _)| number))
    };
    let words = [
        ("everywhere", cases(0..9_000)),
        ("often", by_chance(120)),
        ("sometimes", by_chance(30)),
        ("seldom", by_chance(2)),
        ("even", cases((0..9_000).step_by(2))),
        ("odd", cases((1..9_000).step_by(2))),
        ("early", cases(0..4_000)),
        ("late", cases(4_000..9_000)),
        ("early and last", cases((0..3_000).chain([8_999]))),
        ("once", cases([4_321])),
    ];
    let index = Index::of(&words);
    let of = |term: &str| -> BTreeSet<CaseId> {
        let named = words.iter().find(|(word, _)| *word == term);
        named.map(|(_, cases)| cases.iter().copied().collect()).unwrap_or_default()
    };
    let compared = |asked: &[&[&str]], most: usize| -> Vec<CaseId> {
        let of_word = |terms: &&[&str]| terms.iter().flat_map(|term| of(term)).collect::<BTreeSet<_>>();
        let all = asked.iter().map(of_word).reduce(|one, other| one.intersection(&other).copied().collect());
        all.unwrap_or_default().into_iter().rev().take(most).collect()
    };
    let alone: Vec<Vec<&str>> = words.iter().map(|(word, _)| vec![*word]).chain([vec!["unknown"], vec![]]).collect();
    let several = [vec!["seldom", "once"], vec!["sometimes", "early and last", "unknown"], vec!["odd", "even"]];
    let terms: Vec<&[&str]> = alone.iter().chain(&several).map(Vec::as_slice).collect();
    for one in &terms {
        assert_eq!(index.found(&[one], 50), compared(&[one], 50), "{one:?}");
        for other in &terms {
            for most in [1, 50, 5_000] {
                assert_eq!(index.found(&[one, other], most), compared(&[one, other], most), "{one:?} {other:?} {most}");
            }
            let third: &[&str] = &["often", "late"];
            assert_eq!(index.found(&[one, third, other], 50), compared(&[one, third, other], 50), "{one:?} {other:?}");
        }
    }
    assert_eq!(index.found(&[&["even"], &["odd"]], 50), []);
    assert_eq!(index.found(&[], 50), []);
    assert_eq!(index.found(&[&["once"], &["early and last", "late"]], 50), cases([4_321]));
}

//! One lived case as rows, and any number of copies of it under other names, numbers and days.
//!
//! The one rule: a copy has every row the original had, in every table, and its facts are chained like those of real work.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, uuid_v7};
use kernel::random::Random;
use kernel::search_text;
use store::history::{self, Event};
use store::routing::Class;
use store::table::{Insert, Table, tables};
use store::{Store, Tx, Value, params};
use uuid::Uuid;

/// LIMIT: cases written by one command, which is the whole of its commit.
const CASES_MAX: usize = 200;
/// Commands made ready while one is being written.
const READY: usize = 4;
/// Copies that are loaded have numbers from here on; those before serve comparisons.
const FIRST_NUMBER: usize = 1_000_000;
/// Seconds of a week.
const WEEK: i64 = 7 * 86_400;
/// Columns in which every case has a value of its own.
const UNIQUE: [&str; 7] =
    ["rnu", "uri", "incoming_number", "status_code_hash", "access_code_hash", "track_token_hash", "verification_hash"];
const FIRST: [&str; 12] =
    ["Александър", "Борис", "Виктория", "Галина", "Димитър", "Елена", "Живко", "Здравка", "Иван", "Калина", "Любомир", "Мария"];
const LAST: [&str; 11] =
    ["Ангелов", "Борисов", "Василев", "Георгиев", "Димитров", "Иванов", "Костов", "Николов", "Петров", "Стоянов", "Тодоров"];

/// The rows of one case in one table, and the statement that writes such rows.
type OfTable = (Table, Insert, Vec<Vec<Value>>);

/// The rows of one case.
#[derive(Clone)]
pub(super) struct Lived {
    tables: Arc<Vec<OfTable>>,
    facts: Arc<Vec<(&'static str, history::Entry)>>,
    ids: Arc<BTreeSet<String>>,
    case: String,
    filed_at: Timestamp,
    address: String,
}

/// Chance that is none: a copy gets the same identifiers each time it is made.
#[derive(Debug)]
struct Numbered(usize, usize);

impl Random for Numbered {
    fn fill(&self, out: &mut [u8]) {
        let number = (self.0 as u64).to_be_bytes();
        let place = (self.1 as u16).to_be_bytes();
        for (to, from) in out.iter_mut().zip(number.into_iter().chain(place)) {
            *to = from;
        }
    }
}

/// The name of the applicant of a copy.
fn name_of(number: usize) -> String {
    format!("{} {}", FIRST[number % FIRST.len()], LAST[number / FIRST.len() % LAST.len()])
}

fn column(table: &Table, name: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.name == name)
}

impl Lived {
    /// The rows of a case; read from a store that holds few.
    pub(super) fn of(tx: &Tx<'_>, ctx: &Ctx, case: CaseId) -> Result<Lived> {
        let (administration, id) = (ctx.administration_id, Value::from(case));
        let (mut found, mut ids) = (Vec::new(), BTreeSet::new());
        for table in tables().into_iter().filter(|table| table.class == Class::Tenant && !["history", "case_term"].contains(&table.name)) {
            let named = if table.name == "case_file" { column(&table, "id") } else { column(&table, "case_id") };
            let Some(named) = named else { continue };
            let mut rows = table.rows_after(tx, administration, None, 100_000)?;
            rows.retain(|row| row[named] == id);
            for place in &table.key {
                ids.extend(rows.iter().filter_map(|row| if let Value::Text(text) = &row[*place] { Some(text.clone()) } else { None }));
            }
            let all: Vec<usize> = (0..table.columns.len()).collect();
            let insert = table.insert(&all);
            found.push((table, insert, rows));
        }
        ids.retain(|id| id.len() == 36);
        let file = cases::case_get(tx, ctx, case)?;
        let mut kinds: BTreeMap<String, &'static str> = BTreeMap::new();
        let mut facts = Vec::new();
        for fact in history::of_case(tx, administration, case)? {
            // A kind is a word of the program; here it is read back from rows, once for each.
            let kind = *kinds.entry(fact.kind.clone()).or_insert_with(|| fact.kind.clone().leak());
            facts.push((kind, fact));
        }
        Ok(Lived {
            tables: Arc::new(found),
            facts: Arc::new(facts),
            ids: Arc::new(ids),
            case: case.to_string(),
            filed_at: Timestamp::from_millisecond(file.filed_at)?,
            address: file.address,
        })
    }

    /// The copy with a number, as statements with their values, without its facts.
    pub(super) fn writes(&self, number: usize) -> Vec<(String, Vec<Value>)> {
        let copy = self.copied(number, SignedDuration::ZERO);
        let rows =
            self.tables.iter().zip(copy).flat_map(|((_, insert, _), rows)| rows.into_iter().map(|row| (insert.row().to_owned(), row)));
        rows.collect()
    }

    /// Kinds and data of its facts.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        self.facts.iter().map(|(kind, fact)| (*kind, fact.data.to_string())).collect()
    }

    /// The words under which it is found.
    pub(super) fn words(&self) -> Vec<String> {
        let mut words = search_text::terms(&name_of(0));
        words.extend(search_text::terms(&self.address));
        words
    }

    /// The identifier that stands for one of the original's in a copy.
    fn renamed(&self, number: usize, ago: SignedDuration, place: usize) -> Uuid {
        uuid_v7(self.filed_at - ago, &Numbered(number, place))
    }

    /// The case of a copy.
    fn case_of(&self, number: usize, ago: SignedDuration) -> CaseId {
        let place = self.ids.iter().position(|id| *id == self.case).expect("the case is among its own identifiers");
        CaseId(self.renamed(number, ago, place))
    }

    /// Rows of a copy, table by table, `ago` earlier than the original.
    fn copied(&self, number: usize, ago: SignedDuration) -> Vec<Vec<Vec<Value>>> {
        let days = ago.as_hours() / 24;
        let renamed: BTreeMap<&str, String> =
            self.ids.iter().enumerate().map(|(place, id)| (id.as_str(), self.renamed(number, ago, place).to_string())).collect();
        let value = |name: &str, value: &Value| match value {
            Value::Int(at) if name == "at" || name.ends_with("_at") => Value::Int(at - i64::try_from(ago.as_millis()).unwrap_or(0)),
            Value::Text(text) if name.ends_with("_on") => {
                let day = text.parse::<jiff::civil::Date>().map(|day| day.saturating_sub(jiff::ToSpan::days(days)).to_string());
                Value::Text(day.unwrap_or_else(|_| text.clone()))
            }
            Value::Text(text) if name == "applicant_name" && !text.is_empty() => Value::Text(name_of(number)),
            Value::Text(text) if UNIQUE.contains(&name) && !text.is_empty() => Value::Text(format!("{number}-{text}")),
            Value::Text(text) => renamed.get(text.as_str()).map_or_else(|| value.clone(), |id| Value::Text(id.clone())),
            _ => value.clone(),
        };
        let row = |table: &Table, row: &Vec<Value>| row.iter().zip(&table.columns).map(|(one, column)| value(column.name, one)).collect();
        self.tables.iter().map(|(table, _, rows)| rows.iter().map(|one| row(table, one)).collect()).collect()
    }

    /// Copies as they will be written, each with its facts and its words.
    fn copies(&self, ctx: &Ctx, copies: &[(usize, SignedDuration)]) -> Batch {
        let mut rows: Vec<Vec<Vec<Value>>> = vec![Vec::new(); self.tables.len()];
        let (mut words, mut facts) = (Vec::new(), Vec::new());
        for (number, ago) in copies {
            let id = self.case_of(*number, *ago);
            for (into, rows) in rows.iter_mut().zip(self.copied(*number, *ago)) {
                into.extend(rows);
            }
            let mut terms = search_text::terms(&name_of(*number));
            terms.extend(search_text::terms(&self.address));
            terms.extend([format!("{number}"), format!("90{:08}", number % 100_000_000)]);
            words.extend(terms.into_iter().map(|term| params![ctx.administration_id, term, id]));
            facts.extend(self.facts.iter().map(|(kind, fact)| {
                let at = Timestamp::from_millisecond(fact.at).map_or(ctx.now, |at| at - *ago);
                (at, Event { case_id: Some(id), kind, reason: fact.reason.clone(), data: fact.data.clone() })
            }));
        }
        Batch { tables: self.tables.clone(), rows, words, facts }
    }
}

/// Copies of one case, ready to be written.
struct Batch {
    tables: Arc<Vec<OfTable>>,
    rows: Vec<Vec<Vec<Value>>>,
    words: Vec<[Value; 3]>,
    facts: Vec<(Timestamp, Event)>,
}

impl Batch {
    fn write(&self, tx: &mut Tx<'_>, ctx: &Ctx) -> Result<(), store::Error> {
        for (at, event) in &self.facts {
            history::append(tx, &Ctx { now: *at, ..ctx.clone() }, event.clone())?;
        }
        for ((_, insert, _), rows) in self.tables.iter().zip(&self.rows) {
            tx.insert_many(insert, rows)?;
        }
        let insert = Insert::into_columns("case_term", &["administration_id", "term", "case_id"]).passing_over_known();
        tx.insert_many(&insert, &self.words)?;
        Ok(())
    }
}

/// Fills a store with `count` cases: nineteen of twenty are copies of `finished`, filed over five years; the rest are copies of `live`,
/// filed over the last two months. `tell` hears how many are there.
pub(super) fn load(store: &Store, ctx: &Ctx, finished: &Lived, live: &Lived, count: usize, mut tell: impl FnMut(usize)) -> Result<()> {
    let (ready, batches) = std::sync::mpsc::sync_channel::<(usize, [Batch; 2])>(READY);
    let make = move || -> Option<()> {
        for first in (0..count).step_by(CASES_MAX) {
            let numbers = first..count.min(first + CASES_MAX);
            // The oldest come first, as they did. Whole weeks, so that terms run over the same days of the week; the rest of a week becomes
            // the rest of an hour.
            let age = |number: usize, span: i64| {
                let seconds = span * 86_400 * (count - number) as i64 / count as i64;
                SignedDuration::from_secs(seconds / WEEK * WEEK + seconds % WEEK / (7 * 24))
            };
            let (open, closed): (Vec<usize>, Vec<usize>) = numbers.clone().partition(|number| number % 20 == 19);
            let aged = |numbers: Vec<usize>, span| -> Vec<_> { numbers.iter().map(|n| (FIRST_NUMBER + n, age(*n, span))).collect() };
            let batch = [live.copies(ctx, &aged(open, 60)), finished.copies(ctx, &aged(closed, 5 * 365))];
            // Nobody takes it any more when the writing has failed.
            ready.send((numbers.end, batch)).ok()?;
        }
        Some(())
    };
    std::thread::scope(|scope| {
        scope.spawn(make);
        for (done, batch) in batches {
            let (ctx, batch) = (ctx.clone(), Arc::new(batch));
            store.write_blocking(move |tx| batch.iter().try_for_each(|batch| batch.write(tx, &ctx)))?;
            tell(done);
        }
        Ok(())
    })
}

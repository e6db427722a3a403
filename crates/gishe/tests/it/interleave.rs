//! Commands on one case that run at once on PostgreSQL, step by step in every order chance finds, end as if one had followed another.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex};

use cases::Error;
use gishe::demo;
use gishe::runtime::Installation;
use gishe::sample::{self, Sample};
use kernel::actor::Actor;
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, CommandId, TaskId};
use kernel::random::{SeededRandom, below};
use pgserver::Server;
use store::{Database, Options, Pace, Step, Tx, history};

use crate::walk::submit;

/// Interleavings that are tried; more with this environment variable.
const USUAL: usize = 300;
const VARIABLE: &str = "GISHE_INTERLEAVINGS";
/// Commands that run at once.
const AT_ONCE: usize = 3;

thread_local! {
    /// Which of the commands this thread runs, if it runs one.
    static COMMAND: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Lets one command at a time make one step; which one, chance decides, by its seed.
struct Schedule {
    state: Mutex<State>,
    told: Condvar,
}

struct State {
    random: SeededRandom,
    /// Commands that wait to make a step, with what they want to hold.
    waiting: BTreeMap<usize, Option<String>>,
    holders: BTreeMap<String, usize>,
    alive: usize,
    running: Option<usize>,
}

impl Schedule {
    fn new() -> Arc<Schedule> {
        let state = State { random: SeededRandom::new(0), waiting: BTreeMap::new(), holders: BTreeMap::new(), alive: 0, running: None };
        Arc::new(Schedule { state: Mutex::new(state), told: Condvar::new() })
    }

    fn begin(&self, seed: u64) {
        let mut state = self.state.lock().unwrap();
        state.random = SeededRandom::new(seed);
        state.holders.clear();
        state.alive = AT_ONCE;
    }

    /// Called before each step: waits for the turn of this command.
    fn step(&self, step: Step<'_>) {
        let Some(me) = COMMAND.get() else { return };
        let mut state = self.state.lock().unwrap();
        if step == Step::End {
            state.holders.retain(|_, holder| *holder != me);
            return;
        }
        let wanted = if let Step::Lock(what) = step { Some(what.to_owned()) } else { None };
        state.waiting.insert(me, wanted.clone());
        self.choose(&mut state, me);
        while state.running != Some(me) {
            state = self.told.wait(state).unwrap();
        }
        state.holders.extend(wanted.map(|what| (what, me)));
    }

    /// The command of this thread is over.
    fn leave(&self) {
        let Some(me) = COMMAND.take() else { return };
        let mut state = self.state.lock().unwrap();
        state.alive -= 1;
        self.choose(&mut state, me);
    }

    /// `me` makes no step any more; when all wait, the next is chosen.
    fn choose(&self, state: &mut State, me: usize) {
        if state.running == Some(me) {
            state.running = None;
        }
        if state.running.is_some() || state.alive == 0 || state.waiting.len() < state.alive {
            return;
        }
        let is_free = |(command, wanted): (&usize, &Option<String>)| {
            let holder = wanted.as_ref().and_then(|what| state.holders.get(what));
            holder.is_none_or(|holder| holder == command).then_some(*command)
        };
        let able: Vec<usize> = state.waiting.iter().filter_map(is_free).collect();
        assert!(!able.is_empty(), "commands wait for each other: {:?} while {:?}", state.waiting, state.holders);
        let next = able[usize::try_from(below(&state.random, able.len() as u64)).unwrap()];
        state.waiting.remove(&next);
        state.running = Some(next);
        self.told.notify_all();
    }
}

/// One kind of command on a case.
type Act = fn(&mut Tx<'_>, &Ctx, CaseId, TaskId) -> Result<(), Error>;

/// Commands of different people on one case: who does it, and what.
const ACTS: &[(&str, Act)] = &[
    ("grao1", |tx, ctx, _, task| cases::task::task_claim(tx, ctx, task)),
    ("grao2", |tx, ctx, _, task| cases::task::task_claim(tx, ctx, task)),
    ("grao1", |tx, ctx, _, task| cases::task::task_finish(tx, ctx, task, regular())),
    ("grao-nachalnik", |tx, ctx, case, _| cases::lifecycle::case_suspend(tx, ctx, case, "съдебен спор", "по искане")),
    ("applicant", |tx, ctx, case, _| cases::message::message_receive(tx, ctx, case, "Кога ще бъде готово?")),
    ("applicant", |tx, ctx, case, _| cases::lifecycle::case_withdraw(tx, ctx, case, "отказвам се")),
];

fn regular() -> cases::task::Finish {
    let outcome = serde_json::json!({ "regularity": "regular" });
    cases::task::Finish { outcome: outcome.as_object().unwrap().clone(), remarks: String::new() }
}

struct World {
    installation: Installation,
    people: Sample,
}

/// What became of some commands: what each was answered, the history of the case, and how the case stands.
type Became = (Vec<Result<(), String>>, Vec<String>, String);

impl World {
    /// A fresh case with its first task.
    fn case(&self) -> (CaseId, TaskId) {
        let ctx = sample::system(&self.installation, "");
        let case = submit(&self.installation, &ctx, "Примерова").case_id;
        let task = self.installation.store.read_blocking(|tx| cases::task::task_list_of_case(tx, &ctx, case)).unwrap();
        (case, task[0].id)
    }

    fn ctx(&self, who: &str, case: CaseId) -> Ctx {
        let ctx = sample::system(&self.installation, "");
        let ctx = Ctx { command_id: Some(CommandId::new(ctx.now, ctx.random.as_ref())), ..ctx };
        if who == "applicant" { Ctx { actor: Actor::Applicant(case), ..ctx } } else { self.people.acting(&ctx, who).unwrap() }
    }

    fn run(&self, act: usize, case: CaseId, task: TaskId) -> Result<(), String> {
        let (who, work) = ACTS[act];
        let ctx = self.ctx(who, case);
        let done = self.installation.store.write_blocking(move |tx| work(tx, &ctx, case, task));
        done.map_err(|error| kernel::error::Coded::code(&error).0.to_owned())
    }

    /// How the case stands, without what differs from case to case.
    fn stands(&self, answers: Vec<Result<(), String>>, case: CaseId) -> Became {
        let ctx = sample::system(&self.installation, "");
        let (facts, file) = self
            .installation
            .store
            .read_blocking(|tx| -> Result<_, Error> {
                Ok((history::of_case(tx, ctx.administration_id, case)?, cases::case_get(tx, &ctx, case)?))
            })
            .unwrap();
        // The registration says the numbers of the case, which are its own.
        let told =
            facts.iter().skip(1).map(|fact| format!("{} {:?} {:?} {}", fact.kind, fact.actor_name, fact.reason, nameless(&fact.data)));
        let state = format!("{:?} {} {:?} {} {}", file.status, file.stage, file.deadline_on, file.term_paused, file.has_unread);
        (answers, told.collect(), state)
    }

    fn in_order(&self, acts: &[usize], order: &[usize]) -> Became {
        let (case, task) = self.case();
        let mut answers = vec![Ok(()); acts.len()];
        for place in order {
            answers[*place] = self.run(acts[*place], case, task);
        }
        self.stands(answers, case)
    }

    fn interleaved(&self, schedule: &Arc<Schedule>, acts: &[usize], seed: u64) -> Became {
        let (case, task) = self.case();
        schedule.begin(seed);
        let answers = std::thread::scope(|scope| {
            let command = |(place, act): (usize, &usize)| {
                let act = *act;
                scope.spawn(move || {
                    COMMAND.set(Some(place));
                    let answer = self.run(act, case, task);
                    schedule.leave();
                    answer
                })
            };
            let threads: Vec<_> = acts.iter().enumerate().map(command).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        self.stands(answers, case)
    }
}

/// Data of a fact without identifiers and numbers.
fn nameless(data: &serde_json::Value) -> String {
    let text = data.to_string();
    text.split('"').filter(|part| part.len() != 36 || part.matches('-').count() != 4).collect::<Vec<_>>().join("\"")
}

/// Every order of `AT_ONCE` commands.
const ORDERS: [[usize; AT_ONCE]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

#[test]
fn commands_on_one_case_end_as_if_one_had_followed_another() {
    let Some(server) = Server::for_test() else { return };
    let tries = std::env::var(VARIABLE).ok().and_then(|text| text.parse().ok()).unwrap_or(USUAL);
    let folder = tempfile::tempdir().unwrap();
    let schedule = Schedule::new();
    let of_schedule = schedule.clone();
    let pace = Pace::new(move |step| of_schedule.step(step));
    let database = Database::Postgres(server.address(server.port()));
    let options = Options { database, pace: Some(pace), readers: 8, ..Options::new(folder.path()) };
    let now = sofia_instant(jiff::civil::date(2026, 6, 15).at(10, 0, 0, 0));
    let installation = Installation::open_with(&options, Arc::new(VirtualClock::new(now)), Arc::new(SeededRandom::new(11))).unwrap();
    let people = demo::prepare(&installation, "").unwrap();
    let world = World { installation, people };
    let chance = SeededRandom::new(12);
    let mut serial: BTreeMap<Vec<usize>, Vec<Became>> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    for number in 0..tries {
        let mut acts: Vec<usize> = (0..ACTS.len()).collect();
        while acts.len() > AT_ONCE {
            acts.remove(usize::try_from(below(&chance, acts.len() as u64)).unwrap());
        }
        let allowed = serial.entry(acts.clone()).or_insert_with(|| ORDERS.iter().map(|order| world.in_order(&acts, order)).collect());
        let became = world.interleaved(&schedule, &acts, number as u64);
        let order = allowed.iter().position(|one| *one == became);
        assert!(order.is_some(), "interleaving {number} of {acts:?} is like no order: {became:#?}\n{allowed:#?}");
        seen.insert((acts, order));
    }
    assert!(seen.len() > 20, "chance found only {} different ends", seen.len());
    let store = &world.installation.store;
    assert_eq!(store.read_blocking(|tx| history::first_break(tx, sample::ADMINISTRATION)).unwrap(), None);
    store.close();
}

//! Walks the process of each kit along the steps of its own tests.

use feel::Value as Feel;
use jiff::Timestamp;
use kernel::calendar::Calendar;
use kernel::clock::sofia_instant;
use kernel::term::{Ledger, PauseReason, TermEvent};
use process::{Command, Definition, Effect, EngineEvent, Instance, NodeKind, StepEnv, step};
use serde_json::{Value, json};

use super::{KITS, kit};
use crate::kit::{Kit, TestAction, TestCase};

struct Walk<'a> {
    definition: &'a Definition,
    instance: Instance,
    path: Vec<String>,
    journal: Vec<String>,
    status: Option<String>,
    ledger: Ledger,
}

impl<'a> Walk<'a> {
    fn send(&mut self, command: &Command, now: Timestamp) {
        let step = step(self.definition, &mut self.instance, command, &StepEnv { now }).expect("the command fits");
        for event in step.events {
            if let EngineEvent::Entered { node, .. } = event {
                let waits = |kind: &NodeKind| matches!(kind, NodeKind::UserTask | NodeKind::Receive { .. } | NodeKind::End(_));
                if self.definition.node(&node).is_some_and(|node| waits(&node.kind)) {
                    self.path.push(node.to_string());
                }
            }
        }
        for effect in step.effects {
            match effect {
                Effect::JournalStatus { code, .. } => self.journal.push(code),
                Effect::StageEntered { status, .. } => self.status = status.or(self.status.take()),
                Effect::Incident { node, text, .. } => panic!("{node}: {text}"),
                _ => {}
            }
        }
    }

    fn finish(&mut self, task: &str, variables: Value, now: Timestamp) {
        let open = self.instance.tasks(self.definition);
        let (activation, _) = open.iter().find(|(_, node)| node == task).unwrap_or_else(|| panic!("{task} is not open: {open:?}"));
        let command = Command::CompleteTask { activation: *activation, variables: Feel::from_json(&variables) };
        self.send(&command, now);
    }

    /// Fires what falls due until `now`, earliest first.
    fn wait(&mut self, now: Timestamp) {
        while let Some(timer) =
            self.instance.timers(self.definition).into_iter().filter(|timer| timer.due <= now).min_by_key(|timer| timer.due)
        {
            self.send(&Command::TimerDue { timer: timer.timer }, timer.due);
        }
    }
}

fn walk<'a>(kit: &'a Kit, case: &TestCase) -> Walk<'a> {
    let filed = sofia_instant(case.filing.at);
    let env = forms::Env::new(filed, "bg");
    let answers = kit.form.evaluate(&case.filing.answers, &env).data;
    let fee = kit.fee(case.filing.speed, &answers, filed).expect("the fee is known");
    let option = kit.manifest.delivery.iter().find(|option| option.way == case.filing.delivery).expect("the way is offered");
    let fee_cents = fee.cents + option.price_cents.unwrap_or(0);
    if let Some(expected) = case.expect.fee_cents {
        assert_eq!(fee_cents, expected, "{}", case.file);
    }
    let mut walk = Walk {
        definition: &kit.process,
        instance: Instance::new(&kit.process),
        path: Vec::new(),
        journal: Vec::new(),
        status: None,
        ledger: Ledger::started(filed),
    };
    let start = json!({
        "application": answers, "speed": case.filing.speed.word(), "fee": fee_cents,
        "delivery": case.filing.delivery.word(), "channel": case.filing.channel.word(),
    });
    walk.send(&Command::Start { variables: Feel::from_json(&start) }, filed);
    let mut now = filed;
    for step in &case.steps {
        now = step.at.map_or(now, sofia_instant);
        let mut record = |event| walk.ledger.record(now, event).expect("the ledger accepts the event");
        match &step.action {
            TestAction::Finish { task, outcome, .. } => walk.finish(task, Value::Object(outcome.clone()), now),
            TestAction::Notice { .. } => {
                record(TermEvent::Paused { reason: PauseReason::Correction });
                walk.finish("regularity", json!({ "regularity": "irregular" }), now);
            }
            TestAction::Correct { .. } => {
                record(TermEvent::Restarted);
                walk.send(&Command::Message { name: "correction".to_owned(), variables: Feel::Null }, now);
            }
            TestAction::Extend { days, .. } => record(TermEvent::Extended { by: *days }),
            TestAction::Withdraw { .. } => {
                walk.send(&Command::Cancel, now);
                walk.status = Some("Terminated".to_owned());
            }
            TestAction::WaitUntil => walk.wait(now),
            TestAction::Suspend { .. } | TestAction::Resume => {}
        }
    }
    walk
}

#[test]
fn processes_walk_the_promised_paths() {
    for name in KITS {
        let kit = kit(name);
        for case in &kit.tests {
            let walk = walk(&kit, case);
            let place = format!("{name}/{}", case.file);
            assert_eq!(walk.path, case.expect.path, "{place}");
            assert!(walk.instance.has_ended(), "{place} is still running");
            assert_eq!(walk.status, case.expect.status, "{place}");
            let mut said = walk.journal.iter();
            for code in &case.expect.journal {
                assert!(said.any(|known| known == code), "{place}: {code} is not said in order, only {:?}", walk.journal);
            }
            if let Some(deadline) = case.expect.deadline {
                let term = kit.term(case.filing.speed).expect("the speed is offered");
                assert_eq!(walk.ledger.deadline(term, &Calendar::default()).last_day, deadline, "{place}");
            }
        }
    }
}

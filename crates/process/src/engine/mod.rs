//! The step function: one command in, events, effects and the changed instance out.
//!
//! The rule kept here: all or nothing. A refused command and a step past its limit leave the instance as it was.

mod cancel;
mod signal;
mod walk;

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::command::{Command, Effect, EngineEvent, IncidentKind, Step, StepEnv, StepError, Target};
use crate::instance::{Activation, Instance, Scope, State, Wait};
use crate::model::*;

/// The scope of the process itself.
const ROOT: u32 = 0;

/// Executes one command.
///
/// The instance moves as far as it can without anything from outside. On an error it is unchanged.
pub fn step(definition: &Definition, instance: &mut Instance, command: &Command, env: &StepEnv) -> Result<Step, StepError> {
    if instance.mark != definition.mark() {
        return Err(StepError::OtherDefinition);
    }
    match instance.state {
        State::New if !matches!(command, Command::Start { .. } | Command::Message { .. } | Command::Cancel) => {
            return Err(StepError::NotStarted);
        }
        State::New | State::Running => {}
        _ => return Err(StepError::Ended),
    }
    let before = instance.clone();
    let mut run = Run {
        definition,
        instance,
        now: env.now,
        work: VecDeque::new(),
        chosen: Vec::new(),
        step: Step::default(),
        entered: 0,
        overflow: None,
    };
    let outcome = run.command(command);
    if outcome.is_ok() {
        run.settle();
        run.close_stages();
    }
    let Run { step, overflow, .. } = run;
    match (outcome, overflow) {
        (Err(refusal), _) => {
            *instance = before;
            Err(refusal)
        }
        (Ok(()), Some(node)) => {
            *instance = before;
            instance.revision += 1;
            Ok(past_limit(definition, node))
        }
        (Ok(()), None) => {
            instance.revision += 1;
            Ok(step)
        }
    }
}

/// What remains of a step that was undone.
fn past_limit(definition: &Definition, node: NodeIndex) -> Step {
    let node = definition.at(node).id.clone();
    let text = crate::limits::STEP_ACTIVATIONS_MAX.to_string();
    let kind = IncidentKind::StepLimit;
    Step {
        events: vec![EngineEvent::Incident { node: node.clone(), activation: None, kind, text: text.clone() }],
        effects: vec![Effect::Incident { node, activation: None, kind, text }],
    }
}

/// A token on its way into a node.
struct Move {
    node: NodeIndex,
    scope: u32,
    via: Option<FlowIndex>,
}

/// One step being executed.
struct Run<'a> {
    definition: &'a Definition,
    instance: &'a mut Instance,
    now: Timestamp,
    work: VecDeque<Move>,
    chosen: Vec<FlowIndex>,
    step: Step,
    entered: u32,
    overflow: Option<NodeIndex>,
}

impl Run<'_> {
    fn command(&mut self, command: &Command) -> Result<(), StepError> {
        match command {
            Command::Start { variables } => {
                if self.instance.state != State::New {
                    return Err(StepError::AlreadyStarted);
                }
                let start = self.definition.scopes[0].start.ok_or(StepError::NeedsMessage)?;
                self.start(start, variables)
            }
            Command::CompleteTask { activation, variables } => {
                let task = self.waiting(Target::Task, *activation, |a| a.id == *activation && a.wait == Wait::Task)?;
                self.merge(variables)?;
                self.effect(Effect::TaskClosed { activation: task.id, node: self.definition.at(task.node).id.clone(), cancelled: false });
                self.complete(task);
                Ok(())
            }
            Command::Message { name, variables } => self.message(name, variables),
            Command::Deliver { subscription, variables } => self.deliver(*subscription, variables),
            Command::TimerDue { timer } => self.timer_due(*timer),
            Command::JobCompleted { job, variables } => {
                let waiting = self.job(*job)?;
                self.merge(variables)?;
                let node = self.definition.at(waiting.node).id.clone();
                self.event(EngineEvent::JobCompleted { job: *job, node });
                self.complete(waiting);
                Ok(())
            }
            Command::JobFailed { job, error_code, message } => {
                let waiting = self.job(*job)?;
                self.job_failed(waiting, *job, error_code.as_deref(), message);
                Ok(())
            }
            Command::SetVariables { variables } => self.merge(variables),
            Command::IncidentRetry { activation, variables } => {
                let stuck = self.incident_of(*activation)?;
                self.merge(variables)?;
                self.incident_retry(stuck);
                Ok(())
            }
            Command::IncidentComplete { activation, variables } => {
                let stuck = self.incident_of(*activation)?;
                self.merge(variables)?;
                self.incident_over(stuck);
                self.complete(stuck);
                Ok(())
            }
            Command::IncidentSkip { activation, node } => {
                let stuck = self.incident_of(*activation)?;
                self.incident_skip(stuck, node)
            }
            Command::Cancel => {
                self.cancel_content(ROOT);
                self.instance.scopes.clear();
                self.instance.state = State::Cancelled;
                Ok(())
            }
        }
    }

    fn start(&mut self, node: NodeIndex, variables: &feel::Value) -> Result<(), StepError> {
        self.merge(variables)?;
        self.instance.state = State::Running;
        self.instance.scopes.push(Scope { id: ROOT, shape: 0, owner: None, live: 1 });
        self.event(EngineEvent::Started);
        self.work.push_back(Move { node, scope: ROOT, via: None });
        Ok(())
    }

    /// Merges the variables of a command into those of the instance.
    fn merge(&mut self, variables: &feel::Value) -> Result<(), StepError> {
        let new = match variables {
            feel::Value::Null => return Ok(()),
            feel::Value::Context(new) if new.is_empty() => return Ok(()),
            feel::Value::Context(new) => new,
            _ => return Err(StepError::BadVariables),
        };
        if let feel::Value::Context(own) = &mut self.instance.variables {
            if own.is_empty() {
                *own = new.clone();
            } else {
                let own = std::sync::Arc::make_mut(own);
                for (name, value) in new.iter() {
                    own.set(name, value.clone());
                }
            }
        }
        let names = new.iter().map(|(name, _)| name.to_owned()).collect();
        self.event(EngineEvent::VariablesSet { names });
        Ok(())
    }

    /// The waiting activation a command answers.
    fn waiting(&self, target: Target, number: u32, is: impl Fn(&Activation) -> bool) -> Result<Activation, StepError> {
        self.instance.activations.iter().find(|a| is(a)).copied().ok_or_else(|| self.absent(target, number))
    }

    fn absent(&self, target: Target, number: u32) -> StepError {
        if number > 0 && number < self.instance.next {
            StepError::NoLongerExpected { target, number }
        } else {
            StepError::Unknown { target, number }
        }
    }

    fn job(&self, job: u32) -> Result<Activation, StepError> {
        self.waiting(Target::Job, job, |a| matches!(a.wait, Wait::Job { job: own, .. } if own == job))
    }

    fn incident_of(&self, activation: u32) -> Result<Activation, StepError> {
        self.waiting(Target::Incident, activation, |a| a.id == activation && matches!(a.wait, Wait::Incident { .. }))
    }

    /// Next number for an activation, timer, job, subscription or scope.
    fn number(&mut self) -> u32 {
        let number = self.instance.next;
        self.instance.next += 1;
        number
    }

    fn event(&mut self, event: EngineEvent) {
        self.step.events.push(event);
    }

    fn effect(&mut self, effect: Effect) {
        self.step.effects.push(effect);
    }

    /// Closes the stages in which no token is left and tells the end of the instance last.
    fn close_stages(&mut self) {
        let mut place = 0;
        while place < self.instance.stages.len() {
            let stage = self.instance.stages[place];
            let alive = self.instance.activations.iter().any(|a| self.definition.at(a.node).stage == Some(stage));
            if alive {
                place += 1;
            } else {
                self.instance.stages.remove(place);
                let code = self.definition.stages[stage as usize].code.clone();
                self.effect(Effect::StageLeft { code });
            }
        }
        if self.instance.has_ended() {
            let state = self.instance.state;
            self.event(EngineEvent::Ended { state });
            self.effect(Effect::Ended { state });
        }
    }
}

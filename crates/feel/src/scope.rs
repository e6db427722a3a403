//! What an evaluation may see: variables, and the clock it is given.
//!
//! The one rule: there is no other source of facts; the same scope gives the same value for ever.

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::limits::OPERATIONS_MAX;
use crate::temporal::{Date, Zone};
use crate::value::{Context, Value};

/// Variables and clock of one evaluation.
#[derive(Clone, Debug)]
pub struct Scope {
    pub(crate) env: Env,
    pub(crate) clock: Clock,
    pub(crate) operations_max: u32,
}

impl Scope {
    /// A scope with the entries of a context as variables; any other value gives a scope without variables.
    ///
    /// `now()` and `today()` read the given instant in the zone of Bulgarian administration, Europe/Sofia.
    pub fn new(variables: &Value, now: Timestamp) -> Self {
        let env = match variables {
            Value::Context(context) => Env::default().with_context(context.clone()),
            _ => Env::default(),
        };
        Self { env, clock: Clock::new(now), operations_max: OPERATIONS_MAX }
    }

    /// The same scope with one variable more; it hides another of the same name.
    pub fn with(&self, name: &str, value: Value) -> Self {
        Self { env: self.env.with(name.into(), value), ..self.clone() }
    }

    /// The same scope with another limit of operations.
    pub fn with_operations_max(&self, operations_max: u32) -> Self {
        Self { operations_max, ..self.clone() }
    }
}

/// The instant an evaluation takes place at.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    pub(crate) now: Timestamp,
    pub(crate) zone: Zone,
}

impl Clock {
    pub(crate) fn new(now: Timestamp) -> Self {
        static SOFIA: OnceLock<Zone> = OnceLock::new();
        let zone = SOFIA.get_or_init(|| Zone::named("Europe/Sofia").expect("the built-in zones hold Europe/Sofia"));
        Self { now, zone: zone.clone() }
    }

    pub(crate) fn today(&self) -> Date {
        crate::DateTime::from_timestamp(self.now, self.zone.clone()).date()
    }
}

/// Names bound to values, innermost first. Shared with the functions that close over it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Env(Option<Arc<Frame>>);

#[derive(Debug)]
struct Frame {
    names: Bound,
    outer: Env,
}

#[derive(Debug)]
enum Bound {
    One(Arc<str>, Value),
    Context(Arc<Context>),
}

impl Env {
    pub(crate) fn with(&self, name: Arc<str>, value: Value) -> Self {
        Self(Some(Arc::new(Frame { names: Bound::One(name, value), outer: self.clone() })))
    }

    pub(crate) fn with_context(&self, context: Arc<Context>) -> Self {
        Self(Some(Arc::new(Frame { names: Bound::Context(context), outer: self.clone() })))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let mut env = self;
        while let Some(frame) = &env.0 {
            let found = match &frame.names {
                Bound::One(bound, value) => (**bound == *name).then_some(value),
                Bound::Context(context) => context.get(name),
            };
            if found.is_some() {
                return found;
            }
            env = &frame.outer;
        }
        None
    }
}

/// Long chains are taken apart step by step, so that dropping one needs no deep stack.
impl Drop for Env {
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(frame) = next {
            next = match Arc::try_unwrap(frame) {
                Ok(mut frame) => frame.outer.0.take(),
                Err(_) => None,
            };
        }
    }
}

//! The inquiry where the installation is the journal: what every system reported under the number, each status with its proof (P-27,
//! `ejournal.md` §6.1).
//!
//! The one rule: who has number and code sees what the applicant may see, and takes home the proof of exactly that.

use std::fmt;
use std::sync::Arc;

use ejournal::Nomenclature;
use ejournal::journal::{self as role, Caller, Keys, LineView, ServiceView};
use kernel::ctx::Ctx;
use kernel::reference_number::Reference;
use kernel::status_code::StatusCode;
use store::Tx;
use web::{Language, PageError, Texts};

/// The role of the journal, where the installation has it; reaches the page as an extension of the request.
#[derive(Clone)]
pub struct Central(pub Arc<Keys>);

impl fmt::Debug for Central {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Central")
    }
}

/// What the journal answers.
pub enum Answer {
    /// What it knows of the service.
    Known(Box<ServiceView>),
    /// Wrong, or unknown.
    Wrong,
    /// Too many wrong ones.
    TooMany,
}

impl Central {
    fn ctx(&self, ctx: &Ctx, caller: Caller) -> role::Ctx {
        role::Ctx { caller, now: ctx.now, random: ctx.random.clone(), keys: self.0.clone() }
    }

    /// Asks with number and code; wrong ones are counted.
    pub fn by_code(&self, tx: &mut Tx<'_>, ctx: &Ctx, number: &Reference, typed: &str, address: &str) -> Result<Answer, PageError> {
        let Ok(code) = StatusCode::parse(typed) else { return Ok(Answer::Wrong) };
        let nomenclature = role::nomenclature_in_force(tx)?;
        match role::service_by_code(tx, &self.ctx(ctx, Caller::Nobody), &nomenclature, number, code, address)? {
            Ok(view) => Ok(Answer::Known(Box::new(view))),
            Err(role::Error::Attempts { .. }) => Ok(Answer::TooMany),
            Err(role::Error::Unknown) => Ok(Answer::Wrong),
            Err(error) => Err(error.into()),
        }
    }

    /// Asks for a service of this installation whose code was right.
    pub fn of_own(&self, tx: &Tx<'_>, ctx: &Ctx, number: &Reference) -> Result<Option<ServiceView>, PageError> {
        let nomenclature: Arc<Nomenclature> = role::nomenclature_in_force(tx)?;
        match role::service_public(tx, &self.ctx(ctx, Caller::Operator), &nomenclature, number) {
            Ok(view) => Ok(Some(view)),
            Err(role::Error::Unknown) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// One status as the page shows it.
pub struct Line {
    /// Index of its entry.
    pub index: u64,
    /// When it happened, ms since 1970 UTC.
    pub at: i64,
    /// Its name.
    pub text: String,
    /// What people call the system that reported it.
    pub system: String,
    /// What is to be known about it: corrected, recorded later, not counted.
    pub marks: Vec<String>,
}

impl Line {
    /// The words of the page for an event.
    pub fn of(t: Texts, event: &LineView) -> Line {
        let text = if t.language() == Language::English { &event.status.en } else { &event.status.bg };
        let mut marks = Vec::new();
        if event.standing != "counts" {
            marks.push(t.get(&format!("portal-inquiry-{}", event.standing)).into_owned());
        }
        if event.flags.contains(&ejournal::Flag::Backdated) {
            marks.push(t.get("portal-inquiry-backdated").into_owned());
        }
        Line { index: event.index, at: event.time.as_millisecond(), text: text.clone(), system: event.system.clone(), marks }
    }
}

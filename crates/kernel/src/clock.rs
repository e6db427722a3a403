//! Time as an argument. The system clock is read here and nowhere else; tests and the demo set their own.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Tells the present instant.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct VirtualClock(AtomicI64);

impl VirtualClock {
    /// A clock that shows `at`.
    pub fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_millisecond()))
    }

    /// Shows `at` from now on.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).expect("the clock was set from a timestamp")
    }
}

/// The zone in which Bulgarian law counts days.
pub fn sofia() -> TimeZone {
    static ZONE: std::sync::OnceLock<TimeZone> = std::sync::OnceLock::new();
    ZONE.get_or_init(|| TimeZone::get("Europe/Sofia").expect("the zone database is built in")).clone()
}

/// Civil date and time of an instant in Europe/Sofia.
pub fn sofia_datetime(at: Timestamp) -> DateTime {
    at.to_zoned(sofia()).datetime()
}

/// Civil date of an instant in Europe/Sofia.
pub fn sofia_date(at: Timestamp) -> Date {
    sofia_datetime(at).date()
}

/// The instant of a civil date and time in Europe/Sofia; in the repeated hour of autumn the first one.
pub fn sofia_instant(at: DateTime) -> Timestamp {
    at.to_zoned(sofia()).expect("civil times of this calendar lie within the range of instants").timestamp()
}

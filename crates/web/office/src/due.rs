//! The badge of a term: one look says whether there is time.

use cases::CaseFile;
use jiff::civil::Date;
use web::{Texts, format};

/// Days before the end at which a term counts as near (the saved view „Със срок до 3 дни“).
pub const NEAR_DAYS: i64 = 3;

/// The badge of a term.
#[derive(Debug, Clone)]
pub struct Due {
    /// Ending of the class: empty, `near`, `over`, `paused`, `none`.
    pub tone: &'static str,
    /// Picture.
    pub icon: &'static str,
    /// Words.
    pub text: String,
    /// The date, when there is one.
    pub date: String,
}

/// Days from `today` to `day`, negative when it is past.
pub fn days_until(day: Date, today: Date) -> i64 {
    i64::from((day - today).get_days())
}

impl Due {
    /// The badge of a deadline that runs, stands still or is over.
    pub fn new(t: Texts, deadline: Option<Date>, paused: bool, today: Date) -> Due {
        let date = deadline.map(|day| format::date(day, t.language())).unwrap_or_default();
        let Some(day) = deadline else {
            return Due { tone: "none", icon: "minus", text: t.get("term-none").into_owned(), date };
        };
        if paused {
            return Due { tone: "paused", icon: "pause", text: t.get("term-paused").into_owned(), date };
        }
        match days_until(day, today) {
            left if left < 0 => Due { tone: "over", icon: "warning", text: t.count("term-over", -left), date },
            left if left <= NEAR_DAYS => Due { tone: "near", icon: "clock", text: t.count("term-left", left), date },
            left => Due { tone: "", icon: "clock", text: t.count("term-left", left), date },
        }
    }

    /// The badge of a case: once decided, whether it was in time.
    pub fn of_case(t: Texts, case: &CaseFile, today: Date) -> Due {
        if !case.status.is_decided() {
            return Due::new(t, case.deadline_on, case.term_paused, today);
        }
        let date = case.deadline_on.map(|day| format::date(day, t.language())).unwrap_or_default();
        match case.decided_in_term {
            Some(true) => Due { tone: "", icon: "check", text: t.get("office-due-in-term").into_owned(), date },
            Some(false) => Due { tone: "over", icon: "warning", text: t.get("office-due-late").into_owned(), date },
            None => Due { tone: "none", icon: "check", text: t.get("office-due-ended").into_owned(), date },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use web::Language;

    #[test]
    fn the_badge_tells_late_near_and_paused() {
        let t = Texts::new(Language::Bulgarian);
        let today = date(2026, 4, 20);
        assert_eq!(Due::new(t, Some(date(2026, 4, 17)), false, today).tone, "over");
        assert_eq!(Due::new(t, Some(date(2026, 4, 20)), false, today).tone, "near");
        assert_eq!(Due::new(t, Some(date(2026, 4, 24)), false, today).tone, "");
        assert_eq!(Due::new(t, Some(date(2026, 4, 1)), true, today).tone, "paused");
        assert_eq!(Due::new(t, None, false, today).tone, "none");
        assert_eq!(days_until(date(2026, 5, 1), today), 11);
    }
}

//! What the list of cases is narrowed to: read from the address and written back into it, so that a link reproduces the view.
//!
//! The one rule: what cannot be read does not restrict; a mistyped address shows more, never an error.

use cases::Status;
use cases::list::{CaseFilter, Cursor};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::ids::{StaffId, UnitId};
use web::csrf::form_pairs;
use web::visit::query_value;

use crate::days;
use crate::due::NEAR_DAYS;

/// Saved views, in the order of their tabs.
pub const VIEWS: [&str; 6] = ["all", "mine", "overdue", "soon", "unread", "closed"];
/// Channels a case may have come by.
pub const CHANNELS: [&str; 4] = ["web", "counter", "post", "email"];
/// Orders of the list.
pub const SORTS: [&str; 6] = ["filed", "deadline", "status", "service", "unit", "assignee"];
/// The order in which the list stands unless another is chosen.
const DEFAULT_SORT: &str = "-filed";
/// LIMIT: pages one can go back without the browser's own button; older steps lead to the first page.
const TRAIL_MAX: usize = 12;

/// The narrowing of the list, as texts of the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseQuery {
    /// Saved view.
    pub view: String,
    /// Identifier of a status.
    pub status: String,
    /// `open`, `closed` or empty.
    pub state: String,
    /// Code of a service.
    pub service: String,
    /// Identifier of a unit.
    pub unit: String,
    /// Identifier of a person, or `me`.
    pub assignee: String,
    /// Channel.
    pub channel: String,
    /// First day of registration, as typed.
    pub from: String,
    /// Last day of registration, as typed.
    pub to: String,
    /// `overdue`, `soon`, `paused` or empty.
    pub due: String,
    /// `yes` for cases with something new from the applicant.
    pub unread: String,
    /// A word of [`SORTS`], with a minus before it when the list runs from the end; empty for the newest first.
    pub sort: String,
    /// Where the page begins.
    pub after: String,
    /// Where the pages before began.
    pub trail: Vec<String>,
}

/// Names of the filters in the address, with the places of their texts.
type Field = (&'static str, fn(&CaseQuery) -> &String, fn(&mut CaseQuery) -> &mut String);

const FIELDS: [Field; 12] = [
    ("view", |q| &q.view, |q| &mut q.view),
    ("status", |q| &q.status, |q| &mut q.status),
    ("state", |q| &q.state, |q| &mut q.state),
    ("service", |q| &q.service, |q| &mut q.service),
    ("unit", |q| &q.unit, |q| &mut q.unit),
    ("assignee", |q| &q.assignee, |q| &mut q.assignee),
    ("channel", |q| &q.channel, |q| &mut q.channel),
    ("from", |q| &q.from, |q| &mut q.from),
    ("to", |q| &q.to, |q| &mut q.to),
    ("due", |q| &q.due, |q| &mut q.due),
    ("unread", |q| &q.unread, |q| &mut q.unread),
    ("sort", |q| &q.sort, |q| &mut q.sort),
];

impl CaseQuery {
    /// Reads the query of an address.
    pub fn parse(query: &str) -> CaseQuery {
        let mut read = CaseQuery::default();
        for (name, value) in form_pairs(query.as_bytes()) {
            let value: String = value.trim().chars().take(100).collect();
            if let Some((_, _, place)) = FIELDS.iter().find(|(field, ..)| *field == name) {
                *place(&mut read) = value;
            } else if name == "after" {
                read.after = value;
            } else if name == "trail" && read.trail.len() < TRAIL_MAX {
                read.trail.push(value);
            }
        }
        if !SORTS.contains(&read.sort.trim_start_matches('-')) || read.sort == DEFAULT_SORT {
            read.sort.clear();
        }
        if !VIEWS.contains(&read.view.as_str()) || read.view == "all" {
            read.view.clear();
        }
        read
    }

    /// The address of `path` with this narrowing, without the place in the pages.
    pub fn address(&self, path: &str) -> String {
        let pairs: Vec<String> = FIELDS
            .iter()
            .filter(|(_, get, _)| !get(self).is_empty())
            .map(|(name, get, _)| format!("{name}={}", query_value(get(self))))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }

    /// The same narrowing without one filter, from the first page.
    pub fn without(&self, name: &str) -> CaseQuery {
        let mut other = CaseQuery { after: String::new(), trail: Vec::new(), ..self.clone() };
        if let Some((_, _, place)) = FIELDS.iter().find(|(field, ..)| *field == name) {
            place(&mut other).clear();
        }
        other
    }

    /// The same narrowing in another order, from the first page.
    pub fn sorted(&self, sort: &str) -> CaseQuery {
        let sort = if sort == DEFAULT_SORT { String::new() } else { sort.to_owned() };
        CaseQuery { sort, after: String::new(), trail: Vec::new(), ..self.clone() }
    }

    /// The order as a word of [`SORTS`] with or without its minus.
    pub fn sort_word(&self) -> &str {
        if self.sort.is_empty() { DEFAULT_SORT } else { &self.sort }
    }

    /// Whether the list runs from the end, and by what.
    pub fn order(&self) -> (bool, &str) {
        let word = self.sort_word();
        word.strip_prefix('-').map_or((false, word), |rest| (true, rest))
    }

    /// The filters that are set, without the view and the order: name and text.
    pub fn set(&self) -> Vec<(&'static str, &str)> {
        let is_filter = |name: &str| !matches!(name, "view" | "sort");
        FIELDS
            .iter()
            .filter(|(name, get, _)| is_filter(name) && !get(self).is_empty())
            .map(|(name, get, _)| (*name, get(self).as_str()))
            .collect()
    }

    fn page_address(&self, path: &str, after: &str, trail: &[String]) -> String {
        let mut address = self.address(path);
        let places = (!after.is_empty()).then(|| format!("after={}", query_value(after)));
        for pair in places.into_iter().chain(trail.iter().map(|place| format!("trail={}", query_value(place)))) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(&pair);
        }
        address
    }

    /// The address of the next page.
    pub fn next(&self, path: &str, next: &Cursor) -> String {
        let mut trail = self.trail.clone();
        trail.push(if self.after.is_empty() { "0".to_owned() } else { self.after.clone() });
        if trail.len() > TRAIL_MAX {
            trail.remove(0);
        }
        self.page_address(path, &next.to_text(), &trail)
    }

    /// The address of the page before; empty on the first one.
    pub fn previous(&self, path: &str) -> String {
        if self.after.is_empty() {
            return String::new();
        }
        match self.trail.split_last() {
            Some((last, before)) if last != "0" => self.page_address(path, last, before),
            _ => self.address(path),
        }
    }

    /// Where the page begins.
    pub fn cursor(&self) -> Option<Cursor> {
        Cursor::from_text(&self.after)
    }

    /// The filter of the domain. The view sets its own conditions, the filters narrow it further.
    pub fn filter(&self, me: StaffId, today: Date) -> CaseFilter {
        let near = today.checked_add(NEAR_DAYS.days()).unwrap_or(today);
        let person = |text: &str| if text == "me" { Some(me) } else { text.parse().ok() };
        let mut filter = CaseFilter {
            status: Status::from_identifier(&self.status),
            open: match self.state.as_str() {
                "open" => Some(true),
                "closed" => Some(false),
                _ => None,
            },
            service: Some(self.service.clone()).filter(|code| !code.is_empty()),
            unit: self.unit.parse::<UnitId>().ok(),
            assignee: person(&self.assignee),
            channel: Some(self.channel.clone()).filter(|word| CHANNELS.contains(&word.as_str())),
            from: days::typed(&self.from),
            to: days::typed(&self.to),
            overdue: self.due == "overdue",
            paused: self.due == "paused",
            due_until: (self.due == "soon").then_some(near),
            unread: self.unread == "yes",
        };
        match self.view.as_str() {
            "mine" => {
                filter.assignee = Some(me);
                filter.open = Some(true);
            }
            "overdue" => filter.overdue = true,
            "soon" => filter.due_until = Some(near),
            "unread" => filter.unread = true,
            "closed" => filter.open = Some(false),
            _ => {}
        }
        filter
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::ids::CaseId;
    use kernel::random::SeededRandom;

    fn me() -> StaffId {
        StaffId::new(jiff::Timestamp::UNIX_EPOCH, &SeededRandom::new(1))
    }

    #[test]
    fn an_address_reproduces_the_view() {
        let query = CaseQuery::parse("view=mine&status=InProgress&from=5.3.2026&rubbish=1&service=tax-valuation");
        assert_eq!(CaseQuery::parse(query.address("/x").split_once('?').unwrap().1), query);
        let filter = query.filter(me(), date(2026, 3, 10));
        assert_eq!(filter.status, Some(Status::InProgress));
        assert_eq!(filter.assignee, Some(me()));
        assert_eq!(filter.from, Some(date(2026, 3, 5)));
        assert_eq!(query.without("status").status, "");
        assert_eq!(query.set().len(), 3);
    }

    #[test]
    fn an_order_is_part_of_the_address_and_no_filter() {
        let query = CaseQuery::parse("view=mine&sort=-deadline&after=x");
        assert_eq!(query.order(), (true, "deadline"));
        assert!(query.set().is_empty());
        assert_eq!(query.sorted("status").address("/c"), "/c?view=mine&sort=status");
        assert_eq!(query.sorted("-filed").address("/c"), "/c?view=mine");
        assert_eq!(CaseQuery::parse("sort=colour").order(), (true, "filed"));
    }

    #[test]
    fn what_cannot_be_read_does_not_restrict() {
        let query = CaseQuery::parse("view=everything&status=Nonsense&unit=7&from=yesterday&after=x&channel=fax");
        let filter = query.filter(me(), date(2026, 3, 10));
        assert!(filter.status.is_none() && filter.unit.is_none() && filter.from.is_none() && filter.channel.is_none());
        assert!(query.cursor().is_none());
        assert_eq!(query.view, "");
    }

    #[test]
    fn pages_lead_forth_and_back() {
        let cursor =
            |at: i64| Cursor { key: String::new(), filed_at: at, id: CaseId::new(jiff::Timestamp::UNIX_EPOCH, &SeededRandom::new(2)) };
        let first = CaseQuery::parse("view=overdue");
        assert_eq!(first.previous("/c"), "");
        let second = CaseQuery::parse(first.next("/c", &cursor(20)).split_once('?').unwrap().1);
        assert_eq!(second.previous("/c"), "/c?view=overdue");
        let third = CaseQuery::parse(second.next("/c", &cursor(10)).split_once('?').unwrap().1);
        assert_eq!(CaseQuery::parse(third.previous("/c").split_once('?').unwrap().1), second);
    }
}

//! The orders of the list of cases and where a page of each continues.
//!
//! The one rule: the cost of a page does not grow with the number of cases. What fits under the bound of the count is gathered and put
//! in order here; what does not is read along the index of its order, or group by group along the index of the group.

use std::cmp::Ordering;

use jiff::civil::Date;
use kernel::ctx::Ctx;
use kernel::ids::{CaseId, StaffId, UnitId};
use kernel::limits::{COUNT_MAX, PAGE_ROWS};
use store::Tx;

use crate::case_file::{self, CaseFile};
use crate::error::Error;
use crate::list::{CaseFilter, Walk, conditions};
use crate::status::Status;

/// By what the list of cases is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By the time of filing; incoming numbers run the same way.
    #[default]
    Filed,
    /// By the deadline; cases without one stand last.
    Deadline,
    /// By the place of the status in the life cycle.
    Status,
    /// By service.
    Service,
    /// By accountable unit.
    Unit,
    /// By accountable person; cases of nobody stand last.
    Assignee,
}

/// An order of the list of cases. Inside a group the newest stand first.
#[derive(Debug, Clone)]
pub struct Order {
    /// By what.
    pub sort: Sort,
    /// From the end.
    pub descending: bool,
    /// Keys of the groups, in order; empty for the time of filing and the deadline.
    groups: Vec<String>,
}

impl Default for Order {
    fn default() -> Order {
        Order::filed(true)
    }
}

/// Where a page continues: behind this row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Its group or its deadline; empty when the order has neither.
    pub key: String,
    /// Its time of filing, ms since 1970 UTC.
    pub filed_at: i64,
    /// Its identifier.
    pub id: CaseId,
}

impl Cursor {
    /// The text form used in addresses: `<ms>-<id>`, with `<key>~` before it when there is a key.
    pub fn to_text(&self) -> String {
        let place = format!("{}-{}", self.filed_at, self.id);
        if self.key.is_empty() { place } else { format!("{}~{place}", self.key) }
    }

    /// Reads the text form.
    pub fn from_text(text: &str) -> Option<Cursor> {
        let (key, place) = text.rsplit_once('~').unwrap_or(("", text));
        let (at, id) = place.split_once('-')?;
        Some(Cursor { key: key.to_owned(), filed_at: at.parse().ok()?, id: id.parse().ok()? })
    }
}

/// What decides on the place of a row.
struct Place {
    rank: usize,
    deadline: Option<Date>,
    filed_at: i64,
    id: CaseId,
}

impl Order {
    /// By the time of filing.
    pub fn filed(descending: bool) -> Order {
        Order { sort: Sort::Filed, descending, groups: Vec::new() }
    }

    /// By the deadline.
    pub fn deadline(descending: bool) -> Order {
        Order { sort: Sort::Deadline, descending, groups: Vec::new() }
    }

    /// By the status.
    pub fn status(descending: bool) -> Order {
        let groups = Status::ALL.iter().map(|status| status.identifier().to_owned()).collect();
        Order { sort: Sort::Status, descending, groups }
    }

    /// By service; `codes` of all services in the order in which they are to stand.
    pub fn service(descending: bool, codes: Vec<String>) -> Order {
        Order { sort: Sort::Service, descending, groups: codes }
    }

    /// By unit; all units in the order in which they are to stand.
    pub fn unit(descending: bool, units: impl IntoIterator<Item = UnitId>) -> Order {
        Order { sort: Sort::Unit, descending, groups: units.into_iter().map(|id| id.to_string()).collect() }
    }

    /// By accountable person; all people in the order in which they are to stand.
    pub fn assignee(descending: bool, people: impl IntoIterator<Item = StaffId>) -> Order {
        let people = people.into_iter().map(|id| id.to_string());
        let groups =
            if descending { std::iter::once(String::new()).chain(people).collect() } else { people.chain([String::new()]).collect() };
        Order { sort: Sort::Assignee, descending, groups }
    }

    /// The place after a row.
    pub(crate) fn cursor(&self, case: &CaseFile) -> Cursor {
        let key = match self.sort {
            Sort::Filed => String::new(),
            Sort::Deadline => case.deadline_on.map(|day| day.to_string()).unwrap_or_default(),
            Sort::Status => case.status.identifier().to_owned(),
            Sort::Service => case.service_code.clone(),
            Sort::Unit => case.unit_id.to_string(),
            Sort::Assignee => case.assignee_id.map(|id| id.to_string()).unwrap_or_default(),
        };
        Cursor { key, filed_at: case.filed_at, id: case.id }
    }

    fn rank(&self, key: &str) -> usize {
        self.groups.iter().position(|group| group == key).unwrap_or(self.groups.len())
    }

    fn place_of(&self, cursor: &Cursor) -> Place {
        Place { rank: self.rank(&cursor.key), deadline: cursor.key.parse().ok(), filed_at: cursor.filed_at, id: cursor.id }
    }

    fn compare(&self, a: &Place, b: &Place) -> Ordering {
        let turned = |ordering: Ordering| if self.descending { ordering.reverse() } else { ordering };
        let newest = || (b.filed_at, b.id).cmp(&(a.filed_at, a.id));
        match self.sort {
            Sort::Filed => turned((a.filed_at, a.id).cmp(&(b.filed_at, b.id))),
            // Without a deadline last, whichever way the list runs.
            Sort::Deadline => match (a.deadline, b.deadline) {
                (Some(x), Some(y)) => turned((x, a.id).cmp(&(y, b.id))),
                (None, None) => turned(a.id.cmp(&b.id)),
                (x, y) => y.is_some().cmp(&x.is_some()),
            },
            _ => turned(a.rank.cmp(&b.rank)).then_with(newest),
        }
    }

    /// The rows of a page and one more, if there is one.
    pub(crate) fn rows(
        &self,
        tx: &Tx<'_>,
        ctx: &Ctx,
        filter: &CaseFilter,
        after: Option<&Cursor>,
        count: i64,
    ) -> Result<Vec<CaseFile>, Error> {
        match self.sort {
            _ if count <= COUNT_MAX => self.gathered(tx, ctx, filter, after),
            Sort::Filed => self.by_filing(tx, ctx, filter, after),
            Sort::Deadline => self.by_deadline(tx, ctx, filter, after),
            _ => self.by_group(tx, ctx, filter, after),
        }
    }

    /// Comparison and direction of a walk along an index.
    fn way(&self) -> (&'static str, &'static str) {
        if self.descending { ("<", "DESC") } else { (">", "ASC") }
    }

    fn by_filing(&self, tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter, after: Option<&Cursor>) -> Result<Vec<CaseFile>, Error> {
        let (comparison, way) = self.way();
        let mut found = conditions(ctx, filter, filter.filing_walk());
        if let Some(cursor) = after {
            found.add_pair("(filed_at, id)", comparison, cursor.filed_at, cursor.id);
        }
        found.rows(tx, &format!("filed_at {way}, id {way}"), PAGE_ROWS + 1)
    }

    fn gathered(&self, tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter, after: Option<&Cursor>) -> Result<Vec<CaseFile>, Error> {
        let key = match self.sort {
            Sort::Filed | Sort::Deadline | Sort::Status => "status",
            Sort::Service => "service_code",
            Sort::Unit => "unit_id",
            Sort::Assignee => "assignee_id",
        };
        let found = conditions(ctx, filter, Walk::Free).pick(tx, &format!("id, filed_at, deadline_on, {key}"), |row| {
            let key: Option<String> = row.get(3)?;
            Ok(Place { id: row.get(0)?, filed_at: row.get(1)?, deadline: row.get(2)?, rank: self.rank(&key.unwrap_or_default()) })
        });
        let from = after.map(|cursor| self.place_of(cursor));
        let mut places = found?;
        places.retain(|place| from.as_ref().is_none_or(|from| self.compare(from, place) == Ordering::Less));
        places.sort_by(|a, b| self.compare(a, b));
        places.truncate(PAGE_ROWS + 1);
        places.into_iter().map(|place| case_file::get(tx, ctx.administration_id, place.id)).collect()
    }

    fn by_deadline(&self, tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter, after: Option<&Cursor>) -> Result<Vec<CaseFile>, Error> {
        let (comparison, way) = self.way();
        let from = after.map(|cursor| self.place_of(cursor));
        let walk = Walk::Deadlines(filter.deadline_column());
        let mut rows = Vec::new();
        if from.as_ref().is_none_or(|from| from.deadline.is_some()) {
            let mut dated = conditions(ctx, filter, walk);
            match from.as_ref().and_then(|from| Some((from.deadline?, from.id))) {
                Some((day, id)) => dated.add_pair("(deadline_on, id)", comparison, day, id),
                None => dated.add_plain("deadline_on IS NOT NULL"),
            }
            rows = dated.rows(tx, &format!("deadline_on {way}, id {way}"), PAGE_ROWS + 1)?;
        }
        if rows.len() <= PAGE_ROWS {
            let mut undated = conditions(ctx, filter, walk);
            undated.add_plain("deadline_on IS NULL");
            if let Some(from) = from.filter(|from| from.deadline.is_none()) {
                undated.add(&format!("id {comparison} {{}}"), from.id);
            }
            rows.extend(undated.rows(tx, &format!("id {way}"), PAGE_ROWS + 1 - rows.len())?);
        }
        Ok(rows)
    }

    /// Whether a group can hold a row of the filter; a walk through a large group that cannot would be for nothing.
    fn may_hold(&self, filter: &CaseFilter, group: &str) -> bool {
        match (self.sort, Status::from_identifier(group)) {
            (Sort::Status, Some(status)) => {
                filter.status.is_none_or(|wanted| wanted == status) && filter.is_open().is_none_or(|open| open != status.is_final())
            }
            _ => true,
        }
    }

    fn by_group(&self, tx: &Tx<'_>, ctx: &Ctx, filter: &CaseFilter, after: Option<&Cursor>) -> Result<Vec<CaseFile>, Error> {
        let column = match self.sort {
            Sort::Service => "service_code",
            Sort::Unit => "unit_id",
            Sort::Assignee => "assignee_id",
            Sort::Filed | Sort::Deadline | Sort::Status => "status",
        };
        let mut groups: Vec<&String> = self.groups.iter().collect();
        if self.descending {
            groups.reverse();
        }
        let begin = after.and_then(|cursor| groups.iter().position(|group| **group == cursor.key)).unwrap_or(0);
        let mut rows: Vec<CaseFile> = Vec::new();
        for group in groups.into_iter().skip(begin).filter(|group| self.may_hold(filter, group)) {
            let walk = if self.sort == Sort::Status { Walk::Status } else { Walk::Group };
            let mut found = conditions(ctx, filter, walk);
            if group.is_empty() {
                found.add_plain(&format!("{column} IS NULL"));
            } else {
                found.add(&format!("{column} = {{}}"), group);
            }
            if let Some(cursor) = after.filter(|cursor| cursor.key == *group) {
                found.add_pair("(filed_at, id)", "<", cursor.filed_at, cursor.id);
            }
            rows.extend(found.rows(tx, "filed_at DESC, id DESC", PAGE_ROWS + 1 - rows.len())?);
            if rows.len() > PAGE_ROWS {
                break;
            }
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::random::SeededRandom;

    fn id(seed: u64) -> CaseId {
        CaseId::new(jiff::Timestamp::UNIX_EPOCH, &SeededRandom::new(seed))
    }

    #[test]
    fn a_place_is_read_back_from_its_address() {
        for key in ["", "2026-04-27", "tax-valuation", "InProgress"] {
            let cursor = Cursor { key: key.to_owned(), filed_at: 17, id: id(1) };
            assert_eq!(Cursor::from_text(&cursor.to_text()), Some(cursor));
        }
        assert_eq!(Cursor::from_text("rubbish"), None);
    }

    #[test]
    fn cases_without_a_deadline_stand_last_both_ways() {
        let place =
            |deadline: Option<&str>, filed_at| Place { rank: 0, deadline: deadline.map(|day| day.parse().unwrap()), filed_at, id: id(2) };
        let (early, late, none) = (place(Some("2026-04-01"), 1), place(Some("2026-05-01"), 1), place(None, 1));
        for descending in [false, true] {
            let order = Order::deadline(descending);
            assert_eq!(order.compare(&early, &late), if descending { Ordering::Greater } else { Ordering::Less });
            assert_eq!(order.compare(&late, &none), Ordering::Less);
        }
    }

    #[test]
    fn groups_turn_and_the_newest_stand_first_in_each() {
        let place = |rank, filed_at| Place { rank, deadline: None, filed_at, id: id(3) };
        let order = Order::status(true);
        assert_eq!(order.compare(&place(1, 5), &place(0, 9)), Ordering::Less);
        assert_eq!(order.compare(&place(1, 9), &place(1, 5)), Ordering::Less);
    }
}

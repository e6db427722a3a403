//! The figures over all services: how often each status was reached (`ejournal.md` §6.5).
//!
//! The one rule: what a service adds is the difference between what it counted for before and what it counts for now, so that the rows
//! are at every moment what a count over all states would give.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::entity_number::EntityNumber;
use store::{Tx, params};

use super::access::require_operator;
use super::{Ctx, Error, Result, eik, eik_number};
use crate::event::{Channel, Mode, ServiceNumber, Status};
use crate::statistics::{CellKey, Cube};

const MOVE: &str = "INSERT INTO journal_cube (on_date, administration, service, channel, mode, status, count)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (on_date, administration, service, channel, mode, status) DO UPDATE SET count = journal_cube.count + excluded.count";
const BETWEEN: &str = "SELECT on_date, administration, service, channel, mode, status, count FROM journal_cube
    WHERE on_date >= $1 AND on_date <= $2 AND count > 0
    ORDER BY on_date, administration, service, channel, mode, status";

/// Statements of this module, for the test that prepares them all.
pub(super) const STATEMENTS: &[&str] = &[MOVE, BETWEEN];

/// What services count for more or less than before, added up before it is written.
#[derive(Debug, Default)]
pub(super) struct Moves(BTreeMap<CellKey, i64>);

impl Moves {
    /// Takes in what a service counted for and what it counts for.
    pub(super) fn note(&mut self, before: &Cube, after: &Cube) {
        for (cube, sign) in [(before, -1), (after, 1)] {
            for (key, count) in cube.cells() {
                *self.0.entry(key.clone()).or_default() += sign * i64::try_from(count).unwrap_or(0);
            }
        }
    }

    /// Brings the rows in step.
    pub(super) fn write(self, tx: &mut Tx<'_>) -> Result<()> {
        for (key, by) in self.0.into_iter().filter(|(_, by)| *by != 0) {
            let (channel, mode) = (key.channel.map_or("", Channel::name), key.mode.map_or("", Mode::name));
            let place = (key.day, eik_number(&key.administration), key.service.as_str());
            tx.execute(MOVE, &params![place.0, place.1, place.2, channel, mode, key.status.as_str(), by])?;
        }
        Ok(())
    }
}

/// How often a status was reached at one place of the cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The place.
    pub key: CellKey,
    /// How often.
    pub count: u64,
}

/// The figures of the days from `from` to `until`, both included, as they are: small cells are not hidden yet. For publication they go
/// through [`crate::statistics::suppress`].
///
/// Fails with [`Error::Denied`] unless the operator asks.
pub fn figures_read(tx: &Tx<'_>, ctx: &Ctx, from: Date, until: Date) -> Result<Vec<Figure>> {
    require_operator(tx, ctx)?;
    let rows = tx.query(BETWEEN, &params![from, until], |row| {
        let place = (row.get::<Date>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?);
        Ok((place, (row.get::<String>(3)?, row.get::<String>(4)?, row.get::<String>(5)?), row.get::<i64>(6)?))
    })?;
    let damaged = |_| Error::Damaged { what: "a figure" };
    let figure = |((day, administration, service), (channel, mode, status), count): Columns| {
        let administration: EntityNumber = eik(administration)?;
        let (service, status): (ServiceNumber, Status) = (service.parse().map_err(damaged)?, status.parse().map_err(damaged)?);
        let key = CellKey { day, administration, service, channel: Channel::parse(&channel), mode: Mode::parse(&mode), status };
        Ok(Figure { key, count: u64::try_from(count).unwrap_or(0) })
    };
    rows.into_iter().map(figure).collect()
}

type Columns = ((Date, i64, String), (String, String, String), i64);

//! Leases: what one worker holds for a while, so that several nodes share the work and a dead node's work is taken over.
//!
//! The one rule: a lease ends by the clock of the database, and its holder stops before that by a clock that runs on while the
//! machine or the process sleeps. A late result of a lost lease changes nothing: it is written only where the fence is still its own.

use std::time::Duration;

use kernel::random::Random;
use rustix::time::{ClockId, clock_gettime};

use crate::tx::Tx;
use crate::{Result, params};

/// How long a claim holds. A node that died holding it is replaced after this and one sweep of another node, within 10 s.
pub const LEASE: Duration = Duration::from_secs(5);

/// [`LEASE`] in statements, ms.
pub(crate) const LEASE_MS: i64 = 5_000;

const TAKE: &str = "INSERT INTO lease (name, owner, fence, lease_until)
    VALUES ($1, $2, 1, {clock_ms} + $3)
    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, fence = lease.fence + 1, lease_until = excluded.lease_until
    WHERE lease.owner = excluded.owner OR lease.lease_until <= {clock_ms} OR lease.lease_until > {clock_ms} + $3
    RETURNING fence";
const HELD: &str = "SELECT name, owner, lease_until - {clock_ms} FROM lease
    ORDER BY name";

const CLOCK: &str = "SELECT {clock_ms}";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[TAKE, HELD, CLOCK];

/// A node of the installation: a name of its own from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node(pub String);

impl Node {
    /// A new node.
    pub fn new(random: &dyn Random) -> Node {
        let mut bytes = [0; 8];
        random.fill(&mut bytes);
        Node(format!("{:016x}", u64::from_be_bytes(bytes)))
    }
}

/// How long something is still held, by a clock that nobody sets and that does not stand still while the process is frozen or the
/// machine sleeps.
#[derive(Debug, Clone, Copy)]
pub struct Hold {
    until: Duration,
}

/// Time since the machine started, sleep included.
fn since_boot() -> Duration {
    let now = clock_gettime(ClockId::Boottime);
    Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), u32::try_from(now.tv_nsec).unwrap_or(0))
}

impl Hold {
    /// A hold of [`LEASE`] from now: called before the claim, so that it ends no later than what the database wrote.
    pub fn begins() -> Hold {
        Hold { until: since_boot() + LEASE }
    }

    /// Whether it lasts for `time` more: asked before each act that takes at most that long.
    pub fn lasts(&self, time: Duration) -> bool {
        since_boot() + time < self.until
    }
}

/// Takes or keeps the lease `name` for `time`; false when another node holds it.
pub fn lease_take(tx: &mut Tx<'_>, name: &str, node: &Node, time: Duration) -> Result<bool> {
    let time = i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 4);
    Ok(!tx.change(TAKE, &params![name, &node.0, time], |row| row.get::<i64>(0))?.is_empty())
}

/// A lease somebody took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Of what.
    pub name: String,
    /// By which node.
    pub owner: String,
    /// For how much longer, ms; negative when it has ended.
    pub remaining_ms: i64,
}

/// All leases of the installation.
pub fn leases(tx: &Tx<'_>) -> Result<Vec<Held>> {
    tx.query(HELD, &[], |row| Ok(Held { name: row.get(0)?, owner: row.get(1)?, remaining_ms: row.get(2)? }))
}

/// The clock of the database, ms since 1970 UTC.
pub fn database_clock(tx: &Tx<'_>) -> Result<i64> {
    Ok(tx.query_row(CLOCK, &[], |row| row.get(0))?.unwrap_or(0))
}

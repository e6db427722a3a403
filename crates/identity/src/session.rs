//! Sessions: of staff after a sign-in, of the applicant's side of a case after number and access code.
//!
//! The one rule: the token exists only in the person's browser; the store knows its SHA-256.

use std::fmt;

use kernel::actor::StaffActor;
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId, SessionId, StaffId};
use kernel::limits::SESSION_IDLE_MS;
use kernel::permission::Permission;
use kernel::random::Random;
use kernel::secret::hex;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::history::{self, Event};
use store::{Tx, params};

use crate::Error;
use crate::staff::roles_of;

/// LIMIT: a staff session ends after this however active it is, ms: the longest working day.
pub const STAFF_SESSION_MS: i64 = 12 * 60 * 60 * 1_000;
/// LIMIT: the applicant's session ends this long after the code was typed, ms. Activity is not written down, so that looking
/// at one's case costs no write.
pub const APPLICANT_SESSION_MS: i64 = 2 * 60 * 60 * 1_000;
/// Activity is written down at most this often, ms: a page view costs no write.
pub const TOUCH_MS: i64 = 60 * 1_000;
/// LIMIT: what is kept of the browser's own description, characters.
const DEVICE_CHARS_MAX: usize = 200;

const OPEN: &str = "INSERT INTO session
    (token_hash, id, administration_id, kind, subject_id, device, address, created_at, seen_at, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)";
const STAFF: &str = "SELECT e.id, e.created_at, e.seen_at, e.ends_at, s.id, s.name, s.unit_id FROM session e
    JOIN staff s ON s.administration_id = e.administration_id AND s.id = e.subject_id
    WHERE e.token_hash = $1 AND e.administration_id = $2 AND e.kind = 'staff' AND s.blocked_at IS NULL";
const APPLICANT: &str = "SELECT subject_id, ends_at FROM session
    WHERE token_hash = $1 AND administration_id = $2 AND kind = 'applicant'";
const TOUCH: &str = "UPDATE session SET seen_at = $3
    WHERE token_hash = $1 AND administration_id = $2 AND seen_at <= $4";
const LIST: &str = "SELECT id, device, address, created_at, seen_at, ends_at FROM session
    WHERE administration_id = $1 AND subject_id = $2 AND kind = 'staff'
    ORDER BY seen_at DESC, id DESC";
const CLOSE_ONE: &str = "DELETE FROM session
    WHERE administration_id = $1 AND subject_id = $2 AND kind = 'staff' AND id = $3";
const CLOSE_OTHERS: &str = "DELETE FROM session
    WHERE administration_id = $1 AND subject_id = $2 AND kind = 'staff' AND id <> $3";
const CLOSE_ALL: &str = "DELETE FROM session
    WHERE administration_id = $1 AND subject_id = $2 AND kind = 'staff'";
const CLOSE_TOKEN: &str = "DELETE FROM session
    WHERE token_hash = $1 AND administration_id = $2 AND kind = $3";
const SWEEP: &str = "DELETE FROM session
    WHERE ends_at <= $1 OR seen_at <= $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[OPEN, STAFF, APPLICANT, TOUCH, LIST, CLOSE_ONE, CLOSE_OTHERS, CLOSE_ALL, CLOSE_TOKEN, SWEEP];

/// The secret a browser holds: 256 random bits as hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(pub String);

impl SessionToken {
    fn new(random: &dyn Random) -> SessionToken {
        let mut bytes = [0u8; 32];
        random.fill(&mut bytes);
        SessionToken(hex(&bytes))
    }

    /// The value for the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

pub(crate) fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A live session of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    /// Which.
    pub id: SessionId,
    /// Who, with the roles held now.
    pub actor: StaffActor,
    /// When the person signed in, ms.
    pub started_at: i64,
    /// The latest activity written down, ms.
    pub seen_at: i64,
    /// When it ends in any case, ms.
    pub ends_at: i64,
}

impl StaffSession {
    /// Whether activity should be written down with [`session_touch`].
    pub fn needs_touch(&self, now_ms: i64) -> bool {
        now_ms - self.seen_at >= TOUCH_MS
    }

    /// When the session ends unless the person does something, ms.
    pub fn expires_at(&self) -> i64 {
        self.ends_at.min(self.seen_at + SESSION_IDLE_MS)
    }
}

/// A session as its owner sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Which.
    pub id: SessionId,
    /// What the browser says of itself.
    pub device: String,
    /// Network address at the sign-in.
    pub address: String,
    /// When the person signed in, ms.
    pub started_at: i64,
    /// The latest activity, ms.
    pub seen_at: i64,
    /// When it ends in any case, ms.
    pub ends_at: i64,
}

/// Which sessions of a person to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionClose {
    /// This one.
    One(SessionId),
    /// All but this one.
    AllBut(SessionId),
    /// All.
    All,
}

/// Opens a session for a member of staff whose password (or other proof) was verified.
pub fn session_open(tx: &mut Tx<'_>, ctx: &Ctx, staff_id: StaffId, device: &str, address: &str) -> store::Result<SessionToken> {
    let token = SessionToken::new(ctx.random.as_ref());
    let id = SessionId::new(ctx.now, ctx.random.as_ref());
    let device: String = device.chars().filter(|c| !c.is_control()).take(DEVICE_CHARS_MAX).collect();
    let row = params![
        token_hash(&token.0),
        id,
        ctx.administration_id,
        "staff",
        staff_id,
        device,
        address,
        ctx.now_ms(),
        ctx.now_ms() + STAFF_SESSION_MS
    ];
    tx.execute(OPEN, &row)?;
    Ok(token)
}

/// The session of a token, unless it ended, was idle too long, or the account is blocked.
pub fn session_actor(tx: &Tx<'_>, administration: AdministrationId, token: &str, now_ms: i64) -> store::Result<Option<StaffSession>> {
    let found = tx.query_row(STAFF, &params![token_hash(token), administration], |row| {
        Ok(StaffSession {
            id: row.get(0)?,
            started_at: row.get(1)?,
            seen_at: row.get(2)?,
            ends_at: row.get(3)?,
            actor: StaffActor { id: row.get(4)?, name: row.get(5)?, unit: row.get(6)?, roles: Vec::new() },
        })
    })?;
    let Some(mut session) = found.filter(|session| now_ms < session.expires_at()) else { return Ok(None) };
    session.actor.roles = roles_of(tx, administration, session.actor.id)?;
    Ok(Some(session))
}

/// Writes activity down, at most once in [`TOUCH_MS`]; false when it was not yet time or the session is gone.
pub fn session_touch(tx: &mut Tx<'_>, administration: AdministrationId, token: &str, now_ms: i64) -> store::Result<bool> {
    Ok(tx.execute(TOUCH, &params![token_hash(token), administration, now_ms, now_ms - TOUCH_MS])? == 1)
}

/// Live sessions of a person, the latest activity first.
pub fn session_list(tx: &Tx<'_>, administration: AdministrationId, staff_id: StaffId, now_ms: i64) -> store::Result<Vec<SessionInfo>> {
    let mut sessions = tx.query(LIST, &params![administration, staff_id], |row| {
        Ok(SessionInfo {
            id: row.get(0)?,
            device: row.get(1)?,
            address: row.get(2)?,
            started_at: row.get(3)?,
            seen_at: row.get(4)?,
            ends_at: row.get(5)?,
        })
    })?;
    sessions.retain(|session| now_ms < session.ends_at.min(session.seen_at + SESSION_IDLE_MS));
    Ok(sessions)
}

/// Ends sessions of a person: everybody may end their own, an administrator those of anybody. Answers how many ended.
pub fn session_close(tx: &mut Tx<'_>, ctx: &Ctx, staff_id: StaffId, which: SessionClose) -> Result<u64, Error> {
    let is_own = ctx.actor.staff().is_some_and(|staff| staff.id == staff_id);
    if !is_own {
        ctx.require(Permission::StaffManage)?;
    }
    let administration = ctx.administration_id;
    let ended = match which {
        SessionClose::One(id) => tx.execute(CLOSE_ONE, &params![administration, staff_id, id])?,
        SessionClose::AllBut(id) => tx.execute(CLOSE_OTHERS, &params![administration, staff_id, id])?,
        SessionClose::All => tx.execute(CLOSE_ALL, &params![administration, staff_id])?,
    };
    if ended == 0 && matches!(which, SessionClose::One(_)) {
        return Err(Error::SessionUnknown);
    }
    if ended > 0 {
        let data = json!({ "staff": staff_id, "count": ended });
        history::append(tx, ctx, Event::of_administration("SessionsClosed", data))?;
    }
    Ok(ended)
}

/// Ends the session of a token; false when there was none.
pub(crate) fn token_close(tx: &mut Tx<'_>, administration: AdministrationId, token: &str, kind: &str) -> store::Result<bool> {
    Ok(tx.execute(CLOSE_TOKEN, &params![token_hash(token), administration, kind])? == 1)
}

/// Opens the official section of a case. The caller has just verified document number and access code; what the person then
/// does is checked against exactly this case.
pub fn applicant_session_open(tx: &mut Tx<'_>, ctx: &Ctx, case_id: CaseId) -> store::Result<SessionToken> {
    let token = SessionToken::new(ctx.random.as_ref());
    let id = SessionId::new(ctx.now, ctx.random.as_ref());
    let row = params![
        token_hash(&token.0),
        id,
        ctx.administration_id,
        "applicant",
        case_id,
        "",
        "",
        ctx.now_ms(),
        ctx.now_ms() + APPLICANT_SESSION_MS
    ];
    tx.execute(OPEN, &row)?;
    Ok(token)
}

/// The case a token of the applicant's side opens, unless its time is over.
pub fn applicant_session_case(tx: &Tx<'_>, administration: AdministrationId, token: &str, now_ms: i64) -> store::Result<Option<CaseId>> {
    let found =
        tx.query_row(APPLICANT, &params![token_hash(token), administration], |row| Ok((row.get::<CaseId>(0)?, row.get::<i64>(1)?)))?;
    Ok(found.filter(|(_, ends_at)| now_ms < *ends_at).map(|(case_id, _)| case_id))
}

/// Ends a session of the applicant's side.
pub fn applicant_session_close(tx: &mut Tx<'_>, administration: AdministrationId, token: &str) -> store::Result<bool> {
    token_close(tx, administration, token, "applicant")
}

/// Removes sessions that are over; answers how many.
pub fn session_sweep(tx: &mut Tx<'_>, now_ms: i64) -> store::Result<u64> {
    tx.execute(SWEEP, &params![now_ms, now_ms - SESSION_IDLE_MS])
}

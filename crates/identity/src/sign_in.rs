//! Signing in with name and password: read the account, verify outside the transaction, then finish in one command.
//!
//! The one rule: an unknown name, a wrong password and a blocked account get the same answer after the same work, and too many
//! failures lock the name for a while whether or not it exists.

use kernel::actor::{Actor, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, StaffId};
use kernel::limits::{ATTEMPTS_PER_ADDRESS, SIGN_IN_FAILURES_MAX};
use kernel::secret::hex;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::history::{self, Event};
use store::{Tx, params};

use crate::attempt::{attempt_allowed, attempt_clear, attempt_hold, attempt_record};
use crate::password::{PASSWORD_BYTES_MAX, PasswordHash};
use crate::session::{SessionToken, session_actor, session_open, token_close};
use crate::staff::{password_rehash, staff_actor};

/// Scope under which failures are counted per name.
pub const SCOPE_LOGIN: &str = "sign-in";
/// Scope under which failures are counted per network address.
pub const SCOPE_ADDRESS: &str = "sign-in-address";

const ACCOUNT: &str = "SELECT id, password_hash, blocked_at FROM staff
    WHERE administration_id = $1 AND login = $2";
const SIGNED_IN: &str = "UPDATE staff SET last_sign_in_at = $3
    WHERE administration_id = $1 AND id = $2";

/// Statements of this module, for the test that prepares them all.
pub const STATEMENTS: &[&str] = &[ACCOUNT, SIGNED_IN];

/// What is needed to verify a sign-in.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who.
    pub id: StaffId,
    /// The stored hash; absent when it cannot be read, and then nothing verifies.
    pub password_hash: Option<PasswordHash>,
    /// Whether the account is blocked.
    pub blocked: bool,
}

/// What came out of verifying the password, outside the transaction.
#[derive(Debug, Clone)]
pub struct Proof {
    /// The account, if the name exists.
    pub account: Option<Account>,
    /// Whether the password is right.
    pub verified: bool,
    /// The same password hashed at today's cost, when [`crate::Passwords::needs_rehash`] asked for it.
    pub rehashed: Option<PasswordHash>,
}

/// How a sign-in ended.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// The person is signed in.
    Open {
        /// The secret for the cookie.
        token: SessionToken,
        /// Who.
        actor: StaffActor,
    },
    /// Name or password is wrong, or the account is blocked: nothing says which.
    Refused,
    /// Too many failures for this name or from this address; the same for names that do not exist.
    Locked,
}

/// The account of a name for signing in.
pub fn sign_in_account(tx: &Tx<'_>, administration: AdministrationId, login: &str) -> store::Result<Option<Account>> {
    tx.query_row(ACCOUNT, &params![administration, folded(login)], |row| {
        Ok(Account {
            id: row.get(0)?,
            password_hash: PasswordHash::parse(&row.get::<String>(1)?).ok(),
            blocked: row.get::<Option<i64>>(2)?.is_some(),
        })
    })
}

/// Whether a sign-in under this name from this address may be tried now.
pub fn sign_in_allowed(tx: &Tx<'_>, administration: AdministrationId, login: &str, address: &str, now_ms: i64) -> store::Result<bool> {
    Ok(attempt_allowed(tx, administration, SCOPE_LOGIN, &subject(login), now_ms, SIGN_IN_FAILURES_MAX)?
        && attempt_allowed(tx, administration, SCOPE_ADDRESS, address, now_ms, ATTEMPTS_PER_ADDRESS)?)
}

/// Opens a session or counts a failure. The fifth failure in a row locks the name for a full window.
pub fn sign_in_finish(tx: &mut Tx<'_>, ctx: &Ctx, login: &str, proof: &Proof, device: &str, address: &str) -> store::Result<SignIn> {
    let (administration, now_ms) = (ctx.administration_id, ctx.now_ms());
    // Asked again inside the command: many tries that were verified at the same time count one after another.
    if !sign_in_allowed(tx, administration, login, address, now_ms)? {
        return Ok(SignIn::Locked);
    }
    let account = proof.account.as_ref().filter(|account| proof.verified && !account.blocked);
    let actor = match account {
        Some(account) => staff_actor(tx, administration, account.id)?,
        None => None,
    };
    let Some(actor) = actor else {
        attempt_record(tx, administration, SCOPE_ADDRESS, address, now_ms)?;
        let failures = attempt_record(tx, administration, SCOPE_LOGIN, &subject(login), now_ms)?;
        if failures >= SIGN_IN_FAILURES_MAX {
            attempt_hold(tx, administration, SCOPE_LOGIN, &subject(login), now_ms, failures)?;
            let staff = proof.account.as_ref().map(|account| account.id);
            history::append(tx, ctx, Event::of_administration("SignInLocked", json!({ "staff": staff, "failures": failures })))?;
        }
        return Ok(SignIn::Refused);
    };
    attempt_clear(tx, administration, SCOPE_LOGIN, &subject(login))?;
    if let Some(hash) = &proof.rehashed {
        password_rehash(tx, administration, actor.id, hash)?;
    }
    tx.execute(SIGNED_IN, &params![administration, actor.id, now_ms])?;
    let token = session_open(tx, ctx, actor.id, device, address)?;
    let as_person = Ctx { actor: Actor::Staff(actor.clone()), ..ctx.clone() };
    history::append(tx, &as_person, Event::of_administration("SignedIn", json!({ "staff": actor.id })))?;
    Ok(SignIn::Open { token, actor })
}

/// Ends the session of a token; false when it was over already.
pub fn sign_out(tx: &mut Tx<'_>, ctx: &Ctx, token: &str) -> store::Result<bool> {
    let session = session_actor(tx, ctx.administration_id, token, ctx.now_ms())?;
    let closed = token_close(tx, ctx.administration_id, token, "staff")?;
    if let Some(session) = session {
        let staff = session.actor.id;
        let as_person = Ctx { actor: Actor::Staff(session.actor), ..ctx.clone() };
        history::append(tx, &as_person, Event::of_administration("SignedOut", json!({ "staff": staff })))?;
    }
    Ok(closed)
}

fn folded(login: &str) -> String {
    // LIMIT: nobody's name is longer; a larger text is cut before anything is done with it.
    login.trim().chars().take(PASSWORD_BYTES_MAX).collect::<String>().to_lowercase()
}

/// What is stored of a name that failed: people type passwords into the wrong field, so only a digest is kept.
fn subject(login: &str) -> String {
    hex(&Sha256::digest(folded(login).as_bytes())[..16])
}

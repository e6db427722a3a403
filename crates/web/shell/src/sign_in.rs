//! Signing staff in, whoever asks: the page of the office or a machine.
//!
//! The one rule: an unknown name, a wrong password and a blocked account are answered alike and after the same work.

use std::sync::OnceLock;

use identity::{PasswordParams, Passwords, Proof, SignIn, sign_in_account, sign_in_allowed, sign_in_finish};

use crate::error::PageError;
use crate::rate::Limit;
use crate::visit::Visit;

fn passwords() -> Result<&'static Passwords, PageError> {
    static PASSWORDS: OnceLock<Option<Passwords>> = OnceLock::new();
    let made = PASSWORDS.get_or_init(|| Passwords::new(PasswordParams::OWASP).ok());
    made.as_ref().ok_or_else(|| PageError::new(axum::http::StatusCode::INTERNAL_SERVER_ERROR))
}

/// Hashes and verifies away from the threads that answer requests.
pub async fn with_passwords<T, F>(work: F) -> Result<T, PageError>
where
    F: FnOnce(&Passwords) -> T + Send + 'static,
    T: Send + 'static,
{
    let passwords = passwords()?;
    tokio::task::spawn_blocking(move || work(passwords)).await.map_err(PageError::failure)
}

/// Checks name and password and opens a session; `device` is what the list of sessions shows.
pub async fn sign_in(visit: &Visit, login: &str, password: String, device: &str) -> Result<SignIn, PageError> {
    let app = &visit.app;
    app.rates.check(Limit::Secret, visit.address())?;
    let ctx = visit.ctx();
    let address = visit.address().to_string();
    let (asked, from, at) = (login.to_owned(), address.clone(), ctx.clone());
    let account = app.store.read(move |tx| -> Result<_, store::Error> {
        if !sign_in_allowed(tx, at.administration_id, &asked, &from, at.now_ms())? {
            return Ok(None);
        }
        Ok(Some(sign_in_account(tx, at.administration_id, &asked)?))
    });
    let Some(account) = account.await? else { return Ok(SignIn::Locked) };
    let random = app.random.clone();
    let proof = with_passwords(move |passwords| {
        let stored = account.as_ref().and_then(|account| account.password_hash.as_ref());
        let verified = passwords.verify(&password, stored);
        let renew = verified && stored.is_some_and(|stored| passwords.needs_rehash(stored));
        let rehashed = if renew { passwords.hash(&password, &*random).ok() } else { None };
        Proof { account, verified, rehashed }
    });
    let proof = proof.await?;
    let (asked, device) = (login.to_owned(), device.to_owned());
    Ok(app.store.write(move |tx| sign_in_finish(tx, &ctx, &asked, &proof, &device, &address)).await?)
}

//! Signing in: right and wrong passwords, locks, equal answers.

use identity::{PasswordParams, Passwords, Proof, SignIn};
use kernel::actor::Role;
use kernel::limits::{ATTEMPTS_PER_ADDRESS, SIGN_IN_FAILURES_MAX, SIGN_IN_LOCK_MS};

use crate::{Office, RIGHT};

fn sign_in(office: &Office, login: &str, password: &str) -> SignIn {
    sign_in_from(office, login, password, "192.0.2.1")
}

fn sign_in_from(office: &Office, login: &str, password: &str, address: &str) -> SignIn {
    let account = office.read(|tx, administration| identity::sign_in_account(tx, administration, login));
    let stored = account.as_ref().and_then(|account| account.password_hash.as_ref());
    let verified = office.passwords.verify(password, stored);
    let rehashed = stored.filter(|hash| verified && office.passwords.needs_rehash(hash)).map(|_| office.hash(password));
    let proof = Proof { account, verified, rehashed };
    let (login, address) = (login.to_owned(), address.to_owned());
    office.act(move |tx, ctx| identity::sign_in_finish(tx, ctx, &login, &proof, "Firefox", &address)).unwrap()
}

#[test]
fn the_right_password_opens_a_session() {
    let office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    let SignIn::Open { token, actor } = sign_in(&office, " Clerk ", RIGHT) else { panic!("refused") };
    assert_eq!((actor.id, actor.roles), (id, vec![Role::FrontDesk]));
    let session = office.read(|tx, a| identity::session_actor(tx, a, token.as_str(), office.ctx.now_ms())).unwrap();
    assert_eq!(session.actor.id, id);
    let staff = office.read(|tx, administration| identity::staff_get(tx, administration, id)).unwrap();
    assert_eq!(staff.last_sign_in_at, Some(office.ctx.now_ms()));
    assert_eq!(office.history().last().map(String::as_str), Some("SignedIn"));
    office
        .act({
            let token = token.clone();
            move |tx, ctx| identity::sign_out(tx, ctx, token.as_str())
        })
        .unwrap();
    assert!(office.read(|tx, a| identity::session_actor(tx, a, token.as_str(), office.ctx.now_ms())).is_none());
    assert_eq!(office.history().last().map(String::as_str), Some("SignedOut"));
}

#[test]
fn unknown_wrong_and_blocked_are_answered_alike_and_lock_alike() {
    let mut office = Office::new();
    let blocked = office.create("blocked", "Блокиран Примерен", &[Role::FrontDesk]);
    office.act(move |tx, ctx| identity::staff_block(tx, ctx, blocked, "")).unwrap();
    office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    for (at, (login, password)) in [("nobody", RIGHT), ("clerk", "грешна парола"), ("blocked", RIGHT)].into_iter().enumerate() {
        let address = format!("192.0.2.{at}");
        for _ in 0..SIGN_IN_FAILURES_MAX {
            assert!(matches!(sign_in_from(&office, login, password, &address), SignIn::Refused), "{login}");
        }
        assert!(matches!(sign_in_from(&office, login, RIGHT, &address), SignIn::Locked), "{login}");
        let allowed = office.read(|tx, a| identity::sign_in_allowed(tx, a, login, &address, office.ctx.now_ms()));
        assert!(!allowed);
    }
    office.later(SIGN_IN_LOCK_MS - 1);
    assert!(matches!(sign_in(&office, "clerk", RIGHT), SignIn::Locked));
    office.later(1);
    assert!(matches!(sign_in(&office, "clerk", RIGHT), SignIn::Open { .. }));
}

#[test]
fn one_address_cannot_try_many_names() {
    let office = Office::new();
    office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    for number in 0..ATTEMPTS_PER_ADDRESS {
        assert!(matches!(sign_in(&office, &format!("name{number}"), "x"), SignIn::Refused));
    }
    assert!(matches!(sign_in(&office, "clerk", RIGHT), SignIn::Locked));
    assert!(matches!(sign_in_from(&office, "clerk", RIGHT, "192.0.2.77"), SignIn::Open { .. }));
}

#[test]
fn a_success_forgets_the_failures_before_it() {
    let office = Office::new();
    office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    for _ in 0..3 {
        for _ in 0..SIGN_IN_FAILURES_MAX - 1 {
            assert!(matches!(sign_in(&office, "clerk", "грешна"), SignIn::Refused));
        }
        assert!(matches!(sign_in(&office, "clerk", RIGHT), SignIn::Open { .. }));
    }
}

#[test]
fn an_account_made_cheaply_is_hashed_anew() {
    let mut office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    office.passwords = Passwords::new(PasswordParams { memory_kib: 256, passes: 1, lanes: 1 }).unwrap();
    assert!(matches!(sign_in(&office, "clerk", RIGHT), SignIn::Open { .. }));
    let account = office.read(|tx, administration| identity::sign_in_account(tx, administration, "clerk")).unwrap();
    assert_eq!(account.id, id);
    assert_eq!(account.password_hash.unwrap().params().memory_kib, 256);
    assert!(matches!(sign_in(&office, "clerk", RIGHT), SignIn::Open { .. }));
}

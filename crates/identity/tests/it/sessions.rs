//! Sessions of staff and of the applicant's side: idle time, lists, closing.

use identity::{Error, SessionClose, SessionToken};
use kernel::actor::{Actor, Role};
use kernel::ids::{AdministrationId, CaseId, StaffId};
use kernel::limits::SESSION_IDLE_MS;

use crate::Office;

fn open(office: &Office, id: StaffId, device: &'static str) -> SessionToken {
    office.act(move |tx, ctx| identity::session_open(tx, ctx, id, device, "192.0.2.1")).unwrap()
}

fn lives(office: &Office, token: &SessionToken) -> bool {
    office.read(|tx, a| identity::session_actor(tx, a, token.as_str(), office.ctx.now_ms())).is_some()
}

#[test]
fn an_idle_session_ends_and_an_active_one_ends_with_the_day() {
    let mut office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    let (idle, active) = (open(&office, id, "A"), open(&office, id, "B"));
    let touch = |office: &Office| {
        let token = active.clone();
        office.act(move |tx, ctx| identity::session_touch(tx, ctx.administration_id, token.as_str(), ctx.now_ms())).unwrap()
    };
    assert!(!touch(&office), "not before a minute has passed");
    office.later(SESSION_IDLE_MS - 1);
    assert!(lives(&office, &idle) && touch(&office));
    office.later(1);
    assert!(!lives(&office, &idle) && lives(&office, &active));
    for _ in 0..8 {
        office.later(60 * 60 * 1_000);
        touch(&office);
    }
    assert!(!lives(&office, &active), "twelve hours are over");
    let swept = office.act(|tx, ctx| identity::session_sweep(tx, ctx.now_ms())).unwrap();
    assert_eq!(swept, 2);
}

#[test]
fn sessions_are_listed_and_closed_by_their_owner_or_an_administrator() {
    let mut office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    let tokens = [open(&office, id, "A"), open(&office, id, "B"), open(&office, id, "C")];
    let list = |office: &Office| office.read(|tx, a| identity::session_list(tx, a, id, office.ctx.now_ms()));
    let keep = list(&office).into_iter().find(|session| session.device == "B").unwrap().id;

    let stranger = office.create("other", "Друг Примерен", &[Role::FrontDesk]);
    let admin = office.ctx.actor.clone();
    let as_staff = |office: &Office, id| Actor::Staff(office.read(|tx, a| identity::staff_actor(tx, a, id)).unwrap());
    office.ctx.actor = as_staff(&office, stranger);
    let refused = office.act(move |tx, ctx| identity::session_close(tx, ctx, id, SessionClose::One(keep)));
    assert!(matches!(refused, Err(Error::Denied(_))));

    office.ctx.actor = as_staff(&office, id);
    assert_eq!(office.act(move |tx, ctx| identity::session_close(tx, ctx, id, SessionClose::AllBut(keep))).unwrap(), 2);
    assert_eq!(tokens.iter().filter(|token| lives(&office, token)).count(), 1);
    assert_eq!(list(&office).len(), 1);

    office.ctx.actor = admin;
    office.act(move |tx, ctx| identity::session_close(tx, ctx, id, SessionClose::One(keep))).unwrap();
    let again = office.act(move |tx, ctx| identity::session_close(tx, ctx, id, SessionClose::One(keep)));
    assert!(matches!(again, Err(Error::SessionUnknown)));
}

#[test]
fn blocking_and_a_new_password_end_every_session() {
    let office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    let token = open(&office, id, "A");
    let hash = office.hash("съвсем нова парола");
    office.act(move |tx, ctx| identity::staff_password_set(tx, ctx, id, &hash)).unwrap();
    assert!(!lives(&office, &token));
    let token = open(&office, id, "A");
    office.act(move |tx, ctx| identity::staff_block(tx, ctx, id, "")).unwrap();
    assert!(!lives(&office, &token));
    assert!(!lives(&office, &open(&office, id, "A")), "even a session opened by mistake gives nothing");
}

#[test]
fn a_token_opens_nothing_of_another_kind_or_administration() {
    let mut office = Office::new();
    let id = office.create("clerk", "Служител Примерен", &[Role::FrontDesk]);
    let case = CaseId::new(office.ctx.now, office.ctx.random.as_ref());
    let staff = open(&office, id, "A");
    let applicant = office.act(move |tx, ctx| identity::applicant_session_open(tx, ctx, case)).unwrap();
    let now = office.ctx.now_ms();
    let case_of =
        |office: &Office, token: &SessionToken, now| office.read(|tx, a| identity::applicant_session_case(tx, a, token.as_str(), now));
    assert_eq!(case_of(&office, &applicant, now), Some(case));
    assert_eq!(case_of(&office, &staff, now), None);
    assert!(!lives(&office, &applicant));
    assert!(office.read(|tx, _| identity::session_actor(tx, AdministrationId(2), staff.as_str(), now)).is_none());
    assert!(office.read(|tx, _| identity::applicant_session_case(tx, AdministrationId(2), applicant.as_str(), now)).is_none());
    office.later(identity::session::APPLICANT_SESSION_MS);
    assert_eq!(case_of(&office, &applicant, office.ctx.now_ms()), None);
    assert!(!format!("{staff:?}").contains(staff.as_str()));
}

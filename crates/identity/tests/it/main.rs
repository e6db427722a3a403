//! Accounts, sign-in and sessions against a real store.

mod sessions;
mod sign_in;
mod staff;

use std::sync::Arc;

use identity::{NewStaff, PasswordHash, PasswordParams, Passwords};
use jiff::Timestamp;
use kernel::actor::{Actor, Role};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, StaffId};
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use store::{Options, Store, Tx};

/// An administration with one administrator.
struct Office {
    store: Store,
    passwords: Passwords,
    admin: StaffId,
    ctx: Ctx,
    _folder: tempfile::TempDir,
}

const RIGHT: &str = "правилният кон и батерия";

impl Office {
    fn new() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) }).unwrap();
        let passwords = Passwords::new(PasswordParams { memory_kib: 64, passes: 1, lanes: 1 }).unwrap();
        let mut ctx = Ctx {
            administration_id: AdministrationId(1),
            actor: Actor::System,
            now: "2026-04-20T09:00:00Z".parse().unwrap(),
            command_id: None,
            request_id: "test".to_owned(),
            random: Arc::new(SeededRandom::new(7)),
            key: Arc::new(SecretKey::new([1; 32])),
            base_url: Arc::from("https://example.bg"),
        };
        let new = account("admin", "Първи Администратор", &passwords, &[Role::Admin]);
        let admin = store
            .write_blocking({
                let ctx = ctx.clone();
                move |tx| identity::staff_create(tx, &ctx, new)
            })
            .unwrap();
        let actor = store.read_blocking(|tx| identity::staff_actor(tx, AdministrationId(1), admin)).unwrap().unwrap();
        ctx.actor = Actor::Staff(actor);
        Office { store, passwords, admin, ctx, _folder: folder }
    }

    fn hash(&self, password: &str) -> PasswordHash {
        self.passwords.hash(password, self.ctx.random.as_ref()).unwrap()
    }

    /// One command by the administrator.
    fn act<T, E>(&self, command: impl FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, E> + Clone + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<store::Error> + Send + 'static,
    {
        let ctx = self.ctx.clone();
        self.store.write_blocking(move |tx| command(tx, &ctx))
    }

    fn read<T>(&self, work: impl FnOnce(&Tx<'_>, AdministrationId) -> store::Result<T>) -> T {
        self.store.read_blocking(|tx| work(tx, AdministrationId(1))).unwrap()
    }

    fn create(&self, login: &str, name: &str, roles: &[Role]) -> StaffId {
        let new = account(login, name, &self.passwords, roles);
        self.act(|tx, ctx| identity::staff_create(tx, ctx, new)).unwrap()
    }

    fn later(&mut self, ms: i64) {
        self.ctx.now = Timestamp::from_millisecond(self.ctx.now_ms() + ms).unwrap();
    }

    fn history(&self) -> Vec<String> {
        self.read(|tx, id| store::history::latest(tx, id, None, 1_000)).into_iter().rev().map(|entry| entry.kind).collect()
    }
}

fn account(login: &str, name: &str, passwords: &Passwords, roles: &[Role]) -> NewStaff {
    NewStaff {
        login: login.to_owned(),
        name: name.to_owned(),
        email: format!("{login}@example.bg"),
        password_hash: passwords.hash(RIGHT, &SeededRandom::new(9)).unwrap(),
        unit_id: None,
        position_id: None,
        roles: roles.to_vec(),
    }
}

#[test]
fn every_statement_prepares() {
    let office = Office::new();
    office.read(|tx, _| {
        for statement in identity::statements() {
            tx.prepares(statement)?;
        }
        Ok(())
    });
}

#[test]
fn every_code_has_a_page() {
    for code in identity::Error::CODES {
        let page = format!("{}/../../docs/errors/{code}.md", env!("CARGO_MANIFEST_DIR"));
        assert!(std::path::Path::new(&page).exists(), "{page} is missing");
    }
}

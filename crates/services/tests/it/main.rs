//! The organisation, its calendar, its numbers and its catalogue against a real store.

mod calendar;
mod catalogue;
mod numbering;
mod organisation;
mod search;

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::actor::{Actor, Role, StaffActor};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, StaffId};
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use services::kit::KitFiles;
use services::organisation::{Administration, AdministrationData, administration_create, administration_get};
use store::{Options, Store, Tx};

/// An installation with one administration; acts as the system until told otherwise.
struct Hall {
    store: Store,
    ctx: Ctx,
    _folder: tempfile::TempDir,
}

fn data() -> AdministrationData {
    AdministrationData {
        eik: "831648793".into(),
        name_bg: "Община Примерна".into(),
        name_en: "Municipality of Primerna".into(),
        register_index: 9897,
        node: "01".into(),
        host: "primerna.example.bg".into(),
        email: "obshtina@example.bg".into(),
        website: "https://example.bg".into(),
        ..AdministrationData::default()
    }
}

impl Hall {
    fn new() -> Hall {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) }).unwrap();
        let ctx = Ctx {
            administration_id: AdministrationId(1),
            actor: Actor::System,
            now: "2026-04-20T09:00:00Z".parse().unwrap(),
            command_id: None,
            request_id: "test".to_owned(),
            random: Arc::new(SeededRandom::new(7)),
            key: Arc::new(SecretKey::new([1; 32])),
            base_url: Arc::from("https://example.bg"),
        };
        let hall = Hall { store, ctx, _folder: folder };
        assert_eq!(hall.act(|tx, ctx| administration_create(tx, ctx, &data())).unwrap(), AdministrationId(1));
        hall
    }

    fn as_role(&mut self, role: Role) {
        let id = StaffId::new(self.ctx.now, self.ctx.random.as_ref());
        self.ctx.actor =
            Actor::Staff(StaffActor { id, name: "Служител Примерен".to_owned(), unit: None, roles: vec![role] });
    }

    fn at(&mut self, instant: &str) {
        self.ctx.now = instant.parse::<Timestamp>().unwrap();
    }

    fn act<T, E>(&self, command: impl FnOnce(&mut Tx<'_>, &Ctx) -> Result<T, E> + Clone + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<store::Error> + Send + 'static,
    {
        let ctx = self.ctx.clone();
        self.store.write_blocking(move |tx| command(tx, &ctx))
    }

    fn read<T, E: From<store::Error> + std::fmt::Debug>(&self, work: impl FnOnce(&Tx<'_>, AdministrationId) -> Result<T, E>) -> T {
        self.store.read_blocking(|tx| work(tx, self.ctx.administration_id)).unwrap()
    }

    fn administration(&self) -> Administration {
        self.read(administration_get)
    }

    fn history(&self) -> Vec<String> {
        let entries = self.read(|tx, id| store::history::latest(tx, id, None, 1_000));
        entries.into_iter().rev().map(|entry| entry.kind).collect()
    }
}

/// The files of a kit of this repository.
fn kit_files(code: &str) -> KitFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kits").join(code);
    services::kit::load_dir(&folder).unwrap()
}

#[test]
fn every_statement_prepares() {
    Hall::new().read(|tx, _| {
        for statement in services::statements() {
            tx.prepares(statement)?;
        }
        Ok::<_, store::Error>(())
    });
}

#[test]
fn every_code_has_a_page() {
    for code in services::Error::CODES {
        let page = format!("{}/../../docs/errors/{code}.md", env!("CARGO_MANIFEST_DIR"));
        assert!(Path::new(&page).exists(), "{page} is missing");
    }
}

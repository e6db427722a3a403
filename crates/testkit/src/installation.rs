//! An installation in a folder of its own, with a clock that stands where a test puts it.

use std::sync::Arc;

use documents::Engine;
use kernel::actor::Actor;
use kernel::clock::{VirtualClock, sofia_instant};
use kernel::ctx::Ctx;
use kernel::ids::{AdministrationId, CaseId};
use kernel::random::SeededRandom;
use kernel::secret::SecretKey;
use store::{Options, Store, Tx};
use web::rate::RateLimits;
use web::{App, Config};

/// Monday, in the middle of the morning.
const BEGIN: &str = "2026-04-20T10:00";

fn instant(text: &str) -> jiff::Timestamp {
    sofia_instant(text.parse().expect("a moment in Sofia such as 2026-04-20T10:00"))
}

/// An installation: store, clock, documents, no limits on how often one may ask.
pub struct Installation {
    /// What the routers are given.
    pub app: App,
    /// Its clock.
    pub clock: Arc<VirtualClock>,
    _folder: tempfile::TempDir,
}

impl Installation {
    /// An empty installation under an address on Monday, 20 April 2026, 10:00 in Sofia.
    pub fn new(base_url: &str) -> Installation {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let store = Store::open(&Options { database: pgserver::database_for_test().into(), ..Options::new(folder.path()) })
            .expect("an empty store opens");
        let clock = Arc::new(VirtualClock::new(instant(BEGIN)));
        let (random, key) = (Arc::new(SeededRandom::new(7)), Arc::new(SecretKey::new([9; 32])));
        let mut app = App::open(store, Engine::new(), clock.clone(), random, key, Config::new(base_url)).expect("the application opens");
        app.rates = Arc::new(RateLimits::unlimited());
        Installation { app, clock, _folder: folder }
    }

    /// Puts the clock at a moment in Sofia such as `2026-04-20T10:00`.
    pub fn at(&self, text: &str) {
        self.clock.set(instant(text));
    }

    /// The circumstances of an act of `actor` now.
    pub fn ctx(&self, administration: AdministrationId, actor: Actor) -> Ctx {
        Ctx {
            administration_id: administration,
            actor,
            now: self.app.clock.now(),
            command_id: None,
            request_id: "test".to_owned(),
            random: self.app.random.clone(),
            key: self.app.key.clone(),
            base_url: self.app.config.base_url.as_str().into(),
        }
    }

    /// Reads on one snapshot; steps out of the runtime while it waits.
    pub fn read<T, E, F>(&self, work: F) -> T
    where
        F: FnOnce(&Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<store::Error> + std::fmt::Debug + Send + 'static,
    {
        tokio::task::block_in_place(|| self.app.store.read_blocking(work)).expect("the reading goes well")
    }

    /// Writes in one transaction; steps out of the runtime while it waits for the disk.
    #[track_caller]
    pub fn write<T, E, F>(&self, work: F) -> T
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<store::Error> + std::fmt::Debug + Send + 'static,
    {
        tokio::task::block_in_place(|| self.app.store.write_blocking(work)).expect("the act is done")
    }

    /// Counts what the history has gained, as the worker does.
    pub fn follow(&self, administration: AdministrationId) {
        while self.write(move |tx| cases::statistic::statistic_follow(tx, administration)) > 0 {}
    }

    /// Draws every document of a case that waits for its file, as the worker does.
    pub fn draw(&self, administration: AdministrationId, case: CaseId) {
        let ctx = self.ctx(administration, Actor::System);
        let reader = ctx.clone();
        let (kit, documents) = self.read(move |tx| -> Result<_, cases::Error> {
            let file = cases::case_get(tx, &reader, case)?;
            let kit = services::catalogue::kit_by_hash(tx, administration, &file.kit_hash)?;
            Ok((kit, cases::document::document_list(tx, &reader, case)?))
        });
        for document in documents.into_iter().filter(|one| one.state == "rendering") {
            let pdf = cases::render::document_render(&self.app.documents, &kit, &document, &self.app.config.base_url)
                .expect("the document can be drawn");
            let blob = tokio::task::block_in_place(|| self.app.store.blob_put_blocking(pdf, ctx.now_ms())).expect("the file is kept");
            let ctx = ctx.clone();
            self.write(move |tx| cases::document::document_issued(tx, &ctx, document.id, &blob));
        }
    }
}

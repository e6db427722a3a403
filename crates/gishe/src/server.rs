//! The server: the web applications and the workers of an installation, put together and taken apart.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::net::TcpListener;

use crate::care::{self, Carer};
use crate::codes::CodeTeller;
use crate::config::Config;
use crate::hooks::Teller;
use crate::logs::{self, Seat};
use crate::older_register::OlderRegister;
use crate::runtime::Installation;
use crate::sender::Sender;
use crate::witnesses::{self, Witnesses};
use crate::words::text;
use crate::{journal_role, publication, rounds, worker};

/// How often addresses that have been quiet are forgotten.
const RATES_KEPT: Duration = Duration::from_secs(600);

/// The web applications of an installation under one router, without witnesses and without the role of the journal.
pub fn router(app: &web::App) -> axum::Router {
    router_with(app, admin::Setting::default())
}

/// The web applications of an installation under one router.
pub fn router_with(app: &web::App, setting: admin::Setting) -> axum::Router {
    let mut portal = portal::router();
    if let Some(journal) = &setting.journal {
        portal = portal.layer(axum::Extension(portal::Central(journal.keys.clone())));
    }
    let admin = admin::router().layer(axum::Extension(std::sync::Arc::new(setting)));
    let mut routes = axum::Router::new().merge(portal).merge(office::router()).merge(admin).merge(api::router());
    if std::env::var_os(crate::bench::PAGE_VARIABLE).is_some() {
        // The control of `gishe bench`: a page of 10 KB that costs nothing but the server itself.
        static PAGE: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| "<p>gishe</p>".repeat(860));
        routes = routes.route("/bench/page", axum::routing::get(|| async { axum::response::Html(PAGE.as_str()) }));
    }
    web::finish(app, routes)
}

/// What the pages of administrators are told of the logs.
fn setting(installation: &Installation, config: &Config, witnesses: &Witnesses) -> admin::Setting {
    let journal = (!config.journal.is_empty())
        .then(|| admin::JournalRole { operator: config.journal_operator.clone(), keys: journal_role::operator(installation).keys });
    admin::Setting { witnesses: witnesses.named(), policy: witnesses.policy().clone(), journal }
}

/// Listens at the configured address.
pub async fn bind(config: &Config) -> Result<TcpListener> {
    TcpListener::bind(config.listen).await.with_context(|| text!("cli-listen-busy", address = config.listen))
}

/// Serves until `stop` is ready, then lets running requests finish and closes the store.
///
/// `before` runs while pages are already served and before the workers begin: the demo lives its past there.
pub async fn serve(
    installation: Installation,
    config: &Config,
    listener: TcpListener,
    before: impl Future<Output = ()> + Send + 'static,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let listening: SocketAddr = listener.local_addr()?;
    let mut web_config = web::Config::new(config.public_url(listening));
    web_config.trust_forwarded = config.trust_forwarded;
    web_config.request_timeout_s = config.request_timeout_s;
    let app = web::App::open(
        installation.store.clone(),
        installation.documents.clone(),
        installation.clock.clone(),
        installation.random.clone(),
        installation.key.clone(),
        web_config,
    )?;
    let rates = app.rates.clone();
    let forgetting = tokio::spawn(async move {
        loop {
            tokio::time::sleep(RATES_KEPT).await;
            rates.sweep();
        }
    });
    let witnesses = Witnesses::configured(config)?;
    let mut routes = router_with(&app, setting(&installation, config, &witnesses));
    let (seat, tending, telling) = if config.journal.is_empty() {
        (None, None, None)
    } else {
        let (writer, known) = tokio::sync::watch::channel(None);
        routes = routes.merge(journal_role::routes(&installation, config, &witnesses, known).await?);
        let teller = Teller::new(&installation, config.journal_private_hooks)?;
        let seat = Seat { origin: config.journal.clone(), writer };
        (Some(seat), Some(journal_role::start(installation.clone())), Some(rounds::start(teller)))
    };
    let keeper = logs::start(installation.clone(), witnesses.clone(), seat);
    let sending = Sender::configured(&installation, config)?.map(rounds::start);
    let telling_codes = CodeTeller::configured(&installation, config)?.map(rounds::start);
    let telling_older = OlderRegister::configured(&installation, config)?.map(rounds::start);
    let caring = care::start(Carer::configured(&installation, config)?);
    let witnessing = witnesses::start(installation.clone(), witnesses);
    let (worker_installation, base_url, is_journal) = (installation.clone(), app.config.base_url.clone(), !config.journal.is_empty());
    let workers = tokio::spawn(async move {
        before.await;
        // What was lived before is over only now.
        let publishing = publication::start(worker_installation.clone(), is_journal);
        (worker::start(worker_installation, base_url), publishing)
    });
    let service = routes.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await?;
    forgetting.abort();
    // A past that is still being lived is left where it is; its commands are whole.
    if workers.is_finished() {
        let (workers, publishing) = workers.await?;
        publishing.abort();
        workers.stop().await;
    } else {
        workers.abort();
    }
    witnessing
        .into_iter()
        .chain(tending)
        .chain(telling)
        .chain(sending)
        .chain(telling_codes)
        .chain(telling_older)
        .chain([caring])
        .for_each(|task| task.abort());
    keeper.stop().await;
    installation.store.close();
    Ok(())
}

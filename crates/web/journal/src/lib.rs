//! `/ejournal/v1`: the journal of service statuses over HTTP (`ejournal.md` §5, §6) and its public log (`journal-log.md` §3). Described by
//! OpenAPI 3.1 at `/ejournal/v1/openapi.json`.
//!
//! The one rule: a handler translates and waits; whether an event is stored and who may see what is decided by `ejournal::journal`.
//!
//! Web hooks are registered here and delivered by the program; the pages for people are those of the portal.
//!
//! # Who calls
//!
//! TLS ends in front of the program or in it. Either way the certificate of the caller reaches the handlers as the extension
//! [`Certificate`]. Behind a proxy it is made from the header named in [`Settings::certificate_header`], which the proxy **must** set or
//! remove on every request (RFC 9440: `Client-Cert`, the certificate in DER as a byte sequence). Without that setting the header is ignored.
//!
//! # Wiring
//!
//! ```ignore
//! store.write(|tx| log::create(tx, ejournal::journal::LOG, origin)).await?;
//! let (writer_known, writer) = tokio::sync::watch::channel(None);
//! let journal = Journal::new(Parts { store, clock, random, writer, place, log_keys, policy, keys, settings });
//! let routes = journal::router(journal);                        // answers 503 to events until there is a writer
//! let opened = store.write(|tx| log::open(tx, LOG)).await?;
//! let (checked, _) = log::check(&store, opened, &place, &keys, &witnesses)?;       // on a thread that may block
//! store.log_sequence(checked)?;                                 // notices that waited; from then on with each group
//! writer_known.send_replace(Some(checked));
//! let publisher = Publisher::new(&store, checked, place, signers);                  // publish(now_ms) every 500 ms
//! ```

mod certificate;
mod erasures;
mod events;
mod feed;
mod files;
mod hooks;
mod problem;
mod queue;
mod receipts;
mod services;
mod signed;
mod soap;
mod sources;
mod state;
mod statistics;

use axum::Router;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use certificate::Certificate;
pub use state::{Journal, Parts, Profile, Settings};

/// The head of the description; the operations are collected by the router.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "еЖурнал",
        description = "Status events of services: reporting, inquiries, changes, and the public log that proves them.",
        version = "1"
    ),
    tags(
        (name = "events", description = "Reporting events"),
        (name = "sources", description = "How a reporting system stands with the journal"),
        (name = "services", description = "Inquiries by number and by administration, and changes"),
        (name = "statistics", description = "Published figures and their files; public"),
        (name = "operation", description = "Erasure, checkpoints of other logs, the code list"),
    )
)]
struct Description;

fn described() -> (Router<Journal>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(events::event_submit))
        .routes(routes!(events::batch_submit))
        .routes(routes!(events::event_read))
        .routes(routes!(sources::source_read))
        .routes(routes!(sources::code_key))
        .routes(routes!(sources::void_submit))
        .routes(routes!(sources::checkpoint_submit))
        .routes(routes!(services::service_read))
        .routes(routes!(services::status_code_put))
        .routes(routes!(services::administration_services))
        .routes(routes!(feed::feed_read))
        .routes(routes!(hooks::hook_submit, hooks::hooks_read))
        .routes(routes!(hooks::hook_delete))
        .routes(routes!(sources::nomenclature_read))
        .routes(routes!(statistics::statistics_read))
        .routes(routes!(statistics::definitions_read))
        .routes(routes!(statistics::open_data_list))
        .routes(routes!(statistics::open_data_file))
        .routes(routes!(erasures::erasure_submit))
        .routes(routes!(soap::event_register))
        .split_for_parts()
}

/// The routes of the journal.
pub fn router(journal: Journal) -> Router {
    let (router, description) = described();
    let text = description.to_pretty_json().unwrap_or_default();
    let json = [(axum::http::header::CONTENT_TYPE, "application/json")];
    router
        .route("/ejournal/v1/openapi.json", get(move || async move { (json, text) }))
        .route("/ejournal/v1/log/checkpoint", get(files::checkpoint))
        .route("/ejournal/v1/log/tile/{*path}", get(files::tile))
        .layer(axum::middleware::from_fn_with_state(journal.clone(), certificate::from_proxy))
        .layer(axum::middleware::from_fn(problem::in_language))
        .with_state(journal)
}

/// The description of the calls, OpenAPI 3.1.
pub fn openapi() -> utoipa::openapi::OpenApi {
    described().1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_described() {
        let text = openapi().to_json().unwrap();
        let description: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
        let paths = description["paths"].as_object().unwrap();
        assert_eq!(paths.len(), 20, "{:?}", paths.keys().collect::<Vec<_>>());
        for (path, operations) in paths {
            for operation in operations.as_object().unwrap().values() {
                assert!(operation["responses"].as_object().is_some_and(|responses| responses.len() > 1), "{path}");
            }
        }
    }
}

//! `/api/v1` for the systems of others: catalogue, filing, status, documents, tasks. Described by OpenAPI 3.1 at `/api/v1/openapi.json`.
//!
//! The one rule: what a machine may do is what a person with the same rights may do; each call runs the same command.

mod access;
mod cases_of;
mod catalogue;
mod filing;
mod tasks;

use axum::Router;
use axum::routing::get;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The head of the description; the operations are collected by the router.
#[derive(OpenApi)]
#[openapi(
    info(title = "Gishe", description = "Services of an administration: catalogue, filing, status, documents and tasks.", version = "1"),
    tags(
        (name = "catalogue", description = "Services and their forms"),
        (name = "filing", description = "Filing applications"),
        (name = "status", description = "Following and reading one's own case"),
        (name = "tasks", description = "Work of the staff"),
    )
)]
struct Description;

fn described() -> (Router<web::App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(catalogue::service_list))
        .routes(routes!(catalogue::service_get))
        .routes(routes!(catalogue::service_form))
        .routes(routes!(filing::application_submit))
        .routes(routes!(cases_of::status_by_code))
        .routes(routes!(cases_of::access_open))
        .routes(routes!(cases_of::case_get))
        .routes(routes!(cases_of::document_list))
        .routes(routes!(cases_of::document_content))
        .routes(routes!(tasks::session_open))
        .routes(routes!(tasks::task_list))
        .routes(routes!(tasks::task_claim))
        .routes(routes!(tasks::task_finish))
        .split_for_parts()
}

/// The routes of the API.
pub fn router() -> Router<web::App> {
    let (router, description) = described();
    let text = description.to_pretty_json().unwrap_or_default();
    router.route("/api/v1/openapi.json", get(move || async move { ([(axum::http::header::CONTENT_TYPE, "application/json")], text) }))
}

/// The description of the API, OpenAPI 3.1.
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
        assert_eq!(paths.len(), 13, "{:?}", paths.keys().collect::<Vec<_>>());
        for (path, operations) in paths {
            for operation in operations.as_object().unwrap().values() {
                assert!(operation["responses"].as_object().is_some_and(|responses| responses.len() > 1), "{path}");
            }
        }
    }
}

//! Services and their forms.

use axum::Json;
use axum::extract::Path;
use serde::Serialize;
use services::kit::Kit;
use utoipa::ToSchema;
use web::PageError;

use crate::access::Caller;

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Bilingual {
    /// Bulgarian.
    bg: String,
    /// English.
    en: String,
}

impl From<&services::kit::Bilingual> for Bilingual {
    fn from(text: &services::kit::Bilingual) -> Self {
        Self { bg: text.bg.clone(), en: text.en.clone() }
    }
}

/// A speed of a service.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpeedOffer {
    /// `ordinary`, `fast`, `express`.
    code: String,
    /// Length of the term.
    term_value: u16,
    /// `hour`, `day`, `month`.
    term_unit: String,
    /// `working`, `calendar`.
    term_kind: String,
    /// Fee in cents of euro; absent when a table computes it from the answers.
    fee_cents: Option<i64>,
}

/// A service of the administration.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Service {
    /// Code, stable within the administration.
    code: String,
    /// Number in the register of services.
    number: String,
    /// Version of its kit.
    version: String,
    /// Name.
    name: Bilingual,
    /// One sentence.
    summary: Bilingual,
    /// Channels: `web`, `counter`, `post`, `email`.
    channels: Vec<String>,
    /// Delivery ways: `online`, `counter`, `post`.
    delivery: Vec<String>,
    /// Speeds.
    speeds: Vec<SpeedOffer>,
}

fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn service(kit: &Kit) -> Service {
    let manifest = &kit.manifest;
    Service {
        code: manifest.code.clone(),
        number: manifest.number.clone(),
        version: manifest.version.clone(),
        name: (&manifest.name).into(),
        summary: (&manifest.summary).into(),
        channels: manifest.channels.iter().map(|channel| channel.word().to_owned()).collect(),
        delivery: manifest.delivery.iter().map(|option| option.way.word().to_owned()).collect(),
        speeds: manifest
            .speeds
            .iter()
            .map(|speed| SpeedOffer {
                code: speed.code.word().to_owned(),
                term_value: speed.term.value,
                term_unit: word(&speed.term.unit),
                term_kind: word(&speed.term.kind),
                fee_cents: match &speed.fee {
                    services::kit::FeeRule::Fixed(cents) => Some(*cents),
                    services::kit::FeeRule::Decision(_) => None,
                },
            })
            .collect(),
    }
}

/// All services that can be applied for.
#[utoipa::path(get, path = "/api/v1/services", tag = "catalogue",
    responses((status = 200, body = [Service]), (status = 429, description = "Too many requests, problem+json")))]
pub(crate) async fn service_list(caller: Caller) -> Result<Json<Vec<Service>>, PageError> {
    let administration = caller.visit.administration().id;
    let kits = caller.visit.app.store.read(move |tx| services::catalogue::service_list(tx, administration)).await?;
    Ok(Json(kits.iter().map(|kit| service(kit)).collect()))
}

async fn kit_of(caller: &Caller, code: String) -> Result<std::sync::Arc<Kit>, PageError> {
    let administration = caller.visit.administration().id;
    let kit = caller.visit.app.store.read(move |tx| services::catalogue::kit_current(tx, administration, &code)).await?;
    kit.ok_or_else(PageError::not_found)
}

/// One service.
#[utoipa::path(get, path = "/api/v1/services/{code}", tag = "catalogue", params(("code" = String, Path, description = "Code of the service")),
    responses((status = 200, body = Service), (status = 404, description = "No such service, problem+json")))]
pub(crate) async fn service_get(caller: Caller, Path(code): Path<String>) -> Result<Json<Service>, PageError> {
    Ok(Json(service(kit_of(&caller, code).await?.as_ref())))
}

/// The form of a service: a Form.io definition, as its author wrote it.
#[utoipa::path(get, path = "/api/v1/services/{code}/form", tag = "catalogue", params(("code" = String, Path, description = "Code of the service")),
    responses((status = 200, body = Object), (status = 404, description = "No such service, problem+json")))]
pub(crate) async fn service_form(caller: Caller, Path(code): Path<String>) -> Result<Json<serde_json::Value>, PageError> {
    let kit = kit_of(&caller, code).await?;
    let (administration, hash) = (caller.visit.administration().id, kit.hash().to_owned());
    let files = caller.visit.app.store.read(move |tx| services::catalogue::kit_files(tx, administration, &hash)).await?;
    let form = files.get("form.json").ok_or_else(PageError::not_found)?;
    Ok(Json(serde_json::from_slice(form).map_err(PageError::failure)?))
}

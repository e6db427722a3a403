//! The catalogue of services: all of them by name, or those a search finds (P-02, P-03).

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use kernel::ctx::Ctx;
use serde::Deserialize;
use services::catalogue::{kit_current, service_list, service_search};
use services::kit::{Channel, Kit, LifeEvent, Speed};
use services::organisation::{Unit, unit_list};
use store::Tx;
use web::{Choice, Page, PageError, Texts, render};

use crate::visitor::Visitor;
use crate::{term_text, words};

/// LIMIT: longest query that is searched and shown again, characters.
const QUERY_CHARS_MAX: usize = 200;

/// A service in a list.
pub struct ServiceRow {
    /// Its code, for the address.
    pub code: String,
    /// Name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// The usual term.
    pub term: String,
    /// The lowest fee.
    pub fee: String,
    /// The responsible unit.
    pub unit: String,
    /// Whether it can be applied for on the portal.
    pub online: bool,
    /// Number of its letter, on the first service of each letter.
    pub letter_index: Option<usize>,
}

/// The name of the unit responsible for a service: that of the administration, else what the kit calls it.
pub fn unit_name(kit: &Kit, units: &[Unit], language: &str) -> String {
    let owner = &kit.manifest.unit.owner;
    if let Some(unit) = units.iter().find(|unit| unit.code == *owner) {
        return unit.name(language).to_owned();
    }
    let named = kit.manifest.unit.named.iter().find(|unit| unit.code == *owner);
    named.map(|unit| unit.name.get(language).to_owned()).unwrap_or_default()
}

/// A service as a row.
pub fn row(t: Texts, kit: &Kit, units: &[Unit]) -> ServiceRow {
    let language = t.language().code();
    let manifest = &kit.manifest;
    let usual = kit.speed(Speed::Ordinary).or(manifest.speeds.first());
    ServiceRow {
        code: manifest.code.clone(),
        name: manifest.name.get(language).to_owned(),
        summary: manifest.summary.get(language).to_owned(),
        term: usual.map(|rule| term_text::term(t, rule.term)).unwrap_or_default(),
        fee: words::fee_line(t, &manifest.speeds),
        unit: unit_name(kit, units, language),
        online: manifest.channels.contains(&Channel::Web),
        letter_index: None,
    }
}

/// The events of life that some service on offer is for, in their order.
pub fn life_events(t: Texts, kits: &[Arc<Kit>]) -> Vec<Choice> {
    let offered = LifeEvent::WORDS.iter().filter(|(_, event)| kits.iter().any(|kit| kit.manifest.life_events.contains(event)));
    offered.map(|(word, _)| Choice::new(*word, t.get(&format!("portal-life-{word}")))).collect()
}

/// Services on offer and the units.
pub fn offered(tx: &Tx<'_>, ctx: &Ctx) -> Result<(Vec<Arc<Kit>>, Vec<Unit>), PageError> {
    Ok((service_list(tx, ctx.administration_id)?, unit_list(tx, ctx.administration_id)?))
}

/// The kit of a service on offer; 404 for every other code.
pub async fn kit(visitor: &Visitor, code: &str) -> Result<Arc<Kit>, PageError> {
    let code = code.to_owned();
    let kit = visitor.read(move |tx, ctx| Ok(kit_current(tx, ctx.administration_id, &code)?)).await?;
    kit.ok_or_else(|| PageError::not_found().with_text("portal-service-unknown").with_way_on("/services"))
}

/// What the address of the catalogue says.
#[derive(Debug, Default, Deserialize)]
pub struct CatalogueQuery {
    /// Words to search for.
    #[serde(default)]
    q: String,
    /// Code of a unit.
    #[serde(default)]
    unit: String,
    /// `1`: only services that can be applied for on the portal.
    #[serde(default)]
    online: String,
    /// Word of an event of life.
    #[serde(default)]
    event: String,
}

#[derive(Template)]
#[template(path = "services.html")]
struct CataloguePage {
    page: Page,
    query: String,
    better: Option<String>,
    services: Vec<ServiceRow>,
    letters: Vec<String>,
    units: Vec<Choice>,
    unit: String,
    online: bool,
    events: Vec<Choice>,
    event: String,
}

/// The catalogue or the result of a search.
pub async fn page(visitor: Visitor, Query(query): Query<CatalogueQuery>) -> Result<Response, PageError> {
    let t = visitor.t;
    let language = t.language().code();
    let (kits, units) = visitor.read(offered).await?;
    let asked: String = query.q.trim().chars().take(QUERY_CHARS_MAX).collect();
    let is_online = query.online == "1";
    let event = LifeEvent::from_word(&query.event);
    let (found, better) = if asked.is_empty() {
        (kits.clone(), None)
    } else {
        let search = service_search(&kits, &asked, language);
        (search.hits.into_iter().map(|hit| hit.kit).collect(), search.suggestion)
    };
    let mut services: Vec<ServiceRow> = found
        .iter()
        .filter(|kit| event.is_none_or(|event| kit.manifest.life_events.contains(&event)))
        .filter(|kit| query.unit.is_empty() || kit.manifest.unit.owner == query.unit)
        .map(|kit| row(t, kit, &units))
        .filter(|row| row.online || !is_online)
        .collect();
    let mut letters: Vec<String> = Vec::new();
    if asked.is_empty() {
        services.sort_by_cached_key(|row| kernel::search_text::fold(&row.name));
        for service in &mut services {
            let letter: String = service.name.chars().take(1).flat_map(char::to_uppercase).collect();
            if letters.last() != Some(&letter) {
                letters.push(letter);
                service.letter_index = Some(letters.len());
            }
        }
    }
    let mut owners: Vec<Choice> = Vec::new();
    for kit in &kits {
        let choice = Choice::new(kit.manifest.unit.owner.clone(), unit_name(kit, &units, language));
        if !owners.contains(&choice) {
            owners.push(choice);
        }
    }
    let title = if asked.is_empty() { t.get("portal-services-title") } else { t.get("portal-search-title") };
    render(&CataloguePage {
        page: visitor.page(title),
        query: asked,
        better,
        services,
        letters,
        units: owners,
        unit: query.unit,
        online: is_online,
        events: life_events(t, &kits),
        event: event.map(|event| event.word().to_owned()).unwrap_or_default(),
    })
}

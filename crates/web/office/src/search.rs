//! Search (D-06): a number, a code or a scanned slip opens its case at once; words show a list.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use cases::search::{Found, RESULTS_MAX, case_search};
use kernel::permission::Permission;
use serde::Deserialize;
use web::{Page, PageError, redirect, render};

use crate::case_list::CaseLine;
use crate::desk::Desk;
use crate::names::Names;

/// What was typed or scanned.
#[derive(Debug, Default, Deserialize)]
pub struct SearchQuery {
    /// The text.
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    page: Page,
    query: String,
    lines: Vec<CaseLine>,
    is_cut: bool,
}

/// What a search came to.
enum Outcome {
    One(kernel::ids::CaseId),
    Many(Vec<CaseLine>, bool),
}

/// The search.
pub async fn page(desk: Desk, Query(query): Query<SearchQuery>) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let t = desk.t;
    let text: String = query.q.trim().chars().take(200).collect();
    let asked = text.clone();
    let outcome = desk
        .read(move |tx, ctx| {
            if asked.is_empty() {
                return Ok(Outcome::Many(Vec::new(), false));
            }
            Ok(match case_search(tx, ctx, &asked)? {
                Found::One(id) => Outcome::One(id),
                Found::Many(rows) if rows.len() == 1 => Outcome::One(rows[0].id),
                Found::Many(rows) => {
                    let names = Names::load(tx, ctx, t.language().code(), rows.iter().filter_map(|case| case.assignee_id))?;
                    let is_cut = rows.len() >= RESULTS_MAX;
                    Outcome::Many(rows.iter().map(|case| CaseLine::new(t, case, &names, ctx.today())).collect(), is_cut)
                }
            })
        })
        .await?;
    match outcome {
        Outcome::One(id) => Ok(redirect::to(&format!("/office/cases/{id}"))),
        Outcome::Many(lines, is_cut) => {
            let title =
                if text.is_empty() { t.get("office-search-title").into_owned() } else { t.with1("office-search-for", "query", &text) };
            let mut page = desk.page(title);
            page.search.clone_from(&text);
            render(&SearchPage { page, query: text, lines, is_cut })
        }
    }
}

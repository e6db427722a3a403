//! How a clerk arranges the list of cases: which columns it shows and which views have a tab (D-05).
//!
//! The one rule: the number is always there, so that a row can be opened whatever else is left out.

use axum::response::Response;
use cases::Error;
use cases::view::{VIEW_NAME_CHARS_MAX, VIEWS_MAX, case_columns_set, case_view_remove, case_view_save};
use kernel::permission::Permission;
use web::{Notice, PageError, Pairs, Texts, redirect};

use crate::case_query::CaseQuery;
use crate::desk::Desk;

const LIST: &str = "/office/cases";

/// A column the list can show.
#[derive(Debug)]
pub struct ColumnKind {
    /// Its word.
    pub word: &'static str,
    /// By what its head orders the list; empty when it does not.
    pub sort: &'static str,
    /// Whether it shows for who never chose.
    pub is_usual: bool,
}

const fn kind(word: &'static str, sort: &'static str, is_usual: bool) -> ColumnKind {
    ColumnKind { word, sort, is_usual }
}

/// Every column in the order in which they stand.
pub const COLUMNS: [ColumnKind; 13] = [
    kind("number", "filed", true),
    kind("service", "service", true),
    kind("applicant", "", true),
    kind("status", "status", true),
    kind("term", "deadline", true),
    kind("owner", "assignee", true),
    kind("unit", "unit", false),
    kind("channel", "", false),
    kind("speed", "", false),
    kind("delivery", "", false),
    kind("fee", "", false),
    kind("rnu", "", false),
    kind("closed", "", false),
];

/// Whether a column shows for who chose `chosen`.
pub fn shows(kind: &ColumnKind, chosen: Option<&[String]>) -> bool {
    kind.word == "number" || chosen.map_or(kind.is_usual, |words| words.iter().any(|word| word == kind.word))
}

/// The head of a column.
pub fn label(t: Texts, word: &str) -> String {
    t.get(&format!("office-cases-col-{word}")).into_owned()
}

/// The address of the list with the narrowing that came along.
fn back(pairs: &Pairs) -> String {
    CaseQuery::parse(pairs.get("query")).address(LIST)
}

/// Keeps the chosen columns; „usual“ goes back to those everybody begins with.
pub async fn columns(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let is_chosen = |kind: &&ColumnKind| match pairs.get("act") {
        "usual" => kind.is_usual,
        _ => kind.word == "number" || pairs.all("column").any(|word| word == kind.word),
    };
    let chosen: Vec<String> = COLUMNS.iter().filter(is_chosen).map(|kind| kind.word.to_owned()).collect();
    desk.write(move |tx, ctx| case_columns_set(tx, ctx, &chosen)).await?;
    Ok(redirect::with_notice(&desk, &back(&pairs), &Notice::success(desk.t.get("office-cases-columns-done"))))
}

/// Keeps the present narrowing and order as a view.
pub async fn view_save(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let name: String = pairs.get("name").chars().take(VIEW_NAME_CHARS_MAX).collect();
    let address = back(&pairs);
    let query = address.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
    let kept = name.clone();
    let notice = match desk.attempt(move |tx, ctx| case_view_save(tx, ctx, &kept, &query)).await {
        Ok(()) => Notice::success(desk.t.with1("office-cases-view-saved", "name", name)),
        Err(Error::Missing { .. }) => Notice::info(desk.t.get("office-cases-view-name-missing")),
        Err(Error::NotOffered { .. }) => Notice::info(desk.t.count("office-cases-view-full", VIEWS_MAX)),
        Err(error) => return Err(crate::desk::refused(desk.t, error)),
    };
    Ok(redirect::with_notice(&desk, &address, &notice))
}

/// Forgets a view.
pub async fn view_remove(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    desk.require(Permission::CaseRead)?;
    let id = pairs.get("view").to_owned();
    desk.write(move |tx, ctx| case_view_remove(tx, ctx, &id)).await?;
    Ok(redirect::with_notice(&desk, LIST, &Notice::success(desk.t.get("office-cases-view-removed"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_always_shows() {
        assert!(shows(&COLUMNS[0], Some(&[])));
        assert!(!shows(&COLUMNS[1], Some(&[])));
        assert_eq!(COLUMNS.iter().filter(|kind| shows(kind, None)).count(), 6);
    }
}

//! Two people, or two windows, at one task: what stands now beside what was typed, and a way on field by field (`ux.md` §9).
//!
//! The one rule: nothing that somebody kept is written over before the other has seen it, and nothing typed is lost while they look.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use cases::Error;
use kernel::permission::Permission;
use serde_json::Value as Json;
use web::{Errors, Page, PageError, Pairs, render};

use super::refused::{self, Latest};
use super::task_view::{Head, TaskView, load};
use crate::desk::{Desk, refusal_sentence};

/// One input as it stands on both sides.
#[derive(Debug, Clone)]
pub struct Side {
    /// Name of the input.
    name: String,
    /// Label.
    label: String,
    /// The kept values.
    theirs: Vec<String>,
    /// The typed values.
    mine: Vec<String>,
    /// The kept values as people read them.
    theirs_words: String,
    /// The typed values as people read them.
    mine_words: String,
}

fn without_empty(values: &[String]) -> Vec<&str> {
    let mut found: Vec<&str> = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
    found.sort_unstable();
    found
}

impl Side {
    /// An input of one text.
    pub fn text(name: &str, label: impl Into<String>, theirs: &str, mine: &str) -> Side {
        Side::choice(name, label, vec![theirs.to_owned()], vec![mine.to_owned()], |value| value.to_owned())
    }

    /// An input of values that stand for words.
    pub fn choice(name: &str, label: impl Into<String>, theirs: Vec<String>, mine: Vec<String>, words: impl Fn(&str) -> String) -> Side {
        let said =
            |values: &[String]| values.iter().filter(|value| !value.is_empty()).map(|value| words(value)).collect::<Vec<_>>().join("; ");
        Side { name: name.to_owned(), label: label.into(), theirs_words: said(&theirs), mine_words: said(&mine), theirs, mine }
    }

    fn differs(&self) -> bool {
        // Browsers send line ends in two characters.
        let same = |a: &str, b: &str| a.replace("\r\n", "\n") == b.replace("\r\n", "\n");
        let (theirs, mine) = (without_empty(&self.theirs), without_empty(&self.mine));
        theirs.len() != mine.len() || !theirs.iter().zip(&mine).all(|(a, b)| same(a, b))
    }
}

/// Inputs of a form, each with what is kept of it and what was typed.
pub type Sides = fn(&Desk, &TaskView, &Pairs) -> Vec<Side>;

/// Names that belong to the form and not to what is typed into it.
const OF_FORM: [&str; 7] = ["csrf", "form_token", "act", "revision", "unpicked", "pick-all", "kept-path"];

#[derive(Template)]
#[template(path = "work/merge.html")]
struct MergePage {
    page: Page,
    head: Head,
    sentence: String,
    action: String,
    sides: Vec<Side>,
    hidden: Vec<(String, String)>,
    is_multipart: bool,
}

#[derive(Template)]
#[template(path = "work/forestalled.html")]
struct ForestalledPage {
    page: Page,
    head: Head,
    sentence: String,
    sides: Vec<Side>,
    latest: Vec<Latest>,
    may_assign: bool,
}

/// Turns the answer to [`check`]'s page back into the form it stands for: of every input the chosen side.
///
/// Inputs of which no side was chosen keep what was typed, and the check asks again.
pub fn chosen(pairs: Pairs) -> Pairs {
    let names: BTreeSet<String> = pairs.0.iter().filter_map(|(name, _)| name.strip_prefix("side:").map(str::to_owned)).collect();
    if names.is_empty() {
        return pairs;
    }
    let all = pairs.get("pick-all").to_owned();
    let is_of_sides = |name: &str| ["side:", "pick:", "mine:", "theirs:"].iter().any(|part| name.starts_with(part)) || name == "pick-all";
    let mut out: Vec<(String, String)> = pairs.0.iter().filter(|(name, _)| !is_of_sides(name)).cloned().collect();
    for name in names {
        let picked = if all.is_empty() { pairs.get(&format!("pick:{name}")).to_owned() } else { all.clone() };
        let from = if picked == "theirs" { format!("theirs:{name}") } else { format!("mine:{name}") };
        if picked == "theirs"
            && let Some(path) = name.strip_prefix("answers:")
        {
            out.push(("kept-path".to_owned(), path.to_owned()));
        }
        if !matches!(picked.as_str(), "mine" | "theirs") {
            out.push(("unpicked".to_owned(), name.clone()));
        }
        out.extend(pairs.all(&from).map(|value| (name.clone(), value.to_owned())));
    }
    Pairs(out)
}

/// The page on which both sides stand, when the form was opened before somebody kept something else; nothing otherwise.
pub fn check(desk: &Desk, view: &TaskView, pairs: &Pairs, sides: Sides, path: &str) -> Result<Option<Response>, PageError> {
    let Ok(revision) = pairs.get("revision").parse::<i64>() else { return Ok(None) };
    let Some(kept) = view.task.kept.as_ref().filter(|_| view.can_work(desk)) else { return Ok(None) };
    let unpicked: Vec<&str> = pairs.all("unpicked").collect();
    if revision == view.task.revision && unpicked.is_empty() {
        return Ok(None);
    }
    let mut sides = sides(desk, view, pairs);
    sides.retain(Side::differs);
    if sides.is_empty() {
        return Ok(None);
    }
    let t = desk.t;
    let when = web::format::date_time(web::format::instant(kept.at), t.language());
    let sentence = if kept.by == desk.staff.id {
        t.with1("work-merge-own", "when", when)
    } else {
        t.with2("work-merge-other", "who", kept.by_name.as_str(), "when", when)
    };
    let mut errors = Errors::new();
    for side in sides.iter().filter(|side| unpicked.contains(&side.name.as_str())) {
        errors.add(format!("pick:{}", side.name), t.with1("work-merge-unpicked", "label", side.label.as_str()));
    }
    let is_shown = |name: &str| sides.iter().any(|side| side.name == name);
    // Parts of dates and rows of an answer travel on as they were typed; the chosen side is taken over by its path.
    let hidden = pairs.0.iter().filter(|(name, _)| !OF_FORM.contains(&name.as_str()) && !is_shown(name)).cloned().collect();
    let mut response = render(&MergePage {
        page: view.page(desk, t.get("work-merge-title")).with_back(view.at("")).with_errors(errors),
        head: view.head(desk),
        sentence,
        action: view.at(path),
        is_multipart: path == "/work",
        sides,
        hidden,
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(Some(response))
}

/// The answer to a form that came after somebody else had taken or finished the task: what stands there now beside what was typed.
///
/// A refusal of another kind becomes the usual page.
pub async fn forestalled(desk: &Desk, id: &str, error: Error, pairs: &Pairs, sides: Sides) -> Result<Response, PageError> {
    let view = load(desk, id).await?;
    if !matches!(error, Error::Taken { .. }) {
        return refused::of_case(desk, error, pairs, &[], &view.at(""), view.case.id).await;
    }
    let mut sides = sides(desk, &view, pairs);
    sides.retain(|side| !side.theirs_words.is_empty() || !side.mine_words.is_empty());
    let latest = refused::latest(desk, view.case.id).await?;
    let mut response = render(&ForestalledPage {
        page: view.page(desk, desk.t.get("work-refused-title")),
        head: view.head(desk),
        sentence: refusal_sentence(desk.t, &error),
        may_assign: view.task.is_open() && desk.may(Permission::TaskAssign),
        sides,
        latest,
    })?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

/// Copies the answer at `path` from one set of answers into another; of a repeating group the whole group.
pub fn copy_answer(from: &Json, to: &mut Json, path: &str) {
    let path = path.split('[').next().unwrap_or_default();
    let value = forms::value_at(from, path).cloned().unwrap_or(Json::Null);
    let mut place = to;
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        if !place.is_object() {
            *place = Json::Object(serde_json::Map::new());
        }
        let Some(object) = place.as_object_mut() else { return };
        if parts.peek().is_none() {
            object.insert(part.to_owned(), value);
            return;
        }
        place = object.entry(part).or_insert(Json::Null);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pairs(list: &[(&str, &str)]) -> Pairs {
        Pairs(list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn of_every_input_the_chosen_side_goes_on() {
        let sent = pairs(&[
            ("act", "save"),
            ("other", "stays"),
            ("side:opinion", "1"),
            ("mine:opinion", "agreed"),
            ("theirs:opinion", "rework"),
            ("pick:opinion", "theirs"),
            ("side:remarks", "1"),
            ("mine:remarks", "my words"),
            ("theirs:remarks", "their words"),
            ("pick:remarks", "mine"),
        ]);
        let chosen = chosen(sent);
        assert_eq!((chosen.get("opinion"), chosen.get("remarks"), chosen.get("other")), ("rework", "my words", "stays"));
        assert!(!chosen.has("unpicked"));
    }

    #[test]
    fn what_was_not_chosen_is_asked_again() {
        let sent = [("side:remarks", "1"), ("mine:remarks", "my words"), ("theirs:remarks", "their words")];
        let open = chosen(pairs(&sent));
        assert_eq!((open.get("unpicked"), open.get("remarks")), ("remarks", "my words"));
        let all: Vec<_> = sent.into_iter().chain([("pick-all", "theirs")]).collect();
        assert_eq!(chosen(pairs(&all)).get("remarks"), "their words");
    }

    #[test]
    fn line_ends_and_empty_values_are_no_difference() {
        assert!(!Side::text("x", "X", "a\nb", "a\r\nb ").differs());
        assert!(!Side::choice("x", "X", vec![], vec![String::new()], str::to_owned).differs());
        assert!(Side::text("x", "X", "", "a").differs());
    }

    #[test]
    fn an_answer_is_copied_by_its_path() {
        let mut to = json!({ "a": { "b": 1 } });
        copy_answer(&json!({ "a": { "b": 2, "c": 3 }, "rows": [1] }), &mut to, "a.b");
        copy_answer(&json!({ "rows": [{ "x": 1 }] }), &mut to, "rows[0].x");
        assert_eq!(to, json!({ "a": { "b": 2 }, "rows": [{ "x": 1 }] }));
    }
}

//! One entry of the draft: texts and validity of one that is in force, everything of a new one.
//!
//! The one rule: bad input comes back with what is wrong at its field, and the draft stays as it was.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use ejournal::Nomenclature;
use ejournal::event::{Need, Status};
use ejournal::journal::{Error, draft_status_drop, draft_status_set};
use ejournal::nomenclature::{NomenclatureError, Phase, Problem, StatusEntry};
use serde::Deserialize;
use web::{Choice, Errors, Notice, Page, PageError, Pairs, Texts, redirect};

use super::draft::{PATH, require, written};
use super::{in_force, phase_choices, problems};
use crate::desk::Desk;
use crate::period;

/// LIMIT: characters of a text of an entry.
const TEXT_CHARS_MAX: usize = 200;

/// The form as it was typed.
#[derive(Default)]
struct Form {
    id: String,
    code: String,
    phase: String,
    is_public: bool,
    is_end: bool,
    needs: Vec<String>,
    reporter: String,
    bg: String,
    en: String,
    from: String,
    until: String,
}

impl Form {
    fn of(entry: &StatusEntry) -> Form {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.strftime("%d.%m.%Y").to_string()).unwrap_or_default();
        Form {
            id: entry.id.to_string(),
            code: entry.code.to_string(),
            phase: entry.phase.map_or("none", Phase::name).to_owned(),
            is_public: entry.public,
            is_end: entry.end,
            needs: entry.needs.iter().map(|need| need.name().to_owned()).collect(),
            reporter: entry.reporter.clone(),
            bg: entry.bg.clone(),
            en: entry.en.clone(),
            from: day(entry.from),
            until: day(entry.until),
        }
    }

    fn typed(pairs: &Pairs) -> Form {
        let text = |name: &str| pairs.get(name).to_owned();
        Form {
            id: text("id"),
            code: text("code"),
            phase: text("phase"),
            is_public: pairs.has("public"),
            is_end: pairs.has("end"),
            needs: pairs.all("needs").map(str::to_owned).collect(),
            reporter: text("reporter"),
            bg: text("bg"),
            en: text("en"),
            from: text("from"),
            until: text("until"),
        }
    }
}

#[derive(Template)]
#[template(path = "nomenclature_status.html")]
struct StatusPage {
    page: Page,
    form: Form,
    phases: Vec<Choice>,
    needs: Vec<Choice>,
    /// The entry is in force: what it means is shown and cannot change.
    is_fixed: bool,
    fixed: Vec<(String, String)>,
    /// The entry stands in the draft only and can be taken out again.
    is_new: bool,
    before: String,
}

fn status_page(desk: &Desk, now: &Nomenclature, before: &str, form: Form, errors: Errors) -> Result<Response, PageError> {
    let (failed, t) = (!errors.is_empty(), desk.t);
    let known = before.parse::<Status>().ok().and_then(|code| now.status(&code));
    let fixed = known.map(|entry| super::members(t, entry)).unwrap_or_default();
    let is_meaning = |key: &str| !["-bg", "-en", "-reporter", "-validity"].iter().any(|ending| key.ends_with(ending));
    let title = if before.is_empty() { t.get("admin-nomenclature-new") } else { t.get("admin-nomenclature-edit") };
    let need = |need: &Need| Choice::new(need.name(), t.get(&format!("admin-need-{need}")));
    let template = StatusPage {
        page: desk.page(title).with_errors(errors).with_back(PATH),
        phases: phase_choices(t),
        needs: Need::ALL.iter().map(need).collect(),
        is_fixed: known.is_some(),
        fixed: fixed
            .into_iter()
            .filter(|(key, value)| is_meaning(key) && !value.is_empty())
            .map(|(key, value)| (t.get(key).into_owned(), value))
            .collect(),
        is_new: known.is_none() && !before.is_empty(),
        before: before.to_owned(),
        form,
    };
    desk.form_answer(&template, failed)
}

/// Which entry the address means; none for a new one.
#[derive(Debug, Default, Deserialize)]
pub struct CodeQuery {
    #[serde(default)]
    code: String,
}

/// The number after the last one.
fn free_number(draft: &Nomenclature) -> u16 {
    draft.statuses().last().map_or(1, |last| last.id.saturating_add(1))
}

/// The form.
pub async fn form(desk: Desk, Query(query): Query<CodeQuery>) -> Result<Response, PageError> {
    require(&desk)?;
    let (draft, now) = (written(&desk).await?.nomenclature, in_force(&desk).await?);
    let form = match query.code.as_str() {
        "" => Form { id: free_number(&draft).to_string(), phase: "work".to_owned(), ..Form::default() },
        code => {
            let code: Status = code.parse().map_err(|_| PageError::not_found())?;
            Form::of(draft.status(&code).ok_or_else(PageError::not_found)?)
        }
    };
    status_page(&desk, &now, &query.code, form, Errors::new())
}

/// A day of the form; empty is none.
fn day(text: &str) -> Result<Option<jiff::civil::Date>, ()> {
    match text {
        "" => Ok(None),
        text => period::day(text).map(Some).ok_or(()),
    }
}

/// The entry that was typed. Of one that is in force only texts, reporter and validity are taken.
fn entry(t: Texts, form: &Form, known: Option<&StatusEntry>) -> Result<StatusEntry, Errors> {
    let mut errors = Errors::new();
    let mut wrong = |field: &str, key: &str| errors.add(field, t.get(key).into_owned());
    let is_text = |text: &str| !text.is_empty() && text.chars().count() <= TEXT_CHARS_MAX && !text.chars().any(char::is_control);
    let (id, code) = (form.id.parse::<u16>().ok().filter(|id| *id > 0), form.code.parse::<Status>().ok());
    let phase = Phase::parse(&form.phase);
    if known.is_none() {
        if code.is_none() {
            wrong("code", "admin-nomenclature-error-code");
        }
        if id.is_none() {
            wrong("id", "admin-nomenclature-error-id");
        }
        if phase.is_none() && form.phase != "none" {
            wrong("phase", "admin-nomenclature-error-phase");
        }
    }
    for (field, text) in [("bg", &form.bg), ("en", &form.en), ("reporter", &form.reporter)] {
        if !is_text(text) {
            wrong(field, &format!("admin-nomenclature-error-{field}"));
        }
    }
    let (from, until) = (day(&form.from), day(&form.until));
    for (field, is_wrong) in [("from", from.is_err()), ("until", until.is_err())] {
        if is_wrong {
            wrong(field, "admin-nomenclature-error-day");
        }
    }
    if let (Ok(Some(from)), Ok(Some(until))) = (from, until)
        && until < from
    {
        wrong("until", "admin-nomenclature-error-until");
    }
    let entry = match (known, code, id) {
        (Some(known), ..) => known.clone(),
        (None, Some(code), Some(id)) => StatusEntry {
            id,
            code,
            phase,
            public: form.is_public,
            end: form.is_end,
            needs: form.needs.iter().filter_map(|need| Need::parse(need)).collect(),
            returns: Vec::new(),
            minimum: None,
            older: Vec::new(),
            inner: Vec::new(),
            reporter: String::new(),
            bg: String::new(),
            en: String::new(),
            from: None,
            until: None,
        },
        _ => return Err(errors),
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let (bg, en, reporter) = (form.bg.clone(), form.en.clone(), form.reporter.clone());
    Ok(StatusEntry { bg, en, reporter, from: from.unwrap_or_default(), until: until.unwrap_or_default(), ..entry })
}

/// The field at which a mistake of the whole list is shown.
fn field_of(error: &NomenclatureError) -> &'static str {
    match error {
        NomenclatureError::Content(all) => match all.first() {
            Some(Problem::IdTwice { .. } | Problem::IdZero { .. }) => "id",
            Some(Problem::EndWithoutPhase { .. }) => "phase",
            Some(Problem::Validity { .. }) => "until",
            _ => "code",
        },
        _ => "code",
    }
}

/// Puts the entry into the draft.
pub async fn save(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    require(&desk)?;
    let (draft, now) = (written(&desk).await?.nomenclature, in_force(&desk).await?);
    let (t, form, before) = (desk.t, Form::typed(&pairs), pairs.get("before").to_owned());
    let earlier = match before.as_str() {
        "" => None,
        code => {
            let code: Status = code.parse().map_err(|_| PageError::bad_request())?;
            Some(draft.status(&code).ok_or_else(PageError::not_found)?)
        }
    };
    let known = earlier.filter(|entry| now.status(&entry.code).is_some());
    let entry = match entry(t, &form, known) {
        Ok(entry) => entry,
        Err(errors) => return status_page(&desk, &now, &before, form, errors),
    };
    let is_renamed = earlier.is_some_and(|earlier| earlier.code != entry.code);
    if (earlier.is_none() || is_renamed) && draft.status(&entry.code).is_some() {
        let errors = Errors::from_iter([("code", t.with1("admin-problem-code-twice", "code", entry.code.as_str()))]);
        return status_page(&desk, &now, &before, form, errors);
    }
    let (operator, who) = (desk.operator()?, desk.staff.name.clone());
    let (dropped, code) = (earlier.filter(|_| is_renamed).map(|entry| entry.code.clone()), entry.code.to_string());
    let done = desk
        .attempt_once(pairs.command()?, move |tx, _| {
            if let Some(dropped) = &dropped {
                draft_status_drop(tx, &operator, dropped, &who)?;
            }
            draft_status_set(tx, &operator, &entry, &who)
        })
        .await;
    match done {
        Ok(()) => {
            let notice = Notice::success(t.with1("admin-nomenclature-saved", "code", code));
            Ok(redirect::with_notice(&desk, PATH, &notice))
        }
        Err(Error::Nomenclature(error)) => {
            let field = field_of(&error);
            let errors = problems(t, &error).into_iter().map(|words| (field, words)).collect();
            status_page(&desk, &now, &before, form, errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes an entry out of the draft that is not in force.
pub async fn drop_new(desk: Desk, pairs: Pairs) -> Result<Response, PageError> {
    require(&desk)?;
    let code: Status = pairs.get("code").parse().map_err(|_| PageError::bad_request())?;
    let (operator, who) = (desk.operator()?, desk.staff.name.clone());
    desk.attempt_once(pairs.command()?, move |tx, _| draft_status_drop(tx, &operator, &code, &who)).await?;
    Ok(redirect::with_notice(&desk, PATH, &Notice::success(desk.t.get("admin-nomenclature-dropped"))))
}

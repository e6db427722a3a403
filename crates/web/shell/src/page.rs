//! The frame of a page: everything `base.html` needs. Every page struct has a field `page: Page`, and templates ask it for
//! texts, dates, sums, errors and form fields.
//!
//! The one rule: what people read comes from here in the language of the page; templates hold no words of their own.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::administration::Administration;
use crate::frame::{Area, Frame};
use crate::html::{Html, escape};
use crate::texts::{Arg, Language, Texts};
use crate::{assets, format, status, visit};

/// Errors of a form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// No errors.
    pub fn new() -> Errors {
        Errors::default()
    }

    /// Adds the finished sentence for a field. The field's name is the `name` of its input.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push((field.into(), message.into()));
    }

    /// The first message of a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fields and messages in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, message)| (field.as_str(), message.as_str()))
    }
}

impl<F: Into<String>, M: Into<String>> FromIterator<(F, M)> for Errors {
    fn from_iter<I: IntoIterator<Item = (F, M)>>(pairs: I) -> Errors {
        Errors(pairs.into_iter().map(|(field, message)| (field.into(), message.into())).collect())
    }
}

/// A message shown on top of the next page after an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The finished sentence.
    pub text: String,
    /// Address of the thing changed.
    pub link: Option<String>,
    /// Words of the link.
    pub link_text: Option<String>,
    /// Whether it tells of a success.
    pub is_success: bool,
}

impl Notice {
    /// A success.
    pub fn success(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), link: None, link_text: None, is_success: true }
    }

    /// Something worth knowing that is no success.
    pub fn info(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), link: None, link_text: None, is_success: false }
    }

    /// The picture beside it.
    pub fn icon(&self) -> &'static str {
        if self.is_success { "check" } else { "info" }
    }

    /// The same notice with a link to the thing changed.
    pub fn with_link(mut self, address: impl Into<String>, words: impl Into<String>) -> Notice {
        self.link = Some(address.into());
        self.link_text = Some(words.into());
        self
    }
}

/// One entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Words.
    pub text: String,
    /// Address.
    pub href: String,
    /// Number beside the words, e.g. of open tasks.
    pub count: Option<String>,
    /// Name of an icon of `icons.html`.
    pub icon: &'static str,
    /// Whether this is where the person is.
    pub is_current: bool,
    /// Heading of the group that begins with this entry.
    pub group: Option<String>,
}

impl NavItem {
    /// An entry.
    pub fn new(text: impl Into<String>, href: impl Into<String>, icon: &'static str) -> NavItem {
        NavItem { text: text.into(), href: href.into(), count: None, icon, is_current: false, group: None }
    }

    /// The same entry with a number.
    pub fn with_count(mut self, count: impl ToString) -> NavItem {
        self.count = Some(count.to_string());
        self
    }

    /// The same entry under a new heading.
    pub fn in_group(mut self, heading: impl Into<String>) -> NavItem {
        self.group = Some(heading.into());
        self
    }
}

/// One step of the path above a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// Words.
    pub text: String,
    /// Address.
    pub href: String,
}

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The heading of the page, also the first part of the title.
    pub title: String,
    /// The service the page belongs to, the second part of the title.
    pub service: Option<String>,
    /// Texts of the language.
    pub t: Texts,
    /// The administration.
    pub administration: Arc<Administration>,
    /// The application.
    pub area: Area,
    /// Path of the address.
    pub path: String,
    /// Query of the address, without the language.
    pub query: String,
    /// Token that every form carries.
    pub csrf_token: String,
    /// Identifies the act that a form of this page will send.
    pub form_token: String,
    /// When the page was made.
    pub now: Timestamp,
    /// Errors of the form on this page.
    pub errors: Errors,
    /// Message of the act before.
    pub notice: Option<Notice>,
    /// Name of the member of staff.
    pub staff_name: Option<String>,
    /// Position or role line under the name.
    pub staff_role: Option<String>,
    /// Navigation of the applications of staff, and of the portal's header.
    pub nav: Vec<NavItem>,
    /// Where „Назад“ leads.
    pub back: Option<String>,
    /// The path above the page.
    pub crumbs: Vec<Crumb>,
    /// Compact density.
    pub is_compact: bool,
    /// Whether the desk has its search field: it finds cases, so it is for those who read them.
    pub searches: bool,
    /// Text in the search field of the desk.
    pub search: String,
    /// Seconds after which the page asks for itself again (background work).
    pub refresh_s: Option<u32>,
    /// Seconds of the session that remain; the page warns before its end.
    pub session_s: Option<i64>,
}

impl Page {
    /// A page inside a frame. Handlers use [`visit::Visit::page`], which also fills the tokens.
    pub fn new(frame: &Frame, title: impl Into<String>) -> Page {
        let query = frame.uri.query().unwrap_or("");
        Page {
            title: title.into(),
            service: None,
            t: frame.texts(),
            administration: frame.administration.clone(),
            area: frame.area,
            path: frame.uri.path().to_owned(),
            query: query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect::<Vec<_>>().join("&"),
            csrf_token: String::new(),
            form_token: String::new(),
            now: Timestamp::UNIX_EPOCH,
            errors: Errors::new(),
            notice: None,
            staff_name: None,
            staff_role: None,
            nav: Vec::new(),
            back: None,
            crumbs: Vec::new(),
            is_compact: false,
            searches: false,
            search: String::new(),
            refresh_s: None,
            session_s: None,
        }
    }

    /// The page as part of a service.
    pub fn of_service(mut self, name: impl Into<String>) -> Page {
        self.service = Some(name.into());
        self
    }

    /// The page with a link „Назад“.
    pub fn with_back(mut self, address: impl Into<String>) -> Page {
        self.back = Some(address.into());
        self
    }

    /// The page with one more step in the path above it.
    pub fn with_crumb(mut self, text: impl Into<String>, href: impl Into<String>) -> Page {
        self.crumbs.push(Crumb { text: text.into(), href: href.into() });
        self
    }

    /// The page come back with errors.
    pub fn with_errors(mut self, errors: Errors) -> Page {
        self.errors = errors;
        self
    }

    /// The page with navigation; the entry whose address fits the page's path best becomes the current one.
    pub fn with_nav(mut self, mut nav: Vec<NavItem>) -> Page {
        let fits = |item: &NavItem| {
            let href = item.href.split('?').next().unwrap_or("");
            self.path == href || (self.path.starts_with(href) && self.path[href.len()..].starts_with('/'))
        };
        if let Some(best) = nav.iter().enumerate().filter(|(_, item)| fits(item)).max_by_key(|(_, item)| item.href.len()) {
            let index = best.0;
            nav[index].is_current = true;
        }
        self.nav = nav;
        self
    }

    /// „{страница} – {услуга} – {администрация}“, with „Грешка: “ in front when the form came back.
    pub fn full_title(&self) -> String {
        let mut title = String::new();
        if !self.errors.is_empty() {
            title.push_str(&self.t.get("shell-error-title-prefix"));
            title.push(' ');
        }
        title.push_str(&self.title);
        if let Some(service) = self.service.as_deref().filter(|service| *service != self.title) {
            title.push_str(" – ");
            title.push_str(service);
        }
        title.push_str(" – ");
        title.push_str(self.administration.name(self.language()));
        title
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> Cow<'static, str> {
        self.t.get(key)
    }

    /// The text of a key with one place filled.
    pub fn t1(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.t.with1(key, name, value)
    }

    /// The text of a key with two places filled.
    pub fn t2(&self, key: &str, name1: &str, value1: impl Into<Arg>, name2: &str, value2: impl Into<Arg>) -> String {
        self.t.with2(key, name1, value1, name2, value2)
    }

    /// The text of a key in the plural form of `count` (`$count` in the text).
    pub fn n(&self, key: &str, count: impl Into<Arg>) -> String {
        self.t.count(key, count)
    }

    /// The language of the page.
    pub fn language(&self) -> Language {
        self.t.language()
    }

    /// The code of the language.
    pub fn lang(&self) -> &'static str {
        self.language().code()
    }

    /// The name of the administration in the language of the page.
    pub fn administration_name(&self) -> &str {
        self.administration.name(self.language())
    }

    /// Chooses between the Bulgarian and the English text of data that has both.
    pub fn pick<'a>(&self, bg: &'a str, en: &'a str) -> &'a str {
        match self.language() {
            Language::English if !en.is_empty() => en,
            _ => bg,
        }
    }

    /// The error at a field.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.get(field)
    }

    /// The languages this page is not in, with the address of the page in each.
    pub fn other_languages(&self) -> Vec<(Language, String)> {
        let rest = if self.query.is_empty() { String::new() } else { format!("&{}", self.query) };
        Language::ALL
            .into_iter()
            .filter(|language| *language != self.language())
            .map(|language| (language, format!("{}?lang={}{rest}", self.path, language.code())))
            .collect()
    }

    /// Address of a static file.
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }

    /// The hidden field that every form with `method="post"` begins with.
    pub fn csrf_field(&self) -> Html {
        Html::trusted(format!(r#"<input type="hidden" name="csrf" value="{}">"#, escape(&self.csrf_token)))
    }

    /// The hidden field of forms that file or decide something: sending it twice does it once.
    pub fn token_field(&self) -> Html {
        Html::trusted(format!(r#"<input type="hidden" name="form_token" value="{}">"#, escape(&self.form_token)))
    }

    /// The present date with „днес“ left to the text: „05.03.2026 г.“
    pub fn today(&self) -> String {
        format::date(kernel::clock::sofia_date(self.now), self.language())
    }

    /// The present time: „14:30 ч.“
    pub fn clock(&self) -> String {
        format::time(self.now, self.language())
    }

    /// A date of an `_on` column.
    pub fn date(&self, iso: &str) -> String {
        format::date_text(iso, self.language())
    }

    /// A civil date.
    pub fn day(&self, date: &jiff::civil::Date) -> String {
        format::date(*date, self.language())
    }

    /// The date of an `_at` column.
    pub fn date_at(&self, at: &i64) -> String {
        format::date(kernel::clock::sofia_date(format::instant(*at)), self.language())
    }

    /// Date and time of an `_at` column.
    pub fn time_at(&self, at: &i64) -> String {
        format::date_time(format::instant(*at), self.language())
    }

    /// A sum in cents.
    pub fn money(&self, cents: &i64) -> String {
        format::money(*cents, self.language())
    }

    /// A whole number.
    pub fn number(&self, value: &i64) -> String {
        format::number(*value, self.language())
    }

    /// A size of a file in bytes.
    pub fn size(&self, bytes: &u64) -> String {
        format::size(*bytes, self.language())
    }

    /// What a browser may fill in by itself: `purpose` when the field is about the person, otherwise nothing.
    pub fn fill<'a>(&self, is_own: impl std::borrow::Borrow<bool>, purpose: &'a str) -> &'a str {
        if *is_own.borrow() { purpose } else { "off" }
    }

    /// A picture beside words.
    pub fn icon(&self, name: &str) -> Html {
        crate::icon::icon(name)
    }

    /// The mark of the product.
    pub fn mark(&self) -> Html {
        crate::icon::mark()
    }

    /// The label of a state: staff wording on the desk, the applicant's on the portal.
    pub fn status(&self, identifier: &str) -> Cow<'static, str> {
        if self.is_desk() { status::desk(self.t, identifier) } else { status::public(self.t, identifier) }
    }

    /// The tone of the tag of a state.
    pub fn status_tone(&self, identifier: &str) -> &'static str {
        status::tone(identifier)
    }

    /// The picture of a state.
    pub fn status_icon(&self, identifier: &str) -> &'static str {
        status::icon(identifier)
    }

    /// The name of the application of staff.
    pub fn desk_name(&self) -> Cow<'static, str> {
        if self.area == Area::Admin { self.t.get("shell-admin-name") } else { self.t.get("shell-office-name") }
    }

    /// The telephone of the administration as digits.
    pub fn phone_href(&self) -> String {
        self.administration.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// Text fit for a value in the query of an address.
    pub fn query_value(&self, text: &str) -> String {
        visit::query_value(text)
    }

    /// The version of the program, for the footer.
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Whether the page belongs to the applications of staff.
    pub fn is_desk(&self) -> bool {
        matches!(self.area, Area::Office | Area::Admin)
    }
}

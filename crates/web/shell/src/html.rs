//! Ready HTML and the way a template becomes a response.
//!
//! The one rule: [`Html`] is only made by a template or by code that escaped what it was given.

use std::fmt;

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::error::PageError;

/// A piece of HTML that is safe to insert as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Marks `html` as safe. The caller vouches that outside text in it was escaped.
    pub fn trusted(html: impl Into<String>) -> Html {
        Html(html.into())
    }

    /// Renders a part of a page.
    pub fn part(template: &impl Template) -> Html {
        Html(template.render().unwrap_or_else(|error| {
            tracing::error!(%error, "a part of a page could not be rendered");
            String::new()
        }))
    }

    /// Escapes plain text.
    pub fn text(text: &str) -> Html {
        Html(escape(text))
    }

    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A whole page as an answer.
    pub fn into_page(self) -> Response {
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], self.0).into_response()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

impl askama::FastWritable for Html {
    fn write_into(&self, dest: &mut dyn fmt::Write, _: &dyn askama::Values) -> askama::Result<()> {
        dest.write_str(&self.0)?;
        Ok(())
    }
}

/// Escapes text for an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Renders a whole page as an answer.
pub fn render(template: &impl Template) -> Result<Response, PageError> {
    let body = template.render().map_err(PageError::failure)?;
    Ok(Html(body).into_page())
}

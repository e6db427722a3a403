//! Reading posted forms: names and values in order, and the typed way for small forms.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use kernel::ids::CommandId;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::csrf;
use crate::error::PageError;

/// A posted form as names and values in their order; the form token of the protection is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The last value of a name, trimmed; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// Whether the name was sent, as a ticked box is.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The act this form stands for: its one-time token. A form without one was not made by this program.
    pub fn command(&self) -> Result<CommandId, PageError> {
        self.get("form_token").parse().map_err(|_| PageError::bad_request())
    }

    /// Reads the pairs into a struct with `serde`.
    pub fn into_struct<T: DeserializeOwned>(self) -> Result<T, PageError> {
        let map = self.0.into_iter().map(|(name, value)| (name, serde_json::Value::String(value))).collect();
        serde_json::from_value(serde_json::Value::Object(map)).map_err(|error| PageError::bad_request().caused_by(error))
    }

    /// Makes pairs from a form body.
    pub fn parse(body: &[u8]) -> Result<Pairs, PageError> {
        let pairs = csrf::form_pairs(body);
        // LIMIT: PostgreSQL cannot store NUL, and no person types it.
        if pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(PageError::bad_request());
        }
        Ok(Pairs(pairs.into_iter().filter(|(name, _)| name != csrf::FIELD).collect()))
    }
}

impl FromRequest<App> for Pairs {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        let body = Bytes::from_request(request, app).await.map_err(|_| PageError::too_large())?;
        Pairs::parse(&body)
    }
}

/// A posted form read into a struct of texts (`String`, `Option<String>`); unknown names are ignored.
#[derive(Debug, Clone, Default)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &App) -> Result<Self, PageError> {
        Pairs::from_request(request, app).await?.into_struct().map(Form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_keep_order_and_drop_the_protection_token() {
        let pairs = Pairs::parse(b"csrf=x&a=1&a=+2+&b").unwrap();
        assert_eq!(pairs.get("a"), "2");
        assert_eq!(pairs.all("a").count(), 2);
        assert!(pairs.has("b") && !pairs.has("csrf"));
        assert!(pairs.command().is_err());
        assert!(Pairs::parse(b"a=%00").is_err());
    }
}

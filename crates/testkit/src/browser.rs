//! A browser: cookies and forms, no scripts.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use tower::ServiceExt;
use web::visit::query_value;

use crate::page::Page;

/// Hidden fields a form brings along from its page.
const BROUGHT_ALONG: [&str; 3] = ["csrf", "form_token", "revision"];

/// A browser of one person.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    /// The host it asks.
    pub host: String,
    /// Its cookies.
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    /// A browser without cookies.
    pub fn new(router: &Router, host: &str) -> Browser {
        Browser { router: router.clone(), host: host.to_owned(), cookies: BTreeMap::new() }
    }

    /// The same with a session.
    #[must_use]
    pub fn with_cookie(mut self, name: &str, value: &str) -> Browser {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Sends a request with the cookies and keeps those that come back.
    pub async fn send(&mut self, request: Request<Body>) -> Page {
        let (mut parts, body) = request.into_parts();
        let line = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        parts.headers.insert(header::COOKIE, line.parse().expect("cookies are plain text"));
        parts.headers.insert(header::HOST, self.host.parse().expect("a host is plain text"));
        let response = self.router.clone().oneshot(Request::from_parts(parts, body)).await.expect("a router always answers");
        for line in response.headers().get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("cookies are plain text");
            let (name, rest) = line.split_once('=').expect("a cookie has a name");
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() || rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.into_body().collect().await.expect("the body arrives").to_bytes().to_vec();
        Page::new(status, headers, bytes)
    }

    /// Opens a page.
    pub async fn get(&mut self, address: &str) -> Page {
        let address = address.split('#').next().unwrap_or_default();
        self.send(Request::get(address).body(Body::empty()).expect("an address")).await
    }

    /// Sends a form as it is.
    pub async fn post_plain(&mut self, address: &str, pairs: &[(&str, &str)]) -> Page {
        let body = pairs.iter().map(|(name, value)| format!("{}={}", query_value(name), query_value(value))).collect::<Vec<_>>().join("&");
        let request = Request::post(address).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("an address")).await
    }

    /// Sends a form as if it stood on the page `from`: with its tokens.
    pub async fn post_from(&mut self, from: &Page, address: &str, pairs: &[(&str, &str)]) -> Page {
        let brought = brought_along(from);
        let all: Vec<(&str, &str)> = brought.iter().map(|(name, value)| (*name, value.as_str())).chain(pairs.iter().copied()).collect();
        self.post_plain(address, &all).await
    }

    /// Sends a form with files as if it stood on the page `from`: `(field, name, content)`.
    pub async fn upload_from(&mut self, from: &Page, address: &str, pairs: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let brought = brought_along(from);
        let mut body = Vec::new();
        for (name, value) in brought.iter().map(|(name, value)| (*name, value.as_str())).chain(pairs.iter().copied()) {
            body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        for (field, name, content) in files {
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        let request = Request::post(address).header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
        self.send(request.body(Body::from(body)).expect("an address")).await
    }
}

fn brought_along(from: &Page) -> Vec<(&'static str, String)> {
    BROUGHT_ALONG.into_iter().filter_map(|name| Some((name, from.find_hidden(name)?))).collect()
}

//! The frame around every request: correlation number, administration, language, form protection, time limit, panics,
//! error pages and security headers.
//!
//! The one rule: an application is served only through [`finish`], so no route can be without them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http_body_util::Limited;
use kernel::limits::{APPLICATION_BYTES_MAX, FORM_BYTES_MAX};
use tower_http::compression::CompressionLayer;

use crate::administration::Administration;
use crate::app::App;
use crate::error::PageError;
use crate::rate::Limit;
use crate::texts::{Language, Texts};
use crate::{assets, cookie, csrf, error_page, headers, session_over, sign};

/// Which of the applications an address belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The public portal.
    Portal,
    /// The clerk's application, `/office`.
    Office,
    /// The administration application, `/admin`.
    Admin,
    /// Machines, `/api`.
    Api,
    /// Static files.
    Static,
}

impl Area {
    /// The area of a path.
    pub fn of(path: &str) -> Area {
        let is = |prefix: &str| path == prefix || path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
        if is("/office") {
            Area::Office
        } else if is("/admin") {
            Area::Admin
        } else if is("/api") {
            Area::Api
        } else if is("/static") {
            Area::Static
        } else {
            Area::Portal
        }
    }

    /// Where the application starts.
    pub fn home(self) -> &'static str {
        match self {
            Area::Office => "/office",
            Area::Admin => "/admin",
            _ => "/",
        }
    }
}

/// What is known of a request before anybody asks who sends it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Correlation number: on error pages, in the log, in `Ctx`.
    pub request_id: String,
    /// The administration of the host name.
    pub administration: Arc<Administration>,
    /// The language of the answer.
    pub language: Language,
    /// The application.
    pub area: Area,
    /// The address without the host.
    pub uri: Uri,
    /// The peer.
    pub address: IpAddr,
    /// Identifies the browser for form tokens.
    pub visit_id: String,
    /// The host name asked for.
    pub host: String,
}

impl Frame {
    /// The texts in the language of the answer.
    pub fn texts(&self) -> Texts {
        Texts::new(self.language)
    }
}

/// Puts the frame around `router` and adds the static files. What comes out is ready to be served.
pub fn finish(app: &App, router: Router<App>) -> Router {
    router
        .merge(assets::routes())
        .fallback(|| async { PageError::not_found() })
        .method_not_allowed_fallback(|| async { PageError::new(StatusCode::METHOD_NOT_ALLOWED) })
        .layer(DefaultBodyLimit::disable())
        .with_state(app.clone())
        .layer(middleware::from_fn_with_state(app.clone(), around))
        .layer(CompressionLayer::new().compress_when(is_text))
}

/// Pages and answers for machines are compressed; files, fonts and documents are compressed already or made once.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    (kind.starts_with("text/html") || kind.starts_with("application/json")) && !headers.contains_key(header::CONTENT_DISPOSITION)
}

async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let https = app.config.is_https();
    let Some(frame) = frame_of(&app, &request) else {
        let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
        headers::secure(response.headers_mut(), https);
        return response;
    };
    let frame = Arc::new(frame);
    let is_new_visit = cookie::value(request.headers(), cookie::VISIT).is_none_or(|id| id != frame.visit_id);
    let had_notice = cookie::value(request.headers(), cookie::NOTICE).is_some();
    let chosen_language = query_language(&frame.uri);
    let method = request.method().clone();
    let wants_json = frame.area == Area::Api;
    request.extensions_mut().insert(frame.clone());

    let answered = match guarded(&app, &frame, request).await {
        Ok((request, posted)) => {
            let answered = answer(&app, &frame, request, next).await;
            match posted.filter(|_| session_over::wants_sign_in(&answered)) {
                Some(posted) => session_over::page(&app, &frame, &answered, &posted),
                None => answered,
            }
        }
        Err(error) => error.into_response(),
    };
    let mut response = error_page::dressed(&app, &frame, answered, wants_json);

    let is_page =
        response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(|kind| kind.starts_with("text/html"));
    let out = response.headers_mut();
    if is_page && is_new_visit {
        cookie::add(out, cookie::VISIT, &frame.visit_id, None, https);
    }
    if is_page && had_notice && method == Method::GET {
        cookie::remove(out, cookie::NOTICE, https);
    }
    if let Some(language) = chosen_language {
        cookie::add(out, cookie::LANGUAGE, language.code(), Some(365 * 24 * 3600), https);
    }
    if frame.area != Area::Static
        && let Ok(id) = HeaderValue::from_str(&frame.request_id)
    {
        out.insert("x-request-id", id);
    }
    headers::secure(out, https);
    response
}

/// Limits and form protection, before any handler.
async fn guarded(app: &App, frame: &Frame, request: Request) -> Result<(Request, Option<Bytes>), PageError> {
    if frame.area == Area::Static {
        return Ok((request, None));
    }
    app.rates.check(Limit::Request, frame.address)?;
    let is_change = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if frame.uri.path().contains('\0') || frame.uri.path().contains("%00") {
        return Err(PageError::bad_request());
    }
    let limit = body_limit(request.headers());
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) {
        return Err(PageError::too_large());
    }
    let request = request.map(|body| Body::new(Limited::new(body, limit)));
    if !is_change {
        return Ok((request, None));
    }
    app.rates.check(Limit::Change, frame.address)?;
    if frame.area == Area::Api {
        return Ok((request, None));
    }
    if csrf::is_cross_site(request.headers(), &frame.host) {
        return Err(PageError::forbidden().with_text("error-csrf"));
    }
    let (parts, body) = request.into_parts();
    let checked = csrf::check(&parts.headers, body, &app.keys, &frame.visit_id).await?;
    Ok((Request::from_parts(parts, checked.body), checked.posted))
}

fn is_multipart(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|v| v.starts_with("multipart/"))
}

fn body_limit(headers: &HeaderMap) -> usize {
    // LIMIT: forms with files may be as large as an application, with 1 MiB for the fields around the files.
    if is_multipart(headers) {
        usize::try_from(APPLICATION_BYTES_MAX).unwrap_or(usize::MAX).saturating_add(1 << 20)
    } else {
        FORM_BYTES_MAX
    }
}

async fn answer(app: &App, frame: &Frame, request: Request, next: Next) -> Response {
    // A person on a slow line may need minutes for large files; everything else is answered soon or not at all.
    let factor = if is_multipart(request.headers()) { 20 } else { 1 };
    let limit = Duration::from_secs(app.config.request_timeout_s * factor);
    match tokio::time::timeout(limit, AssertUnwindSafe(next.run(request)).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => {
            let text = panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            tracing::error!(request.id = %frame.request_id, path = frame.uri.path(), "a handler panicked: {text}");
            PageError::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
        Err(_) => {
            tracing::warn!(request.id = %frame.request_id, path = frame.uri.path(), "a request took longer than {} s", limit.as_secs());
            PageError::unavailable(10).into_response()
        }
    }
}

fn frame_of(app: &App, request: &Request) -> Option<Frame> {
    let headers = request.headers();
    let host = headers
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| request.uri().authority().map(|authority| authority.as_str()))
        .unwrap_or("")
        .to_owned();
    let administration = app.administrations.by_host(&host)?;
    let language = query_language(request.uri())
        .or_else(|| cookie::value(headers, cookie::LANGUAGE).and_then(Language::from_code))
        .unwrap_or_default();
    let visit_id = cookie::value(headers, cookie::VISIT)
        .filter(|id| id.len() == 22 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
        .map_or_else(|| sign::random_token(&*app.random), str::to_owned);
    Some(Frame {
        request_id: request_id(app),
        administration,
        language,
        area: Area::of(request.uri().path()),
        uri: request.uri().clone(),
        address: address_of(app, request),
        visit_id,
        host,
    })
}

/// Ten symbols that can be read out on the telephone.
fn request_id(app: &App) -> String {
    const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut bytes = [0u8; 10];
    app.random.fill(&mut bytes);
    let mut id = String::with_capacity(11);
    for (i, byte) in bytes.iter().enumerate() {
        if i == 5 {
            id.push('-');
        }
        id.push(char::from(SYMBOLS[usize::from(byte & 31)]));
    }
    id
}

fn query_language(uri: &Uri) -> Option<Language> {
    uri.query()?.split('&').filter_map(|pair| pair.strip_prefix("lang=")).find_map(Language::from_code)
}

fn address_of(app: &App, request: &Request) -> IpAddr {
    if app.config.trust_forwarded {
        let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
        // The last entry was written by our own proxy; the ones before it are the client's word.
        if let Some(address) = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok()) {
            return address;
        }
    }
    request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip())
}

//! What every handler shares: the clock, chance, the keys, the administrations of this installation.
//!
//! The one rule: nothing here belongs to one request; what does lives in [`crate::visit::Visit`].

use std::sync::Arc;

use documents::Engine;
use kernel::clock::Clock;
use kernel::random::Random;
use kernel::secret::SecretKey;
use store::Store;

use crate::administration::{self, Directory};
use crate::rate::RateLimits;
use crate::sign::Keys;

/// Settings of the HTTP side, assembled by the binary.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address under which people reach the installation, without a slash at the end: `https://uslugi.example.bg`.
    pub base_url: String,
    /// Largest number of seconds a request may take before it is answered with 503.
    pub request_timeout_s: u64,
    /// Whether the peer's address is taken from `X-Forwarded-For` (only behind a proxy of one's own).
    pub trust_forwarded: bool,
}

impl Config {
    /// Settings for `base_url` with the defaults of everything else.
    pub fn new(base_url: impl Into<String>) -> Config {
        let base_url: String = base_url.into();
        Config { base_url: base_url.trim_end_matches('/').to_owned(), request_timeout_s: 30, trust_forwarded: false }
    }

    /// Whether people come over https: cookies are then `Secure` and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// The shared state of all web applications. Cloning it is cheap.
#[derive(Clone)]
pub struct App {
    /// Rows, blobs and the outbox.
    pub store: Store,
    /// Makes the documents people print and download.
    pub documents: Engine,
    /// Tells the present instant.
    pub clock: Arc<dyn Clock>,
    /// Source of chance for identifiers, tokens and codes.
    pub random: Arc<dyn Random>,
    /// Settings.
    pub config: Arc<Config>,
    /// The key of the installation, for `Ctx`.
    pub key: Arc<SecretKey>,
    /// Signatures of cookies and form tokens.
    pub keys: Keys,
    /// The administrations of this installation, by host name.
    pub administrations: Arc<Directory>,
    /// Limits on attempts and requests per address.
    pub rates: Arc<RateLimits>,
}

impl App {
    /// The state for a store; reads the administrations from it.
    pub fn open(
        store: Store,
        documents: Engine,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        key: Arc<SecretKey>,
        config: Config,
    ) -> store::Result<App> {
        let app = App {
            administrations: Arc::new(Directory::default()),
            keys: Keys::new(key.clone()),
            rates: Arc::new(RateLimits::default()),
            config: Arc::new(config),
            store,
            documents,
            clock,
            random,
            key,
        };
        app.administrations_reload()?;
        Ok(app)
    }

    /// Reads the administrations again, after one of them was changed.
    pub fn administrations_reload(&self) -> store::Result<()> {
        let list = self.store.read_blocking(administration::all)?;
        self.administrations.replace(list);
        Ok(())
    }

    /// An absolute address for printing and for messages: `path` begins with a slash.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.config.base_url)
    }
}

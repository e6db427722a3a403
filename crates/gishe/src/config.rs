//! The configuration: a TOML file with `version = 1`, then the environment, then the command line. No file at all is a complete one.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use store::{BlobPlace, S3};
use url::Url;

use crate::words::text;

/// Name of the configuration file inside the data folder.
pub const FILE_NAME: &str = "gishe.toml";

/// The word for a file in the folder of the installation.
const SQLITE: &str = "sqlite";
/// The word for files in the folder of the installation.
const FOLDER: &str = "folder";
/// Region of servers that have none.
const REGION: &str = "us-east-1";
/// Stands for a secret.
const HIDDEN: &str = "[hidden]";

/// Every option with its default. Unknown keys are an error that names the nearest known key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Version of this format; always 1. Since 0.1.
    pub version: u32,
    /// Where the server listens. Default `127.0.0.1:8080`. Environment `GISHE_LISTEN`. Since 0.1.
    pub listen: SocketAddr,
    /// Address under which people reach it, without a slash at the end; `https://` makes cookies secure and sends HSTS.
    /// Default `http://<listen>`. Environment `GISHE_BASE_URL`. Since 0.1.
    pub base_url: String,
    /// Whether the visitor's address is taken from `X-Forwarded-For`: only behind a proxy of one's own. Default false. Since 0.1.
    pub trust_forwarded: bool,
    /// Longest time of one request, seconds, 1–600. Default 30. Since 0.1.
    pub request_timeout_s: u64,
    /// Connections to the database that read at the same time, 1–64. Default 4. Since 0.1.
    pub readers: usize,
    /// Where the rows are: `sqlite` (a file in the folder of the installation) or a PostgreSQL server, 15 or newer,
    /// `postgres://user:password@host/database`. Default `sqlite`. Environment `GISHE_DATABASE`. Since 0.2.
    pub database: String,
    /// Where the files are: `folder` (in the folder of the installation), or a bucket of a server that speaks the protocol of S3,
    /// `s3://bucket/prefix?endpoint=https://s3.example.bg&region=eu-central-1`. Default `folder`. Environment `GISHE_BLOBS`; the key of
    /// the bucket stands in the environment only: `GISHE_S3_ACCESS_KEY`, `GISHE_S3_SECRET_KEY`. Since 0.2.
    pub blobs: String,
    /// Name of the log of the journal, such as `ejournal.example.bg/log`: with it this installation is the journal that other systems report
    /// to. It never changes. Default: it is none. Since 0.2.
    pub journal: String,
    /// ЕИК of the administration whose administrators operate the journal on the pages for administrators. Default: the only administration of
    /// the installation; where there are several and none is named, the journal is operated by commands only. Since 0.2.
    pub journal_operator: String,
    /// Header in which one's own proxy gives the client certificate of a system that reports (RFC 9440), such as `client-cert`; the proxy
    /// must set or remove it on every request. Default: no header is believed. Since 0.2.
    pub journal_certificate_header: String,
    /// Whether web hooks of the journal may lead to private addresses and to this machine: for trials, and where its readers are in one's own
    /// network. Default false. Since 0.2.
    pub journal_private_hooks: bool,
    /// Address of the journal to which this installation reports, such as `https://ejournal.example.bg/ejournal/v1`. Default: none; events
    /// stay in the log of the administration and are sent once there is one. Since 0.2.
    pub report_to: String,
    /// File with the client certificate and its key, both in PEM, by which the journal knows this installation. Default: none. Since 0.2.
    pub report_certificate: PathBuf,
    /// Public key of the log of that journal, a line of the form `name+hash+key` as the journal publishes it. With it each event's receipt
    /// is asked for, verified and kept with the case. Default: none, and no receipts. Since 0.2.
    pub report_log_key: String,
    /// How many of the witnesses must have signed before a receipt is final. Default: two of three, and so on in proportion. Since 0.2.
    pub quorum: Option<usize>,
    /// What is written to the log: `error`, `warn`, `info`, `debug`, or filters by module. Default `info`. Since 0.1.
    pub log: String,
    /// The older event register, told beside the journal while it exists: `[older_register]` with `url`, `certificate` as in
    /// `report_certificate`, and `[older_register.services]` with the object identifier of each service by its number in the register of
    /// services. Events of other services, and of administrations without an object identifier, are passed over. Default: none. Since 0.2.
    pub older_register: Option<OlderRegister>,
    /// Who stamps the last checkpoint of each day (RFC 3161): `[timestamp]` with `url`, and `certificate`, a file in PEM or DER with its
    /// certificate or that of its issuer. Default: nobody. Since 0.2.
    pub timestamp: Option<TimestampAuthority>,
    /// Who signs the checkpoints of the logs too: `[[witnesses]]` with `url` and `key`, the public key as `gishe journal key` prints it.
    /// Default: nobody. Since 0.2.
    pub witnesses: Vec<Witness>,
}

/// The older event register (`ejournal.md` §1.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OlderRegister {
    /// Where it takes messages.
    pub url: String,
    /// File with the client certificate and its key, both in PEM.
    #[serde(default)]
    pub certificate: PathBuf,
    /// Object identifiers of services by their numbers.
    #[serde(default)]
    pub services: BTreeMap<String, String>,
}

/// A time-stamp authority (`journal-log.md` §4).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimestampAuthority {
    /// Where it is asked.
    pub url: String,
    /// File with the certificates that are trusted; without it the signature is checked and who made it is left open.
    #[serde(default)]
    pub certificate: PathBuf,
}

/// A witness of the logs of this installation (`journal-log.md` §6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// Where it is asked, without `/add-checkpoint`.
    pub url: String,
    /// Its public key.
    pub key: String,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            version: 1,
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: String::new(),
            trust_forwarded: false,
            request_timeout_s: 30,
            readers: 4,
            database: SQLITE.to_owned(),
            blobs: FOLDER.to_owned(),
            journal: String::new(),
            journal_operator: String::new(),
            journal_certificate_header: String::new(),
            journal_private_hooks: false,
            report_to: String::new(),
            report_certificate: PathBuf::new(),
            report_log_key: String::new(),
            quorum: None,
            log: "info".to_owned(),
            older_register: None,
            timestamp: None,
            witnesses: Vec::new(),
        }
    }
}

/// What the command line says; it wins over file and environment.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--listen`.
    pub listen: Option<SocketAddr>,
    /// `--base-url`.
    pub base_url: Option<String>,
}

impl Config {
    /// The effective configuration of an installation in `folder`.
    pub fn load(folder: &Path, overrides: &Overrides) -> Result<Config> {
        let path = folder.join(FILE_NAME);
        let mut config = if path.is_file() { Self::read(&path)? } else { Config::default() };
        if let Ok(listen) = std::env::var("GISHE_LISTEN") {
            config.listen = listen.parse().with_context(|| text!("cli-listen-wrong", value = listen))?;
        }
        if let Ok(base_url) = std::env::var("GISHE_BASE_URL") {
            config.base_url = base_url;
        }
        if let Ok(database) = std::env::var("GISHE_DATABASE") {
            config.database = database;
        }
        if let Ok(blobs) = std::env::var("GISHE_BLOBS") {
            config.blobs = blobs;
        }
        config.listen = overrides.listen.unwrap_or(config.listen);
        if let Some(base_url) = &overrides.base_url {
            config.base_url.clone_from(base_url);
        }
        config.check()?;
        Ok(config)
    }

    /// Reads a file; a mistake names its place and, for an unknown key, the nearest known one.
    pub fn read(path: &Path) -> Result<Config> {
        let text = std::fs::read_to_string(path).with_context(|| text!("cli-unreadable", path = path.display()))?;
        toml::from_str(&text).with_context(|| text!("cli-config-wrong", path = path.display()))
    }

    fn check(&self) -> Result<()> {
        if self.version != 1 {
            bail!(text!("cli-config-version", value = self.version));
        }
        if !(1..=600).contains(&self.request_timeout_s) {
            bail!(text!("cli-config-range", key = "request_timeout_s", value = self.request_timeout_s, range = "1–600"));
        }
        if !(1..=64).contains(&self.readers) {
            bail!(text!("cli-config-range", key = "readers", value = self.readers, range = "1–64"));
        }
        if !self.is_sqlite() && !self.database.starts_with("postgres://") && !self.database.starts_with("postgresql://") {
            // Not the value itself: it may hold a password.
            bail!(text!("cli-config-database"));
        }
        self.bucket()?;
        let url = self.base_url.as_str();
        let is_address = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        if let Some(authority) = self.timestamp.as_ref().filter(|authority| !is_address(&authority.url)) {
            bail!(text!("cli-config-timestamp-url", value = authority.url));
        }
        if let Some(register) = self.older_register.as_ref().filter(|register| !is_address(&register.url)) {
            bail!(text!("cli-config-older-register-url", value = register.url));
        }
        if !url.is_empty() && !is_address(url) {
            bail!(text!("cli-config-url", value = url));
        }
        Ok(())
    }

    fn is_sqlite(&self) -> bool {
        self.database == SQLITE
    }

    /// Where the store keeps its rows.
    pub fn database(&self) -> store::Database {
        if self.is_sqlite() { store::Database::Sqlite } else { store::Database::Postgres(self.database.clone()) }
    }

    /// The bucket that holds the files, with its key as far as the environment has it.
    fn bucket(&self) -> Result<Option<S3>> {
        if self.blobs == FOLDER {
            return Ok(None);
        }
        let url = Url::parse(&self.blobs).ok().filter(|url| url.scheme() == "s3" && url.username().is_empty());
        let wrong = || text!("cli-config-blobs", value = self.blobs);
        let Some((url, bucket)) = url.as_ref().and_then(|url| Some((url, url.host_str()?))) else { bail!(wrong()) };
        let mut s3 = S3 {
            endpoint: None,
            region: REGION.to_owned(),
            bucket: bucket.to_owned(),
            prefix: url.path().trim_matches('/').to_owned(),
            access_key: std::env::var("GISHE_S3_ACCESS_KEY").unwrap_or_default(),
            secret_key: std::env::var("GISHE_S3_SECRET_KEY").unwrap_or_default(),
        };
        for (key, value) in url.query_pairs() {
            match key.as_ref() {
                "endpoint" if Url::parse(&value).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) => {
                    s3.endpoint = Some(value.into_owned());
                }
                "region" if !value.is_empty() => s3.region = value.into_owned(),
                _ => bail!(wrong()),
            }
        }
        Ok(Some(s3))
    }

    /// How the store of an installation in `folder` is opened.
    pub fn options(&self, folder: &Path) -> Result<store::Options> {
        let blobs = match self.bucket()? {
            Some(s3) if s3.access_key.is_empty() || s3.secret_key.is_empty() => bail!(text!("cli-config-blobs-key")),
            Some(s3) => BlobPlace::S3(s3),
            None => BlobPlace::Folder,
        };
        Ok(store::Options { database: self.database(), blobs, readers: self.readers, ..store::Options::new(folder) })
    }

    /// The same configuration with what nobody may read over a shoulder hidden.
    pub fn shown(&self) -> Config {
        let database = if self.is_sqlite() { SQLITE } else { HIDDEN };
        Config { database: database.to_owned(), ..self.clone() }
    }

    /// The address for people: the configured one, or where the server really listens.
    pub fn public_url(&self, listening: SocketAddr) -> String {
        if self.base_url.is_empty() { format!("http://{listening}") } else { self.base_url.trim_end_matches('/').to_owned() }
    }
}

/// The data folder: given, from `GISHE_DATA`, or `data` in the current folder.
pub fn data_folder(given: Option<PathBuf>) -> PathBuf {
    given.or_else(|| std::env::var_os("GISHE_DATA").map(PathBuf::from)).unwrap_or_else(|| PathBuf::from("data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_a_complete_configuration_and_an_unknown_key_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Config::load(folder.path(), &Overrides::default()).unwrap().version, 1);
        std::fs::write(folder.path().join(FILE_NAME), "version = 1\nlisten_on = \"127.0.0.1:1\"\n").unwrap();
        let error = format!("{:#}", Config::load(folder.path(), &Overrides::default()).unwrap_err());
        assert!(error.contains("listen_on") && error.contains("listen"), "{error}");
    }

    #[test]
    fn files_lie_in_the_folder_or_in_a_bucket() {
        let with = |blobs: &str| Config { blobs: blobs.to_owned(), ..Config::default() }.bucket();
        assert_eq!(with("folder").unwrap(), None);
        let s3 = with("s3://files/gishe/one/?endpoint=https://s3.example.bg:9000&region=bg-1").unwrap().unwrap();
        assert_eq!((s3.bucket.as_str(), s3.prefix.as_str(), s3.region.as_str()), ("files", "gishe/one", "bg-1"));
        assert_eq!(s3.endpoint.as_deref(), Some("https://s3.example.bg:9000"));
        assert_eq!(with("s3://files").unwrap().unwrap().prefix, "");
        for wrong in ["", "s3", "s3://", "http://files", "s3://key@files", "s3://files?endpoint=ftp://a", "s3://files?colour=red"] {
            assert!(with(wrong).is_err(), "{wrong}");
        }
    }
}

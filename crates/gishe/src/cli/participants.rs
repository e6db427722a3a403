//! Who reports to whom: `gishe journal admit` and `suspend` for the operator of the journal, `identity` for whoever wants to be let in.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Args;
use ejournal::client::{self, Reporter};
use ejournal::event::Source;
use ejournal::journal::{Act, Admit, Fingerprint, grant_add, key_add, source_admit, source_suspend};
use ejournal::signature::PublicKey;
use kernel::entity_number::EntityNumber;
use serde_json::{Value as Json, json};
use services::organisation::administration_list;
use sha2::{Digest, Sha256};

use super::logs::opened;
use super::{Outcome, print_json};
use crate::journal_role::operator;
use crate::words::{line, text};

/// A system that may report to the journal.
#[derive(Args)]
pub struct AdmitSource {
    /// Its identifier: urn:oid: and its number in the register of information resources.
    source: Source,
    /// Its number in the entries of the log: above 0, never used for another system.
    #[arg(long)]
    number: u32,
    /// What people call it.
    #[arg(long)]
    name: String,
    /// ЕИК of an administration about whose services it may report; may be given several times.
    #[arg(long, required = true)]
    administration: Vec<EntityNumber>,
    /// File with its client certificate in DER; may be given several times.
    #[arg(long)]
    certificate: Vec<PathBuf>,
    /// Its public key of Ed25519 for signatures, as NAME=BASE64URL; may be given several times.
    #[arg(long)]
    key: Vec<String>,
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// A system that may not report any more.
#[derive(Args)]
pub struct SuspendSource {
    /// Its identifier.
    source: Source,
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// A public key as it is given: its name and the key.
fn key_of(given: &str) -> Result<(String, PublicKey)> {
    let wrong = || text!("cli-journal-source-key", value = given);
    let (name, key) = given.split_once('=').with_context(wrong)?;
    let bytes = URL_SAFE_NO_PAD.decode(key).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).with_context(wrong)?;
    Ok((name.to_owned(), PublicKey::ed25519(&bytes).map_err(|_| anyhow::anyhow!(wrong()))?))
}

/// `gishe journal admit`.
pub(super) fn admit(command: AdmitSource) -> Result<Outcome> {
    let mut fingerprints = Vec::new();
    for path in &command.certificate {
        let bytes = std::fs::read(path).with_context(|| text!("cli-unreadable", path = path.display()))?;
        if bytes.first() != Some(&0x30) {
            bail!(text!("cli-journal-certificate", path = path.display()));
        }
        fingerprints.push(Fingerprint(Sha256::digest(&bytes).into()));
    }
    let keys = command.key.iter().map(|given| key_of(given)).collect::<Result<Vec<_>>>()?;
    let (installation, _) = opened(command.data)?;
    let ctx = operator(&installation);
    let admit = Admit { number: command.number, source: command.source, name: command.name, administrations: command.administration };
    let done = installation.store.write_blocking(move |tx| {
        source_admit(tx, &ctx, &admit)?;
        for fingerprint in &fingerprints {
            grant_add(tx, &ctx, *fingerprint, &Act::Report(admit.number))?;
        }
        for (name, key) in &keys {
            key_add(tx, &ctx, &admit.source, name, key, ctx.now_ms(), i64::MAX)?;
        }
        Ok::<_, ejournal::journal::Error>(admit)
    });
    installation.store.close();
    let admit = done?;
    line(&text!("cli-journal-admitted", source = admit.source, number = admit.number));
    Ok(Outcome::Done)
}

/// `gishe journal suspend`.
pub(super) fn suspend(command: SuspendSource) -> Result<Outcome> {
    let (installation, _) = opened(command.data)?;
    let (ctx, source) = (operator(&installation), command.source);
    let suspended = source.clone();
    let done = installation.store.write_blocking(move |tx| source_suspend(tx, &ctx, &suspended));
    installation.store.close();
    done?;
    line(&text!("cli-journal-suspended", source = source));
    Ok(Outcome::Done)
}

/// Under which name and key an administration reports: what the operator of the journal needs to let it in.
#[derive(Args)]
pub struct Identity {
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// [{"administration", "source", "key"}].
    #[arg(long)]
    json: bool,
}

/// `gishe journal identity`.
pub(super) fn identity(command: &Identity) -> Result<Outcome> {
    let (installation, _) = opened(command.data.clone())?;
    let found = (|| {
        let mut all = Vec::new();
        for administration in installation.store.read_blocking(administration_list)? {
            let ctx = installation.system(administration.id);
            let reporter = Reporter::new(&ctx, administration.eik.parse()?, &administration.oid);
            let source = installation.store.read_blocking(|tx| client::source_of(tx, &ctx, &reporter))?;
            let key = URL_SAFE_NO_PAD.encode(reporter.signer().public_key().to_bytes());
            all.push((administration.eik, source, format!("{}={key}", reporter.key_name())));
        }
        Ok::<_, anyhow::Error>(all)
    })();
    installation.store.close();
    let found = found?;
    if command.json {
        let row = |(eik, source, key): &(String, Source, String)| json!({ "administration": eik, "source": source.as_str(), "key": key });
        print_json(&Json::Array(found.iter().map(row).collect()));
    } else {
        for (eik, source, key) in &found {
            line(&text!("cli-journal-identity", administration = eik, source = source, key = key));
        }
    }
    Ok(Outcome::Done)
}

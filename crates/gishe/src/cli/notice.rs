//! `gishe journal append`: what an operator has to say stands in the log for good.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use kernel::ids::AdministrationId;
use serde_json::json;
use store::log::{self, Leaf};
use tlog::Kind;

use super::logs::{asked, opened};
use super::{Outcome, print_json};
use crate::words::{line, text};

/// LIMIT: characters of a notice: a statement, not a document.
const NOTICE_CHARS_MAX: usize = 4_000;

/// A notice of the operator.
#[derive(Args)]
pub struct Append {
    /// What is said: why a log stood still, which key is used from when. Never personal data.
    notice: String,
    /// Its administration: number, ЕИК or host name, or `journal` for the log of the journal; the first administration unless given.
    #[arg(long)]
    administration: Option<String>,
    /// Folder of the installation; default GISHE_DATA or ./data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// {"origin", "id"}.
    #[arg(long)]
    json: bool,
}

/// `gishe journal append`.
pub(super) fn append(command: Append) -> Result<Outcome> {
    let notice = command.notice.trim().to_owned();
    if notice.is_empty() || notice.chars().count() > NOTICE_CHARS_MAX || notice.contains('\0') {
        bail!(text!("cli-journal-notice", count = NOTICE_CHARS_MAX));
    }
    let (installation, _) = opened(command.data)?;
    let appended = (|| {
        let logs = asked(&installation.store, command.administration.as_deref())?;
        // Of all logs the journal stands first; whoever means it says so.
        let log = logs.into_iter().find(|log| command.administration.is_some() || *log != log::LogId::JOURNAL);
        let log = log.context(text!("cli-journal-no-entry"))?;
        let ctx = installation.system(AdministrationId(log.0));
        let payload = json!({ "notice": "operator", "text": notice }).to_string().into_bytes();
        let leaf = Leaf::own(&ctx, Kind::Notice, None, payload).seal();
        let id = leaf.entry().event_id;
        let origin = installation.store.write_blocking(move |tx| -> store::Result<_> {
            let origin = log::state(tx, log)?.origin;
            log::pend(tx, log, ctx.now_ms(), &leaf)?;
            Ok(origin)
        })?;
        Ok::<_, anyhow::Error>((origin, id))
    })();
    installation.store.close();
    let (origin, id) = appended?;
    if command.json {
        print_json(&json!({ "origin": origin, "id": id.to_string() }));
    } else {
        line(&text!("cli-journal-appended", origin = origin, id = id));
    }
    Ok(Outcome::Done)
}

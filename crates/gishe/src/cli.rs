//! The command line: one command, one thing done, messages that say what to do next.
//!
//! The one rule: exit code 0 is done, 1 is refused or failed, 2 is misuse; `--json` has stable keys and goes to standard output alone.

mod archive;
mod checks;
mod journal;
mod kits;
mod logs;
mod monitor;
mod notice;
mod participants;
mod serving;
mod spoken;
mod stamps;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use serde_json::Value as Json;

use crate::words::{self, line, text};

/// The counter where a citizen meets the state.
#[derive(Parser)]
#[command(name = "gishe", version)]
struct Cli {
    /// Language of messages and help: bg or en; default GISHE_LANG, otherwise bg.
    #[arg(long, global = true, value_parser = ["bg", "en"])]
    lang: Option<String>,
    #[command(subcommand)]
    command: Command,
}

/// The whole command line, for the test that every command and argument is explained in every language.
pub fn command() -> clap::Command {
    spoken::spoken(Cli::command(), "cli-help")
}

#[derive(Subcommand)]
enum Command {
    /// A complete sample administration on a fresh data folder.
    ///
    /// Example: gishe demo --data demo-data --listen 127.0.0.1:8080
    Demo {
        /// Folder of the demo; it is emptied first unless --keep is given.
        #[arg(long, default_value = "demo-data")]
        data: PathBuf,
        /// Where to listen; port 0 takes a free one.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// How many cases are lived through.
        #[arg(long, default_value_t = crate::demo::CASES)]
        cases: usize,
        /// Continue with the demo that is already in the folder.
        #[arg(long)]
        keep: bool,
    },
    /// The server of an installation.
    ///
    /// Example: gishe serve --data /var/lib/gishe
    Serve {
        /// Folder of the installation; default GISHE_DATA or ./data.
        #[arg(long)]
        data: Option<PathBuf>,
        /// Where to listen; wins over configuration and GISHE_LISTEN.
        #[arg(long)]
        listen: Option<SocketAddr>,
        /// Address for people, such as https://uslugi.example.bg.
        #[arg(long)]
        base_url: Option<String>,
    },
    /// Makes a new installation: its administration and its first administrator.
    ///
    /// Example: gishe init --data /var/lib/gishe --name "Община Примерна" --eik 999999995 --admin admin
    Init(serving::Init),
    /// An encrypted archive of everything the installation is, taken while it serves.
    ///
    /// Example: gishe backup --data /var/lib/gishe --to gishe-2026-11-25.backup --passphrase-file passphrase
    Backup(archive::Backup),
    /// Restores an archive into an empty place, on either database.
    ///
    /// Example: gishe restore gishe-2026-11-25.backup --data /var/lib/gishe --passphrase-file passphrase
    Restore(archive::Restore),
    /// One administration of the installation as an archive, to be moved to another installation.
    ///
    /// Example: gishe export --administration 1 --data /var/lib/gishe --to municipality.archive --passphrase-file passphrase
    Export(archive::Export),
    /// Takes an administration in: into an empty place, or beside others that share the key.
    ///
    /// Example: gishe import municipality.archive --data /var/lib/gishe --passphrase-file passphrase
    Import(archive::Restore),
    /// Brings the database to the schema of this program. `serve` does the same when it starts.
    ///
    /// Example: gishe upgrade --dry-run --data /var/lib/gishe
    Upgrade(serving::Upgrade),
    /// Makes the search, the statistics and the columns of lists anew from the history, while people work.
    ///
    /// Example: gishe rebuild --data /var/lib/gishe
    Rebuild(serving::Rebuild),
    /// Looks whether the installation is well, and says what to do when it is not.
    ///
    /// Example: gishe doctor --data /var/lib/gishe
    Doctor(serving::Doctor),
    /// Kits: the services as folders of text files.
    #[command(subcommand)]
    Kit(kits::KitCommand),
    /// Forms.
    #[command(subcommand)]
    Form(checks::FormCommand),
    /// Processes.
    #[command(subcommand)]
    Process(checks::ProcessCommand),
    /// Decisions.
    #[command(subcommand)]
    Decision(checks::DecisionCommand),
    /// Evaluates a FEEL expression.
    ///
    /// Example: gishe feel "1 + amount" --context context.json
    Feel(checks::Feel),
    /// Service reference numbers (РНУ).
    #[command(subcommand)]
    Rnu(checks::RnuCommand),
    /// Logs and what they prove.
    #[command(subcommand)]
    Journal(journal::JournalCommand),
    /// The configuration.
    #[command(subcommand)]
    Config(serving::ConfigCommand),
    /// The promised figures with their controls, in one run.
    ///
    /// Example: gishe bench counter --quick --json
    Bench(crate::bench::Bench),
}

/// How a command ended.
pub enum Outcome {
    /// Done.
    Done,
    /// Refused, or something was found.
    Refused,
}

impl Outcome {
    /// Done when `ok`.
    pub(crate) fn of(ok: bool) -> Outcome {
        if ok { Outcome::Done } else { Outcome::Refused }
    }
}

/// Prints an answer for scripts.
pub(crate) fn print_json(value: &Json) {
    line(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// Reads a text file, or says which one could not be read.
pub(crate) fn read_text(path: &std::path::Path) -> Result<String> {
    use anyhow::Context;
    std::fs::read_to_string(path).with_context(|| text!("cli-unreadable", path = path.display()))
}

/// Reads a JSON file, or says where it is malformed.
pub(crate) fn read_json(path: &std::path::Path) -> Result<Json> {
    use anyhow::Context;
    serde_json::from_str(&read_text(path)?).with_context(|| text!("cli-not-json", path = path.display()))
}

/// Parses the command line and runs it.
pub fn run() -> ExitCode {
    store::tls_ready();
    words::speak(spoken::language_asked());
    let cli = match command().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, not misuse.
            let misuse = error.use_stderr();
            match spoken::mistake(&error, spoken::typed()) {
                Some(mistake) => eprintln!("gishe: {mistake}"),
                None => drop(error.print()),
            }
            return if misuse { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    match dispatch(cli.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(1),
        Err(error) => {
            eprintln!("gishe: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn dispatch(command: Command) -> Result<Outcome> {
    match command {
        Command::Demo { data, listen, cases, keep } => serving::demo(&data, listen, cases, keep),
        Command::Serve { data, listen, base_url } => serving::serve(data, listen, base_url),
        Command::Init(init) => serving::init(init),
        Command::Backup(command) => archive::backup(command),
        Command::Restore(command) => archive::restore(command),
        Command::Export(command) => archive::export(command),
        Command::Import(command) => archive::import(command),
        Command::Upgrade(upgrade) => serving::upgrade(upgrade),
        Command::Rebuild(rebuild) => serving::rebuild(rebuild),
        Command::Doctor(doctor) => serving::doctor(doctor),
        Command::Kit(command) => kits::run(command),
        Command::Form(command) => checks::form(command),
        Command::Process(command) => checks::process(command),
        Command::Decision(command) => checks::decision(command),
        Command::Feel(feel) => checks::feel(&feel),
        Command::Rnu(command) => checks::rnu(command),
        Command::Journal(command) => journal::run(command),
        Command::Config(command) => serving::config(command),
        Command::Bench(bench) => crate::bench::run(&bench),
    }
}

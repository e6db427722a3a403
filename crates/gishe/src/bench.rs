//! `gishe bench`: the promised figures, each beside its control or goal, in one run. Here those of the counter.
//!
//! The one rule: what is measured is the real server in a process of its own, over HTTP on loopback, with durable commits.

mod copies;
pub mod events;
mod journal;
mod load;
mod sending;
mod stock;
mod store;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use documents::outcome::Facts;
use reqwest::header::{ACCEPT_ENCODING, COOKIE};
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::cli::{Outcome, print_json};
use crate::runtime::Installation;
use crate::sample;
use crate::words::{self, line};

/// Environment variable that adds the control page to the server under measurement.
pub const PAGE_VARIABLE: &str = "GISHE_BENCH_PAGE";
/// Clients that file at the same time.
const CLIENTS: usize = 16;

/// Which figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// Start, memory, pages, filing, status page, lists, result.
    Counter,
    /// Commands and batches beside the databases alone; growth, lists, backup and rebuilding with many cases.
    Store,
    /// The log and the role of the journal beside the databases alone, over HTTP, and with many events.
    Journal,
    /// Makes an installation with many cases in --data, for `store --data`.
    Load,
}

/// Arguments of `gishe bench`.
#[derive(Args)]
pub struct Bench {
    /// Which figures.
    name: Name,
    /// Fewer cases and shorter runs; within 50 s.
    #[arg(long)]
    quick: bool,
    /// Cases in the full store of `store` and `load`, otherwise 1 000 000, or 20 000 with --quick; events in the journal of `journal`,
    /// otherwise 200 000, or 20 000 with --quick.
    #[arg(long)]
    cases: Option<usize>,
    /// Folder that `load` fills, and that `store` measures instead of filling one; what is measured files into it.
    #[arg(long)]
    data: Option<PathBuf>,
    /// [{"name", "value", "unit", "control", "ratio", "goal", "met"}].
    #[arg(long)]
    json: bool,
}

impl Bench {
    fn cases(&self) -> usize {
        self.cases.unwrap_or(if self.quick { 20_000 } else { 1_000_000 })
    }
}

/// One figure.
#[derive(Debug, Serialize)]
struct Figure {
    name: &'static str,
    value: f64,
    unit: &'static str,
    control: Option<f64>,
    ratio: Option<f64>,
    goal: String,
    met: bool,
}

impl Figure {
    fn at_most(name: &'static str, value: f64, unit: &'static str, goal: f64) -> Figure {
        Figure { name, value: rounded(value), unit, control: None, ratio: None, goal: format!("<= {goal}"), met: value <= goal }
    }

    fn at_least(name: &'static str, value: f64, unit: &'static str, goal: f64) -> Figure {
        Figure { name, value: rounded(value), unit, control: None, ratio: None, goal: format!(">= {goal}"), met: value >= goal }
    }
}

impl Figure {
    /// What was reached beside what the control reached.
    fn ratio(name: &'static str, reached: f64, control: f64, goal: f64) -> Figure {
        let ratio = reached / control;
        Figure { control: Some(rounded(control)), ratio: Some(rounded(ratio)), ..Figure::at_least(name, ratio, "ratio", goal) }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The figures found so far. Each is told at once: what follows may take an hour.
struct Found {
    figures: Vec<Figure>,
    in_json: bool,
}

impl Found {
    fn add(&mut self, figure: Figure) {
        let texts = words::texts();
        let [goal, control, ratio] = ["goal", "control", "ratio"].map(|word| texts.get(&format!("cli-bench-{word}")));
        let beside = figure.control.map(|value| format!("  {control} {value}  {ratio} {:.2}", figure.ratio.unwrap_or(0.0)));
        let verdict = texts.get(if figure.met { "cli-bench-met" } else { "cli-bench-missed" });
        let promised = format!("{goal} {:<8} {verdict}{}", figure.goal, beside.unwrap_or_default());
        let row = format!("{:<22} {:>10} {:<6} {promised}", figure.name, figure.value, figure.unit);
        // What is printed as JSON is one array at the end.
        if self.in_json {
            eprintln!("{row}")
        } else {
            line(&row)
        }
        self.figures.push(figure);
    }

    fn extend(&mut self, figures: impl IntoIterator<Item = Figure>) {
        figures.into_iter().for_each(|figure| self.add(figure));
    }
}

/// Runs the figures.
pub fn run(bench: &Bench) -> Result<Outcome> {
    let mut found = Found { figures: Vec::new(), in_json: bench.json };
    match bench.name {
        Name::Counter => {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
            runtime.block_on(counter(bench.quick, &mut found))?;
        }
        Name::Store => {
            let size = store::Size { seconds: if bench.quick { 2 } else { 8 }, cases: bench.cases(), data: bench.data.clone() };
            store::store(&size, &mut found)?;
        }
        Name::Journal => {
            let (seconds, events, queued) = if bench.quick { (2, 20_000, 10_000) } else { (8, 200_000, 500_000) };
            journal::journal(&journal::Size { seconds, events: bench.cases.unwrap_or(events), queued }, &mut found)?;
        }
        Name::Load => {
            let Some(data) = &bench.data else { bail!(words::text!("cli-bench-load-data")) };
            found.add(store::load(data, bench.cases())?);
        }
    }
    if bench.json {
        print_json(&serde_json::to_value(&found.figures)?);
    }
    Ok(Outcome::of(found.figures.iter().all(|figure| figure.met)))
}

/// The server under measurement; ended with its owner.
struct Server {
    child: Child,
    url: String,
    start_ms: f64,
}

impl Server {
    fn start(folder: &Path) -> Result<Server> {
        let program = std::env::current_exe()?;
        let begun = Instant::now();
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .env(PAGE_VARIABLE, "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().context("the server has no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let Some(url) = line.trim().strip_prefix("listening on ").map(str::to_owned) else { bail!("the server did not start") };
        let start_ms = begun.elapsed().as_secs_f64() * 1_000.0;
        Ok(Server { child, url, start_ms })
    }

    /// Resident memory in MB, as the kernel counts it.
    fn memory_mb(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("the kernel tells no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).unwrap_or_default().parse()?;
        Ok(kib / 1_024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn counter(quick: bool, found: &mut Found) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let empty = Server::start(folder.path())?;
    let client = reqwest::Client::builder().no_proxy().build()?;
    let begun = Instant::now();
    client.get(format!("{}/static/missing", empty.url)).send().await?;
    found.add(Figure::at_most("start_ms", empty.start_ms + begun.elapsed().as_secs_f64() * 1_000.0, "ms", 300.0));
    tokio::time::sleep(Duration::from_secs(1)).await;
    found.add(Figure::at_most("idle_memory_mb", empty.memory_mb()?, "MB", 80.0));
    drop(empty);

    let installation = Installation::open(folder.path(), 2)?;
    let token = tokio::task::block_in_place(|| -> Result<String> {
        let people = crate::demo::prepare(&installation, "http://127.0.0.1")?;
        let token = load::staff_session(&installation, &people)?;
        installation.store.close();
        Ok(token)
    })?;
    drop(installation);
    let server = Server::start(folder.path())?;
    found.add(Figure::at_most("first_page_kb", first_page_kb(&client, &server.url).await?, "KB", 60.0));
    found.extend(filing(&client, &server.url, if quick { 5 } else { 20 }).await?);
    found.add(status_page(&client, &server.url, folder.path(), if quick { 2 } else { 8 }).await?);
    drop(server);

    let installation = Installation::open(folder.path(), 2)?;
    tokio::task::block_in_place(|| {
        let loaded = load::cases(&installation, if quick { 20_000 } else { 200_000 });
        installation.store.close();
        loaded
    })?;
    drop(installation);
    let server = Server::start(folder.path())?;
    found.add(case_list(&client, &server.url, &token).await?);
    drop(server);
    found.add(result_pdf()?);
    Ok(())
}

/// The start page with its styles and scripts, without fonts, compressed as a browser asks for it.
async fn first_page_kb(client: &reqwest::Client, url: &str) -> Result<f64> {
    let page = client.get(format!("{url}/")).send().await?.text().await?;
    let mut addresses = vec!["/".to_owned()];
    for part in page.split(['"', '\'']) {
        let is_asset = part.starts_with("/static/") && (part.contains(".css") || part.contains(".js"));
        if is_asset && !addresses.iter().any(|known| known == part) {
            addresses.push(part.to_owned());
        }
    }
    let mut bytes = 0;
    for address in addresses {
        let response = client.get(format!("{url}{address}")).header(ACCEPT_ENCODING, "gzip").send().await?;
        bytes += response.bytes().await?.len();
    }
    Ok(bytes as f64 / 1_024.0)
}

/// Applications filed over the API by sixteen clients for some seconds: each is acknowledged after its commit.
async fn filing(client: &reqwest::Client, url: &str, seconds: u64) -> Result<Vec<Figure>> {
    let body = load::application()?.to_string();
    let until = Instant::now() + Duration::from_secs(seconds);
    let begun = Instant::now();
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        let (client, url, body) = (client.clone(), format!("{url}/api/v1/applications"), body.clone());
        clients.push(tokio::spawn(async move {
            let mut times = Vec::new();
            let mut refused = None;
            while Instant::now() < until {
                let key = format!("bench-{number:02}-{:08}-{:?}", times.len(), begun);
                let asked = Instant::now();
                let key: String = key.chars().filter(char::is_ascii_alphanumeric).take(120).collect();
                let response =
                    client.post(&url).header("idempotency-key", key).header("content-type", "application/json").body(body.clone());
                let response = response.send().await?;
                if !response.status().is_success() {
                    refused = Some(format!("{}: {}", response.status(), response.text().await?));
                    break;
                }
                response.bytes().await?;
                times.push(asked.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok::<_, reqwest::Error>((times, refused))
        }));
    }
    let mut times = Vec::new();
    for client in clients {
        let (of_client, refused) = client.await??;
        if let Some(refused) = refused {
            bail!("a filing was refused: {refused}");
        }
        times.extend(of_client);
    }
    let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
    Ok(vec![Figure::at_least("filing_per_s", rate, "1/s", 300.0), Figure::at_most("filing_p95_ms", p95(&mut times), "ms", 100.0)])
}

fn p95(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() * 95 / 100).or(times.last()).copied().unwrap_or(f64::INFINITY)
}

/// Requests per second of an address by sixteen clients.
async fn rate(client: &reqwest::Client, address: &str, seconds: u64) -> Result<f64> {
    let until = Instant::now() + Duration::from_secs(seconds);
    let begun = Instant::now();
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let (client, address) = (client.clone(), address.to_owned());
        clients.push(tokio::spawn(async move {
            let mut count = 0_u64;
            while Instant::now() < until {
                let response = client.get(&address).send().await?.error_for_status()?;
                response.bytes().await?;
                count += 1;
            }
            Ok::<_, reqwest::Error>(count)
        }));
    }
    let mut count = 0;
    for client in clients {
        count += client.await??;
    }
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

/// The status page behind the QR of a slip, against a static page of 10 KB of the same server.
async fn status_page(client: &reqwest::Client, url: &str, folder: &Path, seconds: u64) -> Result<Figure> {
    let response = client
        .post(format!("{url}/api/v1/applications"))
        .header("idempotency-key", "bench-status-page")
        .header("content-type", "application/json")
        .body(load::application()?.to_string())
        .send()
        .await?
        .error_for_status()?;
    let receipt: Json = serde_json::from_slice(&response.bytes().await?)?;
    let token = load::track_token(folder, receipt["case_id"].as_str().unwrap_or_default())?;
    let mut pairs = Vec::new();
    for _ in 0..3 {
        let control = rate(client, &format!("{url}/bench/page"), seconds).await?;
        let page = rate(client, &format!("{url}/t/{token}"), seconds).await?;
        pairs.push((page, control));
    }
    pairs.sort_by(|a, b| (a.0 / a.1).total_cmp(&(b.0 / b.1)));
    let (page, control) = pairs[1];
    let ratio = page / control;
    Ok(Figure {
        name: "status_page_ratio",
        value: rounded(ratio),
        unit: "ratio",
        control: Some(rounded(control)),
        ratio: Some(rounded(ratio)),
        goal: ">= 0.5".to_owned(),
        met: ratio >= 0.5,
    })
}

/// The list of cases in the views a clerk uses, one after another.
async fn case_list(client: &reqwest::Client, url: &str, token: &str) -> Result<Figure> {
    let views =
        ["", "?status=InProgress", "?view=overdue", "?service=address-certificate", "?open=open", "?view=closed", "?channel=counter"];
    let mut times = Vec::new();
    for round in 0..20 {
        for view in views {
            let asked = Instant::now();
            let response =
                client.get(format!("{url}/office/cases{view}")).header(COOKIE, format!("{}={token}", web::cookie::STAFF)).send().await?;
            if !response.status().is_success() || !response.url().path().starts_with("/office/cases") {
                bail!("the list answered {} at {}", response.status(), response.url());
            }
            response.bytes().await?;
            if round > 0 {
                times.push(asked.elapsed().as_secs_f64() * 1_000.0);
            }
        }
    }
    Ok(Figure::at_most("case_list_p95_ms", p95(&mut times), "ms", 50.0))
}

/// A result document of a kit after warming up.
fn result_pdf() -> Result<Figure> {
    let engine = documents::Engine::new();
    let kits = sample::kits();
    let template = kits.get("address-certificate").and_then(|files| files.get("outcome.typ")).context("the kit has no template")?;
    let template = std::str::from_utf8(template)?;
    let decision = json!({ "personName": "Примерна Примерова", "personIdentifier": "0000000000", "address": "ул. „Първа“ № 1" });
    let data = Facts::sample(json!({}), decision).data();
    let meta = documents::Meta {
        title: "Удостоверение".to_owned(),
        author: "Община Примерна".to_owned(),
        language: documents::Language::Bulgarian,
        created: jiff::Timestamp::UNIX_EPOCH,
    };
    let mut times = Vec::new();
    for round in 0..25 {
        let begun = Instant::now();
        engine.outcome(template, &data, &meta)?;
        if round >= 5 {
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    Ok(Figure::at_most("result_pdf_ms", p95(&mut times), "ms", 50.0))
}

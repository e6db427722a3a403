//! Trains the dictionary with which payloads of logs are packed, on what lies in the logs of an installation:
//! `cargo run --release -p store --example words -- FOLDER > words.zdict`. A dictionary that was ever used is never replaced: a new one gets
//! another name beside it.

use std::io::Write;
use std::path::PathBuf;

use store::log::{self, Payload};
use store::{Options, Store};

/// Larger ones gain little, and each program that reads a frame carries it.
const BYTES: usize = 8 * 1024;
/// LIMIT: payloads of one log: more of the same teach nothing.
const SAMPLES: u64 = 20_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or("a folder is needed")?;
    let store = Store::open(&Options::new(&folder))?;
    let mut samples = Vec::new();
    for log in store.read_blocking(log::logs)? {
        let size = store.read_blocking(|tx| log::state(tx, log))?.head.size;
        let step = (size / SAMPLES).max(1);
        for index in (0..size).step_by(usize::try_from(step)?) {
            let Payload::Present { opening, signature } = store.read_blocking(|tx| log::payload(tx, log, index))? else { continue };
            let length = u32::try_from(opening.payload.len())?;
            samples.push([&length.to_be_bytes(), opening.payload.as_slice(), &signature.unwrap_or_default()].concat());
        }
    }
    eprintln!("{} payloads, {} bytes", samples.len(), samples.iter().map(Vec::len).sum::<usize>());
    std::io::stdout().write_all(&zstd::dict::from_samples(&samples, BYTES)?)?;
    store.close();
    Ok(())
}

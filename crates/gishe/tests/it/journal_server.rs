//! A journal under `gishe serve`, for tests that report to it as other systems do.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use gishe::bench::events::System;
use gishe::runtime::Installation;

/// Makes an installation with the role of the journal that knows so many systems.
pub(crate) fn prepare(folder: &Path, origin: &str, systems: u32) -> Vec<System> {
    let config = format!("journal = \"{origin}\"\njournal_certificate_header = \"client-cert\"\n");
    std::fs::write(folder.join(gishe::config::FILE_NAME), config).unwrap();
    let installation = Installation::open(folder, 1).unwrap();
    let systems: Vec<System> = (1..=systems).map(|number| System::new(number, installation.clock.now())).collect();
    systems.iter().for_each(|system| system.admit(&installation).unwrap());
    installation.store.close();
    systems
}

/// Starts it; with its address.
pub(crate) fn serve(folder: &Path) -> (Child, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gishe"));
    program.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(folder).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = program.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
    (child, url)
}

//! `gishe`: the counter in one program. Reads the command line, does what it says, answers with exit code 0, 1 or 2.

use std::process::ExitCode;

fn main() -> ExitCode {
    gishe::cli::run()
}

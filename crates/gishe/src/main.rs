//! `gishe`: the counter in one program. Reads the command line, does what it says, answers with exit code 0, 1 or 2.

use std::process::ExitCode;

// Pages are many small pieces of text; this allocator makes them with fewer steps than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gishe::cli::run()
}

//! `pgserver COMMAND…`: runs a command with a PostgreSQL server of its own, whose address it finds in `GISHE_TEST_DATABASE`.

use std::process::{Command, ExitCode};

use pgserver::{DATABASE_VARIABLE, Server};

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let Some(program) = words.next() else {
        eprintln!("usage: pgserver COMMAND [ARGUMENT]…");
        return ExitCode::from(2);
    };
    let Some(server) = Server::for_test() else { return ExitCode::SUCCESS };
    let ended = Command::new(program).args(words).env(DATABASE_VARIABLE, server.port().to_string()).status();
    match ended {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("pgserver: {error}");
            ExitCode::FAILURE
        }
    }
}

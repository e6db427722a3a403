//! A PostgreSQL server of one's own for tests and measurements: on loopback, on a free port, in a folder that goes away with it.
//!
//! The one rule: it is found on the machine and started as the account that may run it; nothing outside its folder is touched.

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A running server; ended with its owner.
#[derive(Debug)]
pub struct Server {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
    is_running: bool,
}

/// The folder with the newest server programs of the machine, as Debian lays them.
fn programs() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path().join("bin"));
    let mut folders: Vec<PathBuf> = folders.filter(|folder| folder.join("initdb").exists()).collect();
    folders.sort();
    folders.pop()
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|of| std::os::unix::fs::MetadataExt::uid(&of) == 0)
}

/// The server refuses to run as root; the account of Debian's package is there for it.
fn as_its_account(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

fn done(mut command: Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("{}: {}", command.get_program().display(), String::from_utf8_lossy(&output.stderr))))
}

impl Server {
    /// Starts a server; nothing when the machine has no server programs.
    pub fn start() -> io::Result<Option<Server>> {
        let Some(programs) = programs() else { return Ok(None) };
        let folder = tempfile::tempdir()?;
        if is_root() {
            let mut give = Command::new("chown");
            give.arg("postgres").arg(folder.path());
            done(give)?;
        }
        let mut initdb = as_its_account(&programs.join("initdb"));
        initdb.arg("-D").arg(folder.path().join("data")).args(["-U", "gishe", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]);
        done(initdb)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = Server { folder, programs, port, is_running: false };
        server.resume()?;
        Ok(Some(server))
    }

    /// Starts a server for a test, or says loudly that the machine has none.
    pub fn for_test() -> Option<Server> {
        let server = Server::start().expect("a server that is installed starts");
        if server.is_none() {
            eprintln!("skipped: no PostgreSQL server on this machine (Debian: apt-get install postgresql)");
        }
        server
    }

    /// Where it listens on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Address of its database through `port`: its own, or that of a wire to it.
    pub fn address(&self, port: u16) -> String {
        format!("postgres://gishe@127.0.0.1:{port}/postgres?sslmode=disable")
    }

    /// Address of a new, empty database.
    pub fn new_database(&self, name: &str) -> io::Result<String> {
        let mut create = Command::new(self.programs.join("createdb"));
        create.args(["-h", "127.0.0.1", "-U", "gishe", "-p", &self.port.to_string(), name]);
        done(create)?;
        Ok(format!("postgres://gishe@127.0.0.1:{}/{name}?sslmode=disable", self.port))
    }

    /// Starts the server again on its data; it answers when this returns.
    pub fn resume(&mut self) -> io::Result<()> {
        let options = format!("-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=90", self.port);
        let mut start = as_its_account(&self.programs.join("pg_ctl"));
        start
            .arg("start")
            .arg("-D")
            .arg(self.data())
            .arg("-l")
            .arg(self.folder.path().join("log"))
            .args(["-w", "-t", "60", "-o", &options]);
        // The server keeps what it was given as output for as long as it runs, so nobody may wait for its end.
        let status = start.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        self.is_running = status.success();
        if self.is_running { Ok(()) } else { Err(io::Error::other("the server does not start")) }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Ends the server as a crash of the machine would: at once, without a word to anybody.
    pub fn crash(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.is_running) {
            return Ok(());
        }
        let mut stop = as_its_account(&self.programs.join("pg_ctl"));
        stop.arg("stop").arg("-D").arg(self.data()).args(["-m", "immediate", "-w"]);
        done(stop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What is left of a server that cannot be stopped is the machine's to clear.
        let _ = self.crash();
    }
}

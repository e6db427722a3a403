//! A PostgreSQL server of one's own for tests and measurements: on loopback, on a free port, in a folder that goes away with it.
//!
//! The one rule: it is found on the machine and started as the account that may run it; nothing outside its folder is touched.

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Environment variable with the port of a server of [`Server::start`] on which tests make their databases.
pub const DATABASE_VARIABLE: &str = "GISHE_TEST_DATABASE";

/// Address of a new, empty database when the tests run on PostgreSQL; nothing when they run on SQLite.
pub fn database_for_test() -> Option<String> {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let port: u16 = std::env::var(DATABASE_VARIABLE).ok()?.parse().expect("the variable holds a port");
    let name = format!("test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let programs = programs().expect("a machine with a server has its programs");
    Some(database_create(&programs, port, &name).expect("the server makes a database"))
}

fn database_create(programs: &Path, port: u16, name: &str) -> io::Result<String> {
    let mut create = Command::new(programs.join("createdb"));
    create.args(["-h", "127.0.0.1", "-U", "gishe", "-p", &port.to_string(), name]);
    done(create)?;
    Ok(format!("postgres://gishe@127.0.0.1:{port}/{name}?sslmode=disable"))
}

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

fn give_to_its_account(folder: &Path) -> io::Result<()> {
    if !is_root() {
        return Ok(());
    }
    let mut give = Command::new("chown");
    give.arg("postgres").arg(folder);
    done(give)
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
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
        give_to_its_account(folder.path())?;
        let mut initdb = as_its_account(&programs.join("initdb"));
        initdb.arg("-D").arg(folder.path().join("data")).args(["-U", "gishe", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]);
        done(initdb)?;
        let mut server = Server { folder, programs, port: free_port()?, is_running: false };
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
        database_create(&self.programs, self.port, name)
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

    /// Starts a second server that follows this one; from now on a commit is answered only when both have it on disk.
    pub fn standby(&self) -> io::Result<Server> {
        let folder = tempfile::tempdir()?;
        give_to_its_account(folder.path())?;
        let mut copy = as_its_account(&self.programs.join("pg_basebackup"));
        copy.args(["-h", "127.0.0.1", "-U", "gishe", "-p", &self.port.to_string(), "-R", "-X", "stream", "-c", "fast", "-D"]);
        copy.arg(folder.path().join("data"));
        done(copy)?;
        let mut standby = Server { folder, programs: self.programs.clone(), port: free_port()?, is_running: false };
        standby.resume()?;
        for statement in ["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"] {
            let mut ask = Command::new(self.programs.join("psql"));
            ask.args(["-h", "127.0.0.1", "-U", "gishe", "-p", &self.port.to_string(), "-d", "postgres", "-qXc", statement]);
            done(ask)?;
        }
        Ok(standby)
    }

    /// Makes a standby the first server; it takes writes when this returns.
    pub fn promote(&self) -> io::Result<()> {
        let mut promote = as_its_account(&self.programs.join("pg_ctl"));
        promote.arg("promote").arg("-D").arg(self.data()).args(["-w", "-t", "60"]);
        done(promote)
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

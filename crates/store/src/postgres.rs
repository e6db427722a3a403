//! The PostgreSQL backend: a pool of connections, a transaction per command, wake-ups between nodes.
//!
//! The one rule: a commit whose answer was lost is looked up by the command's key, never guessed and never done twice.
//!
//! Commands are synchronous and run on threads that may block, so each connection is driven by the thread that uses it; nothing is
//! handed over between threads for a statement.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::str::FromStr;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use fallible_iterator::FallibleIterator;
use kernel::ids::{AdministrationId, CommandId};
use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Row, Statement};
use tokio::sync::watch;

use crate::dialect::POSTGRES;
use crate::migrate::{Applied, End};
use crate::store::{Options, Pace, Step};
use crate::tx::{Tx, first_line};
use crate::{Error, Result, command, history, migrate, routing};

/// Settings of every connection. A command that waits longer than this for another one gives up with a clear answer.
const SETTINGS: &str = "SET synchronous_commit = on;
    SET statement_timeout = '60s';
    SET lock_timeout = '20s';
    SET idle_in_transaction_session_timeout = '120s';
    SET TimeZone = 'UTC'";
/// How long a broken server is tried again before a command is refused.
const RECONNECT_MAX: Duration = Duration::from_secs(5);
/// How long a command is run again when it fails through no fault of its own.
const RETRY_MAX: Duration = Duration::from_secs(10);
/// Pause before a command is run again.
const RETRY_PAUSE: Duration = Duration::from_millis(20);
/// Pause between two attempts to connect.
const RECONNECT_PAUSE: Duration = Duration::from_millis(100);
/// How long the outcome of a commit whose answer was lost is asked for: long enough for a standby to take over.
const SETTLE_MAX: Duration = Duration::from_secs(30);
/// Channel on which nodes wake each other after a commit.
const CHANNEL: &str = "gishe_commit";
/// How often the listener looks whether the store is closed.
const LISTEN_STEP: Duration = Duration::from_millis(500);

/// One connection with the statements it has prepared.
pub(crate) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Session {
    fn open(address: &Address) -> std::result::Result<Session, postgres::Error> {
        let mut client = address.connect()?;
        client.batch_execute(SETTINGS)?;
        Ok(Session { client, statements: HashMap::new() })
    }

    pub(crate) fn prepared(&mut self, sql: &str) -> std::result::Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        debug_assert_eq!(routing::unbound(sql), None, "a statement that cannot be sent to one place: {sql}");
        let statement = self.client.prepare(&POSTGRES.text(sql))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> std::result::Result<u64, postgres::Error> {
        let statement = self.prepared(sql)?;
        self.client.execute(&statement, params)
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> std::result::Result<Vec<Row>, postgres::Error> {
        let statement = self.prepared(sql)?;
        self.client.query(&statement, params)
    }

    pub(crate) fn batch(&mut self, sql: &str) -> std::result::Result<(), postgres::Error> {
        self.client.batch_execute(sql)
    }
}

/// Runs what waits for the server where waiting is allowed: the client drives its connection on the calling thread, which a thread
/// that drives asynchronous tasks must first be told.
pub(crate) fn waiting<T>(work: impl FnOnce() -> T) -> T {
    if tokio::runtime::Handle::try_current().is_ok() { tokio::task::block_in_place(work) } else { work() }
}

/// What a failed statement means to its command.
pub(crate) fn failure(sql: &str, error: postgres::Error) -> Error {
    if is_passing(&error) || error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) {
        Error::Busy { source: error.into() }
    } else {
        Error::Database { statement: first_line(sql), source: error.into() }
    }
}

/// Whether the same command may go well a moment later: commands waited for each other, or the server went away.
pub(crate) fn is_passing(error: &postgres::Error) -> bool {
    let passing = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        // A server that was the first and became a standby takes no more writes; the next connection finds the new first one.
        SqlState::READ_ONLY_SQL_TRANSACTION,
    ];
    is_broken(error) || error.code().is_some_and(|code| passing.contains(code))
}

/// Whether the connection is gone, as opposed to a statement that was refused.
fn is_broken(error: &postgres::Error) -> bool {
    error.code().is_none()
        && error.as_db_error().is_none()
        && (error.is_closed() || std::error::Error::source(error).is_some_and(|source| source.is::<std::io::Error>()))
}

/// Where the server is and how it is reached.
struct Address {
    config: Config,
    tls: Option<tokio_postgres_rustls::MakeRustlsConnect>,
}

impl Address {
    fn parse(text: &str) -> Result<Address> {
        let mut config = Config::from_str(text).map_err(|source| Error::Address { source: source.into() })?;
        config.application_name("gishe");
        config.connect_timeout(Duration::from_secs(5));
        config.tcp_user_timeout(Duration::from_secs(10));
        config.keepalives_idle(Duration::from_secs(10));
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(tls()?),
        };
        Ok(Address { config, tls })
    }

    fn connect(&self) -> std::result::Result<Client, postgres::Error> {
        match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        }
    }
}

/// TLS by rustls with the certificates the machine trusts.
fn tls() -> Result<tokio_postgres_rustls::MakeRustlsConnect> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // A root that cannot be read is one the server may not use; the others stay good.
        let _ = roots.add(certificate);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|source| Error::Address { source: source.into() })?;
    Ok(tokio_postgres_rustls::MakeRustlsConnect::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

/// Whether the store is closing; pauses end at once when it does.
#[derive(Default)]
struct Closing {
    closed: Mutex<bool>,
    told: Condvar,
}

impl Closing {
    fn close(&self) {
        *self.closed.lock().expect("no code panics while it holds the flag") = true;
        self.told.notify_all();
    }

    fn is_closed(&self) -> bool {
        *self.closed.lock().expect("no code panics while it holds the flag")
    }

    /// Waits until the store closes, at most for `time`.
    fn pause(&self, time: Duration) {
        let closed = self.closed.lock().expect("no code panics while it holds the flag");
        drop(self.told.wait_timeout_while(closed, time, |closed| !*closed).expect("no code panics while it holds the flag"));
    }
}

/// What became of one run of a command.
enum Ran<T, E> {
    /// It is over: stored, or refused.
    Ended(std::result::Result<T, E>),
    /// Nothing was stored, through no fault of the command.
    Passing(E),
}

/// Connections to one database.
pub(crate) struct Postgres {
    address: Arc<Address>,
    free: Mutex<Free>,
    returned: Condvar,
    wake: SyncSender<()>,
    committed: watch::Sender<u64>,
    closing: Arc<Closing>,
    pace: Option<Pace>,
    threads: Mutex<Vec<std::thread::JoinHandle<()>>>,
}

struct Free {
    sessions: Vec<Session>,
    /// Connections that may still be opened.
    spare: usize,
}

impl Postgres {
    /// Opens the database, migrating it as needed; `committed` counts commits of every node.
    pub(crate) fn open(address: &str, options: &Options, committed: &watch::Sender<u64>) -> Result<Postgres> {
        let address = Arc::new(Address::parse(address)?);
        let mut first = Session::open(&address).map_err(|source| Error::Busy { source: source.into() })?;
        migrate::apply_postgres(&mut first, End::Keep)?;
        let closing = Arc::new(Closing::default());
        let (wake, asked) = sync_channel(1);
        let spawn = |name: &str, work: Box<dyn FnOnce() + Send>| {
            let started = std::thread::Builder::new().name(name.to_owned()).spawn(work);
            started.map_err(|source| Error::File { path: name.to_owned(), source })
        };
        let (to_tell, to_listen) = (address.clone(), address.clone());
        let (stop_telling, stop_listening) = (closing.clone(), closing.clone());
        let heard = committed.clone();
        let threads = vec![
            spawn("store-notify", Box::new(move || tell(&to_tell, &asked, &stop_telling)))?,
            spawn("store-listen", Box::new(move || listen(&to_listen, &heard, &stop_listening)))?,
        ];
        Ok(Postgres {
            address,
            free: Mutex::new(Free { sessions: vec![first], spare: options.readers.max(2) - 1 }),
            returned: Condvar::new(),
            wake,
            committed: committed.clone(),
            closing,
            pace: options.pace.clone(),
            threads: Mutex::new(threads),
        })
    }

    /// Applies the missing migrations and takes them back.
    pub(crate) fn rehearse(address: &str) -> Result<Vec<Applied>> {
        let mut session = Session::open(&Address::parse(address)?).map_err(|source| Error::Busy { source: source.into() })?;
        migrate::apply_postgres(&mut session, End::TakeBack)
    }

    /// Applies the missing migrations.
    pub(crate) fn upgrade(address: &str) -> Result<Vec<Applied>> {
        let mut session = Session::open(&Address::parse(address)?).map_err(|source| Error::Busy { source: source.into() })?;
        migrate::apply_postgres(&mut session, End::Keep)
    }

    /// Runs a command in a transaction of its own; again when it failed through no fault of its own and nothing was stored.
    pub(crate) fn write<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> std::result::Result<T, E> + Clone,
        E: From<Error>,
    {
        let begun = Instant::now();
        loop {
            let ran = self.write_once(work.clone());
            if let Some(pace) = &self.pace {
                pace.step(Step::End);
            }
            match ran {
                Ran::Passing(_) if begun.elapsed() < RETRY_MAX => self.closing.pause(RETRY_PAUSE),
                Ran::Passing(error) | Ran::Ended(Err(error)) => return Err(error),
                Ran::Ended(Ok(done)) => return Ok(done),
            }
        }
    }

    fn write_once<T, E, F>(&self, work: F) -> Ran<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> std::result::Result<T, E>,
        E: From<Error>,
    {
        let mut session = match self.begun("BEGIN") {
            Ok(session) => session,
            Err(error) => return Ran::Ended(Err(error.into())),
        };
        let mut tx = Tx::postgres(&mut session).paced(self.pace.as_ref());
        let run = AssertUnwindSafe(|| work(&mut tx).and_then(|done| history::flush(&mut tx).map(|()| done).map_err(E::from)));
        let outcome = std::panic::catch_unwind(run).unwrap_or_else(|_| Err(E::from(Error::Panicked)));
        let outcome = if outcome.is_ok() && tx.is_poisoned() { Err(E::from(Error::Poisoned)) } else { outcome };
        let (has_changed, is_passing, recorded) = (tx.has_changed(), tx.is_passing(), tx.recorded);
        let done = match outcome {
            Ok(done) => done,
            Err(error) => {
                self.give_back_after("ROLLBACK", session);
                return if is_passing { Ran::Passing(error) } else { Ran::Ended(Err(error)) };
            }
        };
        match session.batch("COMMIT") {
            Ok(()) => self.give_back(Some(session)),
            Err(error) => {
                tracing::error!(error = %error, "a commit failed");
                let unknown = is_broken(&error) || error.code().is_some_and(|code| code.code().starts_with("57"));
                // The broken connection is gone before its fate is asked for, so that the server lets go of it.
                drop(session);
                self.give_back(None);
                match if unknown { self.settled(recorded) } else { Ok(false) } {
                    Ok(true) => {}
                    Ok(false) => return Ran::Passing(Error::Commit.into()),
                    Err(error) => return Ran::Ended(Err(error.into())),
                }
            }
        }
        if has_changed {
            self.committed.send_modify(|count| *count += 1);
            match self.wake.try_send(()) {
                // One wake-up on its way is enough for everything committed before it leaves.
                Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
            }
        }
        Ran::Ended(Ok(done))
    }

    /// Runs reads on one snapshot.
    pub(crate) fn read<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
        E: From<Error>,
    {
        let mut session = self.begun("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let tx = Tx::postgres(&mut session);
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| work(&tx))).unwrap_or_else(|_| Err(E::from(Error::Panicked)));
        drop(tx);
        self.give_back_after("ROLLBACK", session);
        outcome
    }

    /// A connection on which a transaction has begun. One that broke while it lay idle is replaced.
    fn begun(&self, begin: &str) -> Result<Session> {
        let asked = Instant::now();
        loop {
            let error = match self.take() {
                Ok(mut session) => match session.batch(begin) {
                    Ok(()) => return Ok(session),
                    Err(error) => {
                        self.give_back(None);
                        error
                    }
                },
                Err(Some(error)) => error,
                Err(None) => return Err(Error::Closed),
            };
            if asked.elapsed() > RECONNECT_MAX {
                return Err(Error::Busy { source: error.into() });
            }
            self.closing.pause(RECONNECT_PAUSE);
        }
    }

    /// A free connection, or a new one; nothing when the store is closed.
    fn take(&self) -> std::result::Result<Session, Option<postgres::Error>> {
        let mut free = self.free.lock().expect("no code panics while it holds the connections");
        loop {
            if self.closing.is_closed() {
                return Err(None);
            }
            if let Some(session) = free.sessions.pop() {
                return Ok(session);
            }
            if free.spare > 0 {
                free.spare -= 1;
                break;
            }
            free = self.returned.wait(free).expect("no code panics while it holds the connections");
        }
        drop(free);
        Session::open(&self.address).map_err(|error| {
            self.give_back(None);
            Some(error)
        })
    }

    fn give_back_after(&self, end: &str, mut session: Session) {
        let is_usable = session.batch(end).is_ok();
        self.give_back(is_usable.then_some(session));
    }

    /// Gives a connection back, or the right to open another in place of a broken one.
    fn give_back(&self, session: Option<Session>) {
        let mut free = self.free.lock().expect("no code panics while it holds the connections");
        match session {
            Some(session) => free.sessions.push(session),
            None => free.spare += 1,
        }
        drop(free);
        self.returned.notify_one();
    }

    /// Whether a commit whose answer was lost happened: asked of the server, by the key the command left in its own transaction.
    ///
    /// Writing the same key waits for a transaction that still holds it, so the answer is final.
    fn settled(&self, recorded: Option<(AdministrationId, CommandId)>) -> Result<bool> {
        let Some((administration, command)) = recorded else { return Err(Error::CommitUnknown) };
        let asked = Instant::now();
        loop {
            let probed = Session::open(&self.address).and_then(|mut session| {
                session.batch("BEGIN")?;
                let (administration, command) = (administration.0, command.to_string());
                session.execute(command::PROBE, &[&administration, &command])
            });
            match probed {
                Ok(written) => return Ok(written == 0),
                Err(error) if asked.elapsed() > SETTLE_MAX => {
                    tracing::error!(error = %error, "the outcome of a commit could not be looked up");
                    return Err(Error::CommitUnknown);
                }
                Err(_) => self.closing.pause(RECONNECT_PAUSE),
            }
        }
    }

    /// Closes all connections; commands that run finish on theirs.
    pub(crate) fn close(&self) {
        self.closing.close();
        self.free.lock().expect("no code panics while it holds the connections").sessions.clear();
        self.returned.notify_all();
        for thread in self.threads.lock().expect("no code panics while it holds the threads").drain(..) {
            let _ = thread.join();
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        waiting(|| self.close());
    }
}

/// Tells the other nodes after commits of this one: at most one message is on its way at a time.
fn tell(address: &Address, asked: &Receiver<()>, closing: &Closing) {
    let mut session = None;
    while !closing.is_closed() {
        match asked.recv_timeout(LISTEN_STEP) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let mut open = match session.take() {
            Some(open) => open,
            None => match Session::open(address) {
                Ok(open) => open,
                // The sweep of the other nodes is the backstop.
                Err(_) => continue,
            },
        };
        if open.batch(&format!("NOTIFY {CHANNEL}")).is_ok() {
            session = Some(open);
        }
    }
}

/// Hears commits of other nodes.
fn listen(address: &Address, committed: &watch::Sender<u64>, closing: &Closing) {
    while !closing.is_closed() {
        let Ok(mut session) = Session::open(address) else {
            closing.pause(LISTEN_STEP);
            continue;
        };
        if session.batch(&format!("LISTEN {CHANNEL}")).is_err() {
            continue;
        }
        // What was committed while nobody listened is found by looking once.
        committed.send_modify(|count| *count += 1);
        while !closing.is_closed() {
            let mut notifications = session.client.notifications();
            let heard = notifications.timeout_iter(LISTEN_STEP).next();
            drop(notifications);
            match heard {
                Ok(Some(_)) => committed.send_modify(|count| *count += 1),
                Ok(None) if session.client.is_closed() => break,
                Ok(None) => {}
                Err(_) => break,
            }
        }
    }
}

//! The store of one installation: one interface over SQLite and PostgreSQL.
//!
//! The one rule: whoever calls it cannot tell the databases apart; a command is answered after it is on disk, and a command that fails
//! or panics leaves nothing behind.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch;

use crate::blob::{BlobPlace, Blobs};
use crate::folder::folder_make;
use crate::migrate::Applied;
use crate::tx::Tx;
use crate::{Error, Result, log, postgres, sqlite};

/// Where the rows are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Database {
    /// A file in the folder of the installation.
    #[default]
    Sqlite,
    /// A PostgreSQL server: `postgres://user:password@host/database?target_session_attrs=read-write`, in the words of libpq.
    Postgres(String),
}

impl From<Option<String>> for Database {
    /// The server at an address, or a file when there is none.
    fn from(address: Option<String>) -> Self {
        address.map_or(Database::Sqlite, Database::Postgres)
    }
}

/// A step of a command on PostgreSQL, told before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'s> {
    /// It waits for something that only one command at a time holds.
    Lock(&'s str),
    /// Any other statement.
    Statement,
    /// It is over and holds nothing more; told after it.
    End,
}

/// Hears of the steps of every command, and may let a command wait: so a test decides in which order commands that run at once proceed.
#[derive(Clone)]
pub struct Pace(Arc<dyn Fn(Step<'_>) + Send + Sync>);

impl Pace {
    /// A pace set by a function, which is called on the thread of the command.
    pub fn new(set: impl Fn(Step<'_>) + Send + Sync + 'static) -> Pace {
        Pace(Arc::new(set))
    }

    pub(crate) fn step(&self, step: Step<'_>) {
        (self.0)(step);
    }
}

impl std::fmt::Debug for Pace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pace")
    }
}

/// How the store is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the installation; made when missing.
    pub folder: PathBuf,
    /// Where the rows are.
    pub database: Database,
    /// Where the files are.
    pub blobs: BlobPlace,
    /// Connections that read at the same time; on PostgreSQL connections altogether.
    pub readers: usize,
    /// For tests: who decides when commands on PostgreSQL go on.
    pub pace: Option<Pace>,
}

impl Options {
    /// The usual options for `folder`: everything in it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), database: Database::Sqlite, blobs: BlobPlace::Folder, readers: 4, pace: None }
    }
}

enum Backend {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

struct Inner {
    backend: Backend,
    committed: watch::Sender<u64>,
    blobs: Blobs,
    shelf: log::Shelf,
}

/// The store of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Opens the store, creating and migrating it as needed.
    pub fn open(options: &Options) -> Result<Store> {
        crate::tls_ready();
        folder_make(&options.folder)?;
        let (committed, _) = watch::channel(0);
        let backend = match &options.database {
            Database::Sqlite => Backend::Sqlite(sqlite::Sqlite::open(&options.folder, options.readers, &committed)?),
            Database::Postgres(address) => Backend::Postgres(postgres::waiting(|| postgres::Postgres::open(address, options, &committed))?),
        };
        let blobs = Blobs::open(&options.folder, &options.blobs)?;
        let shelf = log::Shelf::new(&options.folder, &options.blobs);
        Ok(Store(Arc::new(Inner { backend, committed, blobs, shelf })))
    }

    /// Brings the schema of an installation to this program's; the migrations it lacked, with the time each took.
    ///
    /// A rehearsal changes nothing: on SQLite it works on a copy beside the database; on PostgreSQL in a transaction that is taken
    /// back, and the tables it changes are held meanwhile.
    pub fn upgrade(options: &Options, is_rehearsal: bool) -> Result<Vec<Applied>> {
        match (&options.database, is_rehearsal) {
            (Database::Sqlite, true) => sqlite::Sqlite::rehearse(&options.folder),
            (Database::Sqlite, false) => sqlite::Sqlite::upgrade(&options.folder),
            (Database::Postgres(address), true) => postgres::waiting(|| postgres::Postgres::rehearse(address)),
            (Database::Postgres(address), false) => postgres::waiting(|| postgres::Postgres::upgrade(address)),
        }
    }

    /// The blobs of this installation.
    pub fn blobs(&self) -> &Blobs {
        &self.0.blobs
    }

    /// Where the logs of this installation keep their files.
    pub fn shelf(&self) -> &log::Shelf {
        &self.0.shelf
    }

    /// Whether several nodes may work on it at once.
    pub fn is_shared(&self) -> bool {
        matches!(self.0.backend, Backend::Postgres(_))
    }

    /// Changes after each commit that stored something; workers wait on it instead of polling.
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.0.committed.subscribe()
    }

    /// Runs a command in a transaction of its own and answers after it is durable.
    ///
    /// A command can be run again: PostgreSQL may end a transaction through no fault of it – two commands waited for each other, the
    /// server was restarted – and then nothing of it was stored.
    pub async fn write<T, E, F>(&self, command: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> std::result::Result<T, E> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.submit(command)?.await.unwrap_or_else(|_| Err(E::from(Error::Closed))),
            Backend::Postgres(_) => {
                let store = self.clone();
                let work = move || store.write_blocking(command);
                tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(E::from(Error::Panicked)))
            }
        }
    }

    /// [`Store::write`] for threads that may block.
    pub fn write_blocking<T, E, F>(&self, command: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> std::result::Result<T, E> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.submit(command)?.blocking_recv().unwrap_or_else(|_| Err(E::from(Error::Closed))),
            Backend::Postgres(server) => postgres::waiting(|| server.write(command)),
        }
    }

    /// Runs reads on one consistent snapshot, off the asynchronous threads.
    pub async fn read<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read_blocking(work)).await.unwrap_or_else(|_| Err(E::from(Error::Panicked)))
    }

    /// [`Store::read`] for a look-up of a few rows by their keys: on the calling thread when a connection to a file is free, which
    /// costs less than waking another thread; otherwise off it. Each statement sees the latest commit; there is no common snapshot.
    pub async fn look_up<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => match sqlite.free_reader() {
                Some(reader) => sqlite.look_up_on(reader, work),
                None => self.read(work).await,
            },
            Backend::Postgres(_) => self.read(work).await,
        }
    }

    /// [`Store::read`] for threads that may block.
    pub fn read_blocking<T, E, F>(&self, work: F) -> std::result::Result<T, E>
    where
        F: FnOnce(&Tx<'_>) -> std::result::Result<T, E>,
        E: From<Error>,
    {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.read_on(sqlite.reader(), work),
            Backend::Postgres(server) => postgres::waiting(|| server.read(work)),
        }
    }

    /// Gives everything that commands want logged its index, at most [`log::GROUP_MAX`] leaves in a transaction; for threads that may
    /// block. On SQLite the writer does it from then on at the end of each group; on PostgreSQL the node that leads the log calls it
    /// after each commit. Calling it from time to time is the backstop of both.
    ///
    /// Fails with [`Error::LostFence`] when another process leads the log and with [`Error::LogRefuses`]; the leaves wait on then.
    pub fn log_sequence(&self, writer: log::Writer) -> Result<log::Sequenced> {
        if let Backend::Sqlite(sqlite) = &self.0.backend {
            sqlite.sequence_groups(writer);
        }
        let mut all = log::Sequenced::default();
        loop {
            let one = self.write_blocking(move |tx| log::sequence(tx, writer))?;
            all.leaves += one.leaves;
            all.clock_behind_ms = all.clock_behind_ms.max(one.clock_behind_ms);
            if one.leaves < log::GROUP_MAX {
                return Ok(all);
            }
        }
    }

    /// Finishes what is queued and closes; SQLite writes its last checkpoint.
    pub fn close(&self) {
        match &self.0.backend {
            Backend::Sqlite(sqlite) => sqlite.close(),
            Backend::Postgres(server) => postgres::waiting(|| server.close()),
        }
    }
}

//! A disk below the real file work of the store: it notes what is asked of it, fails on demand, and can lose its power.
//!
//! The one rule of a loss of power: what was synced stays; since then each sector of a file, its length, and each name in a folder are
//! found at some point of their own history, in no order. Only a sync of its folder makes a name last, never one of the file.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use kernel::random::{Random, below};
use tempfile::TempDir;

/// What a disk writes at once or not at all, bytes.
const SECTOR: usize = 512;
/// What the users were told, beside the installation.
const ANSWERS: &str = "answers";

/// A folder, in memory where the machine has enough of it: thousands of disks are laid out here.
pub fn scratch() -> TempDir {
    const MEMORY: &str = "/dev/shm";
    const NEEDED_BYTES: u64 = 512 * 1024 * 1024;
    let has_room = rustix::fs::statvfs(MEMORY).is_ok_and(|found| found.f_bavail * found.f_frsize >= NEEDED_BYTES);
    if has_room { tempfile::tempdir_in(MEMORY) } else { tempfile::tempdir() }.unwrap()
}

/// The library that watches a disk, `disk.c`.
pub struct Watcher(TempDir);

impl Watcher {
    /// Builds it, or says loudly that the machine has no C compiler.
    pub fn for_test() -> Option<Watcher> {
        // Beside the programs that were built: in other folders the machine may not let programs be.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/disk.c");
        let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".to_owned());
        let built = Command::new(compiler)
            .args(["-O1", "-shared", "-fPIC", "-pthread", "-o"])
            .arg(folder.path().join("disk.so"))
            .arg(source)
            .status();
        match built {
            Ok(status) => assert!(status.success(), "{source} is in order"),
            Err(_) => {
                eprintln!("skipped: no C compiler on this machine (Debian: apt-get install gcc)");
                return None;
            }
        }
        Some(Watcher(folder))
    }

    /// Runs an ignored test of this program on the disk of `place`, until it ends or is killed; answers how, and what it said.
    pub fn run(&self, test: &str, place: &Place, fault: &str) -> (ExitStatus, String) {
        let output = Command::new(std::env::current_exe().unwrap())
            .args([test, "--exact", "--ignored", "--nocapture"])
            .env("LD_PRELOAD", self.0.path().join("disk.so"))
            .env("DISK", place.path())
            .env("DISK_LOG", place.path().join("log"))
            .env("DISK_FAULT", fault)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (output.status, String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// What is watched: the folder `store` of the installation, and the file `answers` of what its users were told.
pub struct Place(TempDir);

impl Place {
    /// An empty place.
    pub fn new() -> Place {
        Place(scratch())
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.0.path().canonicalize().unwrap()
    }

    /// The installation.
    pub fn store(&self) -> PathBuf {
        self.0.path().join("store")
    }

    /// What the users were told.
    pub fn answers(&self) -> String {
        std::fs::read_to_string(self.0.path().join(ANSWERS)).unwrap_or_default()
    }

    /// What was done to the disk.
    pub fn log(&self) -> Vec<u8> {
        std::fs::read(self.0.path().join("log")).unwrap()
    }
}

/// A change or sync; files and folders go by their number.
#[derive(Debug)]
pub enum Event<'l> {
    Create { number: u64, name: &'l str, is_folder: bool },
    Write { number: u64, offset: usize, bytes: &'l [u8] },
    Truncate { number: u64, length: usize },
    Sync { number: u64 },
    Link { from: &'l str, to: &'l str },
    Unlink { name: &'l str },
}

/// The events of a log in their order.
pub fn events(mut log: &[u8]) -> Vec<Event<'_>> {
    let number = |word: &str| word.parse::<u64>().unwrap();
    let size = |word: &str| word.parse::<usize>().unwrap();
    let mut events = Vec::new();
    while let Some(end) = log.iter().position(|byte| *byte == b'\n') {
        let line = std::str::from_utf8(&log[..end]).unwrap();
        log = &log[end + 1..];
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["create", id, name] => events.push(Event::Create { number: number(id), name, is_folder: false }),
            ["mkdir", id, name] => events.push(Event::Create { number: number(id), name, is_folder: true }),
            ["write", id, offset, length] => {
                let (bytes, rest) = log.split_at(size(length));
                log = rest;
                events.push(Event::Write { number: number(id), offset: size(offset), bytes });
            }
            ["truncate", id, length] => events.push(Event::Truncate { number: number(id), length: size(length) }),
            ["sync", id] => events.push(Event::Sync { number: number(id) }),
            ["link", from, to] => events.push(Event::Link { from, to }),
            ["rename", from, to] => events.extend([Event::Link { from, to }, Event::Unlink { name: from }]),
            ["unlink", name] => events.push(Event::Unlink { name }),
            _ => panic!("not a line of the log: {line}"),
        }
    }
    events
}

/// How much of what is not synced survives in one file or folder.
#[derive(Clone, Copy)]
enum Luck {
    Nothing,
    Everything,
    /// Each part has its own luck.
    Torn,
}

impl Luck {
    fn draw(random: &dyn Random) -> Luck {
        [Luck::Nothing, Luck::Everything, Luck::Torn, Luck::Torn][below(random, 4) as usize]
    }

    /// How many of `count` changes reached a part of the file or folder.
    fn reached(self, count: usize, random: &dyn Random) -> usize {
        match self {
            Luck::Nothing => 0,
            Luck::Everything => count,
            Luck::Torn => below(random, count as u64 + 1) as usize,
        }
    }
}

/// A value, as synced and as it was after each change since.
#[derive(Default)]
struct Cell<T> {
    synced: T,
    since: Vec<T>,
}

impl<T: Copy> Cell<T> {
    fn now(&self) -> T {
        *self.since.last().unwrap_or(&self.synced)
    }

    fn sync(&mut self) {
        self.synced = self.now();
        self.since.clear();
    }

    /// The value after so many changes.
    fn after(&self, changes: usize) -> T {
        changes.checked_sub(1).map_or(self.synced, |last| self.since[last])
    }
}

enum Change<'l> {
    Write(usize, &'l [u8]),
    /// One change of the file's description: it happens whole or not at all, and before every later write.
    Truncate(usize),
}

/// The content of a file: as synced, and the changes since.
#[derive(Default)]
struct File<'l> {
    synced: Vec<u8>,
    changes: Vec<Change<'l>>,
    length: Cell<usize>,
}

impl<'l> File<'l> {
    fn write(&mut self, offset: usize, bytes: &'l [u8]) {
        self.length.since.push(self.length.now().max(offset + bytes.len()));
        self.changes.push(Change::Write(offset, bytes));
    }

    fn truncate(&mut self, length: usize) {
        self.length.since.push(length);
        self.changes.push(Change::Truncate(length));
    }

    fn sync(&mut self, random: &dyn Random) {
        self.synced = self.after_loss(Luck::Everything, random);
        self.changes.clear();
        self.length.sync();
    }

    fn after_loss(&self, luck: Luck, random: &dyn Random) -> Vec<u8> {
        let mut content = self.synced.clone();
        let described = luck.reached(self.changes.len(), random);
        let mut sectors = HashMap::new();
        for (index, change) in self.changes.iter().enumerate() {
            match *change {
                Change::Truncate(_) if index >= described => break,
                Change::Truncate(length) => content.resize(length, 0),
                Change::Write(offset, bytes) => {
                    let end = offset + bytes.len();
                    content.resize(content.len().max(end), 0);
                    for sector in offset / SECTOR..end.div_ceil(SECTOR) {
                        if index < *sectors.entry(sector).or_insert_with(|| luck.reached(self.changes.len(), random)) {
                            let (from, to) = ((sector * SECTOR).max(offset), ((sector + 1) * SECTOR).min(end));
                            content[from..to].copy_from_slice(&bytes[from - offset..to - offset]);
                        }
                    }
                }
            }
        }
        content.resize(self.length.after(described), 0);
        content
    }
}

/// Which syncs a disk honours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Honesty {
    /// All of them.
    Honest,
    /// Those of files, not those of folders.
    ForgetsNames,
    /// None.
    Lies,
}

/// The disk after the events so far.
pub struct Disk<'l> {
    honesty: Honesty,
    files: Vec<File<'l>>,
    /// Which file a number means now; a number is given again when its file is gone.
    numbers: HashMap<u64, usize>,
    /// Every name there ever was, with the file it meant.
    names: BTreeMap<&'l str, Cell<Option<usize>>>,
    folders: BTreeMap<usize, &'l str>,
    /// What the users were told so far.
    pub answers: String,
}

impl<'l> Disk<'l> {
    /// A disk with nothing but the watched folder.
    pub fn new(place: &Place, honesty: Honesty) -> Disk<'l> {
        let root = std::fs::metadata(place.path()).unwrap().ino();
        let (files, numbers, folders) = (vec![File::default()], HashMap::from([(root, 0)]), BTreeMap::from([(0, "")]));
        Disk { honesty, files, numbers, names: BTreeMap::new(), folders, answers: String::new() }
    }

    fn set(&mut self, name: &'l str, file: Option<usize>) {
        self.names.entry(name).or_default().since.push(file);
    }

    /// Does what the event says.
    pub fn apply(&mut self, event: &Event<'l>, random: &dyn Random) {
        match *event {
            Event::Create { number, name, is_folder } => {
                let file = self.files.len();
                self.files.push(File::default());
                self.numbers.insert(number, file);
                self.set(name, Some(file));
                if is_folder {
                    self.folders.insert(file, name);
                }
            }
            Event::Write { number, offset, bytes } => {
                let file = self.numbers[&number];
                self.files[file].write(offset, bytes);
                if self.names.get(ANSWERS).is_some_and(|cell| cell.now() == Some(file)) {
                    self.answers.push_str(std::str::from_utf8(bytes).unwrap());
                }
            }
            Event::Truncate { number, length } => self.files[self.numbers[&number]].truncate(length),
            Event::Sync { number } => {
                let file = self.numbers[&number];
                match self.folders.get(&file) {
                    _ if self.honesty == Honesty::Lies => {}
                    None => self.files[file].sync(random),
                    Some(_) if self.honesty == Honesty::ForgetsNames => {}
                    Some(folder) => self.names.iter_mut().filter(|(name, _)| parent(name) == *folder).for_each(|(_, cell)| cell.sync()),
                }
            }
            Event::Link { from, to } => self.set(to, self.names[from].now()),
            Event::Unlink { name } => self.set(name, None),
        }
    }

    /// Lays out in `place` what is found of the installation when the power comes back. Memory shared by processes is not found.
    pub fn lose_power(&self, place: &Path, random: &dyn Random) {
        let lucks: BTreeMap<&str, Luck> = self.folders.values().map(|folder| (*folder, Luck::draw(random))).collect();
        let mut found = BTreeSet::from([""]);
        for (name, cell) in &self.names {
            let Some(file) = cell.after(lucks[parent(name)].reached(cell.since.len(), random)) else { continue };
            if !found.contains(parent(name)) || !name.starts_with("store") || name.ends_with("-shm") {
                continue;
            }
            if self.folders.contains_key(&file) {
                std::fs::create_dir(place.join(name)).unwrap();
                found.insert(name);
            } else {
                let content = self.files[file].after_loss(Luck::draw(random), random);
                std::fs::write(place.join(name), content).unwrap();
            }
        }
    }
}

fn parent(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

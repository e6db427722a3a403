//! Folders that are still there after a loss of power: a name lasts only when the folder that holds it was synced, not when the file was.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use crate::{Error, Result};

/// Makes a folder and those above it, as needed, to last.
pub(crate) fn folder_make(folder: &Path) -> Result<()> {
    let was_there = folder.is_dir();
    let made: Vec<&Path> = folder.ancestors().take_while(|above| !above.is_dir()).collect();
    std::fs::create_dir_all(folder).map_err(unusable(folder))?;
    if was_there {
        // Perhaps made by a program that was killed before it could sync. If others made it above a folder we may not open, it is theirs.
        let _ = folder_sync(above(folder));
    }
    made.iter().try_for_each(|new| folder_sync(above(new)).map_err(unusable(folder)))
}

/// Writes a secret so that it is there whole or not at all, and lasts; a file that is there is left alone, and the call fails.
pub fn secret_write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = above(path);
    folder_make(folder)?;
    // Readable by its owner only, as the library makes all its files.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(unusable(folder))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(unusable(path))?;
    file.persist_noclobber(path).map_err(|error| error.error).map_err(unusable(path))?;
    folder_sync(folder).map_err(unusable(folder))
}

/// Makes what a folder holds last.
pub(crate) fn folder_sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Moves a file that was synced to its name, in a folder that is made as needed. The name lasts after a sync of that folder.
pub(crate) fn file_move(file: &Path, to: &Path) -> Result<()> {
    folder_make(above(to))?;
    std::fs::rename(file, to).map_err(unusable(to))
}

/// What a failure of a file or folder means.
pub(crate) fn unusable(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.display().to_string();
    move |source| Error::File { path, source }
}

/// The folder in which a folder is; the present one for a bare name.
fn above(folder: &Path) -> &Path {
    folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

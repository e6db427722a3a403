//! A kit from a folder.
//!
//! The one rule: what is read is bounded in number, size and depth, and nothing outside the folder is followed.

use std::path::{Path, PathBuf};

use super::finding::{Finding, Rule};
use super::{KitFiles, TemplateCheck, check_with};

/// Most files of a kit: a person still reviews them.
const FILES_MAX: usize = 200;
/// Largest file of a kit, bytes: a kit is text.
const FILE_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// Deepest folder inside a kit.
const DEPTH_MAX: usize = 3;

/// Why a folder could not be read as a kit.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The folder is not there, or is a file.
    #[error("{} is not a folder", path.display())]
    NotFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Reading failed.
    #[error("cannot read {}", path.display())]
    Read {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Too many files, too large a file, or folders too deep.
    #[error("{} is too large for a kit: {limit}", path.display())]
    TooLarge {
        /// Where the limit was passed.
        path: PathBuf,
        /// The limit in words.
        limit: &'static str,
    },
    /// A name that is not text.
    #[error("the name of {} is not readable text", path.display())]
    Name {
        /// The file.
        path: PathBuf,
    },
}

/// Reads all files of a kit. Hidden files and symbolic links are left out.
pub fn load_dir(path: &Path) -> Result<KitFiles, LoadError> {
    if !path.is_dir() {
        return Err(LoadError::NotFolder { path: path.to_owned() });
    }
    let mut files = KitFiles::new();
    load_into(path, "", 0, &mut files)?;
    Ok(files)
}

fn load_into(folder: &Path, prefix: &str, depth: usize, files: &mut KitFiles) -> Result<(), LoadError> {
    let read = |source| LoadError::Read { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let path = entry.path();
        let name = entry.file_name().into_string().map_err(|_| LoadError::Name { path: path.clone() })?;
        let kind = entry.file_type().map_err(read)?;
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        let inside = format!("{prefix}{name}");
        if kind.is_dir() {
            if depth + 1 >= DEPTH_MAX {
                return Err(LoadError::TooLarge { path, limit: "folders may be nested two deep" });
            }
            load_into(&path, &format!("{inside}/"), depth + 1, files)?;
            continue;
        }
        let size = entry.metadata().map_err(read)?.len();
        if size > FILE_BYTES_MAX {
            return Err(LoadError::TooLarge { path, limit: "a file may have 2 MiB" });
        }
        let content = std::fs::read(&path).map_err(|source| LoadError::Read { path: path.clone(), source })?;
        files.insert(inside, content);
        if files.len() > FILES_MAX {
            return Err(LoadError::TooLarge { path: folder.to_owned(), limit: "a kit may have 200 files" });
        }
    }
    Ok(())
}

/// Reads and checks a folder; beside what [`check_with`] finds, the code must be the name of the folder.
pub fn check_dir(path: &Path, templates: Option<&dyn TemplateCheck>) -> Result<Vec<Finding>, LoadError> {
    let files = load_dir(path)?;
    let mut findings = check_with(&files, templates);
    let folder = path.canonicalize().ok().and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    let manifest = files.get("kit.toml").and_then(|content| std::str::from_utf8(content).ok());
    if let (Some(folder), Some(text)) = (folder, manifest) {
        let (manifest, lines, _) = super::manifest_read::manifest_read("kit.toml", text);
        if !manifest.code.is_empty() && manifest.code != folder {
            let args = [("code", manifest.code.as_str()), ("folder", folder.as_str())];
            findings.push(Finding::new(Rule::CodeFolder, "kit.toml", lines.at("code"), &args));
            findings.sort();
        }
    }
    Ok(findings)
}

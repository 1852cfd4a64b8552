//! The folder of a desk before it is written to.
//!
//! Takes a folder, gives the lock on it, and removes what a killed writer left. Never removes what no desk wrote.

use super::catalogue::{CATALOGUE, Catalogue, VOLUMES};
use crate::disk;
use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The file that the writer locks.
const LOCK: &str = "lock";
/// How often the lock is tried: somebody may only be looking whether it is taken.
const TRIES: u32 = 5;

/// Takes the folder for this process, making it if need be.
///
/// # Errors
/// [`Error::Input`] if another process writes to it, or it holds other things than a desk; [`Error::Io`].
pub(super) fn claim(dir: &Path) -> Result<File> {
    let volumes = dir.join(VOLUMES);
    refuse_others(dir)?;
    fs::create_dir_all(&volumes).map_err(Error::io(&volumes))?;
    let path = dir.join(LOCK);
    for tried in 0..TRIES {
        thread::sleep(Duration::from_millis(20) * tried);
        if let Some(lock) = disk::own(&path).map_err(Error::io(&path))? {
            return Ok(lock);
        }
    }
    let reason =
        "is being written by another process; it takes one at a time, while any number may read";
    Err(Error::input(dir, reason))
}

/// Whether a process writes to a desk just now.
pub(super) fn is_claimed(dir: &Path) -> bool {
    disk::is_owned(&dir.join(LOCK))
}

/// Refuses a folder that holds something and is no desk.
fn refuse_others(dir: &Path) -> Result<()> {
    if dir.exists() && !dir.is_dir() {
        return Err(Error::input(dir, "is a file; a desk is a folder"));
    }
    let names = names_in(dir)?;
    if names.iter().any(|name| name == CATALOGUE) {
        return Ok(());
    }
    let part = format!("{CATALOGUE}.part");
    match names.into_iter().find(|name| ![LOCK, VOLUMES, &part].contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let reason = format!("holds {name} and is no desk; name a new or an empty folder");
            Err(Error::input(dir, reason))
        }
    }
}

/// Removes what a killed writer left.
pub(super) fn sweep(dir: &Path, catalogue: &Catalogue) -> Result<()> {
    leftovers(dir, catalogue)?
        .iter()
        .try_for_each(|path| disk::remove(path).map_err(Error::io(path)))
}

/// Files of the desk that the catalogue does not name.
pub(super) fn leftovers(dir: &Path, catalogue: &Catalogue) -> Result<Vec<PathBuf>> {
    let decisions = catalogue.decisions.as_ref().map(|decided| decided.file.as_str());
    let mut left = Vec::new();
    for name in names_in(dir)? {
        let stem = name.strip_suffix(".part").unwrap_or(&name);
        let is_ours = is_numbered(stem, "decisions-", ".jsonl");
        let is_part = stem != name && (stem == CATALOGUE || is_ours);
        if is_part || is_ours && decisions != Some(&name) {
            left.push(dir.join(name));
        }
    }
    let volumes = dir.join(VOLUMES);
    let named: Vec<PathBuf> = catalogue.volumes.iter().map(|v| v.path(dir)).collect();
    for name in names_in(&volumes)? {
        let is_ours = is_numbered(&name, "", ".vol") || is_numbered(&name, "draft-", ".part");
        let path = volumes.join(&name);
        if is_ours && !named.contains(&path) {
            left.push(path);
        }
    }
    Ok(left)
}

/// Whether a name is a number between these.
fn is_numbered(name: &str, before: &str, behind: &str) -> bool {
    let number = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The names in a folder, in order; none if there is no folder.
fn names_in(folder: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        other => other.map_err(Error::io(folder))?,
    };
    let name = |entry: io::Result<fs::DirEntry>| Ok(entry?.file_name().to_string_lossy().into());
    let names: io::Result<Vec<String>> = entries.map(name).collect();
    let mut names = names.map_err(Error::io(folder))?;
    names.sort_unstable();
    Ok(names)
}

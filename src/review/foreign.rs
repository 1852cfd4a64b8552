//! The folder of a file that others may write too: locked while it is changed, and the file replaced in one step.
//!
//! Takes a path and bytes, gives the file with these bytes or as it was. A lock goes with the process that holds it.

use crate::disk;
use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Longest file that is read: far more than a person decides, far less than memory.
const LONGEST: u64 = 64 << 20;

/// The folder of a file, locked against other reviews of this machine for as long as this lives.
#[derive(Debug)]
pub(super) struct Folder(Option<File>);

impl Folder {
    /// Waits for the folder of `path`. Where the system has no such locks (some network file systems), nobody waits.
    pub(super) fn lock(path: &Path) -> Self {
        let folder = File::open(disk::folder(path)).ok();
        #[cfg(unix)]
        folder.iter().for_each(disk::lock);
        Self(folder.filter(|_| cfg!(unix)))
    }

    /// Gives `path` these bytes: written beside it, synced, renamed, the folder synced.
    ///
    /// # Errors
    /// [`Error::Io`]; up to the renaming the file is as it was.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        disk::replace(path, bytes).map_err(Error::io(path))?;
        self.0.as_ref().map_or(Ok(()), File::sync_all).map_err(Error::io(path))
    }
}

/// Whether a file can be made beside `path`.
///
/// # Errors
/// [`Error::Io`] with the path.
pub(super) fn try_beside(path: &Path) -> Result<()> {
    tempfile::tempfile_in(disk::folder(path)).map(drop).map_err(Error::io(disk::folder(path)))
}

/// The bytes of a file; `None` if there is none.
///
/// # Errors
/// [`Error::Io`]; [`Error::Config`] if it is no file, or longer than a file of decisions ever is.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    let meta = match fs::metadata(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(Error::io(path))?,
    };
    let odd = |why: &str| Error::Config(format!("{}: {why}", path.display()));
    if !meta.is_file() {
        return Err(odd("is not a file"));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(Error::io(path))?;
    file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(Error::io(path))?;
    if bytes.len() as u64 > LONGEST {
        return Err(odd("is longer than 64 MiB; this is no file of decisions"));
    }
    Ok(Some(bytes))
}

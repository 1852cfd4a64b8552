//! `OUT/manifest.json`: the proof that a run finished, and what `restore` starts from.
//!
//! Takes what was read and what was written, gives one file that appears in one step, after all others. Never exists
//! beside an OUT that is not whole: it is withdrawn before a run writes and written when everything else is on disk.

use super::model::Records;
use super::staged::{Staged, sync_folder};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Version of the layout of `manifest.json`; grows when a reader must be changed.
pub const SCHEMA: &str = "copydesk/manifest/1";

/// Its name in OUT.
pub const NAME: &str = "manifest.json";

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// The verb: `clean`, `scan`.
    pub command: String,
    /// The settings in force, as in `summary.json`.
    pub config: serde_json::Value,
    /// The files that were read, in the order of reading.
    pub inputs: Vec<Input>,
    /// The files in OUT by name, without this one and the summary, whose length varies with its timings.
    pub files: Vec<FileEntry>,
    /// Records, as in `summary.json`.
    pub records: Records,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its place below the INPUT that named it, with `/`: where `cleaned` and `restore` put it.
    pub relative: String,
    /// Where it was found.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// XXH3-128 of its bytes, 32 hexadecimal digits.
    pub xxh3_128: String,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its place below OUT, with `/`.
    pub path: String,
    /// Its length.
    pub bytes: u64,
}

/// Writes `out/manifest.json` in one step: temporary file, sync, rename, sync of the folder. The last act of a run.
///
/// # Errors
/// [`Error::Io`] with the path.
pub fn write_manifest(out: &Path, manifest: &Manifest) -> Result<()> {
    let path = out.join(NAME);
    let mut bytes = serde_json::to_vec_pretty(manifest).map_err(|e| Error::io(&path)(e.into()))?;
    bytes.push(b'\n');
    let mut file = Staged::create(&path)?;
    file.write_all(&bytes).map_err(Error::io(&path))?;
    file.commit()?;
    sync_folder(out)
}

/// Takes `out/manifest.json` away, if there is one: from here on OUT is not finished.
///
/// # Errors
/// [`Error::Io`] with the path.
pub fn withdraw_manifest(out: &Path) -> Result<()> {
    let path = out.join(NAME);
    match fs::remove_file(&path) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::io(&path)(cause)),
        _ => Ok(()),
    }
}

/// Reads `out/manifest.json`.
///
/// # Errors
/// [`Error::Output`] when there is none (the run did not finish), when it is of another version or no manifest at all;
/// [`Error::Io`] when it cannot be read.
pub fn read_manifest(out: &Path) -> Result<Manifest> {
    let path = out.join(NAME);
    let bytes = match fs::read(&path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            return Err(Error::output(
                out,
                "no manifest.json: not an OUT, or its run did not finish",
            ));
        }
        other => other.map_err(Error::io(&path))?,
    };
    super::load::versioned(&path, &bytes, SCHEMA)
}

//! `OUT/report` read back, for the verbs that work on a finished run.
//!
//! Takes OUT, gives typed rows one at a time. Never holds a file in memory but `summary.json`; an error names the file
//! and the line.

use super::files::{BLOCKS, DUPLICATES, FOLDER, REMOVED, SUMMARY};
use super::model::{self, Block, Duplicate, Removal, Summary};
use crate::error::{Error, Result, in_line};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// The rows of a JSON Lines file in order. After a broken row comes the one on the next line; a file that cannot be read
/// on ends there.
#[derive(Debug)]
pub struct Rows<T> {
    path: PathBuf,
    lines: BufReader<File>,
    line: Vec<u8>,
    number: u64,
    ended: bool,
    row: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Rows<T> {
    /// The rows of the file at `path`.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be opened.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::io(path))?;
        let lines = BufReader::with_capacity(1 << 16, file);
        Ok(Self {
            path: path.into(),
            lines,
            line: Vec::new(),
            number: 0,
            ended: false,
            row: PhantomData,
        })
    }

    /// Reads a line that is not blank; `false` at the end.
    fn advance(&mut self) -> Result<bool> {
        loop {
            self.line.clear();
            self.number += 1;
            let read =
                self.lines.read_until(b'\n', &mut self.line).map_err(Error::io(&self.path))?;
            if read == 0 {
                return Ok(false);
            }
            if !self.line.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    fn parse(&self) -> Result<T> {
        serde_json::from_slice(&self.line)
            .map_err(|cause| Error::output(place(&self.path, self.number), in_line(&cause)))
    }
}

impl<T: DeserializeOwned> Iterator for Rows<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let more = self.advance();
        self.ended = !matches!(more, Ok(true));
        match more {
            Ok(true) => Some(self.parse()),
            Ok(false) => None,
            Err(cause) => Some(Err(cause)),
        }
    }
}

/// The lines of `out/report/removed.jsonl`.
///
/// # Errors
/// [`Error::Io`] when it cannot be opened; each row may be an [`Error::Output`] that names file and line.
pub fn read_removed(out: &Path) -> Result<Rows<Removal>> {
    Rows::open(&out.join(FOLDER).join(REMOVED))
}

/// The lines of `out/report/duplicates.jsonl`.
///
/// # Errors
/// As [`read_removed`].
pub fn read_duplicates(out: &Path) -> Result<Rows<Duplicate>> {
    Rows::open(&out.join(FOLDER).join(DUPLICATES))
}

/// The lines of `out/report/blocks.jsonl`.
///
/// # Errors
/// As [`read_removed`].
pub fn read_blocks(out: &Path) -> Result<Rows<Block>> {
    Rows::open(&out.join(FOLDER).join(BLOCKS))
}

/// `out/report/summary.json`.
///
/// # Errors
/// [`Error::Io`] when it cannot be read; [`Error::Output`] when it is of another version or broken.
pub fn read_summary(out: &Path) -> Result<Summary> {
    let path = out.join(FOLDER).join(SUMMARY);
    let bytes = fs::read(&path).map_err(Error::io(&path))?;
    versioned(&path, &bytes, model::SCHEMA)
}

/// The one field that is looked at before the others.
#[derive(Deserialize)]
struct Versioned {
    schema: String,
}

/// The value of a whole file that names the version of its layout.
pub(super) fn versioned<T: DeserializeOwned>(path: &Path, bytes: &[u8], schema: &str) -> Result<T> {
    let broken =
        |cause: serde_json::Error| Error::output(place(path, cause.line() as u64), in_line(&cause));
    let found: Versioned = serde_json::from_slice(bytes).map_err(broken)?;
    if found.schema != schema {
        let reason = format!("schema is {}, this copydesk reads {schema}", found.schema);
        return Err(Error::output(path, reason));
    }
    serde_json::from_slice(bytes).map_err(broken)
}

/// The place in a file as messages show it: `path:line`.
fn place(path: &Path, line: u64) -> OsString {
    let mut place = OsString::from(path);
    place.push(format!(":{line}"));
    place
}

//! Tables: the rows that one key may have in many volumes, and what becomes of them.
//!
//! Takes typed rows, gives them as bytes and back; every table is known by one typed name. Never knows where rows lie.

use super::Forgotten;
use crate::error::{Error, Result, in_line};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;

/// A row of a keyed table. Rows of one key in later volumes are merged into those of earlier ones.
pub trait Row: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// Adds what was learned later. Associative: which volumes are merged first changes nothing.
    fn merge(&mut self, later: Self);

    /// Takes away what is to be forgotten; `false` if nothing is left.
    fn forget(&mut self, what: &Forgotten) -> bool;
}

/// The typed name of a table.
pub struct Table<R> {
    /// Its number in volumes; 0 and 255 are the desk's own.
    pub number: u8,
    /// Its name in exports and messages.
    pub name: &'static str,
    rows: PhantomData<fn() -> R>,
}

impl<R> Table<R> {
    /// A table of this number and name, both used once.
    #[must_use]
    pub const fn new(number: u8, name: &'static str) -> Self {
        Self { number, name, rows: PhantomData }
    }
}

impl<R> Clone for Table<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Table<R> {}

impl<R> fmt::Debug for Table<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.number)
    }
}

/// A table of any rows, as merging, forgetting and exporting see it: rows are bytes.
pub(super) trait AnyTable: Sync {
    /// Its number in volumes.
    fn number(&self) -> u8;

    /// Its name in exports and messages.
    fn name(&self) -> &'static str;

    /// Whether bytes are a row of it.
    fn reads(&self, row: &[u8]) -> bool;

    /// Appends the sum of rows, which are in the order of their volumes.
    fn merge(&self, rows: &[&[u8]], into: &mut Vec<u8>) -> Result<()>;

    /// Appends what is left of a row; `false` if nothing is.
    fn forget(&self, row: &[u8], what: &Forgotten, into: &mut Vec<u8>) -> Result<bool>;

    /// Appends the row as JSON.
    fn to_json(&self, row: &[u8], into: &mut Vec<u8>) -> Result<()>;

    /// Appends the row that a JSON text says.
    fn read_json(&self, json: &str, into: &mut Vec<u8>) -> Result<()>;
}

impl<R: Row> AnyTable for Table<R> {
    fn number(&self) -> u8 {
        self.number
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn reads(&self, row: &[u8]) -> bool {
        decode::<R>(row).is_some()
    }

    fn merge(&self, rows: &[&[u8]], into: &mut Vec<u8>) -> Result<()> {
        let mut rows = rows.iter().map(|row| decode::<R>(row).ok_or_else(|| odd(self.name)));
        let Some(first) = rows.next() else { return Ok(()) };
        let mut sum = first?;
        for row in rows {
            sum.merge(row?);
        }
        encode(&sum, into)
    }

    fn forget(&self, row: &[u8], what: &Forgotten, into: &mut Vec<u8>) -> Result<bool> {
        let mut row: R = decode(row).ok_or_else(|| odd(self.name))?;
        let is_left = row.forget(what);
        if is_left {
            encode(&row, into)?;
        }
        Ok(is_left)
    }

    fn to_json(&self, row: &[u8], into: &mut Vec<u8>) -> Result<()> {
        let row: R = decode(row).ok_or_else(|| odd(self.name))?;
        serde_json::to_writer(into, &row).map_err(|e| Error::Broken(format!("{}: {e}", self.name)))
    }

    fn read_json(&self, json: &str, into: &mut Vec<u8>) -> Result<()> {
        let row: R = serde_json::from_str(json)
            .map_err(|e| Error::Config(format!("table {}: {}", self.name, in_line(&e))))?;
        encode(&row, into)
    }
}

/// The row that bytes say, if they say one and nothing else.
pub(super) fn decode<R: Row>(bytes: &[u8]) -> Option<R> {
    let (row, rest) = postcard::take_from_bytes(bytes).ok()?;
    rest.is_empty().then_some(row)
}

/// Appends the bytes of a row.
pub(super) fn encode<R: Row>(row: &R, into: &mut Vec<u8>) -> Result<()> {
    match postcard::to_extend(row, std::mem::take(into)) {
        Ok(bytes) => *into = bytes,
        Err(cause) => return Err(Error::Broken(format!("a row has no bytes: {cause}"))),
    }
    Ok(())
}

/// Checksums were right, so another version wrote these bytes.
fn odd(table: &str) -> Error {
    Error::Config(format!(
        "table {table}: a row cannot be read; was it written by another version?"
    ))
}

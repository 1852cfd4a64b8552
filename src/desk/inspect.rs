//! What a desk holds, and how it is.
//!
//! Takes the folder, gives numbers. Reads footers and nothing else.

use super::catalogue::{Catalogue, Days, Terms};
use super::volume::{CHECK, RECORDS, Volume};
use super::{reading, sweeping, tables};
use crate::error::Result;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What a desk holds, and how it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspected {
    /// The folder.
    pub path: PathBuf,
    /// Version of the format.
    pub format: u32,
    /// Articles, without those that were forgotten.
    pub articles: u64,
    /// Hosts, without those that were forgotten.
    pub hosts: usize,
    /// The first and the last day.
    pub days: Days,
    /// Files of rows and records.
    pub volumes: usize,
    /// Bytes on disk, of all that the catalogue names.
    pub bytes: u64,
    /// What is in the volumes.
    pub tables: Vec<Held>,
    /// What a run must have in common with the desk.
    pub terms: Terms,
    /// Decisions in force.
    pub decisions: usize,
    /// Files that a killed writer left; the next one removes them.
    pub leftovers: Vec<PathBuf>,
    /// Whether a process writes to it just now.
    pub is_being_written: bool,
}

/// How much a table holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Its name.
    pub name: &'static str,
    /// Rows in all volumes; a key counts once in each.
    pub rows: u64,
    /// Bytes on disk.
    pub bytes: u64,
}

/// Says what a desk holds, and how it is.
///
/// # Errors
/// As [`Desk::open`](super::Desk::open), but for terms.
pub fn inspect(dir: &Path) -> Result<Inspected> {
    let (catalogue, stock) = reading::open(dir)?;
    let Catalogue { format, days, terms, .. } = catalogue.clone();
    let tables = tables(&stock.volumes);
    Ok(Inspected {
        path: dir.to_path_buf(),
        format,
        articles: tables.iter().find(|held| held.name == "records").map_or(0, |held| held.rows),
        hosts: stock.hosts.numbers.len(),
        days,
        volumes: stock.volumes.len(),
        bytes: stock.volumes.iter().map(|v| v.bytes).sum::<u64>() + stock.decisions.len() as u64,
        tables,
        terms,
        decisions: stock.decisions.lines().count(),
        leftovers: sweeping::leftovers(dir, &catalogue)?,
        is_being_written: sweeping::is_claimed(dir),
    })
}

fn tables(volumes: &[Volume]) -> Vec<Held> {
    let named = tables::ALL.iter().map(|table| (table.number(), table.name()));
    let held = |(number, name)| {
        let indexes = volumes.iter().filter_map(|volume| volume.index(number));
        let (rows, bytes) = indexes.fold((0, 0), |(rows, bytes), index| {
            let long = index.long.iter().map(|long| u64::from(*long) + CHECK as u64);
            (rows + index.rows, bytes + long.sum::<u64>())
        });
        Held { name, rows, bytes }
    };
    let sieves = |v: &Volume| 64 << v.footer.sieve.1;
    let sieves = Held { name: "sieves", rows: 0, bytes: volumes.iter().map(sieves).sum() };
    named.chain([(RECORDS, "records")]).map(held).chain([sieves]).collect()
}

//! Every byte of a desk, read and held against its checksum, and the parts against each other.
//!
//! Takes the folder, gives how much was read, or the place of the first damage. Never changes anything.

use super::catalogue::Catalogue;
use super::drawer::Opened;
use super::sieve::hash;
use super::table::AnyTable;
use super::volume::{CHECK, Footer, Index, LINE, MAGIC, RECORDS, Volume, damaged};
use super::{ORIGINS, reading, tables};
use crate::error::Result;
use rayon::prelude::*;
use serde::Serialize;
use std::path::Path;

/// Drawers that one thread reads at a time.
const SOME: usize = 64;

/// What was read and found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Verified {
    /// Volumes.
    pub volumes: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Records of articles.
    pub articles: u64,
    /// Bytes of the volumes.
    pub bytes: u64,
}

/// Reads all of a desk.
///
/// # Errors
/// The first damage: [`Error::Input`](crate::Error::Input) with the file and the place in it; [`Error::Io`](crate::Error).
pub fn verify(dir: &Path) -> Result<Verified> {
    let (catalogue, stock) = reading::open(dir)?;
    in_order(dir, &catalogue, &stock.volumes)?;
    let mut sum = Verified::default();
    for volume in &stock.volumes {
        tiles(volume)?;
        for index in &volume.footer.tables {
            let rows = table(volume, index)?;
            match index.number {
                RECORDS => sum.articles += rows,
                number if number == ORIGINS.number => {}
                _ => sum.rows += rows,
            }
        }
        sum.volumes += 1;
        sum.bytes += volume.bytes;
    }
    Ok(sum)
}

/// Whether numbers of articles and hosts go on from volume to volume.
fn in_order(dir: &Path, catalogue: &Catalogue, volumes: &[Volume]) -> Result<()> {
    let mut next = (0, 0);
    for volume in volumes {
        let Footer { first_article, first_host, articles, hosts, .. } = &*volume.footer;
        if next != (*first_article, *first_host) {
            return Err(damaged(&volume.path, "it does not follow the volume before"));
        }
        next = (first_article.saturating_add(*articles), first_host + super::number(hosts.len()));
    }
    let said = (catalogue.articles, catalogue.hosts);
    if next == said { Ok(()) } else { Err(damaged(dir, "its catalogue counts otherwise")) }
}

/// Whether drawers, sieve and footer are all that there is.
fn tiles(volume: &Volume) -> Result<()> {
    let (at, power, _) = volume.footer.sieve;
    let mut parts = vec![(at, (LINE as u64) << power)];
    for Index { at, long, .. } in &volume.footer.tables {
        parts.extend(at.iter().zip(long).map(|(at, long)| (*at, u64::from(*long) + CHECK as u64)));
    }
    parts.sort_unstable();
    let mut end = MAGIC.len() as u64;
    for (at, long) in parts {
        if at != end {
            return Err(damaged(&volume.path, &format!("nobody knows what is at byte {end}")));
        }
        end += long;
    }
    if end == volume.footer_at {
        Ok(())
    } else {
        Err(damaged(&volume.path, "its footer is elsewhere"))
    }
}

/// Reads a table, and gives how many rows it has.
fn table(volume: &Volume, index: &Index) -> Result<u64> {
    let known = tables::ALL.iter().find(|table| table.number() == index.number).copied();
    let drawers: Vec<usize> = (0..index.firsts.len()).collect();
    let read: Vec<Result<u64>> =
        drawers.par_chunks(SOME).map(|some| drawers_of(volume, index, known, some)).collect();
    let rows = read.into_iter().sum::<Result<u64>>()?;
    if rows == index.rows { Ok(rows) } else { Err(damaged(&volume.path, "rows are missing")) }
}

fn drawers_of(
    volume: &Volume,
    index: &Index,
    known: Option<&dyn AnyTable>,
    some: &[usize],
) -> Result<u64> {
    let (mut bytes, mut count) = (Vec::new(), 0);
    for &drawer in some {
        volume.drawer(index, drawer, &mut bytes)?;
        let odd =
            |what| damaged(&volume.path, &format!("{what} in drawer at byte {}", index.at[drawer]));
        let mut rows = Opened::new(index.firsts[drawer], &bytes);
        let mut last = None;
        for (key, row) in rows.by_ref() {
            let is_next = last.replace(key).is_none_or(|last| last < key);
            let is_sieved =
                known.is_none_or(|t| t.number() == 0 || volume.sieve.passes(hash(t.number(), key)));
            let is_row = known.is_none_or(|table| table.reads(row));
            if !is_next || !is_sieved || !is_row {
                return Err(odd("a key is out of place"));
            }
            count += 1;
        }
        let end = index.firsts.get(drawer + 1);
        if !rows.is_done() || end.zip(last).is_some_and(|(end, last)| last >= *end) {
            return Err(odd("a row has no end"));
        }
    }
    Ok(count)
}

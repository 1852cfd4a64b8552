//! Many volumes to one: rows of one key are summed, records are taken as they are.
//!
//! Takes neighbouring volumes, gives their sum as a draft; forgets on the way if asked. Ranges of keys are merged in
//! parallel and written in order. Memory: a few megabytes a thread. Never changes a volume.

use super::Forgotten;
use super::draft::Draft;
use super::drawer::{Filled, Opened, Sorted};
use super::table::AnyTable;
use super::tables;
use super::volume::{Index, RECORDS, Volume, damaged};
use crate::error::Result;
use rayon::prelude::*;
use std::ops::Range;

/// Drawers of the largest volume that are merged at once.
const RANGE: usize = 128;

/// Rows of one volume in a range of keys, one at a time.
pub(super) struct Cursor<'a> {
    volume: &'a Volume,
    index: &'a Index,
    /// The next drawer.
    next: usize,
    bytes: Vec<u8>,
    /// Where in the bytes the next row begins, and what its key is counted from.
    at: usize,
    key: u64,
    row: Range<usize>,
    end: Option<u64>,
}

impl<'a> Cursor<'a> {
    /// Rows from `first` on, up to but without `end`. Stands before the first row.
    pub(super) fn new(
        volume: &'a Volume,
        index: &'a Index,
        (first, end): (u64, Option<u64>),
    ) -> Result<Option<Self>> {
        let next = index.firsts.partition_point(|key| *key <= first).saturating_sub(1);
        let (bytes, row) = (Vec::new(), 0..0);
        let mut cursor = Self { volume, index, next, bytes, at: 0, key: 0, row, end };
        let mut is_there = cursor.advance()?;
        while is_there && cursor.key < first {
            is_there = cursor.advance()?;
        }
        Ok(is_there.then_some(cursor))
    }

    /// Goes to the next row; `false` at the end.
    pub(super) fn advance(&mut self) -> Result<bool> {
        let is_first = self.at == self.bytes.len();
        if is_first {
            let Some(&first) = self.index.firsts.get(self.next) else { return Ok(false) };
            self.volume.drawer(self.index, self.next, &mut self.bytes)?;
            (self.key, self.at, self.next) = (first, 0, self.next + 1);
        }
        let mut rows = Opened::on(self.key, is_first, &self.bytes[self.at..]);
        let row = rows.next().map(|(key, row)| (key, row.len()));
        let (key, long) = row.ok_or_else(|| damaged(&self.volume.path, "a drawer is none"))?;
        self.at = self.bytes.len() - rows.left();
        (self.key, self.row) = (key, self.at - long..self.at);
        Ok(self.end.is_none_or(|end| key < end))
    }

    pub(super) fn key(&self) -> u64 {
        self.key
    }

    pub(super) fn row(&self) -> &[u8] {
        &self.bytes[self.row.clone()]
    }
}

/// Fills a draft with the sum of volumes, less what is forgotten.
pub(super) fn merge(volumes: &[Volume], less: Option<&Forgotten>, draft: &mut Draft) -> Result<()> {
    for table in tables::ALL {
        let sum = |range| {
            let mut rows = Sorted::default();
            each(volumes, *table, range, |key, row| keep(*table, (key, row), less, &mut rows))?;
            Ok(rows)
        };
        in_ranges(volumes, table.number(), sum, |rows| draft.sorted(table.number(), &rows))?;
    }
    volumes.iter().try_for_each(|volume| records(volume, less, draft))?;
    for volume in volumes {
        draft.take_over(&volume.footer, less);
    }
    Ok(())
}

/// Makes something of every range of keys of a table, in parallel, and gives it on in order.
pub(super) fn in_ranges<T: Send>(
    volumes: &[Volume],
    table: u8,
    make: impl Fn((u64, Option<u64>)) -> Result<T> + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let ranges = ranges(volumes, table);
    let mut ready: Vec<T> = Vec::new();
    for some in ranges.chunks(4 * rayon::current_num_threads()) {
        let mut next: Result<Vec<T>> = Ok(Vec::new());
        // What is ready is taken while more is made.
        let taken = rayon::in_place_scope(|scope| {
            scope.spawn(|_| next = some.par_iter().map(|range| make(*range)).collect());
            ready.drain(..).try_for_each(&mut take)
        });
        taken?;
        ready = next?;
    }
    ready.into_iter().try_for_each(take)
}

fn keep(
    table: &dyn AnyTable,
    (key, row): (u64, &[u8]),
    less: Option<&Forgotten>,
    rows: &mut Sorted,
) -> Result<()> {
    let Some(what) = less else {
        rows.push(key, row);
        return Ok(());
    };
    let mut left = Vec::new();
    if table.forget(row, what, &mut left)? {
        rows.push(key, &left);
    }
    Ok(())
}

/// Gives every key of a range, and the sum of its rows, in order.
pub(super) fn each(
    volumes: &[Volume],
    table: &dyn AnyTable,
    range: (u64, Option<u64>),
    mut visit: impl FnMut(u64, &[u8]) -> Result<()>,
) -> Result<()> {
    let indexed = volumes.iter().filter_map(|v| Some((v, v.index(table.number())?)));
    let cursors: Result<Vec<_>> =
        indexed.map(|(volume, index)| Cursor::new(volume, index, range)).collect();
    let mut cursors: Vec<Cursor<'_>> = cursors?.into_iter().flatten().collect();
    let mut keys: Vec<u64> = cursors.iter().map(Cursor::key).collect();
    let mut sum = Vec::new();
    while let Some(&key) = keys.iter().min() {
        let is_here = |at: &usize| keys[*at] == key;
        let first = (0..keys.len()).find(is_here).unwrap_or(0);
        if let Some(second) = (first + 1..keys.len()).find(is_here) {
            let rest = (second..keys.len()).filter(is_here);
            let rows: Vec<&[u8]> =
                [first].into_iter().chain(rest).map(|at| cursors[at].row()).collect();
            sum.clear();
            table.merge(&rows, &mut sum)?;
            visit(key, &sum)?;
        } else {
            visit(key, cursors[first].row())?;
        }
        let mut at = first;
        while at < keys.len() {
            if keys[at] != key {
                at += 1;
            } else if cursors[at].advance()? {
                keys[at] = cursors[at].key();
                at += 1;
            } else {
                cursors.remove(at);
                keys.remove(at);
            }
        }
    }
    Ok(())
}

/// All keys of a table, in ranges that hold about as many rows.
fn ranges(volumes: &[Volume], table: u8) -> Vec<(u64, Option<u64>)> {
    let firsts = |volume: &Volume| volume.index(table).map_or(0, |index| index.firsts.len());
    let largest = volumes.iter().max_by_key(|volume| firsts(volume));
    let index = largest.and_then(|volume| volume.index(table));
    let inner = index.iter().flat_map(|index| index.firsts.iter().step_by(RANGE).skip(1).copied());
    let mut starts = vec![0];
    starts.extend(inner);
    let ends = starts.iter().skip(1).copied().map(Some).chain([None]);
    starts.iter().copied().zip(ends).collect()
}

/// Takes over the records of a volume, packed as they are where all of them stay.
fn records(volume: &Volume, less: Option<&Forgotten>, draft: &mut Draft) -> Result<()> {
    let Some(index) = volume.index(RECORDS) else { return Ok(()) };
    let mut bytes = Vec::new();
    for (drawer, &first) in index.firsts.iter().enumerate() {
        let Some(what) = less else {
            // Only their sum is told, and the first drawer tells it.
            let rows = if drawer == 0 { index.rows } else { 0 };
            volume.packed(index, drawer, &mut bytes)?;
            draft.put(RECORDS, &Filled { first, last: first, rows, bytes: &bytes })?;
            continue;
        };
        volume.drawer(index, drawer, &mut bytes)?;
        let mut left = Sorted::default();
        Opened::new(first, &bytes)
            .filter(|(key, _)| !what.articles.get(as_place(*key)).copied().unwrap_or(false))
            .for_each(|(key, record)| left.push(key, record));
        draft.pack(&left)?;
    }
    Ok(())
}

fn as_place(key: u64) -> usize {
    usize::try_from(key).unwrap_or(usize::MAX)
}

//! A large table of rows that is to be sorted: in partitions by the first bits of the key, in memory or on disk.
//!
//! Takes rows from any thread in any order, gives them back ascending, a partition at a time, for work in parallel.
//! What comes back depends on the rows alone: not on threads, not on memory.

use super::scratch::{Scratch, lock};
use crate::disk::{read_exact_at, write_all_at};
use bytemuck::Pod;
use rayon::prelude::*;
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

/// Bits of the key that choose the partition.
const BITS: u32 = 8;
/// A partition of fewer bytes is loaded whole, however small the share.
const SMALL: usize = 1 << 20;
/// More than this a table never holds: what was written lies in the system's cache as long as there is room, and comes
/// back from there as fast.
const MOST: usize = 32 << 20;
/// Rows that are read at a time when a partition is divided.
const PIECE: usize = 1 << 14;

/// A row of a table: an array of 64-bit or of 32-bit words. The first word is the key.
pub trait Row: Pod + Ord + Send + Sync {
    /// The key, with its highest bit as the highest of 64.
    fn key(&self) -> u64;
}

impl<const N: usize> Row for [u64; N]
where
    Self: Pod,
{
    fn key(&self) -> u64 {
        self[0]
    }
}

impl<const N: usize> Row for [u32; N]
where
    Self: Pod,
{
    fn key(&self) -> u64 {
        u64::from(self[0]) << 32
    }
}

/// A table that is filled from all threads, then read in order.
///
/// Rows wait in memory until they take more than the share; from then on a partition that grows goes to a nameless
/// file. Memory: the share while the table is filled; while it is read the share, or the rows of the most frequent key.
/// A failure of the disk is remembered by the [`Scratch`]: the table then gives nothing, or a part.
#[derive(Debug)]
pub struct Partitions<T> {
    scratch: Scratch,
    share: usize,
    /// The lowest key, and the bits to the right of those that choose the partition.
    base: u64,
    shift: u32,
    parts: Vec<Mutex<Partition<T>>>,
    /// Bytes of all rows in memory.
    held: AtomicUsize,
    disk: Arc<Disk>,
}

/// One partition: rows in memory, and stretches of the file.
#[derive(Debug)]
struct Partition<T> {
    rows: Vec<T>,
    /// Where rows begin, in bytes, and how many.
    stretches: Vec<(u64, usize)>,
    /// The lowest and the highest key.
    keys: (u64, u64),
}

impl<T> Partition<T> {
    fn new() -> Self {
        Self { rows: Vec::new(), stretches: Vec::new(), keys: (u64::MAX, 0) }
    }

    fn len(&self) -> usize {
        self.rows.len() + self.on_disk()
    }

    /// Rows in the file.
    fn on_disk(&self) -> usize {
        self.stretches.iter().map(|s| s.1).sum()
    }
}

/// One file for all partitions, made when it is needed.
#[derive(Debug, Default)]
struct Disk {
    file: OnceLock<File>,
    end: AtomicU64,
}

impl<T: Row> Partitions<T> {
    /// An empty table of `share` bytes, for keys that are hashes.
    #[must_use]
    pub fn new(scratch: &Scratch, share: usize) -> Self {
        Self::with(scratch, share, (0, u64::MAX), Arc::default())
    }

    /// An empty table of `share` bytes, for keys that count from 0: `last` is a row with about the highest.
    #[must_use]
    pub fn up_to(scratch: &Scratch, share: usize, last: &T) -> Self {
        Self::with(scratch, share, (0, last.key()), Arc::default())
    }

    fn with(scratch: &Scratch, share: usize, keys: (u64, u64), disk: Arc<Disk>) -> Self {
        let bits = u64::BITS - (keys.1 - keys.0).leading_zeros();
        let empty = || Mutex::new(Partition::new());
        Self {
            scratch: scratch.clone(),
            share: share.min(MOST),
            base: keys.0,
            shift: bits.saturating_sub(BITS),
            parts: std::iter::repeat_with(empty).take(1 << BITS).collect(),
            held: AtomicUsize::new(0),
            disk,
        }
    }

    /// Takes rows in. Cheapest by the thousand: each partition is locked once a call. O(rows).
    pub fn extend(&self, rows: &[T]) {
        let mut ends = [0_usize; 1 << BITS];
        for row in rows {
            ends[self.place(row)] += 1;
        }
        let mut end = 0;
        for count in &mut ends {
            end += std::mem::replace(count, end);
        }
        let mut sorted = vec![T::zeroed(); rows.len()];
        for row in rows {
            let at = &mut ends[self.place(row)];
            sorted[*at] = *row;
            *at += 1;
        }
        let mut start = 0;
        for (partition, end) in self.parts.iter().zip(ends) {
            if start < end {
                self.append(&mut lock(partition), &sorted[start..end]);
            }
            start = end;
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parts.iter().map(|p| lock(p).len()).sum()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|p| lock(p).len() == 0)
    }

    /// Hands all rows out in ascending order, cut into slices between keys: `work` sees a slice, from any thread,
    /// `take` what it made, in order. All rows of a key stand in one slice. May be called again. O(rows log rows).
    pub fn each<R: Send>(&self, work: impl Fn(&[T]) -> R + Sync, mut take: impl FnMut(R)) {
        self.give(&work, &mut take);
    }

    /// All rows, ascending, in memory.
    #[must_use]
    pub fn to_sorted(&self) -> Vec<T> {
        let mut all = Vec::with_capacity(self.len());
        self.each(<[T]>::to_vec, |rows| all.extend(rows));
        all
    }

    fn place(&self, row: &T) -> usize {
        let last = self.parts.len() - 1;
        let place = row.key().saturating_sub(self.base) >> self.shift;
        usize::try_from(place).map_or(last, |place| place.min(last))
    }

    fn append(&self, partition: &mut Partition<T>, rows: &[T]) {
        if self.scratch.has_failed() {
            return;
        }
        let before = partition.rows.capacity();
        if before - partition.rows.len() < rows.len() {
            // Not doubled: what stands empty counts as well.
            partition.rows.reserve_exact(rows.len() + partition.rows.len() / 2);
        }
        for key in rows.iter().map(Row::key) {
            partition.keys = (partition.keys.0.min(key), partition.keys.1.max(key));
        }
        partition.rows.extend_from_slice(rows);
        let grown = bytes::<T>(partition.rows.capacity() - before);
        if self.held.fetch_add(grown, Ordering::Relaxed) + grown > self.share {
            self.write(partition);
        }
    }

    /// Sends the rows in memory to the disk.
    fn write(&self, partition: &mut Partition<T>) {
        let rows = std::mem::take(&mut partition.rows);
        self.held.fetch_sub(bytes::<T>(rows.capacity()), Ordering::Relaxed);
        if !rows.is_empty() {
            let written = self.disk.write(&self.scratch, bytemuck::cast_slice(&rows));
            let stretch = self.scratch.keep(written.map(Some)).map(|at| (at, rows.len()));
            partition.stretches.extend(stretch);
        }
    }

    fn give<R: Send>(&self, work: &(impl Fn(&[T]) -> R + Sync), take: &mut impl FnMut(R)) {
        if self.disk.file.get().is_some() {
            // Else what waits in memory would come on top of what is loaded.
            self.parts.par_iter().for_each(|p| self.write(&mut lock(p)));
        }
        let load = |i: usize| bytes::<T>(lock(&self.parts[i]).on_disk());
        let mut start = 0;
        while start < self.parts.len() {
            let mut loaded = load(start);
            let mut end = start + 1;
            if loaded > self.share.max(SMALL) {
                self.large(&lock(&self.parts[start]), work, take);
            } else {
                while end < self.parts.len() && loaded + load(end) <= self.share {
                    loaded += load(end);
                    end += 1;
                }
                let made =
                    self.parts[start..end].par_iter().map(|p| self.slice(&mut lock(p), work));
                made.collect::<Vec<_>>().into_iter().flatten().for_each(&mut *take);
            }
            start = end;
        }
    }

    /// What `work` makes of a partition that can be loaded; nothing of an empty one.
    fn slice<R>(&self, partition: &mut Partition<T>, work: impl Fn(&[T]) -> R) -> Option<R> {
        if partition.stretches.is_empty() {
            partition.rows.sort_unstable();
            return (!partition.rows.is_empty()).then(|| work(&partition.rows));
        }
        Some(work(&self.loaded(partition)))
    }

    /// The rows of a partition on disk, ascending.
    fn loaded(&self, partition: &Partition<T>) -> Vec<T> {
        let mut rows = Vec::with_capacity(partition.on_disk());
        partition.stretches.iter().for_each(|stretch| self.load(*stretch, &mut rows));
        rows.sort_unstable();
        rows
    }

    /// Gives a partition that is larger than the share as a table of its own; a single key is loaded whole.
    fn large<R: Send>(
        &self,
        partition: &Partition<T>,
        work: &(impl Fn(&[T]) -> R + Sync),
        take: &mut impl FnMut(R),
    ) {
        if partition.keys.0 == partition.keys.1 {
            return take(work(&self.loaded(partition)));
        }
        let table = Self::with(&self.scratch, self.share, partition.keys, Arc::clone(&self.disk));
        partition.stretches.par_iter().for_each(|(at, count)| {
            let mut rows = Vec::new();
            for start in (0..*count).step_by(PIECE) {
                rows.clear();
                self.load((at + bytes::<T>(start) as u64, PIECE.min(count - start)), &mut rows);
                table.extend(&rows);
            }
        });
        table.give(work, take);
    }

    /// Appends rows from the disk.
    fn load(&self, (at, count): (u64, usize), rows: &mut Vec<T>) {
        let before = rows.len();
        rows.resize(before + count, T::zeroed());
        let read = self.disk.read(bytemuck::cast_slice_mut(&mut rows[before..]), at);
        self.scratch.keep(read);
    }
}

impl Disk {
    /// Writes bytes behind all others; gives where they are.
    fn write(&self, scratch: &Scratch, bytes: &[u8]) -> io::Result<u64> {
        if self.file.get().is_none() {
            let new = scratch.file()?;
            self.file.get_or_init(|| new);
        }
        let file = self.file.get().ok_or(io::ErrorKind::NotFound)?;
        let at = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        write_all_at(file, bytes, at).map(|()| at)
    }

    fn read(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
        let file = self.file.get().ok_or(io::ErrorKind::NotFound)?;
        read_exact_at(file, bytes, at)
    }
}

fn bytes<T>(rows: usize) -> usize {
    rows * size_of::<T>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_stays_within_the_share() {
        for share in [0, 10_000, 100_000] {
            let table = Partitions::new(&Scratch::new(&std::env::temp_dir(), None), share);
            for i in 0..100_u64 {
                let rows: Vec<[u64; 2]> = (0..500).map(|j| [(i * j) << 53, j]).collect();
                table.extend(&rows);
                let held: usize = table.parts.iter().map(|p| lock(p).rows.capacity()).sum();
                assert_eq!(bytes::<[u64; 2]>(held), table.held.load(Ordering::Relaxed));
                assert!(bytes::<[u64; 2]>(held) <= share);
            }
        }
    }
}

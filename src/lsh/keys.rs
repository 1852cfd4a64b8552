//! Band keys of many signatures → candidate pairs.
//!
//! Takes rows of keys, gives pairs of rows that meet in a bucket. Never looks at a signature again, and never makes all
//! pairs of a hot bucket.

use crate::spill::{Columns, Scratch};
use rayon::prelude::*;
use std::ops::Range;

/// In a bucket of at most this many rows all pairs are candidates; larger ones are hot, and give a star and a chain.
pub(super) const ALL_PAIRS: usize = 24;

/// Band keys of many signatures, one row a signature: all that candidate search needs to keep, in memory or on disk.
#[derive(Debug, Default)]
pub struct BandKeys {
    keys: Columns,
}

impl BandKeys {
    /// An empty table for `bands` keys a row.
    #[must_use]
    pub fn new(bands: usize) -> Self {
        Self { keys: Columns::new(bands) }
    }

    /// The table, on disk once it takes more than `share` bytes of memory.
    #[must_use]
    pub fn within(self, scratch: &Scratch, share: usize) -> Self {
        Self { keys: self.keys.within(scratch, share) }
    }

    /// Appends rows of keys (`bands` values each).
    pub fn extend(&mut self, keys: &[u32]) {
        self.keys.extend(keys);
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Keys a row.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.keys.width()
    }

    /// The keys of one band, row after row.
    #[must_use]
    pub fn column(&self, band: usize) -> Vec<u32> {
        self.keys.column(band)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// All candidate pairs `(a, b)` with `a < b`, ascending, each once. Rows for which `use_row` is false stand apart.
    ///
    /// A bucket of n rows costs O(n), not n², once it is hot: its first row is paired with all others and each row with
    /// the next. O(bands × rows).
    #[must_use]
    pub fn candidates(&self, use_row: impl Fn(usize) -> bool + Sync) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for band in 0..self.keys.width() {
            each_bucket(&self.met(band, &use_row), |bucket| pair_up(bucket, &mut pairs));
            if band % 8 == 7 {
                tidy(&mut pairs);
            }
        }
        tidy(&mut pairs);
        pairs
    }

    /// Hands the candidate pairs out in rounds of more and more bands, so that what a round found saves work in the
    /// next: pairs that are `together` (the flag tells whether they met in a hot bucket) are left out, and in a hot bucket
    /// rows are paired with the first one by `name` alone, so that the order of the rows decides nothing. Each pair comes
    /// at most once. With all rows together after one round, a cluster of n rows costs O(n) pairs, whatever the number of
    /// bands.
    pub fn rounds<S: Sync>(
        &self,
        state: &mut S,
        (use_row, name): (impl Fn(usize) -> bool + Sync, impl Fn(u32) -> u64 + Sync),
        together: impl Fn(&S, (u32, u32), bool) -> bool + Sync,
        mut each: impl FnMut(&mut S, &[(u32, u32)]),
    ) {
        let mut seen: Vec<(u32, u32)> = Vec::new();
        for bands in rounds(self.keys.width()) {
            let of_band = |band: usize| {
                let mut pairs: Vec<(u32, u32)> = Vec::new();
                each_bucket(&self.met(band, &use_row), |rows| {
                    pair_apart(rows, &name, |pair, hot| together(state, pair, hot), &mut pairs);
                });
                pairs.retain(|pair| seen.binary_search(pair).is_err());
                pairs
            };
            let mut pairs: Vec<(u32, u32)> = bands.into_par_iter().flat_map_iter(of_band).collect();
            tidy(&mut pairs);
            each(state, &pairs);
            seen.append(&mut pairs);
            seen.par_sort_unstable();
        }
    }

    /// The rows that share their key of one band with another, and a few others: by key and row, these as one number.
    fn met(&self, band: usize, use_row: &impl Fn(usize) -> bool) -> Vec<u64> {
        let column = self.keys.column(band);
        let used = || (0_u64..).zip(&column).enumerate().filter(|(row, _)| use_row(*row));
        let mut seen = Seen::new(column.len());
        used().for_each(|(_, (_, key))| seen.add(*key));
        let met = used().filter(|(_, (_, key))| seen.twice(**key));
        let mut rows: Vec<u64> = met.map(|(_, (row, key))| u64::from(*key) << 32 | row).collect();
        rows.sort_unstable();
        rows
    }
}

/// Which keys came twice, and now and then one that did not: most rows meet nobody, and need not be sorted.
struct Seen {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Seen {
    /// For so many keys: 32 bits each.
    fn new(keys: usize) -> Self {
        let words = (keys / 4).next_power_of_two();
        Self { once: vec![0; words], twice: vec![0; words] }
    }

    fn add(&mut self, key: u32) {
        let (word, bit) = self.place(key);
        self.twice[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    fn twice(&self, key: u32) -> bool {
        let (word, bit) = self.place(key);
        self.twice[word] & bit != 0
    }

    fn place(&self, key: u32) -> (usize, u64) {
        let word = (key >> 6) as usize & (self.once.len() - 1);
        (word, 1 << (key & 63))
    }
}

/// Hands out the rows of every key that several have, ascending.
#[expect(clippy::cast_possible_truncation, reason = "the low half is the row")]
fn each_bucket(rows: &[u64], mut each: impl FnMut(&[u32])) {
    let mut bucket: Vec<u32> = Vec::new();
    for same in rows.chunk_by(|a, b| a >> 32 == b >> 32).filter(|same| same.len() > 1) {
        bucket.clear();
        bucket.extend(same.iter().map(|row| *row as u32));
        each(&bucket);
    }
}

/// One band, then twice as many each time.
fn rounds(bands: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::successors(Some(0), |start| Some(2 * start + 1));
    starts.map(move |start| start..(2 * start + 1).min(bands)).take_while(|round| !round.is_empty())
}

fn pair_up(bucket: &[u32], pairs: &mut Vec<(u32, u32)>) {
    if bucket.len() <= ALL_PAIRS {
        pairs.extend(all_pairs(bucket));
    } else {
        pairs.extend(bucket[1..].iter().map(|b| (bucket[0], *b)));
        pairs.extend(bucket[1..].windows(2).map(|w| (w[0], w[1])));
    }
}

/// The pairs of a bucket that are not `together`; of a hot one those with the first by `name`.
fn pair_apart(
    bucket: &[u32],
    name: &impl Fn(u32) -> u64,
    together: impl Fn((u32, u32), bool) -> bool,
    pairs: &mut Vec<(u32, u32)>,
) {
    if bucket.len() <= ALL_PAIRS {
        pairs.extend(all_pairs(bucket).filter(|pair| !together(*pair, false)));
    } else if let Some(centre) = bucket.iter().copied().min_by_key(|row| (name(*row), *row)) {
        let others = bucket.iter().filter(|row| **row != centre);
        let met = others.map(|row| (centre.min(*row), centre.max(*row)));
        pairs.extend(met.filter(|pair| !together(*pair, true)));
    }
}

/// All pairs of ascending rows.
fn all_pairs(rows: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    rows.iter().enumerate().flat_map(|(i, a)| rows[i + 1..].iter().map(|b| (*a, *b)))
}

pub(super) fn tidy(pairs: &mut Vec<(u32, u32)>) {
    pairs.par_sort_unstable();
    pairs.dedup();
}

//! Band keys of many signatures → candidate pairs.
//!
//! Takes rows of keys, gives pairs of rows that meet in a bucket. Never looks at a signature again, and never makes all
//! pairs of a hot bucket.

use rayon::prelude::*;
use std::ops::Range;

/// In a bucket of at most this many rows all pairs are candidates; larger ones are hot, and give a star and a chain.
pub(super) const ALL_PAIRS: usize = 24;

/// Band keys of many signatures, one row a signature: all that candidate search needs to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BandKeys {
    bands: usize,
    keys: Vec<u32>,
}

impl BandKeys {
    /// An empty table for `bands` keys a row.
    #[must_use]
    pub fn new(bands: usize) -> Self {
        Self { bands: bands.max(1), keys: Vec::new() }
    }

    /// Appends rows of keys (`bands` values each).
    pub fn extend(&mut self, keys: &[u32]) {
        self.keys.extend_from_slice(keys);
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len() / self.bands
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// All candidate pairs `(a, b)` with `a < b`, ascending, each once. Rows for which `use_row` is false stand apart.
    ///
    /// A bucket of n rows costs O(n), not n², once it is hot: its first row is paired with all others and each row with
    /// the next. O(bands × rows log rows).
    #[must_use]
    pub fn candidates(&self, use_row: impl Fn(usize) -> bool + Sync) -> Vec<(u32, u32)> {
        let rows = (0..self.len()).filter(|row| use_row(*row));
        let rows: Vec<u32> = rows.map(|row| u32::try_from(row).unwrap_or(u32::MAX)).collect();
        self.among(&rows)
    }

    /// As [`BandKeys::candidates`], of a few rows. O(bands × rows log rows) of these.
    #[must_use]
    pub fn among(&self, rows: &[u32]) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for band in 0..self.bands {
            let key = |row: &u32| (self.keys[*row as usize * self.bands + band], *row);
            let mut keyed: Vec<(u32, u32)> = rows.iter().map(key).collect();
            keyed.sort_unstable();
            for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
                pair_up(bucket, &mut pairs);
            }
            if band % 8 == 7 {
                tidy(&mut pairs);
            }
        }
        tidy(&mut pairs);
        pairs
    }

    /// Hands the candidate pairs out in rounds of more and more bands, so that what a round found saves work in the
    /// next: pairs that are `together` (the flag tells whether they met in a hot bucket) are left out, and in a hot bucket
    /// rows are paired with the first one by `name` alone, so that the order of the rows decides nothing. Each pair comes at most once. With all rows together after one round, a
    /// cluster of n rows costs O(n) pairs, whatever the number of bands.
    pub fn rounds<S>(
        &self,
        state: &mut S,
        (use_row, name): (impl Fn(usize) -> bool + Sync, impl Fn(u32) -> u64),
        together: impl Fn(&mut S, (u32, u32), bool) -> bool,
        mut each: impl FnMut(&mut S, &[(u32, u32)]),
    ) {
        let mut seen: Vec<(u32, u32)> = Vec::new();
        for bands in rounds(self.bands) {
            let mut pairs = Vec::new();
            for band in bands {
                let rows = self.rows_of(band, &use_row);
                for bucket in rows.chunk_by(|a, b| a.0 == b.0) {
                    let rows = bucket.iter().map(|b| b.1);
                    if bucket.len() <= ALL_PAIRS {
                        for (i, a) in bucket.iter().enumerate() {
                            let met = bucket[i + 1..].iter().map(|b| (a.1, b.1));
                            pairs.extend(met.filter(|pair| !together(state, *pair, false)));
                        }
                    } else if let Some(centre) = rows.clone().min_by_key(|row| (name(*row), *row)) {
                        let met = rows.filter(|row| *row != centre);
                        let met = met.map(|row| (row.min(centre), row.max(centre)));
                        pairs.extend(met.filter(|pair| !together(state, *pair, true)));
                    }
                }
            }
            tidy(&mut pairs);
            pairs.retain(|pair| seen.binary_search(pair).is_err());
            each(state, &pairs);
            seen.append(&mut pairs);
            seen.par_sort_unstable();
        }
    }

    /// The rows of one band, by key.
    fn rows_of(&self, band: usize, use_row: &(impl Fn(usize) -> bool + Sync)) -> Vec<(u32, u32)> {
        let mut rows: Vec<(u32, u32)> = (0..self.len())
            .into_par_iter()
            .filter(|row| use_row(*row))
            .map(|row| (self.keys[row * self.bands + band], u32::try_from(row).unwrap_or(u32::MAX)))
            .collect();
        rows.par_sort_unstable();
        rows
    }
}

/// One band, then twice as many each time.
fn rounds(bands: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::successors(Some(0), |start| Some(2 * start + 1));
    starts.map(move |start| start..(2 * start + 1).min(bands)).take_while(|round| !round.is_empty())
}

fn pair_up(bucket: &[(u32, u32)], pairs: &mut Vec<(u32, u32)>) {
    if bucket.len() <= ALL_PAIRS {
        for (i, a) in bucket.iter().enumerate() {
            pairs.extend(bucket[i + 1..].iter().map(|b| (a.1, b.1)));
        }
    } else {
        pairs.extend(bucket[1..].iter().map(|b| (bucket[0].1, b.1)));
        pairs.extend(bucket[1..].windows(2).map(|w| (w[0].1, w[1].1)));
    }
}

pub(super) fn tidy(pairs: &mut Vec<(u32, u32)>) {
    pairs.par_sort_unstable();
    pairs.dedup();
}

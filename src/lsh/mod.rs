//! Signatures → candidate pairs: bands of rows that agree (Indyk and Motwani, 1998; Leskovec, Rajaraman, Ullman, *Mining
//! of Massive Datasets*, chapter 3).
//!
//! Takes signatures of one seed, gives pairs that may be alike. Never decides: every pair is verified exactly later.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// How a signature is cut: `bands` × `rows` values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// Number of bands; two signatures are candidates if one band agrees.
    pub bands: usize,
    /// Values a band.
    pub rows: usize,
}

/// In a bucket of at most this many signatures all pairs are candidates; larger ones give a star and a chain.
const ALL_PAIRS: usize = 24;

impl Bands {
    /// The longest rows (fewest false candidates) that still find a pair at `threshold` with probability `recall`.
    ///
    /// `threshold` and `recall` in 0 to 1; where no choice reaches `recall`, one row a band.
    #[must_use]
    pub fn choose(num_perm: usize, threshold: f64, recall: f64) -> Self {
        (1..=num_perm.clamp(1, 32))
            .rev()
            .map(|rows| Self { bands: num_perm / rows, rows })
            .find(|bands| bands.probability(threshold) >= recall)
            .unwrap_or(Self { bands: num_perm.max(1), rows: 1 })
    }

    /// Probability that two sets of Jaccard similarity `jaccard` become candidates: 1 − (1 − sʳ)ᵇ.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "both are small"
    )]
    pub fn probability(&self, jaccard: f64) -> f64 {
        1.0 - (1.0 - jaccard.powi(self.rows as i32)).powi(self.bands as i32)
    }

    /// The key of one band of a signature: equal rows give equal keys.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "32 bits tell buckets apart; pairs are verified"
    )]
    pub fn key(&self, signature: &[u32], band: usize) -> u32 {
        let rows = &signature[band * self.rows..(band + 1) * self.rows];
        let mut bytes = [0_u8; 4 * 32];
        for (slot, value) in bytes.chunks_exact_mut(4).zip(rows) {
            slot.copy_from_slice(&value.to_le_bytes());
        }
        xxh3_64_with_seed(&bytes[..4 * rows.len()], band as u64) as u32
    }
}

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
    /// A bucket of n rows costs O(n), not n², once it is large: its first row is paired with all others and each row
    /// with the next. O(bands × rows log rows).
    #[must_use]
    pub fn candidates(&self, use_row: impl Fn(usize) -> bool + Sync) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for band in 0..self.bands {
            pairs.par_extend(self.pairs_of(band, &use_row));
            if band % 8 == 7 {
                tidy(&mut pairs);
            }
        }
        tidy(&mut pairs);
        pairs
    }

    fn pairs_of(&self, band: usize, use_row: &(impl Fn(usize) -> bool + Sync)) -> Vec<(u32, u32)> {
        let mut rows: Vec<(u32, u32)> = (0..self.len())
            .into_par_iter()
            .filter(|row| use_row(*row))
            .map(|row| (self.keys[row * self.bands + band], u32::try_from(row).unwrap_or(u32::MAX)))
            .collect();
        rows.par_sort_unstable();
        let mut pairs = Vec::new();
        for bucket in rows.chunk_by(|a, b| a.0 == b.0) {
            pair_up(bucket, &mut pairs);
        }
        pairs
    }
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

fn tidy(pairs: &mut Vec<(u32, u32)>) {
    pairs.par_sort_unstable();
    pairs.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_chosen_for_recall_at_the_threshold() {
        let bands = Bands::choose(128, 0.7, 0.95);
        assert!(bands.probability(0.7) >= 0.95);
        let longer = Bands { bands: 128 / (bands.rows + 1), rows: bands.rows + 1 };
        assert!(longer.probability(0.7) < 0.95);
    }

    #[test]
    fn a_band_key_is_pinned() {
        assert_eq!(Bands { bands: 2, rows: 2 }.key(&[1, 2, 3, 4], 1), 427_384_598);
    }

    #[test]
    fn a_hot_bucket_costs_a_star_not_all_pairs() {
        let mut keys = BandKeys::new(1);
        keys.extend(&[7; 1000]);
        assert!(keys.candidates(|_| true).len() < 2000);
    }
}

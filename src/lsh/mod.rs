//! Signatures → candidate pairs: bands of rows that agree (Indyk and Motwani, 1998; Leskovec, Rajaraman, Ullman, *Mining
//! of Massive Datasets*, chapter 3).
//!
//! Takes signatures of one seed, gives pairs that may be alike. Never decides: every pair is verified exactly later.

mod keys;
mod passages;

pub use keys::BandKeys;
pub use passages::{PassageKeys, Passages};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// How a signature is cut: `bands` × `rows` values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// Number of bands; two signatures are candidates if one band agrees.
    pub bands: usize,
    /// Values a band.
    pub rows: usize,
}

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

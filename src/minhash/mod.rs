//! Shingles → signature: a few numbers whose agreement estimates the Jaccard similarity of two sets.
//!
//! Takes shingle hashes, gives a signature of `num_perm` values. One permutation, one pass: the hash of a shingle names
//! its bin and its rank in there (Li, Owen, Zhang, *One Permutation Hashing*, 2012); empty bins borrow from full ones by
//! a walk that depends on the bin alone (Shrivastava, *Optimal Densification for Fast and Accurate Minwise Hashing*,
//! 2017). The estimate is unbiased, with about the variance `J(1−J)/num_perm` of classical `MinHash` (Broder, 1997; k values; up to 1.7 times as much for
//! sets of fewer than 50 shingles). Never stores a set.

/// The value of a bin that no shingle fell into; what signatures of empty sets consist of.
pub const EMPTY: u32 = u32::MAX;

/// Steps of a walk that are looked up.
const STEPS: usize = 16;

/// Where the walks of empty bins lead at first, see [`MinHash::walks`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walks(Vec<usize>);

impl Walks {
    fn of(&self, bin: usize) -> &[usize] {
        self.0.get(bin * STEPS..(bin + 1) * STEPS).unwrap_or_default()
    }
}

/// Makes signatures of `num_perm` values. Two signatures compare only if seed and size are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinHash {
    num_perm: u32,
    seed: u64,
}

impl MinHash {
    /// A maker of signatures; `num_perm` is taken as at least 1.
    #[must_use]
    pub fn new(num_perm: usize, seed: u64) -> Self {
        Self { num_perm: u32::try_from(num_perm.max(1)).unwrap_or(u32::MAX), seed: mix(seed) }
    }

    /// Values a signature.
    #[must_use]
    pub fn num_perm(&self) -> usize {
        self.num_perm as usize
    }

    /// An empty signature, to be filled by [`MinHash::add`] and closed by [`MinHash::densify`].
    #[must_use]
    pub fn start(&self) -> Vec<u32> {
        vec![EMPTY; self.num_perm()]
    }

    /// Adds one shingle to an open signature. O(1).
    #[expect(clippy::cast_possible_truncation, reason = "both halves of the hash are used")]
    pub fn add(&self, signature: &mut [u32], shingle: u64) {
        let h = (shingle ^ self.seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let h = h ^ (h >> 29);
        let bin = ((h >> 32) * u64::from(self.num_perm)) >> 32;
        let value = (mix(h) as u32).min(EMPTY - 1);
        let slot = &mut signature[bin as usize];
        *slot = (*slot).min(value);
    }

    /// Closes a signature: every empty bin takes the value of a full one. `O(num_perm)` expected for sets of its size.
    pub fn densify(&self, signature: &mut [u32]) {
        self.densify_by(&Walks::default(), signature);
    }

    /// As [`MinHash::densify`], with the first steps of the walks looked up: for many signatures of small sets.
    pub fn densify_by(&self, walks: &Walks, signature: &mut [u32]) {
        let full: Vec<bool> = signature.iter().map(|v| *v != EMPTY).collect();
        let count = full.iter().filter(|f| **f).count();
        if count == 0 || count == full.len() {
            return;
        }
        for bin in 0..full.len() {
            if !full[bin] {
                let donor = self.donor(bin, &full, walks.of(bin));
                signature[bin] = signature[donor];
            }
        }
    }

    /// The first steps of the walk of every bin.
    #[must_use]
    pub fn walks(&self) -> Walks {
        let bins = 0..self.num_perm();
        Walks(bins.flat_map(|bin| (0..STEPS).map(move |n| self.step(bin, n))).collect())
    }

    /// The first full bin on the walk of an empty one; the walk is the same for every set.
    fn donor(&self, bin: usize, full: &[bool], first: &[usize]) -> usize {
        let later = (first.len()..).map(|attempt| self.step(bin, attempt));
        first.iter().copied().chain(later).find(|donor| full[*donor]).unwrap_or(bin)
    }

    /// Where the walk of a bin is after so many attempts.
    fn step(&self, bin: usize, attempt: usize) -> usize {
        let h = mix(((bin as u64) << 32 | attempt as u64) ^ self.seed.rotate_left(17));
        (((h >> 32) * u64::from(self.num_perm)) >> 32) as usize
    }

    /// The signature of a whole set.
    #[must_use]
    pub fn signature(&self, shingles: impl IntoIterator<Item = u64>) -> Vec<u32> {
        let mut signature = self.start();
        for shingle in shingles {
            self.add(&mut signature, shingle);
        }
        self.densify(&mut signature);
        signature
    }
}

/// The estimated Jaccard similarity of the sets behind two signatures, 0 to 1; empty sets resemble nothing.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "signatures are short")]
pub fn estimate(a: &[u32], b: &[u32]) -> f64 {
    let equal = a.iter().zip(b).filter(|(x, y)| x == y && **x != EMPTY).count();
    equal as f64 / a.len().max(1) as f64
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood, 2014).
fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_pinned_because_indexes_will_store_them() {
        let signature = MinHash::new(4, 1).signature([1, 2, 3, 4, 5]);
        assert_eq!(signature, [3_268_344_112, 1_437_552_640, 3_268_344_112, 287_122_090]);
    }

    #[test]
    fn walks_that_are_looked_up_are_the_same() {
        let minhash = MinHash::new(48, 7);
        let walks = minhash.walks();
        for shingles in 1..60 {
            let mut signature = minhash.start();
            (0..shingles).for_each(|s| minhash.add(&mut signature, mix(s)));
            minhash.densify_by(&walks, &mut signature);
            assert_eq!(signature, minhash.signature((0..shingles).map(mix)));
        }
    }

    #[test]
    fn the_empty_set_resembles_nothing() {
        let none = MinHash::new(16, 1).signature([]);
        assert!(none.iter().all(|v| *v == EMPTY));
        assert!(estimate(&none, &none) == 0.0);
    }
}

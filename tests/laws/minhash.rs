//! Laws of `minhash`: the estimate is unbiased, as narrow as theory says, and depends on the set alone.
//!
//! Sizes go from two elements, where nearly all bins are borrowed, to thousands, where none is.

use super::cases;
use super::corpus::Dice;
use copydesk::minhash::{EMPTY, MinHash, estimate};
use proptest::collection::btree_set;
use proptest::prelude::*;

/// Values a signature.
const K: usize = 128;
/// Pairs a cell of the statistics.
const PAIRS: u32 = 3000;
/// Elements in both sets together, and how many of them both have.
const CELLS: [(usize, usize); 16] = [
    (2, 1),
    (3, 1),
    (5, 4),
    (10, 3),
    (20, 14),
    (50, 5),
    (50, 45),
    (100, 50),
    (128, 90),
    (200, 20),
    (300, 240),
    (500, 50),
    (1000, 350),
    (1000, 950),
    (3000, 1000),
    (4000, 3200),
];

/// What was seen in one cell.
struct Seen {
    jaccard: f64,
    errors: Vec<f64>,
}

impl Seen {
    fn mean(&self) -> f64 {
        self.errors.iter().sum::<f64>() / f64::from(PAIRS)
    }

    fn square(&self) -> f64 {
        self.errors.iter().map(|e| e * e).sum::<f64>() / f64::from(PAIRS)
    }

    /// The standard deviation of classical `MinHash`.
    fn sigma(&self) -> f64 {
        (self.jaccard * (1.0 - self.jaccard) / f64::from(u8::try_from(K).unwrap())).sqrt()
    }
}

/// Estimates many random pairs of one cell, each under a seed of its own.
#[expect(clippy::cast_precision_loss, reason = "sets are small")]
fn observe(union: usize, shared: usize) -> Seen {
    let jaccard = shared as f64 / union as f64;
    let mut dice = Dice::new((union * 10_000 + shared) as u64);
    let errors = (0..PAIRS).map(|_| {
        let all: Vec<u64> = (0..union).map(|_| dice.bits()).collect();
        let cut = shared + (union - shared) / 2;
        let minhash = MinHash::new(K, dice.bits());
        let a = minhash.signature(all[..cut].iter().copied());
        let b = minhash.signature(all[..shared].iter().chain(&all[cut..]).copied());
        estimate(&a, &b) - jaccard
    });
    Seen { jaccard, errors: errors.collect() }
}

fn cells() -> impl Iterator<Item = (usize, Seen)> {
    CELLS.into_iter().map(|(union, shared)| (union, observe(union, shared)))
}

/// The mean of n errors has the standard error s/√n; five of them are left for chance (once in two million).
#[test]
fn the_estimate_is_unbiased_for_sets_of_every_size() {
    for (union, seen) in cells() {
        let (mean, error) = (seen.mean(), (seen.square() / f64::from(PAIRS)).sqrt());
        assert!(mean.abs() <= 5.0 * error, "{union}: off by {mean:.5}, standard error {error:.5}");
    }
}

/// The mean of n squared errors is that of σ²; its own standard error is about σ²·√(2/n), here 2.6 %: five of them.
///
/// Where sets are smaller than signatures, two elements in one bin hide one of the two, and every bin that borrows from
/// it: for two elements, once in k seeds the estimate is wrong by a half, which alone doubles the variance.
#[test]
fn the_variance_is_that_of_classical_minhash() {
    for (union, seen) in cells() {
        let ratio = seen.square() / seen.sigma().powi(2);
        let limit = if union < 100 { 2.0 } else { 1.0 } * 1.13;
        assert!(ratio <= limit, "{union}, J {:.2}: {ratio:.3} times the variance", seen.jaccard);
    }
}

/// Beyond 3σ stand 0.27 % of a normal law. Binomials are skewed and the share itself is seen to 0.1 %: 0.7 % are allowed,
/// and 2.5 % where elements may hide each other (a law of twice the variance has 3.4 % there).
#[test]
fn the_estimate_is_within_three_sigma() {
    for (union, seen) in cells() {
        let limit = 3.0 * seen.sigma() + 1e-9;
        let outside = seen.errors.iter().filter(|e| e.abs() > limit).count();
        let share = f64::from(u32::try_from(outside).unwrap()) / f64::from(PAIRS);
        let allowed = if union < 100 { 0.025 } else { 0.007 };
        assert!(share <= allowed, "{union}, J {:.2}: {share:.4} beyond 3σ", seen.jaccard);
    }
}

/// No pair of sets that fill the bins stands where Bernstein's inequality allows one in a thousand million.
#[test]
fn no_estimate_is_absurd() {
    let (far, k) = ((2e9_f64).ln(), f64::from(u8::try_from(K).unwrap()));
    for (union, seen) in cells().filter(|(union, _)| *union >= 100) {
        // t²/(2(V + t/3)) = ln(2·10⁹), in counts of bins, solved for t.
        let variance = (seen.sigma() * k).powi(2);
        let bound = far / 3.0 + (far * far / 9.0 + 2.0 * far * variance).sqrt();
        let most = seen.errors.iter().fold(0.0_f64, |most, e| most.max(e.abs()));
        assert!(most * k <= bound, "{union}, J {:.2}: an error of {most:.3}", seen.jaccard);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_signature_is_that_of_the_set(set in btree_set(any::<u64>(), 0..200), k in 1..300_usize, seed in any::<u64>()) {
        let minhash = MinHash::new(k, seed);
        let signature = minhash.signature(set.iter().copied());
        let twice = set.iter().rev().chain(&set).copied();
        prop_assert_eq!(&signature, &minhash.signature(twice));
        prop_assert_eq!(signature.len(), k);
        prop_assert_eq!(set.is_empty(), signature.contains(&EMPTY));
        let itself = estimate(&signature, &signature);
        let wanted = if set.is_empty() { 0.0 } else { 1.0 };
        prop_assert!((itself - wanted).abs() < 1e-12);
    }

    #[test]
    fn sets_that_share_nothing_look_so(set in btree_set(any::<u64>(), 2..200), seed in any::<u64>()) {
        let all: Vec<u64> = set.into_iter().collect();
        let (a, b) = all.split_at(all.len() / 2);
        let minhash = MinHash::new(K, seed);
        let (a, b) = (minhash.signature(a.iter().copied()), minhash.signature(b.iter().copied()));
        // 128 pairs of 32-bit values: one agrees by chance once in 3·10⁷; two (or all borrowed from it) never.
        prop_assert!(estimate(&a, &b) <= 0.1);
    }
}

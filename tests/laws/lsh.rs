//! Laws of `lsh`: real signatures meet in bands as often as the formula says, and equals always meet.

use super::cases;
use super::corpus::Dice;
use copydesk::lsh::{BandKeys, Bands, PassageKeys, Passages};
use copydesk::minhash::MinHash;
use copydesk::spill::Scratch;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PAIRS: u32 = 1000;

/// Two sets of this many elements together, a share of them in both.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sets are small"
)]
fn pair(union: usize, jaccard: f64, dice: &mut Dice) -> (f64, Vec<u64>, Vec<u64>) {
    let shared = (union as f64 * jaccard).round() as usize;
    let all: Vec<u64> = (0..union).map(|_| dice.bits()).collect();
    let cut = shared + (union - shared) / 2;
    let b = all[..shared].iter().chain(&all[cut..]).copied().collect();
    (shared as f64 / union as f64, all[..cut].to_vec(), b)
}

/// Share of pairs that become candidates, and the share that the formula promises.
fn recall(num_perm: usize, bands: Bands, union: usize, jaccard: f64) -> (f64, f64) {
    let mut dice = Dice::new(union as u64 * 31 + num_perm as u64);
    let mut keys = BandKeys::new(bands.bands);
    let mut exact = 0.0;
    // The walks of empty bins depend on the seed alone: a few seeds, so that none decides.
    let minhashes: Vec<MinHash> = (0..50).map(|_| MinHash::new(num_perm, dice.bits())).collect();
    for minhash in minhashes.iter().cycle().take(PAIRS as usize) {
        let (j, a, b) = pair(union, jaccard, &mut dice);
        for signature in [minhash.signature(a), minhash.signature(b)] {
            let row: Vec<u32> = (0..bands.bands).map(|band| bands.key(&signature, band)).collect();
            keys.extend(&row);
        }
        exact = j;
    }
    let met = keys.candidates(|_| true).into_iter().filter(|(a, b)| a % 2 == 0 && *b == a + 1);
    let found = u32::try_from(met.count()).unwrap();
    (f64::from(found) / f64::from(PAIRS), bands.probability(exact))
}

/// A share p seen in n pairs has the standard error √(p(1−p)/n); four of them are left for chance, and half a percent for
/// rows that are not wholly independent (bins are drawn without replacement). Where sets are a small part of a
/// signature, elements that hide each other in a bin (see the laws of `minhash`) cost up to three percent more.
#[test]
fn bands_find_what_the_formula_promises() {
    for (num_perm, threshold) in [(64, 0.7), (128, 0.35), (128, 0.8), (256, 0.5)] {
        let bands = Bands::choose(num_perm, threshold, 0.95);
        for union in [8, 40, 130, 700] {
            for jaccard in [threshold - 0.1, threshold, threshold + 0.1] {
                let (seen, said) = recall(num_perm, bands, union, jaccard);
                let small = if 3 * union < num_perm { 0.03 } else { 0.005 };
                let tolerance = 4.0 * (said * (1.0 - said) / f64::from(PAIRS)).sqrt() + small;
                assert!(
                    seen >= said - tolerance,
                    "{bands:?}, {union} elements, J {jaccard}: {seen} of {said:.3}"
                );
            }
        }
    }
}

/// Share of articles of so many shingles, nine in ten of which stand in a longer one, that become candidates with it.
fn cut_recall(shingles: usize) -> f64 {
    let mut dice = Dice::new(shingles as u64);
    let scratch = Scratch::new(&std::env::temp_dir(), None);
    let mut rows = PassageKeys::new(&scratch, 1 << 20);
    let keys = |shingles: &[u64]| {
        let mut passages = Passages::new(3);
        for shingle in shingles {
            passages.add(*shingle);
        }
        passages.keys()
    };
    for _ in 0..PAIRS {
        let long: Vec<u64> = (0..4 * shingles).map(|_| dice.bits()).collect();
        let at = dice.below(3 * shingles);
        // One edited word changes the three shingles that it stands in.
        let mut short = long[at..at + shingles].to_vec();
        let mut changed = 0;
        while changed + 3 <= shingles / 10 {
            let place = dice.below(shingles - 2);
            short[place..place + 3].iter_mut().for_each(|s| *s = dice.bits());
            changed += 3;
        }
        rows.push(&keys(&long));
        rows.push(&keys(&short));
    }
    let met = rows.candidates(|_| true).into_iter().filter(|(a, b)| a % 2 == 0 && *b == a + 1);
    f64::from(u32::try_from(met.count()).unwrap()) / f64::from(PAIRS)
}

/// What `--dump-config` says of passages is no more than what they do; edits that stand side by side harm less.
#[test]
fn passages_find_what_the_formula_promises() {
    for shingles in [24, 36, 48, 72, 96, 144, 288, 576] {
        let (seen, said) = (cut_recall(shingles), Passages::recall(shingles));
        let tolerance = 4.0 * (said * (1.0 - said) / f64::from(PAIRS)).sqrt() + 0.005;
        assert!(seen >= said - tolerance, "{shingles} shingles: {seen} of {said:.3}");
    }
}

/// Few different keys, so that buckets of every size occur.
fn table() -> impl Strategy<Value = (usize, Vec<Vec<u32>>)> {
    (1..6_usize, 1..40_u32)
        .prop_flat_map(|(bands, keys)| (Just(bands), vec(vec(0..keys, bands..=bands), 0..120)))
}

fn candidates(
    bands: usize,
    rows: &[Vec<u32>],
    used: impl Fn(usize) -> bool + Sync,
) -> Vec<(u32, u32)> {
    let mut keys = BandKeys::new(bands);
    for row in rows {
        keys.extend(row);
    }
    assert_eq!(keys.len(), rows.len());
    keys.candidates(used)
}

/// For every bucket its rows, ascending.
fn buckets(bands: usize, rows: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut buckets: BTreeMap<(usize, u32), Vec<u32>> = BTreeMap::new();
    for (number, row) in (0..).zip(rows) {
        for (band, key) in row.iter().enumerate().take(bands) {
            buckets.entry((band, *key)).or_default().push(number);
        }
    }
    buckets.into_values().collect()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn candidates_ascend_once_each_and_share_a_band((bands, rows) in table()) {
        let pairs = candidates(bands, &rows, |_| true);
        prop_assert!(pairs.is_sorted_by(|a, b| a < b));
        for (a, b) in pairs {
            let (x, y) = (&rows[a as usize], &rows[b as usize]);
            prop_assert!(a < b && x.iter().zip(y).any(|(x, y)| x == y));
        }
    }

    #[test]
    fn rows_that_share_a_band_are_candidates((bands, rows) in table()) {
        let pairs: BTreeSet<(u32, u32)> = candidates(bands, &rows, |_| true).into_iter().collect();
        for bucket in buckets(bands, &rows) {
            // In a small bucket all pairs; in a hot one each row with the first and with the next.
            let near = |i: usize, j: usize| bucket.len() <= 24 || i == 0 || j == i + 1;
            for (i, a) in bucket.iter().enumerate() {
                for (j, b) in bucket.iter().enumerate().skip(i + 1).filter(|(j, _)| near(i, *j)) {
                    prop_assert!(pairs.contains(&(*a, *b)), "{i} and {j} of {}", bucket.len());
                }
            }
        }
    }

    #[test]
    fn rows_that_stand_apart_are_in_no_pair((bands, rows) in table(), every in 2..5_usize) {
        let used = |row: usize| !row.is_multiple_of(every);
        let pairs = candidates(bands, &rows, used);
        prop_assert!(pairs.iter().all(|(a, b)| used(*a as usize) && used(*b as usize)));
        let kept: Vec<Vec<u32>> = (0..rows.len()).filter(|r| used(*r)).map(|r| rows[r].clone()).collect();
        prop_assert_eq!(pairs.len(), candidates(bands, &kept, |_| true).len());
    }

    #[test]
    fn chosen_bands_reach_the_recall_asked_for(num_perm in 16..1025_usize, threshold in 0.1..1.0_f64, recall in 0.5..0.9999_f64) {
        let bands = Bands::choose(num_perm, threshold, recall);
        prop_assert!(bands.rows >= 1 && bands.bands * bands.rows <= num_perm);
        prop_assert!(bands.rows == 1 || bands.probability(threshold) >= recall);
    }
}

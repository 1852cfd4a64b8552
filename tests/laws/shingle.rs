//! Laws of `shingle`: `Overlap` is set arithmetic, and shingles do not reach over the end of a block.

use super::cases;
use copydesk::segment::Token;
use copydesk::shingle::{Overlap, shingles};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn hashes(tokens: &[Token], width: usize, spaceless: bool) -> Vec<u64> {
    let mut found = Vec::new();
    shingles(tokens, width, spaceless, |s| found.push(s));
    found
}

#[expect(clippy::cast_precision_loss, reason = "sets are small")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn overlap_is_what_sets_say(a in btree_set(0..60_u64, 0..40), b in btree_set(0..60_u64, 0..40)) {
        let list = |set: &BTreeSet<u64>| set.iter().copied().collect::<Vec<_>>();
        let overlap = Overlap::of(&list(&a), &list(&b));
        let shared = a.intersection(&b).count();
        prop_assert_eq!(overlap, Overlap { left: a.len(), right: b.len(), shared });
        let is = |x: f64, y: f64| (x - y).abs() < 1e-12;
        prop_assert!(is(overlap.jaccard(), ratio(shared, a.union(&b).count())));
        prop_assert!(is(overlap.containment(), ratio(shared, a.len())));
        prop_assert!(is(overlap.overlap(), ratio(shared, a.len().min(b.len()))));
    }

    #[test]
    fn a_block_has_as_many_shingles_as_windows(tokens in vec(any::<u32>().prop_map(Token), 0..40), width in 1..9_usize) {
        let windows = |width: usize| match tokens.len() {
            0 => 0,
            n => n.saturating_sub(width) + 1,
        };
        prop_assert_eq!(hashes(&tokens, width, false).len(), windows(width));
        prop_assert_eq!(hashes(&tokens, width, true).len(), windows((width * 3).div_ceil(2)));
    }

    #[test]
    fn equal_runs_of_words_give_equal_shingles(
        head in vec(any::<u32>().prop_map(Token), 0..9),
        run in vec(any::<u32>().prop_map(Token), 9..20),
        tail in vec(any::<u32>().prop_map(Token), 0..9),
        width in 1..9_usize,
    ) {
        let all: BTreeSet<u64> = hashes(&[head, run.clone(), tail].concat(), width, false).into_iter().collect();
        prop_assert!(hashes(&run, width, false).iter().all(|s| all.contains(s)));
    }
}

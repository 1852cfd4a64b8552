//! Tokens → shingles: the overlapping runs of words that two texts have in common or not.
//!
//! Takes the tokens of a block, gives hashed shingles. Shingles never reach over the end of a block, so that the
//! shingles of an article are those of its blocks together. In scripts without spaces a shingle is a run of
//! characters (Broder, *On the resemblance and containment of documents*, 1997).

use crate::segment::{Token, fold};

/// Keeps shingle hashes apart from fingerprints.
const SEED: u64 = 0x5348_494e_474c_4531;

/// Calls `each` with the hash of every shingle of `width` words of one block, in order, repeats included.
///
/// A block shorter than a shingle is one shingle; an empty one has none. `spaceless` blocks take three characters for
/// two words. O(tokens × width).
pub fn shingles(tokens: &[Token], width: usize, spaceless: bool, mut each: impl FnMut(u64)) {
    let width = if spaceless { (width * 3).div_ceil(2) } else { width }.max(1);
    if tokens.is_empty() {
        return;
    }
    if tokens.len() <= width {
        return each(fold(SEED, tokens));
    }
    // The usual widths by name, so that the loop over a shingle is none.
    match width {
        2 => windows::<2>(tokens, each),
        3 => windows::<3>(tokens, each),
        4 => windows::<4>(tokens, each),
        5 => windows::<5>(tokens, each),
        6 => windows::<6>(tokens, each),
        _ => tokens.windows(width).for_each(|window| each(fold(SEED, window))),
    }
}

fn windows<const WIDTH: usize>(tokens: &[Token], mut each: impl FnMut(u64)) {
    for window in tokens.windows(WIDTH).filter_map(|window| window.first_chunk::<WIDTH>()) {
        each(fold(SEED, window));
    }
}

/// Shingles as a set: ascending, each once. O(shingles), for their first bits, which are those of a hash, say about where
/// each belongs; O(shingles log shingles) at worst.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "few bits are left")]
pub fn into_set(mut shingles: Vec<u64>) -> Vec<u64> {
    if shingles.len() < PLACES / 8 {
        shingles.sort_unstable();
        shingles.dedup();
        return shingles;
    }
    let mut ends = [0_usize; PLACES];
    let place = |shingle: u64| (shingle >> (u64::BITS - PLACES.ilog2())) as usize;
    for shingle in &shingles {
        ends[place(*shingle)] += 1;
    }
    let mut end = 0;
    for count in &mut ends {
        end += std::mem::replace(count, end);
    }
    let mut set = vec![0; shingles.len()];
    for shingle in shingles {
        let at = &mut ends[place(shingle)];
        set[*at] = shingle;
        *at += 1;
    }
    let mut rest = &mut set[..];
    let mut start = 0;
    for end in ends {
        let (here, after) = rest.split_at_mut(end - start);
        if here.len() > 1 {
            here.sort_unstable();
        }
        (rest, start) = (after, end);
    }
    set.dedup();
    set
}

/// Places that shingles are first sorted into: about one each.
const PLACES: usize = 512;

/// How much two ascending sets without repeats share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overlap {
    /// Elements of the first.
    pub left: usize,
    /// Elements of the second.
    pub right: usize,
    /// Elements of both.
    pub shared: usize,
}

impl Overlap {
    /// Counts by one merge. O(a + b).
    #[must_use]
    pub fn of(a: &[u64], b: &[u64]) -> Self {
        let (mut at, mut bt, mut shared) = (0, 0, 0);
        while let (Some(left), Some(right)) = (a.get(at), b.get(bt)) {
            shared += usize::from(left == right);
            at += usize::from(left <= right);
            bt += usize::from(right <= left);
        }
        Self { left: a.len(), right: b.len(), shared }
    }

    /// Shared over all, 0 to 1; two empty sets are not alike.
    #[must_use]
    pub fn jaccard(&self) -> f64 {
        ratio(self.shared, self.left + self.right - self.shared)
    }

    /// Share of the first that stands in the second, 0 to 1.
    #[must_use]
    pub fn containment(&self) -> f64 {
        ratio(self.shared, self.left)
    }

    /// The larger of both containments.
    #[must_use]
    pub fn overlap(&self) -> f64 {
        ratio(self.shared, self.left.min(self.right))
    }
}

#[expect(clippy::cast_precision_loss, reason = "set sizes are far below 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Segmenter;

    fn set(text: &str, width: usize) -> Vec<u64> {
        let mut set = Vec::new();
        shingles(&Segmenter::new([]).tokens(text), width, false, |s| set.push(s));
        set.sort_unstable();
        set.dedup();
        set
    }

    #[test]
    fn a_run_of_words_gives_overlapping_shingles() {
        assert_eq!(set("a b c d e", 3).len(), 3);
        assert_eq!(set("a b", 3).len(), 1);
        assert_eq!(set("", 3).len(), 0);
    }

    #[test]
    fn a_set_ascends_without_repeats() {
        let hash = |i: u64| i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for n in [0, 1, 10, 700, 5000] {
            let shingles: Vec<u64> = (0..n).map(|i| hash(i * 7919 % 1009)).collect();
            let set: std::collections::BTreeSet<u64> = shingles.iter().copied().collect();
            assert_eq!(into_set(shingles), set.into_iter().collect::<Vec<_>>());
        }
        assert_eq!(into_set((0..600).map(|i| i % 9).collect()), (0..9).collect::<Vec<_>>());
    }

    #[test]
    fn overlap_counts_both_ways() {
        let o = Overlap::of(&set("a b c d", 1), &set("c d e", 1));
        assert_eq!((o.left, o.right, o.shared), (4, 3, 2));
        assert!((o.jaccard() - 0.4).abs() < 1e-9 && (o.containment() - 0.5).abs() < 1e-9);
        assert!(Overlap::default().jaccard() == 0.0);
    }
}

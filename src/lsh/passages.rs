//! Shingles → passages → candidate pairs for copies that were cut: winnowing (Schleimer, Wilkerson, Aiken, *Winnowing:
//! Local Algorithms for Document Fingerprinting*, 2003).
//!
//! Takes the shingles of an article in order, keeps a few of them so that any long run of words that two articles share
//! gives a key they share, and pairs articles of unlike length that share most keys of the shorter one. What stands
//! wholly in a text ten times as long has a Jaccard similarity of 0.1, where bands find few. Never decides: pairs are
//! verified.

use super::keys::{ALL_PAIRS, tidy};
use rayon::prelude::*;
use std::cmp::Reverse;

/// Of so many shingles in a row one is a key.
const WINDOW: usize = 24;
/// A pair is for bands to find if the shorter has more than this part of the keys of the longer.
const UNLIKE: usize = 2;
/// Share of the keys of the shorter that the longer must have.
const SHARED: f64 = 0.3;
/// Rows that all others are paired with in a hot bucket.
const LONGEST: usize = 4;
/// Buckets are sorted in so many parts, one after the other, to bound memory.
const PARTS: u32 = 8;

/// Chooses the keys of an article as its shingles come in order.
#[derive(Debug, Clone)]
pub struct Passages {
    width: usize,
    shingles: Vec<u64>,
}

impl Passages {
    /// For shingles of this many words.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { width: width.max(1), shingles: Vec::new() }
    }

    /// Takes the next shingle.
    pub fn add(&mut self, shingle: u64) {
        self.shingles.push(shingle);
    }

    /// The keys: in every window of 24 shingles the least one, with the next that shares no word with it, so that a key
    /// stands for twice the words of a shingle and is rare. Ascending, each once; about one a dozen words. O(shingles).
    #[must_use]
    pub fn keys(&self) -> Vec<u32> {
        // What has no next one is no key, so that the end of a copy gives none that the whole has not.
        let paired = self.shingles.len().saturating_sub(self.width).max(1);
        let mixed: Vec<u64> =
            self.shingles.iter().take(paired).map(|s| s.wrapping_mul(MIX)).collect();
        let mut keys = Vec::with_capacity(mixed.len() / WINDOW * 2 + 1);
        let mut least = usize::MAX;
        for end in WINDOW.min(mixed.len())..=mixed.len() {
            let start = end - WINDOW.min(end);
            if least == usize::MAX || least < start {
                least = (start..end).min_by_key(|i| (mixed[*i], *i)).unwrap_or(usize::MAX);
            } else if mixed[end - 1] < mixed[least] {
                least = end - 1;
            } else {
                continue;
            }
            keys.extend((least != usize::MAX).then(|| self.key(least)));
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn key(&self, at: usize) -> u32 {
        let next = self.shingles.get(at + self.width).copied().unwrap_or_default();
        ((self.shingles[at] ^ next.rotate_left(21)).wrapping_mul(MIX) >> 32) as u32
    }
}

impl Passages {
    /// The probability that an article of so many shingles, of which nine in ten stand in one at least twice as long,
    /// shares enough keys with it. A key is shared if its two shingles are, and if no other comes before it in its
    /// window: each with probability 0.9. The keys of an article are about one a dozen shingles.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "articles have few keys")]
    pub fn recall(shingles: usize) -> f64 {
        let keys = 1 + 2 * shingles.saturating_sub(WINDOW) / (WINDOW + 1);
        let shared = 0.9_f64.powi(3);
        let needed = (SHARED * keys as f64).ceil();
        // The binomial distribution from its first term on.
        let mut term = (1.0 - shared).powf(keys as f64);
        let mut sum = 0.0;
        for k in 0..=keys {
            sum += if k as f64 >= needed.max(1.0) { term } else { 0.0 };
            term *= (keys - k) as f64 / (k + 1) as f64 * shared / (1.0 - shared);
        }
        sum.min(1.0)
    }
}

/// An odd number without pattern: the golden ratio, in 64 bits.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

/// The passage keys of many articles, one row an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassageKeys {
    keys: Vec<u32>,
    ends: Vec<usize>,
}

impl PassageKeys {
    /// Appends the keys of the next article.
    pub fn push(&mut self, keys: &[u32]) {
        self.keys.extend_from_slice(keys);
        self.ends.push(self.keys.len());
    }

    fn row(&self, row: usize) -> &[u32] {
        &self.keys[row.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[row]]
    }

    fn len_of(&self, row: u32) -> usize {
        self.row(row as usize).len()
    }

    /// Pairs `(a, b)` with `a < b`, ascending, each once, of which the shorter has at most half as many keys as the
    /// longer and at least three tenths of its keys in common with it. Rows for which `use_row` is false stand apart.
    ///
    /// In a hot bucket rows are paired with the longest ones only. O(keys log keys).
    #[must_use]
    pub fn candidates(&self, use_row: impl Fn(usize) -> bool + Sync) -> Vec<(u32, u32)> {
        let mut met = Vec::new();
        for part in 0..PARTS {
            let mut all: Vec<(u32, u32)> = (0..self.ends.len())
                .into_par_iter()
                .filter(|row| use_row(*row))
                .flat_map_iter(|row| self.row(row).iter().map(move |key| (*key, row)))
                .filter(|(key, _)| key % PARTS == part)
                .map(|(key, row)| (key, u32::try_from(row).unwrap_or(u32::MAX)))
                .collect();
            all.par_sort_unstable();
            let buckets = all.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1);
            buckets.for_each(|bucket| self.pair_up(bucket, &mut met));
        }
        met.par_sort_unstable();
        let runs = met.chunk_by(|a, b| a == b);
        let mut pairs: Vec<(u32, u32)> =
            runs.filter(|run| self.is_enough(run[0], run.len())).map(|run| run[0]).collect();
        tidy(&mut pairs);
        pairs
    }

    /// Pairs of unlike length: the lower number first.
    fn pair_up(&self, bucket: &[(u32, u32)], met: &mut Vec<(u32, u32)>) {
        let mut pair = |a: u32, b: u32| {
            let (x, y) = (self.len_of(a), self.len_of(b));
            if UNLIKE * x.min(y) <= x.max(y) {
                met.push((a.min(b), a.max(b)));
            }
        };
        if bucket.len() <= ALL_PAIRS {
            for (i, a) in bucket.iter().enumerate() {
                bucket[i + 1..].iter().for_each(|b| pair(a.1, b.1));
            }
        } else {
            let mut rows: Vec<u32> = bucket.iter().map(|b| b.1).collect();
            rows.select_nth_unstable_by_key(LONGEST, |row| (Reverse(self.len_of(*row)), *row));
            for (i, long) in rows[..LONGEST].iter().enumerate() {
                rows[i + 1..].iter().for_each(|row| pair(*long, *row));
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "articles have few keys")]
    fn is_enough(&self, (a, b): (u32, u32), shared: usize) -> bool {
        shared as f64 >= SHARED * self.len_of(a).min(self.len_of(b)) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(shingles: impl IntoIterator<Item = u64>) -> Vec<u32> {
        let mut passages = Passages::new(3);
        let hash = |s: u64| xxhash_rust::xxh3::xxh3_64(&s.to_le_bytes());
        shingles.into_iter().for_each(|s| passages.add(hash(s)));
        passages.keys()
    }

    #[test]
    fn a_passage_inside_a_long_text_is_met() {
        let mut rows = PassageKeys::default();
        rows.push(&keys(0..1000));
        rows.push(&keys(400..460));
        rows.push(&keys(5000..6000));
        rows.push(&[]);
        assert_eq!(rows.candidates(|_| true), [(0, 1)]);
        assert!(rows.candidates(|row| row != 0).is_empty());
    }

    #[test]
    fn about_one_key_a_dozen_words() {
        let n = keys(0..10_000).len();
        assert!((600..1000).contains(&n), "{n}");
        assert_eq!(keys(0..5).len(), 1);
        assert!(keys([]).is_empty());
    }

    #[test]
    fn a_hot_passage_costs_a_star() {
        let mut rows = PassageKeys::default();
        rows.push(&keys(0..1000));
        (0..1000).for_each(|_| rows.push(&keys(400..460)));
        assert_eq!(rows.candidates(|_| true).len(), 1000);
        (0..9).for_each(|_| rows.push(&keys(0..900)));
        assert_eq!(rows.candidates(|_| true).len(), 4000);
    }
}

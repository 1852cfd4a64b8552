//! Shingles → passages → candidate pairs for copies that were cut: winnowing (Schleimer, Wilkerson, Aiken, *Winnowing:
//! Local Algorithms for Document Fingerprinting*, 2003).
//!
//! Takes the shingles of an article in order, keeps a few of them so that any long run of words that two articles share
//! gives a key they share, and pairs articles of unlike length that share most keys of the shorter one. What stands
//! wholly in a text ten times as long has a Jaccard similarity of 0.1, where bands find few. Never decides: pairs are
//! verified.

use super::keys::ALL_PAIRS;
use crate::spill::{Partitions, Scratch};
use std::cmp::Reverse;

/// Of so many shingles in a row one is a key.
const WINDOW: usize = 24;
/// A pair is for bands to find if the shorter has more than this part of the keys of the longer.
const UNLIKE: u32 = 2;
/// Share of the keys of the shorter that the longer must have.
const SHARED: f64 = 0.3;
/// Rows that all others are paired with in a hot bucket.
const LONGEST: usize = 4;
/// Keys that go to the table together.
const PIECE: usize = 1 << 14;

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

/// The passage keys of many articles, one row an article, in memory or on disk.
#[derive(Debug, Default)]
pub struct PassageKeys {
    room: Option<(Scratch, usize)>,
    /// Keys with their rows.
    table: Option<Partitions<[u32; 2]>>,
    /// The last of them.
    open: Vec<[u32; 2]>,
    /// How many keys each row has.
    lengths: Vec<u32>,
}

impl PassageKeys {
    /// An empty table, on disk once it takes more than `share` bytes of memory.
    #[must_use]
    pub fn new(scratch: &Scratch, share: usize) -> Self {
        let table = Some(Partitions::new(scratch, share));
        Self { room: Some((scratch.clone(), share)), table, ..Self::default() }
    }

    /// Appends the keys of the next article, each once.
    pub fn push(&mut self, keys: &[u32]) {
        let row = number(self.lengths.len());
        self.open.extend(keys.iter().map(|key| [*key, row]));
        self.lengths.push(number(keys.len()));
        if self.open.len() >= PIECE {
            self.close();
        }
    }

    /// Hands out every key with its row, in the order of the keys.
    pub fn each(&mut self, mut each: impl FnMut(u32, u32)) {
        self.close();
        let mut hand = |rows: Vec<[u32; 2]>| rows.iter().for_each(|[key, row]| each(*key, *row));
        self.table.iter().for_each(|table| table.each(<[_]>::to_vec, &mut hand));
    }

    fn close(&mut self) {
        self.table.iter().for_each(|table| table.extend(&self.open));
        self.open.clear();
    }

    fn len_of(&self, row: u32) -> u32 {
        self.lengths[row as usize]
    }

    /// Pairs `(a, b)` with `a < b`, ascending, each once, of which the shorter has at most half as many keys as the
    /// longer and at least three tenths of its keys in common with it. Rows for which `use_row` is false stand apart.
    ///
    /// In a hot bucket rows are paired with the longest ones only. O(keys log keys).
    #[must_use]
    pub fn candidates(mut self, use_row: impl Fn(usize) -> bool + Sync) -> Vec<(u32, u32)> {
        self.close();
        let (Some((scratch, share)), Some(table)) = (self.room.take(), self.table.take()) else {
            return Vec::new();
        };
        let all = Partitions::up_to(&scratch, share, &[number(self.lengths.len()), 0]);
        let pair_up = |rows: &[[u32; 2]]| {
            let mut met = Vec::new();
            let mut bucket: Vec<u32> = Vec::new();
            for same in rows.chunk_by(|a, b| a[0] == b[0]).filter(|same| same.len() > 1) {
                bucket.clear();
                bucket.extend(same.iter().map(|row| row[1]).filter(|row| use_row(*row as usize)));
                self.pair_up(&mut bucket, &mut met);
            }
            all.extend(&met);
        };
        table.each(pair_up, |()| ());
        let enough = |met: &[[u32; 2]]| -> Vec<(u32, u32)> {
            let pairs = met.chunk_by(|a, b| a == b).map(|run| ((run[0][0], run[0][1]), run.len()));
            pairs.filter(|(pair, shared)| self.is_enough(*pair, *shared)).map(|p| p.0).collect()
        };
        let mut pairs = Vec::new();
        all.each(enough, |more| pairs.extend(more));
        pairs
    }

    /// Pairs of unlike length of the rows with one key: the lower number first.
    fn pair_up(&self, bucket: &mut [u32], met: &mut Vec<[u32; 2]>) {
        let mut pair = |a: u32, b: u32| {
            let (x, y) = (self.len_of(a), self.len_of(b));
            if UNLIKE * x.min(y) <= x.max(y) {
                met.push([a.min(b), a.max(b)]);
            }
        };
        let long = if bucket.len() <= ALL_PAIRS {
            bucket.len()
        } else {
            bucket.select_nth_unstable_by_key(LONGEST, |row| (Reverse(self.len_of(*row)), *row));
            LONGEST
        };
        for (i, a) in bucket[..long].iter().enumerate() {
            bucket[i + 1..].iter().for_each(|b| pair(*a, *b));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "articles have few keys")]
    fn is_enough(&self, (a, b): (u32, u32), shared: usize) -> bool {
        shared as f64 >= SHARED * f64::from(self.len_of(a).min(self.len_of(b)))
    }
}

/// A count as the 32-bit number that tables hold.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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

    fn candidates(rows: &[Vec<u32>], use_row: impl Fn(usize) -> bool + Sync) -> Vec<(u32, u32)> {
        let scratch = Scratch::new(&std::env::temp_dir(), None);
        let found = [1 << 20, 0].map(|share| {
            let mut table = PassageKeys::new(&scratch, share);
            for row in rows {
                table.push(row);
            }
            table.candidates(&use_row)
        });
        scratch.check().unwrap();
        assert_eq!(found[0], found[1], "in memory and on disk");
        found.into_iter().next().unwrap()
    }

    #[test]
    fn a_passage_inside_a_long_text_is_met() {
        let rows = [keys(0..1000), keys(400..460), keys(5000..6000), Vec::new()];
        assert_eq!(candidates(&rows, |_| true), [(0, 1)]);
        assert!(candidates(&rows, |row| row != 0).is_empty());
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
        let mut rows = vec![keys(0..1000)];
        rows.resize(1001, keys(400..460));
        assert_eq!(candidates(&rows, |_| true).len(), 1000);
        rows.resize(1010, keys(0..900));
        assert_eq!(candidates(&rows, |_| true).len(), 4000);
    }
}

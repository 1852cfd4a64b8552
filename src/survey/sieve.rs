//! A sieve of keys: tells at once of most keys that they were never put in.
//!
//! Takes counts, gives a bit array to ask before the counts themselves, which are too large to stay at hand.

use super::Counts;
use serde::{Deserialize, Serialize};

/// Bits for every key: one in sixteen strangers passes.
const BITS: usize = 16;

/// A set of keys with false friends, and no false strangers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sieve(Vec<u64>);

impl Sieve {
    /// The keys of `counts` that stand in so many stories or more.
    pub(super) fn of(counts: &Counts, stories: u32) -> Self {
        let often = |(_, n): &(u64, u32)| counts.stand(*n).stories >= stories;
        let keys: Vec<u64> = counts.keys().zip(0..).filter(often).map(|(key, _)| key).collect();
        let mut sieve = Self(vec![0; keys.len() * BITS / 64 + 1]);
        for key in keys {
            let (word, bit) = sieve.place(key);
            sieve.0[word] |= bit;
        }
        sieve
    }

    /// Whether the key may be one of them.
    #[must_use]
    pub fn passes(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.0.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn place(&self, key: u64) -> (usize, u64) {
        let word = (key >> 6) % (self.0.len() as u64).max(1);
        (usize::try_from(word).unwrap_or(0), 1 << (key & 63))
    }
}

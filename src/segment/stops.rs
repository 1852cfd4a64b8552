//! The function words of all known languages.
//!
//! Takes tokens, tells which are function words. Never sees a text.

use super::Token;
use rustc_hash::FxHashSet;

/// Words of 64 bits in the filter.
const FILTER: usize = 1 << 10;

/// A set of function words behind a filter: most words are told apart without a look into the set.
#[derive(Debug, Clone)]
pub(super) struct Stops {
    words: FxHashSet<Token>,
    /// One bit for the low bits of every function word.
    filter: Box<[u64; FILTER]>,
}

impl Default for Stops {
    fn default() -> Self {
        Self { words: FxHashSet::default(), filter: Box::new([0; FILTER]) }
    }
}

impl Stops {
    pub(super) fn insert(&mut self, word: Token) {
        let (place, bit) = place(word);
        self.filter[place] |= bit;
        self.words.insert(word);
    }

    /// The token, marked if it is a function word.
    #[inline]
    pub(super) fn mark(&self, word: Token) -> Token {
        let (place, bit) = place(word);
        let known = self.filter[place] & bit != 0 && self.words.contains(&word);
        if known { word.as_stop() } else { word }
    }
}

/// Where the bit of a word stands; the two lowest bits of a token are flags.
fn place(word: Token) -> (usize, u64) {
    let low = word.0 as usize >> 2;
    (low / 64 % FILTER, 1 << (low % 64))
}

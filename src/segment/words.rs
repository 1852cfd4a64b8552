//! Sets of words that the walk looks out for: function words, and the edges of cues.
//!
//! Takes tokens, tells which are in a set. Never sees a text.

use super::Token;
use rustc_hash::FxHashSet;

/// Words of 64 bits in the filter.
const FILTER: usize = 1 << 10;

/// A set of words behind a filter: most words are told apart without a look into the set.
#[derive(Debug, Clone)]
pub(super) struct Words {
    words: FxHashSet<Token>,
    /// One bit for the low bits of every word of the set.
    filter: Box<[u64; FILTER]>,
}

impl Default for Words {
    fn default() -> Self {
        Self { words: FxHashSet::default(), filter: Box::new([0; FILTER]) }
    }
}

impl Words {
    pub(super) fn insert(&mut self, word: Token) {
        let (place, bit) = place(word);
        self.filter[place] |= bit;
        self.words.insert(word);
    }

    /// Whether the word is in the set.
    #[inline]
    pub(super) fn has(&self, word: Token) -> bool {
        let (place, bit) = place(word);
        self.filter[place] & bit != 0 && self.words.contains(&word)
    }

    /// The token, marked as a function word if it is in the set.
    #[inline]
    pub(super) fn mark(&self, word: Token) -> Token {
        if self.has(word) { word.as_stop() } else { word }
    }
}

/// What a segmenter knows of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    /// Function words.
    pub(super) stops: Words,
    /// First words of cues.
    pub(super) openers: Words,
    /// Last words of cues that lead to something.
    pub(super) closers: Words,
}

/// Where the bit of a word stands; the two lowest bits of a token are flags.
fn place(word: Token) -> (usize, u64) {
    let low = word.0 as usize >> 2;
    (low / 64 % FILTER, 1 << (low % 64))
}

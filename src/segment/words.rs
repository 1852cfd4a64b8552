//! Sets of words that the walk looks out for: function words, and the edges of cues.
//!
//! Takes tokens, tells which are in a set. Never sees a text.

use super::Token;

/// Words of 64 bits in the filter.
const FILTER: usize = 1 << 10;
/// No token is a number and a function word at once.
const FREE: Token = Token(u32::MAX);

/// A set of words behind a filter: most words are told apart without a look into the set.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// One bit for the low bits of every word of the set.
    filter: Box<[u64; FILTER]>,
    /// The words, each in the first free place from its own on; a power of two, at most half of them taken.
    places: Vec<Token>,
    count: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self { filter: Box::new([0; FILTER]), places: vec![FREE; 2], count: 0 }
    }
}

impl Words {
    pub(super) fn insert(&mut self, word: Token) {
        if self.has(word) {
            return;
        }
        let (place, bit) = bit(word);
        self.filter[place] |= bit;
        self.count += 1;
        if 2 * self.count > self.places.len() {
            let double = vec![FREE; 2 * self.places.len()];
            for word in std::mem::replace(&mut self.places, double) {
                self.put(word);
            }
        }
        self.put(word);
    }

    fn put(&mut self, word: Token) {
        let place = self.find(word);
        self.places[place] = word;
    }

    /// The place of a word, or the one where it would stand.
    #[inline]
    fn find(&self, word: Token) -> usize {
        let mask = self.places.len() - 1;
        let mut place = low(word) & mask;
        while self.places[place] != word && self.places[place] != FREE {
            place = (place + 1) & mask;
        }
        place
    }

    /// Whether the word is in the set.
    #[inline]
    pub(super) fn has(&self, word: Token) -> bool {
        let (place, bit) = bit(word);
        self.filter[place] & bit != 0 && self.places[self.find(word)] == word
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

/// A word without its flags, which are the two lowest bits.
fn low(word: Token) -> usize {
    word.0 as usize >> 2
}

/// Where the bit of a word stands in the filter.
fn bit(word: Token) -> (usize, u64) {
    let low = low(word);
    (low / 64 % FILTER, 1 << (low % 64))
}

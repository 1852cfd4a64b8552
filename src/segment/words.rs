//! Sets of words that the walk looks out for: function words, and the edges of cues.
//!
//! Takes tokens, tells which are in a set. Never sees a text.

use super::Token;
use std::mem::swap;

/// No token is a number and a function word at once.
const FREE: Token = Token(u32::MAX);

/// A set of words, each at one of its two places (Pagh, Rodler, *Cuckoo Hashing*, 2004): whether a word is in the set is
/// two looks and no branch, since nobody can foresee the answer.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// A power of two, at most a quarter of them taken.
    places: Vec<Token>,
}

impl Default for Words {
    fn default() -> Self {
        Self { places: vec![FREE] }
    }
}

impl FromIterator<Token> for Words {
    fn from_iter<I: IntoIterator<Item = Token>>(words: I) -> Self {
        let mut words: Vec<Token> = words.into_iter().collect();
        words.sort_unstable();
        words.dedup();
        let mut size = (4 * words.len()).next_power_of_two();
        loop {
            let mut set = Self { places: vec![FREE; size] };
            if words.iter().all(|word| set.put(*word)) {
                return set;
            }
            size *= 2;
        }
    }
}

impl Words {
    /// Longest chain of words that move on to their other place for a new one.
    const MOVES: usize = 64;

    /// Puts a word at one of its places, whoever stands there moves; `false` if there is no room.
    fn put(&mut self, mut word: Token) -> bool {
        let mut place = self.places_of(word).0;
        for _ in 0..Self::MOVES {
            swap(&mut self.places[place], &mut word);
            if word == FREE {
                return true;
            }
            let (one, other) = self.places_of(word);
            place = if place == one { other } else { one };
        }
        false
    }

    /// Both places of a word; its two lowest bits are flags.
    #[inline]
    fn places_of(&self, word: Token) -> (usize, usize) {
        let (hash, mask) = (word.0 as usize >> 2, self.places.len() - 1);
        (hash & mask, (hash >> 15 ^ hash << 7) & mask)
    }

    /// Whether the word is in the set.
    #[inline]
    pub(super) fn has(&self, word: Token) -> bool {
        let (one, other) = self.places_of(word);
        let stands = |place: usize| u8::from(self.places[place] == word);
        stands(one) | stands(other) != 0
    }

    /// The token, marked as a function word if it is in the set.
    #[inline]
    pub(super) fn mark(&self, word: Token) -> Token {
        word.as_stop_if(self.has(word))
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

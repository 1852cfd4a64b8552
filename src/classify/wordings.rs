//! Wordings by the words that they begin with.
//!
//! Takes the words of cues, gives those that a line goes on with. Any word of the corpus may begin one, so nearly all are
//! passed by after a single look at a small table. Compares words with all numbers taken as one; knows no text.

use super::cues::Cue;
use crate::segment::Token;
use rustc_hash::FxHashMap;

/// Bits of each sieve: few words that begin no wording pass one, and both stay at hand.
const BITS: u32 = 18;

/// The first two words; the second is no word where there is but one.
type Beginning = (Token, Token);

/// A wording and what it tells.
pub(super) type Entry = (Box<[Token]>, Cue);

/// Wordings, to be found by their first two words.
#[derive(Debug, Clone, Default)]
pub(super) struct Wordings {
    /// How longer wordings begin, and the words that are one by themselves: a bit each. No false strangers.
    pairs: Vec<u64>,
    words: Vec<u64>,
    all: FxHashMap<Beginning, Vec<Entry>>,
}

impl Wordings {
    /// Adds a wording of one word or more, its numbers masked; what is known already is not added again.
    pub(super) fn insert(&mut self, words: &[Token], cue: Cue) {
        let Some(first) = words.first() else { return };
        let beginning = (*first, words.get(1).copied().unwrap_or_default());
        let alone = words.len() == 1;
        let sieve = if alone { &mut self.words } else { &mut self.pairs };
        let (word, bit) = if alone { word_place(*first) } else { pair_place(beginning) };
        sieve.resize(1 << (BITS - 6), 0);
        sieve[word] |= bit;
        let same = self.all.entry(beginning).or_default();
        if !same.iter().any(|(other, known)| *known == cue && **other == *words) {
            same.push((words.into(), cue));
        }
    }

    /// Whether a wording may begin here: nearly always not, and then this is sure.
    #[inline]
    pub(super) fn may_begin(&self, words: &[Token]) -> bool {
        let beginning = beginning(words);
        passes(&self.pairs, pair_place(beginning)) || passes(&self.words, word_place(beginning.0))
    }

    /// The wordings that these words begin with, whole.
    #[inline]
    pub(super) fn begun<'a>(&'a self, words: &[Token]) -> impl Iterator<Item = &'a Entry> {
        let (first, second) = beginning(words);
        let of = |second, may| if may { self.all.get(&(first, second)) } else { None };
        let longer =
            of(second, words.len() > 1 && passes(&self.pairs, pair_place((first, second))));
        let alone =
            of(Token::default(), !words.is_empty() && passes(&self.words, word_place(first)));
        let entries = longer.into_iter().chain(alone).flatten();
        entries.filter(move |(wording, _)| fits(words, wording))
    }

    /// All of them, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.all.values().flatten()
    }
}

/// The first two of these words, masked; no word where there is none.
#[inline]
fn beginning(words: &[Token]) -> Beginning {
    let word = |at: usize| words.get(at).map_or_else(Token::default, |t| t.masked());
    (word(0), word(1))
}

/// Whether a bit of a sieve is set.
#[inline]
fn passes(sieve: &[u64], (word, bit): (usize, u64)) -> bool {
    sieve.get(word).is_some_and(|bits| bits & bit != 0)
}

/// The place of a word in a sieve. Words are hashes: any of their bits will do.
fn word_place(word: Token) -> (usize, u64) {
    place(word.0)
}

/// The place of two words.
fn pair_place((first, second): Beginning) -> (usize, u64) {
    place((first.0 ^ second.0.rotate_left(13)).wrapping_mul(0x9e37_79b1))
}

/// The place of the highest bits of a hash.
fn place(hash: u32) -> (usize, u64) {
    let bit = hash >> (u32::BITS - BITS);
    ((bit >> 6) as usize, 1 << (bit & 63))
}

/// Whether a line goes on with these words.
fn fits(rest: &[Token], words: &[Token]) -> bool {
    rest.len() >= words.len() && rest.iter().zip(words).all(|(t, w)| t.masked() == *w)
}

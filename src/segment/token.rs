//! A word as a number.
//!
//! Takes the folded bytes of a word, gives a [`Token`]. Never keeps the word itself.

use super::plain::Plain;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Seed of the word hashes. Part of every stored fingerprint: changing it makes old indexes unreadable.
pub(super) const SEED: u64 = 0x636f_7079_6465_736b;

const NUMBER: u32 = 1;
const STOP: u32 = 2;
const FLAGS: u32 = NUMBER | STOP;

/// One word (or one character of a script without spaces), folded and hashed to 30 bits, with two flags.
///
/// Two words of one language collide with probability 2⁻³⁰; whole blocks are compared by many tokens at once.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Token(pub u32);

impl Token {
    /// The token of a word without digits, given its folded UTF-8 bytes.
    #[must_use]
    pub fn word(folded: &[u8]) -> Self {
        Self(hash(folded) & !FLAGS)
    }

    /// The token of a word with at least one digit.
    #[must_use]
    pub fn number(folded: &[u8]) -> Self {
        Self(hash(folded) & !FLAGS | NUMBER)
    }

    /// The token of a word of ASCII letters.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the low half of a hash is wanted")]
    pub(super) fn plain(word: &Plain) -> Self {
        Self(word.hash() as u32 & !FLAGS)
    }

    /// The same token, known as a function word.
    #[must_use]
    pub fn as_stop(self) -> Self {
        Self(self.0 | STOP)
    }

    #[inline]
    pub(super) fn as_stop_if(self, stop: bool) -> Self {
        Self(self.0 | (u32::from(stop) * STOP))
    }

    /// Whether the word holds a digit.
    #[must_use]
    pub fn is_number(self) -> bool {
        self.0 & NUMBER != 0
    }

    /// Whether the word is a function word of any known language.
    #[must_use]
    pub fn is_stop(self) -> bool {
        self.0 & STOP != 0
    }

    /// The token with every number made equal: slots for dates and counts.
    #[must_use]
    pub fn masked(self) -> Self {
        if self.is_number() { Self(NUMBER) } else { self }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the low half of a 64-bit hash is wanted")]
#[inline]
fn hash(bytes: &[u8]) -> u32 {
    xxh3_64_with_seed(bytes, SEED) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_pinned_because_stored_fingerprints_rest_on_them() {
        assert_eq!(Token::word(b"harbour").0, 4_288_649_448);
    }

    #[test]
    fn numbers_are_one_behind_the_mask() {
        assert_ne!(Token::number(b"2019"), Token::number(b"2020"));
        assert_eq!(Token::number(b"2019").masked(), Token::number(b"2020").masked());
        assert_eq!(Token::word(b"may").masked(), Token::word(b"may"));
    }
}

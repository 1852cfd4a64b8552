//! The fast road: words of ASCII letters, found, folded and hashed eight bytes at a time, and characters of Han.
//!
//! Takes the bytes of a text, gives the [`Plain`] word that stands first. Never looks at another character.

use super::token::SEED;
use std::hint::select_unpredictable;

/// The letters of ASCII that stand first in a text, in lower case: at most 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Plain {
    /// The first eight bytes as a little-endian number, zeros behind the word.
    low: u64,
    /// The next eight.
    high: u64,
    pub(super) len: usize,
    /// Whether the first letter is a capital.
    pub(super) capital: bool,
    /// Whether any letter is one.
    pub(super) upper: bool,
    /// Whether any letter is none.
    pub(super) lower: bool,
}

/// Whether a word of ASCII letters is over before this byte.
const ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        ends[byte as usize] = !byte.is_ascii_alphanumeric() && byte != b'\'';
        byte += 1;
    }
    ends
};

impl Plain {
    /// Bytes that are looked at. A word that fills them all may go on.
    pub(super) const ROOM: usize = 16;

    /// What stands first in these bytes; nothing if there are too few to look at.
    #[inline]
    pub(super) fn read(bytes: &[u8]) -> Self {
        let Some(bytes) = bytes.first_chunk() else { return Self::default() };
        let (low, high) = halves(bytes);
        let plain = half(low);
        if plain.len == 8 { plain.and(half(high)) } else { plain }
    }

    /// The character of Han that stands first: one of the great block, which takes three bytes.
    #[inline]
    pub(super) fn ideograph(bytes: &[u8]) -> Option<Self> {
        let [a, b, c] = *bytes.first_chunk()?;
        let han = matches!((a, b), (0xe4, 0xb8..) | (0xe5..=0xe9, _));
        let low = u64::from_le_bytes([a, b, c, 0, 0, 0, 0, 0]);
        han.then_some(Self { low, len: 3, ..Self::default() })
    }

    /// The word with eight bytes more.
    #[inline]
    fn and(self, next: Self) -> Self {
        Self {
            high: next.low,
            len: self.len + next.len,
            upper: self.upper | next.upper,
            lower: self.lower | next.lower,
            ..self
        }
    }

    /// The word, if it is one and ends there; `bytes` are those that it was read from.
    #[inline]
    pub(super) fn whole(self, bytes: &[u8]) -> Option<Self> {
        let whole = self.len > 0 && self.len < Self::ROOM && ENDS[usize::from(bytes[self.len])];
        whole.then_some(self)
    }

    /// The folded word, zeros behind it.
    #[inline]
    pub(super) fn bytes(&self) -> [u8; Self::ROOM] {
        (u128::from(self.high) << 64 | u128::from(self.low)).to_le_bytes()
    }

    /// `XXH3` of the folded word, which is not empty: as of the crate, from numbers that are there already.
    #[inline]
    pub(super) fn hash(&self) -> u64 {
        match self.len {
            9.. => self.hash_of_16(),
            // No branch between these two: which of them a word needs, nobody can foresee.
            len => select_unpredictable(len < 4, self.hash_of_3(), self.hash_of_8()),
        }
    }

    #[inline]
    fn hash_of_3(&self) -> u64 {
        let len = self.len as u64;
        let byte = |i: u64| self.low >> (8 * i) & 0xff;
        let word = byte(0) << 16 | byte(len / 2) << 24 | byte(len - 1) | len << 8;
        let h = word ^ (0x396c_feb8 ^ 0xbe4b_a423_u64).wrapping_add(SEED);
        let h = (h ^ h >> 33).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        let h = (h ^ h >> 29).wrapping_mul(0x1656_67b1_9e37_79f9);
        h ^ h >> 32
    }

    #[inline]
    fn hash_of_8(&self) -> u64 {
        const FLIP: u64 = (0x1cad_21f7_2c81_017c ^ 0xdb97_9083_e96d_d4de_u64)
            .wrapping_sub(SEED ^ (SEED & 0xffff_ffff).swap_bytes());
        const PRIME: u64 = 0x9fb2_1c65_1e98_df25;
        let len = self.len as u64;
        let last = self.low >> (8 * len.saturating_sub(4)) & 0xffff_ffff;
        let h = (self.low << 32 | last) ^ FLIP;
        let h = (h ^ h.rotate_left(49) ^ h.rotate_left(24)).wrapping_mul(PRIME);
        let h = (h ^ (h >> 35).wrapping_add(len)).wrapping_mul(PRIME);
        h ^ h >> 28
    }

    #[inline]
    fn hash_of_16(&self) -> u64 {
        const LOW: u64 = (0x1f67_b3b7_a4a4_4072 ^ 0x78e5_c0cc_4ee6_79cb_u64).wrapping_add(SEED);
        const HIGH: u64 = (0x2172_ffcc_7dd0_5a82 ^ 0x8e24_43f7_7446_08b8_u64).wrapping_sub(SEED);
        // The last eight bytes: of both numbers what lies next to the end.
        let bits = 8 * (Self::ROOM - self.len) as u64;
        let last = if bits == 0 { self.high } else { self.high << bits | self.low >> (64 - bits) };
        let (low, last) = (self.low ^ LOW, last ^ HIGH);
        let product = u128::from(low) * u128::from(last);
        let (left, right) = halves(&product.to_le_bytes());
        let sum = (self.len as u64).wrapping_add(low.swap_bytes()).wrapping_add(last);
        let h = sum.wrapping_add(left ^ right);
        let h = (h ^ h >> 37).wrapping_mul(0x1656_6791_9e37_79f9);
        h ^ h >> 32
    }
}

/// Sixteen bytes as two little-endian numbers.
#[inline]
fn halves(bytes: &[u8; 16]) -> (u64, u64) {
    let both = u128::from_le_bytes(*bytes);
    #[expect(clippy::cast_possible_truncation, reason = "the halves of a number")]
    (both as u64, (both >> 64) as u64)
}

/// The letters that stand first in eight bytes.
#[inline]
fn half(bytes: u64) -> Plain {
    const HIGH: u64 = all(0x80);
    const CASE: u64 = all(0x20);
    let low = bytes & !HIGH | CASE;
    // No sum reaches into the next byte. The highest bit says: not before "a", behind "z".
    let (from, behind) = (low + all(0x80 - b'a'), low + all(0x7f - b'z'));
    let other = (!from | behind | bytes) & HIGH;
    // All bits below the first byte that is no letter.
    let keep = ((other & other.wrapping_neg()) >> 7).wrapping_sub(1);
    Plain {
        low: (bytes | CASE) & keep,
        high: 0,
        len: (other.trailing_zeros() / 8) as usize,
        capital: !bytes & keep & 0x20 != 0,
        upper: !bytes & keep & CASE != 0,
        lower: bytes & keep & CASE != 0,
    }
}

/// A number with this byte eight times.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_64_with_seed;

    #[test]
    fn hashes_are_those_of_the_crate() {
        let text = b"qawsedrftgyhujik";
        for len in 1..=text.len() {
            let mut bytes = [b' '; Plain::ROOM];
            bytes[..len].copy_from_slice(&text[..len]);
            let plain = Plain::read(&bytes);
            assert_eq!(plain.len, len);
            assert_eq!(plain.bytes()[..len], text[..len]);
            assert_eq!(plain.hash(), xxh3_64_with_seed(&text[..len], SEED), "{len}");
        }
    }

    #[test]
    fn ideographs_are_those_of_the_great_block() {
        for c in '\u{800}'..='\u{ffff}' {
            let text = c.to_string();
            let han = matches!(c, '\u{4e00}'..='\u{9fff}');
            let hash = han.then(|| xxh3_64_with_seed(text.as_bytes(), SEED));
            assert_eq!(Plain::ideograph(text.as_bytes()).map(|p| p.hash()), hash, "{c}");
        }
    }

    #[test]
    fn letters_are_letters_wherever_they_stand() {
        for (byte, at) in (0..=255_u8).flat_map(|byte| [0, 5, 11, 15].map(|at| (byte, at))) {
            let mut text = [b'X'; Plain::ROOM];
            text[at] = byte;
            let plain = Plain::read(&text);
            let letter = byte.is_ascii_alphabetic();
            assert_eq!(plain.len, if letter { 16 } else { at }, "{byte} at {at}");
            assert_eq!(plain.lower, byte.is_ascii_lowercase(), "{byte} at {at}");
            assert_eq!(plain.upper, at > 0 || letter, "{byte} at {at}");
            assert_eq!(plain.capital, at > 0 || byte.is_ascii_uppercase(), "{byte} at {at}");
            if letter {
                assert_eq!(plain.bytes()[at], byte.to_ascii_lowercase(), "{byte} at {at}");
            }
        }
    }
}

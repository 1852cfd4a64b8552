//! The noun of the stage: a block and the segmented article.
//!
//! Takes tokens, gives fingerprints. Pure values without handles.

use super::{Form, Seam, Token, as_u32};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A paragraph or line of an article: one non-blank line, without the white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Block {
    /// First byte in the article's text.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// First of its tokens in [`Segmented::tokens`].
    pub first: u32,
    /// Number of its tokens.
    pub count: u32,
    /// Equal for blocks of equal words, whatever their case, punctuation and spacing.
    pub fingerprint: u64,
    /// How it looks.
    pub form: Form,
}

impl Block {
    /// Its bytes in the article's text.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An article as blocks and tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Segmented {
    /// In the order of the text, not overlapping.
    pub blocks: Vec<Block>,
    /// The tokens of all blocks, block after block, then those of the title.
    pub tokens: Vec<Token>,
    /// First token of the title in `tokens`; the title's tokens are the last.
    pub title: u32,
    /// Places inside blocks where these could be cut, in the order of the text.
    pub seams: Vec<Seam>,
    /// Which tokens begin with a capital: bit i % 32 of word i / 32; words that would be zero at the end may be missing.
    pub capitals: Vec<u32>,
}

impl Segmented {
    /// Makes it the empty article; its memory stays.
    pub fn clear(&mut self) {
        self.blocks.clear();
        self.tokens.clear();
        self.title = 0;
        self.seams.clear();
        self.capitals.clear();
    }

    /// Whether all that blocks and title name is there: what came from a file may be damaged.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let end = |b: &Block| b.first as usize + b.count as usize;
        let title = self.title as usize;
        title <= self.tokens.len() && self.blocks.iter().all(|b| end(b) <= title)
    }

    /// The tokens of a block of this article.
    #[must_use]
    pub fn tokens_of(&self, block: &Block) -> &[Token] {
        let first = block.first as usize;
        &self.tokens[first..first + block.count as usize]
    }

    /// Whether token `i` of a block of this article begins with a capital.
    #[must_use]
    pub fn is_capital(&self, block: &Block, i: usize) -> bool {
        self.has_capital(block.first as usize + i)
    }

    fn has_capital(&self, token: usize) -> bool {
        self.capitals.get(token / 32).is_some_and(|word| word >> (token % 32) & 1 == 1)
    }

    /// The seams of a block of this article. O(log seams).
    #[must_use]
    pub fn seams_of(&self, block: &Block) -> &[Seam] {
        let start = self.seams.partition_point(|s| s.byte <= block.start);
        let rest = &self.seams[start..];
        &rest[..rest.partition_point(|s| s.byte < block.end)]
    }

    /// Takes tokens out, as if they had never been read: `parts` are ascending ranges of `tokens`, none across the end
    /// of a block. Bytes, fingerprints, seams and most of the form stay those of the whole block. O(tokens × parts).
    pub fn take_out(&mut self, parts: &[Range<usize>]) {
        let gone = |at: usize| -> usize {
            parts.iter().map(|p| p.end.min(at).saturating_sub(p.start)).sum()
        };
        let moved = |at: u32| as_u32(at as usize - gone(at as usize));
        for block in &mut self.blocks {
            let (first, end) = (moved(block.first), moved(block.first + block.count));
            (block.first, block.count) = (first, end - first);
        }
        let capitals = (0..self.title).filter(|t| self.has_capital(*t as usize));
        let inside = |t: &u32| !parts.iter().any(|p| p.contains(&(*t as usize)));
        let capitals: Vec<u32> = capitals.filter(inside).map(moved).collect();
        self.capitals.fill(0);
        for token in capitals {
            self.capitals[token as usize / 32] |= 1 << (token % 32);
        }
        self.title = moved(self.title);
        for part in parts.iter().rev() {
            self.tokens.drain(part.clone());
        }
    }

    /// The tokens of the title; empty where there is none.
    #[must_use]
    pub fn title(&self) -> &[Token] {
        &self.tokens[self.title as usize..]
    }
}

/// A 64-bit fingerprint of a sequence of tokens; `seed` keeps different uses apart. O(tokens).
#[must_use]
#[inline]
pub fn fold(seed: u64, tokens: &[Token]) -> u64 {
    let mut print = Fold::new(seed);
    for token in tokens {
        print.add(*token);
    }
    print.finish()
}

/// [`fold`] with all numbers taken as one: equal for blocks that differ in figures only.
#[must_use]
pub fn masked(seed: u64, tokens: &[Token]) -> u64 {
    let mut print = Fold::new(seed);
    for token in tokens {
        print.add(token.masked());
    }
    print.finish()
}

/// A fingerprint on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fold(u64);

impl Fold {
    #[inline]
    pub(super) fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    /// Goes on with one more token.
    #[inline]
    pub(super) fn add(&mut self, token: Token) {
        self.0 = (self.0.rotate_left(23) ^ u64::from(token.0)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    }

    /// The fingerprint of the tokens so far.
    #[inline]
    pub(super) fn finish(self) -> u64 {
        finish(self.0)
    }
}

/// The finaliser of `MurmurHash3` (Appleby, 2011): every bit of the input moves every bit of the output.
#[inline]
fn finish(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

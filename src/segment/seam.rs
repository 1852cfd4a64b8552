//! Seams: places inside a line where it could be cut.
//!
//! Takes what stands between two words, gives a [`Seam`] where that is worth remembering. Never decides whether
//! anything is cut there.

use super::signs::{Sign, end};
use super::{End, as_u32};
use serde::{Deserialize, Serialize};

/// A place between two words of a block: what stands before it could go, or what comes after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Seam {
    /// Byte in the article's text where what follows begins, its opening quotes and brackets included.
    pub byte: u32,
    /// Number of the word that follows, counted from the first of its block.
    pub word: u32,
    /// Bytes of white space right before `byte`.
    pub space: u8,
    /// Marks, see the constants.
    pub marks: u16,
}

impl Seam {
    /// The word that follows begins with a capital, and no comma or dash stands before it.
    pub const CAPITAL: u16 = 1;
    /// It stands inside quotation marks.
    pub const QUOTED: u16 = 1 << 1;
    /// A quotation mark opens right behind it.
    pub const QUOTE: u16 = 1 << 2;
    /// A bracket opens right behind it.
    pub const OPEN: u16 = 1 << 3;
    /// A bracket closes right before it.
    pub const CLOSE: u16 = 1 << 4;
    /// A delimiter stands right before it, as between a lead and what the lead leads to.
    pub const DELIMITED: u16 = 1 << 5;
    /// A sentence ends before it, with a full stop.
    pub const STOP: u16 = 1 << 6;
    /// … with a question mark.
    pub const QUESTION: u16 = 1 << 7;
    /// … with an exclamation mark.
    pub const EXCLAMATION: u16 = 1 << 8;
    /// The word that follows is all capitals, two letters or more.
    pub const LOUD: u16 = 1 << 9;
    /// The word that follows is the first of a cue, perhaps.
    pub const CUED: u16 = 1 << 10;
    /// Any sentence end.
    pub const ENDS: u16 = Self::STOP | Self::QUESTION | Self::EXCLAMATION;

    /// Words of one line beyond this have no seams: it fits 17 bits.
    pub(super) const WORDS: usize = 1 << 17;
    /// More white space than this is no seam: it fits four bits.
    pub(super) const SPACE: u32 = 15;

    /// Whether a mark is set.
    #[must_use]
    pub fn has(&self, mark: u16) -> bool {
        self.marks & mark != 0
    }

    /// Whether a sentence ends and another begins here.
    #[must_use]
    pub fn is_sentence(&self) -> bool {
        self.has(Self::ENDS)
    }

    /// How the sentence before it ends.
    #[must_use]
    pub fn end(&self) -> End {
        match self.marks & Self::ENDS {
            0 => End::Open,
            marks if marks & Self::QUESTION != 0 => End::Question,
            marks if marks & Self::EXCLAMATION != 0 => End::Exclamation,
            _ => End::Stop,
        }
    }

    /// Where what stands before it ends, white space left aside.
    #[must_use]
    pub fn before(&self) -> u32 {
        self.byte - u32::from(self.space)
    }
}

/// What stands between two words: signs that belong to the first, white space, signs that belong to the second.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gap {
    /// Marks of the seam, but those of the word that follows.
    pub(super) marks: u16,
    /// The white space: from, to. Empty where there is none.
    space: (u32, u32),
    /// The byte after the last sign that belongs to the word before.
    edge: u32,
    /// Whether the place is inside quotation marks.
    quoted: bool,
    /// Whether a comma or its like says that the sentence goes on.
    pub(super) joined: bool,
    /// Whether a sign of no Latin kind ended a sentence: such a sign says enough by itself.
    strong: bool,
}

impl Gap {
    /// The gap behind a word that ends at byte `at`.
    #[inline]
    pub(super) fn after(at: usize) -> Self {
        Self { edge: as_u32(at), ..Self::default() }
    }

    /// The whole gap at once, if it is one of the commonest.
    #[inline]
    pub(super) fn read(mut self, gap: &[u8], letters: usize, quoted: bool) -> Option<Self> {
        match gap {
            b"" | b" " => {}
            b", " => self.joined = true,
            b". " => self.marks = if letters < 3 { 0 } else { Seam::STOP },
            _ => return None,
        }
        self.edge += as_u32(gap.len().saturating_sub(1));
        self.space = (self.edge, self.edge + u32::from(!gap.is_empty()));
        self.quoted = quoted;
        Some(self)
    }

    /// White space of `len` bytes at byte `at`; `quoted`: inside quotation marks.
    #[inline]
    pub(super) fn white(&mut self, at: usize, len: usize, quoted: bool) {
        let (from, to) = (as_u32(at), as_u32(at + len));
        if self.space.0 == self.space.1 {
            (self.space, self.quoted) = ((from, to), quoted);
        } else if self.space.1 == from {
            self.space.1 = to;
        }
    }

    /// A sign, the word before being `letters` long; `quoted`: inside quotation marks, once it is read.
    pub(super) fn sign(&mut self, sign: Sign<'_>, letters: usize, quoted: bool) {
        let ended = self.marks & Seam::ENDS != 0;
        let apart = self.space.0 != self.space.1;
        match sign.mark {
            '(' | '[' | '（' | '［' | '【' | '〖' | '〔' => return self.marks |= Seam::OPEN,
            ')' | ']' | '）' | '］' | '】' | '〗' | '〕' => {
                self.marks = self.marks & !Seam::OPEN | Seam::CLOSE;
            }
            // A title, not a quotation.
            '《' if apart || self.edge == 0 => return,
            _ if sign.opens() && (apart || self.edge == 0) => {
                return self.marks |= Seam::QUOTE;
            }
            '.' | '!' | '?' if letters < 3 && self.marks & Seam::CLOSE == 0 => {}
            mark => {
                self.joined |= end(mark) == End::Comma;
                self.marks |= ending(mark);
                self.strong |= !is_shared(mark) && ending(mark) != 0;
            }
        }
        // What comes after the end of a sentence and white space belongs to what follows.
        if !(ended && apart) {
            self.space = (0, 0);
            self.edge = as_u32(sign.before.len() + sign.mark.len_utf8());
            self.quoted = quoted;
        }
    }

    /// Whether, if a sentence ended, it did so with a sign of all scripts, which has other uses too.
    pub(super) fn is_weak(&self) -> bool {
        !self.strong
    }

    /// The seam before the word with this number, counted in bytes of the line; `None` where a cut would join two words.
    /// `wide`: no white space is needed between words here.
    pub(super) fn seam(&self, word: usize, wide: bool) -> Option<Seam> {
        let space = self.space.1 - self.space.0;
        let byte = if space == 0 { self.edge } else { self.space.1 };
        let cuttable = space > 0 || wide || self.strong;
        let quoted = if self.quoted { Seam::QUOTED } else { 0 };
        (cuttable && space <= Seam::SPACE && word < Seam::WORDS).then(|| Seam {
            byte,
            word: as_u32(word),
            space: u8::try_from(space).unwrap_or(0),
            marks: self.marks | quoted,
        })
    }
}

/// Whether a sign is of no script alone: of ASCII, or a doubled one such as `‼`.
fn is_shared(sign: char) -> bool {
    sign.is_ascii() || matches!(sign, '\u{2000}'..='\u{206f}')
}

/// The mark of a sign that ends a sentence; 0 for others.
fn ending(sign: char) -> u16 {
    match end(sign) {
        // Of Armenian: they stand above a vowel, inside the word.
        _ if matches!(sign, '՞' | '՜') => 0,
        End::Stop => Seam::STOP,
        End::Question => Seam::QUESTION,
        End::Exclamation => Seam::EXCLAMATION,
        _ => 0,
    }
}

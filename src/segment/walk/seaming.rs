//! The seams of a line, found on the walk.
//!
//! Takes a word and what stands before it, appends a [`Seam`] where that is worth remembering. Never takes a step.

use super::{Sink, Walk, Word};
use crate::segment::Token;
use crate::segment::folding::{Traits, is_ignored};
use crate::segment::quotes::Quotes;
use crate::segment::seam::{Gap, Seam};
use crate::segment::signs::Sign;

/// What is known on the way of the seams of a line.
#[derive(Debug, Default)]
pub(super) struct Seaming {
    /// Whether every place between words is one.
    pub(super) every: bool,
    /// Whether a lead of a cue stands in the line, a delimiter behind it.
    pub(super) led: bool,
    pub(super) quotes: Quotes,
    /// Words from this number on are too far from the start of the line, or of a sentence that may be a cue.
    pub(super) near: usize,
    pub(super) last: Last,
}

/// The bytes of the word before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Last {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Words from the start of a line in which every capital is a seam: what is stamped at its head may end there.
pub(super) const HEAD: usize = 12;
/// Letters of the longest word that may have been cut short.
const ABRUPT: usize = 4;
/// Words from the start of a sentence that may be a cue, for the same reason.
const CUE: usize = 8;

impl<'a> Walk<'a> {
    /// Remembers the place before this word if it is worth it: the end of a sentence; a capital where something stamped
    /// may have ended; any, where a cue leads to something.
    #[inline(never)]
    pub(super) fn seam(&mut self, token: Token, read: Word, sink: &mut Sink<'_>) {
        let word = sink.out.tokens.len() - self.first;
        let gap = self.gap(read.start, word, sink.out.tokens.last());
        if word == 0 {
            return;
        }
        let ends = gap.marks & Seam::ENDS != 0;
        let ended = ends && !(gap.is_weak() && self.is_doubted(token, read.first));
        let cued = ended && self.lexicon.openers.has(token);
        if cued {
            self.seaming.near = word + CUE;
        }
        let capital = read.first & Traits::UPPER != 0 && !gap.joined;
        let near = word < self.seaming.near || token.is_stop();
        if !(ended || self.seaming.every || capital && near) {
            return;
        }
        let wide = read.first & Traits::SPACELESS != 0 || self.is_wide();
        if let Some(mut seam) = gap.seam(word, wide) {
            let mark = |set: bool, mark: u16| if set { mark } else { 0 };
            let loud = self.at - read.start > 1 && read.flags & Traits::LOWER == 0;
            seam.marks |= mark(capital, Seam::CAPITAL) | mark(capital && loud, Seam::LOUD);
            seam.marks |= mark(cued, Seam::CUED);
            seam.marks &= !mark(!ended, Seam::ENDS);
            sink.out.seams.push(seam);
        }
    }

    /// Whether a full stop before this word may be something else: what follows is no start, or the word before is short
    /// and has a capital, as words have that are cut short ("Sen.", "Jan.").
    fn is_doubted(&self, token: Token, first: u16) -> bool {
        let before = self.before();
        let abrupt = before.starts_with(char::is_uppercase) && before.chars().count() <= ABRUPT;
        first & (Traits::LOWER | Traits::NUMERIC) != 0 || abrupt && !token.is_stop()
    }

    /// Whether the word before is of a script without spaces.
    fn is_wide(&self) -> bool {
        self.before().chars().next().is_some_and(|c| self.table.of(c).has(Traits::SPACELESS))
    }

    /// The word before, as it is spelt.
    fn before(&self) -> &'a str {
        &self.line[self.seaming.last.start..self.seaming.last.end]
    }

    /// What stands between the last word and the one that starts at this byte.
    fn gap(&mut self, start: usize, words: usize, last_word: Option<&Token>) -> Gap {
        let letters = self.before().chars().take(3).count();
        let Seaming { quotes, led, last, .. } = &mut self.seaming;
        let line = self.line;
        let (mut gap, mut at) = (Gap::after(last.end), last.end);
        if let Some(gap) = gap.read(&line.as_bytes()[at..start], letters, quotes.are_open()) {
            return gap;
        }
        let characters = usize::from(self.form.characters);
        for mark in line[at..start].chars() {
            if mark.is_whitespace() {
                gap.white(at, mark.len_utf8(), quotes.are_open());
            } else if !is_ignored(mark) {
                let (before, after) = (&line[..at], &line[at + mark.len_utf8()..]);
                let sign = Sign { mark, before, after, words, characters };
                quotes.read(sign);
                gap.sign(sign, letters, quotes.are_open());
                if words > 0 && sign.divides() {
                    gap.marks |= Seam::DELIMITED;
                    *led |= last_word.is_some_and(|word| self.lexicon.closers.has(*word));
                }
            }
            at += mark.len_utf8();
        }
        gap
    }
}

//! The fast road of the walk: runs of plain words, and of characters of Han.
//!
//! Takes what [`Plain`] finds, does what the general road would do. Never takes a sign but the comma before a space, which
//! means nothing to the form of a line.

use super::seaming::Last;
use super::{Sink, Walk, Word};
use crate::segment::folding::Traits;
use crate::segment::plain::Plain;
use crate::segment::seam::Seam;
use crate::segment::{Token, as_u32};

impl Walk<'_> {
    /// A word of ASCII letters.
    pub(super) fn plain(&mut self, word: &Plain, sink: &mut Sink<'_>) {
        let start = self.at;
        self.at += word.len;
        self.form.letters += as_u32(word.len);
        let token = self.lexicon.stops.mark(Token::plain(word));
        let flags = flags(word);
        let first = if word.capital { Traits::UPPER } else { Traits::LOWER };
        self.spaced(token, Word { start, flags, first }, sink);
    }

    /// Behind a word: takes words of ASCII letters as long as nothing but one space, or a comma and one, stands before
    /// them. Of most texts that is most.
    pub(super) fn plain_words(&mut self, sink: &mut Sink<'_>) {
        let (mut at, mut last, mut print) = (self.at, self.seaming.last, self.print);
        let (mut letters, mut stops, mut lower) = (0, 0, false);
        while let Some((start, word)) = self.plain_word(at) {
            at = start + word.len;
            last = Last { start, end: at };
            let token = self.lexicon.stops.mark(Token::plain(&word));
            letters += as_u32(word.len);
            stops += u32::from(token.is_stop());
            lower |= word.lower;
            if word.capital {
                self.capital(token, &word, start, sink);
            }
            sink.out.tokens.push(token);
            print.add(token);
        }
        (self.at, self.seaming.last, self.print) = (at, last, print);
        self.lower |= lower;
        self.form.letters += letters;
        self.form.stops = self.form.stops.saturating_add(u16::try_from(stops).unwrap_or(u16::MAX));
    }

    /// Behind a word: takes the characters of Han that follow.
    pub(super) fn ideographs(&mut self, sink: &mut Sink<'_>) {
        while let Some(character) = Plain::ideograph(&self.bytes[self.at..]) {
            let start = self.at;
            self.at += character.len;
            self.seaming.last = Last { start, end: self.at };
            let token = self.lexicon.stops.mark(Token::plain(&character));
            sink.out.tokens.push(token);
            self.print.add(token);
            self.form.letters += 1;
            self.form.characters = self.form.characters.saturating_add(1);
            self.form.stops = self.form.stops.saturating_add(u16::from(token.is_stop()));
        }
    }

    /// The plain word that comes after the usual gap at this byte, and where it begins.
    #[inline]
    fn plain_word(&self, at: usize) -> Option<(usize, Plain)> {
        let start = match self.bytes.get(at..at + 2)? {
            [b' ', _] => at + 1,
            [b',', b' '] => at + 2,
            _ => return None,
        };
        let bytes = &self.bytes[start..];
        Some((start, Plain::read(bytes).whole(bytes)?))
    }

    /// Remembers a plain word with a capital behind the usual gap.
    fn capital(&mut self, token: Token, word: &Plain, start: usize, sink: &mut Sink<'_>) {
        self.form.capitals = self.form.capitals.saturating_add(1);
        let number = sink.out.tokens.len() - self.first;
        let near = number < self.seaming.near || token.is_stop();
        if near && self.bytes[start - 2] != b',' && number < Seam::WORDS {
            let mark = |set: bool, mark: u16| if set { mark } else { 0 };
            let loud = word.len > 1 && !word.lower;
            let quoted = self.seaming.quotes.are_open();
            sink.out.seams.push(Seam {
                byte: as_u32(start),
                word: as_u32(number),
                space: 1,
                marks: Seam::CAPITAL | mark(loud, Seam::LOUD) | mark(quoted, Seam::QUOTED),
            });
        }
        sink.mark_capital();
    }
}

/// The flags of a plain word.
#[inline]
pub(super) fn flags(word: &Plain) -> u16 {
    let flag = |set: bool, flag: u16| if set { flag } else { 0 };
    flag(word.lower, Traits::LOWER) | flag(word.upper, Traits::UPPER | Traits::CHANGED)
}

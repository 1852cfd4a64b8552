//! The walk over one line: characters into words.
//!
//! Takes a line and what is known of words, appends [`Token`]s and [`Seam`]s, gives the line's [`Form`]. A word that is
//! spelt as its token wants it is hashed where it stands; only others are copied.

use super::block::Fold;
use super::folding::{Table, Traits, is_ignored, spell, voiced};
use super::plain::Plain;
use super::quotes::Quotes;
use super::seam::{Gap, Seam};
use super::signs::{Sign, end_of, frame_of};
use super::words::Lexicon;
use super::{End, Form, Segmented, Token, as_u32};
use std::ops::Range;

/// One line on its way.
pub(super) struct Walk<'a> {
    lexicon: &'a Lexicon,
    table: &'static Table,
    line: &'a str,
    /// The line and what the text has behind it, so that words can be read by more bytes than they have.
    bytes: &'a [u8],
    /// The byte that it has come to.
    pub(super) at: usize,
    first: usize,
    form: Form,
    print: Fold,
    lower: bool,
    /// Letters of scripts that put no sign behind a sentence.
    unstopped: usize,
    seaming: Seaming,
}

/// What is known on the way of the seams of a line.
#[derive(Debug, Default)]
struct Seaming {
    /// Whether every place between words is one.
    every: bool,
    /// Whether a lead of a cue stands in the line, a delimiter behind it.
    led: bool,
    quotes: Quotes,
    /// Words from this number on are too far from the start of the line, or of a sentence that may be a cue.
    near: usize,
    last: Last,
}

/// The bytes of the word before.
#[derive(Debug, Clone, Copy, Default)]
struct Last {
    start: usize,
    end: usize,
}

/// Where words and seams go.
#[derive(Debug)]
pub(super) struct Sink<'a> {
    pub(super) out: &'a mut Segmented,
    /// For words that are spelt otherwise than they stand.
    pub(super) scratch: &'a mut String,
}

impl Sink<'_> {
    /// Remembers that the next token begins with a capital.
    #[inline]
    fn mark_capital(&mut self) {
        let (token, capitals) = (self.out.tokens.len(), &mut self.out.capitals);
        if capitals.len() <= token / 32 {
            capitals.resize(token / 32 + 1, 0);
        }
        capitals[token / 32] |= 1 << (token % 32);
    }
}

/// Words from the start of a line in which every capital is a seam: what is stamped at its head may end there.
const HEAD: usize = 12;
/// Letters of the longest word that may have been cut short.
const ABRUPT: usize = 4;
/// Words from the start of a sentence that may be a cue, for the same reason.
const CUE: usize = 8;

/// Thai and Lao have no full stop. A line of as many letters (vowels above and below left aside) is taken for a
/// paragraph that ends as a sentence: headlines are shorter.
const UNSTOPPED_SENTENCE: usize = 80;

/// One word as it stands in the line.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    /// The flags of all its characters.
    flags: u16,
    /// The flags of the first.
    first: u16,
}

/// The flags of a plain word.
#[inline]
fn flags(word: &Plain) -> u16 {
    let flag = |set: bool, flag: u16| if set { flag } else { 0 };
    flag(word.lower, Traits::LOWER) | flag(word.upper, Traits::UPPER | Traits::CHANGED)
}

impl<'a> Walk<'a> {
    /// A walk over a line of a text whose first token will be the one with the number `first`.
    pub(super) fn new(
        lexicon: &'a Lexicon,
        (text, line): (&'a str, Range<usize>),
        first: usize,
    ) -> Self {
        Self {
            lexicon,
            table: Table::get(),
            bytes: &text.as_bytes()[line.start..],
            line: &text[line],
            at: 0,
            first,
            form: Form::default(),
            print: Fold::new(0),
            lower: false,
            unstopped: 0,
            seaming: Seaming { near: HEAD, ..Seaming::default() },
        }
    }

    /// The same walk, with a seam between any two words.
    pub(super) fn with_every_seam(mut self) -> Self {
        self.seaming.every = true;
        self
    }

    /// Whether, by now, a cue with a delimiter behind it stands in the line.
    pub(super) fn is_led(&self) -> bool {
        self.seaming.led
    }

    /// The fingerprint of the words so far.
    pub(super) fn fingerprint(&self) -> u64 {
        self.print.finish()
    }

    /// Takes all steps.
    pub(super) fn run(&mut self, sink: &mut Sink<'_>) {
        while self.at < self.line.len() {
            self.step(sink);
            if !self.seaming.every {
                self.plain_words(sink);
            }
        }
    }

    /// Takes one word, or one sign between words.
    #[inline]
    pub(super) fn step(&mut self, sink: &mut Sink<'_>) {
        let bytes = &self.bytes[self.at..];
        match bytes[0] {
            b' ' => self.at += 1,
            b'a'..=b'z' | b'A'..=b'Z' => {
                let plain = Plain::read(bytes);
                match plain.whole(bytes) {
                    Some(word) => self.plain(&word, sink),
                    None => self.word(&plain, sink),
                }
            }
            _ => self.any(sink),
        }
    }

    /// A word of ASCII letters.
    fn plain(&mut self, word: &Plain, sink: &mut Sink<'_>) {
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
    fn plain_words(&mut self, sink: &mut Sink<'_>) {
        let (mut at, mut last, mut print) = (self.at, self.seaming.last, self.print);
        if at != last.end {
            return;
        }
        let (mut letters, mut stops) = (0, 0);
        while let Some((start, word)) = self.plain_word(at) {
            at = start + word.len;
            last = Last { start, end: at };
            let token = self.lexicon.stops.mark(Token::plain(&word));
            letters += as_u32(word.len);
            stops += u32::from(token.is_stop());
            self.lower |= word.lower;
            if word.capital {
                self.capital(token, &word, start, sink);
            }
            sink.out.tokens.push(token);
            print.add(token);
        }
        (self.at, self.seaming.last, self.print) = (at, last, print);
        self.form.letters += letters;
        self.form.stops = self.form.stops.saturating_add(u16::try_from(stops).unwrap_or(u16::MAX));
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

    /// A word or a sign of any script.
    fn any(&mut self, sink: &mut Sink<'_>) {
        let Some(c) = self.line[self.at..].chars().next() else { return };
        let traits = self.table.of(c);
        if traits.has(Traits::LETTER) {
            self.word(&Plain::default(), sink);
        } else if traits.has(Traits::SPACELESS) {
            self.character(c, traits, sink);
        } else {
            if !traits.has(Traits::SPACE) {
                self.sign(c, sink.out.tokens.len() - self.first);
            }
            self.at += c.len_utf8();
        }
    }

    /// The line's form, when all steps are taken.
    pub(super) fn finish(mut self) -> Form {
        self.form.end = end_of(self.line);
        if self.form.end == End::Open && self.unstopped >= UNSTOPPED_SENTENCE {
            self.form.end = End::Stop;
        }
        self.form.marks |= frame_of(self.line);
        if !self.lower && self.form.capitals > 0 && self.form.letters >= 3 {
            self.form.marks |= Form::CAPS;
        }
        self.form
    }

    /// A word of a script that puts spaces between words; it begins as `plain` says.
    #[inline(never)]
    fn word(&mut self, plain: &Plain, sink: &mut Sink<'_>) {
        let start = self.at;
        let flags = self.scan(plain);
        let text = &self.line[start..self.at];
        let first = text.chars().next().map_or(0, |c| self.table.of(c).flags());
        let spelling = self.spelling(text, flags, plain, sink.scratch);
        let token = self.token(flags & Traits::NUMERIC != 0, spelling.as_bytes());
        self.spaced(token, Word { start, flags, first }, sink);
    }

    /// A word of a script with spaces, which ends here.
    #[inline]
    fn spaced(&mut self, token: Token, word: Word, sink: &mut Sink<'_>) {
        self.lower |= word.flags & Traits::LOWER != 0;
        if word.first & Traits::UPPER != 0 {
            self.form.capitals = self.form.capitals.saturating_add(1);
        } else if sink.out.tokens.len() == self.first && word.first & Traits::LOWER != 0 {
            self.form.marks |= Form::LOWER;
        }
        self.push(token, word, sink);
    }

    /// Goes to the end of the word that begins here, gives its flags. Figures and Hangul are two words: counters stand
    /// close to their number.
    fn scan(&mut self, plain: &Plain) -> u16 {
        const APART: u16 = Traits::NUMERIC | Traits::HANGUL;
        let (mut flags, mut letters, mut end) = (flags(plain), plain.len, self.at + plain.len);
        for c in self.line[end..].chars() {
            let traits = self.table.of(c);
            if !traits.has(Traits::WORD) {
                if !traits.has(Traits::JOINT) || !self.joins(c, end) {
                    break;
                }
            } else if (flags | traits.flags()) & APART == APART {
                break;
            } else if flags & traits.flags() & Traits::RANKED != 0 {
                flags |= Traits::CHANGED | Traits::DOUBT;
            }
            flags |= traits.flags();
            letters += usize::from(traits.has(Traits::LETTER));
            end += c.len_utf8();
        }
        self.at = end;
        self.form.letters += as_u32(letters);
        flags
    }

    /// A word as its token wants it.
    fn spelling<'s>(
        &self,
        text: &'s str,
        flags: u16,
        plain: &Plain,
        scratch: &'s mut String,
    ) -> &'s str {
        if flags & Traits::CHANGED == 0 {
            return text;
        }
        if flags & Traits::DOUBT != 0 {
            spell(text, self.table, scratch);
            return scratch;
        }
        scratch.clear();
        scratch.extend(plain.bytes()[..plain.len].iter().copied().map(char::from));
        for c in text[plain.len..].chars() {
            let traits = self.table.of(c);
            if traits.has(Traits::SPELT) {
                scratch.push(traits.folded);
            }
        }
        scratch
    }

    /// Whether a sign at this byte stands inside a word: `don't`, `1,250.5`.
    fn joins(&self, sign: char, at: usize) -> bool {
        let next = self.line[at + sign.len_utf8()..].chars().next().unwrap_or(' ');
        match sign {
            '.' | ',' => next.is_ascii_digit() && self.bytes[at - 1].is_ascii_digit(),
            _ => next.is_alphabetic(),
        }
    }

    /// One character of a script without spaces is a token of its own.
    fn character(&mut self, c: char, traits: Traits, sink: &mut Sink<'_>) {
        let word = Word { start: self.at, flags: traits.flags(), first: traits.flags() };
        self.at += c.len_utf8();
        self.unstopped += usize::from(matches!(c, '\u{e00}'..='\u{eff}'));
        let mut folded = traits.folded;
        let mark = self.line[self.at..].chars().next();
        if let Some(kana) = voiced(folded, mark) {
            self.at += mark.map_or(0, char::len_utf8);
            folded = kana;
        }
        let number = traits.has(Traits::NUMERIC);
        let token = self.token(number, folded.encode_utf8(&mut [0; 4]).as_bytes());
        self.push(token, word, sink);
        self.form.letters += 1;
        self.form.characters = self.form.characters.saturating_add(1);
    }

    #[inline]
    fn token(&self, number: bool, spelling: &[u8]) -> Token {
        if number {
            Token::number(spelling)
        } else {
            self.lexicon.stops.mark(Token::word(spelling))
        }
    }

    /// Appends a word that ends here.
    #[inline]
    fn push(&mut self, token: Token, word: Word, sink: &mut Sink<'_>) {
        if token.is_number() {
            self.form.numbers = self.form.numbers.saturating_add(1);
        } else {
            self.form.stops = self.form.stops.saturating_add(u16::from(token.is_stop()));
        }
        let upper = word.first & Traits::UPPER != 0;
        let number = sink.out.tokens.len() - self.first;
        let near = upper && (number < self.seaming.near || token.is_stop());
        if self.seaming.every || !self.is_usual(word, near) {
            self.seam(token, word, sink);
        }
        if upper {
            sink.mark_capital();
        }
        sink.out.tokens.push(token);
        self.print.add(token);
        self.seaming.last = Last { start: word.start, end: self.at };
    }

    /// Whether between this word and the one before there is nothing to remember: nothing at all, one space, or a comma
    /// and one.
    #[inline]
    fn is_usual(&self, word: Word, near: bool) -> bool {
        let end = self.seaming.last.end;
        match word.start - end {
            0 => word.first & Traits::UPPER == 0,
            1 => !near && word.first & Traits::SPACELESS == 0,
            2 => self.bytes[end..].starts_with(b", "),
            _ => false,
        }
    }

    /// Remembers the place before this word if it is worth it: the end of a sentence; a capital where something stamped
    /// may have ended; any, where a cue leads to something.
    #[inline(never)]
    fn seam(&mut self, token: Token, read: Word, sink: &mut Sink<'_>) {
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

    /// A sign between words: only its marks are kept.
    fn sign(&mut self, mark: char, words: usize) {
        let (before, after) = (&self.line[..self.at], &self.line[self.at + mark.len_utf8()..]);
        let characters = usize::from(self.form.characters);
        let sign = Sign { mark, before, after, words, characters };
        if self.form.lead == 0 && sign.delimits() {
            self.form.lead = u8::try_from(words).unwrap_or(0);
        }
        self.form.marks |= sign.marks(self.form.marks);
    }
}

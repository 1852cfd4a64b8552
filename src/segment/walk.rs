//! The walk over one line: characters into words.
//!
//! Takes a line and what is known of words, appends [`Token`]s and [`Seam`]s, gives the line's [`Form`]. A word that is
//! spelt as its token wants it is hashed where it stands; only others are copied.

use super::folding::{Table, Traits, is_ignored, plain, spell, voiced};
use super::quotes::Quotes;
use super::seam::{Gap, Seam};
use super::signs::{Sign, end_of, frame_of};
use super::words::Lexicon;
use super::{End, Form, Token, as_u32};

/// One line on its way.
pub(super) struct Walk<'a> {
    lexicon: &'a Lexicon,
    table: &'static Table,
    line: &'a str,
    /// The byte that it has come to.
    pub(super) at: usize,
    first: usize,
    form: Form,
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
    pub(super) tokens: &'a mut Vec<Token>,
    pub(super) seams: &'a mut Vec<Seam>,
    /// One bit a token, see [`super::Segmented::capitals`].
    pub(super) capitals: &'a mut Vec<u32>,
    pub(super) scratch: &'a mut String,
}

impl Sink<'_> {
    /// Remembers that the next token begins with a capital.
    #[inline]
    fn mark_capital(&mut self) {
        let token = self.tokens.len();
        if self.capitals.len() <= token / 32 {
            self.capitals.resize(token / 32 + 1, 0);
        }
        self.capitals[token / 32] |= 1 << (token % 32);
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
struct Word<'a> {
    text: &'a str,
    /// The flags of all its characters.
    flags: u16,
    letters: u32,
}

impl<'a> Walk<'a> {
    /// A walk whose first token will be the one with the number `first`.
    pub(super) fn new(lexicon: &'a Lexicon, line: &'a str, first: usize) -> Self {
        let (table, form) = (Table::get(), Form::default());
        let seaming = Seaming { near: HEAD, ..Seaming::default() };
        Self { lexicon, table, line, at: 0, first, form, lower: false, unstopped: 0, seaming }
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

    /// Takes one word, or one sign between words.
    pub(super) fn step(&mut self, sink: &mut Sink<'_>) {
        let Some(c) = self.line[self.at..].chars().next() else { return };
        let traits = self.table.of(c);
        if traits.has(Traits::LETTER) {
            self.word(traits, sink);
        } else if traits.has(Traits::SPACELESS) {
            self.character(c, traits, sink);
        } else {
            if !traits.has(Traits::SPACE) {
                self.sign(c, sink.tokens.len() - self.first);
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

    /// A word of a script that puts spaces between words.
    fn word(&mut self, first: Traits, sink: &mut Sink<'_>) {
        let word = self.scan();
        let start = self.at;
        self.at += word.text.len();
        self.lower |= word.flags & Traits::LOWER != 0;
        self.form.letters += word.letters;
        if first.has(Traits::UPPER) {
            self.form.capitals = self.form.capitals.saturating_add(1);
        } else if sink.tokens.len() == self.first && first.has(Traits::LOWER) {
            self.form.marks |= Form::LOWER;
        }
        let spelling = self.spelling(&word, sink.scratch);
        let token = self.token(word.flags & Traits::NUMERIC != 0, spelling.as_bytes());
        self.push(token, first, start, sink);
    }

    /// The word that begins here. Figures and Hangul are two words: counters stand close to their number.
    fn scan(&self) -> Word<'a> {
        const APART: u16 = Traits::NUMERIC | Traits::HANGUL;
        let (mut flags, plain) = plain(&self.line.as_bytes()[self.at..]);
        let (mut letters, mut end) = (as_u32(plain), self.at + plain);
        for c in self.line[end..].chars() {
            let traits = self.table.of(c);
            if !traits.has(Traits::WORD) {
                if !traits.has(Traits::JOINT) || !self.joins(c, end) {
                    break;
                }
                flags |= Traits::CHANGED;
            } else if (flags | traits.flags()) & APART == APART {
                break;
            } else if flags & traits.flags() & Traits::RANKED != 0 {
                flags |= Traits::CHANGED | Traits::DOUBT;
            }
            flags |= traits.flags();
            letters += u32::from(traits.has(Traits::LETTER));
            end += c.len_utf8();
        }
        Word { text: &self.line[self.at..end], flags, letters }
    }

    /// Whether a sign at this byte stands inside a word: `don't`, `1,250.5`.
    fn joins(&self, sign: char, at: usize) -> bool {
        let next = self.line[at + sign.len_utf8()..].chars().next().unwrap_or(' ');
        match sign {
            '.' | ',' => next.is_ascii_digit() && self.line.as_bytes()[at - 1].is_ascii_digit(),
            _ => next.is_alphabetic(),
        }
    }

    fn spelling<'s>(&self, word: &Word<'s>, scratch: &'s mut String) -> &'s str {
        if word.flags & Traits::CHANGED == 0 {
            return word.text;
        }
        if word.flags & Traits::DOUBT != 0 {
            spell(word.text, self.table, scratch);
        } else {
            scratch.clear();
            let traits = word.text.chars().map(|c| self.table.of(c));
            for traits in traits.filter(|t| t.has(Traits::SPELT)) {
                scratch.push(traits.folded);
            }
        }
        scratch
    }

    /// One character of a script without spaces is a token of its own.
    fn character(&mut self, c: char, traits: Traits, sink: &mut Sink<'_>) {
        let start = self.at;
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
        self.push(token, traits, start, sink);
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

    /// Appends the word that stands from byte `start` up to here and begins with a character of these traits.
    #[inline]
    fn push(&mut self, token: Token, first: Traits, start: usize, sink: &mut Sink<'_>) {
        if token.is_number() {
            self.form.numbers = self.form.numbers.saturating_add(1);
        } else {
            self.form.stops = self.form.stops.saturating_add(u16::from(token.is_stop()));
        }
        let word = sink.tokens.len() - self.first;
        // Between most words there is one space, or a comma and one, and nothing to remember.
        let near = first.has(Traits::UPPER) && (word < self.seaming.near || token.is_stop());
        let near = near || first.has(Traits::SPACELESS);
        let gap = &self.line.as_bytes()[self.seaming.last.end..start];
        if gap != b", " && (gap.len() != 1 || near) || self.seaming.every {
            self.seam(token, first, start, sink);
        }
        if first.has(Traits::UPPER) {
            sink.mark_capital();
        }
        sink.tokens.push(token);
        self.seaming.last = Last { start, end: self.at };
    }

    /// Remembers the place before this word if it is worth it: the end of a sentence; a capital where something stamped
    /// may have ended; any, where a cue leads to something.
    #[inline(never)]
    fn seam(&mut self, token: Token, first: Traits, start: usize, sink: &mut Sink<'_>) {
        let word = sink.tokens.len() - self.first;
        let gap = self.gap(start, word, sink.tokens.last());
        if word == 0 {
            return;
        }
        let ends = gap.marks & Seam::ENDS != 0;
        let ended = ends && !(gap.is_weak() && self.is_doubted(token, first));
        let cued = ended && self.lexicon.openers.has(token);
        if cued {
            self.seaming.near = word + CUE;
        }
        let capital = first.has(Traits::UPPER) && !gap.joined;
        let near = word < self.seaming.near || token.is_stop();
        if !(ended || self.seaming.every || capital && near) {
            return;
        }
        let wide = first.has(Traits::SPACELESS) || self.is_wide();
        if let Some(mut seam) = gap.seam(word, wide) {
            let mark = |set: bool, mark: u16| if set { mark } else { 0 };
            let text = &self.line[start..self.at];
            let loud = text.len() > 1 && !text.chars().any(char::is_lowercase);
            seam.marks |= mark(capital, Seam::CAPITAL) | mark(capital && loud, Seam::LOUD);
            seam.marks |= mark(cued, Seam::CUED);
            seam.marks &= !mark(!ended, Seam::ENDS);
            sink.seams.push(seam);
        }
    }

    /// Whether a full stop before this word may be something else: what follows is no start, or the word before is short
    /// and has a capital, as words have that are cut short ("Sen.", "Jan.").
    fn is_doubted(&self, token: Token, first: Traits) -> bool {
        let before = self.before();
        let abrupt = before.starts_with(char::is_uppercase) && before.chars().count() <= ABRUPT;
        first.has(Traits::LOWER | Traits::NUMERIC) || abrupt && !token.is_stop()
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

//! The walk over one line: characters into words.
//!
//! Takes a line and what is known of words, appends [`Token`]s and [`Seam`]s, gives the line's [`Form`]. A word that is
//! spelt as its token wants it is hashed where it stands; only others are copied. Most words of most texts take the
//! [`fast`] road.

mod fast;
mod seaming;

use super::block::Fold;
use super::folding::{Table, Traits, is_one, spell, voiced};
use super::plain::Plain;
use super::signs::{Sign, end_of, frame_of};
use super::words::Lexicon;
use super::{End, Form, Segmented, Token, as_u32};
use fast::flags;
use seaming::{HEAD, Last, Seaming};
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
            if self.at == self.seaming.last.end && !self.seaming.every {
                self.plain_words(sink);
                self.ideographs(sink);
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
            } else if flags & traits.flags() & Traits::RANKED != 0
                || traits.has(Traits::COMPOSES) && is_one(&self.line[self.at..end], c)
            {
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

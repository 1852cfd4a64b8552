//! The walk over one line: characters into words.
//!
//! Takes a line and the function words to mark, appends [`Token`]s, gives the line's [`Form`]. A word that is spelt as
//! its token wants it is hashed where it stands; only others are copied.

use super::folding::{Table, Traits, plain, spell, voiced};
use super::signs::{Sign, end_of, frame_of};
use super::stops::Stops;
use super::{End, Form, Token, as_u32};

/// One line on its way.
pub(super) struct Walk<'a> {
    stops: &'a Stops,
    table: &'static Table,
    line: &'a str,
    /// The byte that it has come to.
    pub(super) at: usize,
    first: usize,
    form: Form,
    lower: bool,
    /// Letters of scripts that put no sign behind a sentence.
    unstopped: usize,
}

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
    pub(super) fn new(stops: &'a Stops, line: &'a str, first: usize) -> Self {
        let (table, form) = (Table::get(), Form::default());
        Self { stops, table, line, at: 0, first, form, lower: false, unstopped: 0 }
    }

    /// Takes one word, or one sign between words.
    pub(super) fn step(&mut self, tokens: &mut Vec<Token>, scratch: &mut String) {
        let Some(c) = self.line[self.at..].chars().next() else { return };
        let traits = self.table.of(c);
        if traits.has(Traits::LETTER) {
            self.word(traits, tokens, scratch);
        } else if traits.has(Traits::SPACELESS) {
            self.character(c, traits, tokens);
        } else {
            if !traits.has(Traits::SPACE) {
                self.sign(c, tokens.len() - self.first);
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
    fn word(&mut self, first: Traits, tokens: &mut Vec<Token>, scratch: &mut String) {
        let word = self.scan();
        self.at += word.text.len();
        self.lower |= word.flags & Traits::LOWER != 0;
        self.form.letters += word.letters;
        if first.has(Traits::UPPER) {
            self.form.capitals = self.form.capitals.saturating_add(1);
        } else if tokens.len() == self.first && first.has(Traits::LOWER) {
            self.form.marks |= Form::LOWER;
        }
        let spelling = self.spelling(&word, scratch);
        self.push(word.flags & Traits::NUMERIC != 0, spelling.as_bytes(), tokens);
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
    fn character(&mut self, c: char, traits: Traits, tokens: &mut Vec<Token>) {
        self.at += c.len_utf8();
        self.unstopped += usize::from(matches!(c, '\u{e00}'..='\u{eff}'));
        let mut folded = traits.folded;
        let mark = self.line[self.at..].chars().next();
        if let Some(kana) = voiced(folded, mark) {
            self.at += mark.map_or(0, char::len_utf8);
            folded = kana;
        }
        self.push(traits.has(Traits::NUMERIC), folded.encode_utf8(&mut [0; 4]).as_bytes(), tokens);
        self.form.letters += 1;
        self.form.characters = self.form.characters.saturating_add(1);
    }

    fn push(&mut self, number: bool, spelling: &[u8], tokens: &mut Vec<Token>) {
        if number {
            tokens.push(Token::number(spelling));
            self.form.numbers = self.form.numbers.saturating_add(1);
        } else {
            let token = self.stops.mark(Token::word(spelling));
            tokens.push(token);
            self.form.stops = self.form.stops.saturating_add(u16::from(token.is_stop()));
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

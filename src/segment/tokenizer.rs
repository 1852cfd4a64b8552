//! The walk itself: lines into blocks, characters into words.
//!
//! Takes text and the function words to mark, gives [`Segmented`]. ASCII takes the fast road; everything else is
//! lower-cased and brought to NFKC, so that two spellings of one word are one token.

use super::{Block, End, Form, Segmented, Token, fold};
use memchr::memchr2;
use rustc_hash::FxHashSet;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Splits articles into blocks and tokens. Made once, shared by all threads.
#[derive(Debug, Clone, Default)]
pub struct Segmenter {
    stops: FxHashSet<Token>,
    /// One bit for the low bits of every function word: most words are told apart without the set.
    filter: Vec<u64>,
}

/// Bits of the filter over function words.
const FILTER_BITS: u32 = 1 << 16;

impl Segmenter {
    /// A segmenter that marks `stops` (any case) as function words.
    pub fn new<'a>(stops: impl IntoIterator<Item = &'a str>) -> Self {
        let mut made =
            Self { stops: FxHashSet::default(), filter: vec![0; FILTER_BITS as usize / 64] };
        let plain = Self { stops: FxHashSet::default(), filter: made.filter.clone() };
        for word in stops {
            for token in plain.tokens(word) {
                made.stops.insert(token);
                let bit = token.0 >> 2 & (FILTER_BITS - 1);
                made.filter[bit as usize / 64] |= 1 << (bit % 64);
            }
        }
        made
    }

    /// Blocks and tokens of an article. O(bytes); text beyond 4 GiB is not looked at.
    #[must_use]
    pub fn segment(&self, text: &str, title: Option<&str>) -> Segmented {
        let mut out = Segmented {
            blocks: Vec::with_capacity(text.len() / 160 + 1),
            tokens: Vec::with_capacity(text.len() / 5 + 1),
            title: 0,
        };
        let mut scratch = Vec::new();
        let mut at = 0;
        while at < text.len() && at < u32::MAX as usize / 2 {
            let rest = &text.as_bytes()[at..];
            let len = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            self.block(&text[at..at + len], at, &mut out, &mut scratch);
            at += len + 1;
        }
        out.title = as_u32(out.tokens.len());
        if let Some(title) = title {
            self.walk(title, &mut out.tokens, &mut scratch);
        }
        out
    }

    /// The tokens of a phrase.
    #[must_use]
    pub fn tokens(&self, phrase: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.walk(phrase, &mut tokens, &mut Vec::new());
        tokens
    }

    /// Where each token of a line stands in it, in bytes.
    #[must_use]
    pub fn spans(&self, line: &str) -> Vec<Range<usize>> {
        let (mut spans, mut tokens, mut scratch) = (Vec::new(), Vec::new(), Vec::new());
        let mut walk = Walk::new(self, line, 0);
        while walk.at < line.len() {
            let start = walk.at;
            walk.step(&mut tokens, &mut scratch);
            if tokens.len() > spans.len() {
                spans.push(start..walk.at);
            }
        }
        spans
    }

    fn block(&self, line: &str, at: usize, out: &mut Segmented, scratch: &mut Vec<u8>) {
        let lead = line.len() - line.trim_start().len();
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let first = out.tokens.len();
        let form = self.walk(line, &mut out.tokens, scratch);
        let tokens = &out.tokens[first..];
        let fingerprint = if tokens.is_empty() {
            xxhash_rust::xxh3::xxh3_64(line.as_bytes())
        } else {
            fold(0, tokens)
        };
        out.blocks.push(Block {
            start: as_u32(at + lead),
            end: as_u32(at + lead + line.len()),
            first: as_u32(first),
            count: as_u32(tokens.len()),
            fingerprint,
            form,
        });
    }

    /// Appends the tokens of one line and tells how it looks.
    fn walk(&self, line: &str, tokens: &mut Vec<Token>, scratch: &mut Vec<u8>) -> Form {
        let mut walk = Walk::new(self, line, tokens.len());
        while walk.at < line.len() {
            walk.step(tokens, scratch);
        }
        walk.finish()
    }

    fn mark(&self, token: Token) -> (Token, bool) {
        let bit = token.0 >> 2 & (FILTER_BITS - 1);
        let likely = self.filter.get(bit as usize / 64).is_some_and(|w| w >> (bit % 64) & 1 == 1);
        if likely && self.stops.contains(&token) { (token.as_stop(), true) } else { (token, false) }
    }
}

/// One line on its way.
struct Walk<'a> {
    segmenter: &'a Segmenter,
    line: &'a str,
    at: usize,
    first: usize,
    form: Form,
    lower: bool,
}

/// What an ASCII byte is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Lower,
    Upper,
    Digit,
}

const CLASSES: [Class; 128] = {
    let mut table = [Class::Other; 128];
    let mut b = 0_u8;
    while b < 128 {
        table[b as usize] = match b {
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            _ => Class::Other,
        };
        b += 1;
    }
    table
};

impl<'a> Walk<'a> {
    fn new(segmenter: &'a Segmenter, line: &'a str, first: usize) -> Self {
        Self { segmenter, line, at: 0, first, form: Form::default(), lower: false }
    }

    /// Takes one word, or one sign between words.
    fn step(&mut self, tokens: &mut Vec<Token>, scratch: &mut Vec<u8>) {
        let byte = self.line.as_bytes()[self.at];
        if byte < 128 {
            match CLASSES[byte as usize] {
                Class::Other => self.sign(char::from(byte), tokens.len()),
                class => self.ascii_word(class, tokens, scratch),
            }
            return;
        }
        let Some(c) = self.line[self.at..].chars().next() else { return };
        if is_spaceless(c) {
            self.character(c, tokens);
        } else if c.is_alphanumeric() {
            scratch.clear();
            self.unicode_word(self.at, tokens, scratch);
        } else {
            self.sign(c, tokens.len());
        }
    }

    /// The fast road: letters and digits of one ASCII word, folded as they come.
    fn ascii_word(&mut self, class: Class, tokens: &mut Vec<Token>, scratch: &mut Vec<u8>) {
        let bytes = self.line.as_bytes();
        let start = self.at;
        let (mut digits, mut letters) = (false, 0);
        scratch.clear();
        while let Some(&byte) = bytes.get(self.at) {
            if byte >= 128 {
                let c = self.line[self.at..].chars().next().unwrap_or(' ');
                if is_apostrophe(c) && self.letter_after(c.len_utf8()) {
                    self.at += c.len_utf8();
                    continue;
                }
                if continues_word(c) {
                    return self.unicode_word(start, tokens, scratch);
                }
                break;
            }
            match CLASSES[byte as usize] {
                Class::Lower => self.lower = true,
                Class::Upper => {}
                Class::Digit => digits = true,
                Class::Other if self.joins(byte, digits) => {
                    self.at += 1;
                    continue;
                }
                Class::Other => break,
            }
            scratch.push(byte.to_ascii_lowercase());
            letters += 1;
            self.at += 1;
        }
        self.push(digits, scratch, tokens);
        self.form.letters += letters;
        match class {
            Class::Upper => self.form.capitals = self.form.capitals.saturating_add(1),
            Class::Lower if tokens.len() == self.first + 1 => self.form.marks |= Form::LOWER,
            _ => {}
        }
    }

    /// Whether an ASCII sign stands inside a word: `don't`, `1,250.5`.
    fn joins(&self, byte: u8, digits: bool) -> bool {
        let next = self.line.as_bytes().get(self.at + 1).copied().unwrap_or(b' ');
        match byte {
            b'\'' => next.is_ascii_alphabetic() || next >= 0xc3,
            b'.' | b',' => digits && next.is_ascii_digit() && self.after_digit(),
            _ => false,
        }
    }

    fn after_digit(&self) -> bool {
        self.at > 0 && self.line.as_bytes()[self.at - 1].is_ascii_digit()
    }

    fn letter_after(&self, len: usize) -> bool {
        self.line[self.at + len..].chars().next().is_some_and(char::is_alphabetic)
    }

    /// The right road: any script that puts spaces between words.
    fn unicode_word(&mut self, start: usize, tokens: &mut Vec<Token>, scratch: &mut Vec<u8>) {
        let mut folded = String::new();
        let (mut digits, mut letters, mut end) = (false, 0, start);
        let mut chars = self.line[start..].char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let inside =
                is_apostrophe(c) && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
            if !inside && !continues_word(c) {
                break;
            }
            end = start + offset + c.len_utf8();
            if inside || is_ignored(c) {
                continue;
            }
            digits |= c.is_numeric();
            self.lower |= c.is_lowercase();
            letters += u32::from(!is_combining_mark(c));
            folded.extend(c.to_lowercase());
        }
        let first = self.line[start..].chars().next();
        self.at = end.max(start + 1);
        if is_nfkc_quick(folded.chars()) != IsNormalized::Yes {
            folded = folded.nfkc().flat_map(char::to_lowercase).collect();
        }
        scratch.clear();
        scratch.extend_from_slice(folded.as_bytes());
        self.push(digits, scratch, tokens);
        self.form.letters += letters;
        if first.is_some_and(char::is_uppercase) {
            self.form.capitals = self.form.capitals.saturating_add(1);
        } else if tokens.len() == self.first + 1 && first.is_some_and(char::is_lowercase) {
            self.form.marks |= Form::LOWER;
        }
    }

    /// One character of a script without spaces is a token of its own.
    fn character(&mut self, c: char, tokens: &mut Vec<Token>) {
        self.at += c.len_utf8();
        if is_combining_mark(c) {
            return;
        }
        let mut buffer = [0; 4];
        if c.is_numeric() && !c.is_alphabetic() {
            tokens.push(Token::number(c.encode_utf8(&mut buffer).as_bytes()));
            self.form.numbers = self.form.numbers.saturating_add(1);
        } else {
            let (token, stop) =
                self.segmenter.mark(Token::word(c.encode_utf8(&mut buffer).as_bytes()));
            tokens.push(token);
            self.form.stops = self.form.stops.saturating_add(u16::from(stop));
        }
        self.form.letters += 1;
        self.form.characters = self.form.characters.saturating_add(1);
    }

    fn push(&mut self, digits: bool, folded: &[u8], tokens: &mut Vec<Token>) {
        if digits {
            tokens.push(Token::number(folded));
            self.form.numbers = self.form.numbers.saturating_add(1);
        } else {
            let (token, stop) = self.segmenter.mark(Token::word(folded));
            tokens.push(token);
            self.form.stops = self.form.stops.saturating_add(u16::from(stop));
        }
    }

    /// A sign between words: only its marks are kept.
    fn sign(&mut self, c: char, tokens: usize) {
        let before = tokens - self.first;
        let rest = &self.line[self.at + c.len_utf8()..];
        let spaced = rest.chars().next().is_none_or(|n| n.is_whitespace() || n == '\u{a0}');
        match c {
            '/' if self.form.lead == 0
                && (1..=8).contains(&before)
                && spaced
                && self.line[..self.at].ends_with(' ') =>
            {
                self.form.lead = u8::try_from(before).unwrap_or(0);
            }
            ':' | '：' | '|' | '｜' | '»' | '›' | '→' | '▶' | '►' | '>' | '–' | '—' | '-'
                if self.form.lead == 0
                    && (1..=8).contains(&before)
                    && (spaced || !matches!(c, ':' | '-' | '>' | '–' | '—')) =>
            {
                self.form.lead = u8::try_from(before).unwrap_or(0);
            }
            _ => {}
        }
        let marks = match c {
            '|' | '｜' | '→' | '·' | '•' | '▶' | '►' => Form::PIPES,
            '»' | '›' | '>' | '/'
                if spaced && before > 0 && self.line[..self.at].ends_with(' ') =>
            {
                Form::PIPES
            }
            '"' | '“' | '”' | '„' | '«' | '「' | '『' | '‘' => Form::QUOTED,
            '@' if !spaced => Form::ADDRESS,
            '/' if self.line[..self.at].ends_with(":/") => Form::ADDRESS,
            '.' if !spaced && self.line[..self.at].ends_with("www") => Form::ADDRESS,
            '©' | '®' | '™' => Form::COPYRIGHT,
            '{' | '}' => Form::CODE,
            '<' if rest.starts_with('/') => Form::CODE,
            '。' | '！' | '？' | '।' | '۔' | '؟' if !rest.trim().is_empty() => {
                Form::SENTENCES
            }
            '.' | '!' | '?' if self.ends_sentence_here(rest) => Form::SENTENCES,
            _ => 0,
        };
        self.form.marks |= marks;
        self.at += c.len_utf8();
    }

    /// Whether a full stop after a word of three letters or more comes before a new capital.
    fn ends_sentence_here(&self, rest: &str) -> bool {
        let before = self.line[..self.at].chars().rev();
        let word = before.skip_while(|c| is_closing(*c)).take(3);
        if word.filter(|c| c.is_alphanumeric()).count() < 3 {
            return false;
        }
        let after = rest.trim_start_matches(is_closing);
        let next = after.trim_start().trim_start_matches(is_opening);
        after.len() > next.len() && next.chars().next().is_some_and(|c| !c.is_lowercase())
    }

    fn finish(mut self) -> Form {
        let line = self.line;
        self.form.end = end_of(line);
        let first = line.chars().next().unwrap_or(' ');
        let quoting = first == '»' && line.contains('«');
        if quoting || matches!(first, '"' | '“' | '„' | '«' | '「' | '『' | '‘' | '\'') {
            self.form.marks |= Form::QUOTE;
        }
        if matches!(
            first,
            '*' | '•'
                | '·'
                | '-'
                | '–'
                | '—'
                | '»'
                | '>'
                | '›'
                | '→'
                | '▶'
                | '►'
                | '■'
                | '▪'
                | '●'
                | '#'
                | '+'
                | '×'
                | '☰'
                | '✓'
        ) {
            self.form.marks |= Form::BULLET;
        }
        let bracketed = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];
        if bracketed.iter().any(|(open, close)| line.starts_with(*open) && line.ends_with(*close)) {
            self.form.marks |= Form::BRACKETED;
        }
        if !self.lower && self.form.capitals > 0 && self.form.letters >= 3 {
            self.form.marks |= Form::CAPS;
        }
        self.form
    }
}

/// How a line ends, closing quotes and brackets left aside.
fn end_of(line: &str) -> End {
    let line = line.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace());
    if line.ends_with("...") || line.ends_with('…') {
        return End::Ellipsis;
    }
    match line.chars().next_back() {
        Some('.' | '。' | '．' | '।' | '۔' | '።' | '။' | '។') => End::Stop,
        Some('?' | '？' | '؟' | '\u{37e}') => End::Question,
        Some('!' | '！') => End::Exclamation,
        Some(':' | '：') => End::Colon,
        Some(',' | ';' | '，' | '；' | '、' | '،' | '–' | '—' | '-') => End::Comma,
        _ => End::Open,
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | '）' | ')' | ']' | '」' | '』' | '】' | '“')
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '«' | '„' | '(' | '[' | '「')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Characters without a shape of their own: they split no word and tell no word apart.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{640}')
}

fn continues_word(c: char) -> bool {
    !is_spaceless(c) && (c.is_alphanumeric() || is_combining_mark(c) || is_ignored(c))
}

/// Scripts that put no space between words: Han, kana, Thai, Lao, Tibetan, Burmese, Khmer.
fn is_spaceless(c: char) -> bool {
    matches!(c as u32,
        0x0e00..=0x0fff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff
        | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9f
        | 0x20000..=0x3ffff)
        && !matches!(c, '・' | '๏' | '๚' | '๛')
}

#[expect(clippy::cast_possible_truncation, reason = "texts are cut at half of u32::MAX")]
fn as_u32(n: usize) -> u32 {
    n as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<Token> {
        Segmenter::new([]).tokens(line)
    }

    #[test]
    fn spelling_of_quotes_case_and_width_makes_no_difference() {
        assert_eq!(words("“Don’t”, SHE said"), words("\"don't\" she Said"));
        assert_eq!(words("ｆｕｌｌ　ｗｉｄｔｈ"), words("full width"));
        assert_eq!(words("cafe\u{301} Über"), words("café über"));
        assert_eq!(words("co\u{ad}operate"), words("cooperate"));
    }

    #[test]
    fn figures_are_one_token_each() {
        assert_eq!(words("1,250.5 crowns").len(), 2);
        assert_eq!(words("at 10:30, 2019.").len(), 4);
    }

    #[test]
    fn scripts_without_spaces_give_characters() {
        assert_eq!(words("延伸阅读：新闻").len(), 6);
        assert_eq!(words("ข่าว").len(), 3);
        assert_eq!(words("경제 뉴스").len(), 2);
    }

    #[test]
    fn form_tells_leads_and_ends() {
        let form = |s: &str| Segmenter::new([]).segment(s, None).blocks[0].form;
        assert_eq!(form("READ:   Russia Allows Diplomacy").lead, 1);
        assert_eq!(form("SEE ALSO: x").lead, 2);
        assert_eq!(form("It was 10:30 when").lead, 0);
        assert_eq!(form("延伸阅读：新闻").lead, 4);
        assert_eq!(form("He said “no.”").end, End::Stop);
        assert!(form("ADVERTISEMENT").has(Form::CAPS));
        assert!(form("It rained again. Nobody came.").has(Form::SENTENCES));
        assert!(!form("The U.S. Senate met").has(Form::SENTENCES));
        assert!(form("(PHOTOS: a gala)").has(Form::BRACKETED));
    }

    #[test]
    fn blocks_are_trimmed_lines() {
        let s = Segmenter::new([]).segment("\n  One line \r\n\r\n***\nTwo\n", Some("The title"));
        let spans: Vec<_> = s.blocks.iter().map(Block::span).collect();
        assert_eq!(spans, [3..11, 16..19, 20..23]);
        assert_eq!(s.title().len(), 2);
    }
}

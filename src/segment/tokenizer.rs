//! Lines into blocks.
//!
//! Takes text and the function words to mark, gives [`Segmented`]. Two spellings of one word are one token, whatever
//! their case, their marks and their width.

use super::stops::Stops;
use super::walk::Walk;
use super::{Block, Form, Segmented, Token, as_u32, fold};
use memchr::memchr2;
use std::ops::Range;

/// Splits articles into blocks and tokens. Made once, shared by all threads.
#[derive(Debug, Clone, Default)]
pub struct Segmenter {
    stops: Stops,
}

impl Segmenter {
    /// A segmenter that marks `stops` (any case) as function words.
    pub fn new<'a>(stops: impl IntoIterator<Item = &'a str>) -> Self {
        let plain = Self::default();
        let mut made = Self::default();
        for token in stops.into_iter().flat_map(|word| plain.tokens(word)) {
            made.stops.insert(token);
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
        let mut scratch = String::new();
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
        self.walk(phrase, &mut tokens, &mut String::new());
        tokens
    }

    /// Where each token of a line stands in it, in bytes.
    #[must_use]
    pub fn spans(&self, line: &str) -> Vec<Range<usize>> {
        let (mut spans, mut tokens, mut scratch) = (Vec::new(), Vec::new(), String::new());
        let mut walk = Walk::new(&self.stops, line, 0);
        while walk.at < line.len() {
            let start = walk.at;
            walk.step(&mut tokens, &mut scratch);
            if tokens.len() > spans.len() {
                spans.push(start..walk.at);
            }
        }
        spans
    }

    fn block(&self, line: &str, at: usize, out: &mut Segmented, scratch: &mut String) {
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
    fn walk(&self, line: &str, tokens: &mut Vec<Token>, scratch: &mut String) -> Form {
        let mut walk = Walk::new(&self.stops, line, tokens.len());
        while walk.at < line.len() {
            walk.step(tokens, scratch);
        }
        walk.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::End;

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
        assert_eq!(words("17개의 댓글"), words("17 개의 댓글"));
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

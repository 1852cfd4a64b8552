//! A paragraph that is held against others, and as it is shown.
//!
//! Takes the text of a block, gives its words with their places, pieces of it, and a [`Passage`] with the words that differ
//! told apart. Never decides what differs.

use crate::segment::{Segmenter, Token, fold};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A paragraph of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The number of its paragraph among those that are compared, from 1. A paragraph that stands in several pieces in
    /// the other article is taken apart, and its pieces have one number.
    pub number: usize,
    /// Its words.
    pub words: usize,
    /// Its text, cut where words begin or cease to differ.
    pub text: Vec<Segment>,
}

/// A run of words that all differ from the other paragraph, or all do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The run, as it stands in the article.
    pub text: String,
    /// Whether the words differ.
    pub differs: bool,
}

/// Which of some paragraphs hold a sign.
pub(super) struct Holders {
    by_sign: FxHashMap<u64, Vec<usize>>,
    paragraphs: usize,
}

impl Holders {
    /// The paragraphs with these places among `all`.
    pub(super) fn new(all: &[Paragraph], places: impl IntoIterator<Item = usize>) -> Self {
        let mut by_sign: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for place in places {
            all[place].signs.iter().for_each(|s| by_sign.entry(*s).or_default().push(place));
        }
        Self { by_sign, paragraphs: all.len() }
    }

    /// How many signs of this paragraph each holds.
    pub(super) fn shared(&self, paragraph: &Paragraph) -> Vec<usize> {
        let mut shared = vec![0; self.paragraphs];
        let held = paragraph.signs.iter().filter_map(|s| self.by_sign.get(s)).flatten();
        held.for_each(|place| shared[*place] += 1);
        shared
    }
}

/// A paragraph on its way to a row.
#[derive(Debug)]
pub(super) struct Paragraph {
    number: usize,
    text: String,
    pub(super) tokens: Vec<Token>,
    /// Where each token stands in the text.
    spans: Vec<Range<usize>>,
    spaceless: bool,
    pub(super) words: usize,
    /// What it is recognised by: its words without function words, in scripts without spaces pairs of characters.
    pub(super) signs: Vec<u64>,
}

impl Paragraph {
    /// The paragraph with this number and text; `None` where no word stands in it.
    pub(super) fn new(
        number: usize,
        text: String,
        spaceless: bool,
        segmenter: &Segmenter,
    ) -> Option<Self> {
        let (tokens, spans) = (segmenter.tokens(&text), segmenter.spans(&text));
        if tokens.is_empty() || tokens.len() != spans.len() {
            return None;
        }
        Some(Self::of(number, text, (tokens, spans), spaceless))
    }

    fn of(
        number: usize,
        text: String,
        (tokens, spans): (Vec<Token>, Vec<Range<usize>>),
        spaceless: bool,
    ) -> Self {
        let words = if spaceless { (tokens.len() * 3).div_ceil(5) } else { tokens.len() };
        let signs = signs(&tokens, spaceless);
        Self { number, text, tokens, spans, spaceless, words, signs }
    }

    /// The paragraph cut before each of these words, which ascend and are not the first.
    pub(super) fn cut(&self, before: &[usize]) -> Vec<Self> {
        let starts = std::iter::once(0).chain(before.iter().copied());
        let ends = before.iter().copied().chain([self.tokens.len()]);
        starts.zip(ends).map(|(start, end)| self.piece(start..end)).collect()
    }

    fn piece(&self, words: Range<usize>) -> Self {
        let bytes = self.edge(words.start)..self.edge(words.end);
        let spans = self.spans[words.clone()].iter();
        let spans = spans.map(|s| s.start - bytes.start..s.end - bytes.start).collect();
        let tokens = self.tokens[words].to_vec();
        let text = self.text[bytes].to_owned();
        Self::of(self.number, text, (tokens, spans), self.spaceless)
    }

    /// Where to cut before a word: a quotation mark that opens goes with it.
    fn edge(&self, word: usize) -> usize {
        let (Some(before), Some(span)) = (word.checked_sub(1), self.spans.get(word)) else {
            return if word == 0 { 0 } else { self.text.len() };
        };
        let gap = self.spans[before].end..span.start;
        let space = self.text[gap.clone()].char_indices().rfind(|(_, c)| c.is_whitespace());
        space.map_or(gap.end, |(at, c)| gap.start + at + c.len_utf8())
    }

    /// The paragraph with the words that differ told apart.
    pub(super) fn passage(&self, differs: &[bool]) -> Passage {
        let mut text = Vec::new();
        let mut from = 0;
        let mut first = 0;
        for run in differs.chunk_by(|x, y| x == y) {
            let next = first + run.len();
            let start = if run[0] { self.spans[first].start } else { from };
            let end = match self.spans.get(next) {
                _ if run[0] => self.spans[next - 1].end,
                Some(span) => span.start,
                None => self.text.len(),
            };
            push(&mut text, &self.text[from..start], false);
            push(&mut text, &self.text[start..end], run[0]);
            (from, first) = (end, next);
        }
        push(&mut text, &self.text[from..], false);
        Passage { number: self.number, words: self.words, text }
    }
}

/// Appends a run; signs and spaces between words join the run before them that does not differ.
fn push(segments: &mut Vec<Segment>, text: &str, differs: bool) {
    match segments.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.differs == differs => last.text.push_str(text),
        _ => segments.push(Segment { text: text.to_owned(), differs }),
    }
}

fn signs(tokens: &[Token], spaceless: bool) -> Vec<u64> {
    let telling: Vec<u64> =
        tokens.iter().filter(|t| !t.is_stop()).map(|t| u64::from(t.0)).collect();
    let mut signs = match () {
        () if spaceless && tokens.len() > 1 => tokens.windows(2).map(|w| fold(3, w)).collect(),
        () if telling.len() > 1 => telling,
        () => tokens.iter().map(|t| u64::from(t.0)).collect(),
    };
    signs.sort_unstable();
    signs.dedup();
    signs
}

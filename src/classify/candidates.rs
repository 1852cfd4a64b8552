//! Parts of a line that might be stamped on it: its sentences, rows of buttons at its head, and what a cue leads to.
//!
//! Takes one line with its seams, gives [`Span`]s, overlapping and in any order. Looks cheaply, so that most lines are
//! passed by; weighs nothing.

use super::cues::Place;
use super::observe::{Observed, Observer};
use crate::segment::{Block, Form, Seam, Token, fold};
use crate::survey::edges;

/// Words from which the same head of many lines is no chance.
const HEAD: usize = 4;
/// Stories of a host in which a sentence or head is stamped, not told.
pub(super) const STORIES: u32 = 3;
/// Longest sentence that may go, in words.
const LONGEST: usize = 60;
/// Words of a title that a cue leads to.
const TITLE: std::ops::RangeInclusive<usize> = 4..=30;
/// Fewest words of a line that could lose a part.
const SHORTEST: usize = 6;

/// Part of a line, from seam to seam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Seam,
    pub(super) to: Seam,
    /// Whether its end is where a sentence only seems to begin.
    pub(super) guessed: bool,
}

/// One line, to be searched.
pub(super) struct Line<'a> {
    pub(super) observer: &'a Observer<'a>,
    pub(super) block: &'a Block,
    pub(super) tokens: &'a [Token],
    /// The start of the line, its seams, its end.
    pub(super) seams: Vec<Seam>,
}

impl<'a> Line<'a> {
    /// A line of the observer's article; `None` if it is too short or has no seams.
    pub(super) fn new(observer: &'a Observer<'a>, block: &'a Block) -> Option<Self> {
        let article = observer.article;
        let inner = article.seams_of(block);
        if inner.is_empty() || (block.count as usize) < SHORTEST {
            return None;
        }
        let form = &block.form;
        let mark = |set: bool, mark: u16| if set { mark } else { 0 };
        let start = Seam {
            byte: block.start,
            marks: Seam::STOP
                | mark(!form.has(Form::LOWER), Seam::CAPITAL)
                | mark(form.has(Form::QUOTE), Seam::QUOTE)
                | mark(form.has(Form::BRACKETED), Seam::OPEN),
            ..Seam::default()
        };
        let end = Seam { byte: block.end, word: block.count, ..Seam::default() };
        let seams = [start].iter().chain(inner).chain([&end]).copied().collect();
        Some(Self { observer, block, tokens: article.tokens_of(block), seams })
    }

    /// All that might be stamped; `line` is what was observed of the whole.
    pub(super) fn spans(&self, line: &Observed) -> Vec<Span> {
        let mut spans = Vec::new();
        self.sentences(line, &mut spans);
        self.rows(&mut spans);
        self.heads(&mut spans);
        self.leads(&mut spans);
        let last = self.block.count;
        spans.retain(|s| {
            let told = s.from.has(Seam::QUOTED) || s.to.has(Seam::QUOTED);
            !told && s.from.word < s.to.word && (s.from.word > 0 || s.to.word < last)
        });
        spans
    }

    pub(super) fn words(&self, span: &Span) -> &'a [Token] {
        &self.tokens[span.from.word as usize..span.to.word as usize]
    }

    /// Sentences that begin as cues do, hold one, or stand at the edges of lines in many stories.
    fn sentences(&self, line: &Observed, spans: &mut Vec<Span>) {
        let article = self.observer.article;
        let phrases = line.cues.iter().any(|c| c.place == Place::Phrase);
        let ends: Vec<Seam> = self.sentence_starts().chain(self.seams.last().copied()).collect();
        for pair in ends.windows(2) {
            let span = Span { from: pair[0], to: pair[1], guessed: false };
            let words = self.words(&span);
            if words.len() <= LONGEST && (self.observer.cues.open(words) || phrases) {
                spans.push(span);
            }
        }
        for edge in edges(article, self.block) {
            let at = |word: usize| ends.iter().find(|s| s.word as usize == word);
            let (from, to) = (at(edge.start), at(edge.end));
            if let Some((from, to)) = from.zip(to).filter(|_| self.is_stamped(&self.tokens[edge])) {
                spans.push(Span { from: *from, to: *to, guessed: false });
            }
        }
    }

    /// Rows of buttons and marks of the page, at the start of the line or of a sentence, up to a capital.
    fn rows(&self, spans: &mut Vec<Span>) {
        for from in self.sentence_starts() {
            let start = from.word as usize;
            let seam = |end: usize| self.seam(start + end).filter(|s| s.has(Seam::CAPITAL));
            let ends = self.observer.cues.row_ends(&self.tokens[start..]);
            for to in ends.filter_map(seam) {
                spans.push(Span { from, to: self.titled(to).unwrap_or(to), guessed: false });
            }
        }
    }

    /// The words before a capital that are a line of their own in many stories of the host.
    fn heads(&self, spans: &mut Vec<Span>) {
        let from = self.seams[0];
        let capitals = self.seams.iter().filter(|s| s.has(Seam::CAPITAL) && !s.is_sentence());
        for to in capitals.take_while(|s| s.word <= 12).filter(|s| s.word as usize >= HEAD) {
            let span = Span { from, to: *to, guessed: false };
            if self.is_stamped(self.words(&span)) {
                spans.push(span);
            }
        }
    }

    /// What a cue with a delimiter leads to: up to the end of another article's title, of the bracket, or to where a
    /// sentence seems to begin. (Where the sentence or the line ends, it is a sentence.)
    fn leads(&self, spans: &mut Vec<Span>) {
        for seam in self.seams.iter().filter(|s| s.has(Seam::DELIMITED)) {
            let before = &self.tokens[..seam.word as usize];
            let lead = self.observer.cues.lead_at_end(before);
            let from = lead.and_then(|lead| self.seam(before.len() - lead));
            let Some(from) = from.filter(|f| f.has(Seam::CAPITAL) && !f.has(Seam::QUOTE)) else {
                continue;
            };
            let titled = self.titled(*seam).map(|to| (to, false));
            let apart = from.is_sentence() || from.has(Seam::OPEN);
            let closed = || if from.has(Seam::OPEN) { self.closed(seam) } else { self.begun(seam) };
            let end = titled.or_else(|| closed().filter(|_| apart));
            spans.extend(end.map(|(to, guessed)| Span { from, to, guessed }));
        }
    }

    /// Where the title of another article ends that begins at a seam.
    fn titled(&self, from: Seam) -> Option<Seam> {
        let rest = &self.tokens[from.word as usize..];
        let is_title = |n: &usize| {
            let key = fold(0, &rest[..*n]);
            key != self.observer.own_title && self.observer.survey.titles.contains_key(&key)
        };
        let longest = (*TITLE.end()).min(rest.len());
        let words = (*TITLE.start()..=longest).rev().find(is_title)?;
        self.seam(from.word as usize + words)
    }

    /// Where the bracket closes, or the line ends.
    fn closed(&self, from: &Seam) -> Option<(Seam, bool)> {
        let mut after = self.seams.iter().filter(|s| s.word > from.word);
        let end = self.block.count;
        after.find(|s| s.has(Seam::CLOSE) || s.word == end).map(|s| (*s, false))
    }

    /// Where a sentence seems to begin: a function word with a capital, after words of which few have one.
    fn begun(&self, from: &Seam) -> Option<(Seam, bool)> {
        let after = || self.seams.iter().filter(|s| s.word > from.word);
        let starts = |s: &&Seam| {
            s.has(Seam::CAPITAL) && self.tokens.get(s.word as usize).is_some_and(|t| t.is_stop())
        };
        let to = after().take_while(|s| !s.is_sentence()).find(starts)?;
        let words = (to.word - from.word) as usize;
        let capitals = after().filter(|s| s.word < to.word && s.has(Seam::CAPITAL)).count();
        (TITLE.contains(&words) && 2 * capitals <= words).then_some((*to, true))
    }

    fn sentence_starts(&self) -> impl Iterator<Item = Seam> {
        let inner = &self.seams[..self.seams.len() - 1];
        inner.iter().filter(|s| s.is_sentence()).copied()
    }

    fn seam(&self, word: usize) -> Option<Seam> {
        let at = self.seams.binary_search_by_key(&word, |s| s.word as usize).ok()?;
        Some(self.seams[at])
    }

    /// Whether these words stand in enough stories of the host, at the edge of a line or as one.
    fn is_stamped(&self, words: &[Token]) -> bool {
        let key = fold(0, words);
        let survey = self.observer.survey;
        [&survey.sentences, &survey.exact].iter().any(|counts| {
            let local = counts.number(key).map(|n| counts.on_host(n, self.observer.host));
            local.is_some_and(|local| local.stories >= STORIES)
        })
    }
}

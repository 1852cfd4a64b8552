//! Parts of a line that might be stamped on it: its sentences, rows of buttons at its head, and what a cue leads to.
//!
//! Takes one line with its seams, gives [`Span`]s, overlapping and in any order. Looks cheaply, so that most lines are
//! passed by; weighs nothing.

use super::observe::Observer;
use crate::segment::{Block, End, Form, Seam, Token, fold};
use crate::survey::{Counts, STAMPED, edges};

/// Words from which the same head of many lines is no chance.
const HEAD: usize = 4;
/// Longest sentence that may go, in words.
const LONGEST: u32 = 60;
/// Words of a title that a cue leads to.
const TITLE: std::ops::RangeInclusive<usize> = 4..=30;
/// Stories in which a sentence that ends them is stamped, though it never is a line of its own.
const LAST: u32 = 5;
/// Fewest words of a row of buttons.
const BUTTONS: usize = 2;
/// Words of a row of buttons that is one even where no other line begins with it.
const ROW: usize = 5;
/// Most words after "Photo:" and its like that are names only.
const NAMES: usize = 6;
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
    /// Its seams, but for its start and its end.
    pub(super) inner: &'a [Seam],
    start: Seam,
    end: Seam,
}

impl<'a> Line<'a> {
    /// A line of the observer's article; `None` if it is too short, has no seams or is all in brackets.
    pub(super) fn new(observer: &'a Observer<'a>, block: &'a Block) -> Option<Self> {
        let form = &block.form;
        if (block.count as usize) < SHORTEST || form.has(Form::BRACKETED) {
            return None;
        }
        let inner = observer.article.seams_of(block);
        let tokens = observer.article.tokens_of(block);
        let mark = |set: bool, mark: u16| if set { mark } else { 0 };
        let start = Seam {
            byte: block.start,
            marks: Seam::STOP
                | mark(!form.has(Form::LOWER), Seam::CAPITAL)
                | mark(form.has(Form::QUOTE), Seam::QUOTE)
                | mark(!inner.is_empty() && observer.cues.open(tokens), Seam::CUED),
            ..Seam::default()
        };
        let end = Seam { byte: block.end, word: block.count, ..Seam::default() };
        (!inner.is_empty()).then_some(Self { observer, block, tokens, inner, start, end })
    }

    /// All that might be stamped.
    pub(super) fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        self.cued(&mut spans);
        self.edges(&mut spans);
        self.rows(&mut spans);
        self.heads(&mut spans);
        self.leads(&mut spans);
        let last = self.block.count;
        spans.retain(|s| {
            let told = s.from.has(Seam::QUOTED) || s.to.has(Seam::QUOTED);
            let part = s.from.word < s.to.word && (s.from.word > 0 || s.to.word < last);
            part && !told && !self.is_doubtful(s)
        });
        spans
    }

    pub(super) fn words(&self, span: &Span) -> &'a [Token] {
        &self.tokens[span.from.word as usize..span.to.word as usize]
    }

    /// All its sentences, where there are several.
    pub(super) fn sentences(&self) -> impl Iterator<Item = Span> {
        let ends = self.sentence_starts().skip(1).chain([self.end]);
        let spans = self.sentence_starts().zip(ends);
        let all = self.block.count;
        let spans = spans.map(|(from, to)| Span { from, to, guessed: false });
        spans.filter(move |s| s.from.word < s.to.word && s.to.word - s.from.word < all)
    }

    /// Sentences that begin as cues do, and are not most of the line; the last of the article also if it holds a phrase, for nothing of the story can
    /// follow.
    fn cued(&self, spans: &mut Vec<Span>) {
        let last = self.observer.article.blocks.last();
        let last = last.is_some_and(|last| last.start == self.block.start);
        let phrases = last && self.observer.cues.has_phrase(self.tokens);
        let mut from = self.start;
        for to in self.sentence_starts().skip(1).chain([self.end]) {
            let span = Span { from, to, guessed: false };
            let cued = from.has(Seam::CUED) && self.observer.cues.open(self.words(&span));
            let words = to.word - from.word;
            let fits = (2..=LONGEST).contains(&words) && 2 * words <= self.block.count;
            if fits && (cued || phrases && to.word == self.end.word) {
                spans.push(span);
            }
            from = to;
        }
    }

    /// Sentences at the edges of lines in many stories. A running story repeats its background too: what is stamped is a
    /// line elsewhere, or comes last of all.
    fn edges(&self, spans: &mut Vec<Span>) {
        let survey = self.observer.survey;
        for edge in edges(self.observer.article, self.block) {
            let words = &self.tokens[edge.clone()];
            let key = fold(0, words);
            let last = |n| {
                let stand = survey.sentences.stand(n);
                stand.stories >= LAST && stand.foot > stand.occurrences * 4 / 5 && edge.start > 0
            };
            if self.stands(&survey.sentences, key)
                && (self.is_line(words) || survey.sentences.number(key).is_some_and(last))
                && let Some((from, to)) = self.seam(edge.start).zip(self.seam(edge.end))
            {
                spans.push(Span { from, to, guessed: false });
            }
        }
    }

    /// Whether a span begins with a lead and a delimiter and yet is no link, or ends elsewhere.
    fn is_doubtful(&self, span: &Span) -> bool {
        let (from, to) = (span.from.word, span.to.word);
        let mut inner = self.inner.iter().filter(|s| (from + 1..to).contains(&s.word));
        let Some(seam) = inner.find(|s| s.has(Seam::DELIMITED)) else { return false };
        let lead = &self.tokens[from as usize..seam.word as usize];
        if self.lead_at_end(lead) != Some(lead.len()) {
            return false;
        }
        // Titles have no full stop: this one may have been over before.
        let stop = if to == self.block.count { self.block.form.end } else { span.to.end() };
        let goes_on = stop == End::Stop && !span.from.has(Seam::OPEN);
        // "Photo:" and a few names.
        let filling = &self.tokens[seam.word as usize..to as usize];
        let names = lead.len() == 1 && filling.len() <= NAMES;
        let credit = names && filling.iter().all(|t| !t.is_stop());
        (goes_on || credit) && self.titled(*seam).is_none_or(|end| end.word < to)
    }

    /// Rows of buttons and marks of the page, at the start of the line or of a sentence, up to a capital. One word alone
    /// may be any word; of many ends the row has the last that about as many lines of the host share.
    fn rows(&self, spans: &mut Vec<Span>) {
        for from in self.sentence_starts().filter(|s| s.has(Seam::CUED)) {
            let start = from.word as usize;
            let rest = &self.tokens[start..];
            let ends = self.observer.cues.row_ends(rest).skip_while(|end| *end < BUTTONS);
            let ends = ends.filter_map(|end| self.seam(start + end));
            let begins = |s: &Seam| s.has(Seam::CAPITAL) && !s.has(Seam::OPEN | Seam::DELIMITED);
            let mut ends: Vec<Seam> = ends.filter(begins).collect();
            let row = |to: &Seam| &rest[..to.word as usize - start];
            let lines = |to: &Seam| {
                let template = self.observer.survey.templates.lead(row(to), self.observer.host);
                template.map_or(0, |t| t.lines)
            };
            ends.retain(|to| row(to).len() >= ROW || lines(to) > 0 || self.is_line(row(to)));
            let most = ends.iter().map(lines).max().unwrap_or(0);
            if let Some(to) = ends.iter().rfind(|to| 2 * lines(to) >= most) {
                spans.push(Span { from, to: self.titled(*to).unwrap_or(*to), guessed: false });
            }
        }
    }

    /// The words before a capital that are a line of their own in many stories of the host.
    fn heads(&self, spans: &mut Vec<Span>) {
        let from = self.start;
        let capitals = self.inner.iter().filter(|s| s.has(Seam::CAPITAL) && !s.is_sentence());
        for to in capitals.take_while(|s| s.word <= 12).filter(|s| s.word as usize >= HEAD) {
            let span = Span { from, to: *to, guessed: false };
            if self.is_line(self.words(&span)) {
                spans.push(span);
            }
        }
    }

    /// What a cue with a delimiter leads to: up to the end of another article's title, of the bracket, or to where a
    /// sentence seems to begin. (Where the sentence or the line ends, it is a sentence.)
    fn leads(&self, spans: &mut Vec<Span>) {
        for seam in self.inner.iter().filter(|s| s.has(Seam::DELIMITED)) {
            let before = &self.tokens[..seam.word as usize];
            let lead = self.lead_at_end(before);
            let from = lead.and_then(|lead| self.seam(before.len() - lead));
            let Some(from) = from.filter(|f| f.has(Seam::CAPITAL) && !f.has(Seam::QUOTE)) else {
                continue;
            };
            let end = match self.titled(*seam) {
                Some(to) => Some((to, false)),
                None if from.has(Seam::OPEN) => Some((self.closed(seam), false)),
                None if from.is_sentence() => self.begun(seam).map(|to| (to, true)),
                None => None,
            };
            spans.extend(end.map(|(to, guessed)| Span { from, to, guessed }));
        }
    }

    fn lead_at_end(&self, words: &[Token]) -> Option<usize> {
        self.observer.cues.lead_at_end(words, self.block.form.spaceless(self.tokens.len()))
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
    fn closed(&self, from: &Seam) -> Seam {
        let mut after = self.inner.iter().filter(|s| s.word > from.word);
        *after.find(|s| s.has(Seam::CLOSE)).unwrap_or(&self.end)
    }

    /// Where a sentence seems to begin: a function word with a capital, after words of which few have one.
    fn begun(&self, from: &Seam) -> Option<Seam> {
        let after = || self.inner.iter().filter(|s| s.word > from.word);
        // A name goes on with a capital, and "U.S." without white space.
        let starts = |s: &&Seam| {
            let next = self.seam(s.word as usize + 1);
            s.has(Seam::CAPITAL)
                && !s.has(Seam::DELIMITED | Seam::LOUD)
                && self.tokens.get(s.word as usize).is_some_and(|t| t.is_stop())
                && next.is_some_and(|next| !next.has(Seam::CAPITAL))
        };
        let to = after().take_while(|s| !s.is_sentence()).find(starts)?;
        let words = (to.word - from.word) as usize;
        let capitals = after().filter(|s| s.word < to.word && s.has(Seam::CAPITAL)).count();
        (TITLE.contains(&words) && 2 * capitals <= words).then_some(*to)
    }

    /// The start of the line and of every other sentence in it.
    fn sentence_starts(&self) -> impl Iterator<Item = Seam> {
        std::iter::once(self.start).chain(self.inner.iter().filter(|s| s.is_sentence()).copied())
    }

    /// The seam before this word, or the end of the line.
    fn seam(&self, word: usize) -> Option<Seam> {
        match word {
            0 => Some(self.start),
            _ if word == self.tokens.len() => Some(self.end),
            _ => {
                let at = self.inner.binary_search_by_key(&word, |s| s.word as usize).ok()?;
                Some(self.inner[at])
            }
        }
    }

    /// Whether these words are a line in enough stories of the host.
    fn is_line(&self, words: &[Token]) -> bool {
        let (survey, key) = (self.observer.survey, fold(0, words));
        survey.stamped.passes(key) && self.stands(&survey.exact, key)
    }

    fn stands(&self, counts: &Counts, key: u64) -> bool {
        let local = counts.number(key).map(|n| counts.on_host(n, self.observer.host));
        local.is_some_and(|local| local.stories >= STAMPED)
    }
}

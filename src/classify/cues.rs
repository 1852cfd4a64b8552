//! Cues: wordings that show by themselves what a line is.
//!
//! Takes the phrases of all languages and the user's own, gives the cues of one line. Compared word by word, so that
//! case, punctuation and spelling of quotes make no difference.

use super::wordings::Wordings;
use crate::languages::{Language, Phrases};
use crate::report::model::Label;
use crate::segment::{Block, Form, Segmenter, Token};

/// Where in a line a cue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Anywhere.
    Phrase,
    /// At the start, and the line goes on.
    Lead,
    /// At the start, with a delimiter behind.
    Delimited,
    /// The whole line.
    Line,
}

/// A cue that a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cue {
    /// What it tells.
    pub label: Label,
    /// Where it stands.
    pub place: Place,
    /// Its length in tokens.
    pub tokens: u8,
}

/// All cues.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    /// Leads and whole lines.
    starts: Wordings,
    /// Whole lines that are no leads.
    lines: Wordings,
    phrases: Wordings,
}

/// Most words of a lead that is looked for inside a line.
const LONGEST_LEAD: usize = 6;

/// The same in a script without spaces.
const LONGEST_SPACELESS_LEAD: usize = 16;

/// A block of more words than this for every cue in it is not told by them: a story that lost its line breaks may hold
/// "read the full report" and still be a story.
const WORDS_A_CUE: usize = 150;

/// Most words of a line that quotes a name rather than somebody.
const SHORT: usize = 12;

impl Cues {
    /// The cues of these languages.
    #[must_use]
    pub fn new(languages: &[Language], segmenter: &Segmenter) -> Self {
        let mut cues = Self::default();
        for language in languages {
            cues.add(language, segmenter);
        }
        cues
    }

    /// Adds one language (or the user's own cues in the same layout).
    pub fn add(&mut self, language: &Language, segmenter: &Segmenter) {
        let kinds = [
            (Label::Promo, &language.promo),
            (Label::Subscribe, &language.subscribe),
            (Label::Legal, &language.legal),
            (Label::Ui, &language.ui),
            (Label::About, &language.about),
        ];
        for (label, phrases) in kinds {
            self.add_phrases(label, phrases, segmenter);
        }
    }

    fn add_phrases(&mut self, label: Label, phrases: &Phrases, segmenter: &Segmenter) {
        for lead in &phrases.lead {
            let words = wording(lead, segmenter);
            let strict = lead.trim_end().ends_with([':', '：']);
            let place = if strict { Place::Delimited } else { Place::Lead };
            self.insert(&words, label, place);
            self.insert(&words, label, Place::Line);
        }
        for line in &phrases.line {
            let words = wording(line, segmenter);
            self.lines.insert(&words, cue(&words, label, Place::Line));
            self.insert(&words, label, Place::Line);
        }
        for phrase in &phrases.phrase {
            self.insert(&wording(phrase, segmenter), label, Place::Phrase);
        }
    }

    fn insert(&mut self, words: &[Token], label: Label, place: Place) {
        let all = if place == Place::Phrase { &mut self.phrases } else { &mut self.starts };
        if words.iter().any(|t| !t.is_number()) {
            all.insert(words, cue(words, label, place));
        }
    }

    /// The cues of a line: for every label the strongest place and the longest wording there. O(tokens).
    #[must_use]
    pub fn of(&self, block: &Block, tokens: &[Token]) -> Vec<Cue> {
        let mut found: Vec<Cue> = Vec::new();
        for (words, cue) in self.starts.begun(tokens) {
            if let Some(place) = begins(*cue, block, tokens, words) {
                keep_best(&mut found, Cue { place, ..*cue });
            }
        }
        let mut places = usize::from(!found.is_empty());
        // Inside a quotation it is somebody's speech; a short line may begin with the name of a series.
        let spoken = block.form.has(Form::QUOTE) && block.form.words(tokens.len()) > SHORT;
        let told = if spoken { 0 } else { tokens.len() };
        for at in (0..told).filter(|at| self.phrases.may_begin(&tokens[*at..])) {
            let mut here = self.phrases.begun(&tokens[at..]).peekable();
            places += usize::from(here.peek().is_some());
            here.for_each(|(_, cue)| keep_best(&mut found, *cue));
        }
        if block.form.words(tokens.len()) > WORDS_A_CUE * places {
            found.clear();
        }
        found.extend(self.row(tokens).filter(|_| found.is_empty()));
        found.sort_unstable_by_key(|cue| {
            (std::cmp::Reverse(cue.place), std::cmp::Reverse(cue.tokens), cue.label)
        });
        found
    }

    /// Whether a line that is no cue itself ends with the wording of a button or link: "Ferries are late  Read more".
    pub(super) fn close(&self, tokens: &[Token]) -> bool {
        let ends = |words: usize| {
            let Some(at) = tokens.len().checked_sub(words).filter(|at| *at >= 3) else {
                return false;
            };
            let whole = self.starts.begun(&tokens[at..]);
            let mut whole = whole.filter(|(w, cue)| cue.place == Place::Line && w.len() == words);
            whole.any(|(_, cue)| matches!(cue.label, Label::Promo | Label::Ui | Label::Subscribe))
        };
        (2..=6).any(ends)
    }

    /// A line that is nothing but whole-line cues one after the other: "Share   Print   Save".
    fn row(&self, tokens: &[Token]) -> Option<Cue> {
        let longest = |rest: &[Token]| {
            let whole = self.starts.begun(rest).filter(|(_, cue)| cue.place == Place::Line);
            whole.map(|(_, cue)| *cue).max_by_key(|cue| cue.tokens)
        };
        let first = longest(tokens)?;
        let mut at = 0;
        while at < tokens.len() {
            at += usize::from(longest(&tokens[at..])?.tokens);
        }
        (at > usize::from(first.tokens)).then_some(first)
    }

    /// Where in these words a row of whole lines at their start may end, leads left aside: after each line of the row.
    pub fn row_ends(&self, tokens: &[Token]) -> impl Iterator<Item = usize> {
        let next = |at: &usize| {
            let ends = self.lines.begun(&tokens[*at..]).map(|(words, _)| at + words.len());
            ends.max()
        };
        std::iter::successors(next(&0), next)
    }

    /// Whether a lead or a whole-line cue begins these words, wherever it ends.
    #[must_use]
    pub fn open(&self, tokens: &[Token]) -> bool {
        self.starts.begun(tokens).next().is_some()
    }

    /// Whether a phrase stands in these words. O(tokens).
    #[must_use]
    pub fn has_phrase(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|at| self.phrases.begun(&tokens[at..]).next().is_some())
    }

    /// The words of the longest lead to other articles that ends these words, which are of a script without spaces or
    /// another.
    #[must_use]
    pub fn lead_at_end(&self, tokens: &[Token], spaceless: bool) -> Option<usize> {
        let is_lead = |rest: &[Token]| {
            let mut leads = self.starts.begun(rest);
            leads.any(|(words, cue)| cue.label == Label::Promo && words.len() == rest.len())
        };
        let most = if spaceless { LONGEST_SPACELESS_LEAD } else { LONGEST_LEAD };
        let longest = tokens.len().min(most);
        (1..=longest).rev().find(|n| is_lead(&tokens[tokens.len() - n..]))
    }

    /// The first words of whole-line cues and leads.
    pub fn openers(&self) -> impl Iterator<Item = Token> {
        self.starts.iter().filter_map(|(words, _)| words.first().copied())
    }

    /// The last words of cues that lead to other articles.
    pub fn closers(&self) -> impl Iterator<Item = Token> {
        let leads = self.starts.iter().filter(|(_, cue)| cue.label == Label::Promo);
        leads.filter_map(|(words, _)| words.last().copied())
    }
}

/// A cue of these words.
fn cue(words: &[Token], label: Label, place: Place) -> Cue {
    Cue { label, place, tokens: u8::try_from(words.len()).unwrap_or(u8::MAX) }
}

/// The words of a cue, every number made equal.
fn wording(phrase: &str, segmenter: &Segmenter) -> Vec<Token> {
    let tokens = if phrase.contains('#') {
        segmenter.tokens(&phrase.replace('#', "0"))
    } else {
        segmenter.tokens(phrase)
    };
    tokens.into_iter().map(Token::masked).collect()
}

/// Whether (and as what) a cue counts whose words begin the line.
fn begins(cue: Cue, block: &Block, tokens: &[Token], words: &[Token]) -> Option<Place> {
    let whole = tokens.len() == words.len();
    if cue.place == Place::Line {
        return whole.then_some(Place::Line);
    }
    // Inside a quotation it is somebody's speech.
    if whole || block.form.has(Form::QUOTE) {
        return None;
    }
    let delimited = usize::from(block.form.lead) == words.len();
    match cue.place {
        _ if delimited => Some(Place::Delimited),
        Place::Lead => Some(Place::Lead),
        _ => None,
    }
}

fn keep_best(found: &mut Vec<Cue>, cue: Cue) {
    match found.iter_mut().find(|f| f.label == cue.label) {
        Some(best) => {
            best.place = best.place.max(cue.place);
            best.tokens = best.tokens.max(cue.tokens);
        }
        None => found.push(cue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cues(line: &str) -> Vec<(Label, Place)> {
        let segmenter = Segmenter::new([]);
        let language = Language {
            promo: Phrases {
                lead: vec!["read:".into(), "see also".into()],
                line: vec!["most read".into()],
                phrase: vec![],
            },
            ui: Phrases { line: vec!["slideshow # images".into()], ..Phrases::default() },
            legal: Phrases { phrase: vec!["all rights reserved".into()], ..Phrases::default() },
            ..Language::default()
        };
        let cues = Cues::new(&[language], &segmenter);
        let article = segmenter.segment(line, None);
        let block = article.blocks[0];
        cues.of(&block, article.tokens_of(&block)).iter().map(|c| (c.label, c.place)).collect()
    }

    #[test]
    fn a_strict_lead_needs_its_delimiter() {
        assert_eq!(cues("READ:   Ferries are late"), [(Label::Promo, Place::Delimited)]);
        assert_eq!(cues("Read the report in full, he said."), []);
        assert_eq!(cues("See also Ferries are late"), [(Label::Promo, Place::Lead)]);
    }

    #[test]
    fn a_story_in_one_line_is_not_told_by_one_phrase() {
        let story = "The ferry left the island late. ".repeat(30);
        assert_eq!(cues(&format!("{story} All rights reserved.")), []);
        assert_eq!(cues(&format!("See also {story}")), []);
        let notice = "No part of this page may be used. ".repeat(4);
        assert_eq!(
            cues(&format!("{notice} All rights reserved.")),
            [(Label::Legal, Place::Phrase)]
        );
    }

    #[test]
    fn whole_lines_and_phrases_and_numbers() {
        assert_eq!(cues("Most read"), [(Label::Promo, Place::Line)]);
        assert_eq!(cues("Most read of all were the ferries"), []);
        assert_eq!(cues("Slideshow (5 Images)"), [(Label::Ui, Place::Line)]);
        assert_eq!(cues("Most read   Slideshow (3 images)"), [(Label::Promo, Place::Line)]);
        assert_eq!(cues("© 2019. All Rights Reserved."), [(Label::Legal, Place::Phrase)]);
    }
}

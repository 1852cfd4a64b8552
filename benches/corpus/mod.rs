//! A seeded generator of scraped news: made-up outlets with their boilerplate, stories and their copies.
//!
//! Takes a seed, gives articles without end, each with the truth about its lines and its origin. The same seed gives
//! the same bytes, and the first n articles do not depend on how many follow. Used by benches and by the laws, with
//! `#[path = "../benches/corpus/mod.rs"] mod corpus;`.

#![allow(dead_code, reason = "every bench and test uses its own part of it")]

mod dice;
mod edit;
mod outlet;
mod tongue;

pub(crate) use dice::Dice;
pub(crate) use tongue::Script;

use copydesk::segment::{Segmented, Segmenter};
use copydesk::survey::Listing;
use outlet::{Outlet, Place};
use std::collections::VecDeque;
use tongue::Tongue;

/// What a line of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The story.
    Prose,
    /// The article's own headline, repeated in its text.
    Headline,
    /// Boilerplate, word for word the same on every page with it.
    Stamped,
    /// Boilerplate with a slot.
    Slotted,
}

/// Where an article comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// A story of its own.
    Original,
    /// The very page once more.
    Twin,
    /// The same story in the dress of another outlet.
    Exact,
    /// The same story, edited at the corpus's rate.
    Near,
    /// The first part of the story.
    Cut,
    /// A recurring report with new figures.
    Report,
}

/// One made article.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Made {
    /// Its id; ascending.
    pub(crate) id: String,
    /// The outlet's host name.
    pub(crate) host: String,
    /// How its language is written.
    pub(crate) script: Script,
    /// The headline.
    pub(crate) title: String,
    /// `YYYY-MM-DD`.
    pub(crate) date: String,
    /// The text as scraped.
    pub(crate) text: String,
    /// What each non-blank line of the text is.
    pub(crate) lines: Vec<Kind>,
    /// Number of the article that it is a copy of; its own where it is the first.
    pub(crate) root: usize,
    /// How it comes from there.
    pub(crate) relation: Relation,
}

/// A corpus to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Corpus {
    seed: u64,
    hosts: usize,
    copies: f64,
    edits: f64,
}

impl Corpus {
    /// The corpus of a seed: 20 hosts, three in ten articles copies, 3 % of the words of near-copies edited.
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, hosts: 20, copies: 0.3, edits: 0.03 }
    }

    /// With this many hosts, at least 1.
    pub(crate) fn hosts(self, hosts: usize) -> Self {
        Self { hosts: hosts.max(1), ..self }
    }

    /// With this share of copies and recurring reports.
    pub(crate) fn copies(self, copies: f64) -> Self {
        Self { copies, ..self }
    }

    /// With this share of words edited in near-copies.
    pub(crate) fn edits(self, edits: f64) -> Self {
        Self { edits, ..self }
    }

    /// The articles, without end.
    pub(crate) fn made(self) -> Making {
        let mut dice = Dice::new(self.seed);
        let tongues = tongues(&mut dice);
        let outlets = (0..self.hosts).map(|n| Outlet::new(n, &tongues, &mut dice)).collect();
        Making { corpus: self, dice, tongues, outlets, recent: VecDeque::new(), number: 0 }
    }

    /// The articles until their texts have this many bytes.
    pub(crate) fn of_bytes(self, bytes: usize) -> Vec<Made> {
        let mut so_far = 0;
        let enough = |made: &Made| {
            so_far += made.text.len();
            so_far < bytes
        };
        self.made().take_while(enough).collect()
    }

    /// A segmenter that knows the function words of the corpus's tongues.
    pub(crate) fn segmenter(self) -> Segmenter {
        let tongues = tongues(&mut Dice::new(self.seed));
        Segmenter::new(tongues.iter().flat_map(Tongue::function_words))
    }
}

fn tongues(dice: &mut Dice) -> Vec<Tongue> {
    Script::ALL.iter().map(|script| Tongue::new(*script, dice)).collect()
}

/// A story that may be copied.
#[derive(Debug, Clone)]
struct Story {
    root: usize,
    outlet: usize,
    tongue: usize,
    title: String,
    paragraphs: Vec<String>,
    page: Made,
}

/// How many stories are remembered for copying.
const RECENT: usize = 200;

/// Makes article after article.
#[derive(Debug, Clone)]
pub(crate) struct Making {
    corpus: Corpus,
    dice: Dice,
    tongues: Vec<Tongue>,
    outlets: Vec<Outlet>,
    recent: VecDeque<Story>,
    number: usize,
}

impl Iterator for Making {
    type Item = Made;

    fn next(&mut self) -> Option<Made> {
        let made = if self.dice.chance(self.corpus.copies) { self.again() } else { None };
        let made = made.unwrap_or_else(|| self.original());
        self.number += 1;
        Some(made)
    }
}

impl Making {
    fn original(&mut self) -> Made {
        let outlet = self.dice.rank(self.outlets.len());
        let tongue = self.outlets[outlet].tongue;
        let (dice, words) = (&mut self.dice, &self.tongues[tongue]);
        let title = words.headline(dice);
        let paragraphs: Vec<String> =
            (0..dice.between(4, 12)).map(|_| words.paragraph(dice)).collect();
        let page = self.page(outlet, (&title, &paragraphs), (self.number, Relation::Original));
        let story =
            Story { root: self.number, outlet, tongue, title, paragraphs, page: page.clone() };
        self.recent.push_back(story);
        if self.recent.len() > RECENT {
            self.recent.pop_front();
        }
        page
    }

    /// A copy or a recurring report; nothing before the first story.
    fn again(&mut self) -> Option<Made> {
        if self.recent.is_empty() {
            return None;
        }
        let kinds =
            [Relation::Twin, Relation::Exact, Relation::Near, Relation::Cut, Relation::Report];
        match *self.dice.pick(&kinds) {
            Relation::Report => Some(self.report()),
            relation => Some(self.copy(relation)),
        }
    }

    fn copy(&mut self, relation: Relation) -> Made {
        let story = self.dice.below(self.recent.len());
        let story = self.recent[story].clone();
        if relation == Relation::Twin {
            return Made { id: id(self.number), relation, ..story.page };
        }
        let outlet = self.sister(&story);
        let mut paragraphs = story.paragraphs;
        if relation == Relation::Near {
            let tongue = &self.tongues[story.tongue];
            for paragraph in &mut paragraphs {
                *paragraph = edit::edited(paragraph, self.corpus.edits, tongue, &mut self.dice);
            }
        } else if relation == Relation::Cut {
            paragraphs.truncate(paragraphs.len() * self.dice.between(4, 8) / 10 + 1);
        }
        self.page(outlet, (&story.title, &paragraphs), (story.root, relation))
    }

    /// An outlet of the same tongue, another one where there is one.
    fn sister(&mut self, story: &Story) -> usize {
        let same = |n: &usize| self.outlets[*n].tongue == story.tongue && *n != story.outlet;
        let sisters: Vec<usize> = (0..self.outlets.len()).filter(same).collect();
        if sisters.is_empty() { story.outlet } else { *self.dice.pick(&sisters) }
    }

    fn report(&mut self) -> Made {
        let outlet = self.dice.rank(self.outlets.len());
        let which = self.dice.below(self.outlets[outlet].series.len());
        let series = &mut self.outlets[outlet].series[which];
        let root = *series.root.get_or_insert(self.number);
        let (title, paragraphs) = series.report(&mut self.dice);
        self.page(outlet, (&title, &paragraphs), (root, Relation::Report))
    }

    /// The story in the dress of an outlet.
    fn page(&mut self, outlet: usize, story: (&str, &[String]), origin: (usize, Relation)) -> Made {
        let ((title, paragraphs), (root, relation)) = (story, origin);
        let mut lines = Vec::new();
        self.stamp(outlet, Place::Top, &mut lines);
        if self.dice.chance(0.3) {
            lines.push((Kind::Headline, title.to_owned()));
        }
        let middle = self.dice.below(paragraphs.len());
        for (i, paragraph) in paragraphs.iter().enumerate() {
            if i == middle {
                self.stamp(outlet, Place::Middle, &mut lines);
            }
            lines.push((Kind::Prose, paragraph.clone()));
        }
        self.stamp(outlet, Place::Bottom, &mut lines);
        let text: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
        Made {
            id: id(self.number),
            host: self.outlets[outlet].host.clone(),
            script: self.tongues[self.outlets[outlet].tongue].script,
            title: title.to_owned(),
            date: format!("2025-{:02}-{:02}", self.dice.between(1, 12), self.dice.between(1, 28)),
            text: text.join(self.outlets[outlet].separator),
            lines: lines.iter().map(|(kind, _)| *kind).collect(),
            root,
            relation,
        }
    }

    fn stamp(&mut self, outlet: usize, place: Place, lines: &mut Vec<(Kind, String)>) {
        let outlet = &self.outlets[outlet];
        let tongue = &self.tongues[outlet.tongue];
        for stamp in outlet.stamps.iter().filter(|s| s.place == place) {
            if self.dice.chance(stamp.share) {
                let headline = self.recent.iter().rev().find(|s| s.tongue == outlet.tongue);
                let headline =
                    headline.map_or_else(|| tongue.headline(&mut self.dice), |s| s.title.clone());
                lines.push((stamp.kind(), stamp.fill(&headline, tongue, &mut self.dice)));
            }
        }
    }
}

fn id(number: usize) -> String {
    format!("n{number:06}")
}

/// The articles as JSON Lines, as a scraper writes them.
pub(crate) fn to_json_lines(made: &[Made]) -> String {
    let mut out = String::new();
    for m in made {
        let record = serde_json::json!({
            "id": m.id, "host": m.host, "title": m.title, "date_publish": m.date, "maintext": m.text,
        });
        out.push_str(&record.to_string());
        out.push('\n');
    }
    out
}

/// The articles as the survey wants them.
pub(crate) fn surveyed(made: &[Made], segmenter: &Segmenter) -> (Vec<Segmented>, Listing) {
    let mut listing = Listing::default();
    for m in made {
        let host = listing.hosts.iter().position(|h| *h == m.host).unwrap_or_else(|| {
            listing.hosts.push(m.host.clone());
            listing.hosts.len() - 1
        });
        listing.host_of.push(u32::try_from(host).unwrap_or(0));
        listing.dates.push(m.date.replace('-', "").parse().unwrap_or(0));
    }
    (made.iter().map(|m| segmenter.segment(&m.text, Some(&m.title))).collect(), listing)
}

/// Bytes of text in all of them.
pub(crate) fn bytes(made: &[Made]) -> u64 {
    made.iter().map(|m| m.text.len() as u64).sum()
}

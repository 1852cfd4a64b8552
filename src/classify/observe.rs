//! What one block shows: its form, its cues, where it stands in its article and in the corpus.
//!
//! Takes a segmented article and the survey, gives the [`Evidence`] of every block. Weighs nothing.

use super::context::Context;
use super::cues::{Cue, Cues};
use super::echo::Words;
use super::evidence::{Evidence, Kind, bin, percent};
use super::ledger::Scale;
use super::looks::{OPENING, cue_evidence, form, mostly, stutters};
use crate::segment::{Block, Segmented, Token, fold, masked};
use crate::survey::{MASKED, Side, Survey, Template};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::cell::{Cell, OnceCell};

/// What is known of one block before points are given.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Observed {
    /// Evidence, in the order of the kinds.
    pub evidence: Vec<Evidence>,
    /// Cues, strongest first.
    pub cues: Vec<Cue>,
    /// Stories of the host with the very block.
    pub host_stories: u32,
    /// Number of the block in the survey's exact counts.
    pub exact: Option<u32>,
    /// Number among the survey's sentences, where these say more: of parts of blocks only.
    pub sentence: Option<u32>,
    /// Number of its near cluster, or of its like with other figures (see `masked`).
    pub near: Option<u32>,
    /// Whether `near` counts blocks that differ in figures only.
    pub masked: bool,
    /// The template that explains it best.
    pub template: Option<u32>,
    /// The first article with it as title, where that is another one.
    pub titled: Option<u32>,
    /// Whether the block stands earlier in the article.
    pub again: bool,
    /// Whether it is prose that comes back in three stories of the host or more.
    pub recurring: bool,
}

/// How much of a block is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// All but [`Look::DEAR`].
    Glance,
    /// Everything.
    Close,
}

impl Look {
    /// What takes long to see, and turns the scale of few paragraphs.
    pub(super) const DEAR: [Kind; 7] = [
        Kind::OtherTitle,
        Kind::CueTail,
        Kind::Stutter,
        Kind::Echo,
        Kind::EchoSentence,
        Kind::EchoTitle,
        Kind::BeginsAgain,
    ];
}

/// One article under observation.
pub(super) struct Observer<'a> {
    pub(super) article: &'a Segmented,
    /// Its number in the corpus.
    pub(super) number: u32,
    pub(super) host: u32,
    pub(super) survey: &'a Survey,
    pub(super) cues: &'a Cues,
    /// What its blocks are weighed as.
    pub(super) scale: Scale,
    prose: Option<(usize, usize)>,
    pub(super) own_title: u64,
    /// Function words a hundred words of the article; 0 where they tell nothing.
    pub(super) usual: usize,
    /// Whether each block stands earlier in the article, and its cues.
    again: Vec<bool>,
    found: Vec<Vec<Cue>>,
    context: Context,
    words: OnceCell<Words>,
    openings: OnceCell<FxHashMap<u64, usize>>,
    spare: Cell<Vec<Evidence>>,
}

impl<'a> Observer<'a> {
    pub(super) fn new(
        article: &'a Segmented,
        (number, host): (u32, u32),
        survey: &'a Survey,
        cues: &'a Cues,
    ) -> Self {
        let blocks = &article.blocks;
        let is_prose = |b: &Block| b.form.is_prose(b.count as usize);
        let first = blocks.iter().position(is_prose);
        let last = blocks.iter().rposition(is_prose);
        let mut seen = FxHashSet::with_capacity_and_hasher(blocks.len(), FxBuildHasher);
        let found: Vec<_> = blocks.iter().map(|b| cues.of(b, article.tokens_of(b))).collect();
        Self {
            article,
            number,
            host,
            survey,
            cues,
            scale: Scale::of(article),
            prose: first.zip(last),
            own_title: fold(0, article.title()),
            usual: usual(article),
            again: blocks.iter().map(|b| !seen.insert(b.fingerprint) && b.count >= 2).collect(),
            context: Context::of(blocks, &found),
            found,
            words: OnceCell::new(),
            openings: OnceCell::new(),
            spare: Cell::default(),
        }
    }

    /// Takes a list of evidence back that nobody needs any more, for the next block.
    pub(super) fn reuse(&self, mut evidence: Vec<Evidence>) {
        evidence.clear();
        self.spare.set(evidence);
    }

    /// What block `i` shows.
    pub(super) fn block(&self, i: usize, look: Look) -> Observed {
        let block = &self.article.blocks[i];
        let tokens = self.article.tokens_of(block);
        let (again, cues) = (self.again[i], self.found[i].clone());
        let mut o = Observed { evidence: self.spare.take(), cues, again, ..Observed::default() };
        // Most blocks show twenty to thirty things: one allocation instead of four.
        o.evidence.reserve(32);
        form(block, tokens, self.usual, &mut o.evidence);
        self.counts(block, tokens, &mut o);
        self.templates(block, tokens, &mut o);
        forgive(&mut o.evidence);
        self.own_title(block, &mut o);
        if look == Look::Close {
            self.other_title(block, tokens, &mut o);
        }
        if o.again {
            o.evidence.push(Evidence::new(Kind::Again, bin(block.count, &[5])));
        }
        cue_evidence(block, tokens, &mut o);
        if look == Look::Close && !block.form.ends_sentence() {
            if o.cues.is_empty() && self.cues.close(tokens) {
                o.evidence.push(Evidence::new(Kind::CueTail, usize::from(tokens.len() > 25)));
            }
            if stutters(tokens) {
                o.evidence.push(Evidence::new(Kind::Stutter, 0));
            }
        }
        self.position(i, &mut o.evidence);
        if look == Look::Close {
            self.echo(block, tokens, &mut o.evidence);
            o.evidence.extend(self.begins_again(i).map(|b| Evidence::new(Kind::BeginsAgain, b)));
        }
        self.context.evidence(self.article, i, &mut o.evidence);
        o
    }

    /// The bin of [`Kind::BeginsAgain`].
    fn begins_again(&self, i: usize) -> Option<usize> {
        let blocks = &self.article.blocks;
        let opening = |i: usize| {
            let opening = self.article.tokens_of(&blocks[i]).get(..OPENING);
            opening.filter(|_| !self.again[i]).map(|opening| fold(0, opening))
        };
        let first = self.openings.get_or_init(|| {
            let mut first = FxHashMap::with_capacity_and_hasher(blocks.len(), FxBuildHasher);
            for i in 0..blocks.len() {
                if let Some(opening) = opening(i) {
                    first.entry(opening).or_insert(i);
                }
            }
            first
        });
        let earlier = first.get(&opening(i)?).filter(|first| **first < i)?;
        let tokens = |i: usize| self.article.tokens_of(&blocks[i]);
        Some(usize::from(mostly(tokens(*earlier), tokens(i))))
    }

    fn counts(&self, block: &Block, tokens: &[Token], o: &mut Observed) {
        let sentence = block.form.ends_sentence();
        let exact = &self.survey.exact;
        o.exact = exact.number(block.fingerprint);
        o.host_stories = o.exact.map_or(1, |n| exact.on_host(n, self.host).stories.max(1));
        let kind = if sentence { Kind::HostSentence } else { Kind::HostLine };
        o.evidence.push(Evidence::new(kind, bin(o.host_stories, &[2, 3, 4, 6, 10, 20, 50])));
        let host_size = self.survey.host_stories.get(self.host as usize).copied().unwrap_or(1);
        o.evidence.push(Evidence::new(Kind::HostSize, bin(host_size, &[2, 6, 21, 101])));
        if o.host_stories >= 2 && host_size >= 8 {
            let share = percent(o.host_stories as usize, host_size as usize);
            o.evidence.push(Evidence::new(Kind::HostShare, bin(share, &[2, 10, 30])));
        }
        if let Some(stand) = o.exact.map(|n| exact.stand(n)).filter(|_| o.host_stories >= 3) {
            let most = stand.occurrences * 4 / 5;
            let place = if stand.head > most {
                0
            } else if stand.foot > most {
                1
            } else {
                2
            };
            o.evidence.push(Evidence::new(Kind::Station, place + if sentence { 3 } else { 0 }));
        }
        if let Some(stand) = o.exact.map(|n| exact.stand(n)).filter(|_| o.host_stories >= 2) {
            let share = percent(stand.inner as usize, stand.occurrences as usize);
            o.evidence.push(Evidence::new(Kind::Between, bin(share, &[1, 50, 95])));
        }
        let hosts = o.exact.map_or(1, |n| exact.stand(n).hosts.min(exact.stand(n).stories));
        if hosts >= 2 {
            let b = bin(hosts, &[3, 5]) + if sentence { 3 } else { 0 };
            o.evidence.push(Evidence::new(Kind::OtherHosts, b));
        }
        self.near(block, tokens, o);
        if self.is_background(o) {
            o.evidence.push(Evidence::new(Kind::Background, 0));
        }
    }

    /// Whether a recurring passage tells what went before: it stands among paragraphs, where stamps stand at the edges.
    fn is_background(&self, o: &Observed) -> bool {
        let stand = o.exact.map(|n| self.survey.exact.stand(n));
        let amid = stand.is_some_and(|s| {
            10 * s.inner >= 8 * s.occurrences && 2 * (s.head + s.foot) <= s.occurrences
        });
        o.recurring && o.cues.is_empty() && amid
    }

    fn near(&self, block: &Block, tokens: &[Token], o: &mut Observed) {
        let survey = self.survey;
        let near = survey.near_key.get(&block.fingerprint).and_then(|key| survey.near.number(*key));
        let numbered = (block.form.numbers > 0).then(|| masked(MASKED, tokens));
        let figures = numbered.and_then(|key| survey.masked.number(key));
        let by_near = near.map_or(0, |n| survey.near.on_host(n, self.host).stories);
        let by_figures = figures.map_or(0, |n| survey.masked.on_host(n, self.host).stories);
        o.masked = by_figures >= by_near && figures.is_some();
        o.near = if o.masked { figures } else { near };
        let stories = by_near.max(by_figures);
        let prose = block.form.ends_sentence() && block.form.is_prose(tokens.len());
        o.recurring = prose && stories.max(o.host_stories) >= RECURS;
        if stories >= 2 && stories > o.host_stories {
            let b = bin(stories, &[3, 6]) + if block.form.ends_sentence() { 3 } else { 0 };
            o.evidence.push(Evidence::new(Kind::HostNear, b));
        }
    }

    pub(super) fn templates(&self, block: &Block, tokens: &[Token], o: &mut Observed) {
        let fits: Vec<(u32, &Template)> = self.survey.templates.of(tokens, self.host).collect();
        let strength = |t: &Template| {
            let delimited = if t.share(t.delimited) >= 0.5 { 2.0 } else { 1.0 };
            let open = 1.1 - t.share(t.sentences);
            delimited
                * open
                * f32::from(u16::try_from(t.support()).unwrap_or(u16::MAX)).ln_1p()
                * f32::from(t.depth.min(4)).sqrt()
        };
        let best = |side, on_host: bool| {
            let of_kind =
                fits.iter().filter(|(_, t)| t.side == side && t.host.is_some() == on_host);
            of_kind.max_by(|a, b| strength(a.1).total_cmp(&strength(b.1))).copied()
        };
        if let Some((number, t)) = best(Side::Lead, true) {
            o.template = Some(number);
            lead_evidence(t, block, &mut o.evidence);
        }
        // Both ends stamped: the template that stamps most of the line.
        let framed = fits.iter().filter(|(_, t)| {
            t.host.is_some()
                && t.other >= 1
                && t.depth + t.other >= 5
                && usize::from(t.depth + t.other) < tokens.len()
        });
        if let Some((number, t)) = framed.max_by_key(|(_, t)| (t.depth + t.other, t.stories)) {
            o.template = Some(*number);
            o.evidence.push(Evidence::new(Kind::Frame, usize::from(t.depth + t.other >= 8)));
        }
        let sentence = if block.form.ends_sentence() { 3 } else { 0 };
        if let Some((number, t)) = best(Side::Tail, true) {
            o.template = o.template.or(Some(number));
            o.evidence.push(Evidence::new(Kind::Tail, bin(t.stories, &[5, 10]) + sentence));
        }
        if let Some((number, t)) = best(Side::Lead, false) {
            o.template = o.template.or(Some(number));
            let delimited =
                if usize::from(block.form.lead) == usize::from(t.depth) { 2 } else { 0 };
            o.evidence.push(Evidence::new(Kind::SharedLead, bin(t.hosts, &[5]) + delimited));
        }
    }

    pub(super) fn own_title(&self, block: &Block, o: &mut Observed) {
        if block.count >= 2 && block.fingerprint == self.own_title {
            o.evidence.push(Evidence::new(Kind::OwnTitle, usize::from(o.again)));
        }
    }

    pub(super) fn other_title(&self, block: &Block, tokens: &[Token], o: &mut Observed) {
        let other = |key: u64| {
            let used = self.survey.titles.get(&key)?;
            (key != self.own_title).then_some(used.first)
        };
        let line = if tokens.len() >= TITLE { other(block.fingerprint) } else { None };
        let most = if tokens.len() < 40 { tokens.len().saturating_sub(TITLE).min(6) } else { 0 };
        let filling = || (1..=most).find_map(|lead| other(fold(0, &tokens[lead..])));
        o.titled = line.or_else(filling);
        if o.titled.is_some() {
            o.evidence.push(Evidence::new(Kind::OtherTitle, usize::from(line.is_none())));
        }
    }

    pub(super) fn position(&self, i: usize, out: &mut Vec<Evidence>) {
        let n = self.article.blocks.len();
        let place = match i {
            0 => Some(0),
            _ if i + 1 == n => Some(5),
            1 => Some(1),
            _ if i + 2 == n => Some(4),
            _ if i * 5 < n => Some(2),
            _ if (n - i) * 5 <= n => Some(3),
            _ => None,
        };
        out.extend(place.map(|b| Evidence::new(Kind::Position, b)));
        let Some((first, last)) = self.prose else { return };
        if i > last {
            out.push(Evidence::new(Kind::AfterProse, bin(i - last, &[2, 4])));
        } else if i < first {
            out.push(Evidence::new(Kind::BeforeProse, bin(first - i, &[2, 4])));
        }
    }

    pub(super) fn echo(&self, block: &Block, tokens: &[Token], out: &mut Vec<Evidence>) {
        self.words.get_or_init(|| Words::of(self.article)).echo(block, tokens, out);
    }
}

/// Fewest words of a title that proves a line to be a link.
const TITLE: usize = 4;

/// Stories from which a paragraph is background that the host repeats.
const RECURS: u32 = 3;

/// A line whose wording stands elsewhere with another filling is not alone, though no other is equal to it.
pub(super) fn forgive(evidence: &mut Vec<Evidence>) {
    if evidence.iter().any(|e| matches!(e.kind, Kind::Frame | Kind::HostNear)) {
        evidence.retain(|e| !(matches!(e.kind, Kind::HostLine | Kind::HostSentence) && e.bin == 0));
    }
}

fn lead_evidence(t: &Template, block: &Block, out: &mut Vec<Evidence>) {
    let kind = if t.share(t.sentences) >= 0.4 { Kind::LeadSentence } else { Kind::Lead };
    let delimited = if usize::from(block.form.lead) == usize::from(t.depth) { 3 } else { 0 };
    out.push(Evidence::new(kind, bin(t.stories, &[5, 10]) + delimited));
    if t.titles > 0 {
        out.push(Evidence::new(Kind::LeadTitles, usize::from(t.share(t.titles) >= 0.2)));
    }
    let an_article = t.lines / t.articles.max(1);
    if an_article >= 2 {
        out.push(Evidence::new(Kind::LeadMany, usize::from(an_article >= 4)));
    }
}

/// Function words a hundred words of an article. Few, and its language is unknown or writes them into other words: then
/// none of its lines is told by them.
fn usual(article: &Segmented) -> usize {
    let stops: usize = article.blocks.iter().map(|b| usize::from(b.form.stops)).sum();
    let share = percent(stops, article.title as usize);
    if share < LEAST_USUAL { 0 } else { share }
}

/// Function words a hundred words from which they tell something.
const LEAST_USUAL: usize = 8;

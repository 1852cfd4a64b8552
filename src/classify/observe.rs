//! What one block shows: its form, its cues, where it stands in its article and in the corpus.
//!
//! Takes a segmented article and the survey, gives the [`Evidence`] of every block but that of its neighbours. Weighs
//! nothing.

use super::cues::{Cue, Cues};
use super::evidence::{Evidence, Kind, bin, percent};
use super::looks::{OPENING, cue_evidence, form, mostly, stutters};
use super::rules::Named;
use crate::segment::{Block, Segmented, Token, fold, masked};
use crate::survey::{MASKED, Side, Survey, Template};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

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

impl Observed {
    /// The names by which the report and rules may call the block.
    pub(super) fn names(&self, block: &Block, survey: &Survey) -> Vec<Named> {
        let mut names = vec![('b', block.fingerprint)];
        let near =
            |n| if self.masked { ('m', survey.masked.key(n)) } else { ('n', survey.near.key(n)) };
        names.extend(self.near.map(near));
        names.extend(self.template.map(|t| ('t', survey.templates.get(t).key)));
        names
    }
}

/// One article under observation.
pub(super) struct Observer<'a> {
    pub(super) article: &'a Segmented,
    pub(super) host: u32,
    pub(super) survey: &'a Survey,
    pub(super) cues: &'a Cues,
    prose: Option<(usize, usize)>,
    words: FxHashMap<Token, u32>,
    title_words: FxHashSet<Token>,
    pub(super) own_title: u64,
    /// Function words a hundred words of the article; 0 where they tell nothing.
    pub(super) usual: usize,
}

impl<'a> Observer<'a> {
    pub(super) fn new(
        article: &'a Segmented,
        host: u32,
        survey: &'a Survey,
        cues: &'a Cues,
    ) -> Self {
        let is_prose = |b: &Block| b.form.is_prose(b.count as usize);
        let first = article.blocks.iter().position(is_prose);
        let last = article.blocks.iter().rposition(is_prose);
        let mut words = FxHashMap::default();
        words.reserve(article.tokens.len());
        // Function words and figures are no echo of anything.
        let text = &article.tokens[..article.title as usize];
        for token in text.iter().filter(|t| !t.is_stop() && !t.is_number()) {
            *words.entry(*token).or_insert(0) += 1;
        }
        Self {
            article,
            host,
            survey,
            cues,
            prose: first.zip(last),
            words,
            title_words: article.title().iter().filter(|t| !t.is_stop()).copied().collect(),
            own_title: fold(0, article.title()),
            usual: usual(article),
        }
    }

    /// All blocks of the article in order.
    pub(super) fn all(&self) -> Vec<Observed> {
        let mut seen = FxHashSet::default();
        let mut openings: FxHashMap<u64, &[Token]> = FxHashMap::default();
        let blocks = self.article.blocks.iter().enumerate();
        blocks
            .map(|(i, block)| {
                let again = !seen.insert(block.fingerprint) && block.count >= 2;
                let mut o = self.one(i, block, again);
                let tokens = self.article.tokens_of(block);
                if let Some(opening) = tokens.get(..OPENING).filter(|_| !again) {
                    match openings.entry(fold(0, opening)) {
                        Entry::Occupied(earlier) => {
                            let b = usize::from(mostly(earlier.get(), tokens));
                            o.evidence.push(Evidence::new(Kind::BeginsAgain, b));
                        }
                        Entry::Vacant(place) => {
                            place.insert(tokens);
                        }
                    }
                }
                o
            })
            .collect()
    }

    fn one(&self, i: usize, block: &Block, again: bool) -> Observed {
        let tokens = self.article.tokens_of(block);
        let mut o = Observed { again, cues: self.cues.of(block, tokens), ..Observed::default() };
        // Most blocks show twenty to thirty things: one allocation instead of four.
        o.evidence.reserve(32);
        form(block, tokens, self.usual, &mut o.evidence);
        self.counts(block, tokens, &mut o);
        self.templates(block, tokens, &mut o);
        forgive(&mut o.evidence);
        self.titles(block, tokens, &mut o);
        cue_evidence(block, tokens, &mut o);
        if !block.form.ends_sentence() {
            if o.cues.is_empty() && self.cues.close(tokens) {
                o.evidence.push(Evidence::new(Kind::CueTail, usize::from(tokens.len() > 25)));
            }
            if stutters(tokens) {
                o.evidence.push(Evidence::new(Kind::Stutter, 0));
            }
        }
        self.position(i, &mut o.evidence);
        self.echo(block, tokens, &mut o.evidence);
        o
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

    pub(super) fn titles(&self, block: &Block, tokens: &[Token], o: &mut Observed) {
        let other = |tokens: &[Token]| {
            let key = fold(0, tokens);
            let used = self.survey.titles.get(&key)?;
            (key != self.own_title && tokens.len() >= 4).then_some(used.first)
        };
        if tokens.len() >= 2 && fold(0, tokens) == self.own_title {
            o.evidence.push(Evidence::new(Kind::OwnTitle, usize::from(o.again)));
        }
        let line = other(tokens);
        let leads = (1..=6).filter(|lead| tokens.len() > *lead && tokens.len() < 40);
        let filling = leads.map(|lead| &tokens[lead..]).find_map(other);
        o.titled = line.or(filling);
        if o.titled.is_some() {
            o.evidence.push(Evidence::new(Kind::OtherTitle, usize::from(line.is_none())));
        }
        if o.again {
            o.evidence.push(Evidence::new(Kind::Again, bin(block.count, &[5])));
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

    /// How much of the block's content words the rest of the article and its title use as well.
    pub(super) fn echo(&self, block: &Block, tokens: &[Token], out: &mut Vec<Evidence>) {
        let mut content: Vec<Token> =
            tokens.iter().filter(|t| !t.is_stop() && !t.is_number()).copied().collect();
        content.sort_unstable();
        let runs = || content.chunk_by(|a, b| a == b);
        let distinct = runs().count();
        if distinct < 3 {
            return;
        }
        let elsewhere =
            |run: &&[Token]| self.words.get(&run[0]).is_some_and(|all| *all as usize > run.len());
        let count = if tokens.len() <= 60 { runs().filter(elsewhere).count() } else { distinct };
        let kind = if block.form.ends_sentence() { Kind::EchoSentence } else { Kind::Echo };
        out.push(Evidence::new(kind, bin(percent(count, distinct), &[1, 25, 50, 75])));
        let titled = runs().filter(|run| self.title_words.contains(&run[0])).count();
        if titled > 0 {
            out.push(Evidence::new(Kind::EchoTitle, bin(percent(titled, distinct), &[30, 60])));
        }
    }
}

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

//! The second grain: which articles are copies of each other.
//!
//! Takes the decisions with their keys, gives a [`Kinship`]: the place of every article among its relatives, with exact
//! similarities. Every candidate is verified on the full shingle sets.

use super::decide::Decisions;
use super::learn::Learned;
use crate::cluster::{self, Link};
use crate::config::{ArticlesConfig, Keep};
use crate::copies::{
    self, Change, Compare as _, Heads, Hint, Links, NEAR_WORDS, Particulars, Place, Rank,
    Thresholds,
};
use crate::error::Result;
use crate::progress::{Progress, Stage};
use crate::report::model::Relation;
use crate::segment::Token;
use crate::shingle::Overlap;
use crate::spill::Articles as _;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;

/// Where every article stands among the others.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    /// By article; `None` for those without relatives.
    pub(super) places: Vec<Option<Place>>,
}

impl Kinship {
    /// Whether an article is a duplicate of a kept one.
    pub(super) fn is_duplicate(&self, article: u32) -> bool {
        self.places[article as usize].is_some_and(|p| p.duplicate_of.is_some())
    }
}

/// Compares all articles.
///
/// # Errors
/// [`crate::Error::Io`] if the spill cannot be read.
pub(super) fn compare(
    learned: &Learned,
    decisions: &Decisions,
    config: &ArticlesConfig,
    dates: &FxHashSet<Token>,
    progress: &dyn Progress,
) -> Result<Kinship> {
    let n = learned.spill.len();
    progress.begin(Stage::Match, Some(n as u64));
    let kinship = Comparison::new(learned, decisions, config, dates).run();
    progress.advance(Stage::Match, n as u64);
    progress.end(Stage::Match);
    learned.spill.check()?;
    Ok(kinship)
}

struct Comparison<'a> {
    learned: &'a Learned,
    decisions: &'a Decisions,
    config: &'a ArticlesConfig,
    names_of_days: &'a FxHashSet<Token>,
    thresholds: Thresholds,
    /// Days since 1970 by article, where the date is known.
    days: Vec<Option<i32>>,
    /// How many articles each one might stand for: links that make duplicates.
    degree: Vec<u32>,
    /// Pairs of links, lower number first, that are edited copies of each other.
    edited: FxHashSet<(u32, u32)>,
    /// Articles that hold several others which have nothing in common.
    collections: FxHashSet<u32>,
}

impl<'a> Comparison<'a> {
    fn new(
        learned: &'a Learned,
        decisions: &'a Decisions,
        config: &'a ArticlesConfig,
        names_of_days: &'a FxHashSet<Token>,
    ) -> Self {
        let thresholds = Thresholds {
            version: config.version,
            near: config.near,
            edited: Thresholds::edited(config.near, config.shingle).max(config.version),
            contained: config.contained,
            window: config.window,
        };
        Self {
            learned,
            decisions,
            config,
            names_of_days,
            thresholds,
            days: learned.listing.dates.iter().map(|date| copies::day(*date)).collect(),
            degree: vec![0; learned.spill.len()],
            edited: FxHashSet::default(),
            collections: FxHashSet::default(),
        }
    }

    fn run(mut self) -> Kinship {
        let heads =
            Heads::new(&self.decisions.contents, |i| self.rank(i), |a, b| self.is_apart(a, b));
        let links = self.links(&heads);
        for link in &links {
            if self.is_close(&link.overlap) {
                self.degree[link.a as usize] += 1;
                self.degree[link.b as usize] += 1;
            }
        }
        self.collections = self.find_collections(&links);
        self.edited = self.find_edited(&links);
        let affinities = links.par_iter().map(|l| self.affinity(l.a, l.b, &l.overlap)).collect();
        let links = Links::new(heads.head_of.len(), links, affinities);
        let clusters = copies::clusters(&links, &heads.weights(), &self);
        Kinship { places: copies::places(&heads, &clusters, &links, &self) }
    }

    /// Verified links between heads: pairs that bands find, and pairs of unlike length that share passages.
    fn links(&self, heads: &Heads) -> Vec<Link> {
        let contents = &self.decisions.contents;
        let compared =
            |row: usize| contents[row].words >= NEAR_WORDS && heads.is_head(super::number(row));
        let thresholds = &self.thresholds;
        let is_related = |o: &Overlap| {
            o.jaccard() >= thresholds.related() || o.overlap() >= thresholds.contained
        };
        let pairs = self.decisions.passages.candidates(compared);
        let mut links = cluster::verify(&pairs, |i| self.set(i), is_related);
        links.extend(cluster::linked(
            &self.decisions.keys,
            (compared, |row| self.name(row)),
            |i| self.set(i),
            is_related,
            |o| o.jaccard() >= self.thresholds.version,
        ));
        links.sort_unstable_by_key(|l| (l.a, l.b));
        links.dedup();
        links
    }

    fn is_close(&self, overlap: &Overlap) -> bool {
        overlap.jaccard() >= self.config.near || overlap.overlap() >= self.config.contained
    }

    /// Articles that hold two much shorter ones that have next to nothing in common: round-ups.
    fn find_collections(&self, links: &[Link]) -> FxHashSet<u32> {
        let mut held: Vec<(u32, u32)> = Vec::new();
        for Link { a, b, overlap: o } in links {
            if o.overlap() >= self.thresholds.contained && o.jaccard() < self.thresholds.near {
                held.push(if o.left > o.right { (*a, *b) } else { (*b, *a) });
            }
        }
        held.sort_unstable();
        let holds_strangers = |of_one: &&[(u32, u32)]| {
            // A few, chosen by content, so that the order of reading changes nothing.
            let mut few: Vec<u32> = of_one.iter().map(|(_, i)| *i).collect();
            few.sort_unstable_by_key(|i| self.name(*i));
            few.truncate(FEW);
            let sets: Vec<Vec<u64>> = few.iter().map(|i| self.set(*i)).collect();
            let strange = |a: &Vec<u64>, b: &Vec<u64>| Overlap::of(a, b).overlap() < STRANGE;
            sets.iter().enumerate().any(|(n, a)| sets[n + 1..].iter().any(|b| strange(a, b)))
        };
        let groups: Vec<&[(u32, u32)]> = held.chunk_by(|x, y| x.0 == y.0).collect();
        let groups = groups.into_par_iter().filter(|of_one| of_one.len() > 1);
        groups.filter(holds_strangers).map(|of_one| of_one[0].0).collect()
    }

    /// Links that are edited copies, where Jaccard similarity alone does not tell.
    fn find_edited(&self, links: &[Link]) -> FxHashSet<(u32, u32)> {
        let thresholds = &self.thresholds;
        let doubtful = |l: &&Link| {
            (thresholds.related()..thresholds.near).contains(&l.overlap.jaccard())
                && self.is_edited(l.a, l.b)
        };
        links.par_iter().filter(doubtful).map(|l| (l.a, l.b)).collect()
    }

    fn is_edited(&self, a: u32, b: u32) -> bool {
        copies::is_edited(&self.paragraphs(a), &self.paragraphs(b))
    }

    /// The shingles of an article's content, paragraph by paragraph.
    fn paragraphs(&self, number: u32) -> Vec<Vec<u64>> {
        let article = self.decisions.article(number, &self.learned.spill);
        let content = self.decisions.content(number, &article);
        copies::paragraphs(&article, &content, self.config.shingle)
    }

    /// Whether the shorter of two articles is a part of the longer, and that no round-up.
    fn is_part(&self, a: u32, b: u32, overlap: &Overlap) -> bool {
        let (short, long) = if overlap.left <= overlap.right { (a, b) } else { (b, a) };
        !self.collections.contains(&long)
            && copies::is_part(overlap, || (self.set(short), self.paragraphs(long)))
    }

    fn particulars(&self, number: u32) -> Particulars {
        let article = self.decisions.article(number, &self.learned.spill);
        let sentences = self.decisions.sentences(number, &article);
        Particulars::of(&article, &sentences, |t| self.names_of_days.contains(t))
    }

    /// Days between two articles, if both dates are known.
    fn days_between(&self, a: u32, b: u32) -> Option<u32> {
        Some(self.days[a as usize]?.abs_diff(self.days[b as usize]?))
    }

    fn host(&self, article: u32) -> &str {
        &self.learned.listing.hosts[self.learned.listing.host_of[article as usize] as usize]
    }

    fn host_rank(&self, i: u32, hosts: &[String]) -> u32 {
        let host = self.host(i);
        super::number(hosts.iter().position(|h| h == host).unwrap_or(hosts.len()))
    }
}

/// Articles that one holds which are compared with each other.
const FEW: usize = 12;
/// Containment below which two articles have next to nothing in common.
const STRANGE: f64 = 0.1;

impl copies::Compare for Comparison<'_> {
    fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    fn set(&self, article: u32) -> Vec<u64> {
        let number = article;
        let article = self.decisions.article(number, &self.learned.spill);
        copies::set(&article, &self.decisions.content(number, &article), self.config.shingle)
    }

    fn name(&self, article: u32) -> u64 {
        self.decisions.contents[article as usize].fingerprint
    }

    fn rank(&self, i: u32) -> Rank {
        let words = Reverse(self.decisions.contents[i as usize].words);
        let longest = u32::MAX - words.0;
        let date = self.learned.listing.dates[i as usize];
        let earliest = if date == 0 { u32::MAX } else { date };
        let hub = u32::MAX - self.degree[i as usize];
        match &self.config.keep {
            Keep::Longest => (longest, earliest, i, 0),
            Keep::Earliest => (earliest, hub, longest, i),
            Keep::Latest => (u32::MAX - date, hub, longest, i),
            Keep::First => (i, 0, 0, 0),
            Keep::Hosts(hosts) => (self.host_rank(i, hosts), longest, earliest, i),
        }
    }

    fn is_apart(&self, a: u32, b: u32) -> bool {
        self.thresholds.are_apart(self.days_between(a, b))
    }

    fn candidates(&self, among: &[u32]) -> Vec<(u32, u32)> {
        self.decisions.keys.among(among)
    }

    fn keeps_the_whole(&self) -> bool {
        // Dates say which of two copies came first; of a story that grew that is not the question.
        matches!(self.config.keep, Keep::Earliest | Keep::Latest)
    }

    fn affinity(&self, a: u32, b: u32, overlap: &Overlap) -> f32 {
        let found = true;
        self.thresholds.affinity(overlap, &Asked { of: self, a, b, overlap, found })
    }

    fn relation(&self, kept: u32, article: u32, overlap: &Overlap) -> Relation {
        let (a, b, found) = (article, kept, false);
        self.thresholds.relation(overlap, &Asked { of: self, a, b, overlap, found })
    }

    fn is_recurring(&self, a: u32, b: u32, overlap: &Overlap) -> bool {
        if !Change::is_likely(overlap) {
            return false;
        }
        let known = !self.host(a).is_empty() && !self.host(b).is_empty();
        let same_host = known.then(|| self.host(a) == self.host(b));
        let hint = Hint::of(same_host, self.days_between(a, b));
        self.particulars(a).change(&self.particulars(b)).is_recurring(hint)
    }
}

/// Two articles of which something is asked.
struct Asked<'a, 'b> {
    of: &'a Comparison<'b>,
    a: u32,
    b: u32,
    /// What they share; `left` is `a`.
    overlap: &'a Overlap,
    /// Whether only what was found of links is known: cheap enough for all pairs.
    found: bool,
}

impl copies::Pair for Asked<'_, '_> {
    fn days(&self) -> Option<u32> {
        self.of.days_between(self.a, self.b)
    }

    fn is_part(&self) -> bool {
        self.of.is_part(self.a, self.b, self.overlap)
    }

    fn is_edited(&self) -> bool {
        if self.found {
            return self.of.edited.contains(&(self.a.min(self.b), self.a.max(self.b)));
        }
        self.of.is_edited(self.a, self.b)
    }

    fn is_told(&self) -> bool {
        copies::is_told(&self.of.paragraphs(self.a), &self.of.paragraphs(self.b))
    }

    fn is_changed(&self) -> bool {
        self.of.particulars(self.a).change(&self.of.particulars(self.b)).is_notable()
    }

    fn is_recurring(&self) -> bool {
        self.of.is_recurring(self.a, self.b, self.overlap)
    }
}

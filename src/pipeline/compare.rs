//! The second grain: which articles are copies of each other.
//!
//! Takes the decisions with their keys, gives a [`Kinship`]: the place of every article among its relatives, with exact
//! similarities. Every candidate is verified on the full shingle sets.

use super::decide::Decisions;
use super::guests::{self, Guests, Leads};
use super::kinship::Kinship;
use super::knowledge::Knowledge;
use super::known::Acquaintance;
use super::learn::Learned;
use crate::cluster::{self, Link, Shelf};
use crate::config::{ArticlesConfig, Keep};
use crate::copies::{
    self, Bonds, Change, Compare as _, Content, Heads, Hint, Links, NEAR_WORDS, Place, Rank, Sight,
    Thresholds,
};
use crate::desk::Desk;
use crate::error::Result;
use crate::lsh::{BandKeys, PassageKeys};
use crate::progress::{Progress, Stage};
use crate::report::model::Relation;
use crate::shingle::Overlap;
use crate::spill::Articles as _;
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::mem::take;
use std::sync::Arc;

/// Compares all articles, with each other and with what the desk has. What is new is noted in the lesson.
///
/// # Errors
/// [`crate::Error::Io`] if the spill cannot be read.
pub(super) fn compare(
    learned: &Learned,
    decisions: &mut Decisions,
    config: &ArticlesConfig,
    (knowledge, acquaintance): (&Knowledge, &Acquaintance),
    progress: &dyn Progress,
) -> Result<(Kinship, Option<Leads>)> {
    let n = learned.spill.len();
    progress.begin(Stage::Match, Some(n as u64));
    let (mut guests, mut leads) = (Guests::default(), None);
    if let Some(desk) = &knowledge.desk {
        let (found, passages) = guests::leads(decisions, learned.spill.scratch());
        guests = Guests::find((&found, &passages), desk, acquaintance, knowledge.signing);
        leads = Some(found);
    }
    let mut keys = (take(&mut decisions.keys), take(&mut decisions.passages));
    guests.add_keys(&mut keys.0, &mut keys.1);
    if guests.len() > 0 {
        let names = learned.names.iter().copied().chain(guests.iter().map(|g| g.about.name));
        decisions.bonds = Bonds::new(&knowledge.book, &names.collect::<Vec<_>>());
    }
    let told = (knowledge, acquaintance, &guests);
    let mut places = Comparison::new(learned, decisions, config, told).run(keys);
    places.truncate(n);
    progress.advance(Stage::Match, n as u64);
    progress.end(Stage::Match);
    learned.spill.check()?;
    knowledge.desk.as_ref().map_or(Ok(()), Desk::check)?;
    Ok((Kinship { places, guests }, leads))
}

struct Comparison<'a> {
    learned: &'a Learned,
    decisions: &'a Decisions,
    config: &'a ArticlesConfig,
    knowledge: &'a Knowledge,
    acquaintance: &'a Acquaintance,
    guests: &'a Guests,
    /// Of the crawl and, behind it, of the guests.
    contents: Vec<Content>,
    dates: Vec<u32>,
    thresholds: Thresholds,
    /// Articles that are being compared.
    sights: Shelf<Sight>,
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
        (knowledge, acquaintance, guests): (&'a Knowledge, &'a Acquaintance, &'a Guests),
    ) -> Self {
        let of_guests = guests.iter().map(|guest| guest.content);
        let contents: Vec<Content> = decisions.contents.iter().copied().chain(of_guests).collect();
        let of_guests = guests.iter().map(|guest| guest.about.day);
        let dates: Vec<u32> = learned.listing.dates.iter().copied().chain(of_guests).collect();
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
            knowledge,
            acquaintance,
            guests,
            thresholds,
            sights: Shelf::new(learned.spill.scratch().share(8).min(SIGHTS)),
            days: dates.iter().map(|date| copies::day(*date)).collect(),
            degree: vec![0; contents.len()],
            contents,
            dates,
            edited: FxHashSet::default(),
            collections: FxHashSet::default(),
        }
    }

    fn run(mut self, keys: (BandKeys, PassageKeys)) -> Vec<Option<Place>> {
        let rank = |i| (!self.is_preferred(i), self.rank(i));
        let apart = |a, b| self.is_apart(a, b) || self.is_preferred(b);
        let heads = Heads::new(&self.contents, rank, apart);
        let links = self.links(&heads, keys);
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
        copies::places(&heads, &links, &self)
    }

    /// Verified links between heads: pairs that bands find, and pairs of unlike length that share passages.
    fn links(&self, heads: &Heads, (bands, passages): (BandKeys, PassageKeys)) -> Vec<Link> {
        let contents = &self.contents;
        let compared =
            |row: usize| contents[row].words >= NEAR_WORDS && heads.is_head(super::number(row));
        let thresholds = &self.thresholds;
        let is_related = |o: &Overlap| {
            o.jaccard() >= thresholds.related() || o.overlap() >= thresholds.contained
        };
        let pairs = passages.candidates(compared);
        let mut links = cluster::verify(&pairs, |i| self.sight(i), is_related);
        links.extend(cluster::linked(
            &bands,
            (compared, |row| self.name(row)),
            |i| self.sight(i),
            is_related,
            |o| o.jaccard() >= self.thresholds.version,
        ));
        let decided = &self.decisions.bonds;
        if !decided.is_empty() {
            links.retain(|l| !decided.are_parted(l.a, l.b));
        }
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
            let few: Vec<Arc<Sight>> = few.iter().map(|i| self.sight(*i)).collect();
            let strange = |a: &Sight, b: &Sight| Overlap::of(a.set(), b.set()).overlap() < STRANGE;
            few.iter().enumerate().any(|(n, a)| few[n + 1..].iter().any(|b| strange(a, b)))
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
        copies::is_edited(self.sight(a).sequence(), self.sight(b).sequence())
    }

    /// Whether the shorter of two articles is a part of the longer, and that no round-up.
    fn is_part(&self, a: u32, b: u32, overlap: &Overlap) -> bool {
        let (short, long) = if overlap.left <= overlap.right { (a, b) } else { (b, a) };
        !self.collections.contains(&long)
            && copies::is_part(overlap, |n| {
                self.sight(long).sequence().at_head(n, self.sight(short).set())
            })
    }

    /// What changed in figures, dates and names from one article to the other.
    fn change(&self, a: u32, b: u32) -> Change {
        let (a, b) = (self.sight(a), self.sight(b));
        let is_day = |token: &_| self.knowledge.dates.contains(token);
        a.particulars(is_day).change(b.particulars(is_day))
    }

    /// Days between two articles, if both dates are known.
    fn days_between(&self, a: u32, b: u32) -> Option<u32> {
        Some(self.days[a as usize]?.abs_diff(self.days[b as usize]?))
    }

    /// Which of the guests a number is.
    fn guest(&self, article: u32) -> Option<usize> {
        (article as usize).checked_sub(self.learned.spill.len())
    }

    fn host(&self, article: u32) -> &str {
        if let Some(guest) = self.guest(article) {
            return self.guests.host(guest);
        }
        &self.learned.listing.hosts[self.learned.listing.host_of[article as usize] as usize]
    }

    fn host_rank(&self, i: u32, hosts: &[String]) -> u32 {
        let host = self.host(i);
        super::number(hosts.iter().position(|h| h == host).unwrap_or(hosts.len()))
    }
}

/// Bytes of articles that are at hand while they are compared, at most.
const SIGHTS: usize = 256 << 20;
/// Articles that one holds which are compared with each other.
const FEW: usize = 12;
/// Containment below which two articles have next to nothing in common.
const STRANGE: f64 = 0.1;

impl copies::Compare for Comparison<'_> {
    fn thresholds(&self) -> &Thresholds {
        &self.thresholds
    }

    fn sight(&self, article: u32) -> Arc<Sight> {
        self.sights.get(article, || {
            let of_crawl = || {
                let (rest, kept) = self.decisions.rest(article, &self.learned.spill);
                Sight::new(rest, kept, self.config.shingle)
            };
            let of_desk = |guest| self.guests.sight(guest, self.config.shingle);
            let sight = self.guest(article).map_or_else(of_crawl, of_desk);
            let bytes = sight.bytes();
            (sight, bytes)
        })
    }

    fn name(&self, article: u32) -> u64 {
        self.contents[article as usize].fingerprint
    }

    fn rank(&self, i: u32) -> Rank {
        let words = Reverse(self.contents[i as usize].words);
        let longest = u32::MAX - words.0;
        let date = self.dates[i as usize];
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

    fn is_preferred(&self, article: u32) -> bool {
        // What went out with an earlier crawl is not called back.
        self.guest(article).is_some()
            || self.acquaintance.kept.contains(&article)
            || self.decisions.bonds.is_preferred(article)
    }

    fn is_apart(&self, a: u32, b: u32) -> bool {
        self.thresholds.are_apart(self.days_between(a, b)) || self.decisions.bonds.are_parted(a, b)
    }

    fn candidates(&self, among: &[u32]) -> Vec<(u32, u32)> {
        let signing = &self.knowledge.signing;
        let mut keys = BandKeys::new(signing.bands.bands);
        for article in among {
            keys.extend(&signing.keys(self.sight(*article).set().iter().copied()));
        }
        let pairs = keys.candidates(|_| true).into_iter();
        pairs.map(|(a, b)| (among[a as usize], among[b as usize])).collect()
    }

    fn keeps_the_whole(&self) -> bool {
        // Dates say which of two copies came first; of a story that grew that is not the question.
        matches!(self.config.keep, Keep::Earliest | Keep::Latest)
    }

    fn affinity(&self, a: u32, b: u32, overlap: &Overlap) -> f32 {
        let found = true;
        if self.decisions.bonds.are_parted(a, b) {
            return 0.0;
        }
        self.thresholds.affinity(overlap, &Asked { of: self, a, b, overlap, found })
    }

    fn relation(&self, kept: u32, article: u32, overlap: &Overlap) -> Relation {
        let (a, b, found) = (article, kept, false);
        if self.decisions.bonds.are_parted(a, b) {
            return Relation::Version;
        }
        self.thresholds.relation(overlap, &Asked { of: self, a, b, overlap, found })
    }

    fn is_recurring(&self, a: u32, b: u32, overlap: &Overlap) -> bool {
        if !Change::is_likely(overlap) {
            return false;
        }
        let known = !self.host(a).is_empty() && !self.host(b).is_empty();
        let same_host = known.then(|| self.host(a) == self.host(b));
        let hint = Hint::of(same_host, self.days_between(a, b));
        self.change(a, b).is_recurring(hint)
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
        copies::is_told(self.of.sight(self.a).sequence(), self.of.sight(self.b).sequence())
    }

    fn is_changed(&self) -> bool {
        self.of.change(self.a, self.b).is_notable()
    }

    fn is_recurring(&self) -> bool {
        self.of.is_recurring(self.a, self.b, self.overlap)
    }
}

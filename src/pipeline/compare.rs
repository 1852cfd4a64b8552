//! The second grain: which articles are copies of each other.
//!
//! Takes the decisions with their band keys, gives a [`Kinship`]: the place of every article among its relatives, with
//! exact similarities. Every candidate is verified on the full shingle sets.

use super::decide::Decisions;
use super::learn::Learned;
use crate::cluster::{self, Link};
use crate::config::{ArticlesConfig, Keep};
use crate::copies::{self, Heads, NEAR_WORDS, Place, Thresholds, story};
use crate::error::Result;
use crate::progress::{Progress, Stage};
use crate::report::model::Relation;
use crate::segment::Token;
use crate::shingle::Overlap;
use crate::survey::Articles as _;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// Where every article stands among the others.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    /// By article; `None` for those without relatives.
    pub(super) places: Vec<Option<Place>>,
    /// What articles share with their representative (`left` is the article).
    pub(super) overlaps: FxHashMap<u32, Overlap>,
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
    let degree = vec![0; n];
    let kinship = Comparison { learned, decisions, config, dates, degree }.run();
    progress.advance(Stage::Match, n as u64);
    progress.end(Stage::Match);
    learned.spill.check()?;
    Ok(kinship)
}

struct Comparison<'a> {
    learned: &'a Learned,
    decisions: &'a Decisions,
    config: &'a ArticlesConfig,
    dates: &'a FxHashSet<Token>,
    /// How many articles each one might stand for: links that make duplicates.
    degree: Vec<u32>,
}

/// The order in which articles are kept; smaller is kept.
type Rank = (u32, u32, u32, u32);

impl Comparison<'_> {
    fn run(mut self) -> Kinship {
        let thresholds = Thresholds {
            version: self.config.version,
            near: self.config.near,
            contained: self.config.contained,
        };
        let contents = &self.decisions.contents;
        let heads = Heads::new(contents, |i| self.rank(i));
        let compared =
            |row: usize| contents[row].words >= NEAR_WORDS && heads.is_head(super::number(row));
        let pairs = self.decisions.keys.candidates(compared);
        let related = |o: &Overlap| o.jaccard() >= thresholds.version / 2.0;
        let links = cluster::verify(&pairs, |i| self.set(i), related);
        for link in &links {
            if self.is_close(&link.overlap) {
                self.degree[link.a as usize] += 1;
                self.degree[link.b as usize] += 1;
            }
        }
        let clusters = story::clusters(&heads, &links, &thresholds, |i| self.set(i));
        let relations = self.relations(&links, &thresholds);
        let relation =
            |kept, other| relations.get(&(kept, other)).copied().unwrap_or(Relation::Version);
        let places = copies::group(&heads, &clusters, &links, |i| self.rank(i), relation);
        let overlaps = self.overlaps(&places, &heads);
        Kinship { places, overlaps }
    }

    fn is_close(&self, overlap: &Overlap) -> bool {
        overlap.jaccard() >= self.config.near || overlap.overlap() >= self.config.contained
    }

    /// What the lesser end of each link is to the other.
    fn relations(
        &self,
        links: &[Link],
        thresholds: &Thresholds,
    ) -> FxHashMap<(u32, u32), Relation> {
        let relation = |link: &Link| {
            let swap = self.rank(link.a) > self.rank(link.b);
            let (kept, other) = if swap { (link.b, link.a) } else { (link.a, link.b) };
            let o = link.overlap;
            let overlap = if swap { o } else { Overlap { left: o.right, right: o.left, ..o } };
            (
                (kept, other),
                copies::relation(&overlap, thresholds, || self.is_recurring(kept, other)),
            )
        };
        links.par_iter().map(relation).collect()
    }

    fn is_recurring(&self, a: u32, b: u32) -> bool {
        let article = |number| self.decisions.article(number, &self.learned.spill);
        let (left, right) = (article(a), article(b));
        let (x, y) = (self.decisions.content(a, &left), self.decisions.content(b, &right));
        copies::is_recurring((&left, &x), (&right, &y), |t| self.dates.contains(t))
    }

    fn set(&self, number: u32) -> Vec<u64> {
        let article = self.decisions.article(number, &self.learned.spill);
        copies::set(&article, &self.decisions.content(number, &article), self.config.shingle)
    }

    /// What each member shares with its representative. Equal articles share what their head does.
    fn overlaps(&self, places: &[Option<Place>], heads: &Heads) -> FxHashMap<u32, Overlap> {
        let member = |i: u32| places[i as usize].map(|p| (p.representative, i));
        let mut members: Vec<(u32, u32)> = (0..super::number(places.len()))
            .filter(|i| heads.is_head(*i))
            .filter_map(member)
            .collect();
        members.par_sort_unstable();
        let of_heads: FxHashMap<u32, Overlap> = members
            .par_chunk_by(|a, b| a.0 == b.0)
            .flat_map_iter(|cluster| {
                let representative = self.set(cluster[0].0);
                cluster.iter().map(move |(_, i)| (*i, Overlap::of(&self.set(*i), &representative)))
            })
            .collect();
        let all = (0..super::number(places.len())).filter(|i| places[*i as usize].is_some());
        all.filter_map(|i| Some((i, *of_heads.get(&heads.head_of[i as usize])?))).collect()
    }

    fn rank(&self, i: u32) -> Rank {
        let words = Reverse(self.decisions.contents[i as usize].words);
        let longest = u32::MAX - words.0;
        let date = match self.learned.listing.dates[i as usize] {
            0 => u32::MAX,
            date => date,
        };
        match &self.config.keep {
            Keep::Longest => (longest, date, i, 0),
            Keep::Earliest => (date, u32::MAX - self.degree[i as usize], longest, i),
            Keep::First => (i, 0, 0, 0),
            Keep::Hosts(hosts) => (self.host_rank(i, hosts), longest, date, i),
        }
    }

    fn host_rank(&self, i: u32, hosts: &[String]) -> u32 {
        let host = &self.learned.listing.hosts[self.learned.listing.host_of[i as usize] as usize];
        super::number(hosts.iter().position(|h| h == host).unwrap_or(hosts.len()))
    }
}

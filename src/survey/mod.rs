//! Where every block and every template of the corpus stands.
//!
//! Takes all segmented articles and the [`Listing`] of their hosts and dates, gives a read-only [`Survey`]: counts by
//! article, by host and by *story* (copies of one article count once), near-equal blocks, templates with a slot, and the
//! titles. Never decides what is boilerplate.

mod count;
mod crawls;
mod near;
mod sentences;
mod sieve;
mod sightings;
mod stories;
mod template;

pub use count::{Counts, Local, Stand};
pub use near::NearConfig;
pub use sentences::edges;
pub use sieve::Sieve;
pub use sightings::{Notes, Sightings};
pub use template::{Side, Template, Templates};

use crate::article::ArticleId;
use crate::segment::Segmented;
use crate::spill::{Articles, Scratch};
use count::{Occurrence, repeats};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Host and date of every article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Names of hosts; the empty name is that of articles without one.
    pub hosts: Vec<String>,
    /// For every article the number of its host.
    pub host_of: Vec<u32>,
    /// For every article its date as the number YYYYMMDD, 0 if unknown.
    pub dates: Vec<u32>,
}

/// A title of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitleUse {
    /// Articles with it.
    pub articles: u32,
    /// The first of them.
    pub first: u32,
}

/// What the corpus shows as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Hosts and dates.
    pub listing: Listing,
    /// Articles a host.
    pub host_articles: Vec<u32>,
    /// Stories a host.
    pub host_stories: Vec<u32>,
    /// Story of every article: the number of one of its copies.
    pub story_of: Vec<u32>,
    /// Blocks that are equal word for word.
    pub exact: Counts,
    /// Which keys of `exact` stand in three stories or more: a quick look before the long one.
    pub stamped: Sieve,
    /// Sentences that stand at the start or end of longer lines, or alone: in three articles or more.
    pub sentences: Counts,
    /// Blocks that are equal but for figures.
    pub masked: Counts,
    /// Blocks that are nearly equal.
    pub near: Counts,
    /// For the fingerprint of a nearly repeated block the key of its cluster in `near`.
    pub near_key: FxHashMap<u64, u64>,
    /// Leads and tails around a slot.
    pub templates: Templates,
    /// Titles by fingerprint.
    pub titles: FxHashMap<u64, TitleUse>,
}

/// Seed of fingerprints in which figures are one.
pub const MASKED: u64 = 1;
/// Stories in which a line is stamped, not told.
pub const STAMPED: u32 = 3;
/// Shortest title, in tokens, that can prove a line to be a link.
const TITLE_TOKENS: usize = 4;

impl Survey {
    /// Surveys a corpus from nothing but its articles.
    pub fn of(articles: &(impl Articles + ?Sized), listing: Listing, near: NearConfig) -> Self {
        let sightings = Sightings::new(&Scratch::new(&std::env::temp_dir(), None));
        pieces(articles.len()).for_each(|piece| {
            let (mut notes, mut article) = (Notes::default(), Segmented::default());
            for i in piece.clone() {
                articles.load(ArticleId(i), &mut article);
                notes.add(i - piece.start, &article);
            }
            sightings.extend(piece.start, notes);
        });
        Self::learn(articles, sightings, listing, near)
    }

    /// Surveys a corpus of which notes were taken. Needs each article once, in parallel, and some again; keeps counts
    /// of what repeats.
    pub fn learn(
        articles: &(impl Articles + ?Sized),
        sightings: Sightings,
        listing: Listing,
        near: NearConfig,
    ) -> Self {
        let alone: Vec<u32> = (0..listing.host_of.len()).map(stories::number).collect();
        let rough = Counts::of(&sightings.blocks, repeats, &listing, &alone);
        let Walked { stories, blocks, lines } =
            walk(articles, &listing, &rough, (near, &sightings.scratch));
        let story_of = stories::assign(articles, &listing, &rough, &stories);
        drop((rough, stories, alone));
        let count = |table, keep| Counts::of(table, keep, &listing, &story_of);
        let exact = count(&sightings.blocks, repeats);
        let near_key = near::clusters(articles, blocks, &exact, near);
        let near = near::count(&sightings, &near_key, &listing, &story_of);
        let sentences = sentences::count(&sightings.sentences, &listing, &story_of);
        let stamped = Sieve::of(&exact, STAMPED);
        let masked = count(&sightings.figures, repeats);
        let titles = count_titles(&sightings);
        let scratch = sightings.scratch.clone();
        drop(sightings);
        let templates = Templates::learn(lines, &listing, &story_of, &titles, &scratch);
        let host_stories = host_stories(&listing, &story_of);
        let host_articles = host_articles(&listing);
        Self {
            listing,
            host_articles,
            host_stories,
            story_of,
            exact,
            stamped,
            sentences,
            masked,
            near,
            near_key,
            templates,
            titles,
        }
    }

    /// The host of an article.
    #[must_use]
    pub fn host_of(&self, article: ArticleId) -> u32 {
        self.listing.host_of.get(article.index()).copied().unwrap_or(0)
    }

    /// The name of a host, empty where none is known.
    #[must_use]
    pub fn host_name(&self, host: u32) -> &str {
        self.listing.hosts.get(host as usize).map_or("", String::as_str)
    }
}

/// Articles a piece of work.
const PIECE: usize = 128;

/// Pieces that are walked over before what they gave is put together.
const PIECES: usize = 128;

/// The numbers of all articles, in pieces, for all threads.
fn pieces(articles: usize) -> impl IndexedParallelIterator<Item = Range<u32>> {
    let piece = move |i: usize| {
        stories::number(i * PIECE)..stories::number((i * PIECE + PIECE).min(articles))
    };
    (0..articles.div_ceil(PIECE)).into_par_iter().map(piece)
}

/// What is gathered in the one walk over all articles.
struct Walked {
    stories: stories::Signatures,
    blocks: Vec<near::Signed>,
    lines: template::Lines,
}

fn walk(
    articles: &(impl Articles + ?Sized),
    listing: &Listing,
    rough: &Counts,
    (near, scratch): (NearConfig, &Scratch),
) -> Walked {
    let walks = near.minhash.walks();
    let work = |piece: Range<u32>| {
        let mut stories = stories::Signed::new();
        let mut blocks = near::Signed::default();
        let mut lines = template::Lines::default();
        let mut article = Segmented::default();
        for i in piece {
            articles.load(ArticleId(i), &mut article);
            let host = listing.host_of[i as usize];
            let prints = article.blocks.iter().map(|b| rough.number(b.fingerprint));
            let numbers: Vec<Option<u32>> = prints.collect();
            lines.add(i, &article);
            let first = |b: usize| numbers[b].is_none_or(|n| rough.stand(n).first == i);
            blocks.add(i, &article, first, (near, &walks));
            stories::mask(&mut article);
            let common = |b: usize| numbers[b].map_or(0, |n| rough.on_host(n, host).articles);
            stories.add(&article, host, common);
        }
        (stories, blocks, lines)
    };
    let mut all = Walked {
        stories: stories::Signatures::new(scratch),
        blocks: Vec::new(),
        lines: template::Lines::default(),
    };
    let pieces: Vec<Range<u32>> = pieces(articles.len()).collect();
    // Not all at once, so that what is put together does not lie in memory twice.
    for some in pieces.chunks(PIECES) {
        for (stories, blocks, lines) in some.par_iter().cloned().map(work).collect::<Vec<_>>() {
            all.stories.append(&stories);
            all.blocks.push(blocks);
            all.lines.append(&lines);
        }
    }
    all
}

fn count_titles(sightings: &Sightings) -> FxHashMap<u64, TitleUse> {
    let mut titles = FxHashMap::default();
    let counted = |rows: &[Occurrence]| -> Vec<(u64, TitleUse)> {
        let uses = rows.chunk_by(|a, b| a[0] == b[0]).map(|group| {
            let (articles, first) = (stories::number(group.len()), count::article(&group[0]));
            (group[0][0], TitleUse { articles, first })
        });
        uses.collect()
    };
    sightings.titles.each(counted, |uses| titles.extend(uses));
    titles
}

fn host_stories(listing: &Listing, story_of: &[u32]) -> Vec<u32> {
    let mut pairs: Vec<(u32, u32)> =
        listing.host_of.iter().copied().zip(story_of.iter().copied()).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut stories = vec![0; listing.hosts.len()];
    for (host, _) in pairs {
        stories[host as usize] += 1;
    }
    stories
}

fn host_articles(listing: &Listing) -> Vec<u32> {
    let mut articles = vec![0; listing.hosts.len()];
    listing.host_of.iter().for_each(|host| articles[*host as usize] += 1);
    articles
}

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
mod stories;
mod template;

pub use count::{Counts, Local, Stand};
pub use near::NearConfig;
pub use sentences::edges;
pub use sieve::Sieve;
pub use template::{Side, Template, Templates};

use count::{INNER, Occurrence, part};

use crate::article::ArticleId;
use crate::segment::{Block, Segmented, fold, masked};
use crate::spill::Articles;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

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
    /// Surveys a corpus. Needs the articles a few times, in parallel; keeps counts of what repeats.
    pub fn of(articles: &(impl Articles + ?Sized), listing: Listing, near: NearConfig) -> Self {
        let Gathered { mut blocks, mut figures, mut titles, sentences } = gather(articles);
        blocks.par_sort_unstable();
        let alone: Vec<u32> = (0..listing.host_of.len()).map(stories::number).collect();
        let rough = Counts::of(&blocks, &listing, &alone);
        let story_of = stories::assign(articles, &listing, &rough);
        let exact = Counts::of(&blocks, &listing, &story_of);
        let near_key = near::clusters(articles, &blocks, &exact, near);
        let near = near::count(&blocks, &near_key, &listing, &story_of);
        let sentences = sentences::count(sentences, (&blocks, &exact), &listing, &story_of);
        let stamped = Sieve::of(&exact, STAMPED);
        drop(blocks);
        figures.par_sort_unstable();
        let masked = Counts::of(&figures, &listing, &story_of);
        titles.par_sort_unstable();
        let titles = count_titles(&titles);
        let templates = Templates::learn(articles, &listing, &story_of, &titles);
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

/// Keys of all articles, in one walk.
#[derive(Default)]
struct Gathered {
    blocks: Vec<Occurrence>,
    figures: Vec<Occurrence>,
    titles: Vec<(u64, u32)>,
    sentences: Vec<Occurrence>,
}

impl Gathered {
    fn add(mut self, number: u32, article: &Segmented) -> Self {
        let n = article.blocks.len();
        for (i, block) in article.blocks.iter().enumerate() {
            let part = part(i, n) | if between_prose(&article.blocks, i) { INNER } else { 0 };
            self.blocks.push((block.fingerprint, number, part));
            if block.form.numbers > 0 {
                self.figures.push((masked(MASKED, article.tokens_of(block)), number, part));
            }
            let tokens = article.tokens_of(block);
            let keys = edges(article, block).map(|edge| (fold(0, &tokens[edge]), number, part));
            self.sentences.extend(keys);
        }
        if article.title().len() >= TITLE_TOKENS {
            self.titles.push((fold(0, article.title()), number));
        }
        self
    }

    fn join(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self.figures.extend(other.figures);
        self.titles.extend(other.titles);
        self.sentences.extend(other.sentences);
        self
    }
}

/// Whether prose stands right above and right below.
fn between_prose(blocks: &[Block], i: usize) -> bool {
    let is_prose = |b: &Block| b.form.is_prose(b.count as usize);
    i > 0 && is_prose(&blocks[i - 1]) && blocks.get(i + 1).is_some_and(is_prose)
}

fn gather(articles: &(impl Articles + ?Sized)) -> Gathered {
    (0..articles.len())
        .into_par_iter()
        .map(stories::number)
        .fold(Gathered::default, |all, i| all.add(i, &articles.get(ArticleId(i))))
        .reduce(Gathered::default, Gathered::join)
}

fn count_titles(found: &[(u64, u32)]) -> FxHashMap<u64, TitleUse> {
    let uses = found.chunk_by(|a, b| a.0 == b.0);
    uses.map(|group| {
        (group[0].0, TitleUse { articles: stories::number(group.len()), first: group[0].1 })
    })
    .collect()
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

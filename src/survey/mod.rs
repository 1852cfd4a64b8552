//! Where every block and every template of the corpus stands.
//!
//! Takes all segmented articles and the [`Listing`] of their hosts and dates, gives a read-only [`Survey`]: counts by
//! article, by host and by *story* (copies of one article count once), near-equal blocks, templates with a slot, and the
//! titles. Never decides what is boilerplate.

mod count;
mod crawls;
mod guests;
mod kin;
mod leads;
mod learnt;
mod lesson;
mod lines;
mod near;
mod past;
mod recent;
mod roll;
mod seen;
mod sentences;
mod sieve;
mod sightings;
mod stamps;
mod stories;
mod template;
mod walk;

pub use count::{Counts, Local, Stand};
pub use learnt::Known;
pub use lesson::Lesson;
pub use near::NearConfig;
pub use past::Past;
pub use sentences::edges;
pub use sieve::Sieve;
pub use sightings::{Notes, Sightings};
pub use template::{Side, Template, Templates};

use crate::article::ArticleId;
use crate::segment::Segmented;
use crate::spill::{Articles, Scratch};
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
        Self::learn(articles, sightings, listing, near, Known::default())
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

/// The numbers of all articles, in pieces, for all threads.
fn pieces(articles: usize) -> impl IndexedParallelIterator<Item = Range<u32>> {
    let piece = move |i: usize| {
        stories::number(i * PIECE)..stories::number((i * PIECE + PIECE).min(articles))
    };
    (0..articles.div_ceil(PIECE)).into_par_iter().map(piece)
}

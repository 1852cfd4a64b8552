//! How often a key stands where: by host and day, so that hosts and days can be forgotten.
//!
//! Takes counts of one crawl after the other, gives their sums. Never knows what a key means.

use crate::desk::{Forgotten, Row};
use serde::{Deserialize, Serialize};

/// Counts of a key in the articles of one host and one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// Number of the host.
    pub host: u32,
    /// Date as YYYYMMDD, 0 if unknown.
    pub day: u32,
    /// Articles with the key.
    pub articles: u32,
    /// Stories of which no article of this host had shown it.
    pub local: u32,
    /// Stories of which no article at all had shown it.
    pub stories: u32,
    /// Times it stands there.
    pub occurrences: u32,
    /// Times among the first three blocks.
    pub head: u32,
    /// Times among the last three blocks.
    pub foot: u32,
    /// Times between two blocks of prose.
    pub inner: u32,
}

impl Count {
    fn place(&self) -> (u32, u32) {
        (self.host, self.day)
    }

    fn add(&mut self, other: &Self) {
        let sums = [
            (&mut self.articles, other.articles),
            (&mut self.local, other.local),
            (&mut self.stories, other.stories),
            (&mut self.occurrences, other.occurrences),
            (&mut self.head, other.head),
            (&mut self.foot, other.foot),
            (&mut self.inner, other.inner),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
    }
}

/// All counts of a key, ascending by host and day, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally(Vec<Count>);

impl Tally {
    /// Of counts in any order.
    #[must_use]
    pub fn new(mut counts: Vec<Count>) -> Self {
        counts.sort_unstable_by_key(Count::place);
        counts.dedup_by(|next, sum| {
            let same = sum.place() == next.place();
            if same {
                sum.add(next);
            }
            same
        });
        Self(counts)
    }

    /// The counts, ascending by host and day.
    #[must_use]
    pub fn counts(&self) -> &[Count] {
        &self.0
    }

    /// The counts of each host, hosts ascending.
    pub fn by_host(&self) -> impl Iterator<Item = &[Count]> {
        self.0.chunk_by(|a, b| a.host == b.host)
    }

    /// Articles in all.
    #[must_use]
    pub fn articles(&self) -> u32 {
        self.0.iter().fold(0, |sum, c| sum.saturating_add(c.articles))
    }
}

impl Row for Tally {
    fn merge(&mut self, later: Self) {
        let mut counts = std::mem::take(&mut self.0);
        counts.extend(later.0);
        *self = Self::new(counts);
    }

    fn forget(&mut self, what: &Forgotten) -> bool {
        self.0.retain(|c| !what.is_gone(c.host, c.day));
        !self.0.is_empty()
    }
}

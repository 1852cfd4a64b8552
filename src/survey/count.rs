//! Counting keys: in how many articles, stories and on how many hosts each stands.
//!
//! Takes sorted [`Occurrence`]s, gives [`Counts`] of all keys in two articles or more. Never knows what a key means.

use super::Listing;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A key, an article that shows it, and in which part of the article: [`HEAD`],
/// [`BODY`] or [`FOOT`], with [`INNER`] added.
pub(super) type Occurrence = (u64, u32, u8);

/// Elsewhere.
pub(super) const BODY: u8 = 0;
/// Among the first three blocks.
pub(super) const HEAD: u8 = 1;
/// Among the last three blocks.
pub(super) const FOOT: u8 = 2;

/// Between two blocks of prose: added to the part.
pub(super) const INNER: u8 = 4;

/// The part of an article of `n` blocks that block `i` stands in.
pub(super) fn part(i: usize, n: usize) -> u8 {
    match i {
        _ if i + 3 >= n && 2 * i >= n => FOOT,
        0..3 => HEAD,
        _ => BODY,
    }
}

/// Where one key stands in the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stand {
    /// Articles with it.
    pub articles: u32,
    /// Stories with it: copies of one article count once.
    pub stories: u32,
    /// Hosts with it.
    pub hosts: u32,
    /// Times it stands anywhere.
    pub occurrences: u32,
    /// Times it stands among the first three blocks.
    pub head: u32,
    /// Times it stands among the last three blocks.
    pub foot: u32,
    /// Times it stands between two blocks of prose.
    pub inner: u32,
    /// Earliest date as YYYYMMDD, 0 if unknown.
    pub first_date: u32,
    /// Latest date.
    pub last_date: u32,
    /// First article with it.
    pub first: u32,
}

/// Where one key stands on one host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Local {
    /// Articles of the host with it.
    pub articles: u32,
    /// Stories of the host with it.
    pub stories: u32,
}

/// Counts of all keys that stand in at least two articles.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    index: FxHashMap<u64, u32>,
    keys: Vec<u64>,
    stands: Vec<Stand>,
    local: FxHashMap<(u32, u32), Local>,
}

impl Counts {
    /// Counts occurrences that are sorted by key, then article. `story_of` names the story of each article. O(pairs).
    #[must_use]
    pub(super) fn of(pairs: &[Occurrence], listing: &Listing, story_of: &[u32]) -> Self {
        let mut counts = Self::default();
        let mut seen = Vec::new();
        for group in pairs.chunk_by(|a, b| a.0 == b.0) {
            if group[0].1 != group[group.len() - 1].1 {
                counts.add(group, listing, story_of, &mut seen);
            }
        }
        counts
    }

    fn add(
        &mut self,
        group: &[Occurrence],
        listing: &Listing,
        story_of: &[u32],
        seen: &mut Vec<(u32, u32, u32)>,
    ) {
        let number = super::stories::number(self.stands.len());
        seen.clear();
        seen.extend(group.iter().map(|(_, article, _)| {
            let a = *article as usize;
            (listing.host_of[a], story_of[a], *article)
        }));
        seen.sort_unstable();
        seen.dedup();
        let mut stand = self.by_host(number, seen);
        stand.occurrences = super::stories::number(group.len());
        let standing = |part: u8| {
            super::stories::number(group.iter().filter(|o| o.2 & !INNER == part).count())
        };
        stand.head = standing(HEAD);
        stand.foot = standing(FOOT);
        stand.inner = super::stories::number(group.iter().filter(|o| o.2 & INNER > 0).count());
        stand.first = group[0].1;
        stand.stories = distinct(seen.iter().map(|s| s.1));
        let dates = seen.iter().map(|s| listing.dates[s.2 as usize]).filter(|d| *d > 0);
        stand.first_date = dates.clone().min().unwrap_or(0);
        stand.last_date = dates.max().unwrap_or(0);
        self.index.insert(group[0].0, number);
        self.keys.push(group[0].0);
        self.stands.push(stand);
    }

    fn by_host(&mut self, number: u32, seen: &[(u32, u32, u32)]) -> Stand {
        let mut stand = Stand::default();
        for of_host in seen.chunk_by(|a, b| a.0 == b.0) {
            let articles = super::stories::number(of_host.len());
            let stories = super::stories::number(of_host.chunk_by(|a, b| a.1 == b.1).count());
            self.local.insert((number, of_host[0].0), Local { articles, stories });
            stand.articles += articles;
            stand.hosts += 1;
        }
        stand
    }

    /// The number of a key, if it stands in at least two articles. Numbers count from 0 in the order of keys.
    #[must_use]
    pub fn number(&self, key: u64) -> Option<u32> {
        self.index.get(&key).copied()
    }

    /// The counts behind a number.
    #[must_use]
    pub fn stand(&self, number: u32) -> &Stand {
        &self.stands[number as usize]
    }

    /// The key behind a number.
    #[must_use]
    pub fn key(&self, number: u32) -> u64 {
        self.keys[number as usize]
    }

    /// All keys, in the order of their numbers.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.keys.iter().copied()
    }

    /// The counts of a key on one host; zero where it does not stand.
    #[must_use]
    pub fn on_host(&self, number: u32, host: u32) -> Local {
        self.local.get(&(number, host)).copied().unwrap_or_default()
    }

    /// Number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.stands.len()
    }

    /// Whether nothing repeats.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stands.is_empty()
    }
}

fn distinct(items: impl Iterator<Item = u32>) -> u32 {
    let mut items: Vec<u32> = items.collect();
    items.sort_unstable();
    items.dedup();
    super::stories::number(items.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_one_story_count_once() {
        let listing = Listing {
            hosts: vec!["a".into(), "b".into()],
            host_of: vec![0, 0, 1, 1],
            dates: vec![20_250_103, 0, 20_250_101, 0],
        };
        let counts = Counts::of(
            &[(5, 0, 1), (5, 1, 0), (5, 1, 2), (5, 2, 2), (9, 3, 0), (9, 3, 0)],
            &listing,
            &[0, 1, 0, 3],
        );
        assert_eq!(counts.len(), 1);
        let number = counts.number(5).unwrap();
        let stand = counts.stand(number);
        assert_eq!((stand.articles, stand.stories, stand.hosts, stand.occurrences), (3, 2, 2, 4));
        assert_eq!((stand.first_date, stand.last_date), (20_250_101, 20_250_103));
        assert_eq!((stand.head, stand.foot), (1, 2));
        assert_eq!(counts.on_host(number, 0), Local { articles: 2, stories: 2 });
        assert!(counts.number(9).is_none());
    }
}

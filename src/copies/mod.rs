//! Articles → copies: which articles tell one story, and which of them are dropped.
//!
//! Takes contents, verified links between them and the rule of what to keep, gives a [`Place`] for every article that
//! has a relative. Equal articles are one item from the start, so that a million copies cost a million steps.

mod content;
pub mod story;

pub use content::{Content, blocks, each_shingle, identify, is_recurring, set};

use crate::cluster::{Link, stars};
use crate::report::model::Relation;
use crate::shingle::Overlap;
use rustc_hash::FxHashMap;

/// Fewest words of content for which equality means a copy.
const EXACT_WORDS: u32 = 5;
/// Fewest words of content that are compared by shingles.
pub const NEAR_WORDS: u32 = 12;

/// When the lesser of two alike articles is a duplicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Jaccard similarity of one story.
    pub version: f64,
    /// Jaccard similarity of a duplicate.
    pub near: f64,
    /// Containment of a duplicate in the kept one.
    pub contained: f64,
}

/// Where an article stands among its relatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The article that its cluster is named after.
    pub representative: u32,
    /// The kept article that it duplicates.
    pub duplicate_of: Option<u32>,
    /// What it is to that article, or as a version to the representative.
    pub relation: Relation,
}

/// Articles that are compared: of equal ones the first in rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// For every article the one of its equals that stands for it.
    pub head_of: Vec<u32>,
}

impl Heads {
    /// Groups equal contents; `rank` says which of equals comes first.
    #[must_use]
    pub fn new<K: Ord>(contents: &[Content], rank: impl Fn(u32) -> K) -> Self {
        let mut heads: FxHashMap<u64, u32> = FxHashMap::default();
        for (i, content) in (0_u32..).zip(contents) {
            if content.words >= EXACT_WORDS {
                let head = heads.entry(content.fingerprint).or_insert(i);
                if rank(i) < rank(*head) {
                    *head = i;
                }
            }
        }
        let head = |(i, c): (u32, &Content)| {
            if c.words >= EXACT_WORDS { heads.get(&c.fingerprint).copied().unwrap_or(i) } else { i }
        };
        Self { head_of: (0_u32..).zip(contents).map(head).collect() }
    }

    /// Whether an article stands for itself.
    #[must_use]
    pub fn is_head(&self, article: u32) -> bool {
        self.head_of[article as usize] == article
    }
}

/// How much longer than the kept article a near copy may be: one that says more is an update, and stays.
const LONGER: f64 = 1.2;

/// What `member` is to `kept` by what they share; `recurring` reports are never duplicates.
#[must_use]
pub fn relation(
    overlap: &Overlap,
    thresholds: &Thresholds,
    recurring: impl FnOnce() -> bool,
) -> Relation {
    let back = Overlap { left: overlap.right, right: overlap.left, ..*overlap };
    let contained = overlap.containment() >= thresholds.contained;
    // Sizes in terms of containment, so that no count is turned into a fraction by hand.
    let longer = back.containment() > LONGER * overlap.containment();
    let near = overlap.jaccard() >= thresholds.near && !longer;
    if !(contained || near) || recurring() {
        Relation::Version
    } else if contained && back.containment() < thresholds.contained {
        Relation::Contained
    } else {
        Relation::Near
    }
}

/// Groups articles: `clusters` are articles of one story (heads only, each with what its members share); within each,
/// duplicates hang on kept articles, and one of the kept is the representative.
///
/// `links` join heads; `duplicate` tells what the other end of a link is to the kept end. O(articles + links log links).
pub fn group<K: Ord>(
    heads: &Heads,
    clusters: &[Cluster],
    links: &[Link],
    rank: impl Fn(u32) -> K + Copy,
    duplicate: impl Fn(u32, u32) -> Relation,
) -> Vec<Option<Place>> {
    let n = heads.head_of.len();
    let mut cluster_of = vec![usize::MAX; n];
    for (number, cluster) in clusters.iter().enumerate() {
        cluster.members.iter().for_each(|m| cluster_of[*m as usize] = number);
    }
    let is_strict = |link: &&Link| {
        let (a, b) = (link.a as usize, link.b as usize);
        let (kept, other) =
            if rank(link.a) <= rank(link.b) { (link.a, link.b) } else { (link.b, link.a) };
        cluster_of[a] == cluster_of[b]
            && cluster_of[a] != usize::MAX
            && duplicate(kept, other) != Relation::Version
    };
    let strict: Vec<Link> = links.iter().filter(is_strict).copied().collect();
    let kept_of = stars(n, &strict, rank);
    let representatives: Vec<u32> =
        clusters.iter().map(|c| c.representative(&kept_of, rank)).collect();
    let place = |article: u32| {
        let head = heads.head_of[article as usize];
        let kept = kept_of[head as usize];
        let representative =
            representatives.get(cluster_of[head as usize]).copied().unwrap_or(head);
        let (duplicate_of, relation) = match (head == article, kept == head) {
            (false, true) => (Some(kept), Relation::Exact),
            (_, false) => (Some(kept), duplicate(kept, head)),
            (true, true) if representative == article => (None, Relation::Exact),
            (true, true) => (None, Relation::Version),
        };
        Place { representative, duplicate_of, relation }
    };
    let places: Vec<Place> = (0..n).map(|i| place(u32::try_from(i).unwrap_or(u32::MAX))).collect();
    let mut sizes = vec![0_u32; n];
    for place in &places {
        sizes[place.representative as usize] += 1;
    }
    places.into_iter().map(|p| (sizes[p.representative as usize] >= 2).then_some(p)).collect()
}

/// Articles of one story.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Heads, ascending.
    pub members: Vec<u32>,
    /// For each the average similarity to the others.
    pub nearness: Vec<f32>,
}

impl Cluster {
    /// Of the kept members the one that is nearest to all; of equally near ones the first in rank.
    fn representative<K: Ord>(&self, kept_of: &[u32], rank: impl Fn(u32) -> K) -> u32 {
        let kept =
            self.members.iter().zip(&self.nearness).filter(|(m, _)| kept_of[**m as usize] == **m);
        // In hundredths: what differs by less is the same to a reader, and the rule of what to keep decides.
        let key = |near: f32| std::cmp::Reverse((near * 100.0).round().to_bits());
        let best = kept.min_by_key(|(m, near)| (key(**near), rank(**m)));
        best.map_or(self.members[0], |(m, _)| *m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(a: u32, b: u32, left: usize, right: usize, shared: usize) -> Link {
        Link { a, b, overlap: Overlap { left, right, shared } }
    }

    #[test]
    fn duplicates_hang_on_kept_articles_and_versions_stay() {
        let content = |words, fingerprint| Content { words, fingerprint };
        let contents = [
            content(100, 1),
            content(90, 2),
            content(100, 1),
            content(100, 4),
            content(3, 9),
            content(3, 9),
        ];
        let heads = Heads::new(&contents, |i| i);
        assert_eq!(heads.head_of, [0, 1, 0, 3, 4, 5]);
        let links = [link(0, 1, 97, 87, 80), link(0, 3, 97, 97, 60)];
        let thresholds = Thresholds { version: 0.3, near: 0.6, contained: 0.9 };
        let duplicate = |kept: u32, other: u32| {
            let link = links.iter().find(|l| (l.a, l.b) == (kept, other)).unwrap();
            relation(&link.overlap, &thresholds, || false)
        };
        let clusters = [Cluster { members: vec![0, 1, 3], nearness: vec![0.7, 0.6, 0.5] }];
        let places = group(&heads, &clusters, &links, |i| i, duplicate);
        let place =
            |duplicate_of, relation| Some(Place { representative: 0, duplicate_of, relation });
        assert_eq!(
            places,
            [
                place(None, Relation::Exact),
                place(Some(0), Relation::Near),
                place(Some(0), Relation::Exact),
                place(None, Relation::Version),
                None,
                None
            ]
        );
    }
}

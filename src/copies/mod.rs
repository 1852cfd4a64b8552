//! Articles → copies: which articles tell one story, and which of them are dropped.
//!
//! Takes contents, verified links between them and the rule of what to keep, gives a [`Place`] for every article that
//! has a relative. Equal articles are one item from the start ([`Heads`]); clusters come from average linkage over exact
//! similarities (`story`); within each, duplicates hang on kept articles (`kept`).

mod bonds;
mod content;
mod days;
mod edited;
mod heads;
mod kept;
mod recurring;
mod relation;
mod sight;
mod story;

pub use bonds::{Bonds, name};
pub use content::{Content, blocks, each_shingle, identify, sentences, sequence, set};
pub use days::day;
pub use edited::{Sequence, is_edited, is_told};
pub use heads::Heads;
pub use kept::{Place, places};
pub use recurring::{Change, Hint, Particulars};
pub use relation::{MOSTLY, Pair, STORY, Thresholds, is_part};
pub use sight::Sight;

use crate::cluster::{Link, Neighbours};
use crate::report::model::Relation;
use crate::shingle::Overlap;
use std::sync::Arc;

/// Fewest words of content that are compared by shingles.
pub const NEAR_WORDS: u32 = 24;

/// The order in which articles are kept; smaller is kept.
pub type Rank = (u32, u32, u32, u32);

/// What is asked of articles when they are compared; everything must be the same whenever it is asked.
pub trait Compare: Sync {
    /// When two articles tell one story, and when one is a duplicate.
    fn thresholds(&self) -> &Thresholds;

    /// An article.
    fn sight(&self, article: u32) -> Arc<Sight>;

    /// A number that only equal contents share.
    fn name(&self, article: u32) -> u64;

    /// Which is kept.
    fn rank(&self, article: u32) -> Rank;

    /// Whether an article is kept before all others, and stands for its cluster.
    fn is_preferred(&self, article: u32) -> bool;

    /// Whether two articles are no duplicates whatever they share: they lie too far apart in time, or a person said so.
    fn is_apart(&self, a: u32, b: u32) -> bool;

    /// Pairs of these articles, which ascend, that may be alike; lower number first.
    fn candidates(&self, among: &[u32]) -> Vec<(u32, u32)>;

    /// Whether of two articles of which one holds all of the other the longer is kept, whatever their ranks.
    fn keeps_the_whole(&self) -> bool;

    /// How strongly two articles hang together, 0 to 1; `overlap` is what they share, `left` is `a`. Asked of many pairs
    /// that were never candidates: must be cheap for those.
    fn affinity(&self, a: u32, b: u32, overlap: &Overlap) -> f32;

    /// What `article` is to `kept`; `left` of `overlap` is `article`.
    fn relation(&self, kept: u32, article: u32, overlap: &Overlap) -> Relation;

    /// Whether two articles are reports of one series.
    fn is_recurring(&self, a: u32, b: u32, overlap: &Overlap) -> bool;
}

/// Verified links, and who is linked with whom.
#[derive(Debug)]
pub struct Links {
    pairs: Vec<Link>,
    affinities: Vec<f32>,
    neighbours: Neighbours,
}

impl Links {
    /// Of `n` articles these links, each with its affinity.
    #[must_use]
    pub fn new(n: usize, links: Vec<Link>, affinities: Vec<f32>) -> Self {
        let neighbours = Neighbours::new(n, &links);
        Self { pairs: links, affinities, neighbours }
    }

    /// What two articles share; `left` is `a`. Links are not counted again.
    fn overlap<C: Compare>(&self, (a, b): (u32, u32), compare: &C) -> Overlap {
        let between = |a: u32, b: u32| {
            let found = self.pairs.binary_search_by_key(&(a, b), |l| (l.a, l.b));
            found.ok().map(|found| self.pairs[found].overlap)
        };
        let turned = |o: Overlap| Overlap { left: o.right, right: o.left, ..o };
        let known = if a < b { between(a, b) } else { between(b, a).map(turned) };
        known.unwrap_or_else(|| Overlap::of(compare.sight(a).set(), compare.sight(b).set()))
    }

    /// The articles that one is linked with.
    #[must_use]
    pub fn of(&self, article: u32) -> &[u32] {
        self.neighbours.of(article)
    }

    /// All links with their affinities.
    fn pairs(&self) -> impl Iterator<Item = (u32, u32, f32)> {
        self.pairs.iter().zip(&self.affinities).map(|(l, affinity)| (l.a, l.b, *affinity))
    }
}

/// Articles of one story.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Heads, ascending.
    pub members: Vec<u32>,
    /// For each the average similarity to the others, as far as they were compared.
    pub nearness: Vec<f32>,
}

impl Cluster {
    /// Of members with their nearness, in any order.
    fn of(mut members: Vec<(u32, f32)>) -> Self {
        members.sort_unstable_by_key(|m| m.0);
        let (members, nearness) = members.into_iter().unzip();
        Self { members, nearness }
    }

    /// Of the kept members the one that is nearest to all; of equally near ones the first in rank.
    fn representative<K: Ord>(&self, kept: impl Fn(u32) -> bool, rank: impl Fn(u32) -> K) -> u32 {
        let kept = self.members.iter().zip(&self.nearness).filter(|(m, _)| kept(**m));
        // In hundredths: what differs by less is the same to a reader, and the rule of what to keep decides.
        let key = |near: f32| std::cmp::Reverse((near * 100.0).round().to_bits());
        let best = kept.min_by_key(|(m, near)| (key(**near), rank(**m)));
        best.map_or(self.members[0], |(m, _)| *m)
    }
}

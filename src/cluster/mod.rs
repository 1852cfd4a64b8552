//! Candidate pairs → verified links → clusters that do not chain.
//!
//! Takes pairs and the shingle sets behind them, gives [`Link`]s with exact similarities and, from those, one
//! representative for every member. A member always stands near its representative: no story is joined to another
//! through a third.

mod crowd;
mod forest;
mod leaders;
mod linkage;
mod shelf;

pub use crowd::{CROWD, linked, representatives};
pub use forest::{Forest, components};
pub use leaders::{Gathered, gather};
pub use linkage::{Linkage, Similarities, average_linkage};
pub use shelf::Shelf;

use crate::shingle::Overlap;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Deref;

/// A candidate pair that was verified on the full shingle sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The lower number.
    pub a: u32,
    /// The higher number.
    pub b: u32,
    /// What the two share; `left` is `a`.
    pub overlap: Overlap,
}

/// Pairs that one thread compares at a time.
const PIECE: usize = 64;

/// Compares every pair exactly and keeps those that `accept` takes.
///
/// `pairs` with `a < b`, each once; `set` gives the ascending shingle set of an item, or a handle to it. Cost: one set a
/// run of pairs with the item that is in most of them (a new one every 64 pairs, so that a star is shared out too), one
/// set and one merge a pair; in parallel.
pub fn verify<S, A>(pairs: &[(u32, u32)], set: impl Fn(u32) -> S + Sync, accept: A) -> Vec<Link>
where
    S: Deref<Target: AsRef<[u64]>>,
    A: Fn(&Overlap) -> bool + Sync,
{
    let mut degree: FxHashMap<u32, u32> = FxHashMap::default();
    for (a, b) in pairs {
        *degree.entry(*a).or_default() += 1;
        *degree.entry(*b).or_default() += 1;
    }
    // By hub: an article that many others are compared with is long, or was read first.
    let turned = |&(a, b): &(u32, u32)| if degree[&b] > degree[&a] { (b, a) } else { (a, b) };
    let mut pairs: Vec<(u32, u32)> = pairs.iter().map(turned).collect();
    pairs.par_sort_unstable();
    let verified = |run: &[(u32, u32)]| {
        let hub = set(run[0].0);
        let compare = |&(a, b): &(u32, u32)| {
            let o = Overlap::of((*hub).as_ref(), (*set(b)).as_ref());
            let overlap = if a < b { o } else { Overlap { left: o.right, right: o.left, ..o } };
            Link { a: a.min(b), b: a.max(b), overlap }
        };
        run.iter().map(compare).filter(|link| accept(&link.overlap)).collect::<Vec<_>>()
    };
    let runs = |piece: &'_ [(u32, u32)]| -> Vec<Link> {
        piece.chunk_by(|x, y| x.0 == y.0).flat_map(verified).collect()
    };
    let mut links: Vec<Link> = pairs.par_chunks(PIECE).flat_map_iter(runs).collect();
    links.par_sort_unstable_by_key(|l| (l.a, l.b));
    links
}

/// One representative for each of `n` items: items in the order of `rank` (smallest first) each gather those of their
/// neighbours that no one gathered before. An item without neighbours represents itself. O(n log n + links).
#[must_use]
pub fn stars<K: Ord>(n: usize, links: &[Link], rank: impl Fn(u32) -> K) -> Vec<u32> {
    let neighbours = Neighbours::new(n, links);
    let mut order: Vec<u32> = links.iter().flat_map(|l| [l.a, l.b]).collect();
    order.sort_unstable();
    order.dedup();
    order.sort_by_cached_key(|item| (rank(*item), *item));
    let mut representative: Vec<u32> =
        (0..n).map(|i| u32::try_from(i).unwrap_or(u32::MAX)).collect();
    let mut taken = vec![false; n];
    for item in order {
        if taken[item as usize] {
            continue;
        }
        taken[item as usize] = true;
        for &near in neighbours.of(item) {
            if !taken[near as usize] {
                taken[near as usize] = true;
                representative[near as usize] = item;
            }
        }
    }
    representative
}

/// Who is linked to whom, as one flat table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbours {
    starts: Vec<usize>,
    items: Vec<u32>,
}

impl Neighbours {
    /// Of `n` items these links. O(n + links).
    #[must_use]
    pub fn new(n: usize, links: &[Link]) -> Self {
        let mut starts = vec![0; n + 1];
        for link in links {
            starts[link.a as usize + 1] += 1;
            starts[link.b as usize + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut items = vec![0; links.len() * 2];
        for link in links {
            for (from, to) in [(link.a, link.b), (link.b, link.a)] {
                items[next[from as usize]] = to;
                next[from as usize] += 1;
            }
        }
        Self { starts, items }
    }

    /// The items that one is linked to.
    #[must_use]
    pub fn of(&self, item: u32) -> &[u32] {
        &self.items[self.starts[item as usize]..self.starts[item as usize + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(a: u32, b: u32) -> Link {
        Link { a, b, overlap: Overlap { left: 1, right: 1, shared: 1 } }
    }

    #[test]
    fn a_chain_does_not_become_one_cluster() {
        let representative = stars(4, &[link(0, 1), link(1, 2), link(2, 3)], |i| i);
        assert_eq!(representative, [0, 0, 2, 2]);
    }

    #[test]
    fn rank_chooses_the_representative() {
        assert_eq!(stars(3, &[link(0, 2), link(1, 2)], |i| 9 - i), [2, 2, 2]);
    }

    #[test]
    fn only_accepted_pairs_become_links() {
        let sets = [vec![1, 2, 3], vec![2, 3, 4], vec![9]];
        let found = verify(&[(0, 1), (0, 2)], |i| sets[i as usize].clone(), |o| o.jaccard() >= 0.5);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].overlap, Overlap { left: 3, right: 3, shared: 2 });
    }
}

//! Crowds: what is done so that a hundred thousand items that are all alike cost no hundred thousand squared.
//!
//! Takes band keys, gives verified links, and from these a representative for every item. In a crowd only so many
//! candidates are compared as are needed to see that it hangs together; who stands near whom is then found by leaders.

use super::{Forest, Gathered, Link, Neighbours, components, gather, stars, verify};
use crate::lsh::BandKeys;
use crate::shingle::Overlap;
use std::cmp::Reverse;
use std::ops::Deref;

/// More items than this that hang together are a crowd.
pub const CROWD: u32 = 100;
/// Leaders that an item of a crowd is compared with, beside those it is linked with.
const TRIES: usize = 16;

/// Verified links of all candidates of `keys`, by pair: those that `accept` takes; `joins` says which of them make two
/// items hang together. Rows for which `use_row` is false stand apart; `name` orders rows by content.
///
/// Two items of one crowd, or of a hot bucket, that hang together already are not compared again. Cost: a few
/// comparisons an item in crowds, one a candidate elsewhere.
pub fn linked<S: Deref<Target: AsRef<[u64]>>>(
    keys: &BandKeys,
    (use_row, name): (impl Fn(usize) -> bool + Sync, impl Fn(u32) -> u64 + Sync),
    set: impl Fn(u32) -> S + Sync,
    accept: impl Fn(&Overlap) -> bool + Sync,
    joins: impl Fn(&Overlap) -> bool,
) -> Vec<Link> {
    let mut found = (Vec::new(), Forest::new(keys.len()));
    keys.rounds(
        &mut found,
        (use_row, name),
        |(_, forest), (a, b), hot| forest.are_joined(a, b) && (hot || forest.size(a) > CROWD),
        |(links, forest), pairs| {
            let more = verify(pairs, &set, &accept);
            more.iter().filter(|l| joins(&l.overlap)).for_each(|l| forest.join(l.a, l.b));
            links.extend(more);
        },
    );
    let mut links = found.0;
    links.sort_unstable_by_key(|l| (l.a, l.b));
    links
}

/// One representative for each of `n` items, near to it: by [`stars`] in the order of `rank` (precedence, then name),
/// and in crowds, where few of the links are known, by [`gather`] in the order of precedence, known links and name.
pub fn representatives<S: Deref<Target: AsRef<[u64]>> + Send + Sync>(
    n: usize,
    links: &[Link],
    rank: impl Fn(u32) -> (u32, u64),
    set: impl Fn(u32) -> S + Sync,
    accept: impl Fn(&Overlap) -> bool + Sync,
) -> Vec<u32> {
    let mut representative = stars(n, links, &rank);
    let neighbours = Neighbours::new(n, links);
    let rules = Alike { neighbours: &neighbours, set, accept };
    let crowds = components(n, links.iter().map(|l| (l.a, l.b)));
    for mut crowd in crowds.into_iter().filter(|c| c.len() > CROWD as usize) {
        crowd.sort_by_cached_key(|i| {
            let (precedence, name) = rank(*i);
            (precedence, Reverse(neighbours.of(*i).len()), name, *i)
        });
        let leaders = gather(&crowd, TRIES, &rules);
        for (item, leader) in crowd.iter().zip(leaders) {
            representative[*item as usize] = leader;
        }
    }
    representative
}

/// Items with sets that are near enough.
struct Alike<'a, F, A> {
    neighbours: &'a Neighbours,
    set: F,
    accept: A,
}

impl<F, S, A> Gathered for Alike<'_, F, A>
where
    F: Fn(u32) -> S + Sync,
    S: Deref<Target: AsRef<[u64]>> + Send + Sync,
    A: Fn(&Overlap) -> bool + Sync,
{
    type View = S;

    fn view(&self, item: u32) -> S {
        (self.set)(item)
    }

    fn joins(&self, leader: (u32, &S), item: (u32, &S)) -> bool {
        (self.accept)(&Overlap::of((**leader.1).as_ref(), (**item.1).as_ref()))
    }

    fn known(&self, item: u32) -> &[u32] {
        self.neighbours.of(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thousand sets that share most with each other, and ten that share nothing.
    fn set(item: u32) -> Vec<u64> {
        let own = u64::from(item) * 1000 + 1000;
        if item < 1000 { (0..50).chain(own..own + 5).collect() } else { (own..own + 55).collect() }
    }

    fn keys() -> BandKeys {
        let mut keys = BandKeys::new(4);
        (0..1010).for_each(|item| keys.extend(&[7, item % 2, item % 3, 7]));
        keys
    }

    #[test]
    fn a_crowd_is_one_and_costs_a_star() {
        let close = |o: &Overlap| o.jaccard() >= 0.5;
        let links = linked(&keys(), (|_| true, u64::from), set, close, close);
        assert_eq!(links.len(), 999, "one link an item is enough");
        let representative = representatives(1010, &links, |i| (0, u64::from(i)), set, close);
        assert!((0..1000).all(|i| representative[i] == 0));
        assert!((1000..1010).all(|i| representative[i as usize] == i));
    }
}

//! Many items → few that stand for them: each item joins the first leader that it is near (Hartigan, *Clustering
//! Algorithms*, 1975, chapter 3).
//!
//! Takes items in order of precedence, gives everyone's leader. A member always stands near its leader, so nothing
//! chains; and a cluster of n copies costs n comparisons, not n².

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Items that look for a leader at the same time.
const CHUNK: usize = 512;

/// What is asked of items.
pub trait Gathered: Sync {
    /// What an item is compared by.
    type View: Send + Sync;

    /// Loads what an item is compared by.
    fn view(&self, item: u32) -> Self::View;

    /// Whether `item` may join `leader`.
    fn joins(&self, leader: (u32, &Self::View), item: (u32, &Self::View)) -> bool;

    /// Items to try first, because they are known to be alike.
    fn known(&self, item: u32) -> &[u32];
}

/// The leader of every item, in the order given; leaders lead themselves. Of leaders the first `tries` are tried, and
/// those that are [`Gathered::known`] to be alike. O(items × tries) at worst, in parallel; the same for any number of
/// threads.
pub fn gather<G: Gathered>(order: &[u32], tries: usize, rules: &G) -> Vec<u32> {
    let mut crew = Crew { rules, tries, leaders: Vec::new(), number: FxHashMap::default() };
    let mut leader_of = Vec::with_capacity(order.len());
    for chunk in order.chunks(CHUNK) {
        let before = crew.leaders.len();
        let looked: Vec<(G::View, Option<u32>)> = chunk
            .par_iter()
            .map(|item| {
                let view = rules.view(*item);
                let leader = crew.find(0, (*item, &view));
                (view, leader)
            })
            .collect();
        for (item, (view, leader)) in chunk.iter().zip(looked) {
            let leader = leader.or_else(|| crew.find(before, (*item, &view)));
            leader_of.push(leader.unwrap_or(*item));
            if leader.is_none() {
                crew.add(*item, view);
            }
        }
    }
    leader_of
}

/// The leaders so far.
struct Crew<'a, G: Gathered> {
    rules: &'a G,
    tries: usize,
    /// With their views for as long as they are tried.
    leaders: Vec<(u32, Option<G::View>)>,
    number: FxHashMap<u32, usize>,
}

impl<G: Gathered> Crew<'_, G> {
    fn add(&mut self, item: u32, view: G::View) {
        self.number.insert(item, self.leaders.len());
        let tried = self.leaders.len() < self.tries;
        self.leaders.push((item, tried.then_some(view)));
    }

    /// The first leader from number `start` on that the item joins.
    fn find(&self, start: usize, item: (u32, &G::View)) -> Option<u32> {
        let known = self.rules.known(item.0).iter().filter_map(|k| self.number.get(k).copied());
        let tried = start..self.leaders.len().min(self.tries);
        let mut numbers: Vec<usize> = known.filter(|n| *n >= start).chain(tried).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|n| &self.leaders[n]).find_map(|(leader, view)| {
            let joins = match view {
                Some(view) => self.rules.joins((*leader, view), item),
                None => self.rules.joins((*leader, &self.rules.view(*leader)), item),
            };
            joins.then_some(*leader)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that join what is at most 10 away.
    struct Numbers(Vec<u32>);

    impl Gathered for Numbers {
        type View = u32;

        fn view(&self, item: u32) -> u32 {
            self.0[item as usize]
        }

        fn joins(&self, leader: (u32, &u32), item: (u32, &u32)) -> bool {
            leader.1.abs_diff(*item.1) <= 10
        }

        fn known(&self, _: u32) -> &[u32] {
            &[]
        }
    }

    #[test]
    fn a_chain_does_not_become_one_group() {
        let numbers = Numbers(vec![0, 10, 20, 30]);
        assert_eq!(gather(&[0, 1, 2, 3], 9, &numbers), [0, 0, 2, 2]);
        assert_eq!(gather(&[2, 0, 3, 1], 9, &numbers), [2, 0, 2, 2]);
    }

    #[test]
    fn chunks_make_no_difference() {
        let numbers = Numbers((0..5000).map(|i| i * 7919 % 1009).collect());
        let order: Vec<u32> = (0..5000).collect();
        let leaders = gather(&order, 1000, &numbers);
        let mut own: Vec<u32> = Vec::new();
        for i in order {
            let near = |l: &&u32| numbers.0[**l as usize].abs_diff(numbers.0[i as usize]) <= 10;
            let leader = own.iter().find(near).copied().unwrap_or(i);
            assert_eq!(leaders[i as usize], leader);
            if leader == i {
                own.push(i);
            }
        }
    }
}

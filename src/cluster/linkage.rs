//! Average linkage with a threshold that falls as evidence grows (UPGMA: Sokal and Michener, 1958).
//!
//! Takes the exact similarities of all pairs of a few items, gives groups. One pair must be much alike to be joined; two
//! groups with many pairs between them may be joined at a lower average, because an average over many pairs does not
//! come about by chance. A single bad item cannot chain two groups: it is one of many in every average.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The similarities of all pairs of items, 0 to 1, and what each item weighs in averages.
#[derive(Debug, Clone, PartialEq)]
pub struct Similarities {
    len: usize,
    values: Vec<f32>,
    weights: Vec<f32>,
}

impl Similarities {
    /// All zero, between items of these weights.
    #[must_use]
    pub fn new(weights: Vec<f32>) -> Self {
        let len = weights.len();
        Self { len, values: vec![0.0; len * len], weights }
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Sets a pair, both ways.
    pub fn set(&mut self, a: usize, b: usize, similarity: f32) {
        self.values[a * self.len + b] = similarity;
        self.values[b * self.len + a] = similarity;
    }

    /// The similarity of a pair.
    #[must_use]
    pub fn get(&self, a: usize, b: usize) -> f32 {
        self.values[a * self.len + b]
    }
}

/// When groups are joined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linkage {
    /// Similarity from which a single pair is joined.
    pub pair: f32,
    /// Average similarity that no number of pairs can go below.
    pub floor: f32,
}

impl Linkage {
    /// The average that `pairs` pairs must reach: the standard error of an average falls with the root of their number.
    fn threshold(self, pairs: f32) -> f32 {
        (self.pair / pairs.sqrt()).max(self.floor)
    }
}

/// Groups of items, each ascending, in the order of their first item. O(n² log n), n² memory.
#[must_use]
pub fn average_linkage(similarities: &Similarities, linkage: Linkage) -> Vec<Vec<usize>> {
    let mut joining = Joining::new(similarities.clone(), linkage);
    while let Some(best) = joining.heap.pop() {
        if joining.is_fresh(&best) {
            joining.join(best.a, best.b);
        }
    }
    let mut groups: Vec<Vec<usize>> =
        joining.members.into_iter().filter(|g| !g.is_empty()).collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

/// Two groups that might be joined, as they were when this was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Offer {
    /// Average over threshold, as the bits of a positive number: these sort as the numbers do.
    worth: u32,
    a: usize,
    b: usize,
    /// How often either had grown.
    ages: (Reverse<u32>, Reverse<u32>),
}

struct Joining {
    /// Weighted sums over all pairs between two groups, and the weights of groups.
    sums: Similarities,
    linkage: Linkage,
    members: Vec<Vec<usize>>,
    ages: Vec<u32>,
    heap: BinaryHeap<Offer>,
}

impl Joining {
    fn new(mut sums: Similarities, linkage: Linkage) -> Self {
        let n = sums.len();
        for a in 0..n {
            for b in a + 1..n {
                let weight = sums.weights[a] * sums.weights[b];
                sums.set(a, b, sums.get(a, b) * weight);
            }
        }
        let members = (0..n).map(|i| vec![i]).collect();
        let mut joining =
            Self { sums, linkage, members, ages: vec![0; n], heap: BinaryHeap::new() };
        for a in 0..n {
            for b in a + 1..n {
                joining.offer(a, b);
            }
        }
        joining
    }

    #[expect(clippy::cast_precision_loss, reason = "groups are small")]
    fn offer(&mut self, a: usize, b: usize) {
        let pairs = (self.members[a].len() * self.members[b].len()) as f32;
        let average = self.sums.get(a, b) / (self.sums.weights[a] * self.sums.weights[b]);
        let worth = average / self.linkage.threshold(pairs);
        if worth >= 1.0 {
            let ages = (Reverse(self.ages[a]), Reverse(self.ages[b]));
            self.heap.push(Offer { worth: worth.to_bits(), a, b, ages });
        }
    }

    fn is_fresh(&self, offer: &Offer) -> bool {
        offer.ages == (Reverse(self.ages[offer.a]), Reverse(self.ages[offer.b]))
    }

    /// Joins `b` into `a`.
    fn join(&mut self, a: usize, b: usize) {
        let moved = std::mem::take(&mut self.members[b]);
        self.members[a].extend(moved);
        self.sums.weights[a] += self.sums.weights[b];
        self.ages[a] += 1;
        self.ages[b] += 1;
        for k in 0..self.sums.len() {
            if k != a && !self.members[k].is_empty() {
                let sum = self.sums.get(a, k) + self.sums.get(b, k);
                self.sums.set(a, k, sum);
                self.offer(a.min(k), a.max(k));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINKAGE: Linkage = Linkage { pair: 0.3, floor: 0.1 };

    fn groups(n: usize, pairs: &[(usize, usize, f32)]) -> Vec<Vec<usize>> {
        let mut similarities = Similarities::new(vec![1.0; n]);
        for (a, b, s) in pairs {
            similarities.set(*a, *b, *s);
        }
        average_linkage(&similarities, LINKAGE)
    }

    #[test]
    fn a_bridge_does_not_join_two_groups() {
        let tight = [(0, 1, 0.8), (0, 2, 0.8), (1, 2, 0.8), (3, 4, 0.8), (3, 5, 0.8), (4, 5, 0.8)];
        let mut pairs = tight.to_vec();
        pairs.push((2, 3, 0.5));
        assert_eq!(groups(6, &pairs), [[0, 1, 2], [3, 4, 5]]);
    }

    #[test]
    fn many_weak_pairs_weigh_what_one_cannot() {
        assert_eq!(groups(2, &[(0, 1, 0.2)]).len(), 2);
        let pairs = [(0, 1, 0.8), (2, 3, 0.8), (0, 2, 0.2), (0, 3, 0.2), (1, 2, 0.2), (1, 3, 0.2)];
        assert_eq!(groups(4, &pairs), [[0, 1, 2, 3]]);
    }
}

//! Which articles tell one story.
//!
//! Takes verified links, gives clusters that do not chain: articles that hang together are compared each with each, and
//! joined by average linkage. Where many hang together, those that are near a leader are told by it first.

use super::{Cluster, Compare, Links};
use crate::cluster::{Gathered, Linkage, Similarities, average_linkage, components, gather};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Most articles that hang together by weak links and still are looked at as one.
const LOOSE: usize = 300;
/// Most articles that are compared each with each as they are.
const FEW: usize = 100;
/// Most leaders that are compared each with each.
const MANY: usize = 200;
/// Leaders that an article is compared with.
const TRIES: usize = 16;
/// What links must reach, from one try to the next, when too many articles hang together.
const STEP: f64 = 1.25;
/// Jaccard similarity of articles that may stand for each other when stories are told apart.
const ALIKE: f64 = 0.8;

/// What `each` makes of the clusters of heads with two members or more, by component. `weights` tells how many equal
/// articles each one stands for.
pub(super) fn clusters<C: Compare, R: Send>(
    links: &Links,
    weights: &[u32],
    compare: &C,
    each: impl Fn(&Cluster) -> R + Sync,
) -> Vec<R> {
    let version = compare.thresholds().version;
    let all = links.pairs().map(|(a, b, affinity)| Tie { a, b, affinity }).collect();
    let mut done = Vec::new();
    let mut open: Vec<(Vec<Tie>, f64)> = vec![(all, version / 2.0)];
    let mut number = Numbering::new(weights.len());
    while let Some((ties, level)) = open.pop() {
        let next = (level * STEP).min(version);
        let is_one = |part: &(Vec<u32>, Vec<Tie>)| part.0.len() <= LOOSE || level >= version;
        let (small, large): (Vec<_>, Vec<_>) = number.split(&ties).into_iter().partition(is_one);
        let story = Story { links, weights, compare };
        let made = small
            .into_par_iter()
            .flat_map_iter(|(members, _)| story.of(&members).iter().map(&each).collect::<Vec<R>>());
        done.par_extend(made);
        for (_, ties) in large {
            open.push((
                ties.into_iter().filter(|tie| tie.affinity >= single(next)).collect(),
                next,
            ));
        }
    }
    done
}

/// A threshold as affinities are kept.
#[expect(clippy::cast_possible_truncation, reason = "similarities need no more")]
fn single(threshold: f64) -> f32 {
    threshold as f32
}

/// A link as this stage sees it.
#[derive(Debug, Clone, Copy)]
struct Tie {
    a: u32,
    b: u32,
    affinity: f32,
}

/// Finds the components of a few links among many articles without touching the rest.
struct Numbering {
    local: Vec<u32>,
}

impl Numbering {
    fn new(n: usize) -> Self {
        Self { local: vec![u32::MAX; n] }
    }

    /// Components with their links.
    fn split(&mut self, ties: &[Tie]) -> Vec<(Vec<u32>, Vec<Tie>)> {
        let mut items: Vec<u32> = ties.iter().flat_map(|l| [l.a, l.b]).collect();
        items.sort_unstable();
        items.dedup();
        for (i, item) in (0..).zip(&items) {
            self.local[*item as usize] = i;
        }
        let local = |item: u32| self.local[item as usize];
        let found = components(items.len(), ties.iter().map(|l| (local(l.a), local(l.b))));
        let mut of_item = vec![0; items.len()];
        for (i, group) in found.iter().enumerate() {
            for item in group {
                of_item[*item as usize] = i;
            }
        }
        let mut parts: Vec<(Vec<u32>, Vec<Tie>)> = found
            .iter()
            .map(|group| (group.iter().map(|i| items[*i as usize]).collect(), Vec::new()))
            .collect();
        for tie in ties {
            parts[of_item[local(tie.a) as usize]].1.push(*tie);
        }
        parts
    }
}

/// What is needed to take a component apart.
struct Story<'a, C> {
    links: &'a Links,
    weights: &'a [u32],
    compare: &'a C,
}

impl<C: Compare> Story<'_, C> {
    /// The clusters of one component.
    fn of(&self, members: &[u32]) -> Vec<Cluster> {
        // By content, so that among equal similarities the order of reading decides nothing.
        let mut members = members.to_vec();
        members.sort_by_cached_key(|i| (self.compare.name(*i), *i));
        let mut crew = Crew::of(&members, |i| self.weights[i as usize]);
        let thresholds = self.compare.thresholds();
        for level in [ALIKE, thresholds.near, thresholds.version] {
            if crew.leaders.len() > if level >= ALIKE { FEW } else { MANY } {
                crew = self.thinned(crew, level);
            }
        }
        if crew.leaders.len() > MANY {
            return crew.stars();
        }
        self.compared(&crew)
    }

    /// Leaders that are led by others in their turn.
    fn thinned(&self, crew: Crew, level: f64) -> Crew {
        let mut order: Vec<u32> = crew.leaders.iter().map(|l| l.article).collect();
        order.sort_by_cached_key(|i| {
            let known = self.links.of(*i).len() + self.weights[*i as usize] as usize;
            (std::cmp::Reverse(known), self.compare.name(*i), *i)
        });
        let rules = Near { level, links: self.links, compare: self.compare };
        let leader_of = gather(&order, TRIES, &rules);
        crew.under(&order.into_iter().zip(leader_of).collect())
    }

    /// Compares all leaders with each other and joins them by average linkage.
    fn compared(&self, crew: &Crew) -> Vec<Cluster> {
        let numbers: Vec<u32> = crew.leaders.iter().map(|l| l.article).collect();
        let affinity = |a: usize, b: usize| {
            let (a, b) = (numbers[a], numbers[b]);
            self.compare.affinity(a, b, &self.links.overlap((a, b), self.compare))
        };
        let rows: Vec<Vec<f32>> = (0..numbers.len())
            .into_par_iter()
            .map(|a| (0..a).map(|b| affinity(a, b)).collect())
            .collect();
        let mut similarities = Similarities::new(crew.leaders.iter().map(|l| l.weight).collect());
        for (a, row) in rows.iter().enumerate() {
            row.iter().enumerate().for_each(|(b, s)| similarities.set(a, b, *s));
        }
        let pair = single(self.compare.thresholds().version);
        let groups = average_linkage(&similarities, Linkage { pair, floor: pair / 3.0 });
        let clusters = groups.iter().map(|group| crew.cluster(group, &similarities));
        clusters.filter(|c| c.members.len() > 1).collect()
    }
}

/// Articles that stand near enough to each other.
struct Near<'a, C> {
    level: f64,
    links: &'a Links,
    compare: &'a C,
}

impl<C: Compare> Gathered for Near<'_, C> {
    type View = ();

    fn view(&self, _: u32) {}

    fn joins(&self, leader: (u32, &()), item: (u32, &())) -> bool {
        let overlap = self.links.overlap((leader.0, item.0), self.compare);
        self.compare.affinity(leader.0, item.0, &overlap) >= single(self.level)
    }

    fn known(&self, item: u32) -> &[u32] {
        self.links.of(item)
    }
}

/// Leaders, each with those that it stands for.
struct Crew {
    leaders: Vec<Leader>,
}

struct Leader {
    article: u32,
    /// Equal articles, its followers' among them.
    weight: f32,
    followers: Vec<u32>,
}

impl Crew {
    /// Everyone leads no one but itself.
    #[expect(clippy::cast_precision_loss, reason = "weights need no more")]
    fn of(members: &[u32], weight: impl Fn(u32) -> u32) -> Self {
        let leader =
            |i: &u32| Leader { article: *i, weight: weight(*i) as f32, followers: Vec::new() };
        Self { leaders: members.iter().map(leader).collect() }
    }

    /// The same articles under fewer leaders.
    fn under(self, leader_of: &FxHashMap<u32, u32>) -> Self {
        let leads =
            |l: &Leader| leader_of.get(&l.article).is_none_or(|leader| *leader == l.article);
        let (mut leaders, led): (Vec<Leader>, Vec<Leader>) =
            self.leaders.into_iter().partition(leads);
        let number: FxHashMap<u32, usize> =
            leaders.iter().enumerate().map(|(n, l)| (l.article, n)).collect();
        for l in led {
            let leader = leader_of.get(&l.article).and_then(|leader| number.get(leader));
            if let Some(n) = leader {
                leaders[*n].weight += l.weight;
                leaders[*n].followers.push(l.article);
                leaders[*n].followers.extend(l.followers);
            }
        }
        Self { leaders }
    }

    /// A cluster of some leaders and all that follow them. A follower is as near to all as its leader.
    fn cluster(&self, group: &[usize], similarities: &Similarities) -> Cluster {
        let nearness = |a: usize| {
            let others = group.iter().filter(|b| **b != a);
            let (sum, weight) = others.fold((0.0, 0.0), |(sum, weight), b| {
                let w = self.leaders[*b].weight;
                (sum + w * similarities.get(a, *b), weight + w)
            });
            if weight > 0.0 { sum / weight } else { 1.0 }
        };
        let mut members: Vec<(u32, f32)> = Vec::new();
        for &n in group {
            let leader = &self.leaders[n];
            let near = nearness(n);
            members.push((leader.article, near));
            members.extend(leader.followers.iter().map(|f| (*f, near)));
        }
        Cluster::of(members)
    }

    /// Each leader with its own: too many leaders to compare them.
    fn stars(&self) -> Vec<Cluster> {
        let star = |l: &Leader| {
            let followers = l.followers.iter().map(|f| (*f, 0.0));
            Cluster::of(std::iter::once((l.article, 1.0)).chain(followers).collect())
        };
        self.leaders.iter().filter(|l| !l.followers.is_empty()).map(star).collect()
    }
}

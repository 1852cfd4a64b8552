//! Which articles tell one story.
//!
//! Takes verified links, gives clusters that do not chain: loosely linked articles are compared each with each, and
//! joined by average linkage. Where too many hang together to compare them all, only stronger links count.

use super::{Cluster, Heads, Thresholds};
use crate::cluster::{Link, Linkage, Similarities, average_linkage, components, stars};
use crate::shingle::Overlap;
use rayon::prelude::*;

/// Most articles that are compared each with each.
const ALL_PAIRS: usize = 500;
/// What links must reach, from one try to the next, when too many articles hang together.
const STEP: f64 = 1.25;
/// From this similarity on links are not thinned any more: stars around representatives.
const STAR: f64 = 0.8;

/// The clusters of heads, by first member. `set` gives the shingles of an article; one that stands for many equal ones
/// weighs as many in averages.
pub fn clusters(
    heads: &Heads,
    links: &[Link],
    thresholds: &Thresholds,
    set: impl Fn(u32) -> Vec<u64> + Sync,
) -> Vec<Cluster> {
    let n = heads.head_of.len();
    let mut weights = vec![0.0_f32; n];
    heads.head_of.iter().for_each(|head| weights[*head as usize] += 1.0);
    let mut done = Vec::new();
    let mut open = vec![(links.to_vec(), thresholds.version / 2.0)];
    let mut number = Numbering::new(n);
    while let Some((links, level)) = open.pop() {
        for (members, links) in number.split(&links) {
            if members.len() <= ALL_PAIRS {
                let weights = members.iter().map(|m| weights[*m as usize]).collect();
                done.extend(compare(&members, Similarities::new(weights), thresholds, &set));
            } else if level * STEP < STAR {
                let strong = links.iter().filter(|l| l.overlap.jaccard() >= level * STEP);
                open.push((strong.copied().collect(), level * STEP));
            } else {
                done.extend(around_representatives(n, &links));
            }
        }
    }
    done.sort_by_key(|c| c.members[0]);
    done
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
    fn split(&mut self, links: &[Link]) -> Vec<(Vec<u32>, Vec<Link>)> {
        let mut items: Vec<u32> = links.iter().flat_map(|l| [l.a, l.b]).collect();
        items.sort_unstable();
        items.dedup();
        for (i, item) in (0..).zip(&items) {
            self.local[*item as usize] = i;
        }
        let local = |item: u32| self.local[item as usize];
        let found = components(items.len(), links.iter().map(|l| (local(l.a), local(l.b))));
        let mut of_item = vec![0; items.len()];
        for (i, group) in found.iter().enumerate() {
            for item in group {
                of_item[*item as usize] = i;
            }
        }
        let mut parts: Vec<(Vec<u32>, Vec<Link>)> = found
            .iter()
            .map(|group| (group.iter().map(|i| items[*i as usize]).collect(), Vec::new()))
            .collect();
        for link in links {
            parts[of_item[local(link.a) as usize]].1.push(*link);
        }
        parts
    }
}

/// Compares all members with each other and joins them by average linkage.
fn compare(
    members: &[u32],
    mut similarities: Similarities,
    thresholds: &Thresholds,
    set: &(impl Fn(u32) -> Vec<u64> + Sync),
) -> Vec<Cluster> {
    let sets: Vec<Vec<u64>> = members.par_iter().map(|m| set(*m)).collect();
    let rows: Vec<Vec<f32>> = (0..sets.len())
        .into_par_iter()
        .map(|a| (0..a).map(|b| similarity(&Overlap::of(&sets[a], &sets[b]))).collect())
        .collect();
    for (a, row) in rows.iter().enumerate() {
        row.iter().enumerate().for_each(|(b, s)| similarities.set(a, b, *s));
    }
    #[expect(clippy::cast_possible_truncation, reason = "thresholds have two decimals")]
    let linkage =
        Linkage { pair: thresholds.version as f32, floor: thresholds.version as f32 / 3.0 };
    let groups = average_linkage(&similarities, linkage);
    groups.iter().filter(|g| g.len() > 1).map(|g| cluster(g, members, &similarities)).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "similarities need no more")]
fn similarity(overlap: &Overlap) -> f32 {
    overlap.jaccard() as f32
}

#[expect(clippy::cast_precision_loss, reason = "groups are small")]
fn cluster(group: &[usize], members: &[u32], similarities: &Similarities) -> Cluster {
    let nearness = |a: &usize| {
        let sum: f32 = group.iter().filter(|b| *b != a).map(|b| similarities.get(*a, *b)).sum();
        sum / (group.len() - 1) as f32
    };
    Cluster {
        members: group.iter().map(|i| members[*i]).collect(),
        nearness: group.iter().map(nearness).collect(),
    }
}

/// Stars of many articles that are all much alike: those with most links first.
fn around_representatives(n: usize, links: &[Link]) -> Vec<Cluster> {
    let mut degree = vec![0_u32; n];
    for link in links {
        degree[link.a as usize] += 1;
        degree[link.b as usize] += 1;
    }
    let centre = stars(n, links, |i| std::cmp::Reverse(degree[i as usize]));
    let mut members: Vec<(u32, u32)> =
        links.iter().flat_map(|l| [l.a, l.b]).map(|i| (centre[i as usize], i)).collect();
    members.sort_unstable();
    members.dedup();
    let star = |group: &[(u32, u32)]| Cluster {
        members: group.iter().map(|(_, i)| *i).collect(),
        nearness: group.iter().map(|(centre, i)| f32::from(u8::from(centre == i))).collect(),
    };
    members.chunk_by(|a, b| a.0 == b.0).filter(|g| g.len() > 1).map(star).collect()
}

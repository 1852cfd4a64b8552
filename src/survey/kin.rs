//! Nearly equal blocks between a crawl and its desk.
//!
//! Takes the clusters of the crawl and joins them to those that the desk has: a block of which the desk knows for which
//! one it stands, or that is near to one which stands for others. Gives the rows that the desk gets.

use super::lesson::Lesson;
use super::near::{Near, NearConfig};
use super::past::Past;
use super::stories::number;
use crate::desk::{Kin, Root, Roots, Row as _, Rows, Tally, mixed, tables};
use crate::segment::Token;
use crate::shingle::{Overlap, into_set, shingles};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What the desk gets to know of nearly equal blocks.
#[derive(Debug, Default)]
pub(super) struct Kindred {
    /// Blocks that stand for others since this crawl, by their numbers; ascending by fingerprint.
    roots: Vec<(u64, u32)>,
    /// Blocks with what they stand under since this crawl, ascending.
    new: Vec<(u64, u64)>,
    /// What the desk counted of these before anyone knew that they are nearly equal, by fingerprint.
    before: Vec<(u64, Tally)>,
}

/// Joins the clusters of the crawl, `names`, to those of the desk.
pub(super) fn join(names: &mut FxHashMap<u64, u64>, near: &Near<'_>, past: &Past<'_>) -> Kindred {
    let prints: Vec<u64> = near.places.iter().map(|place| place.1).collect();
    let known: FxHashMap<u64, u64> =
        past.find(tables::KIN, &prints).into_iter().map(|(print, kin)| (print, kin.0)).collect();
    let mut roots: Vec<(u64, u64)> = known.iter().map(|(print, root)| (*print, *root)).collect();
    let open = |row: usize| !known.contains_key(&prints[row]);
    roots.extend(found(near, past, open).into_iter().map(|(row, root)| (prints[row], root)));
    roots.sort_unstable();
    let mut moved: FxHashMap<u64, u64> = FxHashMap::default();
    for (print, root) in &roots {
        let here = names.get(print).copied().unwrap_or(*print);
        let to = moved.entry(here).or_insert(*root);
        *to = (*to).min(*root);
        names.entry(*print).or_insert(here);
    }
    let to = |root: u64| moved.get(&root).copied().unwrap_or(root);
    *names = std::mem::take(names).into_iter().map(|(print, root)| (print, to(root))).collect();
    kindred(names, (near, &known), &moved, past)
}

fn kindred(
    names: &FxHashMap<u64, u64>,
    (near, known): (&Near<'_>, &FxHashMap<u64, u64>),
    moved: &FxHashMap<u64, u64>,
    past: &Past<'_>,
) -> Kindred {
    let mut kindred = Kindred::default();
    let own = near.places.iter().map(|place| place.1).zip(0..);
    for (print, row) in own {
        let Some(root) = names.get(&print).filter(|_| !known.contains_key(&print)) else {
            continue;
        };
        kindred.new.push((print, *root));
        if *root == print && !moved.contains_key(&print) {
            kindred.roots.push((print, row));
        }
    }
    let prints: Vec<u64> = kindred.new.iter().map(|new| new.0).collect();
    kindred.before = past.find(tables::LINES, &prints);
    kindred
}

/// The key under which a desk finds what stands for others.
fn lead(band: usize, key: u32) -> u64 {
    mixed((band as u64) << 32 | u64::from(key))
}

/// Blocks with the root of the desk that is nearest to each, if one is near.
fn found(near: &Near<'_>, past: &Past<'_>, open: impl Fn(usize) -> bool) -> Vec<(usize, u64)> {
    let mut leads: Vec<(u64, usize)> = Vec::new();
    for band in 0..near.keys.bands() {
        let column = near.keys.column(band).into_iter().map(|key| lead(band, key));
        let asked = column
            .enumerate()
            .filter(|(row, key)| open(*row) && past.desk.holds(tables::NEARLY, *key));
        leads.extend(asked.map(|(row, key)| (key, row)));
    }
    leads.par_sort_unstable();
    let mut keys: Vec<u64> = leads.iter().map(|lead| lead.0).collect();
    keys.dedup();
    let by_key: FxHashMap<u64, Roots> = past.find(tables::NEARLY, &keys).into_iter().collect();
    let mut pairs: Vec<(usize, u64)> = Vec::new();
    for (key, row) in &leads {
        pairs.extend(
            by_key.get(key).iter().flat_map(|roots| roots.prints()).map(|root| (*row, *root)),
        );
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut wanted: Vec<u64> = pairs.iter().map(|pair| pair.1).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let sets: FxHashMap<u64, Vec<u64>> = past
        .find(tables::ROOTS, &wanted)
        .into_iter()
        .map(|(print, root)| (print, set(&root.tokens, root.spaceless, near.config)))
        .collect();
    let of_block: Vec<&[(usize, u64)]> = pairs.chunk_by(|a, b| a.0 == b.0).collect();
    of_block.into_par_iter().filter_map(|pairs| nearest(near, pairs, &sets)).collect()
}

/// Of the pairs of one block the nearest that is near enough.
fn nearest(
    near: &Near<'_>,
    pairs: &[(usize, u64)],
    sets: &FxHashMap<u64, Vec<u64>>,
) -> Option<(usize, u64)> {
    let own = near.set(number(pairs[0].0));
    let jaccard = |root: &u64| sets.get(root).map_or(0.0, |set| Overlap::of(&own, set).jaccard());
    let best = pairs.iter().map(|pair| (jaccard(&pair.1), *pair));
    let best = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    (best.0 >= near.config.threshold).then_some(best.1)
}

fn set(tokens: &[Token], spaceless: bool, config: NearConfig) -> Vec<u64> {
    let mut set = Vec::with_capacity(tokens.len());
    shingles(tokens, config.shingle, spaceless, |s| set.push(s));
    into_set(set)
}

impl Kindred {
    /// What the desk counted before, by what the blocks stand under now.
    pub(super) fn before(&self) -> FxHashMap<u64, Tally> {
        let mut sums: FxHashMap<u64, Tally> = FxHashMap::default();
        for (print, tally) in &self.before {
            if let Ok(at) = self.new.binary_search_by_key(print, |new| new.0) {
                sums.entry(self.new[at].1).or_default().merge(tally.clone());
            }
        }
        sums
    }

    /// Leaves what articles that count bring: blocks that are `counted`, and what these stand under.
    pub(super) fn brought(&mut self, counted: &FxHashSet<u64>) {
        let brought = self.new.iter().filter(|new| counted.contains(&new.0));
        let roots: FxHashSet<u64> = brought.map(|new| new.1).collect();
        self.new.retain(|new| counted.contains(&new.0) || roots.contains(&new.0));
        self.roots.retain(|root| roots.contains(&root.0));
    }

    /// Adds names, roots and their keys to a desk.
    pub(super) fn teach(&self, near: &Near<'_>, lesson: &mut Lesson) {
        let mut kin = Rows::new();
        self.new.iter().for_each(|(print, root)| kin.push(*print, &Kin(*root)));
        lesson.rows(tables::KIN, &kin);
        let mut roots = Rows::new();
        for (print, row) in &self.roots {
            let (tokens, spaceless) = near.words(*row);
            roots.push(*print, &Root { tokens, spaceless });
        }
        lesson.rows(tables::ROOTS, &roots);
        let mut leads: Vec<(u64, u64)> = Vec::new();
        for band in 0..near.keys.bands() {
            let column = near.keys.column(band);
            let of_root = |(print, row): &(u64, u32)| (lead(band, column[*row as usize]), *print);
            leads.extend(self.roots.iter().map(of_root));
        }
        leads.par_sort_unstable();
        leads.dedup();
        let mut rows = Rows::new();
        for same in leads.chunk_by(|a, b| a.0 == b.0) {
            rows.push(same[0].0, &Roots::new(same.iter().map(|lead| lead.1).collect()));
        }
        lesson.rows(tables::NEARLY, &rows);
    }
}

//! The first grain: blocks that are nearly equal, such as a stamped line with a name in it.
//!
//! Takes the articles, one by one and then the few that are candidates again, gives clusters of near-equal blocks and
//! their counts. Equal blocks are signed once.

use super::count::{Occurrence, article};
use super::roll::Roll;
use super::{Counts, Sightings};
use crate::cluster;
use crate::lsh::{BandKeys, Bands};
use crate::minhash::{EMPTY, MinHash, Walks};
use crate::segment::{Block, Segmented, Token};
use crate::shingle::{Overlap, shingles};
use crate::spill::Partitions;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// How near-equal blocks are found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearConfig {
    /// Words a shingle.
    pub shingle: usize,
    /// Signatures.
    pub minhash: MinHash,
    /// Jaccard similarity from which blocks are near-equal.
    pub threshold: f64,
    /// Bands of the candidate search.
    pub bands: Bands,
}

/// Shorter blocks share too little to be compared by shingles, longer ones do not vary in a slot.
const TOKENS: std::ops::RangeInclusive<usize> = 5..=48;

/// Blocks from which an article is too long to be read again for each of them: a table of prices.
const LONG: usize = 400;

/// The blocks of some articles, signed.
#[derive(Debug, Default)]
pub(super) struct Signed {
    /// Article and fingerprint of each.
    places: Vec<(u32, u64)>,
    /// The band keys of each.
    rows: Vec<u32>,
    /// The shingles of those of long articles.
    sets: FxHashMap<u64, Vec<u64>>,
}

impl Signed {
    /// Signs those blocks of an article that `stand_first` there: equal ones elsewhere come later.
    pub(super) fn add(
        &mut self,
        number: u32,
        article: &Segmented,
        stand_first: impl Fn(usize) -> bool,
        (config, walks): (NearConfig, &Walks),
    ) {
        let mut signature = vec![EMPTY; config.minhash.num_perm()];
        for (i, block) in article.blocks.iter().enumerate() {
            if !TOKENS.contains(&(block.count as usize)) || !stand_first(i) {
                continue;
            }
            signature.fill(EMPTY);
            each_shingle(article, block, config.shingle, |s| {
                config.minhash.add(&mut signature, s);
            });
            config.minhash.densify_by(walks, &mut signature);
            self.rows.extend((0..config.bands.bands).map(|b| config.bands.key(&signature, b)));
            self.places.push((number, block.fingerprint));
            if article.blocks.len() > LONG {
                self.sets.insert(block.fingerprint, set(article, block, config.shingle));
            }
        }
    }
}

/// All signed blocks, each once.
pub(super) struct Near<'a> {
    /// Article and fingerprint of each, ascending by fingerprint.
    pub(super) places: Vec<(u32, u64)>,
    /// Their band keys.
    pub(super) keys: BandKeys,
    pub(super) config: NearConfig,
    /// The shingles of those of long articles.
    sets: FxHashMap<u64, Vec<u64>>,
    segmented: &'a (dyn Fn(u32) -> Segmented + Sync),
}

impl<'a> Near<'a> {
    /// Of blocks as they were signed; `segmented` gives an article.
    pub(super) fn new(
        signed: Vec<Signed>,
        config: NearConfig,
        segmented: &'a (dyn Fn(u32) -> Segmented + Sync),
    ) -> Self {
        let (places, keys) = in_order(&signed, config.bands.bands);
        let sets = signed.into_iter().flat_map(|s| s.sets).collect();
        Self { places, keys, config, sets, segmented }
    }

    /// The shingles of a block.
    pub(super) fn set(&self, row: u32) -> Vec<u64> {
        let (article, fingerprint) = self.places[row as usize];
        if let Some(set) = self.sets.get(&fingerprint) {
            return set.clone();
        }
        block_set(&(self.segmented)(article), fingerprint, self.config.shingle)
    }

    /// The words of a block, and whether most of it is in a script without spaces.
    pub(super) fn words(&self, row: u32) -> (Vec<Token>, bool) {
        let (number, fingerprint) = self.places[row as usize];
        let article = (self.segmented)(number);
        let block = article.blocks.iter().find(|b| b.fingerprint == fingerprint);
        block.map_or_else(Default::default, |block| {
            let tokens = article.tokens_of(block);
            (tokens.to_vec(), block.form.spaceless(tokens.len()))
        })
    }

    /// For every nearly repeated block the fingerprint of the one that stands for its cluster.
    pub(super) fn clusters(&self, exact: &Counts) -> FxHashMap<u64, u64> {
        let places = &self.places;
        let set_of = |row: u32| self.set(row);
        let close = |o: &Overlap| o.jaccard() >= self.config.threshold;
        let links = cluster::linked(&self.keys, (|_| true, u64::from), set_of, close, close);
        let often =
            |i: u32| exact.number(places[i as usize].1).map_or(1, |n| exact.stand(n).articles);
        let rank = |i: u32| (u32::MAX - often(i), u64::from(i));
        let representative = cluster::representatives(places.len(), &links, rank, set_of, close);
        name_members(places, &representative)
    }
}

/// What was signed, each block once and in the order of fingerprints, so that the order of the articles changes nothing.
fn in_order(signed: &[Signed], bands: usize) -> (Vec<(u32, u64)>, BandKeys) {
    let parts = signed.iter().zip(0_u32..);
    let mut order: Vec<(u64, u32, u32)> = parts
        .flat_map(|(s, part)| s.places.iter().zip(0..).map(move |(place, i)| (place.1, part, i)))
        .collect();
    order.par_sort_unstable();
    order.dedup_by_key(|block| block.0);
    let mut keys = BandKeys::new(bands);
    let mut places = Vec::with_capacity(order.len());
    for (_, part, i) in order {
        let (part, i) = (&signed[part as usize], i as usize);
        keys.extend(&part.rows[i * bands..(i + 1) * bands]);
        places.push(part.places[i]);
    }
    (places, keys)
}

fn each_shingle(article: &Segmented, block: &Block, width: usize, each: impl FnMut(u64)) {
    let tokens: &[Token] = article.tokens_of(block);
    shingles(tokens, width, block.form.spaceless(tokens.len()), each);
}

/// The shingles of a block as a set, ascending.
fn set(article: &Segmented, block: &Block, width: usize) -> Vec<u64> {
    let mut set = Vec::with_capacity(block.count as usize);
    each_shingle(article, block, width, |s| set.push(s));
    set.sort_unstable();
    set.dedup();
    set
}

fn block_set(article: &Segmented, fingerprint: u64, width: usize) -> Vec<u64> {
    let block = article.blocks.iter().find(|b| b.fingerprint == fingerprint);
    block.map_or_else(Vec::new, |block| set(article, block, width))
}

fn name_members(places: &[(u32, u64)], representative: &[u32]) -> FxHashMap<u64, u64> {
    let mut names = FxHashMap::default();
    for (i, &root) in representative.iter().enumerate() {
        if root as usize != i {
            let root = places[root as usize].1;
            names.insert(places[i].1, root);
            names.insert(root, root);
        }
    }
    names
}

/// Where blocks of each cluster of [`Near::clusters`] stand; and which of these blocks stand in articles that count.
pub(super) fn table(
    sightings: &Sightings,
    near_key: &FxHashMap<u64, u64>,
    roll: &Roll<'_>,
) -> (Partitions<Occurrence>, FxHashSet<u64>) {
    let table = sightings.table(8);
    let named = |rows: &[Occurrence]| {
        let (mut found, mut counted) = (Vec::new(), Vec::new());
        for group in rows.chunk_by(|a, b| a[0] == b[0]) {
            if let Some(root) = near_key.get(&group[0][0]) {
                found.extend(group.iter().map(|o| [*root, o[1]]));
                let counts = group.iter().any(|o| roll.counts(article(o)));
                counted.extend(counts.then_some(group[0][0]));
            }
        }
        table.extend(&found);
        counted
    };
    let mut counted = FxHashSet::default();
    sightings.blocks.each(named, |more| counted.extend(more));
    (table, counted)
}

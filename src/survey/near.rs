//! The first grain: blocks that are nearly equal, such as a stamped line with a name in it.
//!
//! Takes the articles and the sorted occurrences of blocks, gives clusters of near-equal blocks and their counts. Equal
//! blocks are signed once.

use super::count::Occurrence;
use super::{Counts, Listing};
use crate::article::ArticleId;
use crate::cluster;
use crate::lsh::{BandKeys, Bands};
use crate::minhash::MinHash;
use crate::segment::{Segmented, Token};
use crate::shingle::{Overlap, shingles};
use crate::spill::Articles;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

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

/// For every nearly repeated block the fingerprint of the one that stands for its cluster.
pub(super) fn clusters(
    articles: &(impl Articles + ?Sized),
    occurrences: &[Occurrence],
    exact: &Counts,
    config: NearConfig,
) -> FxHashMap<u64, u64> {
    let mut firsts: Vec<(u32, u64)> =
        occurrences.chunk_by(|a, b| a.0 == b.0).map(|group| (group[0].1, group[0].0)).collect();
    firsts.par_sort_unstable();
    let mut signed: Vec<Signed> = firsts
        .par_chunk_by(|a, b| a.0 == b.0)
        .flat_map_iter(|of_article| sign(articles, of_article, config))
        .collect();
    drop(firsts);
    // By content, so that the order of the articles changes nothing.
    signed.par_sort_unstable_by_key(|block| block.fingerprint);
    let mut keys = BandKeys::new(config.bands.bands);
    for block in &mut signed {
        keys.extend(&std::mem::take(&mut block.row));
    }
    let places: Vec<(u32, u64)> = signed.iter().map(|b| (b.article, b.fingerprint)).collect();
    let set_of = |i: u32| {
        if let Some(set) = &signed[i as usize].set {
            return set.clone();
        }
        let (article, fingerprint) = places[i as usize];
        block_set(&articles.get(ArticleId(article)), fingerprint, config.shingle)
    };
    let close = |o: &Overlap| o.jaccard() >= config.threshold;
    let links = cluster::linked(&keys, (|_| true, u64::from), set_of, close, close);
    let often = |i: u32| exact.number(places[i as usize].1).map_or(1, |n| exact.stand(n).articles);
    let rank = |i: u32| (u32::MAX - often(i), u64::from(i));
    let representative = cluster::representatives(places.len(), &links, rank, set_of, close);
    name_members(&places, &representative)
}

/// Blocks from which an article is too long to be read again for each of them: a table of prices.
const LONG: usize = 400;

/// One block, signed.
struct Signed {
    article: u32,
    fingerprint: u64,
    /// Its band keys.
    row: Vec<u32>,
    /// Its shingles, of long articles only.
    set: Option<Vec<u64>>,
}

/// Band keys of the blocks that stand in this article first.
fn sign(
    articles: &(impl Articles + ?Sized),
    firsts: &[(u32, u64)],
    config: NearConfig,
) -> Vec<Signed> {
    let number = firsts[0].0;
    let article = articles.get(ArticleId(number));
    let mut signed = Vec::new();
    for block in article.blocks.iter().filter(|b| TOKENS.contains(&(b.count as usize))) {
        if firsts.binary_search(&(number, block.fingerprint)).is_err() {
            continue;
        }
        let mut signature = config.minhash.start();
        let tokens = article.tokens_of(block);
        let spaceless = block.form.spaceless(tokens.len());
        let mut set = Vec::new();
        shingles(tokens, config.shingle, spaceless, |s| {
            config.minhash.add(&mut signature, s);
            set.push(s);
        });
        config.minhash.densify(&mut signature);
        let row = (0..config.bands.bands).map(|band| config.bands.key(&signature, band)).collect();
        let is_long = article.blocks.len() > LONG;
        let set = is_long.then(|| {
            set.sort_unstable();
            set.dedup();
            set
        });
        signed.push(Signed { article: number, fingerprint: block.fingerprint, row, set });
    }
    signed.sort_unstable_by_key(|block| block.fingerprint);
    signed.dedup_by_key(|block| block.fingerprint);
    signed
}

fn block_set(article: &Segmented, fingerprint: u64, width: usize) -> Vec<u64> {
    let mut set = Vec::new();
    if let Some(block) = article.blocks.iter().find(|b| b.fingerprint == fingerprint) {
        let tokens: &[Token] = article.tokens_of(block);
        shingles(tokens, width, block.form.spaceless(tokens.len()), |s| set.push(s));
    }
    set.sort_unstable();
    set.dedup();
    set
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

/// Counts of the clusters of [`clusters`].
pub(super) fn count(
    occurrences: &[Occurrence],
    near_key: &FxHashMap<u64, u64>,
    listing: &Listing,
    story_of: &[u32],
) -> Counts {
    let mut pairs: Vec<Occurrence> = occurrences
        .par_iter()
        .filter_map(|(fingerprint, article, part)| {
            Some((*near_key.get(fingerprint)?, *article, *part))
        })
        .collect();
    pairs.par_sort_unstable();
    Counts::of(&pairs, listing, story_of)
}

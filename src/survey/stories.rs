//! Which articles are copies of one story, so that a block in thirty copies of one wire report counts once.
//!
//! Takes the articles and rough counts of blocks, gives a story for every article. Errs towards few stories: what is
//! called boilerplate here would be cut from every copy.

use super::{Counts, Listing, crawls};
use crate::article::ArticleId;
use crate::cluster;
use crate::lsh::{BandKeys, Bands};
use crate::minhash::MinHash;
use crate::segment::{Block, Segmented, Token};
use crate::shingle::{Overlap, shingles};
use crate::spill::Articles;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Words a shingle; figures are one, so that recurring reports with new figures are one story.
const WIDTH: usize = 3;
const NUM_PERM: usize = 64;
/// Jaccard similarity from which two articles are one story.
pub(super) const THRESHOLD: f64 = 0.45;
/// Containment from which an article is one story with another.
const CONTAINED: f64 = 0.8;
/// Words from which a block can tell a story where prose cannot be told by its words.
const WORDS: usize = 6;
/// A block in more articles of its host than this tells nothing of the story.
const COMMON: u32 = 4;

/// The story of every article, named by the number of one of its articles.
pub(super) fn assign(
    articles: &(impl Articles + ?Sized),
    listing: &Listing,
    counts: &Counts,
) -> Vec<u32> {
    let minhash = MinHash::new(NUM_PERM, 0);
    let bands = Bands::choose(NUM_PERM, THRESHOLD, 0.95);
    let set_of = |number: u32| {
        let article = articles.get(ArticleId(number));
        story_set(&article, listing.host_of[number as usize], counts)
    };
    let signed: Vec<(Vec<u32>, u64, u64)> = (0..articles.len())
        .into_par_iter()
        .map(|i| {
            let article = articles.get(ArticleId(self::number(i)));
            let (mut signature, mut name) = (minhash.start(), 0_u64);
            each_shingle(&article, listing.host_of[i], counts, |shingle| {
                minhash.add(&mut signature, shingle);
                name = name.wrapping_add(shingle);
            });
            let page = crawls::page(&article, listing.host_of[i]);
            if name == 0 {
                return (vec![0; bands.bands], 0, page);
            }
            minhash.densify(&mut signature);
            ((0..bands.bands).map(|band| bands.key(&signature, band)).collect(), name, page)
        })
        .collect();
    let mut keys = BandKeys::new(bands.bands);
    for (row, ..) in &signed {
        keys.extend(row);
    }
    let (names, pages): (Vec<u64>, Vec<u64>) =
        signed.into_iter().map(|(_, name, page)| (name, page)).unzip();
    // Equal articles are one from the start.
    let mut first: FxHashMap<u64, usize> = FxHashMap::default();
    let first_of: Vec<usize> = (0..names.len())
        .map(|i| if names[i] == 0 { i } else { *first.entry(names[i]).or_insert(i) })
        .collect();
    let stands = |row: usize| names[row] != 0 && first_of[row] == row;
    let close = |o: &Overlap| o.jaccard() >= THRESHOLD || o.overlap() >= CONTAINED;
    let links = cluster::linked(&keys, (stands, |row| names[row as usize]), set_of, close, close);
    // By content, so that the order of the articles changes nothing.
    let rank = |article: u32| (0, names[article as usize]);
    let story_of = cluster::representatives(articles.len(), &links, rank, set_of, close);
    let story_of = first_of.into_iter().map(|first| story_of[first]).collect();
    crawls::join(articles, &pages, &names, story_of)
}

/// The shingles of the article's own prose: blocks that are rare on its host, or the rarest there are.
fn each_shingle(article: &Segmented, host: u32, counts: &Counts, mut each: impl FnMut(u64)) {
    let common =
        |b: &Block| counts.number(b.fingerprint).map_or(0, |n| counts.on_host(n, host).articles);
    let of = |test: &dyn Fn(&Block) -> bool| -> Vec<(&Block, u32)> {
        article.blocks.iter().filter(|b| test(b)).map(|b| (b, common(b))).collect()
    };
    let mut prose = of(&|b| b.form.is_prose(b.count as usize));
    if prose.is_empty() {
        // A language whose function words nobody knows: what is long enough to be told from others.
        prose = of(&|b| b.form.words(b.count as usize) >= WORDS);
    }
    let limit = prose.iter().map(|p| p.1).min().unwrap_or(0).max(COMMON);
    let rare = prose.iter().filter(|p| p.1 <= limit).map(|p| p.0);
    rare.for_each(|block| masked_shingles(article, block, &mut each));
}

/// The shingles of all prose of an article.
pub(super) fn prose_shingles(article: &Segmented, mut each: impl FnMut(u64)) {
    let prose = article.blocks.iter().filter(|b| b.form.is_prose(b.count as usize));
    prose.for_each(|block| masked_shingles(article, block, &mut each));
}

/// The shingles of a block, all figures made equal.
fn masked_shingles(article: &Segmented, block: &Block, each: impl FnMut(u64)) {
    let tokens: Vec<Token> = article.tokens_of(block).iter().map(|t| t.masked()).collect();
    shingles(&tokens, WIDTH, block.form.spaceless(tokens.len()), each);
}

/// The shingles of [`each_shingle`] as a set, ascending.
fn story_set(article: &Segmented, host: u32, counts: &Counts) -> Vec<u64> {
    let mut set = Vec::with_capacity(article.tokens.len());
    each_shingle(article, host, counts, |shingle| set.push(shingle));
    set.sort_unstable();
    set.dedup();
    set
}

/// A count or index as the 32-bit number that tables hold; runs of more than 2³² articles are cut by the reader.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

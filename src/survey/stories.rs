//! Which articles are copies of one story, so that a block in thirty copies of one wire report counts once.
//!
//! Takes the articles, signed, and rough counts of blocks, gives a story for every article. Errs towards few stories: what is
//! called boilerplate here would be cut from every copy.

use super::{Counts, Listing, crawls};
use crate::article::ArticleId;
use crate::cluster;
use crate::lsh::{BandKeys, Bands};
use crate::minhash::{EMPTY, MinHash};
use crate::segment::{Block, Segmented};
use crate::shingle::{Overlap, into_set, shingles};
use crate::spill::{Articles, Scratch};
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

/// Some articles, signed by their own prose.
#[derive(Debug)]
pub(super) struct Signed {
    minhash: MinHash,
    bands: Bands,
    /// Band keys by article.
    rows: Vec<u32>,
    /// A number by content; 0 for an article without prose.
    names: Vec<u64>,
    /// See [`crawls::page`].
    pages: Vec<u64>,
}

impl Signed {
    /// No article yet.
    pub(super) fn new() -> Self {
        let bands = Bands::choose(NUM_PERM, THRESHOLD, 0.95);
        Self {
            minhash: MinHash::new(NUM_PERM, 0),
            bands,
            rows: Vec::new(),
            names: Vec::new(),
            pages: Vec::new(),
        }
    }

    /// Signs the next article, of which all figures are one ([`mask`]). `host` is the key of its host; `common` tells for
    /// each of its blocks in how many articles of the host it stands.
    pub(super) fn add(&mut self, article: &Segmented, host: u64, common: impl Fn(usize) -> u32) {
        let (mut signature, mut name) = (vec![EMPTY; NUM_PERM], 0_u64);
        each_shingle(article, common, |shingle| {
            self.minhash.add(&mut signature, shingle);
            name = name.wrapping_add(shingle);
        });
        self.minhash.densify(&mut signature);
        self.names.push(name);
        self.pages.push(crawls::page(article, host));
        let keys = (0..self.bands.bands).map(|band| self.bands.key(&signature, band));
        self.rows.extend(keys);
    }
}

/// All articles, signed.
#[derive(Debug)]
pub(super) struct Signatures {
    keys: BandKeys,
    names: Vec<u64>,
    pages: Vec<u64>,
}

/// What articles of one story may share.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lead {
    /// All words of their own prose.
    Name(u64),
    /// Host and headline.
    Page(u64),
    /// A part of the signature.
    Band(usize, u32),
}

impl Signatures {
    /// No article yet. Keys that take more than a sixteenth of the memory go to the disk.
    pub(super) fn new(scratch: &Scratch) -> Self {
        let keys = BandKeys::new(Signed::new().bands.bands).within(scratch, scratch.share(16));
        Self { keys, names: Vec::new(), pages: Vec::new() }
    }

    /// Hands out every lead of every article.
    pub(super) fn each_lead(&self, mut each: impl FnMut(u32, Lead)) {
        let tells = |i: &usize| self.names[*i] != 0;
        for i in (0..self.names.len()).filter(tells) {
            each(number(i), Lead::Name(self.names[i]));
        }
        for i in (0..self.pages.len()).filter(|i| self.pages[*i] != 0) {
            each(number(i), Lead::Page(self.pages[i]));
        }
        for band in 0..self.keys.bands() {
            for (i, key) in self.keys.column(band).into_iter().enumerate().filter(|(i, _)| tells(i))
            {
                each(number(i), Lead::Band(band, key));
            }
        }
    }

    /// See [`crawls::page`].
    pub(super) fn page(&self, article: u32) -> u64 {
        self.pages[article as usize]
    }

    /// Puts the next articles behind these.
    pub(super) fn append(&mut self, next: &Signed) {
        self.keys.extend(&next.rows);
        self.names.extend(&next.names);
        self.pages.extend(&next.pages);
    }
}

/// The story of every article, named by the number of one of its articles.
pub(super) fn assign(
    articles: &(impl Articles + ?Sized),
    listing: &Listing,
    counts: &Counts,
    signed: &Signatures,
) -> Vec<u32> {
    let names = &signed.names;
    let set_of = |number: u32| {
        let mut article = articles.get(ArticleId(number));
        let host = listing.host_of[number as usize];
        set(&mut article, |fingerprint| common(counts, fingerprint, host))
    };
    // Equal articles are one from the start.
    let mut first: FxHashMap<u64, usize> = FxHashMap::default();
    let first_of: Vec<usize> = (0..names.len())
        .map(|i| if names[i] == 0 { i } else { *first.entry(names[i]).or_insert(i) })
        .collect();
    let stands = |row: usize| names[row] != 0 && first_of[row] == row;
    let rows = (stands, |row: u32| names[row as usize]);
    let links = cluster::linked(&signed.keys, rows, set_of, close, close);
    // By content, so that the order of the articles changes nothing.
    let rank = |article: u32| (0, names[article as usize]);
    let story_of = cluster::representatives(articles.len(), &links, rank, set_of, close);
    let story_of = first_of.into_iter().map(|first| story_of[first]).collect();
    crawls::join(articles, &signed.pages, names, story_of)
}

/// Whether two articles are one story.
pub(super) fn close(o: &Overlap) -> bool {
    o.jaccard() >= THRESHOLD || o.overlap() >= CONTAINED
}

/// The shingles of an article's own prose, ascending; all its figures are one from now on. `common` tells of a
/// fingerprint in how many articles of the host it stands.
pub(super) fn set(article: &mut Segmented, common: impl Fn(u64) -> u32) -> Vec<u64> {
    mask(article);
    let common = |i: usize| common(article.blocks[i].fingerprint);
    let mut set = Vec::with_capacity(article.tokens.len());
    each_shingle(article, common, |shingle| set.push(shingle));
    into_set(set)
}

/// In how many articles of the host a block stands, 0 for one article.
pub(super) fn common(counts: &Counts, fingerprint: u64, host: u32) -> u32 {
    counts.number(fingerprint).map_or(0, |n| counts.on_host(n, host).articles)
}

/// Makes all figures of the blocks one.
pub(super) fn mask(article: &mut Segmented) {
    let title = article.title as usize;
    article.tokens[..title].iter_mut().for_each(|token| *token = token.masked());
}

/// The shingles of the article's own prose: blocks that are rare on its host, or the rarest there are.
fn each_shingle(article: &Segmented, common: impl Fn(usize) -> u32, mut each: impl FnMut(u64)) {
    let of = |test: &dyn Fn(&Block) -> bool| -> Vec<(&Block, u32)> {
        let blocks = article.blocks.iter().enumerate().filter(|(_, b)| test(b));
        blocks.map(|(i, block)| (block, common(i))).collect()
    };
    let mut prose = of(&|b| b.form.is_prose(b.count as usize));
    if prose.is_empty() {
        // A language whose function words nobody knows: what is long enough to be told from others.
        prose = of(&|b| b.form.words(b.count as usize) >= WORDS);
    }
    let limit = prose.iter().map(|p| p.1).min().unwrap_or(0).max(COMMON);
    let rare = prose.iter().filter(|p| p.1 <= limit).map(|p| p.0);
    rare.for_each(|block| block_shingles(article, block, &mut each));
}

/// The shingles of all prose of an article; all figures are one if it is masked.
pub(super) fn prose_shingles(article: &Segmented, mut each: impl FnMut(u64)) {
    let prose = article.blocks.iter().filter(|b| b.form.is_prose(b.count as usize));
    prose.for_each(|block| block_shingles(article, block, &mut each));
}

fn block_shingles(article: &Segmented, block: &Block, each: impl FnMut(u64)) {
    let tokens = article.tokens_of(block);
    shingles(tokens, WIDTH, block.form.spaceless(tokens.len()), each);
}

/// A count or index as the 32-bit number that tables hold; runs of more than 2³² articles are cut by the reader.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

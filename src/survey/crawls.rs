//! Articles that a host shows again under the same headline: a page that was crawled every hour while it grew.
//!
//! Takes the stories that rare blocks tell, joins those of such articles. Blocks that stand in all crawls of a page are
//! not rare, so that its own text would pass for boilerplate.

use super::stories::{THRESHOLD, mask, number, prose_shingles};
use crate::article::ArticleId;
use crate::cluster::{Forest, Gathered, gather};
use crate::segment::{Segmented, fold};
use crate::shingle::{Overlap, into_set};
use crate::spill::Articles;
use rayon::prelude::*;

/// Words of the shortest headline that tells an article.
const HEADLINE: usize = 4;
/// Crawls of one page that an article is compared with.
const TRIES: usize = 4;

/// A number that articles of one host under one headline share; 0 for an article without a telling one. `host` is the
/// key of the host.
pub(super) fn page(article: &Segmented, host: u64) -> u64 {
    let title = article.title();
    if title.len() < HEADLINE { 0 } else { fold(host, title).max(1) }
}

/// The shingles of all prose of an article, ascending; all its figures are one from now on.
pub(super) fn prose(article: &mut Segmented) -> Vec<u64> {
    mask(article);
    let mut set = Vec::with_capacity(article.tokens.len());
    prose_shingles(article, |s| set.push(s));
    into_set(set)
}

/// Whether two articles of one host under one headline are one page.
pub(super) fn close(a: &[u64], b: &[u64]) -> bool {
    Overlap::of(a, b).jaccard() >= THRESHOLD
}

/// Joins the stories of alike articles with the same number of [`page`]. `names` are numbers by content, for an order
/// that does not depend on that of reading.
pub(super) fn join(
    articles: &(impl Articles + ?Sized),
    pages: &[u64],
    names: &[u64],
    story_of: Vec<u32>,
) -> Vec<u32> {
    let mut crawls: Vec<(u64, u64, u32)> = (0..pages.len())
        .filter(|i| pages[*i] != 0)
        .map(|i| (pages[i], names[i], number(i)))
        .collect();
    crawls.par_sort_unstable();
    let mut forest = Forest::new(story_of.len());
    for page in crawls.chunk_by(|a, b| a.0 == b.0) {
        let mut order: Vec<u32> = page.iter().map(|crawl| crawl.2).collect();
        order.dedup_by_key(|i| story_of[*i as usize]);
        if order.len() > 1 {
            let leaders = gather(&order, TRIES, &Crawls { articles });
            let pairs = order.iter().zip(&leaders);
            pairs.for_each(|(a, b)| forest.join(story_of[*a as usize], story_of[*b as usize]));
        }
    }
    story_of.into_iter().map(|story| forest.root(story)).collect()
}

struct Crawls<'a, A: ?Sized> {
    articles: &'a A,
}

impl<A: Articles + ?Sized> Gathered for Crawls<'_, A> {
    type View = Vec<u64>;

    fn view(&self, item: u32) -> Vec<u64> {
        prose(&mut self.articles.get(ArticleId(item)))
    }

    fn joins(&self, leader: (u32, &Vec<u64>), item: (u32, &Vec<u64>)) -> bool {
        close(leader.1, item.1)
    }

    fn known(&self, _: u32) -> &[u32] {
        &[]
    }
}

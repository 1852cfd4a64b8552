//! The one walk over all articles that follows the rough counts: stories and short blocks are signed, lines gathered.
//!
//! Takes the articles and what is roughly known of their blocks, gives [`Walked`]. Where there is a desk, it is asked on
//! the way which of its templates and titles lines of the crawl might fit.

use super::leads;
use super::lines::{Lines, News};
use super::past::Past;
use super::stories;
use super::{Counts, Listing, NearConfig, TITLE_TOKENS, near, pieces};
use crate::article::ArticleId;
use crate::desk::{Tally, tables};
use crate::minhash::Walks;
use crate::segment::{Block, Seam, Segmented, Token, fold};
use crate::spill::{Articles, Scratch};
use rayon::prelude::*;
use std::ops::Range;

/// Pieces that are walked over before what they gave is put together.
const PIECES: usize = 128;
/// Longest title that a line is asked for, in tokens.
const LONGEST: usize = 40;
/// Most words before or after a title in a line.
const AROUND: usize = 8;

/// What is gathered in the one walk over all articles.
pub(super) struct Walked {
    pub(super) stories: stories::Signatures,
    pub(super) blocks: Vec<near::Signed>,
    pub(super) lines: Lines,
    /// Keys of templates and of titles that the desk may have.
    pub(super) probes: Probes,
}

/// Keys to look up.
#[derive(Default)]
pub(super) struct Probes {
    pub(super) templates: Vec<u64>,
    pub(super) titles: Vec<u64>,
}

/// What the walk goes by.
pub(super) struct Ground<'a> {
    pub(super) listing: &'a Listing,
    pub(super) rough: &'a Counts,
    pub(super) host_keys: &'a [u64],
    pub(super) near: NearConfig,
    pub(super) past: Option<&'a Past<'a>>,
    /// The lines of the crawl that the desk has, ascending.
    pub(super) before: &'a [(u64, Tally)],
}

/// What a piece of the articles gives.
struct Piece {
    stories: stories::Signed,
    blocks: near::Signed,
    lines: Lines,
    probes: Probes,
}

impl Ground<'_> {
    pub(super) fn walk(&self, articles: &(impl Articles + ?Sized), scratch: &Scratch) -> Walked {
        let walks = self.near.minhash.walks();
        let mut all = Walked {
            stories: stories::Signatures::new(scratch),
            blocks: Vec::new(),
            lines: Lines::default(),
            probes: Probes::default(),
        };
        let pieces: Vec<Range<u32>> = pieces(articles.len()).collect();
        // Not all at once, so that what is put together does not lie in memory twice.
        for some in pieces.chunks(PIECES) {
            let work = |piece: Range<u32>| self.piece(piece, articles, &walks);
            for piece in some.par_iter().cloned().map(work).collect::<Vec<_>>() {
                all.stories.append(&piece.stories);
                all.blocks.push(piece.blocks);
                all.lines.append(&piece.lines);
                all.probes.append(piece.probes);
            }
            all.probes.tidy();
        }
        all
    }

    fn piece(
        &self,
        piece: Range<u32>,
        articles: &(impl Articles + ?Sized),
        walks: &Walks,
    ) -> Piece {
        let mut made = Piece {
            stories: stories::Signed::new(),
            blocks: near::Signed::default(),
            lines: Lines::default(),
            probes: Probes::default(),
        };
        let mut article = Segmented::default();
        for i in piece {
            articles.load(ArticleId(i), &mut article);
            let host = self.listing.host_of[i as usize];
            let key = self.host_keys[host as usize];
            let rough = self.rough;
            let prints = article.blocks.iter().map(|b| rough.number(b.fingerprint));
            let numbers: Vec<Option<u32>> = prints.collect();
            if let Some(past) = self.past {
                made.probes.add(&article, key, past);
            }
            if self.past.is_none_or(|past| !past.known[i as usize]) {
                made.lines.add(i, &article, |block| self.news(block, host));
            }
            let first = |b: usize| numbers[b].is_none_or(|n| rough.stand(n).first == i);
            made.blocks.add(i, &article, first, (self.near, walks));
            stories::mask(&mut article);
            let common = |b: usize| numbers[b].map_or(0, |n| rough.on_host(n, host).articles);
            made.stories.add(&article, key, common);
        }
        made
    }

    /// Whether a block is new to the desk.
    fn news(&self, block: &Block, host: u32) -> News {
        let before = self.before.binary_search_by_key(&block.fingerprint, |line| line.0);
        let (Some(past), Ok(before)) = (self.past, before) else {
            return News { here: true, anywhere: true };
        };
        News { here: past.on_host(&self.before[before].1, host) == 0, anywhere: false }
    }
}

impl Probes {
    /// Notes what the desk may have of the lines of an article.
    fn add(&mut self, article: &Segmented, host: u64, past: &Past<'_>) {
        let desk = past.desk;
        for block in &article.blocks {
            let line = article.tokens_of(block);
            leads::probe(line, host, |key| {
                if desk.holds(tables::TEMPLATES, key) {
                    self.templates.push(key);
                }
            });
            each_title(article, block, line, |words| {
                let key = fold(0, words);
                if words.len() >= TITLE_TOKENS && desk.holds(tables::TITLES, key) {
                    self.titles.push(key);
                }
            });
        }
    }

    fn append(&mut self, next: Self) {
        self.templates.extend(next.templates);
        self.titles.extend(next.titles);
    }

    fn tidy(&mut self) {
        for keys in [&mut self.templates, &mut self.titles] {
            keys.par_sort_unstable();
            keys.dedup();
        }
    }
}

/// Hands out the words of a line that may be a title: short lines with a few words less at either end, and what follows
/// a delimiter.
fn each_title(article: &Segmented, block: &Block, line: &[Token], mut each: impl FnMut(&[Token])) {
    if line.len() < LONGEST {
        each(line);
        for less in 1..=AROUND.min(line.len().saturating_sub(TITLE_TOKENS)) {
            each(&line[less..]);
            each(&line[..line.len() - less]);
        }
    }
    for seam in article.seams_of(block).iter().filter(|s| s.has(Seam::DELIMITED)) {
        let rest = &line[(seam.word as usize).min(line.len())..];
        for words in TITLE_TOKENS..=LONGEST.min(rest.len()) {
            each(&rest[..words]);
        }
    }
}

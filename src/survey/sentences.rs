//! Sentences at the edges of lines: what is stamped on a page often lost the line break before or after it.
//!
//! Takes the first and last sentences of all lines of several, and the lines that could be one of them, gives counts of
//! those that stand in three articles or more, glued or alone.

use super::Listing;
use super::count::{ALONE, Counts, Occurrence, article};
use crate::segment::{Block, Segmented};
use crate::spill::Partitions;
use std::ops::{Range, RangeInclusive};

/// Words of a sentence that counts: shorter ones come about by chance.
const WORDS: RangeInclusive<usize> = 3..=60;
/// Tokens of a line that could be one: in scripts without spaces five make three words.
pub(super) const TOKENS: RangeInclusive<usize> = 3..=101;
/// Last sentences of a line that count.
const LAST: usize = 3;
/// Articles that make a sentence worth counting.
const ARTICLES: usize = 3;

/// The sentences at the edges of a line of several, as ranges of its words: the first and the last three, if they are
/// three to sixty words long; none of a line of one sentence.
pub fn edges(article: &Segmented, block: &Block) -> impl Iterator<Item = Range<usize>> {
    let starts = article.seams_of(block).iter().filter(|s| s.is_sentence());
    let mut starts = starts.map(|s| s.word as usize);
    let last = starts.clone().rev().take(LAST).scan(block.count as usize, |end, start| {
        let sentence = start..*end;
        *end = start;
        Some(sentence)
    });
    let first = starts.next().map(|end| 0..end);
    let wide = block.form.spaceless(block.count as usize);
    let words = move |s: &Range<usize>| if wide { s.len() * 3 / 5 } else { s.len() };
    first.into_iter().chain(last).filter(move |s| WORDS.contains(&words(s)))
}

/// Counts sentences together with the lines that are nothing else, if they are glued to others at least once.
pub(super) fn count(
    sentences: &Partitions<Occurrence>,
    listing: &Listing,
    story_of: &[u32],
) -> Counts {
    let glued = |o: &Occurrence| o[1] & u64::from(ALONE) == 0;
    let keep = |group: &[Occurrence]| {
        group.len() >= ARTICLES
            && group.iter().any(glued)
            && group.chunk_by(|a, b| article(a) == article(b)).count() >= ARTICLES
    };
    Counts::of(sentences, keep, listing, story_of)
}

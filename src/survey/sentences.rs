//! Sentences at the edges of lines: what is stamped on a page often lost the line break before or after it.
//!
//! Takes the first and last sentences of all lines of several, and the lines themselves, gives counts of those that stand
//! in three articles or more, glued or alone. Most sentences stand once: a filter lets them go before anything is sorted.

use super::Listing;
use super::count::{Counts, Occurrence};
use crate::segment::{Block, Segmented};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Words of a sentence that counts: shorter ones come about by chance.
const WORDS: std::ops::RangeInclusive<usize> = 3..=60;
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

/// Counts sentences together with the lines that are nothing else: `blocks`, sorted, and their counts. O(n) but for what repeats.
pub(super) fn count(
    mut sentences: Vec<Occurrence>,
    (blocks, exact): (&[Occurrence], &Counts),
    listing: &Listing,
    story_of: &[u32],
) -> Counts {
    let filter = Filter::of(&sentences, exact);
    sentences = sentences.into_par_iter().filter(|s| filter.repeats(s.0)).collect();
    sentences.par_sort_unstable();
    let mut all = Vec::new();
    for glued in sentences.chunk_by(|a, b| a.0 == b.0) {
        let key = glued[0].0;
        let start = blocks.partition_point(|b| b.0 < key);
        let alone = blocks[start..].iter().take_while(|b| b.0 == key);
        let before = all.len();
        all.extend(glued.iter().chain(alone).copied());
        all[before..].sort_unstable_by_key(|o| o.1);
        if all[before..].chunk_by(|a, b| a.1 == b.1).count() < ARTICLES {
            all.truncate(before);
        }
    }
    Counts::of(&all, listing, story_of)
}

/// Which keys were seen before, as a sentence or in two articles as a line: two bits a place, some places a key.
struct Filter {
    once: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
}

impl Filter {
    fn of(keys: &[Occurrence], exact: &Counts) -> Self {
        let words = (keys.len() + exact.len()) / 16 + 1;
        let blank = || (0..words).map(|_| AtomicU64::new(0)).collect();
        let filter = Self { once: blank(), again: blank() };
        keys.par_iter().for_each(|(key, _, _)| {
            let (word, bit) = filter.place(*key);
            if filter.once[word].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
                filter.again[word].fetch_or(bit, Ordering::Relaxed);
            }
        });
        for key in exact.keys() {
            let (word, bit) = filter.place(key);
            filter.again[word].fetch_or(bit, Ordering::Relaxed);
        }
        filter
    }

    /// False only for keys that stand once.
    fn repeats(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.again[word].load(Ordering::Relaxed) & bit != 0
    }

    fn place(&self, key: u64) -> (usize, u64) {
        let word = (key >> 6) % self.once.len() as u64;
        (usize::try_from(word).unwrap_or(0), 1 << (key & 63))
    }
}

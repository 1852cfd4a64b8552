//! Sentences at the edges of lines: what is stamped on a page often lost the line break before or after it.
//!
//! Takes the first and last sentences of all lines of several, and the lines that could be one of them, gives counts of
//! those that stand in three articles or more, glued or alone.

use super::count::{ALONE, Counts, Occurrence, articles, known};
use super::past::Along;
use super::roll::Roll;
use super::stories::number;
use crate::desk::{Row as _, Tally, tables};
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
pub(super) fn count(sentences: &Partitions<Occurrence>, roll: &Roll<'_>) -> Counts {
    let glued = |group: &[Occurrence]| group.iter().any(is_glued);
    Counts::with(sentences, roll, |groups| {
        let past = known(groups, roll, tables::SENTENCES);
        let mut past = Along::new(&past);
        let found: Vec<(&[Occurrence], Option<&Tally>)> =
            groups.iter().map(|group| (*group, past.at(group[0][0]))).collect();
        let mut stand: Vec<(&[Occurrence], Option<&Tally>)> =
            found.into_iter().filter(|(group, past)| past.is_some() || glued(group)).collect();
        if roll.past.is_none() {
            stand.retain(|(group, _)| articles(group, roll, ARTICLES) as usize >= ARTICLES);
        }
        let lines: Vec<&[Occurrence]> = stand.iter().map(|s| s.0).collect();
        let lines = known(&lines, roll, tables::LINES);
        let mut lines = Along::new(&lines);
        let mut both = |(group, past): (&'_ [Occurrence], Option<&Tally>)| {
            (past.cloned(), lines.at(group[0][0]).cloned())
        };
        let sums: Vec<Option<Tally>> = stand.iter().map(|s| sum(both(*s))).collect();
        let often = |(stand, past): &(&(&[Occurrence], Option<&Tally>), Option<Tally>)| {
            let past = past.as_ref().map_or(0, Tally::articles);
            past + articles(stand.0, roll, ARTICLES) >= number(ARTICLES)
        };
        stand.iter().zip(sums).filter(often).map(|(stand, past)| (stand.0, past)).collect()
    })
}

/// Whether a sentence stands in a line of several.
pub(super) fn is_glued(o: &Occurrence) -> bool {
    o[1] & u64::from(ALONE) == 0
}

/// Where it is glued and where it stands alone, together.
fn sum((glued, alone): (Option<Tally>, Option<Tally>)) -> Option<Tally> {
    match (glued, alone) {
        (Some(mut glued), Some(alone)) => {
            glued.merge(alone);
            Some(glued)
        }
        (glued, alone) => glued.or(alone),
    }
}

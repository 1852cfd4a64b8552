//! Which of the places of a line stays, where a person decided that only the first does.
//!
//! Takes the spill and the survey, tells the classifier the earliest place by date, then by order of reading, of every
//! such decision. One more walk over all articles; none where nobody decided so.

use super::learn::Learned;
use crate::article::ArticleId;
use crate::classify::{Classifier, Judgement, Spot};
use crate::error::Result;
use crate::segment::{Block, Segmented};
use crate::spill::Articles as _;
use crate::survey::Survey;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::iter::once;

/// Articles a piece of work.
const PIECE: usize = 128;

/// The earliest place so far of each wish, with its date.
type Earliest = BTreeMap<u32, (u32, Spot)>;

/// Tells the classifier which places stay.
///
/// # Errors
/// [`crate::Error::Io`] if the spill cannot be read.
pub(super) fn find(learned: &Learned, survey: &Survey, classifier: &mut Classifier) -> Result<()> {
    if !classifier.verdicts.wants_first() {
        return Ok(());
    }
    let n = learned.spill.len();
    let by: &Classifier = classifier;
    let of_piece = |piece: usize| {
        let (mut article, mut earliest) = (Segmented::default(), Earliest::default());
        for i in piece * PIECE..((piece + 1) * PIECE).min(n) {
            let number = super::number(i);
            learned.spill.load(ArticleId(number), &mut article);
            look(&article, number, (survey, by), &mut earliest);
        }
        earliest
    };
    let pieces = (0..n.div_ceil(PIECE)).into_par_iter().map(of_piece);
    let all = pieces.reduce(Earliest::default, |mut all, piece| {
        for (wish, place) in piece {
            add(&mut all, wish, place);
        }
        all
    });
    learned.spill.check()?;
    let first = all.into_iter().map(|(wish, (_, spot))| (wish, spot)).collect();
    classifier.verdicts.set_first(first);
    Ok(())
}

fn add(earliest: &mut Earliest, wish: u32, place: (u32, Spot)) {
    let rank = |(date, spot): &(u32, Spot)| (*date, spot.article, spot.first);
    let before = earliest.entry(wish).or_insert(place);
    if rank(&place) < rank(before) {
        *before = place;
    }
}

/// Adds what stands in one article.
fn look(
    article: &Segmented,
    number: u32,
    (survey, by): (&Survey, &Classifier),
    earliest: &mut Earliest,
) {
    let host = survey.host_of(ArticleId(number));
    let date = survey.listing.dates.get(number as usize).copied().unwrap_or(0);
    let date = if date == 0 { u32::MAX } else { date };
    let judged = by.decide(article, (number, host), survey);
    let name = survey.host_name(host);
    let mut see = |block: &Block, judged: &Judgement| {
        for wish in judged.ruling.iter().flat_map(|ruling| &ruling.held) {
            if by.verdicts.wish(*wish).is_some_and(|w| w.is_first_on(name)) {
                let spot = Spot { article: number, first: block.first, count: block.count };
                add(earliest, *wish, (date, spot));
            }
        }
    };
    for (block, judged) in article.blocks.iter().zip(&judged) {
        let parts = judged.parts.iter().map(|part| (&part.block, &part.judged));
        once((block, judged)).chain(parts).for_each(|(block, judged)| see(block, judged));
    }
}

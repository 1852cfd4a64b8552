//! Where a block stands on its page: in the story's run of prose, or before or behind it.
//!
//! Takes the blocks of an article, gives the [`Evidence`] of their places. Knows form and order alone, no words and no
//! corpus: it must carry a page whose host was never seen.

use super::evidence::{Evidence, Kind, bin, percent};
use crate::segment::{Block, Form};

/// Words of a sentence that count; a longer paragraph is not more of a paragraph.
const MOST: f32 = 60.0;
/// What a block without a sentence costs a run of prose, in words.
const COST: f32 = 6.0;
/// Words from which a sentence is prose rather than a teaser or button.
const LEAST: usize = 8;
/// Share of a block's prose that reaches the next block.
const REACH: f32 = 0.78;

/// The page as a whole, and the places on it.
#[derive(Debug)]
pub(super) struct Layout {
    /// First and last block of the core.
    core: Option<(usize, usize)>,
    /// Prose around each block: its own and its neighbours', less with the distance.
    density: Vec<f32>,
    /// Share of the page's words that are prose, in percent.
    share: usize,
}

impl Layout {
    /// The layout of an article. O(blocks).
    pub(super) fn of(blocks: &[Block]) -> Self {
        let prose: Vec<f32> = blocks.iter().map(weight).collect();
        let words: usize = blocks.iter().map(|b| b.form.words(b.count as usize)).sum();
        let told = blocks.iter().zip(&prose).filter(|(_, w)| **w > 0.0);
        let told: usize = told.map(|(b, _)| b.form.words(b.count as usize)).sum();
        Self { core: core(&prose), density: density(&prose), share: percent(told, words) }
    }

    /// Adds the evidence of block `i`.
    pub(super) fn evidence(&self, blocks: &[Block], i: usize, out: &mut Vec<Evidence>) {
        out.push(Evidence::new(Kind::Core, self.place(i)));
        let around = bin(self.density[i], &[0.5, 2.0, 5.0, 10.0, 16.0, 24.0]);
        out.push(Evidence::new(Kind::Density, around));
        out.push(Evidence::new(Kind::PageProse, bin(self.share, &[20, 40, 60, 80, 95])));
        out.push(Evidence::new(Kind::PageBlocks, bin(blocks.len(), &[4, 16, 41, 101, 201])));
        let looks = |at: Option<usize>| at.and_then(|at| blocks.get(at)).map_or(0, look);
        out.extend([
            Evidence::new(Kind::Above, looks(i.checked_sub(1))),
            Evidence::new(Kind::Below, looks(Some(i + 1))),
            Evidence::new(Kind::Above2, looks(i.checked_sub(2))),
            Evidence::new(Kind::Below2, looks(Some(i + 2))),
        ]);
    }

    /// The bin of [`Kind::Core`].
    fn place(&self, i: usize) -> usize {
        const STEPS: [usize; 4] = [2, 4, 10, 25];
        match self.core {
            None => 11,
            Some((first, _)) if i < first => 4 - bin(first - i, &STEPS),
            Some((_, last)) if i > last => 6 + bin(i - last, &STEPS),
            Some(_) => 5,
        }
    }
}

/// The words of a sentence or paragraph, up to a limit; 0 for everything else.
fn weight(block: &Block) -> f32 {
    let words = block.form.words(block.count as usize);
    let sentence = block.form.ends_sentence() || block.form.has(Form::SENTENCES);
    if !sentence || words < LEAST {
        return 0.0;
    }
    f32::from(u16::try_from(words).unwrap_or(u16::MAX)).min(MOST)
}

/// The run of blocks with the greatest sum, where prose counts for and all else against (Pasternack & Roth, *Extracting
/// article text from the web with maximum subsequence segmentation*, 2009).
fn core(prose: &[f32]) -> Option<(usize, usize)> {
    let (mut best, mut sum, mut start) = (0.0, 0.0, 0);
    let mut core = None;
    for (i, words) in prose.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, i);
        }
        sum += if *words > 0.0 { *words } else { -COST };
        if sum > best {
            best = sum;
            core = Some((start, i));
        }
    }
    core
}

/// Prose around every block: the mean over both sides, falling by [`REACH`] a block.
fn density(prose: &[f32]) -> Vec<f32> {
    let mut out = vec![0.0; prose.len()];
    let mut carried = 0.0;
    for (sum, words) in out.iter_mut().zip(prose) {
        carried = carried * REACH + words;
        *sum = carried;
    }
    carried = 0.0;
    for (sum, words) in out.iter_mut().zip(prose).rev() {
        *sum += carried * REACH;
        carried = carried * REACH + words;
    }
    let whole = (1.0 + REACH) / (1.0 - REACH);
    for sum in &mut out {
        *sum /= whole;
    }
    out
}

/// The bins of [`Kind::Above`] and its like.
fn look(block: &Block) -> usize {
    let words = block.form.words(block.count as usize);
    if block.form.ends_sentence() {
        5 + bin(words, &[10, 25])
    } else {
        1 + bin(words, &[4, 10, 25])
    }
}

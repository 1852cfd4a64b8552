//! What the neighbours of a block tell of it.
//!
//! Takes the blocks of an article and their cues, gives more [`Evidence`] of each. Looks two
//! blocks to either side, along runs of short lines, and at widgets (a cue between two copies of one headline).

use super::cues::{Cue, Place};
use super::evidence::{Evidence, Kind, bin};
use super::layout::Layout;
use crate::report::model::Label;
use crate::segment::{Block, Form, Segmented};

/// What the blocks of an article are to each other.
pub(super) struct Context {
    widgets: Vec<Option<usize>>,
    follows: Vec<Option<usize>>,
    runs: Vec<usize>,
    layout: Layout,
}

impl Context {
    /// The context of these blocks, of which these cues were found. O(blocks).
    pub(super) fn of(blocks: &[Block], cues: &[Vec<Cue>]) -> Self {
        let (widgets, follows) = (widgets(blocks, cues), follows(blocks, cues));
        Self { widgets, follows, runs: runs(blocks), layout: Layout::of(blocks) }
    }

    /// Adds the evidence of the neighbours of block `i` and of its place on the page.
    pub(super) fn evidence(&self, article: &Segmented, i: usize, out: &mut Vec<Evidence>) {
        let blocks = &article.blocks;
        if self.runs[i] >= 2 {
            out.push(Evidence::new(Kind::Run, bin(self.runs[i], &[3, 5, 10])));
        }
        if is_heading(blocks, i) {
            out.push(Evidence::new(Kind::Heading, 0));
        }
        out.extend(self.follows[i].map(|b| Evidence::new(Kind::FollowsCue, b)));
        out.extend(self.widgets[i].map(|b| Evidence::new(Kind::Widget, b)));
        out.extend(parallel(article, i).map(|b| Evidence::new(Kind::Parallel, b)));
        self.layout.evidence(blocks, i, out);
    }
}

/// A line that does not end as a sentence does and is not a paragraph.
fn is_open(block: &Block) -> bool {
    let words = block.form.words(block.count as usize);
    (1..=25).contains(&words) && !block.form.ends_sentence() && !block.form.has(Form::SENTENCES)
}

fn is_heading(blocks: &[Block], i: usize) -> bool {
    let next_is_prose = blocks.get(i + 1).is_some_and(|b| b.form.is_prose(b.count as usize));
    let before_is_prose = i > 0 && blocks[i - 1].form.is_prose(blocks[i - 1].count as usize);
    next_is_prose && before_is_prose && is_open(&blocks[i]) && blocks[i].count <= 12
}

/// For every block the length of the run of open lines that it stands in; 0 outside.
fn runs(blocks: &[Block]) -> Vec<usize> {
    let mut runs = Vec::with_capacity(blocks.len());
    for run in blocks.chunk_by(|a, b| is_open(a) == is_open(b)) {
        let length = if is_open(&run[0]) { run.len() } else { 0 };
        runs.extend(std::iter::repeat_n(length, run.len()));
    }
    runs
}

/// The bin of [`Kind::Parallel`]: the line above or below begins, or ends, with the same two words.
fn parallel(article: &Segmented, i: usize) -> Option<usize> {
    let blocks = &article.blocks;
    let here = article.tokens_of(&blocks[i]);
    if here.len() < 4 {
        return None;
    }
    let beside = [i.checked_sub(1), Some(i + 1)].into_iter().flatten();
    let beside = beside.filter_map(|at| blocks.get(at)).map(|b| article.tokens_of(b));
    let mut beside = beside.filter(|b| b.len() >= 4 && *b != here);
    let sentence = if blocks[i].form.ends_sentence() { 2 } else { 0 };
    beside.find_map(|b| match () {
        () if b[..2] == here[..2] => Some(sentence),
        () if b[b.len() - 2..] == here[here.len() - 2..] => Some(1 + sentence),
        () => None,
    })
}

/// Bins of [`Kind::FollowsCue`]: blocks right after a whole-line cue, and open lines on from there.
fn follows(blocks: &[Block], cues: &[Vec<Cue>]) -> Vec<Option<usize>> {
    let mut out = vec![None; blocks.len()];
    for i in 1..blocks.len() {
        let cue = cues[i - 1].iter().find(|c| c.place == Place::Line).map(|c| c.label);
        let chain = out[i - 1].filter(|b| *b < 2 && is_open(&blocks[i]));
        let here = cue.map(|label| usize::from(label != Label::Promo));
        let sentence = if is_open(&blocks[i]) { 0 } else { 2 };
        out[i] = here.map(|b| b + sentence).or(chain);
    }
    out
}

/// Bins of [`Kind::Widget`]: the same headline right above and below a whole-line cue, and the teaser after it.
fn widgets(blocks: &[Block], cues: &[Vec<Cue>]) -> Vec<Option<usize>> {
    let mut out = vec![None; blocks.len()];
    for i in 1..blocks.len().saturating_sub(1) {
        let cue = cues[i].iter().any(|c| c.place == Place::Line);
        if cue && blocks[i - 1].fingerprint == blocks[i + 1].fingerprint && blocks[i + 1].count >= 2
        {
            out[i - 1] = Some(0);
            out[i + 1] = Some(1);
            if blocks.get(i + 2).is_some_and(|b| b.form.ends_sentence()) {
                out[i + 2] = Some(2);
            }
        }
    }
    out
}

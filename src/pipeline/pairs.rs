//! Articles of clusters side by side, for the page.
//!
//! Takes the texts that the second reading brought back, gives rows with the words that differ. What is the same is cut:
//! one reads what is not.

use super::align::align;
use super::paragraph::Paragraph;
use super::quotes::{Quotes, first};
use super::shown::Shown;
use super::sides::side_by_side;
use super::slips::{Slips, SlipsWriter};
use crate::error::Result;
use crate::report::page::Pair;
use crate::segment::Segmenter;
use crate::spill::Scratch;
use rayon::prelude::*;
use serde_json::Value;

/// Characters of a paragraph that is the same in both.
const SAME: usize = 120;
/// Clusters a piece of work.
const PIECE: usize = 256;

/// The pairs of all clusters, by the place of the cluster in the page. Word by word where articles differ, on all cores.
///
/// # Errors
/// [`crate::Error::Io`], such as a full disk.
pub(super) fn pairs(
    clusters: &[Shown],
    quotes: &Quotes,
    segmenter: &Segmenter,
    scratch: &Scratch,
) -> Result<Slips> {
    let mut writer = SlipsWriter::create(scratch)?;
    let of =
        |shown: &Shown| shown.pairs.iter().map(|p| pair(shown, *p, quotes, segmenter)).collect();
    let mut number = 0;
    for piece in clusters.chunks(PIECE) {
        let made: Vec<Vec<Pair>> = piece.par_iter().map(of).collect();
        for pairs in made {
            pairs.iter().try_for_each(|pair| writer.push(number, pair))?;
            number += 1;
        }
    }
    writer.finish()
}

fn pair(shown: &Shown, (a, b): (usize, usize), quotes: &Quotes, segmenter: &Segmenter) -> Pair {
    let paragraphs = |i: usize| {
        let text = quotes.member(shown.members[i]).text.unwrap_or_default();
        paragraphs(&text, segmenter)
    };
    let mut rows = side_by_side(&align(&paragraphs(a), &paragraphs(b)));
    rows.iter_mut().for_each(cut);
    Pair { a, b, rows }
}

fn paragraphs(text: &str, segmenter: &Segmenter) -> Vec<Paragraph> {
    let article = segmenter.segment(text, None);
    let paragraph = |(number, block): (usize, &crate::segment::Block)| {
        let text = text.get(block.start as usize..block.end as usize)?.to_owned();
        Paragraph::new(number, text, block.form.spaceless(block.count as usize), segmenter)
    };
    (1..).zip(&article.blocks).filter_map(paragraph).collect()
}

/// Cuts the text of a row that is the same in both.
fn cut(row: &mut Value) {
    let Some([Value::String(kind), Value::String(text), _]) =
        row.as_array_mut().map(Vec::as_mut_slice)
    else {
        return;
    };
    let head = first(text, SAME);
    if kind == "=" && head.len() < text.len() {
        *text = format!("{head}…");
    }
}

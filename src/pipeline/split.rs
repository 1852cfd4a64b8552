//! Paragraphs taken apart where the other article has them in pieces.
//!
//! Takes the paragraphs of both, gives those of one: sites break one text into paragraphs in different ways, and what is
//! one here may be three there. Never cuts inside what stands in one piece on both sides.

use super::paragraph::{Holders, Paragraph};
use rustc_hash::FxHashSet;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Fewest words that are a piece by themselves; also the fewest that a paragraph has more than one that it holds.
const PIECE: usize = 6;
/// Equal words in a row that say where a piece stands.
const ANCHOR: usize = 3;

/// The paragraphs, those that hold some of `others` cut around these. O(paragraphs² + words).
pub(super) fn split(paragraphs: &[Paragraph], others: &[Paragraph]) -> Vec<Paragraph> {
    let holders = Holders::new(others, 0..others.len());
    let equal: FxHashSet<_> = others.iter().map(|p| p.tokens.as_slice()).collect();
    let mut pieces = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let whole = equal.contains(paragraph.tokens.as_slice());
        let held = if whole { Vec::new() } else { held(paragraph, others, &holders) };
        pieces.extend(paragraph.cut(&edges(paragraph, &held)));
    }
    pieces
}

/// The paragraphs of which most stands in this one, which says more.
fn held<'a>(
    paragraph: &Paragraph,
    others: &'a [Paragraph],
    holders: &Holders,
) -> Vec<&'a Paragraph> {
    let is_held = |(other, shared): &(&Paragraph, usize)| {
        *shared >= ANCHOR
            && 3 * shared >= 2 * other.signs.len()
            && other.tokens.len() + PIECE <= paragraph.tokens.len()
    };
    others.iter().zip(holders.shared(paragraph)).filter(is_held).map(|(other, _)| other).collect()
}

/// The words before which to cut.
fn edges(paragraph: &Paragraph, held: &[&Paragraph]) -> Vec<usize> {
    let together: Vec<_> = held.iter().flat_map(|p| p.tokens.iter().copied()).collect();
    let ops = capture_diff_slices(Algorithm::Patience, &paragraph.tokens, &together);
    let mut edges = Vec::new();
    let (mut start, mut last) = (0, 0);
    for piece in held {
        let end = start + piece.tokens.len();
        if let Some((first, next)) = place(&ops, start, end) {
            // A few words more before or after belong to the piece.
            edges.push(if first < last + PIECE { last } else { first });
            if first >= last + PIECE && last > 0 {
                edges.push(last);
            }
            last = next;
        }
        start = end;
    }
    if last > 0 && last + PIECE <= paragraph.tokens.len() {
        edges.push(last);
    }
    edges.retain(|e| *e > 0 && *e < paragraph.tokens.len());
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// The first word and the one after the last at which the words `start..end` of the other side stand.
fn place(ops: &[DiffOp], start: usize, end: usize) -> Option<(usize, usize)> {
    let mut place: Option<(usize, usize)> = None;
    for op in ops {
        let DiffOp::Equal { old_index, new_index, len } = *op else { continue };
        let (from, to) = (new_index.max(start), (new_index + len).min(end));
        if to >= from + ANCHOR.min(end - start) {
            let first = old_index + (from - new_index);
            place = Some((place.map_or(first, |p| p.0), old_index + (to - new_index)));
        }
    }
    place
}

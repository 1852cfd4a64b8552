//! Two articles, paragraph by paragraph: what stands in both, what nearly does, and what only in one.
//!
//! Takes the paragraphs of both, gives them as rows in the order of reading; a paragraph that stands elsewhere in the
//! other article is still found, and marked as moved. Never asks what the run decided: it knows words alone.

use super::paragraph::{Holders, Paragraph, Passage};
use super::split::split;
use crate::segment::Token;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use std::cmp::Reverse;
use std::ops::Range;

/// What a row shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlignedKind {
    /// The same words, whatever their case, punctuation and spacing.
    Same,
    /// Paragraphs that share a good part of their words.
    Alike,
    /// A paragraph of A that has no counterpart.
    OnlyA,
    /// A paragraph of B that has no counterpart.
    OnlyB,
}

/// One row: paragraphs that belong together, or one that stands alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aligned {
    /// What it shows.
    pub kind: AlignedKind,
    /// Whether the paragraphs stand at different places among those that both articles have.
    pub moved: bool,
    /// Of a paragraph that stands alone, whether nearly all its words stand in the other article all the same: there once,
    /// here again.
    pub again: bool,
    /// The paragraph of A.
    pub a: Option<Passage>,
    /// The paragraph of B.
    pub b: Option<Passage>,
}

/// Two paragraphs that belong together, by their places.
#[derive(Debug, Clone, Copy)]
struct Match {
    a: usize,
    b: usize,
    same: bool,
}

/// The rows of two articles. O(paragraphs² + words), and word by word where paragraphs are alike.
pub(super) fn align(a: &[Paragraph], b: &[Paragraph]) -> Vec<Aligned> {
    let a = &split(a, b);
    let b = &split(b, a);
    let mut matches = equal(a, b);
    matches.extend(alike(a, b, &matches));
    matches.sort_unstable_by_key(|m| m.a);
    let placed = in_place(&matches, |m| a[m.a].words + 1);
    rows(a, b, &matches, &placed)
}

/// Paragraphs that are equal word for word: in order where they are, then wherever they stand.
fn equal(a: &[Paragraph], b: &[Paragraph]) -> Vec<Match> {
    let words = |p: &[Paragraph]| p.iter().map(|p| p.tokens.clone()).collect::<Vec<_>>();
    let mut matches = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &words(a), &words(b)) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            let same = |i| Match { a: old_index + i, b: new_index + i, same: true };
            matches.extend((0..len).map(same));
        }
    }
    let (free_a, free_b) = free(a, b, &matches);
    let mut elsewhere: FxHashMap<&[Token], Vec<usize>> = FxHashMap::default();
    for i in free_b.into_iter().rev() {
        elsewhere.entry(&b[i].tokens).or_default().push(i);
    }
    for i in free_a {
        let found = elsewhere.get_mut(a[i].tokens.as_slice()).and_then(Vec::pop);
        matches.extend(found.map(|j| Match { a: i, b: j, same: true }));
    }
    matches
}

/// The paragraphs that no match has yet.
fn free(a: &[Paragraph], b: &[Paragraph], matches: &[Match]) -> (Vec<usize>, Vec<usize>) {
    let (mut x, mut y) = (vec![true; a.len()], vec![true; b.len()]);
    for m in matches {
        (x[m.a], y[m.b]) = (false, false);
    }
    let left = |free: Vec<bool>| (0..free.len()).filter(|i| free[*i]).collect();
    (left(x), left(y))
}

/// Of the others those that are alike, the most alike first.
fn alike(a: &[Paragraph], b: &[Paragraph], matches: &[Match]) -> Vec<Match> {
    let (free_a, free_b) = free(a, b, matches);
    let holders = Holders::new(b, free_b.iter().copied());
    let mut found = Vec::new();
    for &i in &free_a {
        let shared = holders.shared(&a[i]);
        for &j in &free_b {
            let likeness = likeness(shared[j], a[i].signs.len(), b[j].signs.len());
            found.extend(likeness.map(|l| (Reverse(l), i.abs_diff(j), i, j)));
        }
    }
    found.sort_unstable();
    let (mut x, mut y) = (vec![false; a.len()], vec![false; b.len()]);
    let mut matches = Vec::new();
    for (_, _, i, j) in found {
        if !x[i] && !y[j] {
            (x[i], y[j]) = (true, true);
            matches.push(Match { a: i, b: j, same: false });
        }
    }
    matches
}

/// Likeness from which a paragraph says again what another says.
const AGAIN: usize = 850;

/// How alike two paragraphs are, in thousandths, if they are: a third of their signs, or nearly all of the shorter.
fn likeness(shared: usize, a: usize, b: usize) -> Option<usize> {
    let dice = 2000 * shared / (a + b).max(1);
    let held = shared >= 5 && 5 * shared >= 4 * a.min(b);
    (shared >= 2 && dice >= 333 || held).then_some(dice)
}

/// Which matches stand in the same order in both articles, so that they hold most words: the others were moved.
fn in_place(matches: &[Match], weight: impl Fn(&Match) -> usize) -> Vec<bool> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(matches.len());
    for (i, m) in matches.iter().enumerate() {
        let before = (0..i).filter(|j| matches[*j].b < m.b).max_by_key(|j| best[*j].0);
        let sum = before.map_or(0, |j| best[j].0) + weight(m);
        best.push((sum, before));
    }
    let mut placed = vec![false; matches.len()];
    let mut at = (0..matches.len()).max_by_key(|i| best[*i].0);
    while let Some(i) = at {
        placed[i] = true;
        at = best[i].1;
    }
    placed
}

/// The rows in the order of A; what only B has stands before the next paragraph that both have in place.
fn rows(a: &[Paragraph], b: &[Paragraph], matches: &[Match], placed: &[bool]) -> Vec<Aligned> {
    let mut of_a: Vec<Option<usize>> = vec![None; a.len()];
    let mut matched_b = vec![false; b.len()];
    for (i, m) in matches.iter().enumerate() {
        of_a[m.a] = Some(i);
        matched_b[m.b] = true;
    }
    let only_a = alone(AlignedKind::OnlyA, b);
    let only_b = alone(AlignedKind::OnlyB, a);
    let only_b = |range: Range<usize>| {
        let free = range.filter(|i| !matched_b[*i]);
        free.map(|i| only_b(&b[i])).collect::<Vec<_>>()
    };
    let mut rows = Vec::new();
    let mut next_b = 0;
    for (i, paragraph) in a.iter().enumerate() {
        let Some(number) = of_a[i] else {
            rows.push(only_a(paragraph));
            continue;
        };
        let m = &matches[number];
        if placed[number] {
            rows.extend(only_b(next_b..m.b));
            next_b = m.b + 1;
        }
        rows.push(both(paragraph, &b[m.b], m.same, !placed[number]));
    }
    rows.extend(only_b(next_b..b.len()));
    rows
}

/// What makes a row of a paragraph without counterpart among `others`.
fn alone(kind: AlignedKind, others: &[Paragraph]) -> impl Fn(&Paragraph) -> Aligned {
    let holders = Holders::new(others, 0..others.len());
    move |paragraph| {
        let shared = holders.shared(paragraph);
        let likeness = |(i, shared): (usize, usize)| {
            likeness(shared, paragraph.signs.len(), others[i].signs.len())
        };
        let again = shared.into_iter().enumerate().filter_map(likeness).any(|l| l >= AGAIN);
        let passage = Some(paragraph.passage(&vec![!again; paragraph.tokens.len()]));
        let (a, b) = if kind == AlignedKind::OnlyA { (passage, None) } else { (None, passage) };
        Aligned { kind, moved: false, again, a, b }
    }
}

fn both(a: &Paragraph, b: &Paragraph, same: bool, moved: bool) -> Aligned {
    let mut differs = (vec![false; a.tokens.len()], vec![false; b.tokens.len()]);
    if !same {
        differs = words(&a.tokens, &b.tokens);
    }
    let kind = if same { AlignedKind::Same } else { AlignedKind::Alike };
    Aligned {
        kind,
        moved,
        again: false,
        a: Some(a.passage(&differs.0)),
        b: Some(b.passage(&differs.1)),
    }
}

/// Most words of an island.
const ISLAND: usize = 3;

/// Which words differ. A few equal words amid many that were replaced count as replaced: they make a difference harder to
/// read, not easier.
fn words(a: &[Token], b: &[Token]) -> (Vec<bool>, Vec<bool>) {
    let ops = capture_diff_slices(Algorithm::Patience, a, b);
    let (mut x, mut y) = (vec![false; a.len()], vec![false; b.len()]);
    for (i, op) in ops.iter().enumerate() {
        let (old, new) = (op.old_range(), op.new_range());
        if op.tag() != DiffTag::Equal || is_island(&ops, i, &a[old.clone()]) {
            x[old].fill(true);
            y[new].fill(true);
        }
    }
    (x, y)
}

/// Whether equal words stand between larger differences on both sides, or are function words alone.
fn is_island(ops: &[DiffOp], i: usize, tokens: &[Token]) -> bool {
    let (Some(before), Some(after)) = (i.checked_sub(1).and_then(|i| ops.get(i)), ops.get(i + 1))
    else {
        return false;
    };
    let larger = |op: &DiffOp| op.old_range().len().max(op.new_range().len()) >= tokens.len();
    let both = before.old_range().len() + after.old_range().len() > 0
        && before.new_range().len() + after.new_range().len() > 0;
    let empty = tokens.len() <= 2 && tokens.iter().all(|t| t.is_stop());
    both && (empty || tokens.len() <= ISLAND && larger(before) && larger(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Segmenter;

    fn paragraphs(texts: &[&str]) -> Vec<Paragraph> {
        let segmenter = Segmenter::new(["the", "a", "of", "in", "and"]);
        let paragraph = |(i, text): (usize, &&str)| {
            Paragraph::new(i + 1, (*text).to_owned(), false, &segmenter)
        };
        texts.iter().enumerate().filter_map(paragraph).collect()
    }

    /// The rows as signs, one that was moved or stands again doubled.
    fn signs(a: &[&str], b: &[&str]) -> String {
        let sign = |row: &Aligned| {
            let sign = match row.kind {
                AlignedKind::Same => "=",
                AlignedKind::Alike => "~",
                AlignedKind::OnlyA => "<",
                AlignedKind::OnlyB => ">",
            };
            sign.repeat(1 + usize::from(row.moved || row.again))
        };
        align(&paragraphs(a), &paragraphs(b)).iter().map(sign).collect::<Vec<_>>().join(" ")
    }

    const HARBOUR: &str = "The harbour froze in the night and no ferry sailed";
    const COUNCIL: &str = "Councillors argued over copper prices until noon";
    const ORCHARD: &str = "An orchard keeper counted forty broken trees";

    #[test]
    fn case_and_signs_do_not_count() {
        let loud = format!("“{}!”", HARBOUR.to_uppercase());
        assert_eq!(signs(&[HARBOUR, COUNCIL], &[&loud, ORCHARD]), "= < >");
    }

    #[test]
    fn what_was_moved_is_found() {
        assert_eq!(signs(&[HARBOUR, COUNCIL, ORCHARD], &[ORCHARD, HARBOUR, COUNCIL]), "= = ==");
        assert_eq!(signs(&[HARBOUR, HARBOUR], &[HARBOUR, COUNCIL, HARBOUR]), "= > =");
        assert_eq!(signs(&[HARBOUR, COUNCIL], &[HARBOUR, COUNCIL, HARBOUR, ORCHARD]), "= = >> >");
    }

    #[test]
    fn words_that_differ_are_told_apart() {
        let rows = align(
            &paragraphs(&["The harbour froze in March, and no ferry sailed."]),
            &paragraphs(&["The harbour froze in late April, and no ferry sailed."]),
        );
        let marked = |p: &Option<Passage>| {
            let text = p.iter().flat_map(|p| &p.text);
            text.map(|s| if s.differs { format!("[{}]", s.text) } else { s.text.clone() })
                .collect::<String>()
        };
        assert_eq!(marked(&rows[0].a), "The harbour froze in [March], and no ferry sailed.");
        assert_eq!(marked(&rows[0].b), "The harbour froze in [late April], and no ferry sailed.");
    }

    #[test]
    fn paragraphs_that_were_joined_are_taken_apart() {
        let joined = [HARBOUR, COUNCIL].join(". ");
        assert_eq!(signs(&[HARBOUR, COUNCIL, ORCHARD], &[&joined, ORCHARD]), "= = =");
        assert_eq!(signs(&[&[&joined, ORCHARD].join(". ")], &[HARBOUR, ORCHARD]), "= < =");
    }

    #[test]
    fn nothing_and_something() {
        assert_eq!(signs(&[], &[HARBOUR]), ">");
        assert_eq!(signs(&[HARBOUR], &[]), "<");
        assert_eq!(signs(&[], &[]), "");
        assert_eq!(signs(&["—"], &[]), "");
    }
}

//! The ledger of a judgement: what every piece of evidence moved the points by.
//!
//! Takes evidence and the [`Scale`] it is weighed on, gives points, and the entries that add up to them. Weighs lines by
//! trees and parts of lines by the scorecard, which of the two a reader of the ledger need not know.

use super::evidence::{Evidence, Kind};
use super::{Classifier, Judgement};
use crate::segment::{Block, Segmented};
use serde::{Deserialize, Serialize};

/// What a piece of text is weighed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Scale {
    /// A line of an article, as extractors give them.
    #[default]
    Article,
    /// A line of a whole page with its navigation.
    Page,
    /// A part of a line.
    Part,
}

/// One row of a ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was seen; nothing of a kind, or none for what every ledger begins with.
    pub seen: Option<(Kind, Option<Evidence>)>,
    /// What it moved the points by.
    pub points: f32,
}

/// Blocks from which a text can be a whole page, and the share of them that no page has less of without a sentence end.
const PAGE_BLOCKS: usize = 40;
const PAGE_OPEN: usize = 68;
/// Trees that tell which evidence speaks loudest.
const LOUDEST: usize = 25;
/// Points below which what is not there need not be said.
const WORTH_SAYING: f32 = 0.05;

impl Scale {
    /// Whether a text is a whole page: many lines, most of them labels and links.
    pub(super) fn of(article: &Segmented) -> Self {
        let open = |b: &&Block| !b.form.ends_sentence();
        let (n, open) = (article.blocks.len(), article.blocks.iter().filter(open).count());
        if n >= PAGE_BLOCKS && open * 100 >= n * PAGE_OPEN { Self::Page } else { Self::Article }
    }
}

impl Classifier {
    /// The points of evidence on a scale.
    #[must_use]
    pub fn points(&self, scale: Scale, evidence: &[Evidence]) -> f32 {
        match scale {
            Scale::Article => self.articles.points(evidence),
            Scale::Page => self.pages.points(evidence),
            Scale::Part => self.scorecard.bias + self.scorecard.sum(evidence),
        }
    }

    /// What a judgement rests on, in the order in which it was seen; the entries add up to its points.
    #[must_use]
    pub fn ledger(&self, judged: &Judgement) -> Vec<Entry> {
        let evidence = &judged.observed.evidence;
        let forest = match judged.scale {
            Scale::Article => &self.articles,
            Scale::Page => &self.pages,
            Scale::Part => return self.card(evidence),
        };
        let (start, moved) = forest.ledger(evidence);
        let seen = |kind: Kind| evidence.iter().find(|e| e.kind == kind).copied();
        let of = |kind: Kind| moved[kind as usize];
        let mut entries = vec![Entry { seen: None, points: start }];
        entries.extend(
            evidence.iter().map(|e| Entry { seen: Some((e.kind, Some(*e))), points: of(e.kind) }),
        );
        let absent = || Kind::ALL.iter().filter(|kind| seen(**kind).is_none());
        entries[0].points +=
            absent().map(|kind| of(*kind)).filter(|by| by.abs() < WORTH_SAYING).sum::<f32>();
        let absent = absent().filter(|kind| of(**kind).abs() >= WORTH_SAYING);
        entries.extend(absent.map(|kind| Entry { seen: Some((*kind, None)), points: of(*kind) }));
        entries
    }

    /// What each piece of the evidence moved the points by, in its order; near enough to tell which speaks loudest.
    pub(super) fn moves(&self, judged: &Judgement) -> Vec<f32> {
        let evidence = judged.observed.evidence.iter();
        let forest = match judged.scale {
            Scale::Article => &self.articles,
            Scale::Page => &self.pages,
            Scale::Part => return evidence.map(|e| self.scorecard.points(*e)).collect(),
        };
        let (_, moved) = forest.moves(&judged.observed.evidence, LOUDEST);
        evidence.map(|e| moved[e.kind as usize]).collect()
    }

    fn card(&self, evidence: &[Evidence]) -> Vec<Entry> {
        let start = Entry { seen: None, points: self.scorecard.bias };
        let rows = evidence
            .iter()
            .map(|e| Entry { seen: Some((e.kind, Some(*e))), points: self.scorecard.points(*e) });
        std::iter::once(start).chain(rows).collect()
    }
}

impl Entry {
    /// The row in words: `host-line: 6-9`, `no cue-promo`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.seen {
            None => "to begin with".to_owned(),
            Some((_, Some(evidence))) => evidence.name(),
            Some((kind, None)) => format!("no {}", kind.name()),
        }
    }
}

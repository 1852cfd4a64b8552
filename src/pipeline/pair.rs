//! Two articles of a finished run held against each other.
//!
//! Takes OUT and two ids, gives what they share, what differs, and why the run linked them or not: the originals are
//! restored and judged once more, as in `explain`, and what is left is compared as the run did. Writes nothing.

use super::align::{Aligned, align};
use super::explain::{Run, walk};
use super::paragraph::Paragraph;
use super::verdict::{Facts, Verdict, verdict};
use crate::article::Article;
use crate::classify::Judgement;
use crate::copies::{self, Content};
use crate::error::{Error, Result};
use crate::report::model::Duplicate;
use crate::segment::{Block, Segmented};
use crate::shingle::Overlap;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::path::Path;

/// Two articles side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairExplanation {
    /// The first.
    pub a: PairSide,
    /// The second.
    pub b: PairSide,
    /// How much they share.
    pub similarity: Similarity,
    /// Whether they are linked, and why.
    pub verdict: Verdict,
    /// Their content, paragraph by paragraph.
    pub rows: Vec<Aligned>,
}

/// One of two articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairSide {
    /// The article.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its host.
    pub host: Option<String>,
    /// Its day of publication.
    pub date: Option<String>,
    /// All of its text.
    pub all: Amount,
    /// What is compared.
    pub content: Amount,
    /// What was taken out as boilerplate; a part of a block counts as a block.
    pub removed: Amount,
    /// What stays and is not compared: headings, credits and other short lines.
    pub aside: Amount,
    /// Its line in `duplicates.jsonl`, if it has one.
    pub row: Option<Duplicate>,
}

/// An amount of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Blocks.
    pub blocks: usize,
    /// Words.
    pub words: usize,
}

/// How much two contents share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Similarity {
    /// Words of a shingle.
    pub shingle: usize,
    /// Jaccard similarity of the shingles, 0 to 1.
    pub jaccard: f64,
    /// Share of A that stands in B.
    pub a_in_b: f64,
    /// Share of B that stands in A.
    pub b_in_a: f64,
    /// Whether what differs are figures and dates.
    pub recurring: bool,
    /// Days between the dates, where both are known.
    pub days: Option<u32>,
    /// Whether both are of one host, where both hosts are known.
    pub same_host: Option<bool>,
    /// What the run asked of articles of one story.
    pub version: f64,
    /// What it asked of near copies.
    pub near: f64,
    /// What it asked of contained copies.
    pub contained: f64,
}

/// Holds two articles of the run in `out` against each other.
///
/// # Errors
/// As [`super::explain`]; [`Error::Input`] too if both are one article.
pub fn explain_pair(out: &Path, a: &str, b: &str) -> Result<PairExplanation> {
    if a == b {
        return Err(Error::input(out, format!("{a:?} is named twice; name two articles")));
    }
    let (mut left, mut right, mut found) = (None, None, None);
    walk(out, |id, original, run| {
        if id == a {
            left = Some(Side::new(id, original, run));
        } else if id == b {
            right = Some(Side::new(id, original, run));
        }
        if let (Some(left), Some(right)) = (&left, &right) {
            found = Some(compare(left, right, run));
        }
        Ok::<_, Error>(found.is_none())
    })?;
    let missing = if left.is_none() { a } else { b };
    found.ok_or_else(|| Error::input(out, format!("no article has the id {missing:?}")))
}

/// One article as it is compared.
struct Side {
    told: PairSide,
    /// Without the parts that were taken out.
    segmented: Segmented,
    /// The blocks that count.
    content: Vec<Block>,
    identity: Content,
    paragraphs: Vec<Paragraph>,
}

impl Side {
    fn new(id: &str, article: Article, run: &Run) -> Self {
        let (mut segmented, judged, _) = run.judge(&article);
        let all = amount(&segmented.blocks);
        segmented.take_out(&judged.iter().flat_map(parts).map(tokens).collect::<Vec<_>>());
        let kept = copies::blocks(&segmented, |i| judged[i].label.is_none());
        let identity = copies::identify(&segmented, &kept);
        let content: Vec<Block> = kept.into_iter().copied().collect();
        let stays = segmented.blocks.iter().zip(&judged).filter(|(_, j)| j.label.is_none());
        let stays = amount(stays.map(|(block, _)| block));
        let compared = amount(&content);
        let cut = judged.iter().flat_map(parts).count();
        let told = PairSide {
            id: id.to_owned(),
            all,
            content: compared,
            removed: Amount { blocks: all.blocks - stays.blocks + cut, ..all.less(stays) },
            aside: stays.less(compared),
            row: run.row(id).cloned(),
            title: article.title,
            host: article.host,
            date: article.date,
        };
        let judgement =
            |b: &Block| &judged[segmented.blocks.partition_point(|x| x.start < b.start)];
        let paragraph = |(number, block): (usize, &Block)| {
            let text = text(&article.text, block, judgement(block));
            let spaceless = block.form.spaceless(block.count as usize);
            Paragraph::new(number, text, spaceless, &run.knowledge.segmenter)
        };
        let paragraphs = (1..).zip(&content).filter_map(paragraph).collect();
        Self { told, segmented, content, identity, paragraphs }
    }

    fn blocks(&self) -> Vec<&Block> {
        self.content.iter().collect()
    }

    fn shingles(&self, width: usize) -> Vec<u64> {
        copies::set(&self.segmented, &self.blocks(), width)
    }
}

impl Amount {
    fn less(self, other: Self) -> Self {
        let blocks = self.blocks.saturating_sub(other.blocks);
        Self { blocks, words: self.words.saturating_sub(other.words) }
    }
}

fn amount<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Amount {
    let add = |sum: Amount, b: &Block| Amount {
        blocks: sum.blocks + 1,
        words: sum.words + b.form.words(b.count as usize),
    };
    blocks.into_iter().fold(Amount::default(), add)
}

/// The parts of a block that stays which go.
fn parts(judged: &Judgement) -> impl Iterator<Item = &Block> {
    let parts = judged.parts.iter().filter(|p| judged.label.is_none() && p.judged.label.is_some());
    parts.map(|p| &p.block)
}

fn tokens(part: &Block) -> Range<usize> {
    let first = part.first as usize;
    first..first + part.count as usize
}

/// The text of a block that stays, without the parts that go.
fn text(all: &str, block: &Block, judged: &Judgement) -> String {
    let mut text = String::new();
    let mut from = block.start as usize;
    for part in parts(judged) {
        text.push_str(&all[from..(part.start as usize).max(from)]);
        from = part.end as usize;
    }
    text.push_str(&all[from..(block.end as usize).max(from)]);
    text
}

fn compare(a: &Side, b: &Side, run: &Run) -> PairExplanation {
    let articles = &run.config.articles;
    let overlap = Overlap::of(&a.shingles(articles.shingle), &b.shingles(articles.shingle));
    let (x, y) = (a.blocks(), b.blocks());
    let recurring = copies::is_recurring((&a.segmented, &x), (&b.segmented, &y), |t| {
        run.knowledge.dates.contains(t)
    });
    let facts = Facts {
        rows: (a.told.row.as_ref(), b.told.row.as_ref()),
        cluster: run.cluster(&a.told.id),
        words: (a.identity.words, b.identity.words),
        overlap,
        recurring,
        thresholds: articles,
        duplicates: run.config.write.duplicates,
    };
    PairExplanation {
        similarity: similarity(&a.told, &b.told, &facts),
        verdict: verdict(&facts),
        rows: align(&a.paragraphs, &b.paragraphs),
        a: a.told.clone(),
        b: b.told.clone(),
    }
}

fn similarity(a: &PairSide, b: &PairSide, facts: &Facts<'_>) -> Similarity {
    let (overlap, thresholds) = (facts.overlap, facts.thresholds);
    let back = Overlap { left: overlap.right, right: overlap.left, ..overlap };
    let days = a.date.as_deref().and_then(day).zip(b.date.as_deref().and_then(day));
    Similarity {
        shingle: thresholds.shingle,
        jaccard: overlap.jaccard(),
        a_in_b: overlap.containment(),
        b_in_a: back.containment(),
        recurring: facts.recurring,
        days: days.map(|(a, b)| a.abs_diff(b)),
        same_host: a.host.as_ref().zip(b.host.as_ref()).map(|(a, b)| a == b),
        version: thresholds.version,
        near: thresholds.near,
        contained: thresholds.contained,
    }
}

/// The number of a day, `YYYY-MM-DD`, counted from 1 March of the year 0 (Fliegel and Van Flandern, 1968).
fn day(date: &str) -> Option<u32> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || year == 0 {
        return None;
    }
    // The year begins in March, so that a leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let days = |a, b| day(b).unwrap() - day(a).unwrap();
        assert_eq!(days("2024-02-28", "2024-03-01"), 2);
        assert_eq!(days("2023-02-28", "2023-03-01"), 1);
        assert_eq!(days("2023-12-31", "2024-01-01"), 1);
        assert_eq!(days("1999-03-01", "2000-03-01"), 366);
        assert_eq!(day("2024-13-01"), None);
        assert_eq!(day("May"), None);
    }
}

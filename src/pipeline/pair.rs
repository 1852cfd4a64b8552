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
use crate::copies::{self, Bonds, Change, Content, Hint, Particulars, Sequence};
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
    /// Whether what differs are figures, dates and names.
    pub recurring: bool,
    /// Whether both tell the same throughout, in words that were edited.
    pub edited: bool,
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
    walk(out, |(number, id), original, run| {
        if id == a {
            left = Some(Side::new((number, id), original, run));
        } else if id == b {
            right = Some(Side::new((number, id), original, run));
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
    name: u64,
    /// Without the parts that were taken out.
    segmented: Segmented,
    /// The blocks that count.
    content: Vec<Block>,
    /// The blocks whose figures, dates and names count.
    sentences: Vec<Block>,
    identity: Content,
    told_paragraphs: Vec<Paragraph>,
}

impl Side {
    fn new((number, id): (u32, &str), article: Article, run: &Run) -> Self {
        let (mut segmented, judged, _) = run.judge(number, &article);
        let name = copies::name(&segmented, article.host.as_deref().unwrap_or_default());
        let all = amount(&segmented.blocks);
        segmented.take_out(&judged.iter().flat_map(parts).map(tokens).collect::<Vec<_>>());
        let kept = copies::blocks(&segmented, |i| judged[i].label.is_none());
        let identity = copies::identify(&segmented, &kept);
        let content: Vec<Block> = kept.into_iter().copied().collect();
        let sentences = copies::sentences(&segmented, |i| judged[i].label.is_none());
        let sentences = sentences.into_iter().copied().collect();
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
        let told_paragraphs = (1..).zip(&content).filter_map(paragraph).collect();
        Self { told, name, segmented, content, sentences, identity, told_paragraphs }
    }

    fn blocks(&self) -> Vec<&Block> {
        self.content.iter().collect()
    }

    fn particulars(&self, run: &Run) -> Particulars {
        let dates = &run.knowledge.dates;
        let sentences: Vec<&Block> = self.sentences.iter().collect();
        Particulars::of(&self.segmented, &sentences, |t| dates.contains(t))
    }

    fn sequence(&self, width: usize) -> Sequence {
        copies::sequence(&self.segmented, &self.blocks(), width)
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
    let days = days(&a.told, &b.told);
    let same_host = same_host(&a.told, &b.told);
    let change = a.particulars(run).change(&b.particulars(run));
    let [x, y] = [a, b].map(|side| side.sequence(articles.shingle));
    let (short, long) = if overlap.left <= overlap.right { (a, &y) } else { (b, &x) };
    let facts = Facts {
        rows: (a.told.row.as_ref(), b.told.row.as_ref()),
        cluster: run.cluster(&a.told.id),
        words: (a.identity.words, b.identity.words),
        overlap,
        days,
        recurring: Change::is_likely(&overlap) && change.is_recurring(Hint::of(same_host, days)),
        edited: copies::is_edited(&x, &y),
        told: (copies::is_told(&x, &y), copies::is_told(&y, &x)),
        changed: change.is_notable(),
        part: copies::is_part(&overlap, |n| long.at_head(n, &short.shingles(articles.shingle))),
        thresholds: articles,
        duplicates: run.config.write.duplicates,
        parted: Bonds::new(&run.knowledge.book, &[a.name, b.name]).are_parted(0, 1),
    };
    PairExplanation {
        similarity: similarity(same_host, &facts),
        verdict: verdict(&facts),
        rows: align(&a.told_paragraphs, &b.told_paragraphs),
        a: a.told.clone(),
        b: b.told.clone(),
    }
}

/// Days between two articles.
fn days(a: &PairSide, b: &PairSide) -> Option<u32> {
    let day = |side: &PairSide| {
        let digits = side.date.as_deref()?.chars().filter(char::is_ascii_digit);
        copies::day(digits.collect::<String>().parse().ok()?)
    };
    Some(day(a)?.abs_diff(day(b)?))
}

/// Whether two articles are of one host.
fn same_host(a: &PairSide, b: &PairSide) -> Option<bool> {
    Some(a.host.as_ref()? == b.host.as_ref()?)
}

fn similarity(same_host: Option<bool>, facts: &Facts<'_>) -> Similarity {
    let (overlap, thresholds) = (facts.overlap, facts.thresholds);
    let back = Overlap { left: overlap.right, right: overlap.left, ..overlap };
    Similarity {
        shingle: thresholds.shingle,
        jaccard: overlap.jaccard(),
        a_in_b: overlap.containment(),
        b_in_a: back.containment(),
        recurring: facts.recurring,
        days: facts.days,
        edited: facts.edited,
        same_host,
        version: thresholds.version,
        near: thresholds.near,
        contained: thresholds.contained,
    }
}

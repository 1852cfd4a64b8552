//! The judgement of every block of the corpus, and the content that is left of each article.
//!
//! Takes the spill and the survey, gives [`Decisions`]: what is cut where and why, and a signature of what stays.

use super::knowledge::{Knowledge, Signing};
use super::learn::Learned;
use super::ordered::in_order;
use super::uses::{BlockKey, Sighting, Uses};
use crate::article::ArticleId;
use crate::classify::{Judgement, reason};
use crate::copies::{self, Content, NEAR_WORDS};
use crate::error::Result;
use crate::lsh::{BandKeys, PassageKeys, Passages};
use crate::progress::{Progress, Stage};
use crate::report::model::Label;
use crate::segment::{Block, Segmented};
use crate::spill::{Articles, Spill};
use crate::survey::{Counts, Survey};
use rustc_hash::FxHashMap;
use std::iter::once;
use std::ops::Range;

/// Articles a piece of work.
const PIECE: usize = 128;

/// One block that goes, or part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// Number of the block in its article.
    pub(super) block: u32,
    /// First of the tokens that go, in those of the article, and how many; 0 and 0 for a whole block.
    pub(super) part: (u32, u32),
    /// Bytes of the article's text that go, the separators with them.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) label: Label,
    /// The recurring block it belongs to.
    pub(super) key: Option<BlockKey>,
    /// Number of the reason.
    pub(super) reason: u32,
}

/// What was decided of the whole corpus.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    cuts: Vec<Cut>,
    ends: Vec<usize>,
    /// Content by article.
    pub(super) contents: Vec<Content>,
    /// Blocks by article.
    pub(super) blocks: Vec<u32>,
    /// Band keys by article.
    pub(super) keys: BandKeys,
    /// Passage keys by article.
    pub(super) passages: PassageKeys,
    /// What is done with recurring blocks.
    pub(super) uses: Uses,
    /// Reasons in words.
    pub(super) reasons: Vec<String>,
}

impl Cut {
    /// Whether the whole block goes.
    pub(super) fn is_whole(&self) -> bool {
        self.part.1 == 0
    }
}

impl Decisions {
    /// The cuts of one article, ascending.
    pub(super) fn cuts(&self, article: u32) -> &[Cut] {
        let article = article as usize;
        let start = if article == 0 { 0 } else { self.ends[article - 1] };
        &self.cuts[start..self.ends[article]]
    }

    /// One article as it is compared: without the parts of blocks that go.
    pub(super) fn article(&self, number: u32, spill: &Spill) -> Segmented {
        let mut article = spill.get(ArticleId(number));
        take_out(&mut article, self.cuts(number));
        article
    }

    /// Whether each block of an article stays.
    pub(super) fn kept(&self, number: u32, article: &Segmented) -> Vec<bool> {
        let mut kept = vec![true; article.blocks.len()];
        let whole = self.cuts(number).iter().filter(|cut| cut.is_whole());
        whole.for_each(|cut| kept[cut.block as usize] = false);
        kept
    }
}

/// Takes the tokens of the parts that go out of an article; most have none.
fn take_out<'a>(article: &mut Segmented, cuts: impl IntoIterator<Item = &'a Cut>) {
    let parts = cuts.into_iter().filter(|cut| !cut.is_whole()).map(|cut| {
        let (first, count) = (cut.part.0 as usize, cut.part.1 as usize);
        first..first + count
    });
    let parts: Vec<Range<usize>> = parts.collect();
    if !parts.is_empty() {
        article.take_out(&parts);
    }
}

/// What was decided of one article; reasons still in words.
struct Decided {
    cuts: Vec<(Cut, String)>,
    sightings: Vec<(Sighting, String)>,
    content: Content,
    blocks: u32,
    keys: Keys,
    host: u32,
}

/// What candidates of one article are found by.
struct Keys {
    bands: Vec<u32>,
    passages: Vec<u32>,
}

/// Judges everything.
///
/// # Errors
/// [`crate::Error::Io`] if the spill cannot be read.
pub(super) fn decide(
    learned: &Learned,
    survey: &Survey,
    knowledge: &Knowledge,
    progress: &dyn Progress,
) -> Result<Decisions> {
    let (n, signing) = (learned.spill.len(), knowledge.signing);
    progress.begin(Stage::Classify, Some(n as u64));
    let mut decisions =
        Decisions { keys: BandKeys::new(signing.bands.bands), ..Decisions::default() };
    let mut numbers = FxHashMap::default();
    let pieces = (0..n).step_by(PIECE).map(|start| Ok(start..(start + PIECE).min(n)));
    let work = |piece: Range<usize>| {
        let judge = |i| one(learned, survey, knowledge, super::number(i));
        Ok(piece.map(judge).collect::<Vec<_>>())
    };
    in_order(pieces, work, |piece: Vec<Decided>| {
        progress.advance(Stage::Classify, piece.len() as u64);
        for decided in piece {
            gather(&mut decisions, &mut numbers, decided);
        }
        Ok(())
    })?;
    progress.end(Stage::Classify);
    learned.spill.check()?;
    Ok(decisions)
}

fn gather(decisions: &mut Decisions, numbers: &mut FxHashMap<String, u32>, decided: Decided) {
    let reasons = &mut decisions.reasons;
    let mut number = |words: String| {
        *numbers.entry(words).or_insert_with_key(|words| {
            reasons.push(words.clone());
            super::number(reasons.len() - 1)
        })
    };
    for (mut cut, words) in decided.cuts {
        cut.reason = number(words);
        decisions.cuts.push(cut);
    }
    let mut sightings = Vec::with_capacity(decided.sightings.len());
    for (mut sighting, words) in decided.sightings {
        sighting.reason = number(words);
        sightings.push(sighting);
    }
    decisions.uses.add(super::number(decisions.ends.len()), decided.host, &sightings);
    decisions.ends.push(decisions.cuts.len());
    decisions.contents.push(decided.content);
    decisions.blocks.push(decided.blocks);
    decisions.keys.extend(&decided.keys.bands);
    decisions.passages.push(&decided.keys.passages);
}

fn one(learned: &Learned, survey: &Survey, knowledge: &Knowledge, number: u32) -> Decided {
    let mut article = learned.spill.get(ArticleId(number));
    let host = survey.host_of(ArticleId(number));
    let classifier = &knowledge.classifier;
    let judged = classifier.judge(&article, host, survey);
    let words = |j: &Judgement| reason(j, host, survey, classifier);
    let tail = judged.iter().rposition(|j| j.label.is_none()).map_or(0, |last| last + 1);
    let mut cuts = Vec::new();
    let mut sightings = Vec::new();
    for (i, j) in judged.iter().enumerate() {
        let block = &article.blocks[i];
        let whole =
            Place { block: super::number(i), part: (0, 0), bytes: extent(&article, tail, i) };
        let parts = j.parts.iter().map(|p| {
            let part = (p.block.first, p.block.count);
            let bytes = (p.block.start, p.block.end);
            (&p.judged, bytes, Place { block: super::number(i), part, bytes })
        });
        for (j, bytes, place) in once((j, (block.start, block.end), whole)).chain(parts) {
            let key = key_of(j, host, survey);
            cuts.extend(j.label.map(|label| (place.cut(label, key), words(j))));
            if let Some(key) = key.filter(|key| j.label.is_some() || recurs(*key, survey)) {
                let position = position(i, judged.len());
                let (start, end) = bytes;
                let sighting = Sighting { key, start, end, position, label: j.label, reason: 0 };
                sightings.push((sighting, words(j)));
            }
        }
    }
    take_out(&mut article, cuts.iter().map(|c| &c.0));
    let kept = copies::blocks(&article, |i| judged[i].label.is_none());
    let content = copies::identify(&article, &kept);
    let keys = sign(&article, &kept, content, knowledge.signing);
    Decided { cuts, sightings, content, blocks: super::number(article.blocks.len()), keys, host }
}

/// Where something stands that could go.
struct Place {
    block: u32,
    part: (u32, u32),
    bytes: (u32, u32),
}

impl Place {
    /// The cut of what stands here.
    fn cut(&self, label: Label, key: Option<BlockKey>) -> Cut {
        let (start, end) = self.bytes;
        Cut { block: self.block, part: self.part, start, end, label, key, reason: 0 }
    }
}

fn sign(article: &Segmented, kept: &[&Block], content: Content, signing: Signing) -> Keys {
    if content.words < NEAR_WORDS {
        return Keys { bands: vec![0; signing.bands.bands], passages: Vec::new() };
    }
    let mut signature = signing.minhash.start();
    let mut passages = Passages::new(signing.shingle);
    copies::each_shingle(article, kept, signing.shingle, |s| {
        signing.minhash.add(&mut signature, s);
        passages.add(s);
    });
    signing.minhash.densify(&mut signature);
    let bands = (0..signing.bands.bands).map(|band| signing.bands.key(&signature, band)).collect();
    Keys { bands, passages: passages.keys() }
}

/// The bytes that go with block `i`: up to the next block; from block `tail` on nothing stays, and the first of these
/// takes the separators before it. So no run of blank lines is left, and the end of the text stays as it was.
fn extent(article: &Segmented, tail: usize, i: usize) -> (u32, u32) {
    let blocks = &article.blocks;
    let start = match i.checked_sub(1) {
        Some(before) if i == tail => blocks[before].end,
        _ => blocks[i].start,
    };
    (start, blocks.get(i + 1).map_or(blocks[i].end, |next| next.start))
}

/// The line of `blocks.jsonl` that a block belongs to: the table of the survey that shows it most often.
pub(super) fn key_of(j: &Judgement, host: u32, survey: &Survey) -> Option<BlockKey> {
    let o = &j.observed;
    let sentence = o.sentence.map(|n| (&survey.sentences, n));
    let exact = sentence.or_else(|| o.exact.map(|n| (&survey.exact, n)));
    let exact = exact.map(|(all, n)| (all.stand(n).articles, BlockKey::Exact(all.key(n))));
    let near = o.near.map(|n| {
        let counts = if o.masked { &survey.masked } else { &survey.near };
        let key = if o.masked { BlockKey::Masked } else { BlockKey::Near }(counts.key(n));
        (counts.on_host(n, host).articles, key)
    });
    let repeated = match (exact, near) {
        (Some(e), Some(n)) => Some(if n.0 > e.0 { n.1 } else { e.1 }),
        (e, n) => e.or(n).map(|x| x.1),
    };
    let template =
        || j.label.and(o.template).map(|t| BlockKey::Template(survey.templates.get(t).key));
    repeated.or_else(template)
}

/// Whether a block that stays is worth a line in the report: three stories or more.
fn recurs(key: BlockKey, survey: &Survey) -> bool {
    let stories = |counts: &Counts, key| counts.number(key).map_or(0, |n| counts.stand(n).stories);
    match key {
        BlockKey::Exact(key) => stories(&survey.exact, key) >= 3,
        BlockKey::Near(key) => stories(&survey.near, key) >= 3,
        BlockKey::Masked(key) => stories(&survey.masked, key) >= 3,
        BlockKey::Template(_) => false,
    }
}

fn position(i: usize, n: usize) -> u8 {
    match i {
        0 => 0,
        _ if i + 1 == n => 4,
        _ if i * 4 < n => 1,
        _ if (n - i) * 4 <= n => 3,
        _ => 2,
    }
}

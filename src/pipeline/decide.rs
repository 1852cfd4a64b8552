//! The judgement of every block of the corpus, and the content that is left of each article.
//!
//! Takes the spill and the survey, gives [`Decisions`]: what is cut where and why, and a signature of what stays.

use super::cuts::{Cut, Cuts, CutsWriter};
use super::knowledge::{Knowledge, Signing};
use super::learn::Learned;
use super::obeyed::{self, Obeyed};
use super::ordered::in_order;
use super::sample::{Drawn, Limits, Sample};
use super::tally::{Tally, position};
use super::uses::{BlockKey, Sighting, Uses};
use crate::article::ArticleId;
use crate::classify::{self, Judgement};
use crate::copies::{self, Bonds, Content, NEAR_WORDS};
use crate::error::Result;
use crate::lsh::{BandKeys, PassageKeys, Passages};
use crate::progress::{Progress, Stage};
use crate::segment::{Block, Segmented};
use crate::spill::{Articles, Spill};
use crate::survey::{Listing, Survey};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The part of the memory that band keys may take, and passage keys once more.
const KEYS: u64 = 8;
/// Articles a piece of work.
const PIECE: usize = 128;

/// What was decided of the whole corpus. Cuts lie on disk; of an article its content and keys stay in memory.
#[derive(Debug)]
pub(super) struct Decisions {
    /// What goes, by article.
    pub(super) cuts: Cuts,
    /// What goes and what stays, counted.
    pub(super) tally: Tally,
    /// Content by article.
    pub(super) contents: Vec<Content>,
    /// Band keys by article.
    pub(super) keys: BandKeys,
    /// Passage keys by article.
    pub(super) passages: PassageKeys,
    /// What is done with recurring blocks.
    pub(super) uses: Uses,
    /// A random sample of what goes and nearly goes.
    pub(super) sample: Sample,
    /// Reasons in words.
    pub(super) reasons: Vec<String>,
    /// What a person decided of them.
    pub(super) bonds: Bonds,
    /// What became of other decisions.
    pub(super) obeyed: Obeyed,
}

impl Decisions {
    /// One article as it is compared, without the parts of blocks that go, and whether each block stays. One read of the
    /// cuts.
    pub(super) fn rest(&self, number: u32, spill: &Spill) -> (Segmented, Vec<bool>) {
        let mut article = spill.get(ArticleId(number));
        let cuts = self.cuts.of(number);
        take_out(&mut article, &parts(&cuts));
        let mut kept = vec![true; article.blocks.len()];
        for cut in cuts.iter().filter(|cut| cut.is_whole()) {
            // After a failure of the disk there may be no blocks.
            if let Some(kept) = kept.get_mut(cut.block as usize) {
                *kept = false;
            }
        }
        (article, kept)
    }
}

/// The tokens of the parts that go; most articles have none.
fn parts<'a>(cuts: impl IntoIterator<Item = &'a Cut>) -> Vec<Range<usize>> {
    let parts = cuts.into_iter().filter(|cut| !cut.is_whole()).map(|cut| {
        let (first, count) = (cut.part.0 as usize, cut.part.1 as usize);
        first..first + count
    });
    parts.collect()
}

/// Takes tokens out of an article.
pub(super) fn take_out(article: &mut Segmented, parts: &[Range<usize>]) {
    // After a failure of the disk there may be no tokens.
    if parts.last().is_some_and(|last| last.end <= article.tokens.len()) {
        article.take_out(parts);
    }
}

/// What was decided of one article; the reasons are numbered within it.
struct Decided {
    cuts: Vec<Cut>,
    sightings: Vec<Sighting>,
    drawn: Vec<Drawn>,
    reasons: Vec<String>,
    content: Content,
    blocks: u32,
    keys: Keys,
    host: u32,
    /// Places of which the user said something.
    ruled: Vec<obeyed::Place>,
}

/// What candidates of one article are found by.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) bands: Vec<u32>,
    pub(super) passages: Vec<u32>,
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
    let n = learned.spill.len();
    progress.begin(Stage::Classify, Some(n as u64));
    let limits = Limits::default();
    let mut gathering = Gathering::new(learned, &limits, knowledge.signing)?;
    let desk = Desk { learned, survey, knowledge, limits: &limits };
    let pieces = (0..n).step_by(PIECE).map(|start| Ok(start..(start + PIECE).min(n)));
    let work = |piece: Range<usize>| {
        let mut article = Segmented::default();
        let judge = |i| {
            let id = ArticleId(super::number(i));
            learned.spill.load(id, &mut article);
            desk.one(&mut article, id)
        };
        Ok(piece.map(judge).collect::<Vec<_>>())
    };
    in_order(pieces, work, |piece: Vec<Decided>| {
        progress.advance(Stage::Classify, piece.len() as u64);
        piece.into_iter().try_for_each(|decided| gathering.add(decided))
    })?;
    progress.end(Stage::Classify);
    learned.spill.check()?;
    let decisions = gathering.finish()?;
    let bonds = Bonds::new(&knowledge.book, &learned.names);
    Ok(Decisions { bonds, ..decisions })
}

/// Everything so far.
struct Gathering<'a> {
    listing: &'a Listing,
    limits: &'a Limits,
    sample: Sample,
    cuts: CutsWriter,
    tally: Tally,
    contents: Vec<Content>,
    keys: BandKeys,
    passages: PassageKeys,
    uses: Uses,
    reasons: Vec<String>,
    obeyed: Obeyed,
    /// Numbers of reasons.
    numbers: FxHashMap<String, u32>,
}

impl<'a> Gathering<'a> {
    fn new(learned: &'a Learned, limits: &'a Limits, signing: Signing) -> Result<Self> {
        let scratch = learned.spill.scratch();
        Ok(Self {
            listing: &learned.listing,
            limits,
            sample: Sample::default(),
            cuts: CutsWriter::create(scratch)?,
            tally: Tally::new(learned.listing.hosts.len()),
            contents: Vec::new(),
            keys: BandKeys::new(signing.bands.bands).within(scratch, scratch.share(KEYS)),
            passages: PassageKeys::new(scratch, scratch.share(KEYS)),
            uses: Uses::default(),
            reasons: Vec::new(),
            obeyed: Obeyed::default(),
            numbers: FxHashMap::default(),
        })
    }

    fn add(&mut self, decided: Decided) -> Result<()> {
        let article = super::number(self.contents.len());
        let number = |words: String| {
            *self.numbers.entry(words).or_insert_with_key(|words| {
                self.reasons.push(words.clone());
                super::number(self.reasons.len() - 1)
            })
        };
        let reasons: Vec<u32> = decided.reasons.into_iter().map(number).collect();
        let mut cuts = decided.cuts;
        for cut in &mut cuts {
            cut.reason = reasons[cut.reason as usize];
        }
        let mut sightings = decided.sightings;
        for sighting in &mut sightings {
            sighting.reason = reasons[sighting.reason as usize];
        }
        for mut drawn in decided.drawn {
            drawn.reason = reasons[drawn.reason as usize];
            self.sample.add(drawn, self.limits);
        }
        self.uses.add(article, &sightings, &cuts, self.listing);
        self.tally.add(decided.host, decided.blocks, &cuts);
        self.cuts.push(&cuts)?;
        decided.ruled.iter().for_each(|place| self.obeyed.add(place));
        self.contents.push(decided.content);
        self.keys.extend(&decided.keys.bands);
        self.passages.push(&decided.keys.passages);
        Ok(())
    }

    fn finish(self) -> Result<Decisions> {
        Ok(Decisions {
            cuts: self.cuts.finish()?,
            tally: self.tally,
            contents: self.contents,
            keys: self.keys,
            passages: self.passages,
            uses: self.uses,
            sample: self.sample,
            reasons: self.reasons,
            bonds: Bonds::default(),
            obeyed: self.obeyed,
        })
    }
}

/// All that articles are judged with.
struct Desk<'a> {
    learned: &'a Learned,
    survey: &'a Survey,
    knowledge: &'a Knowledge,
    limits: &'a Limits,
}

impl Desk<'_> {
    fn one(&self, article: &mut Segmented, id: ArticleId) -> Decided {
        let host = self.survey.host_of(id);
        let judged = self.knowledge.classifier.decide(article, (id.0, host), self.survey);
        let mut notes = Notes::new(self, id.0, host);
        notes.add_all(&judged, article);
        let Notes { cuts, sightings, drawn, reasons, ruled, .. } = notes;
        take_out(article, &parts(&cuts));
        let kept = copies::blocks(article, |i| judged[i].label.is_none());
        let content = copies::identify(article, &kept);
        let keys = sign(article, &kept, content, self.knowledge.signing);
        let blocks = super::number(article.blocks.len());
        Decided { cuts, sightings, drawn, reasons, content, blocks, keys, host, ruled }
    }
}

/// Where something stands that could go.
#[derive(Clone, Copy)]
struct Place {
    block: u32,
    position: u8,
    part: (u32, u32),
    /// Its bytes, and those that go with it.
    text: (u32, u32),
    bytes: (u32, u32),
}

/// What is noted of one article, block by block.
struct Notes<'a> {
    desk: &'a Desk<'a>,
    article: u32,
    host: u32,
    cuts: Vec<Cut>,
    sightings: Vec<Sighting>,
    drawn: Vec<Drawn>,
    reasons: Vec<String>,
    ruled: Vec<obeyed::Place>,
}

impl<'a> Notes<'a> {
    fn new(desk: &'a Desk<'a>, article: u32, host: u32) -> Self {
        let (cuts, sightings, drawn, reasons, ruled) = (vec![], vec![], vec![], vec![], vec![]);
        Self { desk, article, host, cuts, sightings, drawn, reasons, ruled }
    }

    /// Adds all blocks and their parts.
    fn add_all(&mut self, judged: &[Judgement], article: &Segmented) {
        let tail = judged.iter().rposition(|j| j.label.is_none()).map_or(0, |last| last + 1);
        for (i, j) in judged.iter().enumerate() {
            let (block, number) = (&article.blocks[i], super::number(i));
            let position = position(i, judged.len());
            let (text, bytes) = ((block.start, block.end), extent(article, tail, i));
            let whole = Place { block: number, position, part: (0, 0), text, bytes };
            self.add(j, &whole);
            for part in &j.parts {
                let bytes = (part.block.start, part.block.end);
                let part_of = (part.block.first, part.block.count);
                self.add(&part.judged, &Place { part: part_of, text: bytes, bytes, ..whole });
            }
        }
    }

    /// The hash of a place that may be in the sample.
    fn draw(&self, place: &Place, goes: bool, confidence: f32) -> Option<u64> {
        let Desk { learned, limits, .. } = self.desk;
        limits.draw(learned.ids.get(self.article), place.text.0, goes, confidence)
    }

    /// Adds a block, or a part of one.
    fn add(&mut self, judged: &Judgement, place: &Place) {
        let (label, (start, end)) = (judged.label, place.bytes);
        let bytes = if label.is_some() { end - start } else { place.text.1 - place.text.0 };
        if let Some(ruling) = &judged.ruling {
            let (ruling, removed) = (ruling.as_ref().clone(), label.is_some());
            self.ruled.push(obeyed::Place { ruling, bytes, removed });
        }
        let (survey, by) = (self.desk.survey, &self.desk.knowledge.classifier);
        let name = judged.name(self.host, survey);
        let shown = name.filter(|name| judged.is_shown(*name, survey)).map(BlockKey::of);
        let (confidence, decided) = (by.confidence(judged), by.verdicts.decided(judged));
        let hash = self.draw(place, label.is_some(), confidence);
        if label.is_none() && shown.is_none() && hash.is_none() {
            return;
        }
        let reason = super::number(self.reasons.len());
        self.reasons.push(classify::reason(judged, self.host, survey, by));
        let (what, why) = ((label, confidence), (shown, reason));
        self.drawn.extend(hash.map(|hash| Drawn::new(hash, self.article, place.text, what, why)));
        let (key, Place { block, part, position, .. }) = (name.map(BlockKey::of), *place);
        self.cuts.extend(label.map(|label| Cut {
            block,
            part,
            start,
            end,
            label,
            confidence,
            key,
            reason,
            decided: decided.is_some(),
        }));
        let (start, end) = place.text;
        self.sightings.extend(shown.map(|key| Sighting {
            key,
            start,
            end,
            bytes,
            position,
            label,
            confidence,
            reason,
            decided,
        }));
    }
}

pub(super) fn sign(
    article: &Segmented,
    kept: &[&Block],
    content: Content,
    signing: Signing,
) -> Keys {
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

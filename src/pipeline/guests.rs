//! Articles of a desk that those of the crawl may be copies of.
//!
//! Takes what articles of the crawl are found by, gives [`Guests`]: kept articles of the desk that share it, numbered
//! behind the articles of the crawl, to be compared as these are. Decides nothing.

use super::decide::{Decisions, Keys, sign, take_out};
use super::knowledge::Signing;
use super::known::Acquaintance;
use crate::copies::{self, Content, NEAR_WORDS, Sight};
use crate::desk::{About, Desk, Record, Refs, mixed, tables};
use crate::lsh::{BandKeys, PassageKeys};
use crate::segment::Segmented;
use crate::spill::{Partitions, Scratch};
use rayon::prelude::*;
use std::ops::Range;

/// Articles of the desk that one of the crawl is compared with, at most.
const TRIES: usize = 16;
/// Passages that two articles share, if one has more than these.
const PASSAGES: usize = 2;
/// Bands by which a desk finds articles: half of those of a crawl. Of pairs at 0.5 they miss none in practice, of those at
/// 0.3 one in twenty.
const BANDS: usize = 32;
/// Articles in memory at a time.
const PIECE: usize = 2048;

/// An article of the desk among those of a crawl.
#[derive(Debug)]
pub(super) struct Guest {
    /// Its number in the desk.
    pub(super) number: u32,
    /// What is known of it.
    pub(super) about: About,
    /// Its content.
    pub(super) content: Content,
    keys: Keys,
}

/// The guests of a crawl.
#[derive(Debug, Default)]
pub(super) struct Guests {
    desk: Option<Desk>,
    all: Vec<Guest>,
}

/// What finds articles again: keys with articles of the crawl. Also what the desk is taught.
pub(super) type Leads = Partitions<[u64; 2]>;

/// Marks the rows of passages, above the number of the article.
const PASSAGE: u64 = 1 << 32;

/// A key of an article that others may share, for the desk.
fn band(band: usize, key: u32) -> u64 {
    mixed((band as u64 + 2) << 32 | u64::from(key))
}

fn passage(key: u32) -> u64 {
    mixed(1 << 32 | u64::from(key))
}

fn content(fingerprint: u64) -> u64 {
    mixed(fingerprint ^ 0x636f_6e74)
}

/// The keys of all articles of the crawl, and how many passages each has.
pub(super) fn leads(decisions: &mut Decisions, scratch: &Scratch) -> (Leads, Vec<u32>) {
    let table = Partitions::new(scratch, scratch.share(16));
    let contents = &decisions.contents;
    let all = (0_u64..).zip(contents).filter(|(_, c)| c.words > 0);
    table.extend(&all.map(|(i, c)| [content(c.fingerprint), i]).collect::<Vec<_>>());
    for number in 0..decisions.keys.bands().min(BANDS) {
        let column = decisions.keys.column(number);
        let told = (0_u64..).zip(column).zip(contents).filter(|(_, c)| c.words >= NEAR_WORDS);
        table.extend(&told.map(|((i, key), _)| [band(number, key), i]).collect::<Vec<_>>());
    }
    let mut passages = vec![0; contents.len()];
    let mut rows: Vec<[u64; 2]> = Vec::new();
    // Every second one, chosen by content: enough to find what was cut, and half of what a desk would hold.
    let mut note = |key: u32, article: u32| {
        passages[article as usize] += 1;
        rows.push([passage(key), PASSAGE | u64::from(article)]);
    };
    decisions.passages.each(|key, article| {
        if key % 2 == 0 {
            note(key, article);
        }
    });
    table.extend(&rows);
    (table, passages)
}

impl Guests {
    /// Finds the guests. O(leads + candidates).
    pub(super) fn find(
        (leads, passages): (&Leads, &[u32]),
        desk: &Desk,
        acquaintance: &Acquaintance,
        signing: Signing,
    ) -> Self {
        let mut numbers = candidates(leads, passages, desk);
        numbers.retain(|number| !acquaintance.twins.contains(number));
        let mut all = Vec::with_capacity(numbers.len());
        for piece in numbers.chunks(PIECE) {
            let records = desk.records(piece);
            let guests = piece
                .par_iter()
                .zip(records)
                .filter_map(|(number, bytes)| Guest::of(*number, Record::decode(&bytes)?, signing));
            all.extend(guests.collect::<Vec<_>>());
        }
        Self { desk: Some(desk.clone()), all }
    }

    /// The guests in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Guest> {
        self.all.iter()
    }

    /// A guest, the first being 0.
    pub(super) fn get(&self, guest: usize) -> Option<&Guest> {
        self.all.get(guest)
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The host of a guest.
    pub(super) fn host(&self, guest: usize) -> &str {
        let host = self.all[guest].about.host as usize;
        self.desk.as_ref().and_then(|desk| desk.hosts().get(host)).map_or("", String::as_str)
    }

    /// Adds the keys of all guests behind those of the crawl.
    pub(super) fn add_keys(&self, bands: &mut BandKeys, passages: &mut PassageKeys) {
        for guest in &self.all {
            bands.extend(&guest.keys.bands);
            passages.push(&guest.keys.passages);
        }
    }

    /// A guest as it is compared. Reads its record.
    pub(super) fn sight(&self, guest: usize, width: usize) -> Sight {
        let number = self.all.get(guest).map(|guest| guest.number);
        let record = self
            .desk
            .iter()
            .zip(number)
            .find_map(|(desk, number)| Record::decode(desk.records(&[number]).first()?));
        let (article, kept) = rest(record.unwrap_or_default());
        Sight::new(article, kept, width)
    }
}

impl Guest {
    /// A record as a guest; none of what is a copy itself.
    fn of(number: u32, record: Record, signing: Signing) -> Option<Self> {
        if record.about.copy_of.is_some() {
            return None;
        }
        let about = record.about.clone();
        let (article, kept) = rest(record);
        let blocks = copies::blocks(&article, |i| kept[i]);
        let content = copies::identify(&article, &blocks);
        let keys = sign(&article, &blocks, content, signing);
        Some(Self { number, about, content, keys })
    }
}

/// An article as it is compared, without what went of it, and whether each block stays.
fn rest(record: Record) -> (Segmented, Vec<bool>) {
    let Record { about, mut article } = record;
    let mut kept = vec![true; article.blocks.len()];
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (block, first, count) in about.cuts {
        match kept.get_mut(block as usize) {
            Some(kept) if count == 0 => *kept = false,
            _ => parts.push(first as usize..first as usize + count as usize),
        }
    }
    take_out(&mut article, &parts);
    (article, kept)
}

/// That an article of the crawl shares a key with one of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Met {
    article: u32,
    number: u32,
    is_passage: bool,
}

/// Articles of the desk that may be alike, ascending: those that share most with each article of the crawl.
fn candidates(leads: &Leads, passages: &[u32], desk: &Desk) -> Vec<u32> {
    let mut met: Vec<Met> = Vec::new();
    leads.each(|rows| meet(rows, desk), |more| met.extend(more));
    met.par_sort_unstable();
    let of_article: Vec<&[Met]> = met.chunk_by(|a, b| a.article == b.article).collect();
    let few = |met: &[Met]| few(met, passages[met[0].article as usize]);
    let mut numbers: Vec<u32> = of_article.into_par_iter().flat_map_iter(few).collect();
    numbers.par_sort_unstable();
    numbers.dedup();
    numbers
}

fn meet(rows: &[[u64; 2]], desk: &Desk) -> Vec<Met> {
    let groups: Vec<&[[u64; 2]]> = rows.chunk_by(|a, b| a[0] == b[0]).collect();
    let keys = groups.iter().map(|group| group[0][0]);
    let keys: Vec<u64> = keys.filter(|key| desk.holds(tables::COPIES, *key)).collect();
    let found: Vec<(u64, Refs)> = desk.find(tables::COPIES, &keys);
    let mut met = Vec::new();
    for (key, refs) in &found {
        let group = groups.binary_search_by_key(key, |group| group[0][0]);
        for row in group.iter().flat_map(|i| groups[*i]) {
            let article = u32::try_from(row[1] & (PASSAGE - 1)).unwrap_or(u32::MAX);
            let is_passage = row[1] & PASSAGE != 0;
            met.extend(refs.numbers().iter().map(|n| Met { article, number: *n, is_passage }));
        }
    }
    met
}

/// Of the articles that one met those that share most, the latest of equal ones first.
fn few(met: &[Met], passages: u32) -> Vec<u32> {
    let mut shared: Vec<(usize, usize, u32)> = Vec::new();
    for same in met.chunk_by(|a, b| a.number == b.number) {
        let told = same.iter().filter(|met| !met.is_passage).count();
        let cut = same.len() - told;
        if told > 0 || cut >= PASSAGES.min(passages as usize / 2) {
            shared.push((told, cut, same[0].number));
        }
    }
    shared.sort_unstable_by(|a, b| b.cmp(a));
    shared.into_iter().take(TRIES).map(|(_, _, number)| number).collect()
}

//! What the survey takes note of while articles are in hand: where blocks, figures, sentences and titles stand.
//!
//! Takes segmented articles in pieces, gives [`Sightings`]: tables of keys that go to disk when they outgrow their share
//! of the memory. Never counts.

use super::count::{ALONE, INNER, Occurrence, PLACE, occurrence, part};
use super::sentences::{self, edges};
use super::{MASKED, TITLE_TOKENS};
use crate::segment::{Block, Segmented, fold, masked};
use crate::spill::{Partitions, Scratch};

/// Where everything stands that may repeat.
#[derive(Debug)]
pub struct Sightings {
    pub(super) scratch: Scratch,
    pub(super) blocks: Partitions<Occurrence>,
    pub(super) figures: Partitions<Occurrence>,
    /// Sentences at the edges of lines, and lines that could be one.
    pub(super) sentences: Partitions<Occurrence>,
    pub(super) titles: Partitions<Occurrence>,
}

/// What was seen in a few articles, numbered from 0.
#[derive(Debug, Default)]
pub struct Notes {
    blocks: Vec<Occurrence>,
    figures: Vec<Occurrence>,
    sentences: Vec<Occurrence>,
    titles: Vec<Occurrence>,
}

impl Notes {
    /// Takes note of an article. O(tokens).
    pub fn add(&mut self, number: u32, article: &Segmented) {
        let n = article.blocks.len();
        for (i, block) in article.blocks.iter().enumerate() {
            let part = part(i, n) | if between_prose(&article.blocks, i) { INNER } else { 0 };
            let seen = |key| occurrence(key, number, part);
            self.blocks.push(seen(block.fingerprint));
            let tokens = article.tokens_of(block);
            if block.form.numbers > 0 {
                self.figures.push(seen(masked(MASKED, tokens)));
            }
            if sentences::TOKENS.contains(&tokens.len()) {
                self.sentences.push(occurrence(block.fingerprint, number, part | ALONE));
            }
            self.sentences.extend(edges(article, block).map(|edge| seen(fold(0, &tokens[edge]))));
        }
        if article.title().len() >= TITLE_TOKENS {
            self.titles.push(occurrence(fold(0, article.title()), number, 0));
        }
    }

    fn tables(&mut self) -> [&mut Vec<Occurrence>; 4] {
        [&mut self.blocks, &mut self.figures, &mut self.sentences, &mut self.titles]
    }
}

impl Sightings {
    /// Nothing seen yet. The tables take three eighths of the memory together.
    #[must_use]
    pub fn new(scratch: &Scratch) -> Self {
        let table = |parts| Partitions::new(scratch, scratch.share(parts));
        let (blocks, figures, sentences, titles) = (table(8), table(16), table(8), table(16));
        Self { scratch: scratch.clone(), blocks, figures, sentences, titles }
    }

    /// Takes in the notes of articles of which `first` is the first. From any thread, in any order.
    pub fn extend(&self, first: u32, mut notes: Notes) {
        let tables = [&self.blocks, &self.figures, &self.sentences, &self.titles];
        for (table, rows) in tables.into_iter().zip(notes.tables()) {
            for row in rows.iter_mut() {
                row[1] += u64::from(first) << PLACE;
            }
            table.extend(rows);
        }
    }

    /// A table of the survey that takes one of so many shares of the memory.
    pub(super) fn table(&self, parts: u64) -> Partitions<Occurrence> {
        Partitions::new(&self.scratch, self.scratch.share(parts))
    }
}

/// Whether prose stands right above and right below.
fn between_prose(blocks: &[Block], i: usize) -> bool {
    let is_prose = |b: &Block| b.form.is_prose(b.count as usize);
    i > 0 && is_prose(&blocks[i - 1]) && blocks.get(i + 1).is_some_and(is_prose)
}

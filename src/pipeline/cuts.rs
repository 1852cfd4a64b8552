//! The cuts of the whole corpus: written while they are decided, read while they are made.
//!
//! Takes the cuts of each article in order, gives those of any article back. Keeps no cut in memory.

use super::uses::BlockKey;
use crate::error::Result;
use crate::report::model::Label;
use crate::spill::{Lists, ListsWriter, Scratch};
use std::ops::Range;

/// One block that goes, or part of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cut {
    /// Number of the block in its article.
    pub(super) block: u32,
    /// First of the tokens that go, in those of the article, and how many; 0 and 0 for a whole block.
    pub(super) part: (u32, u32),
    /// Bytes of the article's text that go, the separators with them.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) label: Label,
    /// How likely it is boilerplate, 0 to 1; of a cut that comes back from the disk to four decimals.
    pub(super) confidence: f32,
    /// The recurring block it belongs to.
    pub(super) key: Option<BlockKey>,
    /// Number of the reason.
    pub(super) reason: u32,
    /// Whether a person decided it.
    pub(super) decided: bool,
}

/// A cut as it is stored: block, part, bytes, label, kind of key, confidence and whether it was
/// decided, both halves of the key, reason.
type Row = [u32; 9];
/// Confidence is stored in whole parts of this size.
const PARTS: f32 = 10_000.0;

impl Cut {
    /// Whether the whole block goes.
    pub(super) fn is_whole(&self) -> bool {
        self.part.1 == 0
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a 64-bit word is split into halves, and a share is at most PARTS"
    )]
    fn row(&self) -> Row {
        let (kind, key) = match self.key {
            None => (0, 0),
            Some(BlockKey::Exact(key)) => (1, key),
            Some(BlockKey::Near(key)) => (2, key),
            Some(BlockKey::Masked(key)) => (3, key),
            Some(BlockKey::Template(key)) => (4, key),
        };
        let share = (self.confidence.clamp(0.0, 1.0) * PARTS).round() as u32;
        let decided = u32::from(self.decided) << 31;
        let (part, kinds) = (self.part, self.label as u32 | kind << 8 | share << 16 | decided);
        let (low, high) = (key as u32, (key >> 32) as u32);
        [self.block, part.0, part.1, self.start, self.end, kinds, low, high, self.reason]
    }

    fn of([block, first, count, start, end, kinds, low, high, reason]: Row) -> Self {
        let key = u64::from(low) | u64::from(high) << 32;
        let key = match kinds >> 8 & 0xff {
            1 => Some(BlockKey::Exact(key)),
            2 => Some(BlockKey::Near(key)),
            3 => Some(BlockKey::Masked(key)),
            4 => Some(BlockKey::Template(key)),
            _ => None,
        };
        let label = Label::ALL.get((kinds & 0xff) as usize).copied().unwrap_or(Label::Repeat);
        #[expect(clippy::cast_precision_loss, reason = "15 bits")]
        let confidence = (kinds >> 16 & 0x7fff) as f32 / PARTS;
        let (part, decided) = ((first, count), kinds >> 31 == 1);
        Self { block, part, start, end, label, confidence, key, reason, decided }
    }
}

/// Collects the cuts of article after article.
#[derive(Debug)]
pub(super) struct CutsWriter(ListsWriter<Row>);

impl CutsWriter {
    /// A writer to a file of the scratch.
    ///
    /// # Errors
    /// [`crate::Error::Io`] at its folder if no file can be made there.
    pub(super) fn create(scratch: &Scratch) -> Result<Self> {
        ListsWriter::create(scratch).map(Self)
    }

    /// Adds the cuts of the next article.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn push(&mut self, cuts: &[Cut]) -> Result<()> {
        let rows: Vec<Row> = cuts.iter().map(Cut::row).collect();
        self.0.push(&rows)
    }

    /// Ends writing.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn finish(self) -> Result<Cuts> {
        self.0.finish().map(Cuts)
    }
}

/// All cuts, by article.
#[derive(Debug)]
pub(super) struct Cuts(Lists<Row>);

impl Cuts {
    /// Whether anything goes of an article. Reads nothing.
    pub(super) fn any(&self, article: u32) -> bool {
        self.0.count(article as usize) > 0
    }

    /// The cuts of one article, ascending.
    pub(super) fn of(&self, article: u32) -> Vec<Cut> {
        let article = article as usize;
        self.0.get(article..article + 1).into_iter().map(Cut::of).collect()
    }

    /// The cuts of each of these articles; one read.
    pub(super) fn of_each(&self, articles: Range<u32>) -> Vec<Vec<Cut>> {
        let lists = articles.start as usize..articles.end as usize;
        let mut rows = self.0.get(lists.clone()).into_iter().map(Cut::of);
        lists.map(|i| rows.by_ref().take(self.0.count(i)).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_comes_back_as_it_was() {
        let keys = [None, Some(BlockKey::Exact(u64::MAX)), Some(BlockKey::Template(7 << 40))];
        for (key, label) in keys.into_iter().zip([Label::Ui, Label::Repeat, Label::Promo]) {
            let (part, start, end, confidence) = ((4, 2), 100, 120, 0.75);
            let decided = label != Label::Ui;
            let cut =
                Cut { block: 3, part, start, end, label, confidence, key, reason: 9, decided };
            assert_eq!(Cut::of(cut.row()), cut);
        }
    }
}

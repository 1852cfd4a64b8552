//! What the report says of recurring blocks as a whole, and the few that people are shown.
//!
//! Takes the lines of `blocks.jsonl` one by one as they are written, keeps counts, what to warn of, and a few of them.

use crate::report::model::{Block, Decision, Recurring};

/// Blocks that the summary in words may name.
const TOP: usize = 10;
/// A removed block of more bytes than this is worth a look.
const LONG: usize = super::quotes::EXAMPLE;
/// A removed block of fewer bytes than this is no news, wherever it stands.
const LONG_ENOUGH: usize = 150;
/// A removed block on more hosts than this is worth a look.
const MANY_HOSTS: u32 = 20;

/// Counts and first lines.
#[derive(Debug, Default)]
pub(super) struct Highlights {
    pub(super) recurring: Recurring,
    /// Removed blocks that are long.
    pub(super) long: u64,
    /// Removed blocks that may be news: their names and on how many hosts they stand.
    pub(super) news: Vec<(String, u32)>,
    /// The first blocks that go, everywhere or in places.
    pub(super) top: Vec<Block>,
}

impl Highlights {
    /// Takes the next line, in the order of the file.
    pub(super) fn add(&mut self, block: &Block) {
        let all = &mut self.recurring;
        let count = match block.decision {
            Decision::Remove => &mut all.removed,
            Decision::Mixed => &mut all.mixed,
            Decision::Keep => &mut all.kept,
        };
        *count += 1;
        all.templates += u64::from(block.template.is_some());
        if block.removed == 0 {
            return;
        }
        self.long += u64::from(block.text.len() >= LONG);
        if block.hosts > MANY_HOSTS && block.text.len() >= LONG_ENOUGH {
            self.news.push((block.block.clone(), block.hosts));
        }
        if self.top.len() < TOP {
            self.top.push(block.clone());
        }
    }
}

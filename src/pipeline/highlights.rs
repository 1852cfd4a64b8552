//! What the report says of recurring blocks as a whole, and the few that people are shown.
//!
//! Takes the lines of `blocks.jsonl` one by one as they are written, keeps counts, what to warn of, and a few of them.

use crate::report::model::{Block, Decision, Recurring};

/// Blocks that the summary in words may name.
const TOP: usize = 10;
/// A removed block of more bytes than this is worth a look.
const LONG: usize = super::quotes::EXAMPLE;
/// A removed block of fewer bytes than this is no news, wherever and however long it stands.
const LONG_ENOUGH: usize = 150;
/// A removed block on more hosts than this is worth a look.
const MANY_HOSTS: u32 = 20;

/// A removed block that was seen over so many years is worth a look.
const MANY_YEARS: u32 = 2;
/// Blocks on many hosts that are named one by one.
const NAMED: usize = 10;

/// Blocks that are worth a look: how many, and those that remove most.
#[derive(Debug, Default)]
pub(super) struct Worth<T> {
    pub(super) count: u64,
    pub(super) first: Vec<T>,
}

impl<T> Worth<T> {
    fn add(&mut self, block: T) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(block);
        }
    }
}

/// Counts and first lines.
#[derive(Debug, Default)]
pub(super) struct Highlights {
    pub(super) recurring: Recurring,
    /// Removed blocks that are long: their names.
    pub(super) long: Worth<String>,
    /// Removed blocks that were seen over years: laws, quotations, descriptions, or stamps that last.
    pub(super) lasting: Worth<String>,
    /// Removed blocks that may be news: their names and from how many hosts they go.
    pub(super) news: Worth<(String, u32)>,
    /// The first blocks that go, everywhere or in places.
    pub(super) top: Vec<Block>,
}

impl Highlights {
    /// Takes the next line, in the order of the file, and from how many hosts the block goes.
    pub(super) fn add(&mut self, block: &Block, hosts: u32) {
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
        if block.text.len() >= LONG {
            self.long.add(block.block.clone());
        }
        if block.text.len() >= LONG_ENOUGH && years(block) >= MANY_YEARS {
            self.lasting.add(block.block.clone());
        }
        if block.text.len() >= LONG_ENOUGH && hosts > MANY_HOSTS {
            self.news.add((block.block.clone(), hosts));
        }
        if self.top.len() < TOP {
            self.top.push(block.clone());
        }
    }
}

/// Whole years between the first and the last article with a block; 0 where dates are not known.
fn years(block: &Block) -> u32 {
    let day = |date: &Option<String>| {
        let digits: String = date.as_ref()?.chars().filter(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    };
    let (first, last) = (day(&block.first_date), day(&block.last_date));
    // As numbers `YYYYMMDD`, a year later is ten thousand more.
    first.zip(last).map_or(0, |(first, last)| last.saturating_sub(first) / 10_000)
}

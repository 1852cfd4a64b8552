//! What is done with every recurring block, gathered over the corpus.
//!
//! Takes the uses of blocks article by article in order, gives one [`Use`] a block. Keeps no text: where the first
//! examples stand is enough to fetch it in the second reading.

use crate::report::model::Label;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A line of `blocks.jsonl`: which table of the survey it comes from, and its key there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum BlockKey {
    /// Equal word for word.
    Exact(u64),
    /// Nearly equal.
    Near(u64),
    /// Equal but for figures.
    Masked(u64),
    /// A lead or tail with a slot.
    Template(u64),
}

impl BlockKey {
    /// The name in the report: a letter and 16 hexadecimal digits, the same in every run.
    pub(super) fn name(self) -> String {
        match self {
            Self::Exact(key) => format!("b{key:016x}"),
            Self::Near(key) => format!("n{key:016x}"),
            Self::Masked(key) => format!("m{key:016x}"),
            Self::Template(key) => format!("t{key:016x}"),
        }
    }
}

/// One place where a recurring block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sighting {
    pub(super) key: BlockKey,
    pub(super) start: u32,
    pub(super) end: u32,
    /// 0 first, 1 start, 2 middle, 3 end, 4 last of its article.
    pub(super) position: u8,
    /// What it was cut as, if it was.
    pub(super) label: Option<Label>,
    /// Number of the reason.
    pub(super) reason: u32,
}

/// Where an example stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) article: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Examples that are kept of each block.
const EXAMPLES: usize = 3;

/// All uses of one block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) removed: u32,
    pub(super) kept: u32,
    /// Bytes removed with it.
    pub(super) bytes: u64,
    pub(super) positions: [u32; 5],
    pub(super) labels: [u32; Label::ALL.len()],
    pub(super) reason: u32,
    pub(super) spots: Vec<Spot>,
    /// Times it stands on each host.
    pub(super) hosts: BTreeMap<u32, u32>,
}

impl Use {
    /// The label it was cut as most often; [`Label::Repeat`] where it never was.
    pub(super) fn label(&self) -> Label {
        let most = (0..Label::ALL.len()).rev().max_by_key(|i| self.labels[*i]).unwrap_or(0);
        if self.labels[most] == 0 { Label::Repeat } else { Label::ALL[most] }
    }

    /// Where it mostly stands, in words.
    pub(super) fn position(&self) -> &'static str {
        let most = (0..5).rev().max_by_key(|i| self.positions[*i]).unwrap_or(2);
        ["first", "start", "middle", "end", "last"][most]
    }
}

/// The uses of all recurring blocks.
#[derive(Debug, Clone, Default)]
pub(super) struct Uses {
    all: FxHashMap<BlockKey, Use>,
}

impl Uses {
    /// Adds what was seen in one article.
    pub(super) fn add(&mut self, article: u32, host: u32, sightings: &[Sighting]) {
        for s in sightings {
            let entry = self.all.entry(s.key).or_default();
            let cut = s.label.is_some();
            if entry.spots.is_empty() || (cut && entry.removed == 0) {
                entry.reason = s.reason;
            }
            entry.removed += u32::from(cut);
            entry.kept += u32::from(!cut);
            entry.bytes += if cut { u64::from(s.end - s.start) } else { 0 };
            entry.positions[usize::from(s.position)] += 1;
            if let Some(label) = s.label {
                entry.labels[label as usize] += 1;
            }
            *entry.hosts.entry(host).or_insert(0) += 1;
            if entry.spots.len() < EXAMPLES {
                entry.spots.push(Spot { article, start: s.start, end: s.end });
            }
        }
    }

    /// All blocks: what removes most bytes first, then what stands most often, then by key.
    pub(super) fn ranked(self) -> Vec<(BlockKey, Use)> {
        let mut all: Vec<(BlockKey, Use)> = self.all.into_iter().collect();
        all.sort_unstable_by_key(|(key, u)| {
            (std::cmp::Reverse(u.bytes), std::cmp::Reverse(u.removed + u.kept), *key)
        });
        all
    }
}

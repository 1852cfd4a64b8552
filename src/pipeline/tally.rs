//! What goes and what stays, counted while it is decided.
//!
//! Takes the cuts article by article, gives totals of the corpus, of its hosts and of the labels.

use super::cuts::Cut;
use crate::report::model::{BINS, Label, LabelCount, POSITIONS};
use std::collections::BTreeMap;

/// Blocks and what goes of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) blocks: u64,
    pub(super) removed_blocks: u64,
    pub(super) removed_parts: u64,
    pub(super) removed_bytes: u64,
}

/// The counts of a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) all: Amount,
    /// The same by host.
    pub(super) hosts: Vec<Amount>,
    pub(super) labels: BTreeMap<Label, LabelCount>,
    /// Articles of which something goes.
    pub(super) changed: u64,
    /// Articles of which every block goes.
    pub(super) emptied: u64,
    /// Blocks by their place in the article, all of them and those that go.
    pub(super) positions: [(u64, u64); POSITIONS.len()],
    /// What goes by how likely it is boilerplate.
    pub(super) confidence: [u64; BINS],
}

impl Amount {
    fn add(&mut self, other: Self) {
        self.blocks += other.blocks;
        self.removed_blocks += other.removed_blocks;
        self.removed_parts += other.removed_parts;
        self.removed_bytes += other.removed_bytes;
    }
}

impl Tally {
    /// Counts of nothing, on so many hosts.
    pub(super) fn new(hosts: usize) -> Self {
        Self { hosts: vec![Amount::default(); hosts], ..Self::default() }
    }

    /// Adds an article of `blocks` blocks on `host`.
    pub(super) fn add(&mut self, host: u32, blocks: u32, cuts: &[Cut]) {
        let bytes = |cut: &Cut| u64::from(cut.end - cut.start);
        let whole = cuts.iter().filter(|cut| cut.is_whole()).count() as u64;
        let amount = Amount {
            blocks: blocks.into(),
            removed_blocks: whole,
            removed_parts: cuts.len() as u64 - whole,
            removed_bytes: cuts.iter().map(bytes).sum(),
        };
        self.all.add(amount);
        self.hosts[host as usize].add(amount);
        self.changed += u64::from(!cuts.is_empty());
        self.emptied += u64::from(whole > 0 && whole == u64::from(blocks));
        self.places(blocks, cuts);
        for (i, cut) in cuts.iter().enumerate() {
            self.confidence[bin(cut.confidence)] += 1;
            let count = self.labels.entry(cut.label).or_default();
            count.blocks += 1;
            count.bytes += bytes(cut);
            count.articles += u64::from(cuts[..i].iter().all(|before| before.label != cut.label));
        }
    }

    fn places(&mut self, blocks: u32, cuts: &[Cut]) {
        let at = |i: u32| usize::from(position(i as usize, blocks as usize));
        (0..blocks).for_each(|i| self.positions[at(i)].0 += 1);
        cuts.iter()
            .filter(|cut| cut.is_whole())
            .for_each(|cut| self.positions[at(cut.block)].1 += 1);
    }
}

/// The bin of a share of 0 to 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "fewer than BINS"
)]
pub(super) fn bin(share: f32) -> usize {
    ((share.clamp(0.0, 1.0) * BINS as f32) as usize).min(BINS - 1)
}

/// Where block `i` of `n` stands: an index of [`POSITIONS`].
pub(super) fn position(i: usize, n: usize) -> u8 {
    match i {
        0 => 0,
        _ if i + 1 == n => 4,
        _ if i * 4 < n => 1,
        _ if (n - i) * 4 <= n => 3,
        _ => 2,
    }
}

//! The numbers of a stream: those of its batches, added up.
//!
//! Takes one summary a batch, gives one of all. Keeps a row a host, up to a number of hosts; nothing else grows.

use super::clock::Clock;
use super::warnings;
use crate::report::model::{CopyCount, Distributions, DuplicateCount, FateCount, HostRow, Summary};
use std::collections::BTreeMap;

/// Hosts that have a row of their own.
const HOSTS: usize = 50_000;
/// The row of all others.
const OTHERS: &str = "…";

/// Adds fields that are numbers.
macro_rules! add {
    ($all:expr, $more:expr; $($field:ident)+) => { $( $all.$field += $more.$field; )+ };
}

/// What was counted so far.
#[derive(Debug, Default)]
pub(super) struct Totals {
    summary: Option<Summary>,
    hosts: BTreeMap<String, HostRow>,
}

impl Totals {
    /// Adds a batch.
    pub(super) fn add(&mut self, mut batch: Summary) {
        for row in std::mem::take(&mut batch.hosts) {
            self.host(&row);
        }
        let Some(all) = &mut self.summary else {
            self.summary = Some(batch);
            return;
        };
        add!(all.records, batch.records; read cleaned dropped rejected decoded changed emptied);
        add!(all.text, batch.text; bytes removed_bytes blocks removed_blocks removed_parts);
        for (label, count) in batch.labels {
            add!(all.labels.entry(label).or_default(), count; blocks bytes articles);
        }
        copies(&mut all.duplicates, batch.duplicates);
        spread(&mut all.distributions, batch.distributions);
        all.decisions.obeyed = all.decisions.obeyed.max(batch.decisions.obeyed);
        all.decisions.stale = all.decisions.stale.min(batch.decisions.stale);
        all.decisions.conflicts = all.decisions.conflicts.max(batch.decisions.conflicts);
        all.decisions.decided_bytes += batch.decisions.decided_bytes;
    }

    fn host(&mut self, row: &HostRow) {
        let full = self.hosts.len() >= HOSTS && !self.hosts.contains_key(&row.host);
        let name = if full { OTHERS.to_owned() } else { row.host.clone() };
        let nothing = HostRow { host: name.clone(), ..HostRow::default() };
        let all = self.hosts.entry(name).or_insert(nothing);
        add!(all, row; articles dropped blocks removed_blocks bytes removed_bytes);
    }

    /// The numbers of all batches; none if there was no batch.
    pub(super) fn finish(self, clock: Clock) -> Option<Summary> {
        let mut summary = self.summary?;
        let mut hosts: Vec<HostRow> = self.hosts.into_values().collect();
        hosts.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.host.cmp(&b.host)));
        summary.warnings = warnings::of_stream(&summary.records, &hosts);
        summary.hosts = hosts;
        clock.time(&mut summary);
        Some(summary)
    }
}

fn copies(all: &mut DuplicateCount, more: DuplicateCount) {
    add!(all, more; clusters articles recurring);
    for (relation, count) in more.relations {
        *all.relations.entry(relation).or_default() += count;
    }
}

fn spread(all: &mut Distributions, more: Distributions) {
    let mut sizes: BTreeMap<u64, u64> = all.cluster_sizes.iter().copied().collect();
    for (size, count) in more.cluster_sizes {
        *sizes.entry(size).or_default() += count;
    }
    all.cluster_sizes = sizes.into_iter().collect();
    for (place, FateCount { removed, kept }) in more.positions {
        let place = all.positions.entry(place).or_default();
        place.removed += removed;
        place.kept += kept;
    }
    for (bin, CopyCount { kept, dropped }) in all.similarity.iter_mut().zip(more.similarity) {
        bin.kept += kept;
        bin.dropped += dropped;
    }
    all.confidence.iter_mut().zip(more.confidence).for_each(|(bin, count)| *bin += count);
}

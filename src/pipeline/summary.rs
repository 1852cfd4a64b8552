//! The numbers of a run.
//!
//! Takes what was read, decided and written, gives the [`Summary`] and checks that its counts add up.

use super::decide::Decisions;
use super::highlights::Highlights;
use super::job::Job;
use super::kinship::Kinship;
use super::learn::Learned;
use super::publish::Published;
use super::tally::bin;
use crate::error::{Error, Result};
use crate::report::model::{
    BINS, CopyCount, Distributions, DuplicateCount, FateCount, HostRow, POSITIONS, Records, SCHEMA,
    Summary, Text,
};
use crate::report::{DecisionCount, Met};
use std::collections::BTreeMap;

/// Everything that is counted.
pub(super) struct Numbers<'a> {
    pub(super) job: &'a Job,
    pub(super) learned: &'a Learned,
    pub(super) decisions: &'a Decisions,
    pub(super) kinship: &'a Kinship,
    pub(super) published: &'a Published,
    pub(super) highlights: &'a Highlights,
    /// Decisions with what each met, and their counts.
    pub(super) met: &'a [Met],
    pub(super) decided: &'a DecisionCount,
    pub(super) clusters: &'a [(u32, Vec<u32>)],
}

impl Numbers<'_> {
    /// The summary, without timings and profile.
    ///
    /// # Errors
    /// [`Error::Broken`] if not every record that was read is cleaned, dropped or rejected.
    pub(super) fn summary(&self) -> Result<Summary> {
        let records = self.records()?;
        let hosts = self.hosts();
        Ok(Summary {
            schema: SCHEMA.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: self.job.command.name().to_owned(),
            config: serde_json::to_value(&self.job.config).unwrap_or_default(),
            text: self.text(),
            recurring: self.highlights.recurring.clone(),
            labels: self.decisions.tally.labels.clone(),
            duplicates: self.duplicates(),
            distributions: self.distributions(),
            decisions: self.decided.clone(),
            warnings: self.warnings(&records, &hosts),
            records,
            hosts,
            timings: BTreeMap::new(),
            profile: BTreeMap::new(),
        })
    }

    fn records(&self) -> Result<Records> {
        let (p, l) = (self.published, self.learned);
        let articles = l.ids.len() as u64;
        let records = Records {
            read: articles + l.rejected,
            cleaned: p.cleaned,
            dropped: p.dropped,
            rejected: p.rejected,
            decoded: l.decoded,
            changed: self.decisions.tally.changed,
            emptied: self.decisions.tally.emptied,
        };
        if records.read != records.cleaned + records.dropped + records.rejected {
            return Err(Error::Broken(format!("the records do not add up: {records:?}")));
        }
        Ok(records)
    }

    fn text(&self) -> Text {
        let all = self.decisions.tally.all;
        Text {
            bytes: self.learned.bytes.iter().map(|b| u64::from(*b)).sum(),
            removed_bytes: all.removed_bytes,
            blocks: all.blocks,
            removed_blocks: all.removed_blocks,
            removed_parts: all.removed_parts,
        }
    }

    fn duplicates(&self) -> DuplicateCount {
        let mut count =
            DuplicateCount { clusters: self.clusters.len() as u64, ..DuplicateCount::default() };
        for (i, place) in (0_u32..).zip(&self.kinship.places) {
            let Some(place) = place else { continue };
            count.articles += 1;
            count.earlier += u64::from(self.kinship.guest(place.representative).is_some());
            if place.representative != i {
                *count.relations.entry(place.relation).or_insert(0) += 1;
                count.recurring += u64::from(place.recurring);
            }
        }
        count
    }

    fn distributions(&self) -> Distributions {
        let tally = &self.decisions.tally;
        let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
        for (_, members) in self.clusters {
            *sizes.entry(members.len() as u64).or_insert(0) += 1;
        }
        let mut similarity = vec![CopyCount::default(); BINS];
        for (i, place) in (0_u32..).zip(&self.kinship.places) {
            let Some(place) = place.filter(|p| p.representative != i) else { continue };
            #[expect(clippy::cast_possible_truncation, reason = "a bin needs no more")]
            let bin = &mut similarity[bin(place.overlap.jaccard() as f32)];
            *if place.duplicate_of.is_some() { &mut bin.dropped } else { &mut bin.kept } += 1;
        }
        let places = POSITIONS.iter().zip(tally.positions);
        let fates = |(all, removed)| FateCount { removed, kept: all - removed };
        Distributions {
            cluster_sizes: sizes.into_iter().collect(),
            positions: places.map(|(name, n)| ((*name).to_owned(), fates(n))).collect(),
            similarity,
            confidence: tally.confidence.to_vec(),
        }
    }

    fn hosts(&self) -> Vec<HostRow> {
        let listing = &self.learned.listing;
        let mut rows: Vec<HostRow> = listing
            .hosts
            .iter()
            .zip(&self.decisions.tally.hosts)
            .map(|(host, amount)| HostRow {
                host: host.clone(),
                blocks: amount.blocks,
                removed_blocks: amount.removed_blocks,
                removed_bytes: amount.removed_bytes,
                ..HostRow::default()
            })
            .collect();
        for (i, host) in (0_u32..).zip(&listing.host_of) {
            let row = &mut rows[*host as usize];
            row.articles += 1;
            row.dropped += u64::from(self.kinship.is_duplicate(i));
            row.bytes += u64::from(self.learned.bytes[i as usize]);
        }
        rows.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.host.cmp(&b.host)));
        rows
    }
}

//! The numbers of a run.
//!
//! Takes what was read, decided and written, gives the [`Summary`] and checks that its counts add up.

use super::compare::Kinship;
use super::decide::Decisions;
use super::highlights::Highlights;
use super::job::Job;
use super::learn::Learned;
use super::publish::Published;
use crate::error::{Error, Result};
use crate::report::model::{DuplicateCount, HostRow, Records, SCHEMA, Summary, Text, Warning};
use std::collections::BTreeMap;

/// A host that loses more of its text than this is worth a look.
const MUCH: f64 = 0.3;
/// Fewest words that tell a story.
const STORY: u32 = 20;
/// Everything that is counted.
pub(super) struct Numbers<'a> {
    pub(super) job: &'a Job,
    pub(super) learned: &'a Learned,
    pub(super) decisions: &'a Decisions,
    pub(super) kinship: &'a Kinship,
    pub(super) published: &'a Published,
    pub(super) highlights: &'a Highlights,
    pub(super) clusters: usize,
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
            DuplicateCount { clusters: self.clusters as u64, ..DuplicateCount::default() };
        for (i, place) in (0_u32..).zip(&self.kinship.places) {
            let Some(place) = place else { continue };
            count.articles += 1;
            if place.representative != i {
                *count.relations.entry(place.relation).or_insert(0) += 1;
                count.recurring += u64::from(place.recurring);
            }
        }
        count
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

    /// Whether an article is nothing but widgets, links and notices: some of it goes, and what stays tells nothing.
    fn is_storyless(&self, article: u32) -> bool {
        let content = &self.decisions.contents[article as usize];
        content.words < STORY && self.decisions.cuts.any(article)
    }

    /// How many articles tell nothing, and the first of them.
    fn storyless(&self) -> Option<String> {
        let all = 0..super::number(self.learned.ids.len());
        let mut storyless = all.filter(|i| self.is_storyless(*i));
        let id = self.learned.ids.get(storyless.next()?).to_owned();
        let n = 1 + storyless.count();
        Some(format!("{n} articles show no story, only what surrounds one; the first is {id}"))
    }

    fn warnings(&self, records: &Records, hosts: &[HostRow]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |kind: &str, message: String| {
            warnings.push(Warning { kind: kind.to_owned(), message });
        };
        if records.rejected > 0 {
            warn(
                "rejected",
                format!("{} records could not be used; see rejects.jsonl", records.rejected),
            );
        }
        if self.learned.repeated_ids > 0 {
            let n = self.learned.repeated_ids;
            warn(
                "repeated-ids",
                format!(
                    "{n} articles have an id that another one had before; the report calls them ID#2, ID#3 …"
                ),
            );
        }
        if records.decoded > 0 {
            warn(
                "decoded",
                format!("{} records were not UTF-8; they are written as UTF-8", records.decoded),
            );
        }
        if records.emptied > 0 {
            warn("emptied", format!("nothing is left of {} articles", records.emptied));
        }
        if let Some(message) = self.storyless() {
            warn("no-story", message);
        }
        for host in hosts.iter().filter(|h| loses(h) > MUCH) {
            let percent = 100.0 * loses(host);
            warn(
                "host-loses-much",
                format!("{} loses {percent:.0} % of its text", named(&host.host)),
            );
        }
        let long = self.highlights.long;
        if long > 0 {
            warn(
                "long-blocks",
                format!("{long} recurring blocks that are removed are long; read them first"),
            );
        }
        for (block, hosts) in &self.highlights.news {
            warn(
                "block-on-many-hosts",
                format!("block {block} is removed from {hosts} hosts; is it news?"),
            );
        }
        warnings
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
fn loses(host: &HostRow) -> f64 {
    if host.bytes == 0 { 0.0 } else { host.removed_bytes as f64 / host.bytes as f64 }
}

fn named(host: &str) -> &str {
    if host.is_empty() { "the corpus without hosts" } else { host }
}

//! The columns of the tables.
//!
//! Takes the rows of the model, gives their values in order. Computes nothing but shares.

use super::sheet::{Cell, Row};
use crate::decisions::Action;
use crate::report::model::{Block, Duplicate, HostRow, Label, LabelCount};
use Cell::{Count, Flag, Share, Text};

/// A label with its counts, and the bytes of all text.
pub(super) struct LabelRow<'a>(pub(super) Label, pub(super) &'a LabelCount, pub(super) u64);

impl Row for Block {
    const COLUMNS: &'static [&'static str] = &[
        "block",
        "label",
        "decision",
        "decided",
        "confidence",
        "removed",
        "bytes",
        "articles",
        "stories",
        "hosts",
        "most on host",
        "first date",
        "last date",
        "position",
        "text",
        "template",
        "reason",
        "example",
    ];

    fn cells(&self) -> Vec<Cell<'_>> {
        let most = self.by_host.iter().max_by_key(|(host, n)| (**n, std::cmp::Reverse(*host)));
        vec![
            Text(&self.block),
            Text(self.label.name()),
            Text(self.decision.name()),
            Text(self.decided.map_or("", Action::name)),
            Share(self.confidence),
            Count(self.removed.into()),
            Count(self.bytes),
            Count(self.articles.into()),
            Count(self.stories.into()),
            Count(self.hosts.into()),
            Text(most.map_or("", |(host, _)| host)),
            text(self.first_date.as_ref()),
            text(self.last_date.as_ref()),
            Text(&self.position),
            Text(&self.text),
            text(self.template.as_ref()),
            Text(&self.reason),
            text(self.examples.first().map(|example| &example.id)),
        ]
    }
}

impl Row for Duplicate {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "article",
        "cluster",
        "representative",
        "kept",
        "duplicate of",
        "relation",
        "jaccard",
        "containment",
        "recurring",
        "decided",
        "earlier",
    ];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Text(&self.id),
            Text(&self.article),
            Text(&self.cluster),
            Flag(self.representative),
            Flag(self.kept),
            text(self.duplicate_of.as_ref()),
            Text(self.relation.name()),
            Share(self.jaccard),
            Share(self.containment),
            Flag(self.recurring),
            Flag(self.decided),
            text(self.earlier.as_ref()),
        ]
    }
}

impl Row for HostRow {
    const COLUMNS: &'static [&'static str] = &[
        "host",
        "articles",
        "dropped",
        "blocks",
        "removed blocks",
        "bytes",
        "removed bytes",
        "removed share",
    ];

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Text(&self.host),
            Count(self.articles),
            Count(self.dropped),
            Count(self.blocks),
            Count(self.removed_blocks),
            Count(self.bytes),
            Count(self.removed_bytes),
            share(self.removed_bytes, self.bytes),
        ]
    }
}

impl Row for LabelRow<'_> {
    const COLUMNS: &'static [&'static str] =
        &["label", "blocks", "articles", "bytes", "share of text"];

    fn cells(&self) -> Vec<Cell<'_>> {
        let Self(label, count, all) = self;
        vec![
            Text(label.name()),
            Count(count.blocks),
            Count(count.articles),
            Count(count.bytes),
            share(count.bytes, *all),
        ]
    }
}

fn text(text: Option<&String>) -> Cell<'_> {
    Text(text.map_or("", |text| text))
}

/// Four decimals of `part / whole`.
#[expect(clippy::cast_precision_loss, reason = "four decimals are less than a float has")]
fn share(part: u64, whole: u64) -> Cell<'static> {
    let share = part as f64 / whole.max(1) as f64;
    Share((share * 10_000.0).round() / 10_000.0)
}

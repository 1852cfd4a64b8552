//! What a run wrote: the files of OUT, read back and held against each other.
//!
//! Takes OUT, gives its rows. Never reads it through the program.

use super::{Tree, tree};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use copydesk::report::manifest::Manifest;
use copydesk::report::model::{Block, Decision, Duplicate, Relation, Removal, Summary};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One line of `rejects.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reject {
    /// Where it stands.
    pub(crate) place: String,
    /// What is wrong.
    pub(crate) reason: String,
    /// The record.
    pub(crate) bytes: Vec<u8>,
}

/// Everything in an OUT.
pub(crate) struct Book {
    /// All files.
    pub(crate) files: Tree,
    /// `manifest.json`.
    pub(crate) manifest: Manifest,
    /// `report/summary.json`.
    pub(crate) summary: Summary,
    /// `report/removed.jsonl`.
    pub(crate) removed: Vec<Removal>,
    /// `report/duplicates.jsonl`.
    pub(crate) duplicates: Vec<Duplicate>,
    /// `report/blocks.jsonl`.
    pub(crate) blocks: Vec<Block>,
    /// `rejects.jsonl`.
    pub(crate) rejects: Vec<Reject>,
}

/// The rows of JSON Lines.
fn rows<T: DeserializeOwned>(bytes: &[u8]) -> Vec<T> {
    let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

impl Book {
    /// The OUT of a run that finished.
    pub(crate) fn read(out: &Path) -> Self {
        let files = tree(out);
        let file = |name: &str| files.get(name).map(Vec::as_slice);
        let report = |name: &str| file(&format!("report/{name}")).unwrap();
        Self {
            manifest: serde_json::from_slice(file("manifest.json").unwrap()).unwrap(),
            summary: serde_json::from_slice(report("summary.json")).unwrap(),
            removed: rows(report("removed.jsonl")),
            duplicates: rows(report("duplicates.jsonl")),
            blocks: rows(report("blocks.jsonl")),
            rejects: rows::<Value>(file("rejects.jsonl").unwrap_or_default())
                .iter()
                .map(reject)
                .collect(),
            files,
        }
    }

    /// A file of the cleaned corpus.
    pub(crate) fn cleaned(&self, name: &str) -> &[u8] {
        let name = format!("cleaned/{name}");
        assert!(self.files.contains_key(&name), "no {name}: {:?}", self.files.keys());
        &self.files[&name]
    }

    /// The records of a file of the cleaned corpus.
    pub(crate) fn records(&self, name: &str) -> Vec<Value> {
        rows(self.cleaned(name))
    }

    /// The texts of the records of a file of the cleaned corpus.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let texts = self.records(name);
        texts.iter().map(|record| record["text"].as_str().unwrap().to_owned()).collect()
    }

    /// The ids of the articles that were left out.
    pub(crate) fn dropped(&self) -> BTreeSet<&str> {
        self.duplicates.iter().filter(|d| !d.kept).map(|d| d.id.as_str()).collect()
    }

    /// The removals by article.
    pub(crate) fn removals(&self) -> BTreeMap<&str, Vec<&Removal>> {
        let mut by_article: BTreeMap<&str, Vec<&Removal>> = BTreeMap::new();
        for removal in &self.removed {
            by_article.entry(&removal.id).or_default().push(removal);
        }
        by_article
    }

    /// The clusters as sets of ids.
    pub(crate) fn clusters(&self) -> BTreeSet<BTreeSet<&str>> {
        let mut by_name: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in &self.duplicates {
            by_name.entry(&row.cluster).or_default().insert(&row.id);
        }
        by_name.into_values().collect()
    }

    /// Read, cleaned, dropped, rejected.
    pub(crate) fn counts(&self) -> [u64; 4] {
        let records = &self.summary.records;
        [records.read, records.cleaned, records.dropped, records.rejected]
    }

    /// Holds the files against each other: what holds of every OUT.
    pub(crate) fn check(&self) {
        self.check_with(false);
    }

    /// The same; with `guests` a cluster may have articles of a desk, which have no rows.
    pub(crate) fn check_with(&self, guests: bool) {
        let [read, cleaned, dropped, rejected] = self.counts();
        assert_eq!(read, cleaned + dropped + rejected);
        assert_eq!(self.manifest.records, self.summary.records);
        assert_eq!(self.manifest.config, self.summary.config);
        assert_eq!(self.rejects.len() as u64, rejected, "lines of rejects.jsonl");
        assert_eq!(self.files.contains_key("rejects.jsonl"), rejected > 0);
        let parts: Vec<&String> = self.files.keys().filter(|name| name.ends_with("part")).collect();
        assert!(parts.is_empty(), "left behind: {parts:?}");
        self.check_removals();
        self.check_blocks();
        self.check_clusters(guests);
    }

    fn check_removals(&self) {
        let bytes = |r: &Removal| (r.end - r.start) as u64;
        let text = &self.summary.text;
        let removed = text.removed_blocks + text.removed_parts;
        assert_eq!(self.removed.len() as u64, removed, "lines of removed.jsonl");
        assert_eq!(self.removed.iter().map(bytes).sum::<u64>(), text.removed_bytes);
        assert!(text.removed_bytes <= text.bytes && text.removed_blocks <= text.blocks);
        assert_eq!(self.removals().len() as u64, self.summary.records.changed);
        for (label, count) in &self.summary.labels {
            let rows: Vec<&Removal> = self.removed.iter().filter(|r| r.label == *label).collect();
            let articles: BTreeSet<&str> = rows.iter().map(|r| r.id.as_str()).collect();
            assert_eq!(rows.len() as u64, count.blocks, "{label:?}");
            assert_eq!(rows.iter().map(|r| bytes(r)).sum::<u64>(), count.bytes, "{label:?}");
            assert_eq!(articles.len() as u64, count.articles, "{label:?}");
        }
        let labelled: u64 = self.summary.labels.values().map(|count| count.blocks).sum();
        assert_eq!(labelled, removed);
        for removals in self.removals().values() {
            assert!(removals.is_sorted_by(|a, b| a.end <= b.start), "{removals:?}");
        }
        for removal in &self.removed {
            assert!(removal.start < removal.end && !removal.reason.is_empty(), "{removal:?}");
            assert_eq!(removal.text.len() as u64, bytes(removal), "{removal:?}");
        }
    }

    fn check_blocks(&self) {
        let count =
            |test: fn(&Block) -> bool| self.blocks.iter().filter(|b| test(b)).count() as u64;
        let recurring = &self.summary.recurring;
        assert_eq!(count(|b| b.decision == Decision::Remove), recurring.removed);
        assert_eq!(count(|b| b.decision == Decision::Mixed), recurring.mixed);
        assert_eq!(count(|b| b.decision == Decision::Keep), recurring.kept);
        assert_eq!(count(|b| b.template.is_some()), recurring.templates);
        let names: BTreeSet<&str> = self.blocks.iter().map(|b| b.block.as_str()).collect();
        assert_eq!(names.len(), self.blocks.len(), "a block has one line");
        for removal in &self.removed {
            let known = removal.block.as_deref().is_none_or(|block| names.contains(block));
            assert!(known, "no line of blocks.jsonl: {removal:?}");
        }
        let mut sums: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
        for removal in &self.removed {
            let sum = sums.entry(removal.block.as_deref().unwrap_or_default()).or_default();
            *sum = (sum.0 + 1, sum.1 + (removal.end - removal.start) as u64);
        }
        for block in &self.blocks {
            let (rows, bytes) = sums.get(block.block.as_str()).copied().unwrap_or_default();
            assert_eq!(block.removed, rows, "{block:?}");
            // What goes takes the separators with it; the block is counted without them.
            assert!(block.bytes <= bytes, "{bytes}: {block:?}");
        }
    }

    fn check_clusters(&self, guests: bool) {
        let count = &self.summary.duplicates;
        assert_eq!(self.duplicates.len() as u64, count.articles, "lines of duplicates.jsonl");
        let mut clusters: BTreeMap<&str, Vec<&Duplicate>> = BTreeMap::new();
        for row in &self.duplicates {
            clusters.entry(&row.cluster).or_default().push(row);
        }
        assert_eq!(clusters.len() as u64, count.clusters);
        let mut relations: BTreeMap<Relation, u64> = BTreeMap::new();
        for (name, rows) in &clusters {
            let least = if guests { 1 } else { 2 };
            assert!(rows.len() >= least, "{name} is no cluster");
            let heads = rows.iter().filter(|r| r.representative).count();
            assert!(heads == 1 || guests && heads == 0, "representatives of {name}: {rows:?}");
            for row in rows {
                check_row(row, rows, guests);
                if !row.representative {
                    *relations.entry(row.relation).or_default() += 1;
                }
            }
        }
        assert_eq!(relations, count.relations);
        let series = self.duplicates.iter().filter(|row| row.recurring).count();
        assert_eq!(series as u64, count.recurring);
        if self.summary.config["write"]["duplicates"] == "drop" {
            assert_eq!(self.dropped().len() as u64, self.summary.records.dropped);
        }
    }
}

/// One row of a cluster: a copy names a kept article of the same cluster, and nothing else does.
fn check_row(row: &Duplicate, cluster: &[&Duplicate], guests: bool) {
    assert_eq!(row.kept, row.duplicate_of.is_none(), "{row:?}");
    assert!(row.kept || !row.representative, "{row:?}");
    assert!(!row.kept || row.representative || row.relation == Relation::Version, "{row:?}");
    assert!(!row.recurring || row.relation == Relation::Version, "{row:?}");
    assert!((0.0..=1.0).contains(&row.jaccard) && (0.0..=1.0).contains(&row.containment));
    if let Some(kept) = &row.duplicate_of {
        let original = cluster.iter().find(|other| other.id == *kept);
        let is_kept = original.map_or(guests, |original| original.kept);
        assert!(is_kept, "{row:?} names {original:?}");
    }
}

/// One line of `rejects.jsonl`, its bytes as they were.
fn reject(row: &Value) -> Reject {
    let word = |key: &str| row[key].as_str().map(str::to_owned);
    let (text, base64) = (word("text"), word("base64"));
    assert!(text.is_some() != base64.is_some(), "{row}");
    let decoded = base64.map(|base64| STANDARD.decode(base64).unwrap());
    let bytes = text.map(String::into_bytes).or(decoded).unwrap();
    Reject { place: word("place").unwrap(), reason: word("reason").unwrap(), bytes }
}

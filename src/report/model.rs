//! The report as data: the contract with every program that reads `OUT/report`.
//!
//! Takes nothing, gives plain serialisable values. Renderers compute nothing: every number that they show stands here.

use crate::decisions::Action;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of the layout of `summary.json`; grows when a reader must be changed.
pub const SCHEMA: &str = "copydesk/report/1";

/// What a removed block is. The order is the order of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// Leads to other articles.
    Promo,
    /// Asks for a subscription, a gift, a comment, a follow.
    Subscribe,
    /// Copyright, terms, disclaimers.
    Legal,
    /// Buttons, advertisement marks, navigation.
    Ui,
    /// The article's own headline once more.
    Duphead,
    /// Standing text about the outlet, column or series.
    About,
    /// Stamped text of no other kind.
    Repeat,
}

impl Label {
    /// All labels in order.
    pub const ALL: [Self; 7] = [
        Self::Promo,
        Self::Subscribe,
        Self::Legal,
        Self::Ui,
        Self::Duphead,
        Self::About,
        Self::Repeat,
    ];

    /// The label as it stands in the report files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Promo => "promo",
            Self::Subscribe => "subscribe",
            Self::Legal => "legal",
            Self::Ui => "ui",
            Self::Duphead => "duphead",
            Self::About => "about",
            Self::Repeat => "repeat",
        }
    }
}

/// One line of `removed.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// The article.
    pub id: String,
    /// First byte in the article's UTF-8 text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What it is.
    pub label: Label,
    /// Why, in one sentence.
    pub reason: String,
    /// The block or template in `blocks.jsonl` that it belongs to.
    pub block: Option<String>,
    /// Whether a person decided it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decided: bool,
    /// The text that was removed: the article's bytes `start..end`, separators and all.
    pub text: String,
}

/// What an article is to the representative of its cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same content, word for word.
    Exact,
    /// Nearly the same content.
    Near,
    /// Its content stands in the other.
    Contained,
    /// The same story told otherwise: kept.
    Version,
}

/// One line of `duplicates.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub struct Duplicate {
    /// The article.
    pub id: String,
    /// The cluster, named after its representative's content.
    pub cluster: String,
    /// Whether the cluster is measured against this article.
    pub representative: bool,
    /// Whether the article stands in the cleaned corpus (with `--duplicates mark`: would stand).
    pub kept: bool,
    /// The kept article that it copies; `None` for kept ones.
    pub duplicate_of: Option<String>,
    /// What it is to the representative.
    pub relation: Relation,
    /// Jaccard similarity to the representative, 0 to 1.
    pub jaccard: f64,
    /// Share of its content that stands in the representative, 0 to 1.
    pub containment: f64,
    /// Whether it is another report of the representative's series: the same wording with other figures. Never a duplicate.
    #[serde(default)]
    pub recurring: bool,
    /// The name of the article by its host and words, for decisions.
    #[serde(default)]
    pub article: String,
    /// Whether a person decided about its cluster.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decided: bool,
    /// The article of an earlier crawl that represents the cluster; `None` where one of this crawl does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
}

/// Whether a repeated block goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Removed wherever it stands.
    Remove,
    /// Kept wherever it stands.
    #[default]
    Keep,
    /// Removed in some places, kept in others.
    Mixed,
}

/// One line of `blocks.jsonl`: a repeated block or a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Name by content: the same in every run.
    pub block: String,
    /// What it is taken for; for kept ones `repeat`.
    pub label: Label,
    /// Its text (of a template: its first filling as found).
    pub text: String,
    /// The text with `⟨…⟩` for the slot; `None` for a block that repeats word for word.
    pub template: Option<String>,
    /// Articles it stands in.
    pub articles: u32,
    /// Stories it stands in: copies of one article count once.
    pub stories: u32,
    /// Hosts it stands on.
    pub hosts: u32,
    /// Times it stands on each host, by name; the 20 hosts with most.
    pub by_host: BTreeMap<String, u32>,
    /// Earliest date of an article with it.
    pub first_date: Option<String>,
    /// Latest date of an article with it.
    pub last_date: Option<String>,
    /// Where it mostly stands: `first`, `start`, `middle`, `end`, `last`.
    pub position: String,
    /// What is done with it.
    pub decision: Decision,
    /// Times it was removed.
    pub removed: u32,
    /// Bytes that were removed with it, the separators among them: the lengths of its lines in `removed.jsonl`.
    pub bytes: u64,
    /// How likely it is boilerplate, 0 to 1: the mean of all places where it stands.
    #[serde(default)]
    pub confidence: f64,
    /// What a person decided of all places where it is removed; of all places, if it is kept in all.
    #[serde(default)]
    pub decided: Option<Action>,
    /// Why it goes or stays, in one sentence.
    pub reason: String,
    /// Up to three articles with it: their ids and the line itself.
    pub examples: Vec<Example>,
}

/// A place where a block stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// The article.
    pub id: String,
    /// The line as it stands there, cut to 300 bytes.
    pub text: String,
}

/// `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// [`SCHEMA`].
    pub schema: String,
    /// Version of the program.
    pub version: String,
    /// The verb: `clean`, `scan`, `filter`.
    pub command: String,
    /// The settings in force (without those that change no byte, such as threads).
    pub config: serde_json::Value,
    /// Records: `read` = `cleaned` + `dropped` + `rejected`.
    pub records: Records,
    /// The text of the articles.
    pub text: Text,
    /// The lines of `blocks.jsonl`.
    pub recurring: Recurring,
    /// Removals by label.
    pub labels: BTreeMap<Label, LabelCount>,
    /// Copies.
    pub duplicates: DuplicateCount,
    /// One row a host, most articles first, then by name.
    pub hosts: Vec<HostRow>,
    /// How things are spread.
    #[serde(default)]
    pub distributions: Distributions,
    /// What became of decisions.
    #[serde(default)]
    pub decisions: super::DecisionCount,
    /// What a person should look at first.
    pub warnings: Vec<Warning>,
    /// Seconds a stage. This and `profile` are the parts that differ from run to run.
    pub timings: BTreeMap<String, f64>,
    /// How fast each stage was, and `total`.
    #[serde(default)]
    pub profile: BTreeMap<String, StageProfile>,
}

/// What one stage took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct StageProfile {
    /// Seconds on the clock.
    pub seconds: f64,
    /// Bytes of article text a second.
    pub bytes_per_second: u64,
    /// Articles a second.
    pub articles_per_second: u64,
    /// Blocks a second.
    pub blocks_per_second: u64,
    /// Most memory that the process held until the stage ended, in bytes; `null` where the system does not tell.
    pub peak_memory: Option<u64>,
}

/// Counts of records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// All that were found in the input.
    pub read: u64,
    /// Articles in the cleaned corpus.
    pub cleaned: u64,
    /// Articles left out as duplicates.
    pub dropped: u64,
    /// Records that could not be used.
    pub rejected: u64,
    /// Articles that were not UTF-8 and were decoded.
    pub decoded: u64,
    /// Articles from which something was removed.
    pub changed: u64,
    /// Articles of which nothing was left.
    pub emptied: u64,
}

/// Counts of text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Bytes of article text.
    pub bytes: u64,
    /// Bytes removed as boilerplate.
    pub removed_bytes: u64,
    /// Blocks.
    pub blocks: u64,
    /// Blocks removed as boilerplate.
    pub removed_blocks: u64,
    /// Parts of other blocks removed as boilerplate.
    #[serde(default)]
    pub removed_parts: u64,
}

/// The lines of `blocks.jsonl` by decision: `removed` + `mixed` + `kept` is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurring {
    /// Removed wherever they stand.
    pub removed: u64,
    /// Removed in some places, kept in others.
    pub mixed: u64,
    /// Kept wherever they stand.
    pub kept: u64,
    /// Of all of them, those with a slot.
    pub templates: u64,
}

/// Places in an article, in order: its first block, the first quarter, the middle, the last quarter, its last block.
pub const POSITIONS: [&str; 5] = ["first", "start", "middle", "end", "last"];
/// Bins of a share of 0 to 1; the last one holds 1 too.
pub const BINS: usize = 20;

/// How things are spread over the corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distributions {
    /// Sizes of clusters and how many there are of each, ascending.
    pub cluster_sizes: Vec<(u64, u64)>,
    /// Blocks by their place in the article, one of [`POSITIONS`].
    pub positions: BTreeMap<String, FateCount>,
    /// Articles of clusters by Jaccard similarity to their representative, in [`BINS`].
    pub similarity: Vec<CopyCount>,
    /// Removals by how likely they are boilerplate, in [`BINS`].
    pub confidence: Vec<u64>,
}

/// Blocks that go and stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FateCount {
    /// Those that go.
    pub removed: u64,
    /// Those that stay.
    pub kept: u64,
}

/// Articles of clusters that stay and go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyCount {
    /// Those that stay.
    pub kept: u64,
    /// Those that go.
    pub dropped: u64,
}

/// Removals of one label.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelCount {
    /// Blocks and parts of blocks.
    pub blocks: u64,
    /// Bytes.
    pub bytes: u64,
    /// Articles.
    pub articles: u64,
}

/// Counts of copies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DuplicateCount {
    /// Clusters of two or more.
    pub clusters: u64,
    /// Articles in them.
    pub articles: u64,
    /// Articles by relation, the representatives left out.
    pub relations: BTreeMap<Relation, u64>,
    /// Of the versions, those that are other reports of a series.
    #[serde(default)]
    pub recurring: u64,
    /// Articles whose cluster has an article of an earlier crawl.
    #[serde(default)]
    pub earlier: u64,
}

/// One host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostRow {
    /// Its name; empty where the input names none.
    pub host: String,
    /// Articles.
    pub articles: u64,
    /// Articles left out as duplicates.
    pub dropped: u64,
    /// Blocks.
    pub blocks: u64,
    /// Blocks removed.
    pub removed_blocks: u64,
    /// Bytes of text.
    pub bytes: u64,
    /// Bytes removed.
    pub removed_bytes: u64,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Kebab-case kind, for programs.
    pub kind: String,
    /// One sentence, for people.
    pub message: String,
    /// What it is about, where it is about one thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
}

/// What a warning is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// A host, by name.
    Host(String),
    /// A line of `blocks.jsonl`, by name.
    Block(String),
    /// An article, by id.
    Article(String),
}

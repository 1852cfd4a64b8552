//! The data of the page: what `report.html` shows and lets a person decide on.
//!
//! Takes nothing, gives plain values as they stand in the page, in its order. The index is unpacked at once, the rest
//! when it is looked at.

use super::model::Relation;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Version of the layout.
pub const SCHEMA: &str = "copydesk/page/1";
/// Blocks whose examples are unpacked together.
pub const BLOCKS_A_CHUNK: usize = 256;
/// Clusters whose articles are unpacked together.
pub const CLUSTERS_A_CHUNK: usize = 64;

/// What is known of everything that the page shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Index {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// 16 hexadecimal digits, the same for the same data.
    pub run: String,
    /// Version of the program.
    pub version: String,
    /// The verb.
    pub command: String,
    /// The whole run in numbers.
    pub totals: Totals,
    /// What was asked for.
    pub settings: Settings,
    /// Hosts; others name them by their place here.
    pub hosts: Vec<Host>,
    /// Labels; others name them by their place here.
    pub labels: Vec<&'static str>,
    /// Recurring blocks, what is most worth a look first.
    pub blocks: Vec<PageBlock>,
    /// What goes and belongs to no block of the page, by host and label.
    pub singles: Vec<Single>,
    /// Clusters, the most doubtful first.
    pub clusters: Vec<PageCluster>,
    /// A random sample.
    pub sample: Samples,
    /// The decisions that were given, as lines of `decisions.jsonl`.
    pub decisions: Vec<Value>,
    /// What is not in the page.
    pub missing: Missing,
}

/// Numbers of the run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "named as in the summary")]
pub struct Totals {
    pub read: u64,
    pub cleaned: u64,
    pub dropped: u64,
    pub rejected: u64,
    pub changed: u64,
    pub emptied: u64,
    pub bytes: u64,
    pub removed_bytes: u64,
    pub blocks: u64,
    pub removed_blocks: u64,
    pub clusters: u64,
}

/// Settings that the page has to know.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "named as in the settings")]
pub struct Settings {
    pub near: f64,
    pub version: f64,
    pub contained: f64,
    /// From which probability on a removal is sure.
    pub sure: f64,
    pub boilerplate: String,
    pub duplicates: String,
}

/// One host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "named as in the summary")]
pub struct Host {
    pub host: String,
    pub articles: u64,
    pub dropped: u64,
    pub bytes: u64,
    pub removed_bytes: u64,
}

/// What is done with a block on a host: host, times and bytes that go, bytes of these that are doubtful, times and bytes
/// that stay.
pub type OnHost = (usize, u32, u64, u64, u32, u64);
/// The same on several hosts together.
pub type OnOthers = (u32, u64, u64, u32, u64);
/// What goes on a host under a label: host, label, times, bytes, doubtful bytes.
pub type Single = (usize, usize, u32, u64, u64);

/// A recurring block or template.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageBlock {
    /// Its name in `blocks.jsonl`.
    pub id: String,
    /// What it is taken for.
    pub label: String,
    /// Its text, with the slot shown, cut to 400 characters.
    pub text: String,
    /// Whether it has a slot.
    pub slot: bool,
    /// Whether the text is cut.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub long: bool,
    /// Articles it stands in.
    pub articles: u32,
    /// Stories it stands in.
    pub stories: u32,
    /// Hosts it stands on.
    pub hosts: u32,
    /// The hosts with most bytes.
    pub on: Vec<OnHost>,
    /// The other hosts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub others: Option<OnOthers>,
    /// Earliest date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Latest date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Where it mostly stands.
    pub pos: String,
    /// `remove`, `mixed` or `keep`.
    pub fate: super::model::Decision,
    /// Times it goes.
    pub removed: u32,
    /// Times it stays.
    pub kept: u32,
    /// Bytes that go.
    pub bytes: u64,
    /// Bytes that stay.
    pub kept_bytes: u64,
    /// How likely it is boilerplate, to two decimals.
    pub p: f64,
    /// Why it goes or stays.
    pub why: String,
    /// The decision in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<String>,
}

/// What is unpacked of a block when it is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockMore {
    /// The text, up to 4000 characters, where the index has it cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Equal blocks that stand for it in another corpus.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<String>,
    /// Places where it stands.
    pub examples: Vec<Spot>,
}

/// A place in an article, with what is around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// The article.
    pub id: String,
    /// What is known of it.
    #[serde(flatten)]
    pub about: About,
    /// Up to 120 characters before.
    pub before: String,
    /// The place.
    pub text: String,
    /// Up to 120 characters after.
    pub after: String,
    /// Whether it stays.
    pub kept: bool,
}

/// What is known of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named as in the input")]
pub struct About {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// A cluster of near-duplicates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageCluster {
    /// Its name in `duplicates.jsonl`.
    pub id: String,
    /// Articles in it.
    pub size: usize,
    /// Articles that stay.
    pub kept: usize,
    /// Articles that go.
    pub dropped: usize,
    /// Headline of the representative.
    pub title: String,
    /// Hosts.
    pub hosts: usize,
    /// Earliest date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Latest date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The lowest Jaccard similarity of an article that goes; where none goes, the highest of one that stays.
    pub lowest: f64,
    /// How near to a threshold its articles are, 0 to 1.
    pub doubt: f64,
    /// Whether an article goes for one that it is like, without being like the representative.
    pub chain: bool,
    /// The decision in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<String>,
}

/// What is unpacked of a cluster when it is looked at.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ClusterMore {
    /// Its articles, the representative first; at most 25.
    pub members: Vec<Member>,
    /// How many more there are.
    pub more: usize,
    /// Articles side by side, the most doubtful first.
    pub pairs: Vec<Pair>,
}

/// An article of a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The article.
    pub id: String,
    /// Its name in decisions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// What is known of it.
    #[serde(flatten)]
    pub about: About,
    /// What it is to the representative.
    pub relation: Relation,
    /// Whether it stays.
    pub kept: bool,
    /// The article that it copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Jaccard similarity to the representative.
    pub jaccard: f64,
    /// Share of it that stands in the representative.
    pub containment: f64,
    /// Whether it is another report of a series.
    pub recurring: bool,
    /// Whether the others are measured against it.
    pub representative: bool,
}

/// Two articles of a cluster side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Place of the left article among the members.
    pub a: usize,
    /// Place of the right one.
    pub b: usize,
    /// `["=", text, words]`, `["~", left, right]`, `["<", text]` or `[">", text]`.
    pub rows: Vec<Value>,
}

/// A random sample, to see how often copydesk is right.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Samples {
    /// Of what goes.
    pub removed: Vec<Sample>,
    /// Of what stays, but nearly went.
    pub kept: Vec<Sample>,
}

/// One place of the sample.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Where it stands.
    #[serde(flatten)]
    pub spot: Spot,
    /// What it goes as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How likely it is boilerplate.
    pub p: f64,
    /// The recurring block that it belongs to.
    pub block: Option<String>,
    /// Why it goes or stays.
    pub why: String,
}

/// What is not in the page, for want of room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Blocks.
    pub blocks: u64,
    /// Bytes that go with these.
    pub blocks_bytes: u64,
    /// Clusters.
    pub clusters: u64,
    /// Blocks without their examples.
    pub contexts: u64,
    /// Pairs of articles.
    pub pairs: u64,
}

/// What is unpacked later, made when it is asked for.
pub trait More {
    /// Of the block at this place of the index.
    fn block(&self, number: usize) -> BlockMore;
    /// Of the cluster at this place of the index.
    fn cluster(&self, number: usize) -> ClusterMore;
}

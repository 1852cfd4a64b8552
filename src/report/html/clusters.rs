//! The clusters of the page, one entry each, for reading without a script.
//!
//! Takes the data of the page, gives finished strings for the templates. Never reorders, never counts.

use super::entries::dates;
use super::scraped::{anchor, language, line};
use super::words::{count, counted, similarity};
use crate::report::model::Relation;
use crate::report::page::{ClusterMore, Index, Member, More, PageCluster, Pair};
use serde_json::Value;

/// Rows of a pair that are shown.
const ROWS: usize = 40;
/// Characters of a row.
const ROW: usize = 1000;

/// A cluster of near-duplicates.
#[derive(Debug)]
pub(super) struct ClusterEntry {
    /// Name for links into the page.
    pub(super) anchor: String,
    /// Its name in `duplicates.jsonl`.
    pub(super) name: String,
    /// Its place in the list.
    pub(super) rank: String,
    /// How many articles, how many of them kept; dates; whether it is a chain.
    pub(super) size: String,
    /// What a person decided, in words.
    pub(super) decided: Option<String>,
    /// The article that the others are measured against.
    pub(super) head: MemberLine,
    /// The others.
    pub(super) members: Vec<MemberLine>,
    /// How many more there are.
    pub(super) more: Option<String>,
    /// The most doubtful pair, side by side.
    pub(super) pair: Option<PairEntry>,
}

/// An article of a cluster.
#[derive(Debug)]
pub(super) struct MemberLine {
    /// Its headline.
    pub(super) title: String,
    /// Its language, where it is known.
    pub(super) language: Option<String>,
    /// Its host, where it is known.
    pub(super) host: Option<String>,
    /// Its date, where it is known.
    pub(super) date: Option<String>,
    /// Its id.
    pub(super) id: String,
    /// Its address.
    pub(super) url: Option<String>,
    /// Whether it is the representative.
    pub(super) representative: bool,
    /// What it is to the representative.
    pub(super) relation: &'static str,
    /// Whether it stands in the cleaned corpus.
    pub(super) kept: bool,
    /// The kept article that it copies, where that is not the representative.
    pub(super) copies: Option<String>,
    /// Jaccard similarity to the representative.
    pub(super) jaccard: String,
    /// Share of its content that stands in the representative.
    pub(super) containment: String,
}

/// Two articles side by side.
#[derive(Debug)]
pub(super) struct PairEntry {
    /// Their ids.
    pub(super) left: String,
    pub(super) right: String,
    pub(super) rows: Vec<Row>,
    /// How many rows more there are.
    pub(super) more: Option<String>,
}

/// Runs of words, each with whether it differs.
type Runs = Vec<(String, bool)>;

/// What stands beside each other.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) kind: &'static str,
    pub(super) left: Runs,
    pub(super) right: Runs,
}

/// The first entries of the list of clusters; one without articles has none.
pub(super) fn clusters(index: &Index, more: &dyn More, most: usize) -> Vec<ClusterEntry> {
    let first = index.clusters.iter().take(most).enumerate();
    first.filter_map(|(i, c)| cluster(i, c, &more.cluster(i))).collect()
}

fn cluster(i: usize, c: &PageCluster, more: &ClusterMore) -> Option<ClusterEntry> {
    let at = more.members.iter().position(|m| m.representative).unwrap_or(0);
    let head = more.members.get(at)?;
    let others = more.members.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, m)| m);
    let rest = more.more as u64;
    Some(ClusterEntry {
        anchor: anchor(&c.id),
        name: line(&c.id, 64),
        rank: count(i as u64 + 1),
        size: size(c),
        decided: c.decided.as_ref().map(|action| line(action, 40)),
        head: member(head, head),
        members: others.map(|m| member(m, head)).collect(),
        more: (rest > 0).then(|| counted(rest, "more article", "more articles")),
        pair: more.pairs.first().and_then(|pair| side_by_side(pair, more)),
    })
}

fn size(c: &PageCluster) -> String {
    let articles = counted(c.size as u64, "article", "articles");
    let mut size =
        format!("{articles}: {} kept, {} dropped", count(c.kept as u64), count(c.dropped as u64));
    if let Some(dates) = dates(c.from.as_deref(), c.to.as_deref()) {
        size.push_str(" · ");
        size.push_str(&dates);
    }
    if c.chain {
        size.push_str(" · a chain: not all of them are like the representative");
    }
    size
}

fn member(m: &Member, head: &Member) -> MemberLine {
    let short = |text: &Option<String>, most| text.as_deref().map(|t| line(t, most));
    let copied = m.of.as_ref().filter(|id| **id != head.id);
    MemberLine {
        title: short(&m.about.title, 300).unwrap_or_else(|| "(no headline)".into()),
        language: language(m.about.lang.as_deref()),
        host: short(&m.about.host, 120),
        date: short(&m.about.date, 40),
        id: line(&m.id, 200),
        url: short(&m.about.url, 300),
        representative: m.representative,
        relation: if m.recurring { "other report" } else { relation(m.relation) },
        kept: m.kept,
        copies: copied.map(|id| line(id, 200)),
        jaccard: similarity(m.jaccard),
        containment: similarity(m.containment),
    }
}

/// A relation in words.
fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Exact => "exact copy",
        Relation::Near => "near copy",
        Relation::Contained => "contained",
        Relation::Version => "other version",
    }
}

fn side_by_side(pair: &Pair, more: &ClusterMore) -> Option<PairEntry> {
    let id = |i: usize| more.members.get(i).map(|m| line(&m.id, 200));
    let rest = pair.rows.len().saturating_sub(ROWS) as u64;
    Some(PairEntry {
        left: id(pair.a)?,
        right: id(pair.b)?,
        rows: pair.rows.iter().take(ROWS).map(row).collect(),
        more: (rest > 0).then(|| counted(rest, "more paragraph", "more paragraphs")),
    })
}

fn row(row: &Value) -> Row {
    let whole = |differs| vec![(line(row[1].as_str().unwrap_or_default(), ROW), differs)];
    let (kind, left, right) = match row[0].as_str() {
        Some("=") => ("same", whole(false), Runs::new()),
        Some("~") => ("alike", runs(&row[1]), runs(&row[2])),
        Some("<") => ("left", whole(true), Runs::new()),
        _ => ("right", Runs::new(), whole(true)),
    };
    Row { kind, left, right }
}

fn runs(side: &Value) -> Runs {
    let run = |run: &Value| (line(run[0].as_str().unwrap_or_default(), ROW), run[1] == 1);
    side.as_array().into_iter().flatten().map(run).collect()
}

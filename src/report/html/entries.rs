//! The lower half of the page: blocks and clusters, one entry each.
//!
//! Takes rows that somebody above chose and ordered, gives finished strings for the templates. Cuts what is long and
//! says so; never reorders entries, never counts.

use super::front::meaning;
use super::scraped::{Shown, anchor, language, line};
use super::words::{bytes, count, counted, similarity};
use super::{ClusterView, MAX_MEMBERS, MemberView};
use crate::report::model::{Block, Decision, Duplicate, Example, Relation};

/// The file with all blocks, beside the page.
const BLOCKS: &str = "blocks.jsonl";

/// A recurring block or template.
#[derive(Debug)]
pub(super) struct BlockEntry {
    /// Name for links into the page.
    pub(super) anchor: String,
    /// Its name in `blocks.jsonl`.
    pub(super) name: String,
    /// Its place in the list.
    pub(super) rank: String,
    /// What a block that goes is taken for, and what that means.
    pub(super) label: Option<(&'static str, &'static str)>,
    /// Sign and words of the decision, and its class.
    pub(super) fate: Fate,
    /// Its text, with slots if it is a template.
    pub(super) text: Shown,
    /// Of a template without examples: its first filling as found.
    pub(super) filling: Option<Shown>,
    /// Why it goes or stays.
    pub(super) reason: String,
    /// Names and values.
    pub(super) facts: Vec<(&'static str, String)>,
    /// Where it stands, 0 (first) to 4 (last).
    pub(super) place: Option<usize>,
    /// Where it stands, in words.
    pub(super) position: String,
    /// Hosts and the articles on each.
    pub(super) hosts: Vec<(String, String)>,
    /// How many hosts more there are.
    pub(super) more_hosts: Option<String>,
    /// Articles with it.
    pub(super) examples: Vec<(String, String)>,
}

/// What is done with a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fate {
    /// Class in the style sheet.
    pub(super) class: &'static str,
    /// A sign that tells the fates apart without colour.
    pub(super) sign: &'static str,
    /// In words.
    pub(super) words: &'static str,
}

/// The entries of a list of blocks.
pub(super) fn blocks(blocks: &[Block]) -> Vec<BlockEntry> {
    (1..).zip(blocks).map(|(rank, b)| block(rank, b)).collect()
}

fn block(rank: u64, b: &Block) -> BlockEntry {
    let (place, position) = position(&b.position);
    let (text, filling) = match &b.template {
        Some(template) => {
            let filling = b.examples.is_empty().then(|| Shown::plain(&b.text, BLOCKS));
            (Shown::template(template, BLOCKS), filling)
        }
        None => (Shown::plain(&b.text, BLOCKS), None),
    };
    BlockEntry {
        anchor: anchor(&b.block),
        name: line(&b.block, 64),
        rank: count(rank),
        label: (b.decision != Decision::Keep).then(|| (b.label.name(), meaning(b.label))),
        fate: fate(b.decision),
        text,
        filling,
        reason: line(&b.reason, 600),
        facts: facts(b),
        place,
        position,
        hosts: hosts(b),
        more_hosts: more_hosts(b),
        examples: b.examples.iter().map(example).collect(),
    }
}

fn fate(decision: Decision) -> Fate {
    match decision {
        Decision::Remove => Fate { class: "out", sign: "−", words: "removed" },
        Decision::Mixed => Fate { class: "mixed", sign: "±", words: "removed in places" },
        Decision::Keep => Fate { class: "stet", sign: "=", words: "kept" },
    }
}

fn facts(b: &Block) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Articles", count(b.articles.into())),
        ("Stories", count(b.stories.into())),
        ("Hosts", count(b.hosts.into())),
    ];
    if let Some(dates) = dates(b) {
        facts.push(("Dates", dates));
    }
    if b.removed > 0 {
        let times = counted(b.removed.into(), "time", "times");
        facts.push(("Removed", format!("{times}, {}", bytes(b.bytes))));
    }
    facts
}

fn dates(b: &Block) -> Option<String> {
    let (first, last) = (b.first_date.as_deref(), b.last_date.as_deref());
    match (first.or(last)?, last.or(first)?) {
        (one, same) if one == same => Some(line(one, 40)),
        (from, to) => Some(format!("{} – {}", line(from, 40), line(to, 40))),
    }
}

/// Where a block stands as a number and in words.
fn position(name: &str) -> (Option<usize>, String) {
    const PLACES: [(&str, &str); 5] = [
        ("first", "first block"),
        ("start", "near the start"),
        ("middle", "in the middle"),
        ("end", "near the end"),
        ("last", "last block"),
    ];
    match PLACES.iter().position(|(place, _)| *place == name) {
        Some(i) => (Some(i), PLACES[i].1.into()),
        None => (None, line(name, 40)),
    }
}

fn hosts(b: &Block) -> Vec<(String, String)> {
    let mut hosts: Vec<_> = b.by_host.iter().collect();
    hosts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let named =
        |host: &str| if host.is_empty() { "(no host named)".into() } else { line(host, 120) };
    hosts.into_iter().map(|(host, n)| (named(host), count((*n).into()))).collect()
}

fn more_hosts(b: &Block) -> Option<String> {
    let rest = u64::from(b.hosts).saturating_sub(b.by_host.len() as u64);
    (rest > 0).then(|| counted(rest, "more host", "more hosts"))
}

fn example(e: &Example) -> (String, String) {
    (line(&e.id, 200), line(&e.text, 400))
}

/// A cluster of near-duplicates.
#[derive(Debug)]
pub(super) struct ClusterEntry {
    /// Name for links into the page.
    pub(super) anchor: String,
    /// Its name in `duplicates.jsonl`.
    pub(super) name: String,
    /// Its place in the list.
    pub(super) rank: String,
    /// How many articles, how many of them kept.
    pub(super) size: String,
    /// The article that the others are measured against.
    pub(super) head: MemberLine,
    /// A passage that they share.
    pub(super) excerpt: Option<Shown>,
    /// The others.
    pub(super) members: Vec<MemberLine>,
    /// How many more there are.
    pub(super) more: Option<String>,
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

/// The entries of a list of clusters; one without articles has none.
pub(super) fn clusters(clusters: &[ClusterView]) -> Vec<ClusterEntry> {
    (1..).zip(clusters).filter_map(|(rank, c)| cluster(rank, c)).collect()
}

fn cluster(rank: u64, c: &ClusterView) -> Option<ClusterEntry> {
    let at = c.members.iter().position(|m| m.row.representative).unwrap_or(0);
    let head = c.members.get(at)?;
    let others = c.members.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, m)| m);
    let members: Vec<_> = others.take(MAX_MEMBERS - 1).map(|m| member(m, &head.row)).collect();
    let rest = c.articles.saturating_sub(members.len() as u64 + 1);
    Some(ClusterEntry {
        anchor: anchor(&c.cluster),
        name: line(&c.cluster, 64),
        rank: count(rank),
        size: size(c),
        head: member(head, &head.row),
        excerpt: c.excerpt.as_deref().map(|t| Shown::plain(t, "the articles")),
        members,
        more: (rest > 0).then(|| counted(rest, "more article", "more articles")),
    })
}

fn size(c: &ClusterView) -> String {
    let articles = counted(c.articles, "article", "articles");
    if c.members.len() as u64 != c.articles {
        return articles;
    }
    let kept = c.members.iter().filter(|m| m.row.kept).count() as u64;
    format!("{articles}: {} kept, {} dropped", count(kept), count(c.articles - kept))
}

fn member(m: &MemberView, head: &Duplicate) -> MemberLine {
    let short = |text: &Option<String>, most| text.as_deref().map(|t| line(t, most));
    let copied = m.row.duplicate_of.as_ref().filter(|id| **id != head.id);
    MemberLine {
        title: short(&m.title, 300).unwrap_or_else(|| "(no headline)".into()),
        language: language(m.language.as_deref()),
        host: short(&m.host, 120),
        date: short(&m.date, 40),
        id: line(&m.row.id, 200),
        url: short(&m.url, 300),
        representative: m.row.representative,
        relation: if m.row.recurring { "other report" } else { relation(m.row.relation) },
        kept: m.row.kept,
        copies: copied.map(|id| line(id, 200)),
        jaccard: similarity(m.row.jaccard),
        containment: similarity(m.row.containment),
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

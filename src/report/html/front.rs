//! The upper half of the page: the numbers in words, the table by host.
//!
//! Takes the summary, gives rows of finished strings for the templates. Shares, order and cuts are made here; counts
//! never are.

use super::entries::named;
use super::words::{bar, bytes, count, counted, percent};
use crate::report::model::{HostRow, Records, Relation, Summary};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// Hosts that stand open; the others are folded.
const TOP_HOSTS: usize = 30;
/// Hosts that the page holds at most.
const MAX_HOSTS: usize = 1000;

/// One of the four numbers.
#[derive(Debug)]
pub(in crate::report) struct Figure {
    /// The number.
    pub(in crate::report) number: String,
    /// What it counts.
    pub(in crate::report) what: String,
    /// What it is made of.
    pub(in crate::report) detail: String,
}

/// The four numbers.
pub(in crate::report) fn figures(s: &Summary) -> [Figure; 4] {
    [articles(&s.records), text(s), recurring(s), clusters(s)]
}

fn articles(r: &Records) -> Figure {
    let share = |n| format!("{} ({})", count(n), percent(n, r.read));
    let detail = format!(
        "{} cleaned, {} dropped as duplicates, {} rejected",
        share(r.cleaned),
        share(r.dropped),
        share(r.rejected)
    );
    Figure { number: count(r.read), what: noun(r.read, "article read", "articles read"), detail }
}

fn text(s: &Summary) -> Figure {
    let t = &s.text;
    let detail = format!(
        "{} of {}, in {} of {}",
        bytes(t.removed_bytes),
        bytes(t.bytes),
        count(t.removed_blocks),
        counted(t.blocks, "block", "blocks")
    );
    let number = percent(t.removed_bytes, t.bytes);
    Figure { number, what: "of the text removed".into(), detail }
}

fn recurring(s: &Summary) -> Figure {
    let r = &s.recurring;
    let all = r.removed + r.mixed + r.kept;
    let detail = format!(
        "{} removed, {} removed in places, {} kept; {} of them have a slot",
        count(r.removed),
        count(r.mixed),
        count(r.kept),
        count(r.templates)
    );
    let what = noun(all, "recurring block or template", "recurring blocks and templates");
    Figure { number: count(all), what, detail }
}

fn clusters(s: &Summary) -> Figure {
    let d = &s.duplicates;
    let part = |(relation, n): (&Relation, &u64)| format!("{} {}", count(*n), in_short(*relation));
    let parts: Vec<String> = d.relations.iter().map(part).collect();
    let colon = if parts.is_empty() { "" } else { ": " };
    let series = match d.recurring {
        0 => String::new(),
        n => format!("; {} of these are other reports of a series", count(n)),
    };
    let articles = counted(d.articles, "article", "articles");
    let detail = format!("{articles} in them{colon}{}{series}", parts.join(", "));
    let what = noun(d.clusters, "cluster of near-duplicates", "clusters of near-duplicates");
    Figure { number: count(d.clusters), what, detail }
}

/// A relation where there is no room for more.
fn in_short(relation: Relation) -> &'static str {
    match relation {
        Relation::Exact => "exact",
        Relation::Near => "near",
        Relation::Contained => "contained",
        Relation::Version => "of another version",
    }
}

fn noun(n: u64, one: &str, many: &str) -> String {
    if n == 1 { one.into() } else { many.into() }
}

/// The sentence that sums up.
pub(in crate::report) fn sentence(s: &Summary) -> String {
    let r = &s.records;
    if r.read == 0 {
        return "Nothing was read.".into();
    }
    format!(
        "Of {}, {} lost boilerplate, {} of all text; {} ({}) {} left out as copies of another.{}",
        counted(r.read, "article", "articles"),
        count(r.changed),
        percent(s.text.removed_bytes, s.text.bytes),
        count(r.dropped),
        percent(r.dropped, r.read),
        noun(r.dropped, "was", "were"),
        emptied(r),
    )
}

fn emptied(r: &Records) -> String {
    match r.emptied {
        0 => String::new(),
        n => format!(" Nothing was left of {}.", counted(n, "article", "articles")),
    }
}

/// What a run that leaves something in the text has to say about the word “removed”.
pub(in crate::report) fn caveat(s: &Summary) -> Option<&'static str> {
    let marked = |key: &str| s.config.pointer(key).and_then(Value::as_str) == Some("mark");
    match (s.command.as_str(), marked("/write/boilerplate"), marked("/write/duplicates")) {
        ("scan", _, _) => {
            Some("A scan changes nothing: read “removed” and “dropped” as “would be”.")
        }
        (_, true, true) => Some(
            "Boilerplate and duplicates were marked, not taken out: read “removed” and “dropped” as “would be”.",
        ),
        (_, true, false) => {
            Some("Boilerplate was marked, not taken out: read “removed” as “would be removed”.")
        }
        (_, false, true) => {
            Some("Duplicates were marked, not left out: read “dropped” as “would be dropped”.")
        }
        _ => None,
    }
}

/// The table by host.
#[derive(Debug)]
pub(super) struct Hosts {
    /// Those that lose the largest share of their text.
    pub(super) top: Vec<HostLine>,
    /// Others, folded.
    pub(super) others: Vec<HostLine>,
    /// How many more stand in `summary.json` only.
    pub(super) more: Option<String>,
}

/// A row of the table by host.
#[derive(Debug)]
pub(super) struct HostLine {
    /// Name for links into the page.
    pub(super) anchor: String,
    /// Its name.
    pub(super) host: String,
    /// Articles.
    pub(super) articles: String,
    /// Articles dropped as duplicates.
    pub(super) dropped: String,
    /// Blocks removed.
    pub(super) blocks: String,
    /// Bytes removed.
    pub(super) bytes: String,
    /// Share of its text that is removed.
    pub(super) share: String,
    /// Length of the bar, 0 to 1000.
    pub(super) bar: u64,
}

/// Hosts by the share of their text that is removed; of equals those with more text, then by name.
fn ranked(s: &Summary) -> Vec<&HostRow> {
    let mut rows: Vec<&HostRow> = s.hosts.iter().collect();
    rows.sort_by(|a, b| by_share(a, b));
    rows
}

/// The table by host.
pub(super) fn hosts(s: &Summary) -> Hosts {
    let rows = ranked(s);
    let longest = rows.first().map_or(0, |r| millionths(r));
    let mut shown = (0..).zip(&rows).take(MAX_HOSTS).map(|(i, r)| host_line(i, r, longest));
    let top = shown.by_ref().take(TOP_HOSTS).collect();
    let others = shown.collect();
    let rest = rows.len().saturating_sub(MAX_HOSTS) as u64;
    let more = (rest > 0).then(|| counted(rest, "more host", "more hosts"));
    Hosts { top, others, more }
}

/// Where the hosts of the table stand, for links into the page.
pub(super) fn host_anchors(s: &Summary) -> FxHashMap<&str, String> {
    let shown = ranked(s).into_iter().take(MAX_HOSTS).enumerate();
    shown.map(|(i, row)| (row.host.as_str(), anchor(i))).collect()
}

fn anchor(rank: usize) -> String {
    format!("host-{rank}")
}

/// The order of hosts by the share of their text that goes.
pub(in crate::report) fn by_share(a: &HostRow, b: &HostRow) -> std::cmp::Ordering {
    let cross = |x: &HostRow, y: &HostRow| u128::from(x.removed_bytes) * u128::from(y.bytes.max(1));
    cross(b, a).cmp(&cross(a, b)).then(b.bytes.cmp(&a.bytes)).then(a.host.cmp(&b.host))
}

/// The removed share in millionths.
fn millionths(r: &HostRow) -> u64 {
    let share = u128::from(r.removed_bytes) * 1_000_000 / u128::from(r.bytes.max(1));
    u64::try_from(share).unwrap_or(u64::MAX)
}

fn host_line(rank: usize, r: &HostRow, longest: u64) -> HostLine {
    let host = named(&r.host);
    HostLine {
        anchor: anchor(rank),
        host,
        articles: count(r.articles),
        dropped: count(r.dropped),
        blocks: count(r.removed_blocks),
        bytes: bytes(r.removed_bytes),
        share: percent(r.removed_bytes, r.bytes),
        bar: bar(millionths(r), longest),
    }
}

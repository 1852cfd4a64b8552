//! `report.html`: one page that a person can decide from.
//!
//! Takes the summary and the blocks and clusters that somebody above chose and ordered, gives HTML that stands alone:
//! no script, no network, no date of the run, the same bytes for the same data. Never puts scraped text in unescaped,
//! and never counts: shares, order and cuts are all that is made here.

mod entries;
pub(super) mod front;
pub(super) mod scraped;
mod script;
pub(super) mod words;

use super::model::{Block, Duplicate, Summary};
use askama::Template;
use entries::{BlockEntry, ClusterEntry};
use std::io::{self, BufWriter, Write};

/// Blocks that the page shows at most.
pub const MAX_BLOCKS: usize = 200;
/// Kept blocks that the page shows at most.
pub const MAX_KEPT: usize = 100;
/// Clusters that the page shows at most.
pub const MAX_CLUSTERS: usize = 100;
/// Members of a cluster that the page shows at most, the representative with them.
pub const MAX_MEMBERS: usize = 25;

/// What the page shows. Longer slices are cut to the first [`MAX_BLOCKS`], [`MAX_KEPT`], [`MAX_CLUSTERS`].
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// All counts.
    pub summary: &'a Summary,
    /// Blocks and templates that are removed (everywhere or in places): what removes most first.
    pub blocks: &'a [Block],
    /// Recurring blocks that are kept: the most frequent first.
    pub kept: &'a [Block],
    /// Clusters of near-duplicates: what a person should look at first, first.
    pub clusters: &'a [ClusterView],
}

/// A cluster with what the page shows of its articles.
#[derive(Debug, Clone, PartialEq)]
pub struct ClusterView {
    /// Its name in `duplicates.jsonl`.
    pub cluster: String,
    /// Articles in it; `members` may hold fewer.
    pub articles: u64,
    /// Its articles, the representative among them; [`MAX_MEMBERS`] are enough.
    pub members: Vec<MemberView>,
    /// A passage that its articles share.
    pub excerpt: Option<String>,
}

/// An article of a cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberView {
    /// Its line in `duplicates.jsonl`.
    pub row: Duplicate,
    /// The headline.
    pub title: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
    /// Address; shown as text, never as a link.
    pub url: Option<String>,
    /// Language code as given.
    pub language: Option<String>,
}

/// Writes the page.
///
/// # Errors
/// What the writer says.
pub fn render(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    View::of(page).write_into(&mut out)?;
    out.flush()
}

/// What the template reads: finished strings only.
#[derive(Template)]
#[template(path = "page.html")]
struct View {
    version: String,
    command: String,
    sentence: String,
    caveat: Option<&'static str>,
    figures: [front::Figure; 4],
    warnings: Vec<String>,
    labels: Vec<front::LabelRow>,
    hosts: front::Hosts,
    blocks: List<BlockEntry>,
    kept: List<BlockEntry>,
    clusters: List<ClusterEntry>,
    settings: Vec<(String, String)>,
    script: &'static str,
}

/// The entries that are shown, and how many there are in all.
struct List<T> {
    entries: Vec<T>,
    shown: String,
    all: String,
    more: Option<String>,
}

impl<T> List<T> {
    fn of(entries: Vec<T>, all: u64) -> Self {
        let shown = entries.len() as u64;
        let rest = all.saturating_sub(shown);
        let more = (rest > 0).then(|| words::count(rest));
        Self { entries, shown: words::count(shown), all: words::count(all.max(shown)), more }
    }
}

impl View {
    fn of(page: &Page<'_>) -> Self {
        let s = page.summary;
        let blocks = entries::blocks(first(page.blocks, MAX_BLOCKS));
        let kept = entries::blocks(first(page.kept, MAX_KEPT));
        let clusters = entries::clusters(first(page.clusters, MAX_CLUSTERS));
        Self {
            version: scraped::line(&s.version, 40),
            command: scraped::line(&s.command, 40),
            sentence: front::sentence(s),
            caveat: front::caveat(s),
            figures: front::figures(s),
            warnings: s.warnings.iter().map(|w| scraped::line(&w.message, 1000)).collect(),
            labels: front::labels(s),
            hosts: front::hosts(s),
            blocks: List::of(blocks, s.recurring.removed + s.recurring.mixed),
            kept: List::of(kept, s.recurring.kept),
            clusters: List::of(clusters, s.duplicates.clusters),
            settings: front::settings(&s.config),
            script: script::SCRIPT,
        }
    }
}

fn first<T>(all: &[T], most: usize) -> &[T] {
    &all[..all.len().min(most)]
}

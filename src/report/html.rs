//! `report.html`: one page that a person can decide from.
//!
//! Takes the summary and the data of the page, gives HTML that stands alone: no network, no date of the run, the same
//! bytes for the same data. Never puts scraped text in unescaped, and never counts: shares, order and cuts are all that
//! is made here.

mod charts;
mod clusters;
mod entries;
pub(super) mod front;
mod guard;
mod island;
mod look;
pub(super) mod scraped;
mod script;
mod settings;
pub(super) mod words;

use super::model::Summary;
use super::page::{Index, Missing, More};
use askama::Template;
use clusters::ClusterEntry;
use entries::BlockEntry;
use std::io::{self, BufWriter, Write};

/// Blocks that can be read without a script.
const BLOCKS: usize = 200;
/// Clusters that can be read without a script.
const CLUSTERS: usize = 100;

/// What the page shows.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// All counts.
    pub summary: &'a Summary,
    /// What is known of blocks and clusters, in the order of the page.
    pub index: &'a Index,
    /// What is shown when one looks at them.
    pub more: &'a dyn More,
}

impl std::fmt::Debug for Page<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page").field("index", self.index).finish_non_exhaustive()
    }
}

/// Writes the page. O(bytes); every chunk of data is in memory once.
///
/// # Errors
/// What the writer says.
pub fn render(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    render_within(page, island::MOST, out)
}

/// [`render`] with at most so many bytes of data, but never without the index.
///
/// # Errors
/// What the writer says.
pub fn render_within(page: &Page<'_>, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let data = island::islands(page.index, page.more, most)?;
    View::of(page, data).write_into(&mut out)?;
    out.flush()
}

/// What the template reads: finished strings only.
#[derive(Template)]
#[template(path = "page.html")]
struct View {
    version: String,
    command: String,
    policy: String,
    style: &'static str,
    script: &'static str,
    data: island::Islands,
    sentence: String,
    caveat: Option<&'static str>,
    figures: [front::Figure; 4],
    warnings: Vec<look::Warned>,
    charts: Vec<charts::Chart>,
    hosts: front::Hosts,
    blocks: List<BlockEntry>,
    clusters: List<ClusterEntry>,
    missing: Vec<String>,
    about: Vec<(&'static str, String)>,
    settings: Vec<(String, String)>,
    decisions: Vec<[String; 5]>,
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
    fn of(page: &Page<'_>, data: island::Islands) -> Self {
        let (s, index) = (page.summary, page.index);
        let all = s.recurring.removed + s.recurring.mixed + s.recurring.kept;
        let style = guard::STYLE;
        Self {
            version: scraped::line(&s.version, 40),
            command: scraped::line(&s.command, 40),
            policy: guard::policy(script::SCRIPT, style),
            style,
            script: script::SCRIPT,
            sentence: front::sentence(s),
            caveat: front::caveat(s),
            figures: front::figures(s),
            warnings: look::warnings(s, index),
            charts: charts::charts(s),
            hosts: front::hosts(s),
            blocks: List::of(entries::blocks(index, page.more, BLOCKS), all),
            clusters: List::of(
                clusters::clusters(index, page.more, CLUSTERS),
                s.duplicates.clusters,
            ),
            missing: missing(&data.missing),
            data,
            about: settings::about(s),
            settings: settings::settings(&s.config),
            decisions: settings::decisions(&index.decisions),
        }
    }
}

/// What is not in the page, and where it stands.
fn missing(m: &Missing) -> Vec<String> {
    let told = [
        (m.blocks, "blocks are not in this page; all of them are in blocks.jsonl"),
        (
            m.blocks_bytes,
            "removed bytes belong to what is not in this page; all of them are in removed.jsonl",
        ),
        (m.clusters, "clusters are not in this page; all of them are in duplicates.jsonl"),
        (m.contexts, "blocks are shown without examples; “copydesk explain OUT BLOCK” shows them"),
        (
            m.pairs,
            "pairs of articles are not shown side by side; “copydesk review OUT” shows any pair, and “copydesk explain OUT ID ID” in the terminal",
        ),
    ];
    let told = told.into_iter().filter(|(n, _)| *n > 0);
    told.map(|(n, words)| format!("{} {words}.", words::count(n))).collect()
}

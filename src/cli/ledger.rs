//! An explanation as people read it: block by block, with the ledger of each.
//!
//! Takes an [`Explanation`] and the width of the terminal, gives styled text. What is removed has `−` in the margin, so
//! that the colour says nothing alone. Without a width nothing is cut.

use super::fold::hang;
use super::terminal::tame;
use crate::pipeline::{Evidence, ExplainedBlock, Explanation};
use crate::report::model::Duplicate;
use clap::builder::styling::{AnsiColor, Style};
use console::truncate_str;

/// The article's id.
pub(super) const NAME: Style = Style::new().bold();
/// A removed block.
pub(super) const REMOVED: Style = AnsiColor::Red.on_default();
/// The ledger of a block.
pub(super) const ASIDE: Style = Style::new().dimmed();
/// What needs no style.
pub(super) const PLAIN: Style = Style::new();

/// Columns that reasons take where the page has no edge.
const UNBOUNDED: usize = 10_000;

/// Lines of one width.
pub(super) struct Page {
    /// Columns, if the page has an edge.
    width: Option<usize>,
    /// What is written.
    lines: Vec<String>,
}

impl Page {
    /// An empty page.
    pub(super) fn new(width: Option<usize>) -> Self {
        Self { width, lines: Vec::new() }
    }

    /// All that was written.
    pub(super) fn done(self) -> String {
        self.lines.concat()
    }

    /// Writes a line, made safe and cut to the width.
    pub(super) fn line(&mut self, style: Style, line: &str) {
        let safe = tame(line);
        let cut = self.width.map_or_else(|| safe.clone(), |w| truncate_str(&safe, w, "…"));
        self.lines.push(format!("{style}{}{style:#}\n", cut.trim_end()));
    }

    /// Writes a sentence under `lead`, made safe and folded to the width.
    pub(super) fn sentence(&mut self, style: Style, lead: &str, sentence: &str) {
        for line in hang(lead, &tame(sentence), self.width.unwrap_or(UNBOUNDED)) {
            self.line(style, &line);
        }
    }
}

/// The whole explanation.
pub(crate) fn render(explanation: &Explanation, width: Option<usize>) -> String {
    let mut page = Page::new(width);
    head(&mut page, explanation);
    for block in &explanation.blocks {
        self::block(&mut page, block);
    }
    cluster(&mut page, explanation);
    page.done()
}

/// Which article it is.
fn head(page: &mut Page, explanation: &Explanation) {
    let about = [&explanation.host, &explanation.date].into_iter().flatten();
    let words: Vec<_> = std::iter::once(&explanation.id).chain(about).cloned().collect();
    page.line(NAME, &words.join("  "));
    if let Some(title) = &explanation.title {
        page.line(PLAIN, title);
    }
    page.line(PLAIN, "");
}

/// One block, and its ledger where there is one; below, the parts of it that go.
fn block(page: &mut Page, block: &ExplainedBlock) {
    let (margin, style) = if block.removed { ("−", REMOVED) } else { (" ", PLAIN) };
    page.line(style, &format!("{margin} {}", block.text));
    if block.label.is_none() && block.reason.is_empty() && block.evidence.is_empty() {
        return;
    }
    page.sentence(ASIDE, "    ", &verdict(block));
    for Evidence { what, points } in &block.evidence {
        page.sentence(ASIDE, &format!("      {points:>+5.1}  "), what);
    }
    for part in &block.parts {
        self::block(page, part);
    }
}

/// What was decided, with how many points and why.
fn verdict(block: &ExplainedBlock) -> String {
    let decision = if block.removed { "removed" } else { "kept" };
    let label = block.label.map(|l| format!(" as {}", l.name())).filter(|_| block.removed);
    let name = block.block.as_ref().map(|b| format!(" [{b}]")).unwrap_or_default();
    let colon = if block.reason.is_empty() { "" } else { ": " };
    format!(
        "{decision}{}, {:+.1} points{colon}{}{name}",
        label.unwrap_or_default(),
        block.score,
        block.reason
    )
}

/// The copies of the article.
fn cluster(page: &mut Page, explanation: &Explanation) {
    let Some(first) = explanation.cluster.first() else { return };
    page.line(PLAIN, "");
    let size = explanation.cluster.len();
    page.line(NAME, &format!("cluster {}: {size} articles", first.cluster));
    for article in &explanation.cluster {
        let margin = if article.id == explanation.id { '>' } else { ' ' };
        page.sentence(PLAIN, &format!("{margin} "), &format!("{}: {}", article.id, copy(article)));
    }
}

/// What an article is in its cluster.
pub(super) fn copy(article: &Duplicate) -> String {
    let fate = match (&article.duplicate_of, article.kept) {
        (Some(kept), _) => format!("copy of {kept}"),
        (None, true) => "kept".to_owned(),
        (None, false) => "not kept".to_owned(),
    };
    if article.representative {
        return format!("{fate}, the representative");
    }
    let relation = if article.recurring {
        "another report of the series".to_owned()
    } else {
        article.relation.name().to_owned()
    };
    let (jaccard, containment) = (article.jaccard, article.containment);
    format!("{fate}, {relation}, jaccard {jaccard:.2}, containment {containment:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fixture;

    /// The page without its styles.
    fn bare(width: Option<usize>) -> String {
        anstream::adapter::strip_str(&render(&fixture::explanation(), width)).to_string()
    }

    #[test]
    fn the_page_of_an_article() {
        insta::assert_snapshot!(bare(Some(72)));
    }

    #[test]
    fn without_a_width_nothing_is_cut() {
        assert!(bare(None).contains("over the protest of the shops."));
        assert!(bare(Some(72)).lines().all(|l| console::measure_text_width(l) <= 72));
    }

    #[test]
    fn what_is_removed_shows_without_colour() {
        assert!(bare(None).contains("\n− READ: Mayor defends the plan\n"));
    }
}

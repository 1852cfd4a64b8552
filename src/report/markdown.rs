//! `summary.md`: the counts in words, for a pull request or a mail.
//!
//! Takes the summary and the blocks that remove most, gives GitHub-flavoured Markdown that reads as plain text as well.
//! Computes nothing but shares; nothing scraped becomes a link, a mention or a mark, for [`inert`] is its only way in.

mod inert;

use super::html::front::{by_share, caveat, figures, sentence};
use super::html::words::{bytes, count, counted, percent};
use super::model::{Block, HostRow, Summary};
use inert::inert;

/// Rows of a table.
const ROWS: usize = 10;
/// Warnings that are named.
const WARNINGS: usize = 20;
/// Characters of a block's text.
const TEXT: usize = 160;
/// Characters of a host's name.
const NAME: usize = 80;
/// Characters of a warning.
const MESSAGE: usize = 400;

/// The whole file. `blocks` come in order of what they remove.
pub(super) fn render(summary: &Summary, blocks: &[Block]) -> String {
    let parts = [
        head(summary),
        decisions(summary),
        warnings(summary),
        labels(summary),
        hosts(summary),
        self::blocks(blocks, summary),
    ];
    parts.join("")
}

/// What was done, in words and in four numbers.
fn head(s: &Summary) -> String {
    let (version, command) = (inert(&s.version, NAME), inert(&s.command, NAME));
    let caveat = caveat(s).map(|caveat| format!("{caveat}\n\n")).unwrap_or_default();
    let figures = figures(s).map(|f| format!("- **{}** {}: {}\n", f.number, f.what, f.detail));
    format!("# copydesk {version}, {command}\n\n{}\n\n{caveat}{}", sentence(s), figures.concat())
}

/// What became of the decisions that were given.
fn decisions(s: &Summary) -> String {
    let d = &s.decisions;
    if d.given == 0 {
        return String::new();
    }
    let rest = [
        (d.stale, "met nothing in this corpus"),
        (d.conflicts, "contradicted by another decision or rule"),
    ];
    let rest = rest.into_iter().filter(|(n, _)| *n > 0);
    let rest: Vec<String> = rest.map(|(n, what)| format!(", {} {what}", count(n))).collect();
    let text = format!(
        "{} given: {} in force{}. They cover {} of the text that is removed ({}).\n",
        counted(d.given, "decision", "decisions"),
        count(d.obeyed),
        rest.concat(),
        percent(d.decided_bytes, s.text.removed_bytes),
        bytes(d.decided_bytes),
    );
    section("Decisions", &text)
}

fn warnings(s: &Summary) -> String {
    let line = |message: &String| format!("- {}\n", inert(message, MESSAGE));
    let lines: String = s.warnings.iter().take(WARNINGS).map(|w| line(&w.message)).collect();
    let more = match s.warnings.len().saturating_sub(WARNINGS) {
        0 => String::new(),
        n => format!("- and {n} more, in `summary.json`\n"),
    };
    section("Look at this first", &(lines + &more))
}

fn labels(s: &Summary) -> String {
    let found = s.labels.iter().filter(|(_, c)| c.blocks > 0);
    let rows = found.map(|(label, c)| {
        let share = percent(c.bytes, s.text.bytes);
        let (blocks, articles) = (count(c.blocks), count(c.articles));
        format!("| {} | {blocks} | {articles} | {} | {share} |\n", label.name(), bytes(c.bytes))
    });
    let head = "| label | blocks | articles | text | share of all text |\n| :-- | --: | --: | --: | --: |\n";
    table("Removed, by label", head, rows)
}

fn hosts(s: &Summary) -> String {
    let mut hosts: Vec<&HostRow> = s.hosts.iter().filter(|h| h.removed_bytes > 0).collect();
    hosts.sort_by(|a, b| by_share(a, b));
    let rows = hosts.iter().take(ROWS).map(|h| {
        let name = if h.host.is_empty() { "(no host named)".into() } else { inert(&h.host, NAME) };
        let share = percent(h.removed_bytes, h.bytes);
        let (articles, dropped) = (count(h.articles), count(h.dropped));
        format!("| {name} | {articles} | {dropped} | {} | {share} |\n", bytes(h.removed_bytes))
    });
    let head = "| host | articles | dropped | removed | share of its text |\n| :-- | --: | --: | --: | --: |\n";
    table("Hosts that lose most", head, rows)
}

fn blocks(blocks: &[Block], s: &Summary) -> String {
    let rows = blocks.iter().filter(|b| b.removed > 0).take(ROWS).map(|b| {
        let text = inert(b.template.as_deref().unwrap_or(&b.text), TEXT);
        let (removed, times, label) = (bytes(b.bytes), count(b.removed.into()), b.label.name());
        let (hosts, name) = (count(b.hosts.into()), inert(&b.block, NAME));
        format!("| {removed} | {times} | {hosts} | {label} | {text} | {name} |\n")
    });
    let head = "| removed | times | hosts | label | text | block |\n| --: | --: | --: | :-- | :-- | :-- |\n";
    let more = match (s.recurring.removed + s.recurring.mixed).saturating_sub(ROWS as u64) {
        0 => String::new(),
        n => format!("\n{} more are in `blocks.csv`.\n", count(n)),
    };
    let table = table("Blocks that remove most", head, rows);
    if table.is_empty() { table } else { table + &more }
}

/// A table; nothing without rows.
fn table(heading: &str, head: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    if rows.is_empty() { rows } else { section(heading, &format!("{head}{rows}")) }
}

/// A heading over a body; nothing without a body.
fn section(heading: &str, body: &str) -> String {
    if body.is_empty() { String::new() } else { format!("\n## {heading}\n\n{body}") }
}

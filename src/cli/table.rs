//! The short table at the end of a run.
//!
//! Takes a job and its outcome, gives text of at most 80 columns (paths may be longer). Computes nothing but shares,
//! sums and rates. Uses no colour.

use super::fold::hang;
use super::terminal::tame;
use crate::pipeline::{Command, Job, Outcome};
use crate::report::model::{Block, LabelCount, Summary, Warning};
use comfy_table::{CellAlignment, Table, presets};
use console::truncate_str;
use indicatif::{HumanBytes, HumanCount};
use std::path::Path;

/// Columns that the table may take.
const WIDTH: usize = 80;

/// Warnings that are shown.
const WARNINGS: usize = 5;

/// Blocks that are shown.
const BLOCKS: usize = 5;

/// The whole table.
pub(crate) fn render(job: &Job, outcome: &Outcome) -> String {
    let summary = &outcome.summary;
    let parts = [
        counts(job, summary),
        labels(summary),
        blocks(&outcome.top_blocks),
        warnings(&summary.warnings, job.out.as_deref()),
        close(job, summary),
    ];
    let mut text = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n\n");
    text.push('\n');
    text
}

/// What became of the articles.
fn counts(job: &Job, summary: &Summary) -> String {
    let r = &summary.records;
    let title = match job.command {
        _ if job.dry_run => "dry run: nothing was written; a run would give\n",
        Command::Scan => "scan: only the report was written; `clean` would give\n",
        Command::Clean | Command::Filter => "",
    };
    let [read, cleaned, dropped, rejected] =
        [r.read, r.cleaned, r.dropped, r.rejected].map(HumanCount);
    let [changed, emptied, decoded] = [r.changed, r.emptied, r.decoded].map(HumanCount);
    format!(
        "{title}articles  {read} read = {cleaned} cleaned + {dropped} dropped + {rejected} rejected\n\
         {:10}{changed} changed, {emptied} emptied, {decoded} not in UTF-8\n\
         clusters  {}",
        "",
        clusters(summary)
    )
}

/// How many clusters there are, and of what.
fn clusters(summary: &Summary) -> String {
    let duplicates = &summary.duplicates;
    let relations: Vec<_> = duplicates
        .relations
        .iter()
        .map(|(relation, &count)| format!("{} {relation:?}", HumanCount(count)).to_lowercase())
        .collect();
    let colon = if relations.is_empty() { "" } else { ": " };
    let series = match duplicates.recurring {
        0 => String::new(),
        n => format!(" ({} of a series)", HumanCount(n)),
    };
    let earlier = match duplicates.earlier {
        0 => String::new(),
        n => format!("; {} with an article of an earlier crawl", HumanCount(n)),
    };
    format!(
        "{} of {} articles{colon}{}{series}{earlier}",
        HumanCount(duplicates.clusters),
        HumanCount(duplicates.articles),
        relations.join(", ")
    )
}

/// What was removed, by label.
fn labels(summary: &Summary) -> String {
    let all = LabelCount {
        blocks: summary.text.removed_blocks,
        bytes: summary.text.removed_bytes,
        articles: summary.records.changed,
    };
    let labels = summary.labels.iter().filter(|(_, count)| count.blocks > 0);
    let rows = labels.map(|(label, count)| (label.name(), count)).chain([("all", &all)]);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["removed", "blocks", "articles", "bytes", "share"]);
    for (name, count) in rows {
        table.add_row([
            name.to_owned(),
            HumanCount(count.blocks).to_string(),
            HumanCount(count.articles).to_string(),
            HumanBytes(count.bytes).to_string(),
            percent(count.bytes, summary.text.bytes),
        ]);
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        let side = if index == 0 { CellAlignment::Left } else { CellAlignment::Right };
        column.set_cell_alignment(side);
        column.set_padding((0, 2));
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// The blocks that removed most.
fn blocks(blocks: &[Block]) -> String {
    let lines = blocks.iter().take(BLOCKS).map(|block| {
        let text = block.template.as_deref().unwrap_or(&block.text);
        let bytes = HumanBytes(block.bytes).to_string();
        fit(&format!("  {bytes:>10}  {:<9}  {}", block.label.name(), tame(text)))
    });
    section("removed most", lines)
}

/// What a person should look at first.
fn warnings(warnings: &[Warning], out: Option<&Path>) -> String {
    let shown = warnings.iter().take(WARNINGS).flat_map(|w| hang("  - ", &tame(&w.message), WIDTH));
    let rest = warnings.len().saturating_sub(WARNINGS);
    let place = out.map(|o| format!(": {}", shown_path(&o.join("report/summary.json"))));
    let more = (rest > 0).then(|| format!("  and {rest} more{}", place.unwrap_or_default()));
    section("warnings", shown.chain(more))
}

/// How long it took, and where to look next.
fn close(job: &Job, summary: &Summary) -> String {
    let mut lines = vec![speed(summary)];
    if let Some(out) = job.out.as_deref().filter(|_| !job.dry_run) {
        if summary.records.rejected > 0 {
            lines.push(format!("rejected records: {}", shown_path(&out.join("rejects.jsonl"))));
        }
        if job.command == Command::Clean {
            lines.push(format!("cleaned articles: {}", shown_path(&out.join("cleaned"))));
        }
        // A stream has no page: it has no end that one could wait for.
        let is_stream = job.command == Command::Filter && job.desk.is_some();
        let page = if is_stream { "report/summary.md" } else { "report/report.html" };
        lines.push(format!("next: open {}", shown_path(&out.join(page))));
    }
    lines.join("\n")
}

/// Seconds over all stages, and text a second.
#[expect(clippy::cast_precision_loss, reason = "a rate for people needs three digits")]
fn speed(summary: &Summary) -> String {
    let total = summary.timings.get("total").copied();
    let seconds = total.unwrap_or_else(|| summary.timings.values().sum());
    let rate = summary.text.bytes as f64 / 1e6 / seconds.max(1e-3);
    format!("{seconds:.1} s, {rate:.1} MB/s of text")
}

/// A heading over indented lines; nothing where there are none.
fn section(heading: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() { String::new() } else { format!("{heading}\n{}", lines.join("\n")) }
}

/// A line cut to the width.
fn fit(line: &str) -> String {
    truncate_str(line, WIDTH, "…").into_owned()
}

/// A path, safe to show.
fn shown_path(path: &Path) -> String {
    tame(&path.display().to_string()).into_owned()
}

/// `part` of `whole` with one digit.
#[expect(clippy::cast_precision_loss, reason = "a share for people needs three digits")]
fn percent(part: u64, whole: u64) -> String {
    format!("{:.1}%", 100.0 * part as f64 / whole.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fixture;
    use crate::config::{Config, RunConfig};
    use crate::decisions::Book;
    use crate::pipeline::Rules;
    use crate::report::model::DuplicateCount;

    /// A job of `clean`.
    fn job(out: Option<&str>, dry_run: bool) -> Job {
        Job {
            inputs: vec!["in".into()],
            out: out.map(Into::into),
            command: Command::Clean,
            desk: None,
            config: Config::default(),
            rules: Rules::default(),
            book: Book::default(),
            clashes: Vec::new(),
            run: RunConfig::default(),
            dry_run,
            force: false,
        }
    }

    #[test]
    fn the_table_of_a_run() {
        insta::assert_snapshot!(render(&job(Some("out"), false), &fixture::outcome()));
    }

    #[test]
    fn the_table_of_a_dry_run_over_little() {
        let mut outcome = fixture::outcome();
        outcome.top_blocks.clear();
        outcome.summary.warnings.truncate(1);
        outcome.summary.labels.clear();
        outcome.summary.duplicates = DuplicateCount::default();
        insta::assert_snapshot!(render(&job(None, true), &outcome));
    }

    #[test]
    fn every_line_fits() {
        let text = render(&job(Some("out"), false), &fixture::outcome());
        for line in text.lines() {
            assert!(console::measure_text_width(line) <= WIDTH, "{line}");
            assert!(!line.contains('\u{1b}'), "{line}");
        }
    }
}

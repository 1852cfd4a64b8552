//! What a desk holds, as a table.
//!
//! Takes what was found in a desk, gives text. Computes nothing but sums.

use super::terminal::tame;
use crate::desk::{Days, Inspected};
use comfy_table::{CellAlignment, Table, presets};
use indicatif::{HumanBytes, HumanCount};
use std::path::Path;

/// The whole table.
pub(crate) fn render(desk: &Path, found: &Inspected) -> String {
    let heads = [
        format!("desk        {}", tame(&desk.display().to_string())),
        format!("format      {}", found.format),
        format!(
            "articles    {} of {} hosts",
            HumanCount(found.articles),
            HumanCount(found.hosts as u64)
        ),
        format!("days        {}", days(found.days)),
        format!("decisions   {}", HumanCount(found.decisions as u64)),
        format!("volumes     {}, {}", found.volumes, HumanBytes(found.bytes)),
        format!("health      {}", health(found)),
    ];
    let parameters = found.terms.iter().map(|(name, value)| format!("  {name} = {value}"));
    let parameters: Vec<String> = parameters.collect();
    format!("{}\n\n{}\n\nmade with\n{}\n", heads.join("\n"), tables(found), parameters.join("\n"))
}

/// From when to when.
fn days(days: Days) -> String {
    let day = |d: u32| format!("{:04}-{:02}-{:02}", d / 10_000, d / 100 % 100, d % 100);
    match days {
        Days { first: 0, .. } => "none known".to_owned(),
        Days { first, last } if first == last => day(first),
        Days { first, last } => format!("{} to {}", day(first), day(last)),
    }
}

/// Rows and bytes of every table.
fn tables(found: &Inspected) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["holds", "rows", "bytes"]);
    for t in &found.tables {
        let (rows, bytes) = (HumanCount(t.rows), HumanBytes(t.bytes));
        table.add_row([t.name.to_owned(), rows.to_string(), bytes.to_string()]);
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        let side = if index == 0 { CellAlignment::Left } else { CellAlignment::Right };
        column.set_cell_alignment(side);
        column.set_padding((0, 2));
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Whether somebody writes, and what a kill left.
fn health(found: &Inspected) -> String {
    match found.leftovers.len() {
        _ if found.is_being_written => "is being written now".to_owned(),
        0 => "nothing is left over; `copydesk desk verify` reads all of it".to_owned(),
        n => format!("{n} files are left over from a kill; the next writer removes them"),
    }
}

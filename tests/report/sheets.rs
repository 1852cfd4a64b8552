//! The report for spreadsheets and for pull requests: what it looks like, and that nothing scraped is obeyed there.
//!
//! Takes the fixture, gives snapshots; reads the tables back as a spreadsheet would, with commas and with semicolons.

use crate::fixture::{self, HOSTILE};
use copydesk::report::files::FOLDER;
use copydesk::report::model::{Block, HostRow};
use copydesk::report::{DecisionCount, ReportWriter};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// A file of the report in `out`.
fn file(out: &Path, name: &str) -> String {
    fs::read_to_string(out.join(FOLDER).join(name)).unwrap()
}

/// The cells of a table, read with this separator.
fn cells(table: &str, separator: u8) -> Vec<Vec<String>> {
    let table = table.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(separator);
    let rows = reader.from_reader(table.as_bytes()).into_records();
    rows.map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(format!("report__{name}"), text));
}

#[test]
fn tables_look_like_this() {
    let folder = tempfile::tempdir().unwrap();
    crate::written(folder.path());
    for name in ["blocks", "duplicates", "hosts", "labels"] {
        let table = file(folder.path(), &format!("{name}.csv"));
        let table: Vec<_> =
            table.lines().map(|line| line.chars().take(600).collect::<String>()).collect();
        snapshot(&format!("{name}_csv"), &table.join("\n"));
    }
}

#[test]
fn words_look_like_this() {
    let folder = tempfile::tempdir().unwrap();
    crate::written(folder.path());
    snapshot("words", &file(folder.path(), "summary.md"));
}

#[test]
fn decisions_are_told_where_some_were_given() {
    let folder = tempfile::tempdir().unwrap();
    let mut summary = fixture::summary();
    let counts = DecisionCount { given: 40, obeyed: 37, stale: 2, conflicts: 1, decided_bytes: 10 };
    summary.decisions = counts;
    let mut writer = ReportWriter::create(folder.path()).unwrap();
    writer.write_words(&summary, &[]).unwrap();
    writer.finish().unwrap();
    let words = file(folder.path(), "summary.md").replace('\u{a0}', " ");
    let told =
        "40 decisions given: 37 in force, 2 met nothing in this corpus, 1 contradicted by another";
    assert!(
        words.contains(told) && words.contains("< 0.1 % of the text that is removed"),
        "{words}"
    );
}

#[test]
fn lines_end_as_the_standard_has_it() {
    let folder = tempfile::tempdir().unwrap();
    crate::written(folder.path());
    let table = file(folder.path(), "blocks.csv");
    assert_eq!(table.matches('\n').count(), table.matches("\r\n").count());
    assert_eq!(table.matches('\n').count(), fixture::blocks().len() + 1, "one line a row");
}

/// Two tables with `text` wherever scraped text can stand.
fn tables(text: &str) -> [String; 2] {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = ReportWriter::create(folder.path()).unwrap();
    let mut block: Block = fixture::blocks().remove(1);
    (block.text, block.template, block.reason) = (text.into(), Some(text.into()), text.into());
    (block.block, block.position) = (text.into(), text.into());
    (block.first_date, block.last_date) = (Some(text.into()), None);
    block.by_host = [(text.into(), 3)].into();
    block.examples[0].id = text.into();
    writer.block(&block).unwrap();
    let mut summary = fixture::summary();
    summary.hosts = vec![HostRow { host: text.into(), ..HostRow::default() }];
    writer.write_summary(&summary).unwrap();
    writer.finish().unwrap();
    ["blocks.csv", "hosts.csv"].map(|name| file(folder.path(), name))
}

/// Whether a spreadsheet might calculate this cell.
fn is_formula(cell: &str) -> bool {
    let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '"');
    first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[test]
fn hostile_text_is_a_cell_like_any_other() {
    let formulas = [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "\"=1\"",
        "a,=1",
        "a;=1",
        "a\n=1\r\n=2",
        "\",=1,\"",
        "x\";=1;\"",
    ];
    for text in HOSTILE.into_iter().chain(formulas) {
        for table in tables(text) {
            let rows = cells(&table, b',');
            assert!(rows.len() == 2 && rows[1].len() == rows[0].len(), "{text}: {table}");
            let letter = text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
            let word: String = letter.chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(rows[1].iter().any(|cell| cell.contains(&word)), "{text}: {table}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_of_any_input_is_a_formula(text in "[=+@;,\"' \t\r\na1＝-]{0,12}|\\PC{0,40}") {
        for table in tables(&text) {
            for separator in *b",;" {
                for cell in cells(&table, separator).concat() {
                    prop_assert!(!is_formula(&cell), "{:?} of {:?}", cell, table);
                }
            }
            prop_assert_eq!(cells(&table, b',').len(), 2);
        }
    }
}

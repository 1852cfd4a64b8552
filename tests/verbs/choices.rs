//! Which copy is kept, and what is only marked.

use crate::desk::{Book, Desk, good, prose, record};
use std::collections::BTreeSet;

/// Three copies of a story: the longest, the earliest, and one that is neither; among other articles.
fn desk() -> Desk {
    let story = prose(500);
    let longer =
        format!("{story}\n\nThe mayor had nothing to add to the report on Friday evening.");
    let rows = [
        ("plain", "intranet", "", story.clone()),
        ("longest", "long.example", "2025-03-01", longer),
        ("earliest", "early.example", "2025-01-01", story),
    ];
    let copies: String = rows
        .iter()
        .map(|(id, host, date, text)| {
            record(&[
                ("id", id),
                ("url", &format!("http://{host}/{id}")),
                ("date", date),
                ("text", text),
            ])
        })
        .collect();
    Desk::with(&[("a.jsonl", (copies + &good(20)).as_bytes())])
}

/// The one of the three copies that is kept; the others name it.
fn kept(book: &Book) -> String {
    let copies: Vec<_> = book
        .duplicates
        .iter()
        .filter(|d| ["plain", "longest", "earliest"].contains(&d.id.as_str()))
        .collect();
    assert_eq!(copies.len(), 3);
    let kept: Vec<&str> = copies.iter().filter(|d| d.kept).map(|d| d.id.as_str()).collect();
    assert_eq!(kept.len(), 1, "{copies:?}");
    for copy in copies.iter().filter(|d| !d.kept) {
        assert_eq!(copy.duplicate_of.as_deref(), Some(kept[0]));
    }
    kept[0].to_owned()
}

#[test]
fn the_copy_that_was_asked_for_is_kept() {
    let cases = [
        ("", "earliest"),
        ("--keep longest", "longest"),
        ("--keep earliest", "earliest"),
        ("--keep first", "plain"),
        ("--keep intranet,", "plain"),
        ("--keep early.example", "earliest"),
        ("--keep WWW.Early.Example,long.example", "earliest"),
        ("--keep nobody.example,long.example,early.example", "longest"),
        ("--keep nobody.example", "longest"),
    ];
    let desk = desk();
    for (words, expected) in cases {
        let book = desk.clean(&format!("--force {words}"));
        assert_eq!(kept(&book), expected, "{words}");
        assert_eq!(book.counts(), [23, 21, 2, 0], "{words}");
        let ids: BTreeSet<String> =
            book.records("a.jsonl").iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
        assert!(ids.contains(expected) && ids.len() == 21, "{words}");
    }
}

/// The demo as one file.
fn demo() -> Desk {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/articles.jsonl");
    Desk::with(&[("a.jsonl", &std::fs::read(path).unwrap())])
}

#[test]
fn marked_duplicates_stay_in_the_corpus_and_in_the_report() {
    let desk = demo();
    let dropped = desk.clean("");
    let marked = desk.clean("--duplicates mark --force");
    assert_eq!(marked.counts(), [90, 90, 0, 0]);
    assert_eq!(marked.duplicates, dropped.duplicates);
    assert_eq!(marked.removed, dropped.removed);
    let gone = dropped.dropped();
    let mut left = marked.records("a.jsonl");
    left.retain(|record| !gone.contains(record["id"].as_str().unwrap()));
    assert!(gone.len() > 5 && left == dropped.records("a.jsonl"));
}

#[test]
fn marked_boilerplate_stays_in_the_text_and_in_the_report() {
    let desk = demo();
    let removed = desk.clean("");
    let marked = desk.clean("--boilerplate mark --force");
    assert_eq!(marked.counts(), removed.counts());
    assert_eq!(marked.removed, removed.removed);
    assert_eq!(marked.blocks, removed.blocks);
    assert_eq!(marked.duplicates, removed.duplicates);
    let gone = removed.dropped();
    let lines = std::fs::read_to_string(desk.path("in/a.jsonl")).unwrap();
    let kept: String = lines
        .split_inclusive('\n')
        .filter(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            !gone.contains(record["id"].as_str().unwrap())
        })
        .collect();
    assert!(marked.cleaned("a.jsonl") == kept.as_bytes());
}

#[test]
fn with_everything_marked_the_cleaned_corpus_is_the_input() {
    let desk = demo();
    let book = desk.clean("--boilerplate mark --duplicates mark");
    assert!(book.cleaned("a.jsonl") == std::fs::read(desk.path("in/a.jsonl")).unwrap());
    assert!(book.removed.len() > 100 && book.dropped().len() > 5);
}

#[test]
fn a_higher_similarity_drops_fewer() {
    let desk = demo();
    let dropped = |near: &str| desk.clean(&format!("--force --near {near}")).counts()[2];
    let counts: Vec<u64> = ["0.5", "0.7", "0.9", "1"].map(dropped).to_vec();
    assert!(counts.is_sorted_by(|a, b| a >= b) && counts[0] > counts[3], "{counts:?}");
}

#[test]
fn without_restore_nothing_can_be_restored_and_the_program_says_so() {
    let desk = Desk::with(&[("a.jsonl", good(3).as_bytes())]);
    desk.put("settings.toml", "[write]\nrestore = false\n");
    desk.run("clean in -o out --config settings.toml").code(0);
    assert!(!desk.path("out/restore").exists());
    desk.run("restore out back").failed("out", &["nothing to restore"]);
    assert!(desk.run("explain out a1").code(0).text().contains("a1"));
}

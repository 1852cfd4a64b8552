//! Runs that must come to the same: with more threads, in another order, by another verb, over what is clean already.

use super::{Place, demo, made, timeless};
use crate::corpus::{Corpus, Script, to_json_lines};
use crate::desk::{Book, Desk, assert_same};
use copydesk::pipeline::Command;
use copydesk::report::model::Label;
use std::collections::BTreeSet;
use std::io::Write;

/// Removals as places, whatever was read first.
fn removals(book: &Book) -> BTreeSet<(&str, usize, usize, Label, &str)> {
    book.removed
        .iter()
        .map(|r| (r.id.as_str(), r.start, r.end, r.label, r.reason.as_str()))
        .collect()
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let made = Corpus::new(11).hosts(12).copies(0.4).of_bytes(4_000_000);
    let place = Place::of(&made, 3);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(to_json_lines(&made[..300]).as_bytes()).unwrap();
    std::fs::write(place.path("in/again.jsonl.gz"), gzip.finish().unwrap()).unwrap();
    std::fs::write(place.path("in/broken.jsonl"), "oops\n{\"text\": 1}\n".repeat(400)).unwrap();
    let one = timeless(&place.run(Command::Clean, "one", 1).files);
    for threads in [2, 8] {
        let other = place.run(Command::Clean, &format!("out{threads}"), threads);
        assert_same(&timeless(&other.files), &one);
    }
}

#[test]
fn the_memory_for_tables_changes_no_byte() {
    let place = Place::of(&Corpus::new(13).hosts(12).copies(0.4).of_bytes(4_000_000), 2);
    let ample = timeless(&place.run(Command::Clean, "ample", 2).files);
    for memory in [1, 1 << 20, 8 << 20] {
        let tight = place.within(memory, &format!("out{memory}"));
        assert_same(&timeless(&tight.files), &ample);
    }
}

#[test]
fn the_same_run_twice_writes_the_same_bytes() {
    let place = Place::of(&made(12, 400), 2);
    let first = timeless(&place.run(Command::Clean, "first", 8).files);
    for n in 0..4 {
        assert_same(&timeless(&place.run(Command::Clean, &format!("out{n}"), 8).files), &first);
    }
}

#[test]
fn the_order_of_the_inputs_changes_no_cluster_and_no_removal() {
    for seed in 20..26 {
        let place = Place::of(&made(seed, 400), 4);
        let inputs = ["in/part0.jsonl", "in/part1.jsonl", "in/part2.jsonl", "in/part3.jsonl"];
        let first = place.over(&inputs, Command::Clean, "first", 2);
        for (n, order) in [[3, 2, 1, 0], [1, 3, 0, 2]].into_iter().enumerate() {
            let other =
                place.over(&order.map(|i| inputs[i]), Command::Clean, &format!("out{n}"), 2);
            assert_eq!(other.clusters(), first.clusters(), "{seed}: {order:?}");
            assert_eq!(other.dropped().len(), first.dropped().len(), "{seed}: {order:?}");
            let (a, b) = (removals(&first), removals(&other));
            let differing: Vec<_> = a.symmetric_difference(&b).take(5).collect();
            assert!(differing.is_empty(), "{seed}: {order:?}: {differing:#?}");
        }
    }
}

#[test]
fn the_order_of_the_demo_changes_no_cluster_and_no_removal() {
    let text = std::fs::read_to_string(demo("articles.jsonl")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let book = |lines: &[&str]| {
        let place = Place::with(&[("a.jsonl", (lines.join("\n") + "\n").as_bytes())]);
        place.run(Command::Clean, "out", 2)
    };
    let first = book(&lines);
    lines.reverse();
    let reversed = book(&lines);
    lines.sort_by_key(|line| line.len());
    for other in [reversed, book(&lines)] {
        assert_eq!(other.clusters(), first.clusters());
        let (a, b) = (removals(&first), removals(&other));
        let differing: Vec<_> = a.symmetric_difference(&b).take(5).collect();
        assert!(differing.is_empty(), "{differing:#?}");
    }
}

#[test]
fn a_scan_writes_the_report_of_a_clean_and_no_corpus() {
    let place = Place::of(&made(30, 300), 2);
    let clean = timeless(&place.run(Command::Clean, "cleaned", 2).files);
    let scan = timeless(&place.run(Command::Scan, "scanned", 2).files);
    let expected: Vec<&String> = clean
        .keys()
        .filter(|name| !name.starts_with("cleaned/") && !name.starts_with("restore/"))
        .collect();
    assert_eq!(scan.keys().collect::<Vec<_>>(), expected);
    for name in ["removed.jsonl", "duplicates.jsonl", "blocks.jsonl", "survey.zst"] {
        let name = format!("report/{name}");
        assert!(scan[&name] == clean[&name], "{name}");
    }
    let summary = |files: &super::Tree| {
        let mut summary: serde_json::Value =
            serde_json::from_slice(&files["report/summary.json"]).unwrap();
        (summary["command"].take(), summary)
    };
    let ((scanned, a), (cleaned, b)) = (summary(&scan), summary(&clean));
    assert_eq!(a, b);
    assert_eq!((scanned.as_str(), cleaned.as_str()), (Some("scan"), Some("clean")));
}

#[test]
fn a_filter_gives_the_cleaned_file_of_a_clean() {
    let demo = std::fs::read(demo("articles.jsonl")).unwrap();
    for lines in [demo, to_json_lines(&made(31, 300)).into_bytes()] {
        let desk = Desk::with(&[("a.jsonl", &lines)]);
        let filtered = desk.pipe("filter --report report", lines.clone());
        filtered.code(0);
        let book = desk.clean("");
        assert!(filtered.stdout == book.cleaned("a.jsonl"));
        let report = crate::desk::tree(&desk.path("report"));
        for name in ["report/removed.jsonl", "report/duplicates.jsonl", "report/blocks.jsonl"] {
            assert!(report[name] == book.files[name], "{name}");
        }
    }
}

#[test]
fn a_second_run_over_the_cleaned_corpus_removes_next_to_nothing() {
    let demo = std::fs::read(demo("articles.jsonl")).unwrap();
    let generated = to_json_lines(&made(32, 600)).into_bytes();
    for (what, lines) in [("demo", demo), ("generated", generated)] {
        let place = Place::with(&[("a.jsonl", &lines)]);
        let first = place.run(Command::Clean, "first", 2);
        let second = place.over(&["first/cleaned/a.jsonl"], Command::Clean, "second", 2);
        let (bytes, removed) = (second.summary.text.bytes, second.summary.text.removed_bytes);
        assert!(first.summary.text.removed_bytes > 0);
        assert!(
            removed * 200 <= bytes,
            "{what}: {removed} of {bytes} bytes: {:#?}",
            second.removed
        );
        let (read, dropped) = (second.counts()[0], second.counts()[2]);
        assert!(dropped * 100 <= read, "{what}: {dropped} of {read}: {:#?}", second.duplicates);
    }
}

#[test]
fn every_script_of_the_generator_is_cleaned() {
    let made = made(33, 800);
    let place = Place::of(&made, 1);
    let book = place.run(Command::Clean, "out", 2);
    let removals = book.removals();
    for script in Script::ALL {
        let of_script = || made.iter().filter(|m| m.script == script);
        let cut = of_script().filter(|m| removals.contains_key(m.id.as_str())).count();
        assert!(cut * 2 >= of_script().count(), "{script:?}: {cut} of {}", of_script().count());
    }
}

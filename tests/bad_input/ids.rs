//! Ids that name several articles, none, or a place on the disk.

use crate::desk::{Desk, good, prose, record, tree};
use std::collections::BTreeSet;

#[test]
fn articles_with_one_id_all_survive_under_names_of_their_own() {
    let stamped = |n: u64| {
        let text = format!("{}\n\nSubscribe to our newsletter for free", prose(n));
        record(&[
            ("id", if n < 8 { "same" } else { "same#2" }),
            ("host", "a.example"),
            ("text", &text),
        ])
    };
    let lines: String = (0..12).map(stamped).collect();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [12, 12, 0, 0]);
    let texts: Vec<String> = (0..12).map(prose).collect();
    assert_eq!(book.texts("a.jsonl"), texts);
    let ids: BTreeSet<&str> = book.removed.iter().map(|r| r.id.as_str()).collect();
    assert_eq!((book.removed.len(), ids.len()), (12, 12), "{ids:?}");
    assert!(book.summary.warnings.iter().any(|w| w.kind == "repeated-ids"));
    let unchanged = book.records("a.jsonl").iter().filter(|r| r["id"] == "same").count();
    assert_eq!(unchanged, 8, "ids in the corpus stay as they are");
}

#[test]
fn copies_with_one_id_are_one_cluster_of_two() {
    let line = record(&[("id", "same"), ("text", &prose(1))]);
    let desk = Desk::with(&[("a.jsonl", format!("{line}{line}{}", good(4)).as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts()[2], 2, "a1 tells the story of both");
    let ids: BTreeSet<&str> = book.duplicates.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, BTreeSet::from(["same", "same#2", "a1"]));
}

#[test]
fn an_article_under_a_name_of_its_own_can_be_explained() {
    let lines: String = (0..3).map(|n| record(&[("id", "same"), ("text", &prose(n))])).collect();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    desk.clean("");
    for (n, id) in [(0, "same"), (1, "same#2"), (2, "same#3")] {
        let first = prose(n).lines().next().unwrap().to_owned();
        assert!(desk.run(&format!("explain out {id}")).code(0).text().contains(&first), "{id}");
    }
    desk.run("explain out same#4").failed("out", &["no article has the id", "same#4"]);
}

#[test]
fn an_id_that_climbs_writes_nothing_outside_of_out() {
    let ids =
        ["../up", "../../../../../../tmp/up", "/etc/up", "a/../../b", "..", "", "C:\\up", "a\0b"];
    let lines: String =
        (0..).zip(ids).map(|(n, id)| record(&[("id", id), ("text", &prose(n))])).collect();
    let twice = lines.clone() + &lines;
    let desk = Desk::with(&[("a.jsonl", twice.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [16, 8, 8, 0]);
    let names: BTreeSet<String> = tree(&desk.path(""))
        .into_keys()
        .map(|name| name.split('/').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, BTreeSet::from(["back", "in", "out"].map(str::to_owned)));
    let written: BTreeSet<&str> = book.files.keys().map(String::as_str).collect();
    let known = |name: &&str| name.starts_with("report/") || name.starts_with("restore/");
    let rest: Vec<&str> = written.into_iter().filter(|name| !known(name)).collect();
    assert_eq!(rest, ["cleaned/a.jsonl", "manifest.json"]);
}

#[test]
fn articles_without_id_are_called_by_their_place() {
    let lines: String = (0..3).map(|n| record(&[("text", &prose(n))])).collect();
    let twice = format!("{lines}\n{lines}");
    let array = serde_json::json!([{"text": prose(0)}, {"text": prose(1)}]).to_string();
    let one = record(&[("text", &prose(2))]);
    let desk = Desk::with(&[
        ("deep/a.jsonl", twice.as_bytes()),
        ("b.json", array.as_bytes()),
        ("one.json", one.as_bytes()),
        ("t.txt", prose(1).as_bytes()),
    ]);
    let book = desk.clean("");
    let ids: BTreeSet<&str> = book.duplicates.iter().map(|d| d.id.as_str()).collect();
    let expected = [1, 2, 3, 5, 6, 7].map(|n| format!("deep/a.jsonl:{n}"));
    let mut expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
    expected.extend(["b.json:1", "b.json:2", "one.json", "t.txt"]);
    assert_eq!(ids, expected);
    assert_eq!(book.counts(), [10, 3, 7, 0]);
}

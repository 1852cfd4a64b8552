//! `explain`: of a kept, a removed and a duplicate article, for people and for programs.

use crate::desk::{Book, Desk, good, prose, record};
use copydesk::pipeline::{Explanation, explain};
use copydesk::report::model::{Block, Label};
use std::path::Path;

const STAMP: &str = "Subscribe to our newsletter for free";

/// A place with stamped articles, a copy, and an article that is nothing special.
fn desk() -> Desk {
    let stamped = |n: u64| {
        let text = format!("{}\n\n{STAMP}", prose(n));
        record(&[
            ("id", &format!("s{n}")),
            ("host", "a.example"),
            ("title", "Rain"),
            ("date", "2025-01-01"),
            ("text", &text),
        ])
    };
    let lines = good(3) + &(100..112).map(stamped).collect::<String>();
    let copy = record(&[
        ("id", "copy"),
        ("host", "b.example"),
        ("date", "2025-02-03"),
        ("text", &prose(101)),
    ]);
    Desk::with(&[("a.jsonl", (lines + &copy).as_bytes())])
}

/// What `--json` says.
fn json(desk: &Desk, id: &str) -> Explanation {
    let ended = desk.run(&format!("explain out {id} --json"));
    assert_eq!(ended.code(0).text().lines().count(), 1);
    serde_json::from_str(ended.text()).unwrap()
}

#[test]
fn a_kept_article_is_explained() {
    let desk = desk();
    desk.clean("");
    let ended = desk.run("explain out a1");
    let text = ended.code(0).text();
    assert!(text.starts_with("a1\n") && !text.contains('−') && !text.contains("cluster"), "{text}");
    assert!(prose(1).lines().all(|line| text.contains(line)), "nothing is cut in a pipe");
    let told = json(&desk, "a1");
    assert!(told.blocks.len() == 3 && told.cluster.is_empty());
    assert!(told.blocks.iter().all(|b| !b.removed && b.label.is_none()));
    assert_eq!(ended.stderr, "");
}

#[test]
fn a_removed_block_is_explained_with_its_reason() {
    let desk = desk();
    let book = desk.clean("");
    let ended = desk.run("explain out s105");
    let removal = book.removed.iter().find(|r| r.id == "s105").unwrap();
    let text = ended.code(0).text();
    assert!(text.contains(&format!("\n− {STAMP}\n")), "{text}");
    assert!(text.contains("removed as subscribe") && text.contains(&removal.reason), "{text}");
    assert!(text.starts_with("s105  a.example  2025-01-01\nRain\n"), "{text}");
    let told = json(&desk, "s105");
    let block = told.blocks.last().unwrap();
    assert_eq!((block.removed, block.label), (true, Some(Label::Subscribe)));
    assert_eq!((&block.reason, &block.block), (&removal.reason, &removal.block));
    assert!(block.evidence.len() > 1);
}

#[test]
fn a_duplicate_is_explained_with_its_cluster() {
    let desk = desk();
    let book = desk.clean("");
    assert_eq!(book.dropped().into_iter().collect::<Vec<_>>(), ["copy"]);
    let ended = desk.run("explain out copy");
    let text = ended.code(0).text();
    assert!(text.contains("> copy: copy of s101, exact"), "{text}");
    assert!(text.contains("  s101: kept, the representative"), "{text}");
    let told = json(&desk, "copy");
    assert_eq!(told.cluster, book.duplicates);
    assert_eq!(told.date.as_deref(), Some("2025-02-03"));
    assert_eq!(json(&desk, "s101").cluster, book.duplicates);
}

#[test]
fn a_block_is_explained_by_its_name() {
    let desk = desk();
    let book = desk.clean("");
    let name = book.removed.iter().find_map(|r| r.block.clone()).unwrap();
    let ended = desk.run(&format!("explain out {name}"));
    let text = ended.code(0).text();
    assert!(text.starts_with(&format!("{name}  lines that are equal\n")), "{text}");
    for part in
        [&format!("\n− {STAMP}\n"), "removed as subscribe", "not decided yet", "a.example ×"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let row: Block =
        serde_json::from_str(desk.run(&format!("explain out {name} --json")).text()).unwrap();
    assert_eq!((row.block, row.text.as_str()), (name, STAMP));
    let nobody = "explain out b0000000000000000";
    desk.run(nobody).failed("out", &["no article", "b0000000000000000"]);
}

#[test]
fn a_cluster_is_explained_by_its_name() {
    let desk = desk();
    let book = desk.clean("");
    let name = &book.duplicates[0].cluster;
    let ended = desk.run(&format!("explain out {name}"));
    let text = ended.code(0).text();
    assert!(text.starts_with(&format!("cluster {name}: 2 articles\n")), "{text}");
    assert!(
        text.contains("copy: copy of s101, exact") && text.contains("not decided yet"),
        "{text}"
    );
    let told = desk.run(&format!("explain out {name} --json"));
    let told: serde_json::Value = serde_json::from_str(told.text()).unwrap();
    assert_eq!(
        (told["cluster"].as_str(), told["articles"].as_array().unwrap().len()),
        (Some(&**name), 2)
    );
}

#[test]
fn an_article_with_the_name_of_a_block_is_an_article() {
    let desk = desk();
    let name = desk.clean("").removed.iter().find_map(|r| r.block.clone()).unwrap();
    let line = record(&[("id", &name), ("text", &prose(7))]);
    let mut lines = std::fs::read(desk.path("in/a.jsonl")).unwrap();
    lines.extend(line.bytes());
    desk.put("in/a.jsonl", lines);
    desk.clean("--force");
    assert_eq!(json(&desk, &name).id, name);
}

#[test]
fn an_article_that_is_not_there_is_named() {
    let desk = desk();
    desk.clean("");
    desk.run("explain out nobody").failed("out", &["no article has the id", "nobody"]);
    desk.run("explain in a1").failed("in", &["manifest.json"]);
    desk.run("explain nowhere a1").failed("nowhere", &["manifest.json"]);
}

#[test]
fn after_a_scan_the_originals_are_read_where_they_were() {
    let desk = desk();
    desk.run("scan in -o out").code(0);
    assert!(json(&desk, "s105").blocks.last().unwrap().removed);
    std::fs::remove_file(desk.path("in/a.jsonl")).unwrap();
    desk.run("explain out s105").failed("in/a.jsonl", &["No such file"]);
}

#[test]
fn after_a_filter_an_explanation_says_that_the_originals_are_gone() {
    let desk = desk();
    let lines = std::fs::read(desk.path("in/a.jsonl")).unwrap();
    desk.pipe("filter --report out", lines).code(0);
    desk.run("explain out s105").failed("<stdin>", &[]);
}

/// Holds the explanation of an article against the report.
fn check(out: &Path, book: &Book, id: &str) {
    let told = explain(out, id).unwrap();
    let rows: Vec<_> = book.removed.iter().filter(|r| r.id == id).collect();
    let parts = told.blocks.iter().flat_map(|b| std::iter::once(b).chain(&b.parts));
    let cut: Vec<_> = parts.filter(|b| b.removed).collect();
    assert_eq!(cut.len(), rows.len(), "{id}");
    for (block, row) in cut.iter().zip(rows) {
        assert!(row.start <= block.start && block.end <= row.end, "{id}: {block:?} {row:?}");
        let told = (block.label, &block.reason, &block.block);
        assert_eq!(told, (Some(row.label), &row.reason, &row.block), "{id}");
    }
    let own: Vec<_> = told.cluster.iter().filter(|d| d.id == id).collect();
    assert_eq!(own, book.duplicates.iter().filter(|d| d.id == id).collect::<Vec<_>>(), "{id}");
}

#[test]
fn explanations_and_report_say_the_same_of_articles_of_the_demo() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo");
    for form in ["articles.jsonl", "articles"] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        crate::desk::clean(&[demo.join(form)], &out);
        let book = Book::read(&out);
        let ids = std::fs::read_to_string(demo.join("labels.jsonl")).unwrap();
        for row in ids.lines().step_by(7) {
            let row: serde_json::Value = serde_json::from_str(row).unwrap();
            check(&out, &book, row["id"].as_str().unwrap());
        }
    }
}

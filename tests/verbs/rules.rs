//! `--rules`: what the user decides is obeyed, and explained.

use crate::desk::{Book, Desk, prose, record};
use copydesk::report::model::{Decision, Label};
use std::collections::BTreeSet;

const STAMP: &str = "Subscribe to our newsletter for free";
const LINE: &str = "The bells of the old town hall ring at noon.";
/// No article.
const NONE: [u64; 0] = [];

/// Stamped articles on two hosts; each with a line of its own that nobody would cut.
fn desk(rules: &str) -> Desk {
    let article = |n: u64| {
        let host = if n.is_multiple_of(2) { "a.example" } else { "b.example" };
        let own = if n < 2 { LINE.to_owned() } else { towered(n) };
        let text = format!("{}\n\n{own}\n\n{}\n\n{STAMP}", prose(n), prose(n + 100));
        record(&[("id", &n.to_string()), ("host", host), ("text", &text)])
    };
    let lines: String = (0..12).map(article).collect();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    desk.put("rules.toml", rules);
    desk
}

/// A line of a story that begins as some others do.
fn towered(n: u64) -> String {
    let line = prose(n + 200).lines().next().unwrap().to_owned();
    format!("From our tower {}", line.replacen("The", "the", 1))
}

fn cleaned(rules: &str) -> (Desk, Book) {
    let desk = desk(rules);
    let book = desk.clean("--rules rules.toml");
    (desk, book)
}

/// The ids of articles of which a line was removed that holds this.
fn cut(book: &Book, part: &str) -> Vec<u64> {
    let rows = book.removed.iter().filter(|r| r.text.contains(part));
    rows.map(|r| r.id.parse().unwrap()).collect()
}

#[test]
fn without_rules_the_stamp_goes_and_the_lines_stay() {
    let (_desk, book) = cleaned("");
    assert_eq!(cut(&book, STAMP).len(), 12);
    assert_eq!(cut(&book, "From our tower"), NONE);
    assert_eq!(cut(&book, LINE), NONE);
}

#[test]
fn what_is_to_be_kept_is_kept() {
    let (desk, book) = cleaned("[[keep]]\ntext = \"subscribe to our NEWSLETTER for free\"\n");
    assert_eq!(cut(&book, STAMP), NONE);
    assert!(book.texts("a.jsonl").iter().all(|text| text.ends_with(STAMP)));
    let block = book.blocks.iter().find(|b| b.text == STAMP).unwrap();
    assert_eq!(block.decision, Decision::Keep);
    let told = desk.run("explain out 3");
    assert!(told.code(0).text().contains(&format!("\n  {STAMP}\n    kept")), "{}", told.text());
}

#[test]
fn what_is_to_be_kept_on_one_host_is_kept_there_only() {
    let (_desk, book) =
        cleaned(&format!("[[keep]]\ntext = \"{STAMP}\"\nhosts = [\"a.example\"]\n"));
    assert_eq!(cut(&book, STAMP), [1, 3, 5, 7, 9, 11]);
    let block = book.blocks.iter().find(|b| b.text == STAMP).unwrap();
    assert_eq!(block.decision, Decision::Mixed);
}

#[test]
fn what_is_to_be_removed_is_removed_under_the_label_given() {
    let (_desk, book) = cleaned(&format!("[[remove]]\ntext = \"{LINE}\"\nlabel = \"about\"\n"));
    assert_eq!(cut(&book, LINE), [0, 1]);
    let row = book.removed.iter().find(|r| r.text.contains(LINE)).unwrap();
    assert_eq!(row.label, Label::About);
    assert!(row.reason.contains("rule"), "the reason says who decided: {}", row.reason);
}

#[test]
fn lines_that_begin_as_told_are_removed_however_they_go_on() {
    let (_desk, book) = cleaned("[[remove]]\nlead = \"From our tower\"\nhosts = [\"b.example\"]\n");
    assert_eq!(cut(&book, "From our tower"), [3, 5, 7, 9, 11]);
    let (_desk, book) =
        cleaned("[[keep]]\nlead = \"From our tower\"\n[[remove]]\nlead = \"From our\"\n");
    assert_eq!(cut(&book, "From our tower"), NONE, "where rules disagree, keeping wins");
}

#[test]
fn blocks_can_be_kept_by_the_names_of_the_report() {
    let (desk, first) = cleaned("");
    let names: Vec<String> = first
        .removed
        .iter()
        .filter(|r| r.text.contains(STAMP))
        .filter_map(|r| r.block.clone())
        .collect();
    assert!(names.len() == 12 && names.iter().all(|name| *name == names[0]), "{names:?}");
    desk.put("rules.toml", format!("[[keep]]\nblock = \"{}\"\n", names[0]));
    assert_eq!(cut(&desk.clean("--rules rules.toml --force"), STAMP), NONE);
}

/// The demo, with every block kept by rule that was removed without, if its name begins so.
fn kept_by_name(kinds: &[&str]) {
    let demo =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/articles.jsonl");
    let desk = Desk::with(&[("a.jsonl", &std::fs::read(demo).unwrap())]);
    let removed = desk.clean("").blocks.into_iter().filter(|b| b.removed > 0).map(|b| b.block);
    let names: BTreeSet<String> =
        removed.filter(|name| kinds.iter().any(|kind| name.starts_with(kind))).collect();
    assert!(!names.is_empty(), "{kinds:?}");
    let rules: Vec<String> =
        names.iter().map(|name| format!("[[keep]]\nblock = \"{name}\"\n")).collect();
    desk.put("rules.toml", rules.concat());
    let book = desk.clean("--rules rules.toml --force");
    let still = book.removed.iter().filter(|r| r.block.as_ref().is_some_and(|b| names.contains(b)));
    let still: Vec<_> = still.map(|r| (&r.id, &r.block, &r.text)).take(5).collect();
    assert!(still.is_empty(), "{still:#?}");
}

#[test]
fn blocks_that_repeat_word_for_word_can_be_kept_by_their_names() {
    kept_by_name(&["b"]);
}

#[test]
fn every_name_that_the_report_gives_can_be_used_in_a_rule() {
    kept_by_name(&["b", "n", "m", "t"]);
}

#[test]
fn the_users_own_cues_count() {
    let (desk, book) = cleaned("[promo]\nlead = [\"From our tower\"]\n");
    let told = desk.run("explain out 4");
    assert!(
        told.code(0).text().contains("promo"),
        "the cue is among the evidence: {}",
        told.text()
    );
    assert_eq!(cut(&book, LINE), NONE);
    let (desk, _) = cleaned(&format!("[ui]\nline = [\"{LINE}\"]\n"));
    let told = desk.run("explain out 0");
    assert!(told.code(0).text().contains("ui"), "{}", told.text());
}

#[test]
fn rules_that_make_no_sense_are_a_matter_of_configuration() {
    for (rules, part) in [
        ("[[keep]]\n", "one of text, lead and block"),
        ("[[keep]]\ntext = \"a\"\nlead = \"b\"\n", "one of text, lead and block"),
        ("[[remove]]\nblock = \"x\"\n", "no name of a block"),
        ("[[drop]]\ntext = \"a\"\n", "unknown field"),
        ("[[keep\n", "rules.toml"),
        ("[[remove]]\ntext = \"a\"\nlabel = \"rubbish\"\n", "rubbish"),
    ] {
        let ended = desk(rules).run("clean in -o out --rules rules.toml");
        assert!(
            ended.code(2).stderr.starts_with("copydesk: rules.toml"),
            "{rules}: {}",
            ended.stderr
        );
        assert!(ended.stderr.contains(part), "{rules}: {}", ended.stderr);
    }
}

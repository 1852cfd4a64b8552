//! `--rules decisions.jsonl`: what a person decided is obeyed by every verb, told, and remembered.

use crate::desk::{Book, Desk, prose, record};
use copydesk::decisions::Action;
use copydesk::report::Met;
use copydesk::report::model::{Block, Decision, Label};

const STAMP: &str = "Subscribe to our newsletter for free";
const LINE: &str = "The bells of the old town hall ring at noon.";
const CLOSED: &str =
    "The harbour was closed for a week, and nobody knew why it had to be on Monday.";
const APPEAL: &str = "Sign up for our daily newsletter here.";

/// An article of one of two hosts, of a day; later numbers are earlier.
fn article(n: u64, more: &str) -> String {
    let host = if n.is_multiple_of(2) { "a.example" } else { "b.example" };
    let text = format!("{}\n\n{more}\n\n{}\n\n{STAMP}", prose(n), prose(n + 100));
    let date = format!("2025-01-{:02}", 28 - n);
    record(&[("id", &n.to_string()), ("host", host), ("date", &date), ("text", &text)])
}

/// Twelve stamped articles; two have a line of their own, and one an appeal at the end of a paragraph.
fn desk() -> Desk {
    let more = |n: u64| match n {
        0 | 1 => LINE.to_owned(),
        2 => format!("{CLOSED} {APPEAL}"),
        _ => prose(n + 200).lines().next().unwrap().to_owned(),
    };
    let lines: String = (0..12).map(|n| article(n, &more(n))).collect();
    Desk::with(&[("a.jsonl", lines.as_bytes())])
}

/// The desk with these decisions, cleaned.
fn decided(decisions: &[String]) -> (Desk, Book) {
    let desk = desk();
    let book = again(&desk, decisions);
    (desk, book)
}

fn again(desk: &Desk, decisions: &[String]) -> Book {
    desk.put("d.jsonl", decisions.join("\n"));
    desk.clean("--rules d.jsonl --force")
}

/// The ids of articles of which something was removed that holds this.
fn cut(book: &Book, part: &str) -> Vec<u64> {
    let rows = book.removed.iter().filter(|r| r.text.contains(part));
    rows.map(|r| r.id.parse().unwrap()).collect()
}

fn rows(book: &Book) -> Vec<Met> {
    let text = std::str::from_utf8(&book.files["report/decisions.jsonl"]).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn warning<'a>(book: &'a Book, kind: &str) -> Option<&'a str> {
    let warning = book.summary.warnings.iter().find(|w| w.kind == kind);
    warning.map(|w| w.message.as_str())
}

fn block<'a>(book: &'a Book, text: &str) -> &'a Block {
    book.blocks.iter().find(|b| b.text == text).unwrap()
}

/// The name of the stamp.
fn stamp() -> String {
    block(&desk().clean(""), STAMP).block.clone()
}

const ALL: [u64; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const NONE: [u64; 0] = [];

#[test]
fn what_is_decided_is_done_and_told() {
    let name = stamp();
    let keep = format!(
        r#"{{"block":"{name}","action":"keep","note":"ours","by":"MK","at":"2026-11-22T10:00:00Z"}}"#
    );
    let remove = format!(r#"{{"text":"{LINE}","action":"remove","label":"about"}}"#);
    let (desk, book) = decided(&[keep.clone(), remove]);
    assert_eq!((cut(&book, STAMP), cut(&book, LINE)), (NONE.to_vec(), vec![0, 1]));
    let stamp = block(&book, STAMP);
    assert_eq!((stamp.decision, stamp.decided), (Decision::Keep, Some(Action::Keep)));
    assert_eq!(stamp.reason, "decided: keep (by MK, 2026-11-22: ours)");
    let row = book.removed.iter().find(|r| r.text.contains(LINE)).unwrap();
    assert_eq!((row.label, row.decided, &*row.reason), (Label::About, true, "decided: remove"));
    let rows = rows(&book);
    assert_eq!((rows[0].met, rows[0].bytes), (12, 12 * STAMP.len() as u64));
    assert_eq!(serde_json::to_string(&rows[0].decision).unwrap(), keep, "as it was given");
    assert_eq!((rows[1].met, rows[1].bytes), (2, 2 * (LINE.len() as u64 + 2)));
    let count = &book.summary.decisions;
    assert_eq!((count.given, count.obeyed, count.stale, count.conflicts), (2, 2, 0, 0));
    assert_eq!(count.decided_bytes, rows[1].bytes);
    let told = desk.run("explain out 3");
    assert!(
        told.code(0).text().contains("decided: keep (by MK, 2026-11-22: ours)"),
        "{}",
        told.text()
    );
}

#[test]
fn filter_and_scan_obey_too() {
    let desk = desk();
    desk.put("d.jsonl", format!(r#"{{"text":"{LINE}","action":"remove"}}"#));
    let filtered = desk.pipe("filter --rules d.jsonl", desk_input(&desk));
    assert!(!filtered.code(0).text().contains(LINE) && !filtered.text().contains(STAMP));
    desk.run("scan in -o scanned --rules d.jsonl").code(0);
    let met = std::fs::read_to_string(desk.path("scanned/report/decisions.jsonl")).unwrap();
    assert!(met.contains("\"met\":2"), "{met}");
}

fn desk_input(desk: &Desk) -> Vec<u8> {
    std::fs::read(desk.path("in/a.jsonl")).unwrap()
}

#[test]
fn a_decision_holds_on_its_hosts_and_keeps_elsewhere_if_told() {
    let remove = |more: &str| {
        format!(r#"{{"text":"{LINE}","action":"remove","hosts":["b.example"]{more}}}"#)
    };
    assert_eq!(cut(&decided(&[remove("")]).1, LINE), [1]);
    let name = stamp();
    let only = |more: &str| {
        format!(r#"{{"block":"{name}","action":"remove","hosts":["b.example"]{more}}}"#)
    };
    assert_eq!(cut(&decided(&[only("")]).1, STAMP), ALL, "elsewhere the program decides");
    let (_desk, book) = decided(&[only(r#","elsewhere":"keep""#)]);
    assert_eq!(cut(&book, STAMP), [1, 3, 5, 7, 9, 11]);
    assert_eq!(block(&book, STAMP).decided, Some(Action::Remove));
}

#[test]
fn the_first_stays_by_date_on_the_hosts_that_are_meant() {
    let first = |more: &str| format!(r#"{{"text":"{STAMP}","action":"first"{more}}}"#);
    let (desk, book) = decided(&[first("")]);
    assert_eq!(cut(&book, STAMP), ALL[..11], "the last one read is the earliest by date");
    assert_eq!(block(&book, STAMP).decided, Some(Action::First));
    let told = desk.run("explain out 11");
    assert!(told.code(0).text().contains(&format!("\n  {STAMP}\n    kept")), "{}", told.text());
    let (_desk, book) = decided(&[first(r#","hosts":["a.example"],"elsewhere":"keep""#)]);
    assert_eq!(cut(&book, STAMP), [0, 2, 4, 6, 8]);
    for threads in [1, 8] {
        desk.clean(&format!("--rules d.jsonl --force --threads {threads}"));
        let other = Book::read(&desk.path("out"));
        assert_eq!(cut(&other, STAMP), ALL[..11]);
    }
}

#[test]
fn what_nobody_knows_is_left_as_it_is_and_stays_open() {
    let (_desk, book) = decided(&[format!(r#"{{"text":"{STAMP}","action":"unsure"}}"#)]);
    assert_eq!(cut(&book, STAMP), ALL);
    assert_eq!(block(&book, STAMP).decided, None);
    assert!(book.removed.iter().all(|r| !r.decided && !r.reason.contains("decided")));
    assert_eq!(rows(&book)[0].met, 12);
    assert_eq!((book.summary.decisions.obeyed, book.summary.decisions.stale), (0, 0));
}

#[test]
fn a_group_is_what_would_go_on_a_host_as_one_kind() {
    let label = block(&desk().clean(""), STAMP).label.name();
    let keep = |more: &str| format!(r#"{{"group":"a.example/{label}","action":"keep"{more}}}"#);
    let (_desk, book) = decided(&[keep(r#","doubtful":true"#)]);
    assert_eq!(cut(&book, STAMP), [1, 3, 5, 7, 9, 11]);
    assert_eq!(cut(&book, APPEAL), NONE, "parts of lines are meant too");
    let accept = format!(r#"{{"group":"a.example/{label}","action":"remove","doubtful":true}}"#);
    let (_desk, book) = decided(&[accept]);
    assert_eq!(cut(&book, STAMP), ALL);
    let on_a = book.removed.iter().filter(|r| r.text.contains(STAMP) && r.decided).count();
    assert_eq!(on_a, 6);
    let name = stamp();
    let (_desk, book) = decided(&[
        keep(r#","doubtful":true"#),
        format!(r#"{{"block":"{name}","action":"remove"}}"#),
    ]);
    assert_eq!(cut(&book, STAMP), ALL, "a decision about the block goes before");
    assert_eq!(book.summary.decisions.conflicts, 0);
}

#[test]
fn of_a_group_only_what_is_sure_is_meant_unless_told() {
    let first = desk().clean("");
    let doubtful = |b: &&Block| b.confidence < 0.9 && b.removed > 0;
    let sure = |b: &&Block| b.confidence >= 0.9 && b.removed > 0;
    let group = |b: &Block, more: &str| {
        let group = format!("a.example/{}", b.label.name());
        decided(&[format!(r#"{{"group":"{group}","action":"keep"{more}}}"#)]).1
    };
    let left = |book: &Book, b: &Block| block(book, &b.text).removed;
    for b in first.blocks.iter().filter(doubtful) {
        assert_eq!(left(&group(b, ""), b), b.removed, "{b:?}");
        assert!(left(&group(b, r#","doubtful":true"#), b) < b.removed, "{b:?}");
    }
    for b in first.blocks.iter().filter(sure) {
        assert!(left(&group(b, ""), b) < b.removed, "{b:?}");
    }
    assert!(first.blocks.iter().any(|b| b.removed > 0));
}

#[test]
fn parts_of_lines_are_kept_and_taken_by_their_words() {
    let plain = desk().clean("");
    let row = plain.removed.iter().find(|r| r.text.contains(APPEAL)).unwrap();
    assert_eq!(row.text, format!(" {APPEAL}"));
    let (_desk, book) = decided(&[format!(r#"{{"text":"{APPEAL}","action":"keep"}}"#)]);
    assert_eq!(cut(&book, APPEAL), NONE);
    let (_desk, book) = decided(&[format!(r#"{{"text":"{CLOSED}","action":"remove"}}"#)]);
    let text = &book.texts("a.jsonl")[2];
    assert!(!text.contains(CLOSED) && !text.contains(APPEAL), "{text}");
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn decisions_that_meet_nothing_are_told() {
    let stale = r#"{"text":"No such line anywhere","action":"remove"}"#.to_owned();
    let (_desk, book) =
        decided(&[stale, r#"{"block":"b00000000000000ff","action":"keep"}"#.into()]);
    assert_eq!(book.summary.decisions.stale, 2);
    let words = "2 decisions met nothing in this corpus: block:b00000000000000ff, text:No such line anywhere";
    assert_eq!(warning(&book, "decisions-stale"), Some(words));
}

#[test]
fn where_decisions_contradict_each_other_keeping_wins_and_both_are_told() {
    let name = stamp();
    let (_desk, book) = decided(&[
        format!(r#"{{"block":"{name}","action":"remove"}}"#),
        r#"{"text":"subscribe to OUR newsletter, for free","action":"keep"}"#.into(),
    ]);
    assert_eq!(cut(&book, STAMP), NONE);
    let rows = rows(&book);
    let text = "text:subscribe to OUR newsletter, for free";
    assert_eq!(rows[0].conflict.as_deref(), Some(text));
    assert_eq!(rows[1].conflict.as_deref(), Some(&*format!("block:{name}")));
    let told = warning(&book, "decisions-conflict").unwrap();
    assert!(told.contains(&format!("block:{name} and {text}")), "{told}");
}

#[test]
fn rules_count_as_much_as_decisions() {
    let desk = desk();
    desk.put("r.toml", format!("[[keep]]\ntext = \"{STAMP}\"\n"));
    desk.put("d.jsonl", format!(r#"{{"block":"{}","action":"remove"}}"#, stamp()));
    let book = desk.clean("--rules r.toml --rules d.jsonl");
    assert_eq!(cut(&book, STAMP), NONE);
    assert_eq!(rows(&book)[0].conflict.as_deref(), Some(&*format!("text:{STAMP}")));
}

#[test]
fn of_two_files_the_later_holds_and_cues_add_up() {
    let desk = desk();
    desk.put("one.jsonl", format!(r#"{{"text":"{STAMP}","action":"keep"}}"#));
    desk.put("two.jsonl", format!(r#"{{"text":"{STAMP}","action":"remove"}}"#));
    let book = desk.clean("--rules one.jsonl --rules two.jsonl");
    assert_eq!(cut(&book, STAMP), ALL);
    let told = warning(&book, "decisions-conflict").unwrap();
    assert!(told.contains("in two files; the later holds"), "{told}");
    let book = desk.clean("--force --rules two.jsonl --rules one.jsonl");
    assert_eq!(cut(&book, STAMP), NONE);
    desk.put("one.toml", "[ui]\nline = [\"The bells\"]\n");
    desk.put("two.toml", format!("[about]\nline = [\"{LINE}\"]\n"));
    desk.clean("--force --rules one.toml --rules two.toml");
    let told = desk.run("explain out 0");
    assert!(told.code(0).text().contains("about"), "{}", told.text());
}

#[test]
fn the_decisions_of_a_report_can_be_given_again() {
    let (desk, first) = decided(&[format!(r#"{{"text":"{STAMP}","action":"keep","note":"x"}}"#)]);
    desk.put("back.jsonl", &first.files["report/decisions.jsonl"]);
    let book = desk.clean("--force --rules back.jsonl");
    assert_eq!(rows(&book), rows(&first));
}

#[test]
fn broken_files_are_told_with_their_line() {
    let desk = desk();
    for (text, told) in [
        (
            "{\"text\":\"a\",\"action\":\"keep\"}\n\n{\"text\":\"a\"}\n",
            "d.jsonl:3: missing field `action`",
        ),
        ("{\"text\":\"a\",\"action\":\"burn\"}\n", "d.jsonl:1: unknown variant `burn`"),
        ("\n{\"text\":\"a\"", "d.jsonl:2: EOF"),
        ("{\"block\":\"x\",\"action\":\"keep\"}", "d.jsonl:1: \"x\" is no name of a block"),
        ("{\"group\":\"a.example\",\"action\":\"keep\"}", "d.jsonl:1: \"a.example\" is no host"),
        (
            "{\"cluster\":[\"a1\"],\"action\":\"apart\"}",
            "d.jsonl:1: \"a1\" is no name of an article",
        ),
        ("[ui]\n\nlign = []\n", "d.jsonl:3: unknown field `lign`"),
        (
            "[[keep]]\ntext = \"a\"\n[[keep]]\nhosts = []\n",
            "d.jsonl:3: [[keep]] number 2: wants one of",
        ),
    ] {
        desk.put("d.jsonl", text);
        for verb in ["clean in -o out", "scan in -o out", "filter"] {
            let ended = desk.pipe(&format!("{verb} --rules d.jsonl"), "");
            let start = format!("copydesk: {told}");
            assert!(ended.code(2).stderr.starts_with(&start), "{text}: {}", ended.stderr);
        }
    }
    assert!(!desk.path("out").exists());
}

/// Lines on a host that vary by a name, one an article; `from` chooses the names.
fn varied(from: u64) -> Desk {
    let line = |n: u64| {
        format!("Our reporter number {} wrote this page for the readers of the town", word(n))
    };
    let article = |n: u64| {
        let text = format!("{}\n\n{}\n\n{}", prose(n), line(n), prose(n + 100));
        record(&[("id", &n.to_string()), ("host", "a.example"), ("text", &text)])
    };
    let lines: String = (from..from + 12).map(article).collect();
    Desk::with(&[("a.jsonl", lines.as_bytes())])
}

fn word(n: u64) -> &'static str {
    ["one", "blue", "moss", "tern", "gull", "reed", "fern", "lark", "pike", "wren", "dove", "hare"]
        [usize::try_from(n % 12).unwrap()]
}

#[test]
fn a_nearly_equal_block_is_found_again_in_another_corpus() {
    let first = varied(0).clean("");
    let near = first.blocks.iter().find(|b| b.block.starts_with('n')).unwrap();
    let removed = near.decision == Decision::Remove;
    let (action, wanted) = if removed { ("keep", 0) } else { ("remove", 12) };
    let segmenter = copydesk::segment::Segmenter::new(
        copydesk::languages::all().unwrap().iter().flat_map(|l| l.stop.iter().map(String::as_str)),
    );
    let same =
        |text: &str| format!("b{:016x}", copydesk::segment::fold(0, &segmenter.tokens(text)));
    let names: Vec<String> = near.examples.iter().map(|e| same(&e.text)).collect();
    // A name that no cluster has, and blocks that stand in it.
    let decision = format!(
        r#"{{"block":"n00000000000000ff","action":"{action}","same":{}}}"#,
        serde_json::to_string(&names).unwrap()
    );
    let book = again(&varied(5), &[decision]);
    assert_eq!(cut(&book, "wrote this page").len(), wanted);
    assert!(rows(&book)[0].met >= 12, "{:?}", rows(&book));
}

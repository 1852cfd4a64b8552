//! Lines that are no records, too long, too deep, or end in odd ways.

use crate::desk::{Desk, good, prose, record};

/// How deep the deep ones are.
const DEPTH: usize = 100_000;

/// Bytes of the long line.
const LONG: usize = 200_000_000;

#[test]
fn a_line_that_is_no_json_is_rejected_where_it_stands() {
    let broken = [
        "this is no JSON",
        "{\"id\": \"x\", \"text\": \"never closed",
        "{\"id\": \"x\", \"text\": \"two\"} {\"id\": \"y\"}",
        "{'text': 'quotes of another language'}",
        "{\"text\": \"a comma too much\",}",
        "[1, 2]",
        "null",
        "\u{7b}\u{7d}\u{7d}",
    ];
    for line in broken {
        let lines = good(3).replacen('\n', &format!("\n{line}\n"), 1);
        let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
        let book = desk.clean("");
        assert_eq!(book.counts(), [4, 3, 0, 1], "{line}");
        assert_eq!(book.rejects[0].place, "in/a.jsonl:2", "{line}");
        assert_eq!(book.rejects[0].bytes, line.as_bytes());
        assert!(book.rejects[0].reason.contains("JSON"), "{:?}", book.rejects[0]);
        assert_eq!(book.cleaned("a.jsonl"), good(3).as_bytes(), "{line}");
    }
}

#[test]
fn broken_lines_everywhere_leave_the_good_ones() {
    let lines: Vec<String> =
        good(300).lines().map(|line| format!("oops\n\n{line}\n{{\"text\":\n")).collect();
    let lines = lines.concat();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [900, 300, 0, 600]);
    let places: Vec<&str> = book.rejects.iter().map(|r| r.place.as_str()).collect();
    assert_eq!(places[..4], ["in/a.jsonl:1", "in/a.jsonl:4", "in/a.jsonl:5", "in/a.jsonl:8"]);
    assert_eq!(book.records("a.jsonl").len(), 300);
}

#[test]
fn rejects_are_named_by_the_last_word_on_the_terminal_too() {
    let desk = Desk::with(&[("a.jsonl", format!("{}oops\n", good(3)).as_bytes())]);
    let ended = desk.run("clean in -o out");
    assert!(ended.code(0).stderr.contains("rejects.jsonl"), "{}", ended.stderr);
}

#[test]
fn windows_line_ends_and_blank_lines_stay_as_they_are() {
    let lines = good(4).replace('\n', "\r\n\r\n");
    let text = format!("{}\r\n\r\n{}\r\n", prose(50), prose(51)).replace("\n\n", "\r\n\r\n");
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes()), ("b.txt", text.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [5, 5, 0, 0]);
    assert_eq!(book.cleaned("a.jsonl"), lines.as_bytes());
    assert_eq!(book.cleaned("b.txt"), text.as_bytes());
}

#[test]
fn windows_line_ends_inside_texts_survive_the_cutting() {
    let stamped = |n: u64| {
        let text =
            format!("{}\n\nSubscribe to our newsletter for free\n\n{}", prose(n), prose(n + 100));
        record(&[
            ("id", &n.to_string()),
            ("host", "a.example"),
            ("text", &text.replace('\n', "\r\n")),
        ])
    };
    let lines: String = (0..12).map(stamped).collect();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.removed.len(), 12);
    for (n, text) in (0..12).zip(book.texts("a.jsonl")) {
        let expected = format!("{}\n\n{}", prose(n), prose(n + 100)).replace('\n', "\r\n");
        assert_eq!(text, expected);
    }
}

#[test]
fn no_line_break_at_the_end_is_none_in_the_cleaned_file() {
    let lines = good(4);
    let desk = Desk::with(&[
        ("a.jsonl", lines.trim_end().as_bytes()),
        ("b.jsonl", record(&[("text", &prose(70))]).trim_end().as_bytes()),
        ("c.txt", prose(71).as_bytes()),
        ("d.jsonl", format!("{}oops", record(&[("text", &prose(72))])).as_bytes()),
    ]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [8, 7, 0, 1]);
    assert_eq!(book.cleaned("a.jsonl"), lines.trim_end().as_bytes());
    assert_eq!(book.cleaned("c.txt"), prose(71).as_bytes());
    assert_eq!(book.rejects[0].place, "in/d.jsonl:2");
}

#[test]
fn values_nested_deep_pass_through_where_nobody_asks_for_them() {
    let (open, close) = ("[".repeat(DEPTH), "]".repeat(DEPTH));
    let (curly, end) = ("{\"a\":".repeat(DEPTH), "}".repeat(DEPTH));
    let lines = format!(
        "{{\"id\": \"a\", \"deep\": {open}{close}, \"text\": {}}}\n{{\"id\": \"b\", \"metadata\": {curly}1{end}, \"text\": {}}}\n{}",
        serde_json::to_string(&prose(1)).unwrap(),
        serde_json::to_string(&prose(2)).unwrap(),
        good(1).replace("a0", "c"),
    );
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [3, 3, 0, 0]);
    assert_eq!(book.cleaned("a.jsonl"), lines.as_bytes());
}

#[test]
fn values_nested_deep_in_fields_that_are_looked_at_are_no_danger() {
    let (open, close) = ("[".repeat(DEPTH), "]".repeat(DEPTH));
    let (curly, end) = ("{\"title\":".repeat(DEPTH), "}".repeat(DEPTH));
    let text = serde_json::to_string(&prose(1)).unwrap();
    let lines = format!(
        "{{\"text\": {open}\"a\"{close}}}\n{{\"text\": {curly}1{end}}}\n{{\"title\": {open}{close}, \"text\": {text}}}\n\
         {{\"title\": {curly}1{end}, \"metadata\": {curly}2{end}, \"text\": {text}}}\n{open}{close}\n{open}\n{curly}\n{}",
        good(2),
    );
    for name in ["a.jsonl", "a.json"] {
        let lines = if name == "a.json" { format!("[{lines}]") } else { lines.clone() };
        let desk = Desk::with(&[(name, lines.as_bytes())]);
        let book = desk.clean("");
        assert!(book.counts()[0] >= 4 && book.counts()[3] >= 2, "{name}: {:?}", book.counts());
    }
}

#[test]
fn prose_that_is_nothing_but_brackets_is_no_danger() {
    let desk = Desk::with(&[
        ("a.txt", "[".repeat(DEPTH).as_bytes()),
        ("b.txt", "{\"".repeat(DEPTH).as_bytes()),
        ("c.json", "[{\"text\":".repeat(DEPTH).as_bytes()),
        ("d.txt", prose(1).as_bytes()),
    ]);
    let book = desk.clean("");
    assert_eq!(book.counts()[0], book.counts()[1..].iter().sum::<u64>());
}

#[test]
fn a_very_long_line_is_one_record_like_any_other() {
    let words = "It rained in the town and nobody had a boat. ";
    let long =
        format!("{{\"id\": \"long\", \"text\": \"{}\"}}\n", words.repeat(LONG / words.len()));
    let desk = Desk::with(&[("a.jsonl", format!("{}{long}{}", good(2), good(3)).as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts()[0], 6);
    assert_eq!(
        book.counts()[3],
        0,
        "{:?}",
        book.rejects.iter().map(|r| &r.reason).collect::<Vec<_>>()
    );
}

#[test]
fn a_very_long_line_without_an_end_is_one_reject() {
    let long = format!("{{\"id\": \"long\", \"text\": \"{}", "rain ".repeat(LONG / 10));
    let desk = Desk::with(&[("a.jsonl", format!("{}{long}", good(2)).as_bytes())]);
    let book = desk.clean("");
    assert_eq!(book.counts(), [3, 2, 0, 1]);
    assert_eq!(book.rejects[0].place, "in/a.jsonl:3");
    assert!(book.rejects[0].bytes == long.trim_end().as_bytes());
}

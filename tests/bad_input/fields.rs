//! Records whose text is not where it should be.

use crate::desk::{Desk, good};

/// Records without a text, and what is said of each.
const TEXTLESS: [(&str, &str); 7] = [
    (r#"{"id": "x", "text": 17}"#, "text is a number, not a string"),
    (r#"{"id": "x", "text": null}"#, "text is null, not a string"),
    (r#"{"id": "x", "text": true}"#, "text is true or false, not a string"),
    (r#"{"id": "x", "text": {"a": 1}}"#, "text is an object, not a string"),
    (r#"{"id": "x", "text": ""}"#, "text is empty"),
    (r#"{"id": "x", "text": " \n\t"}"#, "text is empty"),
    (r#"{"id": "x", "story": "It rained.", "n": 1}"#, "no text field (looked for: text, maintext"),
];

/// `record` in the middle of good ones.
fn among(record: &str) -> String {
    let good = good(4);
    let middle = good.match_indices('\n').nth(1).unwrap().0 + 1;
    format!("{}{record}\n{}", &good[..middle], &good[middle..])
}

#[test]
fn one_record_without_text_is_rejected_with_place_and_reason() {
    for (record, reason) in TEXTLESS {
        let desk = Desk::with(&[("a.jsonl", among(record).as_bytes())]);
        let book = desk.clean("");
        assert_eq!(book.counts(), [5, 4, 0, 1], "{record}");
        let reject = &book.rejects[0];
        assert_eq!(reject.place, "in/a.jsonl:3");
        assert!(reject.reason.starts_with(reason), "{reject:?}");
        assert_eq!(reject.bytes, record.as_bytes());
        assert_eq!(book.cleaned("a.jsonl"), good(4).as_bytes(), "{record}");
    }
}

#[test]
fn when_no_record_has_a_text_the_error_names_the_first_of_them() {
    for (record, reason) in TEXTLESS {
        let desk = Desk::with(&[("a.jsonl", format!("{record}\n{record}\n").as_bytes())]);
        desk.run("clean in -o out").failed("in/a.jsonl:1", &[reason, "2 records, and not one"]);
        assert!(!desk.path("out/manifest.json").exists(), "{record}");
    }
}

#[test]
fn the_error_names_the_fields_there_are_and_the_flag_that_helps() {
    let lines = "{\"story\": \"It rained in the town.\", \"when\": 3}\n".repeat(3);
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let parts = ["no text field (looked for: text, ", "story, when", "--text-field"];
    desk.run("clean in -o out").failed("in/a.jsonl:1", &parts);
    let book = desk.clean("--force --text-field story");
    assert_eq!(book.counts()[0], 3);
}

#[test]
fn a_text_that_is_a_number_everywhere_is_an_error_that_names_the_fields() {
    let lines = "{\"text\": 17, \"story\": \"It rained in the town.\"}\n".repeat(3);
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let parts = ["text is a number", "story", "--text-field"];
    desk.run("clean in -o out").failed("in/a.jsonl:1", &parts);
}

#[test]
fn a_text_that_is_null_everywhere_is_an_error_that_names_the_fields() {
    let lines = "{\"text\": null, \"story\": \"It rained in the town.\"}\n".repeat(3);
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    let parts = ["text is null", "story", "--text-field"];
    desk.run("clean in -o out").failed("in/a.jsonl:1", &parts);
}

#[test]
fn a_field_that_was_asked_for_and_is_not_there_is_named() {
    let desk = Desk::with(&[("a.jsonl", good(2).as_bytes())]);
    let parts = ["no text field (looked for: story)", "id, text", "--text-field"];
    desk.run("clean in -o out --text-field story").failed("in/a.jsonl:1", &parts);
}

#[test]
fn other_fields_may_be_of_any_kind() {
    let odd = [
        r#""title": 17, "date": [], "url": {}, "host": 3, "language": true"#,
        r#""title": null, "date": "yesterday", "url": "not a url", "host": "", "language": []"#,
        r#""title": {"a": []}, "date": -1e400, "url": "http://[", "host": "a b", "id": {}"#,
        r#""title": ["x", "y"], "date": 99999999999999999999, "url": "//", "id": [], "host": []"#,
        r#""title": "", "date": "0000-00-00", "url": "file:///etc/passwd", "host": "..", "id": """#,
    ];
    let line = |odd: &&str| format!("{{{odd}, \"text\": \"It rained for {} days.\"}}\n", odd.len());
    let lines: String = odd.iter().map(line).collect();
    let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
    assert_eq!(desk.clean("").counts(), [5, 5, 0, 0]);
}

//! `--annotate`: the record says what was removed, and nothing else of it changes.

use crate::desk::{Desk, good, prose, record};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// The articles of the demo.
fn demo() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/articles.jsonl");
    std::fs::read(path).unwrap()
}

/// A line without its last field, and that field.
fn taken(line: &str) -> (String, Value) {
    let at = line.rfind(",\"copydesk\":").unwrap();
    let value: Value = serde_json::from_str(line).unwrap();
    let note = value["copydesk"].clone();
    let length = serde_json::Deserializer::from_str(&line[at + 12..])
        .into_iter::<Box<serde_json::value::RawValue>>()
        .next()
        .unwrap()
        .unwrap()
        .get()
        .len();
    (format!("{}{}", &line[..at], &line[at + 12 + length..]), note)
}

fn texts(lines: &str) -> BTreeMap<String, String> {
    let row = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| value[name].as_str().unwrap().to_owned();
        (field("id"), field("text"))
    };
    lines.lines().map(row).collect()
}

#[test]
fn annotated_records_are_the_cleaned_ones_with_one_field_more() {
    let demo = demo();
    let desk = Desk::with(&[("a.jsonl", &demo)]);
    for words in ["", "--duplicates mark", "--boilerplate mark"] {
        let plain = desk.clean(&format!("--force {words}")).cleaned("a.jsonl").to_vec();
        // The run checks that everything is restored, too.
        let book = desk.clean(&format!("--force --annotate {words}"));
        let noted = str::from_utf8(book.cleaned("a.jsonl")).unwrap();
        let (originals, rows) = (texts(str::from_utf8(&demo).unwrap()), &book.duplicates);
        let (mut left, mut removed) = (String::new(), 0);
        for line in noted.lines() {
            let (without, note) = taken(line);
            let id = serde_json::from_str::<Value>(&without).unwrap()["id"].clone();
            let text = &originals[id.as_str().unwrap()];
            for span in note["removed"].as_array().unwrap() {
                let at = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
                assert_eq!(&text[at("start")..at("end")], span["text"].as_str().unwrap());
                removed += 1;
            }
            let row = rows.iter().find(|row| row.id == id.as_str().unwrap());
            assert_eq!(note["cluster"].as_str(), row.map(|row| row.cluster.as_str()));
            assert_eq!(note["duplicate_of"].as_str(), row.and_then(|r| r.duplicate_of.as_deref()));
            assert_eq!(note["jaccard"].as_f64(), row.map(|row| row.jaccard));
            left.extend([without.as_str(), "\n"]);
        }
        assert!(removed > 50);
        assert_eq!(left.as_bytes(), plain, "{words}");
    }
}

#[test]
fn the_filter_annotates_as_clean_does() {
    let desk = Desk::with(&[("a.jsonl", &demo())]);
    let cleaned = desk.clean("--annotate").cleaned("a.jsonl").to_vec();
    assert_eq!(desk.pipe("filter --annotate", demo()).code(0).stdout, cleaned);
}

#[test]
fn every_form_of_input_is_annotated_and_restored() {
    let objects = "[\r\n  {\"id\": \"a\", \"text\": \"One copper ferry.\"\r\n  },\r\n  {\"copydesk\": 1, \"text\": \"A caf\u{e9}.\", \"copydesk\": {\"b\": [2]} }\r\n]\r\n";
    let latin: Vec<u8> = objects.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&latin).unwrap();
    let desk = Desk::with(&[
        ("a.json", objects.as_bytes()),
        ("b.json", &latin),
        ("c.json.gz", &gzip.finish().unwrap()),
        ("d.txt", prose(1).as_bytes()),
        ("e.jsonl", format!("{}oops\n", good(2)).as_bytes()),
    ]);
    let book = desk.clean("--annotate --duplicates mark --boilerplate mark");
    let expected = "[\r\n  {\"id\": \"a\", \"text\": \"One copper ferry.\",\"copydesk\":";
    let text = str::from_utf8(book.cleaned("a.json")).unwrap();
    assert!(text.starts_with(expected) && text.ends_with("} }\r\n]\r\n"), "{text}");
    let values: Vec<Value> = serde_json::from_str(text).unwrap();
    assert_eq!(values[1].as_object().unwrap().len(), 2);
    assert!(values[1]["copydesk"]["removed"].is_array());
    assert_eq!(values[1]["text"], "A café.");
    assert_eq!(text.matches("\"copydesk\"").count(), 2);
    assert_eq!(book.cleaned("d.txt"), prose(1).as_bytes());
}

#[test]
fn a_field_that_holds_the_text_is_not_replaced() {
    let desk = Desk::new();
    let line = record(&[("copydesk", &prose(1))]);
    let ended = desk.pipe("filter --annotate --text-field copydesk", line);
    assert!(ended.code(2).stderr.contains("holds the text"), "{}", ended.stderr);
}

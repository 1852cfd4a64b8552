//! `--annotations dolma`: attribute files beside the records, row by row.
//!
//! Takes the demo, with signs of all widths put into it, in several files; holds every row against its record and the
//! cleaned text. The real mixer is run over them in `tests/python`.

use crate::desk::{Desk, Tree, assert_same, good, tree};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

/// Lines that hold no article, among those that do: no JSON, no text, no id.
const BAD: [&str; 3] = ["oops", r#"{"id":"mute","source":"wire","text":""}"#, r#"{"id":7}"#];
/// Moments at which a run is killed.
const MOMENTS: u32 = 10;

/// The demo, with characters of two to four bytes and combining marks.
fn demo() -> Vec<Value> {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/articles.jsonl");
    let lines = std::fs::read_to_string(path).unwrap();
    let wide = |line: &str| {
        let mut record: Value = serde_json::from_str(line).unwrap();
        let text = record["text"].as_str().unwrap();
        record["text"] = text.replace(" the ", " th\u{e9} \u{1f600}e\u{301} ").into();
        record["source"] = "wire".into();
        record
    };
    lines.lines().map(wide).collect()
}

/// JSON in which every character outside ASCII is escaped, in pairs of surrogates where it takes two.
fn escaped(record: &Value) -> String {
    let escape = |c: char| {
        let mut units = [0; 2];
        let escape = |unit: &u16| format!("\\u{unit:04x}");
        if c.is_ascii() {
            c.into()
        } else {
            c.encode_utf16(&mut units).iter().map(escape).collect()
        }
    };
    record.to_string().chars().map(escape).collect::<Vec<String>>().concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn unpacked(name: &str, bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut reader: Box<dyn Read> = match name.rsplit('.').next() {
        Some("gz") => Box::new(flate2::read::GzDecoder::new(bytes)),
        Some("zst") => Box::new(zstd::Decoder::new(bytes).unwrap()),
        _ => Box::new(bytes),
    };
    reader.read_to_string(&mut text).unwrap();
    text
}

/// The demo in files of all kinds, with bad lines among the good; text with LF and CRLF, raw and escaped.
fn place() -> Desk {
    let (mut raw, mut wide, mut packed) = (String::new(), String::new(), String::new());
    for (i, mut record) in demo().into_iter().enumerate() {
        raw += &(record.to_string() + "\r\n");
        record["id"] = format!("w{i}").into();
        record["text"] = record["text"].as_str().unwrap().replace('\n', "\r\n").into();
        wide.push_str(&(escaped(&record) + "\n"));
        record["id"] = format!("p{i}").into();
        record.as_object_mut().unwrap().remove("source");
        packed += &(record.to_string() + "\n");
        if let Some(bad) = BAD.get(i / 7).filter(|_| i % 7 == 0) {
            raw += &((*bad).to_owned() + "\n");
        }
    }
    Desk::with(&[
        ("a.jsonl", raw.as_bytes()),
        ("deep/er/b.jsonl.zst", &zstd::encode_all(wide.as_bytes(), 1).unwrap()),
        ("c.json.gz", &gzip(packed.as_bytes())),
        ("empty.jsonl", b""),
        ("one.jsonl", good(1).as_bytes()),
    ])
}

/// The attribute files below `out`.
fn attributes(desk: &Desk, out: &str) -> Tree {
    let prefix = "attributes/";
    let files = tree(&desk.path(out)).into_iter();
    files.filter_map(|(name, bytes)| Some((name.strip_prefix(prefix)?.to_owned(), bytes))).collect()
}

/// The rows of the attribute file beside `name`, each with its record; fails where they are not one for one.
fn rows(desk: &Desk, files: &Tree, name: &str) -> Vec<(Option<Value>, Value)> {
    let records = unpacked(name, &std::fs::read(desk.path(&format!("in/{name}"))).unwrap());
    let rows = unpacked(name, &files[&format!("copydesk/{name}")]);
    assert_eq!(records.lines().count(), rows.lines().count(), "{name}");
    let pair = |(record, row): (&str, &str)| {
        (serde_json::from_str(record).ok(), serde_json::from_str(row).unwrap())
    };
    records.lines().zip(rows.lines()).map(pair).collect()
}

/// The spans of one attribute; fails if they do not ascend or a score is none.
fn spans(row: &Value, name: &str) -> Vec<(usize, usize, f64)> {
    let spans: Vec<(usize, usize, f64)> =
        serde_json::from_value(row["attributes"][name].clone()).unwrap();
    assert!(spans.windows(2).all(|w| w[0].1 <= w[1].0), "{row}");
    assert!(spans.iter().all(|s| s.0 < s.1 && (0.0..=1.0).contains(&s.2)), "{row}");
    spans
}

/// A text without these spans, as a program would do it that counts in characters.
fn without(text: &str, spans: &[(usize, usize, f64)]) -> String {
    let kept = |i: usize| !spans.iter().any(|span| (span.0..span.1).contains(&i));
    text.chars().enumerate().filter(|(i, _)| kept(*i)).map(|(_, c)| c).collect()
}

#[test]
fn rows_mirror_the_records_and_without_the_spans_the_text_is_the_cleaned_text() {
    let desk = place();
    let book = desk.clean("--annotations dolma");
    let files = attributes(&desk, "out");
    assert_eq!(files.len(), 5, "{:?}", files.keys());
    let (mut cut, mut dropped) = (0, 0);
    for name in ["a.jsonl", "deep/er/b.jsonl.zst", "c.json.gz", "one.jsonl", "empty.jsonl"] {
        let cleaned = unpacked(name, book.cleaned(name));
        let mut cleaned = cleaned.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        for (record, row) in rows(&desk, &files, name) {
            let (gone, copy) =
                (spans(&row, "copydesk__boilerplate"), spans(&row, "copydesk__duplicate"));
            let text = record.as_ref().and_then(|r| r["text"].as_str()).unwrap_or_default();
            if text.is_empty() {
                assert!(gone.is_empty() && copy.is_empty(), "{row}");
                continue;
            }
            let record = record.as_ref().unwrap();
            assert_eq!((&row["id"], row.get("source")), (&record["id"], record.get("source")));
            assert!(gone.iter().all(|span| span.2 >= 0.5), "{row}");
            cut += gone.len();
            if let [(start, end, _)] = copy[..] {
                assert_eq!((start, end), (0, text.chars().count()));
                dropped += 1;
                continue;
            }
            assert_eq!(without(text, &gone), cleaned.next().unwrap()["text"].as_str().unwrap());
        }
        assert_eq!(cleaned.next(), None, "{name}");
    }
    assert_eq!((cut, dropped), (book.removed.len(), book.counts()[2]));
}

#[test]
fn a_rejected_record_has_a_row_with_its_id_or_its_place() {
    let desk = place();
    desk.clean("--annotations dolma");
    let rows = rows(&desk, &attributes(&desk, "out"), "a.jsonl");
    let found: Vec<Value> = [1, 9, 17].map(|line| rows[line].1.clone()).into();
    let nothing = json!({"copydesk__boilerplate": [], "copydesk__duplicate": []});
    let expected = [
        json!({"id": "a.jsonl:2", "attributes": nothing}),
        json!({"id": "mute", "source": "wire", "attributes": nothing}),
        json!({"id": "7", "attributes": nothing}),
    ];
    assert_eq!(found, expected);
}

#[test]
fn threads_verbs_and_what_is_marked_change_no_byte() {
    let desk = place();
    desk.clean("--annotations dolma --threads 1");
    let expected = attributes(&desk, "out");
    desk.put("settings.toml", "[write]\nannotations = \"dolma\"\n");
    for words in [
        "clean in -o other --force --annotations dolma --threads 4",
        "scan in -o other --force --annotations dolma",
        "clean in -o other --force --config settings.toml --duplicates mark --boilerplate mark",
    ] {
        desk.run(words).code(0);
        assert_same(&attributes(&desk, "other"), &expected);
    }
}

#[test]
fn all_else_is_as_it_is_without() {
    let desk = place();
    desk.run("clean in -o plain").code(0);
    let book = desk.clean("--annotations dolma");
    let same = |name: &&String| name.starts_with("cleaned/") || name.contains(".jsonl");
    let plain = tree(&desk.path("plain"));
    for name in plain.keys().filter(same) {
        assert_eq!(plain[name], book.files[name], "{name}");
    }
    let listed = |name: &str| book.manifest.files.iter().any(|file| file.path == name);
    assert!(listed("attributes/copydesk/deep/er/b.jsonl.zst"));
    assert!(!plain.keys().any(|name| name.starts_with("attributes")));
}

#[test]
fn filter_and_a_dry_run_write_none() {
    let desk = place();
    desk.put("settings.toml", "[write]\nannotations = \"dolma\"\n");
    desk.pipe("filter --config settings.toml --report out", good(3)).code(0);
    assert!(attributes(&desk, "out").is_empty());
    desk.run("clean in -o none --dry-run --annotations dolma").code(0);
    assert!(!desk.path("none").exists());
}

#[test]
fn what_is_not_json_lines_is_refused_before_the_run() {
    let array = format!("[{}]", good(2).trim().replace("}\n", "},"));
    let packed = {
        let mut packer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        packer.write_all(good(3).as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    let cases: [(&str, &[u8], &str); 4] = [
        ("b.json", array.as_bytes(), "is not JSON Lines"),
        ("b.txt", b"It rained in the harbour.\n", "is not JSON Lines"),
        ("b.json", b"{\n\"text\": \"It rained.\"\n}\n", "is not JSON Lines"),
        ("b.jsonl.bz2", &packed, "is compressed with neither gzip nor zstd"),
    ];
    for (name, bytes, reason) in cases {
        let desk = Desk::with(&[("a.jsonl", good(3).as_bytes()), (name, bytes)]);
        let ended = desk.run("clean in -o out --annotations dolma --progress none");
        ended.failed(&format!("in/{name}"), &[reason]);
        assert!(!desk.path("out/manifest.json").exists() && !desk.path("out/cleaned").exists());
        desk.run("clean in -o out --force").code(0);
    }
}

#[test]
fn force_takes_them_away_and_leaves_those_of_others() {
    let desk = place();
    desk.clean("--annotations dolma");
    desk.put("out/attributes/theirs/a.jsonl", "{}\n");
    desk.clean("--force");
    let left = attributes(&desk, "out");
    assert_eq!(left, BTreeMap::from([("theirs/a.jsonl".to_owned(), b"{}\n".to_vec())]));
}

fn start(desk: &Desk) -> Child {
    let words = "clean in -o out --annotations dolma --force --quiet".split(' ');
    let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    program.current_dir(desk.path("")).args(words).stdin(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_kill_leaves_no_manifest_or_whole_files() {
    let desk = place();
    let began = std::time::Instant::now();
    assert!(start(&desk).wait().unwrap().success());
    let length = began.elapsed();
    let whole = attributes(&desk, "out");
    for moment in 0..MOMENTS {
        let mut run = start(&desk);
        std::thread::sleep(length.mul_f64(f64::from(moment * 2 + 1) / f64::from(MOMENTS * 2)));
        // A run that is over cannot be killed; then it is whole.
        let _ = run.kill();
        run.wait().unwrap();
        if desk.path("out/manifest.json").exists() {
            assert_same(&attributes(&desk, "out"), &whole);
        }
    }
    assert!(start(&desk).wait().unwrap().success());
    assert_same(&attributes(&desk, "out"), &whole);
}

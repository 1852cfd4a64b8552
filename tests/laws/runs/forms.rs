//! One corpus in many forms: what is decided does not depend on them, and each is given back byte for byte.

use super::{Place, made};
use crate::corpus::{Made, to_json_lines};
use crate::desk::Book;
use copydesk::pipeline::Command;
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn array(lines: &str) -> Vec<u8> {
    format!("[{}]", lines.lines().collect::<Vec<_>>().join(",")).into_bytes()
}

fn pretty(lines: &str) -> Vec<u8> {
    let records = lines.lines().map(|line| serde_json::from_str(line).unwrap());
    serde_json::to_vec_pretty(&records.collect::<Vec<serde_json::Value>>()).unwrap()
}

fn one_after_the_other(lines: &str) -> Vec<u8> {
    let records =
        lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let records: Vec<String> = records.map(|record| format!("{record:#}\n\n")).collect();
    records.concat().into_bytes()
}

/// The corpus in every form that one file can have.
fn forms(lines: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (first, second) =
        lines.split_at(lines.match_indices('\n').nth(lines.lines().count() / 2).unwrap().0 + 1);
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(lines.as_bytes()).unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(lines.as_bytes()).unwrap();
    let wide: Vec<u8> =
        "\u{feff}".encode_utf16().chain(lines.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    vec![
        ("a.jsonl", lines.as_bytes().to_vec()),
        ("marked.jsonl", format!("\u{feff}{lines}").into_bytes()),
        ("windows.jsonl", lines.replace('\n', "\r\n").into_bytes()),
        ("open.jsonl", lines.trim_end().as_bytes().to_vec()),
        ("array.json", array(lines)),
        ("pretty.json", pretty(lines)),
        ("sequence.json", one_after_the_other(lines)),
        ("a.jsonl.gz", gzip(lines.as_bytes())),
        ("members.gz", [gzip(first.as_bytes()), gzip(b""), gzip(second.as_bytes())].concat()),
        ("pretty.json.gz", gzip(&pretty(lines))),
        ("a.jsonl.zst", zstd::encode_all(lines.as_bytes(), 3).unwrap()),
        (
            "frames.zst",
            [
                zstd::encode_all(first.as_bytes(), 1).unwrap(),
                zstd::encode_all(second.as_bytes(), 9).unwrap(),
            ]
            .concat(),
        ),
        ("a.jsonl.bz2", bzip2.finish().unwrap()),
        ("a.jsonl.xz", xz.finish().unwrap()),
        ("wide.jsonl", wide),
    ]
}

/// What was decided.
fn decisions(book: &Book) -> (Vec<String>, Vec<String>) {
    (
        book.removed.iter().map(|row| format!("{row:?}")).collect(),
        book.duplicates.iter().map(|row| format!("{row:?}")).collect(),
    )
}

#[test]
fn the_form_of_the_file_changes_no_decision_and_is_given_back() {
    let lines = to_json_lines(&made(60, 250));
    let mut first = None;
    for (name, bytes) in forms(&lines) {
        let place = Place::with(&[(name, &bytes)]);
        let book = place.run(Command::Clean, "out", 2);
        assert_eq!((book.counts()[0], book.counts()[3]), (250, 0), "{name}");
        let found = decisions(&book);
        let expected = first.get_or_insert_with(|| found.clone());
        assert!(found == *expected, "{name}: other decisions");
        let restored = place.restored("out");
        assert!(restored[name] == bytes && restored.len() == 1, "{name} is not given back");
    }
}

#[test]
fn what_is_cleaned_can_be_read_in_the_same_form_again() {
    let lines = to_json_lines(&made(61, 200));
    for (name, bytes) in forms(&lines) {
        let place = Place::with(&[(name, &bytes)]);
        let first = place.run(Command::Clean, "out", 2);
        let again = place.over(&["out/cleaned"], Command::Clean, "again", 2);
        assert_eq!(again.counts()[0], first.counts()[1] - first.summary.records.emptied, "{name}");
        assert_eq!(again.counts()[3], 0, "{name}: {:?}", again.rejects);
    }
}

#[test]
fn several_inputs_of_one_name_are_kept_apart_and_given_back() {
    let made = made(62, 240);
    let lines: Vec<String> = made.chunks(60).map(to_json_lines).collect();
    let txt = |m: &Made| format!("{}\n\n{}", m.title, m.text);
    let (t1, t2) = (txt(&made[0]), txt(&made[1]));
    let zipped = gzip(lines[3].as_bytes());
    let place = Place::with(&[
        ("x/a.jsonl", lines[0].as_bytes()),
        ("x/deep/b.jsonl", lines[1].as_bytes()),
        ("y/a.jsonl", lines[2].as_bytes()),
        ("y/t.txt", t1.as_bytes()),
        ("z/t.txt", t2.as_bytes()),
        ("z.jsonl.gz", &zipped),
    ]);
    let inputs = ["in/x", "in/y", "in/z/t.txt", "in/z.jsonl.gz"];
    let book = place.over(&inputs, Command::Clean, "out", 2);
    assert_eq!(book.counts()[0], 242);
    let restored: Vec<Vec<u8>> = place.restored("out").into_values().collect();
    let originals: Vec<Vec<u8>> = place.input().into_values().collect();
    assert_eq!(restored.len(), originals.len());
    assert!(originals.iter().all(|bytes| restored.contains(bytes)));
    let labels: Vec<&str> = book.manifest.inputs.iter().map(|i| i.relative.as_str()).collect();
    assert_eq!(labels.iter().collect::<std::collections::BTreeSet<_>>().len(), 6, "{labels:?}");
}

#[test]
fn files_of_all_forms_make_one_corpus() {
    let made = made(63, 600);
    let parts: Vec<String> = made.chunks(40).map(to_json_lines).collect();
    let files: Vec<(&str, Vec<u8>)> =
        parts.iter().enumerate().map(|(n, lines)| forms(lines).swap_remove(n)).collect();
    assert_eq!(files.len(), 15);
    let borrowed: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (*n, b.as_slice())).collect();
    let place = Place::with(&borrowed);
    let book = place.run(Command::Clean, "out", 2);
    assert_eq!((book.counts()[0], book.counts()[3]), (600, 0));
    assert!(book.counts()[2] > 100, "copies are found across the files: {:?}", book.counts());
    crate::desk::assert_same(&place.restored("out"), &place.input());
}

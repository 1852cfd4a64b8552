//! Laws, for random records, files and verdicts.

use crate::{Run, floor, without};
use copydesk::read::{ReadConfig, Source, batches, parse};
use copydesk::write::Verdict;
use proptest::prelude::*;
use proptest::string::string_regex;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::slice;

/// How the records of a test stand in their file.
#[derive(Debug, Clone, Copy)]
enum Container {
    Lines,
    Windows,
    Array,
    Pretty,
    Sequence,
    BrokenArray,
}

const CONTAINERS: [Container; 6] = [
    Container::Lines,
    Container::Windows,
    Container::Array,
    Container::Pretty,
    Container::Sequence,
    Container::BrokenArray,
];

/// One record: its JSON, and what is to become of it.
#[derive(Debug, Clone)]
struct Case {
    json: String,
    keep: bool,
    /// Where its text is cut, as shares of 1000; every second piece is removed.
    cuts: Vec<usize>,
}

impl Case {
    /// Every second piece of `text`.
    fn removals(&self, text: &str) -> Vec<Range<usize>> {
        let mut ends: Vec<usize> =
            self.cuts.iter().map(|share| floor(text, text.len() * share / 1000)).collect();
        ends.sort_unstable();
        ends.dedup();
        ends.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
    }
}

/// A JSON string literal in one of the ways in which programs write them.
fn literal() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => string_regex("[a-z ]{1,12}").unwrap(),
        1 => Just("é世界😀".to_owned()),
        1 => Just(r"\n".to_owned()),
        1 => Just(r#"\"\\\/\t\r\b\f"#.to_owned()),
        1 => Just(r"\u00e9\u4e16\ud83d\ude00".to_owned()),
        1 => Just(r"\ud83d".to_owned()),
        1 => Just(r"{}[],:".to_owned()),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// The value of a text field: a string, a list, a tree, or something that is no text.
fn value() -> impl Strategy<Value = String> {
    let list = || {
        proptest::collection::vec(literal(), 0..5)
            .prop_map(|items| format!("[{}]", items.join(", ")))
    };
    let tree = (list(), list(), list()).prop_map(|(summary, headline, paragraphs)| {
        format!(r#"{{"summary": {summary}, "sections": [{{"headline": {headline}, "paragraphs": {paragraphs}}}]}}"#)
    });
    prop_oneof![6 => literal(), 1 => list(), 1 => tree, 1 => Just("17".to_owned()), 1 => Just("null".to_owned())]
}

fn case() -> impl Strategy<Value = Case> {
    let key = prop_oneof![8 => Just("text"), 1 => Just("BODY"), 1 => Just("nothing")];
    let json = (literal(), key, value(), literal()).prop_map(|(title, key, value, other)| {
        format!(r#"{{"title": {title}, "{key}": {value}, "other": [{other}, {{"x": 1e400}}]}}"#)
    });
    let cuts = proptest::collection::vec(0_usize..=1000, 0..6);
    (json, any::<bool>(), cuts).prop_map(|(json, keep, cuts)| Case { json, keep, cuts })
}

/// The file with these records.
fn file_of(container: Container, cases: &[Case]) -> String {
    let records = |between: &str| {
        cases.iter().map(|case| case.json.as_str()).collect::<Vec<_>>().join(between)
    };
    match container {
        Container::Lines => records("\n") + "\n",
        Container::Windows => format!("\u{feff}{}\r\n\r\n", records("\r\n\r\n")),
        Container::Array => format!("[{}]", records(", ")),
        Container::Pretty => format!("[\n    {}\n]\n", records(",\n    ")),
        Container::Sequence => records(""),
        Container::BrokenArray => format!("[{}]", records(",]")),
    }
}

/// The texts in a file, as a new reading finds them.
fn texts_in(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    fs::write(&path, bytes).unwrap();
    let source = [Source::new(&path, "a".to_owned(), "a.json".into()).unwrap()];
    let config = ReadConfig::default();
    let mut texts = Vec::new();
    for batch in batches(&source, &config) {
        let batch = batch.unwrap();
        for raw in batch.records() {
            match parse(&raw, &source[0], &config) {
                Ok(record) => texts.push(record.article.text),
                Err(reject) => assert!(reject.reason.ends_with("is empty"), "{reject:?}"),
            }
        }
    }
    texts
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings(192))]

    /// Cleaned records hold the text without the removals and everything else as it was; nothing is lost for good.
    #[test]
    fn cleaned_files_lose_what_is_removed_and_nothing_else(
        cases in proptest::collection::vec(case(), 1..8),
        container in proptest::sample::select(&CONTAINERS),
    ) {
        let file = file_of(container, &cases);
        let mut expected = Vec::new();
        let mut records = Vec::new();
        let run = Run::over(&[("a.json", file.as_bytes())], |record| {
            // Equal records have equal cases only by chance: the next case with this record is meant.
            let json = str::from_utf8(record.body()).unwrap();
            let case = cases.iter().find(|case| case.json == json).unwrap();
            if !case.keep {
                return Verdict::Drop;
            }
            let removals = case.removals(&record.article.text);
            let cuts = record.cuts(&removals);
            let cleaned = without(json, &cuts);
            check_other_fields(json, &cleaned);
            expected.push(without(&record.article.text, &removals));
            records.push(cleaned);
            Verdict::Keep(cuts)
        });
        run.check_restored();
        let cleaned = run.cleaned("a.json").unwrap_or_default();
        check_order(&cleaned, &records);
        check_container(container, &cleaned, records.len());
        if !tree_in(&cases) {
            expected.retain(|text| !text.trim().is_empty());
            prop_assert_eq!(texts_in(&cleaned), expected);
        }
    }

    /// Any bytes at all are read without a panic and restored exactly.
    #[test]
    fn any_bytes_are_restored(
        pieces in proptest::collection::vec(piece(), 0..20),
        keep in any::<bool>(),
        pack in 0_usize..4,
    ) {
        let bytes = packed(&pieces.concat(), pack);
        let run = Run::over(&[("a/b.txt", &bytes), ("c", b"Other words.")], |record| {
            let text = &record.article.text;
            let half = floor(text, text.len() / 2);
            if keep { Verdict::Keep(record.cuts(slice::from_ref(&(0..half)))) } else { Verdict::Drop }
        });
        run.check_restored();
        prop_assert_eq!(run.rejects > 0, run.out().join("rejects.jsonl").exists());
    }
}

/// Bytes that mean something to one format or another.
const TROUBLE: [&[u8]; 17] = [
    b"\n",
    b"\r\n",
    b"[",
    b"]",
    b",",
    b"{",
    b"}",
    b"\"",
    b"\\",
    b"{\"text\": \"",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"caf\xe9",
    b"\x1f\x8b\x08\0",
    b"words and words ",
    b"\n    {\"a\": 1",
];

/// Bytes that make trouble in one way or another.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        case().prop_map(|case| case.json.into_bytes()),
        proptest::collection::vec(any::<u8>(), 0..40),
        proptest::sample::select(&TROUBLE[..]).prop_map(<[u8]>::to_vec),
    ]
}

/// `bytes` plain, compressed, or compressed and cut off.
fn packed(bytes: &[u8], pack: usize) -> Vec<u8> {
    let gzip = || {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    };
    match pack {
        0 => bytes.to_vec(),
        1 => gzip(),
        2 => gzip()[..gzip().len() * 2 / 3].to_vec(),
        _ => zstd::encode_all(bytes, 1).unwrap(),
    }
}

fn tree_in(cases: &[Case]) -> bool {
    cases.iter().any(|case| case.json.contains(": [\"") || case.json.contains("sections"))
}

/// The fields beside the text are the same bytes.
fn check_other_fields(before: &str, after: &str) {
    use serde_json::value::RawValue;
    type Fields<'a> = std::collections::BTreeMap<String, &'a RawValue>;
    let before: Fields<'_> = serde_json::from_str(before).unwrap();
    let after: Fields<'_> = serde_json::from_str(after).unwrap();
    assert_eq!(before.len(), after.len());
    for (key, value) in before {
        if !["text", "BODY"].contains(&key.as_str()) {
            assert_eq!(value.get(), after[&key].get());
        }
    }
}

/// The kept records stand in the cleaned file, in their order.
fn check_order(cleaned: &[u8], records: &[String]) {
    let mut rest = str::from_utf8(cleaned).unwrap();
    for record in records {
        let at = rest.find(record.as_str()).unwrap();
        rest = &rest[at + record.len()..];
    }
}

/// The cleaned file is of the same kind as its original.
fn check_container(container: Container, cleaned: &[u8], records: usize) {
    match container {
        Container::Array | Container::Pretty => {
            let values: Vec<&serde_json::value::RawValue> =
                serde_json::from_slice(cleaned).unwrap();
            assert_eq!(values.len(), records);
        }
        Container::Lines => {
            assert_eq!(String::from_utf8_lossy(cleaned).lines().count(), records);
        }
        Container::Windows | Container::Sequence | Container::BrokenArray => {}
    }
}

//! Laws of the way out and back: whatever is read, dropped and removed, the rest stays as it was, and everything can be
//! restored.
//!
//! Takes random records, files and verdicts. Never checks what is boilerplate: that is not the business of these stages.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use copydesk::read::{ReadConfig, Record, Reject, Source, batches, discover, parse};
use copydesk::write::{
    CleanedWriter, Part, RejectsWriter, Verdict, assemble, originals, prepare, restore,
};
use proptest::prelude::*;
use proptest::string::string_regex;
use std::fs;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

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
        let mut ends: Vec<usize> = self
            .cuts
            .iter()
            .map(|share| text.floor_char_boundary(text.len() * share / 1000))
            .collect();
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

/// A folder with an input, and an OUT that a run has written.
struct Run {
    folder: TempDir,
    sources: Vec<Source>,
    rejects: u64,
}

impl Run {
    /// Reads the files and writes them out by `verdict`, as the pipeline would.
    fn over(files: &[(&str, &[u8])], mut verdict: impl FnMut(&Record<'_>) -> Verdict) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        for (name, bytes) in files {
            let path = input.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let out = folder.path().join("out");
        let inputs = [input];
        prepare(&out, false, &inputs).unwrap();
        let sources = discover(&inputs, Some(&out), folder.path()).unwrap();
        let rejects = write(&out, &sources, &mut verdict);
        Self { folder, sources, rejects }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn cleaned(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.out().join("cleaned").join(name)).ok()
    }

    /// Restores in both ways and compares with the input.
    fn check_restored(&self) {
        let dest = self.folder.path().join("dest");
        let count = restore(&self.out(), &dest, false).unwrap();
        assert_eq!(count, self.sources.len() as u64);
        for source in &self.sources {
            let original = fs::read(&source.path).unwrap();
            assert_eq!(fs::read(dest.join(&source.relative)).unwrap(), original);
        }
        let restored: Vec<_> = originals(&self.out())
            .unwrap()
            .map(|source| source.map(|s| (s.relative.clone(), fs::read(&s.path).unwrap())).unwrap())
            .collect();
        let expected: Vec<_> =
            self.sources.iter().map(|s| (s.relative.clone(), fs::read(&s.path).unwrap())).collect();
        assert_eq!(restored, expected);
    }
}

/// The writing half of a run; gives the number of rejects.
fn write(out: &Path, sources: &[Source], verdict: &mut impl FnMut(&Record<'_>) -> Verdict) -> u64 {
    let config = ReadConfig::default();
    let mut cleaned = CleanedWriter::create(out, sources, true).unwrap();
    let mut rejects = RejectsWriter::new(out);
    for batch in batches(sources, &config) {
        let batch = batch.unwrap();
        let parsed: Vec<Result<Record<'_>, Reject>> =
            batch.records().map(|raw| parse(&raw, &sources[batch.source], &config)).collect();
        let mut parts = Vec::new();
        for record in &parsed {
            parts.push(match record {
                Ok(record) => Part { body: record.body(), verdict: verdict(record) },
                Err(_) => Part { body: &[], verdict: Verdict::Reject },
            });
        }
        cleaned.append(&assemble(&batch, &parts, true)).unwrap();
        parsed.iter().filter_map(|record| record.as_ref().err()).for_each(|reject| {
            rejects.append(reject).unwrap();
        });
    }
    let written = cleaned.finish().unwrap();
    for (written, source) in written.iter().zip(sources) {
        let original = fs::read(&source.path).unwrap();
        assert_eq!(written.bytes, original.len() as u64);
        assert_eq!(written.digest, xxhash_rust::xxh3::xxh3_128(&original));
    }
    rejects.finish().unwrap()
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

/// `text` without `removals`.
fn without(text: &str, removals: &[Range<usize>]) -> String {
    let mut left = text.to_owned();
    removals.iter().rev().for_each(|removal| left.replace_range(removal.clone(), ""));
    left
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
            let half = text.floor_char_boundary(text.len() / 2);
            if keep { Verdict::Keep(record.cuts(&[0..half])) } else { Verdict::Drop }
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
            assert_eq!(cleaned.iter().filter(|&&b| b == b'\n').count(), records);
        }
        Container::Windows | Container::Sequence | Container::BrokenArray => {}
    }
}

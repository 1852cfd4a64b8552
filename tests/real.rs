//! Real news, where it is at hand: the two articles that this began with, and the scored corpora.
//!
//! Takes the folder `../shared` beside the checkout; where it is missing, or python3 or zstd are, the tests say so and
//! pass. Nothing of the articles stands here, and a failure shows line numbers only.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

mod desk;

use copydesk::config::Duplicates;
use copydesk::pipeline::{Command, clean};
use desk::{Book, job, skipped, tree};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use tempfile::TempDir;

/// A file or folder of the shared folder, if it is there.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if !path.exists() {
        skipped(&format!("no {}", path.display()));
    }
    path.canonicalize().ok()
}

/// Whether a program can be started.
fn there(program: &str) -> bool {
    let found = process::Command::new(program).arg("--version").output().is_ok();
    if !found {
        skipped(&format!("no {program}"));
    }
    found
}

/// What was cleaned, and the folder it stands in.
fn cleaned(inputs: &[PathBuf], duplicates: Duplicates) -> (TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let mut job = job(Command::Clean, inputs, &folder.path().join("out"));
    job.config.write.duplicates = duplicates;
    clean(&job, &()).unwrap();
    let book = Book::read(&folder.path().join("out"));
    book.check();
    (folder, book)
}

/// Lines of a text of which at least half of the solid bytes are removed; lines of which a part is are an error.
fn removed_lines(book: &Book, id: &str, text: &str) -> BTreeSet<usize> {
    let mut start = 0;
    let mut lines = BTreeSet::new();
    for (n, line) in text.split('\n').enumerate() {
        let solid = |at: &usize| !b" \t\r".contains(&text.as_bytes()[*at]);
        let bytes: Vec<usize> = (start..start + line.len()).filter(solid).collect();
        let gone =
            |at: &&usize| book.removed.iter().any(|r| r.id == id && (r.start..r.end).contains(at));
        let share = bytes.iter().filter(gone).count();
        if !bytes.is_empty() && share * 2 >= bytes.len() {
            lines.insert(n);
        } else {
            assert_eq!(share, 0, "{id}:{n}: a part of the line is removed");
        }
        start += line.len() + 1;
    }
    lines
}

/// The lines to be removed, by file.
fn expected(seeds: &Path) -> BTreeMap<String, BTreeSet<usize>> {
    let rows = fs::read_to_string(seeds.join("expected.jsonl")).unwrap();
    let row = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let lines = row["labels"].as_object().unwrap().keys().map(|n| n.parse().unwrap());
        (row["id"].as_str().unwrap().to_owned(), lines.collect())
    };
    rows.lines().map(row).collect()
}

#[test]
fn of_the_first_two_articles_just_the_expected_lines_go() {
    let Some(seeds) = shared("seeds") else { return };
    let expected = expected(&seeds);
    let folder = tempfile::tempdir().unwrap();
    for id in expected.keys() {
        fs::copy(seeds.join(id), folder.path().join(id)).unwrap();
    }
    let mut inputs = vec![vec![folder.path().to_path_buf()]];
    inputs.push(expected.keys().map(|id| seeds.join(id)).collect());
    inputs.extend(expected.keys().map(|id| vec![seeds.join(id)]));
    for input in inputs {
        let (_folder, book) = cleaned(&input, Duplicates::Drop);
        assert_eq!(book.counts()[0], book.counts()[1], "nothing is dropped");
        let read: Vec<&str> = book.manifest.inputs.iter().map(|i| i.relative.as_str()).collect();
        for id in read {
            let text = fs::read_to_string(seeds.join(id)).unwrap();
            let found = removed_lines(&book, id, &text);
            assert_eq!(found, expected[id], "{id}, one of {} inputs", input.len());
        }
    }
}

#[test]
fn every_corpus_is_given_back_byte_for_byte() {
    let Some(data) = shared("eval/data") else { return };
    let mut corpora: Vec<PathBuf> =
        fs::read_dir(data).unwrap().map(|e| e.unwrap().path()).collect();
    corpora.retain(|path| path.extension().is_some_and(|e| e == "zst"));
    corpora.sort();
    for corpus in corpora {
        let (folder, book) = cleaned(std::slice::from_ref(&corpus), Duplicates::Drop);
        let back = folder.path().join("back");
        copydesk::write::restore(&folder.path().join("out"), &back, false).unwrap();
        let restored = tree(&back);
        let name = corpus.file_name().unwrap().to_string_lossy().into_owned();
        assert!(restored[&name] == fs::read(&corpus).unwrap(), "{name}");
        assert_eq!(restored.len(), 1, "{name}");
        assert_eq!(book.counts()[3], 0, "{name}: rejects");
        check_texts(&corpus, &folder.path().join("out/cleaned").join(&name), &book);
    }
}

/// Holds a cleaned corpus against its original: the texts without the spans, and nothing else changed.
fn check_texts(original: &Path, cleaned: &Path, book: &Book) {
    let lines = |path: &Path| {
        let bytes = zstd::decode_all(fs::File::open(path).unwrap()).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let (original, cleaned) = (lines(original), lines(cleaned));
    let (removals, gone) = (book.removals(), book.dropped());
    let mut left = cleaned.lines();
    for line in original.lines() {
        let mut row: Value = serde_json::from_str(line).unwrap();
        let id = row["id"].as_str().unwrap().to_owned();
        let mut text = row["text"].as_str().unwrap().to_owned();
        for removal in removals.get(id.as_str()).into_iter().flatten().rev() {
            assert_eq!(text.get(removal.start..removal.end), Some(removal.text.as_str()), "{id}");
            text.replace_range(removal.start..removal.end, "");
        }
        if !gone.contains(id.as_str()) {
            row["text"] = text.into();
            let found: Value = serde_json::from_str(left.next().unwrap()).unwrap();
            assert!(found == row, "{id} is not its original without the spans");
        }
    }
    assert_eq!(left.next(), None);
}

/// What a scoring script says of a run, as JSON.
fn score(script: &str, words: &[&Path]) -> Option<Value> {
    let script = shared(script)?;
    if !there("python3") || !there("zstd") {
        return None;
    }
    let output =
        process::Command::new("python3").arg("-B").arg(script).args(words).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(serde_json::from_str(text.lines().next().unwrap()).unwrap())
}

#[test]
fn lines_of_real_news_are_told_apart_well() {
    let Some(data) = shared("eval/data") else { return };
    let corpus = data.join("allsides-dev.jsonl.zst");
    let (folder, _) = cleaned(std::slice::from_ref(&corpus), Duplicates::Mark);
    let removed = folder.path().join("out/report/removed.jsonl");
    let labels = data.join("boilerplate-dev-labels.jsonl");
    let Some(score) = score("eval/score_boilerplate.py", &[&corpus, &labels, &removed]) else {
        return;
    };
    let line = |key: &str| score["line"][key].as_f64().unwrap();
    assert_eq!(score["articles_missing_from_corpus"], 0);
    assert!(line("f1") >= 0.85 && line("precision") >= 0.93, "{score}");
}

#[test]
fn copies_among_real_news_are_found_well() {
    let Some(data) = shared("eval/data") else { return };
    let corpus = data.join("spotsigs-dev.jsonl.zst");
    let (folder, _) = cleaned(std::slice::from_ref(&corpus), Duplicates::Mark);
    let duplicates = folder.path().join("out/report/duplicates.jsonl");
    let Some(score) = score("eval/score_duplicates.py", &[&corpus, &duplicates]) else { return };
    let value = |key: &str| score[key].as_f64().unwrap();
    assert!(value("ari") >= 0.88 && value("precision") >= 0.98, "{score}");
}

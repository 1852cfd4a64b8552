//! Laws of whole runs: files to files.
//!
//! Takes generated corpora and small hand-made ones, holds OUT against the input and against other runs over the same
//! articles. What holds of every single OUT (counts, rows of one file against those of another) stands in `tests/desk`.

mod copies;
mod decided;
mod forms;
mod kills;
mod parts;
mod same;
mod spans;
mod teach;

use super::corpus::{Corpus, Made, to_json_lines};
use super::desk::{Book, Tree, job};
use copydesk::decisions;
use copydesk::pipeline::{Command, Job, clean};
use std::path::{Path, PathBuf};

/// The first articles of a corpus with many copies on few hosts: much is stamped, much is dropped.
fn made(seed: u64, count: usize) -> Vec<Made> {
    Corpus::new(seed).hosts(8).copies(0.5).made().take(count).collect()
}

/// A folder with an input, and OUTs beside it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A place with these files below `in`.
    fn with(files: &[(&str, &[u8])]) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        for (name, bytes) in files {
            let path = place.path("in").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        place
    }

    /// A place with these articles as JSON Lines in as many files.
    fn of(made: &[Made], files: usize) -> Self {
        let names: Vec<String> = (0..files).map(|n| format!("part{n}.jsonl")).collect();
        let lines: Vec<String> =
            made.chunks(made.len().div_ceil(files)).map(to_json_lines).collect();
        let files: Vec<(&str, &[u8])> =
            names.iter().zip(&lines).map(|(n, l)| (n.as_str(), l.as_bytes())).collect();
        Self::with(&files)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the verb over `in` and reads OUT back, checked.
    fn run(&self, verb: Command, out: &str, threads: usize) -> Book {
        self.over(&["in"], verb, out, threads)
    }

    /// Runs the verb over these inputs and reads OUT back, checked.
    fn over(&self, inputs: &[&str], verb: Command, out: &str, threads: usize) -> Book {
        self.as_told(inputs, (verb, out), |job| job.run.threads = Some(threads))
    }

    /// Cleans `in` with so many bytes of memory for tables.
    fn within(&self, memory: u64, out: &str) -> Book {
        self.as_told(&["in"], (Command::Clean, out), |job| job.run.memory = Some(memory))
    }

    /// Cleans `in` by these decisions.
    fn decided(&self, decisions: &str, out: &str, threads: usize) -> Book {
        self.as_told(&["in"], (Command::Clean, out), |job| {
            (job.book, job.clashes) = decisions::Book::parse(decisions).unwrap();
            job.run.threads = Some(threads);
        })
    }

    fn as_told(
        &self,
        inputs: &[&str],
        (verb, out): (Command, &str),
        tell: impl FnOnce(&mut Job),
    ) -> Book {
        let inputs: Vec<PathBuf> = inputs.iter().map(|name| self.path(name)).collect();
        let mut job = job(verb, &inputs, &self.path(out));
        tell(&mut job);
        clean(&job, &()).unwrap();
        let book = Book::read(&self.path(out));
        book.check();
        book
    }

    /// Restores an OUT; gives the files.
    fn restored(&self, out: &str) -> Tree {
        let back = self.path(&format!("{out}-back"));
        copydesk::write::restore(&self.path(out), &back, false).unwrap();
        super::desk::tree(&back)
    }

    fn input(&self) -> Tree {
        super::desk::tree(&self.path("in"))
    }
}

/// The files of an OUT; of the summary all but the times.
fn timeless(files: &Tree) -> Tree {
    let mut files = files.clone();
    if let Some(bytes) = files.get_mut("report/summary.json") {
        let mut summary: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        for name in ["timings", "profile"] {
            let times = summary.as_object_mut().unwrap().remove(name).unwrap();
            assert!(times.as_object().is_some_and(|t| t.contains_key("total")), "{times}");
        }
        *bytes = serde_json::to_vec_pretty(&summary).unwrap();
    }
    files
}

/// The demo corpus.
fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo").join(name)
}

#[test]
fn every_record_is_in_one_place_and_every_row_has_its_article() {
    for seed in 0..6 {
        let made = made(seed, 250);
        let place = Place::of(&made, 3);
        let book = place.run(Command::Clean, "out", 2);
        let [read, cleaned, dropped, rejected] = book.counts();
        assert_eq!((read, rejected), (250, 0));
        assert!(dropped > 20 && book.removed.len() > 100, "{:?}", book.counts());
        let known = |id: &str| made.iter().any(|m| m.id == id);
        assert!(book.removed.iter().all(|r| known(&r.id)));
        assert!(book.duplicates.iter().all(|d| known(&d.id)));
        let kept: Vec<String> = (0..3)
            .flat_map(|n| book.records(&format!("part{n}.jsonl")))
            .map(|record| record["id"].as_str().unwrap().to_owned())
            .collect();
        let gone = book.dropped();
        let expected: Vec<&str> =
            made.iter().map(|m| m.id.as_str()).filter(|id| !gone.contains(id)).collect();
        assert_eq!(kept, expected, "the cleaned corpus is what was not dropped, in order");
        assert_eq!((kept.len() as u64, gone.len() as u64), (cleaned, dropped));
    }
}

#[test]
fn hosts_add_up_to_the_whole() {
    let place = Place::of(&made(9, 300), 2);
    let summary = place.run(Command::Clean, "out", 2).summary;
    let sum = |of: fn(&copydesk::report::model::HostRow) -> u64| {
        summary.hosts.iter().map(of).sum::<u64>()
    };
    assert_eq!(sum(|h| h.articles), summary.records.read - summary.records.rejected);
    assert_eq!(sum(|h| h.dropped), summary.records.dropped);
    assert_eq!(sum(|h| h.blocks), summary.text.blocks);
    assert_eq!(sum(|h| h.removed_blocks), summary.text.removed_blocks);
    assert_eq!(sum(|h| h.bytes), summary.text.bytes);
    assert_eq!(sum(|h| h.removed_bytes), summary.text.removed_bytes);
}

#[test]
fn the_manifest_lists_what_was_read_and_what_was_written() {
    let place = Place::of(&made(4, 120), 2);
    let book = place.run(Command::Clean, "out", 2);
    let inputs: Vec<(&str, u64)> =
        book.manifest.inputs.iter().map(|i| (i.relative.as_str(), i.bytes)).collect();
    let expected = place.input();
    let expected: Vec<(&str, u64)> =
        expected.iter().map(|(name, bytes)| (name.as_str(), bytes.len() as u64)).collect();
    assert_eq!(inputs, expected);
    let mut files: Vec<(&str, u64)> =
        book.manifest.files.iter().map(|f| (f.path.as_str(), f.bytes)).collect();
    files.sort_unstable();
    // The summary has the timings, which differ from run to run.
    let timed = ["manifest.json", "report/summary.json"];
    let written = book.files.iter().filter(|(name, _)| !timed.contains(&name.as_str()));
    let written: Vec<(&str, u64)> =
        written.map(|(name, bytes)| (name.as_str(), bytes.len() as u64)).collect();
    assert_eq!(files, written);
}

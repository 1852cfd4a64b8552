//! A place to run the program at: a folder with an input, and OUT read back.
//!
//! Takes bytes for files and words for the command line, gives exit code, streams and what stands in OUT. Every run is
//! checked for what no run may say: that the program met a defect of its own. Never looks inside the program.

#![allow(dead_code, reason = "every test uses its own part of it")]

mod book;

pub(crate) use book::Book;

use copydesk::config::{Config, RunConfig};
use copydesk::decisions::Book as Decided;
use copydesk::pipeline::{Command as Verb, Job, Outcome, Rules};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// Longest that a run may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(240);

/// Files by path, with `/`.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// A folder of one test; the program runs in it, so that `in` and `out` are names enough.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    /// An empty place.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A place with these files below `in`.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        let desk = Self::new();
        for (name, bytes) in files {
            desk.put(&format!("in/{name}"), bytes);
        }
        desk
    }

    /// A path at this place.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file here, with the folders it needs.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The program with these words, at this place.
    pub(crate) fn program<S: AsRef<OsStr>>(&self, words: &[S]) -> assert_cmd::Command {
        let mut program = assert_cmd::Command::new(env!("CARGO_BIN_EXE_copydesk"));
        program.args(words).current_dir(self.folder.path()).timeout(PATIENCE);
        program.env_remove("RUST_BACKTRACE");
        program
    }

    /// Runs the program with these words, separated by spaces.
    pub(crate) fn run(&self, words: &str) -> Ended {
        Ended::of(words, &mut self.program(&words.split_whitespace().collect::<Vec<_>>()))
    }

    /// Runs the program with these words and this on its standard input.
    pub(crate) fn pipe(&self, words: &str, stdin: impl Into<Vec<u8>>) -> Ended {
        let mut program = self.program(&words.split_whitespace().collect::<Vec<_>>());
        Ended::of(words, program.write_stdin(stdin))
    }

    /// Cleans `in` to `out` with these words more, and checks all that must hold of every run that ends well.
    pub(crate) fn clean(&self, words: &str) -> Book {
        self.run(&format!("clean in -o out {words}")).code(0);
        self.whole("in")
    }

    /// What stands in `out`, checked: the counts add up, and `restore` gives the input `name` back byte for byte.
    pub(crate) fn whole(&self, name: &str) -> Book {
        self.whole_with(name, false)
    }

    /// The same; with `guests` what stands in `out` was cleaned with a desk.
    pub(crate) fn whole_with(&self, name: &str, guests: bool) -> Book {
        let book = Book::read(&self.path("out"));
        book.check_with(guests);
        let back = self.path("back");
        let _ = fs::remove_dir_all(&back);
        self.run("restore out back").code(0);
        let original = self.path(name);
        let expected = if original.is_dir() {
            tree(&original)
        } else {
            let name = original.file_name().unwrap().to_string_lossy().into_owned();
            Tree::from([(name, fs::read(&original).unwrap())])
        };
        assert_same(&tree(&back), &expected);
        book
    }
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// What was typed.
    pub(crate) words: String,
    /// The exit code.
    pub(crate) code: Option<i32>,
    /// Bytes of stdout.
    pub(crate) stdout: Vec<u8>,
    /// Text of stderr.
    pub(crate) stderr: String,
}

impl Ended {
    /// Runs the program to its end; one that says it met a defect fails the test at once.
    pub(crate) fn of(words: &str, program: &mut assert_cmd::Command) -> Self {
        let output = program.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        for defect in ["internal:", "panicked", "RUST_BACKTRACE", "stack overflow"] {
            assert!(!stderr.contains(defect), "copydesk {words}: {stderr}");
        }
        let code = output.status.code();
        Self { words: words.to_owned(), code, stdout: output.stdout, stderr }
    }

    /// Checks the exit code.
    pub(crate) fn code(&self, code: i32) -> &Self {
        let Self { words, stderr, .. } = self;
        assert_eq!(self.code, Some(code), "copydesk {words}: {stderr}");
        self
    }

    /// Checks that the run failed with one line that begins with `place` and says each of `parts`.
    pub(crate) fn failed(&self, place: &str, parts: &[&str]) -> &Self {
        let Self { words, stderr, .. } = self.code(1);
        assert_eq!(stderr.lines().count(), 1, "copydesk {words}: {stderr}");
        let start = format!("copydesk: {place}: ");
        assert!(stderr.starts_with(&start), "copydesk {words}: wanted {start:?}: {stderr}");
        for part in parts {
            assert!(stderr.contains(part), "copydesk {words}: wanted {part:?}: {stderr}");
        }
        self
    }

    /// The text of stdout.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }
}

/// Says that a test did not run, and why.
#[expect(clippy::print_stdout, reason = "a test that passes without having run must say so")]
pub(crate) fn skipped(why: &str) {
    println!("skipped: {why}");
}

/// The files below a folder, links not followed.
pub(crate) fn tree(folder: &Path) -> Tree {
    let mut files = Tree::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Fails with names and lengths, not with megabytes.
pub(crate) fn assert_same(found: &Tree, expected: &Tree) {
    let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected));
    for (name, bytes) in expected {
        let other = &found[name];
        let at = other.iter().zip(bytes).position(|(a, b)| a != b);
        assert!(other == bytes, "{name}: {} and {} bytes, {at:?}", other.len(), bytes.len());
    }
}

/// A run of the library over these inputs.
pub(crate) fn job(verb: Verb, inputs: &[PathBuf], out: &Path) -> Job {
    Job {
        inputs: inputs.to_vec(),
        out: Some(out.to_path_buf()),
        desk: None,
        command: verb,
        config: Config::default(),
        rules: Rules::default(),
        book: Decided::default(),
        clashes: Vec::new(),
        run: RunConfig { threads: Some(2), ..RunConfig::default() },
        dry_run: false,
        force: false,
    }
}

/// Cleans these inputs with the library, with default settings.
pub(crate) fn clean(inputs: &[PathBuf], out: &Path) -> Outcome {
    copydesk::pipeline::clean(&job(Verb::Clean, inputs, out), &()).unwrap()
}

/// One line of JSON Lines with these fields.
pub(crate) fn record(fields: &[(&str, &str)]) -> String {
    let fields = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).into()));
    serde_json::Value::Object(fields.collect()).to_string() + "\n"
}

/// Words of made-up prose.
const WORDS: [&str; 48] = [
    "harbour",
    "copper",
    "ferry",
    "council",
    "winter",
    "bridge",
    "miller",
    "orchard",
    "signal",
    "lantern",
    "barley",
    "quarry",
    "tramway",
    "archive",
    "festival",
    "warden",
    "granite",
    "canal",
    "meadow",
    "printer",
    "railway",
    "beacon",
    "market",
    "glazier",
    "reservoir",
    "pilot",
    "chapel",
    "theatre",
    "cellar",
    "garden",
    "station",
    "turbine",
    "village",
    "surgeon",
    "parade",
    "ledger",
    "compass",
    "boiler",
    "viaduct",
    "tanner",
    "mural",
    "gallery",
    "saddler",
    "cistern",
    "weaver",
    "foundry",
    "almanac",
    "trumpet",
];

/// The text of a made-up article: three paragraphs that no other number has.
pub(crate) fn prose(number: u64) -> String {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678;
    let mut next = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap() % below
    };
    let mut sentence = || {
        let words: Vec<&str> = (0..9 + next(6)).map(|_| WORDS[next(WORDS.len())]).collect();
        format!(
            "The {} was {} to the {}.",
            words[..4].join(" of a "),
            words[4..6].join(" and "),
            words[6..].join(" near a ")
        )
    };
    let paragraphs: Vec<String> =
        (0..3).map(|_| [sentence(), sentence(), sentence()].join(" ")).collect();
    paragraphs.join("\n\n")
}

/// JSON Lines of this many made-up articles: `a0`, `a1` …
pub(crate) fn good(count: u64) -> String {
    let line = |n: u64| record(&[("id", &format!("a{n}")), ("text", &prose(n))]);
    (0..count).map(line).collect()
}

//! Holds the house to its plan by reading the sources: sizes, headings, and who may name whom.
//!
//! Takes `src/`, `tests/` and `benches/`, gives every breach at once, with what to do about it. Never runs a stage.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors of the house, lowest first. A floor may name itself and those below.
const FLOORS: [&str; 25] = [
    "article",
    "error",
    "disk",
    "progress",
    "languages",
    "segment",
    "spill",
    "shingle",
    "minhash",
    "lsh",
    "cluster",
    "desk",
    "survey",
    "decisions",
    "classify",
    "copies",
    "read",
    "report",
    "write",
    "config",
    "pipeline",
    "review",
    "cli",
    "lib",
    "main",
];
/// What a floor may name above itself: plain nouns without work in them.
const INTENDED: [(&str, &str); 3] =
    [("classify", "report::model"), ("copies", "report::model"), ("decisions", "report::model")];
/// Where threads live.
const THREADS: [&str; 7] = ["spill", "survey", "cluster", "lsh", "copies", "desk", "pipeline"];
/// What only the command line may use.
const COMMAND_LINE: [&str; 7] =
    ["clap::", "indicatif::", "anyhow::", "println!", "print!(", "std::env::", "process::exit"];
/// Where temporary files go is the system's to say, and no setting.
const TEMPORARY: &str = "std::env::temp_dir";
/// Names that say nothing.
const EMPTY_NAMES: [&str; 5] = ["utils", "common", "helpers", "misc", "imp"];
const LONGEST_FILE: usize = 400;

/// One Rust file.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The floor that it belongs to.
    fn floor(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or_default();
        below.split(['/', '.']).next().unwrap_or_default()
    }

    fn in_src(&self) -> bool {
        self.path.starts_with("src/")
    }

    /// Numbered lines of code: no comments, and nothing from the tests at the end of the file on.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().take_while(|(_, l)| l.trim() != "#[cfg(test)]");
        lines.map(|(n, line)| (n + 1, line)).filter(|(_, line)| !line.trim().starts_with("//"))
    }

    /// The paths after `crate::`, groups in braces taken apart one level.
    fn named(&self) -> Vec<(usize, String)> {
        let code: Vec<(usize, &str)> = self.code().collect();
        let mut named = Vec::new();
        for (i, (n, line)) in code.iter().enumerate() {
            for (at, _) in line.match_indices("crate::") {
                let rest: String = [
                    &line[at + 7..],
                    &code[i + 1..].iter().take(8).map(|c| c.1).collect::<String>(),
                ]
                .concat();
                named.extend(paths(&rest).into_iter().map(|path| (*n, path)));
            }
        }
        named
    }
}

/// `a::b` as it stands, `{a::b, c}` as two.
fn paths(rest: &str) -> Vec<String> {
    let path = |s: &str| {
        s.trim().chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c)).collect()
    };
    match rest.strip_prefix('{') {
        None => vec![path(rest)],
        Some(group) => group.split('}').next().unwrap_or_default().split(',').map(path).collect(),
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut files: Vec<PathBuf> = ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .collect();
    files.sort();
    let source = |file: PathBuf| Source {
        path: file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"),
        text: fs::read_to_string(&file).unwrap(),
    };
    files.into_iter().map(source).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.map(|e| e.unwrap().path()) {
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// Fails with every breach at once.
fn none(breaches: &[String], what_to_do: &str) {
    let mut message = String::new();
    for breach in breaches {
        write!(message, "\n  {breach}").unwrap();
    }
    assert!(breaches.is_empty(), "{what_to_do}:{message}\n");
}

/// Lines of code outside `homes` that hold one of `words`.
fn strays(words: &[&str], homes: &[&str]) -> Vec<String> {
    let mut strays = Vec::new();
    for source in sources().iter().filter(|s| s.in_src() && !homes.contains(&s.floor())) {
        for (n, line) in source.code() {
            let line = line.replace(TEMPORARY, "");
            if let Some(word) = words.iter().find(|w| line.contains(**w)) {
                strays.push(format!("{}:{n}: {word}", source.path));
            }
        }
    }
    strays
}

#[test]
fn no_file_is_long() {
    let long: Vec<String> = sources()
        .iter()
        .map(|s| (s, s.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(s, lines)| format!("{}: {lines} lines", s.path))
        .collect();
    none(&long, "a file says one thing in at most 400 lines; give a part of these its own file");
}

#[test]
fn every_file_says_what_it_is() {
    let mute: Vec<String> =
        sources().iter().filter(|s| !s.text.starts_with("//! ")).map(|s| s.path.clone()).collect();
    none(&mute, "open these with `//!`: what the file takes, what it gives, what it never does");
}

#[test]
fn no_name_is_empty() {
    let empty: Vec<String> = sources()
        .iter()
        .filter(|s| s.path.split(['/', '.']).any(|part| EMPTY_NAMES.contains(&part)))
        .map(|s| s.path.clone())
        .collect();
    none(&empty, "name these for what they hold, not for being shared");
    let module = |line: &str| {
        let name = line.trim().trim_start_matches("pub ").strip_prefix("mod ")?;
        EMPTY_NAMES.iter().find(|e| name.trim_end_matches([' ', '{', ';']) == **e).copied()
    };
    let mut inner = Vec::new();
    for source in sources() {
        let found = source.code().filter_map(|(n, l)| Some((n, module(l)?)));
        inner.extend(found.map(|(n, name)| format!("{}:{n}: mod {name}", source.path)));
    }
    none(&inner, "name these modules for what they hold");
}

#[test]
fn every_floor_is_on_the_plan() {
    let mut unknown: Vec<String> = sources()
        .iter()
        .filter(|s| s.in_src() && !FLOORS.contains(&s.floor()))
        .map(|s| format!("{} ({})", s.floor(), s.path))
        .collect();
    unknown.dedup();
    none(&unknown, "put these into FLOORS in tests/tidy.rs, where they stand in the data flow");
}

#[test]
fn no_stage_names_a_later_one() {
    let rank = |floor: &str| FLOORS.iter().position(|f| *f == floor);
    let mut upward = Vec::new();
    for source in sources().iter().filter(|s| s.in_src() && !["lib", "main"].contains(&s.floor())) {
        let here = source.floor();
        for (n, path) in source.named() {
            let there = path.split("::").next().unwrap_or_default();
            let intended = INTENDED.iter().any(|(from, to)| *from == here && path.starts_with(to));
            if rank(there) > rank(here) && !intended {
                upward.push(format!("{}:{n}: {here} names {path}", source.path));
            }
        }
    }
    none(
        &upward,
        "data rises; a noun lives on the floor that makes it: move it down, or the work up",
    );
}

#[test]
fn threads_live_in_few_places() {
    let strays = strays(&["rayon::", "std::thread::"], &[&THREADS[..], &["cli"]].concat());
    none(&strays, "these floors work on one thing at a time; let the pipeline spread the work");
}

#[test]
fn only_the_command_line_prints_and_reads_the_environment() {
    let strays = strays(&COMMAND_LINE, &["cli", "main"]);
    none(&strays, "give a value, an Error or a Progress event instead; src/cli shows it");
}

#[test]
fn nothing_is_unwrapped() {
    let strays = strays(&[".unwrap()", ".expect("], &[]);
    none(&strays, "give an Error, or a value that cannot fail");
}

#[test]
fn every_stage_stands_in_the_plan_of_the_house() {
    let Ok(plan) = fs::read_to_string(root().join("ARCHITECTURE.md")) else { return };
    let headings: Vec<String> =
        plan.lines().filter(|l| l.starts_with('#')).map(str::to_lowercase).collect();
    let words = |heading: &String, name: &str| {
        heading.split(|c: char| !c.is_alphanumeric()).any(|word| word == name)
    };
    let mut missing: Vec<String> = sources()
        .iter()
        .filter(|s| s.path.starts_with("src/") && s.path.matches('/').count() > 1)
        .map(|s| s.floor().to_owned())
        .filter(|floor| !headings.iter().any(|heading| words(heading, floor)))
        .collect();
    missing.dedup();
    none(&missing, "give these folders of src/ a heading with their name in ARCHITECTURE.md");
}

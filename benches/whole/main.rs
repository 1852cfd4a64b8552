//! The whole program against the *identity pass*: what any program pays that parses a corpus and writes it back.
//!
//! Takes a corpus of JSON Lines (or makes one), runs every command on it in turn, as processes of their own, and prints a
//! table: median seconds, the ratio to the identity pass of the same run, peak memory; then where the time of `clean`
//! went. In turn, because what else runs on a machine changes by the minute.
//!
//! ```text
//! cargo bench --bench whole -- [FILE] [--rounds N] [--threads N] [--only NAME,…]
//! ```

#![expect(clippy::unwrap_used, reason = "a bench says what broke")]
#![expect(clippy::print_stdout, reason = "the table is what a bench is for")]

#[path = "../corpus/mod.rs"]
mod corpus;
mod identity;
mod table;
mod trial;

use corpus::{Corpus, to_json_lines};
use std::path::{Path, PathBuf};
use std::{env, fs};
use trial::{Bench, trials};

/// Bytes of the corpus that is made where none is named.
const MADE: usize = 50_000_000;

/// What was asked for on the command line.
struct Asked {
    corpus: Option<PathBuf>,
    rounds: usize,
    threads: usize,
    only: Option<String>,
}

impl Asked {
    fn of(mut words: impl Iterator<Item = String>) -> Self {
        let threads = std::thread::available_parallelism().map_or(4, usize::from);
        let mut asked = Self { corpus: None, rounds: 5, threads, only: None };
        while let Some(word) = words.next() {
            match word.as_str() {
                "--rounds" => asked.rounds = words.next().unwrap().parse().unwrap(),
                "--threads" => asked.threads = words.next().unwrap().parse().unwrap(),
                "--only" => asked.only = words.next(),
                // What cargo adds for harnesses of other kinds.
                word if word.starts_with("--") => {}
                path => asked.corpus = Some(PathBuf::from(path)),
            }
        }
        asked
    }
}

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [word, from, to, threads] = &words[..]
        && word == identity::WORD
    {
        return identity::pass(Path::new(from), Path::new(to), threads.parse().unwrap());
    }
    let asked = Asked::of(words.into_iter());
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let corpus = asked.corpus.unwrap_or_else(|| made(folder.path()));
    let bench = Bench { corpus, folder: folder.path().to_path_buf(), threads: asked.threads };
    let only: Option<Vec<&str>> = asked.only.as_deref().map(|names| names.split(',').collect());
    let chosen: Vec<_> = trials(asked.threads)
        .into_iter()
        .filter(|trial| only.as_ref().is_none_or(|names| names.contains(&trial.name.as_str())))
        .collect();
    let mut runs = vec![Vec::new(); chosen.len()];
    for _ in 0..asked.rounds {
        for (trial, runs) in chosen.iter().zip(&mut runs) {
            runs.push(bench.run(trial));
        }
    }
    println!("{}", table::table(&bench, &chosen, &runs));
    println!("{}", table::profile(&chosen, &runs));
}

fn made(folder: &Path) -> PathBuf {
    let path = folder.join("articles.jsonl");
    fs::write(&path, to_json_lines(&Corpus::new(1).hosts(60).of_bytes(MADE))).unwrap();
    path
}

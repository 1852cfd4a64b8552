//! One command on one corpus, as a process of its own, timed.
//!
//! Takes a [`Trial`], gives a [`Run`]: wall-clock seconds, and what the program says of itself in `summary.json`.

use super::identity;
use serde_json::Value;
use std::env;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Where and on what everything runs.
pub(crate) struct Bench {
    pub(crate) corpus: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) threads: usize,
}

/// What is timed.
pub(crate) struct Trial {
    pub(crate) name: String,
    pub(crate) work: Work,
}

pub(crate) enum Work {
    /// Parse and write back.
    Identity,
    /// A verb of the program with its flags.
    Verb(Vec<String>),
    /// Decompress with the usual tool, to nowhere.
    Unpack(Packer),
    /// `clean` of the compressed corpus.
    Packed(Packer),
}

#[derive(Clone, Copy)]
pub(crate) enum Packer {
    Gzip,
    Zstd,
}

impl Packer {
    fn tool(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) seconds: f64,
    /// `profile` of `summary.json`, where there is one.
    pub(crate) profile: Option<Value>,
}

/// Everything that can be timed, the identity pass first.
pub(crate) fn trials(threads: usize) -> Vec<Trial> {
    let verb = |name: &str, flags: &str, threads: usize| {
        let words = flags.split_whitespace().map(str::to_owned);
        let words = words.chain(["--threads".to_owned(), threads.to_string()]).collect();
        Trial { name: name.to_owned(), work: Work::Verb(words) }
    };
    let packed = |name: &str, work| Trial { name: name.to_owned(), work };
    vec![
        packed("identity", Work::Identity),
        verb("clean", "clean", threads),
        verb("mark", "clean --boilerplate mark", threads),
        verb("scan", "scan", threads),
        verb("clean-256MiB", "clean --memory 256MiB", threads),
        verb("clean-1-thread", "clean", 1),
        packed("gzip -d", Work::Unpack(Packer::Gzip)),
        packed("clean-gzip", Work::Packed(Packer::Gzip)),
        packed("zstd -d", Work::Unpack(Packer::Zstd)),
        packed("clean-zstd", Work::Packed(Packer::Zstd)),
    ]
}

impl Bench {
    pub(crate) fn run(&self, trial: &Trial) -> Run {
        match &trial.work {
            Work::Identity => self.identity(),
            Work::Verb(words) => self.program(words, &self.corpus),
            Work::Unpack(packer) => {
                let file = self.packed(*packer);
                let mut tool = Command::new(packer.tool());
                tool.arg("-dc").arg(file).stdout(Stdio::null());
                Run { seconds: timed(&mut tool), profile: None }
            }
            Work::Packed(packer) => {
                let threads = self.threads.to_string();
                let words = ["clean", "--threads", &threads].map(str::to_owned);
                self.program(&words, &self.packed(*packer))
            }
        }
    }

    fn identity(&self) -> Run {
        let out = self.folder.join("same.jsonl");
        let mut pass = Command::new(env::current_exe().unwrap());
        pass.arg(identity::WORD).arg(&self.corpus).arg(&out).arg(self.threads.to_string());
        let seconds = timed(&mut pass);
        fs::remove_file(out).unwrap();
        Run { seconds, profile: None }
    }

    fn program(&self, words: &[String], corpus: &Path) -> Run {
        let out = self.folder.join("out");
        let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        program.args(words).arg(corpus).arg("-o").arg(&out).args(["--quiet"]);
        let seconds = timed(&mut program);
        let summary: Value =
            serde_json::from_reader(File::open(out.join("report/summary.json")).unwrap()).unwrap();
        fs::remove_dir_all(out).unwrap();
        Run { seconds, profile: summary.get("profile").cloned() }
    }

    /// The corpus, compressed once.
    fn packed(&self, packer: Packer) -> PathBuf {
        let name = self.corpus.file_name().unwrap().to_string_lossy();
        let place = self.folder.join(format!("{name}.{}", packer.tool()));
        if !place.exists() {
            let file = File::open(&self.corpus).unwrap();
            let to = File::create(&place).unwrap();
            match packer {
                Packer::Gzip => {
                    let mut to = flate2::write::GzEncoder::new(to, flate2::Compression::default());
                    io::copy(&mut &file, &mut to).unwrap();
                    to.finish().unwrap();
                }
                Packer::Zstd => zstd::stream::copy_encode(file, to, 3).unwrap(),
            }
        }
        place
    }
}

fn timed(command: &mut Command) -> f64 {
    let start = Instant::now();
    let ended = command.status().unwrap();
    assert!(ended.success(), "{command:?}: {ended}");
    start.elapsed().as_secs_f64()
}

//! `copydesk filter` on an input without end: how long a record is under way, and what memory and desk come to.
//!
//! Takes a rate and a time, feeds made-up records to the program at that rate, each with the moment at which it was due,
//! reads them back, and prints a row a minute. Flat rows are what is to be shown.
//!
//! ```text
//! cargo bench --bench stream -- [--seconds N] [--rate N] [--every N] [-- WORDS FOR FILTER]
//! ```

#![expect(clippy::unwrap_used, reason = "a bench says what broke")]
#![expect(clippy::print_stdout, reason = "the table is what a bench is for")]

#[path = "../corpus/mod.rs"]
mod corpus;

use corpus::Corpus;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// What was asked for on the command line.
struct Asked {
    seconds: u64,
    /// Records a second.
    rate: u64,
    /// Seconds a row.
    every: u64,
    words: Vec<String>,
}

impl Asked {
    fn of(mut words: impl Iterator<Item = String>) -> Self {
        let mut asked = Self { seconds: 60, rate: 200, every: 60, words: Vec::new() };
        while let Some(word) = words.next() {
            let mut number = || words.next().unwrap().parse().unwrap();
            match word.as_str() {
                "--seconds" => asked.seconds = number(),
                "--rate" => asked.rate = number(),
                "--every" => asked.every = number(),
                "--" => asked.words = words.by_ref().collect(),
                // What cargo adds for harnesses of other kinds.
                _ => {}
            }
        }
        asked
    }
}

/// What happened since the last row.
#[derive(Default)]
struct Row {
    /// Milliseconds that records were under way.
    delays: Vec<u64>,
    /// Most memory, in MB.
    memory: u64,
}

/// What all threads see.
struct Shared {
    start: Instant,
    sent: AtomicU64,
    row: Mutex<Row>,
}

impl Shared {
    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap()
    }
}

fn main() {
    let asked = Asked::of(env::args().skip(1));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let desk = folder.path().join("desk");
    let mut run = filter(&desk, &asked.words);
    let (stdin, stdout) = (run.stdin.take().unwrap(), run.stdout.take().unwrap());
    let (sent, row) = (AtomicU64::new(0), Mutex::default());
    let shared = Shared { start: Instant::now(), sent, row };
    println!("{} records a second, a row every {} s", asked.rate, asked.every);
    println!("| s | sent | back | median ms | 95 % ms | most ms | memory MB | desk MB |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    thread::scope(|scope| {
        scope.spawn(|| feed(stdin, &asked, &shared));
        scope.spawn(|| take(stdout, &shared));
        watch(run.id(), &desk, &asked, &shared);
    });
    println!("ended with {}", run.wait().unwrap());
}

fn filter(desk: &Path, words: &[String]) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    program.args(["filter", "--learn", "--quiet", "--desk"]).arg(desk).args(words);
    program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// Writes records when they are due, or as soon after as the program takes them.
fn feed(stdin: ChildStdin, asked: &Asked, shared: &Shared) {
    let mut stdin = BufWriter::new(stdin);
    let mut made = Corpus::new(1).hosts(60).made();
    let total = asked.seconds * asked.rate;
    for n in 0..total {
        let due = n * 1000 / asked.rate;
        let early = due.saturating_sub(shared.now());
        if early > 0 {
            stdin.flush().unwrap();
            thread::sleep(Duration::from_millis(early));
        }
        let one = made.next().unwrap();
        let record = serde_json::json!({
            "id": one.id, "host": one.host, "title": one.title, "date_publish": one.date,
            "maintext": one.text, "sent": due,
        });
        writeln!(stdin, "{record}").unwrap();
        shared.sent.fetch_add(1, Ordering::Relaxed);
    }
    stdin.flush().unwrap();
}

/// Reads what comes back, and when.
fn take(stdout: ChildStdout, shared: &Shared) {
    for line in BufReader::new(stdout).lines().map(Result::unwrap) {
        let at = line.find("\"sent\":").unwrap() + 7;
        let digits = line[at..].find(|c: char| !c.is_ascii_digit()).unwrap();
        let due: u64 = line[at..at + digits].parse().unwrap();
        shared.row.lock().unwrap().delays.push(shared.now().saturating_sub(due));
    }
}

/// Prints a row from time to time, until the input has ended.
fn watch(id: u32, desk: &Path, asked: &Asked, shared: &Shared) {
    for second in 1..=asked.seconds {
        thread::sleep((Duration::from_secs(second)).saturating_sub(shared.start.elapsed()));
        let memory = memory(id);
        let mut row = shared.row.lock().unwrap();
        row.memory = row.memory.max(memory);
        if second % asked.every == 0 || second == asked.seconds {
            let row = std::mem::take(&mut *row);
            print(second, shared.sent.load(Ordering::Relaxed), row, bytes(desk));
        }
    }
}

fn print(second: u64, sent: u64, mut row: Row, desk: u64) {
    row.delays.sort_unstable();
    let back = row.delays.len();
    let at = |percent: usize| row.delays.get(back.saturating_sub(1) * percent / 100).unwrap_or(&0);
    let (median, high, most, desk) = (at(50), at(95), at(100), desk / 1_000_000);
    println!(
        "| {second} | {sent} | {back} | {median} | {high} | {most} | {} | {desk} |",
        row.memory
    );
}

/// Memory that a process holds, in MB; 0 where the system does not tell.
fn memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kilobytes.map_or(0, |kb: u64| kb * 1024 / 1_000_000)
}

/// Bytes of all files below a folder.
fn bytes(folder: &Path) -> u64 {
    let files = walkdir::WalkDir::new(folder).into_iter().flatten();
    files
        .filter_map(|file| file.metadata().ok())
        .filter(fs::Metadata::is_file)
        .map(|m| m.len())
        .sum()
}

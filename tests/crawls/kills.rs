//! Kills: at any moment they leave the desk as it was before or after, never between.
//!
//! Half of the moments are spread over the whole run; the other half come a little after the desk's folder changes, which
//! is when something could go wrong. `COPYDESK_KILLS=100` asks for more of them than the suite has time for.

use crate::corpus::Dice;
use crate::crawl::Crawls;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Moments at which each verb is killed, unless more are asked for.
const MOMENTS: u32 = 20;

#[expect(clippy::disallowed_methods, reason = "who runs the tests says how long they may take")]
fn moments() -> u32 {
    let asked = std::env::var("COPYDESK_KILLS").ok().and_then(|n| n.parse().ok());
    asked.unwrap_or(MOMENTS)
}

/// What is killed.
struct Victim<'a> {
    crawls: &'a Crawls,
    words: &'a str,
    /// What it reads from standard input, if anything.
    stdin: Option<&'a str>,
}

impl Victim<'_> {
    fn start(&self) -> Child {
        let stdin = self
            .stdin
            .map_or(Stdio::null(), |name| File::open(self.crawls.place.path(name)).unwrap().into());
        let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        program.current_dir(self.crawls.place.path("")).args(self.words.split_whitespace());
        program.stdin(stdin).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// The names and lengths of the files of the desk.
    fn look(&self) -> BTreeSet<(String, u64)> {
        let mut seen = BTreeSet::new();
        for folder in ["desk", "desk/volumes"] {
            let entries = fs::read_dir(self.crawls.place.path(folder)).into_iter().flatten();
            for entry in entries.map_while(Result::ok) {
                let length = entry.metadata().map_or(0, |m| m.len());
                seen.insert((entry.file_name().to_string_lossy().into_owned(), length));
            }
        }
        seen
    }

    /// Waits until the desk's folder has changed so many times, or the run is over.
    fn wait_for_changes(&self, run: &mut Child, changes: u32) {
        let mut seen = self.look();
        for _ in 0..changes {
            while self.look() == seen && run.try_wait().unwrap().is_none() {}
            seen = self.look();
        }
    }

    /// Kills the run at one moment after the other, each time from the desk `before`; the desk is as before or after.
    fn kill(&self) {
        let crawls = self.crawls;
        crawls.copy("desk", "before");
        let before = crawls.export();
        let began = Instant::now();
        assert!(self.start().wait().unwrap().success());
        let length = began.elapsed();
        let after = crawls.export();
        let (mut dice, mut killed, mut done) = (Dice::new(9), 0, 0);
        for moment in 0..moments() {
            crawls.copy("before", "desk");
            let mut run = self.start();
            if moment % 2 == 0 {
                std::thread::sleep(length.mul_f64(dice.unit()));
            } else {
                self.wait_for_changes(&mut run, moment / 2 % 8);
                std::thread::sleep(Duration::from_micros(dice.bits() % 1_500));
            }
            // A run that is over cannot be killed; then all of it is there.
            let _ = run.kill();
            let code = run.wait().unwrap().code();
            assert!(code.is_none_or(|code| code == 0), "{}: code {code:?}", self.words);
            killed += u32::from(code.is_none());
            let left = crawls.export();
            assert!(left == before || left == after, "{}, moment {moment}: between", self.words);
            assert!(code.is_none() || left == after, "{}, moment {moment}: not learnt", self.words);
            done += u32::from(code.is_none() && left == after);
            // What the kill left is no hindrance, and is swept away.
            if moment % 4 == 0 {
                assert!(self.start().wait().unwrap().success(), "{}, moment {moment}", self.words);
                assert!(crawls.export() == after, "{}, moment {moment}: again", self.words);
                let info = crawls.place.run("desk info desk --json");
                assert!(info.code(0).text().contains("\"leftovers\":[]"), "{}", info.text());
            }
        }
        assert!(killed >= moments() / 3, "{} of {} runs were killed", killed, moments());
        tell(&format!("{}: {killed} of {} killed, {done} after the change", self.words, moments()));
    }
}

/// Says how a test went, for those who asked for many moments.
#[expect(clippy::print_stdout, reason = "what chance met is worth knowing")]
fn tell(what: &str) {
    println!("{what}");
}

#[test]
fn of_learn() {
    let crawls = Crawls::taught(50, 3);
    Victim { crawls: &crawls, words: "learn 2.jsonl --desk desk", stdin: None }.kill();
}

#[test]
fn of_a_learn_that_merges_volumes() {
    // The eighth volume is merged with the seven before it, in the same run.
    let crawls = Crawls::of(51, 8, 40);
    (0..7).for_each(|n| crawls.learn(n));
    Victim { crawls: &crawls, words: "learn 7.jsonl --desk desk", stdin: None }.kill();
}

#[test]
fn of_a_filter_that_learns() {
    let crawls = Crawls::taught(52, 3);
    if !crawls.place.run("filter --help").text().contains("--learn") {
        return crate::desk::skipped("filter does not learn yet");
    }
    let words = "filter --desk desk --learn --batch 20";
    Victim { crawls: &crawls, words, stdin: Some("2.jsonl") }.kill();
}

#[test]
fn of_compact() {
    let crawls = Crawls::taught(53, 6);
    Victim { crawls: &crawls, words: "desk compact desk", stdin: None }.kill();
}

#[test]
fn of_forget() {
    let crawls = Crawls::taught(54, 4);
    let words = "desk forget desk --before 2999-01-01";
    Victim { crawls: &crawls, words, stdin: None }.kill();
}

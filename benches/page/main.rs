//! The page with ten thousand blocks and ten thousand clusters in a real browser: how large, how soon usable, how long
//! a key takes until its frame is painted.
//!
//! Takes the library's renderer, made-up data and Chromium (named in `CHROMIUM`, or installed), prints a table. Ends with
//! 1 where a budget is broken, and with 2 where there is no browser.
//!
//! ```text
//! cargo bench --bench page                  # 10,000 and 10,000
//! cargo bench --bench page -- --keep FILE   # leaves the page there
//! ```

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench says what it measured"
)]

#[path = "../../tests/page/chromium/mod.rs"]
mod chromium;
#[path = "../corpus/mod.rs"]
mod corpus;
mod keys;
mod made;

use chromium::{Browser, Tab};
use keys::{PARTS, Times};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

/// Blocks, and clusters.
const EACH: usize = 10_000;
/// Openings of the page.
const ROUNDS: usize = 5;
/// The budgets: seconds until usable, milliseconds of a key, bytes of the file.
const BUDGETS: (f64, f64, u64) = (1.5, 16.0, 25_000_000);

fn main() -> ExitCode {
    let browser = match Browser::start() {
        Ok(browser) => browser,
        Err(why) => {
            println!("{why}");
            return ExitCode::from(2);
        }
    };
    let words: Vec<String> = env::args().collect();
    let folder = tempfile::tempdir().unwrap();
    let kept =
        words.iter().position(|word| word == "--keep").map(|at| PathBuf::from(&words[at + 1]));
    let file = kept.unwrap_or_else(|| folder.path().join("report.html"));
    let begun = Instant::now();
    made::page(EACH, EACH, &file);
    let size = fs::metadata(&file).unwrap().len();
    println!(
        "{EACH} blocks, {EACH} clusters: {} kB, made in {:.1} s\n",
        size / 1000,
        begun.elapsed().as_secs_f64()
    );
    let usable = openings(&browser, &file);
    println!(
        "usable after {:.2} s (median of {ROUNDS}; {:.2} to {:.2})\n",
        usable[ROUNDS / 2],
        usable[0],
        usable[ROUNDS - 1]
    );
    let tab = browser.tab();
    open(&tab, &file);
    let nodes = tab.count("*");
    println!(
        "| keys | strokes | median ms | 95th ms | longest ms | elements |\n| --- | --- | --- | --- | --- | --- |"
    );
    let mut all = Times::default();
    for (name, strokes) in PARTS {
        let times = keys::measure(&tab, strokes);
        println!("| {name} | {} | {} |", times.row(), tab.count("*"));
        all.join(times);
    }
    println!("| all | {} | {} |\n\n{nodes} elements at first", all.row(), tab.count("*"));
    verdict(usable[ROUNDS / 2], all.median(), size)
}

/// Opens the page and waits until it can be used.
fn open(tab: &Tab<'_>, file: &Path) {
    tab.open(file);
    tab.wait("document.documentElement.hasAttribute('data-ready')");
}

/// Seconds from the start of the navigation to the first frame of the usable page, sorted.
fn openings(browser: &Browser, file: &Path) -> Vec<f64> {
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let tab = browser.tab();
            keys::watch(&tab);
            open(&tab, file);
            tab.wait("window.usableAfter !== undefined");
            tab.eval("window.usableAfter").as_f64().unwrap() / 1000.0
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    seconds
}

/// What is over its budget.
fn verdict(usable: f64, key: f64, size: u64) -> ExitCode {
    let (most_usable, most_key, most_size) = BUDGETS;
    let over = [
        (usable > most_usable, format!("usable after {usable:.2} s, budget {most_usable} s")),
        (key > most_key, format!("a key takes {key:.1} ms, budget {most_key} ms")),
        (size > most_size, format!("{size} bytes, budget {most_size}")),
    ];
    let broken: Vec<&String> = over.iter().filter(|(is, _)| *is).map(|(_, words)| words).collect();
    for words in &broken {
        println!("OVER BUDGET: {words}");
    }
    ExitCode::from(u8::from(!broken.is_empty()))
}

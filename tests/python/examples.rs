//! The examples in `datasets/stage`, each run over three days of the demo by the program that it is for.
//!
//! Takes the files as they stand; a test whose program is missing passes and says so. Snakemake and Airflow come from
//! `tests/python/install`.

use crate::desk::{Desk, skipped};
use crate::program;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The days.
const DAYS: [&str; 3] = ["2025-03-01", "2025-03-02", "2025-03-03"];

/// Texts of files by name.
type Texts = BTreeMap<String, String>;

fn stage(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/stage").join(name)
}

/// Whether these programs are there.
fn there(tools: &[&str]) -> bool {
    let missing = |tool: &&&str| Command::new(tool).arg("--version").output().is_err();
    let Some(tool) = tools.iter().find(missing) else { return true };
    skipped(&format!("no {tool}"));
    false
}

/// The demo as a crawl of three days, by date.
fn crawl() -> Desk {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/articles.jsonl");
    let lines = std::fs::read_to_string(demo).unwrap();
    let date = |line: &&str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["date"].as_str().unwrap().to_owned()
    };
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_by_key(date);
    let desk = Desk::new();
    for (day, lines) in DAYS.iter().zip(lines.chunks(lines.len().div_ceil(DAYS.len()))) {
        let text = lines.join("\n") + "\n";
        let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
        desk.put(&format!("crawl/{day}.jsonl.zst"), packed);
    }
    desk
}

/// What every example must give: the days cleaned one after the other, without any of them.
fn expected(desk: &Desk) -> Texts {
    let cleaned = |day: &&str| {
        let name = format!("{day}.jsonl.zst");
        let packed = std::fs::read(desk.path(&format!("crawl/{name}"))).unwrap();
        let text = zstd::decode_all(packed.as_slice()).unwrap();
        let ended = desk.pipe("filter --desk by-hand --learn --delay 0", text);
        (name, ended.code(0).text().to_owned())
    };
    DAYS.iter().map(cleaned).collect()
}

/// What stands in a folder of this place, by name; nothing if there is none.
fn texts(desk: &Desk, folder: &str) -> Texts {
    let text = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.unwrap().path();
        let bytes = zstd::decode_all(std::fs::read(&path).unwrap().as_slice()).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, String::from_utf8(bytes).unwrap())
    };
    std::fs::read_dir(desk.path(folder)).into_iter().flatten().map(text).collect()
}

/// A program at this place that finds copydesk as an installed one is found.
fn tool(desk: &Desk, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let built = Path::new(env!("CARGO_BIN_EXE_copydesk")).parent().unwrap();
    let mut path = OsString::from(built);
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut command = Command::new(program);
    command.current_dir(desk.path("")).env("PATH", path).env("HOME", desk.path(""));
    command
}

fn ended(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", said(&output));
    output
}

fn succeeds(command: &mut Command) -> bool {
    command.output().unwrap().status.success()
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

/// `clean.sh` on a day.
fn script(desk: &Desk, day: &str) -> Command {
    let mut run = tool(desk, stage("clean.sh"));
    let file = |folder: &str| format!("{folder}/{day}.jsonl.zst");
    run.args([file("crawl"), file("clean"), "desk".to_owned()]);
    run
}

#[test]
fn the_script_gives_a_day_whole_or_not_at_all() {
    if !there(&["bash", "zstd"]) {
        return;
    }
    let desk = crawl();
    let expected = expected(&desk);
    std::fs::create_dir(desk.path("clean")).unwrap();
    for day in DAYS {
        ended(&mut script(&desk, day));
    }
    assert_eq!(texts(&desk, "clean"), expected);
    let half = std::fs::read(desk.path("crawl/2025-03-01.jsonl.zst")).unwrap();
    desk.put("crawl/half.jsonl.zst", &half[..half.len() / 2]);
    assert!(!succeeds(&mut script(&desk, "half")), "a broken input");
    let code = script(&desk, DAYS[0]).env("COPYDESK", "false").output().unwrap().status.code();
    assert_eq!(code, Some(1), "the exit code of the program");
    assert_eq!(texts(&desk, "clean"), expected, "nothing half, nothing lost");
    ended(&mut script(&desk, DAYS[2]));
    assert_eq!(texts(&desk, "clean"), expected, "the same day once more");
}

#[test]
fn make_cleans_what_is_new_in_the_order_of_days() {
    if !there(&["make", "bash", "zstd"]) {
        return;
    }
    let desk = crawl();
    let expected = expected(&desk);
    let make = |words: &[&str]| {
        let mut make = tool(&desk, "make");
        make.arg("-f").arg(stage("Makefile")).args(words);
        make
    };
    assert!(!succeeds(&mut make(&["COPYDESK=false"])));
    assert!(texts(&desk, "clean").is_empty(), "what failed is deleted");
    ended(&mut make(&["-j4"]));
    assert_eq!(texts(&desk, "clean"), expected);
    assert!(said(&ended(&mut make(&[]))).contains("Nothing to be done"));
}

#[test]
fn snakemake_cleans_what_is_new_in_the_order_of_days() {
    let Some(snakemake) = program("snakemake", "snakemake") else { return };
    if !there(&["bash", "zstd"]) {
        return;
    }
    let desk = crawl();
    let expected = expected(&desk);
    let run = |words: &[&str]| {
        let mut run = tool(&desk, &snakemake);
        run.arg("--snakefile").arg(stage("Snakefile")).args(["--cores", "4"]).args(words);
        run
    };
    assert!(!succeeds(&mut run(&["--config", "copydesk=false"])));
    assert!(texts(&desk, "clean").is_empty(), "what failed is deleted");
    ended(&mut run(&[]));
    assert_eq!(texts(&desk, "clean"), expected);
    assert!(said(&ended(&mut run(&[]))).contains("Nothing to be done"));
}

#[test]
fn airflow_cleans_each_day() {
    let Some(airflow) = program("airflow", "airflow") else { return };
    if !there(&["bash", "zstd"]) {
        return;
    }
    let desk = crawl();
    let expected = expected(&desk);
    for name in ["copydesk_dag.py", "clean.sh"] {
        desk.put(&format!("dags/{name}"), "");
        std::fs::copy(stage(name), desk.path(&format!("dags/{name}"))).unwrap();
    }
    let run = |words: &str| {
        let mut run = tool(&desk, &airflow);
        run.args(words.split(' ')).env("AIRFLOW_HOME", desk.path("airflow"));
        run.env("AIRFLOW__CORE__DAGS_FOLDER", desk.path("dags"));
        run.env("AIRFLOW__CORE__LOAD_EXAMPLES", "False").env("COPYDESK_HOME", desk.path(""));
        run
    };
    ended(&mut run("db migrate"));
    assert!(said(&ended(&mut run("dags list-import-errors"))).contains("No data found"));
    for day in DAYS {
        ended(&mut run(&format!("tasks test copydesk clean {day}")));
    }
    assert_eq!(texts(&desk, "clean"), expected);
    let mut failing = run(&format!("tasks test copydesk clean {}", DAYS[0]));
    assert!(!succeeds(failing.env("COPYDESK", "false")));
}

#[test]
fn systemd_understands_service_and_timer() {
    if !there(&["systemd-analyze"]) || !Path::new("/usr/bin/make").exists() {
        return;
    }
    let units = ["copydesk.service", "copydesk.timer"].map(stage);
    let output = ended(Command::new("systemd-analyze").arg("verify").args(units));
    assert_eq!(said(&output), "", "no warning either");
}

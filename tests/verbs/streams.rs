//! Exit codes, standard streams, and runs that write nothing.

use crate::desk::{Desk, good, prose, record, tree};
use serde_json::Value;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

#[test]
fn strict_ends_with_3_if_a_record_was_rejected_and_the_output_is_whole() {
    let desk = Desk::with(&[("a.jsonl", format!("{}oops\n", good(3)).as_bytes())]);
    desk.run("clean in -o out --strict").code(3);
    assert_eq!(desk.whole("in").counts(), [4, 3, 0, 1]);
    desk.run("scan in -o scanned --strict").code(3);
    assert!(desk.path("scanned/manifest.json").exists());
    desk.run("clean in --dry-run --strict").code(3);
    let filtered = desk.pipe("filter --strict", format!("{}oops\n", good(3)));
    assert_eq!(filtered.code(3).text(), good(3));
}

#[test]
fn strict_ends_with_0_if_nothing_was_rejected() {
    let copies = good(3) + &record(&[("id", "b"), ("text", &prose(1))]);
    let desk = Desk::with(&[("a.jsonl", copies.as_bytes())]);
    assert_eq!(desk.clean("--strict").counts(), [4, 3, 1, 0]);
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_would_be_done() {
    let desk = Desk::with(&[("a.jsonl", format!("{}oops\n", good(3)).as_bytes())]);
    std::fs::create_dir(desk.path("tmp")).unwrap();
    let before = tree(&desk.path(""));
    for words in ["clean in --dry-run", "clean in -o out --dry-run", "scan in -o out --dry-run"] {
        let ended = desk.run(&format!("{words} --tmp-dir tmp"));
        assert!(ended.code(0).stderr.contains("4 read = 3 cleaned"), "{}", ended.stderr);
        assert_eq!(ended.stdout, b"");
        assert_eq!(tree(&desk.path("")), before, "{words}");
        assert!(!desk.path("out").exists(), "{words}");
    }
    let ended = desk.pipe("filter --dry-run --report out --tmp-dir tmp", good(3));
    assert_eq!(ended.code(0).stdout, b"");
    assert_eq!(std::fs::read_dir(desk.path("tmp")).unwrap().count(), 0);
    assert!(!desk.path("out").exists());
}

#[test]
fn a_dry_run_leaves_an_old_out_alone() {
    let desk = Desk::with(&[("a.jsonl", good(3).as_bytes())]);
    desk.clean("");
    let before = tree(&desk.path("out"));
    desk.run("clean in -o out --dry-run --force").code(0);
    assert_eq!(tree(&desk.path("out")), before);
}

#[test]
fn the_last_line_of_json_progress_is_the_summary() {
    let desk = Desk::with(&[("a.jsonl", format!("{}oops\n", good(3)).as_bytes())]);
    for words in ["clean in -o one", "scan in -o two", "clean in --dry-run"] {
        let ended = desk.run(&format!("{words} --progress json"));
        let lines: Vec<Value> =
            ended.code(0).stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (last, stages) = lines.split_last().unwrap();
        assert_eq!(last["summary"]["records"]["read"], 4, "{words}");
        assert_eq!(last["summary"]["records"]["rejected"], 1, "{words}");
        for stage in ["read", "survey", "classify", "match", "write"] {
            let of_stage: Vec<&Value> =
                stages.iter().filter(|line| line["stage"] == stage).collect();
            let end = of_stage.last().unwrap_or_else(|| panic!("{words}: no {stage}"));
            assert_eq!(end["done"], end["total"], "{words}: {stage} comes to its end");
        }
        assert_eq!(ended.stdout, b"");
    }
    let ended = desk.pipe("filter --progress json", good(3));
    let last: Value = serde_json::from_str(ended.code(0).stderr.lines().last().unwrap()).unwrap();
    assert_eq!((&last["stage"], &last["summary"]["records"]["read"]), (&"done".into(), &3.into()));
    assert_eq!(ended.text(), good(3));
}

#[test]
fn quiet_runs_say_nothing() {
    let desk = Desk::with(&[("a.jsonl", format!("{}oops\n", good(3)).as_bytes())]);
    for words in
        ["clean in -o one -q", "scan in -o two --quiet --progress json", "restore one back -q"]
    {
        let ended = desk.run(words);
        assert_eq!((ended.code(0).stderr.as_str(), ended.text()), ("", ""), "{words}");
    }
}

#[test]
fn a_filter_whose_reader_leaves_early_ends_with_0() {
    for (lines, read) in [(good(6_000), false), (good(6_000), true), (good(2), false)] {
        let desk = Desk::with(&[("a.jsonl", lines.as_bytes())]);
        let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        program.args(["filter", "--quiet"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut run = program.current_dir(desk.path("")).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = run.stdout.take();
        let closed = if read { None } else { stdout.take() };
        drop(closed);
        run.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        if let Some(mut stdout) = stdout {
            stdout.read_exact(&mut [0; 100]).unwrap();
        }
        let output = run.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn standard_input_is_cleaned_and_restored_like_a_file() {
    let desk = Desk::new();
    let lines = good(3) + &record(&[("id", "b"), ("text", &prose(1))]) + "oops\n";
    desk.pipe("clean - -o out", lines.clone()).code(0);
    desk.put("stdin.jsonl", &lines);
    let book = desk.whole("stdin.jsonl");
    assert_eq!(book.counts(), [5, 3, 1, 1]);
    assert_eq!(book.rejects[0].place, "<stdin>:5");
}

#[test]
fn the_help_names_the_defaults_in_force() {
    let desk = Desk::new();
    let help = desk.run("clean --help");
    let dumped = desk.run("clean --dump-config");
    let value = |key: &str| {
        let line =
            dumped.text().lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
        line.split(" = ").nth(1).unwrap().to_owned()
    };
    let near = help.text().lines().find(|line| line.contains("near-duplicate [default")).unwrap();
    assert!(near.contains(&format!("[default: {}]", value("near"))), "{near}: {}", value("near"));
    let version = format!("({} unless set", value("version"));
    let words = help.text().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&version), "no {version:?} in the help of --near");
}

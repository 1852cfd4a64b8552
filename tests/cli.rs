//! The program from outside: what it prints, and with which code it ends.
//!
//! Takes the built binary. The cases in `tests/cmd` pin texts (`TRYCMD=overwrite` renews them); what stands here needs
//! pipes, folders, or more than one run. Never looks inside.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise, its helpers too")]

use std::io;
use std::process::{Command, Output, Stdio};

/// A run of the program with these words, without a terminal.
fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.args(words).stdin(Stdio::null()).env_remove("RUST_BACKTRACE");
    command
}

/// What the program gives for these words.
fn output(words: &[&str]) -> Output {
    program(words).output().unwrap()
}

/// What stands on stdout.
fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

/// What stands on stderr.
fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn texts_are_as_they_were() {
    trycmd::TestCases::new().env("COLUMNS", "100").case("tests/cmd/*.trycmd");
}

#[test]
fn a_failure_ends_with_1_and_one_line() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().to_str().unwrap();
    let cases: [&[&str]; 4] = [
        &["clean", "no/such/input", "-o", out],
        &["scan", "no/such/input", "-o", out, "--quiet"],
        &["explain", "no/such/out", "a1"],
        &["restore", "no/such/out", out],
    ];
    for words in cases {
        let output = output(words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), "", "{words:?}");
        assert!(stderr(&output).starts_with("copydesk: "), "{words:?}: {}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{words:?}: {}", stderr(&output));
    }
}

#[test]
fn a_broken_pipe_ends_with_0_and_silence() {
    for words in [&["completions", "bash"][..], &["--help"], &["man"], &["clean", "--dump-config"]]
    {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let output = program(words).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert_eq!(stderr(&output), "", "{words:?}");
    }
}

#[test]
fn dumped_settings_read_back() {
    let words = ["clean", "--near", "0.9", "--keep", "a.com,b.org", "--text-field", "story"];
    let first = output(&[&words[..], &["--dump-config"]].concat());
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &first.stdout).unwrap();
    let again = output(&["scan", "--config", file.path().to_str().unwrap(), "--dump-config"]);
    assert_eq!(stdout(&again), stdout(&first));
    assert!(stdout(&again).contains("near = 0.9\n"));
}

#[test]
fn every_shell_has_its_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = output(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0), "{shell}");
        for word in ["clean", "restore", "boilerplate"] {
            assert!(stdout(&output).contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn every_verb_has_its_page() {
    let first = output(&["man"]);
    assert!(stdout(&first).contains(".TH copydesk 1"), "{}", stdout(&first));
    for verb in [
        "clean",
        "scan",
        "filter",
        "learn",
        "desk",
        "desk-forget",
        "review",
        "explain",
        "restore",
        "completions",
        "man",
    ] {
        let output = output(&["man", verb]);
        assert_eq!(output.status.code(), Some(0), "{verb}");
        assert!(stdout(&output).contains(&format!(".TH copydesk-{verb} 1")), "{verb}");
        assert!(stdout(&output).contains("Examples:"), "{verb}");
    }
}

#[test]
fn no_style_goes_into_a_pipe() {
    for words in [&["--help"][..], &["clean", "--help"], &["clean"]] {
        let output = program(words).env("TERM", "xterm-256color").output().unwrap();
        assert!(!stdout(&output).contains('\u{1b}') && !stderr(&output).contains('\u{1b}'));
    }
}

//! Disks that are full, and files that may not grow.
//!
//! A file system of one megabyte in a name space of its own, where the machine allows one; else and besides, a limit on
//! the length of files. Where neither works the tests say so and pass.

#![cfg(unix)]

use crate::desk::{Desk, Ended, good, skipped};
use std::fs;

/// The program behind a shell that does `first`.
fn behind(desk: &Desk, first: &str, words: &str) -> Ended {
    let line = format!("{first}; exec \"$0\" \"$@\"");
    let mut program = assert_cmd::Command::new("sh");
    program.current_dir(desk.path("")).args(["-c", &line, env!("CARGO_BIN_EXE_copydesk")]);
    Ended::of(words, program.args(words.split_whitespace()))
}

/// What a run that met a full disk leaves: the path in its one line of complaint, no manifest, no halves.
fn check_failed(desk: &Desk, ended: &Ended, what: &str) {
    assert_eq!(ended.code, Some(1), "{what}: {}", ended.stderr);
    assert_eq!(ended.stderr.lines().count(), 1, "{what}: {}", ended.stderr);
    let place = ended.stderr.strip_prefix("copydesk: ").unwrap();
    let ours = desk.path("").to_string_lossy().into_owned();
    let named = ["out/", "out:", "tmp", &ours].iter().any(|start| place.starts_with(start));
    assert!(named, "{what}: the path comes first: {}", ended.stderr);
    assert!(!desk.path("out/manifest.json").exists(), "{what}");
}

#[test]
fn files_that_may_not_grow_end_the_run_with_the_path() {
    let desk = Desk::with(&[("a.jsonl", good(4_000).as_bytes()), ("b.jsonl", b"oops\n")]);
    fs::create_dir(desk.path("tmp")).unwrap();
    let blocks = [0, 1, 8, 64, 512, 1024, 2048, 4096, 8192];
    let mut met = 0;
    for limit in blocks {
        let first = format!("trap '' XFSZ; ulimit -f {limit} || exit 77");
        let ended = behind(&desk, &first, "clean in -o out --force --tmp-dir tmp --quiet");
        match ended.code {
            Some(77) => return skipped("no limit on files here"),
            Some(0) => assert!(desk.path("out/manifest.json").exists(), "{limit}"),
            _ => {
                check_failed(&desk, &ended, &format!("ulimit -f {limit}"));
                met += 1;
            }
        }
        let left = fs::read_dir(desk.path("tmp")).unwrap().count();
        assert_eq!(left, 0, "ulimit -f {limit}: temporary files stay behind");
    }
    assert!(met >= 3, "the limits were met {met} times");
    desk.clean("--force");
}

#[test]
fn a_full_disk_ends_the_run_with_the_path() {
    for (kilobytes, where_to) in
        [(64, "--tmp-dir tmp"), (256, "--tmp-dir tmp"), (512, "--tmp-dir out"), (1024, "")]
    {
        let desk = Desk::with(&[("a.jsonl", good(4_000).as_bytes())]);
        for name in ["out", "tmp"] {
            fs::create_dir(desk.path(name)).unwrap();
        }
        // What stands on the small disk goes with the name space: it is copied out for a look.
        let script = format!(
            "mount -t tmpfs -o size={kilobytes}k none out 2>/dev/null || exit 77; \
             \"$0\" clean in -o out --quiet {where_to}; code=$?; cp -r out left; exit $code"
        );
        let mut program = assert_cmd::Command::new("unshare");
        program.current_dir(desk.path("")).args(["--mount", "sh", "-c", &script]);
        let output = match program.arg(env!("CARGO_BIN_EXE_copydesk")).output() {
            Ok(output) if output.status.code() != Some(77) && desk.path("left").exists() => output,
            _ => return skipped("no file systems can be mounted here"),
        };
        let stderr = String::from_utf8(output.stderr).unwrap();
        let code = output.status.code();
        let ended = Ended { words: String::new(), code, stdout: Vec::new(), stderr };
        assert!(!ended.stderr.contains("internal:"), "{kilobytes}: {}", ended.stderr);
        check_failed(&desk, &ended, &format!("{kilobytes} kB"));
        assert!(!desk.path("left/manifest.json").exists(), "{kilobytes}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_a_failure() {
    let desk = Desk::with(&[("a.jsonl", good(20).as_bytes())]);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let lines = fs::File::open(desk.path("in/a.jsonl")).unwrap();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
    let output = program.arg("filter").stdin(lines).stdout(full).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.starts_with("copydesk: <stdout>: No space left"), "{stderr}");
}

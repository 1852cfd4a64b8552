//! Places for the output that cannot be used, or hold something already.

use crate::desk::{Desk, Tree, good, prose, record, skipped, tree};
use std::fs;

/// A place with three articles, one of them twice.
fn desk() -> Desk {
    let lines = good(3) + &record(&[("id", "copy"), ("text", &prose(0))]);
    Desk::with(&[("a.jsonl", lines.as_bytes())])
}

/// The files of OUT, without the times in the summary and what shows them.
fn timeless(desk: &Desk) -> Tree {
    let mut files = tree(&desk.path("out"));
    files.retain(|name, _| !["report/summary.json", "report/report.html"].contains(&name.as_str()));
    files
}

#[test]
fn an_out_that_is_not_empty_is_refused_and_left_alone() {
    let desk = desk();
    desk.put("out/mine.txt", "mine");
    for verb in ["clean", "scan"] {
        desk.run(&format!("{verb} in -o out")).failed("out", &["is not empty", "--force"]);
    }
    desk.pipe("filter --report out", good(2)).failed("out", &["is not empty", "--force"]);
    assert_eq!(tree(&desk.path("out")), Tree::from([("mine.txt".to_owned(), b"mine".to_vec())]));
}

#[test]
fn a_second_run_is_refused_and_with_force_replaces_the_first() {
    let desk = desk();
    desk.clean("");
    let first = timeless(&desk);
    desk.run("clean in -o out").failed("out", &["is not empty", "--force"]);
    assert_eq!(timeless(&desk), first);
    desk.put("in/b.jsonl", record(&[("id", "b"), ("text", &prose(7))]));
    let book = desk.clean("--force");
    assert_eq!(book.counts(), [5, 4, 1, 0]);
    fs::remove_file(desk.path("in/b.jsonl")).unwrap();
    desk.clean("--force");
    assert_eq!(timeless(&desk), first, "nothing of the second run is left");
}

#[test]
fn a_scan_over_an_old_out_leaves_nothing_of_its_corpus() {
    let desk = desk();
    desk.put("in/a.jsonl", good(3) + "oops\n");
    desk.clean("");
    desk.put("in/a.jsonl", good(3));
    desk.run("scan in -o out --force").code(0);
    let files = tree(&desk.path("out"));
    let strays: Vec<&String> = files.keys().filter(|name| !name.starts_with("report/")).collect();
    assert_eq!(strays, ["manifest.json"]);
}

#[test]
fn foreign_files_are_never_removed() {
    let desk = desk();
    desk.put("out/mine.txt", "mine");
    desk.run("clean in -o out --force").failed("out", &["mine.txt", "did not write"]);
    assert_eq!(fs::read(desk.path("out/mine.txt")).unwrap(), b"mine");
    fs::remove_file(desk.path("out/mine.txt")).unwrap();
    desk.clean("");
    desk.put("out/mine.txt", "mine");
    desk.run("clean in -o out --force").code(0);
    assert_eq!(fs::read(desk.path("out/mine.txt")).unwrap(), b"mine");
}

#[test]
fn foreign_files_inside_the_folders_of_a_run_are_never_removed() {
    for place in ["out/report/notes.txt", "out/cleaned/notes.txt", "out/cleaned/deep/notes.txt"] {
        let desk = desk();
        desk.clean("");
        desk.put(place, "mine");
        desk.run("clean in -o out --force");
        assert!(desk.path(place).exists(), "{place} was removed");
    }
}

#[test]
fn a_folder_that_only_looks_like_an_out_is_not_emptied() {
    for name in ["report/budget.xlsx", "cleaned/kitchen.txt", "restore/backup.tar"] {
        let desk = desk();
        desk.put(&format!("out/{name}"), "mine");
        let ended = desk.run("clean in -o out --force");
        assert!(desk.path(&format!("out/{name}")).exists(), "{name} was removed: {}", ended.stderr);
    }
}

#[test]
fn an_out_that_is_a_file_is_refused() {
    let desk = desk();
    desk.put("out", "mine");
    for words in ["clean in -o out", "clean in -o out --force", "scan in -o out --force"] {
        desk.run(words).failed("out", &["is a file"]);
    }
    assert_eq!(fs::read(desk.path("out")).unwrap(), b"mine");
}

#[test]
fn an_out_that_cannot_be_made_is_named() {
    let desk = desk();
    desk.put("file", "mine");
    for verb in ["clean", "scan"] {
        let ended = desk.run(&format!("{verb} in -o file/out"));
        assert!(ended.code(1).stderr.starts_with("copydesk: file/out: "), "{}", ended.stderr);
        assert_eq!(ended.stderr.lines().count(), 1, "{}", ended.stderr);
    }
    let filtered = desk.pipe("filter --report file/out", good(2));
    assert_eq!(filtered.code(1).stdout, b"");
}

#[cfg(unix)]
#[test]
fn an_out_that_may_not_be_written_to_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    fs::create_dir(desk.path("out")).unwrap();
    fs::set_permissions(desk.path("out"), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(desk.path("out/probe"), "").is_ok() {
        skipped("this user may write everywhere");
        return;
    }
    desk.run("clean in -o out").failed("out", &["ermission denied"]);
}

#[test]
fn temporary_files_that_cannot_be_made_are_named() {
    let desk = desk();
    desk.run("clean in -o out --tmp-dir no/such").failed("no/such", &["No such file"]);
    assert!(!desk.path("out/manifest.json").exists());
}

#[test]
fn an_out_inside_the_input_is_not_read() {
    let desk = desk();
    desk.run("clean in -o in/out").code(0);
    let read = |desk: &Desk| {
        let summary = fs::read(desk.path("in/out/report/summary.json")).unwrap();
        serde_json::from_slice::<serde_json::Value>(&summary).unwrap()["records"]["read"].clone()
    };
    assert_eq!(read(&desk), 4);
    desk.run("clean in -o in/out --force").code(0);
    assert_eq!(read(&desk), 4, "the output of the first run is no input of the second");
    desk.run("restore in/out back").code(0);
    assert_eq!(tree(&desk.path("back")).keys().collect::<Vec<_>>(), ["a.jsonl"]);
}

#[test]
fn an_out_that_holds_the_input_is_refused() {
    for (input, out) in
        [("in", "."), ("in/a.jsonl", "in"), ("out/deep/in", "out"), ("in", "in/../")]
    {
        let desk = desk();
        desk.put("out/deep/in/a.jsonl", good(3));
        let before = tree(&desk.path(""));
        for force in ["", "--force"] {
            desk.run(&format!("clean {input} -o {out} {force}"))
                .failed(out, &["contains the input"]);
        }
        assert_eq!(tree(&desk.path("")), before);
    }
}

#[test]
fn an_out_that_is_the_input_is_refused() {
    for (input, out) in [("in", "in"), ("in", "./in/"), ("in", "other/../in")] {
        let desk = desk();
        fs::create_dir(desk.path("other")).unwrap();
        let before = tree(&desk.path(""));
        for force in ["", "--force"] {
            desk.run(&format!("clean {input} -o {out} {force}")).failed(out, &["the input"]);
        }
        assert_eq!(tree(&desk.path("")), before);
    }
    let desk = desk();
    desk.run("clean in/a.jsonl -o in/a.jsonl --force").failed("in/a.jsonl", &["is a file"]);
}

#[cfg(unix)]
#[test]
fn links_do_not_hide_that_out_is_the_input() {
    let desk = desk();
    std::os::unix::fs::symlink(desk.path("in"), desk.path("link")).unwrap();
    let before = tree(&desk.path("in"));
    desk.run("clean in -o link --force").failed("link", &["the input"]);
    desk.run("clean link -o in --force").failed("in", &["the input"]);
    desk.run("clean in/a.jsonl -o link --force").failed("link", &["contains the input"]);
    assert_eq!(tree(&desk.path("in")), before);
}

#[test]
fn originals_are_restored_into_an_empty_folder_only() {
    let desk = desk();
    desk.clean("");
    desk.put("dest/mine.txt", "mine");
    desk.run("restore out dest").failed("dest", &["is not empty", "--force"]);
    desk.run("restore out dest --force").code(0);
    let names: Vec<String> = tree(&desk.path("dest")).into_keys().collect();
    assert_eq!(names, ["a.jsonl", "mine.txt"]);
    desk.run("restore in other").failed("in", &["nothing to restore"]);
}

#[test]
fn a_cleaned_file_that_was_changed_is_not_restored_as_if_nothing_were() {
    let desk = desk();
    desk.clean("");
    let mut lines = fs::read(desk.path("out/cleaned/a.jsonl")).unwrap();
    lines[40] ^= 1;
    desk.put("out/cleaned/a.jsonl", lines);
    desk.run("restore out other").failed("out/cleaned/a.jsonl", &["changed since the run"]);
    assert!(!desk.path("other/a.jsonl").exists());
}

//! Desks that cannot be used: what is said, and that they stay as they were.

use crate::crawl::Crawls;
use crate::desk::{Desk, assert_same, skipped, tree};
use std::fs;

/// Every verb that reads a desk, with a crawl at hand.
const READERS: [&str; 4] = [
    "clean 0.jsonl -o out --force --desk desk",
    "desk info desk",
    "desk verify desk",
    "desk export desk",
];

/// Every verb that writes to one.
const WRITERS: [&str; 3] =
    ["learn 1.jsonl --desk desk", "desk compact desk", "desk forget desk --host a.example"];

#[test]
fn other_parameters_are_refused_and_all_are_told() {
    let crawls = Crawls::taught(30, 2);
    let before = tree(&crawls.place.path("desk"));
    crawls.place.put("other.toml", "[articles]\nnum-perm = 64\nseed = 7\n");
    for verb in ["learn 1.jsonl", "clean 1.jsonl -o out", "scan 1.jsonl -o out"] {
        let ended = crawls.place.run(&format!("{verb} --desk desk --config other.toml"));
        let parts = [
            "was made with articles.num-perm = 128, this run has 64",
            "was made with articles.seed = 1, this run has 7",
        ];
        ended.failed("desk", &parts);
        assert!(!crawls.place.path("out").exists(), "{verb}");
    }
    assert_same(&tree(&crawls.place.path("desk")), &before);
    crawls.place.run("learn 1.jsonl --desk other --config other.toml").code(0);
    // Upkeep needs no parameters: a desk knows its own.
    for words in ["desk info other", "desk verify other", "desk compact other"] {
        crawls.place.run(words).code(0);
    }
    let export = crawls.export_of("other");
    crawls.place.pipe("desk import copy", export).code(0);
    crawls.place.run("learn 1.jsonl --desk copy").failed("copy", &["was made with"]);
}

#[test]
fn another_format_is_refused_and_named() {
    let crawls = Crawls::taught(31, 2);
    let catalogue = crawls.place.path("desk/catalogue.json");
    let text = fs::read_to_string(&catalogue).unwrap();
    fs::write(&catalogue, text.replacen("\"format\": 1", "\"format\": 99", 1)).unwrap();
    let before = tree(&crawls.place.path("desk"));
    for words in READERS.iter().chain(&WRITERS) {
        crawls.place.run(words).failed("desk", &["format 99"]);
    }
    assert_same(&tree(&crawls.place.path("desk")), &before);
}

#[test]
fn every_damaged_byte_is_found() {
    let crawls = Crawls::taught(32, 3);
    crawls.place.put("t.jsonl", "{\"text\":\"Most read\",\"action\":\"keep\"}\n");
    crawls.place.run("learn --rules t.jsonl --desk desk").code(0);
    crawls.copy("desk", "whole");
    for (name, bytes) in tree(&crawls.place.path("whole")).iter().filter(|(n, _)| *n != "lock") {
        let steps = if bytes.len() < 2_000 { 37 } else { 11 };
        for step in 0..steps {
            let at = (bytes.len() - 1) * step / (steps - 1);
            let mut other = bytes.clone();
            other[at] ^= 0x11;
            check_damaged(&crawls, name, &other, at);
        }
        check_damaged(&crawls, name, &bytes[..bytes.len() / 2], bytes.len() / 2);
        check_damaged(&crawls, name, b"", 0);
        crawls.place.put(&format!("desk/{name}"), bytes);
    }
    crawls.export();
}

/// `verify` tells the damage and its place; no other verb meets a defect of its own, or changes anything.
fn check_damaged(crawls: &Crawls, name: &str, bytes: &[u8], at: usize) {
    crawls.place.put(&format!("desk/{name}"), bytes);
    let ended = crawls.place.run("desk verify desk");
    assert_eq!(ended.code, Some(1), "{name}: byte {at} of {}: {}", bytes.len(), ended.stderr);
    assert!(ended.stderr.starts_with("copydesk: desk"), "{name}: byte {at}: {}", ended.stderr);
    assert_eq!(ended.stderr.lines().count(), 1, "{name}: byte {at}: {}", ended.stderr);
    if at.is_multiple_of(3) {
        let ended = crawls.place.run("clean 0.jsonl -o out --force --desk desk --quiet");
        assert!(matches!(ended.code, Some(0 | 1)), "{name}: byte {at}: {}", ended.stderr);
        assert!(ended.stderr.lines().count() <= 1, "{name}: byte {at}: {}", ended.stderr);
    }
}

#[test]
fn a_file_that_is_missing_is_named() {
    let crawls = Crawls::taught(33, 3);
    for name in crawls.volumes() {
        let path = crawls.place.path(&format!("desk/{name}"));
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        for words in READERS.iter().chain(&WRITERS) {
            let ended = crawls.place.run(words);
            assert_eq!(ended.code, Some(1), "{words}: {}", ended.stderr);
            assert!(ended.stderr.contains(&name), "{words}: {}", ended.stderr);
        }
        fs::write(&path, bytes).unwrap();
    }
    crawls.export();
}

#[test]
fn what_is_no_desk_is_refused() {
    let crawls = Crawls::new(34, 2);
    fs::create_dir(crawls.place.path("empty")).unwrap();
    crawls.place.put("full/notes.txt", "mine");
    for folder in ["empty", "full", "missing", "0.jsonl"] {
        for words in READERS {
            let words = words.replace("desk desk", &format!("desk {folder}"));
            let words = words.replace("info desk", &format!("info {folder}"));
            let words = words.replace("verify desk", &format!("verify {folder}"));
            let words = words.replace("export desk", &format!("export {folder}"));
            let ended = crawls.place.run(&words);
            assert_eq!(ended.code, Some(1), "{words}: {}", ended.stderr);
            let place = format!("copydesk: {folder}");
            assert!(ended.stderr.starts_with(&place), "{words}: {}", ended.stderr);
        }
        for words in ["desk compact", "desk forget --host a.example"] {
            let ended = crawls.place.run(&format!("{words} {folder}"));
            assert_eq!(ended.code, Some(1), "{words} {folder}: {}", ended.stderr);
        }
    }
    assert!(!crawls.place.path("missing").exists(), "a verb that only looks makes no folder");
    assert_eq!(fs::read_dir(crawls.place.path("empty")).unwrap().count(), 0);
    for folder in ["full", "0.jsonl"] {
        let ended = crawls.place.run(&format!("learn 1.jsonl --desk {folder}"));
        assert_eq!(ended.code, Some(1), "{folder}: {}", ended.stderr);
        assert!(ended.stderr.starts_with(&format!("copydesk: {folder}")), "{}", ended.stderr);
    }
    assert_eq!(tree(&crawls.place.path("full")).len(), 1);
    crawls.place.run("learn 1.jsonl --desk empty").code(0);
}

#[test]
fn a_crawl_that_cannot_be_read_leaves_the_desk_as_it_was() {
    let crawls = Crawls::taught(35, 2);
    let before = crawls.export();
    crawls.place.put("empty.jsonl", "");
    crawls.place.put("odd.jsonl", "{\"title\":\"no text here\"}\n");
    for input in ["missing.jsonl", "empty.jsonl", "odd.jsonl"] {
        let ended = crawls.place.run(&format!("learn {input} --desk desk"));
        assert_eq!(ended.code, Some(1), "{input}: {}", ended.stderr);
        assert!(ended.stderr.starts_with(&format!("copydesk: {input}")), "{}", ended.stderr);
        let ended = crawls.place.run(&format!("learn {input} --desk new"));
        assert_eq!(ended.code, Some(1), "{input}: {}", ended.stderr);
    }
    assert!(crawls.export() == before);
}

/// The program in a name space where the desk is mounted read-only; `None` where that cannot be had.
fn read_only(desk: &Desk, words: &str) -> Option<(Option<i32>, String)> {
    let script = format!(
        "mount --bind desk desk 2>/dev/null && mount -o remount,ro,bind desk 2>/dev/null || exit 77; \
         exec \"$0\" {words}"
    );
    let mut program = std::process::Command::new("unshare");
    program.current_dir(desk.path("")).args(["--mount", "sh", "-c", &script]);
    let output = program.arg(env!("CARGO_BIN_EXE_copydesk")).output().ok()?;
    let stderr = String::from_utf8(output.stderr).unwrap();
    let code = output.status.code();
    (code != Some(77) && !stderr.starts_with("unshare")).then_some((code, stderr))
}

#[test]
fn a_desk_that_cannot_be_written_can_be_read() {
    let crawls = Crawls::taught(36, 2);
    let before = tree(&crawls.place.path("desk"));
    for words in READERS {
        let Some((code, said)) = read_only(&crawls.place, words) else {
            return skipped("no file systems can be mounted here");
        };
        assert_eq!(code, Some(0), "{words}: {said}");
    }
    for words in WRITERS {
        let (code, said) = read_only(&crawls.place, words).unwrap();
        assert_eq!(code, Some(1), "{words}: {said}");
        assert!(said.starts_with("copydesk: desk"), "{words}: {said}");
    }
    assert_same(&tree(&crawls.place.path("desk")), &before);
}

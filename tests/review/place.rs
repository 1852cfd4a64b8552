//! Where a review is served, from which OUT, with which file, and what is said when it cannot be.

use crate::desk::Desk;
use crate::served::{Served, desk};
use std::fs;

#[test]
fn a_port_that_is_taken_is_named() {
    let desk = desk();
    let served = Served::start(&desk, "--port 0");
    let port = served.host.rsplit(':').next().unwrap();
    let ended = desk.run(&format!("review out --port {port}"));
    ended.failed(&served.host, &["in use"]);
    assert_eq!(ended.text(), "");
    desk.run("review out --port 65536").code(2);
}

#[test]
fn it_serves_on_the_port_that_is_asked_for() {
    let desk = desk();
    let mut first = Served::start(&desk, "");
    let port = first.host.rsplit(':').next().unwrap().to_owned();
    first.kill();
    let again = Served::start(&desk, &format!("--port {port}"));
    assert_eq!((again.host.as_str(), again.get("").status), (first.host.as_str(), 200));
    assert_ne!(again.root, first.root, "an old address is worth nothing");
}

#[test]
fn an_out_that_is_none_is_refused() {
    let desk = desk();
    desk.run("review nowhere").failed("nowhere", &["no manifest.json"]);
    fs::remove_file(desk.path("out/manifest.json")).unwrap();
    desk.run("review out").failed("out", &["did not finish"]);
}

#[test]
fn decisions_that_make_no_sense_are_refused_with_their_line() {
    let desk = desk();
    desk.put("mine.jsonl", "{\"text\":\"a\",\"action\":\"keep\"}\n{\"text\":\"a\"}\n");
    let ended = desk.run("review out --decisions mine.jsonl");
    assert!(
        ended.code(2).stderr.contains("mine.jsonl:2: missing field `action`"),
        "{}",
        ended.stderr
    );
    desk.put("mine.jsonl", b"\xff\xfe{\"text\"");
    assert!(desk.run("review out --decisions mine.jsonl").code(2).stderr.contains("utf-8"));
    desk.run("review out --decisions no/such/folder/mine.jsonl").failed("no/such/folder", &[]);
    fs::create_dir(desk.path("folder")).unwrap();
    assert!(desk.run("review out --decisions folder").code(2).stderr.contains("is not a file"));
}

#[test]
fn a_file_of_another_kind_does_not_fill_the_memory() {
    let desk = desk();
    let file = fs::File::create(desk.path("mine.jsonl")).unwrap();
    file.set_len(1 << 34).unwrap();
    let ended = desk.run("review out --decisions mine.jsonl");
    assert!(ended.code(2).stderr.contains("no file of decisions"), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_in_out_is_not_followed_and_one_that_is_named_stays() {
    let desk = desk();
    desk.put("mine.jsonl", "");
    std::os::unix::fs::symlink(desk.path("mine.jsonl"), desk.path("out/decisions.jsonl")).unwrap();
    desk.run("review out").failed("out/decisions.jsonl", &["is a link"]);
    let served = Served::start(&desk, "--decisions out/decisions.jsonl");
    assert_eq!(served.post(&[crate::served::keep("a")]).status, 204);
    assert!(desk.path("out/decisions.jsonl").is_symlink());
    assert_eq!(fs::read_to_string(desk.path("mine.jsonl")).unwrap().lines().count(), 1);
}

#[test]
fn a_browser_that_is_not_there_ends_nothing() {
    let desk = desk();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
    program.args(["review", "out", "--open"]).current_dir(desk.path("")).env("PATH", "");
    let mut served = Served::of(&mut program);
    assert_eq!(served.get("").status, 200);
    served.told("no browser could be started");
    assert_eq!(served.end("-TERM").0, Some(0));
}

#[test]
fn lines_that_contradict_each_other_are_counted() {
    let desk: Desk = desk();
    desk.put(
        "out/decisions.jsonl",
        "{\"text\":\"a\",\"action\":\"keep\"}\n{\"text\":\"a\",\"action\":\"remove\"}\n",
    );
    let (code, said) = Served::start(&desk, "").end("-TERM");
    assert_eq!(code, Some(0));
    assert!(said.contains("1 contradict"), "{said}");
    assert!(said.ends_with("1 decision is in out/decisions.jsonl\n"), "{said}");
}

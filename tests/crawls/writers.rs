//! One writer, and readers alongside.

use crate::crawl::Crawls;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A `learn` that has the desk and waits for records.
fn waiting(crawls: &Crawls) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    program.current_dir(crawls.place.path("")).args(["learn", "-", "--desk", "desk", "--quiet"]);
    let child = program.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let writing = || {
        let info = crawls.place.run("desk info desk --json");
        info.code(0).text().contains("\"is_being_written\":true")
    };
    // Whether it has the lock by now is the machine's to say.
    (0..1000)
        .find(|_| {
            writing() || {
                std::thread::sleep(Duration::from_millis(5));
                false
            }
        })
        .unwrap();
    child
}

#[test]
fn a_second_writer_is_refused_and_readers_are_not() {
    let crawls = Crawls::taught(10, 4);
    let (before, answers) = (crawls.export(), crawls.answers(2));
    let mut first = waiting(&crawls);
    for words in
        ["learn 1.jsonl --desk desk", "desk compact desk", "desk forget desk --host a.example"]
    {
        crawls.place.run(words).failed("desk", &["is being written by another process"]);
    }
    assert_eq!(crawls.answers(2), answers);
    assert!(crawls.export() == before);
    let mut lines = std::fs::File::open(crawls.place.path("3.jsonl")).unwrap();
    let mut pipe = first.stdin.take().unwrap();
    std::io::copy(&mut lines, &mut pipe).unwrap();
    pipe.flush().unwrap();
    drop(pipe);
    assert!(first.wait().unwrap().success());
    assert!(crawls.export() != before, "the first writer was not disturbed");
    crawls.learn(1);
}

#[test]
fn a_reader_is_not_disturbed_by_all_that_is_written_meanwhile() {
    let crawls = Crawls::taught(11, 3);
    let answers = crawls.answers(2);
    let place = &crawls.place;
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for round in 0..6 {
                place.run(&format!("learn {}.jsonl --desk desk --quiet", round % 2)).code(0);
                place.run("desk compact desk").code(0);
            }
        });
        while !writer.is_finished() {
            assert_eq!(crawls.answers(2), answers);
        }
    });
}

#[test]
fn the_lock_goes_with_the_process() {
    let crawls = Crawls::taught(12, 2);
    let mut first = waiting(&crawls);
    first.kill().unwrap();
    first.wait().unwrap();
    crawls.learn(1);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_learning_and_leaves_the_desk_as_it_was() {
    let crawls = Crawls::taught(13, 2);
    let before = crawls.export();
    let first = waiting(&crawls);
    let id = first.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let output = first.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("copydesk: stopped by SIGTERM; "), "{said}");
    assert!(crawls.export() == before);
    crawls.learn(1);
}

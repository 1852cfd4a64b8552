//! A kill at any moment leaves no manifest, or everything.

use super::{Place, Tree, made, timeless};
use crate::corpus::{Dice, to_json_lines};
use crate::desk::{Book, assert_same, tree};
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Moments at which the run is killed.
const MOMENTS: u32 = 20;

fn start(place: &Place, out: &str) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    program.current_dir(place.path("")).args(["clean", "in", "-o", out, "--force", "--quiet"]);
    program.args(["--tmp-dir", "tmp"]).stdin(Stdio::null()).spawn().unwrap()
}

/// Lets a run come to its end.
fn finish(place: &Place, out: &str) -> Book {
    assert!(start(place, out).wait().unwrap().success(), "a run over what a kill left");
    let book = Book::read(&place.path(out));
    book.check();
    book
}

#[test]
fn a_kill_leaves_no_manifest_or_everything_and_the_next_run_is_whole() {
    let lines = to_json_lines(&made(70, 500));
    let place = Place::with(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.jsonl", b"oops\n".repeat(50).as_slice()),
        ("c.jsonl.zst", &zstd::encode_all(lines.as_bytes(), 1).unwrap()),
    ]);
    std::fs::create_dir(place.path("tmp")).unwrap();
    let input = place.input();
    let began = Instant::now();
    let whole = timeless(&finish(&place, "whole").files);
    let length = began.elapsed();
    let mut dice = Dice::new(7);
    let mut killed = 0;
    for moment in 0..MOMENTS {
        let wait = length.mul_f64((f64::from(moment) + dice.unit()) / f64::from(MOMENTS));
        let mut run = start(&place, "out");
        std::thread::sleep(wait.max(Duration::from_millis(1)));
        // A run that is over cannot be killed; then it is whole.
        let _ = run.kill();
        let code = run.wait().unwrap().code();
        assert!(code.is_none_or(|code| code == 0), "killed, or done: --force takes what is left");
        killed += u32::from(code.is_none());
        assert_eq!(std::fs::read_dir(place.path("tmp")).unwrap().count(), 0, "temporary files");
        if place.path("out/manifest.json").exists() {
            assert_same(&timeless(&tree(&place.path("out"))), &whole);
        }
        assert_same(&place.input(), &input);
    }
    assert!(killed >= MOMENTS / 2, "{killed} of {MOMENTS} runs were killed");
    assert_same(&timeless(&finish(&place, "out").files), &whole);
}

#[test]
fn a_kill_leaves_nothing_of_a_standard_input_that_was_spooled() {
    let place = Place::with(&[]);
    std::fs::create_dir(place.path("tmp")).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    program.current_dir(place.path("")).args(["clean", "-", "-o", "out", "--tmp-dir", "tmp"]);
    let mut run = program.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = to_json_lines(&made(72, 500));
    run.stdin.as_mut().unwrap().write_all(lines.as_bytes()).unwrap();
    run.kill().unwrap();
    run.wait().unwrap();
    assert_eq!(std::fs::read_dir(place.path("tmp")).unwrap().count(), 0);
}

/// A place with a run that finished, and its files.
fn finished() -> (Place, Tree) {
    let lines = to_json_lines(&made(71, 60));
    let place = Place::with(&[("a.jsonl", lines.as_bytes()), ("b/b.jsonl", b"oops\n")]);
    std::fs::create_dir(place.path("tmp")).unwrap();
    let whole = timeless(&finish(&place, "out").files);
    (place, whole)
}

#[test]
fn whatever_a_kill_leaves_of_a_file_force_makes_a_whole_out_of_it() {
    let (place, whole) = finished();
    // Under these names files are written before they are whole.
    let halves = [
        ".copydesk-part",
        "cleaned/.copydesk-part",
        "cleaned/b/.copydesk-part",
        "restore/.copydesk-part",
        "report/removed.jsonl.part",
        "report/summary.json.part",
        "manifest.json.part",
    ];
    let out = place.path("out");
    for half in halves {
        std::fs::remove_file(out.join("manifest.json")).unwrap();
        std::fs::create_dir_all(out.join(half).parent().unwrap()).unwrap();
        std::fs::write(out.join(half), "half").unwrap();
        std::fs::write(out.join("unfinished.jsonl"), "\"a.jsonl\"\n\"b/b.jsonl\"\n").unwrap();
        let ended = start(&place, "out").wait().unwrap();
        assert!(ended.success(), "--force is refused over a half-written {half}");
        assert_same(&timeless(&tree(&out)), &whole);
    }
}

#[test]
fn a_kill_while_an_old_out_is_cleared_is_no_dead_end() {
    // In the order in which a run clears them; what follows is still there.
    let gone = ["manifest.json", "rejects.jsonl", "cleaned/a.jsonl", "restore/patch.zst"];
    for count in 1..=gone.len() {
        let (place, whole) = finished();
        // Before anything goes, a run notes what the earlier one had written.
        let note = place.path("out/unfinished.jsonl");
        std::fs::write(note, "\"a.jsonl\"\n\"b/b.jsonl\"\n").unwrap();
        for name in &gone[..count] {
            let path = place.path("out").join(name);
            if path.exists() {
                std::fs::remove_file(path).unwrap();
            }
        }
        let ended = start(&place, "out").wait().unwrap();
        assert!(
            ended.success(),
            "--force is refused after a kill that came behind {}",
            gone[count - 1]
        );
        assert_same(&timeless(&tree(&place.path("out"))), &whole);
    }
}

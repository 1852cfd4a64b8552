//! How work ends: with its input, by a signal, when nobody reads on, when it fails.

use crate::desk::{Desk, good, prose, record};
use crate::pipe::{Pipe, lines};
use serde_json::Value;
use std::path::Path;

const STREAM: &str = "filter --desk desk --learn --batch 20 --delay 0.05";

/// Waits until a file is there.
fn wait_for(path: &Path) {
    while !path.exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

/// How many articles a desk holds.
fn learnt(desk: &Desk) -> u32 {
    let terms = copydesk::pipeline::terms(&copydesk::config::Config::default());
    copydesk::desk::Desk::open(&desk.path("desk"), &terms).unwrap().articles()
}

#[test]
#[cfg(unix)]
fn a_signal_ends_a_stream_after_the_batch_in_hand() {
    for (name, word) in [("TERM", "SIGTERM"), ("INT", "Ctrl-C")] {
        let desk = Desk::new();
        let mut pipe = Pipe::open(&desk, STREAM);
        pipe.send(&good(50));
        let first = pipe.line();
        pipe.signal(name);
        let rest = pipe.rest();
        let (code, said) = pipe.end();
        let written = 1 + lines(&rest);
        assert!(rest.is_empty() || rest.ends_with(b"\n"));
        assert!(good(50).starts_with(&(first + str::from_utf8(&rest).unwrap())));
        assert_eq!(code, Some(1), "{said}");
        assert_eq!(said, format!("copydesk: stopped by {word} after {written} records\n"));
        assert_eq!(learnt(&desk) as usize, written);
    }
}

#[test]
#[cfg(unix)]
fn a_signal_ends_other_verbs_at_once() {
    for words in ["clean - -o out", "scan - -o out", "filter"] {
        let desk = Desk::new();
        let mut pipe = Pipe::open(&desk, words);
        pipe.send(&good(5));
        if words.ends_with("out") {
            wait_for(&desk.path("out"));
        } else {
            // It listens before it reads; the pipe holds no more than 64 KiB.
            pipe.send(&good(200));
        }
        pipe.signal("TERM");
        let (code, said) = (pipe.rest().is_empty().then(|| pipe.end())).unwrap();
        assert_eq!(code, Some(1), "{said}");
        assert!(said.starts_with("copydesk: stopped by SIGTERM; nothing was finished"), "{said}");
        assert!(!desk.path("out/manifest.json").exists());
    }
}

#[test]
fn a_reader_that_leaves_ends_a_stream_well() {
    let desk = Desk::new();
    let mut pipe = Pipe::open(&desk, STREAM);
    pipe.send(&good(20));
    let three: String = (0..3).map(|_| pipe.line()).collect();
    assert_eq!(three, good(3));
    pipe.close();
    let mut n = 100;
    while pipe.send(&record(&[("id", &n.to_string()), ("text", &prose(n))])) {
        n += 1;
    }
    assert_eq!(pipe.end(), (Some(0), String::new()));
    assert!(learnt(&desk) >= 20);
}

#[test]
fn the_last_line_for_programs_says_how_it_ended() {
    let last = |words: &str, input: &str, code: i32| -> Value {
        let desk = Desk::with(&[("a.jsonl", good(3).as_bytes()), ("b.jsonl", b"")]);
        let ended = desk.pipe(&format!("{words} --progress json"), input);
        serde_json::from_str(ended.code(code).stderr.lines().last().unwrap()).unwrap()
    };
    for (words, read) in [(STREAM, 4), ("filter", 4), ("clean in -o out", 3), ("scan in -o out", 3)]
    {
        let last = last(words, &good(4), 0);
        assert_eq!((&last["stage"], &last["ended"]), (&"done".into(), &"input".into()), "{words}");
        assert_eq!(last["summary"]["records"]["read"], read, "{words}");
    }
    for (words, code) in [
        (STREAM, 1),
        ("filter", 1),
        ("clean nowhere -o out", 1),
        ("clean in/b.jsonl -o out", 1),
        ("scan in -o out --config nowhere.toml", 2),
    ] {
        let last = last(words, "%PDF-1.7\n", code);
        assert_eq!((&last["stage"], &last["ended"]), (&"done".into(), &"failed".into()), "{words}");
        assert!(last["error"].as_str().is_some_and(|error| error.len() > 10), "{words}");
    }
}

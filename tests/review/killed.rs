//! A review that is killed, or asked to end, in the midst of deciding.

use crate::served::{Served, desk, keep};
use copydesk::decisions::Book;
use serde_json::json;
use std::fs;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

/// Posts one decision after the other; counts those that were acknowledged.
fn burst((host, root): &(String, String), round: usize, acknowledged: &AtomicUsize) {
    for n in 0.. {
        let body = json!([keep(&format!("{round} {n}"))]).to_string();
        let Ok(mut stream) = std::net::TcpStream::connect(host) else { return };
        let head = format!(
            "POST {root}decisions HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut answer = String::new();
        let sent = stream.write_all((head + &body).as_bytes());
        let read = stream.read_to_string(&mut answer);
        if sent.is_err() || read.is_err() || !answer.starts_with("HTTP/1.1 204") {
            return;
        }
        acknowledged.store(n + 1, SeqCst);
    }
}

/// Lets decisions come in until `enough` are acknowledged, then ends the review; gives how many were.
fn interrupted(
    mut served: Served,
    round: usize,
    enough: usize,
    end: impl Fn(&mut Served),
) -> usize {
    let acknowledged = AtomicUsize::new(0);
    let place = (served.host.clone(), served.root.clone());
    thread::scope(|scope| {
        scope.spawn(|| burst(&place, round, &acknowledged));
        while acknowledged.load(SeqCst) < enough {
            thread::yield_now();
        }
        end(&mut served);
    });
    acknowledged.load(SeqCst)
}

#[test]
fn no_acknowledged_decision_is_lost() {
    let desk = desk();
    let mut taken: Vec<usize> = Vec::new();
    for round in 0..12 {
        let served = Served::start(&desk, "");
        // Not the same moment every time: what is on its way then is chance.
        taken.push(interrupted(served, round, 1 + round * 3 % 7, |served| {
            if round % 3 == 2 {
                let (code, said) = served.end("-TERM");
                assert_eq!(code, Some(0), "{said}");
                assert!(
                    said.contains("decisions are in out/decisions.jsonl")
                        || said.contains("1 decision is in"),
                    "{said}"
                );
            } else {
                served.kill();
            }
        }));
        let text = fs::read_to_string(desk.path("out/decisions.jsonl")).unwrap();
        let (book, clashes) = Book::parse(&text).unwrap();
        assert!(clashes.is_empty());
        for (round, count) in taken.iter().enumerate() {
            for n in 0..*count {
                assert!(book.get(&format!("text:{round} {n}")).is_some(), "{round} {n}: {taken:?}");
            }
        }
    }
    let left: Vec<_> =
        fs::read_dir(desk.path("out")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.len() <= 6, "one half-written file at most: {left:?}");
}

#[test]
fn it_ends_well_when_asked() {
    let desk = desk();
    for (signal, said) in [("-INT", "nothing was decided"), ("-TERM", "nothing was decided")] {
        let (code, words) = Served::start(&desk, "").end(signal);
        assert_eq!(code, Some(0));
        assert!(words.contains(said), "{words}");
    }
    let mut served = Served::start(&desk, "");
    assert_eq!(served.post(&[keep("a"), keep("b")]).status, 204);
    let (code, words) = served.end("-INT");
    assert_eq!(code, Some(0));
    assert!(words.ends_with("copydesk: 2 decisions are in out/decisions.jsonl\n"), "{words}");
    let (code, words) = Served::start(&desk, "--quiet").end("-INT");
    assert_eq!((code, words.as_str()), (Some(0), ""));
}

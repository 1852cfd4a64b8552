//! The identity pass: every record parsed by `serde_json` and written back, nothing else.
//!
//! Takes JSON Lines, gives the same records in another file. One thread reads, as many as asked parse and serialise, one
//! writes; all at the same time, so that the pass is as fast as such a pass can be.

use serde_json::Value;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// The word that makes the bench run this and nothing else.
pub(crate) const WORD: &str = "identity-pass";

/// Bytes that are handed to a thread at a time, and a line more.
const CHUNK: usize = 1 << 20;

/// Lines on their way, and where the result is awaited.
type Work = (Vec<u8>, Sender<Vec<u8>>);

/// Reads `from`, writes `to`.
pub(crate) fn pass(from: &Path, to: &Path, threads: usize) {
    let mut out = File::create(to).unwrap();
    let (work, waiting) = sync_channel::<Work>(2 * threads);
    let (order, results) = sync_channel::<Receiver<Vec<u8>>>(4 * threads);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((lines, back)) = next() {
                    back.send(same(&lines)).unwrap();
                }
            });
        }
        scope.spawn(move || {
            read(from, |lines| {
                let (back, result) = channel();
                order.send(result).unwrap();
                work.send((lines, back)).unwrap();
            });
        });
        for result in results {
            out.write_all(&result.recv().unwrap()).unwrap();
        }
    });
}

/// Hands out whole lines, about a chunk at a time.
fn read(from: &Path, mut each: impl FnMut(Vec<u8>)) {
    let file = File::open(from).unwrap();
    let mut rest = Vec::new();
    loop {
        let mut chunk = Vec::with_capacity(rest.len() + CHUNK);
        chunk.append(&mut rest);
        let read = (&file).take(CHUNK as u64).read_to_end(&mut chunk).unwrap();
        let end = memchr::memrchr(b'\n', &chunk).map_or(0, |at| at + 1);
        rest = chunk.split_off(if read == 0 { chunk.len() } else { end });
        if !chunk.is_empty() {
            each(chunk);
        }
        if read == 0 {
            return;
        }
    }
}

fn same(lines: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(lines.len());
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let record: Value = serde_json::from_slice(line).unwrap();
        serde_json::to_writer(&mut out, &record).unwrap();
        out.push(b'\n');
    }
    out
}

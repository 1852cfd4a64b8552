//! The whole run over 20 MB of JSON Lines, files to files, on all threads; beside it the least that any program does
//! with such a file: parse every record and write it back.

#![expect(clippy::unwrap_used, reason = "a bench says what broke")]

mod clocked;
mod corpus;

use copydesk::config::{Config, RunConfig};
use copydesk::pipeline::{Command, Job, Rules, clean};
use corpus::{Corpus, bytes, to_json_lines};
use criterion::{Criterion, criterion_group, criterion_main};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

fn job(input: &Path, out: &Path, command: Command) -> Job {
    Job {
        inputs: vec![input.to_path_buf()],
        out: Some(out.to_path_buf()),
        command,
        config: Config::default(),
        rules: Rules::default(),
        run: RunConfig::default(),
        dry_run: false,
        force: true,
    }
}

/// Every record parsed and written as it was.
fn identity(input: &Path, out: &Path) -> u64 {
    let mut out = BufWriter::new(File::create(out).unwrap());
    for line in BufReader::new(File::open(input).unwrap()).lines() {
        let record: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        serde_json::to_writer(&mut out, &record).unwrap();
        out.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
    out.get_ref().metadata().unwrap().len()
}

fn whole(c: &mut Criterion) {
    let made = Corpus::new(1).hosts(60).of_bytes(20_000_000);
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("articles.jsonl");
    fs::write(&input, to_json_lines(&made)).unwrap();
    let mut group = clocked::group(c, "whole", bytes(&made));
    group.bench_function("identity", |b| {
        b.iter(|| identity(&input, &folder.path().join("same.jsonl")));
    });
    for command in [Command::Scan, Command::Clean] {
        let out = folder.path().join(command.name());
        let job = job(&input, &out, command);
        group.bench_function(command.name(), |b| {
            b.iter(|| clean(&job, &()).unwrap().summary.records.read);
        });
    }
    group.finish();
}

criterion_group!(benches, whole);
criterion_main!(benches);

//! JSON Lines to articles (`read`) and back to bytes (`write`), on one thread, plain and compressed.

#![expect(clippy::unwrap_used, reason = "a bench says what broke")]

mod clocked;
mod corpus;

use copydesk::read::{ReadConfig, Source, batches, discover, parse};
use copydesk::write::{CleanedWriter, Part, Verdict, assemble};
use corpus::{Corpus, bytes, to_json_lines};
use criterion::{Criterion, criterion_group, criterion_main};
use std::fs;
use std::path::Path;

fn sources(folder: &Path, name: &str, bytes: &[u8]) -> Vec<Source> {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    discover(&[path], None, folder).unwrap()
}

/// Bytes of text of all articles.
fn read(sources: &[Source]) -> usize {
    let config = ReadConfig::default();
    let text = batches(sources, &config).map(|batch| {
        let batch = batch.unwrap();
        let source = &sources[batch.source];
        batch
            .records()
            .map(|raw| parse(&raw, source, &config).unwrap().article.text.len())
            .sum::<usize>()
    });
    text.sum()
}

/// Cuts the first hundred bytes of every text, and writes all that is needed to undo it.
fn read_and_write(sources: &[Source], out: &Path) -> usize {
    let config = ReadConfig::default();
    let mut writer = CleanedWriter::create(out, sources, true, 2).unwrap();
    for batch in batches(sources, &config) {
        let batch = batch.unwrap();
        let raw: Vec<_> = batch.records().collect();
        let records: Vec<_> =
            raw.iter().map(|r| parse(r, &sources[batch.source], &config).unwrap()).collect();
        let parts: Vec<Part<'_>> = records
            .iter()
            .map(|r| {
                let first = r.article.text.char_indices().map(|(at, _)| at).find(|at| *at >= 100);
                let cuts = r.cuts(std::slice::from_ref(&(0..first.unwrap_or(0))));
                Part { body: r.body(), verdict: Verdict::Keep(cuts), added: None }
            })
            .collect();
        writer.append(&assemble(&batch, &parts, true)).unwrap();
    }
    writer.finish().unwrap().len()
}

fn files(c: &mut Criterion) {
    let made = Corpus::new(1).of_bytes(8_000_000);
    let folder = tempfile::tempdir().unwrap();
    let lines = to_json_lines(&made);
    let plain = sources(folder.path(), "plain.jsonl", lines.as_bytes());
    let packed = zstd::encode_all(lines.as_bytes(), 3).unwrap();
    let packed = sources(folder.path(), "packed.jsonl.zst", &packed);
    let mut group = clocked::group(c, "files", bytes(&made));
    group.bench_function("read", |b| b.iter(|| read(&plain)));
    group.bench_function("read zstd", |b| b.iter(|| read(&packed)));
    let out = folder.path().join("out");
    group.bench_function("read and write", |b| b.iter(|| read_and_write(&plain, &out)));
    group.finish();
}

criterion_group!(benches, files);
criterion_main!(benches);

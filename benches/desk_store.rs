//! The desk's own work: rows and records into a volume, keys looked up in some volumes, volumes merged into one.
//! Throughput counts the bytes of rows, about 12 a row, and of records.

#![expect(clippy::unwrap_used, reason = "a bench says what broke")]

mod clocked;

use copydesk::desk::tables::LINES;
use copydesk::desk::{Count, Desk, Keeper, Origin, Rows, Tally, Terms};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::path::Path;

/// Rows of a crawl, and bytes of one.
const ROWS: u64 = 1_000_000;
const ROW: u64 = 12;
/// Articles of a crawl, and bytes of a record.
const ARTICLES: u64 = 3000;
const RECORD: usize = 5000;
/// Crawls that a desk has. One more, and they would be merged.
const CRAWLS: u64 = 7;

/// A number as one of which all bits count.
fn mixed(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_add(1).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) ^ (n >> 31)
}

fn ascending(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut keys: Vec<u64> = numbers.map(mixed).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys of a crawl: a tenth stood in the one before.
fn keys(crawl: u64) -> Vec<u64> {
    ascending((crawl * ROWS * 9 / 10..).take(usize::try_from(ROWS).unwrap()))
}

fn rows(keys: &[u64]) -> Rows<Tally> {
    let mut rows = Rows::new();
    for key in keys {
        let host = u32::try_from(key % 300).unwrap();
        let count = Count { host, day: 20_240_131, articles: 1, stories: 1, ..Count::default() };
        rows.push(*key, &Tally::new(vec![count]));
    }
    rows
}

fn learn(keeper: &mut Keeper, keys: &[u64], record: &[u8]) {
    let mut draft = keeper.draft().unwrap();
    draft.rows(LINES, &rows(keys)).unwrap();
    for _ in 0..ARTICLES {
        draft.record(Origin::default(), record).unwrap();
    }
    keeper.add(draft).unwrap();
    keeper.commit().unwrap();
}

fn record() -> Vec<u8> {
    (0..RECORD as u64 / 4).flat_map(|n| (mixed(n) % 30_000).to_le_bytes()[..4].to_vec()).collect()
}

fn desk(dir: &Path) -> Keeper {
    let mut keeper = Keeper::open(dir, &Terms::new()).unwrap();
    (0..CRAWLS).for_each(|crawl| learn(&mut keeper, &keys(crawl), &record()));
    keeper
}

fn written(c: &mut Criterion) {
    let (keys, record) = (keys(0), record());
    let mut group = clocked::group(c, "desk", ROWS * ROW + ARTICLES * RECORD as u64);
    group.bench_function("learn", |b| {
        let new = || tempfile::tempdir().unwrap();
        let run = |dir: tempfile::TempDir| {
            learn(&mut Keeper::open(dir.path(), &Terms::new()).unwrap(), &keys, &record);
            dir
        };
        b.iter_batched(new, run, BatchSize::PerIteration);
    });
    group.finish();
}

fn read(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    drop(desk(dir.path()));
    let asked = |keys: u64| ascending((0..keys).map(|n| if n % 10 == 0 { n * 7 } else { n << 40 }));
    let (many, few) = (asked(ROWS), asked(ROWS / 30));
    let open = || Desk::open(dir.path(), &Terms::new()).unwrap();
    let desk = open();
    let mut group = clocked::group(c, "desk", ROWS * ROW);
    group.bench_function("open", |b| b.iter(open));
    group.bench_function("find a million", |b| b.iter(|| desk.find(LINES, &many).len()));
    group.bench_function("find a batch", |b| b.iter(|| desk.find(LINES, &few).len()));
    group.finish();
}

fn merged(c: &mut Criterion) {
    let mut group = clocked::group(c, "desk", CRAWLS * (ROWS * ROW + ARTICLES * RECORD as u64));
    group.bench_function("compact", |b| {
        let new = || {
            let dir = tempfile::tempdir().unwrap();
            (desk(dir.path()), dir)
        };
        let run = |(mut keeper, dir): (Keeper, tempfile::TempDir)| {
            keeper.compact().unwrap();
            (keeper, dir)
        };
        b.iter_batched(new, run, BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, written, read, merged);
criterion_main!(benches);

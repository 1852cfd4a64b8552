//! Blocks → shingles → signatures of 128 values, on one thread: shingles alone, then both.

mod clocked;
mod corpus;

use copydesk::minhash::MinHash;
use copydesk::segment::Segmented;
use copydesk::shingle::shingles;
use corpus::{Corpus, bytes, surveyed};
use criterion::{Criterion, criterion_group, criterion_main};

/// Words a shingle, as articles are compared.
const WIDTH: usize = 4;

fn each_shingle(article: &Segmented, mut each: impl FnMut(u64)) {
    for block in &article.blocks {
        let tokens = article.tokens_of(block);
        shingles(tokens, WIDTH, block.form.spaceless(tokens.len()), &mut each);
    }
}

fn sign(article: &Segmented, minhash: &MinHash) -> Vec<u32> {
    let mut signature = minhash.start();
    each_shingle(article, |s| minhash.add(&mut signature, s));
    minhash.densify(&mut signature);
    signature
}

fn minhash(c: &mut Criterion) {
    let made = Corpus::new(1).of_bytes(4_000_000);
    let (articles, _) = surveyed(&made, &Corpus::new(1).segmenter());
    let minhash = MinHash::new(128, 1);
    let mut group = clocked::group(c, "minhash", bytes(&made));
    let count = |article: &Segmented| {
        let mut sum = 0_u64;
        each_shingle(article, |s| sum ^= s);
        sum
    };
    group.bench_function("shingles", |b| b.iter(|| articles.iter().fold(0, |x, a| x ^ count(a))));
    let first = |article: &Segmented| u64::from(sign(article, &minhash)[0]);
    group.bench_function("signatures", |b| b.iter(|| articles.iter().map(first).sum::<u64>()));
    group.finish();
}

criterion_group!(benches, minhash);
criterion_main!(benches);

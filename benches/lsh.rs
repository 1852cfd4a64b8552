//! Band keys → candidate pairs, and pairs → verified links, on all threads. Bytes are those of the articles behind them.

mod clocked;
mod corpus;

use copydesk::cluster::verify;
use copydesk::lsh::{BandKeys, Bands};
use copydesk::minhash::MinHash;
use copydesk::segment::Segmented;
use copydesk::shingle::shingles;
use corpus::{Corpus, bytes, surveyed};
use criterion::{Criterion, criterion_group, criterion_main};

fn set(article: &Segmented) -> Vec<u64> {
    let mut set = Vec::new();
    for block in &article.blocks {
        let tokens = article.tokens_of(block);
        shingles(tokens, 4, block.form.spaceless(tokens.len()), |s| set.push(s));
    }
    set.sort_unstable();
    set.dedup();
    set
}

fn keys(sets: &[Vec<u64>], bands: Bands) -> BandKeys {
    let minhash = MinHash::new(128, 1);
    let mut keys = BandKeys::new(bands.bands);
    for set in sets {
        let signature = minhash.signature(set.iter().copied());
        let row: Vec<u32> = (0..bands.bands).map(|band| bands.key(&signature, band)).collect();
        keys.extend(&row);
    }
    keys
}

fn lsh(c: &mut Criterion) {
    let made = Corpus::new(1).hosts(60).of_bytes(12_000_000);
    let (articles, _) = surveyed(&made, &Corpus::new(1).segmenter());
    let sets: Vec<Vec<u64>> = articles.iter().map(set).collect();
    let keys = keys(&sets, Bands::choose(128, 0.35, 0.95));
    let mut group = clocked::group(c, "lsh", bytes(&made));
    group.bench_function("candidates", |b| b.iter(|| keys.candidates(|_| true).len()));
    let pairs = keys.candidates(|_| true);
    group.bench_function("verify", |b| {
        b.iter(|| verify(&pairs, |i| sets[i as usize].clone(), |o| o.jaccard() >= 0.35).len());
    });
    group.finish();
}

criterion_group!(benches, lsh);
criterion_main!(benches);

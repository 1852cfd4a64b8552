//! Segmented articles → counts, near-equal blocks, stories, templates: the whole survey, on all threads.

mod clocked;
mod corpus;

use copydesk::lsh::Bands;
use copydesk::minhash::MinHash;
use copydesk::survey::{NearConfig, Survey};
use corpus::{Corpus, bytes, surveyed};
use criterion::{Criterion, criterion_group, criterion_main};

fn survey(c: &mut Criterion) {
    let made = Corpus::new(1).of_bytes(4_000_000);
    let (articles, listing) = surveyed(&made, &Corpus::new(1).segmenter());
    let bands = Bands::choose(64, 0.7, 0.95);
    let near = NearConfig { shingle: 2, minhash: MinHash::new(64, 1), threshold: 0.7, bands };
    let mut group = clocked::group(c, "survey", bytes(&made));
    group.bench_function("of", |b| {
        b.iter(|| Survey::of(articles.as_slice(), listing.clone(), near).exact.len());
    });
    group.finish();
}

criterion_group!(benches, survey);
criterion_main!(benches);

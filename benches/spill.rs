//! Segmented articles to the temporary file and back, on one thread. Bytes are those of the text, not of the file.

#![expect(clippy::unwrap_used, reason = "a bench says what broke")]

mod clocked;
mod corpus;

use copydesk::ArticleId;
use copydesk::segment::Segmented;
use copydesk::spill::{Articles, Scratch, Spill, SpillWriter, encode};
use corpus::{Corpus, bytes, surveyed};
use criterion::{Criterion, criterion_group, criterion_main};

fn spilled(articles: &[Segmented]) -> Spill {
    let mut writer = SpillWriter::create(&Scratch::new(&std::env::temp_dir(), None)).unwrap();
    for batch in articles.chunks(256) {
        let mut bytes = Vec::new();
        let lengths: Vec<usize> = batch.iter().map(|a| encode(a, &mut bytes)).collect();
        writer.append(&bytes, &lengths).unwrap();
    }
    writer.finish().unwrap()
}

fn spill(c: &mut Criterion) {
    let made = Corpus::new(1).of_bytes(12_000_000);
    let (articles, _) = surveyed(&made, &Corpus::new(1).segmenter());
    let mut group = clocked::group(c, "spill", bytes(&made));
    group.bench_function("out", |b| b.iter(|| spilled(&articles).len()));
    let spill = spilled(&articles);
    let back =
        || (0..).take(spill.len()).map(|i| spill.get(ArticleId(i)).tokens.len()).sum::<usize>();
    group.bench_function("back", |b| b.iter(back));
    group.finish();
}

criterion_group!(benches, spill);
criterion_main!(benches);

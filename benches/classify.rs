//! Blocks → labels, on one thread, with the survey made before: with all evidence, and with as much as decides.

#![expect(clippy::unwrap_used, reason = "a bench says what broke")]

mod clocked;
mod corpus;

use copydesk::ArticleId;
use copydesk::classify::{Classifier, Cues, Forest, Judgement, Rules, Scorecard, Verdicts};
use copydesk::decisions::Book;
use copydesk::languages;
use copydesk::lsh::Bands;
use copydesk::minhash::MinHash;
use copydesk::segment::Segmented;
use copydesk::survey::{NearConfig, Survey};
use corpus::{Corpus, bytes, surveyed};
use criterion::{Criterion, criterion_group, criterion_main};

fn classify(c: &mut Criterion) {
    let made = Corpus::new(1).of_bytes(4_000_000);
    let segmenter = Corpus::new(1).segmenter();
    let (articles, listing) = surveyed(&made, &segmenter);
    let bands = Bands::choose(64, 0.7, 0.95);
    let near = NearConfig { shingle: 2, minhash: MinHash::new(64, 1), threshold: 0.7, bands };
    let survey = Survey::of(articles.as_slice(), listing, near);
    let classifier = Classifier {
        cues: Cues::new(&languages::all().unwrap(), &segmenter),
        articles: Forest::of_articles().unwrap(),
        pages: Forest::of_pages().unwrap(),
        scorecard: Scorecard::built_in().unwrap(),
        verdicts: Verdicts::new(&Rules::default(), &Book::default(), &segmenter),
        cutoff: 0.0,
        cut_recurring: false,
    };
    let all = |judge: fn(&Classifier, &Segmented, (u32, u32), &Survey) -> Vec<Judgement>| {
        let judged = (0..).zip(&articles).map(|(i, article)| {
            judge(&classifier, article, (i, survey.host_of(ArticleId(i))), &survey).len()
        });
        judged.sum::<usize>()
    };
    let mut group = clocked::group(c, "classify", bytes(&made));
    group.bench_function("judge", |b| b.iter(|| all(Classifier::judge)));
    group.bench_function("decide", |b| b.iter(|| all(Classifier::decide)));
    group.finish();
}

criterion_group!(benches, classify);
criterion_main!(benches);

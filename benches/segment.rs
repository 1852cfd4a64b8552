//! Article → blocks and tokens, on one thread: a script at a time, since each takes its own road through the walk.

mod clocked;
mod corpus;

use corpus::{Corpus, Made, Script, bytes};
use criterion::{Criterion, criterion_group, criterion_main};

fn segment(c: &mut Criterion) {
    let segmenter = Corpus::new(1).segmenter();
    let all = Corpus::new(1).of_bytes(8_000_000);
    for script in Script::ALL {
        let made: Vec<Made> = all.iter().filter(|m| m.script == script).cloned().collect();
        let mut group = clocked::group(c, "segment", bytes(&made));
        let tokens = |m: &Made| segmenter.segment(&m.text, Some(&m.title)).tokens.len();
        let name = format!("{script:?}").to_lowercase();
        group.bench_function(name, |b| b.iter(|| made.iter().map(tokens).sum::<usize>()));
        group.finish();
    }
}

criterion_group!(benches, segment);
criterion_main!(benches);

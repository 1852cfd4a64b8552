//! Article → blocks and tokens, on one thread: a script at a time, since each takes its own road through the walk; memory is
//! used again, as the first reading does.

mod clocked;
mod corpus;

use copydesk::segment::Segmented;
use corpus::{Corpus, Made, Script, bytes};
use criterion::{Criterion, criterion_group, criterion_main};

fn segment(c: &mut Criterion) {
    let segmenter = Corpus::new(1).segmenter();
    let all = Corpus::new(1).of_bytes(8_000_000);
    for script in Script::ALL {
        let made: Vec<Made> = all.iter().filter(|m| m.script == script).cloned().collect();
        let mut group = clocked::group(c, "segment", bytes(&made));
        let mut article = Segmented::default();
        let mut tokens = |m: &Made| {
            segmenter.segment_into(&m.text, Some(&m.title), &mut article);
            article.tokens.len()
        };
        let name = format!("{script:?}").to_lowercase();
        group.bench_function(name, |b| b.iter(|| made.iter().map(&mut tokens).sum::<usize>()));
        group.finish();
    }
}

criterion_group!(benches, segment);
criterion_main!(benches);

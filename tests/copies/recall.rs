//! The recall of the candidate search, held against the exact comparison of all pairs.
//!
//! Takes articles of the corpus, and of real news where they are at hand, signs them as a run does, gives how many of the
//! pairs of each similarity become candidates. Bands must find what their formula says (it is what `--dump-config`
//! prints), passages nearly all that was cut.

use crate::made::corpus;
use copydesk::cluster::{Forest, linked, verify};
use copydesk::config::ArticlesConfig;
use copydesk::copies::{self, blocks, each_shingle};
use copydesk::languages;
use copydesk::lsh::{BandKeys, Bands, PassageKeys, Passages};
use copydesk::minhash::MinHash;
use copydesk::segment::Segmenter;
use copydesk::shingle::Overlap;
use copydesk::spill::Scratch;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Copies of every relation and language that are compared each with each.
const COPIES: usize = 30;
/// Articles of real news that are.
const REAL: usize = 700;
/// Where one similarity ends and the next begins.
const STEPS: [f64; 6] = [0.1, 0.2, 0.3, 0.5, 0.7, 1.01];

/// What was found of pairs.
#[derive(Default, Debug)]
struct Found {
    all: f64,
    met: f64,
    /// What the formula promises, and the variance of that.
    said: f64,
    variance: f64,
}

impl Found {
    fn add(&mut self, found: bool, said: f64) {
        self.all += 1.0;
        self.met += f64::from(u8::from(found));
        self.said += said;
        self.variance += said * (1.0 - said);
    }
}

/// Of all pairs of these texts, what bands find by similarity, and what of those that stand in a longer one is found at
/// all, where Jaccard similarity is below that of a version.
fn measured(texts: &[String]) -> (Vec<Found>, Found) {
    let config = ArticlesConfig::default();
    let languages = languages::all().unwrap();
    let stops = languages.iter().flat_map(|l| l.stop.iter().map(String::as_str));
    let segmenter = Segmenter::new(stops);
    let bands = Bands::choose(config.num_perm, config.version, config.recall);
    let minhash = MinHash::new(config.num_perm, config.seed);
    let scratch = Scratch::new(&std::env::temp_dir(), None);
    let (mut keys, mut cut) = (BandKeys::new(bands.bands), PassageKeys::new(&scratch, 1 << 20));
    let mut sets = Vec::new();
    for text in texts {
        let article = segmenter.segment(text, None);
        let content = blocks(&article, |_| true);
        let mut passages = Passages::new(config.shingle);
        each_shingle(&article, &content, config.shingle, |s| passages.add(s));
        let shingles = copies::set(&article, &content, config.shingle);
        let signature = minhash.signature(shingles.iter().copied());
        let row: Vec<u32> = (0..bands.bands).map(|band| bands.key(&signature, band)).collect();
        keys.extend(&row);
        cut.push(&passages.keys());
        sets.push(shingles);
    }
    // As in a run: in a crowd that hangs together not every pair is looked at.
    let set = |i: u32| sets[i as usize].clone();
    let one = |o: &Overlap| o.jaccard() >= config.version || o.overlap() >= config.contained;
    let mut links = linked(&keys, (|_| true, u64::from), set, |_| true, one);
    links.extend(verify(&cut.candidates(|_| true), set, one));
    let links_of: BTreeSet<(u32, u32)> = links.iter().map(|l| (l.a, l.b)).collect();
    let mut crowds = Forest::new(sets.len());
    links.iter().filter(|l| one(&l.overlap)).for_each(|l| crowds.join(l.a, l.b));
    let overlaps = |a: usize| {
        let overlap = |b: usize| (a, b, Overlap::of(&sets[a], &sets[b]));
        (a + 1..sets.len()).map(overlap).filter(|(_, _, o)| o.jaccard() > 0.05).collect::<Vec<_>>()
    };
    let pairs: Vec<(usize, usize, Overlap)> =
        (0..sets.len()).into_par_iter().flat_map_iter(overlaps).collect();
    let mut similar: Vec<Found> = STEPS[1..].iter().map(|_| Found::default()).collect();
    let mut held = Found::default();
    for (a, b, overlap) in pairs {
        let pair = (u32::try_from(a).unwrap(), u32::try_from(b).unwrap());
        let jaccard = overlap.jaccard();
        if let Some(step) = STEPS.windows(2).position(|s| (s[0]..s[1]).contains(&jaccard)) {
            let found = links_of.contains(&pair) || crowds.are_joined(pair.0, pair.1);
            similar[step].add(found, bands.probability(jaccard));
        }
        if overlap.overlap() >= config.contained && jaccard < config.version {
            held.add(links_of.contains(&pair) || crowds.are_joined(pair.0, pair.1), 1.0);
        }
    }
    (similar, held)
}

/// Prints what was found, and fails where it is less than promised.
#[expect(clippy::print_stdout, reason = "the table is for people")]
fn check(name: &str, texts: &[String]) {
    let (similar, held) = measured(texts);
    println!("{name}: {} articles, all pairs", texts.len());
    for (step, Found { all, met, said, variance }) in STEPS.windows(2).zip(&similar) {
        println!(
            "  Jaccard {:.1} to {:.1}: {met} of {all}, {said:.1} said",
            step[0],
            step[1].min(1.0)
        );
        // Pairs that are no story in hot buckets are left out on purpose.
        let wanted = step[0] >= STEPS[1];
        assert!(
            !wanted || *met >= said - 4.0 * variance.sqrt() - 0.005 * all,
            "{name}: {step:?}: {met} of {said}"
        );
    }
    println!("  contained, Jaccard below {}: {} of {}", STEPS[2], held.met, held.all);
    assert!(held.met >= 0.98 * held.all, "{name}: {held:?}");
}

#[test]
fn candidates_are_as_many_as_promised() {
    let made = corpus();
    for language in ["en", "es", "ru", "zh"] {
        let is_first = |id: &str| {
            id.split('-').filter_map(|part| part.parse::<usize>().ok()).next_back() < Some(COPIES)
        };
        let taken = made.iter().filter(|m| m.language == language && !m.trap && is_first(&m.id));
        check(language, &taken.map(|m| m.text().to_owned()).collect::<Vec<_>>());
    }
}

#[test]
fn of_real_news_candidates_are_as_many_as_promised() {
    let name = "../shared/eval/data/spotsigs-dev.jsonl.zst";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let Ok(file) = std::fs::File::open(&path) else {
        return crate::desk::skipped(&format!("no {}", path.display()));
    };
    let bytes = zstd::decode_all(file).unwrap();
    let text = |line: &[u8]| -> String {
        let article: Value = serde_json::from_slice(line).unwrap();
        article["text"].as_str().unwrap().to_owned()
    };
    let lines = bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    check("real news", &lines.take(REAL).map(text).collect::<Vec<_>>());
}

//! The measuring: one run of the binary with default settings over the whole corpus.
//!
//! Takes what the run reported, gives tables (`cargo test --test copies -- --nocapture`) and the verdicts on them.

use crate::desk::{Book, Desk};
use crate::made::{Made, corpus, lines};
use crate::promises::{FOUND, Promise, promise};
use crate::relation::Relation;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// The corpus and what was found in it.
struct Run {
    made: Vec<Made>,
    book: Book,
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let made = corpus();
    let desk = Desk::with(&[("corpus.jsonl", lines(&made).as_bytes())]);
    desk.run("clean in -o out").code(0);
    Run { book: Book::read(&desk.path("out")), made }
});

/// What was found of the pairs of one relation in one language.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    pairs: u32,
    linked: u32,
    dropped: u32,
}

impl Found {
    fn share(self, count: u32) -> f64 {
        f64::from(count) / f64::from(self.pairs)
    }
}

impl Run {
    /// The cluster of every article that has one.
    fn clusters(&self) -> BTreeMap<&str, &str> {
        self.book.duplicates.iter().map(|d| (&*d.id, &*d.cluster)).collect()
    }

    /// What was found, by relation and language.
    fn found(&self) -> BTreeMap<(&str, &str), Found> {
        let (clusters, dropped) = (self.clusters(), self.book.dropped());
        let mut stories: BTreeMap<&str, Vec<&Made>> = BTreeMap::new();
        for made in self.made.iter().filter(|m| !m.trap) {
            stories.entry(&made.story).or_default().push(made);
        }
        let mut found: BTreeMap<(&str, &str), Found> = BTreeMap::new();
        for pair in stories.values() {
            assert_eq!(pair.len(), 2, "{} is no pair", pair[0].story);
            let (a, b) = (pair[0], pair[1]);
            let cluster = |made: &Made| clusters.get(&*made.id);
            let linked = cluster(a).is_some() && cluster(a) == cluster(b);
            let gone = dropped.contains(&*a.id) || dropped.contains(&*b.id);
            let row = found.entry((&a.relation, a.language)).or_default();
            row.pairs += 1;
            row.linked += u32::from(linked);
            row.dropped += u32::from(gone);
        }
        found
    }

    fn languages(&self) -> BTreeSet<&'static str> {
        self.made.iter().map(|m| m.language).collect()
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for people")]
fn copies_are_found() {
    let found = RUN.found();
    let languages = RUN.languages();
    let mut table = format!("\n{:22}", "linked / dropped, %");
    for language in &languages {
        write!(table, "{language:>14}").unwrap();
    }
    let mut missed = String::new();
    for relation in Relation::ALL {
        let name = relation.name();
        write!(table, "\n{name:22}").unwrap();
        for language in &languages {
            let row = found[&(&*name, *language)];
            let (linked, dropped) = (row.share(row.linked), row.share(row.dropped));
            write!(table, "{:>8.1} {:>5.1}", 100.0 * linked, 100.0 * dropped).unwrap();
            let broken = match promise(relation) {
                Promise::Dropped => linked < FOUND || dropped < FOUND,
                Promise::Nothing => false,
            };
            table.push(if broken { '!' } else { ' ' });
            if broken {
                write!(missed, "\n  {name} {language}: {row:?}").unwrap();
            }
        }
    }
    println!("{table}\n");
    assert!(missed.is_empty(), "fewer than {FOUND} found:{missed}");
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for people")]
fn what_only_looks_like_a_copy_stays() {
    let (clusters, dropped) = (RUN.clusters(), RUN.book.dropped());
    let mut kinds: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for made in RUN.made.iter().filter(|m| m.trap) {
        kinds.entry((&made.relation, made.language)).or_default().push(&made.id);
    }
    let mut lost = String::new();
    let mut table = format!("\n{:28}", "trap");
    for head in ["articles", "clustered", "clusters", "dropped"] {
        write!(table, "{head:>11}").unwrap();
    }
    for ((kind, language), ids) in &kinds {
        let names: Vec<&str> = ids.iter().filter_map(|id| clusters.get(id).copied()).collect();
        let gone: BTreeSet<&str> = ids.iter().copied().filter(|id| dropped.contains(id)).collect();
        let distinct = names.iter().collect::<BTreeSet<_>>().len();
        let label = format!("{kind} {language}");
        write!(table, "\n{label:28}").unwrap();
        for count in [ids.len(), names.len(), distinct, gone.len()] {
            write!(table, "{count:>11}").unwrap();
        }
        if !gone.is_empty() {
            write!(lost, "\n  {label}: {gone:?}").unwrap();
        }
    }
    println!("{table}\n");
    assert!(lost.is_empty(), "dropped, though no copies:{lost}");
}

#[test]
fn no_two_stories_are_taken_for_one() {
    let clusters = RUN.clusters();
    let mut stories: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for made in RUN.made.iter().filter(|m| !m.trap) {
        if let Some(cluster) = clusters.get(&*made.id) {
            stories.entry(cluster).or_default().insert(&made.story);
        }
    }
    let mixed: Vec<_> = stories.values().filter(|s| s.len() > 1).collect();
    assert!(mixed.is_empty(), "{mixed:?}");
}

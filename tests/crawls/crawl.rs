//! A place with crawls and a desk.
//!
//! Takes a seed, gives a folder with `0.jsonl`, `1.jsonl` … (one crawl each) to learn from and clean.

use crate::corpus::{Corpus, Made, to_json_lines};
use crate::desk::{Book, Desk, tree};
use std::fs;
use std::path::Path;

/// Articles a crawl.
const ARTICLES: usize = 80;

/// A folder with crawls.
pub(crate) struct Crawls {
    pub(crate) place: Desk,
}

impl Crawls {
    /// So many crawls of one seed; hosts, stamps and stories go on from one to the next.
    pub(crate) fn new(seed: u64, crawls: usize) -> Self {
        Self::of(seed, crawls, ARTICLES)
    }

    /// So many crawls of so many articles.
    pub(crate) fn of(seed: u64, crawls: usize, articles: usize) -> Self {
        let place = Desk::new();
        let made = Corpus::new(seed).hosts(6).copies(0.3).made();
        let made: Vec<Made> = made.take(crawls * articles).collect();
        for (n, crawl) in made.chunks(articles).enumerate() {
            place.put(&format!("{n}.jsonl"), to_json_lines(crawl));
        }
        Self { place }
    }

    /// The same, with all but the last crawl learnt.
    pub(crate) fn taught(seed: u64, crawls: usize) -> Self {
        let new = Self::new(seed, crawls);
        (0..crawls - 1).for_each(|n| new.learn(n));
        new
    }

    /// Learns a crawl.
    pub(crate) fn learn(&self, crawl: usize) {
        self.place.run(&format!("learn {crawl}.jsonl --desk desk --quiet")).code(0);
    }

    /// All that the desk holds, as text.
    pub(crate) fn export(&self) -> Vec<u8> {
        self.export_of("desk")
    }

    /// All that a desk holds, as text; it is sound, too.
    pub(crate) fn export_of(&self, desk: &str) -> Vec<u8> {
        self.place.run(&format!("desk verify {desk}")).code(0);
        let mut ended = self.place.run(&format!("desk export {desk}"));
        ended.code(0);
        assert!(!ended.stdout.is_empty());
        std::mem::take(&mut ended.stdout)
    }

    /// A crawl cleaned with what the desk knows: OUT, checked.
    pub(crate) fn clean(&self, crawl: usize, words: &str) -> Book {
        let words = format!("clean {crawl}.jsonl -o out --force --desk desk --quiet {words}");
        self.place.run(&words).code(0);
        self.place.whole_with(&format!("{crawl}.jsonl"), true)
    }

    /// What a crawl is cleaned to: the files of it that hold no times.
    pub(crate) fn answers(&self, crawl: usize) -> Vec<Vec<u8>> {
        let book = self.clean(crawl, "");
        let cleaned = format!("cleaned/{crawl}.jsonl");
        let names = [cleaned.as_str(), "report/removed.jsonl", "report/duplicates.jsonl"];
        names.iter().map(|name| book.files[*name].clone()).collect()
    }

    /// Puts a copy of the desk `from` in the place of `to`.
    pub(crate) fn copy(&self, from: &str, to: &str) {
        let _ = fs::remove_dir_all(self.place.path(to));
        for (name, bytes) in tree(&self.place.path(from)) {
            self.place.put(&format!("{to}/{name}"), bytes);
        }
    }

    /// The desk's volumes, by name.
    pub(crate) fn volumes(&self) -> Vec<String> {
        volumes(&self.place.path("desk"))
    }
}

/// The volumes of a desk, by name.
pub(crate) fn volumes(desk: &Path) -> Vec<String> {
    let files = tree(desk).into_keys();
    files.filter(|name| Path::new(name).extension().is_some_and(|e| e == "vol")).collect()
}

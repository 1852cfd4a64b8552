//! Day after day: what many crawls teach together is what one clean of all of them knows.

use crate::crawl::Crawls;
use crate::desk::{Book, Desk, prose, record};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Days before the last one.
const BEFORE: usize = 5;
const HEADLINES: [&str; 10] = [
    "Ferry returns after storm",
    "Council sells its old mill",
    "Nurses win back their break",
    "Bridge toll falls in June",
    "School roof lets in the snow",
    "Harbour pilots want pay",
    "Goat herd blocks the ring road",
    "Museum finds a lost bell",
    "Bakers agree on smaller loaves",
    "Lighthouse lamp goes to auction",
];

/// One article a day, with a link that is never the same twice.
fn day(n: usize) -> String {
    let (id, date) = (n.to_string(), format!("2026-03-{:02}", n + 1));
    let number = 20 * n as u64;
    let text =
        format!("{}\n\nMore on this {}\n\n{}", prose(number), HEADLINES[n], prose(number + 7));
    record(&[("id", &id), ("host", "a.example"), ("date", &date), ("text", &text)])
}

fn links(book: &Book) -> usize {
    book.removed.iter().filter(|r| r.text.starts_with("More on this")).count()
}

#[test]
fn a_template_comes_together_one_line_a_day() {
    let place = Desk::new();
    for n in 0..HEADLINES.len() {
        place.put("day.jsonl", day(n));
        place.run("clean day.jsonl -o out --desk desk --force").text();
        if n + 1 == HEADLINES.len() {
            break;
        }
        place.run("learn day.jsonl --desk desk").code(0);
    }
    let book = place.whole_with("day.jsonl", true);
    assert_eq!(links(&book), 1);
    let why = &book.removed.iter().find(|r| r.text.starts_with("More on")).unwrap().reason;
    assert!(why.contains("10 different fillings"), "{why}");
}

/// Spans that go, by article.
fn spans(book: &Book) -> BTreeMap<&str, BTreeSet<(usize, usize)>> {
    let mut all: BTreeMap<&str, BTreeSet<(usize, usize)>> = BTreeMap::new();
    for r in &book.removed {
        all.entry(&r.id).or_default().insert((r.start, r.end));
    }
    all
}

#[test]
fn the_last_day_is_cleaned_as_in_one_clean_of_all() {
    let crawls = Crawls::taught(40, BEFORE + 1);
    let read = |n: usize| fs::read_to_string(crawls.place.path(&format!("{n}.jsonl"))).unwrap();
    crawls.place.put("all.jsonl", (0..=BEFORE).map(read).collect::<String>());
    crawls.place.run("clean all.jsonl -o whole").code(0);
    let (whole, last) = (Book::read(&crawls.place.path("whole")), crawls.clean(BEFORE, ""));
    let lines = read(BEFORE);
    let id = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let ids: BTreeSet<String> = lines.lines().map(id).collect();
    let (in_whole, in_last) = (spans(&whole), spans(&last));
    let of = |spans: &BTreeMap<&str, BTreeSet<(usize, usize)>>, id: &str| {
        spans.get(id).cloned().unwrap_or_default()
    };
    let (mut both, mut either) = (0, 0);
    for id in &ids {
        let (a, b) = (of(&in_whole, id), of(&in_last, id));
        both += a.intersection(&b).count();
        either += a.union(&b).count();
    }
    assert!(either > 100, "{either} spans say little");
    assert!(100 * both >= 98 * either, "{both} of {either} spans are the same");
    let related = |book: &Book| -> BTreeSet<String> {
        book.duplicates.iter().map(|d| d.id.clone()).filter(|id| ids.contains(id)).collect()
    };
    let (in_whole, in_last) = (related(&whole), related(&last));
    assert!(in_whole.len() > 10, "{} articles say little", in_whole.len());
    let differ: Vec<&String> = in_whole.symmetric_difference(&in_last).collect();
    assert!(20 * differ.len() <= in_whole.len(), "{differ:?}");
}

//! What later crawls are cleaned with.

use crate::crawl::Crawls;
use crate::desk::{Book, Desk, prose, record};

const STAMP: &str = "Tide tables for the week";

/// A crawl of articles of one host, with the stamp at their ends.
fn crawl(numbers: std::ops::Range<u64>) -> String {
    let article = |n: u64| {
        let (id, date) = (n.to_string(), format!("2026-03-{:02}", 1 + n / 10));
        let text = format!("{}\n\n{STAMP}\n\n{}", prose(n), prose(n + 500));
        record(&[("id", &id), ("host", "a.example"), ("date", &date), ("text", &text)])
    };
    numbers.map(article).collect()
}

fn stamped(book: &Book) -> usize {
    book.removed.iter().filter(|r| r.text.contains(STAMP)).count()
}

#[test]
fn a_line_is_stamped_because_earlier_crawls_had_it() {
    let place = Desk::new();
    place.put("old.jsonl", crawl(0..30));
    place.put("new.jsonl", crawl(30..31));
    place.run("clean new.jsonl -o out").code(0);
    assert_eq!(stamped(&place.whole("new.jsonl")), 0);
    place.run("learn old.jsonl --desk desk").code(0);
    place.run("clean new.jsonl -o out --desk desk --force").code(0);
    let book = place.whole_with("new.jsonl", true);
    assert_eq!(stamped(&book), 1);
    assert!(book.removed[0].reason.contains("31 of 31 articles"), "{}", book.removed[0].reason);
}

#[test]
fn a_copy_of_an_earlier_article_is_dropped_and_names_it() {
    let place = Desk::new();
    place.put("old.jsonl", crawl(0..30));
    let copy = |id: &str, host: &str, n: u64| {
        record(&[("id", id), ("host", host), ("date", "2026-04-01"), ("text", &prose(n))])
    };
    place.put("new.jsonl", copy("copy", "b.example", 7) + &copy("other", "b.example", 70));
    place.run("learn old.jsonl --desk desk").code(0);
    place.run("clean new.jsonl -o out --desk desk").code(0);
    let book = place.whole_with("new.jsonl", true);
    let row = book.duplicates.iter().find(|d| d.id == "copy").unwrap();
    assert_eq!((row.kept, row.duplicate_of.as_deref()), (false, Some("7")));
    assert_eq!(book.summary.records.dropped, 1);
}

#[test]
fn an_article_that_is_cleaned_again_is_no_copy_of_itself() {
    let place = Desk::new();
    place.put("old.jsonl", crawl(0..30));
    place.run("learn old.jsonl --desk desk").code(0);
    place.run("clean old.jsonl -o out --desk desk").code(0);
    let book = place.whole_with("old.jsonl", true);
    assert_eq!(book.summary.records.dropped, 0);
    assert_eq!(stamped(&book), 30);
    assert!(book.removed[0].reason.contains("30 of 30 articles"), "{}", book.removed[0].reason);
}

#[test]
fn a_desk_that_knows_nothing_changes_nothing() {
    let crawls = Crawls::new(7, 1);
    crawls.place.run("clean 0.jsonl -o out").code(0);
    let alone = crawls.place.whole("0.jsonl");
    crawls.place.put("t.jsonl", "{\"text\":\"Nobody ever wrote this\",\"action\":\"keep\"}\n");
    crawls.place.run("learn --rules t.jsonl --desk desk").code(0);
    let book = crawls.clean(0, "");
    for name in ["cleaned/0.jsonl", "report/removed.jsonl", "report/duplicates.jsonl"] {
        assert!(book.files[name] == alone.files[name], "{name}");
    }
}

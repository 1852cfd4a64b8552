//! Decisions about clusters: copies come apart, and the article that is preferred is kept.

use crate::desk::{Book, Desk, prose, record};
use copydesk::report::Met;

fn again(desk: &Desk, decisions: &[String]) -> Book {
    desk.put("d.jsonl", decisions.join("\n"));
    desk.clean("--rules d.jsonl --force")
}

fn rows(book: &Book) -> Vec<Met> {
    let text = std::str::from_utf8(&book.files["report/decisions.jsonl"]).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Copies of one story on four hosts, by date, and another story.
fn copies() -> Desk {
    let story = prose(77);
    let copy = |id: &str, day: u32| {
        let (host, date) = (format!("{id}.example"), format!("2025-01-0{day}"));
        record(&[("id", id), ("host", &host), ("date", &date), ("text", &story)])
    };
    let near = record(&[
        ("id", "d"),
        ("host", "d.example"),
        ("date", "2025-01-04"),
        ("text", &story.replacen("The ", "This ", 2)),
    ]);
    let all = [copy("a", 1), copy("b", 2), copy("c", 3), near].concat() + &crate::desk::good(9);
    Desk::with(&[("a.jsonl", all.as_bytes())])
}

/// Which article each is a duplicate of, `-` for kept ones.
fn duplicates(book: &Book) -> String {
    let of = |name: &str| {
        let row = book.duplicates.iter().find(|row| row.id == name);
        row.and_then(|row| row.duplicate_of.clone()).unwrap_or_else(|| "-".to_owned())
    };
    ["a", "b", "c", "d"].map(of).join(" ")
}

/// The name of an article by its id, quoted.
fn key(book: &Book, id: &str) -> String {
    let row = book.duplicates.iter().find(|row| row.id == id).unwrap();
    format!("{:?}", row.article)
}

fn keys(book: &Book, ids: &[&str]) -> String {
    let mut keys: Vec<String> = ids.iter().map(|id| key(book, id)).collect();
    keys.sort_unstable();
    keys.join(",")
}

#[test]
fn clusters_come_apart_as_decided() {
    let desk = copies();
    let first = desk.clean("");
    assert_eq!(duplicates(&first), "- a a a");
    let all = keys(&first, &["a", "b", "c", "d"]);
    let book = again(&desk, &[format!(r#"{{"cluster":[{all}],"action":"accept"}}"#)]);
    assert_eq!(duplicates(&book), "- a a a");
    assert!(book.duplicates.iter().filter(|row| row.id.len() == 1).all(|row| row.decided));
    assert_eq!((rows(&book)[0].met, book.summary.decisions.obeyed), (4, 1));
    let book = again(&desk, &[format!(r#"{{"cluster":[{all}],"action":"apart"}}"#)]);
    assert_eq!(duplicates(&book), "- - - -");
    let told = desk.run("explain out a b");
    assert!(told.code(0).text().contains("You decided"), "{}", told.text());
    let (one, other) = (keys(&first, &["a", "b"]), keys(&first, &["c", "d"]));
    let split = format!(r#"{{"cluster":[{one}],"action":"split","from":[{other}]}}"#);
    assert_eq!(duplicates(&again(&desk, &[split])), "- a - c");
}

#[test]
fn the_article_that_is_preferred_is_kept() {
    let desk = copies();
    let first = desk.clean("");
    for (id, expected) in [("c", "c c - c"), ("d", "d d d -")] {
        let (all, article) = (keys(&first, &["a", "b", "c", "d"]), key(&first, id));
        let prefer = format!(r#"{{"cluster":[{all}],"action":"prefer","article":{article}}}"#);
        let book = again(&desk, &[prefer]);
        assert_eq!(duplicates(&book), expected);
        let row = book.duplicates.iter().find(|row| row.representative).unwrap();
        assert_eq!((&*row.id, row.kept), (id, true));
    }
    let whole = prose(77) + "\n\n" + &prose(78);
    let grown =
        record(&[("id", "w"), ("host", "w.example"), ("date", "2025-01-09"), ("text", &whole)]);
    desk.put("in/b.jsonl", grown);
    let book = desk.clean("--force");
    assert_eq!(duplicates(&book).split(' ').next(), Some("w"), "the whole is kept, unless");
    let all = keys(&book, &["a", "b", "c", "d", "w"]);
    let article = key(&book, "a");
    let prefer = format!(r#"{{"cluster":[{all}],"action":"prefer","article":{article}}}"#);
    assert_eq!(duplicates(&again(&desk, &[prefer])).split(' ').next(), Some("-"));
}

#[test]
fn names_of_articles_do_not_depend_on_decisions() {
    let desk = copies();
    let first = desk.clean("");
    let line = prose(77).lines().next().unwrap().to_owned();
    let book = again(&desk, &[format!(r#"{{"text":"{line}","action":"remove"}}"#)]);
    assert_eq!(book.removed.iter().filter(|r| r.text.contains(&line)).count(), 3);
    assert_eq!(key(&first, "b"), key(&book, "b"));
}

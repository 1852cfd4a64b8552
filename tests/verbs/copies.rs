//! Copies in time: the window, the latest, stories that grew, pages that were crawled again.

use crate::desk::{Book, Desk, good, prose, record};
use std::fmt::Write as _;

/// An article with a date.
fn dated(id: &str, date: &str, text: &str) -> String {
    record(&[("id", id), ("host", &format!("{id}.example")), ("date", date), ("text", text)])
}

fn desk(articles: &[String]) -> Desk {
    Desk::with(&[("a.jsonl", (articles.concat() + &good(9)).as_bytes())])
}

/// Which article each is a duplicate of, `-` for kept ones, in the order of the names.
fn copies(book: &Book, names: &[&str]) -> String {
    let of = |name: &&str| {
        let row = book.duplicates.iter().find(|row| row.id == **name);
        row.and_then(|row| row.duplicate_of.clone()).unwrap_or_else(|| "-".to_owned())
    };
    names.iter().map(of).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_window_parts_what_lies_too_far_apart() {
    let story = prose(77);
    let near = story.replacen("The ", "This ", 3);
    let desk = desk(&[
        dated("a", "2025-01-01", &story),
        dated("b", "2025-01-05", &story),
        dated("c", "2025-03-01", &story),
        dated("d", "2025-03-04", &near),
        dated("e", "", &near),
    ]);
    let names = ["a", "b", "c", "d", "e"];
    assert_eq!(copies(&desk.clean(""), &names), "- a a a a");
    assert_eq!(copies(&desk.clean("--force --window 10"), &names), "- a - c c");
    assert_eq!(copies(&desk.clean("--force --window 0"), &names), "- - - - d");
}

#[test]
fn the_latest_copy_is_kept_where_it_is_asked_for() {
    let story = prose(78);
    let articles = [("a", "2025-01-01"), ("b", "2025-01-03"), ("c", "2025-01-02"), ("d", "")];
    let desk = desk(&articles.map(|(id, date)| dated(id, date, &story)));
    let names = ["a", "b", "c", "d"];
    assert_eq!(copies(&desk.clean("--keep latest"), &names), "b - b b");
    assert_eq!(copies(&desk.clean("--force --keep earliest"), &names), "- a a a");
}

#[test]
fn of_a_story_that_grew_the_whole_is_kept() {
    let (story, more) = (prose(79), prose(80));
    let desk = desk(&[
        dated("flash", "2025-01-01", &story),
        dated("whole", "2025-01-02", &format!("{story}\n\n{more}")),
    ]);
    let names = ["flash", "whole"];
    assert_eq!(copies(&desk.clean(""), &names), "whole -");
    assert_eq!(copies(&desk.clean("--force --keep longest"), &names), "whole -");
    assert_eq!(
        copies(&desk.clean("--force --keep first"), &names),
        "- -",
        "what was asked for stays"
    );
}

#[test]
fn a_lead_of_its_own_keeps_a_story_in_the_corpus() {
    let (old, new) = (prose(81), prose(82));
    let lead = new.split("\n\n").next().unwrap();
    let body: Vec<&str> = old.split("\n\n").collect();
    let desk = desk(&[
        dated("first", "2025-01-01", &old),
        dated("second", "2025-01-02", &[lead, body[0], body[1]].join("\n\n")),
    ]);
    assert_eq!(copies(&desk.clean(""), &["first", "second"]), "- -");
}

/// A page that was crawled every hour while a sentence was put in here and there: its own paragraphs stand on its host
/// sixty times, and are no boilerplate.
#[test]
fn a_page_that_was_crawled_again_is_one_story() {
    let story = prose(83);
    let paragraphs: Vec<&str> = story.split("\n\n").collect();
    let mut lines = String::new();
    for hour in 0..60 {
        let mut text = String::new();
        for (n, paragraph) in paragraphs.iter().enumerate() {
            let news = if (hour + n) % 3 == 0 {
                format!(" It was {hour} by then.")
            } else {
                String::new()
            };
            write!(text, "{paragraph}{news}\n\n").unwrap();
        }
        lines += &record(&[
            ("id", &format!("h{hour}")),
            ("host", "live.example"),
            ("title", "The ferry and the harbour as it happened"),
            ("text", &text),
        ]);
    }
    let desk = Desk::with(&[("a.jsonl", (lines + &good(9)).as_bytes())]);
    let book = desk.clean("");
    assert!(book.removed.is_empty(), "{:?}", book.removed.first());
    assert_eq!(book.dropped().len(), 59);
}

/// A crowd of reports that are all alike, each with a copy: none of the reports is a copy, and no copy is overlooked.
#[test]
fn copies_are_found_in_a_long_series() {
    let mut state = 5_u64;
    let mut figure = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) % 9000 + 10
    };
    let mut articles = Vec::new();
    for n in 0..150 {
        let mut text = String::new();
        for (before, after) in [
            (
                "The leading index of the exchange closed at",
                "points on the day, the exchange said.",
            ),
            (
                "The volume of the session reached",
                "shares, and that was more than on the day before.",
            ),
            (
                "The largest bank of the country added to stand at",
                "while the miner of the coast lost.",
            ),
            (
                "Analysts of the house said that they now see",
                "by the end of the month for the index.",
            ),
            (
                "The number of issues that fell in the session was",
                "and all were settled in the usual way.",
            ),
        ] {
            write!(text, "{before} {} {after} ", figure()).unwrap();
        }
        let date = format!("{}-{:02}-{:02}", 2021, n / 28 + 1, n % 28 + 1);
        articles.push(dated(&format!("a{n:03}"), &date, text.trim()));
        articles.push(dated(
            &format!("b{n:03}"),
            &date,
            &text.trim().replace("The volume of", "Volume in"),
        ));
    }
    let desk = Desk::with(&[("a.jsonl", articles.concat().as_bytes())]);
    let book = desk.clean("");
    for row in &book.duplicates {
        let (kind, number) = row.id.split_at(1);
        let other = format!("{}{number}", if kind == "a" { "b" } else { "a" });
        assert!(row.duplicate_of.as_ref().is_none_or(|kept| *kept == other), "{row:?}");
    }
    assert_eq!(book.dropped().len(), 150);
}

/// Equal articles hang on one of them; what that one hangs on may be too far away for the others.
#[test]
fn a_window_holds_for_equals_of_a_duplicate_too() {
    let story = prose(84);
    let near = story.replacen("The ", "This ", 3);
    let desk = desk(&[
        dated("a", "2025-01-01", &story),
        dated("b", "2025-01-21", &near),
        dated("c", "2025-02-10", &near),
        dated("d", "2025-02-11", &near),
    ]);
    let names = ["a", "b", "c", "d"];
    assert_eq!(copies(&desk.clean("--window 25"), &names), "- a - c");
}

#[test]
fn tiny_articles_are_copies_only_under_one_headline() {
    let tiny = |id: &str, title: &str, text: &str| {
        record(&[("id", id), ("host", "a.example"), ("title", title), ("text", text)])
    };
    let desk = desk(&[
        tiny("a", "Over river", "Mayor opens the new bridge"),
        tiny("b", "New bridge over river", "Mayor opens the"),
        tiny("c", "Over river", "Mayor opens the new bridge"),
    ]);
    assert_eq!(copies(&desk.clean(""), &["a", "b", "c"]), "- - a");
}

//! Background paragraphs that a host repeats from story to story.

use crate::desk::{Book, Desk, prose, record};

const BACKGROUND: &str = "The bridge over the sound was closed in the spring after divers found cracks in two of its \
                          piers, and the council has argued over the cost of a new one since then.";

/// Forty stories of one host, six of them with the background in their midst.
fn cleaned(flags: &str) -> Book {
    let story = |n: u64| {
        let middle = if n.is_multiple_of(7) { BACKGROUND } else { "It rained on the piers." };
        let text = [&*prose(n), middle, &prose(n + 100), &prose(n + 200)].join("\n\n");
        record(&[("id", &*format!("s{n}")), ("host", "a.example"), ("text", &text)])
    };
    let lines: String = (1..43).map(story).collect();
    let book = Desk::with(&[("a.jsonl", lines.as_bytes())]).clean(flags);
    book.check();
    book
}

fn standing(book: &Book) -> usize {
    book.texts("a.jsonl").iter().filter(|text| text.contains(BACKGROUND)).count()
}

#[test]
fn they_are_reported_and_stay() {
    let book = cleaned("");
    assert_eq!(standing(&book), 6);
    let block = book.blocks.iter().find(|b| b.text == BACKGROUND).unwrap();
    assert_eq!((block.articles, &*format!("{:?}", block.decision)), (6, "Keep"));
}

#[test]
fn they_go_where_that_is_wanted() {
    let book = cleaned("--recurring remove");
    assert_eq!(standing(&book), 0);
    let removed: Vec<_> = book.removed.iter().filter(|r| r.text.contains(BACKGROUND)).collect();
    assert_eq!(removed.len(), 6);
    assert!(
        removed.iter().all(|r| r.reason == "a recurring passage: on 6 of 42 articles of a.example")
    );
}

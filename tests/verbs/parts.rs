//! Parts of paragraphs: what is glued to a paragraph goes, the paragraph stays.

use crate::desk::{Book, Desk, prose, record};
use copydesk::pipeline::Explanation;
use copydesk::report::model::Label;

/// Thirty stories of one host, the first with this paragraph in its midst, and one with a headline to lead to.
fn desk(paragraph: &str) -> Desk {
    let story = |n: u64, title: &str, more: &str| {
        let text = [&*prose(n), more, &prose(n + 100)].join("\n\n");
        let fields =
            [("id", &*format!("s{n}")), ("host", "a.example"), ("title", title), ("text", &text)];
        record(&fields)
    };
    let others: String =
        (1..30).map(|n| story(n, &format!("Rain of day {n}"), "It rained.")).collect();
    let target = story(40, "Ferries late for third week", "It rained.");
    Desk::with(&[("a.jsonl", (story(0, "Rain", paragraph) + &others + &target).as_bytes())])
}

/// What is left of the paragraph, and the book of the run.
fn cleaned(paragraph: &str) -> (String, Book) {
    let book = desk(paragraph).clean("");
    book.check();
    let text = book.texts("a.jsonl")[0].clone();
    (text.split("\n\n").nth(3).unwrap_or_default().to_owned(), book)
}

#[test]
fn a_row_of_buttons_at_the_head_goes() {
    let (left, book) = cleaned(
        "Advertisement Continue reading the main story The senator said that the harbour was to be closed for a week.",
    );
    assert_eq!(left, "The senator said that the harbour was to be closed for a week.");
    assert_eq!(book.removed[0].text, "Advertisement Continue reading the main story ");
    assert!(book.removed[0].reason.ends_with("glued to the start of a paragraph"));
    assert_eq!((book.summary.text.removed_blocks, book.summary.text.removed_parts), (0, 1));
}

#[test]
fn an_appeal_at_the_end_goes_with_the_space_before_it() {
    let told = "The harbour was closed for a week, and nobody knew why it had to be on Monday.";
    let (left, book) = cleaned(&format!("{told} Sign up for our daily newsletter here."));
    assert_eq!(left, told);
    assert_eq!(book.removed[0].label, Label::Subscribe);
    assert_eq!(book.removed[0].text, " Sign up for our daily newsletter here.");
}

#[test]
fn a_link_inside_goes_up_to_the_end_of_the_headline() {
    let (left, book) = cleaned(
        "The minister READ MORE: Ferries late for third week said on Tuesday that the harbour was to be closed.",
    );
    assert_eq!(left, "The minister said on Tuesday that the harbour was to be closed.");
    assert_eq!(book.removed[0].label, Label::Promo);
}

#[test]
fn a_link_in_brackets_goes_with_its_brackets() {
    let (left, _) = cleaned(
        "The harbour was to be closed for a week. [Related: Why the ferries are late again and again] The mayor said that it was for the best.",
    );
    assert_eq!(
        left,
        "The harbour was to be closed for a week. The mayor said that it was for the best."
    );
}

#[test]
fn speech_and_prose_stay() {
    for paragraph in [
        "“The harbour is closed. Sign up for our daily newsletter here,” said the sign at the door, and that was all of it.",
        "Read the report, he said. More of it was to come on the day after, and nobody was to know of it before.",
        "It was the work of Thomas More: a book that nobody had read, though all of them said that they had.",
    ] {
        assert_eq!(cleaned(paragraph).0, paragraph);
    }
}

#[test]
fn an_explanation_shows_the_ledger_of_a_part() {
    let desk = desk(
        "Advertisement Continue reading the main story The senator said that the harbour was to be closed for a week.",
    );
    let book = desk.clean("");
    let told: Explanation =
        serde_json::from_str(desk.run("explain out s0 --json").code(0).text()).unwrap();
    let block = &told.blocks[3];
    let part = &block.parts[0];
    assert!(
        !block.removed && part.removed && part.evidence.iter().any(|e| e.what == "glued: head")
    );
    assert_eq!((part.label, &part.reason), (Some(Label::Ui), &book.removed[0].reason));
    let text = desk.run("explain out s0");
    assert!(
        text.text().contains("\n− Advertisement Continue reading the main story"),
        "{}",
        text.text()
    );
}

#[test]
fn a_notice_at_the_end_of_a_story_without_line_breaks_goes() {
    let told = [prose(500), prose(501)].join(" ").replace("\n\n", " ");
    let notice =
        "The work may not be published, broadcast, rewritten or redistributed without permission.";
    let text = format!("{told} {notice}");
    let fields = [("id", "one"), ("host", "a.example"), ("title", "Harbour"), ("text", &*text)];
    let desk = desk("It rained.");
    desk.put("in/b.jsonl", record(&fields));
    let book = desk.clean("");
    assert_eq!(book.texts("b.jsonl"), [told]);
}

//! Parts of lines: what stays of a line reads on, whatever is glued to it.

use super::Place;
use crate::cases;
use copydesk::pipeline::Command;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

/// What is stamped on pages, and what is told in them, in scripts with and without spaces.
const PIECES: [&str; 14] = [
    "Advertisement Continue reading the main story",
    "Sign up for our daily newsletter here.",
    "[Related: Why the ferries are late]",
    "READ MORE: Ferries late for third week",
    "Share this article on Facebook.",
    "Leia também: A ponte fica fechada por mais um mês",
    "All rights reserved.",
    "延伸阅读：渡轮晚点。",
    "The harbour was closed for a week, and nobody knew why it had to be on a Monday.",
    "“We won’t. Sign up for our newsletter,” she said of the plan, as it was.",
    "O prefeito disse que a ponte não será aberta.",
    "港口关闭了一个星期。没有人知道为什么。",
    "Is it so? It is!",
    "—",
];

/// A line of such pieces with all kinds of white space between them.
fn line() -> impl Strategy<Value = String> {
    let gap = select(vec![" ", "  ", "\t", "\u{a0} ", " \u{3000}"]);
    vec((select(PIECES.to_vec()), gap), 1..7).prop_map(|pieces| {
        let line: String = pieces.iter().flat_map(|(piece, gap)| [*piece, *gap]).collect();
        line.trim_end().to_owned()
    })
}

/// The gaps between the words of a line.
fn gaps(line: &str) -> Vec<&str> {
    line.split(|c: char| !c.is_whitespace()).filter(|gap| !gap.is_empty()).collect()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn what_stays_of_a_line_reads_on(texts in vec(vec(line(), 1..6), 1..8)) {
        let texts: Vec<String> = texts.iter().map(|lines| lines.join("\n\n")).collect();
        let record = |(i, text): (usize, &String)| {
            let row = json!({"id": i.to_string(), "host": "a.example", "title": "Ferries late for third week", "text": text});
            row.to_string() + "\n"
        };
        let input: String = texts.iter().enumerate().map(record).collect();
        let place = Place::with(&[("a.jsonl", input.as_bytes())]);
        let mut outs = Vec::new();
        for threads in [1, 3] {
            let book = place.run(Command::Clean, &format!("out{threads}"), threads);
            prop_assert_eq!(place.restored(&format!("out{threads}")), place.input());
            for row in book.records("a.jsonl") {
                let number: usize = row["id"].as_str().unwrap().parse().unwrap();
                let (text, left) = (&texts[number], row["text"].as_str().unwrap());
                let lines: Vec<&str> = text.split("\n\n").collect();
                for kept in left.split("\n\n").filter(|_| !left.is_empty()) {
                    prop_assert!(!kept.is_empty() && kept.trim() == kept, "{kept:?} of {text:?}");
                    // Every gap is one that was there.
                    let known = |gap: &&str| lines.iter().any(|line| gaps(line).contains(gap));
                    prop_assert!(gaps(kept).iter().all(known), "{kept:?} of {text:?}");
                }
            }
            outs.push(book.cleaned("a.jsonl").to_vec());
        }
        prop_assert!(outs[0] == outs[1], "the number of threads changed bytes");
    }
}

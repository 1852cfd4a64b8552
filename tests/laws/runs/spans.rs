//! What is cut, and what stays: spans against the original, byte by byte.

use super::{Place, demo, made};
use crate::corpus::{Kind, Made, to_json_lines};
use crate::desk::Book;
use copydesk::pipeline::Command;
use copydesk::report::model::Removal;
use std::collections::BTreeMap;

/// A text without these spans; fails where a span is not what it says it is.
fn without(text: &str, removals: &[&Removal]) -> String {
    let mut left = String::new();
    let mut from = 0;
    for removal in removals {
        assert!(removal.start >= from, "ascending, not overlapping: {removal:?}");
        assert_eq!(
            text.get(removal.start..removal.end),
            Some(removal.text.as_str()),
            "{}",
            removal.id
        );
        left.push_str(&text[from..removal.start]);
        from = removal.end;
    }
    left + &text[from..]
}

/// Holds a cleaned file against the texts of its articles by id.
fn check(book: &Book, name: &str, texts: &BTreeMap<String, String>) {
    let removals = book.removals();
    let of = |id: &str| removals.get(id).map(Vec::as_slice).unwrap_or_default();
    // Those of dropped articles too are what they say they are.
    for (id, text) in texts {
        drop(without(text, of(id)));
    }
    for record in book.records(name) {
        let id = record["id"].as_str().unwrap();
        let text = record.get("text").or(record.get("maintext")).unwrap().as_str().unwrap();
        assert_eq!(text, without(&texts[id], of(id)), "{id}");
    }
}

fn texts(made: &[Made]) -> BTreeMap<String, String> {
    made.iter().map(|m| (m.id.clone(), m.text.clone())).collect()
}

#[test]
fn the_cleaned_text_is_the_original_without_the_spans() {
    for seed in 40..46 {
        let made = made(seed, 250);
        let place = Place::of(&made, 1);
        check(&place.run(Command::Clean, "out", 2), "part0.jsonl", &texts(&made));
    }
}

#[test]
fn the_cleaned_demo_is_the_original_without_the_spans() {
    let lines = std::fs::read_to_string(demo("articles.jsonl")).unwrap();
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        (row["id"].as_str().unwrap().to_owned(), row["text"].as_str().unwrap().to_owned())
    };
    let texts = lines.lines().map(row).collect();
    let place = Place::with(&[("a.jsonl", lines.as_bytes())]);
    check(&place.run(Command::Clean, "out", 2), "a.jsonl", &texts);
}

#[test]
fn a_cleaned_text_file_is_the_original_without_the_spans() {
    let made = made(47, 150);
    let names: Vec<String> = made.iter().map(|m| format!("{}/{}.txt", m.host, m.id)).collect();
    let texts: Vec<String> = made.iter().map(|m| format!("{}\n\n{}\n", m.title, m.text)).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let place = Place::with(&files);
    let book = place.run(Command::Clean, "out", 2);
    let (removals, gone) = (book.removals(), book.dropped());
    assert!(removals.len() > 50 && gone.len() > 5);
    for (name, text) in names.iter().zip(&texts) {
        let left =
            without(text, removals.get(name.as_str()).map(Vec::as_slice).unwrap_or_default());
        match book.files.get(&format!("cleaned/{name}")) {
            Some(bytes) => assert_eq!(std::str::from_utf8(bytes).unwrap(), left, "{name}"),
            None => assert!(gone.contains(name.as_str()), "{name}"),
        }
        assert_eq!(
            book.files.contains_key(&format!("cleaned/{name}")),
            !gone.contains(name.as_str())
        );
    }
}

#[test]
fn no_run_of_blank_lines_is_left_behind() {
    for seed in 48..51 {
        let made = made(seed, 250);
        let place = Place::of(&made, 1);
        let book = place.run(Command::Clean, "out", 2);
        let breaks = |text: &str| {
            let runs = text.split(|c: char| c != '\n').map(str::len);
            runs.max().unwrap_or_default()
        };
        for record in book.records("part0.jsonl") {
            let original = made.iter().find(|m| m.id == record["id"].as_str().unwrap()).unwrap();
            let text = record["maintext"].as_str().unwrap();
            assert!(breaks(text) <= breaks(&original.text), "{}: {text:?}", original.id);
            assert_eq!(text, text.trim(), "{}", original.id);
        }
    }
}

/// A record as programs of all kinds write them: the text's literal between two halves that are nobody's business.
fn odd(number: usize, made: &Made) -> [String; 3] {
    let plain = serde_json::to_string(&made.text).unwrap();
    let literal = match number % 3 {
        0 => plain,
        1 => plain.replace("\\n", "\\u000a").replace('e', "\\u0065"),
        _ => plain.chars().map(|c| if c.is_ascii() { c.to_string() } else { escaped(c) }).collect(),
    };
    let before = format!(
        "{{ \"id\":\t\"{}\",\"n\": 1.0e5 , \"host\" : \"{}\", \"maintext\"  : ",
        made.id, made.host
    );
    let after = format!(
        ",\"x\":[1,2 , {{\"maintext\":\"Subscribe\\u0020now\"}}],\"big\":123456789012345678901234567890,\"n\":-0,\
         \"url\":\"https:\\/\\/{}\\/{number}\",\"e\":\"\\ud83d\\ude00 \\ud83d\" }}",
        made.host
    );
    [before, literal, after]
}

/// A character as escapes.
fn escaped(c: char) -> String {
    let units = c.encode_utf16(&mut [0; 2]).to_vec();
    let units: Vec<String> = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
    units.concat()
}

#[test]
fn other_fields_stay_as_they_are_byte_for_byte() {
    let made = made(52, 300);
    let records: Vec<[String; 3]> = made.iter().enumerate().map(|(n, m)| odd(n, m)).collect();
    let lines: String = records.iter().map(|parts| parts.concat() + "\n").collect();
    let place = Place::with(&[("a.jsonl", lines.as_bytes())]);
    let book = place.run(Command::Clean, "out", 2);
    let (removals, gone) = (book.removals(), book.dropped());
    let kept = made.iter().zip(&records).filter(|(m, _)| !gone.contains(m.id.as_str()));
    let cleaned = std::str::from_utf8(book.cleaned("a.jsonl")).unwrap();
    assert_eq!(cleaned.lines().count(), kept.clone().count());
    for (line, (made, [before, _, after])) in cleaned.lines().zip(kept) {
        let literal =
            line.strip_prefix(before.as_str()).and_then(|l| l.strip_suffix(after.as_str()));
        let literal = literal.unwrap_or_else(|| panic!("{}: {line}", made.id));
        let text: String = serde_json::from_str(literal).unwrap();
        let spans = removals.get(made.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        assert_eq!(text, without(&made.text, spans), "{}", made.id);
        if spans.is_empty() {
            let original = records.iter().find(|parts| parts[0] == *before).unwrap();
            assert_eq!(literal, original[1], "an article that is not cut is not written anew");
        }
    }
    assert_eq!(place.restored("out"), place.input());
}

#[test]
fn cuts_say_what_they_are_worth() {
    let made = made(53, 400);
    let place = Place::with(&[("a.jsonl", to_json_lines(&made).as_bytes())]);
    let book = place.run(Command::Clean, "out", 2);
    let (mut prose, mut stamps, mut hit) = (0_usize, 0_usize, 0_usize);
    let removals = book.removals();
    for m in &made {
        let spans = removals.get(m.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let mut at = 0;
        let lines = m.text.split('\n').filter_map(|line| {
            let start = at;
            at += line.len() + 1;
            (!line.trim().is_empty()).then_some(start)
        });
        for (start, kind) in lines.zip(&m.lines) {
            let cut = spans.iter().any(|r| (r.start..r.end).contains(&start));
            if *kind == Kind::Prose {
                prose += usize::from(cut);
            } else {
                stamps += 1;
                hit += usize::from(cut);
            }
        }
    }
    let removed = book.removed.len();
    assert!(prose * 50 <= removed, "of {removed} removed lines {prose} are of the stories");
    assert_eq!(book.summary.records.emptied, 0, "articles that lost everything");
    assert!(hit * 10 >= stamps * 7, "{hit} of {stamps} stamps are cut");
}

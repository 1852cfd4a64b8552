//! The demo corpus comes out as its labels say: every line, and every copy.
//!
//! Takes `datasets/demo` as JSON Lines and as a folder of text files, cleans both with the library. All wrong lines are
//! shown at once, each with the program's reason. Never tolerates a share of errors: the corpus is small and its truth
//! was written by hand.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

mod desk;

use copydesk::config::Keep;
use copydesk::pipeline::Command;
use copydesk::report::model::{Duplicate, Relation, Removal};
use desk::{Book, job};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// One line of `labels.jsonl`.
#[derive(Deserialize)]
struct Labels {
    id: String,
    labels: BTreeMap<usize, String>,
}

/// One line of `clusters.jsonl`.
#[derive(Deserialize)]
struct Member {
    id: String,
    cluster: String,
    relation: String,
}

/// The corpus in two forms.
const FORMS: [&str; 2] = ["articles.jsonl", "articles"];

fn demo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo").join(name)
}

fn rows<T: for<'a> Deserialize<'a>>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(demo(name)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The texts by id, from the JSON Lines.
fn texts() -> BTreeMap<String, String> {
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows("articles.jsonl").iter().map(|row| (word(row, "id"), word(row, "text"))).collect()
}

/// The demo, cleaned.
fn cleaned(form: &str, keep: Keep) -> Book {
    let folder = tempfile::tempdir().unwrap();
    let mut job = job(Command::Clean, &[demo(form)], &folder.path().join("out"));
    job.config.articles.keep = keep;
    copydesk::pipeline::clean(&job, &()).unwrap();
    let book = Book::read(&folder.path().join("out"));
    book.check();
    assert_eq!((book.counts()[0], book.counts()[3]), (90, 0));
    book
}

/// The lines of a text with the share of their solid bytes that is removed, and the first reason why.
fn shares<'a>(text: &str, removals: &[&'a Removal]) -> Vec<(bool, Option<&'a Removal>)> {
    let mut start = 0;
    let mut shares = Vec::new();
    for line in text.split('\n') {
        let solid = |at: &usize| !b" \t\r".contains(&text.as_bytes()[*at]);
        let covering = |at: usize| removals.iter().find(|r| (r.start..r.end).contains(&at));
        let bytes: Vec<usize> = (start..start + line.len()).filter(solid).collect();
        let gone: Vec<&&Removal> = bytes.iter().filter_map(|at| covering(*at)).collect();
        let removed = !bytes.is_empty() && 2 * gone.len() >= bytes.len();
        shares.push((removed, gone.first().map(|r| **r)));
        start += line.len() + 1;
    }
    shares
}

/// What is wrong with one article.
fn wrong(
    id: &str,
    text: &str,
    labels: &BTreeMap<usize, String>,
    removals: &[&Removal],
) -> Vec<String> {
    let mut wrong = Vec::new();
    for (n, (line, (removed, by))) in text.split('\n').zip(shares(text, removals)).enumerate() {
        let label = labels.get(&n).map(String::as_str);
        let expected = label.is_some();
        if label == Some("neutral") || line.trim().is_empty() || removed == expected {
            continue;
        }
        let what = label.map_or("removed content".to_owned(), |label| format!("left in, {label}"));
        let why = by.map_or(String::new(), |r| format!("\n      {}: {}", r.label.name(), r.reason));
        wrong.push(format!("{id}:{n}: {what}: {line}{why}"));
    }
    wrong
}

#[test]
fn every_line_goes_or_stays_as_its_label_says() {
    let texts = texts();
    let labels: BTreeMap<String, BTreeMap<usize, String>> =
        rows::<Labels>("labels.jsonl").into_iter().map(|row| (row.id, row.labels)).collect();
    assert_eq!(texts.len(), labels.len());
    let mut all = Vec::new();
    for form in FORMS {
        let book = cleaned(form, Keep::default());
        let removals = book.removals();
        for (id, text) in &texts {
            let removals = removals.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let wrong = wrong(id, text, &labels[id], removals);
            all.extend(wrong.into_iter().map(|line| format!("{form}: {line}")));
        }
    }
    assert!(all.is_empty(), "{} lines are wrong:\n  {}\n", all.len(), all.join("\n  "));
}

#[test]
fn the_text_files_are_the_texts_of_the_json_lines() {
    for (id, text) in texts() {
        assert_eq!(fs::read_to_string(demo("articles").join(&id)).unwrap(), text, "{id}");
    }
}

/// What is wrong with the clusters, whichever copy is kept: of the copies of a story one is kept, and the others name it;
/// versions are kept; and nothing else is dropped.
fn wrong_fates(book: &Book, members: &[Member]) -> Vec<String> {
    let row = |id: &str| book.duplicates.iter().find(|d| d.id == id);
    let kept = |id: &str| row(id).is_none_or(|d| d.kept);
    let mut wrong = Vec::new();
    let clusters: BTreeSet<&str> = members.iter().map(|m| m.cluster.as_str()).collect();
    for cluster in clusters {
        let members: Vec<&Member> = members.iter().filter(|m| m.cluster == cluster).collect();
        let (versions, copies): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|m| m.relation == "version");
        let lost = versions.iter().filter(|m| !kept(&m.id));
        wrong.extend(
            lost.map(|m| format!("{cluster}: {} is a version and dropped: {:?}", m.id, row(&m.id))),
        );
        let left: BTreeSet<&str> =
            copies.iter().map(|m| m.id.as_str()).filter(|id| kept(id)).collect();
        if !copies.is_empty() && left.len() != 1 {
            let rows: Vec<_> = left.iter().map(|id| format!("{:?}", row(id))).collect();
            wrong.push(format!(
                "{cluster}: {} of {} copies are kept:\n    {}",
                left.len(),
                copies.len(),
                rows.join("\n    ")
            ));
        }
        for copy in copies.iter().filter_map(|m| row(&m.id)).filter(|d| !d.kept) {
            if !left.contains(copy.duplicate_of.as_deref().unwrap()) {
                wrong.push(format!("{cluster}: names an article outside: {copy:?}"));
            }
        }
    }
    let known: BTreeSet<&str> = members.iter().map(|m| m.id.as_str()).collect();
    let strays = book.duplicates.iter().filter(|d| !d.kept && !known.contains(d.id.as_str()));
    wrong.extend(strays.map(|d| format!("is no copy: {d:?}")));
    wrong
}

#[test]
fn one_copy_of_every_story_is_kept_and_every_version() {
    let members: Vec<Member> = rows("clusters.jsonl");
    let mut all = Vec::new();
    for form in FORMS {
        let wrong = wrong_fates(&cleaned(form, Keep::default()), &members);
        all.extend(wrong.into_iter().map(|line| format!("{form}: {line}")));
    }
    assert!(all.is_empty(), "\n  {}\n", all.join("\n  "));
}

/// The relation in the words of `clusters.jsonl`.
fn relation(row: &Duplicate) -> &'static str {
    match row.relation {
        _ if row.representative => "original",
        Relation::Exact => "exact",
        Relation::Near => "near",
        Relation::Contained => "contained",
        Relation::Version => "version",
    }
}

#[test]
fn the_earliest_copy_is_the_original_and_relations_are_to_it() {
    let members: Vec<Member> = rows("clusters.jsonl");
    let book = cleaned("articles.jsonl", Keep::Earliest);
    let mut wrong = wrong_fates(&book, &members);
    let originals: BTreeMap<&str, &str> = members
        .iter()
        .filter(|m| m.relation == "original")
        .map(|m| (m.cluster.as_str(), m.id.as_str()))
        .collect();
    for member in members.iter().filter(|m| originals.contains_key(m.cluster.as_str())) {
        let row = book.duplicates.iter().find(|d| d.id == member.id);
        let found = row.map_or("alone", relation);
        if found != member.relation {
            wrong
                .push(format!("{}: {} is {}: {row:?}", member.cluster, member.id, member.relation));
        }
        let original = row.and_then(|d| d.duplicate_of.as_deref());
        if original.is_some_and(|id| id != originals[member.cluster.as_str()]) {
            wrong.push(format!("{}: is a copy of the original: {row:?}", member.cluster));
        }
    }
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

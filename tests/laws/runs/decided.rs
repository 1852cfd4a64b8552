//! Runs with decisions: what was accepted stays as it was, what is to be kept is never removed.

use super::{Place, demo, made, timeless};
use crate::corpus::to_json_lines;
use crate::desk::{Book, assert_same};
use copydesk::decisions::Action;
use copydesk::pipeline::Command;
use copydesk::report::model::{Decision, Duplicate, Label};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The lines of a file of decisions.
fn lines(decisions: &[Value]) -> String {
    decisions.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
}

/// The names of the articles of every cluster.
fn clusters(book: &Book) -> Vec<Vec<&str>> {
    let mut clusters: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in &book.duplicates {
        clusters.entry(&row.cluster).or_default().insert(&row.article);
    }
    clusters.into_values().map(|articles| articles.into_iter().collect()).collect()
}

/// Everything as the report shows it: what goes everywhere, what stays everywhere, the rest by host and label, all
/// clusters.
fn accepted(book: &Book) -> Vec<Value> {
    let action = |decision| match decision {
        Decision::Remove => Some("remove"),
        Decision::Keep => Some("keep"),
        Decision::Mixed => None,
    };
    let blocks = book.blocks.iter().filter_map(|b| {
        action(b.decision).map(|action| json!({"block": b.block, "action": action}))
    });
    let hosts = book.summary.hosts.iter();
    let groups = hosts.flat_map(|h| {
        let group = |label: Label| format!("{}/{}", h.host, label.name());
        Label::ALL.map(|l| json!({"group": group(l), "action": "remove", "doubtful": true}))
    });
    let clusters = clusters(book).into_iter();
    let clusters = clusters.map(|articles| json!({"cluster": articles, "action": "accept"}));
    blocks.chain(groups).chain(clusters).collect()
}

#[test]
fn what_was_accepted_comes_out_as_it_was_and_nothing_is_open() {
    let demo = std::fs::read(demo("articles.jsonl")).unwrap();
    let place = Place::with(&[("a.jsonl", &demo)]);
    let first = place.run(Command::Clean, "first", 2);
    let again = place.decided(&lines(&accepted(&first)), "again", 2);
    assert!(first.cleaned("a.jsonl") == again.cleaned("a.jsonl"));
    let places = |book: &Book| -> Vec<_> {
        let removed = book.removed.iter();
        removed.map(|r| (r.id.clone(), r.start, r.end, r.label, r.block.clone())).collect()
    };
    assert_eq!(places(&first), places(&again));
    let open: Vec<_> = again.removed.iter().filter(|r| !r.decided).collect();
    assert!(open.is_empty(), "{open:#?}");
    let open: Vec<_> = again.blocks.iter().filter(|b| b.decided.is_none()).collect();
    assert!(open.is_empty(), "{open:#?}");
    assert!(again.duplicates.iter().all(|row| row.decided));
    assert_eq!(first.clusters(), again.clusters());
    let count = &again.summary.decisions;
    assert_eq!((count.conflicts, count.decided_bytes), (0, again.summary.text.removed_bytes));
}

/// Decisions of all kinds, chosen by the names of blocks and articles.
fn chosen(book: &Book, seed: usize) -> Vec<Value> {
    const ACTIONS: [&str; 4] = ["keep", "remove", "first", "unsure"];
    let mut decisions = Vec::new();
    for (i, b) in book.blocks.iter().enumerate() {
        let action = ACTIONS[(i * 7 + seed) % ACTIONS.len()];
        decisions.push(json!({"block": b.block, "action": action}));
    }
    for (i, articles) in clusters(book).into_iter().enumerate() {
        decisions.push(match (i + seed) % 3 {
            0 => json!({"cluster": articles, "action": "apart"}),
            1 => json!({"cluster": articles, "action": "prefer", "article": articles.last()}),
            _ => json!({"cluster": articles, "action": "accept"}),
        });
    }
    decisions
}

/// The names of what has this action.
fn with_action(decisions: &[Value], target: &str, action: &str) -> Vec<Value> {
    let of = |d: &&Value| d["action"] == action && !d[target].is_null();
    decisions.iter().filter(of).map(|d| d[target].clone()).collect()
}

#[test]
fn whatever_is_decided_what_is_to_be_kept_is_never_removed() {
    for seed in 0..4 {
        let lines_in = to_json_lines(&made(40 + seed as u64, 300));
        let place = Place::with(&[("a.jsonl", lines_in.as_bytes())]);
        let first = place.run(Command::Clean, "first", 2);
        let decisions = chosen(&first, seed);
        let book = place.decided(&lines(&decisions), "one", 1);
        let kept = with_action(&decisions, "block", "keep");
        assert!(kept.len() > 5, "{seed}: {}", kept.len());
        let removed = book
            .removed
            .iter()
            .find(|r| r.block.as_ref().is_some_and(|b| kept.iter().any(|kept| kept == b.as_str())));
        assert_eq!(removed, None, "{seed}");
        for block in book.blocks.iter().filter(|b| kept.iter().any(|kept| *kept == *b.block)) {
            assert_eq!((block.removed, block.decided), (0, Some(Action::Keep)), "{block:?}");
        }
        for cluster in with_action(&decisions, "cluster", "apart") {
            let names: Vec<&str> =
                cluster.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let rows = || book.duplicates.iter().filter(|row| names.contains(&&*row.article));
            // Equal articles of one host have one name.
            let of = |copy: &&Duplicate| {
                let is_other = |row: &Duplicate| row.article != copy.article;
                rows().any(|row| copy.duplicate_of.as_ref() == Some(&row.id) && is_other(row))
            };
            assert_eq!(rows().find(of), None, "{seed}");
        }
        let threads = place.decided(&lines(&decisions), "eight", 8);
        assert_same(&timeless(&threads.files), &timeless(&book.files));
    }
}

//! The round trip: a report is decided in the browser, the next run obeys, and its report asks none of it again.
//!
//! Takes the demo and the real program; decides everything by keys alone.

use crate::chromium::Tab;
use crate::desk::Desk;
use crate::live::{ready, saved};
use crate::{browser, demo, page};
use std::fs;

/// Strokes after which a review of the demo must be at its end.
const MOST_STROKES: usize = 400;

fn opened<'a>(browser: &'a crate::Browser, desk: &Desk) -> Tab<'a> {
    let tab = browser.tab();
    tab.open(&page(desk));
    ready(&tab);
    tab
}

/// Whether a list shows something that is still open.
fn open_rows(tab: &Tab<'_>, list: &str) -> u64 {
    tab.count(&format!("#{list} .row:not(.done)"))
}

/// Decides everything: groups with the doubtful ones, what stays as it stays, clusters as they are. Gives the strokes.
fn review(tab: &Tab<'_>) -> usize {
    let mut strokes = 0;
    tab.keys("g b");
    tab.keys("o");
    while open_rows(tab, "block-list") > 0 && strokes < MOST_STROKES {
        let kept = tab.is("document.querySelector('#block-list .at .label')?.innerText === 'kept'");
        let block = tab.is("!!document.querySelector('#block-list .at.block')");
        tab.keys(if kept || block { "k o" } else { "A o" });
        strokes += 3;
    }
    tab.keys("g d o");
    while open_rows(tab, "cluster-list") > 0 && strokes < MOST_STROKES {
        tab.keys("a o");
        strokes += 2;
    }
    strokes
}

#[test]
fn everything_is_decided_by_keys_obeyed_and_not_asked_again() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let tab = opened(&browser, &desk);
    let strokes = review(&tab);
    assert!(strokes < MOST_STROKES, "still open: {}", tab.text("#block-list"));
    tab.quiet();
    let left = tab.text(".progress-words");
    assert!(left.starts_with("100.0") && left.contains(" in 0\u{a0}blocks open"), "{left}");
    let decided = saved(&tab);
    assert!(
        decided.iter().any(|d| d.group.is_some()) && decided.iter().any(|d| d.cluster.len() > 1)
    );
    let (_, bytes) = tab.saved(|tab| tab.key("Ctrl+s"));
    desk.put("decisions.jsonl", &bytes);
    desk.run("clean in -o out2 --rules decisions.jsonl").code(0);
    let again = browser.tab();
    again.open(&desk.path("out2/report/report.html"));
    ready(&again);
    again.keys("g b");
    assert_eq!(open_rows(&again, "block-list"), 0, "{}", again.text("#block-list"));
    again.keys("g d");
    assert_eq!(open_rows(&again, "cluster-list"), 0, "{}", again.text("#cluster-list"));
    assert_eq!(saved(&again), decided, "given decisions are the page's own");
}

#[test]
fn a_kept_block_stays_and_a_file_is_loaded_again() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let tab = opened(&browser, &desk);
    tab.keys("g b Enter j k");
    let (_, bytes) = tab.saved(|tab| tab.key("Ctrl+s"));
    desk.put("decisions.jsonl", &bytes);
    let kept = saved(&tab).remove(0);
    let other = opened(&browser, &desk);
    assert!(saved(&other).is_empty(), "another reader starts afresh");
    other.choose("input[type=file]", &desk.path("decisions.jsonl"));
    other.wait("document.getElementById('status').innerText.includes('loaded')");
    assert_eq!(saved(&other), std::slice::from_ref(&kept));
    desk.run("clean in -o out2 --rules decisions.jsonl").code(0);
    let blocks = fs::read_to_string(desk.path("out2/report/blocks.jsonl")).unwrap();
    let line = blocks.lines().find(|line| line.contains(kept.block.as_deref().unwrap())).unwrap();
    assert!(
        line.contains("\"decision\":\"keep\"") && line.contains("\"decided\":\"keep\""),
        "{line}"
    );
}

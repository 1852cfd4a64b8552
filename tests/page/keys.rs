//! Every key of the help, pressed: each does what the help says it does.
//!
//! Takes the table below, one row for each key, and the help of the page itself: a key that only one of them has fails.

use crate::live::{opened, small, tiny};
use crate::{axe, browser};
use std::collections::BTreeSet;

/// A key: its section and name in the help, what is pressed, what is true then.
type Row = (&'static str, &'static str, &'static str, &'static str);

const KEYS: [Row; 61] = [
    ("Everywhere", "G then B", "g b", "focus === 'block-list'"),
    ("Everywhere", "G then B", "g d", "focus === 'cluster-list'"),
    ("Everywhere", "G then B", "g b Enter j r g r", "focus === 'rule-list'"),
    ("Everywhere", "G then B", "g s", "active.matches('#sample .card')"),
    ("Everywhere", "G then B", "g h", "active.id === 'hosts-h'"),
    ("Everywhere", "G then B", "g p", "active.id === 'pictures-h'"),
    ("Everywhere", "G then B", "g w", "active.id === 'look-h'"),
    ("Everywhere", "G then B", "g a", "active.id === 'about-h'"),
    ("Everywhere", "G then B", "g b g t", "scrollY === 0"),
    ("Everywhere", "/", "/", "focus === 'search'"),
    ("Everywhere", "/", "g d /", "focus === 'cluster-search'"),
    ("Everywhere", "Z, Shift+Z", "g b Enter j r z", "says('Taken back') && decided() === 0"),
    ("Everywhere", "Z, Shift+Z", "g b Enter j r z Z", "says('Done again') && decided() === 1"),
    (
        "Everywhere",
        "Ctrl+S",
        "g b Enter j r Ctrl+s",
        "says('Saved 1') && saving.endsWith(', saved')",
    ),
    ("Everywhere", "?", "?", "dialog.querySelector('h2').innerText === 'Keys'"),
    ("In a list", "↓ ↑ or J L", "g b j ArrowDown l ArrowUp j", "at('block') === 1"),
    ("In a list", "Page ↓ ↑, Home, End", "g d PageDown", "at('cluster') > 3 && at('cluster') < 30"),
    ("In a list", "Page ↓ ↑, Home, End", "g d PageDown PageUp", "at('cluster') === 0"),
    ("In a list", "Page ↓ ↑, Home, End", "g d End", "at('cluster') === 59"),
    ("In a list", "Page ↓ ↑, Home, End", "g d End Home", "at('cluster') === 0"),
    ("In a list", "Enter", "g b Enter", "says('Opened') && count('.row.block') > 0"),
    ("In a list", "Enter", "g b Enter j Enter", "focus === 'block-detail'"),
    ("In a list", "Esc", "g b Enter j Enter Escape", "focus === 'block-list'"),
    ("In a list", "X, Shift+X", "g d x j j X", "says('3 clusters selected')"),
    ("In a list", "O", "g d a a o", "says('58 clusters listed')"),
    ("In a list", "F", "g b f", "focus === 'wish-by'"),
    (
        "In a list",
        "W",
        "g b Enter j w",
        "says('White space') && text('#block-detail .it').includes('·')",
    ),
    ("Blocks", "R", "g b Enter j r", "says('Removed.') && decided() === 1"),
    ("Blocks", "K", "g b Enter j k", "says('Kept.') && decided() === 1"),
    ("Blocks", "H", "g b Enter j h", "dialog.querySelector('[name=elsewhere]')"),
    ("Blocks", "1", "g b Enter j 1", "says('First kept.') && decided() === 1"),
    ("Blocks", "U", "g b Enter j u", "says('Unsure.') && decided() === 1"),
    ("Blocks", "N", "g b Enter j n", "dialog.querySelector('textarea')"),
    ("Blocks", "M", "g b Enter j m", "dialog.querySelector('.preview')"),
    (
        "Blocks",
        "X",
        "g b Enter j x",
        "says('1 block selected') && count('.row.block [class~=chosen]') === 1",
    ),
    ("Groups", "A", "g b a", "says(': accepted.') && decided() === 1"),
    ("Groups", "Shift+A", "g b A", "says(': accepted.') && decided() === 1 && !says('doubtful')"),
    ("Groups", "K", "g b k", "says(': kept.') && decided() === 1"),
    ("Groups", "U", "g b u", "says(': unsure.') && decided() === 1"),
    ("Groups", "Enter", "g b Enter Enter", "says('Closed') && count('.row.block') === 0"),
    (
        "Groups of what stays",
        "K",
        "g b End k",
        "says('ept.') && decided() > 0 && !says('selected')",
    ),
    ("Groups of what stays", "U", "g b End u", "says('nsure.') && decided() > 0"),
    ("Groups of what stays", "X", "g b End x", "says('selected') && decided() === 0"),
    ("Groups of what stays", "Enter", "g b End Enter", "says('Opened')"),
    ("Clusters", "A", "g d a", "says('Accepted.') && decided() === 1"),
    ("Clusters", "D", "g d d", "says('Not duplicates.') && decided() === 1"),
    ("Clusters", "S", "g d s", "says('Split into 1 and ') && decided() === 1"),
    ("Clusters", "U", "g d u", "says('Unsure.') && decided() === 1"),
    ("Clusters", "N", "g d n", "dialog.querySelector('textarea')"),
    (
        "Comparing two articles",
        ".",
        "g d .",
        "says('Difference 1 of 3') && active.matches('.differs')",
    ),
    ("Comparing two articles", ".", "g d . . . .", "says('Difference 1 of 3')"),
    ("Comparing two articles", ",", "g d ,", "says('Difference 3 of 3')"),
    ("Comparing two articles", ",", "g d . . ,", "says('Difference 1 of 3')"),
    ("Comparing two articles", "C", "g d j j j j j c", "compared() === 2"),
    ("Comparing two articles", "V", "g d v", "count('.diff.column') === 1"),
    (
        "Comparing two articles",
        "E",
        "g d e",
        "count('.diff .both') > 0 && count('.diff .same') === 0",
    ),
    (
        "Sample",
        "Y",
        "g s y",
        "says('Right.') && count('.card h3 + p') === 1 && card().startsWith('2 of')",
    ),
    ("Sample", "W", "g s w", "says('Wrong.') && card().includes('judged wrong')"),
    ("Sample", "J", "g s j", "card().startsWith('2 of')"),
    ("Sample", "L", "g s j j l", "card().startsWith('2 of')"),
    ("Everywhere", "?", "? Escape", "!dialog"),
];

/// What the rows above speak of.
const WORDS: &str = r"
    const active = document.activeElement, focus = active.id, dialog = document.querySelector('dialog[open]');
    const text = css => document.querySelector(css)?.innerText.replaceAll('\u00a0', ' ') ?? '';
    const says = words => text('#status').includes(words), saving = text('.saving');
    const decided = () => Number(/^\d+/.exec(saving)?.[0] ?? 0);
    const at = list => Number(document.querySelector(`#${list}-list .at`).dataset.row);
    const count = css => document.querySelectorAll(css).length;
    const card = () => text('.card h3 + p');
    const compared = () => [...document.querySelectorAll('#cluster-detail tbody tr')].findIndex(tr => tr.matches('.compared'));
";

fn holds(what: &str) -> String {
    format!("(() => {{ {WORDS} return {what}; }})()")
}

#[test]
fn does_what_the_help_says() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.key("?");
    let told = tab.eval(
        "[...document.querySelectorAll('dialog dt')].map(dt => [dt.closest('section').querySelector('h3').innerText, dt.innerText])",
    );
    let told: BTreeSet<(String, String)> = serde_json::from_value(told).unwrap();
    let pressed = KEYS.map(|(section, name, ..)| (section.to_owned(), name.to_owned()));
    assert_eq!(told, BTreeSet::from(pressed), "the help and the table of this test");
    for (section, name, strokes, what) in KEYS {
        let tab = opened(&browser, &tiny());
        // Else the page is still on its way when it is looked at.
        tab.prefer(&[("prefers-reduced-motion", "reduce")]);
        tab.keys(strokes);
        let seen = format!("{section}, {name}: {what} after {strokes}; {}", tab.text("#desk-bar"));
        assert!(tab.is(&holds(what)), "{seen}");
    }
}

#[test]
fn g_waits_for_a_key_without_a_clock_and_decides_nothing() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g b Enter j");
    tab.eval("window.setTimeout = then => void then()");
    // Had it a clock, it would have run out.
    tab.keys("g d");
    assert!(tab.is(&holds("focus === 'cluster-list' && decided() === 0")));
    tab.keys("g k");
    assert!(tab.is(&holds("says('lead nowhere') && decided() === 0")));
    tab.keys("g Escape a");
    assert!(tab.is(&holds("decided() === 1")), "Escape ends the waiting");
}

#[test]
fn another_article_is_kept_and_filters_are_set_by_keys() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g d Tab");
    // On to the table of articles: the radio of the one that is kept.
    let radio = "document.activeElement.matches('#cluster-detail input[type=radio]')";
    for _ in 0..20 {
        if tab.is(radio) {
            break;
        }
        tab.key("Tab");
    }
    assert!(tab.is(radio), "no radio within 20 tabs");
    tab.key("ArrowDown");
    tab.wait(&holds("says('is kept') && decided() === 1"));
    let prefers = crate::live::saved(&tab);
    assert_eq!(prefers[0].action, copydesk::decisions::Action::Prefer);
    tab.keys("g b f ArrowDown");
    tab.wait("document.getElementById('wish-by').value === 'flat'");
    assert!(tab.is("document.querySelectorAll('#block-list .group').length === 0"));
    tab.keys("Escape j r");
    assert_eq!(crate::live::saved(&tab).len(), 2, "from the filter back to the list");
}

#[test]
fn axe_finds_what_is_planted() {
    let (Some(browser), Some(axe)) = (browser(), axe::axe()) else { return };
    let tab = opened(&browser, &small());
    axe::clean(&tab, &axe, "before");
    tab.eval("document.querySelector('main').append(document.createElement('button'))");
    let found = tab.eval(axe::RUN).to_string();
    assert!(found.contains("button-name"), "{found}");
}

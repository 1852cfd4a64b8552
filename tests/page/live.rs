//! The live page at its full size: usable, bounded, and driven by keys alone.
//!
//! Takes made-up data of ten thousand blocks and as many clusters, presses keys, looks at what the page shows and saves.

use crate::chromium::{Browser, Tab};
use crate::{axe, browser, made};
use copydesk::decisions::{Action, Book, Decision};
use std::path::PathBuf;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Elements that the page may have, however long its lists are.
const MOST_ELEMENTS: u64 = 8_000;

/// A page of blocks and clusters, made once for all tests of its size.
fn large() -> PathBuf {
    static LARGE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = LARGE.get_or_init(|| made_page(10_000));
    path.clone()
}

/// A page that opens at once.
pub(crate) fn small() -> PathBuf {
    static SMALL: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = SMALL.get_or_init(|| made_page(300));
    path.clone()
}

/// A page that opens often.
pub(crate) fn tiny() -> PathBuf {
    static TINY: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = TINY.get_or_init(|| made_page(60));
    path.clone()
}

fn made_page(each: usize) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("report.html");
    made::page(each, each, &path);
    (folder, path)
}

/// The page, ready.
pub(crate) fn opened<'a>(browser: &'a Browser, path: &std::path::Path) -> Tab<'a> {
    let tab = browser.tab();
    tab.open(path);
    ready(&tab);
    tab
}

pub(crate) fn ready(tab: &Tab<'_>) {
    tab.wait("document.documentElement.hasAttribute('data-ready')");
}

/// Chooses in a select by its id.
pub(crate) fn pick(tab: &Tab<'_>, id: &str, value: &str) {
    tab.eval(&format!(
        "(select => {{ select.value = '{value}'; select.dispatchEvent(new Event('change')) }})
            (document.getElementById('{id}'))"
    ));
    tab.frame();
}

/// What the page would save, checked against what copydesk writes.
pub(crate) fn saved(tab: &Tab<'_>) -> Vec<Decision> {
    let (name, bytes) = tab.saved(|tab| tab.key("Ctrl+s"));
    assert_eq!(name, "decisions.jsonl");
    let text = String::from_utf8(bytes).unwrap();
    let (book, clashes) = Book::parse(&text).unwrap();
    assert!(clashes.is_empty());
    assert_eq!(book.to_jsonl(), text, "the page writes what copydesk writes");
    book.iter().map(|(_, decision)| decision.clone()).collect()
}

fn actions(tab: &Tab<'_>) -> Vec<Action> {
    saved(tab).iter().map(|d| d.action).collect()
}

/// The row in front of a list.
fn front(tab: &Tab<'_>, list: &str) -> String {
    tab.text(&format!("#{list} .at"))
}

#[test]
fn at_full_size_only_what_is_seen_stands_in_the_page() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &large());
    assert_eq!(tab.count("[data-static]"), 0, "what is read without a script has gone");
    for keys in ["g b End Home PageDown PageDown Enter j j PageDown End", "g d End Home PageDown"] {
        for key in keys.split(' ') {
            tab.key(key);
            let elements = tab.count("*");
            assert!(elements < MOST_ELEMENTS, "{elements} elements after {key}");
        }
    }
    tab.quiet();
}

#[test]
fn lists_say_where_one_is() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &large());
    tab.keys("g d End");
    let spoken = tab.spoken("#cluster-list");
    assert!(spoken[0].starts_with("listbox: ") && spoken[1].starts_with("option: "), "{spoken:#?}");
    let front =
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
    for name in ["posinset", "setsize"] {
        assert_eq!(tab.eval(&format!("{front}.getAttribute('aria-{name}')")), "10000", "{name}");
    }
}

#[test]
fn a_removal_is_heard_where_it_begins_and_ends() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g b Enter j");
    tab.wait("document.querySelector('#block-detail .contexts')");
    let spoken = tab.spoken("#block-detail").join("\n").to_lowercase();
    let (from, to) = (spoken.find("removed from here"), spoken.find("to here"));
    assert!(from.is_some() && from < to, "{spoken}");
    tab.key("r");
    tab.wait("document.getElementById('said').textContent.includes('left')");
    assert!(tab.spoken("#said").iter().any(|line| line.contains("left")));
}

#[test]
fn keys_decide_go_on_and_take_back() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g b");
    let group = front(&tab, "block-list");
    tab.keys("Enter j r k 1 u");
    let all = actions(&tab);
    assert_eq!(all.len(), 4, "{all:?} in {group}");
    for action in [Action::Remove, Action::Keep, Action::First, Action::Unsure] {
        assert!(all.contains(&action), "{action:?} in {all:?}");
    }
    tab.keys("z z z z");
    assert!(actions(&tab).is_empty());
    tab.keys("Z Z Z Z");
    assert_eq!(actions(&tab), all);
}

#[test]
fn letters_can_be_switched_off() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g b ?");
    tab.wait("document.querySelector('dialog[open]')");
    tab.click("dialog input[type=checkbox]");
    tab.click("dialog button[type=submit]");
    tab.click("#block-list");
    tab.eval("document.getElementById('block-list').focus()");
    tab.keys("a r k u 1 x");
    assert!(saved(&tab).is_empty());
    let before = front(&tab, "block-list");
    tab.key("ArrowDown");
    assert_ne!(front(&tab, "block-list"), before, "arrows still move");
    tab.reload();
    ready(&tab);
    tab.eval("document.getElementById('block-list').focus()");
    tab.keys("a r k");
    assert!(saved(&tab).is_empty(), "it is remembered");
}

#[test]
fn a_note_hosts_and_a_rule_are_asked_for_and_kept() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g b Enter j n");
    tab.write("with a \"note\", a tab\tand \u{1F600}");
    tab.key("Ctrl+Enter");
    let noted = saved(&tab);
    assert_eq!(noted[0].note, "with a \"note\", a tab\tand \u{1F600}");
    tab.keys("j h");
    tab.wait("document.querySelector('dialog[open] [name=elsewhere]')");
    tab.key("Enter");
    let only = saved(&tab).into_iter().find(|d| !d.hosts.is_empty()).unwrap();
    assert_eq!(only.action, Action::Remove);
    tab.keys("j m");
    tab.wait("document.querySelector('dialog[open] .preview').innerText.includes('Decides')");
    tab.key("Enter");
    assert!(saved(&tab).iter().any(|d| d.text.is_some() || d.lead.is_some()), "a rule");
}

#[test]
fn several_are_selected_and_decided_at_once() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    pick(&tab, "wish-by", "flat");
    tab.keys("g b x j j j X k");
    assert_eq!(actions(&tab), [Action::Keep; 4]);
    tab.keys("z");
    assert!(saved(&tab).is_empty(), "one step back");
}

#[test]
fn search_finds_and_arrows_lead_back() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g b /");
    tab.write("b000000000000002a");
    tab.wait("document.querySelector('#blocks .listed').innerText.startsWith('1 of')");
    tab.keys("Enter End");
    assert!(
        tab.text("#block-detail").contains("b000000000000002a")
            || tab.count("#block-list .group") == 1
    );
    tab.keys("Escape");
    assert!(tab.is("document.activeElement.id === 'block-list'"));
}

#[test]
fn clusters_are_accepted_parted_split_and_another_is_kept() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g d a d s u");
    let mut all = actions(&tab);
    all.sort_unstable();
    assert_eq!(all, [Action::Unsure, Action::Accept, Action::Apart, Action::Split]);
    tab.click("#cluster-detail tr:nth-child(2) input[type=radio]");
    assert!(actions(&tab).contains(&Action::Prefer));
    tab.quiet();
}

#[test]
fn what_was_decided_survives_a_reload() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g b a a Enter j r");
    let before = saved(&tab);
    assert!(!before.is_empty());
    tab.reload();
    ready(&tab);
    assert_eq!(saved(&tab), before);
}

#[test]
fn the_sample_gives_an_interval() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.keys("g s");
    for _ in 0..9 {
        tab.key("y");
    }
    tab.key("w");
    let told = tab.text("#sample-desk .sample-result");
    // Wilson's interval of 9 in 10.
    assert!(told.contains("90") && told.contains("60") && told.contains("98"), "{told}");
}

#[test]
fn axe_finds_nothing_in_any_state() {
    let (Some(browser), Some(axe)) = (browser(), axe::axe()) else { return };
    let tab = opened(&browser, &small());
    for scheme in ["light", "dark"] {
        tab.prefer(&[("prefers-color-scheme", scheme)]);
        for (width, keys) in [(1280, "g b Enter j"), (1280, "g d"), (1280, "?"), (400, "Escape")] {
            tab.window(width, 900);
            tab.keys(keys);
            axe::clean(&tab, &axe, &format!("{scheme}, {width}, after {keys}"));
        }
    }
}

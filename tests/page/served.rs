//! The page where `copydesk review` serves it: every decision is on disk before the page says so, and what somebody else
//! wrote into the file is neither overwritten unseen nor hidden.
//!
//! Takes the demo and the real program, kills it, and writes into its file as an editor would.

use crate::chromium::Tab;
use crate::desk::Desk;
use crate::live::{pick, ready, saved};
use crate::{browser, demo};
use copydesk::decisions::{Action, Book, Decision};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// `copydesk review` at work.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(desk: &Desk) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["review", "out"])
            .current_dir(desk.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { child, address: address.trim().to_owned() }
    }

    fn opened<'a>(&self, browser: &'a crate::Browser) -> Tab<'a> {
        let tab = browser.tab();
        tab.go(&self.address);
        ready(&tab);
        tab
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Without a word of warning, as a machine dies.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const ALL_SAVED: &str = "document.querySelector('.saving').innerText.includes('all saved')";

fn on_disk(file: &Path) -> Vec<Decision> {
    let text = fs::read_to_string(file).unwrap_or_default();
    Book::parse(&text).unwrap().0.iter().map(|(_, decision)| decision.clone()).collect()
}

#[test]
fn served_decisions_are_on_disk_when_the_server_is_killed() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let served = Served::start(&desk);
    let tab = served.opened(&browser);
    tab.keys("g b a Enter j r n");
    tab.write("kept safe");
    tab.key("Ctrl+Enter");
    tab.wait(ALL_SAVED);
    drop(served);
    let file = desk.path("out/decisions.jsonl");
    let decided = on_disk(&file);
    assert_eq!(decided.len(), 3, "a group, a block, and one that a note made unsure: {decided:?}");
    assert!(decided.iter().any(|d| d.note == "kept safe"));
    let served = Served::start(&desk);
    let tab = served.opened(&browser);
    assert_eq!(saved(&tab), decided, "the page takes up what the file holds");
    assert_eq!(tab.complaints(), Vec::<String>::new());
}

/// What the file says about a block.
fn said(file: &Path, block: &str) -> Option<Action> {
    on_disk(file).iter().find(|d| d.block.as_deref() == Some(block)).map(|d| d.action)
}

/// The block in front.
fn block_in_front(tab: &Tab<'_>) -> String {
    tab.text("#block-detail p.id").split(' ').next().unwrap().to_owned()
}

#[test]
fn what_somebody_else_decided_stands_until_it_is_decided_again() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let file = desk.path("out/decisions.jsonl");
    let served = Served::start(&desk);
    let tab = served.opened(&browser);
    tab.keys("g b Enter j r");
    tab.wait(ALL_SAVED);
    let (own, block) = (on_disk(&file), block_in_front(&tab));
    let theirs = format!("{{\"block\":\"{block}\",\"action\":\"keep\",\"by\":\"an editor\"}}\n");
    fs::write(&file, fs::read_to_string(&file).unwrap() + &theirs).unwrap();
    tab.key("r");
    tab.wait("document.querySelector('dialog[open] .theirs')");
    let told = tab.text("dialog[open] .theirs");
    assert!(told.contains("kept") && told.contains("an editor"), "{told}");
    tab.wait(ALL_SAVED);
    assert_eq!(said(&file, &block), Some(Action::Keep), "not overwritten");
    assert!(own.iter().all(|d| on_disk(&file).contains(d)), "what was saved before stays");
    tab.keys("Enter z");
    tab.wait(ALL_SAVED);
    assert_eq!(said(&file, &block), Some(Action::Keep), "a step back is of one's own");
    tab.key("/");
    tab.write(&block);
    pick(&tab, "wish-state", "");
    pick(&tab, "wish-by", "flat");
    tab.wait("document.querySelector('#blocks .listed').innerText.startsWith('1 of')");
    tab.key("Enter");
    assert_eq!(block_in_front(&tab), block);
    assert!(tab.text("#block-detail .standing").contains("an editor"));
    tab.key("r");
    tab.wait(ALL_SAVED);
    assert_eq!(said(&file, &block), Some(Action::Remove), "decided again, by who has seen it");
}

#[test]
fn while_the_file_is_broken_nothing_is_called_saved() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let file = desk.path("out/decisions.jsonl");
    let served = Served::start(&desk);
    let line = "{\"text\":\"Some line\",\"action\":\"keep\"}\n";
    fs::write(&file, format!("{line}{{\"text\":")).unwrap();
    let tab = served.opened(&browser);
    let told = tab.text("#notice");
    assert!(told.contains("decisions.jsonl") && told.contains("jsonl:2"), "{told}");
    tab.keys("g b a");
    let saving = "document.querySelector('.saving').innerText";
    for _ in 0..3 {
        assert!(tab.is(&format!("{saving}.startsWith('Not saved')")), "{}", tab.text(".saving"));
        tab.key("j");
    }
    fs::write(&file, line).unwrap();
    tab.wait(ALL_SAVED);
    assert!(tab.is("document.getElementById('notice').hidden"));
    let all = on_disk(&file);
    assert!(all.len() == 2 && all[0].text.is_some() && all[1].group.is_some(), "{all:?}");
    assert_eq!(saved(&tab), all, "the page has taken up what the file holds");
}

#[test]
fn what_is_too_much_at_once_is_sent_in_parts_and_what_is_refused_stays_named() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let file = desk.path("out/decisions.jsonl");
    let served = Served::start(&desk);
    let tab = served.opened(&browser);
    tab.eval(
        "const real = fetch;
        window.fetch = (where, what) => !what || JSON.parse(what.body).length < 3
            ? real(where, what) : Promise.resolve(new Response('too much', { status: 413 }))",
    );
    pick(&tab, "wish-by", "flat");
    tab.keys("g b x j j j j j j X k");
    tab.wait(ALL_SAVED);
    assert_eq!(on_disk(&file).len(), 7);
    tab.eval(
        "window.fetch = (where, what) => !what?.body.includes('unsure')
            ? real(where, what) : Promise.resolve(new Response('not this', { status: 400 }))",
    );
    tab.keys("x j u r");
    tab.wait("document.querySelector('.saving').innerText.includes('not this')");
    tab.frame();
    assert!(!tab.is(ALL_SAVED), "{}", tab.text(".saving"));
}

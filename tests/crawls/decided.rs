//! Decisions that a desk keeps.

use crate::desk::{Book, Desk, prose, record};

const STAMP: &str = "Subscribe to our newsletter for free";

fn place() -> Desk {
    let article = |n: u64| {
        let text = format!("{}\n\n{STAMP}", prose(n));
        record(&[("id", &n.to_string()), ("host", "a.example"), ("text", &text)])
    };
    Desk::with(&[("a.jsonl", (0..12).map(article).collect::<String>().as_bytes())])
}

fn say(place: &Desk, name: &str, action: &str) {
    place.put(name, format!("{{\"text\":\"{STAMP}\",\"action\":\"{action}\"}}\n"));
}

/// How often the stamp is removed.
fn removed(place: &Desk, words: &str) -> usize {
    place.run(&format!("clean in -o out --force {words}")).code(0);
    let book: Book = place.whole("in");
    book.removed.iter().filter(|r| r.text.contains(STAMP)).count()
}

#[test]
fn decisions_of_a_desk_hold_and_those_of_the_run_go_before_them() {
    let place = place();
    assert_eq!(removed(&place, ""), 12);
    say(&place, "keep.jsonl", "keep");
    say(&place, "remove.jsonl", "remove");
    place.run("learn --rules keep.jsonl --desk desk").code(0);
    assert_eq!(removed(&place, "--desk desk"), 0);
    assert_eq!(removed(&place, "--desk desk --rules remove.jsonl"), 12);
    assert_eq!(removed(&place, "--desk desk"), 0, "the run's own decisions are not kept");
    assert_eq!(removed(&place, ""), 12);
}

#[test]
fn the_later_decision_takes_the_place_of_the_earlier() {
    let place = place();
    say(&place, "keep.jsonl", "keep");
    say(&place, "remove.jsonl", "remove");
    place.put("other.jsonl", "{\"text\":\"Most read\",\"action\":\"keep\"}\n");
    place.run("learn --rules keep.jsonl --rules other.jsonl --desk desk").code(0);
    place.run("learn in --rules remove.jsonl --desk desk").code(0);
    assert_eq!(removed(&place, "--desk desk"), 12);
    let info = place.run("desk info desk --json");
    let info: serde_json::Value = serde_json::from_str(info.code(0).text()).unwrap();
    assert_eq!(info["decisions"], 2);
}

#[test]
fn cues_and_rules_are_for_runs_and_no_desk_keeps_them() {
    let place = place();
    place.put("cues.toml", "[promo]\nlead = [\"From our tower\"]\n");
    let ended = place.run("learn in --rules cues.toml --desk desk");
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    assert!(ended.stderr.starts_with("copydesk: cues.toml: "), "{}", ended.stderr);
    assert!(!place.path("desk").exists());
}

#[test]
fn decisions_alone_make_a_desk_and_nothing_does_not() {
    let place = place();
    say(&place, "keep.jsonl", "keep");
    place.run("learn --rules keep.jsonl --desk desk").code(0);
    place.run("desk verify desk").code(0);
    place.run("learn --desk none").code(2);
    assert!(!place.path("none").exists());
}

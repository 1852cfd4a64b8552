//! Decisions: taken at once, refused in words, never written over what somebody else wrote.

use crate::desk::Desk;
use crate::served::{Served, desk, keep};
use serde_json::json;
use std::fs;

/// The file of decisions.
fn file(desk: &Desk) -> String {
    fs::read_to_string(desk.path("out/decisions.jsonl")).unwrap_or_default()
}

#[test]
fn what_is_decided_is_in_the_file_before_the_answer() {
    let desk = desk();
    let served = Served::start(&desk, "");
    assert_eq!(
        (served.get("decisions").body, desk.path("out/decisions.jsonl").exists()),
        (String::new(), false)
    );
    assert_eq!(served.post(&[keep("b"), keep("a")]).status, 204);
    let lines = "{\"text\":\"a\",\"action\":\"keep\"}\n{\"text\":\"b\",\"action\":\"keep\"}\n";
    assert_eq!((served.get("decisions").body, file(&desk)), (lines.to_owned(), lines.to_owned()));
    let gone = json!({ "key": "text:a", "decision": null });
    assert_eq!(served.post(std::slice::from_ref(&gone)).status, 204);
    assert_eq!(served.post(&[gone]).status, 204, "what is not there can be taken back");
    assert_eq!(file(&desk), "{\"text\":\"b\",\"action\":\"keep\"}\n");
}

#[test]
fn what_makes_no_sense_is_refused_as_a_whole() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let one = keep("a");
    for (body, why) in [
        ("", "EOF"),
        ("{}", "expected a sequence"),
        ("[{\"key\":\"text:a\"", "EOF"),
        ("[{\"key\":\"text:a\",\"decision\":null,\"more\":1}]", "unknown field"),
        (
            &json!([one, { "key": "text:b", "decision": { "text": "b", "action": "burn" } }])
                .to_string(),
            "unknown variant",
        ),
        (
            &json!([one, { "key": "text:b", "decision": { "text": "c", "action": "keep" } }])
                .to_string(),
            "the key is text:c",
        ),
        (
            &json!([one, { "key": "group:a", "decision": { "group": "a", "action": "keep" } }])
                .to_string(),
            "no host and label",
        ),
        (&format!("[{{\"key\":{}", "[".repeat(100_000)), "expected a string"),
        ("[\"\u{0}\"]", "control character"),
    ] {
        let answer = served.ask("POST", &format!("{}decisions", served.root), &[], body);
        assert_eq!(answer.status, 400, "{body:.80}: {}", answer.body);
        assert!(answer.body.contains(why), "{body:.80}: {}", answer.body);
    }
    assert_eq!((served.get("decisions").body, file(&desk)), (String::new(), String::new()));
}

#[test]
fn what_others_write_meanwhile_stays() {
    let desk = desk();
    let served = Served::start(&desk, "");
    let other = Served::start(&desk, "");
    assert_eq!(served.post(&[keep("a")]).status, 204);
    assert_eq!(other.post(&[keep("b")]).status, 204, "a second review");
    assert_eq!(served.post(&[keep("c")]).status, 204);
    let by_hand =
        format!("\n{{\"text\":\"d\",\"action\":\"remove\",\"note\":\"by hand\"}}\n{}", file(&desk));
    fs::write(desk.path("out/decisions.jsonl"), by_hand).unwrap();
    assert_eq!(other.post(&[keep("e")]).status, 204);
    for text in ["a", "b", "c", "by hand", "e"] {
        assert!(file(&desk).contains(text), "{text}: {}", file(&desk));
    }
    assert_eq!((file(&desk).lines().count(), served.get("decisions").body), (5, file(&desk)));
}

#[test]
fn what_another_decided_about_the_same_is_not_overwritten_unseen() {
    let desk = desk();
    let (served, other) = (Served::start(&desk, ""), Served::start(&desk, ""));
    let remove = json!({ "key": "text:a", "decision": { "text": "a", "action": "remove" } });
    assert_eq!(other.post(&[remove]).status, 204);
    let answer = served.post(&[keep("b"), keep("a")]);
    assert_eq!((answer.status, file(&desk).lines().count()), (409, 1), "{}", answer.body);
    assert!(answer.body.contains("text:a") && answer.body.contains("remove"), "{}", answer.body);
    assert_eq!(served.post(&[keep("a")]).status, 204, "now it is seen");
    assert_eq!(other.post(&[keep("a")]).status, 204, "the same is no conflict");
}

#[test]
fn a_file_that_somebody_broke_is_left_alone() {
    let desk = desk();
    let served = Served::start(&desk, "");
    assert_eq!(served.post(&[keep("a")]).status, 204);
    let half = "{\"text\":\"b\",\"action\":\"keep\"}\n{\"text\":\"c\", <<<<<<< HEAD\n";
    fs::write(desk.path("out/decisions.jsonl"), half).unwrap();
    for answer in [served.post(&[keep("d")]), served.get("decisions")] {
        assert_eq!(answer.status, 500);
        assert!(answer.body.contains("decisions.jsonl:2: "), "{}", answer.body);
    }
    assert_eq!(file(&desk), half);
    fs::remove_file(desk.path("out/decisions.jsonl")).unwrap();
    assert_eq!(served.post(&[keep("d")]).status, 204);
    assert_eq!(file(&desk).lines().count(), 2, "what was known comes back: {}", file(&desk));
}

#[test]
fn what_cannot_be_saved_is_not_taken() {
    let desk = desk();
    let served = Served::start(&desk, "");
    assert_eq!(served.post(&[keep("a")]).status, 204);
    // A folder where the new file would be written.
    fs::create_dir(desk.path("out/decisions.jsonl.part")).unwrap();
    let answer = served.post(&[keep("b")]);
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("decisions.jsonl: "), "{}", answer.body);
    assert_eq!(served.get("decisions").body.lines().count(), 1);
    fs::remove_dir(desk.path("out/decisions.jsonl.part")).unwrap();
    assert_eq!(served.post(&[keep("b")]).status, 204);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_grow_stays_as_it_was() {
    let desk = desk();
    let mut program = std::process::Command::new("sh");
    let first = "trap '' XFSZ; ulimit -f 8 || exit 77; exec \"$0\" review out";
    program.current_dir(desk.path("")).args(["-c", first, env!("CARGO_BIN_EXE_copydesk")]);
    let served = Served::of(&mut program);
    assert_eq!(served.post(&[keep("a")]).status, 204);
    let before = file(&desk);
    let answer = served.post(&[keep(&"long ".repeat(4_000))]);
    assert_eq!((answer.status, file(&desk)), (500, before.clone()), "{}", answer.body);
    assert_eq!(served.get("decisions").body, before);
    assert!(!desk.path("out/decisions.jsonl.part").exists());
    assert_eq!(served.post(&[keep("b")]).status, 204);
}

#[test]
fn a_review_begins_with_what_the_run_obeyed() {
    let desk = desk();
    let line = r#"{"text":"a","action":"keep","met":3,"bytes":40,"conflict":"lead:b"}"#;
    desk.put("out/report/decisions.jsonl", format!("{line}\n"));
    let served = Served::start(&desk, "--decisions mine.jsonl");
    let bare = "{\"text\":\"a\",\"action\":\"keep\"}\n";
    assert_eq!(
        (served.get("decisions").body.as_str(), desk.path("mine.jsonl").exists()),
        (bare, false)
    );
    assert_eq!(served.post(&[keep("b")]).status, 204);
    assert_eq!(fs::read_to_string(desk.path("mine.jsonl")).unwrap().lines().count(), 2);
    assert!(!desk.path("out/decisions.jsonl").exists());
}

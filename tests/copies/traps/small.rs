//! Articles with little or nothing in them.
//!
//! Takes a press, prints empty texts, texts of a few words, the same few
//! words, or nearly so, under other headlines, and pages that
//! hold nothing but what the outlet stamps on all.

use crate::grammar::{Voice, capital};
use crate::made::{Press, Sheet};
use crate::outlet::{HEAVY, PLAIN};
use crate::story::seed;
use std::collections::BTreeSet;

/// Articles with the same few words.
const ALIKE: usize = 4;

/// Empty texts, texts of one to eleven words, and pictures with one line.
pub(crate) fn tiny(press: &mut Press) {
    let (tongue, code) = (press.tongue, press.tongue.code);
    let mut voice = Voice::new(&tongue.grammar, seed(&[code, "tiny"], 0));
    let mut number = 0;
    let mut put = |press: &mut Press, relation: &str, title: &str, text: &str| {
        let label = format!("{code}-trap-{relation}-{number:02}");
        number += 1;
        let (outlet, day) = (press.dice.below(PLAIN), Some(press.dice.below(500)));
        let sheet = Sheet { story: &label, relation, suffix: "a", outlet, day };
        press.put(&sheet, title, tongue.printed(text));
    };
    for count in 0..=11 {
        let (title, text) = (capital(&voice.say("h")), voice.sentence("s"));
        let some: Vec<&str> = text.split(' ').take(count).collect();
        put(press, if count == 0 { "empty" } else { "few-words" }, &title, &some.join(" "));
        put(press, "empty", &capital(&voice.say("h")), "");
    }
    let mut alike = BTreeSet::new();
    while alike.len() < 2 * ALIKE {
        let (title, text) = (voice.sentence("tinytitle"), voice.sentence("tinyalike"));
        if alike.insert(text.clone()) {
            put(press, "alike-few-words", &title, &text);
        }
    }
    for line in tongue.grammar.list("tiny") {
        for _ in 0..ALIKE {
            let title = voice.sentence("tinytitle");
            put(press, "same-few-words", &title, line);
        }
    }
}

/// Pages without a story.
pub(crate) fn nothing_but_dress(press: &mut Press) {
    for number in 0..3 * HEAVY {
        let label = format!("{}-trap-no-story-{number:02}", press.tongue.code);
        let outlet = PLAIN + number % HEAVY - if number < HEAVY { HEAVY } else { 0 };
        let title = press.story("no-story", number).title;
        let day = Some(press.dice.below(500));
        let sheet = Sheet { story: &label, relation: "no-story", suffix: "a", outlet, day };
        let text = press.outlets[outlet].empty_page();
        press.put(&sheet, &title, text);
    }
}

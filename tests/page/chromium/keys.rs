//! Keys as a keyboard sends them.
//!
//! Takes names as people write them (`j`, `Shift+X`, `Enter`, `Ctrl+Z`), gives the events of pressing and letting go.

use serde_json::{Value, json};

/// Keys with names: the name, the text they write, the number that browsers know them by.
const NAMED: [(&str, &str, u32); 15] = [
    ("Enter", "\r", 13),
    ("Escape", "", 27),
    ("Tab", "", 9),
    ("Backspace", "", 8),
    ("Delete", "", 46),
    ("ArrowUp", "", 38),
    ("ArrowDown", "", 40),
    ("ArrowLeft", "", 37),
    ("ArrowRight", "", 39),
    ("Home", "", 36),
    ("End", "", 35),
    ("PageUp", "", 33),
    ("PageDown", "", 34),
    ("Space", " ", 32),
    ("F7", "", 118),
];

/// The events of one stroke.
pub(super) fn stroke(stroke: &str) -> [Value; 2] {
    let (before, name) =
        stroke.rsplit_once('+').filter(|s| !s.1.is_empty()).unwrap_or(("", stroke));
    let mut modifiers = 0;
    for word in before.split('+').filter(|word| !word.is_empty()) {
        modifiers |= match word {
            "Alt" => 1,
            "Ctrl" => 2,
            "Shift" => 8,
            other => panic!("no modifier: {other}"),
        };
    }
    let (key, text, code) = match NAMED.iter().find(|(known, ..)| *known == name) {
        Some((known, text, code)) => (if *known == "Space" { " " } else { *known }, *text, *code),
        None => (name, name, u32::from(name.chars().next().unwrap().to_ascii_uppercase())),
    };
    let text = if matches!(modifiers, 0 | 8) { text } else { "" };
    let event = |kind: &str, text: &str| {
        json!({
            "type": kind, "key": key, "text": text, "unmodifiedText": text,
            "modifiers": modifiers, "windowsVirtualKeyCode": code, "code": place(key),
        })
    };
    let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    [event(down, text), event("keyUp", "")]
}

/// Where the key is.
fn place(key: &str) -> String {
    match key.chars().next() {
        Some(letter) if key.len() == 1 && letter.is_ascii_alphabetic() => {
            format!("Key{}", letter.to_ascii_uppercase())
        }
        Some(digit) if key.len() == 1 && digit.is_ascii_digit() => format!("Digit{digit}"),
        _ => key.to_owned(),
    }
}

//! What editors and machines do to a text: words changed, marks translated, figures corrected, ends cut.
//!
//! Takes paragraphs with spaces between all words, gives paragraphs of the same kind.

use crate::corpus::Dice;
use crate::story::words;
use unicode_normalization::UnicodeNormalization;

/// Edits this share of all words: of ten edits six put another word, two drop one, two add one.
pub(crate) fn edited(
    paragraphs: &[String],
    share: f64,
    content: &[&str],
    dice: &mut Dice,
) -> Vec<String> {
    let mut left: usize = paragraphs.iter().map(|p| words(p)).sum();
    let mut due = part(left, share);
    let mut text = Vec::new();
    for paragraph in paragraphs {
        let mut out: Vec<String> = Vec::new();
        for word in paragraph.split(' ') {
            // Exactly as many as are due, each word as likely as any other.
            let hit = dice.below(left) < due;
            left -= 1;
            due -= usize::from(hit);
            if hit { edit(word, &mut out, content, dice) } else { out.push(word.to_owned()) }
        }
        text.push(out.join(" "));
    }
    text
}

/// This share of a count, rounded.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of words are small"
)]
pub(crate) fn part(count: usize, share: f64) -> usize {
    (count as f64 * share).round() as usize
}

/// Puts `word` to `out` as an editor left it.
fn edit(word: &str, out: &mut Vec<String>, content: &[&str], dice: &mut Dice) {
    let new = content[dice.below(content.len())];
    match dice.below(10) {
        0..6 => out.push(framed(word, new)),
        6 | 7 => match out.last_mut() {
            // The full stop of a dropped word stays.
            Some(last) => last.push_str(&framed(word, "")),
            None => out.push(framed(word, new)),
        },
        _ => out.extend([new.to_owned(), word.to_owned()]),
    }
}

/// The signs around `word`, with `core` in their midst.
fn framed(word: &str, core: &str) -> String {
    let is_sign = |c: char| !c.is_alphanumeric();
    let start = word.len() - word.trim_start_matches(is_sign).len();
    let end = word.trim_end_matches(is_sign).len().max(start);
    [&word[..start], core, &word[end..]].concat()
}

/// Quotation marks, dashes, dots, apostrophes and spaces as another house writes them; half the time decomposed.
pub(crate) fn remarked(paragraphs: &[String], spaced: bool, dice: &mut Dice) -> Vec<String> {
    let styles: &[[&str; 2]] = if spaced {
        &[["\"", "\""], ["«", "»"], ["„", "“"], ["“", "”"]]
    } else {
        &[["「", "」"], ["\"", "\""], ["『", "』"]]
    };
    let [open, close] = *dice.pick(styles);
    let dash = *dice.pick(&["-", "—", "--"]);
    let (apostrophe, decomposed, hard) =
        (*dice.pick(&["'", "ʼ"]), dice.chance(0.5), dice.chance(0.5));
    let sign = |c: char| match c {
        '“' | '«' => open.to_owned(),
        '”' | '»' => close.to_owned(),
        '–' | '—' => dash.to_owned(),
        '…' => "...".to_owned(),
        '’' => apostrophe.to_owned(),
        _ => c.to_string(),
    };
    let remarked = paragraphs.iter().map(|p| {
        let text: String = p.replace("——", "—").replace("……", "…").chars().map(sign).collect();
        let text = if decomposed { text.nfd().collect() } else { text };
        if hard && spaced { hardened(&text, dice) } else { text }
    });
    remarked.collect()
}

/// One space in six as one that does not break.
fn hardened(text: &str, dice: &mut Dice) -> String {
    text.chars().map(|c| if c == ' ' && dice.chance(1.0 / 6.0) { '\u{a0}' } else { c }).collect()
}

/// The figures of a text: how many there are.
pub(crate) fn figures(paragraphs: &[String]) -> usize {
    let has = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    paragraphs.iter().flat_map(|p| p.split(' ')).filter(has).count()
}

/// One to three figures corrected, and nothing else.
pub(crate) fn corrected(paragraphs: &[String], dice: &mut Dice) -> Vec<String> {
    let mut left = figures(paragraphs);
    let mut due = dice.between(1, 3);
    let mut text = Vec::new();
    for paragraph in paragraphs {
        let word = |word: &str| {
            let Some(at) = word.rfind(|c: char| c.is_ascii_digit()) else { return word.to_owned() };
            let hit = dice.below(left) < due;
            left -= 1;
            due -= usize::from(hit);
            let digit = char::from(b'0' + (word.as_bytes()[at] - b'0' + 3) % 10);
            let new = if hit { digit } else { char::from(word.as_bytes()[at]) };
            [&word[..at], &new.to_string(), &word[at + 1..]].concat()
        };
        text.push(paragraph.split(' ').map(word).collect::<Vec<_>>().join(" "));
    }
    text
}

/// The text up to this share of its words: to the end of a sentence, or cut in its midst with three dots.
pub(crate) fn cut(paragraphs: &[String], share: f64, dice: &mut Dice) -> Vec<String> {
    let mut room = part(paragraphs.iter().map(|p| words(p)).sum(), share);
    let hard = dice.chance(0.5);
    let mut text = Vec::new();
    for paragraph in paragraphs {
        let count = words(paragraph);
        if count <= room {
            text.push(paragraph.clone());
            room -= count;
            continue;
        }
        let taken: Vec<&str> = paragraph.split(' ').take(room).collect();
        let ends = |w: &&str| w.trim_end_matches(['”', '»']).ends_with(['.', '。', '?', '…']);
        let end = taken.iter().rposition(ends).map_or(0, |at| at + 1);
        let taken = if hard { &taken[..] } else { &taken[..end] };
        if !taken.is_empty() {
            text.push(taken.join(" ") + if hard { "…" } else { "" });
        }
        break;
    }
    text
}

/// All figures rewritten.
pub(crate) fn renewed(paragraphs: &[String], dice: &mut Dice) -> Vec<String> {
    let mut figure = |c: char| match c {
        '0'..='9' => char::from(b'1' + u8::try_from(dice.below(9)).unwrap()),
        c => c,
    };
    paragraphs.iter().map(|p| p.chars().map(&mut figure).collect()).collect()
}

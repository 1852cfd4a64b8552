//! Recurring reports: one wording, and figures, dates and names that are new each time.
//!
//! Takes a press, prints eight series: four kinds, each once with dates and once without any.

use crate::grammar::Voice;
use crate::made::{Press, Sheet};
use crate::story::{Story, seed};

/// The rules with the wordings. In `market` and `weather` an ordinary word or two changes as well.
const KINDS: [&str; 4] = ["rate", "market", "weather", "sport"];

/// Prints all series.
pub(crate) fn recurring(press: &mut Press) {
    for (i, kind) in KINDS.into_iter().enumerate() {
        series(press, kind, "dated", i);
        series(press, kind, "undated", i + KINDS.len());
    }
}

fn series(press: &mut Press, kind: &str, dating: &str, outlet: usize) {
    let tongue = press.tongue;
    let mut voice = Voice::new(&tongue.grammar, seed(&[tongue.code, kind, dating], 0));
    let relation = format!("{kind}-{dating}");
    let first = press.dice.below(300);
    for issue in 0..press.dice.between(8, 12) {
        let text = voice.sentence(kind);
        let label = format!("{}-trap-{relation}-{issue:02}", tongue.code);
        let day = (dating == "dated").then_some(first + 7 * issue);
        let story = Story { title: title(&mut voice, kind), paragraphs: paragraphs(&text) };
        let sheet = Sheet { story: &label, relation: &relation, suffix: "a", outlet, day };
        press.print(&sheet, &story);
    }
}

/// A headline from the beginning of the report's first sentence.
fn title(voice: &mut Voice, kind: &str) -> String {
    let text = voice.sentence(kind);
    text.split(' ').take(7).collect::<Vec<_>>().join(" ")
}

/// The sentences as two paragraphs.
fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace('。', "。 ");
    let mut sentences: Vec<String> = Vec::new();
    let mut sentence = String::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        sentence = if sentence.is_empty() { word.to_owned() } else { sentence + " " + word };
        if word.ends_with(['.', '。']) {
            sentences.push(std::mem::take(&mut sentence));
        }
    }
    let (first, second) = sentences.split_at(sentences.len() / 2);
    vec![first.join(" "), second.join(" ")]
}

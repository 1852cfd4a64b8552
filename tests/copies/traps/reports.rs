//! Recurring reports: one wording, and figures, dates and names that are new each time.
//!
//! Takes a press, prints sixteen series: four kinds, each with dates and without any, and each with new figures
//! throughout and with few of them among sentences that stand in every issue.

use crate::grammar::Voice;
use crate::made::{Press, Sheet};
use crate::outlet::PLAIN;
use crate::story::{Story, seed};

/// The rules with the wordings. In `market` and `weather` an ordinary word or two changes as well.
const KINDS: [&str; 4] = ["rate", "market", "weather", "sport"];

/// How they come: those that stand have few figures and much that never changes.
const FORMS: [&str; 4] = ["dated", "undated", "standing-dated", "standing-undated"];
/// Sentences of a report with figures, and sentences that never change, in the forms that stand.
const STANDING: (usize, usize) = (4, 5);

/// Prints all series.
pub(crate) fn recurring(press: &mut Press) {
    for (i, kind) in KINDS.into_iter().enumerate() {
        for (j, form) in FORMS.into_iter().enumerate() {
            series(press, kind, form, (i + j * KINDS.len()) % PLAIN);
        }
    }
}

fn series(press: &mut Press, kind: &str, form: &str, outlet: usize) {
    let tongue = press.tongue;
    let mut voice = Voice::new(&tongue.grammar, seed(&[tongue.code, kind, form], 0));
    let relation = format!("{kind}-{form}");
    let standing: Vec<String> = (0..STANDING.1).map(|_| voice.sentence("s")).collect();
    let first = press.dice.below(300);
    for issue in 0..press.dice.between(8, 12) {
        let mut told = sentences(&voice.sentence(kind));
        if form.starts_with("standing") {
            told.truncate(STANDING.0);
            told.extend(standing.iter().cloned());
        }
        let label = format!("{}-trap-{relation}-{issue:02}", tongue.code);
        let day = (!form.ends_with("undated")).then_some(first + 7 * issue);
        let story = Story { title: title(&mut voice, kind), paragraphs: paragraphs(&told) };
        let sheet = Sheet { story: &label, relation: &relation, suffix: "a", outlet, day };
        press.print(&sheet, &story);
    }
}

/// A headline from the beginning of the report's first sentence.
fn title(voice: &mut Voice, kind: &str) -> String {
    let text = voice.sentence(kind);
    text.split(' ').take(7).collect::<Vec<_>>().join(" ")
}

/// The sentences of a report.
fn sentences(text: &str) -> Vec<String> {
    let text = text.replace('。', "。 ");
    let mut sentences: Vec<String> = Vec::new();
    let mut sentence: Vec<&str> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        sentence.push(word);
        if word.ends_with(['.', '。']) {
            sentences.push(sentence.join(" "));
            sentence.clear();
        }
    }
    sentences
}

/// The sentences as two paragraphs.
fn paragraphs(sentences: &[String]) -> Vec<String> {
    let (first, second) = sentences.split_at(sentences.len() / 2);
    vec![first.join(" "), second.join(" ")]
}

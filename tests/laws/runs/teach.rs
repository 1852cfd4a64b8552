//! A labelled corpus in languages that nobody speaks, for fitting what evidence is worth.
//!
//! Takes the generator, gives JSON Lines and labels as `benches/scorecard` reads them. Holds nothing itself: it is no
//! law, and runs only when asked for by name.

use super::{made, to_json_lines};
use crate::corpus::Kind;
use crate::corpus::Made;
use serde_json::{Map, Value, json};

/// `COPYDESK_TEACH=FOLDER cargo test --test laws -- --ignored teach` writes `made.jsonl` and `made-labels.jsonl` there.
#[test]
#[ignore = "writes files; see benches/scorecard/README.md"]
fn teach() {
    let folder = std::env::var_os("COPYDESK_TEACH").expect("COPYDESK_TEACH names a folder");
    let folder = std::path::Path::new(&folder);
    // A seed that no law uses.
    let made = made(71, 400);
    let labels: Vec<String> = made.iter().map(labels).collect();
    let lines = to_json_lines(&made).replace("\"maintext\":", "\"text\":");
    std::fs::write(folder.join("made.jsonl"), lines).unwrap();
    std::fs::write(folder.join("made-labels.jsonl"), labels.concat()).unwrap();
}

/// The line of labels of one article.
fn labels(article: &Made) -> String {
    let lines = article.text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    let label = |kind: &Kind| match kind {
        Kind::Prose => None,
        Kind::Headline => Some("neutral"),
        Kind::Stamped | Kind::Slotted => Some("promo"),
    };
    let labels: Map<String, Value> = lines
        .zip(&article.lines)
        .filter_map(|((line, _), kind)| Some((line.to_string(), label(kind)?.into())))
        .collect();
    format!("{}\n", json!({"id": article.id, "labels": labels}))
}

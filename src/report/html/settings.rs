//! About the run: what was counted, what was set, what was decided.
//!
//! Takes the summary and the decisions, gives rows of finished strings for the templates. Never counts.

use super::scraped::line;
use super::words::{bytes, count};
use crate::report::model::Summary;
use serde_json::Value;

/// The run in numbers: names and values.
pub(super) fn about(s: &Summary) -> Vec<(&'static str, String)> {
    let (r, t, d) = (&s.records, &s.text, &s.duplicates);
    vec![
        ("Records read", count(r.read)),
        ("Articles cleaned", count(r.cleaned)),
        ("Articles dropped as duplicates", count(r.dropped)),
        ("Records rejected", count(r.rejected)),
        ("Records that were not UTF-8", count(r.decoded)),
        ("Articles changed", count(r.changed)),
        ("Articles of which nothing was left", count(r.emptied)),
        ("Text", bytes(t.bytes)),
        ("Text removed", bytes(t.removed_bytes)),
        ("Blocks", count(t.blocks)),
        ("Blocks removed", count(t.removed_blocks)),
        ("Parts of other blocks removed", count(t.removed_parts)),
        ("Clusters", count(d.clusters)),
        ("Articles in clusters", count(d.articles)),
    ]
}

/// The settings in force, one row a value, keys joined by dots.
pub(super) fn settings(config: &Value) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    flatten(String::new(), config, &mut rows);
    rows
}

fn flatten(key: String, value: &Value, rows: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (name, inner) in map {
                let dot = if key.is_empty() { "" } else { "." };
                flatten(format!("{key}{dot}{name}"), inner, rows);
            }
        }
        Value::String(text) => rows.push((key, line(text, 400))),
        Value::Null => rows.push((key, "not set".into())),
        other => rows.push((key, line(&other.to_string(), 400))),
    }
}

/// The decisions that were given: what it is about, what was decided, where it was met, how much it covers, notes.
pub(super) fn decisions(all: &[Value]) -> Vec<[String; 5]> {
    all.iter().map(decision).collect()
}

fn decision(d: &Value) -> [String; 5] {
    let text = |key: &str| d[key].as_str().unwrap_or_default();
    let kinds = ["block", "text", "lead", "group"];
    let target = kinds.iter().find_map(|k| Some(format!("{k} {}", d[*k].as_str()?)));
    let cluster = || format!("{} articles", d["cluster"].as_array().map_or(0, Vec::len));
    let met = match (d["met"].as_u64().unwrap_or(0), text("conflict")) {
        (_, key) if !key.is_empty() => format!("in conflict with {key}"),
        (0, _) => "met nothing: stale".to_owned(),
        (n, _) => format!("met {}", count(n)),
    };
    let target = target.unwrap_or_else(cluster);
    let said = [text("excerpt"), text("note"), text("by")];
    let said: Vec<&str> = said.into_iter().filter(|t| !t.is_empty()).collect();
    [
        line(&target, 200),
        line(text("action"), 40),
        line(&met, 200),
        bytes(d["bytes"].as_u64().unwrap_or(0)),
        line(&said.join(" · "), 400),
    ]
}

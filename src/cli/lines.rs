//! Progress as lines on stderr: for people (`plain`) and for programs (`json`).
//!
//! Takes the events of the work, gives lines. The JSON is a contract:
//! `{"stage", "done", "total", "unit", "seconds"}` a line, at most four a second and stage, and last one whose stage is
//! `done`, with how the work `ended` and its `summary`, or the `error`.

use super::progress::{Meter, Reading};
use super::terminal::Terminal;
use crate::pipeline::Learnt;
use crate::progress::{Progress, Stage};
use crate::report::model::Summary;
use indicatif::{HumanBytes, HumanCount};
use serde_json::json;
use std::time::Duration;

/// When in the life of a stage a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// It begins.
    Begin,
    /// It is at work.
    Going,
    /// It is over.
    End,
}

/// A listener that writes lines.
#[derive(Debug)]
pub(crate) struct Lines {
    /// Counts and keeps the distance between lines.
    meter: Meter,
    /// Makes a line.
    form: fn(Moment, Reading) -> String,
    /// Where the lines go.
    terminal: Terminal,
}

impl Lines {
    /// Lines for people: when a stage begins and ends, and every 30 seconds.
    pub(crate) fn plain(terminal: Terminal) -> Self {
        Self { meter: Meter::new(Duration::from_secs(30)), form: plain, terminal }
    }

    /// Lines for programs: at most four a second and stage.
    pub(crate) fn json(terminal: Terminal) -> Self {
        Self { meter: Meter::new(Duration::from_millis(250)), form: event, terminal }
    }

    /// Writes one line.
    fn tell(&self, moment: Moment, reading: Reading) {
        self.terminal.say(&(self.form)(moment, reading));
    }
}

impl Progress for Lines {
    fn begin(&self, stage: Stage, total: Option<u64>) {
        self.tell(Moment::Begin, self.meter.begin(stage, total));
    }

    fn advance(&self, stage: Stage, units: u64) {
        if let Some(reading) = self.meter.advance(stage, units) {
            self.tell(Moment::Going, reading);
        }
    }

    fn end(&self, stage: Stage) {
        self.tell(Moment::End, self.meter.read(stage));
    }
}

/// A line for people.
fn plain(moment: Moment, reading: Reading) -> String {
    let Reading { stage, done, total, seconds } = reading;
    let total = |joint| total.map(|units| format!("{joint} {}", amount(stage, units)));
    let of = |joint| total(joint).unwrap_or_default();
    let told = match moment {
        Moment::Begin => format!("begins{}", of(",")),
        Moment::Going => format!("{}{} in {seconds:.1} s", amount(stage, done), of(" of")),
        Moment::End => format!("done, {} in {seconds:.1} s", amount(stage, done)),
    };
    format!("copydesk: {stage}: {told}")
}

/// Bytes or articles, as people read them.
fn amount(stage: Stage, units: u64) -> String {
    if stage.counts_bytes() {
        HumanBytes(units).to_string()
    } else {
        format!("{} articles", HumanCount(units))
    }
}

/// A line for programs.
fn event(_: Moment, reading: Reading) -> String {
    let Reading { stage, done, total, seconds } = reading;
    let unit = if stage.counts_bytes() { "bytes" } else { "articles" };
    json!({ "stage": stage.name(), "done": done, "total": total, "unit": unit, "seconds": seconds })
        .to_string()
}

/// The last line for programs of work that `ended` well enough to have a summary: `summary.json` without the settings and
/// the rows of hosts, which can be many.
pub(crate) fn summary(summary: &Summary, ended: &str) -> String {
    json!({ "stage": "done", "ended": ended, "summary": {
        "schema": summary.schema,
        "version": summary.version,
        "command": summary.command,
        "records": summary.records,
        "text": summary.text,
        "labels": summary.labels,
        "duplicates": summary.duplicates,
        "warnings": summary.warnings,
        "timings": summary.timings,
    }})
    .to_string()
}

/// The last line for programs of work that came to nothing.
pub(crate) fn failed(ended: &str, error: &str) -> String {
    json!({ "stage": "done", "ended": ended, "error": error }).to_string()
}

/// The last line for programs, of `learn`.
pub(crate) fn learnt(learnt: &Learnt) -> String {
    let mut told = json!(learnt);
    told["command"] = "learn".into();
    json!({ "stage": "done", "ended": "input", "summary": told }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fixture;

    /// A reading of a stage.
    fn reading(stage: Stage, done: u64, total: Option<u64>) -> Reading {
        Reading { stage, done, total, seconds: 1.25 }
    }

    #[test]
    fn plain_lines_name_stage_and_amount() {
        let lines = [
            plain(Moment::Begin, reading(Stage::Read, 0, Some(3 << 20))),
            plain(Moment::Begin, reading(Stage::Read, 0, None)),
            plain(Moment::Going, reading(Stage::Read, 1 << 20, Some(3 << 20))),
            plain(Moment::Going, reading(Stage::Match, 1234, None)),
            plain(Moment::End, reading(Stage::Match, 12_345, Some(12_345))),
        ];
        insta::assert_snapshot!(lines.join("\n"), @r"
        copydesk: read: begins, 3.00 MiB
        copydesk: read: begins
        copydesk: read: 1.00 MiB of 3.00 MiB in 1.2 s
        copydesk: match: 1,234 articles in 1.2 s
        copydesk: match: done, 12,345 articles in 1.2 s
        ");
    }

    #[test]
    fn events_have_the_five_keys() {
        let line = event(Moment::Going, reading(Stage::Survey, 5, None));
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        let expected = json!({"stage": "survey", "done": 5, "total": null, "unit": "articles", "seconds": 1.25});
        assert_eq!(value, expected);
    }

    #[test]
    fn the_summary_is_one_line() {
        let line = summary(&fixture::summary(), "input");
        assert!(!line.contains('\n'), "{line}");
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&value["stage"], &value["ended"]), (&json!("done"), &json!("input")));
        assert_eq!(value["summary"]["records"]["read"], 12_345);
    }
}

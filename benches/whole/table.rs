//! Runs as tables for a page: medians and ratios, then the stages of `clean`.
//!
//! Takes the runs of every trial, gives Markdown. Ratios are of one round each, then the median: what slows the machine
//! down in a round slows both.

use super::trial::{Bench, Run, Trial};
use serde_json::Value;
use std::fmt::Write;
use std::fs;

/// One line a trial.
pub(crate) fn table(bench: &Bench, trials: &[Trial], runs: &[Vec<Run>]) -> String {
    let bytes = fs::metadata(&bench.corpus).unwrap().len();
    let mut out = format!(
        "{} MB, {} threads, median of {} rounds (least to most)\n\n\
         | command | seconds | MB/s | × identity | peak memory |\n| --- | --- | --- | --- | --- |\n",
        bytes / 1_000_000,
        bench.threads,
        runs.first().map_or(0, Vec::len),
    );
    for (trial, of) in trials.iter().zip(runs) {
        let seconds = Spread::of(of.iter().map(|run| run.seconds));
        let ratio =
            Spread::of(of.iter().zip(&runs[0]).map(|(run, first)| run.seconds / first.seconds));
        let peak = Spread::of(of.iter().filter_map(peak));
        #[expect(clippy::cast_precision_loss, reason = "a speed")]
        let speed = bytes as f64 / 1e6 / seconds.median;
        let peak =
            if peak.median > 0.0 { format!("{:.0} MB", peak.median / 1e6) } else { String::new() };
        let Spread { median, least, most } = seconds;
        writeln!(
            out,
            "| {} | {median:.2} ({least:.2}–{most:.2}) | {speed:.0} | {:.2} | {peak} |",
            trial.name, ratio.median
        )
        .unwrap();
    }
    out
}

/// One line a stage of `clean`.
pub(crate) fn profile(trials: &[Trial], runs: &[Vec<Run>]) -> String {
    let mut out = String::new();
    let clean = trials.iter().position(|trial| trial.name == "clean");
    let Some(profile) = clean.and_then(|at| runs[at].last()?.profile.as_ref()?.as_object()) else {
        return out;
    };
    out.push_str("| stage | seconds | MB/s | articles/s | blocks/s | peak memory so far |\n");
    out.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for (stage, of) in profile {
        let number = |name: &str| of.get(name).and_then(Value::as_f64).unwrap_or(0.0);
        writeln!(
            out,
            "| {stage} | {:.2} | {:.0} | {:.0} | {:.0} | {:.0} MB |",
            number("seconds"),
            number("bytes_per_second") / 1e6,
            number("articles_per_second"),
            number("blocks_per_second"),
            number("peak_memory") / 1e6
        )
        .unwrap();
    }
    out
}

fn peak(run: &Run) -> Option<f64> {
    run.profile.as_ref()?.get("total")?.get("peak_memory")?.as_f64()
}

/// Median, least and most of some numbers; zeros of none.
struct Spread {
    median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let mut numbers: Vec<f64> = numbers.collect();
        numbers.sort_by(f64::total_cmp);
        let at = |i: usize| numbers.get(i).copied().unwrap_or(0.0);
        Self {
            median: at(numbers.len() / 2),
            least: at(0),
            most: at(numbers.len().saturating_sub(1)),
        }
    }
}

//! How long each stage took, and how much memory the process held by then.
//!
//! Takes the ends of stages, gives seconds, rates and peaks. The one thing in a report that differs from run to run.

use crate::progress::Stage;
use crate::report::model::{StageProfile, Summary, Text};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// A running clock.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
    last: Instant,
    stages: BTreeMap<String, StageProfile>,
}

impl Clock {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { start: now, last: now, stages: BTreeMap::new() }
    }

    /// Ends a stage: what passed since the last one ended is its time.
    pub(super) fn lap(&mut self, stage: Stage) {
        let now = Instant::now();
        self.note(stage.name(), now - self.last);
        self.last = now;
    }

    /// Begins a stage after a time that is nobody's.
    pub(super) fn go_on(&mut self) {
        self.last = Instant::now();
    }

    /// Notes the time of a stage that was measured elsewhere.
    pub(super) fn add(&mut self, stage: Stage, time: Duration) {
        self.note(stage.name(), time);
    }

    /// Tells a summary how long everything took.
    pub(super) fn time(self, summary: &mut Summary) {
        summary.profile = self.finish(summary.records.read, &summary.text);
        summary.timings =
            summary.profile.iter().map(|(name, stage)| (name.clone(), stage.seconds)).collect();
    }

    /// What each stage did, by name, and all together as `total`; of a corpus of so many articles with this text.
    pub(super) fn finish(mut self, articles: u64, text: &Text) -> BTreeMap<String, StageProfile> {
        self.note("total", self.start.elapsed());
        for stage in self.stages.values_mut() {
            // Milliseconds are all that is read.
            stage.seconds = (stage.seconds * 1000.0).round() / 1000.0;
            stage.bytes_per_second = rate(text.bytes, stage.seconds);
            stage.articles_per_second = rate(articles, stage.seconds);
            stage.blocks_per_second = rate(text.blocks, stage.seconds);
        }
        self.stages
    }

    fn note(&mut self, name: &str, time: Duration) {
        let profile = self.stages.entry(name.to_owned()).or_default();
        profile.seconds += time.as_secs_f64();
        profile.peak_memory = peak();
    }
}

/// Units a second; of what took no time as of what took a millisecond.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate needs few digits, and is never negative"
)]
fn rate(units: u64, seconds: f64) -> u64 {
    (units as f64 / seconds.max(0.001)) as u64
}

/// The most memory that the process has held so far, where Linux tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

//! How long each stage took.
//!
//! Takes the ends of stages, gives seconds. The one thing in a report that differs from run to run.

use crate::progress::Stage;
use std::collections::BTreeMap;
use std::time::Instant;

/// A running clock.
#[derive(Debug)]
pub(super) struct Clock {
    start: Instant,
    last: Instant,
    seconds: BTreeMap<String, f64>,
}

impl Clock {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { start: now, last: now, seconds: BTreeMap::new() }
    }

    /// Ends a stage: what passed since the last one ended is its time.
    pub(super) fn lap(&mut self, stage: Stage) {
        let now = Instant::now();
        self.seconds.insert(stage.name().to_owned(), seconds(now - self.last));
        self.last = now;
    }

    /// Seconds by stage, and of all together as `total`.
    pub(super) fn finish(mut self) -> BTreeMap<String, f64> {
        self.seconds.insert("total".to_owned(), seconds(self.start.elapsed()));
        self.seconds
    }
}

/// Milliseconds are all that is read.
fn seconds(time: std::time::Duration) -> f64 {
    (time.as_secs_f64() * 1000.0).round() / 1000.0
}

//! Progress as bars on a terminal, one a stage.
//!
//! Takes the events of the work, draws on stderr at most ten times a second. Leaves the bars of finished stages on the
//! screen and wipes those of a run that failed. Uses no colour.

use crate::progress::{Progress, Stage};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::sync::OnceLock;
use std::time::Duration;

/// Draws a second.
const HERTZ: u8 = 10;

/// The bars, made when their stage begins.
#[derive(Debug)]
pub(crate) struct Bars {
    /// Where all of them are drawn.
    screen: MultiProgress,
    /// By [`Stage`] in the order of its declaration.
    bars: [OnceLock<ProgressBar>; Stage::ALL.len()],
}

impl Bars {
    /// No bars yet.
    pub(crate) fn new() -> Self {
        let target = ProgressDrawTarget::stderr_with_hz(HERTZ);
        Self { screen: MultiProgress::with_draw_target(target), bars: Default::default() }
    }

    /// The bar of a stage, if it has begun.
    fn bar(&self, stage: Stage) -> Option<&ProgressBar> {
        self.bars[stage as usize].get()
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: Option<u64>) {
        let bar = self.bars[stage as usize].get_or_init(|| {
            self.screen.add(
                ProgressBar::no_length().with_style(style(stage, false)).with_message(stage.name()),
            )
        });
        bar.set_style(style(stage, total.is_some()));
        total.map_or_else(|| bar.unset_length(), |units| bar.set_length(units));
        bar.reset();
        bar.enable_steady_tick(Duration::from_millis(500));
    }

    fn advance(&self, stage: Stage, units: u64) {
        if let Some(bar) = self.bar(stage) {
            bar.inc(units);
        }
    }

    fn end(&self, stage: Stage) {
        if let Some(bar) = self.bar(stage) {
            bar.set_style(ended(stage));
            bar.finish();
        }
    }
}

/// How the bar of a stage at work looks.
fn style(stage: Stage, known: bool) -> ProgressStyle {
    made(match (stage.counts_bytes(), known) {
        (true, true) => {
            "{msg:<8} [{bar:20}] {percent:>3}% of {total_bytes}, {bytes_per_sec}, {eta} left"
        }
        (true, false) => "{msg:<8} {spinner} {bytes}, {bytes_per_sec}, {elapsed}",
        (false, true) => {
            "{msg:<8} [{bar:20}] {percent:>3}% of {human_len} articles, {rate}, {eta} left"
        }
        (false, false) => "{msg:<8} {spinner} {human_pos} articles, {rate}, {elapsed}",
    })
}

/// How the bar of a stage that is over looks.
fn ended(stage: Stage) -> ProgressStyle {
    made(if stage.counts_bytes() {
        "{msg:<8} {bytes} in {elapsed}"
    } else {
        "{msg:<8} {human_pos} articles in {elapsed}"
    })
}

/// A style from a template; one that indicatif does not read (none, says the test) leaves its default.
fn made(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
            // A line that cannot be drawn is drawn again in a tenth of a second.
            let _ = write!(out, "{:.0}/s", state.per_sec());
        })
        .progress_chars("=> ")
        .tick_chars("|/-\\ ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_count_what_they_are_told() {
        let bars = Bars {
            screen: MultiProgress::with_draw_target(ProgressDrawTarget::hidden()),
            bars: Default::default(),
        };
        for stage in Stage::ALL {
            bars.advance(stage, 1); // before its beginning: no bar, no harm
            bars.begin(stage, Some(10));
            bars.advance(stage, 4);
            bars.advance(stage, 3);
            assert_eq!(bars.bar(stage).unwrap().position(), 7);
            bars.end(stage);
            assert!(bars.bar(stage).unwrap().is_finished());
        }
    }
}

//! Which listener shows how far the work has come, and the counters that the listeners share.
//!
//! Takes the choice of `--progress`, gives a [`Progress`] for the library. Never writes itself: `bars` and `lines` do.

use super::bars::Bars;
use super::lines::Lines;
use super::terminal::Terminal;
use super::values::ProgressChoice;
use crate::progress::{Progress, Stage};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The listener that was chosen; `auto` draws bars where they can be drawn.
pub(crate) fn listener(choice: ProgressChoice, terminal: Terminal) -> Box<dyn Progress> {
    match choice {
        _ if terminal.is_quiet() => Box::new(()),
        ProgressChoice::Auto if terminal.draws() => Box::new(Bars::new()),
        ProgressChoice::Auto | ProgressChoice::None => Box::new(()),
        ProgressChoice::Plain => Box::new(Lines::plain(terminal)),
        ProgressChoice::Json => Box::new(Lines::json(terminal)),
    }
}

/// Stands for an unknown total.
const UNKNOWN: u64 = u64::MAX;

/// One counter a stage, and when it was last told. Cheap from many threads: an addition and a look at the clock.
#[derive(Debug)]
pub(crate) struct Meter {
    /// When the meter was made; all times count from here.
    start: Instant,
    /// Milliseconds between two tellings of one stage.
    every: u64,
    /// By [`Stage`] in the order of its declaration.
    gauges: [Gauge; Stage::ALL.len()],
}

/// The counter of one stage; times in milliseconds.
#[derive(Debug, Default)]
struct Gauge {
    /// Units done.
    done: AtomicU64,
    /// Units expected, or [`UNKNOWN`].
    total: AtomicU64,
    /// When the stage began.
    begun: AtomicU64,
    /// When it was last told.
    told: AtomicU64,
}

/// How far one stage has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// The stage.
    pub(crate) stage: Stage,
    /// Units done.
    pub(crate) done: u64,
    /// Units expected, if known.
    pub(crate) total: Option<u64>,
    /// Seconds since the stage began.
    pub(crate) seconds: f64,
}

impl Meter {
    /// A meter that is told at most once in `every`, for each stage.
    pub(crate) fn new(every: Duration) -> Self {
        let every = u64::try_from(every.as_millis()).unwrap_or(u64::MAX);
        Self { start: Instant::now(), every, gauges: Default::default() }
    }

    /// A stage begins.
    pub(crate) fn begin(&self, stage: Stage, total: Option<u64>) -> Reading {
        let (gauge, now) = (self.gauge(stage), self.now());
        gauge.done.store(0, Ordering::Relaxed);
        gauge.total.store(total.unwrap_or(UNKNOWN), Ordering::Relaxed);
        gauge.begun.store(now, Ordering::Relaxed);
        gauge.told.store(now, Ordering::Relaxed);
        self.read(stage)
    }

    /// Counts `units`; gives a reading to the one caller who is to tell it.
    pub(crate) fn advance(&self, stage: Stage, units: u64) -> Option<Reading> {
        let gauge = self.gauge(stage);
        gauge.done.fetch_add(units, Ordering::Relaxed);
        let (now, told) = (self.now(), gauge.told.load(Ordering::Relaxed));
        let due = now.saturating_sub(told) >= self.every;
        let mine =
            || gauge.told.compare_exchange(told, now, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        (due && mine()).then(|| self.read(stage))
    }

    /// How far a stage has come.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a run fit into 52 bits")]
    pub(crate) fn read(&self, stage: Stage) -> Reading {
        let gauge = self.gauge(stage);
        let total = gauge.total.load(Ordering::Relaxed);
        let age = self.now().saturating_sub(gauge.begun.load(Ordering::Relaxed));
        Reading {
            stage,
            done: gauge.done.load(Ordering::Relaxed),
            total: (total != UNKNOWN).then_some(total),
            seconds: age as f64 / 1000.0,
        }
    }

    /// The counter of a stage.
    fn gauge(&self, stage: Stage) -> &Gauge {
        &self.gauges[stage as usize]
    }

    /// Milliseconds since the meter was made.
    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_threads_lose_no_unit() {
        let meter = Meter::new(Duration::from_secs(3600));
        meter.begin(Stage::Read, Some(80_000));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..10_000).filter_map(|_| meter.advance(Stage::Read, 1)).count());
            }
        });
        let reading = meter.read(Stage::Read);
        assert_eq!((reading.done, reading.total), (80_000, Some(80_000)));
    }

    #[test]
    fn tellings_keep_their_distance() {
        let often = Meter::new(Duration::ZERO);
        often.begin(Stage::Match, None);
        assert_eq!(often.advance(Stage::Match, 3).map(|r| (r.done, r.total)), Some((3, None)));
        let seldom = Meter::new(Duration::from_secs(3600));
        seldom.begin(Stage::Match, None);
        assert_eq!(seldom.advance(Stage::Match, 3), None);
    }

    #[test]
    fn stages_do_not_share_a_counter() {
        let meter = Meter::new(Duration::ZERO);
        for (units, stage) in (1..).zip(Stage::ALL) {
            meter.begin(stage, None);
            meter.advance(stage, units);
        }
        let done: Vec<_> = Stage::ALL.map(|s| meter.read(s).done).to_vec();
        assert_eq!(done, [1, 2, 3, 4, 5]);
    }
}

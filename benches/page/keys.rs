//! How long keys take: from the key's event to the end of the frame that shows what it did.
//!
//! Takes strokes, gives milliseconds, measured in the page by a listener that stands before its own. Never waits between
//! key and frame by itself, and between keys no longer than a held key does.

use crate::chromium::Tab;
use serde_json::json;
use std::time::Duration;

/// What is pressed, part after part: a name, and strokes with how often each round of them is repeated.
pub(crate) const PARTS: [(&str, (&str, usize)); 8] = [
    ("move over groups", ("g b j j j j j j j l l l", 10)),
    ("page through", ("PageDown PageDown PageDown PageUp End Home", 8)),
    ("open and close groups", ("Enter j j j l l l Enter j", 8)),
    ("accept groups", ("a a a a a a a a", 8)),
    ("decide blocks", ("Enter j r k u r r k", 8)),
    ("undo and redo", ("z z z z Z Z", 10)),
    ("move over clusters", ("g d j j j j j j l PageDown", 8)),
    ("decide clusters", ("a a a a z a a z", 8)),
];

/// Between keys: as fast as one repeats that is held down.
const REPEAT: Duration = Duration::from_millis(33);

/// Tells the page to note when it was first usable, before anything of it runs.
pub(crate) fn watch(tab: &Tab<'_>) {
    let source = "new MutationObserver((_, me) => {
        if (!document.documentElement?.hasAttribute('data-ready')) return;
        me.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.usableAfter = performance.now(); }));
      }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });";
    tab.call("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
}

/// Presses all of it; the time of every stroke.
pub(crate) fn measure(tab: &Tab<'_>, (strokes, rounds): (&str, usize)) -> Times {
    // A task that was put off from within a frame runs when that frame has been painted.
    tab.eval(
        "if (!window.keyTimes) {
        window.keyTimes = [];
        window.addEventListener('keydown', () => {
          const begun = performance.now();
          requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => window.keyTimes.push(performance.now() - begun);
            channel.port2.postMessage(0);
          });
        }, true);
      }
      window.keyTimes.length = 0;",
    );
    for stroke in std::iter::repeat_n(strokes.split(' '), rounds).flatten() {
        tab.key(stroke);
        std::thread::sleep(REPEAT);
    }
    tab.frame();
    let all = tab.eval("window.keyTimes");
    let times = all.as_array().unwrap().iter();
    Times(times.map(|ms| ms.as_f64().unwrap()).collect())
}

/// Milliseconds of strokes.
#[derive(Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// These as well.
    pub(crate) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The middle one.
    pub(crate) fn median(&self) -> f64 {
        self.at(50)
    }

    /// Strokes, median, 95th percentile, longest: cells of a table.
    pub(crate) fn row(&self) -> String {
        let n = self.0.len();
        format!("{n} | {:.1} | {:.1} | {:.1}", self.median(), self.at(95), self.at(100))
    }

    fn at(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get(last * percent / 100).copied().unwrap_or_default()
    }
}

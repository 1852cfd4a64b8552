//! How long keys take: from the key's event to the end of the frame that shows what it did.
//!
//! Takes strokes, gives milliseconds, measured in the page by a listener that stands before its own. Never waits between
//! key and frame by itself.

use crate::chromium::Tab;
use serde_json::json;

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
    // A task that was put off from within a frame runs when that frame has been painted, one from within the listener
    // when all listeners are through. Between the two the page may wait for the next frame: that is no work.
    tab.eval(
        "if (!window.keyTimes) {
        window.keyTimes = [];
        window.addEventListener('keydown', () => {
          const begun = performance.now();
          let handled = null;
          const then = (what) => {
            const channel = new MessageChannel();
            channel.port1.onmessage = what;
            channel.port2.postMessage(0);
          };
          then(() => { handled = performance.now(); });
          requestAnimationFrame(() => {
            const frame = performance.now();
            const waited = handled === null ? 0 : frame - handled;
            then(() => {
              const shown = performance.now() - begun;
              window.keyTimes.push([shown - waited, shown]);
            });
          });
        }, true);
      }
      window.keyTimes.length = 0;",
    );
    for _ in 0..rounds {
        tab.keys(strokes);
    }
    tab.frame();
    let all = tab.eval("window.keyTimes");
    let times = all.as_array().unwrap().iter();
    Times(times.map(|both| [0, 1].map(|i| both[i].as_f64().unwrap())).collect())
}

/// Milliseconds of strokes: of work, and until the frame is painted, waiting for it included.
#[derive(Default)]
pub(crate) struct Times(Vec<[f64; 2]>);

impl Times {
    /// These as well.
    pub(crate) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The middle one, of work.
    pub(crate) fn median(&self) -> f64 {
        self.at(0, 50)
    }

    /// Strokes; of work median, 95th percentile, longest; median until painted: cells of a table.
    pub(crate) fn row(&self) -> String {
        let n = self.0.len();
        let [half, most, all] = [50, 95, 100].map(|percent| self.at(0, percent));
        format!("{n} | {half:.1} | {most:.1} | {all:.1} | {:.1}", self.at(1, 50))
    }

    fn at(&self, which: usize, percent: usize) -> f64 {
        let mut sorted: Vec<f64> = self.0.iter().map(|both| both[which]).collect();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get(last * percent / 100).copied().unwrap_or_default()
    }
}

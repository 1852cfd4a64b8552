//! What axe-core finds against the page: nothing, in any light, width or state.
//!
//! Takes `axe.min.js` from `AXE`, or from where `.ci/run` puts it; without it these tests pass and say that they did not
//! run. Never changes the page: axe is asked beside it.

use crate::chromium::Tab;
use crate::{browser, demo, desk, page};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What of axe is no rule but advice is asked too.
pub(crate) const RUN: &str = "axe.run(document, { resultTypes: ['violations'] })
    .then(r => r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.html).join(' ')))";

/// The text of axe.
pub(crate) fn axe() -> Option<String> {
    let fetched =
        || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("axe-core/package/axe.min.js");
    let path = env::var_os("AXE").map_or_else(fetched, PathBuf::from);
    let text = fs::read_to_string(&path);
    text.map_err(|_| desk::skipped(&format!("no axe-core at {}", path.display()))).ok()
}

/// Fails with every violation at once.
pub(crate) fn clean(tab: &Tab<'_>, axe: &str, state: &str) {
    tab.eval(&format!("typeof axe === 'undefined' && void {axe}"));
    assert_eq!(tab.eval(RUN), Value::Array(vec![]), "{state}");
}

#[test]
fn as_it_opens_in_any_light_and_width() {
    let (Some(browser), Some(axe)) = (browser(), axe()) else { return };
    let desk = demo();
    let tab = browser.tab();
    tab.open(&page(&desk));
    for scheme in ["light", "dark"] {
        for width in [1280, 400] {
            tab.window(width, 900);
            tab.prefer(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]);
            clean(&tab, &axe, &format!("{scheme}, {width} pixels wide"));
        }
    }
}

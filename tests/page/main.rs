//! The page in a real browser: what a reviewer sees, presses and hears.
//!
//! Takes the built binary, made-up corpora or the demo, and Chromium; on a machine without one these tests pass and say
//! that they did not run. Nothing here measures time: see `benches/page`.

#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test says what broke")]

#[path = "../desk/mod.rs"]
mod desk;

#[path = "../../benches/corpus/mod.rs"]
mod corpus;
#[path = "../../benches/page/made.rs"]
mod made;

mod axe;
mod chromium;
mod hostile;
mod keys;
mod live;
mod media;
mod round;
mod served;
mod still;

use chromium::Browser;
use std::path::{Path, PathBuf};

/// A browser, or one line that says why there is none.
fn browser() -> Option<Browser> {
    Browser::start().map_err(|why| desk::skipped(&why)).ok()
}

/// The page that a run wrote.
fn page(desk: &desk::Desk) -> PathBuf {
    desk.path("out/report/report.html")
}

/// A run over the demo.
fn demo() -> desk::Desk {
    let desk = desk::Desk::new();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/demo/articles.jsonl");
    desk.put("in/articles.jsonl", std::fs::read(demo).unwrap());
    desk.run("clean in -o out").code(0);
    desk
}

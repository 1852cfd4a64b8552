//! What the verbs and their flags promise, held against whole runs of the program.
//!
//! Takes the built binary and small corpora made here, or the demo. The texts of help and messages stand in `tests/cmd`.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../desk/mod.rs"]
mod desk;

mod attributes;
mod choices;
mod clusters;

mod copies;
mod decisions;
mod explain;
mod pair;
mod parts;
mod recurring;
mod rules;
mod streams;

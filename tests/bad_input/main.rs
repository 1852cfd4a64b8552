//! Bad input, and bad places for output: what the program says, how it ends, and that nothing is lost.
//!
//! Takes the built binary and files made here. Every run is held against the same rules (`tests/desk`): no defect is
//! met, every record ends in one place, `restore` gives the input back.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../desk/mod.rs"]
mod desk;

mod absent;
mod bytes;
mod disk;
mod fields;
mod ids;
mod lines;
mod places;

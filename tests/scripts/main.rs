//! Scripts of the world: what the signs of each do to words, ends, leads and cues, and a small corpus of each cleaned.
//!
//! Takes invented text only. Right-to-left scripts, scripts without spaces, without case, and with combining marks.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../desk/mod.rs"]
mod desk;

mod corpora;

mod signs;

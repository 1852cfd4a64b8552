//! `copydesk filter` as a stage of a pipeline, and what records are told of themselves: the real program, byte by byte.
//!
//! Takes the demo and made-up records, through pipes that are slow, broken or closed early. Never measures time.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../desk/mod.rs"]
mod desk;

mod annotate;
mod ends;
mod flow;
mod pipe;

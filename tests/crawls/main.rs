//! Crawl after crawl with a desk: what is learnt, what later crawls are cleaned with, and that nothing is ever half learnt.
//!
//! Takes the built binary and made-up crawls. What a desk holds is told by `desk export`, the way out that users have;
//! two desks with the same export give the same answers. Never looks into the files of a desk but to damage them.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../../benches/corpus/mod.rs"]
mod corpus;

#[path = "../desk/mod.rs"]
mod desk;

mod crawl;

mod days;
mod decided;
mod disk;
mod kills;
mod knowing;
mod learning;
mod refusals;
mod upkeep;
mod writers;

//! The laws of the house: what holds for every input, not for one example.
//!
//! One file a stage, in the order of the data flow; laws about whole runs stand in `runs`. Structural laws are property
//! tests over random input. Statistical laws run over fixed seeds, so that they never fail by chance; their tolerances
//! are derived where they stand.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../../benches/corpus/mod.rs"]
mod corpus;

#[path = "../desk/mod.rs"]
mod desk;

mod corpora;

mod segment;

mod shingle;

mod minhash;

mod lsh;

mod cluster;

mod desk_store;

mod survey;

mod classify;

mod partitions;

mod spill;

mod runs;

/// How property tests run here: nothing is written beside the sources when one fails.
fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}

//! What is found of copies of articles: a corpus of pairs made by the seed, in five languages, and the real binary.
//!
//! Takes the grammars in `tongues`, gives a table of relations by language, and holds it against what is promised in
//! `promises`. Articles that only look like copies stand in `traps`: none of them may be dropped.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../../benches/corpus/mod.rs"]
mod corpus;
#[path = "../desk/mod.rs"]
mod desk;

mod edit;
mod grammar;
mod made;
mod measure;
mod outlet;
mod promises;
mod recall;
mod relation;
mod story;
mod traps;

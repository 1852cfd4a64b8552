//! What a person decided of the report: kept, removed, undecided, by content and not by run.
//!
//! Takes and gives `decisions.jsonl`, one decision a line in one order, so that a file under version control shows what
//! changed. Knows what a decision may say and which two are about the same thing; never what it leads to.

mod book;
mod name;
mod target;

pub use book::{Book, Clash};
pub use name::{Name, parse_name};
pub use target::{Action, Decision, Target, parse_group};

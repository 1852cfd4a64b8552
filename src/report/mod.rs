//! What a run has to say, as versioned data, and one renderer a file over it.
//!
//! Takes the finished numbers of a run, gives `OUT/report` and `OUT/manifest.json`, and reads them back for the verbs
//! that work on a finished run. Never counts, compares or decides: every number that is shown stands in [`model`].

mod csv;
mod decided;
pub mod files;
mod find;
pub mod html;
pub mod jsonl;
pub mod load;
pub mod manifest;
mod markdown;
pub mod model;
mod names;
pub mod page;
mod staged;

pub use decided::{DecisionCount, Met};
pub use files::ReportWriter;
pub use find::{find_block, find_cluster};
pub use html::Page;
pub use jsonl::JsonLines;
pub use load::{read_blocks, read_duplicates, read_removed, read_summary};
pub use manifest::{Manifest, read_manifest, withdraw_manifest, write_manifest};

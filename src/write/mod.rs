//! Articles to bytes: the cleaned corpus, what was rejected, and what restores the input.
//!
//! Takes batches with a verdict on each record; gives the output folder's files, each of them whole or not there. Never
//! touches the input, never decides anything about an article.

mod folder;
mod whole;

mod assemble;
mod gzip;
mod pack;
mod patch;

mod attributes;
mod cleaned;
mod rejects;
mod restore;

pub use assemble::{Added, Assembled, Part, Verdict, assemble};
pub use attributes::{AttributeRow, Attributes, AttributesWriter, ScoredSpan};
pub use cleaned::{CleanedWriter, Written};
pub use folder::{claim, prepare, release};
pub use rejects::RejectsWriter;
pub use restore::{Originals, originals, restore};

//! One line of the report, by the name of what it is about.
//!
//! Takes OUT and a name, gives the rows with it. Reads the file from its beginning; holds one row.

use super::load::{read_blocks, read_duplicates};
use super::model::{Block, Duplicate};
use crate::error::Result;
use std::path::Path;

/// The line of `blocks.jsonl` about the block or template of this name.
///
/// # Errors
/// As [`read_blocks`].
pub fn find_block(out: &Path, name: &str) -> Result<Option<Block>> {
    read_blocks(out)?.find(|row| row.as_ref().map_or(true, |row| row.block == name)).transpose()
}

/// The lines of `duplicates.jsonl` about the cluster of this name; none if there is no such cluster.
///
/// # Errors
/// As [`read_duplicates`].
pub fn find_cluster(out: &Path, name: &str) -> Result<Vec<Duplicate>> {
    let rows = read_duplicates(out)?;
    rows.filter(|row| row.as_ref().map_or(true, |row| row.cluster == name)).collect()
}

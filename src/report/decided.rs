//! What became of decisions: the lines of `decisions.jsonl` in the report, and their counts in the summary.
//!
//! Takes nothing, gives plain serialisable values, as `model` does.

use crate::decisions::Decision;
use serde::{Deserialize, Serialize};

/// One line of `report/decisions.jsonl`: a decision that was given, and what it met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Met {
    /// The decision as it was given.
    #[serde(flatten)]
    pub decision: Decision,
    /// Places that it holds for; of a decision about a cluster the articles.
    pub met: u64,
    /// Bytes of text there, the separators of what is removed among them.
    pub bytes: u64,
    /// The key of a decision or rule that says otherwise of some of the same places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<String>,
}

/// Counts of decisions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionCount {
    /// All that were given.
    pub given: u64,
    /// Those that are in force somewhere; none that is undecided.
    pub obeyed: u64,
    /// Those that met nothing.
    pub stale: u64,
    /// Those that another decision or rule contradicts.
    pub conflicts: u64,
    /// Removed bytes that decisions cover.
    pub decided_bytes: u64,
}

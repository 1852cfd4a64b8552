//! What is asked of the pipeline and what it gives back.
//!
//! Plain values; nothing here works.

use crate::classify::Rules;
use crate::config::{Config, RunConfig};
use crate::decisions::{Book, Clash};
use crate::report::model::{Block, Duplicate, Label, Summary};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What is done with the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Cleaned corpus and report.
    Clean,
    /// The report only.
    Scan,
    /// JSON Lines from stdin to stdout.
    Filter,
}

impl Command {
    /// The verb, as in the report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Scan => "scan",
            Self::Filter => "filter",
        }
    }
}

/// One run, wholly described.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Files, folders or `-`.
    pub inputs: Vec<PathBuf>,
    /// The output folder; `None` where nothing is written to one.
    pub out: Option<PathBuf>,
    /// What is done.
    pub command: Command,
    /// A folder with what earlier crawls taught.
    pub desk: Option<PathBuf>,
    /// The settings in force.
    pub config: Config,
    /// The user's own cues and rules.
    pub rules: Rules,
    /// What a person decided of an earlier report.
    pub book: Book,
    /// Where the files of decisions contradict each other.
    pub clashes: Vec<Clash>,
    /// How it is carried out.
    pub run: RunConfig,
    /// Whether nothing may be written.
    pub dry_run: bool,
    /// Whether an output folder that is not empty may be replaced.
    pub force: bool,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// `summary.json`.
    pub summary: Summary,
    /// Up to five repeated blocks that removed most bytes, most first.
    pub top_blocks: Vec<Block>,
}

/// One article, block by block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The article.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its host.
    pub host: Option<String>,
    /// Its day of publication.
    pub date: Option<String>,
    /// Its blocks in order.
    pub blocks: Vec<ExplainedBlock>,
    /// The lines of `duplicates.jsonl` about its cluster; empty where it has none.
    pub cluster: Vec<Duplicate>,
}

/// One block and why it stays or goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedBlock {
    /// First byte in the article's text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The block.
    pub text: String,
    /// Whether it is taken out.
    pub removed: bool,
    /// What it is taken for, if anything.
    pub label: Option<Label>,
    /// Points of its ledger.
    pub score: f64,
    /// Why, in one sentence.
    pub reason: String,
    /// The block or template in `blocks.jsonl`.
    pub block: Option<String>,
    /// The ledger, line by line.
    pub evidence: Vec<Evidence>,
    /// Parts of a block that stays which are taken out, or would be if a decision did not keep them, in order; their bytes
    /// are those that go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ExplainedBlock>,
}

/// One line of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was found.
    pub what: String,
    /// What it adds to the score.
    pub points: f64,
}

//! Stub of the stages on one page, so that the command line compiles; the real one takes its place.
//!
//! Takes a [`Job`], gives an [`Outcome`]; every entry point answers with an error. Never reads or writes.

use crate::config::{Config, RunConfig};
use crate::error::{Error, Result};
use crate::progress::Progress;
use crate::report::model::{Block, Duplicate, Label, Summary};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

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

/// The user's own cues and decisions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules {
    /// The file as it is.
    text: String,
}

impl Rules {
    /// The rules that a TOML text describes.
    ///
    /// # Errors
    /// [`Error::Config`] for text that is no TOML.
    pub fn from_toml(text: &str) -> Result<Self> {
        text.parse::<toml::Table>().map_err(|e| Error::Config(e.message().to_owned()))?;
        Ok(Self { text: text.to_owned() })
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
    /// The settings in force.
    pub config: Config,
    /// The user's own cues and decisions.
    pub rules: Rules,
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
}

/// One line of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was found.
    pub what: String,
    /// What it adds to the score.
    pub points: f64,
}

/// Runs a job.
///
/// # Errors
/// Always, in this stub.
pub fn clean(job: &Job, progress: &dyn Progress) -> Result<Outcome> {
    let _ = (job, progress);
    Err(Error::Broken("the pipeline is not connected".to_owned()))
}

/// Explains one article of a finished run.
///
/// # Errors
/// Always, in this stub.
pub fn explain(out: &Path, article: &str) -> Result<Explanation> {
    Err(Error::input(out, format!("cannot explain {article}: the pipeline is not connected")))
}

//! Every stage on one page: what is done with a corpus from the first byte read to the manifest.
//!
//! Takes a [`Job`], gives an [`Outcome`]. Threads live here and nowhere else above the stages.

mod job;

pub use crate::classify::Rules;
pub use job::{Command, Evidence, ExplainedBlock, Explanation, Job, Outcome};

use crate::error::{Error, Result};
use crate::progress::Progress;
use std::path::Path;

/// Runs a job.
///
/// # Errors
/// Always, until the stages are connected.
pub fn clean(job: &Job, progress: &dyn Progress) -> Result<Outcome> {
    let _ = (job, progress);
    Err(Error::Broken("the pipeline is not connected".to_owned()))
}

/// Explains one article of a finished run.
///
/// # Errors
/// Always, until the stages are connected.
pub fn explain(out: &Path, article: &str) -> Result<Explanation> {
    Err(Error::input(out, format!("cannot explain {article}: the pipeline is not connected")))
}

//! Learning a crawl: all thinking, and nothing written but to the desk.
//!
//! Takes a [`Job`] and the one writer of a desk, gives what was learned. The desk is as it was, or has the whole crawl.

use super::clock::Clock;
use super::knowledge::Knowledge;
use super::{Job, understand};
use crate::decisions::Book;
use crate::desk::Keeper;
use crate::error::Result;
use crate::progress::Progress;
use crate::read::discover;
use crate::spill::Scratch;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a crawl taught a desk.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Learnt {
    /// Records that were read.
    pub read: u64,
    /// Articles that were added.
    pub learned: u64,
    /// Articles that the desk knew before.
    pub known: u64,
    /// Records that cannot be used.
    pub rejected: u64,
    /// Decisions that the desk holds now.
    pub decisions: u64,
    /// Articles that the desk holds now, forgotten ones included.
    pub articles: u64,
    /// Seconds by stage.
    pub timings: BTreeMap<String, f64>,
}

/// Adds the inputs of a job and its decisions to a desk. What the desk knows is not counted again.
///
/// # Errors
/// [`crate::Error`] with the place, of input, desk or settings; then the desk is as it was.
pub fn learn(job: &Job, keeper: &mut Keeper, progress: &dyn Progress) -> Result<Learnt> {
    job.config.validate()?;
    super::pool(&job.run)?.install(|| run(job, keeper, progress))
}

fn run(job: &Job, keeper: &mut Keeper, progress: &dyn Progress) -> Result<Learnt> {
    let mut clock = Clock::start();
    let mut learnt = Learnt::default();
    let mut knowledge = Knowledge::with_desk(job, Some(keeper.desk()))?;
    if !job.inputs.is_empty() {
        let folder = super::temporary(&job.run);
        let sources = discover(&job.inputs, None, &folder)?;
        let scratch = Scratch::new(&folder, job.run.memory);
        let draft = (&scratch, Some(keeper.draft()?));
        let mut found = understand(job, &sources, &mut knowledge, draft, (progress, &mut clock))?;
        found.learned.refuse_nothing(&sources, false)?;
        let known = found.acquaintance.known.iter().filter(|known| **known).count() as u64;
        learnt.known = known;
        learnt.learned = found.learned.ids.len() as u64 - known;
        learnt.rejected = found.learned.rejected;
        learnt.read = found.learned.ids.len() as u64 + found.learned.rejected;
        if !job.dry_run {
            found.draft.map_or(Ok(()), |draft| keeper.add(draft))?;
        }
    }
    if !job.dry_run {
        decide(keeper, &job.book, &knowledge.book);
        keeper.commit()?;
    }
    learnt.decisions = knowledge.book.len() as u64;
    learnt.articles = keeper.desk().articles().into();
    let text = crate::report::model::Text::default();
    learnt.timings =
        clock.finish(learnt.read, &text).into_iter().map(|(name, p)| (name, p.seconds)).collect();
    Ok(learnt)
}

/// Hands on the decisions in force, if the job brought any.
fn decide(keeper: &mut Keeper, new: &Book, all: &Book) {
    if !new.is_empty() {
        keeper.decide(all.to_jsonl());
    }
}

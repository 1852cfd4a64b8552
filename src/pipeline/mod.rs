//! Every stage on one page: what is done with a corpus from the first byte read to the manifest.
//!
//! Takes a [`Job`], gives an [`Outcome`]. The thread pool is made here; stages below only share out work to it.

mod align;
mod annotate;
mod attributes;
mod clock;
mod compare;
mod cuts;
mod decide;
mod edition;
mod explain;
mod first;
mod highlights;
mod ids;
mod job;
mod knowledge;
mod learn;
mod obeyed;
mod ordered;
mod page;
mod pair;
mod pairs;
mod paragraph;
mod phrases;
mod publish;
mod quotes;
mod rows;
mod sample;
mod shown;
mod sides;
mod slips;
mod split;
mod summary;
mod tally;
mod uses;
mod verdict;
mod warnings;

pub use crate::classify::Rules;
pub use align::{Aligned, AlignedKind};
pub use explain::{explain, explain_all};
pub use job::{Command, Evidence, ExplainedBlock, Explanation, Job, Outcome};
pub use pair::{Amount, PairExplanation, PairSide, Similarity, explain_pair};
pub use paragraph::{Passage, Segment};
pub use sides::side_by_side;
pub use verdict::{Standing, Verdict};

use crate::error::{Error, Result};
use crate::progress::{Progress, Stage};
use crate::read::{Source, discover, lined};
use crate::report::{DecisionCount, Met};
use crate::spill::Scratch;
use crate::survey::Survey;
use crate::write::{claim, prepare};
use clock::Clock;
use compare::Kinship;
use decide::Decisions;
use knowledge::Knowledge;
use learn::Learned;

/// Runs a job.
///
/// 1. **read**: every record to an article, segmented, onto the spill
/// 2. **survey**: counts, near-equal blocks, templates, titles
/// 3. **classify**: a ledger for every block; what is left is content, and signed
/// 4. **match**: candidates, verified; duplicates and versions
/// 5. **write**: the input once more, cut and sorted out; the report; the manifest last
///
/// # Errors
/// [`Error`] with the place, of input, output, settings or a broken promise. Nothing is lost: the input is never
/// written to, and an OUT without manifest did not finish.
pub fn clean(job: &Job, progress: &dyn Progress) -> Result<Outcome> {
    job.config.validate()?;
    let threads = job.run.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Error::Config(format!("threads = {threads}: {e}")))?;
    pool.install(|| run(job, progress))
}

fn run(job: &Job, progress: &dyn Progress) -> Result<Outcome> {
    let mut clock = Clock::start();
    let folder = job.run.tmp_dir.clone().unwrap_or_else(std::env::temp_dir);
    let out = job.out.as_deref().filter(|_| !job.dry_run);
    if let Some(out) = out {
        prepare(out, job.force, &job.inputs)?;
    }
    let sources = discover(&job.inputs, out, &folder)?;
    if job.config.write.annotations.is_some() {
        lined(&sources, &job.config.read)?;
    }
    if let Some(out) = out {
        claim(out, &sources)?;
    }
    let mut knowledge = Knowledge::new(&job.config, &job.rules, &job.book)?;
    let scratch = Scratch::new(&folder, job.run.memory);
    let mut found = understand(job, &sources, &mut knowledge, &scratch, (progress, &mut clock))?;
    let edition = edition::Edition::new(job, out, &sources, &knowledge, &mut found);
    edition.publish(progress, clock)
}

/// What is known of a corpus when all thinking is done.
struct Found {
    scratch: Scratch,
    learned: Learned,
    survey: Survey,
    decisions: Decisions,
    kinship: Kinship,
    /// The decisions that were given, in their order, with what each met.
    met: Vec<Met>,
    decided: DecisionCount,
}

/// The stages that think.
fn understand(
    job: &Job,
    sources: &[Source],
    knowledge: &mut Knowledge,
    scratch: &Scratch,
    (progress, clock): (&dyn Progress, &mut Clock),
) -> Result<Found> {
    let config = &job.config;
    let (learned, sightings) =
        learn::read(sources, &config.read, &knowledge.segmenter, scratch, progress)?;
    clock.lap(Stage::Read);
    if learned.ids.len() == 0 && job.command != Command::Filter {
        let name = sources.first().map_or("", |s| s.label.as_str());
        return Err(Error::input(name, "is empty; there is no article to clean"));
    }
    let articles = learned.ids.len() as u64;
    progress.begin(Stage::Survey, Some(articles));
    let survey = Survey::learn(&learned.spill, sightings, learned.listing.clone(), knowledge.near);
    learned.spill.check()?;
    progress.advance(Stage::Survey, articles);
    progress.end(Stage::Survey);
    clock.lap(Stage::Survey);
    knowledge.classifier.verdicts.bind(&survey);
    first::find(&learned, &survey, &mut knowledge.classifier)?;
    let mut decisions = decide::decide(&learned, &survey, knowledge, progress)?;
    clock.lap(Stage::Classify);
    let kinship =
        compare::compare(&learned, &mut decisions, &config.articles, knowledge, progress)?;
    clock.lap(Stage::Match);
    let (met, decided) =
        decisions.obeyed.rows(job, &knowledge.classifier.verdicts, &decisions.bonds);
    let scratch = scratch.clone();
    Ok(Found { scratch, learned, survey, decisions, kinship, met, decided })
}

/// A count or index as the 32-bit number that tables hold; the first reading refuses more articles than that.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

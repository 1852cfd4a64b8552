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
mod guests;
mod highlights;
mod ids;
mod intake;
mod job;
mod kinship;
mod knowledge;
mod known;
mod learn;
mod lesson;
mod obeyed;
mod ordered;
mod outlet;
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
mod stop;
mod stream;
mod summary;
mod tally;
mod teach;
mod totals;
mod uses;
mod verdict;
mod warnings;

pub use crate::classify::Rules;
pub use align::{Aligned, AlignedKind};
pub use explain::{explain, explain_all};
pub use job::{Command, Evidence, ExplainedBlock, Explanation, Job, Outcome};
pub use knowledge::terms;
pub use lesson::{Learnt, learn};
pub use pair::{Amount, PairExplanation, PairSide, Similarity, explain_pair};
pub use paragraph::{Passage, Segment};
pub use sides::side_by_side;
pub use stop::Stop;
pub use stream::{End, Stream, filter};
pub use verdict::{Standing, Verdict};

use crate::config::RunConfig;
use crate::desk::{Desk, Draft};
use crate::error::{Error, Result};
use crate::progress::{Progress, Stage};
use crate::read::{Source, discover, lined};
use crate::report::{DecisionCount, Met};
use crate::spill::Scratch;
use crate::survey::{Known, Lesson, Past, Sightings, Survey};
use crate::write::{claim, prepare};
use clock::Clock;
use decide::Decisions;
use kinship::Kinship;
use knowledge::Knowledge;
use known::Acquaintance;
use learn::Learned;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::path::PathBuf;
use teach::Taught;

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
    pool(&job.run)?.install(|| run(job, progress))
}

/// The threads of a run.
fn pool(run: &RunConfig) -> Result<ThreadPool> {
    let threads = run.threads.unwrap_or(0);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|e| Error::Config(format!("threads = {threads}: {e}")))
}

/// The folder for temporary files.
fn temporary(run: &RunConfig) -> PathBuf {
    run.tmp_dir.clone().unwrap_or_else(std::env::temp_dir)
}

fn run(job: &Job, progress: &dyn Progress) -> Result<Outcome> {
    let mut clock = Clock::start();
    let folder = temporary(&job.run);
    let desk = job.desk.as_deref().map(|dir| Desk::open(dir, &terms(&job.config))).transpose()?;
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
    let mut knowledge = Knowledge::with_desk(job, desk)?;
    let scratch = Scratch::new(&folder, job.run.memory);
    let mut found =
        understand(job, &sources, &mut knowledge, (&scratch, None), (progress, &mut clock))?;
    found.learned.refuse_nothing(&sources, job.command == Command::Filter)?;
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
    acquaintance: Acquaintance,
    /// What a desk is to learn of the corpus, where that was asked for.
    draft: Option<Draft>,
}

/// The stages that think. A `draft` is filled with what a desk is to learn.
fn understand(
    job: &Job,
    sources: &[Source],
    knowledge: &mut Knowledge,
    (scratch, draft): (&Scratch, Option<Draft>),
    (progress, clock): (&dyn Progress, &mut Clock),
) -> Result<Found> {
    let config = &job.config;
    let (learned, sightings) =
        learn::read(sources, &config.read, &knowledge.segmenter, scratch, progress)?;
    clock.lap(Stage::Read);
    let desk = knowledge.desk.as_ref();
    let acquaintance = desk.map(|desk| Acquaintance::new(&learned, desk)).unwrap_or_default();
    let mut lesson = draft.map(|draft| Lesson::new(draft, &learned.listing));
    let survey =
        survey(&learned, sightings, (knowledge, &acquaintance), lesson.as_mut(), progress)?;
    clock.lap(Stage::Survey);
    knowledge.classifier.verdicts.bind(&survey);
    first::find(&learned, &survey, &mut knowledge.classifier)?;
    let mut decisions = decide::decide(&learned, &survey, knowledge, progress)?;
    clock.lap(Stage::Classify);
    let by = (&*knowledge, &acquaintance);
    let (kinship, leads) =
        compare::compare(&learned, &mut decisions, &config.articles, by, progress)?;
    if let (Some(lesson), Some(leads)) = (&mut lesson, &leads) {
        let taught = Taught { learned: &learned, decisions: &decisions, kinship: &kinship };
        taught.teach(leads, lesson)?;
    }
    clock.lap(Stage::Match);
    let (met, decided) =
        decisions.obeyed.rows(job, &knowledge.classifier.verdicts, &decisions.bonds);
    let draft = lesson.map(Lesson::finish).transpose()?;
    let scratch = scratch.clone();
    Ok(Found { scratch, learned, survey, decisions, kinship, met, decided, acquaintance, draft })
}

/// The survey of what was read, with what the desk knows.
fn survey(
    learned: &Learned,
    sightings: Sightings,
    (knowledge, acquaintance): (&Knowledge, &Acquaintance),
    lesson: Option<&mut Lesson>,
    progress: &dyn Progress,
) -> Result<Survey> {
    let articles = learned.ids.len() as u64;
    progress.begin(Stage::Survey, Some(articles));
    let listing = learned.listing.clone();
    let desk = knowledge.desk.as_ref();
    let past = desk.map(|desk| Past::new(desk, &acquaintance.known, &listing));
    let known = Known { past: past.as_ref(), lesson };
    let near = knowledge.near;
    let survey = Survey::learn(&learned.spill, sightings, listing.clone(), near, known);
    learned.spill.check()?;
    desk.map_or(Ok(()), Desk::check)?;
    progress.advance(Stage::Survey, articles);
    progress.end(Stage::Survey);
    Ok(survey)
}

/// A count or index as the 32-bit number that tables hold; the first reading refuses more articles than that.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

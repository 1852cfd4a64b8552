//! A stream, cleaned in one pass: batch after batch of what comes in.
//!
//! Takes JSON Lines as they come, gives cleaned ones in their order, and one summary of all. Each batch is a corpus of its
//! own, beside what the desk knows. Three threads take turns: one reads, one thinks about a batch, one writes the batch
//! before. None is more than two batches ahead, so memory stays where it is however much comes.

use super::clock::Clock;
use super::intake::{Intake, Next};
use super::knowledge::Knowledge;
use super::learn::Flaw;
use super::outlet::Outlet;
use super::stop::Stop;
use super::{Found, Job, Outcome, understand};
use crate::desk::{Desk, Draft, Keeper};
use crate::error::{Error, Result};
use crate::progress::{Progress, Stage};
use crate::read::{Lot, Most, Source};
use crate::spill::Scratch;
use rayon::ThreadPool;
use std::io::{Read, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// Bytes of a batch.
const BYTES: usize = 16 << 20;
/// Memory for the tables of a batch.
const MEMORY: u64 = 128 << 20;
/// Bytes and time after which what was learnt is made durable.
const COMMIT_BYTES: u64 = 64 << 20;
const COMMIT_TIME: Duration = Duration::from_secs(10);
/// Records of which not one could be used before it is said that something is wrong.
const HOPELESS: u64 = 1000;

/// What a stream is read from and written to.
pub struct Stream<'a> {
    /// JSON Lines, compressed or not.
    pub input: Box<dyn Read + Send>,
    /// Where the cleaned ones go.
    pub output: &'a mut (dyn Write + Send),
    /// Lines of a batch.
    pub batch: usize,
    /// How long a line may wait for a batch to be full; `None` is for ever.
    pub delay: Option<Duration>,
    /// Whether what passes through is added to the desk.
    pub learn: bool,
    /// Whether the stream is to end early.
    pub stop: Stop,
}

/// How a stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With its input.
    Input,
    /// By a word, before the end of its input.
    Stopped,
    /// Nobody reads what it writes any more.
    Unread,
}

/// A batch that was thought about.
pub(super) struct Thought {
    pub(super) source: [Source; 1],
    pub(super) found: Found,
}

/// Cleans a stream.
///
/// # Errors
/// [`Error`] with the place. What was written until then is whole batches.
pub fn filter(job: &Job, stream: Stream<'_>, progress: &dyn Progress) -> Result<(Outcome, End)> {
    job.config.validate()?;
    let pool = super::pool(&job.run)?;
    let stop = stream.stop;
    let mut outlet = Outlet::open(job, &pool, stream.output)?;
    let mut thinker = Thinker::new(job, &pool, stream.learn)?;
    progress.begin(Stage::Write, None);
    let most = Most { lines: stream.batch.max(1), bytes: BYTES };
    let intake = Intake::start(stream.input, most);
    let (thought, written) = std::thread::scope(|scope| {
        let (send, receive) = sync_channel(1);
        let writing = scope.spawn(|| outlet.write_all(receive, progress));
        let thought = thinker.think(|| intake.next(stream.delay, &stop), &send);
        drop(send);
        (thought, writing.join())
    });
    thought?;
    let is_read = written.map_err(|_| Error::Broken("the writer fell".into()))??;
    progress.end(Stage::Write);
    let end = match (is_read, stop.is_asked()) {
        (false, _) => End::Unread,
        (true, true) => End::Stopped,
        (true, false) => End::Input,
    };
    Ok((outlet.finish(thinker.clock)?, end))
}

/// What thinks about batches, one after the other.
struct Thinker<'a> {
    job: &'a Job,
    pool: &'a ThreadPool,
    knowledge: Knowledge,
    lessons: Option<Lessons>,
    scratch: Scratch,
    clock: Clock,
    articles: u64,
    rejected: u64,
    /// The first record that could not be used, until one can.
    flaw: Option<Flaw>,
}

impl<'a> Thinker<'a> {
    fn new(job: &'a Job, pool: &'a ThreadPool, learn: bool) -> Result<Self> {
        let terms = super::terms(&job.config);
        let (lessons, desk) = match &job.desk {
            Some(dir) if learn && !job.dry_run => {
                let keeper = Keeper::open(dir, &terms)?;
                let desk = keeper.desk();
                (Some(Lessons::new(keeper)), Some(desk))
            }
            Some(dir) => (None, Some(Desk::open(dir, &terms)?)),
            None => (None, None),
        };
        let knowledge = Knowledge::with_desk(job, desk)?;
        let memory = job.run.memory.map_or(MEMORY, |memory| memory.min(MEMORY));
        let scratch = Scratch::new(&super::temporary(&job.run), Some(memory));
        let (clock, articles, rejected, flaw) = (Clock::start(), 0, 0, None);
        Ok(Self { job, pool, knowledge, lessons, scratch, clock, articles, rejected, flaw })
    }

    /// Thinks about one lot after the other, until there are no more or nobody takes the thoughts. Where there are none
    /// at all, about nothing.
    fn think(
        &mut self,
        mut next: impl FnMut() -> Result<Next>,
        to: &SyncSender<Thought>,
    ) -> Result<()> {
        let (mut begun, mut wanted) = (false, true);
        while wanted {
            let lot = match next()? {
                Next::Lot(lot) => lot,
                Next::End if begun => break,
                Next::End => Lot::default(),
                Next::Idle => {
                    self.lessons.as_mut().map_or(Ok(()), Lessons::settle)?;
                    continue;
                }
            };
            if !begun {
                lot.expect_lines(&self.job.config.read)?;
                begun = true;
            }
            let thought = self.understand(lot)?;
            wanted = to.send(thought).is_ok();
        }
        self.lessons.as_mut().map_or(Ok(()), Lessons::commit)?;
        self.refuse_nothing(1)
    }

    fn understand(&mut self, lot: Lot) -> Result<Thought> {
        let source = [Source::of_lines(lot)];
        self.clock.go_on();
        let draft = self.lessons.as_ref().map(|lessons| lessons.keeper.draft()).transpose()?;
        let (job, scratch) = (self.job, (&self.scratch, draft));
        let (knowledge, clock) = (&mut self.knowledge, &mut self.clock);
        let mut found =
            self.pool.install(|| understand(job, &source, knowledge, scratch, (&(), clock)))?;
        if let (Some(lessons), Some(draft)) = (&mut self.lessons, found.draft.take()) {
            self.knowledge.desk = Some(lessons.add(draft, source[0].bytes)?);
        }
        self.articles += found.learned.ids.len() as u64;
        self.rejected += found.learned.rejected;
        self.flaw = self.flaw.take().or(found.learned.flaw.take()).filter(|_| self.articles == 0);
        self.refuse_nothing(HOPELESS)?;
        Ok(Thought { source, found })
    }

    /// Gives up where so many records came and not one could be used.
    fn refuse_nothing(&mut self, enough: u64) -> Result<()> {
        match self.flaw.take_if(|_| self.rejected >= enough) {
            Some(flaw) => Err(flaw.of_all(self.rejected)),
            None => Ok(()),
        }
    }
}

/// What a stream teaches a desk: at once what passes through, from time to time for good.
struct Lessons {
    keeper: Keeper,
    /// Bytes of input since the last commit, and when that was.
    bytes: u64,
    since: Instant,
}

impl Lessons {
    fn new(keeper: Keeper) -> Self {
        Self { keeper, bytes: 0, since: Instant::now() }
    }

    /// Adds a batch of so many bytes; gives the desk that knows it.
    fn add(&mut self, draft: Draft, bytes: u64) -> Result<Desk> {
        self.keeper.add(draft)?;
        self.bytes += bytes;
        self.settle()?;
        Ok(self.keeper.desk())
    }

    /// Commits if it is time to.
    fn settle(&mut self) -> Result<()> {
        let due = self.bytes >= COMMIT_BYTES || self.since.elapsed() >= COMMIT_TIME;
        if due && self.bytes > 0 { self.commit() } else { Ok(()) }
    }

    fn commit(&mut self) -> Result<()> {
        (self.bytes, self.since) = (0, Instant::now());
        self.keeper.commit()
    }
}

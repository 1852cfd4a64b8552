//! Where the batches of a stream go out.
//!
//! Takes batches that were thought about, in order, gives cleaned lines, each batch whole and at once, and the counts of
//! all. Writes the report along, if there is to be one: all of it but the page, for a stream has no end.

use super::annotate::Annotator;
use super::clock::Clock;
use super::highlights::Highlights;
use super::publish::{Desks, Publisher};
use super::quotes::Wanted;
use super::stream::Thought;
use super::summary::Numbers;
use super::totals::Totals;
use super::{Found, Job, Outcome, edition, rows};
use crate::error::{Error, Result};
use crate::progress::{Progress, Stage};
use crate::read::Source;
use crate::report::ReportWriter;
use crate::report::model::Summary;
use crate::write::{CleanedWriter, RejectsWriter, claim, prepare};
use rayon::ThreadPool;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// The way out of a stream.
pub(super) struct Outlet<'a> {
    job: &'a Job,
    pool: &'a ThreadPool,
    output: &'a mut (dyn Write + Send),
    out: Option<&'a Path>,
    rejects: RejectsWriter,
    report: Option<ReportWriter>,
    totals: Totals,
    spent: Duration,
}

impl<'a> Outlet<'a> {
    /// Makes the folder of the report, if there is to be one.
    ///
    /// # Errors
    /// [`Error::Output`] if that cannot be used; [`Error::Io`].
    pub(super) fn open(
        job: &'a Job,
        pool: &'a ThreadPool,
        output: &'a mut (dyn Write + Send),
    ) -> Result<Self> {
        let out = job.out.as_deref().filter(|_| !job.dry_run);
        if let Some(out) = out {
            prepare(out, job.force, &[])?;
            claim(out, &[])?;
        }
        let rejects = out.map_or_else(RejectsWriter::nowhere, RejectsWriter::new);
        let report = out.map(ReportWriter::create).transpose()?;
        let (totals, spent) = (Totals::default(), Duration::ZERO);
        Ok(Self { job, pool, output, out, rejects, report, totals, spent })
    }

    /// Writes batches until there are no more; `false` if nobody reads them.
    ///
    /// # Errors
    /// [`Error::Io`] of the output and the report.
    pub(super) fn write_all(
        &mut self,
        batches: Receiver<Thought>,
        progress: &dyn Progress,
    ) -> Result<bool> {
        for Thought { source, found } in batches {
            let start = Instant::now();
            let (mut bytes, pool) = (Vec::new(), self.pool);
            let counts = pool.install(|| self.batch(&source, &found, &mut bytes))?;
            // A batch of which the reader took a part was read as well.
            self.totals.add(counts);
            match self.put(&bytes) {
                Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(false),
                put => put.map_err(Error::io("<stdout>"))?,
            }
            self.spent += start.elapsed();
            progress.advance(Stage::Write, source[0].bytes);
        }
        Ok(true)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.job.dry_run {
            return Ok(());
        }
        self.output.write_all(bytes)?;
        self.output.flush()
    }

    /// One batch as it goes out; gives its counts.
    fn batch(&mut self, source: &[Source], found: &Found, out: &mut Vec<u8>) -> Result<Summary> {
        let clusters = rows::clusters(&found.kinship);
        let names = rows::cluster_names(&clusters, &found.kinship, &found.decisions);
        let annotate = self.job.config.write.annotate;
        let publisher = Publisher {
            scratch: &found.scratch,
            sources: source,
            config: &self.job.config,
            learned: &found.learned,
            decisions: &found.decisions,
            kinship: &found.kinship,
            wanted: &Wanted::default(),
            annotations: None,
            annotator: annotate.then(|| Annotator::new(found, &clusters, &names)),
            restorable: false,
            packed: false,
        };
        let desks = Desks {
            cleaned: CleanedWriter::stream(out, source),
            rejects: &mut self.rejects,
            attributes: None,
            report: self.report.as_mut(),
        };
        let (back, _) = publisher.publish(desks, &())?;
        if let Some(report) = &mut self.report {
            rows::duplicates(found, &clusters, &names)
                .try_for_each(|row| report.duplicate(&row))?;
        }
        let numbers = Numbers {
            job: self.job,
            learned: &found.learned,
            decisions: &found.decisions,
            kinship: &found.kinship,
            published: &back,
            highlights: &Highlights::default(),
            clusters: &clusters,
            met: &found.met,
            decided: &found.decided,
        };
        numbers.summary()
    }

    /// Ends the report; gives the numbers of all batches.
    ///
    /// # Errors
    /// [`Error::Io`] of the report.
    pub(super) fn finish(self, mut clock: Clock) -> Result<Outcome> {
        clock.add(Stage::Write, self.spent);
        let summary = self.totals.finish(clock);
        let summary = summary.ok_or_else(|| Error::Broken("a stream without a batch".into()))?;
        self.rejects.finish()?;
        if let (Some(mut report), Some(out)) = (self.report, self.out) {
            report.write_summary(&summary)?;
            report.write_words(&summary, &[])?;
            report.finish()?;
            edition::close(out, &summary, Vec::new())?;
        }
        Ok(Outcome { summary, top_blocks: Vec::new() })
    }
}

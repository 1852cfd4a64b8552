//! The edition that goes out: cleaned corpus, report, manifest.
//!
//! Takes what was found, gives the files of OUT and the [`Outcome`]. The manifest comes last: an OUT without one did not
//! finish.

use super::annotate::Annotator;
use super::clock::Clock;
use super::highlights::Highlights;
use super::knowledge::{self, Knowledge};
use super::page::Desk;
use super::pairs;
use super::publish::{Desks, Published, Publisher};
use super::quotes::Quotes;
use super::shown::{self, Choice, Cluster, Doubt};
use super::uses::{BlockKey, OnHost, Use};
use super::{Command, Found, Job, Outcome, rows, summary};
use crate::config::Annotations;
use crate::error::{Error, Result};
use crate::progress::{Progress, Stage};
use crate::read::Source;
use crate::report::manifest::{self, FileEntry, Input, Manifest};
use crate::report::model::{Block, Label, Summary};
use crate::report::{Page, ReportWriter, write_manifest};
use crate::write::{AttributesWriter, CleanedWriter, RejectsWriter, release};
use rustc_hash::FxHashMap;
use std::path::Path;
use walkdir::WalkDir;

/// Files that the manifest does not list: those that change or go. Decisions in OUT are the user's.
const UNLISTED: [&str; 4] =
    ["manifest.json", "unfinished.jsonl", "report/summary.json", "decisions.jsonl"];
/// Blocks that the ending names.
const TOP: usize = 5;

/// One edition in the making.
pub(super) struct Edition<'a> {
    job: &'a Job,
    out: Option<&'a Path>,
    sources: &'a [Source],
    knowledge: &'a Knowledge,
    found: &'a Found,
    uses: Vec<(BlockKey, Use)>,
    singles: Vec<(Label, OnHost)>,
    clusters: Vec<Cluster>,
    /// Names of clusters.
    names: Vec<String>,
    choice: Choice,
}

impl<'a> Edition<'a> {
    pub(super) fn new(
        job: &'a Job,
        out: Option<&'a Path>,
        sources: &'a [Source],
        knowledge: &'a Knowledge,
        found: &'a mut Found,
    ) -> Self {
        let uses = std::mem::take(&mut found.decisions.uses);
        let (singles, uses) = (uses.singles(), uses.ranked());
        let clusters = rows::clusters(&found.kinship);
        let names = rows::cluster_names(&clusters, &found.kinship, &found.decisions);
        let choice = match out {
            Some(_) => {
                let (kinship, bonds) = (&found.kinship, &found.decisions.bonds);
                let doubt = Doubt { kinship, bonds, config: &job.config.articles };
                shown::choose(&uses, &clusters, &doubt, &found.learned.bytes)
            }
            None => Choice::default(),
        };
        Self { job, out, sources, knowledge, found, uses, singles, clusters, names, choice }
    }

    /// Writes everything.
    ///
    /// # Errors
    /// [`crate::Error::Io`] with the path; [`crate::Error::Broken`] if the counts do not add up.
    pub(super) fn publish(self, progress: &dyn Progress, mut clock: Clock) -> Result<Outcome> {
        let (mut report, published, quotes) = self.second_reading(progress)?;
        let (highlights, lines) = self.blocks(&quotes, report.as_mut())?;
        self.duplicates(report.as_mut())?;
        if let Some(report) = &mut report {
            self.found.met.iter().try_for_each(|row| report.decision(row))?;
        }
        let mut summary = self.numbers(&published, &highlights).summary()?;
        if let (Some(out), Some(mut report)) = (self.out, report) {
            self.page(&mut report, &summary, (quotes, lines))?;
            self.found.scratch.check()?;
            clock.lap(Stage::Write);
            time(&mut summary, clock);
            report.write_summary(&summary)?;
            report.write_words(&summary, &highlights.top)?;
            report.finish()?;
            knowledge::save(out, &self.found.survey, &self.job.rules, self.knowledge)?;
            self.manifest(out, &summary, &published)?;
        } else {
            clock.lap(Stage::Write);
            time(&mut summary, clock);
        }
        let top = highlights.top.into_iter().take(TOP);
        Ok(Outcome { top_blocks: top.collect(), summary })
    }

    /// Writes the page.
    fn page(
        &self,
        report: &mut ReportWriter,
        summary: &Summary,
        (quotes, lines): (Quotes, Vec<Block>),
    ) -> Result<()> {
        let (segmenter, scratch) = (&self.knowledge.segmenter, &self.found.scratch);
        let pairs = pairs::pairs(&self.choice.clusters, &quotes, segmenter, scratch)?;
        let desk = Desk {
            job: self.job,
            found: self.found,
            segmenter,
            uses: &self.uses,
            singles: &self.singles,
            clusters: &self.clusters,
            choice: &self.choice,
            quotes: &quotes,
            pairs,
            names: &self.names,
        };
        let index = desk.index(summary, &lines);
        report.write_html(&Page { summary, index: &index, more: &desk })
    }

    fn second_reading(
        &self,
        progress: &dyn Progress,
    ) -> Result<(Option<ReportWriter>, Published, Quotes)> {
        let wanted = self.choice.wanted(&self.uses, &self.found.decisions.sample);
        let annotate = self.job.config.write.annotate && self.job.command != Command::Scan;
        let publisher = Publisher {
            scratch: &self.found.scratch,
            sources: self.sources,
            config: &self.job.config,
            learned: &self.found.learned,
            decisions: &self.found.decisions,
            kinship: &self.found.kinship,
            wanted: &wanted,
            annotator: annotate.then(|| Annotator::new(self.found, &self.clusters, &self.names)),
            annotations: self.annotations(),
            restorable: self.restorable(),
            packed: self.job.command == Command::Clean && self.out.is_some(),
        };
        let mut desks = self.desks()?;
        let (mut back, quotes) = publisher.publish(&mut desks, progress)?;
        back.written = desks.cleaned.finish()?;
        desks.rejects.finish()?;
        Ok((desks.report, back, quotes))
    }

    fn restorable(&self) -> bool {
        self.job.command == Command::Clean && self.out.is_some() && self.job.config.write.restore
    }

    /// What is said of records beside them: where there is a folder for it, and the verb is over a corpus.
    fn annotations(&self) -> Option<Annotations> {
        let corpus = matches!(self.job.command, Command::Clean | Command::Scan);
        self.job.config.write.annotations.filter(|_| corpus && self.out.is_some())
    }

    fn desks(&self) -> Result<Desks<'a>> {
        let (sources, threads) = (self.sources, rayon::current_num_threads());
        let cleaned = match (self.job.command, self.out) {
            (Command::Filter, _) if !self.job.dry_run => {
                CleanedWriter::stream(std::io::stdout(), sources)
            }
            (Command::Clean, Some(out)) => {
                CleanedWriter::create(out, sources, self.restorable(), threads)?
            }
            _ => CleanedWriter::nowhere(sources),
        };
        let rejects = self.out.map_or_else(RejectsWriter::nowhere, RejectsWriter::new);
        let attributes = self.out.filter(|_| self.annotations().is_some());
        let attributes = attributes.map(|out| AttributesWriter::new(out, sources, threads));
        let report = self.out.map(ReportWriter::create).transpose()?;
        Ok(Desks { cleaned, rejects, attributes, report })
    }

    /// Writes the lines about recurring blocks; gives those that the page shows, in its order.
    fn blocks(
        &self,
        quotes: &Quotes,
        mut report: Option<&mut ReportWriter>,
    ) -> Result<(Highlights, Vec<Block>)> {
        let (survey, reasons) = (&self.found.survey, &self.found.decisions.reasons);
        let segmenter = &self.knowledge.segmenter;
        let mut highlights = Highlights::default();
        let mut places: FxHashMap<u32, usize> =
            self.choice.blocks.iter().zip(0..).map(|(i, place)| (*i, place)).collect();
        let mut shown: Vec<Option<Block>> = vec![None; places.len()];
        for (i, used) in (0_u32..).zip(&self.uses) {
            let block = rows::block(used, quotes.spots(i), survey, reasons, segmenter);
            report.as_mut().map_or(Ok(()), |report| report.block(&block))?;
            highlights.add(&block, used.1.hosts_that_lose());
            if let Some(place) = places.remove(&i) {
                shown[place] = Some(block);
            }
        }
        Ok((highlights, shown.into_iter().flatten().collect()))
    }

    /// Writes the lines about clusters.
    fn duplicates(&self, report: Option<&mut ReportWriter>) -> Result<()> {
        let Some(report) = report else { return Ok(()) };
        let (found, named) = (self.found, self.clusters.iter().zip(&self.names));
        for ((_, members), name) in named {
            let row = |i: &u32| {
                rows::duplicate(*i, (&found.kinship, &found.decisions), &found.learned, name)
            };
            members.iter().filter_map(row).try_for_each(|row| report.duplicate(&row))?;
        }
        Ok(())
    }

    fn numbers(
        &'a self,
        published: &'a Published,
        highlights: &'a Highlights,
    ) -> summary::Numbers<'a> {
        summary::Numbers {
            job: self.job,
            learned: &self.found.learned,
            decisions: &self.found.decisions,
            kinship: &self.found.kinship,
            published,
            highlights,
            clusters: &self.clusters,
            met: &self.found.met,
            decided: &self.found.decided,
        }
    }

    fn manifest(&self, out: &Path, summary: &Summary, published: &Published) -> Result<()> {
        let input = |(source, written): (&Source, &crate::write::Written)| Input {
            relative: source.relative.to_string_lossy().replace('\\', "/"),
            path: source.label.clone(),
            bytes: written.bytes,
            xxh3_128: format!("{:032x}", written.digest),
        };
        let manifest = Manifest {
            schema: manifest::SCHEMA.to_owned(),
            version: summary.version.clone(),
            command: summary.command.clone(),
            config: summary.config.clone(),
            inputs: self.sources.iter().zip(&published.written).map(input).collect(),
            files: files_of(out)?,
            records: summary.records.clone(),
        };
        write_manifest(out, &manifest)?;
        release(out)
    }
}

/// Notes how long everything took.
fn time(summary: &mut Summary, clock: Clock) {
    summary.profile = clock.finish(summary.records.read, &summary.text);
    summary.timings =
        summary.profile.iter().map(|(name, stage)| (name.clone(), stage.seconds)).collect();
}

/// What was written to `out`, by name; without the summary, whose length depends on how long things took.
fn files_of(out: &Path) -> Result<Vec<FileEntry>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(out).sort_by_file_name() {
        let entry = entry.map_err(|e| Error::io(out)(e.into()))?;
        let name = entry.path().strip_prefix(out).unwrap_or(entry.path());
        let path = name.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && !UNLISTED.contains(&path.as_str()) {
            let bytes = entry.metadata().map_err(|e| Error::io(out)(e.into()))?.len();
            files.push(FileEntry { path, bytes });
        }
    }
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

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
        let mut report = self.out.map(ReportWriter::create).transpose()?;
        let (published, quotes) = self.second_reading(report.as_mut(), progress)?;
        let (highlights, lines) = self.blocks(&quotes, report.as_mut())?;
        if let Some(report) = &mut report {
            let mut rows = rows::duplicates(self.found, &self.clusters, &self.names);
            rows.try_for_each(|row| report.duplicate(&row))?;
            self.found.met.iter().try_for_each(|row| report.decision(row))?;
        }
        let mut summary = self.numbers(&published, &highlights).summary()?;
        if let (Some(out), Some(mut report)) = (self.out, report) {
            self.page(&mut report, &summary, (quotes, lines))?;
            self.found.scratch.check()?;
            clock.lap(Stage::Write);
            clock.time(&mut summary);
            report.write_summary(&summary)?;
            report.write_words(&summary, &highlights.top)?;
            report.finish()?;
            knowledge::save(out, &self.found.survey, &self.job.rules, self.knowledge)?;
            close(out, &summary, self.inputs(&published))?;
        } else {
            clock.lap(Stage::Write);
            clock.time(&mut summary);
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
        report: Option<&mut ReportWriter>,
        progress: &dyn Progress,
    ) -> Result<(Published, Quotes)> {
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
        let mut rejects = self.out.map_or_else(RejectsWriter::nowhere, RejectsWriter::new);
        let (cleaned, attributes) = (self.cleaned()?, self.attributes());
        let desks = Desks { cleaned, rejects: &mut rejects, attributes, report };
        let read = publisher.publish(desks, progress)?;
        rejects.finish()?;
        Ok(read)
    }

    fn restorable(&self) -> bool {
        self.job.command == Command::Clean && self.out.is_some() && self.job.config.write.restore
    }

    /// What is said of records beside them: where there is a folder for it, and the verb is over a corpus.
    fn annotations(&self) -> Option<Annotations> {
        let corpus = matches!(self.job.command, Command::Clean | Command::Scan);
        self.job.config.write.annotations.filter(|_| corpus && self.out.is_some())
    }

    fn attributes(&self) -> Option<AttributesWriter<'a>> {
        let out = self.out.filter(|_| self.annotations().is_some())?;
        Some(AttributesWriter::new(out, self.sources, rayon::current_num_threads()))
    }

    fn cleaned(&self) -> Result<CleanedWriter<'a>> {
        let (sources, threads) = (self.sources, rayon::current_num_threads());
        Ok(match (self.job.command, self.out) {
            (Command::Filter, _) if !self.job.dry_run => {
                CleanedWriter::stream(std::io::stdout(), sources)
            }
            (Command::Clean, Some(out)) => {
                CleanedWriter::create(out, sources, self.restorable(), threads)?
            }
            _ => CleanedWriter::nowhere(sources),
        })
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
    fn inputs(&self, published: &Published) -> Vec<Input> {
        let input = |(source, written): (&Source, &crate::write::Written)| Input {
            relative: source.relative.to_string_lossy().replace('\\', "/"),
            path: source.label.clone(),
            bytes: written.bytes,
            xxh3_128: format!("{:032x}", written.digest),
        };
        self.sources.iter().zip(&published.written).map(input).collect()
    }
}

/// Says that the run in `out` finished.
///
/// # Errors
/// [`Error::Io`] with the path.
pub(super) fn close(out: &Path, summary: &Summary, inputs: Vec<Input>) -> Result<()> {
    let manifest = Manifest {
        schema: manifest::SCHEMA.to_owned(),
        version: summary.version.clone(),
        command: summary.command.clone(),
        config: summary.config.clone(),
        inputs,
        files: files_of(out)?,
        records: summary.records.clone(),
    };
    write_manifest(out, &manifest)?;
    release(out)
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

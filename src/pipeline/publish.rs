//! The second reading: the cleaned corpus, the removals and the texts that the report shows.
//!
//! Takes the sources once more with all decisions, gives [`Published`]. Reads each record as the first reading did; an
//! input that changed in between is an error.

use super::annotate::Annotator;
use super::cuts::Cut;
use super::decide::Decisions;
use super::kinship::Kinship;
use super::learn::Learned;
use super::ordered::in_order;
use super::quotes::{Found, Quotes, QuotesWriter, Wanted};
use crate::config::{Annotations, Boilerplate, Config, Duplicates};
use crate::error::{Error, Result};
use crate::progress::{Progress, Stage};
use crate::read::{Batch, Record, Reject, Source, batches, parse};
use crate::report::model::Removal;
use crate::report::{JsonLines, ReportWriter};
use crate::spill::Scratch;
use crate::write::{
    Assembled, AttributesWriter, CleanedWriter, Part, RejectsWriter, Verdict, Written, assemble,
};
use std::ops::Range;

/// What the second reading brought back.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub(super) written: Vec<Written>,
    pub(super) cleaned: u64,
    pub(super) dropped: u64,
    pub(super) rejected: u64,
}

/// Everything that the second reading goes by.
pub(super) struct Publisher<'a> {
    pub(super) scratch: &'a Scratch,
    pub(super) sources: &'a [Source],
    pub(super) config: &'a Config,
    pub(super) learned: &'a Learned,
    pub(super) decisions: &'a Decisions,
    pub(super) kinship: &'a Kinship,
    pub(super) wanted: &'a Wanted,
    /// What records are told of, if they are.
    pub(super) annotator: Option<Annotator<'a>>,
    /// What is said of records beside them.
    pub(super) annotations: Option<Annotations>,
    /// Whether what restores the input is written.
    pub(super) restorable: bool,
    /// Whether the output is compressed as its source is.
    pub(super) packed: bool,
}

/// Where it all goes.
pub(super) struct Desks<'a> {
    pub(super) cleaned: CleanedWriter<'a>,
    pub(super) rejects: &'a mut RejectsWriter,
    pub(super) attributes: Option<AttributesWriter<'a>>,
    pub(super) report: Option<&'a mut ReportWriter>,
}

/// One batch, worked on.
struct Page {
    assembled: Assembled,
    removals: Vec<u8>,
    rejects: Vec<Reject>,
    attributes: Vec<u8>,
    found: Found,
    consumed: u64,
    cleaned: u64,
    dropped: u64,
}

impl Publisher<'_> {
    /// Reads everything once more and writes it.
    ///
    /// # Errors
    /// [`Error::Io`] from input and output; [`Error::Input`] if the input changed since the first reading.
    pub(super) fn publish(
        &self,
        mut desks: Desks<'_>,
        progress: &dyn Progress,
    ) -> Result<(Published, Quotes)> {
        let total = self.sources.iter().map(|s| s.bytes).sum();
        progress.begin(Stage::Write, Some(total));
        let mut published = Published::default();
        let mut quotes = QuotesWriter::create(self.scratch)?;
        let numbered = batches(self.sources, &self.config.read)
            .enumerate()
            .map(|(ordinal, batch)| batch.map(|batch| (ordinal, batch)));
        in_order(
            numbered,
            |(ordinal, batch)| self.page(ordinal, &batch),
            |page: Page| {
                progress.advance(Stage::Write, page.consumed);
                quotes.add(&page.found)?;
                published.add(&page, &mut desks)
            },
        )?;
        progress.end(Stage::Write);
        published.written = desks.cleaned.finish()?;
        Ok((published, quotes.finish()?))
    }

    fn page(&self, ordinal: usize, batch: &Batch) -> Result<Page> {
        let source = &self.sources[batch.source];
        let starts = &self.learned.batch_starts;
        let first = *starts.get(ordinal).ok_or_else(|| changed(source))?;
        let end = starts.get(ordinal + 1).copied().unwrap_or(super::number(self.learned.ids.len()));
        let parsed: Vec<_> =
            batch.records().map(|raw| parse(&raw, source, &self.config.read)).collect();
        if parsed.iter().filter(|p| p.is_ok()).count() != (end - first) as usize {
            return Err(changed(source));
        }
        let mut work =
            Work { publisher: self, removals: JsonLines::new(Vec::new()), found: Found::default() };
        let mut numbered = (first..).zip(self.decisions.cuts.of_each(first..end));
        self.learned.spill.check()?;
        let mut parts = Vec::with_capacity(parsed.len());
        for record in &parsed {
            parts.push(match record {
                Err(_) => Part { body: &[], verdict: Verdict::Reject, added: None },
                Ok(record) => {
                    let part = numbered.next().and_then(|(i, cuts)| work.part(i, record, &cuts));
                    part.ok_or_else(|| changed(source))?
                }
            });
        }
        let count =
            |test: fn(&Verdict) -> bool| parts.iter().filter(|p| test(&p.verdict)).count() as u64;
        let cleaned = count(|v| matches!(v, Verdict::Keep(_)));
        let dropped = count(|v| matches!(v, Verdict::Drop));
        let assembled = assemble(batch, &parts, self.restorable);
        drop(parts);
        let assembled = if self.packed { assembled.compressed() } else { assembled };
        let Work { removals, found, .. } = work;
        let removals = removals.finish().unwrap_or_default();
        let attributes = self.attributes(batch, &parsed, first..end)?;
        let rejects = parsed.into_iter().filter_map(std::result::Result::err).collect();
        let consumed = batch.consumed;
        Ok(Page { assembled, removals, rejects, attributes, found, consumed, cleaned, dropped })
    }
}

fn changed(source: &Source) -> Error {
    Error::input(&source.label, "changed while it was read; run again when nothing writes to it")
}

/// The work on one batch.
struct Work<'a> {
    publisher: &'a Publisher<'a>,
    removals: JsonLines<Vec<u8>>,
    found: Found,
}

impl Work<'_> {
    /// What becomes of an article; its rows for the report on the way. `None` if it is not the text that was judged.
    fn part<'r>(&mut self, number: u32, record: &'r Record<'_>, cuts: &[Cut]) -> Option<Part<'r>> {
        let p = self.publisher;
        let article = &record.article;
        if article.text.len() != p.learned.bytes[number as usize] as usize {
            return None;
        }
        let id = p.learned.ids.get(number);
        for cut in cuts {
            let (start, end) = (cut.start as usize, cut.end as usize);
            let row = Removal {
                id: id.to_string(),
                start,
                end,
                label: cut.label,
                reason: p.decisions.reasons[cut.reason as usize].clone(),
                block: cut.key.map(super::uses::BlockKey::name),
                decided: cut.decided,
                text: article.text.get(start..end)?.to_owned(),
            };
            self.removals.push(&row).ok()?;
        }
        self.found.take((number, id), article, cuts, p.wanted);
        if p.kinship.is_duplicate(number) && p.config.write.duplicates == Duplicates::Drop {
            return Some(Part { body: record.body(), verdict: Verdict::Drop, added: None });
        }
        let mut gone = match p.config.write.boilerplate {
            Boilerplate::Mark => Vec::new(),
            Boilerplate::Remove => record.cuts(&merged(cuts)),
        };
        let note = p.annotator.as_ref().and_then(|by| by.note(number, record, cuts));
        let added = note.map(|(room, added)| {
            gone.extend(room);
            gone.sort_unstable_by_key(|range| range.start);
            added
        });
        Some(Part { body: record.body(), verdict: Verdict::Keep(gone), added })
    }
}

/// The cuts as ranges of the text; neighbours that touch are one.
fn merged(cuts: &[Cut]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        let (start, end) = (cut.start as usize, cut.end as usize);
        match ranges.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => ranges.push(start..end),
        }
    }
    ranges
}

impl Published {
    fn add(&mut self, page: &Page, desks: &mut Desks<'_>) -> Result<()> {
        desks.cleaned.append(&page.assembled)?;
        if let Some(report) = &mut desks.report {
            report.removals(&page.removals)?;
        }
        if let Some(attributes) = &mut desks.attributes {
            attributes.append(&page.assembled, &page.attributes)?;
        }
        for reject in &page.rejects {
            desks.rejects.append(reject)?;
        }
        self.rejected += page.rejects.len() as u64;
        self.cleaned += page.cleaned;
        self.dropped += page.dropped;
        Ok(())
    }
}

//! The first reading: records to segmented articles on the spill, and the little that is kept of each in memory.
//!
//! Takes sources, gives [`Learned`]. Never writes to OUT.

use super::ids::{Ids, Naming};
use super::ordered::in_order;
use crate::article::Article;
use crate::copies;
use crate::error::{Error, Result};
use crate::progress::{Progress, Stage};
use crate::read::{Batch, ReadConfig, Source, batches, parse};
use crate::segment::{Segmented, Segmenter};
use crate::spill::{Scratch, Spill, SpillWriter, encode};
use crate::survey::{Listing, Notes, Sightings};
use rustc_hash::FxHashMap;

/// What the first reading leaves behind.
#[derive(Debug)]
pub(super) struct Learned {
    /// The articles as tokens.
    pub(super) spill: Spill,
    /// Hosts and dates.
    pub(super) listing: Listing,
    /// Ids by article, each once.
    pub(super) ids: Ids,
    /// Names by content, by article: equal for articles of one host with equal words.
    pub(super) names: Vec<u64>,
    /// Bytes of text by article.
    pub(super) bytes: Vec<u32>,
    /// For each batch in order the number of its first article.
    pub(super) batch_starts: Vec<u32>,
    /// Records that were not UTF-8.
    pub(super) decoded: u64,
    /// Records that cannot be used.
    pub(super) rejected: u64,
    /// Ids that had to be told apart.
    pub(super) repeated_ids: u64,
    /// The first record that cannot be used.
    pub(super) flaw: Option<Flaw>,
}

/// What is kept of one article.
struct Kept {
    id: String,
    host: Option<String>,
    date: u32,
    name: u64,
    bytes: u32,
}

/// One batch, worked on.
#[derive(Default)]
struct Part {
    spilled: Vec<u8>,
    lengths: Vec<usize>,
    notes: Notes,
    articles: Vec<Kept>,
    decoded: u64,
    rejected: u64,
    flaw: Option<Flaw>,
    consumed: u64,
}

/// The first record that cannot be used, for the message when nothing at all could be.
#[derive(Debug)]
pub(super) struct Flaw {
    place: String,
    reason: String,
    fields: Vec<String>,
}

/// Reads everything once.
///
/// # Errors
/// [`Error::Io`] from input or spill.
pub(super) fn read(
    sources: &[Source],
    config: &ReadConfig,
    segmenter: &Segmenter,
    scratch: &Scratch,
    progress: &dyn Progress,
) -> Result<(Learned, Sightings)> {
    progress.begin(Stage::Read, Some(sources.iter().map(|s| s.bytes).sum()));
    let mut gathering = Gathering::new(SpillWriter::create(scratch)?, Sightings::new(scratch));
    let work = |batch: Batch| Ok(learn(&batch, sources, config, segmenter));
    in_order(batches(sources, config), work, |part| {
        progress.advance(Stage::Read, part.consumed);
        gathering.add(part)
    })?;
    progress.end(Stage::Read);
    gathering.finish()
}

fn learn(batch: &Batch, sources: &[Source], config: &ReadConfig, segmenter: &Segmenter) -> Part {
    let mut part = Part { consumed: batch.consumed, ..Part::default() };
    let mut blocks = Segmented::default();
    for raw in batch.records() {
        match parse(&raw, &sources[batch.source], config) {
            Ok(record) => {
                part.decoded += u64::from(record.decoded);
                segment(segmenter, &record.article, &mut blocks);
                part.lengths.push(encode(&blocks, &mut part.spilled));
                part.notes.add(super::number(part.articles.len()), &blocks);
                part.articles.push(kept(record.article, &blocks));
            }
            Err(reject) => {
                part.rejected += 1;
                part.flaw.get_or_insert(Flaw {
                    place: reject.place,
                    reason: reject.reason,
                    fields: reject.fields,
                });
            }
        }
    }
    part
}

/// The one way to segment an article, for every verb.
pub(super) fn segment(segmenter: &Segmenter, article: &Article, out: &mut Segmented) {
    segmenter.segment_into(&article.text, article.title.as_deref(), out);
}

fn kept(article: Article, blocks: &Segmented) -> Kept {
    let digits: String =
        article.date.iter().flat_map(|d| d.chars()).filter(char::is_ascii_digit).collect();
    Kept {
        bytes: u32::try_from(article.text.len()).unwrap_or(u32::MAX),
        date: digits.parse().unwrap_or(0),
        name: copies::name(blocks, article.host.as_deref().unwrap_or_default()),
        id: article.id,
        host: article.host,
    }
}

/// Everything so far.
struct Gathering {
    writer: SpillWriter,
    sightings: Sightings,
    listing: Listing,
    hosts: FxHashMap<String, u32>,
    ids: Naming,
    names: Vec<u64>,
    bytes: Vec<u32>,
    batch_starts: Vec<u32>,
    decoded: u64,
    rejected: u64,
    flaw: Option<Flaw>,
}

impl Gathering {
    fn new(writer: SpillWriter, sightings: Sightings) -> Self {
        Self {
            writer,
            sightings,
            listing: Listing::default(),
            hosts: FxHashMap::default(),
            ids: Naming::default(),
            names: Vec::new(),
            bytes: Vec::new(),
            batch_starts: Vec::new(),
            decoded: 0,
            rejected: 0,
            flaw: None,
        }
    }

    fn add(&mut self, part: Part) -> Result<()> {
        let number = u32::try_from(self.bytes.len())
            .map_err(|_| Error::Config("more than 4,294,967,295 articles in one run".into()))?;
        self.batch_starts.push(number);
        self.writer.append(&part.spilled, &part.lengths)?;
        self.sightings.extend(number, part.notes);
        for article in part.articles {
            let host = self.host(article.host.unwrap_or_default());
            self.listing.host_of.push(host);
            self.listing.dates.push(article.date);
            self.names.push(article.name);
            self.bytes.push(article.bytes);
            self.ids.add(&article.id);
        }
        self.decoded += part.decoded;
        self.rejected += part.rejected;
        self.flaw = self.flaw.take().or(part.flaw);
        Ok(())
    }

    fn host(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.hosts.len()).unwrap_or(u32::MAX);
        let listing = &mut self.listing;
        *self.hosts.entry(name).or_insert_with_key(|name| {
            listing.hosts.push(name.clone());
            next
        })
    }

    fn finish(self) -> Result<(Learned, Sightings)> {
        let learned = Learned {
            spill: self.writer.finish()?,
            listing: self.listing,
            names: self.names,
            bytes: self.bytes,
            batch_starts: self.batch_starts,
            decoded: self.decoded,
            rejected: self.rejected,
            repeated_ids: self.ids.repeated,
            flaw: self.flaw,
            ids: self.ids.finish(),
        };
        Ok((learned, self.sightings))
    }
}

impl Learned {
    /// Refuses a corpus without an article; a stream may be `empty`.
    ///
    /// # Errors
    /// [`Error::Input`] with the first cause.
    pub(super) fn refuse_nothing(&mut self, sources: &[Source], empty: bool) -> Result<()> {
        match self.flaw.take_if(|_| self.ids.len() == 0) {
            Some(flaw) => Err(flaw.of_all(self.rejected)),
            None if self.ids.len() > 0 || empty => Ok(()),
            None => {
                let name = sources.first().map_or("", |s| s.label.as_str());
                Err(Error::input(name, "is empty; there is no article to clean"))
            }
        }
    }
}

impl Flaw {
    /// Why none of so many records is an article, with what to do.
    pub(super) fn of_all(self, rejected: u64) -> Error {
        let mut reason = self.reason;
        if !self.fields.is_empty() {
            let fields = self.fields.join(", ");
            reason = format!(
                "{reason}; the fields there are: {fields}; name the one with --text-field NAME"
            );
        }
        if rejected > 1 {
            reason = format!("{reason} ({rejected} records, and not one could be used)");
        }
        Error::input(self.place, reason)
    }
}

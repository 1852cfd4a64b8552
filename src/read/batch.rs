//! Batches of raw records: what is handed from the serial reading to the parallel parsing.
//!
//! Takes spans of a buffer, gives borrowed records with the bytes between them. Never copies, never decodes.

use super::unpack::Packing;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// About a mebibyte of one source: whole records, and the bytes between them.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Which of the sources.
    pub source: usize,
    /// Bytes of the file (compressed, where it is) that were read since the batch before.
    pub consumed: u64,
    /// Whether this is the first batch of its source.
    pub first: bool,
    /// Whether this is the last batch of its source.
    pub last: bool,
    /// On the last batch: xxh3-128 of the file as it is on disk.
    pub digest: Option<u128>,
    pub(super) origin: Arc<Origin>,
    /// The source holds this one record and no more.
    pub(super) solitary: bool,
    pub(super) data: Vec<u8>,
    pub(super) spans: Vec<Span>,
}

/// What all batches of a source have in common.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) label: String,
    pub(super) packing: Packing,
    pub(super) form: Form,
    /// The whole source was decoded from another character encoding, or was refused: its bytes are not these.
    pub(super) foreign: bool,
}

/// What the records of a source are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Each a JSON object.
    Json,
    /// Each the text itself.
    Prose,
}

/// Where one record stands in the data of its batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) number: u64,
    /// Why these bytes are no record.
    pub(super) flaw: Option<Box<str>>,
}

impl Span {
    pub(super) fn new(start: usize, end: usize, number: u64) -> Self {
        Self { start, end, number, flaw: None }
    }

    pub(super) fn flawed(range: Range<usize>, number: u64, flaw: &str) -> Self {
        Self { start: range.start, end: range.end, number, flaw: Some(flaw.into()) }
    }
}

impl Batch {
    /// The records, in order.
    pub fn records(&self) -> impl Iterator<Item = RawRecord<'_>> {
        let mut before = 0;
        self.spans.iter().map(move |span| {
            let gap = &self.data[before..span.start];
            before = span.end;
            self.record(span, gap)
        })
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no record; an empty batch may still have a tail.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The bytes after the last record. Only the last batch of a source has any: elsewhere they are the next one's gap.
    #[must_use]
    pub fn tail(&self) -> &[u8] {
        &self.data[self.spans.last().map_or(0, |span| span.end)..]
    }

    /// How the source is compressed.
    #[must_use]
    pub fn packing(&self) -> Packing {
        self.origin.packing
    }

    /// Decompressed bytes: gaps, records and tail together.
    #[must_use]
    pub fn size(&self) -> usize {
        self.data.len()
    }

    /// Whether the source is plain text: a file is an article.
    #[must_use]
    pub fn is_prose(&self) -> bool {
        self.origin.form == Form::Prose
    }

    /// Whether gaps, records and tail, put together again, are the bytes of the file.
    #[must_use]
    pub fn is_verbatim(&self) -> bool {
        self.origin.packing == Packing::None && !self.origin.foreign
    }

    /// Whether the source holds just the one record of this batch.
    #[must_use]
    pub fn is_solitary(&self) -> bool {
        self.solitary
    }

    fn record<'a>(&'a self, span: &'a Span, gap: &'a [u8]) -> RawRecord<'a> {
        RawRecord {
            gap,
            bytes: &self.data[span.start..span.end],
            place: Place {
                label: &self.origin.label,
                number: (!self.solitary).then_some(span.number),
            },
            flaw: span.flaw.as_deref(),
            form: self.origin.form,
            foreign: self.origin.foreign,
        }
    }
}

/// One record as it stands in its source.
#[derive(Debug, Clone, Copy)]
pub struct RawRecord<'a> {
    /// The bytes between the record before (or the start of the source) and this one: line break, comma, bracket.
    pub gap: &'a [u8],
    /// The record, without white space around it unless it is plain text.
    pub bytes: &'a [u8],
    /// Where it stands, for people.
    pub place: Place<'a>,
    pub(super) flaw: Option<&'a str>,
    pub(super) form: Form,
    pub(super) foreign: bool,
}

/// Where a record stands. Prints as `articles.jsonl:42`, or as the path alone where a file is one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The source as the user named it.
    pub label: &'a str,
    /// Line of JSON Lines, else number of the record, from 1.
    pub number: Option<u64>,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label)?;
        self.number.map_or(Ok(()), |number| write!(f, ":{number}"))
    }
}

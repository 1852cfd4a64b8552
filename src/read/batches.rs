//! Sources to batches: the serial part of the reading.
//!
//! Takes sources in order, gives their bytes in batches of whole records. Never parses a record; its work is input,
//! decompression and the search for the ends of records.

use super::batch::{Batch, Form, Span};
use super::charset::{self, Recoder};
use super::config::ReadConfig;
use super::discover::Source;
use super::lines::Lines;
use super::objects::Objects;
use super::shape::{Shape, shape_of};
use super::unpack::{Feed, Filled};
use crate::error::Result;
use encoding_rs::Encoding;
use std::sync::Arc;

/// Decompressed bytes a batch, about.
const BATCH: usize = 1 << 20;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The batches of all `sources`, in order; each source gives at least one, and exactly one that is its last.
///
/// # Errors
/// An item is [`Error::Io`](crate::Error::Io) when a file cannot be opened or read; its source then gives no more.
pub fn batches<'a>(
    sources: &'a [Source],
    config: &'a ReadConfig,
) -> impl Iterator<Item = Result<Batch>> + Send + 'a {
    Batches { sources, encoding: config.encoding(), next: 0, reader: None }
}

struct Batches<'a> {
    sources: &'a [Source],
    encoding: Option<&'static Encoding>,
    next: usize,
    reader: Option<Reader>,
}

impl Iterator for Batches<'_> {
    type Item = Result<Batch>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => match Reader::open(self.sources.get(self.next)?, self.next, self.encoding) {
                Ok(reader) => reader,
                Err(error) => {
                    self.next += 1;
                    return Some(Err(error));
                }
            },
        };
        let batch = reader.batch();
        match &batch {
            Ok(batch) if !batch.last => self.reader = Some(reader),
            _ => self.next += 1,
        }
        Some(batch)
    }
}

/// How the buffer is cut into records.
enum Splitter {
    Lines(Lines),
    Objects(Objects),
    /// The whole source, from this offset on.
    Prose(usize),
    /// No record but this reason.
    Refused(String),
}

/// One source while it is read.
struct Reader {
    source: usize,
    label: Arc<str>,
    feed: Feed,
    recoder: Option<Recoder>,
    splitter: Splitter,
    /// What is not given out yet; begins at the end of the last record that was.
    buffer: Vec<u8>,
    first: bool,
    ended: bool,
    broken: Option<String>,
    consumed: u64,
}

impl Reader {
    /// Opens the source and looks what it is.
    fn open(source: &Source, index: usize, encoding: Option<&'static Encoding>) -> Result<Self> {
        let mut reader = Self {
            source: index,
            label: source.label.as_str().into(),
            feed: Feed::open(&source.path)?,
            recoder: None,
            splitter: Splitter::Prose(0),
            buffer: Vec::new(),
            first: true,
            ended: false,
            broken: None,
            consumed: 0,
        };
        // One byte more than there is, so that the end shows at once.
        let hint = usize::try_from(source.bytes).map_or(BATCH, |bytes| bytes.saturating_add(1));
        reader.fill(hint.min(BATCH))?;
        reader.decode_if_wide(encoding)?;
        reader.splitter = reader.splitter_for();
        Ok(reader)
    }

    /// Sources in UTF-16 are read through a decoder, from the start.
    fn decode_if_wide(&mut self, encoding: Option<&'static Encoding>) -> Result<()> {
        if let Some(wide) = charset::wide_encoding(&self.buffer, encoding) {
            let mut recoder = Recoder::new(wide);
            let raw = std::mem::take(&mut self.buffer);
            recoder.decode(&raw, self.ended, &mut self.buffer);
            self.recoder = Some(recoder);
            if self.buffer.is_empty() && !self.ended {
                self.fill(BATCH)?;
            }
        }
        Ok(())
    }

    fn splitter_for(&self) -> Splitter {
        let begin = if self.buffer.starts_with(MARK) { MARK.len() } else { 0 };
        match shape_of(&self.buffer[begin..], self.ended) {
            Shape::Lines => Splitter::Lines(Lines::new(begin)),
            Shape::Objects => Splitter::Objects(Objects::new(begin)),
            Shape::Prose => Splitter::Prose(begin),
            Shape::Refused(reason) => Splitter::Refused(reason),
        }
    }

    /// The next batch.
    fn batch(&mut self) -> Result<Batch> {
        let mut spans = Vec::new();
        if let Splitter::Refused(reason) = &self.splitter {
            spans.push(Span::flawed(0..0, 1, reason));
            self.buffer.clear();
            self.ended = true;
        }
        loop {
            self.split(&mut spans);
            // A first record that may be the only one waits for a second, or for the end.
            let enough = spans.len() > usize::from(self.first);
            if self.ended || enough {
                break;
            }
            self.fill(BATCH.max(self.buffer.len()))?;
        }
        self.cut(spans)
    }

    fn fill(&mut self, want: usize) -> Result<()> {
        let filled = match &mut self.recoder {
            None => self.feed.fill(&mut self.buffer, want)?,
            Some(recoder) => {
                let mut raw = Vec::new();
                let filled = self.feed.fill(&mut raw, want)?;
                recoder.decode(&raw, filled != Filled::More, &mut self.buffer);
                filled
            }
        };
        self.ended = filled != Filled::More;
        if let Filled::Broken(reason) = filled {
            self.broken = Some(reason);
        }
        Ok(())
    }

    /// Appends the records that the buffer shows and that were not there before.
    fn split(&mut self, spans: &mut Vec<Span>) {
        let end = self.ended && self.broken.is_none();
        match &mut self.splitter {
            Splitter::Lines(lines) => lines.split(&self.buffer, end, spans),
            Splitter::Objects(objects) => objects.split(&self.buffer, end, spans),
            Splitter::Prose(begin) if self.ended && *begin < self.buffer.len() => {
                spans.push(Span::new(*begin, self.buffer.len(), 1));
            }
            Splitter::Prose(_) | Splitter::Refused(_) => {}
        }
        if let Some(reason) = &self.broken {
            spans.push(self.remainder(spans, reason));
        }
    }

    /// What stands after the last whole record where the stream breaks: a record that was cut through, or nothing.
    fn remainder(&self, spans: &[Span], reason: &str) -> Span {
        let number = match &self.splitter {
            Splitter::Lines(lines) => lines.next_number(),
            Splitter::Objects(objects) => objects.next_number(),
            Splitter::Prose(_) | Splitter::Refused(_) => 1,
        };
        let before = spans.last().map_or(0, |span| span.end);
        let rest = &self.buffer[before..];
        let start = before + rest.len() - rest.trim_ascii_start().len();
        Span::flawed(start..start + rest.trim_ascii().len(), number, reason)
    }

    /// Hands the buffer out up to the last record, or to the end.
    fn cut(&mut self, spans: Vec<Span>) -> Result<Batch> {
        let end = match spans.last() {
            Some(span) if !self.ended => span.end,
            _ => self.buffer.len(),
        };
        let rest = self.buffer[end..].to_vec();
        let mut data = std::mem::replace(&mut self.buffer, rest);
        data.truncate(end);
        match &mut self.splitter {
            Splitter::Lines(lines) => lines.shift(end),
            Splitter::Objects(objects) => objects.shift(end),
            Splitter::Prose(_) | Splitter::Refused(_) => {}
        }
        let digest = if self.ended { Some(self.feed.digest()?) } else { None };
        let consumed = self.feed.consumed();
        let batch = Batch {
            source: self.source,
            consumed: consumed - self.consumed,
            first: self.first,
            last: self.ended,
            digest,
            label: Arc::clone(&self.label),
            packing: self.feed.packing(),
            form: self.form(),
            foreign: self.recoder.is_some() || matches!(self.splitter, Splitter::Refused(_)),
            solitary: self.first && self.ended && spans.len() == 1,
            data,
            spans,
        };
        self.consumed = consumed;
        self.first = false;
        Ok(batch)
    }

    fn form(&self) -> Form {
        match self.splitter {
            Splitter::Lines(_) | Splitter::Objects(_) => Form::Json,
            Splitter::Prose(_) | Splitter::Refused(_) => Form::Prose,
        }
    }
}

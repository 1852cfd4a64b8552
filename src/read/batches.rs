//! Sources to batches: the serial part of the reading.
//!
//! Takes sources in order, gives their bytes in batches of whole records. Never parses a record; its work is input,
//! decompression and the search for the ends of records.

use super::batch::{Batch, Origin, Span};
use super::config::ReadConfig;
use super::discover::Source;
use super::input::Input;
use super::splitter::Splitter;
use crate::error::Result;
use encoding_rs::Encoding;
use std::sync::Arc;

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

/// One source while it is read.
struct Reader {
    source: usize,
    origin: Arc<Origin>,
    /// These are lines of a stream: one alone is a line still.
    lined: bool,
    input: Input,
    splitter: Splitter,
    first: bool,
    consumed: u64,
}

impl Reader {
    /// Opens the source and looks what it is.
    fn open(source: &Source, index: usize, encoding: Option<&'static Encoding>) -> Result<Self> {
        let mut input = Input::open(source, encoding)?;
        let lot = source.lines();
        let splitter = lot.map_or_else(|| Splitter::of(&input), Splitter::of_lot);
        let refused = matches!(splitter, Splitter::Refused(_));
        let origin = Arc::new(Origin {
            label: source.label.clone(),
            packing: input.packing(),
            form: splitter.form(),
            foreign: input.is_recoded() || refused,
        });
        if refused {
            input.buffer.clear();
            input.ended = true;
        }
        let lined = lot.is_some();
        Ok(Self { source: index, origin, lined, input, splitter, first: true, consumed: 0 })
    }

    /// The next batch: whole records, about a block of them.
    fn batch(&mut self) -> Result<Batch> {
        let mut spans = Vec::new();
        loop {
            self.splitter.split(&self.input, &mut spans);
            // A first record that may be the only one waits for a second, or for the end.
            let enough = spans.len() > usize::from(self.first);
            if self.input.ended || enough {
                break;
            }
            self.input.grow()?;
        }
        self.cut(spans)
    }

    /// Hands the buffer out up to the last record, or to the end.
    fn cut(&mut self, spans: Vec<Span>) -> Result<Batch> {
        let last = self.input.ended;
        let end = match spans.last() {
            Some(span) if !last => span.end,
            _ => self.input.buffer.len(),
        };
        let data = self.input.take(end);
        let digest = if last { Some(self.input.digest()?) } else { None };
        if !last {
            self.splitter.shift(end);
        }
        let before = std::mem::replace(&mut self.consumed, self.input.consumed());
        let first = std::mem::replace(&mut self.first, false);
        Ok(Batch {
            source: self.source,
            consumed: self.consumed - before,
            first,
            last,
            digest,
            origin: Arc::clone(&self.origin),
            solitary: first && last && spans.len() == 1 && !self.lined,
            data,
            spans,
        })
    }
}

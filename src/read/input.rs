//! One source as a buffer of UTF-8-compatible bytes.
//!
//! Takes a file, gives its bytes decompressed and, where the whole file is in UTF-16, decoded. Never knows what a record
//! is.

use super::charset::{Recoder, wide_encoding};
use super::discover::Source;
use super::unpack::{Feed, Filled, Packing};
use crate::error::Result;
use encoding_rs::Encoding;

/// Decompressed bytes that are asked for at a time.
const BLOCK: usize = 1 << 20;
/// The same of lines in memory: there are few of them, and every thread is to have some.
const SMALL_BLOCK: usize = 1 << 17;

/// A source that is being read.
pub(super) struct Input {
    feed: Feed,
    block: usize,
    recoder: Option<Recoder>,
    /// Why the last line is none, where that was known before.
    flaw: Option<String>,
    /// What is not handed on yet.
    pub(super) buffer: Vec<u8>,
    /// Nothing follows what the buffer holds.
    pub(super) ended: bool,
    /// Why nothing follows, if it is not the end of the file.
    pub(super) broken: Option<String>,
}

impl Input {
    /// Opens the source and reads its first block.
    pub(super) fn open(source: &Source, encoding: Option<&'static Encoding>) -> Result<Self> {
        let (from, lines) = (source.open()?, source.lines());
        let (feed, block) = match lines {
            Some(_) => (Feed::plain(from, &source.path), SMALL_BLOCK),
            None => (Feed::open(from, &source.path)?, BLOCK),
        };
        let whole = match feed.packing() {
            // One byte more than there is, so that the end shows at once.
            Packing::None => usize::try_from(source.bytes).map_or(block, |n| n.saturating_add(1)),
            _ => block,
        };
        let (buffer, recoder, flaw) = (Vec::new(), None, lines.and_then(|lot| lot.flaw.clone()));
        let mut input = Self { feed, block, recoder, flaw, buffer, ended: false, broken: None };
        input.fill(whole.min(block))?;
        if lines.is_none() {
            input.decode_if_wide(encoding)?;
        }
        Ok(input)
    }

    /// How the file is compressed.
    pub(super) fn packing(&self) -> Packing {
        self.feed.packing()
    }

    /// Whether the bytes are decoded on their way.
    pub(super) fn is_recoded(&self) -> bool {
        self.recoder.is_some()
    }

    /// Bytes of the file that were read so far.
    pub(super) fn consumed(&self) -> u64 {
        self.feed.consumed()
    }

    /// Reads the file to its end and gives the xxh3-128 of all its bytes.
    pub(super) fn digest(&mut self) -> Result<u128> {
        self.feed.digest()
    }

    /// Appends a block to the buffer, or as much again as it holds: so a long record is met in few steps.
    pub(super) fn grow(&mut self) -> Result<()> {
        self.fill(self.block.max(self.buffer.len()))
    }

    /// Takes the first `end` bytes out of the buffer.
    pub(super) fn take(&mut self, end: usize) -> Vec<u8> {
        let rest = self.buffer[end..].to_vec();
        let mut taken = std::mem::replace(&mut self.buffer, rest);
        taken.truncate(end);
        taken
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
        match filled {
            Filled::Broken(reason) => self.broken = Some(reason),
            Filled::End => self.broken = self.flaw.take(),
            Filled::More => {}
        }
        Ok(())
    }

    /// Puts a decoder between, if the first block shows UTF-16.
    fn decode_if_wide(&mut self, encoding: Option<&'static Encoding>) -> Result<()> {
        let Some(wide) = wide_encoding(&self.buffer, encoding) else { return Ok(()) };
        let raw = std::mem::take(&mut self.buffer);
        let recoder = self.recoder.insert(Recoder::new(wide));
        recoder.decode(&raw, self.ended, &mut self.buffer);
        if self.buffer.is_empty() && !self.ended { self.grow() } else { Ok(()) }
    }
}

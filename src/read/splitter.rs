//! The one of the splitters that a source needs.
//!
//! Takes the buffer of a source, gives the spans of its records. Never reads.

use super::batch::{Form, Span};
use super::input::Input;
use super::lines::Lines;
use super::lot::Lot;
use super::objects::Objects;
use super::shape::{Shape, shape_of};
use memchr::memchr;

/// The byte order mark of UTF-8.
pub(super) const MARK: &[u8] = b"\xef\xbb\xbf";

/// How the buffer is cut into records.
pub(super) enum Splitter {
    /// A line each.
    Lines(Lines),
    /// A JSON object each.
    Objects(Objects),
    /// One record: the whole source, from this offset on.
    Prose(usize),
    /// No record, for this reason.
    Refused(String),
}

impl Splitter {
    /// The splitter for what the first block shows.
    pub(super) fn of(input: &Input) -> Self {
        let begin = if input.buffer.starts_with(MARK) { MARK.len() } else { 0 };
        match shape_of(&input.buffer[begin..], input.ended) {
            Shape::Lines => Self::Lines(Lines::new(begin, 1)),
            Shape::Objects => Self::Objects(Objects::new(begin)),
            Shape::Prose => Self::Prose(begin),
            Shape::Refused(reason) => Self::Refused(reason),
        }
    }

    /// The splitter for lines of a stream.
    pub(super) fn of_lot(lot: &Lot) -> Self {
        let marked = lot.first == 1 && lot.bytes.starts_with(MARK);
        Self::Lines(Lines::new(if marked { MARK.len() } else { 0 }, lot.first))
    }

    /// What the records are.
    pub(super) fn form(&self) -> Form {
        match self {
            Self::Lines(_) | Self::Objects(_) => Form::Json,
            Self::Prose(_) | Self::Refused(_) => Form::Prose,
        }
    }

    /// Whether a record is a line, as far as the first block shows; one object on one line, or nothing, is JSON Lines too.
    pub(super) fn is_lined(&self, input: &Input) -> bool {
        let shown = input.buffer.strip_prefix(MARK).unwrap_or(&input.buffer).trim_ascii();
        match self {
            Self::Lines(_) => true,
            Self::Objects(_) => shown.starts_with(b"{") && memchr(b'\n', shown).is_none(),
            Self::Prose(_) => shown.is_empty(),
            Self::Refused(_) => false,
        }
    }

    /// Appends the records that the buffer shows and that were not given before. Where a stream breaks, the last one is
    /// the reason, with what was left of the record that broke.
    pub(super) fn split(&mut self, input: &Input, spans: &mut Vec<Span>) {
        let end = input.ended && input.broken.is_none();
        match self {
            Self::Lines(lines) => lines.split(&input.buffer, end, spans),
            Self::Objects(objects) => objects.split(&input.buffer, end, spans),
            Self::Prose(begin)
                if input.ended && !input.buffer[*begin..].trim_ascii().is_empty() =>
            {
                spans.push(Span::new(*begin, input.buffer.len(), 1));
            }
            Self::Refused(reason) => spans.push(Span::flawed(0..0, 1, reason)),
            Self::Prose(_) => {}
        }
        if let Some(reason) = &input.broken {
            spans.push(self.remainder(&input.buffer, spans, reason));
        }
    }

    /// The first `cut` bytes of the buffer are gone.
    pub(super) fn shift(&mut self, cut: usize) {
        match self {
            Self::Lines(lines) => lines.shift(cut),
            Self::Objects(objects) => objects.shift(cut),
            Self::Prose(_) | Self::Refused(_) => {}
        }
    }

    /// What stands after the last whole record: one that was cut through, or nothing.
    fn remainder(&self, buffer: &[u8], spans: &[Span], reason: &str) -> Span {
        let number = match self {
            Self::Lines(lines) => lines.next_number(),
            Self::Objects(objects) => objects.next_number(),
            Self::Prose(_) | Self::Refused(_) => 1,
        };
        let before = spans.last().map_or(0, |span| span.end);
        let rest = &buffer[before..];
        let start = before + rest.len() - rest.trim_ascii_start().len();
        Span::flawed(start..start + rest.trim_ascii().len(), number, reason)
    }
}

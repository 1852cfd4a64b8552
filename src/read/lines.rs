//! JSON Lines to records.
//!
//! Takes decompressed bytes, gives the span of every line that holds anything. Never looks into a line.

use super::batch::Span;
use memchr::memchr_iter;

/// The splitter of one source: where it stands in the buffer.
#[derive(Debug)]
pub(super) struct Lines {
    /// Number of the line that begins at `begin`, from 1.
    line: u64,
    /// Start of the current line.
    begin: usize,
    /// No line break stands before this in the current line.
    seen: usize,
}

impl Lines {
    /// A splitter of a buffer whose content begins at `begin`, with this line.
    pub(super) fn new(begin: usize, line: u64) -> Self {
        Self { line, begin, seen: begin }
    }

    /// The number that the next record gets.
    pub(super) fn next_number(&self) -> u64 {
        self.line
    }

    /// Appends the spans of all whole lines of `buffer` that were not given before; at the end, of the rest too.
    pub(super) fn split(&mut self, buffer: &[u8], end: bool, spans: &mut Vec<Span>) {
        let from = self.seen;
        for at in memchr_iter(b'\n', &buffer[from..]).map(|at| from + at) {
            self.close(buffer, at, spans);
            self.begin = at + 1;
            self.line += 1;
        }
        self.seen = buffer.len();
        if end {
            self.close(buffer, buffer.len(), spans);
            self.begin = buffer.len();
        }
    }

    /// The first `cut` bytes of the buffer are gone.
    pub(super) fn shift(&mut self, cut: usize) {
        self.begin -= cut;
        self.seen -= cut;
    }

    fn close(&self, buffer: &[u8], to: usize, spans: &mut Vec<Span>) {
        let line = &buffer[self.begin..to];
        let start = line.len() - line.trim_ascii_start().len();
        let length = line.trim_ascii().len();
        if length > 0 {
            spans.push(Span::new(self.begin + start, self.begin + start + length, self.line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_in_pieces_too() {
        let text = b"\n {a}\r\n\n{b}\n{c}";
        for piece in 1..=text.len() {
            let mut lines = Lines::new(0, 1);
            let mut spans = Vec::new();
            for end in (piece..text.len()).step_by(piece) {
                lines.split(&text[..end], false, &mut spans);
            }
            lines.split(text, true, &mut spans);
            let found: Vec<_> = spans.iter().map(|s| (s.number, &text[s.start..s.end])).collect();
            assert_eq!(found, [(2, &b"{a}"[..]), (4, b"{b}"), (5, b"{c}")], "{piece}");
        }
    }
}

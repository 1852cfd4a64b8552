//! JSON Lines: one row a line, compact, keys in the order of the struct.
//!
//! Takes serialisable rows, gives the same bytes for the same rows. Never writes half a row: a row that cannot be
//! serialised leaves nothing behind.

use serde::Serialize;
use std::io::{self, Write};

/// Appends rows to `W`. Wants a buffered writer below it: every row is one `write_all`.
#[derive(Debug)]
pub struct JsonLines<W: Write> {
    out: W,
    line: Vec<u8>,
    rows: u64,
}

impl<W: Write> JsonLines<W> {
    /// Rows that go to `out`.
    pub fn new(out: W) -> Self {
        Self { out, line: Vec::new(), rows: 0 }
    }

    /// Appends one row and its line break.
    ///
    /// # Errors
    /// What the writer says, or that the row has no JSON form.
    pub fn push<T: Serialize + ?Sized>(&mut self, row: &T) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, row)?;
        self.line.push(b'\n');
        self.out.write_all(&self.line)?;
        self.rows += 1;
        Ok(())
    }

    /// Appends whole lines that another [`JsonLines`] made.
    ///
    /// # Errors
    /// What the writer says.
    pub fn push_lines(&mut self, lines: &[u8]) -> io::Result<()> {
        self.rows += memchr::memchr_iter(b'\n', lines).count() as u64;
        self.out.write_all(lines)
    }

    /// Rows so far.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The writer.
    #[must_use]
    pub fn get_ref(&self) -> &W {
        &self.out
    }

    /// Hands on what is buffered.
    ///
    /// # Errors
    /// What the writer says.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// The writer, flushed.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

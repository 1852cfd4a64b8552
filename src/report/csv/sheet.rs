//! One table on its way to bytes.
//!
//! Takes rows of typed cells, gives lines. Knows no table.

use super::cell::safe;
use csv::{Terminator, Writer, WriterBuilder};
use std::io::{self, Write};

/// What tells a spreadsheet that this is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    /// Text that nobody has vouched for.
    Text(&'a str),
    /// A count.
    Count(u64),
    /// A share or similarity, 0 to 1.
    Share(f64),
    /// Yes or no.
    Flag(bool),
}

/// A row of a table.
pub(super) trait Row {
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];

    /// The values, one a column.
    fn cells(&self) -> Vec<Cell<'_>>;
}

impl<R: Row> Row for &R {
    const COLUMNS: &'static [&'static str] = R::COLUMNS;

    fn cells(&self) -> Vec<Cell<'_>> {
        (*self).cells()
    }
}

/// One file.
#[derive(Debug)]
pub(super) struct Sheet<W: Write>(Writer<W>);

impl<W: Write> Sheet<W> {
    /// A sheet with the names of its columns.
    pub(super) fn headed(mut out: W, columns: &[&str]) -> io::Result<Self> {
        out.write_all(MARK)?;
        let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
        rows.write_record(columns)?;
        Ok(Self(rows))
    }

    /// Appends a row.
    pub(super) fn row(&mut self, row: &impl Row) -> io::Result<()> {
        let fields = row.cells().into_iter().map(|cell| match cell {
            Cell::Text(text) => safe(text),
            Cell::Count(n) => n.to_string(),
            Cell::Share(share) => share.to_string(),
            Cell::Flag(flag) => flag.to_string(),
        });
        self.0.write_record(fields.map(String::into_bytes)).map_err(Into::into)
    }

    /// Ends the file.
    pub(super) fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

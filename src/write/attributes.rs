//! Attribute files: beside every source, row by row, what was found in its records.
//!
//! Takes rows in the order of the records, gives `OUT/attributes/copydesk/…`, one file a source, compressed as the source
//! is; the layout is that of dolma. Never writes a text.

use super::assemble::Assembled;
use super::pack::Packer;
use super::whole::WholeFile;
use crate::error::{Error, Result};
use crate::read::Source;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The folder of attributes in OUT; those of other tools may stand in it too.
pub(super) const ATTRIBUTES: &str = "attributes";

/// The folder of these in [`ATTRIBUTES`].
pub(super) const SET: &str = "copydesk";

/// Characters (Unicode scalar values) of the text from the first to before the second, and how sure it is, 0 to 1.
pub type ScoredSpan = (usize, usize, f64);

/// One line: what was found in one record.
#[derive(Debug, Serialize)]
pub struct AttributeRow<'a> {
    /// The id that the record has.
    pub id: &'a str,
    /// Its field `source`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'a str>,
    /// What was found.
    pub attributes: Attributes,
}

/// What was found in one record; nothing in a record that was rejected.
#[derive(Debug, Default, Serialize)]
pub struct Attributes {
    /// What goes, ascending, with its separators: without it the text is the cleaned text.
    #[serde(rename = "copydesk__boilerplate")]
    pub boilerplate: Vec<ScoredSpan>,
    /// The whole text, with its similarity, if it is a duplicate of another article.
    #[serde(rename = "copydesk__duplicate")]
    pub duplicate: Vec<ScoredSpan>,
}

/// Writes attribute files, batch by batch.
pub struct AttributesWriter<'a> {
    sources: &'a [Source],
    folder: PathBuf,
    threads: usize,
    file: Option<Packer>,
}

impl<'a> AttributesWriter<'a> {
    /// Writes under `out`, and compresses on so many `threads`. Makes nothing yet.
    #[must_use]
    pub fn new(out: &Path, sources: &'a [Source], threads: usize) -> Self {
        Self { sources, folder: out.join(ATTRIBUTES).join(SET), threads, file: None }
    }

    /// Adds the `rows` of a batch, as JSON Lines; batches come in the order in which they were read.
    ///
    /// # Errors
    /// [`Error::Io`] with the path when they cannot be written.
    pub fn append(&mut self, batch: &Assembled, rows: &[u8]) -> Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.open(batch)?,
        };
        file.write(rows)?;
        if batch.last {
            return file.finish();
        }
        self.file = Some(file);
        Ok(())
    }

    fn open(&self, batch: &Assembled) -> Result<Packer> {
        let missing =
            || Error::Broken(format!("a batch of source {}, which is none", batch.source));
        let source = self.sources.get(batch.source).ok_or_else(missing)?;
        let file = WholeFile::create(&self.folder.join(&source.relative))?;
        Packer::new(file, batch.packing, self.threads)
    }
}

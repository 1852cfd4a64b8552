//! The report for a spreadsheet: `blocks.csv`, `duplicates.csv`, `hosts.csv`, `labels.csv`.
//!
//! Takes rows as they come up, gives one line each; nothing is held in memory. UTF-8 with a byte order mark, for Excel
//! takes a file without one for the local code page, and lines that end as RFC 4180 has it. Programs read the JSON Lines
//! beside these. What the text of a cell may be is [`cell`]'s to say; numbers are written as numbers.

mod cell;
mod sheet;
mod tables;

use super::model::{Block, Duplicate, Summary};
use super::staged::Staged;
use crate::error::{Error, Result};
use sheet::{Row, Sheet};
use std::io;
use std::path::{Path, PathBuf};
use tables::LabelRow;

/// Repeated blocks and templates.
pub(super) const BLOCKS: &str = "blocks.csv";
/// Articles in clusters.
pub(super) const DUPLICATES: &str = "duplicates.csv";
/// Hosts.
pub(super) const HOSTS: &str = "hosts.csv";
/// Labels.
pub(super) const LABELS: &str = "labels.csv";

/// All tables, on their way.
#[derive(Debug)]
pub(super) struct Sheets {
    folder: PathBuf,
    blocks: Sheet<Staged>,
    duplicates: Sheet<Staged>,
    /// Those that are made of the summary.
    counts: Vec<(&'static str, Sheet<Staged>)>,
}

impl Sheets {
    /// Opens the files of the tables that have rows before the summary.
    pub(super) fn create(folder: &Path) -> Result<Self> {
        let folder = folder.to_path_buf();
        let blocks = sheet::<Block>(&folder.join(BLOCKS))?;
        let duplicates = sheet::<Duplicate>(&folder.join(DUPLICATES))?;
        Ok(Self { folder, blocks, duplicates, counts: Vec::new() })
    }

    /// Appends a block.
    pub(super) fn block(&mut self, row: &Block) -> Result<()> {
        self.blocks.row(row).map_err(Error::io(self.folder.join(BLOCKS)))
    }

    /// Appends an article of a cluster.
    pub(super) fn duplicate(&mut self, row: &Duplicate) -> Result<()> {
        self.duplicates.row(row).map_err(Error::io(self.folder.join(DUPLICATES)))
    }

    /// Writes the tables of the summary; those of a second one replace the first.
    pub(super) fn summary(&mut self, summary: &Summary) -> Result<()> {
        self.counts.clear();
        let all = summary.text.bytes;
        let labels = summary.labels.iter().map(|(label, count)| LabelRow(*label, count, all));
        let labels = self.filled(LABELS, labels)?;
        let hosts = self.filled(HOSTS, summary.hosts.iter())?;
        self.counts = vec![(HOSTS, hosts), (LABELS, labels)];
        Ok(())
    }

    fn filled<R: Row>(
        &self,
        name: &str,
        mut rows: impl Iterator<Item = R>,
    ) -> Result<Sheet<Staged>> {
        let path = self.folder.join(name);
        let mut sheet = sheet::<R>(&path)?;
        rows.try_for_each(|row| sheet.row(&row)).map_err(Error::io(&path))?;
        Ok(sheet)
    }

    /// Gives every file its name; gives the names and lengths.
    pub(super) fn finish(self) -> Result<Vec<(&'static str, u64)>> {
        let Self { folder, blocks, duplicates, counts } = self;
        let sheets = [(BLOCKS, blocks), (DUPLICATES, duplicates)].into_iter().chain(counts);
        let commit = |(name, sheet): (_, Sheet<Staged>)| {
            let file = sheet.finish().map_err(Error::io(folder.join(name)))?;
            Ok((name, file.commit()?))
        };
        sheets.map(commit).collect()
    }
}

fn sheet<R: Row>(path: &Path) -> Result<Sheet<Staged>> {
    Sheet::headed(Staged::create(path)?, R::COLUMNS).map_err(|e: io::Error| Error::io(path)(e))
}

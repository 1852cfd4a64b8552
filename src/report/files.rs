//! `OUT/report`: the writer of all its files.
//!
//! Takes rows as they come up, then the summary and the page; gives whole files at once. Never shows a file under
//! its name before [`ReportWriter::finish`]; a writer that is dropped before that leaves nothing.

use super::Met;
use super::csv::{self, Sheets};
use super::html::{self, Page};
use super::jsonl::JsonLines;
use super::manifest::{self, FileEntry};
use super::markdown;
use super::model::{Block, Duplicate, Removal, Summary};
use super::staged::{Staged, sync_folder};
use crate::error::{Error, Result};
use serde::Serialize;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder below OUT.
pub const FOLDER: &str = "report";
/// One removal a line.
pub const REMOVED: &str = "removed.jsonl";
/// One article of a cluster a line.
pub const DUPLICATES: &str = "duplicates.jsonl";
/// One repeated block or template a line.
pub const BLOCKS: &str = "blocks.jsonl";
/// One decision that was given a line.
pub const DECISIONS: &str = "decisions.jsonl";
/// The counts.
pub const SUMMARY: &str = "summary.json";
/// The counts in words, for a pull request.
pub const WORDS: &str = "summary.md";
/// The page.
pub const PAGE: &str = "report.html";

/// What `explain` needs of the run.
pub const SURVEY: &str = "survey.zst";
/// Every name in the folder.
pub const NAMES: [&str; 12] = [
    REMOVED,
    DUPLICATES,
    BLOCKS,
    DECISIONS,
    csv::BLOCKS,
    csv::DUPLICATES,
    csv::HOSTS,
    csv::LABELS,
    SUMMARY,
    WORDS,
    PAGE,
    SURVEY,
];

/// Writes `OUT/report`. Rows go to disk as they come; nothing is held in memory.
#[derive(Debug)]
pub struct ReportWriter {
    folder: PathBuf,
    removed: JsonLines<Staged>,
    duplicates: JsonLines<Staged>,
    blocks: JsonLines<Staged>,
    decisions: JsonLines<Staged>,
    sheets: Sheets,
    summary: Option<Staged>,
    words: Option<Staged>,
    page: Option<Staged>,
}

impl ReportWriter {
    /// Opens the files of `out/report` under temporary names. A manifest of an earlier run goes first: what is being
    /// written is not finished.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn create(out: &Path) -> Result<Self> {
        manifest::withdraw_manifest(out)?;
        let folder = out.join(FOLDER);
        fs::create_dir_all(&folder).map_err(Error::io(&folder))?;
        let lines = |name: &str| Staged::create(&folder.join(name)).map(JsonLines::new);
        let (removed, duplicates, blocks) = (lines(REMOVED)?, lines(DUPLICATES)?, lines(BLOCKS)?);
        let (decisions, sheets) = (lines(DECISIONS)?, Sheets::create(&folder)?);
        let (summary, words, page) = (None, None, None);
        Ok(Self { folder, removed, duplicates, blocks, decisions, sheets, summary, words, page })
    }

    /// Appends a line to `removed.jsonl`.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn removal(&mut self, row: &Removal) -> Result<()> {
        push(&mut self.removed, row)
    }

    /// Appends lines to `removed.jsonl` that are rows of [`Removal`] already.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn removals(&mut self, lines: &[u8]) -> Result<()> {
        self.removed
            .push_lines(lines)
            .map_err(|cause| Error::io(self.removed.get_ref().name())(cause))
    }

    /// Appends a line to `duplicates.jsonl` and one to the sheet.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn duplicate(&mut self, row: &Duplicate) -> Result<()> {
        push(&mut self.duplicates, row)?;
        self.sheets.duplicate(row)
    }

    /// Appends a line to `blocks.jsonl` and one to the sheet.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn block(&mut self, row: &Block) -> Result<()> {
        push(&mut self.blocks, row)?;
        self.sheets.block(row)
    }

    /// Appends a line to `decisions.jsonl`.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn decision(&mut self, row: &Met) -> Result<()> {
        push(&mut self.decisions, row)
    }

    /// Writes `summary.json`, indented for people, and its sheets; a second one replaces the first.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn write_summary(&mut self, summary: &Summary) -> Result<()> {
        let mut bytes = Vec::new();
        serde_json::to_writer_pretty(&mut bytes, summary)
            .map_err(|e| Error::io(self.folder.join(SUMMARY))(e.into()))?;
        bytes.push(b'\n');
        self.summary = None;
        let file = self.staged(SUMMARY, |file| file.write_all(&bytes))?;
        self.summary = Some(file);
        self.sheets.summary(summary)
    }

    /// Writes `summary.md`, with the first of these blocks; a second one replaces the first.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn write_words(&mut self, summary: &Summary, blocks: &[Block]) -> Result<()> {
        self.words = None;
        let text = markdown::render(summary, blocks);
        self.words = Some(self.staged(WORDS, |file| file.write_all(text.as_bytes()))?);
        Ok(())
    }

    /// Writes `report.html`; a second one replaces the first.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn write_html(&mut self, page: &Page<'_>) -> Result<()> {
        self.page = None;
        self.page = Some(self.staged(PAGE, |file| html::render(page, file))?);
        Ok(())
    }

    /// Gives every file its name; gives what the manifest lists, paths relative to OUT.
    ///
    /// # Errors
    /// [`Error::Io`] with the path.
    pub fn finish(self) -> Result<Vec<FileEntry>> {
        let Self { folder, removed, duplicates, blocks, decisions, sheets, summary, words, page } =
            self;
        let mut files = Vec::new();
        let lines = [(REMOVED, removed), (DUPLICATES, duplicates), (BLOCKS, blocks)];
        for (name, lines) in lines.into_iter().chain([(DECISIONS, decisions)]) {
            let file = lines.finish().map_err(Error::io(folder.join(name)))?;
            files.push(entry(name, file.commit()?));
        }
        files.extend(sheets.finish()?.into_iter().map(|(name, bytes)| entry(name, bytes)));
        for (name, file) in [(SUMMARY, summary), (WORDS, words), (PAGE, page)] {
            if let Some(file) = file {
                files.push(entry(name, file.commit()?));
            }
        }
        sync_folder(&folder)?;
        Ok(files)
    }

    fn staged(
        &self,
        name: &str,
        write: impl FnOnce(&mut Staged) -> io::Result<()>,
    ) -> Result<Staged> {
        let mut file = Staged::create(&self.folder.join(name))?;
        write(&mut file).map_err(Error::io(file.name()))?;
        Ok(file)
    }
}

fn entry(name: &str, bytes: u64) -> FileEntry {
    FileEntry { path: format!("{FOLDER}/{name}"), bytes }
}

fn push<T: Serialize>(lines: &mut JsonLines<Staged>, row: &T) -> Result<()> {
    lines.push(row).map_err(|cause| Error::io(lines.get_ref().name())(cause))
}

//! `rejects.jsonl`: the records that could not be read.
//!
//! Takes rejects in order, gives one JSON object a line: place, reason, and the bytes as text or, where they are not
//! UTF-8, in base64. Without rejects there is no file.

use super::whole::WholeFile;
use crate::error::{Error, Result};
use crate::read::Reject;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// The file in OUT.
pub(super) const REJECTS: &str = "rejects.jsonl";

/// Writes rejects as they come.
#[derive(Debug)]
pub struct RejectsWriter {
    path: Option<PathBuf>,
    file: Option<BufWriter<WholeFile>>,
    count: u64,
}

/// One line of the file.
#[derive(Serialize)]
struct Line<'a> {
    place: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

impl RejectsWriter {
    /// Will write `OUT/rejects.jsonl`, with the first reject.
    #[must_use]
    pub fn new(out: &Path) -> Self {
        Self { path: Some(out.join(REJECTS)), file: None, count: 0 }
    }

    /// Writes nothing, and counts all the same.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { path: None, file: None, count: 0 }
    }

    /// Adds a reject.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be written.
    pub fn append(&mut self, reject: &Reject) -> Result<()> {
        self.count += 1;
        let Some(path) = &self.path else { return Ok(()) };
        let file = match self.file.take() {
            Some(file) => self.file.insert(file),
            None => self.file.insert(BufWriter::new(WholeFile::create(path)?)),
        };
        let text = str::from_utf8(&reject.bytes).ok();
        let base64 = text.is_none().then(|| STANDARD.encode(&reject.bytes));
        let line = Line { place: &reject.place, reason: &reject.reason, text, base64 };
        serde_json::to_writer(&mut *file, &line)
            .map_err(std::io::Error::from)
            .and_then(|()| file.write_all(b"\n"))
            .map_err(Error::io(path))
    }

    /// Ends the file and gives the number of rejects.
    ///
    /// # Errors
    /// [`Error::Io`] when the end of the file cannot be written.
    pub fn finish(self) -> Result<u64> {
        if let (Some(path), Some(file)) = (self.path, self.file) {
            let file = file.into_inner().map_err(|e| Error::io(path)(e.into_error()))?;
            file.finish()?;
        }
        Ok(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reject(bytes: &[u8]) -> Reject {
        let (place, reason) = ("a.jsonl:7".to_owned(), "broken \"JSON\"".to_owned());
        Reject { place, reason, bytes: bytes.to_vec(), fields: Vec::new() }
    }

    #[test]
    fn no_rejects_no_file() {
        let out = tempfile::tempdir().unwrap();
        assert_eq!(RejectsWriter::new(out.path()).finish().unwrap(), 0);
        assert!(!out.path().join(REJECTS).exists());
    }

    #[test]
    fn text_stays_text_and_bytes_become_base64() {
        let out = tempfile::tempdir().unwrap();
        let mut rejects = RejectsWriter::new(out.path());
        rejects.append(&reject("é".as_bytes())).unwrap();
        rejects.append(&reject(b"\xff")).unwrap();
        assert_eq!(rejects.finish().unwrap(), 2);
        let expected = concat!(
            r#"{"place":"a.jsonl:7","reason":"broken \"JSON\"","text":"é"}"#,
            "\n",
            r#"{"place":"a.jsonl:7","reason":"broken \"JSON\"","base64":"/w=="}"#,
            "\n"
        );
        assert_eq!(std::fs::read_to_string(out.path().join(REJECTS)).unwrap(), expected);
    }
}

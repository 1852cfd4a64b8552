//! What outgrows memory, on disk: the segmented articles between the two readings.
//!
//! Takes [`Segmented`] articles in order, gives them back in any order and from any thread. The file has no name and
//! goes with the process, however that ends.

mod layout;

use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::segment::Segmented;
use crate::survey::Articles;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Collects segmented articles in the order of reading.
#[derive(Debug)]
pub struct SpillWriter {
    file: BufWriter<File>,
    folder: PathBuf,
    starts: Vec<u64>,
    at: u64,
}

impl SpillWriter {
    /// A writer to a nameless file in `folder`.
    ///
    /// # Errors
    /// [`Error::Io`] at `folder` if no file can be made there.
    pub fn create(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(Error::io(folder))?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 20, file),
            folder: folder.to_path_buf(),
            starts: Vec::new(),
            at: 0,
        })
    }

    /// Appends articles that [`encode`] made, in order; `lengths` are their bytes each.
    ///
    /// # Errors
    /// [`Error::Io`], such as a full disk.
    pub fn append(&mut self, bytes: &[u8], lengths: &[usize]) -> Result<()> {
        self.file.write_all(bytes).map_err(Error::io(&self.folder))?;
        for length in lengths {
            self.starts.push(self.at);
            self.at += *length as u64;
        }
        Ok(())
    }

    /// Ends writing.
    ///
    /// # Errors
    /// [`Error::Io`], such as a full disk.
    pub fn finish(mut self) -> Result<Spill> {
        self.starts.push(self.at);
        self.file.flush().map_err(Error::io(&self.folder))?;
        let file = self.file.into_inner().map_err(|e| Error::io(&self.folder)(e.into_error()))?;
        Ok(Spill { file, folder: self.folder, starts: self.starts, failure: Mutex::new(None) })
    }
}

/// Appends one article to `out` in the layout of the spill; gives its length in bytes.
pub fn encode(article: &Segmented, out: &mut Vec<u8>) -> usize {
    let before = out.len();
    layout::encode(article, out);
    out.len() - before
}

/// The segmented articles of a run.
#[derive(Debug)]
pub struct Spill {
    file: File,
    folder: PathBuf,
    starts: Vec<u64>,
    failure: Mutex<Option<io::Error>>,
}

impl Spill {
    /// Tells whether reading back ever failed; the stages in the middle cannot.
    ///
    /// # Errors
    /// [`Error::Io`] with the first failure since the last call.
    pub fn check(&self) -> Result<()> {
        let failure = self.failure.lock().ok().and_then(|mut f| f.take());
        failure.map_or(Ok(()), |e| Err(Error::io(&self.folder)(e)))
    }

    fn read(&self, index: usize) -> io::Result<Segmented> {
        let (start, end) = (self.starts[index], self.starts[index + 1]);
        let length = usize::try_from(end - start).map_err(io::Error::other)?;
        let mut bytes = vec![0; length];
        read_exact_at(&self.file, &mut bytes, start)?;
        layout::decode(&bytes).ok_or_else(|| io::Error::other("the temporary file is damaged"))
    }
}

impl Articles for Spill {
    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn get(&self, article: ArticleId) -> Segmented {
        self.read(article.index()).unwrap_or_else(|e| {
            if let Ok(mut failure) = self.failure.lock() {
                failure.get_or_insert(e);
            }
            Segmented::default()
        })
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let n = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[n..];
        at += n as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Segmenter;

    #[test]
    fn what_goes_in_comes_out() {
        let segmenter = Segmenter::new(["the"]);
        let articles = [
            segmenter.segment("The ferry — 12 of them.\n\nWHY?\n“So,” she said", Some("Ferries")),
            Segmented::default(),
            segmenter.segment("延伸阅读：新闻", None),
        ];
        let mut writer = SpillWriter::create(&std::env::temp_dir()).unwrap();
        for article in &articles {
            let mut bytes = Vec::new();
            let length = encode(article, &mut bytes);
            writer.append(&bytes, &[length]).unwrap();
        }
        let spill = writer.finish().unwrap();
        let back: Vec<_> = (0..3).map(|i| spill.get(ArticleId(i))).collect();
        assert_eq!(back, articles);
        spill.check().unwrap();
    }
}

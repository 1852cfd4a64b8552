//! What outgrows memory, on disk: the segmented articles between the two readings, and tables to be sorted.
//!
//! Takes [`Segmented`] articles in order, gives them back in any order and from any thread. The file has no name and
//! goes with the process, however that ends. Tables are [`Partitions`]; where all of it lies is the [`Scratch`].

mod columns;
mod layout;
mod lists;
mod partitions;
mod scratch;

pub use columns::Columns;
pub use lists::{Lists, ListsWriter};
pub use partitions::{Partitions, Row};
pub use scratch::Scratch;

use crate::article::ArticleId;
use crate::disk::read_exact_at;
use crate::error::Result;
use crate::segment::Segmented;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// All articles of a run, segmented, in any order and from many threads at once.
pub trait Articles: Sync {
    /// Number of articles.
    fn len(&self) -> usize;
    /// One article.
    fn get(&self, article: ArticleId) -> Segmented;
    /// One article, into `out`, whose memory is used again.
    fn load(&self, article: ArticleId, out: &mut Segmented) {
        *out = self.get(article);
    }
    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Articles for [Segmented] {
    fn len(&self) -> usize {
        <[Segmented]>::len(self)
    }

    fn get(&self, article: ArticleId) -> Segmented {
        self[article.index()].clone()
    }
}

/// Collects segmented articles in the order of reading.
#[derive(Debug)]
pub struct SpillWriter {
    file: BufWriter<File>,
    scratch: Scratch,
    starts: Vec<u64>,
    at: u64,
}

impl SpillWriter {
    /// A writer to a file of the scratch.
    ///
    /// # Errors
    /// [`crate::Error::Io`] at its folder if no file can be made there.
    pub fn create(scratch: &Scratch) -> Result<Self> {
        let file = scratch.file().map_err(|e| scratch.error(e))?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 20, file),
            scratch: scratch.clone(),
            starts: Vec::new(),
            at: 0,
        })
    }

    /// Appends articles that [`encode`] made, in order; `lengths` are their bytes each.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub fn append(&mut self, bytes: &[u8], lengths: &[usize]) -> Result<()> {
        self.file.write_all(bytes).map_err(|e| self.scratch.error(e))?;
        for length in lengths {
            self.starts.push(self.at);
            self.at += *length as u64;
        }
        Ok(())
    }

    /// Ends writing.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub fn finish(mut self) -> Result<Spill> {
        self.starts.push(self.at);
        let file = self.file.into_inner().map_err(|e| self.scratch.error(e.into_error()))?;
        Ok(Spill { file, scratch: self.scratch, starts: self.starts })
    }
}

/// Appends one article to `out` in the layout of the spill; gives its length in bytes.
pub fn encode(article: &Segmented, out: &mut Vec<u8>) -> usize {
    let before = out.len();
    layout::encode(article, out);
    out.len() - before
}

/// The article of bytes that [`encode`] made; `None` if they are none. O(bytes).
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Segmented> {
    let words: Vec<u32> =
        bytes.as_chunks::<4>().0.iter().map(|word| u32::from_ne_bytes(*word)).collect();
    let mut out = Segmented::default();
    layout::decode(&words, &mut out)?;
    out.is_sound().then_some(out)
}

/// The segmented articles of a run.
#[derive(Debug)]
pub struct Spill {
    file: File,
    scratch: Scratch,
    starts: Vec<u64>,
}

impl Spill {
    /// Tells whether reading back ever failed, see [`Scratch::check`].
    ///
    /// # Errors
    /// [`crate::Error::Io`] with the first failure since the last call.
    pub fn check(&self) -> Result<()> {
        self.scratch.check()
    }

    /// The scratch that it lies in.
    #[must_use]
    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    fn read(&self, index: usize, out: &mut Segmented) -> io::Result<()> {
        let (start, end) = (self.starts[index], self.starts[index + 1]);
        let length = usize::try_from(end - start).map_err(io::Error::other)?;
        let mut words = WORDS.take();
        words.resize(length / 4, 0);
        read_exact_at(&self.file, bytemuck::cast_slice_mut(&mut words), start)?;
        let decoded = layout::decode(&words, out);
        WORDS.set(words);
        decoded.ok_or_else(|| io::Error::other("the temporary file is damaged"))
    }
}

thread_local! {
    /// The words that a thread read last, for their memory.
    static WORDS: Cell<Vec<u32>> = const { Cell::new(Vec::new()) };
}

impl Articles for Spill {
    fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn get(&self, article: ArticleId) -> Segmented {
        let mut out = Segmented::default();
        self.load(article, &mut out);
        out
    }

    fn load(&self, article: ArticleId, out: &mut Segmented) {
        let read = self.read(article.index(), out);
        if read.is_err() {
            out.clear();
        }
        self.scratch.keep(read);
    }
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
        let mut writer = SpillWriter::create(&Scratch::new(&std::env::temp_dir(), None)).unwrap();
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

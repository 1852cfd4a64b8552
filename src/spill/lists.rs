//! Lists of small rows, one a number, that would outgrow memory.
//!
//! Takes the lists in order, gives back those of any run of numbers, from any thread. The rows lie in a nameless file; of
//! each list eight bytes stay in memory.

use super::scratch::Scratch;
use crate::disk::read_exact_at;
use crate::error::Result;
use bytemuck::Pod;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::marker::PhantomData;
use std::ops::Range;

/// Collects lists in order.
#[derive(Debug)]
pub struct ListsWriter<T> {
    file: BufWriter<File>,
    scratch: Scratch,
    /// Rows up to the end of each list.
    ends: Vec<u64>,
    row: PhantomData<T>,
}

impl<T: Pod> ListsWriter<T> {
    /// A writer to a file of the scratch.
    ///
    /// # Errors
    /// [`crate::Error::Io`] at its folder if no file can be made there.
    pub fn create(scratch: &Scratch) -> Result<Self> {
        let file = scratch.file().map_err(|e| scratch.error(e))?;
        let scratch = scratch.clone();
        Ok(Self { file: BufWriter::new(file), scratch, ends: Vec::new(), row: PhantomData })
    }

    /// Adds the next list.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub fn push(&mut self, rows: &[T]) -> Result<()> {
        let before = self.ends.last().copied().unwrap_or(0);
        self.ends.push(before + rows.len() as u64);
        self.file.write_all(bytemuck::cast_slice(rows)).map_err(|e| self.scratch.error(e))
    }

    /// Ends writing.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub fn finish(self) -> Result<Lists<T>> {
        let file = self.file.into_inner().map_err(|e| self.scratch.error(e.into_error()))?;
        Ok(Lists { file, scratch: self.scratch, ends: self.ends, row: PhantomData })
    }
}

/// The lists, to be read in any order.
#[derive(Debug)]
pub struct Lists<T> {
    file: File,
    scratch: Scratch,
    ends: Vec<u64>,
    row: PhantomData<T>,
}

impl<T: Pod> Lists<T> {
    /// The place of the first row of a list in the file, counted in rows.
    fn start(&self, list: usize) -> u64 {
        list.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// Rows of a list. Reads nothing.
    #[must_use]
    pub fn count(&self, list: usize) -> usize {
        usize::try_from(self.ends[list] - self.start(list)).unwrap_or(usize::MAX)
    }

    /// The rows of a run of lists, one after the other; one read. A failure gives none and is remembered, see
    /// [`Scratch::check`].
    #[must_use]
    pub fn get(&self, lists: Range<usize>) -> Vec<T> {
        let (start, end) = (self.start(lists.start), self.start(lists.end));
        if start == end { Vec::new() } else { self.scratch.keep(self.read(start, end)) }
    }

    fn read(&self, start: u64, end: u64) -> io::Result<Vec<T>> {
        let rows = usize::try_from(end - start).map_err(io::Error::other)?;
        let mut out = vec![T::zeroed(); rows];
        let at = start * std::mem::size_of::<T>() as u64;
        read_exact_at(&self.file, bytemuck::cast_slice_mut(&mut out), at)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_alone_and_in_runs() {
        let scratch = Scratch::new(&std::env::temp_dir(), None);
        let mut writer = ListsWriter::create(&scratch).unwrap();
        let lists: [&[[u32; 2]]; 4] = [&[[1, 2], [3, 4]], &[], &[[5, 6]], &[]];
        for list in lists {
            writer.push(list).unwrap();
        }
        let back = writer.finish().unwrap();
        assert_eq!((0..4).map(|i| back.count(i)).collect::<Vec<_>>(), [2, 0, 1, 0]);
        for (i, list) in lists.iter().enumerate() {
            assert_eq!(back.get(i..i + 1), *list);
        }
        assert_eq!(back.get(0..4), [[1, 2], [3, 4], [5, 6]]);
        assert!(back.get(1..2).is_empty());
        scratch.check().unwrap();
    }
}

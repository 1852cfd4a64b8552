//! A table with many columns that is filled row by row and read column by column, in memory or on disk.
//!
//! Takes rows of 32-bit words in order, gives whole columns, from any thread and as often as asked. What comes back does
//! not depend on memory.

use super::scratch::Scratch;
use crate::disk::{read_exact_at, write_all_at};
use std::fs::File;
use std::io;

/// Rows that lie together, column after column.
const BLOCK: usize = 1024;

/// Rows of a fixed number of words.
///
/// Blocks of rows wait in memory until they take more than the share; from then on all lie in a nameless file. A
/// failure of the disk is remembered by the [`Scratch`]: columns are then short.
#[derive(Debug, Default)]
pub struct Columns {
    width: usize,
    /// Where to, and from how many bytes on.
    room: Option<(Scratch, usize)>,
    /// The last rows, row after row.
    open: Vec<u32>,
    blocks: Vec<Vec<u32>>,
    file: Option<File>,
    /// Blocks in the file.
    written: usize,
}

impl Columns {
    /// An empty table with so many columns, in memory.
    #[must_use]
    pub fn new(columns: usize) -> Self {
        Self { width: columns.max(1), ..Self::default() }
    }

    /// The table, in a file of the scratch once it takes more than `share` bytes.
    #[must_use]
    pub fn within(self, scratch: &Scratch, share: usize) -> Self {
        Self { room: Some((scratch.clone(), share)), ..self }
    }

    /// Number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.blocks.len() + self.written) * BLOCK + self.open.len() / self.width.max(1)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends rows, one after the other. O(words).
    pub fn extend(&mut self, rows: &[u32]) {
        self.open.extend_from_slice(rows);
        let block = BLOCK * self.width;
        while self.open.len() >= block {
            let rest = self.open.split_off(block);
            let rows = std::mem::replace(&mut self.open, rest);
            self.blocks.push((0..self.width).flat_map(|c| self.of_rows(&rows, c)).collect());
            self.make_room();
        }
    }

    /// One column, by row. O(rows).
    #[must_use]
    pub fn column(&self, column: usize) -> Vec<u32> {
        let mut words = vec![0; self.written * BLOCK];
        if let (Some((scratch, _)), Some(file)) = (&self.room, &self.file) {
            for (block, words) in words.chunks_exact_mut(BLOCK).enumerate() {
                let at = self.bytes(block) + 4 * (column * BLOCK) as u64;
                scratch.keep(read_exact_at(file, bytemuck::cast_slice_mut(words), at));
            }
        }
        for block in &self.blocks {
            words.extend_from_slice(&block[column * BLOCK..(column + 1) * BLOCK]);
        }
        words.extend(self.of_rows(&self.open, column));
        words
    }

    fn of_rows(&self, rows: &[u32], column: usize) -> impl Iterator<Item = u32> {
        rows.iter().skip(column).step_by(self.width.max(1)).copied()
    }

    /// Bytes of so many blocks.
    fn bytes(&self, blocks: usize) -> u64 {
        (4 * BLOCK * self.width * blocks) as u64
    }

    /// Sends all blocks to the disk if they are too many.
    fn make_room(&mut self) {
        let Some((scratch, share)) = self.room.clone() else { return };
        if self.file.is_some() || self.bytes(self.blocks.len()) > share as u64 {
            let written = self.write(&scratch);
            scratch.keep(written);
        }
    }

    fn write(&mut self, scratch: &Scratch) -> io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => scratch.file()?,
        };
        for block in std::mem::take(&mut self.blocks) {
            write_all_at(&file, bytemuck::cast_slice(&block), self.bytes(self.written))?;
            self.written += 1;
        }
        self.file = Some(file);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_the_same_in_memory_and_on_disk() {
        let scratch = Scratch::new(&std::env::temp_dir(), None);
        let mut tables = [
            Columns::new(3),
            Columns::new(3).within(&scratch, 0),
            Columns::new(3).within(&scratch, 4 * 3 * 2 * BLOCK),
        ];
        let rows = u32::try_from(4 * BLOCK + 7).unwrap();
        for table in &mut tables {
            (0..rows).for_each(|row| table.extend(&[row, 7, 10 * row]));
            assert_eq!((table.len(), table.width()), (rows as usize, 3));
            assert_eq!(table.column(0), (0..rows).collect::<Vec<_>>());
            assert_eq!(table.column(1), vec![7; rows as usize]);
            assert_eq!(table.column(2), (0..rows).map(|row| 10 * row).collect::<Vec<_>>());
        }
        assert_eq!(tables.map(|t| t.file.is_some()), [false, true, true]);
        scratch.check().unwrap();
    }
}

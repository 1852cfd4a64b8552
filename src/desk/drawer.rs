//! Drawers: a few thousand bytes of rows that are written, checked and read together.
//!
//! Takes rows ascending by key, gives them as bytes: of each row what its key is above the one before, its length, and
//! its own bytes. The first key stands outside. Never decodes a row.

use super::table::{Row, encode};
use std::marker::PhantomData;

/// Bytes in a drawer, from which on it is closed.
pub(super) const DRAWER: usize = 4096;
/// Longest row, in bytes.
pub(super) const LONGEST: usize = 256 << 20;

/// Appends a number, seven bits a byte, lowest first.
pub(super) fn put(mut number: u64, into: &mut Vec<u8>) {
    while number >= 0x80 {
        into.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    into.push(number.to_le_bytes()[0]);
}

/// The number at the front of `bytes`, which move past it.
pub(super) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// The rows of one drawer, in order.
#[derive(Debug, Clone)]
pub(super) struct Opened<'a> {
    key: u64,
    is_first: bool,
    rest: &'a [u8],
}

impl<'a> Opened<'a> {
    pub(super) fn new(first: u64, bytes: &'a [u8]) -> Self {
        Self { key: first, is_first: true, rest: bytes }
    }

    /// From a row in the middle on: `key` is that of the row before, or the first key at the first row.
    pub(super) fn on(key: u64, is_first: bool, bytes: &'a [u8]) -> Self {
        Self { key, is_first, rest: bytes }
    }

    /// Whether all bytes were rows.
    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    /// What of the bytes is left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }
}

impl<'a> Iterator for Opened<'a> {
    type Item = (u64, &'a [u8]);

    /// The next row; `None` at the end, or where bytes are no row.
    fn next(&mut self) -> Option<Self::Item> {
        let mut rest = self.rest;
        let above = if self.is_first { 0 } else { take(&mut rest)? };
        let long = usize::try_from(take(&mut rest)?).ok()?;
        let (row, rest) = rest.split_at_checked(long)?;
        self.key = self.key.checked_add(above)?;
        (self.is_first, self.rest) = (false, rest);
        Some((self.key, row))
    }
}

/// Where a drawer of [`Sorted`] lies.
#[derive(Debug, Clone, Copy)]
struct Head {
    first: u64,
    last: u64,
    end: usize,
    rows: u64,
}

/// Ascending rows as drawers.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    heads: Vec<Head>,
    bytes: Vec<u8>,
    /// A row was out of order or too long: nothing of this may be written.
    is_broken: bool,
}

/// A drawer before it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled<'a> {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) rows: u64,
    pub(super) bytes: &'a [u8],
}

impl Sorted {
    pub(super) fn push(&mut self, key: u64, row: &[u8]) {
        self.is_broken |= row.len() > LONGEST;
        self.begin((key, key, 1), row.len());
        put(row.len() as u64, &mut self.bytes);
        self.bytes.extend_from_slice(row);
        self.end();
    }

    /// Appends rows with higher keys. Two drawers that meet half full become one.
    pub(super) fn append(&mut self, later: &Self) {
        self.is_broken |= later.is_broken;
        for drawer in later.drawers() {
            self.begin((drawer.first, drawer.last, drawer.rows), drawer.bytes.len());
            self.bytes.extend_from_slice(drawer.bytes);
            self.end();
        }
    }

    /// Rows from a first key to a last one are going to follow: in the last drawer if they fit, else in a new one.
    fn begin(&mut self, (first, last, rows): (u64, u64, u64), long: usize) {
        let taken = self.bytes.len() - self.start_of_last();
        let Some(head) = self.heads.last_mut().filter(|head| {
            self.is_broken |= head.last >= first;
            taken < DRAWER && taken + long < 2 * DRAWER
        }) else {
            self.heads.push(Head { first, last, end: 0, rows });
            return;
        };
        put(first.wrapping_sub(head.last), &mut self.bytes);
        (head.last, head.rows) = (last, head.rows + rows);
    }

    fn end(&mut self) {
        if let Some(head) = self.heads.last_mut() {
            head.end = self.bytes.len();
        }
    }

    fn start_of_last(&self) -> usize {
        self.heads.len().checked_sub(2).map_or(0, |before| self.heads[before].end)
    }

    pub(super) fn drawers(&self) -> impl Iterator<Item = Filled<'_>> {
        let starts = std::iter::once(0).chain(self.heads.iter().map(|head| head.end));
        self.heads.iter().zip(starts).map(|(head, start)| Filled {
            first: head.first,
            last: head.last,
            rows: head.rows,
            bytes: &self.bytes[start..head.end],
        })
    }

    pub(super) fn rows(&self) -> u64 {
        self.heads.iter().map(|head| head.rows).sum()
    }

    /// Bytes of all rows.
    pub(super) fn long(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn is_broken(&self) -> bool {
        self.is_broken
    }

    pub(super) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }
}

/// Rows of a table ascending by key, encoded: what one thread makes.
#[derive(Debug)]
pub struct Rows<R> {
    sorted: Sorted,
    row: Vec<u8>,
    kind: PhantomData<fn() -> R>,
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self { sorted: Sorted::default(), row: Vec::new(), kind: PhantomData }
    }
}

impl<R: Row> Rows<R> {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a row; its key is higher than all before. One that is not, or a row that has no bytes, makes
    /// [`Draft::rows`](super::Draft::rows) fail. O(bytes).
    pub fn push(&mut self, key: u64, row: &R) {
        self.row.clear();
        self.sorted.is_broken |= encode(row, &mut self.row).is_err();
        self.sorted.push(key, &self.row);
    }

    /// Appends rows with higher keys. O(bytes).
    #[expect(clippy::needless_pass_by_value, reason = "what was appended is not used again")]
    pub fn append(&mut self, later: Self) {
        self.sorted.append(&later.sorted);
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::try_from(self.sorted.rows()).unwrap_or(usize::MAX)
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    pub(super) fn sorted(&self) -> &Sorted {
        &self.sorted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(sorted: &Sorted) -> Vec<(u64, Vec<u8>)> {
        let opened = sorted.drawers().flat_map(|drawer| {
            let mut rows = Opened::new(drawer.first, drawer.bytes);
            let read: Vec<_> = rows.by_ref().map(|(key, row)| (key, row.to_vec())).collect();
            assert!(rows.is_done() && read.len() as u64 == drawer.rows);
            assert_eq!(read.last().map(|row| row.0), Some(drawer.last));
            read
        });
        opened.collect()
    }

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX - 1, u64::MAX] {
            let mut bytes = Vec::new();
            put(number, &mut bytes);
            assert_eq!(take(&mut &bytes[..]), Some(number));
            assert_eq!(take(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(take(&mut &[0xff; 20][..]), None);
    }

    #[test]
    fn parts_make_the_same_rows_and_few_drawers() {
        let all: Vec<(u64, Vec<u8>)> = (0..2000_u64)
            .map(|n| (n << 50, vec![7; usize::try_from(n % 40).unwrap()]))
            .chain([(u64::MAX, vec![1; 3 * DRAWER])])
            .collect();
        let mut joined = Sorted::default();
        for part in all.chunks(9) {
            let mut sorted = Sorted::default();
            for (key, row) in part {
                sorted.push(*key, row);
            }
            joined.append(&sorted);
        }
        assert_eq!(rows(&joined), all);
        assert!(!joined.is_broken() && joined.drawers().count() < joined.long() / DRAWER + 2);
        joined.push(u64::MAX, b"again");
        assert!(joined.is_broken());
    }

    #[test]
    fn bytes_that_are_no_rows_end_them() {
        for bytes in [&[0xff; 12][..], &[200, 1, 2], &[1, 9, 0xff, 0xff, 0xff, 0xff]] {
            let mut rows = Opened::new(5, bytes);
            assert!(rows.by_ref().count() < 2 && !rows.is_done());
        }
    }
}

//! A volume: one immutable file of rows and records, opened for reading.
//!
//! ```text
//! magic and version                               8 bytes
//! drawers of all tables, as they were filled      each with a 32-bit checksum behind it
//! the sieve
//! the footer (postcard)                           where everything is
//! the trailer                                     where the footer is, its length, a checksum, the magic once more
//! ```
//!
//! Takes a finished file, gives drawers by table and key from any thread. Every byte stands under a checksum, and no memory
//! is taken for a length before it is checked. Never writes.

use super::catalogue::Days;
use super::drawer::{LONGEST, Opened};
pub(super) use super::sieve::LINE;
use super::sieve::{Sieve, hash};
use super::tables;
use crate::disk::read_exact_at;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_64_with_seed};
use zstd::bulk::Decompressor;

/// The first bytes of a volume, and the last.
pub(super) const MAGIC: [u8; 8] = *b"cpydesk\x01";
/// Bytes of the trailer.
pub(super) const TRAILER: u64 = 32;
/// Bytes of the checksum behind a drawer.
pub(super) const CHECK: usize = 4;
/// The table of records, by article: compressed, and in larger drawers.
pub(super) const RECORDS: u8 = u8::MAX;
/// Longest drawer on disk: a drawer that is full but for one row, and the longest row.
const GREATEST: usize = LONGEST + (1 << 20);

/// Where everything is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Footer {
    /// Ascending by number.
    pub(super) tables: Vec<Index>,
    /// Where the sieve begins, the power of two of its lines, and its checksum.
    pub(super) sieve: (u64, u32, u64),
    /// Number of the first host that is new in this volume.
    pub(super) first_host: u32,
    /// Hosts that are new; one that was forgotten is empty.
    pub(super) hosts: Vec<String>,
    /// Number of the first article.
    pub(super) first_article: u32,
    /// Articles, with those that were forgotten.
    pub(super) articles: u32,
    /// Days of the articles.
    pub(super) days: Days,
}

/// The drawers of one table.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Index {
    pub(super) number: u8,
    pub(super) rows: u64,
    /// The first key of each drawer, ascending.
    pub(super) firsts: Vec<u64>,
    /// Where each drawer is.
    pub(super) at: Vec<u64>,
    /// Bytes of each drawer, without its checksum.
    pub(super) long: Vec<u32>,
}

/// An open volume. A clone is the same.
#[derive(Debug, Clone)]
pub(super) struct Volume {
    pub(super) path: Arc<Path>,
    pub(super) footer: Arc<Footer>,
    pub(super) sieve: Arc<Sieve>,
    pub(super) bytes: u64,
    /// Checksum of the footer, by which the catalogue knows the volume.
    pub(super) check: u64,
    /// Where the footer begins.
    pub(super) footer_at: u64,
    file: Arc<File>,
}

impl Volume {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Input`] if it is damaged.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::io(path))?;
        let bytes = file.metadata().map_err(Error::io(path))?.len();
        let (footer, footer_at, check) = read_footer(path, &file, bytes)?;
        let sieve = read_sieve(path, &file, &footer, bytes)?;
        Ok(Self {
            path: path.into(),
            footer: Arc::new(footer),
            sieve: Arc::new(sieve),
            bytes,
            check,
            footer_at,
            file: Arc::new(file),
        })
    }

    /// The same volume, in a file that was renamed.
    pub(super) fn renamed(&self, path: PathBuf) -> Self {
        Self { path: path.into(), ..self.clone() }
    }

    /// The same volume, asked with half the sieve.
    pub(super) fn folded(&self) -> Self {
        Self { sieve: Arc::new(self.sieve.folded()), ..self.clone() }
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn index(&self, table: u8) -> Option<&Index> {
        let tables = &self.footer.tables;
        tables.binary_search_by_key(&table, |index| index.number).ok().map(|i| &tables[i])
    }

    /// Refuses a volume with tables that nobody knows: their rows would be lost in merging.
    pub(super) fn is_known(&self) -> Result<()> {
        let own = |n: u8| n == RECORDS || tables::ALL.iter().any(|table| table.number() == n);
        match self.footer.tables.iter().find(|index| !own(index.number)) {
            None => Ok(()),
            Some(index) => {
                let reason =
                    format!("has a table {}, which this version does not know", index.number);
                Err(Error::input(&*self.path, reason))
            }
        }
    }

    pub(super) fn may_hold(&self, table: u8, key: u64) -> bool {
        self.sieve.passes(hash(table, key))
    }

    /// Rows of all tables that are asked by key.
    pub(super) fn rows(&self) -> u64 {
        self.footer.tables.iter().map(|index| index.rows).sum()
    }

    /// Reads a drawer as it is on disk, without its checksum.
    pub(super) fn packed(&self, index: &Index, drawer: usize, into: &mut Vec<u8>) -> Result<()> {
        let place = index.at.get(drawer).zip(index.long.get(drawer));
        let (&at, &long) = place.ok_or_else(|| damaged(&self.path, "a drawer is missing"))?;
        let long = long as usize;
        let end = at.checked_add((long + CHECK) as u64);
        if long > GREATEST || end.is_none_or(|end| end > self.bytes) {
            return Err(damaged(&self.path, &format!("the drawer at byte {at} has no end")));
        }
        into.resize(long + CHECK, 0);
        read_exact_at(&self.file, into, at).map_err(Error::io(&self.path))?;
        let check = checksum(&into[..long]);
        if into[long..] != check {
            return Err(damaged(&self.path, &format!("the drawer at byte {at} has changed")));
        }
        into.truncate(long);
        Ok(())
    }

    /// Reads a drawer, unpacked.
    pub(super) fn drawer(&self, index: &Index, drawer: usize, into: &mut Vec<u8>) -> Result<()> {
        self.packed(index, drawer, into)?;
        if index.number == RECORDS {
            *into =
                unpack(into).ok_or_else(|| damaged(&self.path, "records cannot be unpacked"))?;
        }
        Ok(())
    }

    /// Gives every key that the volume holds, and its row; the keys ascend.
    pub(super) fn look_up(
        &self,
        table: u8,
        keys: impl Iterator<Item = (usize, u64)>,
        mut found: impl FnMut(usize, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let Some(index) = self.index(table) else { return Ok(()) };
        let mut bytes = Vec::new();
        let mut keys = keys.peekable();
        let mut next = 0;
        while let Some(&(_, key)) = keys.peek() {
            next += index.firsts[next..].partition_point(|first| *first <= key);
            let Some(drawer) = next.checked_sub(1) else {
                keys.next();
                continue;
            };
            let end = index.firsts.get(next).copied();
            self.drawer(index, drawer, &mut bytes)?;
            let mut rows = Opened::new(index.firsts[drawer], &bytes).peekable();
            while let Some((i, key)) = keys.next_if(|(_, key)| end.is_none_or(|end| *key < end)) {
                while rows.next_if(|row| row.0 < key).is_some() {}
                if let Some((_, row)) = rows.next_if(|row| row.0 == key) {
                    found(i, row)?;
                }
            }
        }
        Ok(())
    }
}

/// The checksum of a drawer.
pub(super) fn checksum(bytes: &[u8]) -> [u8; CHECK] {
    let [a, b, c, d, ..] = xxh3_64(bytes).to_le_bytes();
    [a, b, c, d]
}

/// The checksum of a footer and of where it is.
pub(super) fn footer_check(footer: &[u8], at: u64) -> u64 {
    xxh3_64_with_seed(footer, at)
}

thread_local! {
    /// What a thread unpacks with: to make it costs more than to use it.
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// A drawer of records: its length, then the bytes in Zstandard.
pub(super) fn pack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
    packed.extend(zstd::bulk::compress(bytes, 1)?);
    Ok(packed)
}

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let (long, packed) = packed.split_first_chunk::<4>()?;
    let long = u32::from_le_bytes(*long) as usize;
    if long > GREATEST {
        return None;
    }
    let unpacked = UNPACKER.with_borrow_mut(|unpacker| {
        let made = match unpacker.take() {
            Some(made) => made,
            None => Decompressor::new().ok()?,
        };
        unpacker.insert(made).decompress(packed, long).ok()
    });
    unpacked.filter(|bytes| bytes.len() == long)
}

/// What is said of bytes that are not as they were written.
pub(super) fn damaged(path: &Path, what: &str) -> Error {
    Error::input(path, format!("is damaged: {what}"))
}

fn read_footer(path: &Path, file: &File, bytes: u64) -> Result<(Footer, u64, u64)> {
    let odd = |what| damaged(path, what);
    let head = MAGIC.len() as u64;
    let end = bytes.checked_sub(TRAILER).filter(|end| *end >= head);
    let end = end.ok_or_else(|| odd("it is too short"))?;
    let mut magic = [0; 8];
    read_exact_at(file, &mut magic, 0).map_err(Error::io(path))?;
    let mut trailer = [[0; 8]; 4];
    read_exact_at(file, trailer.as_flattened_mut(), end).map_err(Error::io(path))?;
    if magic != MAGIC || trailer[3] != MAGIC {
        return Err(odd("it does not begin and end as a volume does"));
    }
    let [at, long, check] = [0, 1, 2].map(|i: usize| u64::from_le_bytes(trailer[i]));
    if at < head || at.checked_add(long) != Some(end) {
        return Err(odd("its trailer points nowhere"));
    }
    let long = usize::try_from(long).map_err(|_| odd("its footer is too long"))?;
    let mut footer = vec![0; long];
    read_exact_at(file, &mut footer, at).map_err(Error::io(path))?;
    if footer_check(&footer, at) != check {
        return Err(odd("its footer has changed"));
    }
    let footer: Footer = postcard::from_bytes(&footer).map_err(|_| odd("its footer is none"))?;
    let even = |t: &Index| t.at.len() == t.firsts.len() && t.long.len() == t.firsts.len();
    if footer.tables.iter().all(even) {
        Ok((footer, at, check))
    } else {
        Err(odd("its footer is odd"))
    }
}

fn read_sieve(path: &Path, file: &File, footer: &Footer, bytes: u64) -> Result<Sieve> {
    let (mut at, power, check) = footer.sieve;
    let end = (LINE as u64).checked_shl(power).and_then(|long| at.checked_add(long));
    if power > 32 || end.is_none_or(|end| end > bytes) {
        return Err(damaged(path, "its sieve has no end"));
    }
    let mut hasher = Xxh3::new();
    let sieve = Sieve::read(power, |chunk| {
        read_exact_at(file, chunk, at).map_err(Error::io(path))?;
        at += chunk.len() as u64;
        hasher.update(chunk);
        Ok(())
    })?;
    if hasher.digest() == check { Ok(sieve) } else { Err(damaged(path, "its sieve has changed")) }
}

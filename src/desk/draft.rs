//! What a crawl adds to a desk: a volume in the making.
//!
//! Takes rows and records in order, gives a finished file under a temporary name. Never touches what the desk has: a draft
//! that is dropped leaves nothing.

use super::drawer::{Filled, Opened, Rows, Sorted, put};
use super::reading::Hosts;
use super::sieve::{Growing, hash};
use super::table::{Row, Table, decode};
use super::tables;
use super::volume::{self, Footer, Index, MAGIC, RECORDS, Volume};
use super::{Forgotten, ORIGINS, Origin};
use crate::disk;
use crate::error::{Error, Result};
use rustc_hash::FxHashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// Bytes of records that are packed together.
const PACK: usize = 32 << 10;

/// A volume in the making.
///
/// Rows come table by table, ascending by number; several calls for one table in ascending key order. Records may come at
/// any time.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    /// `None` once it is finished.
    file: Option<BufWriter<File>>,
    at: u64,
    footer: Footer,
    known: Arc<Hosts>,
    new: FxHashMap<String, u32>,
    /// Records that are not written yet.
    records: Sorted,
    pending: usize,
    origins: Rows<Origin>,
    sieve: Growing,
    /// The highest key of the last table.
    last: Option<(u8, u64)>,
}

impl Draft {
    /// Begins a volume at `path` that numbers articles and hosts on from these, of at most `rows` rows if that is
    /// known.
    pub(super) fn create(
        path: PathBuf,
        (first_article, first_host, known): (u32, u32, Arc<Hosts>),
        rows: Option<u64>,
    ) -> Result<Self> {
        let file = File::create_new(&path).map_err(Error::io(&path))?;
        let mut draft = Self {
            path,
            file: Some(BufWriter::with_capacity(1 << 20, file)),
            at: 0,
            footer: Footer { first_host, first_article, ..Footer::default() },
            known,
            new: FxHashMap::default(),
            records: Sorted::default(),
            pending: 0,
            origins: Rows::new(),
            sieve: rows.map_or_else(Growing::default, Growing::of),
            last: None,
        };
        draft.write(&MAGIC)?;
        Ok(draft)
    }

    /// The number that its first article gets.
    #[must_use]
    pub fn first_article(&self) -> u32 {
        self.footer.first_article
    }

    /// The number of a host; one that the desk has not yet is added. Numbers never change.
    pub fn host(&mut self, name: &str) -> u32 {
        if let Some(number) = self.known.numbers.get(name).or_else(|| self.new.get(name)) {
            return *number;
        }
        let number = self.footer.first_host + super::number(self.footer.hosts.len());
        self.new.insert(name.to_owned(), number);
        self.footer.hosts.push(name.to_owned());
        number
    }

    /// Adds rows to a table.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Broken`] if tables or keys do not ascend.
    pub fn rows<R: Row>(&mut self, table: Table<R>, rows: &Rows<R>) -> Result<()> {
        self.sorted(table.number, rows.sorted())
    }

    /// Adds the record of the next article: where it is from, and bytes that the desk gives back as they are.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn record(&mut self, origin: Origin, bytes: &[u8]) -> Result<()> {
        let number = self.footer.first_article.checked_add(self.footer.articles);
        let key = u64::from(number.ok_or_else(|| broken("it has too many articles"))?);
        self.origins.push(key, &origin);
        self.records.push(key, bytes);
        self.pending += bytes.len();
        self.footer.days.add(origin.day);
        self.footer.articles += 1;
        if self.pending >= PACK { self.pack_pending() } else { Ok(()) }
    }

    /// Adds a host that was forgotten.
    pub(super) fn nobody(&mut self) {
        self.footer.hosts.push(String::new());
    }

    /// The number that the next article gets.
    pub(super) fn next_article(&self) -> u32 {
        self.footer.first_article.saturating_add(self.footer.articles)
    }

    /// Whether a row may be added to what was written.
    pub(super) fn may_follow(&self, table: u8, key: u64) -> bool {
        self.last.is_none_or(|last| last < (table, key))
    }

    /// Passes over the numbers of articles that were forgotten: the next one gets this number.
    pub(super) fn pass_to(&mut self, number: u32) {
        let articles = number.saturating_sub(self.footer.first_article);
        self.footer.articles = self.footer.articles.max(articles);
    }

    /// Adds rows of any table.
    pub(super) fn sorted(&mut self, table: u8, rows: &Sorted) -> Result<()> {
        if !tables::ALL.iter().any(|known| known.number() == table) {
            return Err(broken("a table is not on the list of tables"));
        }
        if rows.is_broken() {
            return Err(broken("rows do not ascend, or one is too long"));
        }
        for drawer in rows.drawers() {
            self.drawer(table, &drawer)?;
        }
        Ok(())
    }

    fn drawer(&mut self, table: u8, drawer: &Filled<'_>) -> Result<()> {
        if !self.may_follow(table, drawer.first) {
            return Err(broken("tables or keys do not ascend"));
        }
        self.last = Some((table, drawer.last));
        for (key, row) in Opened::new(drawer.first, drawer.bytes) {
            if table == ORIGINS.number {
                let from: Option<Origin> = decode(row);
                self.footer.days.add(from.map_or(0, |from| from.day));
            } else {
                self.sieve.insert(hash(table, key));
            }
        }
        self.put(table, drawer)
    }

    /// Writes a drawer.
    pub(super) fn put(&mut self, table: u8, drawer: &Filled<'_>) -> Result<()> {
        let at = self.at;
        self.write(drawer.bytes)?;
        self.write(&volume::checksum(drawer.bytes))?;
        let tables = &mut self.footer.tables;
        let place = tables.binary_search_by_key(&table, |index| index.number);
        let place = place.unwrap_or_else(|place| {
            tables.insert(place, Index { number: table, ..Index::default() });
            place
        });
        let index = &mut tables[place];
        index.rows += drawer.rows;
        index.firsts.push(drawer.first);
        index.at.push(at);
        index.long.push(super::number(drawer.bytes.len()));
        Ok(())
    }

    /// Writes the records that wait.
    fn pack_pending(&mut self) -> Result<()> {
        self.pending = 0;
        let records = std::mem::take(&mut self.records);
        self.pack(&records)
    }

    /// Writes records as one drawer.
    pub(super) fn pack(&mut self, records: &Sorted) -> Result<()> {
        let frame = Frame::of(records).map_err(Error::io(&self.path))?;
        frame.map_or(Ok(()), |frame| self.frame(0, &frame))
    }

    /// Adds the records of the next articles, which are packed already.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn records(&mut self, packed: &Packed) -> Result<()> {
        self.pack_pending()?;
        let first = self.footer.first_article.checked_add(self.footer.articles);
        let new = super::number(packed.origins.len());
        let first = first.filter(|first| first.checked_add(new).is_some());
        let first = u64::from(first.ok_or_else(|| broken("it has too many articles"))?);
        for (key, origin) in (first..).zip(&packed.origins) {
            self.origins.push(key, origin);
            self.footer.days.add(origin.day);
        }
        self.footer.articles += new;
        packed.frames.iter().try_for_each(|frame| self.frame(first, frame))
    }

    /// Writes packed records whose keys count from `base`.
    fn frame(&mut self, base: u64, frame: &Frame) -> Result<()> {
        let Frame { first, last, rows, bytes } = frame;
        let filled = Filled { first: base + first, last: base + last, rows: *rows, bytes };
        self.put(RECORDS, &filled)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let file = self.file.as_mut().ok_or_else(|| broken("it is finished"))?;
        file.write_all(bytes).map_err(Error::io(&self.path))?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Writes what is left and opens the volume, which is not synced yet.
    pub(super) fn finish(mut self) -> Result<Volume> {
        self.pack_pending()?;
        let origins = std::mem::take(&mut self.origins);
        for drawer in origins.sorted().drawers() {
            self.put(ORIGINS.number, &drawer)?;
        }
        self.sieve()?;
        let at = self.at;
        let bytes = postcard::to_stdvec(&self.footer)
            .map_err(|e| broken(&format!("its footer has no bytes: {e}")))?;
        self.write(&bytes)?;
        let check = volume::footer_check(&bytes, at);
        for number in [at, bytes.len() as u64, check] {
            self.write(&number.to_le_bytes())?;
        }
        self.write(&MAGIC)?;
        if let Some(mut file) = self.file.take() {
            file.flush().map_err(Error::io(&self.path))?;
        }
        Volume::open(&self.path)
    }

    fn sieve(&mut self) -> Result<()> {
        let sieve = std::mem::take(&mut self.sieve).finish();
        let mut hasher = Xxh3::new();
        let at = self.at;
        for chunk in sieve.chunks() {
            hasher.update(&chunk);
            self.write(&chunk)?;
        }
        self.footer.sieve = (at, sieve.power(), hasher.digest());
        Ok(())
    }

    /// Takes over hosts and articles of a volume that is merged into this, less what is forgotten.
    pub(super) fn take_over(&mut self, from: &Footer, less: Option<&Forgotten>) {
        let is_gone = |number: u32| less.is_some_and(|what| what.hosts.contains(&number));
        let names = from.hosts.iter().zip(from.first_host..);
        let left = names.map(|(name, n)| if is_gone(n) { String::new() } else { name.clone() });
        self.footer.hosts.extend(left);
        self.footer.articles += from.articles;
    }

    /// Whether it follows what the desk has.
    pub(super) fn follows(&self, articles: u32, hosts: usize) -> bool {
        (self.footer.first_article, self.footer.first_host) == (articles, super::number(hosts))
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        let Footer { tables, hosts, articles, .. } = &self.footer;
        tables.is_empty() && hosts.is_empty() && *articles == 0
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            // What will not go is swept away by the next writer.
            let _ = disk::remove(&self.path);
        }
    }
}

/// Some records, packed together.
#[derive(Debug)]
struct Frame {
    first: u64,
    last: u64,
    rows: u64,
    bytes: Vec<u8>,
}

impl Frame {
    /// Records as one drawer; none if there is no record.
    fn of(records: &Sorted) -> io::Result<Option<Self>> {
        if records.is_broken() {
            return Err(io::Error::other("a record is too long"));
        }
        let mut together = Vec::new();
        let mut whole: Option<(u64, u64, u64)> = None;
        for drawer in records.drawers() {
            if let Some((_, last, _)) = whole {
                put(drawer.first - last, &mut together);
            }
            together.extend_from_slice(drawer.bytes);
            let (first, _, rows) = whole.unwrap_or((drawer.first, 0, 0));
            whole = Some((first, drawer.last, rows + drawer.rows));
        }
        let Some((first, last, rows)) = whole else { return Ok(None) };
        Ok(Some(Self { first, last, rows, bytes: volume::pack(&together)? }))
    }
}

/// The records of articles that follow each other, packed: what one thread makes.
#[derive(Debug, Default)]
pub struct Packed {
    origins: Vec<Origin>,
    /// Numbered from 0.
    frames: Vec<Frame>,
}

impl Packed {
    /// Packs records. O(bytes).
    ///
    /// # Errors
    /// [`io::Error`] if a record is longer than a gibibyte, or memory is short.
    pub fn new(records: &[(Origin, Vec<u8>)]) -> io::Result<Self> {
        let mut packed = Self::default();
        let (mut some, mut long) = (Sorted::default(), 0);
        for (key, (origin, bytes)) in (0..).zip(records) {
            packed.origins.push(*origin);
            some.push(key, bytes);
            long += bytes.len();
            if long >= PACK {
                packed.frames.extend(Frame::of(&std::mem::take(&mut some))?);
                long = 0;
            }
        }
        packed.frames.extend(Frame::of(&some)?);
        Ok(packed)
    }
}

fn broken(what: &str) -> Error {
    Error::Broken(format!("a volume of the desk: {what}"))
}

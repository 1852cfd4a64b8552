//! A desk as its readers see it: keys to rows, numbers to records.
//!
//! Takes ascending keys, gives what stands under them in all volumes together, on all cores. Reading cannot fail for those
//! who ask: what cannot be read is not there, and the first failure is remembered for [`Desk::check`].

use super::catalogue::{Catalogue, Terms};
use super::table::{Row, Table, decode};
use super::volume::{RECORDS, Volume, damaged};
use super::{ORIGINS, Origin};
use crate::error::{Error, Result};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// Keys that one thread looks up at a time, at least.
const CHUNK: usize = 512;
/// Bytes that the sieves may take together.
const SIEVES: usize = 128 << 20;
/// How often a catalogue is read again because a volume that it names was merged away.
const TRIES: usize = 5;

/// The names of hosts by number, and the other way round.
#[derive(Debug, Clone, Default)]
pub(super) struct Hosts {
    pub(super) names: Vec<String>,
    pub(super) numbers: FxHashMap<String, u32>,
}

impl Hosts {
    /// Takes in the hosts that are new in a volume.
    pub(super) fn add(&mut self, names: &[String]) {
        for name in names {
            if !name.is_empty() {
                self.numbers.insert(name.clone(), super::number(self.names.len()));
            }
            self.names.push(name.clone());
        }
    }
}

/// What earlier crawls taught, as it was when it was opened. A clone is the same desk.
#[derive(Debug, Clone)]
pub struct Desk(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    dir: PathBuf,
    catalogue: Catalogue,
    volumes: Vec<Volume>,
    hosts: Arc<Hosts>,
    articles: u32,
    decisions: Arc<str>,
    failure: Failure,
}

/// The first failure, until it is told.
pub(super) type Failure = Arc<Mutex<Option<Error>>>;

/// What a desk is made of, in memory.
#[derive(Debug, Clone)]
pub(super) struct Stock {
    pub(super) volumes: Vec<Volume>,
    pub(super) hosts: Arc<Hosts>,
    pub(super) decisions: Arc<str>,
}

impl Stock {
    /// Opens what a catalogue names.
    pub(super) fn open(dir: &Path, catalogue: &Catalogue) -> Result<Self> {
        let opened: Result<Vec<Volume>> = catalogue
            .volumes
            .par_iter()
            .map(|shelved| {
                let path = shelved.path(dir);
                let volume = Volume::open(&path)?;
                volume.is_known()?;
                let same = super::catalogue::told(volume.check) == shelved.check
                    && volume.bytes == shelved.bytes;
                if same {
                    Ok(volume)
                } else {
                    Err(damaged(&path, "it is not the one that belongs here"))
                }
            })
            .collect();
        let decisions = decisions(dir, catalogue)?;
        let mut stock = Self { volumes: opened?, hosts: Arc::default(), decisions };
        stock.settle(true);
        Ok(stock)
    }

    /// Puts things in order after volumes changed, and perhaps the names of hosts.
    pub(super) fn settle(&mut self, with_hosts: bool) {
        if with_hosts {
            let mut hosts = Hosts::default();
            self.volumes.iter().for_each(|volume| hosts.add(&volume.footer.hosts));
            self.hosts = Arc::new(hosts);
        }
        fold(&mut self.volumes);
    }

    /// Article numbers given so far.
    pub(super) fn articles(&self) -> u32 {
        let last = self.volumes.last().map(|volume| &volume.footer);
        last.map_or(0, |footer| footer.first_article.saturating_add(footer.articles))
    }
}

fn decisions(dir: &Path, catalogue: &Catalogue) -> Result<Arc<str>> {
    let Some(decided) = &catalogue.decisions else { return Ok("".into()) };
    let path = dir.join(&decided.file);
    let text = fs::read_to_string(&path).map_err(Error::io(&path))?;
    if super::catalogue::told(xxh3_64(text.as_bytes())) != decided.check {
        return Err(damaged(&path, "it has changed"));
    }
    Ok(text.into())
}

/// Halves the largest sieves until all together take no more than they may.
fn fold(volumes: &mut [Volume]) {
    let bytes = |volumes: &[Volume]| volumes.iter().map(|v| v.sieve.bytes()).sum::<usize>();
    while bytes(volumes) > SIEVES {
        let Some(largest) = volumes.iter_mut().max_by_key(|v| v.sieve.bytes()) else { return };
        if largest.sieve.power() == 0 {
            return;
        }
        *largest = largest.folded();
    }
}

impl Desk {
    /// Opens a desk for reading, whether or not somebody writes to it.
    ///
    /// # Errors
    /// [`Error::Input`] at the folder if it is no desk, was made with other terms, or is damaged; [`Error::Io`].
    pub fn open(dir: &Path, terms: &Terms) -> Result<Self> {
        let (catalogue, stock) = open(dir)?;
        catalogue.agree(dir, terms)?;
        Ok(Self::of(dir, catalogue, stock, Failure::default()))
    }

    pub(super) fn of(dir: &Path, catalogue: Catalogue, stock: Stock, failure: Failure) -> Self {
        let articles = stock.articles();
        let Stock { volumes, hosts, decisions } = stock;
        let dir = dir.to_path_buf();
        Self(Arc::new(Inner { dir, catalogue, volumes, hosts, articles, decisions, failure }))
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    /// Article numbers given so far; numbers of articles that were forgotten stay empty.
    #[must_use]
    pub fn articles(&self) -> u32 {
        self.0.articles
    }

    /// The names of hosts, by number; empty where a host was forgotten.
    #[must_use]
    pub fn hosts(&self) -> &[String] {
        &self.0.hosts.names
    }

    /// The number of a host.
    #[must_use]
    pub fn host(&self, name: &str) -> Option<u32> {
        self.0.hosts.numbers.get(name).copied()
    }

    /// Whether something may stand under a key. Never "no" where something does. About 20 ns a volume.
    #[must_use]
    pub fn holds<R: Row>(&self, table: Table<R>, key: u64) -> bool {
        self.0.volumes.iter().any(|volume| volume.may_hold(table.number, key))
    }

    /// What stands under some keys, which ascend, each once: the keys that are there with their rows, in the same order.
    /// Parallel; a key that is not there costs next to nothing, others about a microsecond a volume that has it.
    #[must_use]
    pub fn find<R: Row>(&self, table: Table<R>, keys: &[u64]) -> Vec<(u64, R)> {
        let found: Result<Vec<_>> =
            keys.par_chunks(CHUNK).map(|keys| self.find_some(table, keys)).collect();
        self.keep(found).concat()
    }

    fn find_some<R: Row>(&self, table: Table<R>, keys: &[u64]) -> Result<Vec<(u64, R)>> {
        let mut rows: Vec<Option<R>> = vec![None; keys.len()];
        for volume in &self.0.volumes {
            let sieved = keys.iter().copied().enumerate();
            let sieved = sieved.filter(|(_, key)| volume.may_hold(table.number, *key));
            volume.look_up(table.number, sieved, |i, bytes| {
                let row = decode(bytes)
                    .ok_or_else(|| damaged(&volume.path, &format!("a row of {}", table.name)))?;
                match &mut rows[i] {
                    Some(sum) => R::merge(sum, row),
                    none => *none = Some(row),
                }
                Ok(())
            })?;
        }
        let pairs = keys.iter().copied().zip(rows);
        Ok(pairs.filter_map(|(key, row)| Some((key, row?))).collect())
    }

    /// The records of articles, which ascend; empty where one was forgotten. Parallel.
    #[must_use]
    pub fn records(&self, numbers: &[u32]) -> Vec<Vec<u8>> {
        let records = self.of_articles(RECORDS, numbers, |bytes| Some(bytes.to_vec()));
        records.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// Where articles are from, which ascend; `None` where one was forgotten. Parallel.
    #[must_use]
    pub fn origins(&self, numbers: &[u32]) -> Vec<Option<Origin>> {
        self.of_articles(ORIGINS.number, numbers, decode)
    }

    fn of_articles<T: Clone + Send>(
        &self,
        table: u8,
        numbers: &[u32],
        read: impl Fn(&[u8]) -> Option<T> + Sync,
    ) -> Vec<Option<T>> {
        let some = |numbers: &[u32]| {
            let mut gained = vec![None; numbers.len()];
            for volume in &self.0.volumes {
                let footer = &volume.footer;
                let own =
                    footer.first_article..footer.first_article.saturating_add(footer.articles);
                let keys = numbers.iter().enumerate().filter(|(_, n)| own.contains(n));
                volume.look_up(table, keys.map(|(i, n)| (i, u64::from(*n))), |i, bytes| {
                    gained[i] = read(bytes);
                    Ok(())
                })?;
            }
            Ok(gained)
        };
        let read: Result<Vec<_>> = numbers.par_chunks(64).map(some).collect();
        let mut gained = self.keep(read).concat();
        gained.resize(numbers.len(), None);
        gained
    }

    /// The decisions in force, as JSON Lines; empty if there are none.
    #[must_use]
    pub fn decisions(&self) -> &str {
        &self.0.decisions
    }

    /// Tells whether anything could not be read since the last call.
    ///
    /// # Errors
    /// The first failure: [`Error::Io`], or [`Error::Input`] if a volume is damaged.
    pub fn check(&self) -> Result<()> {
        let failure = self.0.failure.lock().unwrap_or_else(PoisonError::into_inner).take();
        failure.map_or(Ok(()), Err)
    }

    fn keep<T: Default>(&self, result: Result<T>) -> T {
        result.unwrap_or_else(|failure| {
            let mut first = self.0.failure.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(failure);
            T::default()
        })
    }

    /// What the desk is made of, as far as it is durable.
    #[must_use]
    pub fn about(&self) -> &Catalogue {
        &self.0.catalogue
    }
}

/// Opens what stands in the catalogue, once more if a volume was merged away in between.
pub(super) fn open(dir: &Path) -> Result<(Catalogue, Stock)> {
    let mut tries = 0;
    loop {
        let catalogue = Catalogue::read(dir)?;
        tries += 1;
        match Stock::open(dir, &catalogue) {
            Err(Error::Io { source, .. })
                if source.kind() == std::io::ErrorKind::NotFound && tries < TRIES => {}
            other => return Ok((catalogue, other?)),
        }
    }
}

//! The catalogue: what a desk is made of, in one small file that is swapped in one step.
//!
//! Takes a folder, gives what its `catalogue.json` says; and the other way round, synced. Never opens a volume.

use super::reading::Stock;
use super::volume::Volume;
use crate::disk;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// The file.
pub(super) const CATALOGUE: &str = "catalogue.json";
/// The folder of volumes.
pub(super) const VOLUMES: &str = "volumes";
/// Version of everything that is written.
pub(super) const FORMAT: u32 = 1;

/// Everything that must be equal for a run to understand a desk: hash seeds and parameters, by name.
pub type Terms = BTreeMap<String, String>;

/// The first and the last of some days as YYYYMMDD; 0 where none is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Days {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Days {
    /// Takes a day in, if it is known.
    pub(super) fn add(&mut self, day: u32) {
        if day != 0 {
            self.first = if self.first == 0 { day } else { self.first.min(day) };
            self.last = self.last.max(day);
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.add(other.first);
        self.add(other.last);
    }
}

/// A volume, as the catalogue knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelved {
    /// Its number, which is its name.
    pub number: u32,
    /// Length of the file.
    pub bytes: u64,
    /// Articles in it, with those that were forgotten.
    pub articles: u32,
    /// Rows of all tables.
    pub rows: u64,
    /// Checksum of its footer, under which all other checksums stand.
    pub check: String,
}

/// Decisions, as the catalogue knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The name of the file.
    pub file: String,
    /// Its checksum.
    pub check: String,
}

/// What a desk is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Version of the format.
    pub format: u32,
    /// What a run must have in common with the desk.
    pub terms: Terms,
    /// Article numbers given so far.
    pub articles: u32,
    /// Host numbers given so far.
    pub hosts: u32,
    /// Days of the articles.
    pub days: Days,
    /// Number of the next file.
    pub next: u32,
    /// The volumes, in order.
    pub volumes: Vec<Shelved>,
    /// The decisions in force.
    pub decisions: Option<Decided>,
}

/// The file: the catalogue and its own checksum.
#[derive(Serialize, Deserialize)]
struct Sealed {
    #[serde(flatten)]
    catalogue: Catalogue,
    check: String,
}

/// What every version of the file says.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

/// A checksum in words.
pub(super) fn told(check: u64) -> String {
    format!("{check:016x}")
}

impl Catalogue {
    /// Of an empty desk.
    pub(super) fn new(terms: &Terms) -> Self {
        Self {
            format: FORMAT,
            terms: terms.clone(),
            articles: 0,
            hosts: 0,
            days: Days::default(),
            next: 1,
            volumes: Vec::new(),
            decisions: None,
        }
    }

    /// Reads the catalogue of a desk.
    ///
    /// # Errors
    /// [`Error::Input`] if there is no desk, or one that is damaged or of another version; [`Error::Io`].
    pub fn read(dir: &Path) -> Result<Self> {
        Self::find(dir)?.ok_or_else(|| {
            let reason = format!("is no desk: it has no {CATALOGUE}; `copydesk learn` makes one");
            Error::input(dir, reason)
        })
    }

    /// Reads the catalogue of a desk; `None` if there is none.
    pub(super) fn find(dir: &Path) -> Result<Option<Self>> {
        let path = dir.join(CATALOGUE);
        let bytes = match fs::read(&path) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(Error::io(&path))?,
        };
        let odd = |e: serde_json::Error| Error::input(&path, format!("is damaged: {e}"));
        let format = serde_json::from_slice::<Versioned>(&bytes).map_err(odd)?.format;
        if format != FORMAT {
            let reason = format!(
                "is of format {format}, this version of copydesk has {FORMAT}; export it with the version that wrote it, \
                 and import that with this one"
            );
            return Err(Error::input(dir, reason));
        }
        let catalogue = serde_json::from_slice::<Sealed>(&bytes).map_err(odd)?.catalogue;
        // Its checksum is among the bytes.
        if catalogue.sealed()? != bytes {
            return Err(Error::input(&path, "is damaged: it has changed"));
        }
        Ok(Some(catalogue))
    }

    /// Puts the catalogue in the place of the one before; from then on, and not before, the desk is what it says.
    ///
    /// # Errors
    /// [`Error::Io`]; the desk is as it was.
    pub(super) fn swap(&self, dir: &Path) -> Result<()> {
        let path = dir.join(CATALOGUE);
        disk::replace(&path, &self.sealed()?).map_err(Error::io(&path))?;
        disk::sync_folder(dir).map_err(Error::io(dir))
    }

    /// A number for a new file, never given before.
    pub(super) fn take_number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// Counts what the volumes hold.
    pub(super) fn count(&mut self, stock: &Stock) {
        self.articles = stock.articles();
        self.hosts = super::number(stock.hosts.names.len());
        self.days = Days::default();
        stock.volumes.iter().for_each(|volume| self.days.join(volume.footer.days));
    }

    /// The bytes of the file.
    fn sealed(&self) -> Result<Vec<u8>> {
        let bytes = serde_json::to_vec(self).map_err(|e| broken(&e))?;
        let sealed = Sealed { catalogue: self.clone(), check: told(xxh3_64(&bytes)) };
        let mut bytes = serde_json::to_vec_pretty(&sealed).map_err(|e| broken(&e))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Tells all in which a run differs from the desk.
    ///
    /// # Errors
    /// [`Error::Input`] with all of them.
    pub(super) fn agree(&self, dir: &Path, terms: &Terms) -> Result<()> {
        let names = self.terms.keys().chain(terms.keys().filter(|t| !self.terms.contains_key(*t)));
        let says = |terms: &Terms, name| terms.get(name).map_or("none", String::as_str).to_owned();
        let differ: Vec<String> = names
            .filter(|name| self.terms.get(*name) != terms.get(*name))
            .map(|name| {
                let (made, run) = (says(&self.terms, name), says(terms, name));
                format!("was made with {name} = {made}, this run has {run}")
            })
            .collect();
        if differ.is_empty() { Ok(()) } else { Err(Error::input(dir, differ.join("; "))) }
    }
}

impl Shelved {
    /// A volume under a number.
    pub(super) fn of(number: u32, volume: &Volume) -> Self {
        Self {
            number,
            bytes: volume.bytes,
            articles: volume.footer.articles,
            rows: volume.rows(),
            check: told(volume.check),
        }
    }

    /// Where the volume is.
    pub(super) fn path(&self, dir: &Path) -> PathBuf {
        volume_path(dir, self.number)
    }
}

/// Where a volume is.
pub(super) fn volume_path(dir: &Path, number: u32) -> PathBuf {
    dir.join(VOLUMES).join(format!("{number:06}.vol"))
}

fn broken(cause: &serde_json::Error) -> Error {
    Error::Broken(format!("a catalogue cannot be written: {cause}"))
}

//! The desk: what earlier crawls taught, on disk.
//!
//! A desk is a folder:
//!
//! ```text
//! DESK/
//!   catalogue.json           format, terms, the volumes in order, decisions; swapped last, by renaming
//!   lock                     locked by the one writer
//!   volumes/000001.vol       immutable: rows under keys of 64 bits, records by article
//!   decisions-000002.jsonl   the decisions in force, if any
//! ```
//!
//! All that is known are additive [`Row`]s under keys, in [`Table`]s, and a record for every article. A crawl adds one
//! volume ([`Draft`]), and what stands under a key is the sum over all volumes, in their order. Nothing of the past is read
//! again to add to it; keys are looked up in batches ([`Desk::find`]). [`Keeper`] is the one writer; readers go on with
//! what stood in the catalogue when they opened it. Files that the catalogue does not name are leftovers of a kill, which
//! the next writer sweeps away.
//!
//! Takes rows and records, gives them back by key. Never knows what a key means.

mod catalogue;
mod draft;
mod drawer;
mod export;
mod import;
mod inspect;
mod keeper;
mod merging;
mod reading;
mod rows;
mod sieve;
mod sweeping;
mod table;
pub mod tables;
mod verify;
mod volume;

pub use catalogue::{Catalogue, Days, Decided, Shelved, Terms};
pub use draft::{Draft, Packed};
pub use drawer::Rows;
pub use export::export;
pub use import::import;
pub use inspect::{Held, Inspected, inspect};
pub use keeper::{Forgot, Keeper};
pub use reading::Desk;
pub use rows::{
    About, Count, Kin, Line, Recent, Record, Refs, Root, Roots, Stamp, Tally, UNKNOWN, mixed,
};
pub use table::{Row, Table};
pub use verify::{Verified, verify};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// Where an article is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// Number of its host.
    pub host: u32,
    /// Date as YYYYMMDD, 0 if unknown.
    pub day: u32,
}

/// Where every article is from, by its number.
const ORIGINS: Table<Origin> = Table::new(0, "origins");

impl Row for Origin {
    fn merge(&mut self, _: Self) {}

    fn forget(&mut self, what: &Forgotten) -> bool {
        !what.is_gone(self.host, self.day)
    }
}

/// What is to be forgotten.
#[derive(Debug, Clone, Default)]
pub struct Forgotten {
    /// All before this day, as YYYYMMDD; 0 for none.
    pub before: u32,
    /// Numbers of hosts.
    pub hosts: FxHashSet<u32>,
    /// By article: whether it is gone.
    pub articles: Vec<bool>,
}

impl Forgotten {
    /// Whether a day is past; an unknown day never is.
    #[must_use]
    pub fn is_past(&self, day: u32) -> bool {
        day != 0 && day < self.before
    }

    /// Whether all of a host and day is to go.
    #[must_use]
    pub fn is_gone(&self, host: u32, day: u32) -> bool {
        self.is_past(day) || self.hosts.contains(&host)
    }
}

/// A number that is never so high that it matters.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

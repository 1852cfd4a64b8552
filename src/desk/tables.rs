//! The tables of a desk: adding one is a constant and its place in `ALL`.
//!
//! Takes nothing, gives names. A number that was used is never used for other rows. Rows are added in the order of these
//! numbers.

use super::Table;
use super::rows::{Kin, Recent, Refs, Root, Roots, Stamp, Tally};
use super::table::AnyTable;

/// Where equal lines stand, by fingerprint.
pub const LINES: Table<Tally> = Table::new(1, "lines");
/// For which line a nearly equal one stands, by fingerprint.
pub const KIN: Table<Kin> = Table::new(2, "kin");
/// Lines that stand for others, by fingerprint.
pub const ROOTS: Table<Root> = Table::new(3, "roots");
/// Lines that stand for others, by parts of their signatures.
pub const NEARLY: Table<Roots> = Table::new(4, "nearly");
/// Where nearly equal lines stand, by the fingerprint of the one that stands for them.
pub const NEAR: Table<Tally> = Table::new(5, "near");
/// Where sentences stand that are glued to others, by fingerprint.
pub const SENTENCES: Table<Tally> = Table::new(6, "sentences");
/// Where lines stand that are equal but for figures, by masked fingerprint.
pub const FIGURES: Table<Tally> = Table::new(7, "figures");
/// Which articles have a title, by fingerprint.
pub const TITLES: Table<Tally> = Table::new(8, "titles");
/// Templates, by key.
pub const TEMPLATES: Table<Stamp> = Table::new(9, "templates");
/// Lines that may become templates, by host and how they begin or end.
pub const RECENT: Table<Recent> = Table::new(10, "recent");
/// Articles and stories of hosts, by the hash of the name.
pub const HOSTS: Table<Tally> = Table::new(11, "hosts");
/// Articles, by what those of one story share.
pub const STORIES: Table<Refs> = Table::new(12, "stories");
/// Kept articles, by what copies share.
pub const COPIES: Table<Refs> = Table::new(13, "copies");
/// Articles, by content.
pub const IDENTITIES: Table<Refs> = Table::new(14, "identities");

/// All tables, ascending by number.
pub(super) const ALL: &[&dyn AnyTable] = &[
    &super::ORIGINS,
    &LINES,
    &KIN,
    &ROOTS,
    &NEARLY,
    &NEAR,
    &SENTENCES,
    &FIGURES,
    &TITLES,
    &TEMPLATES,
    &RECENT,
    &HOSTS,
    &STORIES,
    &COPIES,
    &IDENTITIES,
];

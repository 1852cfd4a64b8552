//! Bytes to articles: files of any of the known shapes in, [`Record`]s out.
//!
//! Takes paths and a [`ReadConfig`]; gives, in the order of the names, [`Batch`]es of raw records ([`batches`], serial,
//! nothing but input and splitting) and out of each raw record an article ([`parse`], pure, called from many threads).
//! A record that cannot be used is a [`Reject`], never the end of a run. Never writes, except that standard input is
//! spooled to a file, since it must be read twice.

mod config;
mod discover;

mod inlet;
mod input;
mod unpack;

mod shape;

mod lined;
mod lines;
mod lot;
mod objects;
mod splitter;

mod batch;
mod batches;

mod charset;
mod dates;
mod fields;
mod hosts;
mod literal;
mod presets;
mod tree;

mod json;
mod prose;
mod record;
mod room;
mod tags;

pub use batch::{Batch, Place, RawRecord};
pub use batches::batches;
pub use config::{Preset, ReadConfig};
pub use discover::{Source, discover};
pub use inlet::{Came, Inlet};
pub use lined::lined;
pub use lot::{Cutter, Lot, Most};
pub use record::{Record, Reject, parse};
pub use room::Room;
pub use tags::Tags;
pub use unpack::Packing;

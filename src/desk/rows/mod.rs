//! What the tables of a desk hold.

mod key;
mod kin;
mod recent;
mod record;
mod refs;
mod stamp;
mod tally;

pub use key::mixed;
pub use kin::{Kin, Root, Roots};
pub use recent::{Line, Recent};
pub use record::{About, Record};
pub use refs::Refs;
pub use stamp::{Stamp, UNKNOWN};
pub use tally::{Count, Tally};

//! The tables of a desk: adding one is a constant and its place in `ALL`.
//!
//! Takes nothing, gives names. A number that was used is never used for other rows.

use super::table::AnyTable;
use super::{Forgotten, Row, Table};
use serde::{Deserialize, Serialize};

/// How often something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Times(pub u64);

impl Row for Times {
    fn merge(&mut self, later: Self) {
        self.0 = self.0.saturating_add(later.0);
    }

    fn forget(&mut self, _: &Forgotten) -> bool {
        true
    }
}

/// How often keys were seen.
pub const TIMES: Table<Times> = Table::new(1, "times");

/// All tables, ascending by number.
pub(super) const ALL: &[&dyn AnyTable] = &[&super::ORIGINS, &TIMES];

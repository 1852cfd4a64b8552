//! Nearly equal lines: which one stands for which, its words, and the keys that it is found by.
//!
//! Takes and gives fingerprints of lines. What came first stays.

use crate::desk::{Forgotten, Row};
use crate::segment::Token;
use serde::{Deserialize, Serialize};

/// Roots that share a key of their signature, at most.
const ROOTS: usize = 24;

/// The line that stands for a nearly equal one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kin(pub u64);

impl Row for Kin {
    fn merge(&mut self, _: Self) {}

    fn forget(&mut self, _: &Forgotten) -> bool {
        true
    }
}

/// A line that stands for others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its words.
    pub tokens: Vec<Token>,
    /// Whether most of it is in a script without spaces.
    pub spaceless: bool,
}

impl Row for Root {
    fn merge(&mut self, _: Self) {}

    fn forget(&mut self, _: &Forgotten) -> bool {
        true
    }
}

/// Lines that may be nearly equal, ascending: they share a key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roots(Vec<u64>);

impl Roots {
    /// Of fingerprints in any order: the lowest of many.
    #[must_use]
    pub fn new(mut prints: Vec<u64>) -> Self {
        prints.sort_unstable();
        prints.dedup();
        prints.truncate(ROOTS);
        Self(prints)
    }

    /// Their fingerprints, ascending.
    #[must_use]
    pub fn prints(&self) -> &[u64] {
        &self.0
    }
}

impl Row for Roots {
    fn merge(&mut self, later: Self) {
        let mut prints = std::mem::take(&mut self.0);
        prints.extend(later.0);
        *self = Self::new(prints);
    }

    fn forget(&mut self, _: &Forgotten) -> bool {
        true
    }
}

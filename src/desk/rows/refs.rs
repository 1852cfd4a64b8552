//! Articles that may be alike: those that share a key of a signature.
//!
//! Takes article numbers, gives a few of them. A key that crowds share names only some: whoever is like one of a crowd is
//! like the others.

use crate::desk::{Forgotten, Row};
use serde::{Deserialize, Serialize};

/// The first articles with a key that are kept, and the last.
const FIRST: usize = 8;
const LAST: usize = 16;

/// Numbers of articles, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Refs(Vec<u32>);

impl Refs {
    /// Of ascending numbers: the first and the last of many.
    #[must_use]
    pub fn new(mut numbers: Vec<u32>) -> Self {
        if numbers.len() > FIRST + LAST {
            numbers.drain(FIRST..numbers.len() - LAST);
        }
        Self(numbers)
    }

    /// The numbers, ascending.
    #[must_use]
    pub fn numbers(&self) -> &[u32] {
        &self.0
    }
}

impl Row for Refs {
    fn merge(&mut self, later: Self) {
        let mut numbers = std::mem::take(&mut self.0);
        numbers.extend(later.0);
        *self = Self::new(numbers);
    }

    fn forget(&mut self, what: &Forgotten) -> bool {
        self.0.retain(|n| !what.articles.get(*n as usize).copied().unwrap_or(false));
        !self.0.is_empty()
    }
}

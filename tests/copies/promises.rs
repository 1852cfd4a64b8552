//! What is promised of every relation: all that the tests hold the program against stands here.
//!
//! Takes a relation, gives what must be found of it. Never measures.

use crate::relation::Relation;

/// Share of pairs of one relation and language that must be found.
pub(crate) const FOUND: f64 = 0.98;

/// What must be found of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// Both stand in one cluster, and one of them is dropped.
    Dropped,
    /// It is measured, and that is all.
    Nothing,
}

/// What must be found of this relation.
pub(crate) fn promise(relation: Relation) -> Promise {
    match relation {
        Relation::Near(20..) => Promise::Nothing,
        _ => Promise::Dropped,
    }
}

//! What one article is to another, told from what they share.
//!
//! Takes counts of shared shingles, days and figures, gives similarities and a [`Relation`]. Reads no article: what must
//! be looked up is asked for only where it decides.

use crate::report::model::Relation;
use crate::shingle::Overlap;

/// When two articles tell one story, and when the lesser of them is a duplicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// Jaccard similarity of one story, 0 to 1.
    pub version: f64,
    /// Jaccard similarity of a duplicate, 0 to 1.
    pub near: f64,
    /// Containment of a duplicate in the kept one, 0 to 1.
    pub contained: f64,
    /// Days that duplicates may lie apart; `None` for any number.
    pub window: Option<u32>,
}

/// How much longer than the kept article a near copy may be: one that says more is an update, and stays.
const LONGER: f64 = 1.2;

/// Days that a story lives: what is alike after that is background that both were written from, unless it is a copy.
const STORY: u32 = 30;

impl Thresholds {
    /// Whether so many days are too many for copies.
    #[must_use]
    pub fn are_apart(&self, days: Option<u32>) -> bool {
        days.zip(self.window).is_some_and(|(days, window)| days > window)
    }

    /// How strongly two articles hang together, 0 to 1: their Jaccard similarity; at least that of a duplicate if one is
    /// a part of the other (`is_part`); nothing if they are no copies and a story does not live that long.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "similarities need no more")]
    pub fn affinity(&self, overlap: &Overlap, days: Option<u32>, is_part: impl FnOnce() -> bool) -> f32 {
        let jaccard = overlap.jaccard();
        if self.are_apart(days) {
            return 0.0;
        }
        if jaccard >= self.near {
            return jaccard as f32;
        }
        if overlap.overlap() >= self.contained && is_part() {
            return self.near as f32;
        }
        if days.is_some_and(|days| days > STORY) { 0.0 } else { jaccard as f32 }
    }

    /// What an article is to a kept one; `left` of `overlap` is the article. `is_part` tells whether what is contained
    /// is a part of the kept one rather than quoted in it, `is_recurring` whether both are reports of one series.
    #[must_use]
    pub fn relation(
        &self,
        overlap: &Overlap,
        days: Option<u32>,
        is_part: impl FnOnce() -> bool,
        is_recurring: impl FnOnce() -> bool,
    ) -> Relation {
        let back = Overlap { left: overlap.right, right: overlap.left, ..*overlap };
        let contained = overlap.containment() >= self.contained;
        // Sizes in terms of containment, so that no count is turned into a fraction by hand.
        let longer = back.containment() > LONGER * overlap.containment();
        let near = overlap.jaccard() >= self.near && !longer;
        if self.are_apart(days) || !(near || contained && is_part()) || is_recurring() {
            Relation::Version
        } else if contained && back.containment() < self.contained {
            Relation::Contained
        } else {
            Relation::Near
        }
    }
}

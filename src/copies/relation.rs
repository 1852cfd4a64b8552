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
    /// The same of one that tells the same throughout, see [`Thresholds::edited`].
    pub edited: f64,
    /// Containment of a duplicate in the kept one, 0 to 1.
    pub contained: f64,
    /// Days that duplicates may lie apart; `None` for any number.
    pub window: Option<u32>,
}

/// What must be looked up to tell a relation; asked for only where it decides.
pub trait Pair {
    /// Days between the two, where both dates are known.
    fn days(&self) -> Option<u32>;
    /// Whether the shorter is a part of the longer, rather than quoted in it.
    fn is_part(&self) -> bool;
    /// Whether both tell the same throughout, in words that were edited.
    fn is_edited(&self) -> bool;
    /// Whether the kept one tells what the other does, passage by passage.
    fn is_told(&self) -> bool;
    /// Whether figures, dates or names in the same places are others.
    fn is_changed(&self) -> bool;
    /// Whether both are reports of one series.
    fn is_recurring(&self) -> bool;
}

/// How much longer than the kept article a near copy may be: one that says more is an update, and stays.
const LONGER: f64 = 1.2;

/// How many times as many words may have been edited in a copy that tells the same throughout.
const EDITS: f64 = 1.5;

/// Share of the shorter that makes a version of the longer: of two articles of unlike length no more can be alike.
pub const MOSTLY: f64 = 0.7;

/// With fewer shingles an article is too short for anything but Jaccard similarity to tell.
const SHORT: usize = 80;

/// Containment from which a near copy cannot tell anything long that the kept one does not.
const TOLD: f64 = 0.85;

/// Days that a story lives: what is alike after that is background that both were written from, unless it is a copy.
pub const STORY: u32 = 30;

/// Whether the shorter of two articles is a part of the longer, as a copy that was cut is: it is no less than half of
/// it, or stands at its head. What stands in the middle of a long text is quoted there. `at_head` tells how many shingles
/// of the shorter stand among the first so many of the longer, and is asked only where lengths do not decide.
pub fn is_part(overlap: &Overlap, at_head: impl FnOnce(usize) -> usize) -> bool {
    let (least, most) = (overlap.left.min(overlap.right), overlap.left.max(overlap.right));
    2 * least >= most || 2 * at_head(2 * least) >= least
}

impl Thresholds {
    /// The Jaccard similarity of a duplicate that tells the same throughout, for shingles of `width` words: half as
    /// many words again may have been edited as make `near` of a text without such a proof. A share e of words edited leaves
    /// q = (1 − e)ʷ of the shingles, and a similarity of q / (2 − q).
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "shingles have few words")]
    pub fn edited(near: f64, width: usize) -> f64 {
        let width = width.max(1) as f64;
        let edits = 1.0 - (2.0 * near / (1.0 + near)).powf(1.0 / width);
        let left = (1.0 - EDITS * edits).max(0.0).powf(width);
        left / (2.0 - left)
    }

    /// Jaccard similarity from which pairs are looked at more closely.
    #[must_use]
    pub fn related(&self) -> f64 {
        self.version / 2.0
    }

    /// Whether so many days are too many for copies.
    #[must_use]
    pub fn are_apart(&self, days: Option<u32>) -> bool {
        days.zip(self.window).is_some_and(|(days, window)| days > window)
    }

    /// How strongly two articles hang together, 0 to 1: their Jaccard similarity; at least that of a version if one is
    /// an edited copy of the other or stands mostly in it, that of a duplicate if it is a part of it; nothing if they are neither and a story
    /// does not live that long.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "similarities need no more")]
    pub fn affinity(&self, overlap: &Overlap, pair: &impl Pair) -> f32 {
        let jaccard = overlap.jaccard();
        let days = pair.days();
        let least = overlap.left.min(overlap.right);
        let affinity = if self.are_apart(days) {
            0.0
        } else if jaccard >= self.near {
            jaccard
        } else if overlap.overlap() >= self.contained && pair.is_part() {
            self.near
        } else if jaccard >= self.related() && least >= SHORT && pair.is_edited() {
            jaccard.max(self.version)
        } else if days.is_some_and(|days| days > STORY) {
            0.0
        } else if least >= SHORT && (MOSTLY..self.contained).contains(&overlap.overlap()) {
            jaccard.max(self.version)
        } else {
            jaccard
        };
        affinity as f32
    }

    /// What an article is to a kept one; `left` of `overlap` is the article.
    #[must_use]
    pub fn relation(&self, overlap: &Overlap, pair: &impl Pair) -> Relation {
        let back = Overlap { left: overlap.right, right: overlap.left, ..*overlap };
        let jaccard = overlap.jaccard();
        let contained = overlap.containment() >= self.contained;
        // Sizes in terms of containment, so that no count is turned into a fraction by hand.
        let longer = back.containment() > LONGER * overlap.containment();
        let told = || overlap.containment() >= TOLD || pair.is_told();
        let near = !longer
            && (jaccard >= self.near && told()
                || jaccard >= self.edited && pair.is_edited() && !pair.is_changed());
        if self.are_apart(pair.days())
            || !(near || contained && pair.is_part())
            || pair.is_recurring()
        {
            Relation::Version
        } else {
            self.kind(overlap)
        }
    }

    /// What a duplicate is to the kept article; `left` of `overlap` is the duplicate.
    #[must_use]
    pub fn kind(&self, overlap: &Overlap) -> Relation {
        let back = Overlap { left: overlap.right, right: overlap.left, ..*overlap };
        if overlap.containment() >= self.contained && back.containment() < self.contained {
            Relation::Contained
        } else {
            Relation::Near
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edited_copy_may_have_more_edits() {
        let edited = |near| Thresholds::edited(near, 3);
        assert!((0.35..0.38).contains(&edited(0.5)));
        assert!((0.83..0.87).contains(&edited(0.9)));
        assert!((edited(1.0) - 1.0).abs() < 1e-9);
        assert!(Thresholds::edited(0.1, 1) >= 0.0);
    }
}

//! Where every article stands among its relatives, those of a desk included.
//!
//! Takes places, gives them by number. Compares nothing.

use super::decide::Decisions;
use super::guests::{Guest, Guests};
use super::learn::Learned;
use crate::copies::{Content, Place};

/// Where every article stands among the others. Those of a desk have numbers behind those of the crawl.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    /// By article; `None` for those without relatives.
    pub(super) places: Vec<Option<Place>>,
    /// Articles of the desk that stand among these.
    pub(super) guests: Guests,
}

impl Kinship {
    /// The guest behind a number, if it is none of the crawl.
    pub(super) fn guest(&self, number: u32) -> Option<&Guest> {
        self.guests.get((number as usize).checked_sub(self.places.len())?)
    }

    /// The id of an article of the crawl or of the desk.
    pub(super) fn id<'a>(&'a self, number: u32, learned: &'a Learned) -> &'a str {
        self.guest(number).map_or_else(|| learned.ids.get(number), |guest| &guest.about.id)
    }

    /// The content of an article of the crawl or of the desk.
    pub(super) fn content(&self, number: u32, decisions: &Decisions) -> Content {
        self.guest(number)
            .map_or_else(|| decisions.contents[number as usize], |guest| guest.content)
    }

    /// Whether an article is a duplicate of a kept one.
    pub(super) fn is_duplicate(&self, article: u32) -> bool {
        self.places[article as usize].is_some_and(|p| p.duplicate_of.is_some())
    }
}

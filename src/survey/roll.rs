//! Who is counted, and as what: the host and the story of every article.
//!
//! Takes the numbering of a crawl, and of the articles of a desk that tell its stories on (*guests*, numbered behind all
//! others). Guests and articles that the desk knows are not counted: they only say which story has shown what already.

use super::Listing;
use super::past::Past;

/// The numbering of one count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roll<'a> {
    pub(super) listing: &'a Listing,
    pub(super) story_of: &'a [u32],
    pub(super) past: Option<&'a Past<'a>>,
}

impl Roll<'_> {
    /// Host and story of an article.
    pub(super) fn place(&self, article: u32) -> (u32, u32) {
        (self.listing.host_of[article as usize], self.story_of[article as usize])
    }

    /// Whether an article is counted.
    pub(super) fn counts(&self, article: u32) -> bool {
        self.past.is_none_or(|past| past.known.get(article as usize) == Some(&false))
    }

    /// Whether an article is of the crawl, counted or not.
    pub(super) fn is_own(&self, article: u32) -> bool {
        self.past.is_none_or(|past| (article as usize) < past.known.len())
    }

    pub(super) fn day(&self, article: u32) -> u32 {
        self.listing.dates[article as usize]
    }
}

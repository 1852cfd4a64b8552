//! A template as a desk counts it: a stamped lead or tail, and what was seen in its slot.
//!
//! Takes the counts of one crawl after the other, gives their sums.

use crate::desk::{Forgotten, Row};
use serde::{Deserialize, Serialize};

/// Hosts of a template across hosts that are told apart.
const HOSTS: usize = 64;
/// That too few lines were seen to know what ends alike.
pub const UNKNOWN: u8 = u8::MAX;

/// Counts of one template.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stamp {
    /// Whether the end of the line is stamped, not its beginning.
    pub tail: bool,
    /// Whether it is the template of one host.
    pub local: bool,
    /// Stamped tokens.
    pub depth: u8,
    /// Stamped tokens at the other end of nearly all lines; [`UNKNOWN`] where there were too few.
    pub other: u8,
    /// Lines.
    pub lines: u32,
    /// Articles.
    pub articles: u32,
    /// Stories.
    pub stories: u32,
    /// Different fillings.
    pub fillings: u32,
    /// Lines of which the filling is a title.
    pub titles: u32,
    /// Lines that end as a sentence does.
    pub sentences: u32,
    /// Lines with a delimiter right after the lead.
    pub delimited: u32,
    /// Most lines in one article.
    pub most: u32,
    /// Numbers of hosts, ascending; some of very many.
    pub hosts: Vec<u32>,
    /// The latest date as YYYYMMDD, 0 if none is known.
    pub last: u32,
}

impl Row for Stamp {
    fn merge(&mut self, later: Self) {
        let sums = [
            (&mut self.lines, later.lines),
            (&mut self.articles, later.articles),
            (&mut self.stories, later.stories),
            (&mut self.fillings, later.fillings),
            (&mut self.titles, later.titles),
            (&mut self.sentences, later.sentences),
            (&mut self.delimited, later.delimited),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
        self.other = self.other.min(later.other);
        self.most = self.most.max(later.most);
        self.last = self.last.max(later.last);
        self.hosts.extend(later.hosts);
        self.hosts.sort_unstable();
        self.hosts.dedup();
        self.hosts.truncate(HOSTS);
    }

    /// Counts of days are not told apart: the template goes when none of its lines is younger.
    fn forget(&mut self, what: &Forgotten) -> bool {
        self.hosts.retain(|host| !what.hosts.contains(host));
        !self.hosts.is_empty() && !what.is_past(self.last)
    }
}

//! Short lines that were seen lately under one lead: what may become a template when more of its kind are seen.
//!
//! Takes lines, keeps the last few.

use crate::desk::{Forgotten, Row};
use crate::segment::Token;
use serde::{Deserialize, Serialize};

/// A line that may be the filling of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Line {
    /// Number of its article.
    pub article: u32,
    /// Its words, from the stamped end on.
    pub tokens: Vec<Token>,
    /// Number of its host.
    pub host: u32,
    /// Date of the article as YYYYMMDD, 0 if unknown.
    pub day: u32,
    /// The number of an article of its story.
    pub story: u32,
    /// Tokens before the first delimiter.
    pub lead: u8,
    /// Whether it ends as a sentence does.
    pub sentence: bool,
}

/// The last lines, in the order of articles.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Recent(Vec<Line>);

impl Recent {
    /// Lines that are kept.
    pub const LAST: usize = 16;

    /// Of lines in the order of articles: the last.
    #[must_use]
    pub fn new(mut lines: Vec<Line>) -> Self {
        lines.drain(..lines.len().saturating_sub(Self::LAST));
        Self(lines)
    }

    /// The lines, in the order of articles.
    #[must_use]
    pub fn into_lines(self) -> Vec<Line> {
        self.0
    }
}

impl Row for Recent {
    fn merge(&mut self, later: Self) {
        let mut lines = std::mem::take(&mut self.0);
        lines.extend(later.0);
        *self = Self::new(lines);
    }

    fn forget(&mut self, what: &Forgotten) -> bool {
        self.0.retain(|line| !what.is_gone(line.host, line.day));
        !self.0.is_empty()
    }
}

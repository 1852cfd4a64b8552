//! The noun that every stage shares: one scraped news article.
//!
//! Takes nothing, gives [`Article`] and [`ArticleId`]. Knows no stage, no file format and no setting.

use serde::{Deserialize, Serialize};

/// Dense number of an article: the order of reading, from 0, over all sources of a run.
///
/// Rejected records have no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(pub u32);

impl ArticleId {
    /// The number as an index into a table with one row an article.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One article as its source gives it: decoded to UTF-8, otherwise untouched.
///
/// Missing values (absent, `null`, empty, the string `"None"`) are `None`; only `text` and `id` always exist.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Article {
    /// The source's own id, or one derived from the path and the record number.
    pub id: String,
    /// The whole text; blocks are separated by line breaks.
    pub text: String,
    /// The headline.
    pub title: Option<String>,
    /// Absolute address.
    pub url: Option<String>,
    /// Host name in lower case, without a leading `www.`.
    pub host: Option<String>,
    /// Day of publication as `YYYY-MM-DD`, where one could be read.
    pub date: Option<String>,
    /// Language code as given.
    pub language: Option<String>,
}

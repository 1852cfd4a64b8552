//! One article as it is compared: its content, and what comparisons ask of it.
//!
//! Takes a segmented article and what is kept of it, gives shingles and particulars, each made when it is first asked
//! for. Never reads the article again.

use super::content::{self, blocks, sentences};
use super::{Particulars, Sequence};
use crate::segment::{Segmented, Token};
use std::sync::OnceLock;

/// An article that is compared with others.
#[derive(Debug)]
pub struct Sight {
    article: Segmented,
    kept: Vec<bool>,
    width: usize,
    set: Vec<u64>,
    sequence: OnceLock<Sequence>,
    particulars: OnceLock<Particulars>,
}

impl Sight {
    /// Of an article of which these blocks are kept, for shingles of `width` words.
    #[must_use]
    pub fn new(mut article: Segmented, kept: Vec<bool>, width: usize) -> Self {
        article.seams = Vec::new();
        let set = content::set(&article, &blocks(&article, |i| kept[i]), width);
        let (sequence, particulars) = (OnceLock::new(), OnceLock::new());
        Self { article, kept, width, set, sequence, particulars }
    }

    /// About how many bytes it takes, when all was asked.
    #[must_use]
    pub fn bytes(&self) -> usize {
        40 * self.article.tokens.len() + 64 * self.kept.len() + 256
    }

    /// The shingles of the content, ascending, each once.
    #[must_use]
    pub fn set(&self) -> &[u64] {
        &self.set
    }

    /// The shingles of the content in order.
    pub fn sequence(&self) -> &Sequence {
        self.sequence.get_or_init(|| {
            content::sequence(&self.article, &blocks(&self.article, |i| self.kept[i]), self.width)
        })
    }

    /// Figures, dates and names; `is_day` knows the names of months and weekdays.
    pub fn particulars(&self, is_day: impl Fn(&Token) -> bool) -> &Particulars {
        self.particulars.get_or_init(|| {
            Particulars::of(&self.article, &sentences(&self.article, |i| self.kept[i]), is_day)
        })
    }
}

impl AsRef<[u64]> for Sight {
    fn as_ref(&self) -> &[u64] {
        &self.set
    }
}

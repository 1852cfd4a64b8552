//! What of an article is compared with other articles: its content, without boilerplate and navigation.
//!
//! Takes a segmented article and what was cut from it, gives the blocks that count, their fingerprint and their
//! shingles. On raw pages, where nothing could be learnt from repetition, form alone tells prose from navigation.

use crate::segment::{Block, Form, Segmented, Token, fold};
use crate::shingle::shingles;
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

/// With fewer words of prose than this the article is compared by all that was kept of it.
const PROSE: usize = 40;

/// A line that does not end as a sentence does is content from this many words on.
const OPEN_WORDS: usize = 25;

/// What identifies the content of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Content {
    /// Words that count.
    pub words: u32,
    /// Equal for contents that are equal word for word.
    pub fingerprint: u64,
}

/// The blocks of `article` that are its content; `kept` tells of each block whether classification left it.
pub fn blocks(article: &Segmented, kept: impl Fn(usize) -> bool) -> Vec<&Block> {
    let left = || article.blocks.iter().enumerate().filter(|(i, _)| kept(*i)).map(|(_, b)| b);
    // Headlines and credits differ from copy to copy: a line in brackets, or a short one that ends in the open.
    let told = |form: &Form, words: usize| form.ends_sentence() || words >= OPEN_WORDS;
    let is_told = |b: &&Block| {
        let n = b.count as usize;
        b.form.is_prose(n) && !b.form.has(Form::BRACKETED) && told(&b.form, b.form.words(n))
    };
    let prose: Vec<&Block> = left().filter(is_told).collect();
    let words: usize = prose.iter().map(|b| b.form.words(b.count as usize)).sum();
    if words >= PROSE { prose } else { left().collect() }
}

/// Size and fingerprint of these blocks.
#[must_use]
pub fn identify(article: &Segmented, blocks: &[&Block]) -> Content {
    let words: usize = blocks.iter().map(|b| b.form.words(b.count as usize)).sum();
    let tokens: Vec<Token> = blocks.iter().flat_map(|b| article.tokens_of(b)).copied().collect();
    Content { words: u32::try_from(words).unwrap_or(u32::MAX), fingerprint: fold(2, &tokens) }
}

/// Calls `each` with every shingle of these blocks, repeats included.
pub fn each_shingle(
    article: &Segmented,
    blocks: &[&Block],
    width: usize,
    mut each: impl FnMut(u64),
) {
    for block in blocks {
        let tokens = article.tokens_of(block);
        shingles(tokens, width, block.form.spaceless(tokens.len()), &mut each);
    }
}

/// The shingles of these blocks, ascending, each once.
#[must_use]
pub fn set(article: &Segmented, blocks: &[&Block], width: usize) -> Vec<u64> {
    let mut set = Vec::new();
    each_shingle(article, blocks, width, |shingle| set.push(shingle));
    set.sort_unstable();
    set.dedup();
    set
}

/// Whether two contents are two reports of one kind, as a central bank or a stock exchange gives out: what differs on
/// both sides are figures and dates.
#[must_use]
pub fn is_recurring(
    a: (&Segmented, &[&Block]),
    b: (&Segmented, &[&Block]),
    is_date: impl Fn(&Token) -> bool,
) -> bool {
    let words = |(article, blocks): (&Segmented, &[&Block])| -> FxHashSet<Token> {
        blocks.iter().flat_map(|b| article.tokens_of(b)).copied().collect()
    };
    let (a, b) = (words(a), words(b));
    let figures = |only: &[&Token]| only.iter().filter(|t| t.is_number() || is_date(t)).count();
    let telling = |only: &[&Token]| {
        let found = figures(only);
        found >= 2 && 3 * found >= only.len()
    };
    let only_a: Vec<&Token> = a.difference(&b).filter(|t| !t.is_stop()).collect();
    let only_b: Vec<&Token> = b.difference(&a).filter(|t| !t.is_stop()).collect();
    telling(&only_a) && telling(&only_b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Segmenter;

    fn recurring(a: &str, b: &str) -> bool {
        let segmenter = Segmenter::new(["the", "of", "and", "to"]);
        let dates = segmenter.tokens("monday tuesday");
        let (a, b) = (segmenter.segment(a, None), segmenter.segment(b, None));
        let of = |s: &Segmented| s.blocks.clone();
        let (x, y) = (of(&a), of(&b));
        let (x, y): (Vec<&Block>, Vec<&Block>) = (x.iter().collect(), y.iter().collect());
        is_recurring((&a, &x), (&b, &y), |t| dates.contains(t))
    }

    #[test]
    fn new_figures_make_a_new_report_and_new_words_do_not() {
        let monday = "On Monday the index fell 12 points to 3,411, and the bank added 4.5 billion";
        assert!(recurring(
            monday,
            "On Tuesday the index fell 31 points to 3,380, and the bank added 6 billion"
        ));
        assert!(!recurring(
            monday,
            "On Monday the index dropped 12 points to 3,411, and the lender added 4.5 billion"
        ));
        assert!(!recurring(monday, "On Monday the index fell"));
    }
}

//! What of an article is compared with other articles: its content, without boilerplate and navigation.
//!
//! Takes a segmented article and what was cut from it, gives the blocks that count, their fingerprint and their
//! shingles. On raw pages, where nothing could be learnt from repetition, form alone tells prose from navigation.

use super::Sequence;
use crate::segment::{Block, Form, Segmented, Token, fold};
use crate::shingle::{into_set, shingles};
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
    /// Equal for contents that are equal word for word; of few words only if the headlines are equal too.
    pub fingerprint: u64,
    /// Whether there is a headline.
    pub titled: bool,
}

/// With fewer words of content a headline is part of what identifies an article.
pub(super) const TINY: usize = 12;

/// Words from which a line that ends as a sentence is content, whatever its words are.
const SENTENCE_WORDS: usize = 10;

/// The blocks of `article` that are its content; `kept` tells of each block whether classification left it.
pub fn blocks(article: &Segmented, kept: impl Fn(usize) -> bool) -> Vec<&Block> {
    let left = || article.blocks.iter().enumerate().filter(|(i, _)| kept(*i)).map(|(_, b)| b);
    let lines: Vec<&Block> = left().collect();
    // A line that was broken in the midst of a sentence goes on in lower case.
    let goes_on = |a: &&Block, b: &&Block| b.form.has(Form::LOWER) && !a.form.ends_sentence();
    let paragraphs = lines.chunk_by(goes_on).filter(|lines| is_told(article, lines));
    let prose: Vec<&Block> = paragraphs.flatten().copied().collect();
    if words(&prose) >= PROSE { prose } else { lines }
}

/// Whether a paragraph, of one line or of several that were one, is part of the story. Headlines and credits differ from
/// copy to copy: a line in brackets, or a short one that ends in the open.
fn is_told(article: &Segmented, lines: &[&Block]) -> bool {
    let words = words(lines);
    let ends = lines.last().is_some_and(|line| line.form.ends_sentence());
    let reads = lines.iter().any(|line| line.form.is_prose(line.count as usize));
    (ends && words >= SENTENCE_WORDS || reads && words >= OPEN_WORDS)
        && !lines.iter().any(|line| line.form.has(Form::BRACKETED))
        && !lines.iter().any(|line| is_gallery(article.tokens_of(line)))
}

/// Words of these lines.
fn words(lines: &[&Block]) -> usize {
    lines.iter().map(|b| b.form.words(b.count as usize)).sum()
}

/// Words of the shortest line that tells something with its figures.
const SENTENCE: usize = 8;

/// The blocks of `article` whose figures, dates and names count: `kept` lines that end as sentences do, also such as hold
/// too many figures to read as prose.
pub fn sentences(article: &Segmented, kept: impl Fn(usize) -> bool) -> Vec<&Block> {
    let is_told = |b: &Block| b.form.ends_sentence() && b.form.words(b.count as usize) >= SENTENCE;
    let blocks = article.blocks.iter().enumerate();
    blocks.filter(|(i, b)| kept(*i) && is_told(b)).map(|(_, b)| b).collect()
}

/// Words from which a block may be a gallery: captions in one line, all with the gallery's name.
const GALLERY: usize = 200;
/// Words that come back with every caption.
const STAMP: usize = 4;
/// Words of a caption, at most, on average.
const CAPTION: usize = 80;

/// Whether a block is a gallery: what is stamped on each picture comes back all the time. Galleries are shown under many
/// stories, and are longer than these.
fn is_gallery(tokens: &[Token]) -> bool {
    if tokens.len() < GALLERY {
        return false;
    }
    let mut stamps: Vec<u64> = tokens.windows(STAMP).map(|stamp| fold(3, stamp)).collect();
    stamps.sort_unstable();
    stamps.chunk_by(|a, b| a == b).any(|same| same.len() * CAPTION > tokens.len())
}

/// Size and fingerprint of these blocks.
#[must_use]
pub fn identify(article: &Segmented, blocks: &[&Block]) -> Content {
    let words = words(blocks);
    let tokens: Vec<Token> = blocks.iter().flat_map(|b| article.tokens_of(b)).copied().collect();
    let seed = if words < TINY { fold(3, article.title()) } else { 2 };
    Content {
        words: u32::try_from(words).unwrap_or(u32::MAX),
        fingerprint: fold(seed, &tokens),
        titled: !article.title().is_empty(),
    }
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

/// The shingles of these blocks in order.
#[must_use]
pub fn sequence(article: &Segmented, blocks: &[&Block], width: usize) -> Sequence {
    let of = |block: &&Block| {
        let mut shingles = Vec::with_capacity(block.count as usize);
        each_shingle(article, &[*block], width, |shingle| shingles.push(shingle));
        shingles
    };
    Sequence::of(blocks.iter().map(of))
}

/// The shingles of these blocks, ascending, each once.
#[must_use]
pub fn set(article: &Segmented, blocks: &[&Block], width: usize) -> Vec<u64> {
    let tokens: usize = blocks.iter().map(|b| b.count as usize).sum();
    let mut set = Vec::with_capacity(tokens);
    each_shingle(article, blocks, width, |shingle| set.push(shingle));
    into_set(set)
}

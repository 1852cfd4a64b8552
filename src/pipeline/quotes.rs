//! What the page quotes of the articles: places with what is around them, headlines, the texts that are compared.
//!
//! Takes what is wanted before the second reading, gives slips of it, written while the articles pass by. Quotes the
//! articles as they came, cut to a length.

use super::cuts::Cut;
use super::slips::{Slips, SlipsWriter};
use crate::article::Article;
use crate::error::Result;
use crate::report::page::{About, Spot};
use crate::spill::Scratch;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Longest text of an example in `blocks.jsonl`, in bytes.
pub(super) const EXAMPLE: usize = 300;
/// Characters of a text that the page shows.
pub(super) const WHOLE: usize = 4000;
/// Characters before and after a place.
const AROUND: usize = 120;
/// Longest headline or address, in characters.
const LINE: usize = 300;

/// A place that is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quote {
    pub(super) article: u32,
    /// The number of its slip.
    pub(super) slip: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kept: bool,
    /// Whether the page shows it, with what is around it.
    pub(super) shown: bool,
}

/// What the second reading is to bring back.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    /// By article.
    pub(super) quotes: Vec<Quote>,
    /// Articles of clusters, and whether their texts are wanted.
    pub(super) members: FxHashMap<u32, bool>,
}

impl Wanted {
    fn in_article(&self, article: u32) -> impl Iterator<Item = &Quote> {
        let start = self.quotes.partition_point(|q| q.article < article);
        self.quotes[start..].iter().take_while(move |q| q.article == article)
    }
}

/// An article of a cluster.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct MemberSlip {
    pub(super) about: About,
    /// What stays of its text.
    pub(super) text: Option<String>,
}

/// What was found in one batch.
#[derive(Debug, Default)]
pub(super) struct Found {
    spots: Vec<(u32, Spot)>,
    members: Vec<(u32, MemberSlip)>,
}

impl Found {
    /// Takes what is wanted of an article, of which `cuts` go.
    pub(super) fn take(
        &mut self,
        (number, id): (u32, &str),
        article: &Article,
        cuts: &[Cut],
        wanted: &Wanted,
    ) {
        for quote in wanted.in_article(number) {
            self.spots.push((quote.slip, spot(quote, id, article)));
        }
        if let Some(whole) = wanted.members.get(&number) {
            let text = whole.then(|| rest(&article.text, cuts));
            self.members.push((number, MemberSlip { about: about(article), text }));
        }
    }
}

/// What stays of a text.
fn rest(text: &str, cuts: &[Cut]) -> String {
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        let start = (cut.start as usize).max(from);
        rest.push_str(text.get(from..start).unwrap_or_default());
        from = (cut.end as usize).max(start);
    }
    rest.push_str(text.get(from..).unwrap_or_default());
    rest
}

fn spot(quote: &Quote, id: &str, article: &Article) -> Spot {
    let place = quote.start as usize..quote.end as usize;
    let text = article.text.get(place.clone()).unwrap_or_default();
    let (id, kept) = (id.to_owned(), quote.kept);
    if !quote.shown {
        let text = shortened(text, EXAMPLE).to_owned();
        return Spot { id, text, kept, ..Spot::default() };
    }
    let (before, after) = around(&article.text, place);
    Spot { id, about: about(article), before, text: first(text, WHOLE).to_owned(), after, kept }
}

/// What stands before and after a place.
fn around(text: &str, place: Range<usize>) -> (String, String) {
    let before = text.get(..place.start).unwrap_or_default();
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let after = text.get(place.end..).unwrap_or_default();
    (before[from..].to_owned(), first(after, AROUND).to_owned())
}

fn about(article: &Article) -> About {
    let line = |text: &Option<String>| text.as_deref().map(|t| first(t, LINE).to_owned());
    About {
        title: line(&article.title),
        host: line(&article.host),
        date: line(&article.date),
        url: line(&article.url),
        lang: line(&article.language),
    }
}

/// At most so many characters of a text.
pub(super) fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

/// At most `limit` bytes of a text, whole characters.
pub(super) fn shortened(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// Collects what is found, batch by batch.
#[derive(Debug)]
pub(super) struct QuotesWriter {
    spots: SlipsWriter,
    members: SlipsWriter,
}

impl QuotesWriter {
    /// A writer to files of the scratch.
    ///
    /// # Errors
    /// [`crate::Error::Io`] at its folder if no file can be made there.
    pub(super) fn create(scratch: &Scratch) -> Result<Self> {
        let (spots, members) = (SlipsWriter::create(scratch)?, SlipsWriter::create(scratch)?);
        Ok(Self { spots, members })
    }

    /// Adds what was found in the next batch.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn add(&mut self, found: &Found) -> Result<()> {
        found.spots.iter().try_for_each(|(slip, spot)| self.spots.push(*slip, spot))?;
        found.members.iter().try_for_each(|(article, member)| self.members.push(*article, member))
    }

    /// Ends writing.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn finish(self) -> Result<Quotes> {
        Ok(Quotes { spots: self.spots.finish()?, members: self.members.finish()? })
    }
}

/// Everything that was brought back.
#[derive(Debug)]
pub(super) struct Quotes {
    spots: Slips,
    members: Slips,
}

impl Quotes {
    /// The places with this number.
    pub(super) fn spots(&self, slip: u32) -> Vec<Spot> {
        self.spots.of(slip)
    }

    /// An article of a cluster.
    pub(super) fn member(&self, article: u32) -> MemberSlip {
        self.members.of(article).into_iter().next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_is_cut_between_characters() {
        let text = format!("{}PLACE{}", "é".repeat(500), "漢".repeat(500));
        let (before, after) = around(&text, 1000..1005);
        assert_eq!((before, after), ("é".repeat(AROUND), "漢".repeat(AROUND)));
        assert_eq!(around("ab", 0..2), (String::new(), String::new()));
    }
}

//! The rows of attribute files: what was found in each record, in characters of its text.
//!
//! Takes a batch of records with the cuts of its articles, gives one JSON line a record, rejected ones too. Decides
//! nothing; what is said here is what is cut and dropped.

use super::cuts::Cut;
use super::publish::Publisher;
use super::rows::round;
use crate::config::Annotations;
use crate::copies::Place;
use crate::error::{Error, Result};
use crate::read::{Batch, Record, Reject, Tags};
use crate::report::JsonLines;
use crate::write::{AttributeRow, Attributes, ScoredSpan};
use std::ops::Range;

/// What everything that goes scores at least, though rules or a person decided against the odds: whoever takes the
/// likely spans takes all.
const LIKELY: f64 = 0.5;

impl Publisher<'_> {
    /// The rows of `batch`, whose records are `parsed` and hold these `articles`; none where none are asked for.
    ///
    /// # Errors
    /// [`crate::Error::Io`] if the cuts cannot be read.
    pub(super) fn attributes(
        &self,
        batch: &Batch,
        parsed: &[std::result::Result<Record<'_>, Reject>],
        articles: Range<u32>,
    ) -> Result<Vec<u8>> {
        let Some(Annotations::Dolma) = self.annotations else { return Ok(Vec::new()) };
        let (mut rows, memory) = (JsonLines::new(Vec::new()), "<attributes>");
        let mut articles = articles.clone().zip(self.decisions.cuts.of_each(articles));
        self.learned.spill.check()?;
        for (raw, record) in batch.records().zip(parsed) {
            let tags = Tags::of(&raw, &self.sources[batch.source], &self.config.read);
            let found = |record: &Record<'_>| {
                let (number, cuts) = articles.next()?;
                Some(self.found(number, &record.article.text, &cuts))
            };
            let attributes = record.as_ref().ok().and_then(found).unwrap_or_default();
            let (id, source) = (tags.id.as_str(), tags.source.as_deref());
            rows.push(&AttributeRow { id, source, attributes }).map_err(Error::io(memory))?;
        }
        rows.finish().map_err(Error::io(memory))
    }

    /// What was found in one article.
    fn found(&self, number: u32, text: &str, cuts: &[Cut]) -> Attributes {
        let place = self.kinship.places[number as usize].filter(|p| p.duplicate_of.is_some());
        let whole = |place: Place| (0, text.chars().count(), round(place.overlap.jaccard()));
        let duplicate = place.map(whole).into_iter().collect();
        Attributes { boilerplate: spans(text, cuts), duplicate }
    }
}

/// The cuts, which ascend, in characters of `text`. One walk over it.
fn spans(text: &str, cuts: &[Cut]) -> Vec<ScoredSpan> {
    let (mut byte, mut character) = (0, 0);
    let mut characters = |to: u32| {
        let to = to as usize;
        character += text.get(byte..to).map_or(0, |passed| passed.chars().count());
        byte = to;
        character
    };
    let span = |cut: &Cut| {
        let (start, end) = (characters(cut.start), characters(cut.end));
        let score = if cut.decided { 1.0 } else { round(f64::from(cut.confidence)).max(LIKELY) };
        (start, end, score)
    };
    cuts.iter().map(span).collect()
}

//! One raw record to an article, or to a reject.
//!
//! Takes the bytes of a record, gives [`Record`], which knows the way back: which bytes to leave out so that parts of
//! the text are gone and nothing else changes. Pure, and called from many threads.

use super::batch::{Form, RawRecord};
use super::charset;
use super::config::ReadConfig;
use super::discover::Source;
use super::hosts::host_name;
use super::json::{self, Flaw, Layout};
use super::literal::Walk;
use super::prose::headline;
use super::room::Room;
use crate::article::Article;
use std::borrow::Cow;
use std::ops::Range;

/// One record that holds an article.
#[derive(Debug)]
pub struct Record<'a> {
    /// The article.
    pub article: Article,
    /// Whether the record was in another character encoding than UTF-8.
    pub decoded: bool,
    body: Cow<'a, str>,
    layout: Layout,
}

/// One record that holds none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Where it stands, as people write it: `articles.jsonl:42`.
    pub place: String,
    /// What is wrong with it, in words.
    pub reason: String,
    /// The record as it is; empty where a whole file was refused.
    pub bytes: Vec<u8>,
    /// The fields there were, when no text field was found among them.
    pub fields: Vec<String>,
}

/// The article in a raw record of `source`.
///
/// # Errors
/// [`Reject`], with place, reason and the bytes, when there is none.
pub fn parse<'a>(
    raw: &RawRecord<'a>,
    source: &Source,
    config: &ReadConfig,
) -> Result<Record<'a>, Reject> {
    let flawed = |flaw: Flaw| Reject {
        place: raw.place.to_string(),
        reason: flaw.reason,
        bytes: raw.bytes.to_vec(),
        fields: flaw.fields,
    };
    if let Some(reason) = raw.flaw {
        return Err(flawed(Flaw::from(reason.to_owned())));
    }
    let (body, decoded) = charset::decode(raw.bytes, config.encoding());
    let (mut article, layout) = match raw.form {
        Form::Json => json::article(&body, config),
        Form::Prose => prose(&body),
    }
    .map_err(flawed)?;
    if article.id.is_empty() {
        article.id = source.id_of(raw.place.number);
    }
    article.host = article.host.or_else(|| fallback_host(source, config));
    Ok(Record { article, decoded: decoded || raw.foreign, body, layout })
}

/// The article of a file that is its text.
fn prose(text: &str) -> Result<(Article, Layout), Flaw> {
    if text.trim().is_empty() {
        return Err(Flaw::from("the text is empty".to_owned()));
    }
    let title = headline(text).map(str::to_owned);
    Ok((Article { text: text.to_owned(), title, ..Article::default() }, Layout::Whole))
}

/// The host of an article that names none.
fn fallback_host(source: &Source, config: &ReadConfig) -> Option<String> {
    source.folder_host.clone().or_else(|| host_name(config.host.as_deref()?))
}

impl Record<'_> {
    /// The record in UTF-8: the raw bytes themselves, unless they were decoded.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body.as_bytes()
    }

    /// The ascending ranges of [`body`](Self::body) to leave out, so that `removals`, ascending byte ranges of the
    /// article's text, are gone and every other byte of the record stays.
    #[must_use]
    pub fn cuts(&self, removals: &[Range<usize>]) -> Vec<Range<usize>> {
        match &self.layout {
            Layout::Whole => removals.to_vec(),
            Layout::Tree(tree) => tree.cuts(&self.body, removals),
            Layout::Literal(at) => {
                let mut walk = Walk::new(&self.body[at.clone()]);
                let cut =
                    |r: &Range<usize>| at.start + walk.seek(r.start)..at.start + walk.seek(r.end);
                removals.iter().map(cut).collect()
            }
        }
    }

    /// Room for a field `name` in [`body`](Self::body), in place of one of that name; `None` where the record is the text
    /// itself. Reads the record once more.
    #[must_use]
    pub fn room(&self, name: &str) -> Option<Room> {
        if matches!(self.layout, Layout::Whole) { None } else { Room::of(&self.body, name) }
    }
}

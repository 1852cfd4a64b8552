//! What was done with an article, as a field of its record.
//!
//! Takes the cuts and the relatives of an article, gives the bytes that are added to its record and what makes way for
//! them. Touches nothing else of the record; plain text has no fields and gets none.

use super::cuts::Cut;
use super::shown::Cluster;
use super::{Found, rows};
use crate::config::FIELD;
use crate::read::Record;
use crate::report::model::{Label, Relation};
use crate::write::Added;
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::ops::Range;

/// What notes are made of.
pub(super) struct Annotator<'a> {
    found: &'a Found,
    /// Names of clusters by representative.
    names: FxHashMap<u32, &'a str>,
}

/// The value of the field.
#[derive(Serialize)]
struct Note<'a> {
    removed: Vec<Span<'a>>,
    #[serde(flatten)]
    relatives: Option<Relatives<'a>>,
}

/// One removal; bytes of the original text.
#[derive(Serialize)]
struct Span<'a> {
    start: u32,
    end: u32,
    label: Label,
    reason: &'a str,
    block: Option<String>,
    text: &'a str,
}

/// What the article is to others, where there are any.
#[derive(Serialize)]
struct Relatives<'a> {
    cluster: &'a str,
    duplicate_of: Option<String>,
    relation: Relation,
    jaccard: f64,
    containment: f64,
}

impl<'a> Annotator<'a> {
    /// Notes on what was found, with the names of these clusters.
    pub(super) fn new(found: &'a Found, clusters: &[Cluster], names: &'a [String]) -> Self {
        let representatives = clusters.iter().map(|(representative, _)| *representative);
        Self { found, names: representatives.zip(names.iter().map(String::as_str)).collect() }
    }

    /// What is added to the record of an article, and what of its body makes way.
    pub(super) fn note(
        &self,
        article: u32,
        record: &Record<'_>,
        cuts: &[Cut],
    ) -> Option<(Vec<Range<usize>>, Added)> {
        let room = record.room(FIELD)?;
        let span = |cut: &Cut| {
            Some(Span {
                start: cut.start,
                end: cut.end,
                label: cut.label,
                reason: &self.found.decisions.reasons[cut.reason as usize],
                block: cut.key.map(super::uses::BlockKey::name),
                text: record.article.text.get(cut.start as usize..cut.end as usize)?,
            })
        };
        let removed = cuts.iter().filter_map(span).collect();
        let note = Note { removed, relatives: self.relatives(article) };
        let mut bytes = format!(",\"{FIELD}\":").into_bytes();
        serde_json::to_writer(&mut bytes, &note).ok()?;
        Some((room.gone, Added { at: room.at, bytes }))
    }

    fn relatives(&self, article: u32) -> Option<Relatives<'a>> {
        let found = self.found;
        let cluster = self.names[&found.kinship.places[article as usize]?.representative];
        let (kinship, decisions) = (&found.kinship, &found.decisions);
        let row = rows::duplicate(article, (kinship, decisions), &found.learned, cluster)?;
        Some(Relatives {
            cluster,
            duplicate_of: row.duplicate_of,
            relation: row.relation,
            jaccard: row.jaccard,
            containment: row.containment,
        })
    }
}

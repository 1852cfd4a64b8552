//! What a record calls itself: its id and its source, as they stand in it.
//!
//! Takes a raw record, also one that holds no article, gives [`Tags`]. Reads the record once more; never fails.

use super::batch::{Form, RawRecord};
use super::charset;
use super::config::ReadConfig;
use super::discover::Source;
use super::fields::{Fields, scalar};
use super::json::plain;
use super::presets::{Finder, Role};

/// The field that says which collection a document is from, by the conventions of dolma.
const SOURCE: &str = "source";

/// Id and source of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    /// The id that the record has, not told apart from others; without one that which its place gives it.
    pub id: String,
    /// What stands in its field `source`.
    pub source: Option<String>,
}

impl Tags {
    /// What `raw`, a record of `source`, calls itself. One parse of its top level.
    #[must_use]
    pub fn of(raw: &RawRecord<'_>, source: &Source, config: &ReadConfig) -> Self {
        let (body, _) = charset::decode(raw.bytes, config.encoding());
        let mut tags = match raw.form {
            Form::Json => Self::in_object(&body, config).unwrap_or_default(),
            Form::Prose => Self::default(),
        };
        if tags.id.is_empty() {
            tags.id = source.id_of(raw.place.number);
        }
        tags
    }

    fn in_object(record: &str, config: &ReadConfig) -> Option<Self> {
        let fields = Fields::parse(record).ok()?;
        let finder = Finder::new(&fields, config.preset);
        let id = plain(&finder, Role::Id, config.id_field.as_deref()).unwrap_or_default();
        let source = fields.get(SOURCE).and_then(scalar).map(String::from);
        Some(Self { id, source })
    }
}

//! Which field holds what: by producer, then by name.
//!
//! Takes the fields of a record, gives the one for a role. The tables of this file are all that is known about
//! producers; nothing elsewhere names a field.

use super::config::Preset;
use super::fields::Fields;
use serde_json::value::RawValue;

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Title,
    Url,
    Host,
    Outlet,
    Date,
    Language,
    Id,
}

impl Role {
    /// Names that a field of this role goes by, the most telling first.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Text => &[
                "text",
                "maintext",
                "content",
                "body",
                "article",
                "articleBody",
                "raw_text",
                "content_original",
                "plaintext",
                "article_text",
                "full_text",
                "fulltext",
                "raw_content",
                "page_content",
            ],
            Self::Title => &["title", "headline", "title_page", "og_title"],
            Self::Url => &[
                "url",
                "link",
                "canonical_link",
                "source",
                "source_url",
                "uri",
                "article_link",
                "warc-target-uri",
            ],
            Self::Host => &[
                "host",
                "hostname",
                "domain",
                "source_domain",
                "source",
                "publication",
                "publisher",
                "meta_site_name",
                "outlet",
            ],
            Self::Outlet => &["publication", "outlet", "publisher"],
            Self::Date => &[
                "date",
                "date_publish",
                "publish_date",
                "publishing_date",
                "published",
                "timestamp",
                "created",
                "date_published",
                "published_date",
                "datePublished",
                "published_utc",
                "warc-date",
            ],
            Self::Language => &["language", "lang", "meta_lang"],
            Self::Id => {
                &["id", "doc_id", "article_id", "_id", "uuid", "warc-record-id", "fingerprint"]
            }
        }
    }
}

/// Objects of a record that hold what is said about it.
const NESTS: [&str; 3] = ["metadata", "meta", "warc_headers"];

/// What is known about one producer.
struct Layout {
    preset: Preset,
    /// Keys that all its records have.
    all: &'static [&'static str],
    /// Keys of which its records have one at least.
    any: &'static [&'static str],
    /// Where its fields are, as far as their names alone would not tell.
    paths: &'static [(Role, &'static str)],
}

/// The producers, those with the most telling keys first.
const LAYOUTS: [Layout; 9] = [
    Layout {
        preset: Preset::NewsPlease,
        all: &["maintext", "source_domain"],
        any: &["date_publish", "date_download"],
        paths: &[
            (Role::Text, "maintext"),
            (Role::Host, "source_domain"),
            (Role::Date, "date_publish"),
        ],
    },
    Layout {
        preset: Preset::Oscar,
        all: &["content", "warc_headers", "metadata"],
        any: &[],
        paths: &[
            (Role::Text, "content"),
            (Role::Url, "warc_headers.warc-target-uri"),
            (Role::Date, "warc_headers.warc-date"),
            (Role::Language, "metadata.identification.label"),
            (Role::Id, "warc_headers.warc-record-id"),
        ],
    },
    Layout {
        preset: Preset::Trafilatura,
        all: &["text", "hostname"],
        any: &["source-hostname", "fingerprint"],
        paths: &[
            (Role::Text, "text"),
            (Role::Url, "source"),
            (Role::Url, "url"),
            (Role::Host, "hostname"),
            (Role::Date, "date"),
            (Role::Id, "id"),
            (Role::Id, "fingerprint"),
        ],
    },
    Layout {
        preset: Preset::Newspaper4k,
        all: &["text", "publish_date", "meta_lang"],
        any: &[],
        paths: &[
            (Role::Text, "text"),
            (Role::Date, "publish_date"),
            (Role::Language, "language"),
            (Role::Language, "meta_lang"),
        ],
    },
    Layout {
        preset: Preset::Fundus,
        all: &["publishing_date"],
        any: &["plaintext", "body"],
        paths: &[(Role::Text, "plaintext"), (Role::Text, "body"), (Role::Date, "publishing_date")],
    },
    Layout {
        preset: Preset::Datatrove,
        all: &["text", "id", "metadata"],
        any: &[],
        paths: &[
            (Role::Text, "text"),
            (Role::Title, "metadata.title"),
            (Role::Url, "metadata.url"),
            (Role::Date, "metadata.date"),
            (Role::Language, "metadata.language"),
            (Role::Id, "id"),
        ],
    },
    Layout {
        preset: Preset::Dolma,
        all: &["id", "text", "source"],
        any: &["added", "created"],
        paths: &[
            (Role::Text, "text"),
            (Role::Url, "metadata.url"),
            (Role::Date, "created"),
            (Role::Id, "id"),
        ],
    },
    Layout {
        preset: Preset::C4,
        all: &["text", "timestamp", "url"],
        any: &[],
        paths: &[(Role::Text, "text"), (Role::Url, "url"), (Role::Date, "timestamp")],
    },
    // Items are named by whoever wrote the spider: nothing to tell them by, nothing to know beforehand.
    Layout { preset: Preset::Scrapy, all: &[], any: &[""], paths: &[] },
];

impl Layout {
    fn fits(&self, fields: &Fields<'_>) -> bool {
        let there = |key: &&str| fields.get(key).is_some();
        self.all.iter().all(there) && (self.any.is_empty() || self.any.iter().any(there))
    }
}

/// The fields of one record by role.
pub(super) struct Finder<'f, 'a> {
    fields: &'f Fields<'a>,
    layout: Option<&'static Layout>,
    nests: Vec<Fields<'a>>,
}

impl<'f, 'a> Finder<'f, 'a> {
    /// Over `fields`, by `preset` or by the producer that the keys tell.
    pub(super) fn new(fields: &'f Fields<'a>, preset: Option<Preset>) -> Self {
        let layout = LAYOUTS.iter().find(|layout| match preset {
            Some(preset) => layout.preset == preset,
            None => layout.fits(fields),
        });
        let nests = NESTS.iter().filter_map(|name| Fields::parse(fields.get(name)?.get()).ok());
        Self { fields, layout, nests: nests.collect() }
    }

    /// The values that may play `role`, with their names, the likeliest first: what was `asked` for and nothing else;
    /// else where the producer has it, then by name, then by name one level down.
    pub(super) fn candidates(
        &self,
        role: Role,
        asked: Option<&'f str>,
    ) -> impl Iterator<Item = (&'f str, &'a RawValue)> {
        let paths = self.layout.map_or(&[][..], |layout| layout.paths);
        let by_layout = paths.iter().filter(move |(of, _)| *of == role).map(|(_, path)| *path);
        let by_layout = by_layout.filter_map(|path| Some((path, self.fields.at(path)?)));
        let named = |fields: &Fields<'a>, name: &'static str| {
            fields.get_any_case(name).map(|value| (name, value))
        };
        let by_name = role.names().iter().filter_map(move |name| named(self.fields, name));
        let nested = self
            .nests
            .iter()
            .flat_map(move |nest| role.names().iter().filter_map(move |name| named(nest, name)));
        let free = asked.is_none();
        let asked = asked.into_iter().filter_map(|path| Some((path, self.fields.at(path)?)));
        asked.chain(by_layout.chain(by_name).chain(nested).filter(move |_| free))
    }
}

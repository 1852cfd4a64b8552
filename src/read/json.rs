//! One JSON object to an article.
//!
//! Takes the record as UTF-8, gives its article and where in the record the text stands. Never changes the record.

use super::config::ReadConfig;
use super::dates;
use super::fields::{Fields, inside, kind, scalar};
use super::hosts::{host_name, host_of_url};
use super::literal::unescape;
use super::presets::{Finder, Role};
use super::tree::{Tree, gather, range_in};
use crate::article::Article;
use serde_json::value::RawValue;
use std::ops::Range;

/// Where the text stands in its record.
#[derive(Debug)]
pub(super) enum Layout {
    /// The record is the text.
    Whole,
    /// Between the quotes of one literal.
    Literal(Range<usize>),
    /// In several literals.
    Tree(Tree),
}

/// Why a record is no article.
#[derive(Debug, Default)]
pub(super) struct Flaw {
    pub(super) reason: String,
    /// The fields there are, when none of them holds a text.
    pub(super) fields: Vec<String>,
}

impl From<String> for Flaw {
    fn from(reason: String) -> Self {
        Self { reason, fields: Vec::new() }
    }
}

/// The article in `record`; its id is empty if it names none, its host only what the record tells.
pub(super) fn article(record: &str, config: &ReadConfig) -> Result<(Article, Layout), Flaw> {
    if !record.starts_with('{') {
        return Err(Flaw::from("not a JSON object".to_owned()));
    }
    let fields = Fields::parse(record).map_err(|e| Flaw::from(format!("broken JSON: {e}")))?;
    let finder = Finder::new(&fields, config.preset);
    let (text, layout) = text(record, &finder, config).map_err(|mut flaw| {
        flaw.fields = fields.keys().map(str::to_owned).collect();
        flaw
    })?;
    let url = url(&finder, config);
    let article = Article {
        id: plain(&finder, Role::Id, config.id_field.as_deref()).unwrap_or_default(),
        text,
        title: plain(&finder, Role::Title, config.title_field.as_deref()),
        host: host(&finder, config, url.as_ref()),
        url: url.map(|(address, _)| address),
        date: date(&finder, config),
        language: plain(&finder, Role::Language, config.language_field.as_deref()),
    };
    Ok((article, layout))
}

/// The text and where it stands: the first candidate that is not null decides.
fn text(
    record: &str,
    finder: &Finder<'_, '_>,
    config: &ReadConfig,
) -> Result<(String, Layout), Flaw> {
    let asked = config.text_field.as_deref();
    let mut candidates = finder.candidates(Role::Text, asked);
    let mut null = None;
    let (name, value) = loop {
        match candidates.next() {
            Some((name, value)) if value.get() == "null" => null = null.or(Some(name)),
            Some(found) => break found,
            None => return Err(no_text(asked, null)),
        }
    };
    let found = match value.get().as_bytes().first() {
        Some(b'"') => {
            let at = range_in(record, inside(value));
            Some((unescape(inside(value)).into_owned(), Layout::Literal(at)))
        }
        Some(b'{' | b'[') => gather(record, value).map(|(text, tree)| (text, Layout::Tree(tree))),
        _ => None,
    };
    match found {
        None => Err(Flaw::from(format!("{name} is {}, not a string", kind(value)))),
        Some((text, _)) if text.trim().is_empty() => Err(Flaw::from(format!("{name} is empty"))),
        Some(found) => Ok(found),
    }
}

/// In words, that nothing holds the text.
fn no_text(asked: Option<&str>, null: Option<&str>) -> Flaw {
    let reason = match (null, asked) {
        (Some(name), _) => format!("{name} is null, not a string"),
        (None, Some(asked)) => format!("no text field (looked for: {asked})"),
        (None, None) => format!("no text field (looked for: {})", Role::Text.names().join(", ")),
    };
    Flaw::from(reason)
}

/// The first candidate that is not missing, as it is.
pub(super) fn plain(finder: &Finder<'_, '_>, role: Role, asked: Option<&str>) -> Option<String> {
    finder.candidates(role, asked).find_map(|(_, value)| scalar(value)).map(String::from)
}

/// The first candidate that is an absolute address, and its host.
fn url(finder: &Finder<'_, '_>, config: &ReadConfig) -> Option<(String, String)> {
    finder.candidates(Role::Url, config.url_field.as_deref()).find_map(|(_, value)| {
        let address = scalar(value)?;
        let host = host_of_url(&address)?;
        Some((address.into_owned(), host))
    })
}

/// The host that a field names; else that of the address; else the outlet, which stands for a host where there is none.
fn host(
    finder: &Finder<'_, '_>,
    config: &ReadConfig,
    url: Option<&(String, String)>,
) -> Option<String> {
    let asked = config.host_field.as_deref();
    let named = |value: &RawValue| {
        let name = scalar(value)?;
        host_name(&name).or_else(|| host_of_url(&name))
    };
    let outlet = || {
        let role = if asked.is_some() { Role::Host } else { Role::Outlet };
        plain(finder, role, asked).map(|name| name.trim().to_lowercase())
    };
    finder
        .candidates(Role::Host, asked)
        .find_map(|(_, value)| named(value))
        .or_else(|| url.map(|(_, host)| host.clone()))
        .or_else(outlet)
}

/// The first candidate that is a day.
fn date(finder: &Finder<'_, '_>, config: &ReadConfig) -> Option<String> {
    finder
        .candidates(Role::Date, config.date_field.as_deref())
        .find_map(|(_, value)| dates::day(&scalar(value)?))
}

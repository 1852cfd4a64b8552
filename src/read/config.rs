//! The settings of the reading.
//!
//! Takes what a user asked for, gives a checked [`ReadConfig`]. Never looks at a file.

use super::hosts;
use crate::error::{Error, Result};
use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

/// Settings of the reading. The default finds everything by itself.
///
/// A field is a key of the record, or a dotted path such as `metadata.url`. A key that itself holds a dot is found too.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReadConfig {
    /// The producer whose field names are used; told by the keys of each record when absent.
    pub preset: Option<Preset>,
    /// Field with the text.
    pub text_field: Option<String>,
    /// Field with the headline.
    pub title_field: Option<String>,
    /// Field with the address.
    pub url_field: Option<String>,
    /// Field with the host.
    pub host_field: Option<String>,
    /// Field with the day of publication.
    pub date_field: Option<String>,
    /// Field with the language code.
    pub language_field: Option<String>,
    /// Field with the id.
    pub id_field: Option<String>,
    /// One host for every article that names none.
    pub host: Option<String>,
    /// Character encoding (a label of the WHATWG list, such as `windows-1251`) of what is not UTF-8; guessed when absent.
    pub encoding: Option<String>,
}

/// A producer of scraped news whose field names are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// news-please, crawl mode and Common Crawl mode.
    NewsPlease,
    /// newspaper4k and newspaper3k.
    Newspaper4k,
    /// fundus, with the text as a tree.
    Fundus,
    /// trafilatura, where `source` is the address.
    Trafilatura,
    /// Scrapy items: fields by name, values possibly in lists.
    Scrapy,
    /// datatrove documents.
    Datatrove,
    /// dolma documents, where `source` is the corpus.
    Dolma,
    /// OSCAR documents.
    Oscar,
    /// C4 and mC4.
    C4,
}

impl ReadConfig {
    /// Refuses what could never be read by.
    ///
    /// # Errors
    /// [`Error::Config`] naming the key and the value, for an unknown encoding, an empty field name, or a host that is none.
    pub fn validate(&self) -> Result<()> {
        for (key, field) in self.named_fields() {
            if field.as_deref().is_some_and(|name| name.trim().is_empty()) {
                return Err(Error::Config(format!("read.{key} is empty")));
            }
        }
        if let Some(host) = &self.host {
            hosts::host_name(host)
                .ok_or_else(|| Error::Config(format!("read.host = {host:?} is not a host name")))?;
        }
        if let Some(label) = &self.encoding {
            Encoding::for_label(label.as_bytes()).ok_or_else(|| {
                Error::Config(format!("read.encoding = {label:?} is not a known encoding"))
            })?;
        }
        Ok(())
    }

    /// The encoding that was asked for.
    pub(super) fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()))
    }

    /// The settings that name a field, with their keys.
    fn named_fields(&self) -> [(&'static str, &Option<String>); 7] {
        [
            ("text-field", &self.text_field),
            ("title-field", &self.title_field),
            ("url-field", &self.url_field),
            ("host-field", &self.host_field),
            ("date-field", &self.date_field),
            ("language-field", &self.language_field),
            ("id-field", &self.id_field),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_valid() {
        assert!(ReadConfig::default().validate().is_ok());
    }

    #[test]
    fn what_cannot_be_read_by_is_refused() {
        let refused = |toml: &str| {
            toml::from_str::<ReadConfig>(toml).unwrap().validate().unwrap_err().to_string()
        };
        assert!(refused("encoding = 'klingon'").contains("read.encoding"));
        assert!(refused("text-field = ''").contains("read.text-field"));
        assert!(refused("host = 'no host'").contains("read.host"));
    }

    #[test]
    fn names_are_kebab_case_and_unknown_ones_refused() {
        let config: ReadConfig = toml::from_str("preset = 'news-please'").unwrap();
        assert_eq!(config.preset, Some(Preset::NewsPlease));
        assert!(toml::from_str::<ReadConfig>("txt-field = 'a'").is_err());
    }
}

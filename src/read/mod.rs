//! Bytes to articles.
//!
//! Stub of the settings, so that the command line compiles; the real ones take their place. Never reads.

use serde::{Deserialize, Serialize};

/// Settings of the reading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReadConfig {
    /// Field with the text.
    pub text_field: Option<String>,
    /// Field with the headline.
    pub title_field: Option<String>,
    /// Field with the address.
    pub url_field: Option<String>,
    /// Field with the host.
    pub host_field: Option<String>,
    /// Field with the date.
    pub date_field: Option<String>,
    /// Field with the language.
    pub language_field: Option<String>,
    /// Field with the id.
    pub id_field: Option<String>,
    /// Host of every article, whatever its record says.
    pub host: Option<String>,
    /// Fields as a known producer names them.
    pub preset: Option<Preset>,
    /// Encoding of text that is not UTF-8.
    pub encoding: Option<String>,
}

/// A known producer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// news-please.
    NewsPlease,
    /// newspaper4k.
    Newspaper4k,
    /// fundus.
    Fundus,
    /// trafilatura.
    Trafilatura,
    /// Scrapy.
    Scrapy,
    /// datatrove.
    Datatrove,
    /// dolma.
    Dolma,
    /// OSCAR.
    Oscar,
    /// C4.
    C4,
}

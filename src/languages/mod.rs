//! What is known of languages: function words, names of dates, and cues. Data files, one a language.
//!
//! Takes the TOML files beside this one, gives [`Language`]s. Knows no stage.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};

/// One language's data, in the layout of its file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    /// English name.
    pub name: String,
    /// Commonest function words, lower case.
    pub stop: Vec<String>,
    /// Names of months and weekdays, lower case.
    pub dates: Vec<String>,
    /// Leads to other articles.
    #[serde(default)]
    pub promo: Phrases,
    /// Asks for subscription, gifts, comments.
    #[serde(default)]
    pub subscribe: Phrases,
    /// Copyright, terms, disclaimers.
    #[serde(default)]
    pub legal: Phrases,
    /// Buttons, marks of advertisements, navigation.
    #[serde(default)]
    pub ui: Phrases,
    /// Standing text about the outlet.
    #[serde(default)]
    pub about: Phrases,
}

/// Wordings of one kind. `#` stands for any number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Phrases {
    /// Begin a line that goes on; with a final `:` only where a delimiter follows.
    pub lead: Vec<String>,
    /// Are the whole line.
    pub line: Vec<String>,
    /// Stand anywhere in a line.
    pub phrase: Vec<String>,
}

impl Phrases {
    /// Adds other wordings of the kind.
    pub fn extend(&mut self, other: Self) {
        self.lead.extend(other.lead);
        self.line.extend(other.line);
        self.phrase.extend(other.phrase);
    }
}

macro_rules! files {
    ($($code:literal),* $(,)?) => {
        /// Code and text of every language file.
        const FILES: &[(&str, &str)] = &[$(($code, include_str!(concat!($code, ".toml")))),*];
    };
}

files![
    "ar", "as", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "id", "is", "it", "ja", "ko", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sr",
    "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh"
];

/// All languages, in the order of their codes.
///
/// # Errors
/// [`Error::Config`] if a data file is broken (a test proves that none is).
pub fn all() -> Result<Vec<Language>> {
    FILES
        .iter()
        .map(|(code, text)| {
            toml::from_str(text).map_err(|e| Error::Config(format!("language {code}: {e}")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_file_is_whole() {
        for language in all().unwrap() {
            assert!(language.stop.len() >= 40, "{}: few function words", language.name);
            assert!(!language.promo.lead.is_empty(), "{}: no promo leads", language.name);
        }
    }
}

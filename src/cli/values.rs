//! What a flag's value may be, and what it means.
//!
//! Takes one word of the command line, gives a typed value or a lower-case fragment that says what was expected. Knows
//! one flag at a time: what depends on several is refused by [`crate::config::Config::validate`].

use crate::config::{Annotations, Boilerplate, Duplicates, Keep, Recurring};
use crate::copies;
use crate::read::Preset;
use clap::ValueEnum;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;
use std::num::NonZeroUsize;

/// What is done with duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DuplicatesChoice {
    /// Leave them out of the cleaned corpus
    Drop,
    /// Report them, and leave them in
    Mark,
}

impl From<DuplicatesChoice> for Duplicates {
    fn from(choice: DuplicatesChoice) -> Self {
        match choice {
            DuplicatesChoice::Drop => Self::Drop,
            DuplicatesChoice::Mark => Self::Mark,
        }
    }
}

/// What is done with boilerplate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BoilerplateChoice {
    /// Take it out of the text
    Remove,
    /// Report it, and leave it in
    Mark,
}

impl From<BoilerplateChoice> for Boilerplate {
    fn from(choice: BoilerplateChoice) -> Self {
        match choice {
            BoilerplateChoice::Remove => Self::Remove,
            BoilerplateChoice::Mark => Self::Mark,
        }
    }
}

/// Layouts of annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotationsChoice {
    /// Attribute files of dolma
    Dolma,
}

impl From<AnnotationsChoice> for Annotations {
    fn from(choice: AnnotationsChoice) -> Self {
        match choice {
            AnnotationsChoice::Dolma => Self::Dolma,
        }
    }
}

/// What is done with background paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RecurringChoice {
    /// Report them, and leave them in
    Keep,
    /// Take them out of every article
    Remove,
}

impl From<RecurringChoice> for Recurring {
    fn from(choice: RecurringChoice) -> Self {
        match choice {
            RecurringChoice::Keep => Self::Keep,
            RecurringChoice::Remove => Self::Remove,
        }
    }
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ProgressChoice {
    /// Bars on a terminal, else none; then a table of what was done
    #[default]
    Auto,
    /// A line when a stage begins and ends, and every 30 seconds; then the table
    Plain,
    /// One JSON object a line, for programs; the last one is the summary
    Json,
    /// No progress; the table only
    None,
}

/// A similarity: 0.1 to 1.
pub(crate) fn similarity(word: &str) -> Result<f64, String> {
    match word.parse::<f64>() {
        Ok(value) if (0.1..=1.0).contains(&value) => Ok(value),
        _ => Err("expected a number from 0.1 to 1".to_owned()),
    }
}

/// A number of worker threads: 1 or more.
pub(crate) fn threads(word: &str) -> Result<NonZeroUsize, String> {
    word.parse().map_err(|_| "expected a whole number, 1 or more".to_owned())
}

/// Which copy is kept: one of four words, or hosts separated by commas.
pub(crate) fn keep(word: &str) -> Result<Keep, String> {
    match word {
        "earliest" => Ok(Keep::Earliest),
        "latest" => Ok(Keep::Latest),
        "longest" => Ok(Keep::Longest),
        "first" => Ok(Keep::First),
        _ => hosts(word).map(Keep::Hosts),
    }
}

/// Hosts separated by commas, as articles name them: lower case, without `www.`.
fn hosts(word: &str) -> Result<Vec<String>, String> {
    let hosts: Vec<String> = word.split(',').map(host).filter(|h| !h.is_empty()).collect();
    let odd = hosts.iter().any(|h| h.contains(['/', ':', '@']) || h.contains(char::is_whitespace));
    if hosts.is_empty() || odd || !word.contains(['.', ',']) {
        return Err(
            "expected earliest, latest, longest, first, or hosts such as example.com,example.org \
                    (a single host without a dot as `HOST,`)"
                .to_owned(),
        );
    }
    Ok(hosts)
}

/// One host as articles name it, of one that must be named.
pub(crate) fn one_host(word: &str) -> Result<String, String> {
    let host = host(word);
    let odd = host.contains(['/', ':', '@', ',']) || host.contains(char::is_whitespace);
    if host.is_empty() || odd {
        Err("expected a host such as example.com".to_owned())
    } else {
        Ok(host)
    }
}

/// A day, as YYYYMMDD.
pub(crate) fn day(word: &str) -> Result<u32, String> {
    let shape =
        |(n, c): (usize, char)| if matches!(n, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    let formed = word.len() == 10 && word.chars().enumerate().all(shape);
    let date =
        word.replace('-', "").parse().ok().filter(|date| formed && copies::day(*date).is_some());
    date.ok_or_else(|| "expected a day such as 2026-03-01".to_owned())
}

/// One host as articles name it.
fn host(word: &str) -> String {
    let lower = word.trim().to_lowercase();
    lower.strip_prefix("www.").unwrap_or(&lower).to_owned()
}

/// A preset, by the name that it has in a config file; the message for any other lists them.
pub(crate) fn preset(word: &str) -> Result<Preset, String> {
    Preset::deserialize(word.to_lowercase().into_deserializer())
        .map_err(|e: ValueError| e.to_string().replace("variant", "preset"))
}

/// An encoding that can be decoded, by one of the names that the web uses.
pub(crate) fn encoding(word: &str) -> Result<String, String> {
    match encoding_rs::Encoding::for_label(word.as_bytes()) {
        Some(_) => Ok(word.to_owned()),
        None => {
            Err("not a known encoding; expected a name such as windows-1251, gb18030, shift_jis"
                .to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_hosts_are_told_apart() {
        assert_eq!(keep("earliest"), Ok(Keep::Earliest));
        assert_eq!(keep("latest"), Ok(Keep::Latest));
        assert_eq!(keep("longest"), Ok(Keep::Longest));
        assert_eq!(keep("first"), Ok(Keep::First));
        let hosts = vec!["reuters.com".to_owned(), "example.org".to_owned()];
        assert_eq!(keep("www.Reuters.com, example.org"), Ok(Keep::Hosts(hosts)));
        assert_eq!(keep("intranet,"), Ok(Keep::Hosts(vec!["intranet".to_owned()])));
    }

    #[test]
    fn typing_errors_are_no_hosts() {
        for word in ["earlest", "", ",", "https://example.com", "a b.com"] {
            assert!(keep(word).is_err(), "{word}");
        }
    }

    #[test]
    fn similarities_have_a_range() {
        assert_eq!(similarity("0.85"), Ok(0.85));
        assert_eq!(similarity("1"), Ok(1.0));
        for word in ["0", "1.01", "NaN", "inf", "-0.5", "high", ""] {
            assert!(similarity(word).is_err(), "{word}");
        }
    }

    #[test]
    fn there_is_at_least_one_thread() {
        assert_eq!(threads("8").map(NonZeroUsize::get), Ok(8));
        assert!(threads("0").is_err() && threads("many").is_err() && threads("-1").is_err());
    }

    #[test]
    fn presets_go_by_the_names_of_the_config_file() {
        assert_eq!(preset("trafilatura"), Ok(Preset::Trafilatura));
        // The names that the help of --preset lists.
        let listed = "news-please newspaper4k fundus trafilatura scrapy datatrove dolma oscar c4";
        for name in listed.split(' ') {
            assert!(preset(name).is_ok(), "{name}");
        }
        let message = preset("scrapy9").unwrap_err();
        assert!(message.contains("trafilatura"), "{message}");
    }

    #[test]
    fn encodings_are_known() {
        assert_eq!(encoding("windows-1251"), Ok("windows-1251".to_owned()));
        assert!(encoding("utf-9").is_err());
    }

    #[test]
    fn days_are_written_in_one_way() {
        assert_eq!(day("2026-03-01"), Ok(20_260_301));
        for word in
            ["", "2026-3-1", "20260301", "2026-13-01", "2026-03-32", "2026/03/01", "01-03-2026"]
        {
            assert!(day(word).is_err(), "{word}");
        }
    }

    #[test]
    fn a_host_is_named_as_articles_name_it() {
        assert_eq!(one_host("www.Example.com"), Ok("example.com".to_owned()));
        for word in ["", "a.com,b.com", "https://a.com", "a b"] {
            assert!(one_host(word).is_err(), "{word}");
        }
    }
}
